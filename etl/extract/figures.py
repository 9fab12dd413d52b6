"""From the numbers of one paragraph to figures: lists and pairs first, then every field of each number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from etl.extract import phrases as names
from etl.extract import places, statements, themes
from etl.extract.context import UNDATED, Dated, Frame, part_name
from etl.extract.layout import Paragraph
from etl.extract.numbers import Form, Number
from etl.extract.periods import YEAR, Period, Phrase, Reach
from etl.extract.sections import Section
from etl.extract.statements import Surroundings
from etl.model import LONGEST_TEXT, Basis, Bound, Confidence, Document, Figure, Measure, Reason, Scope, Status

if TYPE_CHECKING:
    from etl.extract.engine import Knowledge


OPENING = 8
"""Characters: a phrase of time that begins within them opens its sentence and may govern the next one too."""


CONTINUES = ("其中",)
"""Words that open a sentence which goes on under what governs the one before."""


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


@dataclass(slots=True)
class Memory:
    """What later numbers of a paragraph may carry on from earlier ones."""

    sentence: int = -1
    named_in: int = -2
    consumed: int = 0
    indicator: str = ""
    ranked: str = ""
    listed: tuple[str, ...] = ()
    frame: Dated = UNDATED
    frame_sentence: int = -1


class Reader:
    """Reads the figures of one paragraph; ``excluded`` holds the spans that are no figures, with their reasons."""

    def __init__(
        self,
        paragraph: Paragraph,
        section: Section,
        document: Document,
        known: Knowledge,
        phrases: Sequence[Phrase],
        numbers: Sequence[Number],
        reasons: Mapping[int, Reason],
        *,
        report: bool = False,
    ) -> None:
        self.paragraph, self.section, self.document, self.known = paragraph, section, document, known
        self.text = paragraph.text
        self.report = report
        self.phrases = phrases
        self.frame = Frame(self.text, phrases)
        self.mentions = places.mentions(self.text, document.reference_date, known.places)
        self.excluded: list[tuple[int, int, Reason]] = []
        self.items = self._pairs(self._lists(self._items(numbers, reasons)))
        self.memory = Memory()
        self._context: dict[int, dict[str, int]] = {}
        self._part_basis = Basis.DEFAULT
        self._last_measure = (Measure.LEVEL, 1)

    # --- which numbers are figures, and how they belong together

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
            while end < len(result) and self._same_list(result[end - 1].number, result[end].number):
                end += 1
            for position in range(start, end):
                result[position] = replace(result[position], index=position - start, length=end - start, first=start)
            start = end
        return result

    def _same_list(self, first: Number, second: Number) -> bool:
        between = self.text[first.stop : second.start]
        between = names.strip_end(between, self.known.phrases.left_end) if len(between) > 1 else between
        units = self.known.numbers.units
        return (
            len(between) <= 2
            and (
                not between
                or self.known.numbers.list_sign.fullmatch(self.text[first.stop : first.stop + 1]) is not None
            )
            and len(self.text[first.stop : second.start]) <= 4
            and second.start > first.stop
            and units.dimension(first.unit) == units.dimension(second.unit)
            and (first.counts != "noun" or first.shared)
        )

    def _pairs(self, items: list[Item]) -> list[Item]:
        """Mark pairs from A to B, lists against lists."""
        result = list(items)
        position = 0
        while position < len(result):
            item = result[position]
            after = position + item.length
            if (
                item.index == 0
                and after < len(result)
                and self._from_to(item.number, result[after - 1].number, result[after].number)
            ):
                count = min(item.length, result[after].length) if item.length > 1 else 1
                for offset in range(count):
                    source, target = result[after - count + offset], result[after + offset]
                    unit = source.number.unit or target.number.unit
                    number = replace(source.number, unit=unit, counts=source.number.counts or target.number.counts)
                    result[after - count + offset] = replace(source, number=number, role="from", partner=after + offset)
                    result[after + offset] = replace(target, role="to", partner=after - count + offset)
            position = after
        return result

    def _from_to(self, first: Number, last: Number, target: Number) -> bool:
        start, end = self.frame.sentence(first.start)
        if target.start >= end:
            return False
        opened = self.known.wording.from_opens.search(self.text[start : first.start])
        between = self._without_phrases(last.stop, target.start)
        return opened is not None and self.known.wording.from_leads.match(between) is not None

    def _without_phrases(self, start: int, end: int) -> str:
        """Return the text of a span with the phrases of time taken out."""
        parts, position = [], start
        for phrase in self.phrases:
            if phrase.start >= position and phrase.end <= end:
                parts.append(self.text[position : phrase.start])
                position = phrase.end
        parts.append(self.text[position:end])
        return "".join(parts)

    # --- the fields of each figure

    def figures(self) -> Iterator[Figure]:
        """Yield the figures in text order."""
        dated: dict[int, Dated] = {}
        for position, item in enumerate(self.items):
            sentence, end = self.frame.sentence(item.number.start)
            if sentence != self.memory.sentence:
                self.memory.sentence = sentence
            limit = self._limit(position, sentence)
            around = self._around(item, limit, sentence, end)
            kind, sign = (
                (Measure.RANK, 1)
                if item.rank
                else statements.measure(item.number, around, self.known.numbers, self.known.wording)
            )
            if item.index and not item.rank and self._same_measure(position):
                kind, sign = self._last_measure
            self._last_measure = (kind, sign)
            status = statements.status(item.number, around, self.known.wording)
            dated[position] = self._dated(position, item, sentence, status, kind, dated)
            status, dated[position] = self._planned(status, dated[position])
            yield self._figure(
                item,
                around,
                kind,
                sign,
                status,
                dated[position],
                self._name(position, item, around, kind, limit),
                sentence,
            )

    def _planned(self, status: Status, dated: Dated) -> tuple[Status, Dated]:
        """Bring status and period together: what lies ahead is planned, what is over is an outcome, a plan takes all of 今年."""
        today, end = self.document.reference_date, dated.period.end
        if status is Status.ACTUAL:
            heading = self.known.wording.status.planned_heading.search(self.section.heading)
            ahead = end is not None and end > today and dated.period.start is None
            if ahead or (heading and (end is None or end >= today)):
                status = Status.TARGET
        elif status is Status.TARGET and end is not None and end < today:
            return Status.ACTUAL, dated
        if status is Status.TARGET and dated.period.start and end == today and dated.period.start.year == today.year:
            return status, replace(dated, period=Period(dated.period.start, today.replace(month=12, day=31)))
        return status, dated

    def _same_measure(self, position: int) -> bool:
        return position > 0 and self.items[position].index > 0

    def _limit(self, position: int, sentence: int) -> int:
        """Return where the words of a number may begin: its clause, behind the figure before it and what that one took."""
        number = self.items[position].number
        start = max(self.frame.clause_start(number.start), sentence)
        if position and self.items[position - 1].number.stop > start:
            start = self.items[position - 1].number.stop
            fill = self.known.phrases.fill.match(self.text, start)
            start = fill.end() if fill else start
        return min(number.start, max(start, self.memory.consumed))

    def _around(self, item: Item, limit: int, sentence: int, end: int) -> Surroundings:
        number = item.number
        start = number.start
        if number.form is Form.DIGITS and item.rank and self.text[start - 1 : start] in {"第", "前"}:
            start -= 1
        left = self._without_phrases(limit, start)
        if self.text[limit - 1 : limit] == "（" and not left:
            before = max(self.frame.clause_start(limit - 1), self._behind_previous(number.start))
            left = self.known.phrases.split.split(self._without_phrases(before, limit - 1))[-1]
        return Surroundings(left, self.text[number.stop : min(end, number.stop + 30)], self.text[sentence:start])

    def _behind_previous(self, position: int) -> int:
        """Return the end of the last figure before a position, 0 if there is none."""
        return max((item.number.stop for item in self.items if item.number.stop <= position), default=0)

    def _dated(
        self, position: int, item: Item, sentence: int, status: Status, kind: Measure, dated: Mapping[int, Dated]
    ) -> Dated:
        number = item.number
        rate = kind in {Measure.SHARE, Measure.CHANGE, Measure.RATIO}
        found = self._distributed(item) or self.frame.governing(number, stated_only=rate)
        if found.basis is Basis.NONE and not found.reported:
            found = self._carried(sentence, status)
        else:
            self._keep(found, sentence)
        if item.role == "from":
            return self._from_period(number, found)
        if (
            item.role == "to"
            and found.period.start
            and found.period.end
            and found.period.start.year < found.period.end.year
        ):
            last = found.period.end.replace(month=1, day=1)
            if last <= found.period.end and _is_years(found.period):
                return replace(found, period=Period(last, found.period.end))
        if kind is Measure.GROWTH and position and self.items[position - 1].role == "to":
            first, second = dated.get(self.items[position - 1].partner), dated.get(position - 1)
            if first and second and first.period.start and second.period.end:
                return replace(second, period=Period(first.period.start, second.period.end), basis=Basis.SENTENCE)
        return found

    def _keep(self, found: Dated, sentence: int) -> None:
        phrase = next(
            (p for p in reversed(self.frame.phrases) if p.text == found.reported and p.start >= sentence), None
        )
        governs = {Reach.FRAME, Reach.SPAN} if self.report or self._continues(sentence) else {Reach.FRAME}
        if phrase is not None and phrase.reach in governs and (self.report or phrase.start - sentence <= OPENING):
            self.memory.frame, self.memory.frame_sentence = found, sentence
        elif found.basis is not Basis.NONE:
            self.memory.frame_sentence = -1

    def _continues(self, sentence: int) -> bool:
        """Say whether the next sentence takes up this one with 其中."""
        _, end = self.frame.sentence(sentence)
        return self.text.startswith(CONTINUES, end)

    def _carried(self, sentence: int, status: Status) -> Dated:
        """Return the frame of the sentence just before, where that one had figures under it; in a report, of any before."""
        memory = self.memory
        if memory.frame_sentence < 0 or (status is not Status.ACTUAL and not self.report):
            return self._headed() if self.report else UNDATED
        previous = max((start for start in self.frame.starts if start < sentence), default=-1)
        if not self.report and memory.frame_sentence not in {previous, sentence}:
            memory.frame_sentence = -1
            return UNDATED
        memory.frame_sentence = sentence
        return replace(memory.frame, basis=Basis.PARAGRAPH)

    def _headed(self) -> Dated:
        """Return the year that the heading of a report's part names (2023年工作回顾)."""
        stated = YEAR.search(self.section.heading)
        if stated is None:
            return UNDATED
        year = int(stated[1])
        return Dated(Period(date(year, 1, 1), date(year, 12, 31)), Basis.SECTION, stated[0])

    def _distributed(self, item: Item) -> Dated | None:
        """Pair months or years with the numbers of a list (5月、6月…21.3和10个百分点)."""
        if item.length < 2:
            return None
        first = self.items[item.first].number
        sentence, _ = self.frame.sentence(first.start)
        row = [
            p
            for p in self.frame.phrases
            if sentence <= p.start and p.end <= first.start and p.rule in {"month", "year"}
        ]
        row = row[-item.length :]
        if len(row) < item.length:
            return None
        for left, right in pairwise(row):
            if self.text[left.end : right.start] not in {"、", "和", "，"}:
                return None
        chosen = row[item.index]
        return Dated(chosen.period, Basis.SENTENCE, chosen.text)

    def _from_period(self, number: Number, found: Dated) -> Dated:
        """Return the period of the first of a pair: what stands between 从 and it, or the first year of a span."""
        clause = self.frame.clause_start(number.start)
        opened = max(self.text.rfind(word, clause, number.start) for word in "从由")
        near = [
            p for p in self.frame.phrases if opened <= p.start and p.end <= number.start and p.reach is not Reach.NONE
        ]
        if near and opened >= 0:
            return Dated(near[-1].period, Basis.STATED, near[-1].text)
        if _is_years(found.period) and found.period.start:
            return replace(found, period=Period(found.period.start, found.period.start.replace(month=12, day=31)))
        return UNDATED

    def _name(self, position: int, item: Item, around: Surroundings, kind: Measure, limit: int) -> names.Phrase:
        """Return the words that name what a number measures."""
        rules, memory = self.known.phrases, self.memory
        if item.role == "to" and item.partner >= 0:
            listed = item.length > 1 and len(memory.listed) >= item.length
            return names.Phrase(memory.listed[item.index] if listed else memory.indicator, Basis.SENTENCE)
        left = self._without_places(around.left)
        if kind in {Measure.GROWTH, Measure.CHANGE}:
            left = self.known.wording.change.gap.sub("", left)
        if item.length > 1 and item.index == 0:
            memory.listed = self._listed(left, item, kind)
        if item.length > 1 and len(memory.listed) == item.length:
            memory.indicator = memory.listed[item.index]
            return names.Phrase(memory.indicator, Basis.STATED)
        name = (
            names.name_before(left, kind, rules) if kind is not Measure.LEVEL else self._counted(position, item, left)
        )
        if kind is Measure.SHARE and not name:
            name = names.noun_behind(self.text, item.number, len(self.text), rules).noun
        return self._carry(item, around, kind, names.shorten(name, rules), limit)

    def _counted(self, position: int, item: Item, left: str) -> str:
        """Return the name of a level; what stands behind the unit is then taken and names no later number."""
        following = self.items[position + 1].number.start if position + 1 < len(self.items) else len(self.text)
        behind = names.noun_behind(self.text, item.number, following, self.known.phrases)
        if item.role == "from":
            behind = names.NOTHING_BEHIND
        name = names.counted(left, item.number, behind, self.known.phrases)
        if behind.noun and name.endswith(behind.noun):
            self.memory.consumed = behind.end
        return name

    def _carry(self, item: Item, around: Surroundings, kind: Measure, name: str, limit: int) -> names.Phrase:
        """Complete a name by what came before: the last indicator of the sentence, or what the clause before names."""
        rules, memory = self.known.phrases, self.memory
        if kind is Measure.RANK:
            return self._ranked(around, name)
        if len(name) < 2:
            name = (
                memory.indicator
                if memory.named_in == memory.sentence
                else self._previous_clause(limit) or memory.indicator
            )
            name = names.shorten(name, rules)
            memory.indicator, memory.named_in = name, memory.sentence
            return names.Phrase(name, Basis.SENTENCE)
        basis = Basis.STATED
        if rules.flow_verb.fullmatch(name) and memory.named_in == memory.sentence:
            return names.Phrase(names.shorten(name + memory.indicator, rules), Basis.SENTENCE)
        if names.is_dependent(name, rules):
            base = self._fresh_clause(limit) or (memory.indicator if memory.named_in == memory.sentence else "")
            if base and not name.startswith(base):
                name, basis = names.shorten(base + name, rules), Basis.SENTENCE
        else:
            memory.indicator, memory.named_in = name, memory.sentence
        memory.ranked = name + ("增速" if kind is Measure.GROWTH and "增速" in around.left[-8:] else "")
        return names.Phrase(name, basis)

    def _ranked(self, around: Surroundings, name: str) -> names.Phrase:
        """Return the name of a rank: its own, all of a list before it (均列第一), or the last figure's."""
        rules, memory = self.known.phrases, self.memory
        if len(name) < 2:
            every = rules.each.search(around.left) and len(memory.listed) > 1
            name = "、".join(memory.listed) if every else memory.ranked or memory.indicator
            return names.Phrase(names.shorten(name, rules), Basis.SENTENCE)
        if name in {"增速", "增幅", "总量"} and memory.indicator:
            return names.Phrase(names.shorten(memory.indicator + name, rules), Basis.SENTENCE)
        memory.indicator, memory.named_in, memory.ranked = name, memory.sentence, name
        return names.Phrase(name, Basis.STATED)

    def _previous_clause(self, limit: int) -> str:
        """Return what the clause before names, for a number whose own clause names nothing."""
        sentence, _ = self.frame.sentence(limit)
        if limit <= sentence:
            return ""
        start = max(self.frame.clause_start(limit - 1), sentence)
        words = self._without_places(self._without_phrases(start, limit - 1))
        return names.name_before(words, Measure.GROWTH, self.known.phrases)

    def _fresh_clause(self, limit: int) -> str:
        """Return what the clause just before names where it holds no figure and so introduces a subject of its own."""
        sentence, _ = self.frame.sentence(limit)
        start = max(self.frame.clause_start(limit - 1), sentence) if limit > sentence else limit
        if start >= limit or any(start <= item.number.start < limit for item in self.items):
            return ""
        return self._previous_clause(limit)

    def _listed(self, left: str, item: Item, kind: Measure) -> tuple[str, ...]:
        """Return the names of a list of numbers, one for each, where the words before it hold as many."""
        rules = self.known.phrases
        before = names.name_before(left, kind if kind is not Measure.LEVEL else Measure.LEVEL, rules)
        if not before:
            return self.memory.listed if len(self.memory.listed) == item.length else ()
        if names.is_dependent(before, rules) and len(self.memory.listed) == item.length:
            return tuple(names.shorten(base + before, rules) for base in self.memory.listed)
        parts = [part for part in rules.split.split(before) if part]
        if len(parts) == 1:
            parts = names.unfolded(before, rules)
        if len(parts) != item.length:
            return ()
        return tuple(names.shorten(part, rules) for part in names.completed(parts, rules))

    def _without_places(self, left: str) -> str:
        """Return the words with the places at their beginning taken off."""
        for mention in places.mentions(left, self.document.reference_date, self.known.places):
            head = names.strip_start(left[: mention.start], self.known.phrases.left_start)
            if not head:
                rest = left[mention.end :]
                return rest if mention.named or rest else left
        return left

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
        start, end = self.paragraph.span(number.start, number.end)
        scope = places.in_force(self.text, self.mentions, sentence, number.start, self.section.scope, known.places)
        part = self._part(sentence, number.start)
        theme, theme_basis = self._theme(name.text, sentence)
        limit = item.rank or statements.bound(number, around, known.wording, status)
        value, high = number.value * sign, number.high * sign if number.high is not None else None
        figure = Figure(
            document_id=self.document.document_id,
            char_start=start,
            char_end=end,
            text=self.text[number.start : number.start + end - start],
            place=scope.code,
            scope=Scope.PART if part else Scope.WHOLE,
            indicator=name.text[:LONGEST_TEXT],
            measure=kind,
            value=_plain(value),
            value_high=None if high is None else _plain(high),
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
            baseline=statements.baseline(around, kind, known.wording),
            revision=statements.revision(around.sentence, known.wording),
            section=self.section.title,
            place_basis=scope.basis,
            period_basis=dated.basis,
            indicator_basis=name.basis if name.text else Basis.NONE,
            scope_basis=self._part_basis if part else Basis.DEFAULT,
            theme_basis=theme_basis,
        )
        return replace(figure, confidence=_confidence(figure))

    def _part(self, sentence: int, position: int) -> str:
        """Return the village, town, firm … that a figure is about: named in its sentence, else its section's subject."""
        stop = self.text.rfind("；", sentence, position) + 1
        self._part_basis = Basis.SENTENCE
        named = part_name(self.text, max(sentence, stop), position, self.known.parts)
        if named or not self.section.part:
            return named
        if any(not mention.named and sentence <= mention.start < position for mention in self.mentions):
            return ""
        self._part_basis = Basis.SECTION
        return self.section.part

    def _theme(self, indicator: str, sentence: int) -> tuple[str, Basis]:
        if self.section.theme:
            return self.section.theme, Basis.SECTION
        if sentence not in self._context:
            _, end = self.frame.sentence(sentence)
            self._context[sentence] = themes.counts(self.text[sentence:end] + self.section.heading, self.known.themes)
        return themes.theme(indicator, self._context[sentence], self.known.themes)


def _is_years(period: Period) -> bool:
    """Say whether a period covers several whole years."""
    start, end = period.start, period.end
    return bool(
        start and end and start.year < end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    )


def _plain(value: Decimal) -> Decimal:
    """Return a value without an exponent and without trailing zeros behind the point."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _confidence(figure: Figure) -> Confidence:
    """Return how far the rules trust a figure: what is stated beats what is inherited, and what is missing is low."""
    if not figure.indicator or not figure.place:
        return Confidence.LOW
    if figure.indicator_basis is not Basis.STATED or figure.place_basis in {Basis.NONE, Basis.DEFAULT}:
        return Confidence.LOW if figure.measure is Measure.LEVEL and not figure.unit else Confidence.MEDIUM
    known_period = figure.period_basis in {Basis.STATED, Basis.SENTENCE}
    return Confidence.HIGH if known_period and figure.scope is Scope.WHOLE else Confidence.MEDIUM
