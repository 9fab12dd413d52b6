"""The ledger: one CSV a document, one row a number, figure or exclusion. The contract between reading and loading.

Columns alternate: between two cells of text stands a code that is never empty, so that no run of cells reads like the
source's prose. Line ends are LF, rows are sorted by ``char_start``, numbers stand as they were written.

The ledger of a table has columns of its own: ``cell`` instead of characters, the indicator it was mapped to, and the source that
the row names; its rows stand in the order of the table. Large tables stand beside the ledger as Parquet (``large``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from etl.errors import Finding, InputError
from etl.fields import CODECS, TABLE_CODECS, CellError, Value, figure_faults, parse_field, render_field
from etl.files import write_pieces
from etl.large import large_file, large_folder, read_large, write_large
from etl.model import Exclusion, Figure, Reason

LONGEST_SECTION = 16
"""Characters. Titles of speeches are sentences: whole, they would make up a twentieth of a short document."""
FIGURE, EXCLUSION = "figure", "exclusion"

Record = Figure | Exclusion


@dataclass(frozen=True, slots=True)
class Ledger:
    """All records of one document, in text order; ``lines`` holds the 1-based line of each record in its file.

    ``path`` is the file it was read from, ``None`` if it was read from none.
    """

    document_id: str
    figures: tuple[Figure, ...]
    exclusions: tuple[Exclusion, ...]
    file: str = ""
    lines: Mapping[int | str, int] | None = None
    path: Path | None = None

    def line(self, position: int | str) -> int:
        """Return the line of the record at a ``position``; 0 if it was not read from a file."""
        return (self.lines or {}).get(position, 0)


SPAN = ("char_start", "char_end", "text")
COLUMNS = ("kind", *SPAN, "reason", *(column for column in CODECS if column not in SPAN))
TABLE_COLUMNS = tuple(TABLE_CODECS)
_DECIMALS = ("value", "value_high")
_table_values = attrgetter(*TABLE_COLUMNS)
MOST_ROWS = 20_000
"""Of a table in the ledger; a larger one becomes a Parquet file beside it."""


def ledger_file(folder: Path, document_id: str) -> Path:
    """Return the file of a document's ledger."""
    return folder / f"{document_id}.csv"


def render(document_id: str, figures: Iterable[Figure], exclusions: Iterable[Exclusion]) -> str:
    """Render a document's ledger as CSV text, section titles cut to `LONGEST_SECTION` characters.

    Raises:
        InputError: if a record would not be read back equal (a text too long, spans that overlap, another document's).
    """
    records = _sorted([*map(_cut_section, figures), *exclusions])
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(record) for record in records)
    text = output.getvalue()
    if records != _records(parse(text, document_id, f"{document_id}.csv")):
        found = f"records of {sorted({record.document_id for record in records})}"
        raise InputError.single(f"{document_id}.csv", 0, found, "records of this document that read back equal")
    return text


def render_table(document_id: str, figures: Iterable[Figure]) -> str:
    """Render the ledger of a table as CSV text, in the order given.

    Raises:
        InputError: if a figure would not be read back equal (a text too long, two figures in one cell).
    """
    figures = tuple(map(_cut_section, figures))
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(TABLE_COLUMNS)
    writer.writerows(map(_table_cells, figures))
    text = output.getvalue()
    if figures != parse(text, document_id, f"{document_id}.csv").figures:
        raise InputError.single(f"{document_id}.csv", 0, "figures of another document", "figures that read back equal")
    return text


def _table_cells(figure: Figure) -> list[str]:
    return [value if type(value) is str else render_field(value) for value in _table_values(figure)]


def _table_column(column: str, figures: Iterable[Figure]) -> list[str]:
    """Return one column of a large table, each repeated value rendered once."""
    values = list(map(attrgetter(column), figures))
    if column in _DECIMALS:  # equal decimals may be written differently: 4.0 and 4
        return list(map(render_field, values))
    rendered = {value: render_field(value) for value in {*values}}
    return [rendered[value] for value in values]


def write_table(folder: Path, document_id: str, figures: Sequence[Figure]) -> Path:
    """Write the ledger of a table, as CSV or, of more than `MOST_ROWS` rows, as Parquet beside it; return the file.

    A file of the other kind that an earlier edition left is removed.
    """
    small, large = ledger_file(folder, document_id), large_file(folder, document_id)
    if len(figures) > MOST_ROWS:
        cut = tuple(map(_cut_section, figures))
        write_large(large, {column: _table_column(column, cut) for column in TABLE_COLUMNS})
        small.unlink(missing_ok=True)
        return large
    text = render_table(document_id, figures)
    folder.mkdir(parents=True, exist_ok=True)
    write_pieces(small, [text])
    large.unlink(missing_ok=True)
    return small


def write_ledger(folder: Path, document_id: str, figures: Iterable[Figure], exclusions: Iterable[Exclusion]) -> Path:
    """Write one document's ledger, replacing its file at once; return the file."""
    path = ledger_file(folder, document_id)
    text = render(document_id, figures, exclusions)
    folder.mkdir(parents=True, exist_ok=True)
    write_pieces(path, [text])
    return path


def read_ledger(path: Path) -> Ledger:
    """Read one ledger file; its stem is the document id.

    Raises:
        InputError: with a finding for every cell that is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError.single(path.name, 0, "no such file", "a ledger written by 'python -m etl ledger'") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError.single(path.name, line, "bytes that are not UTF-8", "UTF-8 text") from None
    return replace(parse(text, path.stem, path.name), path=path)


def read_large_ledger(path: Path) -> Ledger:
    """Read the ledger of a large table; see `read_ledger`."""
    rows = enumerate(read_large(path, TABLE_COLUMNS), start=1)
    return replace(_ledger(rows, path.stem, path.name, TABLE_COLUMNS), path=path)


def read_ledgers(folder: Path) -> tuple[Ledger, ...]:
    """Read every ledger file of ``folder`` and of the large tables beside it, in order of document id.

    Raises:
        InputError: with the findings of all files; also if there is no ledger at all.
    """
    paths = sorted([*folder.glob("*.csv"), *large_folder(folder).glob("*.parquet")], key=lambda path: path.stem)
    if not paths:
        raise InputError.single(folder.name, 0, "no ledger file", "at least one <document_id>.csv")
    ledgers, findings = [], []
    for path in paths:
        try:
            ledgers.append(read_ledger(path) if path.suffix == ".csv" else read_large_ledger(path))
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(findings)
    return tuple(ledgers)


def parse(text: str, document_id: str, file: str) -> Ledger:
    """Read a ledger from its text; see `read_ledger`."""
    is_table = text.startswith(f"{TABLE_COLUMNS[0]},")
    columns = TABLE_COLUMNS if is_table else COLUMNS
    return _ledger(_rows(text, file, columns), document_id, file, columns)


def _ledger(rows: Iterable[tuple[int, list[str]]], document_id: str, file: str, columns: tuple[str, ...]) -> Ledger:
    findings: list[Finding] = []
    records: list[Record] = []
    lines: dict[int | str, int] = {}
    for line, cells in rows:
        record = _record(document_id, cells, file, line, columns, findings)
        if record is None:
            continue
        position = _position(record)
        if isinstance(position, str) and position in lines:
            found = f"cell {position}, which line {lines[position]} has too"
            findings.append(Finding(file, line, found, "one figure for each cell"))
        elif isinstance(position, int) and records and position < records[-1].char_end:
            found = f"char_start {position} after a number that ends at {records[-1].char_end}"
            findings.append(Finding(file, line, found, "rows sorted by char_start, spans that do not overlap"))
        records.append(record)
        lines[position] = line
    if findings:
        raise InputError(findings)
    figures = tuple(record for record in records if isinstance(record, Figure))
    exclusions = tuple(record for record in records if isinstance(record, Exclusion))
    return Ledger(document_id, figures, exclusions, file, lines)


def _position(record: Record) -> int | str:
    return record.position if isinstance(record, Figure) else record.char_start


def _rows(text: str, file: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, None)
        if header != list(columns):
            found = f"header {','.join(header or [])[:200]!r}"
            raise InputError.single(file, 1, found, f"the header {','.join(columns)}")
        line = reader.line_num + 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError.single(file, line, f"broken CSV ({error})", "cells quoted as CSV") from None


def _record(
    document_id: str, cells: list[str], file: str, line: int, columns: Sequence[str], findings: list[Finding]
) -> Record | None:
    if len(cells) != len(columns):
        findings.append(Finding(file, line, f"{len(cells)} cells", f"{len(columns)} cells"))
        return None
    row = dict(zip(columns, cells, strict=True))
    kind, reason = row.pop("kind", FIGURE), row.pop("reason", "")
    faults: list[tuple[str, str]] = []
    record: Record | None = None
    if kind == FIGURE:
        record = _figure(document_id, row, faults)
        if reason:
            faults.append((f"reason {reason!r} of a figure", "nothing"))
    elif kind == EXCLUSION:
        record = _exclusion(document_id, row, reason, faults)
    else:
        faults.append((f"kind {kind!r}", f"{FIGURE} or {EXCLUSION}"))
    findings.extend(Finding(file, line, found, expected) for found, expected in faults)
    return None if faults else record


def _parsed(row: Mapping[str, str], columns: Iterable[str], faults: list[tuple[str, str]]) -> dict[str, Value]:
    values = {}
    for column in columns:
        try:
            values[column] = parse_field(column, row[column])
        except CellError as error:
            faults.append((f"{column} {row[column]!r}", str(error)))
    return values


def _figure(document_id: str, row: Mapping[str, str], faults: list[tuple[str, str]]) -> Figure | None:
    values = _parsed(row, row, faults)
    if faults:
        return None
    span: dict[str, Value] = {"char_start": 0, "char_end": 0} if "cell" in row else {}
    figure = Figure(document_id, **span, **values)  # type: ignore[arg-type]
    faults.extend(figure_faults(figure))
    return figure


def _exclusion(
    document_id: str, row: Mapping[str, str], reason: str, faults: list[tuple[str, str]]
) -> Exclusion | None:
    values = _parsed(row, SPAN, faults)
    if reason not in list(Reason):
        faults.append((f"reason {reason!r}", f"one of {', '.join(Reason)}"))
    faults.extend(
        (f"{column} {cell!r} of an exclusion", "nothing") for column, cell in row.items() if cell and column not in SPAN
    )
    if faults:
        return None
    exclusion = Exclusion(document_id, **values, reason=Reason(reason))  # type: ignore[arg-type]
    if exclusion.char_end <= exclusion.char_start:
        faults.append((f"span {exclusion.char_start}–{exclusion.char_end}", "an end after the start"))
    return exclusion


def _cells(record: Record) -> list[str]:
    if isinstance(record, Exclusion):
        known = {"kind": EXCLUSION, "reason": str(record.reason)}
        known |= {column: render_field(getattr(record, column)) for column in SPAN}
        return [known.get(column, "") for column in COLUMNS]
    known = {"kind": FIGURE, "reason": ""}
    return [known[column] if column in known else render_field(getattr(record, column)) for column in COLUMNS]


def _cut_section(figure: Figure) -> Figure:
    if len(figure.section) <= LONGEST_SECTION:
        return figure
    return replace(figure, section=figure.section[: LONGEST_SECTION - 1] + "…")


def _records(ledger: Ledger) -> list[Record]:
    return _sorted([*ledger.figures, *ledger.exclusions])


def _sorted(records: list[Record]) -> list[Record]:
    return sorted(records, key=lambda record: record.char_start)
