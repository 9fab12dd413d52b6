"""Importing a table: file, mapping and registries to figures, or to everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.catalogue import NO, YES
from etl.errors import Finding, InputError
from etl.model import Document, DocumentKind, Figure
from etl.paths import KNOWLEDGE
from etl.registry.dictionary import load_dictionary
from etl.registry.validate import load_registries
from etl.tables.checks import doubts, listed
from etl.tables.figures import MOST_FINDINGS, Collector, Terms, coded
from etl.tables.form import collect_form, form_document, is_form
from etl.tables.headings import heading
from etl.tables.long import collect_long
from etl.tables.mapping import SheetMap, TableMap, load_mapping
from etl.tables.numbers import CellError
from etl.tables.places import Finder
from etl.tables.reading import read_book
from etl.tables.sheets import Book, Sheet, filled_columns, letters
from etl.tables.wide import collect_wide
from etl.tables.words import load_words

_DOCUMENT_NEEDS = {
    "title": " in [document]",
    "reference_date": " (YYYY-MM-DD)",
    "tier": " (official, official_text_reposted, press or other)",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table yields: figures in its order, value cells without a number, warnings."""

    document: Document
    figures: tuple[Figure, ...]
    missing: int
    warnings: tuple[Finding, ...]


def load_terms(folder: Path = KNOWLEDGE) -> Terms:
    """Read what tables are read with.

    Raises:
        InputError: with the findings of all knowledge files.
    """
    registries, words = load_registries(folder), load_words(folder)
    return Terms(registries, load_dictionary(folder), words, Finder(registries.places, words))


def mapping_file(path: Path) -> Path:
    """Return where the mapping of a table lies unless it is named: beside it, with the ending ``.toml``."""
    return path.with_suffix(".toml")


def document_of(book: Book, mapping: TableMap | None, terms: Terms) -> Document:
    """Return the catalogue row of a table that the catalogue does not list, from its form or its mapping.

    Raises:
        InputError: with everything that is missing.
    """
    given = dict(form_document(book) if mapping is None else mapping.document or {})
    where = book.path.name if mapping is None else mapping.file
    findings = [
        Finding(
            where, 0, f"no {key} of a table that the catalogue does not list", f"{key}{hint}, or a row in documents.csv"
        )
        for key, hint in _DOCUMENT_NEEDS.items()
        if not given.get(key)
    ]
    tier = given.get("tier", "")
    try:
        tier = coded(terms.dictionary, "source_tier", tier) if tier else ""
        reference = date.fromisoformat(given.get("reference_date") or "0001-01-01")
    except (CellError, ValueError) as fault:
        findings.append(Finding(where, 0, str(fault), "a source tier, and a day as YYYY-MM-DD"))
        reference = date.min
    verified = given.get("verified", "")
    if verified not in ("", YES, NO):
        findings.append(Finding(where, 0, f"verified = {verified!r}", "yes, no or nothing (the same as yes)"))
    document = Document(
        document_id=given.get("id") or book.path.stem,
        file=book.path.name,
        title=given.get("title", ""),
        kind=DocumentKind.TABLE.value,
        publisher=given.get("publisher", ""),
        reference_date=reference,
        published_on=given.get("published_on", ""),
        place_code=given.get("place_code", ""),
        source_tier=tier,
        note=given.get("note", ""),
        verified=verified != NO,
    )
    if findings:
        raise InputError(findings)
    return document


def import_table(
    book: Book, document: Document, mapping: TableMap | None, terms: Terms, accepted: Collection[str] = ()
) -> Imported:
    """Import a table as a whole or not at all.

    Args:
        book: The file's sheets.
        document: Its catalogue row.
        mapping: What its columns hold; ``None`` for a filled-in form.
        terms: What it is read with.
        accepted: Ids of figures that a decision accepts: no doubt is raised about them.

    Raises:
        InputError: with all findings, at most `MOST_FINDINGS` of them, each with sheet and cell.
    """
    collector = Collector(document, terms)
    if mapping is None:
        collect_form(book, collector)
    else:
        _collect_mapped(book, mapping, collector)
    warnings: tuple[Finding, ...] = ()
    if not collector.findings:
        found = list(doubts(collector.figures, terms.registries, book.path.name, accepted))
        for finding in found:
            if finding.severity == "error":
                collector.note(finding)
        warnings = listed(finding for finding in found if finding.severity != "error")
    if not collector.findings and not collector.figures:
        collector.note(Finding(book.path.name, 0, "no figure", "at least one"))
    _demand_none(collector, book.path.name)
    return Imported(document, tuple(collector.figures), collector.missing, warnings)


def read_mapped(path: Path, mapping: Path | None, terms: Terms) -> tuple[Book, TableMap | None]:
    """Read a table and its mapping (``None``: the one beside it); a form needs none.

    Raises:
        InputError: if either cannot be read.
    """
    book = read_book(path)
    if mapping is None and is_form(book):
        return book, None
    return book, load_mapping(mapping or mapping_file(path), terms.registries.indicators.by_id)


def _collect_mapped(book: Book, mapping: TableMap, collector: Collector) -> None:
    for sheet, mapped in _pairs(book, mapping, collector):
        before = len(collector.findings)
        for finding in _columns(sheet, mapped, collector):
            collector.note(finding)
        if len(collector.findings) == before:
            (collect_long if mapping.layout == "long" else collect_wide)(sheet, mapped, collector)


def _pairs(book: Book, mapping: TableMap, collector: Collector) -> Iterator[tuple[Sheet, SheetMap]]:
    """Yield each mapped sheet; note sheets that are missing, hidden, or neither mapped nor ignored."""
    by_name = book.by_name
    only = book.sheets[0].name if len(book.sheets) == 1 else ""
    mapped_names = set()
    for mapped in mapping.sheets:
        name = mapped.name or only
        mapped_names.add(name)
        sheet = by_name.get(name)
        if sheet is None:
            found = f"sheet {name!r} of {mapping.file}, which is not there"
            collector.note(Finding(book.path.name, 0, found, f"one of {', '.join(by_name)}"))
        elif sheet.hidden and not mapped.hidden:
            collector.note(sheet.fault("a hidden sheet", f"a visible one, or hidden = true in {mapping.file}"))
        else:
            yield sheet, mapped
    for sheet in book.sheets:
        if sheet.name not in mapped_names and sheet.name not in mapping.ignore_sheets and sheet.rows:
            found = f"a {'hidden ' if sheet.hidden else ''}sheet that {mapping.file} does not name"
            collector.note(sheet.fault(found, "a [[sheet]] for it, or its name in ignore_sheets"))


def _columns(sheet: Sheet, mapped: SheetMap, collector: Collector) -> Iterator[Finding]:
    """Yield a finding for each column that is not mapped, is not there, or has another heading than the mapping says."""
    words = collector.terms.words
    known = {column.column: column for column in mapped.columns}
    row = mapped.header[1] or mapped.first_row
    first = mapped.header[0] or mapped.first_row
    for position in filled_columns(sheet, first):
        if position not in known:
            found = f"column {letters(position)}, not mapped: {heading(sheet, mapped.header, position, words)!r}"
            yield sheet.finding(row, position, found, 'a place in [sheet.columns]; "ignore" if it holds no figures')
    for column in mapped.columns:
        shown = heading(sheet, mapped.header, column.column, words)
        if column.column > sheet.width:
            yield sheet.finding(row, column.column, "no such column", "a column of the sheet")
        elif column.title and words.plain(column.title) != words.plain(shown):
            yield sheet.finding(row, column.column, f"heading {shown!r}", f"{column.title!r}, as the mapping says")


def _demand_none(collector: Collector, file: str) -> None:
    findings: Sequence[Finding] = collector.findings
    if collector.suppressed:
        more = Finding(file, 0, f"{collector.suppressed} more findings", f"none; the first {MOST_FINDINGS} are listed")
        findings = [*findings, more]
    if findings:
        raise InputError(list(findings))
