"""Numbers in running text: digits and numerals with their magnitude, unit and 'and some', ranges, ratios, fractions.

One cheap scan finds the numbers; everything else looks outwards from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from etl.paths import KNOWLEDGE
from etl.registry.guards import WHOLE, Guarded, guarded
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
    per_before: re.Pattern[str]
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
    from_before: re.Pattern[str]
    measure_word: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> NumberRules:
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
            per_before=rules.pattern("per", "before"),
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
        rf"|(?P<fraction>(?P<below>[{digit}{scale}]+)分之(?P<above>[{digit}{scale}点]+))"
        rf"|(?P<tenths>[{digit}])成(?P<hundredths>[{digit}](?![{digit}{scale}成个项家年])|{half_tenth})?(?={tenths})"
        rf"|(?P<ordinal>[第前][{digit}十百]+)"
        rf"|(?P<first>{first})"
        rf"|(?P<word>{word})"
        rf"|(?P<numeral>[{digit}]*[{scale}][{digit}{scale}]*|[{digit}]+(?={small}))"
        rf"|(?P<half>{half})"
    )


def _unit_pattern(rules: Rules, units: Units) -> str:
    more = "|".join(rules.texts("more", "surfaces"))
    compound = rules.texts("compound", "surfaces")
    guard = rules.text("compound", "not_before")
    magnitude = "|".join(surface + (f"(?!{guard})" if surface[-1] in "千百" else "") for surface in compound)
    return (
        rf"\s?(?P<more>{more})?(?:个多(?P<late>亿|万))?(?P<magnitude>{magnitude})?(?P<more_late>{more})?\s?"
        rf"(?P<unit>{units.pattern()})?(?P<plus>{rules.text('more', 'plus')})?"
    )


def _per_pattern(rules: Rules) -> str:
    denominators = sorted(rules.texts("per", "denominators"), key=lambda w: (-len(w), w))
    known = "|".join(denominators)
    return rf"(?:/每?|每(?=(?:{known})(?![\u4e00-\u9fff])))(?P<below>{known}|[\u4e00-\u9fff]{{1,5}}(?=[，。；、）]|$))"


@dataclass(frozen=True, slots=True)
class Number:
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


def scan(text: str, rules: NumberRules) -> list[Number]:
    """Return the numbers of a paragraph's text in order; ranges, ratios, fractions and shared units are resolved."""
    if not rules.any_number.search(text):
        return []
    found: list[Number] = []
    position = 0
    for match in rules.number.finditer(text):
        if match.start() < position:
            continue
        number = _read(text, match, rules)
        if number is not None:
            found.append(number)
            position = number.stop
    return _share_units(_join(text, found, rules), text, rules)


def _read(text: str, match: re.Match[str], rules: NumberRules) -> Number | None:
    if match["digits"]:
        return _digits(text, match, rules)
    if match["fraction"]:
        return _fraction_in_words(match, text, rules)
    start, end, word = *match.span(WHOLE), match[WHOLE]
    if match["ordinal"] or match["first"]:
        value = rules.words.get(word)
        digits = word.lstrip("第前")
        if value is None:
            value = Decimal(digits) if digits.isdigit() else numeral_value(digits, rules)
        return None if value is None else Number(start, end, end, word, value, "", Form.ORDINAL)
    if match["tenths"]:
        more = match["hundredths"] or ""
        value = Decimal(rules.digits[match["tenths"]] * TENTHS + rules.digits.get(more, HALF_TENTH if more else 0))
        return Number(start, end, end, word, value, "%", Form.FRACTION)
    if match["half"]:
        return Number(start, end, end, word, rules.words[word], "%", Form.FRACTION, word[0] == "过")
    if match["word"]:
        return Number(start, end, end, word, rules.words[word], "%", Form.WORD)
    return _numeral(text, match, rules)


LARGEST_DENOMINATOR = 20
"""Up to which two numbers parted by a stroke are a fraction; others stand in two columns."""

LONGEST_LABEL = 12
"""Characters before a number in which a label may say its unit."""

TENTHS = 10
"""What one 成 is in percent, and what more than nine of them are not."""

HALF_TENTH = 5
"""What 半 behind 成 is in percent."""

FAR = 2
"""How much larger the second number is where two are no range but a change and what it leads to: 提高30元至310元."""


def _digits(text: str, match: re.Match[str], rules: NumberRules) -> Number | None:
    start, end = match.span("digits")
    written = match["digits"]
    value = Decimal(written.replace(",", "").replace(" ", ""))
    if value < TENTHS and rules.in_tenths.match(text, end):  # 6成
        return Number(start, end + 1, end + 1, text[start : end + 1], value * TENTHS, "%", Form.FRACTION)
    spoken = rules.spoken.match(text, end)
    if spoken is not None and rules.price_before.search(text, max(0, start - LONGEST_LABEL), start):
        return _spoken(text, start, spoken, value, rules)
    stop, unit, more, counts = unit_after(text, end, rules)
    if not unit:
        unit, counts = _labelled(text, start, rules)
    per = rules.per_before.search(text, max(0, start - 4), start) if unit and counts == "self" else None
    if per is not None and "/" not in unit and rules.units.dimension(unit) == "money":
        unit += "/" + per["below"]
    if rules.minus_before.search(text, max(0, start - 3), start):
        value = -value
    return Number(start, end, stop, written, value, unit, Form.DIGITS, more, counts=counts)


def _spoken(text: str, start: int, spoken: re.Match[str], value: Decimal, rules: NumberRules) -> Number:
    """Read a price as it is spoken of: 7块5 is 7.5元, 1块多 more than 1元."""
    tenths = spoken["tenths"]
    if tenths:
        value += Decimal(rules.digits.get(tenths, 0) or int(tenths)) / TENTHS
    value += Decimal("0.5") if spoken["half"] else 0
    end = spoken.end() if tenths or spoken["half"] else spoken.start()
    unit, more = unit_of(MONEY_SPOKEN, rules), spoken["over"] is not None
    return Number(start, end, spoken.end(), text[start:end], value, unit[0], Form.DIGITS, more, counts=unit[1])


MORE = ("more", "more_late", "late", "plus")
"""Groups of the pattern of units that say 'and some'."""

MONEY_SPOKEN = "元"
"""What 块 is in a price."""


def _labelled(text: str, start: int, rules: NumberRules) -> tuple[str, str]:
    """Return the unit that a label just before a number says in brackets, and its kind; both ``""`` if it says none."""
    label = rules.labelled.search(text, max(0, start - LONGEST_LABEL), start)
    return unit_of(label["unit"], rules) if label else ("", "")


def unit_of(written: str, rules: NumberRules) -> tuple[str, str]:
    """Return the unit that words are, and its kind, as behind a number; both ``""`` for words that are none."""
    end, unit, _, counts = unit_after(written, 0, rules)
    return (unit, counts) if end == len(written) else ("", "")


def unit_after(text: str, end: int, rules: NumberRules) -> tuple[int, str, bool, str]:
    """Read magnitude, 'and some' and unit behind a number: ``(end of it, unit as reported, and some?, kind of unit)``."""
    match = rules.unit.match(text, end)
    if match is None:
        return end, "", False, ""
    magnitude = (match["magnitude"] or "") + (match["late"] or "")
    surface = match["unit"] or ""
    stop = match.end()
    if not magnitude and not surface and not (match["more"] or match["plus"]):
        return end, "", False, ""
    known = rules.units.by_surface.get(surface)
    unit = magnitude + rules.measure_word.sub("", surface)
    if known is not None and known.counts in {"self", "thing"}:
        per = rules.per.match(text, stop)
        if per is not None and "/" not in surface:
            unit += "/" + per["below"]
            stop = per.end()
    return stop, unit, any(match[said] for said in MORE), known.counts if known else ""


def _fraction_in_words(match: re.Match[str], text: str, rules: NumberRules) -> Number | None:
    below, above = match["below"], match["above"]
    upper, lower = numeral_value(above, rules), numeral_value(below, rules)
    if upper is None or not lower:
        return None
    value = (upper * 100 / lower).quantize(Decimal("0.01")) if upper % lower else upper * 100 / lower
    start, end = match.span(WHOLE)
    return Number(start, end, end, match[WHOLE], value.normalize() + 0, "%", Form.FRACTION)


def _numeral(text: str, match: re.Match[str], rules: NumberRules) -> Number | None:
    """Read a numeral in words: a quantity with 倍, with a magnitude and a unit, or before a bare noun; else idle."""
    word, (start, end) = match["numeral"], match.span(WHOLE)
    stop, unit, more, counts = unit_after(text, end, rules)
    value = numeral_value(word, rules)
    if value is None:
        return None
    scaled = any(character in rules.scales for character in word)
    if text[start - 1 : start] == "（" and text[stop : stop + 1] == "）":  # a unit in brackets: 总投资（亿元）
        return Number(start, end, end, word, value, "", Form.IDLE) if scaled else None
    if unit == "倍" or (scaled and _is_quantity(text, word, start, stop, unit, rules)):
        # 千亿元 reads 1000 亿元 and 近万人次 reads 1 万人次: the last 万 or 亿 belongs to the unit
        tail = word[-1] if word[-1] in rules.bare_magnitudes else ""
        scale = Decimal(rules.scales[tail]) if tail else Decimal(1)
        low, high = _between(word, value, rules)
        high = None if high is None else high / scale
        return Number(start, end, stop, word, low / scale, tail + unit, Form.NUMERAL, more, high, counts=counts)
    if text.startswith(rules.no_numbers, start) or not (scaled or rules.small_unit.match(text, end)):
        return None
    return Number(start, end, end, word, value, "", Form.IDLE)


def _between(word: str, value: Decimal, rules: NumberRules) -> tuple[Decimal, Decimal | None]:
    """Return the two ends of a numeral that names two digits in a row (五六万 is 5 to 6万), else its value alone."""
    first, second = rules.digits.get(word[0], 0), rules.digits.get(word[1:2], 0)
    if second != first + 1 or not first or word[2:3] not in rules.scales:
        return value, None
    low, high = numeral_value(word[0] + word[2:], rules), numeral_value(word[1:], rules)
    return (value, None) if low is None or high is None else (low, high)


def _is_quantity(text: str, word: str, start: int, stop: int, unit: str, rules: NumberRules) -> bool:
    """Say whether a numeral with a magnitude counts something: by its unit, its noun, or a word of bounds before it."""
    if unit:
        return rules.numeral_unit.fullmatch(unit) is not None
    if word[-1] not in rules.bare_magnitudes or len(word) < 2:
        return False
    bounded = rules.bound_before.search(text, max(0, start - 3), start) is not None
    return rules.bare_noun.match(text, stop) is not None or bounded


def numeral_value(word: str, rules: NumberRules) -> Decimal | None:
    """Return the value of a Chinese numeral (一万二千, 三点五, 二〇二二), ``None`` if it is none."""
    if not word:
        return None
    if all(character in rules.digits for character in word):
        return Decimal("".join(str(rules.digits[character]) for character in word))
    whole, point, fraction = word.partition("点")
    if point:
        upper = numeral_value(whole, rules)
        if upper is None or not fraction or any(character not in rules.digits for character in fraction):
            return None
        return upper + Decimal("0." + "".join(str(rules.digits[character]) for character in fraction))
    total = section = 0
    current: int | None = None
    for character in word:
        scale = rules.scales.get(character)
        if scale is None:
            if character not in rules.digits:
                return None
            current = rules.digits[character]
        elif scale < 10_000:
            section += (1 if current is None else current) * scale
            current = None
        else:
            section += current or 0
            below = total + section if scale > 10_000 else section
            total = (below or 1) * scale + (0 if scale > 10_000 else total)
            section, current = 0, None
    return Decimal(total + section + (current or 0))


def _join(text: str, numbers: list[Number], rules: NumberRules) -> list[Number]:
    """Join ranges, ratios and fractions written with digits."""
    joined: list[Number] = []
    index = 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        taken = 1
        if following is not None and number.form is Form.DIGITS and following.form is Form.DIGITS:
            pair = _pair(text, number, following, rules)
            if pair is not None:
                number, taken = pair, 2
        joined.append(number)
        index += taken
    return joined


def _pair(text: str, first: Number, second: Number, rules: NumberRules) -> Number | None:
    between = text[first.stop : second.start]
    parts = ((second.start, second.end),)
    if first.stop == first.end and rules.ratio_sign.fullmatch(between):
        chained = rules.chain_sign.search(text[max(0, first.start - 6) : first.start]) or rules.ratio_sign.match(
            text, second.stop
        )
        if not second.unit and second.value and not chained:
            value = first.value / second.value
            value = value if value == value.quantize(Decimal("0.0001")) else value.quantize(Decimal("0.0001"))
            return replace(first, value=value.normalize() + 0, stop=second.stop, form=Form.RATIO, parts=parts, unit="")
        return None
    fraction = second.text.isdigit() and not rules.label_before.search(text, max(0, first.start - 2), first.start)
    fraction = fraction and first.value < second.value <= LARGEST_DENOMINATOR
    if between == "/" and first.stop == first.end and not second.unit and fraction:
        value = (first.value * 100 / second.value).quantize(Decimal("0.01"))
        return replace(first, value=value.normalize() + 0, stop=second.stop, form=Form.FRACTION, parts=parts, unit="%")
    if rules.range_sign.fullmatch(between) and second.value > _lower(first, second, rules):
        before = text[max(0, first.start - 12) : first.start]
        changed = second.value > FAR * first.value and first.unit and rules.changed_before.search(before)
        if (changed or rules.from_before.search(before)) and not rules.hyphen.fullmatch(between):
            return None
        same = second.unit.startswith(first.unit) or rules.units.dimension(first.unit) == rules.units.dimension(
            second.unit
        )
        if same and (second.unit or first.unit):
            low = first.value
            if first.unit and first.unit != second.unit:
                low = _rescaled(first, second.unit or first.unit, rules)
            unit = second.unit or first.unit
            return replace(
                first,
                value=low,
                high=second.value,
                stop=second.stop,
                unit=unit,
                parts=parts,
                more=second.more,
                counts=second.counts or first.counts,
            )
    return None


def _lower(first: Number, second: Number, rules: NumberRules) -> Decimal:
    """Return the first number of a range in the unit of the second (200元 in 万元)."""
    return _rescaled(first, second.unit, rules) if first.unit and second.unit else first.value


def _rescaled(number: Number, unit: str, rules: NumberRules) -> Decimal:
    """Express a number in another unit of the same base."""
    base, factor = rules.units.base(number.unit)
    other, divisor = rules.units.base(unit)
    return number.value * factor / divisor if base == other else number.value


def _share_units(numbers: list[Number], text: str, rules: NumberRules) -> list[Number]:
    """Give a number without a unit the unit of the next one in its list (21.3和10个百分点), from right to left."""
    result = list(numbers)
    for index in range(len(result) - 2, -1, -1):
        number, following = result[index], result[index + 1]
        partial = number.unit == "" or (number.unit != following.unit and following.unit.startswith(number.unit))
        if not partial or number.form is not Form.DIGITS or not following.unit or following.form is not Form.DIGITS:
            continue
        if rules.list_sign.fullmatch(text[number.stop : following.start]):
            result[index] = replace(number, unit=following.unit, counts="self", shared=True)
    return result
