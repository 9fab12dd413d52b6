"""How texts name villages, towns, firms and persons, and one thing that an amount describes."""

import re
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from etl.extract.context import NEAR
from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded, Patterns, guarded
from etl.registry.rules import load_rules
from etl.registry.tries import one_of

SPEECH = 240
"""Characters: the longest quote that is read as speech."""


class PartRules(NamedTuple):
    """How smaller places and bodies are named, from ``place_words.toml``."""

    name: re.Pattern[str]
    pronoun: Guarded
    persons: Patterns
    said: Guarded
    owner: re.Pattern[str]
    in_name: re.Pattern[str]
    said_after: re.Pattern[str]
    said_before: re.Pattern[str]
    private: re.Pattern[str]
    official: re.Pattern[str]
    described: re.Pattern[str]
    purpose: re.Pattern[str]
    described_first: re.Pattern[str]
    described_first_after: re.Pattern[str]
    generic: re.Pattern[str]
    and_others: re.Pattern[str]
    point: re.Pattern[str]
    county_again: re.Pattern[str]
    of_whole: re.Pattern[str]
    holds: re.Pattern[str]
    titled: re.Pattern[str]
    titled_town: re.Pattern[str]
    hero: re.Pattern[str]
    hero_kind: re.Pattern[str]
    pilot: Guarded
    pilot_led: Guarded
    kind: re.Pattern[str]
    firm_name: re.Pattern[str]
    brand: Guarded
    brand_not: re.Pattern[str]
    brand_used: str
    section_count: int
    whole_again: re.Pattern[str]
    topic_ends: re.Pattern[str]

    def is_proper(self, name: str) -> bool:
        """Say whether a match is the name of one place or body, not of a kind of them."""
        return not self.generic.match(name)

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read the rules; raises `InputError` for a missing or broken one."""
        rules = load_rules(folder / "place_words.toml")
        body = one_of(rules.texts("part", "body"))
        named = "|".join(rules.text("part", kind).replace("{body}", body) for kind in ("bodies", "places"))
        written = rules.text("part", "lead") + f"(?P<name>{named})" + rules.text("part", "behind")
        surname = rules.text("part", "surname")
        persons = [person.replace("{surname}", surname) for person in rules.texts("part", "person")]
        return rules.build(
            cls,
            "part",
            name=rules.compile(written, "part.name"),
            generic=rules.compile(rules.text("part", "generic").replace("{body}", body), "part.generic"),
            persons=Patterns.of(guarded(person, partial(rules.compile, where="part.person")) for person in persons),
        )


def speaker(text: str, sentence: int, position: int, rules: PartRules) -> str:
    """Return who says the words at a position, if that is no official: they speak of their own village or firm."""
    said = rules.said.search(text, sentence, position) or _quoted(text, position, rules)
    if said is None or not rules.private.search(said["who"]) or rules.official.search(said["who"]):
        return ""
    return said["who"]


def _quoted(text: str, position: int, rules: PartRules) -> re.Match[str] | None:
    """Return the match that names who says the quote at a position, behind it or before it."""
    opened = text.rfind("“", max(0, position - SPEECH), position)
    closed = text.find("”", position, position + SPEECH)
    if opened < 0 or closed < 0 or "”" in text[opened:position]:
        return None
    return rules.said_after.match(text, closed + 1) or rules.said_before.search(
        text, max(0, opened - NEAR - NEAR), opened
    )


def described_thing(left: str, right: str, rules: PartRules) -> str:
    """Return the one thing that an amount describes (25公里东海云廊), ``""`` if it describes none.

    ``left`` are the words before the number, back to its clause, ``right`` those behind its unit.
    """
    first = rules.described_first.search(left) and rules.described_first_after.match(right)
    found = first or rules.described.match(right) or rules.purpose.match(right)
    return found[0] if found else ""
