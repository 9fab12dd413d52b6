"""The period of each figure: stated, inherited in its sentence or paragraph, from a heading, or distributed over a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from etl.extract.context import UNDATED, Dated
from etl.extract.items import Item
from etl.extract.numbers import Number
from etl.extract.passage import Passage
from etl.extract.periods import Period, PeriodRules, Phrase, Reach, part_of_year, year_of
from etl.extract.statements import Surroundings
from etl.model import Basis, Measure, Status

OPENING = 8
"""Characters: a phrase of time that begins within them opens its sentence and may govern the next one too."""

NEAR_BASE = 24
"""Characters before a growth in which its base year is looked for."""


INHERITED_FROM_AFAR = (Basis.PARAGRAPH, Basis.SECTION, Basis.DOCUMENT)


class Dating:
    """Dates the figures of a passage one after the other; remembers what may govern later ones."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.frame, self.section, self.report = passage.text, passage.frame, passage.section, passage.report
        self.clock, self.rules = passage.clock, passage.known.periods
        self.passage = passage
        self.point = passage.known.sections.point.match(self.text) is not None
        """Whether the paragraph is a point of a list: it stands under what its heading says."""
        self.today = self.clock.reference
        self.planned_heading = passage.known.wording.status.planned_heading
        self.later = passage.known.wording.status.later
        self.items = items
        self.dated: dict[int, Dated] = {}
        self.carried = UNDATED
        self.over_the_year = UNDATED
        """The year that a paragraph reviews as a whole (全年…): it holds for what is counted further on."""
        self.carried_from = -1
        self.glossed: tuple[int, Dated] = (-1, UNDATED)
        """Sentence and period of the last number whose bracket dates it alone, and so its rank."""
        self.first_from: tuple[int, Dated] = (-1, UNDATED)
        """Sentence and period of the first pair from A to B, for the pairs behind it."""

    def date(
        self, position: int, sentence: int, status: Status, kind: Measure, words: Surroundings
    ) -> tuple[Status, Dated]:
        """Return the period of a figure, and its status now that the period is known."""
        item = self.items[position]
        dated = self._bracketed(item, sentence) or self._governing(position, item, sentence, status, kind)
        dated = self._since_baseline(dated, kind, words)
        if status is Status.POLICY and dated.basis is not Basis.STATED:
            dated = UNDATED
        if self.report and dated.basis in INHERITED_FROM_AFAR:
            dated = stock_or_flow(dated, kind, words.left, self.rules)
        status, self.dated[position] = self._planned(
            status,
            dated,
            later=self.later.search(words.sentence) is not None,
            flow=kind is Measure.LEVEL and self.rules.flow.search(words.left) is not None,
        )
        return status, self.dated[position]

    def _governing(self, position: int, item: Item, sentence: int, status: Status, kind: Measure) -> Dated:
        number = item.number
        rate = kind in {Measure.SHARE, Measure.CHANGE, Measure.RATIO}
        found = self._distributed(item) or self.frame.governing(number, stated_only=rate, skip=self._of_partner(item))
        if found.basis is Basis.NONE and not found.reported and status is not Status.POLICY:
            found = self._carried(sentence, number.start, status)
            if found.basis is Basis.NONE and not rate:
                found = self.over_the_year
        elif found.reported not in self.rules.counted:
            self._keep(found, sentence)
        if self.report and found.reported in self.rules.to_date and found.period.start is None:
            found = self._to_date(found)
        if item.role == "from":
            return self._from_period(number, found, sentence)
        return self._beside(position, found, kind)

    def _beside(self, position: int, found: Dated, kind: Measure) -> Dated:
        """Return the period of a figure by the ones before it: the second of a pair, or a growth against a base."""
        if (
            self.items[position].role == "to"
            and found.period.start
            and found.period.end
            and found.period.start.year < found.period.end.year
        ):
            last = found.period.end.replace(month=1, day=1)
            if last <= found.period.end and _is_years(found.period):
                return replace(found, period=Period(last, found.period.end))
        if kind is Measure.GROWTH and position > 1 and self._compared(position - 1):
            return replace(self.dated[position - 2], basis=Basis.SENTENCE)
        if kind in {Measure.GROWTH, Measure.CHANGE} and position and self.items[position - 1].role == "to":
            first, second = self.dated.get(self.items[position - 1].partner), self.dated.get(position - 1)
            if first and second and first.period.start and second.period.end:
                return replace(second, period=Period(first.period.start, second.period.end), basis=Basis.SENTENCE)
        return found

    def _bracketed(self, item: Item, sentence: int) -> Dated | None:
        """Return the period that a bracket says of the number before it alone (2.93%（2022年数）), and of its rank."""
        number = item.number
        if item.rank and self.glossed[0] == sentence:
            return self.glossed[1]
        if not self.text.startswith("（", number.stop):
            return None
        for phrase in self.passage.phrases_between(number.stop + 1, number.stop + 2):
            if phrase.reach in {Reach.FRAME, Reach.SPAN} and self.rules.of_number.match(self.text, phrase.end):
                self.glossed = sentence, Dated(phrase.period, Basis.STATED, phrase.text)
                return self.glossed[1]
        return None

    def _to_date(self, found: Dated) -> Dated:
        """Return 累计 in a report as the end of what it reports on, not the day that it was written."""
        if self.carried_from >= 0 and _is_years(self.carried.period):
            return replace(found, period=self.carried.period)
        over = self.carried.period.end if self.carried_from >= 0 else self._headed().period.end
        if over is None or found.period.end is None or over >= found.period.end:
            return found
        return replace(found, period=Period(None, over))

    def _compared(self, position: int) -> bool:
        """Say whether a number is only the base that another is compared with."""
        start = self.items[position].number.start
        return self.rules.base.search(self.text, max(0, start - NEAR_BASE), start) is not None

    def _planned(self, status: Status, dated: Dated, *, later: bool, flow: bool) -> tuple[Status, Dated]:
        """Bring status and period together: what lies ahead is planned, what is over is an outcome, a plan takes all of 今年."""
        today, end = self.today, dated.period.end
        if status is Status.ACTUAL:
            heading = self.planned_heading.search(self.section.heading)
            ahead = end is not None and end > today and (dated.period.start is None or _is_years(dated.period))
            if ahead or (heading and (end is None or end >= today)):
                status = Status.TARGET
        elif status is Status.TARGET and end is not None and end < today:
            # what a project brings when it is done does not happen in the past that an earlier clause speaks of
            return (status, UNDATED) if later and dated.basis is Basis.SENTENCE else (Status.ACTUAL, dated)
        over = dated.period.start is None and not self.rules.last_day.search(dated.reported)
        if status is Status.TARGET and end is not None and over and end > today and flow:
            return status, replace(dated, period=_whole_year(end.year))
        if status is Status.TARGET and dated.period.start and end == today and dated.period.start.year == today.year:
            return status, replace(dated, period=Period(dated.period.start, today.replace(month=12, day=31)))
        return status, dated

    def _since_baseline(self, dated: Dated, kind: Measure, words: Surroundings) -> Dated:
        """Let a growth over several years span them: 2022年…比2019年增长 runs from 2019."""
        start, end = dated.period.start, dated.period.end
        clause = words.sentence.rpartition("，")[2]
        if kind is Measure.CHANGE and start is None and end is not None and self.rules.year_begin.search(clause):
            return replace(dated, period=Period(date(end.year, 1, 1), end))
        if kind not in {Measure.GROWTH, Measure.CHANGE} or start is None or end is None:
            return dated
        stated = self.rules.since.search(clause[-NEAR_BASE:])
        if stated is None or int(stated[1]) >= start.year - 1:
            return dated
        return replace(dated, period=Period(date(int(stated[1]), 1, 1), end))

    def _keep(self, found: Dated, sentence: int) -> None:
        phrase = next(
            (p for p in reversed(self.frame.phrases) if p.text == found.reported and p.start >= sentence), None
        )
        if phrase is not None and self.frame.aside(phrase):
            return
        if phrase is not None and self.rules.over_the_year.match(phrase.text):
            opens = self.text[phrase.start - 1 : phrase.start] in {"", "，", "。", "；"}
            self.over_the_year = replace(found, basis=Basis.PARAGRAPH) if opens else UNDATED
        governs = {Reach.FRAME, Reach.SPAN} if self.report or self._continues(sentence) else {Reach.FRAME}
        if phrase is not None and phrase.reach in governs and (self.report or phrase.start - sentence <= OPENING):
            self.carried, self.carried_from = found, sentence
        elif found.basis is not Basis.NONE:
            self.carried_from = -1

    def _continues(self, sentence: int) -> bool:
        """Say whether the next sentence takes up this one with 其中."""
        _, end = self.frame.sentence(sentence)
        return self.rules.continues.match(self.text, end) is not None

    def _carried(self, sentence: int, position: int, status: Status) -> Dated:
        """Return the frame of the sentence just before, where that one had figures under it; in a report, of any before.

        Outside reports a sentence that first speaks of something else, and of a figure only in a later clause, is free.
        """
        if self.carried_from < 0 or (status is not Status.ACTUAL and not self.report):
            return self._headed() if self.report or self.point else self._opened(sentence, position, status)
        previous = self.frame.before(sentence)
        fresh = self.carried_from != sentence and "，" in self.text[sentence:position]
        fresh = fresh and self.rules.breaks_down.match(self.text, sentence) is None
        if not self.report and (fresh or self.carried_from not in {previous, sentence}):
            self.carried_from = -1
            return UNDATED
        self.carried_from = sentence
        return replace(self.carried, basis=Basis.PARAGRAPH)

    def _opened(self, sentence: int, position: int, status: Status) -> Dated:
        """Return what a sentence without figures just before opens with, for one that goes straight on to its figure."""
        previous = self.frame.before(sentence)
        if previous < 0 or status is not Status.ACTUAL or "，" in self.text[sentence:position]:
            return UNDATED
        inside = [p for p in self.frame.phrases if previous <= p.start < sentence and p.reach is not Reach.NONE]
        if not inside or inside[-1].reach not in {Reach.FRAME, Reach.SPAN}:
            return UNDATED
        if any(previous <= item.number.start < sentence for item in self.items):
            return UNDATED
        self.carried, self.carried_from = Dated(inside[-1].period, Basis.PARAGRAPH, inside[-1].text), sentence
        return self.carried

    @cached_property
    def _heading(self) -> Phrase | None:
        return part_of_year(self.section.heading, self.clock, self.rules)

    def _headed(self) -> Dated:
        """Return what the heading names: a part of a year (前三季度主要指标), years (2023年工作回顾); else what is counted."""
        lead = self.rules.lead_years.search(self.section.heading)
        if lead is not None:
            last = self.clock.report_year
            first = date(last - self.rules.number(lead["n"]) + 1, 1, 1)
            return Dated(Period(first, date(last, 12, 31)), Basis.SECTION, lead[0])
        if self._heading is not None:
            return Dated(self._heading.period, Basis.SECTION, self._heading.text)
        stated = year_of(self.section.heading)
        if stated is not None:
            return Dated(_whole_year(int(stated[1])), Basis.SECTION, stated[0])
        if self.clock.communique:
            return Dated(self.clock.counted or _whole_year(self.clock.report_year), Basis.DOCUMENT)
        return UNDATED

    def _distributed(self, item: Item) -> Dated | None:
        """Pair months or years with the numbers of a list (5月、6月…21.3和10个百分点)."""
        if item.length < 2:
            return None
        first = self.items[item.first].number
        sentence, _ = self.frame.sentence(first.start)
        row = [
            p
            for p in self.frame.phrases
            if sentence <= p.start and p.end <= first.start and p.rule in {"month", "year"}
        ]
        row = row[-item.length :]
        if len(row) < item.length:
            return None
        for left, right in pairwise(row):
            if self.text[left.end : right.start] not in {"、", "和", "，"}:
                return None
        chosen = row[item.index]
        return Dated(chosen.period, Basis.SENTENCE, chosen.text)

    def _of_partner(self, item: Item) -> tuple[int, int]:
        """Return the span whose phrases of time belong to the first of a pair, not to the second."""
        if item.role != "to" or item.partner < 0:
            return (0, 0)
        start = self.items[item.partner].number.start
        clause = self.frame.clause_start(start)
        opened = max(self.text.rfind(word, clause, start) for word in "从由")
        return (opened, start) if opened >= 0 else (0, 0)

    def _from_period(self, number: Number, found: Dated, sentence: int) -> Dated:
        """Return the period of the first of a pair: what stands between 从 and it, or the first year of a span."""
        clause = self.frame.clause_start(number.start)
        opened = max(self.text.rfind(word, clause, number.start) for word in "从由")
        near = [
            p for p in self.frame.phrases if opened <= p.start and p.end <= number.start and p.reach is not Reach.NONE
        ]
        if near and opened >= 0:
            self.first_from = sentence, Dated(near[-1].period, Basis.STATED, near[-1].text)
            return self.first_from[1]
        if self.rules.previous_year.match(self.text, opened + 1) and found.period.end:
            return replace(found, period=_whole_year(found.period.end.year - 1))
        if self.first_from[0] == sentence:
            return replace(self.first_from[1], basis=Basis.SENTENCE)
        if _is_years(found.period) and found.period.start:
            return replace(found, period=Period(found.period.start, found.period.start.replace(month=12, day=31)))
        return UNDATED


def stock_or_flow(dated: Dated, kind: Measure, words: str, rules: PeriodRules) -> Dated:
    """Read an inherited year as its last day for what exists on a day, as the whole year for what happens in it."""
    start, end = dated.period.start, dated.period.end
    if end is None or (start is not None and start.year != end.year):
        return dated
    if (end.month, end.day) != (12, 31) and start is None:
        return dated
    if kind in {Measure.LEVEL, Measure.SHARE} and rules.stock.search(words) and not rules.flow.search(words):
        return replace(dated, period=Period(None, end))
    return dated if start is not None else replace(dated, period=Period(date(end.year, 1, 1), end))


def _whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _is_years(period: Period) -> bool:
    """Say whether a period covers several whole years."""
    start, end = period.start, period.end
    return bool(
        start and end and start.year < end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    )
