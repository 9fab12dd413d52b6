"""Value cells: the number that a cell shows, a mark for a missing one, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from etl.registry.units import Units
from etl.tables.sheets import Content, Odd
from etl.tables.words import TableWords, squeezed

_NUMBER = re.compile(r"(?P<sign>[-+−]?)(?P<digits>\d+|\d{1,3}(?:,\d{3})+)(?P<rest>\.\d+)?(?P<unit>[^\d.,].*)?")


class CellError(ValueError):
    """A cell that cannot be read; ``found`` and ``expected`` as in a finding."""

    def __init__(self, found: str, expected: str) -> None:
        """Keep both."""
        super().__init__(found)
        self.found, self.expected = found, expected


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, without thousands separators and footnote marks; ``unit`` where the cell has one of its own."""

    value: Decimal
    unit: str


def read_number(content: Content, words: TableWords, units: Units, minus: str = "") -> Number | None:
    """Return the number of a value cell, ``None`` where the cell is empty or marks a missing one.

    Args:
        content: The cell.
        words: How tables are written.
        units: The units that a cell may name.
        minus: The mark that this table writes in front of a number for a minus, ``""`` if it has none but ``-``.

    Raises:
        CellError: if it is neither.
    """
    if isinstance(content, Odd):
        raise CellError(content.what, content.expected)
    text = squeezed(content)
    mark = text[:1] if text[:1] in words.minus and len(text) > 1 else ""
    text = words.number_footnote.sub("", text.removeprefix(mark))
    if mark and text and mark != minus:
        raise CellError(f"{content[:40]!r}", f'a number, with - for a minus, or minus = "{mark}" in the mapping')
    if not text or text in words.missing:
        return None
    # Normalised, a mark that is left between two digits would be a digit: 5①3 is not 513.
    match = None if words.footnote.search(text) else _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    unit = (match["unit"] or "") if match else ""
    if not match or (unit and not _known(unit, units)) or (mark and match["sign"]):
        raise CellError(f"{content[:40]!r}", "a number, or a mark for a missing one")
    sign = "-" if mark or match["sign"] in ("-", "−") else ""
    return Number(Decimal(f"{sign}{match['digits'].replace(',', '')}{match['rest'] or ''}"), unit)


def _known(unit: str, units: Units) -> bool:
    return unit in units.magnitudes or units.find(unit) is not None
