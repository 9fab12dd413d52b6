"""The names of lists of numbers, one for each: by their own words, or dealt out over what was named before them."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import listing, phrases
from etl.extract.clauses import Clauses
from etl.extract.items import Item
from etl.extract.passage import Passage
from etl.extract.told import Told
from etl.extract.wholes import Whole
from etl.model import Measure


class Lists:
    """Names the lists of one passage."""

    def __init__(self, passage: Passage, items: Sequence[Item], clauses: Clauses, whole: Whole, told: Told) -> None:
        self.text, self.frame, self.known, self.items = passage.text, passage.frame, passage.known, items
        self.clauses, self.whole, self.told = clauses, whole, told

    def names(self, left: str, item: Item, kind: Measure) -> tuple[str, ...]:
        """Return the names of a list of numbers, one for each, where the words before it hold as many."""
        rules, length = self.known.phrases, item.length
        if kind is Measure.SHARE and (shares := self.whole.dealt(left.strip("，、"), self.told.recent, length)):
            return tuple(phrases.shorten(share, rules) for share in shares)
        before = phrases.name_before(left, kind, rules)
        growing = kind is Measure.GROWTH and rules.series.pair.search(left)
        if growing and (rows := self._of_trend(before, item)):
            return rows
        alone = rules.base.of_growth.fullmatch(before) and rules.series.split.search(before) is None
        if kind is Measure.LEVEL and (alone or not before) and (totals := self._totals(item)):
            return totals
        if not before:
            return self._dealt_over_told(left, item, kind)
        if kind is Measure.RANK and alone and (ranked := self._last_named(item)):
            return tuple(name + before for name in ranked)
        if len(self.told.listed) == length and listing.is_dependent(before, rules):
            return listing.on_bases(self.told.listed, before, rules)
        return listing.of_words(before, length, self.told.indicator, rules)

    def _totals(self, item: Item) -> tuple[str, ...]:
        """Return what several totals are of where as many were told as new (新增A29家、B41家，总数分别达156家和118家)."""
        rules, recent = self.known.phrases.base, tuple(self.told.recent[-item.length :])
        start = self.items[item.first].number.start
        total = rules.total.search(self.text, self.frame.clause_start(start), start)
        new = total and len(recent) == item.length and all(rules.new.search(name) for name in recent)
        return tuple(rules.new.sub("", name) for name in recent) if new else ()

    def _dealt_over_told(self, left: str, item: Item, kind: Measure) -> tuple[str, ...]:
        """Return the names of a list that has no words of its own: what was named before it, one for each, else none."""
        rules, length = self.known.phrases, item.length
        if kind is Measure.CHANGE and rules.rank.growth.search(left):
            return self._every_one(item)
        compared = kind in {Measure.RANK, Measure.CHANGE} and not self.told.listed
        if compared and (named := self._last_named(item)):
            return named
        if compared and rules.series.pair.search(left) and not self._dealt_out(item):
            return ()
        dealt_growth = kind is Measure.GROWTH and (rules.rank.growth.search(left) or self._after_amounts(item))
        if (dealt_growth or rules.series.pair.search(left)) and len(self.told.recent) >= length:
            return tuple(self.told.recent[-length:])
        start = max(self.told.sentence, self.items[item.first - 1].number.stop if item.first else 0)
        told = self.text[start : self.frame.clause_start(item.number.start)]
        if kind is Measure.GROWTH and (branches := listing.of_clauses(told, length, rules)):
            return branches
        joint = self._told_together(left, item)
        return joint or (self.told.listed if len(self.told.listed) == length else ())

    def _of_trend(self, before: str, item: Item) -> tuple[str, ...]:
        """Return the branches whose growths are dealt out and whose trend the clause before tells, else none.

        A、B和C增长较快，增速分别达…; 数控机床、汽车零部件两个行业最为抢眼，产值分别增长15.4%和12.9%.
        """
        rules = self.known.phrases
        trend = self.clauses.trend(self.frame.clause_start(item.number.start))
        if not before or rules.base.of_growth.fullmatch(before):
            return listing.of_words(trend, item.length, "", rules) if trend else ()
        told = rules.series.so_many.sub("", trend) if rules.series.head.fullmatch(before) else trend
        rows = listing.of_words(told, item.length, "", rules) if told != trend else ()
        return tuple(row + before for row in rows)

    def _told_together(self, left: str, item: Item) -> tuple[str, ...]:
        """Return the names that the figure just before has told of as one (两项均突破万亿元，分别达到…), else none."""
        rules = self.known.phrases
        if not item.first or self.told.named_in != self.told.sentence or not rules.series.pair.search(left):
            return ()
        before = self.items[item.first - 1].number.start
        every = rules.series.each.search(self.text, self.frame.clause_start(before), before)
        return listing.of_words(self.told.last, item.length, "", rules) if every else ()

    def _last_named(self, item: Item) -> tuple[str, ...]:
        """Return the last ``length`` things that the sentence has named, for their ranks or what they lie above, else none.

        A增长6%，B增长8%，增速分别居全市第二、第三; 分别高于全省1.2个、4.5个点. 分别居全国、全省 deals out where one is ranked.
        """
        every = tuple(dict.fromkeys(self.told.said))
        return every[-item.length :] if self._dealt_out(item) and len(every) >= item.length else ()

    def _dealt_out(self, item: Item) -> bool:
        """Say whether 分别 deals a list out to what was named, not to what one thing is compared with."""
        words = self.text[self.frame.clause_start(item.number.start) : item.number.start]
        series = self.known.phrases.series
        return series.pair.search(words) is not None and "、" not in words and not series.compared_pair.search(words)

    def _every_one(self, item: Item) -> tuple[str, ...]:
        """Return all that the sentence has named, where changes of its growths are dealt out to as many of them.

        分别高于全省、全市 deals them out to what one thing is compared with.
        """
        every = tuple(dict.fromkeys(self.told.said))
        return every if self._dealt_out(item) and len(every) == item.length else ()

    def _after_amounts(self, item: Item) -> bool:
        """Say whether as many amounts as a list has growths stand just before it, each for itself."""
        row = self.items[max(0, item.first - item.length) : item.first]
        kinds = {self.known.numbers.units.dimension(one.number.unit) for one in row}
        alone = all(one.length == 1 and one.number.start >= self.told.sentence for one in row)
        return len(row) == item.length and alone and "percent" not in kinds
