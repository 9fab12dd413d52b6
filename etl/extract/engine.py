"""The pipeline of extraction: text → sections → paragraphs → numbers → figures and exclusions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from etl.extract import exclusions as excluded_names
from etl.extract import headed, layout, periods, sections, themes
from etl.extract.figures import Reader
from etl.extract.knowledge import Knowledge, knowledge
from etl.extract.layout import Kind, Paragraph
from etl.extract.numbers import Number, scan
from etl.extract.parts import Parts
from etl.extract.passage import Passage
from etl.extract.periods import Clock
from etl.extract.sections import Section
from etl.extract.tabulated import Tabulated
from etl.model import LONGEST_TEXT, Basis, Document, Exclusion, Extraction, Figure, Reason
from etl.paths import KNOWLEDGE

_DIGITS = re.compile(r"[0-9０-９]+")


TOLD = frozenset({"best_practices", "speeches", "work_report"})
"""Kinds of documents whose undated figures are not those of one period."""

OPENING = 240
"""Characters in which a piece of the press says whose figures it tells, and of when."""

TABLE = "table"
"""Kind of a document of tables: what stands between them is of the period that its title names."""

CASE = "best_practices"
"""Kind of a document of cases, each of which belongs to one theme."""

_Item = TypeVar("_Item", Figure, Exclusion)


def extract(text: str, document: Document, folder: Path = KNOWLEDGE) -> Extraction:
    """Return every number of a text as a figure or as an exclusion with its reason, in text order.

    Args:
        text: The document's text as `reading.decode` returns it; spans refer to it.
        document: Its catalogue row; the reference date and the title decide what relative phrases mean.
        folder: The knowledge files.
    """
    known = knowledge(folder)
    clock = _clock(document, _opening(text), known)
    figures: list[Figure] = []
    exclusions: list[Exclusion] = []
    assigned = sections.assign(layout.paragraphs(text, known.layout), document, known.sections)
    if known.periods.plan_title.search(document.title):
        assigned = [
            (paragraph, replace(section, heading=f"{document.title} {section.heading}"))
            for paragraph, section in assigned
        ]
    parts = Parts(known.parts)
    for paragraph, section in _with_parts(_with_theme(assigned, document, known), parts):
        _read_paragraph(paragraph, section, document, clock, known, parts, figures, exclusions)
    figures = [_as_written(figure, text) for figure in figures]
    exclusions = [_as_written(exclusion, text) for exclusion in exclusions]
    exclusions.extend(_unaccounted(text, document, figures, exclusions))
    return Extraction(
        document,
        tuple(sorted(figures, key=lambda figure: figure.char_start)),
        tuple(sorted(exclusions, key=lambda exclusion: exclusion.char_start)),
        len(text),
        hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )


def _as_written(item: _Item, text: str) -> _Item:
    """Return an item with the document's own characters (１２ where the engine reads 12)."""
    written = text[item.char_start : item.char_end]
    return item if item.text == written else replace(item, text=written)


def _with_theme(
    assigned: list[tuple[Paragraph, Section]], document: Document, known: Knowledge
) -> list[tuple[Paragraph, Section]]:
    """Give a case that stands alone one theme, as a compendium's chapter would: that of its title, else of its words."""
    rules = known.themes
    titles = document.title + "".join(p.text for p, _ in assigned if p.kind is Kind.HEADING)
    alone = document.kind == CASE or known.sections.case_form.search(titles)
    if not alone or any(section.theme for _, section in assigned):
        return assigned
    titled = themes.counts(titles, rules)
    told = themes.counts("".join(p.text for p, _ in assigned), rules)
    theme, basis = themes.of_counts(
        {name: rules.weight * titled.get(name, 0) + told.get(name, 0) for name in told}, rules
    )
    if basis is Basis.DEFAULT:
        return assigned
    return [(paragraph, replace(section, theme=theme)) for paragraph, section in assigned]


def _with_parts(assigned: list[tuple[Paragraph, Section]], parts: Parts) -> Iterator[tuple[Paragraph, Section]]:
    """Give the sections that are about one smaller place its name."""
    for (title, _), group in groupby(assigned, key=lambda pair: (pair[1].title, pair[1].scope)):
        members = list(group)
        heads = " ".join(p.text for p, _ in members if p.kind is Kind.HEADING)
        part = parts.of_section([p.text for p, _ in members if p.kind is Kind.BODY]) if title else ""
        part = part or parts.of_title(f"{title} {heads}")
        yield from ((paragraph, replace(section, part=part)) for paragraph, section in members) if part else members


def _opening(text: str) -> str:
    """Return the first paragraph of sentences and what stands above it, where a piece says whose figures it tells."""
    told = text.find("。")
    end = text.find("\n", told) if told >= 0 else -1
    return text[: min(OPENING, end if end >= 0 else len(text))]


def _clock(document: Document, opening: str, known: Knowledge) -> Clock:
    """Return what relative phrases mean: 全年 and 年末 of a report are those of the year that it counts."""
    reference = document.reference_date
    stated = periods.YEAR.search(document.title)
    rules = known.periods
    if document.kind == "communique" or rules.communique_title.search(document.title):
        counted = int(stated[1]) if stated else reference.year - (reference.month < 7)
        clock = Clock(reference, counted, report=True, communique=True)
        part = periods.part_of_year(document.title, clock, rules)
        return replace(clock, counted=part.period) if part else clock
    if rules.plan_title.search(document.title):
        return Clock(reference, int(stated[1]) if stated else reference.year, report=True)
    if document.kind == "work_report" or rules.work_report_title.search(document.title):
        clock = Clock(
            reference,
            int(stated[1])
            if stated and int(stated[1]) <= reference.year and rules.plan_run.search(document.title)
            else reference.year - (reference.month < 7),
            report=True,
        )
        part = periods.part_of_year(document.title, clock, rules)
        return replace(clock, counted=part.period) if part else clock
    clock = Clock(reference, reference.year - (reference.month < 4))
    if document.kind not in TOLD:
        told = f"{document.title}\n{layout.fold(opening)}"
        tells = document.kind == TABLE or rules.news_of_figures.search(told)
        part = periods.part_of_year(told, clock, rules) if tells else None
        if part:
            return replace(clock, counted=part.period, report=True, communique=True)
    return clock


def _section_clock(section: Section, clock: Clock, known: Knowledge) -> Clock:
    """Return the clock of a section: of the day that it was spoken, and of the year that its heading names (2024年工作安排)."""
    if section.day is not None:
        clock = replace(clock, reference=section.day, report_year=section.day.year - (section.day.month < 4))
    stated = periods.year_of(section.heading)
    return replace(clock, report_year=int(stated[1])) if stated else clock


def _read_paragraph(
    paragraph: Paragraph,
    section: Section,
    document: Document,
    clock: Clock,
    known: Knowledge,
    parts: Parts,
    figures: list[Figure],
    exclusions: list[Exclusion],
) -> None:
    """Add what one paragraph yields."""
    text = paragraph.text
    if paragraph.kind in {Kind.CONTENTS, Kind.RUNNING_HEAD}:
        for match in _DIGITS.finditer(text):
            exclusions.append(_exclusion(paragraph, match.start(), match.end(), Reason.NAME, document))
        return
    numbers, clock = scan(text, known.numbers), _section_clock(section, clock, known)
    numbers = headed.told(numbers, text, section.heading, known.tables.heading, known.numbers)
    if not numbers:
        return
    phrases = periods.find(text, clock, known.periods)
    if paragraph.kind is Kind.TABLE:
        found = list(Tabulated(paragraph, section, document, clock, known).figures())
        figures.extend(found)
        exclusions.extend(_left_in_table(paragraph, numbers, phrases, found, document))
        return
    reasons = _reasons(text, numbers, phrases, known)
    reader = Reader(Passage(paragraph, section, document, known, parts, phrases, clock), numbers, reasons)
    figures.extend(reader.figures())
    for start, end, reason in reader.excluded:
        exclusions.append(_exclusion(paragraph, start, end, reason, document))


def _reasons(text: str, numbers: list[Number], phrases: list[periods.Phrase], known: Knowledge) -> dict[int, Reason]:
    """Return why numbers are no figures, by their start: names and dates."""
    reasons = excluded_names.find(text, numbers, known.exclusions)
    dated = _dated(text, phrases)
    reasons.update((number.start, Reason.DATE) for number in numbers if dated[number.start])
    return reasons


def _dated(text: str, phrases: list[periods.Phrase]) -> bytearray:
    """Return 1 for each character of a text that belongs to a phrase of time."""
    dated = bytearray(len(text) + 1)
    for phrase in phrases:
        dated[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
    return dated


def _left_in_table(
    paragraph: Paragraph,
    numbers: list[Number],
    phrases: list[periods.Phrase],
    found: list[Figure],
    document: Document,
) -> Iterator[Exclusion]:
    """Yield the numbers of a table that are values of none of its columns: serial numbers, dates, parts of names."""
    taken = {figure.char_start for figure in found}
    dated = _dated(paragraph.text, phrases)
    for number in numbers:
        item = _exclusion(
            paragraph, number.start, number.end, Reason.DATE if dated[number.start] else Reason.NAME, document
        )
        if item.char_start not in taken:
            yield item


def _exclusion(paragraph: Paragraph, start: int, end: int, reason: Reason, document: Document) -> Exclusion:
    first, last = paragraph.span(start, end)
    return Exclusion(document.document_id, first, last, paragraph.text[start : start + last - first], reason)


def _unaccounted(
    text: str, document: Document, figures: Iterable[Figure], exclusions: Iterable[Exclusion]
) -> list[Exclusion]:
    """Return an exclusion for every run of digits that nothing has taken: part of a sign or of a name."""
    covered = bytearray(len(text) + 1)
    taken: list[Figure | Exclusion] = [*figures, *exclusions]
    for item in taken:
        covered[item.char_start : item.char_end] = b"\1" * (item.char_end - item.char_start)
    left = []
    for match in _DIGITS.finditer(text):
        position = match.start()
        while (position := covered.find(0, position, match.end())) >= 0:
            end = position
            while end < match.end() and not covered[end] and end - position < LONGEST_TEXT:
                end += 1
            left.append(Exclusion(document.document_id, position, end, text[position:end], Reason.NAME))
            position = end
    return left
