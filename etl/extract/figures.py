"""From the numbers of one passage to figures: every field of each number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from etl.extract import carried_places, governing, headed, places, statements, themes
from etl.extract import phrases as names
from etl.extract.confidence import confidence
from etl.extract.context import UNDATED, Dated
from etl.extract.dating import Dating
from etl.extract.items import Item, Sorter
from etl.extract.naming import Naming
from etl.extract.number_rules import Number
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings
from etl.extract.surroundings import WordsAround
from etl.extract.whose import Whose
from etl.model import LONGEST_TEXT, Basis, Bound, Figure, Measure, Reason, Scope, Status

REACH_OF_LIST = 14
"""Characters between two lists that are dealt out to the same places."""

SHORT_NAME = 3
"""Characters of a name that takes the work or project that it is about (越剧《…》演出)."""


class Reader:
    """Reads the figures of one passage; ``excluded`` holds the spans that are no figures, with their reasons."""

    def __init__(self, passage: Passage, numbers: Sequence[Number], reasons: Mapping[int, Reason]) -> None:
        self.passage, self.known = passage, passage.known
        self.text, self.frame, self.section = passage.text, passage.frame, passage.section
        sorter = Sorter(passage, numbers, reasons)
        self.items, self.excluded = sorter.items, sorter.excluded
        self.dating, self.naming = Dating(passage, self.items), Naming(passage, self.items)
        self.around = WordsAround(passage, self.items)
        self._context: dict[int, dict[str, int]] = {}
        self._around_it: dict[str, float] | None = None
        self._whose = Whose(passage)
        self._status = Status.ACTUAL
        self._plan = passage.planned or (passage.report and self.known.periods.this_year.match(self.text) is not None)
        self._last_measure = (Measure.LEVEL, 1)
        self._bound_of_list = Bound.EXACT
        self._told_of = (-1, "")
        """Sentence and place of the last figure that is no rank."""
        self._dealt: dict[int, str] = {}
        """Places that the numbers of lists are dealt out to, by their positions."""
        self._from_measures: dict[int, tuple[Measure, int]] = {}
        """What the first of each pair from A to B measures, by its start: the second measures the same."""

    def figures(self) -> Iterator[Figure]:
        """Yield the figures in text order."""
        for position, item in enumerate(self.items):
            sentence, end = self.frame.sentence(item.number.start)
            limit = self.around.limit(position, sentence, self.naming.own.consumed)
            around = self.around.of(item, limit, sentence, end)
            kind, sign = self._measure(position, around)
            if not item.index:
                before = (
                    self._status if position and self.items[position - 1].number.start > sentence else Status.ACTUAL
                )
                self._status = statements.status(item.number, around, self.known.wording, before, plan=self._plan)
                if (
                    self.passage.to_do
                    and self._status is Status.ACTUAL
                    and not self.known.wording.status.actual.search(around.sentence)
                ):
                    self._status = Status.TARGET
                if (
                    item.role == "from"
                    and self._status is Status.TARGET
                    and not self.known.wording.status.aim_from.search(around.sentence)
                ):
                    self._status = Status.ACTUAL  # 床位从24张增加到60张: what there is, whatever is planned
                # what a rule's figure is raised to is a rule's figure
                if item.role == "to" and before is Status.POLICY and self.items[position - 1].role == "from":
                    self._status = Status.POLICY
            status = self._status
            name = self.naming.name(position, sentence, around, kind, limit)
            if kind is Measure.LEVEL and not item.number.unit and self.known.wording.ratio_reached.search(name.text):
                kind = Measure.RATIO  # 城乡收入倍差…，首次降到2以内
            status, dated = self.dating.date(position, sentence, status, kind, around, name.text)
            yield self._figure(item, around, kind, sign, status, dated, name, sentence)

    @property
    def first_dated(self) -> Dated:
        """The period of the first figure that has been read."""
        return self.dating.dated.get(0, UNDATED)

    def _measure(self, position: int, around: Surroundings) -> tuple[Measure, int]:
        """Return measure and sign; a later number of a list takes the first one's."""
        item = self.items[position]
        first = self.items[item.partner].number if item.role == "to" and item.partner >= 0 else None
        if item.rank:
            self._last_measure = (Measure.RANK, 1)
        elif first is not None and first.unit == item.number.unit and first.start in self._from_measures:
            kind = self._from_measures[first.start][0]
            own = statements.measure(item.number, around, self.known.numbers, self.known.wording)
            self._last_measure = (kind, own[1] if kind in {Measure.GROWTH, Measure.CHANGE} else 1)
        elif item.index:
            self._last_measure = self._in_list(item, around)
        elif not self._goes_on(item) and not self._beside(position):
            found = statements.measure(item.number, around, self.known.numbers, self.known.wording)
            goes_on = found[0] is Measure.SHARE and self._last_measure[0] is Measure.GROWTH
            if found[0] is Measure.SHARE and (
                self._of_ranked_growth(around) or (goes_on and self._so_far(around.left))
            ):
                found = (Measure.GROWTH, 1)
            if not (goes_on and self._same_again(around.left)):
                self._last_measure = found
        if item.role == "from":
            self._from_measures[item.number.start] = self._last_measure
        return self._last_measure

    def _same_again(self, left: str) -> bool:
        """Say whether a percentage is a second rate of the growth before it: 进一步加快至14.6%, 其中三门超过13%."""
        change, bare = self.known.wording.change, self.passage.without_places(left, everywhere=True)
        return bool(change.goes_on.fullmatch(left) or (bare != left and change.goes_on_of.fullmatch(bare)))

    def _of_ranked_growth(self, around: Surroundings) -> bool:
        """Say whether a percentage is the growth whose rank stands before it: 增速居全市第一，达7.1%."""
        change = self.known.wording.change
        ranked = self._last_measure[0] is Measure.RANK and change.ranked_growth.search(self.naming.told.last)
        return bool(ranked) and change.reaches.fullmatch(around.left) is not None

    def _so_far(self, left: str) -> bool:
        """Say whether a percentage is how far the growth aimed at just before has come: 目标增长6%，一季度实现5.8%."""
        return self._status is Status.TARGET and self.known.wording.change.come_so_far.fullmatch(left) is not None

    def _in_list(self, item: Item, around: Surroundings) -> tuple[Measure, int]:
        """Return the measure of a later number of a list: the first one's, but for a direction or unit of its own."""
        kind, sign = self._last_measure
        first = self.items[item.first].number
        own = statements.measure(item.number, around, self.known.numbers, self.known.wording)
        if own[0] is kind and own[0] in {Measure.GROWTH, Measure.CHANGE} and len(around.left) > 1:
            return own
        points = [self.known.numbers.units.dimension(unit) == "points" for unit in (first.unit, item.number.unit)]
        if points == [False, True]:  # 分别增长5%和0.9个百分点
            return Measure.CHANGE, sign
        times = {self.known.numbers.units.dimension(unit) == "times_of" for unit in (first.unit, item.number.unit)}
        unlike = times == {True, False}
        return own if unlike and kind is not Measure.GROWTH else (kind, sign)

    def _beside(self, position: int) -> bool:
        """Say whether a number is what the one before it is compared with: 失业率为2.5%，低于全国（5.1%）."""
        number = self.items[position].number
        if not position or self.items[position - 1].number.unit != number.unit or self._last_measure[0] is Measure.RANK:
            return False
        return bool(self._compared(number))

    def _compared(self, number: Number) -> str:
        """Return the larger unit whose value a number is, that the one before it is compared with; else ``""``."""
        return governing.compared(self.text, self.passage.mentions, number, self.section.scope.code, self.known.places)

    def _goes_on(self, item: Item) -> bool:
        """Say whether a number only goes on with a list of changes in another unit: 减少3起、4人."""
        between = self.text[self.around.behind_previous(item.number.start) : item.number.start]
        listed = self.known.numbers.list_sign.fullmatch(between) is not None
        return listed and self._last_measure[0] is Measure.CHANGE and item.number.counts in {"self", "thing"}

    def _figure(
        self,
        item: Item,
        around: Surroundings,
        kind: Measure,
        sign: int,
        status: Status,
        dated: Dated,
        name: names.Phrase,
        sentence: int,
    ) -> Figure:
        number, known = item.number, self.known
        start, end = self.passage.paragraph.span(number.start, number.end)
        scope = self._place(item, sentence, around)
        if not item.rank:
            self._told_of = sentence, scope.code
        part, part_basis = self._whose.part(sentence, number, around)
        if town := governing.of_town(part, self.text, self.passage.mentions, scope.code, known.places):
            scope = governing.Scoped(town, part_basis)
        owner = self.known.parts.owner.search(part)
        if owner and len(name.text) <= SHORT_NAME:
            name = names.Phrase(names.shorten(part + name.text, known.phrases), Basis.SENTENCE)
        theme, theme_basis = self._theme(name.text, sentence)
        words = headed.completed(self._whose.without(name.text, part), self.section.heading, known.heading)
        yearly = self.passage.clock.is_yearly(dated.period)
        indicator, basis = words[:LONGEST_TEXT], name.basis if name.text else Basis.NONE
        reach = Scope.PART if part else Scope.WHOLE
        limit = item.rank or self._bound(item, around, status)
        value, high = number.value * sign, number.high * sign if number.high is not None else None
        return Figure(
            document_id=self.passage.document.document_id,
            char_start=start,
            char_end=end,
            text=self.text[number.start : number.start + end - start],
            place=scope.code,
            scope=reach,
            indicator=indicator,
            measure=kind,
            value=plain(value),
            value_high=None if high is None else plain(high),
            unit="" if kind is Measure.RANK else number.unit,
            bound=limit,
            period_start=dated.period.start,
            period_end=dated.period.end,
            status=status,
            theme=theme,
            role="from" if item.role == "from" else "",
            scope_name=part,
            period_reported=dated.reported,
            rank_within=statements.rank_within(self.text, number, sentence, known.wording) if item.rank else "",
            baseline=statements.baseline(around, kind, yearly, known.wording),
            revision=statements.revision(around.sentence, known.wording),
            section=self.section.title,
            place_basis=scope.basis,
            period_basis=dated.basis,
            indicator_basis=basis,
            scope_basis=part_basis if part else Basis.DEFAULT,
            theme_basis=theme_basis,
            confidence=confidence(
                (indicator, basis), (scope.code, scope.basis), dated.basis, reach, status, known.themes.registered
            ),
        )

    def _bound(self, item: Item, around: Surroundings, status: Status) -> Bound:
        """Return the bound of a number; one that 分别 says of a list (分别超过6万元和3万元) is that of all that have none."""
        found = statements.bound(item.number, around, self.known.wording, status)
        if not item.index:
            dealt = self.known.phrases.series.pair.search(around.left) is not None
            self._bound_of_list = found if dealt and item.length > 1 else Bound.EXACT
        return self._bound_of_list if item.index and found is Bound.EXACT else found

    def _place(self, item: Item, sentence: int, around: Surroundings) -> governing.Scoped:
        """Return the place that a figure is about."""
        rules, mentions, own = self.known.places, self.passage.mentions, self.section.scope
        opened = carried_places.opened(self.text, mentions, sentence, own, rules)
        if opened is own and self.passage.told:
            previous = self.frame.before(sentence)
            opened = carried_places.told_of(self.text, mentions, previous, sentence, own, rules)
        scope = governing.in_force(
            self.text,
            mentions,
            sentence,
            item.number.start,
            opened,
            self.passage.widest,
            rules,
            told=self.passage.told,
            report=self.passage.report,
        )
        if item.length > 1:
            first = self.items[item.first].number.start
            units = governing.over_units(self.text, mentions, first, item.length, own.code, rules)
            dealt = governing.distributed(self.text, mentions, first, item.length, item.index, rules)
            dealt = units[item.index] if units else dealt
            dealt = self._dealt[item.first + item.index] = dealt or self._dealt_before(item)
            scope = governing.Scoped(dealt, Basis.STATED) if dealt else scope
        above = item.rank and governing.is_above(scope.code, own.code, rules)
        if above and not (self._told_of == (sentence, scope.code) and self._held_beyond(item, sentence, scope.code)):
            return own
        if described := governing.described(self.text, mentions, item.number.stop, rules):
            return governing.Scoped(described, Basis.STATED)
        if compared := self._compared(item.number):
            return governing.Scoped(compared, Basis.STATED)
        larger = governing.larger_unit(self.text, mentions, item.number, around, rules)
        return governing.Scoped(larger, Basis.STATED) if larger and own.code != places.OUTSIDE else scope

    def _held_beyond(self, item: Item, sentence: int, code: str) -> bool:
        """Say whether a rank is held among others than the places of a unit: 全市吞吐量12亿吨，居全省第一."""
        within = statements.rank_within(self.text, item.number, sentence, self.known.wording)
        return within == "country" or (within == "province" and code != places.PROVINCE)

    def _dealt_before(self, item: Item) -> str:
        """Return the place of the same turn in the list before: 温岭、临海分别实现1334亿元、862亿元，增长4.2%、5.6%."""
        before = item.first - item.length
        if before < 0 or self.items[before].first != before or self.items[before].length != item.length:
            return ""
        start = self.items[item.first].number.start
        between = self.text[self.items[item.first - 1].number.stop : start]
        goes_on = len(between) <= REACH_OF_LIST and between[:1] == "，" and not governing.CLAUSES.search(between, 1)
        behind = (m for m in self.passage.mentions if self.items[item.first - 1].number.stop <= m.start < start)
        return self._dealt.get(before + item.index, "") if goes_on and not any(m.named for m in behind) else ""

    def _theme(self, indicator: str, sentence: int) -> tuple[str, Basis]:
        if self.section.theme:
            return self.section.theme, Basis.SECTION
        if sentence not in self._context:
            _, end = self.frame.sentence(sentence)
            self._context[sentence] = themes.counts(self.text[sentence:end] + self.section.heading, self.known.themes)
        return themes.theme(indicator, self._context[sentence], self._further, self.known.themes)

    def _further(self) -> Mapping[str, float]:
        """Return what the paragraph and its section are about."""
        if self._around_it is None:
            further = themes.joined(self.section.about(), themes.shares(self.text, self.known.themes))
            weight = self.known.themes.story_weight if self.passage.told else 1
            self._around_it = {name: weight * share for name, share in further.items()}
        return self._around_it


def plain(value: Decimal) -> Decimal:
    """Return a value without an exponent and without trailing zeros behind the point."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
