"""Words as one regular expression that finds them in few steps."""

from __future__ import annotations

import re
from collections.abc import Iterable


def trie(words: Iterable[str]) -> str:
    """Return a regular expression of the words, longest first, sharing prefixes: one step a character, not one a word."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def expression(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
        branches = [re.escape(key) + expression(child) for key, child in sorted(node.items()) if key]
        if not branches:
            return ""
        joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return joined + ("?" if "" in node else "")

    return expression(root)


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression of words that is left at once where none of them begins."""
    every = list(words)
    first = re.escape("".join(sorted({word[0] for word in every})))
    return f"(?=[{first}]){trie(every)}"
