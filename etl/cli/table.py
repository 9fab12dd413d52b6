"""``table``: figures that come as rows, from CSV and XLSX files into the ledger."""

from __future__ import annotations

import argparse
import gc
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from etl import paths
from etl.catalogue import Catalogue, add_entries, check_text, load_catalogue
from etl.cli.progress import Progress
from etl.errors import Finding, InputError
from etl.ledger import write_table
from etl.model import DocumentKind

if TYPE_CHECKING:
    from etl.tables.figures import Terms
    from etl.tables.importing import Imported

NAME = "table"
SUMMARY = "take figures that come as rows (CSV, XLSX) into the ledger"
DESCRIPTION = """\
A mapping beside the file (FILE with the ending .toml, or --mapping) says what each sheet and column holds; --guess writes
a first one and says what it did not recognise. A filled-in form (python -m etl template) needs none. A file that
data/documents.csv does not list is added to it, with what the form or [document] of the mapping says. If anything is
wrong, every finding is listed with sheet and cell, and nothing is taken in. See docs/tables.md."""
EXAMPLES = """\
examples:
  python -m etl table data/tables/yearbook.xlsx --guess
  python -m etl table data/tables/yearbook.xlsx && python -m etl build
  python -m etl table filled-in-form.xlsx"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a table, .csv or .xlsx")
    parser.add_argument("--mapping", type=Path, metavar="TOML", help="default: FILE with the ending .toml")
    parser.add_argument("--guess", action="store_true", help="write a first mapping, take nothing in")
    parser.add_argument("--ledger", type=Path, metavar="DIR", default=paths.LEDGER, help="default: data/ledger")
    parser.add_argument(
        "--decisions", type=Path, metavar="CSV", default=paths.DECISIONS, help="default: data/review/decisions.csv"
    )
    parser.add_argument(
        "--catalogue", type=Path, metavar="CSV", default=paths.CATALOGUE, help="default: data/documents.csv"
    )


def run(options: argparse.Namespace) -> int:
    """Guess a mapping, or import all files."""
    from etl.tables.importing import load_terms

    terms = load_terms()
    if options.guess:
        return _guess(options, terms)
    gc.disable()  # figures form no circles, and walking through hundreds of thousands again and again costs a fifth
    try:
        return _import(options, terms)
    finally:
        gc.enable()


def _import(options: argparse.Namespace, terms: Terms) -> int:
    catalogue = load_catalogue(options.catalogue)
    accepted = accepted_figures(options.decisions)
    progress = Progress()
    findings: list[Finding] = []
    imports: list[tuple[Imported, str]] = []
    for path in options.files:
        progress(f"reading {path}")
        try:
            imports.append(import_file(path, options.mapping, catalogue, accepted, terms))
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(findings)
    for imported, _ in imports:
        print(write_import(imported, options.ledger))
    listed = {document.document_id for document in catalogue.documents}
    new = [(imported.document, sha) for imported, sha in imports if imported.document.document_id not in listed]
    if new:
        add_entries(options.catalogue, new)
        print(f"added to {options.catalogue.name}: {', '.join(document.document_id for document, _ in new)}")
    return 0


def import_file(
    path: Path, mapping: Path | None, catalogue: Catalogue, accepted: frozenset[str], terms: Terms
) -> tuple[Imported, str]:
    """Import one file; return what it yields, and the sha256 of its bytes.

    Raises:
        InputError: with all findings.
    """
    from etl.tables.importing import document_of, import_table, read_mapped

    book, table_map = read_mapped(path, mapping, terms)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    entry = catalogue.for_file(path)
    if entry is None:
        document = document_of(book, table_map, terms)
        _demand_new(document.document_id, path, catalogue)
    elif entry.document.kind != DocumentKind.TABLE:
        found = f"{path.name}, listed as {entry.document.kind}"
        raise InputError.single(catalogue.file, entry.line, found, f"kind {DocumentKind.TABLE}")
    else:
        check_text(entry, sha256, catalogue.file)
        document = entry.document
    return import_table(book, document, table_map, terms, accepted), sha256


def write_import(imported: Imported, folder: Path) -> str:
    """Write the ledger of an imported table; return a line that says what was done, and its warnings."""
    document_id = imported.document.document_id
    path = write_table(folder, document_id, imported.figures)
    places = len({figure.place for figure in imported.figures})
    lines = [*map(str, imported.warnings)]
    lines.append(
        f"{document_id}: {len(imported.figures)} figures of {places} places, {imported.missing} cells without a number, "
        f"{len(imported.warnings)} warnings, written to {path.parent.name}/{path.name}"
    )
    return "\n".join(lines)


def accepted_figures(decisions: Path) -> frozenset[str]:
    """Return the ids of the figures that a decision accepts."""
    from etl.decisions import Action, load_decisions

    return frozenset(d.figure_id for d in load_decisions(decisions) if d.action is Action.ACCEPT)


def _demand_new(document_id: str, path: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        if entry.document.document_id == document_id:
            found = f"document id {document_id!r} of {path.name}, which {entry.document.file} has"
            raise InputError.single(catalogue.file, entry.line, found, "an id of its own")


def _guess(options: argparse.Namespace, terms: Terms) -> int:
    from etl.tables.guess import write_guess
    from etl.tables.importing import mapping_file

    if options.mapping and len(options.files) > 1:
        raise InputError.single(options.mapping, 0, "one mapping for several files", "one file with --guess --mapping")
    catalogue = load_catalogue(options.catalogue)
    for path in options.files:
        target = options.mapping or mapping_file(path)
        listed = catalogue.for_file(path) is not None
        print("\n".join(write_guess(path, target, terms, listed)))
    return 0
