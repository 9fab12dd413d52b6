"""What governs the figures further on: the period of an earlier sentence, of the paragraph's lead, of the heading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from etl.extract.context import AVERAGE_YEARS, CLAUSE_SIGNS, LONG, OPENING, SAME_PERIOD, UNDATED, YEAR, Dated
from etl.extract.items import Item
from etl.extract.passage import Passage
from etl.extract.periods import DAY, MONTH, PARTS, find, part_of_year, year_of
from etl.extract.times import Period, Phrase, Reach, is_years, whole_year
from etl.model import Basis, Status

A_YEAR = 366
"""Days since the end of a year in which a story that opens a sentence with it goes on about it."""


class Inheritance:
    """Remembers, figure by figure, the period that later ones of the passage inherit."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.frame, self.section, self.report = passage.text, passage.frame, passage.section, passage.report
        self.passage = passage
        self.told = passage.told
        self.clock, self.rules, self.items = passage.clock, passage.known.periods, items
        self.point = self.section.asked or passage.known.sections.point.match(self.text) is not None
        """Whether the paragraph is a point of a list or an answer: it stands under what its heading says."""
        heading = self.section.heading
        dated = (
            self.report or year_of(heading, self.rules) is not None or self.rules.year_begun.search(heading) is not None
        )
        self.planned = passage.year_ahead or (dated and passage.planned)
        """Whether the paragraph stands under the heading of a report's plan or of a year's, or tells the year's."""
        self.carried = UNDATED
        self.over_the_year = UNDATED
        """The year that a paragraph reviews as a whole (全年…): it holds for what is counted further on."""
        self.carried_from = -1
        self.of_headlines = False
        """Whether what is carried reaches only sentences that begin with a headline indicator."""
        if self.report:
            self._lead()

    def _lead(self) -> None:
        """Let several years that open a paragraph's first sentence, which has no figure, govern all of it (这五年，…。)."""
        _, end = self.frame.sentence(0)
        lead, own = self.passage.lead, self.passage.leading
        if lead is not UNDATED and (own is None or not self.items or self.items[0].number.start >= end):
            self.carried, self.carried_from = lead, 0

    def keep(self, found: Dated, sentence: int) -> None:
        """Remember what governs a figure of a sentence, where it reaches further; forget what it puts an end to."""
        phrase = next(
            (p for p in reversed(self.frame.phrases) if p.text == found.reported and p.start >= sentence), None
        )
        if (
            phrase is not None
            and phrase.rule in PARTS
            and self.rules.in_passing.search(self.text, sentence, phrase.start)
        ):
            self.carried_from = sentence if self.carried_from >= 0 else -1
            return  # 全年增长3.6%。增幅不高，但一季度是下降9.2%
        if phrase is not None and (
            (self.clock.communique and phrase.rule in LONG)
            or phrase.rule in {AVERAGE_YEARS, SAME_PERIOD}
            or phrase.part
            or (self.report and self.text[phrase.start - 1 : phrase.start] in self.rules.front.from_)
            or (self.report and phrase.rule == "since" and phrase.start - sentence > 0 and self._of_a_thing(phrase))
            or self.frame.aside(phrase)
            or self._ends_alike(phrase, sentence)
            or self.rules.by_parts.search(self.text, sentence, phrase.start)
            or (self._of_a_whole_year and sentence and phrase.rule in PARTS)
            or (self.clock.annual and phrase.rule == MONTH)
            or (self.passage.lead is not UNDATED and phrase.rule == YEAR and self._said_within(phrase, sentence))
            or (self.planned and phrase.rule == "until" and not self.rules.years_ahead.search(self.section.heading))
        ):
            return
        if phrase is not None and self.rules.over_the_year.match(phrase.text):
            opens = self.text[phrase.start - 1 : phrase.start] in {"", "，", "。", "；"}
            self.over_the_year = found._replace(basis=Basis.PARAGRAPH) if opens else UNDATED
        if phrase is not None and self._governs(phrase, sentence) and self._opens(phrase, sentence):
            self.carried, self.carried_from = found, sentence
            self.of_headlines = not self._further(phrase, sentence)
        elif found.basis is not Basis.NONE and not self._same(found):
            self.carried_from = -1

    @property
    def _of_a_whole_year(self) -> bool:
        """Say whether the text reports on a year, of which a part is told for itself alone."""
        return self.report and self.clock.counted is None and (self.clock.annual or not self.clock.communique)

    def _same(self, found: Dated) -> bool:
        """Say whether a phrase says again what governs the text of a report: 五年来，…，五年提高7个百分点."""
        again = self.carried_from >= 0 and found.period == self.carried.period
        return self.report and (again or found.reported in self.rules.to_date)

    def _ends_alike(self, phrase: Phrase, sentence: int) -> bool:
        """Say whether a day inside a sentence is the last of the time that the text speaks of (上半年，…。…，截至6月底…)."""
        over = self.carried.period if self.carried_from >= 0 else Period(None, None)
        inside = phrase.start - sentence > OPENING and phrase.period.start is None
        return inside and over.start is not None and over.end == phrase.period.end

    def _opens(self, phrase: Phrase, sentence: int) -> bool:
        """Say whether a phrase stands where it may govern the next sentence: at the beginning, in a story that of a clause."""
        told = self.told and self._part(phrase) and self.text[phrase.start - 1] in CLAUSE_SIGNS
        return self.report or phrase.start - sentence <= OPENING or told

    def _part(self, phrase: Phrase) -> bool:
        """Say whether a phrase names what a story tells of: a part of a year, days on end, the year just over by its number."""
        if phrase.rule == "year" and phrase.period.end is not None:
            return 0 < (self.clock.reference - phrase.period.end).days < A_YEAR and phrase.text[0].isdigit()
        return phrase.rule in PARTS or (phrase.rule == DAY and phrase.period.start != phrase.period.end)

    def _governs(self, phrase: Phrase, sentence: int) -> bool:
        """Say whether a phrase may govern the next sentence: in a story, what it tells of may (前三季度，…。…)."""
        if self.rules.for_itself.match(self.text, phrase.end):
            return False
        if self.told and phrase.rule in LONG and not self._continues(sentence):
            return False  # 近三年，财政兑现奖补7260万元。全县专利授权量达3500余件
        return phrase.reach in {Reach.FRAME, Reach.SPAN} and (self._further(phrase, sentence) or self._part(phrase))

    def _further(self, phrase: Phrase, sentence: int) -> bool:
        """Say whether a phrase may govern whatever the next sentence tells; else only what it tells of a headline indicator."""
        further = self.report or (self.told and self._part(phrase)) or self._continues(sentence)
        return further or phrase.reach is Reach.FRAME

    def _said_within(self, phrase: Phrase, sentence: int) -> bool:
        """Say whether a year stands inside a clause: in a review of several it is of that alone (收入去年达到3.8万元)."""
        if sentence and self.text[phrase.end : phrase.end + 1] != "，" and phrase.text[0].isdigit():
            return True  # 2021年城镇、农村居民人均收入分别达…。新改扩建学校46所
        opens = phrase.start - sentence <= OPENING or self.text[phrase.start - 1 : phrase.start] in CLAUSE_SIGNS
        return not opens and self.passage.leading is not None

    def _of_a_thing(self, phrase: Phrase) -> bool:
        """Say whether a subject stands before a phrase of time in its clause: 秀山大桥2019年通车以来 says nothing of others."""
        return self.frame.clause_start(phrase.start) < phrase.start

    def inherited(self, sentence: int, position: int, status: Status) -> Dated:
        """Return the frame of the sentence just before, where that one had figures under it; in a report, of any before.

        Outside reports a sentence that first speaks of something else, and of a figure only in a later clause, is free.
        """
        if met := self._met(sentence):
            return met
        if self.rules.scene.match(self.text, sentence) and not self.point:
            return UNDATED  # 走进位于…的工厂，20条生产线开足马力
        if self.carried_from < 0 and self.passage.under.period.end and status is Status.ACTUAL:
            return self.passage.under._replace(basis=Basis.PARAGRAPH)
        if self.carried_from < 0 or (status is not Status.ACTUAL and not self.report):
            headed = (
                self._headed()
                if self.report or self.point or self.planned
                else self._opened(sentence, position, status)
            )
            return headed if headed.basis is not Basis.NONE else self._in_heading_bracket
        previous = self.frame.before(sentence)
        if not self.report and (self._fresh(sentence, position) or self.carried_from not in {previous, sentence}):
            self.carried_from = -1
            return self._in_heading_bracket
        self.carried_from = sentence
        return self.carried._replace(basis=Basis.PARAGRAPH)

    def _fresh(self, sentence: int, position: int) -> bool:
        """Say whether a sentence speaks of something else than the one before by the time that it tells a figure.

        One that breaks the one before down (其中，…) does not, but for what it tells behind a semicolon at length.
        """
        if self.rules.among.match(self.text, sentence):
            clause = self.text.rfind("；", sentence, position) + 1
            return clause > 0 and self.rules.one_more.match(self.text, clause) is None
        if self.of_headlines and self.carried_from != sentence and not self.rules.headline.match(self.text, sentence):
            return True
        opened = self.rules.connective.match(self.text, sentence, position)
        later = self.carried_from != sentence and "，" in self.text[opened.end() if opened else sentence : position]
        return later and self.rules.breaks_down.match(self.text, sentence) is None

    def to_date(self, found: Dated) -> Dated:
        """Return 累计 in a report as the end of what it reports on, not the day that it was written."""
        if self.carried_from >= 0 and is_years(self.carried.period):
            return found._replace(period=self.carried.period)
        headed = self._headed().period
        if self.carried_from < 0 and is_years(headed):
            return found._replace(period=headed)
        over = self.carried.period.end if self.carried_from >= 0 else headed.end
        if over is None or found.period.end is None or over >= found.period.end:
            return found
        return found._replace(period=Period(None, over))

    def _continues(self, sentence: int) -> bool:
        """Say whether the next sentence takes up this one with 其中."""
        _, end = self.frame.sentence(sentence)
        signs = (self.rules.continues, self.rules.breaks_down, self.rules.connective)
        return any(sign.match(self.text, end) for sign in signs)

    def _met(self, sentence: int) -> Dated | None:
        """Return the day of the meeting that the sentence before tells of, for what is told of it (会上，…10个县负责人)."""
        if not self.rules.at_meeting.match(self.text, sentence):
            return None
        previous = self.frame.before(sentence)
        days = [p for p in self.frame.phrases if previous <= p.start < sentence and p.rule == "day"]
        return Dated(days[-1].period, Basis.PARAGRAPH, days[-1].text) if days else None

    def _opened(self, sentence: int, position: int, status: Status) -> Dated:
        """Return what a sentence without figures just before opens with, for one that goes straight on to its figure."""
        previous = self.frame.before(sentence)
        if previous < 0 or status is not Status.ACTUAL:
            return UNDATED
        inside = [p for p in self.frame.phrases if previous <= p.start < sentence and p.reach is not Reach.NONE]
        if not inside or inside[-1].reach not in {Reach.FRAME, Reach.SPAN}:
            return UNDATED
        # 上半年这张卷子不好答。全县顶着压力往前拱，规上工业总产值…
        headline = inside[-1].rule in PARTS and self.rules.headline.match(self.text, self.frame.clause_start(position))
        if "，" in self.text[sentence:position] and not headline:
            return UNDATED
        settled = self.rules.all_done.search(
            self.text, previous, sentence
        )  # 去年十件实事全部办结。新改建农村公路72公里
        if not settled and any(previous <= item.number.start < sentence for item in self.items):
            return UNDATED
        self.carried, self.carried_from = Dated(inside[-1].period, Basis.PARAGRAPH, inside[-1].text), sentence
        return self.carried

    @cached_property
    def _heading(self) -> Phrase | None:
        return part_of_year(self.section.heading, self.clock, self.rules)

    @cached_property
    def _in_heading_bracket(self) -> Dated:
        """What a bracket at the end of the heading says of everything under it: 主要指标（2024年1-9月）, 进展（截至9月末）."""
        bracket = self.rules.heading_bracket.search(self.section.heading)
        found = find(bracket["period"], self.clock, self.rules) if bracket else []
        stated = [phrase for phrase in found if phrase.rule in {*PARTS, "as_of", "month_end", "years"}]
        return Dated(stated[0].period, Basis.SECTION, stated[0].text) if stated else UNDATED

    def _headed(self) -> Dated:
        """Return what the heading names: a part of a year (前三季度主要指标), years (2023年工作回顾); else what is counted."""
        lead = self.rules.lead_years.search(self.section.heading)
        if lead is not None:
            last = self.clock.report_year
            first = date(last - self.rules.number(lead["n"]) + 1, 1, 1)
            return Dated(Period(first, date(last, 12, 31)), Basis.SECTION, lead[0])
        if self._heading is not None:
            return Dated(self._heading.period, Basis.SECTION, self._heading.text)
        if self._in_heading_bracket.basis is not Basis.NONE:
            return self._in_heading_bracket
        stated = year_of(self.section.heading, self.rules)
        if stated is not None:
            return Dated(whole_year(int(stated["y"])), Basis.SECTION, stated[0])
        if self.planned:
            next_year = self.rules.next_year.search(self.section.heading) is not None
            return Dated(whole_year(self.clock.reference.year + next_year), Basis.DOCUMENT)
        if self.report:
            return Dated(self.clock.counted or whole_year(self.clock.report_year), Basis.DOCUMENT)
        return UNDATED
