"""Reading XLSX: each cell as the sheet shows it, so that what is imported is what people see."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from etl.errors import InputError
from etl.tables.formats import FormatError, NumberFormat, read_format
from etl.tables.sheets import Area, Book, Content, Odd, Sheet

_NUMBER = "a number"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException),
    *(KeyError, ValueError, TypeError, IndexError, EOFError, AttributeError, RuntimeError, OSError),
)
"""What the reader raises on a workbook whose parts are missing or garbled."""
_DIGITS = 15
"""That a spreadsheet keeps of a number."""


def read_workbook(path: Path) -> Book:
    """Read all sheets of an XLSX file.

    Raises:
        InputError: if the file is damaged.
    """
    content = path.read_bytes()
    try:
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(content))
    except _BROKEN as error:
        raise InputError.single(path, 0, f"a damaged workbook ({error})", "a workbook that opens in Excel") from None
    names = [sheet.title for sheet in values.worksheets]
    if not names:
        raise InputError.single(path, 0, "a damaged workbook (no sheet)", "a workbook that opens in Excel")
    return Book(path, tuple(_sheet(path.name, values[name], formulas[name]) for name in names))


def _sheet(file: str, values: Any, formulas: Any) -> Sheet:
    rows: list[tuple[Content, ...]] = []
    for shown, written in zip(values.iter_rows(), formulas.iter_rows(), strict=True):
        cells = [_content(cell, formula) for cell, formula in zip(shown, written, strict=True)]
        while cells and cells[-1] == "":
            cells.pop()
        rows.append(tuple(cells))
    while rows and not rows[-1]:
        rows.pop()
    areas = (Area(area.min_row, area.min_col, area.max_row, area.max_col) for area in values.merged_cells.ranges)
    merged = tuple(sorted(areas, key=lambda area: (area.top, area.left)))
    return Sheet(file, values.title, rows, merged, values.sheet_state != "visible")


def _content(shown: Any, written: Any) -> Content:
    value = shown.value
    if value is None:
        if written.data_type == "f":
            return Odd("a formula without a cached value", "the workbook opened and saved once, or the value itself")
        return ""
    if isinstance(value, bool):
        return Odd(f"the truth value {value}", _NUMBER)
    if isinstance(value, datetime | date | time | timedelta):
        day = _date_text(value)
        return Odd(f"the date {day}", f"{_NUMBER} (format the cell as text or number)", day)
    if shown.data_type == "e":
        return Odd(f"the error {value}", _NUMBER)
    if isinstance(value, int | float):
        try:
            return _number_text(value, read_format(str(shown.number_format)))
        except FormatError:
            found = f"the number format {str(shown.number_format)!r}, which may show another number than {value}"
            return Odd(found, "a plain number format, with nothing but a unit behind the digits")
    return str(value).strip()


def _date_text(value: datetime | date | time | timedelta) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def _number_text(value: float, number_format: NumberFormat) -> str:
    """Return a number in plain digits, with the zeros and the words (``0.0"亿元"``) that its format shows.

    A cell formatted as per cent shows a hundred times its value and the sign. Digits that a format rounds away are kept.
    """
    exact = Decimal(f"{value:.{_DIGITS}g}")
    shown = (exact * 100 if number_format.percent else exact).normalize()
    exponent = shown.as_tuple().exponent
    if isinstance(exponent, int):
        shown = shown.quantize(Decimal(1).scaleb(-max(number_format.decimals, -exponent, 0)))
    return f"{shown:f}{number_format.behind}"
