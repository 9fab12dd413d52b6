"""Words as one regular expression that finds them in few steps."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence

WIDE = 128
"""First characters of words that are too many to be tried one after the other."""
FORKS = 4
"""Parts of them that are tried instead, and parts of these."""


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

    firsts = sorted(root)
    if len(firsts) < WIDE or "" in root:
        return expression(root)
    return f"[{re.escape(''.join(firsts))}]{_forked(firsts, lambda first: expression(root[first]))}"


def _forked(firsts: Sequence[str], behind: Callable[[str], str]) -> str:
    """Return what stands ``behind`` one of many characters that has just been read, found by quarters of them."""
    if len(firsts) <= FORKS:
        return f"(?:{'|'.join(f'(?<={re.escape(first)}){behind(first)}' for first in firsts)})"
    size = math.ceil(len(firsts) / FORKS)
    parts = [firsts[start : start + size] for start in range(0, len(firsts), size)]
    ranges = (f"(?<=[{re.escape(part[0])}-{re.escape(part[-1])}]){_forked(part, behind)}" for part in parts)
    return f"(?:{'|'.join(ranges)})"


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression of words that is left at once where none of them begins."""
    every = list(words)
    first = re.escape("".join(sorted({word[0] for word in every})))
    return f"(?=[{first}]){trie(every)}"
