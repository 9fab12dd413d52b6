"""What the clause before a number names, for a number whose own clause names nothing."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import phrases as names
from etl.extract.items import Item
from etl.extract.passage import Passage
from etl.model import Measure


class Clauses:
    """The clauses of a passage, as what the numbers behind them may be about."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.passage, self.frame, self.known, self.items = passage, passage.frame, passage.known, items

    def trend(self, limit: int) -> str:
        """Return what the clause just before tells the direction of, ``""`` if it tells no direction."""
        sentence, _ = self.frame.sentence(limit)
        start = max(self.frame.clause_start(limit - 1), sentence) if limit > sentence else limit
        found = self.known.phrases.base.trend.fullmatch(self.passage.without_phrases(start, max(start, limit - 1)))
        if found is None:
            return ""
        return names.name_before(self.passage.without_places(found["what"]), Measure.GROWTH, self.known.phrases)

    def holds_figure(self, limit: int) -> bool:
        """Say whether the clause before holds a figure."""
        sentence, _ = self.frame.sentence(limit)
        start = max(self.frame.clause_start(limit - 1), sentence) if limit > sentence else limit
        return any(start <= item.number.start < limit for item in self.items)

    def before(self, limit: int) -> str:
        """Return what the clause before names, for a number whose own clause names nothing."""
        sentence, _ = self.frame.sentence(limit)
        if limit <= sentence:
            return ""
        start = max(self.frame.clause_start(limit - 1), sentence)
        words = self.passage.without_phrases(start, limit - 1)
        if not words and start > sentence:  # a clause that only dates: 推进文化礼堂建设，截至11月底，累计建成20511家
            limit, start = start, max(self.frame.clause_start(start - 1), sentence)
            words = self.passage.without_phrases(start, limit - 1)
        words = self.passage.without_places(words)
        if self.known.phrases.base.idle.fullmatch(words):  # 今年这个数，要做到98.5%
            return ""
        return names.name_before(words, Measure.GROWTH, self.known.phrases)

    def fresh(self, limit: int) -> str:
        """Return what the clause just before names where it holds no figure and so introduces a subject of its own."""
        sentence, _ = self.frame.sentence(limit)
        start = max(self.frame.clause_start(limit - 1), sentence) if limit > sentence else limit
        if start >= limit or any(start <= item.number.start < limit for item in self.items):
            return ""
        happened = self.known.phrases.base.happened.search(self.passage.text, start, limit - 1)
        return "" if happened else self.before(limit)
