"""``extract``: figures and exclusions of any documents as JSON Lines."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from etl import paths
from etl.catalogue import Catalogue, check_text, load_catalogue, uncatalogued
from etl.cli.progress import Progress
from etl.errors import Finding, InputError
from etl.files import write_pieces
from etl.model import Document

NAME = "extract"
SUMMARY = "read every number of any documents: figures and exclusions as JSON Lines"
DESCRIPTION = """\
One line a number, in text order: a figure with all its fields, or an exclusion with its reason. Text files in UTF-8,
GB 18030 or Big5. A document that the catalogue does not list needs --date, the day that 今年 and 目前 refer to;
its id is then the file's stem. If any file cannot be read, nothing is written."""
EXAMPLES = """\
examples:
  python -m etl extract --output figures.jsonl data/documents/*.txt
  python -m etl extract --date 2024-01-20 --output - report.txt | head"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a document")
    parser.add_argument(
        "--catalogue", type=Path, metavar="CSV", default=paths.CATALOGUE, help="default: data/documents.csv"
    )
    parser.add_argument(
        "--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="reference date of documents not in the catalogue"
    )
    parser.add_argument("--output", required=True, metavar="OUT.jsonl", help="file to write, '-' for standard output")


def run(options: argparse.Namespace) -> int:
    """Extract all files, then write."""
    catalogue = load_catalogue(options.catalogue)
    findings: list[Finding] = []
    progress = Progress()
    lines: list[str] = []
    seen: dict[str, Path] = {}
    for path in options.files:
        progress(f"reading {path}")
        try:
            document, pieces = _extract(path, catalogue, options.date)
        except InputError as error:
            findings.extend(error.findings)
            continue
        other = seen.setdefault(document.document_id, path)
        if other is not path:
            found = f"document id {document.document_id!r}, which {other} has too"
            findings.append(Finding(str(path), 0, found, "one file for each document id"))
        lines.extend(pieces)
    if findings:
        raise InputError(findings)
    if options.output == "-":
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        sys.stdout.writelines(lines)
    else:
        write_pieces(Path(options.output), lines)
    return 0


def _extract(path: Path, catalogue: Catalogue, reference_date: date | None) -> tuple[Document, Iterator[str]]:
    from etl.extract.reading import decode

    text = decode(path)
    entry = catalogue.for_file(path)
    if entry is None and reference_date is None:
        found = f"a document that {catalogue.file} does not list"
        raise InputError.single(path, 0, found, "a row in the catalogue, or --date with its reference date")
    document = entry.document if entry else uncatalogued(path, text, reference_date or date.min)

    from etl.extract.engine import extract
    from etl.extract.records import to_jsonl

    extraction = extract(text, document)
    if entry:
        check_text(entry, extraction.sha256, catalogue.file)
    return document, (line if line.endswith("\n") else f"{line}\n" for line in to_jsonl(extraction))
