"""Exports as an Excel workbook: the rows, what they were filtered by, and the data dictionary. No live formula, no link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from etl.export import chosen_columns, clean_text, missing, with_states
from etl.registry.dictionary import Column, Dictionary

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ROWS_OF_A_SHEET = 1_048_575
"""What Excel holds below the headings."""
LONGEST_TEXT = 32_767
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}  # fmt: skip


def workbook_bytes(
    batches: Iterable[pd.DataFrame],
    dictionary: Dictionary,
    facts: Sequence[tuple[str, str]],
    column_ids: Sequence[str] = (),
    sheets: tuple[str, str, str] = ("数据", "说明", "数据字典"),
) -> bytes:
    """Return frames of ``queries.figures`` as a workbook.

    Args:
        batches: The rows; more than a sheet holds go on in a second one.
        dictionary: Headings, descriptions and labels.
        facts: What the reader must know: snapshot, filters, number of rows, as (name, text).
        column_ids: Columns wanted, all exported ones where none are named.
        sheets: Names of the sheets of rows, facts and dictionary.
    """
    import xlsxwriter  # half a second that only this export needs

    columns = chosen_columns(dictionary, column_ids)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        # The same bytes for the same rows.
        book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime()})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = _headed(book.add_worksheet(sheets[0]), [column.heading for column in columns], bold)
        row, number = 0, 1
        for cells in _rows(batches, columns, dictionary):
            if row == ROWS_OF_A_SHEET:
                row, number = 0, number + 1
                name = f"{sheets[0]}{number}"
                sheet = _headed(book.add_worksheet(name), [column.heading for column in columns], bold)
            row += 1
            for place, value in enumerate(cells):
                _write(sheet, row, place, value, day)
        told = _headed(book.add_worksheet(sheets[1]), ["项目", "内容"], bold)
        for row, (name, words) in enumerate(facts, 1):
            told.write_string(row, 0, name)
            told.write_string(row, 1, clean_text(words)[:LONGEST_TEXT])
        explained = _headed(book.add_worksheet(sheets[2]), ["列", "代码", "含义"], bold)
        for row, column in enumerate(columns, 1):
            for place, words in enumerate((column.heading, column.column_id, column.description)):
                explained.write_string(row, place, words)
    return buffer.getvalue()


def _headed(sheet: Worksheet, headings: Sequence[str], bold: Any) -> Worksheet:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 16)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    return sheet


def _rows(
    batches: Iterable[pd.DataFrame], columns: Sequence[Column], dictionary: Dictionary
) -> Iterator[tuple[Any, ...]]:
    for frame in batches:
        told = with_states(frame)
        cells = [
            [dictionary.label(column.column_id, value) for value in told[column.column_id].tolist()]
            for column in columns
        ]
        yield from zip(*cells, strict=True)


def _write(sheet: Worksheet, row: int, place: int, value: Any, day: Any) -> None:
    if missing(value):
        return
    if isinstance(value, str):
        sheet.write_string(row, place, clean_text(value)[:LONGEST_TEXT])
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    else:
        sheet.write_number(row, place, value)
