"""Cells that commas part, as a spreadsheet writes them: they are read as if tabs stood there."""

import re
from collections.abc import Sequence
from itertools import groupby

from etl.extract.grids import GridRules

COMMA, QUOTE = ",", '"'

FEWEST_COMMAS = 2
"""Commas of a line that a spreadsheet has written."""

FEWEST_LINES = 3
"""Lines one behind the other, each with as many commas."""

FEWEST_VALUES = 2
"""Bare values of a row, and rows that have them."""


_THOUSANDS = re.compile(r"(?:[^\t]*[^\t\d])?\d{1,3}\t\d{3}(?!\d)")
_TWO_NUMBERS = re.compile(r"\d +\d")
"""What such a row does not hold: a first comma between digits in threes, and two numbers in one cell."""


def in_tabs(texts: Sequence[str], rules: GridRules) -> dict[int, str]:
    """Return the lines of a document that are rows of a spreadsheet, by their number, with tabs for the commas.

    A comma inside straight quotes ("1,234") parts nothing; the quotes go. Every character keeps its position.
    """
    found: dict[int, str] = {}
    for commas, run in groupby(range(len(texts)), lambda number: _commas(texts[number])):
        members = list(run)
        if commas < FEWEST_COMMAS or len(members) < FEWEST_LINES:
            continue
        parted = {number: _parted(texts[number]) for number in members}
        valued = sum(1 for text in parted.values() if _values(text, rules) >= FEWEST_VALUES)
        if valued >= FEWEST_VALUES and not any(map(_in_thousands, parted.values())):
            found.update(parted)
    return found


def _commas(text: str) -> int:
    """Return how many commas part a line, 0 for one that is parted otherwise."""
    return 0 if COMMA not in text or "\t" in text or "|" in text else _parted(text).count("\t")


def _parted(text: str) -> str:
    """Return a line with tabs for the commas that stand outside quotes, and spaces for the quotes."""
    pieces = text.split(QUOTE)
    pieces[::2] = [piece.replace(COMMA, "\t") for piece in pieces[::2]]
    return " ".join(pieces)


def _in_thousands(parted: str) -> bool:
    """Say whether the commas of a line group the digits of its numbers (1,234,567), or may do so."""
    return _THOUSANDS.match(parted) is not None or _TWO_NUMBERS.search(parted) is not None


def _values(text: str, rules: GridRules) -> int:
    return sum(1 for cell in text.split("\t") if rules.bare.fullmatch(cell.strip()))
