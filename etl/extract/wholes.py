"""Parts of a whole: what 其中 and 按…分 leave unsaid of the figures behind them, and what a share is a share of."""

from __future__ import annotations

from etl.extract.phrase_rules import SeriesRules
from etl.model import Measure


class Whole:
    """The last whole that was broken down; its measure and name complete those of its parts."""

    def __init__(self, rules: SeriesRules) -> None:
        self.rules = rules
        self.sentence = -1
        self.level = ""
        """What the last level is measured in."""
        self.dimension = self.head = self.name = ""

    def note(self, between: str, sentence: int, indicator: str) -> None:
        """Take the indicator named last for a whole, if the words up to the next figure break it down."""
        if self.rules.breakdown.search(between):
            head = self.rules.head.search(indicator)
            self.sentence, self.dimension, self.name = sentence, self.level, indicator
            self.head = head[0] if head else ""

    def part(self, sentence: int, kind: Measure, dimension: str, name: str) -> str:
        """Return a name with the measure of its whole: 增加值100亿元，其中数字产业30亿元 is 数字产业增加值.

        An area (城镇, 县城) takes the whole's name, anything else its measure, where the part is measured alike and its
        own name does not say what is measured.
        """
        if kind is Measure.LEVEL:
            self.level = dimension
        elif kind is not Measure.GROWTH:
            return name
        alike = kind is Measure.GROWTH or dimension == self.dimension
        if len(name) < 2 or self.sentence != sentence or not alike:
            return name
        if self.rules.area.fullmatch(name):
            _, resident, rest = self.name.partition(self.rules.resident)
            return name + (rest if resident and name.endswith(resident) else self.rules.everybody.sub("", self.name))
        return name if self.rules.any_head.search(name) else name + self.head

    def share(self, left: str, sentence: int, base: str) -> str:
        """Return the name of a share that only says 占 or 占全县: what was named last, of what; ``""`` for any other."""
        found = self.rules.share_alone.fullmatch(left)
        if found is None or not base:
            return ""
        of = found["of"] or (self.name if self.sentence == sentence and self.name != base else "")
        return (self.rules.share_name if of else self.rules.share_name_bare).format(base=base, of=of)
