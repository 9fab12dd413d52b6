"""What governs a number in its paragraph: its sentence and clause, and the phrase of time in force."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from etl.extract.number_rules import Number
from etl.extract.times import NOTHING, FrontWords, Period, Phrase, Reach
from etl.model import Basis

_SENTENCE_END = re.compile(r"[。！？\n](?:(?<!\n)[。！？]*[”’）]*)?")
NEAR = 24
"""Characters: how far the day of an event reaches."""

OPENING = 8
"""Characters: a phrase of time that begins within them opens its sentence and may govern more than its clause."""

CLAUSE_SIGNS = frozenset({"，", "；", "："})
"""Signs inside a sentence behind which a clause begins."""


SHORT = frozenset({"now", "so_far", "holiday"})
"""Rules of phrases that count up to today or name a few days: they end with a semicolon."""

LONG = frozenset({"last_years", "change_years", "average_years", "next_years", "plan", "years", "since"})
"""Rules of phrases that cover several years: an average of the year under them keeps their period."""

YEARLY = frozenset({"yearly", "yearly_name"})
"""Rules of such averages; 每年 says that nothing is dated."""

CHANGE_YEARS = "change_years"
"""Rule of the years over which something changed or added up: 2024年达76.8%，五年提高55.4个点."""

AVERAGE_YEARS = "average_years"
"""Rule of the years whose growth is averaged: 两年平均增长."""

MONTH_ALONE = "month_alone"
"""Rule of a month that is told for itself: 已 behind it is not of more (3月当月出口已转正)."""

SAME_PERIOD = "same_period"
"""Rule of the year before (去年同期): it dates its own number."""

VERB = 2
"""Characters of a verb that is said again."""

AS_OF = "as_of"
"""The rule of a day up to which a sentence counts."""

DATED = frozenset({"year", "year_end", "month", "quarters", "same_period"})
"""Rules of phrases that behind 从 date the first of a pair."""

_CLAUSE_SIGNS = re.compile("[，。；：！？〔|]")
_SIGN_OR_DIGIT = re.compile(r"[，。；：！？、\d]")


class Dated(NamedTuple):
    """A period, where it comes from, and the words that state it."""

    period: Period
    basis: Basis
    reported: str = ""


UNDATED = Dated(NOTHING, Basis.NONE)


YEAR = "year"
"""Rule of phrases that name a year."""


class Frame:
    """The sentences of one paragraph, and what is in force at each point of it."""

    def __init__(
        self, text: str, phrases: Sequence[Phrase], words: FrontWords, begins: int = 0, counted: Period | None = None
    ) -> None:
        """``begins`` is where the text begins behind the words that say where and when it was written.

        ``counted`` is what all of the document is of, where it says so.
        """
        self.text, self.counted = text, counted or NOTHING
        self.words = words
        self.phrases = [phrase for phrase in phrases if not _inside_title(text, phrase.start)]
        self.phrase_starts = [phrase.start for phrase in self.phrases]
        self.signs = [match.end() for match in _CLAUSE_SIGNS.finditer(text)]
        self._clauses: dict[int, int] = {}
        self.starts = [0, begins] if begins else [0]
        self.starts.extend(match.end() for match in _SENTENCE_END.finditer(text) if match.end() < len(text))

    def sentence(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence at a position."""
        index = bisect_right(self.starts, position) - 1
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.starts[index], end

    def before(self, sentence: int) -> int:
        """Return where the sentence before one begins, -1 if it is the first."""
        index = bisect_left(self.starts, sentence) - 1
        return self.starts[index] if index >= 0 else -1

    def clause_start(self, position: int) -> int:
        """Return where the clause of a position begins: behind the last comma or stronger sign, inside its bracket."""
        if position not in self._clauses:
            self._clauses[position] = self._clause_start(position)
        return self._clauses[position]

    def _clause_start(self, position: int) -> int:
        first, _ = self.sentence(max(0, position - 1))
        last = bisect_right(self.signs, position) - 1
        start = max(first, self.signs[last] if last >= 0 else 0)
        bracket = self.text.rfind("（", start, position)
        if bracket >= 0 and "）" not in self.text[bracket:position]:
            return bracket + 1
        return start

    def governing(
        self,
        number: Number,
        *,
        stated_only: bool = False,
        ahead: re.Pattern[str] | None = None,
        skip: tuple[int, int] = (0, 0),
        rising: bool = False,
    ) -> Dated:
        """Return the period in force at a number: stated in its clause, else inherited in its sentence.

        With ``stated_only`` a mere 已 or 累计 of an earlier clause does not reach the number: a rate is not counted up.
        Words of what is to come (``ahead``) behind a year are of all of it, whatever day is told before. A growth
        (``rising``) is of the time that its sentence tells, whatever a clause before has counted up.
        """
        start, _ = self.sentence(number.start)
        clause = self.clause_start(number.start)
        inside = [
            phrase
            for phrase in self.phrases[
                bisect_left(self.phrase_starts, start) : bisect_left(self.phrase_starts, number.start)
            ]
            if phrase.end <= number.start and not skip[0] <= phrase.start < skip[1]
        ]
        dated = any(phrase.reach in {Reach.FRAME, Reach.SPAN} for phrase in inside)
        if rising and (dated or self.words.yearly.search(self.text, clause, number.start)):
            inside = [phrase for phrase in inside if phrase.reach is not Reach.SOFT]
        chosen = self._chosen(inside, clause, number)
        if chosen is not None:
            stated = chosen.start >= clause
            if stated_only and not stated and chosen.reach is Reach.SOFT:
                return UNDATED
            if chosen.reach is Reach.EVERY:
                return Dated(NOTHING, Basis.NONE, chosen.text)
            period = self.year_before(chosen) if chosen.rule == SAME_PERIOD else self._up_to_year(inside, chosen)
            expected = self.words.expected.search(self.text, max(0, chosen.start - NEAR), chosen.start)  # 预计全年可达…
            if chosen.rule == "year" and not expected and not (ahead and ahead.match(self.text, chosen.end)):
                period = self._up_to(inside, period, rate=stated_only)
            return Dated(period, Basis.STATED if stated else Basis.SENTENCE, chosen.text)
        return UNDATED if stated_only else self._behind(number)

    def _up_to_year(self, inside: list[Phrase], chosen: Phrase) -> Period:
        """Return a phrase's period; years of change or average end with the time that the sentence tells of."""
        start, end = chosen.period.start, chosen.period.end
        if chosen.rule == AVERAGE_YEARS and start and end:
            of_calendar = (start.month, start.day) == (1, 1)  # a report's: the first of them is counted
            return self._averaged(inside, chosen.period, end.year - start.year + of_calendar)
        if (
            chosen.rule != CHANGE_YEARS or start is None or end is None or start.day == 1
        ):  # a report's are of the calendar
            return chosen.period
        before = [phrase for phrase in inside if phrase.rule == "year" and phrase.start < chosen.start]
        told = before[-1].period.end if before else None
        # 2016年返乡创业，五年带动…: the year of a figure, not of an event
        figure = before and any(map(str.isdigit, self.text[before[-1].end : chosen.start]))
        if told is None or told.year >= end.year or not figure:
            return chosen.period
        return Period(date(told.year - (end.year - start.year) + 1, 1, 1), date(told.year, 12, 31))

    def _averaged(self, inside: list[Phrase], years: Period, count: int) -> Period:
        """Return the years of an average up to the time that the sentence tells of: 1—4月…，两年平均增长9.7%."""
        told = [
            p.period for p in inside if p.rule not in LONG and p.reach in {Reach.FRAME, Reach.SPAN} and p.period.end
        ]
        start, end = (told[-1].start, told[-1].end) if told else (None, None)
        from_january = start is not None and (start.month, start.day) == (1, 1)
        planned = next((p.period.end for p in inside if p.rule == "until" and p.period.end), None)
        if planned and years.end and planned > years.end:  # 到2026年，…；五年年均增长9%以上
            return Period(date(planned.year - count + 1, 1, 1), planned)
        if start is None or end is None or not from_january or start.year != end.year:
            return years
        return Period(date(start.year - count + 1, 1, 1), end)

    def _behind(self, number: Number) -> Dated:
        """Return what 已 behind a counted thing says of it: 126项已经破解, 3个项目已纳入名单."""
        index = bisect_left(self.phrase_starts, number.stop)
        phrase = self.phrases[index] if index < len(self.phrases) else None
        if phrase is None or phrase.reach is not Reach.SOFT or not number.unit or number.counts == "self":
            return UNDATED  # 总投资5亿元的项目已开工 says nothing of the amount
        between = self.text[number.stop : phrase.start]
        near = len(between) <= NEAR and _SIGN_OR_DIGIT.search(between) is None
        return Dated(phrase.period, Basis.STATED, phrase.text) if near else UNDATED

    def _up_to(self, inside: list[Phrase], period: Period, *, rate: bool) -> Period:
        """Return 今年 as far as the sentence's 截至 goes; a rate is that of its day."""
        day = next((phrase.period for phrase in inside if phrase.rule == "as_of"), NOTHING)
        if day.end is None or period.start is None or period.end is None or not period.start <= day.end < period.end:
            return period
        return day if rate else Period(period.start, day.end)

    def year_before(self, phrase: Phrase) -> Period:
        """Return the period that the text speaks of before a phrase, a year earlier (去年同期)."""
        before = [other for other in self.phrases if other.end <= phrase.start and other.period.end]
        return (before[-1].period if before else self.counted).shifted(-1)

    def _chosen(self, inside: list[Phrase], clause: int, number: Number) -> Phrase | None:
        """Return the phrase that wins among those before a number in its sentence, the latest first."""
        soft: Phrase | None = None
        for phrase in reversed(inside):
            between = self.text[phrase.end : number.start]
            if phrase.reach is Reach.NONE or self._of_another(phrase, between):
                continue
            if phrase.reach is Reach.EVERY:
                over = self._averaged_over(phrase, inside)
                if phrase.start >= clause and over is None:
                    return phrase
                if over is not None and phrase.start >= clause:
                    return over
                continue
            if phrase.reach is Reach.SOFT:
                if soft is None and "；" not in between and not self._of_one(phrase, between):
                    soft = phrase
                continue
            if phrase.reach is Reach.EVENT:
                if (soft is None or phrase.rule == MONTH_ALONE) and self._reaches(phrase, between):
                    return phrase
                continue
            counted = soft is not None and self._counts_up(phrase, soft, number)
            return self._counted_to(inside, soft) if soft and counted else phrase
        return soft and self._counted_to(inside, soft)

    def _counts_up(self, phrase: Phrase, soft: Phrase, number: Number) -> bool:
        """Say whether 已 and 累计 behind a time count up to the day, not over that time."""
        if self._sums_up(phrase, soft, number):
            return True
        earlier = phrase.rule == "year" and phrase.start < self.clause_start(soft.start)
        return earlier and not self._opens(phrase)

    def _sums_up(self, phrase: Phrase, soft: Phrase, number: Number) -> bool:
        """Say whether 累计 repeats the verb of what a part of a year has brought: 基地上半年完成投资8亿元，累计完成42亿元."""
        verb = self.text[soft.end : number.start]
        before = self.text[phrase.end : soft.start]
        again = len(verb) == VERB and before.startswith(verb) and before.count("，") == 1
        return again and soft.start == self.clause_start(number.start)

    def _averaged_over(self, phrase: Phrase, inside: list[Phrase]) -> Phrase | None:
        """Return the years told before 年均, or those just before 每年 (2021—2023年每年安排1.2亿元); else ``None``."""
        if phrase.rule in YEARLY:
            long = (other for other in reversed(inside) if other.rule in {*LONG, "until"})
            return next((other for other in long if not _in_one_year(other.period)), None)
        return next((other for other in inside if other.rule == "years" and other.end == phrase.start), None)

    def _counted_to(self, inside: list[Phrase], soft: Phrase) -> Phrase:
        """Return what 已 and 累计 count up to: the day that opens their sentence (截至9月底，…已完成11个), else their own."""
        day = next((phrase for phrase in inside if phrase.rule == AS_OF and phrase.start < soft.start), None)
        return day if day and self.text[day.start - 1 : day.start] in {"", "。", "：", "；"} else soft

    def _of_one(self, phrase: Phrase, between: str) -> bool:
        """Say whether 累计 behind a number's sign of a list sums up that number alone: 新增6家、累计25家，…."""
        return self.text[phrase.start - 1 : phrase.start] == "、" and "，" in between

    def _inside(self, phrase: Phrase, between: str) -> bool:
        """Say whether an aim's year is said of its clause alone, as inside one: 入驻企业到2026年达200家；….

        What adds up behind a semicolon does so over the years before it.
        """
        if phrase.rule == "year":
            sentence, _ = self.sentence(phrase.start)
            # 占比保持在4%以上，2021年达4.6%；高新技术企业…
            reached = phrase.start > sentence and self.words.reached.match(self.text, phrase.end) is not None
            opens = phrase.start - sentence <= OPENING or self.text[phrase.start - 1 : phrase.start] in CLAUSE_SIGNS
            return (reached or not opens) and "：" not in between  # 建议2011年主要目标为：…；…
        if phrase.rule not in {"until", "deadline"} or "；" not in between:
            return False
        alone = self.text[phrase.end : phrase.end + 1] != "，" and not self._leads(phrase)
        start, stop = phrase.end + between.rindex("；"), phrase.end + len(between)
        return alone or any(other.reach is Reach.SOFT and start < other.start < stop for other in self.phrases)

    def _within(self, phrase: Phrase) -> bool:
        """Say whether a phrase names a part of the time that its sentence opens with (上半年，…，4月当月…；…)."""
        sentence, _ = self.sentence(phrase.start)
        first = self.phrases[bisect_left(self.phrase_starts, sentence)]
        over, part = first.period, phrase.period
        if (
            first is phrase
            or first.start - sentence > OPENING
            or not (over.start and over.end and part.start and part.end)
        ):
            return False
        return (
            first.reach in {Reach.FRAME, Reach.SPAN}
            and over != part
            and over.start <= part.start <= part.end <= over.end
        )

    def _leads(self, phrase: Phrase) -> bool:
        """Say whether a phrase opens a clause of a sentence that no semicolon has divided yet."""
        opens = phrase.start == 0 or self.text[phrase.start - 1] in {"。", *CLAUSE_SIGNS}
        return opens and "；" not in self.text[self.sentence(phrase.start)[0] : phrase.start]

    def _reaches(self, phrase: Phrase, between: str) -> bool:
        """Say whether what is dated once reaches over the words behind it: an event's day the next clause, years their own."""
        commas = between.count("，") + between.count("；")
        return commas <= (0 if phrase.rule in LONG else 1) and len(between) <= NEAR

    def aside(self, phrase: Phrase) -> bool:
        """Say whether a phrase is said in passing: in brackets, or of what something is compared with."""
        sentence, _ = self.sentence(phrase.start)
        opened = self.text.rfind("（", sentence, phrase.start)
        bracketed = opened >= 0 and "）" not in self.text[opened : phrase.start]
        return bracketed or self.text[phrase.start - 1 : phrase.start] in self.words.compared

    def _told_before(self, phrase: Phrase) -> bool:
        """Say whether a phrase of time stands before one in its sentence that may govern it."""
        sentence, _ = self.sentence(phrase.start)
        return any(sentence <= p.start < phrase.start and p.reach in {Reach.FRAME, Reach.SPAN} for p in self.phrases)

    def _opens(self, phrase: Phrase) -> bool:
        """Say whether a year opens its sentence as a clause of its own, and so governs all of it (2021年，已完成…)."""
        return phrase.start == self.sentence(phrase.start)[0] and self.text[phrase.end : phrase.end + 1] == "，"

    def _of_another(self, phrase: Phrase, between: str) -> bool:
        """Say whether a phrase only dates a part (其中6月份…；) or the second of a pair (降至目前的全国第8，) before a number."""
        before = self.text[phrase.start - 1 : phrase.start]
        # 从…，到目前的第8，; but 到目前为止，…
        up_to = phrase.text[0] == "到" and not (phrase.start == self.clause_start(phrase.start) and between[:1] == "，")
        paired = (phrase.rule == "now" and (before in {"至", "到", *self.words.from_} or up_to)) or (
            phrase.rule in DATED and before in self.words.from_
        )
        # what a bracket says ends with it; a period that another is compared with governs only its own value in brackets
        bracketed = between.count("）") > between.count("（") and between not in {"）为", "）达"}
        bracketed = bracketed and not (between.startswith("）：") and between.count("：") == 1)  # 居民收入（上半年）：…
        compared = before in self.words.compared and (
            (between.startswith("（") and "）" in between) or (phrase.rule == "plan" and "，" in between)
        )
        # 虽然4月受疫情影响，仍比去年同期多了2万
        conceded = "，" in between and self.text.startswith(self.words.conceding, self.clause_start(phrase.start))
        conceded = conceded and (phrase.rule != YEAR or self._told_before(phrase))
        return (
            conceded
            or (
                "；" in between
                and (phrase.part or phrase.rule in SHORT or self._inside(phrase, between) or self._within(phrase))
            )
            or (paired and ("，" in between or "；" in between))
            or bracketed
            or compared
        )


def _in_one_year(period: Period) -> bool:
    """Say whether a period lies in one year: it has no average of years (今年以来，村集体年均增收6万元)."""
    return bool(period.start and period.end and period.start.year == period.end.year)


def _inside_title(text: str, position: int) -> bool:
    """Say whether a position lies in a book title or a document number: what it says is no period of the text."""
    opened = text.rfind("《", 0, position)
    if opened >= 0 and "》" not in text[opened:position]:
        return True
    return text[max(0, position - 1) : position] in {"〔", "["}
