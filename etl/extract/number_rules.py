"""What a number of a text is, and how numbers and units are written."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded, guarded
from etl.registry.rules import Rules, load_rules
from etl.registry.units import Units, load_units


class Form(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    NUMERAL = "numeral"
    FRACTION = "fraction"
    RATIO = "ratio"
    ORDINAL = "ordinal"
    WORD = "word"
    IDLE = "idle"
    """A numeral in words that states no quantity (千企, 三个方面): accounted for, never a figure."""


class NumberRules(NamedTuple):
    """How numbers and units are written, from ``numerals.toml`` and the unit registry."""

    units: Units
    digits: Mapping[str, int]
    scales: Mapping[str, int]
    words: Mapping[str, Decimal]
    bare_magnitudes: frozenset[str]
    any_number: re.Pattern[str]
    number: Guarded
    unit: re.Pattern[str]
    per: re.Pattern[str]
    labelled: re.Pattern[str]
    numeral_unit: re.Pattern[str]
    bare_noun: re.Pattern[str]
    bound_before: re.Pattern[str]
    small_unit: re.Pattern[str]
    no_numbers: tuple[str, ...]
    spoken: re.Pattern[str]
    price_before: re.Pattern[str]
    ratio_sign: re.Pattern[str]
    in_tenths: re.Pattern[str]
    label_before: re.Pattern[str]
    changed_before: re.Pattern[str]
    range_sign: re.Pattern[str]
    list_sign: re.Pattern[str]
    hyphen: re.Pattern[str]
    chain_sign: re.Pattern[str]
    minus_before: re.Pattern[str]
    ranging: re.Pattern[str]
    years_of: re.Pattern[str]
    years: re.Pattern[str]
    from_before: re.Pattern[str]
    measure_word: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read the rules; raises `InputError` for a missing or broken one."""
        rules = load_rules(folder / "numerals.toml")
        units = load_units(folder)
        digits, scales = rules.table("digits"), rules.table("magnitudes")
        words = {
            word: Decimal(value) for word, value in {**rules.table("word_values"), **rules.table("halves")}.items()
        }
        signs = {name: rules.pattern("signs", name) for name in rules.table("signs")}
        return cls(
            units=units,
            digits=digits,
            scales=scales,
            words=words,
            bare_magnitudes=frozenset(rules.texts("bare", "magnitudes")),
            any_number=rules.compile(f"[0-9{''.join(scales)}{''.join(digits)}首榜番半]", "any number"),
            number=guarded(_number_pattern(rules), partial(rules.compile, where="number")),
            unit=rules.compile(_unit_pattern(rules, units), "unit"),
            per=rules.compile(_per_pattern(rules), "per"),
            labelled=rules.pattern("per", "labelled"),
            numeral_unit=rules.words("numeral_units", "units"),
            bare_noun=rules.words("bare", "nouns"),
            bound_before=rules.pattern("bare", "bound_before"),
            small_unit=rules.words("idle", "units"),
            no_numbers=rules.texts("idle", "no_numbers"),
            **signs,
        )


def _number_pattern(rules: Rules) -> str:
    digit = "".join(rules.table("digits"))
    scale = "".join(rules.table("magnitudes"))
    first = "|".join(rules.texts("ranks", "words"))
    word = "|".join(sorted(rules.texts("ranks", "multiples"), key=lambda w: (-len(w), w)))
    half = "|".join(rules.table("halves"))
    tenths, half_tenth = rules.text("bare", "after_tenths"), rules.text("bare", "half_tenth")
    small = "|".join(rules.texts("idle", "units"))
    spaced, parted = rules.text("bare", "spaced"), rules.text("bare", "parted")
    return (
        rf"(?P<digits>(?<![\d,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{spaced}|{parted}|\d+(?: ?\.\d+)?)"
        rf"|(?P<fraction>(?P<below>[{digit}{scale}]+)分之(?P<above>[{digit}{scale}点]+)(?:[至到](?P<upto>[{digit}十]+)(?![{digit}{scale}个倍成分]))?)"
        rf"|(?:(?P<fewest>[{digit}])(?P<up>[至到])?)?(?P<tenths>[{digit}])成(?P<hundredths>[{digit}](?![{digit}{scale}成个项家年])|{half_tenth})?(?={tenths})"
        rf"|(?P<ordinal>[第前][{digit}十百]+(?!成(?:[，。；、]|以[上下]|左右|多|$)))"
        rf"|(?P<first>{first})"
        rf"|(?P<word>{word})"
        rf"|(?P<times>[{digit}][至到][{digit}](?=倍))"
        rf"|(?P<numeral>[{digit}]*[{scale}][{digit}{scale}]*|[{digit}]+(?={small}))"
        rf"|(?P<half>{half})"
    )


def _unit_pattern(rules: Rules, units: Units) -> str:
    more = "|".join([*rules.texts("more", "surfaces"), rules.text("more", "signed")])
    compound = rules.texts("compound", "surfaces")
    guard = rules.text("compound", "not_before")
    magnitude = "|".join(surface + (f"(?!{guard})" if surface[-1] in "千百" else "") for surface in compound)
    return (
        rf"\s?(?P<more>{more})?(?:个多(?P<late>亿|万)|个(?=亿(?:[，。；、！？）”的]|左右|以上|多|$)))?(?P<magnitude>{magnitude})?(?P<more_late>{more})?\s?"
        rf"(?P<unit>{units.pattern()})?(?P<plus>{rules.text('more', 'plus')})?"
    )


def _per_pattern(rules: Rules) -> str:
    denominators = sorted(rules.texts("per", "denominators"), key=lambda w: (-len(w), w))
    known = "|".join(denominators)
    return rf"(?:/每?|每(?=(?:{known})(?![\u4e00-\u9fff])))(?P<below>{known}|[\u4e00-\u9fff]{{1,5}}(?=[，。；、）]|$))"


class Number(NamedTuple):
    """One number in a paragraph. Indices are into the paragraph's text.

    ``start:end`` is the number itself; ``stop`` is the end of what belongs to it (magnitude, unit, partner of a range).
    ``unit`` is as reported, magnitude included and 'and some' left out (``万元/亩``). ``parts`` are the spans of the
    further numbers that this one takes in (the 3 of 2至3万元).
    """

    start: int
    end: int
    stop: int
    text: str
    value: Decimal
    unit: str
    form: Form
    more: bool = False
    high: Decimal | None = None
    parts: tuple[tuple[int, int], ...] = ()
    counts: str = ""
    shared: bool = False
    """Whether the unit stands only behind a later number of the list (21.3和10个百分点)."""
    said: str = ""
    """Words that a heading says of the numbers in brackets (括号内为同比增减%)."""
