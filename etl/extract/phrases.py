"""Which words name what a number measures: before it, behind its unit, or carried from the number before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from etl.extract.numbers import Form, Number
from etl.model import LONGEST_TEXT, Basis, Measure
from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules


@dataclass(frozen=True)
class PhraseRules:
    """The patterns of ``phrases.toml``."""

    longest: int
    stop_signs: str
    left_end: re.Pattern[str]
    change_end: re.Pattern[str]
    left_start: re.Pattern[str]
    making: re.Pattern[str]
    right_end: re.Pattern[str]
    verb: re.Pattern[str]
    fill: re.Pattern[str]
    dependent: re.Pattern[str]
    share_of: re.Pattern[str]
    split: re.Pattern[str]
    pair: re.Pattern[str]
    each: re.Pattern[str]
    rank_end: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> PhraseRules:
        """Read ``phrases.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "phrases.toml")
        return cls(
            longest=min(int(rules.tables["longest"]), LONGEST_TEXT),
            stop_signs=rules.text("stop_signs"),
            left_end=rules.pattern("left", "end"),
            change_end=rules.pattern("left", "change_end"),
            left_start=rules.compile("^" + rules.text("left", "start"), "left.start"),
            making=rules.pattern("left", "making"),
            right_end=rules.pattern("right", "end"),
            verb=rules.pattern("right", "verb"),
            fill=rules.pattern("right", "fill"),
            dependent=rules.pattern("dependent", "words"),
            share_of=rules.pattern("dependent", "share_of"),
            split=rules.pattern("list", "split"),
            pair=rules.pattern("list", "pair"),
            each=rules.pattern("list", "each"),
            rank_end=rules.pattern("rank", "end"),
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name an indicator, and where they come from."""

    text: str
    basis: Basis


def strip_end(text: str, *patterns: re.Pattern[str]) -> str:
    """Take matches of the patterns off the end until none is left."""
    while text:
        for pattern in patterns:
            match = pattern.search(text)
            if match and match.group():
                text = text[: match.start()]
                break
        else:
            return text
    return text


def strip_start(text: str, pattern: re.Pattern[str]) -> str:
    """Take matches of the pattern off the beginning until none is left."""
    while text:
        match = pattern.match(text)
        if not match or not match.group():
            return text
        text = text[match.end() :]
    return text


def name_before(left: str, kind: Measure, rules: PhraseRules) -> str:
    """Return the name that stands before a number, ``""`` if the words there name nothing."""
    if kind is Measure.RANK:
        return strip_start(strip_end(left, rules.left_end, rules.rank_end), rules.left_start)
    if kind in {Measure.GROWTH, Measure.CHANGE}:
        left = strip_end(left, rules.left_end, rules.change_end)
    return strip_start(strip_end(left, rules.left_end), rules.left_start)


def noun_behind(text: str, number: Number, limit: int, rules: PhraseRules) -> tuple[str, str]:
    """Return the counted noun behind the unit and the verb phrase after it, both ``""`` if there is none."""
    tail = text[number.stop : min(limit, number.stop + 40)]
    fill = rules.fill.match(tail)
    if fill:
        tail = tail[fill.end() :]
    if tail[:1] in {"“", "《"}:
        closing = tail.find("”" if tail[0] == "“" else "》")
        end = rules.right_end.search(tail, closing + 1 if closing > 0 else 0)
    else:
        end = rules.right_end.search(tail)
    tail = tail[: end.start()] if end else tail
    verb = rules.verb.search(tail, 1)
    if verb is None:
        return tail.strip("的了 "), ""
    return tail[: verb.start()].strip("的了 "), tail[verb.start() :].strip("的了 ")


def is_dependent(name: str, rules: PhraseRules) -> bool:
    """Say whether a name needs the thing named before it (总投资, 占比)."""
    return bool(rules.dependent.match(name))


def shorten(name: str, rules: PhraseRules) -> str:
    """Cut a name to its longest, from the front: Chinese names are headed at the end; unpaired quotes go."""
    name = name.strip("，。；：、 ")
    if len(name) > rules.longest:
        name = name[-rules.longest :]
    if name.count("“") != name.count("”"):
        name = (
            name.strip("“”")
            if "“" not in name.strip("“”") and "”" not in name.strip("“”")
            else name.replace("“", "").replace("”", "")
        )
    if name.count("（") != name.count("）"):
        name = name.replace("（", "").replace("）", "")
    return name.strip("，。；：、 ")


def counted(left: str, text: str, number: Number, limit: int, rules: PhraseRules) -> str:
    """Return the name of a level: the noun behind the unit with what qualifies it, or the name before the number."""
    before = name_before(left, Measure.LEVEL, rules)
    if number.counts == "self" and number.form is not Form.NUMERAL:
        noun, verb = ("", "")
        if not before:
            noun, verb = noun_behind(text, number, limit, rules)
    else:
        noun, verb = noun_behind(text, number, limit, rules)
    if not noun:
        return before or verb
    head = strip_end(before, rules.making)
    if not head and verb and not before:
        return verb + noun
    if before and not head:
        return noun if len(noun) > 1 else before + noun
    return (head if head != before else before) + noun
