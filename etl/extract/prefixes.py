"""Verbs that the first of a list carries and the others leave unsaid (新增班级156个、学位4680个)."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import phrases as names
from etl.extract.items import Item
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings


class Prefixes:
    """Completes the names of one passage by the verb before the first of their list."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.frame, self.known, self.items = passage.text, passage.frame, passage.known, items
        self.prefix = ""
        """Verb of the first of a list that the others leave unsaid."""
        self.lead = ""
        """The same verb where it stands before a figure that only describes: 新增总投资50亿元的项目3个."""

    def name(self, position: int, name: str, around: Surroundings) -> str:
        """Return a name with the verb that the first of its list carries (新增班级156个、学位4680个)."""
        before, rules = self._since_previous(position), self.known.phrases
        listed = before[:1] in {"、", "和"} and (
            self._alike(position) or rules.series.shared_prefix.match(self.prefix) is not None
        )
        if not listed and rules.right.place_kind.fullmatch(before.rstrip("、和")):  # 涉及7个乡镇32个行政村
            listed = True
        if not listed and "。" not in before and rules.series.breakdown.match(around.left.lstrip("，")):
            listed = self._alike(position)
        if position and self._modifies(position) and self.lead and not name.startswith(self.lead):
            return self.lead + name
        found = rules.series.carried_prefix.match(names.strip_start(around.left, rules.left.start))
        self.lead = found[0] if found else ""
        measured = rules.series.measured.search(name) and not rules.series.new_prefix.match(self.prefix)
        free = name.startswith(self.prefix) or rules.series.free.search(name) or measured
        free = free or names.is_dependent(name, rules) or rules.series.per_head.match(name) is not None
        alone = rules.base.place_alone.fullmatch(name) or rules.base.above_alone.fullmatch(name)
        free = free or alone is not None  # 其中武原街道7个、亿元以上3个
        if not (listed and len(name) > 1 and self.prefix) or free:
            found = rules.series.carried_prefix.match(name)
            self.prefix = found[0] if found else ""
            return name
        return self.prefix + name

    def _alike(self, position: int) -> bool:
        """Say whether a figure is measured like the one before."""
        units, number = self.known.numbers.units, self.items[position].number
        return position > 0 and units.dimension(self.items[position - 1].number.unit) == units.dimension(number.unit)

    def _modifies(self, position: int) -> bool:
        """Say whether the figure before only describes what this one counts (总投资50亿元的重大项目3个)."""
        between = self.text[self.items[position - 1].number.stop : self.items[position].number.start]
        return (
            between.startswith("的")
            and self.frame.clause_start(self.items[position].number.start) <= self.items[position - 1].number.start
        )

    def _since_previous(self, position: int) -> str:
        """Return the text from the figure before to this one, without what completes the former's unit (以上, 余)."""
        if not position:
            return ""
        start = self.items[position - 1].number.stop
        fill = self.known.phrases.right.fill.match(self.text, start)
        return self.text[fill.end() if fill else start : self.items[position].number.start]
