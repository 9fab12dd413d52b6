"""Exports: one CSV writer for all of them, safe in Excel and without loss.

UTF-8 with byte-order mark, CRLF, Chinese headings. A text cell that a spreadsheet would take for a formula gets a leading
apostrophe; control characters are left out; numbers, dates and missing cells are written as such.
"""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from etl.paths import KNOWLEDGE
from etl.registry.table import Findings

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
YES_NO = {"yes": True, "no": False}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its id in the frames of ``queries``, its Chinese heading, what it holds."""

    column_id: str
    heading: str
    description: str
    exported: bool


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The data dictionary: columns in order of the export, and labels of codes by column id and code."""

    columns: Mapping[str, Column]
    labels: Mapping[str, Mapping[str, str]]

    @property
    def exported(self) -> tuple[Column, ...]:
        """The columns of the figures' export, in order."""
        return tuple(column for column in self.columns.values() if column.exported)

    def label(self, column_id: str, value: Any) -> Any:
        """Return the Chinese label of a code; the value itself where the column has no labels or not this one."""
        labels = self.labels.get(column_id)
        if labels is None or _missing(value):
            return value
        return labels.get(str(value).lower() if isinstance(value, bool) else str(value), value)


def load_dictionary(folder: Path = KNOWLEDGE) -> Dictionary:
    """Read ``columns.csv`` and ``labels.csv``.

    Raises:
        InputError: with all findings: repeated ids, headings, codes or labels, unknown columns.
    """
    findings = Findings()
    rows = findings.rows(folder / "columns.csv", ["column_id", "heading", "export", "description"])
    findings.unique(rows, "column_id")
    findings.unique([row for row in rows if row["export"] == "yes"], "heading")
    findings.filled(rows, "column_id", "heading", "description")
    findings.known(rows, "export", YES_NO, "yes or no")
    columns = {
        row["column_id"]: Column(row["column_id"], row["heading"], row["description"], row["export"] == "yes")
        for row in rows
    }
    coded = findings.rows(folder / "labels.csv", ["column_id", "code", "label"])
    findings.unique(coded, "column_id", "code")
    findings.unique(coded, "column_id", "label")
    findings.known(coded, "column_id", columns, "a column_id of columns.csv")
    findings.check()
    labels: dict[str, dict[str, str]] = {}
    for row in coded:
        labels.setdefault(row["column_id"], {})[row["code"]] = row["label"]
    return Dictionary(columns, labels)


def with_states(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of ``queries.figures`` with the columns that say why a cell is empty, and the snapshot's name."""
    return frame.assign(
        indicator_state=frame["indicator_id"].isna().map({True: "unregistered", False: "registered"}),
        period_state=frame["period_end"].isna().map({True: "undated", False: "dated"}),
        snapshot="facts-" + frame["snapshot_id"],
    )


def export_figures(batches: Iterable[pd.DataFrame], dictionary: Dictionary) -> Iterator[str]:
    """Yield the CSV export of frames of ``queries.figures``, in pieces of text; begins with the byte-order mark."""
    columns = dictionary.exported
    rows = (row for frame in batches for row in records(with_states(frame), columns))
    return csv_pieces(rows, columns, dictionary)


def records(frame: pd.DataFrame, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of ``frame``, cells in the order of ``columns``."""
    return frame[[column.column_id for column in columns]].itertuples(index=False, name=None)


def csv_pieces(rows: Iterable[Sequence[Any]], columns: Sequence[Column], dictionary: Dictionary) -> Iterator[str]:
    """Yield rows as CSV text: byte-order mark and headings first, codes as labels, each cell made safe.

    Args:
        rows: Cells in the order of ``columns``; texts, numbers, dates, truth values or missing (``None``, NaN, NaT).
        columns: What the cells are.
        dictionary: Where their labels stand.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.heading for column in columns])
    for row in rows:
        cells = zip(columns, row, strict=True)
        writer.writerow([cell_text(dictionary.label(column.column_id, value)) for column, value in cells])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def csv_bytes(frame: pd.DataFrame, column_ids: Sequence[str], dictionary: Dictionary) -> bytes:
    """Return any frame as a CSV file, its columns named by ``column_ids``."""
    columns = [dictionary.columns[name] for name in column_ids]
    return "".join(csv_pieces(records(frame, columns), columns, dictionary)).encode()


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write pieces of text to ``path``, which changes only when all are written."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def cell_text(value: Any) -> str:
    """Return a cell as it is written: numbers in plain digits, dates as YYYY-MM-DD, nothing for a missing one, safe text."""
    if _missing(value):
        return ""
    if isinstance(value, str):
        return _safe_text(value)
    if isinstance(value, datetime | pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, date | bool):
        return str(value)
    return _number_text(value)


def _number_text(value: Any) -> str:
    text = f"{Decimal(repr(float(value))):f}" if isinstance(value, float) else str(value)
    return text.removesuffix(".0")


def _safe_text(value: str) -> str:
    text = _CONTROL.sub("", value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text


def _missing(value: Any) -> bool:
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and math.isnan(value)
