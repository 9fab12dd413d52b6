"""What a table file holds before anybody says what it means: sheets of texts, and cells that cannot be a number."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from etl.errors import Finding

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that no text can stand for: a date, a truth value, an error, a formula without a cached value."""

    what: str
    expected: str
    day: str = ""
    """Of a date: YYYY-MM-DD."""

    def __str__(self) -> str:
        """Return what it is, for messages."""
        return self.what


Content = str | Odd
"""A cell: its text as the sheet shows it, ``""`` where it is empty."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of merged cells; rows and columns from 1, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows (trailing blanks left out), what is merged, whether it is hidden.

    ``numbers`` gives the 1-based number of each row where it is not its place in ``rows``.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Content]]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    _spread: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the merged cells."""
        for area in self.merged:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self._spread[row, column] = (area.top, area.left)

    @property
    def width(self) -> int:
        """Number of columns that hold anything."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Content:
        """Return a cell (from 1), ``""`` outside of what the sheet holds."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else ""

    def merged_at(self, row: int, column: int) -> Content:
        """Return a cell, for a merged one what the whole area shows."""
        return self.at(*self._spread.get((row, column), (row, column)))

    def reference(self, row: int, column: int) -> str:
        """Return ``sheet!E5``."""
        return f"{self.name}!{letters(column)}{row}"

    def finding(self, row: int, column: int, found: str, expected: str, severity: str = "error") -> Finding:
        """Build a finding about one cell."""
        return Finding(f"{self.file} {self.reference(row, column)}", 0, found, expected, severity)

    def fault(self, found: str, expected: str) -> Finding:
        """Build an error about the sheet."""
        return Finding(f"{self.file} {self.name}", 0, found, expected)


@dataclass(frozen=True)
class Book:
    """A table file: its sheets in order."""

    path: Path
    sheets: tuple[Sheet, ...]

    @property
    def by_name(self) -> Mapping[str, Sheet]:
        """The sheets by name."""
        return {sheet.name: sheet for sheet in self.sheets}


@functools.cache
def letters(column: int) -> str:
    """Return the letters of a column number: 1 is ``A``, 28 is ``AB``."""
    text = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def number(column: str) -> int:
    """Return the number of a column's letters, 0 for anything else; the inverse of `letters`."""
    value = 0
    for letter in column:
        if not "A" <= letter <= "Z":
            return 0
        value = value * _LETTERS + ord(letter) - ord("A") + 1
    return value


def filled_columns(sheet: Sheet, first_row: int) -> Iterator[int]:
    """Yield the columns that hold anything from a row on, in order."""
    found: set[int] = set()
    for row in sheet.rows[first_row - 1 :]:
        found.update(position for position, content in enumerate(row, start=1) if content != "")
    yield from sorted(found)
