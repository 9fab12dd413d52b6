"""Which numbers of a passage are figures, and which of them belong together: lists, and pairs from A to B."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from etl.extract import phrases as names
from etl.extract import statements
from etl.extract.number_rules import Form, Number
from etl.extract.passage import Passage
from etl.model import Bound, Reason


@dataclass(frozen=True, slots=True)
class Item:
    """A number that is a figure, with its place in a list and in a pair from A to B."""

    number: Number
    rank: Bound | None
    index: int = 0
    length: int = 1
    first: int = 0
    role: str = ""
    partner: int = -1


class Sorter:
    """Sorts the numbers of a passage into figures (``items``) and spans that are none (``excluded``)."""

    def __init__(self, passage: Passage, numbers: Sequence[Number], reasons: Mapping[int, Reason]) -> None:
        self.text, self.frame, self.known = passage.text, passage.frame, passage.known
        self.passage = passage
        self.excluded: list[tuple[int, int, Reason]] = []
        self.items = self._pairs(self._lists(self._items(numbers, reasons)))

    def _items(self, numbers: Sequence[Number], reasons: Mapping[int, Reason]) -> list[Item]:
        kept = []
        for number in numbers:
            reason, rank = reasons.get(number.start), None
            if reason is None and number.form is Form.IDLE:
                reason = Reason.NAME if number.text[-1] in self.known.numbers.scales else Reason.RHETORIC
            elif reason is None:
                rank = statements.is_rank(self.text, number, self.frame.clause_start(number.start), self.known.wording)
                reason = Reason.NAME if rank is None and self._is_ordinal(number) else None
            if reason is None:
                kept.append(Item(number, rank))
            else:
                self.excluded.append((number.start, number.end, reason))
            self.excluded.extend((start, end, reason or Reason.PART) for start, end in number.parts)
        return kept

    def _is_ordinal(self, number: Number) -> bool:
        return number.form is Form.ORDINAL or (
            number.form is Form.DIGITS and self.text[number.start - 1 : number.start] == "第" and number.start > 0
        )

    def _lists(self, items: list[Item]) -> list[Item]:
        """Find numbers that stand in one list: only a list sign between them, and one kind of unit."""
        result = list(items)
        start = 0
        while start < len(result):
            end = start + 1
            while end < len(result) and self._together(result[end - 1], result[end]):
                end += 1
            for position in range(start, end) if end - start > 1 else ():
                result[position] = replace(result[position], index=position - start, length=end - start, first=start)
            start = end
        return result

    def _together(self, first: Item, second: Item) -> bool:
        """Say whether two numbers stand in one list: 第2、第1位 are two ranks, whatever stands behind each."""
        if first.rank and second.rank and first.number.form is second.number.form:
            between = self.text[first.number.stop : second.number.start]
            listed = self.known.wording.rank.listed.fullmatch(between) is not None
            before = self.text[self.frame.clause_start(first.number.start) : first.number.start]
            if first.number.form is Form.DIGITS or (listed and self.known.phrases.series.pair.search(before)):
                return listed
        return self._same_list(first.number, second.number)

    def _same_list(self, first: Number, second: Number) -> bool:
        between = self.text[first.stop : second.start]
        if self._dealt(first, second, between):
            return True
        between = names.strip_end(between, self.known.phrases.series.bound) if len(between) > 1 else between
        about = self.known.phrases.series.bound_after.match(between)  # 3.5%左右、6%左右
        between = between[about.end() :] if about else between
        sign = first.stop + (about.end() if about else 0)
        units = self.known.numbers.units
        return (
            len(between) <= 2
            and (not between or self.known.numbers.list_sign.fullmatch(self.text[sign : sign + 1]) is not None)
            and len(self.text[sign : second.start]) <= 4
            and second.start > first.stop
            and units.dimension(first.unit) == units.dimension(second.unit)
            and (first.counts != "noun" or first.shared)
        )

    def _dealt(self, first: Number, second: Number, between: str) -> bool:
        """Say whether 分别 deals two numbers of unlike units or directions: 分别增长4.8%和下降2.1%, 分别增长1.1倍和6.6%."""
        dealt = self.known.phrases.series.dealt.fullmatch(between)
        if dealt is None:
            return False
        units = self.known.numbers.units
        like = units.dimension(first.unit) == units.dimension(second.unit) and dealt["verb"]
        # 分别提高3.4个百分点和0.9本
        mixed = {first.unit, second.unit} == {"倍", "%"} or "points" in {
            units.dimension(n.unit) for n in (first, second)
        }
        plain = first.counts == second.counts == "noun" and not dealt["verb"]
        before = self.text[self.frame.clause_start(first.start) : first.start]
        return bool((like or mixed or plain) and self.known.phrases.series.pair.search(before))

    def _pairs(self, items: list[Item]) -> list[Item]:
        """Mark pairs from A to B, lists against lists."""
        result = list(items)
        position = 0
        while position < len(result):
            item = result[position]
            after = position + item.length
            if (
                item.index == 0
                and item.role != "to"
                and after < len(result)
                and self._from_to(item.number, result[after - 1].number, result[after].number)
            ):
                count = min(item.length, result[after].length) if item.length > 1 else 1
                for offset in range(count):
                    source, target = result[after - count + offset], result[after + offset]
                    unit = source.number.unit or target.number.unit
                    number = source.number._replace(unit=unit, counts=source.number.counts or target.number.counts)
                    result[after - count + offset] = replace(source, number=number, role="from", partner=after + offset)
                    rate = unit.startswith(target.number.unit + "/")  # 从每斤8元升至25元
                    bare = not target.number.unit and source.number.counts == "self"
                    reached = target.number._replace(unit=unit) if rate or bare else target.number
                    result[after + offset] = replace(target, number=reached, role="to", partner=after - count + offset)
            position = after
        return result

    def _from_to(self, first: Number, last: Number, target: Number) -> bool:
        start, end = self.frame.sentence(first.start)
        if target.start >= end:
            return False
        if self.known.wording.from_arrow.fullmatch(self.text, last.stop, target.start):
            units = self.known.numbers.units
            return not last.unit or units.dimension(last.unit) == units.dimension(target.unit)
        clause = self.frame.clause_start(first.start)
        once = first.unit == target.unit and self.known.wording.from_once.search(self.text, clause, first.start)
        if once and self.known.wording.from_now.fullmatch(self.text, last.stop, target.start):
            return True
        if not self.known.wording.from_opens.search(self.text[start : first.start]):
            return False
        leads = self.known.wording.from_leads
        between = self.passage.without_phrases(last.stop, target.start)
        # 到 may belong to 到目前
        return bool(leads.match(between) or leads.match(self.text[last.stop : target.start]))
