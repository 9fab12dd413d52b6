"""The words around a number that are its own: back to its clause or the figure before it, and behind its unit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from etl.extract import phrases as names
from etl.extract.items import Item
from etl.extract.number_rules import Form
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings

RATE = 2
"""Characters of a word for a rate (增幅)."""

BEHIND = 60
"""Characters behind a number that may say what it is: （93.8%）、集成电路（28.8%）等产量快速增长."""


class WordsAround:
    """Cuts the words around each number out of one passage."""

    def __init__(self, passage: Passage, items: Sequence[Item]) -> None:
        self.text, self.frame, self.known = passage.text, passage.frame, passage.known
        self.passage, self.items = passage, items
        self.stops = sorted(item.number.stop for item in items)

    def limit(self, position: int, sentence: int, consumed: int) -> int:
        """Return where the words of a number may begin: its clause, behind the figure before it and what that one took."""
        number = self.items[position].number
        start = max(self.frame.clause_start(number.start), sentence)
        if position and self.items[position - 1].number.stop > start:
            start = self.items[position - 1].number.stop
            fill = self.known.phrases.right.fill.match(self.text, start)
            start = fill.end() if fill else start
            # what stands between a unit and the sign of a list belongs to the number before: 10%化解在县级、30%化解在镇街
            if self.text[number.start - 1] == "、" and start < number.start - 1:
                return number.start
        return min(number.start, max(start, consumed))

    def of(self, item: Item, limit: int, sentence: int, end: int) -> Surroundings:
        """Return the words on both sides of a number whose own begin at ``limit``; its sentence ends at ``end``.

        A number in brackets, behind a colon or in a clause of its own takes the words that lead to it from the clause before.
        """
        number = item.number
        start = number.start
        if number.form is Form.DIGITS and item.rank and self.text[start - 1 : start] in {"第", "前"}:
            start -= 1
        left = self.passage.without_phrases(limit, start)
        if self.text[limit - 1 : limit] == "（" and not left.strip("+-"):
            before = max(self.frame.clause_start(limit - 1), self.behind_previous(number.start))
            words = self.known.phrases.series.split.split(self.passage.without_phrases(before, limit - 1))[-1]
            left = words + number.said + left
        elif number.unit == "%" and self.known.wording.change.reached.fullmatch(left):
            left = self._rate_told(limit, sentence) or left
        elif self.text[limit - 1 : limit] == "：" and not left.strip("+-"):
            before = max(self.frame.clause_start(limit - 1), self.behind_previous(number.start))
            left = self.passage.without_phrases(before, limit - 1) + left
        elif left.startswith("）") and len(left) > 1 and not names.strip_end(left, self.known.phrases.left.end):
            left = self._before_bracket(limit) + left[1:]
        return Surroundings(left, self.text[number.stop : min(end, number.stop + BEHIND)], self.text[sentence:start])

    def _rate_told(self, limit: int, sentence: int) -> str:
        """Return the words of the clause before that name the rate which this one only tells, ``""`` if they name none."""
        comma = limit - 1 if self.text[limit - 1 : limit] == "，" else limit
        start = max(self.frame.clause_start(comma - 1), sentence, self.behind_previous(comma))
        words = self.passage.without_phrases(start, comma) if start < comma else ""
        told = self.known.wording.change.rate_told.search(words)
        return words[: told.start()] + told[0][:RATE] if told else ""

    def _before_bracket(self, closing: int) -> str:
        """Return the words before a bracket that holds a figure, for the one behind it: 亏损面（企业168家）为24.9%."""
        opening = max(0, self.text.rfind("（", 0, closing))
        start = max(self.frame.clause_start(opening), self.behind_previous(opening))
        return self.passage.without_phrases(start, opening)

    def behind_previous(self, position: int) -> int:
        """Return the end of the last figure before a position, 0 if there is none."""
        index = bisect_left(self.stops, position + 1) - 1
        return self.stops[index] if index >= 0 else 0
