"""Whose a figure is: the village, town, firm or person within the county that its sentence, paragraph or section tells of."""

from __future__ import annotations

from etl.extract import phrases as names
from etl.extract import places
from etl.extract.number_rules import Form, Number
from etl.extract.part_words import described_thing, speaker
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings
from etl.extract.times import Reach
from etl.extract.topics import Topic
from etl.model import Basis
from etl.registry.places import Level

LED_TO = ("，带动", "，拉动", "，推动", "，助推", "，支撑")
"""What stands before the unit that a part of it moves: 石化基地满负荷运转，带动全县规上工业总产值突破700亿元."""

OPENS = "，："
"""Signs behind which a unit that is named again is what is spoken of."""

OF_UNITS = frozenset({Level.COUNTY, Level.CITY})
"""Levels of scope words (全县, 全市) that speak of the unit itself again."""


class Whose:
    """Finds the part of the county that each figure of a passage is about, one after the other."""

    def __init__(self, passage: Passage) -> None:
        self.passage, self.known, self.text = passage, passage.known, passage.text
        self.frame, self.section = passage.frame, passage.section
        self._goes_on = Topic(passage)
        point = self.known.parts.point.match(self.text.lstrip())
        self._point = point["name"] if point else ""
        """The work that the passage is about, as a point of a list."""

    def part(self, sentence: int, number: Number, around: Surroundings) -> tuple[str, Basis]:
        """Return the village, town, firm … that a figure is about, and whether its sentence, paragraph or section names it."""
        position = number.start
        if self.known.parts.of_whole.search(around.left) and not self._in_clause(position):
            return "", Basis.DEFAULT
        named = self.passage.parts.before(self.text, self._topic(sentence, position), position)
        named = named or speaker(self.text, sentence, position, self.known.parts)
        if not named and number.unit and (number.counts == "self" or number.form is Form.NUMERAL):
            named = described_thing(around.left, around.right, self.known.parts)
        if named:
            self._goes_on.note(named, position)
            return named, Basis.SENTENCE
        if not self.section.part and not self._point:
            return self._goes_on.at(position), Basis.PARAGRAPH
        if any(self._of_all(mention) for mention in self.passage.mentions if sentence <= mention.start < position):
            return "", Basis.DEFAULT
        if self.known.parts.county_again.search(self.text, sentence, position):
            return "", Basis.DEFAULT
        return (self._point, Basis.PARAGRAPH) if self._point else (self.section.part, Basis.SECTION)

    def _in_clause(self, position: int) -> str:
        """Return the part of the county that a position's own clause names, or that a comma sets before it: 白石坞村，…."""
        start = self.frame.clause_start(position)
        named = self.passage.parts.before(self.text, start, position)
        if named or start == 0:
            return named
        led = self.passage.parts.before(self.text, self.frame.clause_start(start - 1), start - 1)
        return led if led and self.text.endswith(led, 0, start - 1) else ""

    def _of_all(self, mention: places.Mention) -> bool:
        """Say whether a mention takes the text back from its part to the whole: 全县…, or the county that opens a clause."""
        if not mention.named:
            return True
        own = mention.code == self.section.scope.code
        return own and self.frame.clause_start(mention.start) == mention.start

    def _topic(self, sentence: int, position: int) -> int:
        """Return where what a position speaks of begins: behind a semicolon, or with a clause that is a date (前三季度，…)."""
        start = max(sentence, self.text.rfind("；", sentence, position) + 1)
        for phrase in self.passage.phrases_between(start, position):
            opens = (
                phrase.start > start and self.text[phrase.start - 1] == "，" == self.text[phrase.end : phrase.end + 1]
            )
            start = phrase.start if opens and phrase.reach is Reach.SPAN else start
        for mention in self.passage.mentions:
            own = mention.named or mention.level in OF_UNITS
            leads = not mention.named and self.text.endswith(LED_TO, start, mention.start)
            if own and start < mention.start < position and (self.text[mention.start - 1] in OPENS or leads):
                start = mention.start
        return start

    def without(self, name: str, part: str) -> str:
        """Return a name without the village or town that its figure is about: it is the scope's name, not the indicator's."""
        behind = name.partition(part)[2] if part else ""
        if holds := self.known.parts.holds.match(behind):  # 与县城隔海相望的西屿渔村有民宿
            return behind[holds.end() :]
        if part in self.passage.parts.brands and name.startswith(part):
            rest = names.strip_start(name[len(part) :], self.known.phrases.left.start)
            return rest if len(rest) > 1 else name
        own = self.known.parts.in_name.match(name) if part else None
        if own is None or part not in own[0]:
            return name
        rest = names.strip_start(name[own.end() :], self.known.phrases.left.start)
        return rest if len(rest) > 1 else name
