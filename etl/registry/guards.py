"""What a pattern cannot do without, read off the pattern itself: texts and places that have none of it need not be searched.

A pattern that says nothing certain is left as it is: guards change how long a search takes, never what it finds.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

try:
    import re._constants as signs  # type: ignore[import-not-found]
    import re._parser as parser  # type: ignore[import-not-found]
except ImportError:  # another Python keeps its parser elsewhere: patterns are searched without guards
    parser = None

COMMON = frozenset("0123456789，。、“”年的一个元人在以是有为区县市万业体全共动发实建成推新等")
"""Characters that most paragraphs with figures have: to need one of them says little."""
OFTEN = frozenset(
    "三上中主乡了二产优会作入农出分创制力务合同和国地基增多大好家富展工平度开式强打提收政效数服机村构民点现理生用目省社立"
    "系级经群能行设质资进通造重集项高"
)
"""Characters that every third of them has."""
LARGEST = 64
"""Characters of a class that is still looked at one by one."""
BROAD = 1000
"""Characters of a range that most of a text lies in: there is little to jump to."""
FEW = 8
"""Texts that are looked for in less time than a pattern is tried at most of a text."""
WHOLE = "whole"
"""Group of a guarded match that holds what the pattern itself matches; the match may be its first character alone."""

_CATEGORIES = {"CATEGORY_DIGIT": "0-9", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
"""Texts are folded: a number begins with no other digits."""


class Guarded(NamedTuple):
    """A pattern, and texts of which every match holds one (``None``: nothing certain).

    Where it ``jumps``, the pattern begins with the class of all characters that a match can begin with, because a search goes
    to the next of them many times as fast as it tries a pattern; what is matched from there on is looked at from behind it.
    """

    pattern: re.Pattern[str]
    needs: frozenset[str] | None
    jumps: bool = False

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in a span of a text, ``None`` if there is none; see `WHOLE`."""
        if self.jumps or self.needs is None or any(map(text.__contains__, self.needs)):
            return self.pattern.search(text, start, end)
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return the matches in a span of a text; see `WHOLE`."""
        if self.jumps:
            return self._jumping(text, start, end)
        if self.needs is None or any(map(text.__contains__, self.needs)):
            return self.pattern.finditer(text, start, end)
        return iter(())

    def _jumping(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        search = self.pattern.search
        match = search(text, start, end)
        while match:
            yield match
            match = search(text, match.end(WHOLE), end)


class Patterns(NamedTuple):
    """Patterns that are searched in the same texts; a text is searched for those whose needs it meets.

    Sets of patterns are whole numbers with a bit for each.
    """

    patterns: tuple[Guarded, ...]
    anyway: int
    """The patterns that need nothing certain."""
    by_character: Mapping[str, tuple[int, tuple[tuple[str, int], ...]]]
    """The patterns that need a character, and the longer texts that begin with it with the patterns that need them."""
    characters: re.Pattern[str]
    """A class of those characters: few of a text are, and a search makes a text of its own of those alone."""

    @classmethod
    def of(cls, patterns: Iterable[Guarded]) -> Patterns:
        """Return patterns, in order, with an index of their needs."""
        every = tuple(patterns)
        needing: dict[str, int] = {}
        for index, pattern in enumerate(every):
            for need in ("",) if pattern.needs is None else pattern.needs:
                needing[need] = needing.get(need, 0) | 1 << index
        anyway = needing.pop("", 0)
        characters = {need[0] for need in needing}
        longer = {first: [need for need in needing if need[0] == first and need != first] for first in characters}
        by_character = {
            first: (needing.get(first, 0), tuple((need, needing[need]) for need in sorted(longer[first])))
            for first in sorted(characters)
        }
        signs = re.compile(f"[{re.escape(''.join(sorted(characters)))}]" if characters else r"(?!)")
        return cls(every, anyway, by_character, signs)

    def finditer(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield the matches in a text, each with the number of its pattern, pattern by pattern."""
        possible = self.anyway
        for character in set(self.characters.findall(text)):
            needing, longer = self.by_character[character]
            possible |= needing
            for need, patterns in longer:
                if patterns & ~possible and need in text:
                    possible |= patterns
        while possible:
            lowest = possible & -possible
            possible ^= lowest
            index = lowest.bit_length() - 1
            pattern, _, jumps = self.patterns[index]
            match = pattern.search(text)
            if match and not jumps:
                yield from ((index, match) for match in pattern.finditer(text))
            while match and jumps:
                yield index, match
                match = pattern.search(text, match.end(WHOLE))


def guarded(expression: str, compiled: Callable[[str], re.Pattern[str]]) -> Guarded:
    """Return an expression with its guards, compiled by ``compiled``, which says what is wrong with a broken one.

    The expression must call its groups by name: their numbers change.
    """
    parsed = _parsed(expression)
    if parser and parsed is None:
        compiled(expression)
    # under flags (case, dots) a character stands for others too: such patterns go unguarded
    items = list(parsed) if parsed and not parsed.state.flags & ~re.UNICODE else []
    needs, (first, may_be_empty) = _needed(items), _first(items) if items else (None, True)
    whole, jump = f"(?P<{WHOLE}>{expression})", f"[{''.join(sorted(first or ()))}]"
    jumping = f"{jump}(?<=(?={whole}){jump})"
    broad = any(len(member) == 3 and ord(member[2]) - ord(member[0]) > BROAD for member in first or ())
    better = broad and needs is not None and len(needs) <= FEW
    if not first or may_be_empty or better or _parsed(jumping) is None:
        return Guarded(compiled(whole), needs)
    return Guarded(compiled(jumping), needs, jumps=True)


def _parsed(expression: str) -> Any:
    """Return an expression's parts, ``None`` for one that is broken and where the parser is not found."""
    try:
        return parser.parse(expression) if parser else None
    except re.error:
        return None


def _needed(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Return the texts that rule out most texts among those of the parts that must all match: a match holds one of them."""
    found: list[frozenset[str] | None] = []
    for literal, part in groupby(items, key=lambda item: item[0] is signs.LITERAL):
        if literal:
            found.append(frozenset({"".join(chr(value) for _, value in part)}))
        else:
            found.extend(_needed_by(*item) for item in part)
    return min((need for need in found if need is not None), key=_likelihood, default=None)


def _likelihood(need: frozenset[str]) -> float:
    """Return roughly how many of some texts a paragraph holds."""
    return sum(math.prod(map(_share, text)) for text in need)


def _share(character: str) -> float:
    """Return roughly in what part of paragraphs a character stands."""
    return 0.6 if character in COMMON else 0.3 if character in OFTEN else 0.1


def _needed_by(sign: Any, value: Any) -> frozenset[str] | None:
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
