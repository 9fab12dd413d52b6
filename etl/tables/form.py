"""The form that goes out to offices: what it looks like, and how it is read when it comes back without a mapping."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules
from etl.tables.figures import Collector
from etl.tables.long import collect_long
from etl.tables.mapping import Column, SheetMap
from etl.tables.sheets import Book, Odd, Sheet
from etl.tables.words import FILE

ABOUT_ROW = 2
"""First row of the cells about the document: label in the first column, value in the third."""
ABOUT_COLUMN = 3
MARK = "mark"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form."""

    role: str
    label: str
    width: int
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """A cell above the table: the field of the catalogue that it fills."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True)
class Form:
    """The form, as ``table_words.toml`` describes it."""

    title: str
    sheet: str
    options: str
    explanations: str
    example: str
    about: tuple[About, ...]
    columns: tuple[FormColumn, ...]
    periods: tuple[str, ...]
    units: tuple[str, ...]
    years: tuple[int, int]
    rows: int
    example_row: Mapping[str, str]

    @property
    def header_row(self) -> int:
        """Row of the headings; the example stands below it."""
        return ABOUT_ROW + len(self.about) + 1

    def number(self, role: str) -> int:
        """Return the number of the column with a role."""
        return next(place for place, column in enumerate(self.columns, start=1) if column.role == role)


@functools.cache
def load_form(folder: Path = KNOWLEDGE) -> Form:
    """Read what the form looks like.

    Raises:
        InputError: if the file is missing or a rule in it is.
    """
    rules = load_rules(folder / FILE)
    table = rules.table("form")
    texts = {key: rules.text("form", key) for key in ("title", "sheet", "options", "explanations", "example")}
    return Form(
        about=tuple(About(**entry) for entry in table["about"]),
        columns=tuple(FormColumn(**entry) for entry in table["columns"]),
        periods=rules.texts("form", "periods"),
        units=rules.texts("form", "units"),
        years=(int(table["first_year"]), int(table["last_year"])),
        rows=int(table["rows"]),
        example_row=rules.table("form", "example_row"),
        **texts,
    )


def is_form(book: Book) -> bool:
    """Say whether a workbook is the form."""
    form = load_form()
    sheet = book.by_name.get(form.sheet)
    return sheet is not None and sheet.at(1, 1) == form.title


def form_document(book: Book) -> dict[str, str]:
    """Return what a filled-in form says of its document, by field of the catalogue."""
    form = load_form()
    sheet = book.by_name[form.sheet]
    contents = {about.key: sheet.at(row, ABOUT_COLUMN) for row, about in enumerate(form.about, start=ABOUT_ROW)}
    return {key: content.day if isinstance(content, Odd) else content for key, content in contents.items()}


def collect_form(book: Book, collector: Collector) -> None:
    """Collect the figures of a filled-in form."""
    form = load_form()
    for sheet in book.sheets:
        if sheet.name not in (form.sheet, form.options, form.explanations) and sheet.rows:
            found = f"a {'hidden ' if sheet.hidden else ''}sheet that is not of the form"
            collector.note(sheet.fault(found, f"only {form.sheet}, {form.options} and {form.explanations}"))
    sheet = book.by_name[form.sheet]
    if not _is_intact(sheet, form, collector):
        return
    columns = [Column(place, column.role) for place, column in enumerate(form.columns, start=1) if column.role != MARK]
    row = form.header_row
    mapped = SheetMap(sheet.name, (row, row), row + 1, 0, tuple(columns))
    collect_long(sheet, mapped, collector, skip=_example_row(sheet, form, collector))


def _is_intact(sheet: Sheet, form: Form, collector: Collector) -> bool:
    before = len(collector.findings)
    for place, column in enumerate(form.columns, start=1):
        found = sheet.at(form.header_row, place)
        if found != column.label:
            collector.note(sheet.finding(form.header_row, place, f"heading {str(found)!r}", repr(column.label)))
    return len(collector.findings) == before


def _example_row(sheet: Sheet, form: Form, collector: Collector) -> int:
    """Return the row of the example, 0 if it was removed; one that was written over must lose its mark."""
    row = form.header_row + 1
    if sheet.at(row, form.number(MARK)) != form.example:
        return 0
    for place, column in enumerate(form.columns, start=1):
        wanted = form.example if column.role == MARK else form.example_row.get(column.role, "")
        found = sheet.at(row, place)
        if found != wanted:
            expected = f"the example {wanted!r}, or no {form.example!r} in front of a figure of your own"
            collector.note(sheet.finding(row, place, f"{str(found)!r} in the row of the example", expected))
    return row
