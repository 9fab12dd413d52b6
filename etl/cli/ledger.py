"""``ledger``: re-extract the catalogued documents at hand into the ledger."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from etl import paths
from etl.catalogue import Catalogue, Entry, check_text, load_catalogue
from etl.cli.progress import Progress
from etl.cli.table import accepted_figures, import_file, write_import
from etl.errors import Finding, InputError
from etl.large import large_file
from etl.ledger import ledger_file, write_ledger
from etl.model import DocumentKind

if TYPE_CHECKING:
    from etl.tables.figures import Terms

NAME = "ledger"
SUMMARY = "re-extract the catalogued documents into the ledger"
DESCRIPTION = """\
For each document of the catalogue that is found in DIR its ledger file is replaced; tables are looked for in their own
folder, with their mappings. The ledger of a document that is not there, cannot be read or is not the text that was
catalogued stays as it is, and each one is reported."""
EXAMPLES = """\
examples:
  python -m etl ledger
  python -m etl ledger --documents ~/texts && git diff --stat data/ledger"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--documents", type=Path, metavar="DIR", default=paths.DOCUMENTS, help="default: data/documents"
    )
    parser.add_argument("--tables", type=Path, metavar="DIR", default=paths.TABLES, help="default: data/tables")
    parser.add_argument(
        "--decisions", type=Path, metavar="CSV", default=paths.DECISIONS, help="default: data/review/decisions.csv"
    )
    parser.add_argument(
        "--catalogue", type=Path, metavar="CSV", default=paths.CATALOGUE, help="default: data/documents.csv"
    )
    parser.add_argument("--ledger", type=Path, metavar="DIR", default=paths.LEDGER, help="default: data/ledger")


def run(options: argparse.Namespace) -> int:
    """Re-extract what is there, report what is not."""
    catalogue = load_catalogue(options.catalogue)
    progress = Progress()
    findings: list[Finding] = []
    tables = _Tables(options, catalogue)
    for entry in catalogue.entries:
        is_table = entry.document.kind == DocumentKind.TABLE
        path = (options.tables if is_table else options.documents) / entry.document.file
        if not path.is_file():
            _report_missing(entry, options.ledger)
            continue
        progress(f"reading {path.name}")
        try:
            print(tables.replace(path) if is_table else _replace(entry, path, catalogue, options.ledger))
        except InputError as error:
            findings.extend(error.findings)
    _report_unlisted(options.documents, catalogue)
    if findings:
        raise InputError(findings)
    return 0


class _Tables:
    """Imports tables; reads what that needs with the first one."""

    def __init__(self, options: argparse.Namespace, catalogue: Catalogue) -> None:
        self._options = options
        self._catalogue = catalogue
        self._read: tuple[Terms, frozenset[str]] | None = None

    def replace(self, path: Path) -> str:
        """Import one table into the ledger; return a line that says what was done."""
        from etl.tables.importing import load_terms

        if self._read is None:
            self._read = load_terms(), accepted_figures(self._options.decisions)
        terms, accepted = self._read
        imported, _ = import_file(path, None, self._catalogue, accepted, terms)
        return write_import(imported, self._options.ledger)


def _replace(entry: Entry, path: Path, catalogue: Catalogue, folder: Path) -> str:
    from etl.extract.engine import extract
    from etl.extract.reading import decode

    document_id = entry.document.document_id
    extraction = extract(decode(path), entry.document)
    check_text(entry, extraction.sha256, catalogue.file)
    target = ledger_file(folder, document_id)
    before = target.read_bytes() if target.is_file() else b""
    write_ledger(folder, document_id, extraction.figures, extraction.exclusions)
    change = "unchanged" if target.read_bytes() == before else "written"
    return f"{document_id}: {len(extraction.figures)} figures, {len(extraction.exclusions)} exclusions, {change}"


def _report_missing(entry: Entry, folder: Path) -> None:
    document_id = entry.document.document_id
    held = ledger_file(folder, document_id).is_file() or large_file(folder, document_id).is_file()
    what = "its ledger stays as it is" if held else "it has no ledger yet"
    print(f"{document_id}: {entry.document.file} is not there, {what}")


def _report_unlisted(folder: Path, catalogue: Catalogue) -> None:
    if not folder.is_dir():
        return
    for path in sorted(folder.glob("*.txt")):
        if catalogue.for_file(path) is None:
            print(f"{path.name}: not in {catalogue.file}, not read", file=sys.stderr)
