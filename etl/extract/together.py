"""The periods of numbers that stand together: dealt out over a list, from one year to another, a growth and its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from etl.extract.context import UNDATED, Dated
from etl.extract.items import Item
from etl.extract.number_rules import Number
from etl.extract.passage import Passage
from etl.extract.times import Period, Phrase, Reach, is_years, month_of, whole_year
from etl.model import Basis, Measure

NEAR_BASE = 24
"""Characters before a growth in which the number that it is compared with is looked for."""


SINGLE = frozenset({"month", "month_alone", "year", "quarters", "half", "first_quarters"})
"""Rules of phrases of which several in a row are dealt out to the numbers of a list."""

JOINS = frozenset({"、", "和", "，"})
"""Signs between them."""

MONTHS = "months"
"""Rule of two months in one phrase: 4、5月."""

YEAR, PARTS_OF_YEAR = "year", frozenset({"quarters", "half", "first_quarters"})
"""Rules of a year, and of its parts: the part told of the last of several years is that of each."""

YEARS = "years"
"""Rule of two years in one phrase: 2021年、2022年."""


def _each_year(phrase: Phrase) -> list[Phrase]:
    """Return the single times that a phrase names: the years of 2021年、2022年 one by one, none of 2021—2023年."""
    start, end = phrase.period.start, phrase.period.end
    if phrase.rule == YEARS and start and end and any(sign in phrase.text for sign in JOINS):
        return [phrase._replace(period=whole_year(year)) for year in (start.year, end.year)]
    if phrase.rule == MONTHS and start and end and any(sign in phrase.text for sign in JOINS):
        return [phrase._replace(period=month_of(day)) for day in (start, end)]
    return [phrase] if phrase.rule in SINGLE else []


def _part_of(part: Phrase, year: Phrase) -> Phrase:
    """Return a part of a year as one of another year."""
    start, of = part.period.start, year.period.start
    return year._replace(period=part.period.shifted(of.year - start.year)) if start and of else year


class Together:
    """Dates the numbers of one passage by those beside them."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.frame, self.passage, self.items = passage.text, passage.frame, passage, items
        self.rules = passage.known.periods
        self.first_from: tuple[int, Dated] = (-1, UNDATED)
        """Sentence and period of the first pair from A to B, for the pairs behind it."""
        self.pair: tuple[int, Dated, Dated] | None = None
        """The last pair that states a year for each of its two, and where it ends: pairs that state none go on with them."""

    def distributed(self, item: Item) -> Dated | None:
        """Pair months or years with the numbers of a list (5月、6月…21.3和10个百分点)."""
        if item.length < 2:
            return None
        first = self.items[item.first].number
        sentence, _ = self.frame.sentence(first.start)
        named = [p for p in self.frame.phrases if sentence <= p.start and p.end <= first.start]
        if named and self.rules.several.search(self.text, named[-1].end, first.start):
            return None  # 2021年、2022年，城镇和农村居民收入分别增长: the things are dealt out, not the years
        row = [one for p in named for one in _each_year(p)][-item.length :]
        if len(named) > 1 and named[-2].rule == YEAR and named[-1].rule in PARTS_OF_YEAR:  # 2021年、2022年一季度
            row[-2:-1] = [_part_of(named[-1], named[-2])] if len(row) > 1 else row[-2:-1]
        apart = (
            right.start >= left.end and self.text[left.end : right.start] not in JOINS for left, right in pairwise(row)
        )
        if len(row) < item.length or any(apart):
            return self._of_quarters(item, sentence, first.start)
        chosen = row[item.index]
        return Dated(chosen.period, Basis.SENTENCE, chosen.text)

    def _of_quarters(self, item: Item, sentence: int, start: int) -> Dated | None:
        """Deal the quarters that one phrase names to the numbers of a list (一、二季度分别增长…)."""
        named = [p for p in self.passage.phrases_between(sentence, start) if p.rule == "quarters"]
        first, last = (named[-1].period.start, named[-1].period.end) if named else (None, None)
        if first is None or last is None or last.month - first.month + 1 != 3 * item.length:
            return None
        month = first.month + 3 * item.index
        end = month_of(date(first.year, month + 2, 1)).end
        return Dated(Period(date(first.year, month, 1), end), Basis.SENTENCE, named[-1].text)

    def of_partner(self, item: Item) -> tuple[int, int]:
        """Return the span whose phrases of time belong to the first of a pair, not to the second."""
        if not item.role:
            return self._changed_from(item.number)
        if item.role != "to" or item.partner < 0:
            return (0, 0)
        start = self.items[item.partner].number.start
        opened = self._opened(start)
        return (opened, start) if opened >= 0 else (0, 0)

    def _opened(self, position: int) -> int:
        """Return where the last 从 or 由 of the clause stands before a position, -1 if there is none."""
        clause = self.frame.clause_start(position)
        return max(self.text.rfind(word, clause, position) for word in self.rules.front.from_)

    def _changed_from(self, number: Number) -> tuple[int, int]:
        """Return the span before a change that dates only what it starts from (由上年的6.3%加快4.4个百分点)."""
        opened = self._opened(number.start)
        found = opened >= 0 and self.rules.changed_by.fullmatch(self.text, opened, number.start)
        return (opened, number.start) if found else (0, 0)

    def first(self, number: Number, found: Dated, sentence: int) -> Dated:
        """Return the period of the first of a pair: what stands between 从 and it, or the first year of a span."""
        opened = self._opened(number.start)
        near = [
            p for p in self.frame.phrases if opened <= p.start and p.end <= number.start and p.reach is not Reach.NONE
        ]
        told = [p for p in self.passage.phrases_between(sentence, opened) if p.rule == "year" and p.period.end]
        yearly = near and self.rules.previous_year.fullmatch(near[-1].text) is not None
        if yearly and opened >= 0 and told and told[-1].period.end:
            # 2022年…由上年的43件降至19件: the year before that one
            self.first_from = sentence, Dated(whole_year(told[-1].period.end.year - 1), Basis.STATED, near[-1].text)
            return self.first_from[1]
        if near and opened >= 0:
            period = self.frame.year_before(near[-1]) if near[-1].rule == "same_period" else near[-1].period
            self.first_from = sentence, Dated(period, Basis.STATED, near[-1].text)
            return self.first_from[1]
        if self.rules.previous_year.match(self.text, opened + 1) and found.period.end:
            return found._replace(period=whole_year(found.period.end.year - 1))
        if self.first_from[0] == sentence:
            return self.first_from[1]._replace(basis=Basis.SENTENCE)
        if is_years(found.period) and found.period.start:
            # what rose over five years rose from the year before them; 2018年至2022年 names the first itself
            return found._replace(period=whole_year(found.period.start.year - (not found.reported[:4].isdigit())))
        return (
            self.pair[1]._replace(basis=Basis.PARAGRAPH)
            if self.pair and self._goes_on(number, self.pair[0])
            else UNDATED
        )

    def _goes_on(self, number: Number, pair: int) -> bool:
        """Say whether a pair opens its sentence, no time told since that of years: 财政收入由122亿元增至345亿元 is over these."""
        sentence, _ = self.frame.sentence(number.start)
        begins = max(sentence, self.text.rfind("；", sentence, number.start))
        told = self.passage.phrases_between(pair, number.start)
        return "，" not in self.text[begins : number.start] and not any(
            phrase.reach in {Reach.FRAME, Reach.SPAN} for phrase in told
        )

    def beside(self, position: int, found: Dated, kind: Measure, dated: Mapping[int, Dated], over: Dated) -> Dated:
        """Return the period of a figure by the ones before it: the second of a pair, or a growth against a base.

        ``dated`` holds the periods of those before it; ``over`` is what governs the paragraph.
        """
        item = self.items[position]
        if item.role == "to" and (second := self._second(item, found, dated)):
            return second
        if kind is Measure.GROWTH and item.length > 1 and item.first >= item.length and self._dealt(item):
            return dated[position - item.length]._replace(basis=Basis.SENTENCE)
        if kind is Measure.CHANGE and position - 1 in dated and self._apart(position, found):
            return dated[position - 1]._replace(basis=Basis.SENTENCE)
        of = dated.get(position - 1, UNDATED)
        if found.basis is Basis.NONE and of.period.end and self._of_the_last(position, kind):
            return of._replace(basis=Basis.SENTENCE)
        if kind is Measure.GROWTH and position > 1 and self._compared(position - 1):
            return dated[position - 2]._replace(basis=Basis.SENTENCE)
        if kind in {Measure.GROWTH, Measure.CHANGE} and self._sums_up(position):
            first, second = dated.get(self.items[position - 1].partner), dated.get(position - 1)
            for whole in (over, found):
                if second and is_years(whole.period) and whole.period.end == second.period.end:
                    return whole._replace(basis=Basis.PARAGRAPH)
            yearly = first is not None and self.rules.previous_year.fullmatch(first.reported) is not None
            if first and second and first.period.start and second.period.end and not yearly:
                return second._replace(period=Period(first.period.start, second.period.end), basis=Basis.SENTENCE)
        return found

    def _second(self, item: Item, found: Dated, dated: Mapping[int, Dated]) -> Dated | None:
        """Return the period of the second of a pair where the first says more of it than its own words, else ``None``.

        A pair without years goes on with those of the last one that stated them.
        """
        first, end = dated.get(item.partner), found.period.end
        again = self.pair and first and Basis.STATED not in {first.basis, found.basis}
        if self.pair and again and first and first.period.end == self.pair[1].period.end:
            return self.pair[2]._replace(basis=Basis.PARAGRAPH)
        if end and is_years(found.period):
            if first and first.period.end and not first.period.start:  # a stock at both ends
                return found._replace(period=Period(None, end), basis=Basis.SENTENCE)
            return found._replace(period=whole_year(end.year))
        if first is None:
            return None
        if {first.basis, found.basis} == {Basis.STATED} and first.period.start and found.period.end:
            self.pair = item.number.stop, first, found
        return None

    def _dealt(self, item: Item) -> bool:
        """Say whether a list of growths is dealt to as many amounts just before it (存栏5万头，出栏7万头，分别下降…)."""
        row = self.items[item.first - item.length : item.first]
        start = self.items[item.first].number.start
        sentence, _ = self.frame.sentence(start)
        clause = self.text[self.frame.clause_start(start) : start]
        alone = all(one.length == 1 and one.number.start >= sentence for one in row)
        return alone and self.passage.known.phrases.series.pair.match(clause) is not None

    def _sums_up(self, position: int) -> bool:
        """Say whether a growth says how far the pair from A to B before it went."""
        if position < 1 or self.items[position - 1].role != "to":
            return False
        start, end = self.items[position - 1].number.stop, self.items[position].number.start
        between = self.text[start:end]
        if any(phrase.reach is Reach.SPAN for phrase in self.passage.phrases_between(start, end)):
            return False  # …缩小到去年的1.58，上半年低收入农户收入增长15.2%
        contrasted = self.rules.contrasts.search(between) or self.rules.of_its_own.search(between)
        return contrasted is None and "；" not in between and "。" not in between and len(between) <= NEAR_BASE

    def _of_the_last(self, position: int, kind: Measure) -> bool:
        """Say whether a share or a rank is of the number just before it: 累计募集1640万元，其中菇商捐赠占58%."""
        if kind is Measure.RANK:
            return not self.items[position].role and self._ranked(position)
        return kind is Measure.SHARE and self._share_of(position)

    def _share_of(self, position: int) -> bool:
        """Say whether a number is a share of the one just before it, in the next clause: it is of the same day."""
        return position > 0 and self.rules.share_of.fullmatch(self._between(position)) is not None

    def _apart(self, position: int, found: Dated) -> bool:
        """Say whether a change is how far the number just before it lies from something else, so that it is of its time.

        占比29.9%，高出全省平均水平4.1个百分点; 由120元增至345元，年均增长24.6%，高于全省9个百分点
        """
        return (found.basis is Basis.NONE and self._gap_of(position)) or self._sums_up(position - 1)

    def _ranked(self, position: int) -> bool:
        """Say whether a rank is that of what the pair from A to B just before it has reached: …提高到目前的91.2%，居全市第二."""
        if not position or self.items[position - 1].role != "to":
            return False
        between = self._between(position)
        return between.count("，") == 1 and "。" not in between

    def _gap_of(self, position: int) -> bool:
        """Say whether a change is how far the number just before it lies above or below something else."""
        return position > 0 and self.rules.gap_of.fullmatch(self._between(position)) is not None

    def _between(self, position: int) -> str:
        """Return the words between the number before and this one."""
        return self.text[self.items[position - 1].number.stop : self.items[position].number.start]

    def _compared(self, position: int) -> bool:
        """Say whether a number is only the base that another is compared with."""
        start = self.items[position].number.start
        return self.rules.base.search(self.text, max(0, start - NEAR_BASE), start) is not None
