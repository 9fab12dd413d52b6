"""The period of each figure: stated, inherited in its sentence or paragraph, from a heading, or distributed over a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from etl.extract.context import UNDATED, Dated
from etl.extract.inheritance import Inheritance
from etl.extract.items import Item
from etl.extract.passage import Passage
from etl.extract.planning import Planning
from etl.extract.statements import Surroundings
from etl.extract.times import Period, PeriodRules, Reach, is_years, whole_year
from etl.extract.together import NEAR_BASE, Together
from etl.model import Basis, DocumentKind, Measure, Status

HEAD = 4
"""Characters at the end of a name that say what is measured."""

A_YEAR = 366
"""Days: a longer time up to now is several years."""

INHERITED_FROM_AFAR = (Basis.PARAGRAPH, Basis.SECTION, Basis.DOCUMENT)


class Dating:
    """Dates the figures of a passage one after the other; remembers what may govern later ones."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.frame, self.report = passage.text, passage.frame, passage.report
        self.clock, self.rules, self.passage, self.items = passage.clock, passage.known.periods, passage, items
        self.inheritance, self.together = Inheritance(passage, items), Together(passage, items)
        self.planning = Planning(passage)
        self.passing = frozenset({"from", "to"} if passage.report else {"from"})
        """Parts of a pair from A to B whose years say nothing of later sentences: in a report, neither does."""
        self.dated: dict[int, Dated] = {}
        self.allotted = (-1, "")
        """Sentence and words of the last 今年 in which something was set aside: what is said further of it is of all the year."""
        self.reached = -9
        """Position of the last level that was reached in several years, and so is of their last one."""
        self.glossed: tuple[int, Dated] = (-1, UNDATED)
        """Sentence and period of the last number whose bracket dates it alone, and so its rank."""

    def date(
        self, position: int, sentence: int, status: Status, kind: Measure, words: Surroundings, name: str
    ) -> tuple[Status, Dated]:
        """Return the period of a figure of that name, and its status now that the period is known."""
        item = self.items[position]
        dated = self._bracketed(item, sentence) or self._governing(position, item, sentence, status, kind)
        dated = self._since_baseline(dated, kind, words)
        if status is Status.POLICY and (dated.basis is not Basis.STATED or self.rules.each.fullmatch(dated.reported)):
            dated = UNDATED  # 补助标准由每年2.4万元提高到3万元
        status, dated = self.planning.settle(status, dated, kind, words)
        if status is Status.TARGET:
            dated = self._since_baseline(dated, kind, words)
        # a year's plan is for the year, whatever it is to bring
        yearly = status is Status.TARGET and dated.period.start is not None
        if self.clock.communique and self.rules.day_of_year.fullmatch(dated.reported) and self.rules.rates.search(name):
            dated = dated._replace(period=whole_year(dated.period.end.year)) if dated.period.end else dated
        afar = dated.basis in INHERITED_FROM_AFAR or self._past_a_stock(dated, kind, words.left + name)
        if self.report and not yearly and afar:
            dated = stock_or_flow(dated, kind, words.left + "，" + name, self.rules)
        status, dated = self._by_its_words(item, sentence, status, dated, kind, words, name)
        flows = self.rules.flow.search(words.left) or self.rules.flow.search(name[-HEAD:])
        total = self.rules.total.search(words.left) is not None and flows is None
        if kind is Measure.LEVEL and dated.period.start and total:
            dated = dated._replace(period=Period(None, dated.period.end))
        dated = self._reached(position, dated, kind, words.left, name)
        alike = item.index or (position and self.text[self.items[position - 1].number.stop : item.number.start] == "、")
        behind = item.first if item.index else position - 1
        first = self.dated[behind] if alike and behind in self.dated else dated
        if kind is Measure.LEVEL and dated.reported == first.reported and dated.period.end == first.period.end:
            dated = first  # what a list has reached, each of it has
        self.dated[position] = dated
        return status, dated

    def _by_its_words(
        self, item: Item, sentence: int, status: Status, dated: Dated, kind: Measure, words: Surroundings, name: str
    ) -> tuple[Status, Dated]:
        """Return status and period as what is counted says: what exists on a day, what a year is to bring or has set aside."""
        paired = item.role in {"from", "to"} and kind is Measure.LEVEL and item.number.counts != "self"
        if paired and dated.period.start and dated.period == whole_year(dated.period.start.year):
            # 企业由2012年的38家增加到2021年的312家
            flows = self.rules.flow.search(name) or self.rules.of_events.search(item.number.unit)
            dated = dated if flows else dated._replace(period=Period(None, dated.period.end))
        if kind is Measure.LEVEL and dated.period.start == dated.period.end and _is_stock(name, self.rules):
            dated = dated._replace(period=Period(None, dated.period.end))  # 2020年11月1日零时常住人口35.88万人
        day = self.clock.reference
        over_years = dated.period.end == day and dated.period.start and (day - dated.period.start).days > A_YEAR
        if item.role == "to" and paired and over_years and not self.rules.flow.search(name):
            dated = dated._replace(period=Period(None, day))  # 两年来，…床位由310张增加到870张
        if kind is Measure.LEVEL and dated.basis is not Basis.STATED and self.rules.yearly_plan.search(words.left):
            # 年度计划投资42.6亿元, whenever it is told
            status, dated = Status.TARGET, dated._replace(period=whole_year((dated.period.end or day).year))
        if self._set_for_year(dated, sentence, words):
            dated = dated._replace(period=whole_year(day.year))
        reached = self.rules.year_end_share.search(name) or (self.clock.counted and self.rules.done_rate.search(name))
        sized = dated.basis is not Basis.STATED and self.rules.sized.search(words.left) is not None
        sized = sized and words.right.startswith("的")
        work = dated.basis in INHERITED_FROM_AFAR and self.rules.measured_work.search(words.left) is not None
        project = dated.basis is Basis.SENTENCE and self.rules.project_of_year.search(words.sentence) is not None
        lacks = dated.basis in INHERITED_FROM_AFAR and self.rules.lacking.search(words.left) is not None
        if (sized or work or project or lacks) and status is Status.ACTUAL and kind is Measure.LEVEL:
            dated = UNDATED  # 总投资12亿元的产业园塔吊林立: what a thing costs has no time
        part = kind is not Measure.GROWTH and item.role != "to" and self._of_part(dated, sentence, item)
        if part or self._there_are(dated, kind, words) or self._of_no_time(dated, kind, words.left):
            dated = UNDATED
        there = kind is Measure.LEVEL and status is Status.ACTUAL and self._exists(dated, item, words)
        if dated.period.start and there:
            dated = dated._replace(period=Period(None, dated.period.end))
        if kind is Measure.SHARE and dated.period.end and reached:
            dated = dated._replace(period=Period(None, dated.period.end))
        return status, dated

    def _set_for_year(self, dated: Dated, sentence: int, words: Surroundings) -> bool:
        """Say whether what is told of 今年 is set down for all of it: 今年省财政安排转移支付680亿元, 今年的10件民生实事."""
        day = self.clock.reference
        if dated.period != Period(date(day.year, 1, 1), day):
            return False
        if self.rules.allotted.search(words.left) or self.allotted == (sentence, dated.reported):
            self.allotted = sentence, dated.reported
            return True
        return self.rules.works_of_year.match(words.right) is not None

    def _exists(self, dated: Dated, item: Item, words: Surroundings) -> bool:
        """Say whether the words around a level tell what exists on a day (上半年…，贷款余额28.5亿元)."""
        exists = self.rules.exists if dated.basis is Basis.STATED else self.rules.underway
        there = exists.search(words.left) or self.rules.balance.search(words.left)
        # 近三年累计投入1.3亿元；研发人员现有112人: a word of time, which is no part of the words on the left
        there = there or self.rules.existing.search(
            self.text, self.frame.clause_start(item.number.start), item.number.start
        )
        does = item.number.counts != "self" and self.rules.doers.match(words.right) is not None
        return there is not None or does or self.rules.then_was.search(words.sentence) is not None

    def _there_are(self, dated: Dated, kind: Measure, words: Surroundings) -> bool:
        """Say whether a story tells what there is, behind a sentence on a part of the year: 今年1至4月修船46艘。企业有24家.

        An example (如吴村…) is of no such time either.
        """
        if dated.basis is not Basis.PARAGRAPH or self.report:
            return False
        start, end = dated.period.start, dated.period.end
        there = kind is Measure.LEVEL and start is not None and end is not None and start.year == end.year
        opened = self.rules.opened_by.fullmatch(words.sentence) and not self.rules.of_all_kinds.match(words.right)
        there = there and bool(opened or self.rules.there_is.fullmatch(words.left))
        return there or self.rules.example.match(words.sentence) is not None

    def _of_part(self, dated: Dated, sentence: int, item: Item) -> bool:
        """Say whether a case's sentence goes on to tell of one village or firm: it is of no time told of the county before."""
        afar = dated.basis is Basis.PARAGRAPH and self.passage.document.kind == DocumentKind.CASES
        start, end = dated.period.start, dated.period.end
        over_years = start is not None and end is not None and start.year < end.year  # 近三年
        return afar and not over_years and self.passage.parts.before(self.text, sentence, item.number.start) != ""

    def _of_no_time(self, dated: Dated, kind: Measure, left: str) -> bool:
        """Say whether a story tells in a sentence of some time what is so each day or month, or how large something is."""
        if kind is not Measure.LEVEL or self.report or dated.basis is not Basis.SENTENCE:
            return False
        if dated.period.start is None:
            return dated.period.end is not None and self.rules.year_output.search(left) is not None
        return self.rules.each_time.search(left) is not None

    def _reached(self, position: int, dated: Dated, kind: Measure, words: str, name: str) -> Dated:
        """Read several years as their last one for a level that was reached in them (五年来，…突破2万亿元).

        Not where they are said of the number itself. An income per head and a share are of their last year too, unless
        they have been kept up over all of them.
        """
        start, end = dated.period.start, dated.period.end
        if not self.report or start is None or end is None or start.year == end.year or dated.basis is Basis.STATED:
            return dated
        level = kind in {Measure.LEVEL, Measure.RATIO, Measure.SHARE} and self.rules.reached.search(words) is not None
        level = (
            level or kind is Measure.RANK or (kind is Measure.RATIO and self.rules.of_earlier.search(words) is not None)
        )
        state = kind is not Measure.GROWTH and self.rules.yearly_state.search(name) is not None
        level = level or (state and kind is not Measure.CHANGE)
        # 财政总收入达到84.9亿元、一般公共预算收入49.7亿元
        joined = words.startswith("、") and self.reached == position - 1 and kind is Measure.LEVEL
        if not (level or joined) or self.rules.adds_up.search(words):
            return dated
        self.reached = position
        of_day = kind is Measure.LEVEL and _is_stock(name, self.rules)
        return dated._replace(period=Period(None, end) if of_day else whole_year(end.year))

    def _governing(self, position: int, item: Item, sentence: int, status: Status, kind: Measure) -> Dated:
        number, further, together = item.number, self.inheritance, self.together
        if position and self.rules.by_then.match(self.text, sentence, number.start):
            return self.dated[position - 1]._replace(basis=Basis.PARAGRAPH)
        rate = kind in {Measure.SHARE, Measure.CHANGE, Measure.RATIO}
        found = together.distributed(item) or self.frame.governing(
            number,
            stated_only=rate or item.role == "to",
            ahead=self.rules.to_come if status is Status.TARGET else None,
            skip=together.of_partner(item),
            rising=kind is Measure.GROWTH,
        )
        if found.basis is Basis.NONE and not found.reported and status is not Status.POLICY:
            found = further.inherited(sentence, number.start, status)
            if found.basis is Basis.NONE and not rate:
                found = further.over_the_year
        elif self.report and found.reported in self.rules.averaged:
            over = further.inherited(sentence, number.start, status)
            found = next((years for years in (over, self.passage.lead) if is_years(years.period)), found)
        elif found.reported not in self.rules.counted and item.role not in self.passing:
            further.keep(found, sentence)
        if self.report and found.reported in self.rules.to_date and found.period.start is None:
            found = further.to_date(found)
        if item.role == "from":
            first = together.first(number, found, sentence)
            if first.reported and first.period.end is None:  # 由去年同期的19.8亿元增至…: of what the paragraph tells
                over = further.inherited(sentence, number.start, status)
                first = first._replace(period=over.period.shifted(-1)) if over.period.end else first
            return first
        over = further.carried if further.carried_from >= 0 else UNDATED
        return together.beside(position, found, kind, self.dated, over)

    def _past_a_stock(self, dated: Dated, kind: Measure, words: str) -> bool:
        """Say whether 年末 stands in an earlier clause: what happens over the year is not of its last day."""
        at_end = dated.basis is Basis.SENTENCE and self.rules.day_of_year.fullmatch(dated.reported) is not None
        flow = self.rules.flow.search(words[-HEAD:]) is not None
        happens = self.rules.flow.search(words) is not None and (flow or self.rules.stock.search(words) is None)
        return at_end and happens and (kind is Measure.LEVEL or (kind is Measure.GROWTH and flow))

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

    def _since_baseline(self, dated: Dated, kind: Measure, words: Surroundings) -> Dated:
        """Let a growth over several years span them: 2022年…比2019年增长 runs from 2019."""
        start, end = dated.period.start, dated.period.end
        clause = words.sentence.rpartition("，")[2].rpartition("；")[2]
        counted = kind in {Measure.CHANGE, Measure.LEVEL}
        if counted and start is None and end is not None and self.rules.year_begin.search(clause):
            return dated._replace(period=Period(date(end.year, 1, 1), end))
        if kind not in {Measure.GROWTH, Measure.CHANGE} or end is None:
            return dated
        stated = self.rules.since.search(clause[-NEAR_BASE:])
        before = (end if kind is Measure.GROWTH else start or end).year - 1
        if stated is None or int(stated[1]) >= before:
            return dated
        return dated._replace(period=Period(date(int(stated[1]), 1, 1), end))


def stock_or_flow(dated: Dated, kind: Measure, words: str, rules: PeriodRules) -> Dated:
    """Read an inherited year as its last day for what exists on a day, as the whole year for what happens in it."""
    start, end = dated.period.start, dated.period.end
    if end is None or ((end.month, end.day) != (12, 31) and start is None):
        return dated
    if kind in {Measure.LEVEL, Measure.SHARE} and _is_stock(words, rules):
        return dated._replace(period=Period(None, end))
    return dated if start is not None else dated._replace(period=Period(date(end.year, 1, 1), end))


def _is_stock(words: str, rules: PeriodRules) -> bool:
    """Say whether words name what exists on a day, not what happens in a time."""
    words = rules.threshold.sub("", words)  # 产值超亿元企业119家: what they make says nothing of how many there are
    return rules.stock.search(words) is not None and rules.flow.search(words) is None
