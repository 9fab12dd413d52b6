"""The catalogue of documents: what the texts are, and the day that 今年 and 目前 refer to in each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.errors import InputError
from etl.files import write_pieces
from etl.model import Document, DocumentKind
from etl.registry.table import Findings, Row

KINDS = tuple(kind.value for kind in DocumentKind)
TIERS = ("official", "official_text_reposted", "press", "other")
"""Source tiers, the most authoritative first."""
REQUIRED = ("document_id", "file", "title", "kind", "reference_date")
OPTIONAL = ("publisher", "published_on", "place_code", "source_tier", "verified", "sha256", "note")
COLUMNS = (
    *("document_id", "file", "title", "kind", "publisher", "reference_date", "published_on", "place_code"),
    *("source_tier", "verified", "sha256", "note"),
)
"""All columns, in the order in which a row is added."""
YES, NO = "yes", "no"
LONGEST_TITLE = 80

_ID = re.compile(r"[^\W_][\w.\-]*")
_PUBLISHED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the catalogue. ``sha256`` is ``""`` where nobody noted it; of a text, decoded, as UTF-8; of a table's bytes."""

    document: Document
    sha256: str
    line: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows of one catalogue file, in file order."""

    file: str
    entries: tuple[Entry, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in file order."""
        return tuple(entry.document for entry in self.entries)

    def for_file(self, path: Path) -> Entry | None:
        """Return the entry whose ``file`` has the name of ``path``, whatever the folder."""
        return next((entry for entry in self.entries if entry.document.file == path.name), None)


def load_catalogue(path: Path) -> Catalogue:
    """Read a catalogue; the columns of `OPTIONAL` may be absent.

    Raises:
        InputError: with all findings: missing file or column, repeated id or file name, a kind, tier or date unknown.
    """
    findings = Findings()
    rows = findings.rows(path, REQUIRED, OPTIONAL)
    findings.filled(rows, "document_id", "file", "title")
    findings.unique(rows, "document_id")
    findings.unique(rows, "file")
    findings.known(rows, "kind", KINDS, f"one of {', '.join(KINDS)}")
    entries = tuple(_entry(row, findings) for row in rows)
    findings.check()
    return Catalogue(path.name, entries)


def add_entries(path: Path, entries: Sequence[tuple[Document, str]]) -> None:
    """Add rows (a document and the ``sha256`` of its file) to the end of a catalogue file, which changes at once or not at all.

    Raises:
        InputError: if the catalogue has no column for something that a row says.
    """
    text = path.read_bytes().decode("utf-8-sig")
    header = next(csv.reader(line for line in text.splitlines() if line.strip() and not line.startswith("#")))
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    for document, sha256 in entries:
        cells = {column: str(getattr(document, column, "")) for column in COLUMNS}
        cells |= {"sha256": sha256, "verified": "" if document.verified else NO}
        lost = [column for column, cell in cells.items() if cell and column not in header]
        if lost:
            expected = f"a column {', '.join(lost)} for {document.document_id}"
            raise InputError.single(path.name, 1, f"columns {', '.join(header)}", expected)
        writer.writerow([cells.get(column, "") for column in header])
    write_pieces(path, [text if text.endswith("\n") else f"{text}\n", output.getvalue()])


def uncatalogued(path: Path, text: str, reference_date: date) -> Document:
    """Describe a document that no catalogue lists: its id is the file's stem, its title the first line that says anything."""
    title = next((line.strip() for line in text.splitlines() if line.strip()), path.stem)
    return Document(path.stem, path.name, title[:LONGEST_TITLE], DocumentKind.OTHER.value, "", reference_date)


def check_text(entry: Entry, sha256: str, catalogue: str) -> None:
    """Demand that the text at hand is the one that was catalogued.

    Raises:
        InputError: if the catalogue notes another ``sha256``.
    """
    if entry.sha256 and entry.sha256 != sha256:
        found = f"{entry.document.file} with text sha256 {sha256}"
        expected = (
            f"{entry.sha256}, the text that was catalogued (for a new edition add a row with its own document_id)"
        )
        raise InputError.single(catalogue, entry.line, found, expected)


def _entry(row: Row, findings: Findings) -> Entry:
    _demand(row, "document_id", _ID, "letters, digits, '.', '-' and '_', beginning with a letter or digit", findings)
    _demand(row, "published_on", _PUBLISHED, "a date as YYYY, YYYY-MM or YYYY-MM-DD, or nothing", findings)
    _demand(row, "sha256", _SHA256, "64 hexadecimal digits in lower case, or nothing", findings)
    if row["source_tier"] and row["source_tier"] not in TIERS:
        findings.add(row, f"source_tier {row['source_tier']!r}", f"one of {', '.join(TIERS)}, or nothing")
    if row["verified"] not in ("", YES, NO):
        findings.add(row, f"verified {row['verified']!r}", "yes, no or nothing (the same as yes)")
    if Path(row["file"]).name != row["file"]:
        findings.add(row, f"file {row['file']!r}", "a file name without folders")
    if not row["reference_date"]:
        findings.add(row, "empty reference_date", "a date as YYYY-MM-DD")
    reference = findings.day(row, "reference_date") or date.min
    identity = (row["document_id"], row["file"], row["title"], row["kind"], row["publisher"])
    cells = (row["published_on"], row["place_code"], row["source_tier"], row["note"])
    return Entry(Document(*identity, reference, *cells, row["verified"] != NO), row["sha256"], row.line)


def _demand(row: Row, column: str, pattern: re.Pattern[str], expected: str, findings: Findings) -> None:
    if row[column] and not pattern.fullmatch(row[column]):
        findings.add(row, f"{column} {row[column]!r}", expected)
