"""The pipeline of extraction: text → sections → paragraphs → numbers → figures and exclusions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from etl.extract import clocks, headed, layout, periods, sections, themes
from etl.extract import exclusions as excluded_names
from etl.extract.context import AS_OF, UNDATED, Dated
from etl.extract.figures import Reader
from etl.extract.folding import fold
from etl.extract.knowledge import Knowledge, knowledge
from etl.extract.lines import Kind, Paragraph
from etl.extract.notes import Notes
from etl.extract.number_rules import Number
from etl.extract.numbers import scan
from etl.extract.parts import Parts
from etl.extract.passage import Passage
from etl.extract.sections import Section
from etl.extract.times import Clock, Period, Phrase, Reach
from etl.model import LONGEST_TEXT, Basis, Document, DocumentKind, Exclusion, Extraction, Figure, Reason
from etl.paths import KNOWLEDGE

_DIGITS = re.compile(r"[0-9０-９]+")
_YEAR = re.compile(r"(?:19|20)\d\d")


_Item = TypeVar("_Item", Figure, Exclusion)


def extract(text: str, document: Document, folder: Path = KNOWLEDGE) -> Extraction:
    """Return every number of a text as a figure or as an exclusion with its reason, in text order.

    Args:
        text: The document's text as `reading.decode` returns it; spans refer to it.
        document: Its catalogue row; the reference date and the title decide what relative phrases mean.
        folder: The knowledge files.
    """
    known, given = knowledge(folder), document
    document = replace(document, title=fold(document.title))
    clock = clocks.of_document(document, clocks.opening(text), known.periods)
    assigned = sections.assign(layout.paragraphs(text, known.layout), document, known.sections)
    if known.periods.plan_title.search(document.title):
        assigned = [
            (paragraph, section._replace(heading=f"{document.title} {section.heading}"))
            for paragraph, section in assigned
        ]
    assigned = _with_topics(_with_theme(assigned, document, known), document, known)
    notes = Notes.of((paragraph.text for paragraph, _ in assigned), known.sections)
    run = _Run(document, clock, notes, known, folder)
    if document.kind == DocumentKind.OTHER and not clock.report:  # a story, which may tell of single firms
        run.parts.learn([p.text for p, _ in assigned if p.kind is Kind.BODY], known.places.by_alias)
    for paragraph, section in _with_parts(assigned, document, run.parts, known):
        run.read(paragraph, section)
    figures = [_as_written(figure, text) for figure in run.figures]
    exclusions = [_as_written(exclusion, text) for exclusion in run.exclusions]
    exclusions.extend(_unaccounted(text, document, figures, exclusions))
    return Extraction(
        given,
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
    alone = document.kind == DocumentKind.CASES or known.sections.case_form.search(titles)
    if not alone or any(section.theme for _, section in assigned):
        return assigned
    titled = themes.counts(titles, rules)
    told = themes.counts("".join(p.text for p, _ in assigned), rules)
    theme, basis = themes.of_counts(
        {name: rules.weight * titled.get(name, 0) + told.get(name, 0) for name in told}, rules
    )
    if basis is Basis.DEFAULT:
        return assigned
    return [(paragraph, section._replace(theme=theme)) for paragraph, section in assigned]


def _with_topics(
    assigned: list[tuple[Paragraph, Section]], document: Document, known: Knowledge
) -> list[tuple[Paragraph, Section]]:
    """Give each section outside the chapters what it is mostly about: shares of its words, and the words of its titles."""
    found = []
    for (title, _), group in groupby(assigned, key=lambda pair: (pair[1].title, pair[1].scope)):
        members = list(group)
        if any(not section.theme for _, section in members):
            about = _about([paragraph for paragraph, _ in members], document.title + title, known)
            members = [(paragraph, section._replace(about=about)) for paragraph, section in members]
        if _tells_progress(members, document, known):
            members = [(paragraph, section._replace(told=True)) for paragraph, section in members]
        found += members
    return found


def _tells_progress(members: Sequence[tuple[Paragraph, Section]], document: Document, known: Knowledge) -> bool:
    """Say whether a story's section on the year's works (民生实事) tells how far they are: ①农村公路：…完成41公里，进度47.7%."""
    rules = known.sections
    works = document.kind == DocumentKind.OTHER and rules.works_heading.search(members[0][1].heading) is not None
    return works and any(rules.works_told.search(paragraph.text) for paragraph, _ in members)


def _about(members: Sequence[Paragraph], titles: str, known: Knowledge) -> Callable[[], Mapping[str, float]]:
    """Return what tells the topics of a section when it is asked for the first time."""

    @cache
    def about() -> Mapping[str, float]:
        told = themes.shares("".join(paragraph.text for paragraph in members), known.themes)
        return themes.joined(told, themes.counts(titles, known.themes))

    return about


def _with_parts(
    assigned: list[tuple[Paragraph, Section]], document: Document, parts: Parts, known: Knowledge
) -> Iterator[tuple[Paragraph, Section]]:
    """Give the sections that are about one smaller place its name; the document's title tells of a text about one place."""
    whole = (
        document.kind in {DocumentKind.OTHER, DocumentKind.CASES}
        and len({section.scope for _, section in assigned}) == 1
    )
    for (title, _), group in groupby(assigned, key=lambda pair: (pair[1].title, pair[1].scope)):
        members = list(group)
        heads = [title, *(p.text for p, _ in members if p.kind is Kind.HEADING), *([document.title] if whole else [])]
        bodies = [p.text for p, _ in members if p.kind is Kind.BODY]
        part = parts.of_section(bodies) if title else ""
        part = part or next(filter(None, map(parts.of_title, heads)), "")
        part = part or (parts.of_hero(document.title, bodies, known.places.by_alias) if whole else "")
        yield from ((paragraph, section._replace(part=part)) for paragraph, section in members) if part else members


class _Run:
    """The figures and exclusions of one document, read paragraph by paragraph."""

    def __init__(self, document: Document, clock: Clock, notes: Notes, known: Knowledge, folder: Path) -> None:
        self.document, self.clock, self.known, self.folder = document, clock, known, folder
        self.parts = Parts(known.parts)
        self.notes = notes
        """The terms that the document explains at its end."""
        self.introduced, self.told = False, UNDATED
        """Whether points of a list are introduced (签约项目分领域看：), and the time of what the paragraph before told first."""
        self.led, self.lead = "", UNDATED
        """The heading under which a paragraph has put years under review, and those years."""
        self.figures: list[Figure] = []
        self.exclusions: list[Exclusion] = []

    def read(self, paragraph: Paragraph, section: Section) -> None:
        """Add what one paragraph yields."""
        known, text = self.known, paragraph.text
        if paragraph.kind in {Kind.CONTENTS, Kind.RUNNING_HEAD}:
            self._leave(paragraph)
            return
        clock, numbers = clocks.of_section(section, self.clock, known.periods), scan(text, known.numbers)
        numbers = headed.told(numbers, text, section.heading, known.heading, known.numbers)
        if not numbers:
            self.introduced = text.endswith("：")
            return
        phrases = periods.find(text, clock, known.periods)
        if paragraph.kind is Kind.TABLE:
            from etl.extract import tabulated  # most documents have no table: it is loaded for those that do

            found = tabulated.read(paragraph, section, self.document, clock, known, self.folder)
            self.figures.extend(found)
            self.exclusions.extend(_left_in_table(paragraph, numbers, phrases, found, self.document))
            return
        reasons = _reasons(text, numbers, phrases, known)
        reasons.update((start, Reason.NAME) for start in self.notes.marks(text))
        lead = self.lead if section.heading == self.led else UNDATED
        point = known.sections.point.match(text) is not None
        point = point or (self.introduced and known.layout.labelled.match(text) is not None)
        lead = self.told if point and self.introduced and not clock.report else lead
        passage = Passage(paragraph, section, self.document, known, self.parts, phrases, clock, lead)
        reader = Reader(passage, numbers, reasons)
        found = list(reader.figures())
        if self.notes:
            found = [replace(figure, indicator=self.notes.without(figure.indicator)) for figure in found]
        self.figures.extend(found)
        # 五年来，我们…。 as a paragraph of its own leads the next ones, up to one that opens with another time
        goes_on = passage.leading is None and passage.lead is not UNDATED
        self.led, self.lead = section.heading, passage.lead if goes_on or not found else UNDATED
        if found and not point:
            self.introduced, self.told = text.endswith("："), reader.first_dated
        elif not found and text.endswith("："):
            self.introduced, self.told = True, _told(phrases)  # 今年以来（截至8月31日）：
        for start, end, reason in reader.excluded:
            self.exclusions.append(_exclusion(paragraph, start, end, reason, self.document))

    def _leave(self, paragraph: Paragraph) -> None:
        """Leave out the numbers of a line that belongs to the page."""
        dated = _dated(paragraph.text, periods.find(paragraph.text, self.clock, self.known.periods))
        for match in _DIGITS.finditer(paragraph.text):
            reason = Reason.DATE if dated[match.start()] else Reason.NAME
            self.exclusions.append(_exclusion(paragraph, match.start(), match.end(), reason, self.document))


def _told(phrases: Sequence[Phrase]) -> Dated:
    """Return the time over which the words that introduce a list say that it is, as far as they say to have counted."""
    over = next((p for p in phrases if p.reach in {Reach.FRAME, Reach.SPAN} and p.period.start), None)
    if over is None:
        return UNDATED
    counted = [p.period.end for p in phrases if p.rule == AS_OF and p.period.end]
    return Dated(Period(over.period.start, counted[-1] if counted else over.period.end), Basis.PARAGRAPH, over.text)


def _reasons(text: str, numbers: list[Number], phrases: list[Phrase], known: Knowledge) -> dict[int, Reason]:
    """Return why numbers are no figures, by their start: names and dates."""
    reasons = excluded_names.find(text, numbers, known.exclusions)
    dated = _dated(text, phrases)
    reasons.update((number.start, Reason.DATE) for number in numbers if dated[number.start])
    return reasons


def _dated(text: str, phrases: list[Phrase]) -> bytearray:
    """Return 1 for each character of a text that belongs to a phrase of time."""
    dated = bytearray(len(text) + 1)
    for phrase in phrases:
        dated[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
    return dated


def _left_in_table(
    paragraph: Paragraph,
    numbers: list[Number],
    phrases: list[Phrase],
    found: list[Figure],
    document: Document,
) -> Iterator[Exclusion]:
    """Yield the numbers of a table that are values of none of its columns: serial numbers, dates, parts of names."""
    taken = {position for figure in found for position in range(figure.char_start, figure.char_end)}
    dated = _dated(paragraph.text, phrases)
    for number in numbers:
        when = dated[number.start] or (not number.unit and _YEAR.fullmatch(number.text))
        item = _exclusion(paragraph, number.start, number.end, Reason.DATE if when else Reason.NAME, document)
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
