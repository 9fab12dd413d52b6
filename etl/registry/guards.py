"""What a pattern cannot do without, read off the pattern itself: texts and places that have none of it need not be searched.

A pattern that says nothing certain is left as it is: guards change how long a search takes, never what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

try:
    import re._constants as signs  # type: ignore[import-not-found]
    import re._parser as parser  # type: ignore[import-not-found]
except ImportError:  # another Python keeps its parser elsewhere: patterns are searched without guards
    parser = None

COMMON = frozenset("0123456789，。、年的一个元人在以是有为区县市万")
"""Characters that nearly every paragraph has: to need one of them says little."""
LARGEST = 64
"""Characters of a class that is still looked at one by one."""

_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


@dataclass(frozen=True, slots=True)
class Guarded:
    """A pattern, and characters of which every match holds at least one (``None``: nothing certain)."""

    pattern: re.Pattern[str]
    needs: frozenset[str] | None

    def finditer(self, text: str, characters: frozenset[str]) -> Iterator[re.Match[str]]:
        """Return the matches in a text that is made of ``characters``."""
        if self.needs is not None and self.needs.isdisjoint(characters):
            return iter(())
        return self.pattern.finditer(text)


def guarded(expression: str, compiled: Callable[[str], re.Pattern[str]]) -> Guarded:
    """Return an expression with its guards, compiled by ``compiled``, which says what is wrong with a broken one."""
    try:
        parsed = parser.parse(expression) if parser else None
        # under flags (case, dots) a character stands for others too: such patterns go unguarded
        items = list(parsed) if parsed and not parsed.state.flags & ~re.UNICODE else []
    except re.error:
        return Guarded(compiled(expression), None)
    first, may_be_empty = _first(items) if items else (None, False)
    if first and not may_be_empty:
        expression = f"(?=[{''.join(sorted(first))}])(?:{expression})"
    return Guarded(compiled(expression), _needed(items))


def _needed(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Return the set that rules out most texts among those of the parts that must all match."""
    found = [need for item in items if (need := _needed_by(*item)) is not None]
    return min(found, key=lambda need: (len(need & COMMON), len(need)), default=None)


def _needed_by(sign: Any, value: Any) -> frozenset[str] | None:
    if sign is signs.LITERAL:
        return frozenset(chr(value))
    if sign is signs.IN:
        return _members(value)
    if sign is signs.BRANCH:
        found = [_needed(branch) for branch in value[1]]
        return None if None in found else frozenset().union(*found)  # type: ignore[arg-type]
    if sign is signs.SUBPATTERN:
        return None if value[1] else _needed(value[-1])
    if sign in {signs.MAX_REPEAT, signs.MIN_REPEAT}:
        return _needed(value[2]) if value[0] else None
    return _needed(value[1]) if sign is signs.ASSERT else None


def _members(members: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Return the characters of a class, ``None`` for a negated or large one."""
    found: set[str] = set()
    for sign, value in members:
        if sign is signs.LITERAL:
            found.add(chr(value))
        elif sign is signs.RANGE and value[1] - value[0] < LARGEST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


def _first(items: Iterable[tuple[Any, Any]]) -> tuple[set[str] | None, bool]:
    """Return what a match may begin with, as members of a class (``None``: anything), and whether it may be empty."""
    found: set[str] = set()
    for item in items:
        first, may_be_empty = _first_of(*item)
        if first is None:
            return None, False
        found |= first
        if not may_be_empty:
            return found, False
    return found, True


def _first_of(sign: Any, value: Any) -> tuple[set[str] | None, bool]:
    if sign is signs.LITERAL:
        return {re.escape(chr(value))}, False
    if sign is signs.IN:
        return _written(value), False
    if sign is signs.BRANCH:
        branches = [_first(branch) for branch in value[1]]
        if any(first is None for first, _ in branches):
            return None, False
        return set().union(*(first or () for first, _ in branches)), any(empty for _, empty in branches)
    if sign is signs.SUBPATTERN:
        return (None, False) if value[1] else _first(value[-1])
    if sign in {signs.MAX_REPEAT, signs.MIN_REPEAT}:
        first, may_be_empty = _first(value[2])
        return first, may_be_empty or value[0] == 0
    if sign in {signs.ASSERT, signs.ASSERT_NOT, signs.AT}:
        return set(), True
    return None, False


def _written(members: Iterable[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for sign, value in members:
        if sign is signs.LITERAL:
            found.add(re.escape(chr(value)))
        elif sign is signs.RANGE:
            found.add(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif sign is signs.CATEGORY and str(value) in _CATEGORIES:
            found.add(_CATEGORIES[str(value)])
        else:
            return None
    return found
