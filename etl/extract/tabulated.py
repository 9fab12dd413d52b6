"""The figures of a table in plain text: every field of each of its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from etl.extract import periods, statements, tables, themes
from etl.extract.confidence import confidence
from etl.extract.context import UNDATED, Dated
from etl.extract.dating import stock_or_flow
from etl.extract.figures import plain
from etl.extract.heads import Aspect, TableRules, Terms
from etl.extract.knowledge import Knowledge
from etl.extract.lines import Paragraph
from etl.extract.number_rules import Form, Number
from etl.extract.sections import Section
from etl.extract.statements import Surroundings
from etl.extract.tables import Entry, Grid
from etl.extract.times import Clock, Period, Reach
from etl.model import LONGEST_TEXT, Basis, Document, Figure, Measure, Scope, Status
from etl.paths import KNOWLEDGE
from etl.registry.kept import kept

_MEASURES = {
    Aspect.GROWTH: Measure.GROWTH,
    Aspect.CHANGE: Measure.CHANGE,
    Aspect.SHARE: Measure.SHARE,
    Aspect.RANK: Measure.RANK,
}


@lru_cache(maxsize=2)
def table_rules(folder: Path = KNOWLEDGE) -> TableRules:
    """Return what tables are read by, loaded once."""
    return kept(folder, "tables", TableRules.load)


def read(
    paragraph: Paragraph, section: Section, document: Document, clock: Clock, known: Knowledge, folder: Path
) -> list[Figure]:
    """Return the figures of a paragraph that is a table, or several in a row, in the order of their rows."""
    rules = table_rules(folder)
    found: list[Figure] = []
    above: list[str] = []
    for grid in tables.split(paragraph.text, rules.lines):
        found += Tabulated(paragraph, section, document, clock, known, rules, grid, above).figures()
        above = [*reversed(grid.titles), *above]
    return found


class Tabulated:
    """Reads the figures of one table; ``above`` are the titles of those before it in its paragraph, which date it too."""

    def __init__(
        self,
        paragraph: Paragraph,
        section: Section,
        document: Document,
        clock: Clock,
        known: Knowledge,
        rules: TableRules,
        grid: Grid,
        above: Sequence[str] = (),
    ) -> None:
        self.paragraph, self.section, self.document, self.known = paragraph, section, document, known
        self.rules, self.grid, self.above = rules, grid, above
        self.titles = [text for text in (section.heading, document.title) if text]
        self.clock = clock
        self.own = list(grid.titles)
        self.dated = self._dated()
        self.context = themes.counts("".join([*self.own, *grid.head, section.heading]), known.themes)

    def figures(self) -> Iterator[Figure]:
        """Yield the figures in the order of the table's rows."""
        places, scope = self.known.places, self.section.scope
        terms = Terms(
            self.rules,
            self.known.numbers,
            self.known.periods,
            places,
            self.known.wording.ratio_names,
            self._clock(),
            self.document.reference_date,
            scope.code,
        )
        for entry in tables.read(self.grid, terms, self.titles):
            yield self._figure(entry)

    def _dated(self) -> Dated:
        """Return the period of the whole table: what its titles say, else its heading, the document, the year of a report."""
        near = [*reversed(self.own), *self.above]
        bases = [Basis.PARAGRAPH] * len(near) + [Basis.SECTION, Basis.DOCUMENT]
        for title, basis in zip([*near, self.section.heading, self.document.title], bases, strict=True):
            for phrase in periods.find(title, self.clock, self.known.periods):
                tells = phrase.reach not in {Reach.NONE, Reach.SOFT, Reach.EVERY} and phrase.period.end
                # a title's year that is not over is that of the paper, not of its figures
                if tells and not (basis is Basis.DOCUMENT and phrase.rule == "year" and self._runs(phrase.period)):
                    return Dated(phrase.period, basis, phrase.text)
        if self.clock.communique:
            year = self.clock.report_year
            return Dated(self.clock.counted or Period(date(year, 1, 1), date(year, 12, 31)), Basis.DOCUMENT)
        return UNDATED

    def _runs(self, period: Period) -> bool:
        """Say whether a period is not over."""
        return period.start is not None and period.end is not None and period.start <= self.clock.reference < period.end

    def _clock(self) -> Clock:
        """Return the clock of the table's words: a month without a year is one of the year that its title names."""
        end = self.dated.period.end
        if end is None or end.year > self.clock.reference.year:
            return self.clock
        last = min(self.clock.reference, date(end.year, 12, 31))
        return self.clock._replace(reference=last, report_year=end.year, report=True, communique=True)

    def _figure(self, entry: Entry) -> Figure:
        known, start = self.known, entry.start
        number, kind, unit = self._measured(entry)
        first, last = self.paragraph.span(start, entry.end)
        dated = self._period(entry, kind)
        name = entry.name[:LONGEST_TEXT]
        part = entry.spot or self.section.part
        theme, theme_basis = (
            (self.section.theme, Basis.SECTION)
            if self.section.theme
            else themes.theme(name, self.context, self.section.about, known.themes)
        )
        around = Surroundings(entry.words, "", "".join(self.own))
        figure = Figure(
            document_id=self.document.document_id,
            char_start=first,
            char_end=last,
            text=self.paragraph.text[start : start + last - first],
            place=entry.place or self.section.scope.code,
            scope=Scope.PART if part and not (entry.place and not entry.spot) else Scope.WHOLE,
            indicator=name,
            measure=kind,
            value=plain(number.value),
            value_high=None,
            unit=unit,
            bound=entry.bound,
            period_start=dated.period.start,
            period_end=dated.period.end,
            status=self._status(entry, dated),
            theme=theme,
            scope_name=part,
            period_reported=dated.reported,
            rank_within=statements.rank_within(entry.words, number._replace(start=len(entry.words)), 0, known.wording)
            if kind is Measure.RANK
            else "",
            baseline=statements.baseline(around, kind, self._clock().is_yearly(dated.period), known.wording),
            revision=statements.revision("".join(self.own), known.wording),
            section=self.section.title,
            place_basis=Basis.STATED if entry.place else self.section.scope.basis,
            period_basis=dated.basis,
            indicator_basis=Basis.STATED if name else Basis.NONE,
            scope_basis=Basis.STATED if entry.spot else Basis.SECTION if part else Basis.DEFAULT,
            theme_basis=theme_basis,
        )
        named, placed = (name, figure.indicator_basis), (figure.place, figure.place_basis)
        tier = confidence(named, placed, dated.basis, figure.scope, figure.status, known.themes.registered)
        return replace(figure, confidence=tier)

    def _measured(self, entry: Entry) -> tuple[Number, Measure, str]:
        """Return the number with its unit, and what it measures: what the column says, else what the name does."""
        units, value = self.known.numbers.units, Decimal(entry.number)
        unit = entry.unit
        if (entry.aspect is Aspect.GROWTH and not unit) or (entry.aspect is Aspect.SHARE and not unit):
            unit = "%"
        number = Number(entry.start, entry.end, entry.end, entry.number, value, unit, Form.DIGITS)
        if entry.aspect is Aspect.RANK:
            return number, Measure.RANK, ""
        if entry.aspect is Aspect.GROWTH and units.dimension(unit) != "percent" and unit != "倍":
            return number, Measure.CHANGE, unit
        if entry.aspect is not Aspect.LEVEL:
            return number, _MEASURES[entry.aspect], unit
        kind, _ = statements.measure(
            number, Surroundings(entry.name, "", entry.name), self.known.numbers, self.known.wording
        )
        rate = self.rules.columns.rate.search(entry.name) is not None
        if kind is Measure.SHARE and (value < 0 or not rate):
            kind = Measure.GROWTH
        kind = Measure.LEVEL if kind is Measure.CHANGE else kind
        return number, kind, unit

    def _period(self, entry: Entry, kind: Measure) -> Dated:
        stated = entry.period
        if entry.spot and not stated and self.rules.columns.cost.search(entry.name):
            return UNDATED
        dated = Dated(stated, Basis.STATED) if stated else self.dated
        period = dated.period
        if entry.month and period.end:
            period = Period(period.end.replace(day=1), period.end)
        if entry.years:
            period = period.shifted(entry.years)
        dated = dated._replace(period=period)
        # what has grown by a day is dated as what there is on it
        kind = Measure.LEVEL if kind is Measure.GROWTH and not entry.month else kind
        return stock_or_flow(dated, kind, entry.name, self.known.periods) if period.start else dated

    def _status(self, entry: Entry, dated: Dated) -> Status:
        """Return whether a value is planned: its column or its table's title says so, or its period has not begun."""
        start, end = dated.period.start, dated.period.end
        ahead = (start or end or self.clock.reference) > self.clock.reference
        rules = self.rules.columns
        listed = any(rules.planned_title.search(title) for title in self.own) and not rules.done.search(entry.words)
        return Status.TARGET if entry.target or ahead or listed else Status.ACTUAL
