"""The villages, towns, firms … that texts name: each text of a document is searched once, however many figures it has."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from etl.extract.context import NEAR
from etl.extract.part_words import PartRules
from etl.registry.guards import WHOLE
from etl.registry.tries import trie

SHORTEST_FIRM = 3
"""Characters of a firm's short name: two are as often a word."""

FIRMS = 3
"""Firms, the first ones named, of which one may be what a section is about: it is named early."""

BRAND = 2
"""Characters that a firm is called by."""

SIGNS_OF_PLACE = 2
"""Characters of the province or city before a firm's own name."""


class _Searched(NamedTuple):
    """The matches of a pattern in one text, in order, and where they begin and end."""

    matches: list[re.Match[str]]
    starts: list[int]
    ends: list[int]


class _Spoken(NamedTuple):
    """The words in one text that speak of somebody, in order, and where they begin."""

    matches: list[re.Match[str]]
    starts: list[int]

    @classmethod
    def of(cls, matches: Iterable[re.Match[str]]) -> _Spoken:
        """Sort matches; those that begin together by the order of their patterns."""
        ordered = sorted(matches, key=lambda match: match.start(WHOLE))
        return cls(ordered, [match.start(WHOLE) for match in ordered])

    def first(self, start: int, position: int) -> str:
        """Return the first words in a part of the text, ``""`` for none."""
        inside = self.matches[bisect_left(self.starts, start) : bisect_left(self.starts, position)]
        return next((match[WHOLE] for match in inside if match.end(WHOLE) <= position), "")


def _closed(text: str, start: int, stop: int) -> bool:
    """Say whether words that begin in brackets lie outside these when they stop: 小区11个（其中武原街道7个），…."""
    closing = text.find("）", start, stop)
    return closing >= 0 and text.find("（", start, closing) < 0


class Parts:
    """The smaller places and bodies of one document."""

    def __init__(self, rules: PartRules) -> None:
        self.rules = rules
        self._names: dict[str, _Searched] = {}
        self._spoken: dict[str, tuple[_Spoken, _Spoken]] = {}
        self._proper: dict[str, bool] = {}
        self._brands: re.Pattern[str] | None = None
        self.brands: frozenset[str] = frozenset()
        """What the document calls firms by."""

    def learn(self, texts: Sequence[str], units: Container[str]) -> None:
        """Note by which two characters a document calls the firms that it names (恒川 for 恒川流体), before it is read.

        ``units`` are the names of counties and larger places, which many firms begin with.
        """
        rules, found = self.rules, set[str]()
        for text in texts:
            own = (text[match.start(WHOLE) - BRAND : match.start(WHOLE)] for match in rules.brand.finditer(text))
            found.update(brand for brand in own if brand not in units and not rules.brand_not.fullmatch(brand))
        self.brands = frozenset(found)
        if found:
            self._brands = re.compile(f"(?P<{WHOLE}>{rules.brand_used.replace('{brands}', trie(found))})")

    def before(self, text: str, start: int, position: int) -> str:
        """Return the named village, town, firm … that a sentence speaks of before a position, ``""`` if it names none."""
        if named := self._named(text, start, position):
            return named
        pronouns, persons = self._spoken_of(text)
        return pronouns.first(start, position) or persons.first(start, position)

    def opening(self, text: str, position: int) -> tuple[str, int]:
        """Return the village, firm … that a paragraph's first sentence names, and where its name ends; ``("", 0)`` for none."""
        end = min(text.find("。"), position)
        matches, _, _ = self._searched(text)
        first = next((m for m in matches if m.end("name") <= end and self._is_proper(m["name"])), None)
        if first:
            return first["name"], first.end("name")
        spoken = next((m for m in self._spoken_of(text)[1].matches if m.end(WHOLE) <= end), None)
        return (spoken[WHOLE], spoken.end(WHOLE)) if spoken else ("", 0)

    def _named(self, text: str, start: int, position: int) -> str:
        """Return the last name in a part of a text."""
        matches, starts, ends = self._searched(text)
        inside = matches[bisect_left(starts, start) : bisect_right(ends, position)]
        open_names = (match for match in reversed(inside) if not _closed(text, match.end("name"), position))
        proper = (match for match in open_names if self._is_proper(match["name"]))
        # 清湖三村等11个村 are several
        return next(
            (m["name"] for m in proper if not self.rules.and_others.fullmatch(text, m.end("name"), position)), ""
        )

    def _searched(self, text: str) -> _Searched:
        if text not in self._names:
            matches = list(self.rules.name.finditer(text))
            self._names[text] = _Searched(matches, [m.start() for m in matches], [m.end() for m in matches])
        return self._names[text]

    def _spoken_of(self, text: str) -> tuple[_Spoken, _Spoken]:
        """Return where 该公司 and where somebody is spoken of in a text."""
        if text not in self._spoken:
            persons = (match for _, match in self.rules.persons.finditer(text))
            firms = self._brands.finditer(text) if self._brands else ()
            self._spoken[text] = _Spoken.of(self.rules.pronoun.finditer(text)), _Spoken.of((*persons, *firms))
        return self._spoken[text]

    def _is_proper(self, name: str) -> bool:
        if name not in self._proper:
            self._proper[name] = self.rules.is_proper(name)
        return self._proper[name]

    def of_title(self, text: str) -> str:
        """Return the village that the headings of a piece name as what it is about (大柘镇云坑村蹲点见闻), else ``""``."""
        found = self.rules.titled.search(text)
        if found is None:
            return ""
        town = found.start() and self.rules.titled_town.fullmatch(found["name"])  # 海盐县于城镇: no kind of towns there
        return found["name"] if town or self.rules.is_proper(found["name"]) else ""

    def of_hero(self, title: str, texts: Sequence[str], units: Container[str]) -> str:
        """Return the village that a title calls by its name alone (竹坪坑的三张订单), the text by its kind too; else ``""``.

        ``units`` are the names of counties and larger places, of which the story is then (龙港的…, once 龙港镇).
        """
        hero = self.rules.hero.match(title)
        if hero is None or hero["name"] in units:
            return ""
        for text in texts:
            for match in self._searched(text).matches:
                kind = match["name"].removeprefix(hero["name"])
                if kind != match["name"] and self.rules.hero_kind.fullmatch(kind) and self._is_proper(match["name"]):
                    return match["name"]
        return ""

    def _by_short_name(self, own: str, texts: Sequence[str]) -> int:
        """Return how often a firm is called by the beginning of its own name alone (浙江越轴精工有限公司, 越轴精工)."""
        for begin in (0, SIGNS_OF_PLACE):  # its province or city may stand first
            for end in range(len(own), begin + SHORTEST_FIRM - 1, -1):
                called = sum(text.count(own[begin:end]) for text in texts)
                if called > 1:  # once is the name itself
                    return called - 1
        return 0

    def of_section(self, texts: Sequence[str]) -> str:
        """Return the smaller place that a whole section is about, ``""`` if there is none.

        It is called the section's pilot, or it is named again and again and makes up most of the smaller places named: a
        case about one town's scheme.
        """
        rules = self.rules
        counts: Counter[str] = Counter()
        for text in texts:
            pilot = rules.pilot.search(text) or rules.pilot_led.search(text)
            if pilot and rules.is_proper(pilot["name"]):
                return pilot["name"]
            for match in self._searched(text).matches:
                if self._is_proper(match["name"]) and text[match.start("name") - 1 : match.start("name")] != "“":
                    counts[match["name"]] += 0
        kinds: set[str] = set()
        # looking ahead finds names inside longer ones too
        for match in re.finditer(f"(?=({trie(counts)}))", "\n".join(texts)) if counts else ():
            counts[match[1]] += 1
            # what is counted (34家合作社) or quoted (“星村”) is a kind or a brand, not one place
            if rules.kind.search(match.string, max(0, match.start() - NEAR), match.start()):
                kinds.add(match[1])
        for name in kinds:
            counts[name] = 0
        firms = [firm for name in counts if (firm := rules.firm_name.fullmatch(name))]
        for firm in firms[:FIRMS]:
            counts[firm[0]] += self._by_short_name(firm["own"], texts)
        best = max(counts, key=lambda name: (counts[name], name), default="")
        dominant = best and 2 * counts[best] >= sum(counts.values())
        whole = sum(len(rules.whole_again.findall(text)) for text in texts)  # 全市 as often: it tells of all of it
        return best if dominant and counts[best] >= max(rules.section_count, whole) else ""
