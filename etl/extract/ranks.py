"""The names of ranks: their own words, all of a list before them (均列第一), or the last figure's."""

from __future__ import annotations

from etl.extract import phrases as names
from etl.extract.clauses import Clauses
from etl.extract.passage import Passage
from etl.extract.statements import Surroundings
from etl.extract.told import Told
from etl.model import Basis


class Ranks:
    """Names the ranks of one passage."""

    def __init__(self, passage: Passage, clauses: Clauses, told: Told) -> None:
        self.passage, self.text, self.frame, self.known = passage, passage.text, passage.frame, passage.known
        self.clauses, self.told = clauses, told

    def name(self, around: Surroundings, name: str, limit: int) -> names.Phrase:
        """Return the name of a rank: its own, all of a list before it (均列第一), or the last figure's."""
        rules = self.known.phrases
        if several := rules.series.every.fullmatch(name):
            name = names.joined(self.told.said, rules) + (several["what"] or "")
            return names.Phrase(names.shorten(name, rules), Basis.SENTENCE)
        place = (self._place_in_list(around, limit) or self._contest(limit)) if len(name) < 2 else ""
        if place:
            self.told.name(place)
            self.told.ranked = place
            return names.Phrase(place, Basis.SENTENCE)
        if len(name) < 2:
            every = rules.series.each.search(around.left) and len(self.told.listed) > 1
            name = names.joined(self.told.listed, rules) if every else self.told.ranked or self.told.indicator
            return names.Phrase(names.shorten(name, rules), Basis.SENTENCE)
        if names.is_dependent(name, rules) and (base := self.clauses.fresh(limit) or self.told.base_of(name)):
            self.told.ranked = names.shorten(base + name, rules)
            return names.Phrase(self.told.ranked, Basis.SENTENCE)
        if (
            rules.base.of_growth.fullmatch(name)
            and rules.series.each.search(around.left)
            and len(set(self.told.recent)) > 1
        ):
            return names.Phrase(names.shorten(names.joined(self.told.recent, rules) + name, rules), Basis.SENTENCE)
        if rules.base.of_growth.fullmatch(name) and self.told.indicator:
            return names.Phrase(names.shorten(self.told.base_of(around.left + name) + name, rules), Basis.SENTENCE)
        self.told.name(name)
        self.told.ranked = name
        return names.Phrase(name, Basis.STATED)

    def _contest(self, limit: int) -> str:
        """Return what the clause before says that one is ranked in (在全省营商环境评价中，龙游位居第二), else ``""``."""
        sentence, _ = self.frame.sentence(limit)
        start = max(sentence, self.frame.clause_start(limit - 1)) if limit > sentence else limit
        found = self.known.phrases.rank.contest.search(self.passage.without_phrases(start, limit))
        if found is None:
            return ""
        return self.passage.without_places(found["contest"], everywhere=True)

    def _place_in_list(self, around: Surroundings, limit: int) -> str:
        """Return the place in the list that the clause before names (获评全国百强县，排名…), ``""`` if it names none."""
        rules = self.known.phrases.rank
        if not rules.place_in.search(around.left):
            return ""
        sentence, _ = self.frame.sentence(limit)
        before = self.text[max(sentence, self.frame.clause_start(limit - 1)) : limit] if limit > sentence else ""
        found = rules.listed_in.search(before)
        return rules.place_name.format(list=found["list"]) if found else ""
