"""Headings of wide tables: several rows and merged cells to one text for each column."""

from __future__ import annotations

from etl.tables.sheets import Sheet
from etl.tables.words import TableWords


def parts(sheet: Sheet, header: tuple[int, int], column: int, words: TableWords) -> tuple[str, ...]:
    """Return the texts over a column from top to bottom, blanks and footnote marks taken out, each once."""
    found: list[str] = []
    for row in range(header[0], header[1] + 1) if header[0] else ():
        text = words.plain(str(sheet.merged_at(row, column)))
        if text and (not found or found[-1] != text):
            found.append(text)
    return tuple(found)


def heading(sheet: Sheet, header: tuple[int, int], column: int, words: TableWords) -> str:
    """Return the heading of a column as one text, its rows joined with blanks."""
    return " ".join(parts(sheet, header, column, words))
