"""Parts of a whole: what 其中 and 按…分 leave unsaid of the figures behind them, and what a share is a share of."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract.phrase_rules import SeriesRules
from etl.model import Measure

SAME_KIND = 2
"""Characters at the end that a whole and a part of the same kind share (企业)."""

SHORT_PART = 6
"""Characters of a part's name that needs the words that qualify the whole."""


class Whole:
    """The last whole that was broken down; its measure and name complete those of its parts."""

    def __init__(self, rules: SeriesRules) -> None:
        self.rules = rules
        self.sentence = -1
        self.level = ""
        """What the last level is measured in."""
        self.dimension = self.head = self.name = self.measured = ""
        self.shares_of = self.areas_of = (-1, "")
        """Sentence of a heading of shares, or of areas, and the whole that they are of."""

    def note(self, between: str, sentence: int, indicator: str) -> None:
        """Take the indicator named last for a whole, if the words up to the next figure break it down."""
        head = self.rules.head.search(indicator)
        self.measured = head[0] if head else self.measured if self.rules.branches_counted.search(indicator) else ""
        if self.rules.breakdown.search(between):
            self.sentence, self.dimension, self.name = sentence, self.level, indicator
            self.head = head[0] if head else ""
        elif "；" in between:
            self.sentence = -1
        if looked := self.rules.looking.search(between):
            self.sentence, self.dimension, self.name, self.head = sentence, self.level, "", looked["head"]
        if headed := self.rules.share_head.search(between):
            self.shares_of = sentence, headed["of"]
        if headed := self.rules.area_head.search(between):
            self.areas_of = sentence, headed["what"]

    def part(self, sentence: int, kind: Measure, dimension: str, name: str) -> str:
        """Return a name with the measure of its whole: 增加值100亿元，其中数字产业30亿元 is 数字产业增加值.

        An area (城镇, 县城) takes the whole's name, anything else its measure, where the part is measured alike and its
        own name does not say what is measured.
        """
        if kind is Measure.LEVEL:
            self.level = dimension
        elif kind is Measure.SHARE and (ended := self.rules.ends_share.search(name)):
            rate = self.rules.own_share.search(self.name)
            of = self.name if self.sentence == sentence and not rate else ""
            return (self.rules.share_name if of else self.rules.share_name_bare).format(
                base=name[: ended.start()], of=of
            )
        elif kind is Measure.SHARE and self.shares_of[0] == sentence and not self.rules.own_share.search(name):
            return self.rules.share_name.format(base=name, of=self.shares_of[1]) if name else name
        elif kind is not Measure.GROWTH:
            return name
        area = self.rules.area.fullmatch(name)
        if area and self.areas_of[0] == sentence:
            return self._of_area(name, self.areas_of[1])
        alike = kind is Measure.GROWTH or dimension == self.dimension
        if (len(name) < 2 and kind is not Measure.GROWTH) or not name or self.sentence != sentence or not alike:
            return name
        if area:
            return self._of_area(name, self.name)
        if self.rules.any_head.search(name):
            return name
        return self._of_whole(name, kind)

    def _of_area(self, name: str, whole: str) -> str:
        """Return the name of an area with what the whole's name says of everybody."""
        _, resident, rest = whole.partition(self.rules.resident)
        return name + (rest if resident and name.endswith(resident) else self.rules.everybody.sub("", whole))

    def _of_whole(self, name: str, kind: Measure) -> str:
        """Return the name of a part of the whole with what it leaves unsaid."""
        whole = self.rules.qualified.fullmatch(self.name)
        if whole and not self.head and whole[0][-SAME_KIND:] == name[-SAME_KIND:] and len(name) <= SHORT_PART:
            return whole["qualifier"] + name
        if self.rules.product.search(self.name) and self.rules.product_part.search(name):
            return name + self.rules.product_head
        if not self.head and kind is Measure.GROWTH and self.rules.branch.search(name):
            return name + self.measured  # 33个行业大类中有21个实现增长，其中通用设备制造业增长13.4%
        inside = self.rules.of_firms.match(self.name) if self.rules.firms.search(name) else None
        return (inside[0] if inside and self.head else "") + name + self.head

    def dealt(self, left: str, bases: Sequence[str], length: int) -> tuple[str, ...]:
        """Return the names of ``length`` shares that are dealt out to as many names before them, none where they are not."""
        rules = self.rules
        if len(bases) < length:
            return ()
        if quota := rules.quota.fullmatch(left):
            return tuple(rules.quota_name.format(base=base, of=quota["of"]) for base in bases[-length:])
        found = rules.share_dealt.fullmatch(left)
        if found is None:
            return ()
        wholes = rules.split.split(found["of"])
        wholes = wholes if len(wholes) == length else [found["of"]] * length
        named = zip(bases[-length:], wholes, strict=True)
        return tuple(rules.share_name.format(base=base, of=of) for base, of in named)

    def share(self, left: str, sentence: int, base: str, kind: Measure) -> str:
        """Return the name of a share that leaves unsaid of what, or what: that is what was named last; ``""`` for any other.

        占全县 is what was named last, of the county's; 完成年度目标的 how far it reaches the plan; 税收占比 a part of it.
        """
        rules = self.rules
        again = rules.times_of.fullmatch(base) if kind is Measure.RATIO else None
        if again and (next_of := rules.times_next.fullmatch(left)):
            return rules.times_name.format(base=again["base"], of=next_of["of"])
        if base and kind is Measure.RATIO:
            other = rules.times.fullmatch(left)
            return rules.times_name.format(base=base, of=other["of"]) if other else ""
        if base and (quota := rules.quota.fullmatch(left)):
            return rules.quota_name.format(base=base, of=quota["of"])
        if kind is Measure.SHARE and (like := rules.share_like.fullmatch(left)):
            return rules.share_name.format(base=like["base"], of=like["of"])
        if (further := rules.share_next.fullmatch(left)) and (shared := rules.share_of.fullmatch(base)):
            return rules.share_name.format(base=shared["base"], of=further["of"])
        if rules.bare_share.fullmatch(left) and self.sentence == sentence and self.name not in {"", base}:
            return rules.share_name.format(base=base, of=self.name)
        if (part := rules.part_of.match(left)) and (whole := rules.part_base.search(base)):
            spent = rules.spending.search(part["part"]) and not rules.spending.search(whole[0])
            named = rules.part_full if rules.part_short.fullmatch(part["part"]) else part["part"]
            return rules.part_name.format(part=named, base=rules.spending_of if spent else whole[0])
        if (beside := rules.beside.fullmatch(left)) and (what := beside["what"] or base):
            return rules.times_name.format(base=what, of=beside["of"])
        found = rules.share_alone.fullmatch(left)
        if found is None or not base:
            return ""
        of = found["within"] or found["of"] or (self.name if self.sentence == sentence and self.name != base else "")
        return (self.rules.share_name if of else self.rules.share_name_bare).format(base=base, of=of)
