"""Reading the knowledge tables: CSV with comments, true line numbers, and every fault reported at once."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl.errors import Finding, InputError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column name (stripped), and where it stands."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of ``column``; ``""`` where an optional column is absent."""
        return self.values[column]

    def finding(self, found: str, expected: str) -> Finding:
        """Build an error about this row."""
        return Finding(self.file, self.line, found, expected)


@dataclass
class Findings:
    """Collects findings of many rows and files, so that one run of the program shows them all."""

    found: list[Finding] = field(default_factory=list)

    def add(self, row: Row, found: str, expected: str) -> None:
        """Note an error about ``row``."""
        self.found.append(row.finding(found, expected))

    def rows(self, path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
        """Read a table as `read_table` does, but keep its findings and go on with no rows."""
        try:
            return read_table(path, columns, optional)
        except InputError as error:
            self.found.extend(error.findings)
            return []

    def unique(self, rows: Iterable[Row], *columns: str) -> None:
        """Note every row that repeats the values of ``columns`` of an earlier row."""
        self.found.extend(duplicates(rows, *columns))

    def filled(self, rows: Iterable[Row], *columns: str) -> None:
        """Note every empty cell of ``columns``."""
        for row in rows:
            for column in columns:
                if not row[column]:
                    self.add(row, f"empty {column}", "a value")

    def known(self, rows: Iterable[Row], column: str, known: Container[str], expected: str) -> None:
        """Note every cell of ``column`` that is not in ``known`` (empty cells too)."""
        for row in rows:
            if row[column] not in known:
                self.add(row, f"{column} {row[column]!r}", expected)

    def day(self, row: Row, column: str) -> date | None:
        """Return the date of a cell, ``None`` if it is empty; note a cell that is no ISO date."""
        try:
            return date.fromisoformat(row[column]) if row[column] else None
        except ValueError:
            self.add(row, f"{column} {row[column]!r}", "a date as YYYY-MM-DD, or nothing")
            return None

    def check(self) -> None:
        """Raise everything noted.

        Raises:
            InputError: if anything was noted; findings in order of file and line.
        """
        if self.found:
            raise InputError(sorted(self.found, key=lambda finding: (finding.file, finding.line)))


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Read a knowledge table.

    The first line that is neither blank nor a ``#`` comment is the header; columns may stand in any order.

    Args:
        path: UTF-8 CSV file (a byte-order mark is allowed, spreadsheets write one).
        columns: Columns that the header must hold.
        optional: Columns that it may hold; their cells are ``""`` where it does not.

    Returns:
        The rows in file order, with the line each begins on (1-based, comments counted).

    Raises:
        InputError: with all findings: no such file, undecodable bytes, a missing, repeated or unknown column,
            a row with too few or too many cells.
    """
    records = list(_records(path))
    if not records:
        raise InputError.single(path.name, 0, "no header", f"the columns {', '.join(columns)}")
    header_line, header = records[0]
    faults = _header_faults(path.name, header_line, header, columns, optional)
    if faults:
        raise InputError(faults)
    rows = []
    for line, cells in records[1:]:
        if len(cells) != len(header):
            expected = f"{len(header)} cells ({', '.join(header)})"
            faults.append(Finding(path.name, line, f"{len(cells)} cells: {','.join(cells)[:80]}", expected))
            continue
        values = dict.fromkeys(optional, "") | dict(zip(header, cells, strict=True))
        rows.append(Row(path.name, line, values))
    if faults:
        raise InputError(faults)
    return rows


def unique(rows: Sequence[Row], *columns: str) -> None:
    """Demand that no two rows agree in all of ``columns``.

    Raises:
        InputError: naming every repeating row and the line of the first.
    """
    repeats = duplicates(rows, *columns)
    if repeats:
        raise InputError(repeats)


def duplicates(rows: Iterable[Row], *columns: str) -> list[Finding]:
    """Return a finding for every row that agrees with an earlier one in all of ``columns``."""
    first: dict[tuple[str, ...], int] = {}
    findings = []
    for row in rows:
        key = tuple(row[column] for column in columns)
        line = first.setdefault(key, row.line)
        if line != row.line:
            found = f"duplicate {', '.join(columns)} {'|'.join(key)!r}"
            findings.append(row.finding(found, f"one row for each; the first is on line {line}"))
    return findings


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of every record that is neither blank nor a comment."""
    lines = _text(path).splitlines(keepends=True)
    reader = csv.reader(line if not line.lstrip().startswith("#") else "\n" for line in lines)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError.single(path.name, 0, "no such file", f"the table {path.name} in {path.parent.name}/") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"bytes that are not UTF-8 ({content[error.start : error.end].hex()})"
        raise InputError.single(path.name, line, found, "UTF-8 text") from error


def _header_faults(
    file: str, line: int, header: Sequence[str], columns: Sequence[str], optional: Sequence[str]
) -> list[Finding]:
    faults = [Finding(file, line, f"no column {name!r}", "this column") for name in columns if name not in header]
    known = {*columns, *optional}
    for position, name in enumerate(header):
        if name not in known:
            faults.append(Finding(file, line, f"unknown column {name!r}", f"only {', '.join((*columns, *optional))}"))
        elif name in header[:position]:
            faults.append(Finding(file, line, f"column {name!r} twice", "each column once"))
    return faults
