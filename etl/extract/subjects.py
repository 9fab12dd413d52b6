"""Subjects that later figures leave unsaid: whose income, and which firms' profit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.phrase_rules import ElidedRules


class Subjects:
    """The people and the set of firms named last in a paragraph; they complete names that go on about them."""

    def __init__(self, rules: ElidedRules) -> None:
        self.rules = rules
        self.people = ""
        self.spoken_in = -1
        """The sentence that named them."""
        self.several = False
        """Whether both townspeople and villagers were named last."""
        self.firms = ""
        self.near_firms = False
        """Whether no other branch was named since."""
        self.product = ""
        """What is grown or raised, of the sentence ``grown_in``."""
        self.grown_in = -1
        self.project = self.collective = ""
        """A project, and villages as owners, of the sentences ``planned_in`` and ``owned_in``."""
        self.planned_in = self.owned_in = -1
        self.each: re.Match[str] | None = None
        """That the income of the people named last was told per head."""
        self.sentences: tuple[int, ...] = ()
        """The sentence that named the firms, and the one behind it."""

    def note(self, listed: Sequence[str]) -> None:
        """Remember that a list was of several groups of people: no later name is of one of them alone."""
        if any(self.rules.ratio_of.search(name) for name in listed):
            self.people, self.several = "", True

    def complete(self, name: str, sentence: int, following: int) -> str:
        """Return a name with the subject that it leaves unsaid, and remember the one that it states.

        人均消费支出 behind 城镇居民人均可支配收入 is 城镇居民人均消费支出, wherever in the paragraph; 利润总额 behind
        规上工业企业 is theirs, in the same sentence or the next; 产量 behind 茶园面积 is the tea gardens', in the same sentence.

        Args:
            name: What the words around a number name.
            sentence: Where its sentence begins.
            following: Where the next sentence begins.
        """
        name = self.rules.both.sub(self.rules.both_name, name)
        if self.rules.ratio.fullmatch(name) and (self.several or self.rules.ratio_of.search(self.people)):
            return self.rules.ratio_name
        people, firms = self.rules.people.search(name), self.rules.firms.search(name)
        if people:
            self.people, self.several, self.spoken_in = people[0], False, sentence
            self.each = self.rules.each.match(name, people.end())
        if firms or self.rules.other_branch.search(name):
            self.near_firms = firms is not None and self.rules.other_branch.search(name) is None
            self.sentences = ()  # of those named before nothing more is told
        if firms:
            self.firms, self.sentences = firms[0], (sentence, following)
            return name
        owner = self._owned(name, sentence) or self._grown(name, sentence)
        return owner or (self._whose(name, sentence) if not people else "") + name

    def _grown(self, name: str, sentence: int) -> str:
        """Return a name with what is grown or raised, ``""`` for any other; remember what is named."""
        if self.grown_in == sentence and self.rules.of_product.match(name):
            return self.product + name
        if grown := self.rules.product.fullmatch(name):
            self.product, self.grown_in = grown["what"] or grown["kind"] or grown["crop"], sentence
        return ""

    def _whose(self, name: str, sentence: int) -> str:
        """Return the people or the firms that a name leaves unsaid, ``""`` if it needs none."""
        of_group = self.spoken_in == sentence and self.rules.of_group.match(name)
        if self.people and (self.rules.of_people.match(name) or of_group):
            component = self.each and self.rules.component.match(name)  # 工资性收入 behind 居民人均可支配收入
            return self.people + (self.each[0] if self.each and component else "")
        near = sentence in self.sentences and self.rules.of_firms.match(name)
        near = near or (sentence in self.sentences[:1] and self.rules.of_firms_near.match(name))
        return self.firms if near or (self.near_firms and self.rules.of_firms_far.match(name)) else ""

    def _owned(self, name: str, sentence: int) -> str:
        """Return a name with the project or the villages that own it, ``""`` for any other; remember those named."""
        rules = self.rules
        if self.planned_in == sentence and rules.of_project.fullmatch(name):
            return self.project + name
        if self.owned_in == sentence and rules.of_collective.fullmatch(name):
            return self.collective + name
        if planned := rules.project.match(name):
            self.project, self.planned_in = planned["project"], sentence
        if owned := rules.collective.search(name):
            self.collective, self.owned_in = owned[0], sentence
        return ""
