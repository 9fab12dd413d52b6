"""The columns of a figure: how each is read from a cell and written to one. Shared by the ledger and by corrections."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from etl.catalogue import TIERS
from etl.model import LONGEST_TEXT, Basis, Bound, Confidence, Figure, Measure, Scope, Status

ROLES = ("", "from")
REVISIONS = ("preliminary", "final", "unknown")
LONGEST_NOTE = 300
"""Characters of a title, an address or a note that a table gives with a figure."""
_CELL = re.compile(r".{1,31}![A-Z]{1,3}[1-9]\d{0,7}")

Value = str | int | date | Decimal | None


class CellError(ValueError):
    """A cell that cannot be read; its text is what was expected."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one column is read from a cell; writing is `_render` for all."""

    parse: Callable[[str], Value]


def _text(cell: str) -> str:
    if len(cell) > LONGEST_TEXT:
        raise CellError(f"at most {LONGEST_TEXT} characters")
    return cell


def _filled(cell: str) -> str:
    if not cell:
        raise CellError("a value")
    return _text(cell)


def _remark(cell: str) -> str:
    if len(cell) > LONGEST_NOTE:
        raise CellError(f"at most {LONGEST_NOTE} characters")
    return cell


def _sheet_and_cell(cell: str) -> str:
    if not _CELL.fullmatch(cell):
        raise CellError("sheet and cell such as Sheet1!E5")
    return cell


def _position(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise CellError("a whole number of characters")
    return int(cell)


def _decimal(cell: str) -> Decimal:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or cell != f"{value:f}":
        raise CellError("a decimal number in plain digits, such as 9586 or -0.5")
    return value


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise CellError("a date as YYYY-MM-DD, or nothing") from None


def _place(cell: str) -> str:
    codes = cell.split("+") if cell else []
    if len(set(codes)) != len(codes) or not all(code.isascii() and code.isalnum() for code in codes):
        raise CellError("place codes joined with '+', each once, or nothing")
    return cell


def _one_of(kind: type[StrEnum]) -> Callable[[str], Value]:
    def parse(cell: str) -> Value:
        try:
            return kind(cell)
        except ValueError:
            raise CellError(f"one of {', '.join(kind)}") from None

    return parse


def _among(values: Sequence[str]) -> Callable[[str], Value]:
    def parse(cell: str) -> Value:
        if cell not in values:
            raise CellError(f"one of {', '.join(value or '(nothing)' for value in values)}")
        return cell

    return parse


def _maybe_decimal(cell: str) -> Decimal | None:
    return _decimal(cell) if cell else None


CODECS: Mapping[str, Codec] = {
    "char_start": Codec(_position),
    "char_end": Codec(_position),
    "text": Codec(_filled),
    "measure": Codec(_one_of(Measure)),
    "value": Codec(_decimal),
    "value_high": Codec(_maybe_decimal),
    "unit": Codec(_text),
    "bound": Codec(_one_of(Bound)),
    "indicator": Codec(_text),
    "indicator_basis": Codec(_one_of(Basis)),
    "period_reported": Codec(_text),
    "period_basis": Codec(_one_of(Basis)),
    "period_start": Codec(_day),
    "period_end": Codec(_day),
    "status": Codec(_one_of(Status)),
    "place": Codec(_place),
    "place_basis": Codec(_one_of(Basis)),
    "scope": Codec(_one_of(Scope)),
    "scope_name": Codec(_text),
    "scope_basis": Codec(_one_of(Basis)),
    "theme": Codec(_filled),
    "theme_basis": Codec(_one_of(Basis)),
    "role": Codec(_among(ROLES)),
    "baseline": Codec(_text),
    "revision": Codec(_among(REVISIONS)),
    "rank_within": Codec(_text),
    "confidence": Codec(_one_of(Confidence)),
    "section": Codec(_text),
}
"""The columns of a figure of prose, in order: the one list that reader, writer and corrections share."""

TABLE_CODECS: Mapping[str, Codec] = {
    "cell": Codec(_sheet_and_cell),
    **{column: codec for column, codec in CODECS.items() if column not in ("char_start", "char_end")},
    "indicator_id": Codec(_filled),
    "source_tier": Codec(_among(("", *TIERS))),
    "source": Codec(_remark),
    "source_url": Codec(_remark),
    "note": Codec(_remark),
}
"""The columns of a figure of a table, in order."""

_ALL_CODECS = {**CODECS, **TABLE_CODECS}
_REPEATED_CELLS = 1 << 16


@functools.lru_cache(_REPEATED_CELLS)
def parse_field(column: str, cell: str) -> Value:
    """Read one figure column from text; raises `CellError` saying what was expected."""
    return _ALL_CODECS[column].parse(cell)


def figure_faults(figure: Figure) -> list[tuple[str, str]]:
    """Return (found, expected) for every contradiction between the fields of one figure."""
    faults = []
    if not figure.cell and figure.char_end <= figure.char_start:
        faults.append((f"span {figure.char_start}–{figure.char_end}", "an end after the start"))
    if figure.period_start and figure.period_end and figure.period_start > figure.period_end:
        faults.append((f"period {figure.period_start} to {figure.period_end}", "a start not after the end"))
    return faults


def render_field(value: Value) -> str:
    """Return the cell of a value; the inverse of `parse_field`."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
