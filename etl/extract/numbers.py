"""Numbers in running text: digits and numerals with their magnitude, unit and 'and some', ranges, ratios, fractions.

One cheap scan finds the numbers; everything else looks outwards from them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from etl.extract.number_pairs import joined, with_shared_units
from etl.extract.number_rules import Form, Number, NumberRules
from etl.registry.guards import WHOLE


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
    return with_shared_units(joined(text, found, rules), text, rules)


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
        return _tenths(match, rules)
    if match["half"]:
        return Number(start, end, end, word, rules.words[word], "%", Form.FRACTION, word[0] == "过")
    if match["times"]:
        low, high = (Decimal(rules.digits[digit]) for digit in (word[0], word[-1]))
        return Number(start, end, end + len(TIMES), word, low, TIMES, Form.NUMERAL, high=high)
    if match["word"]:
        return Number(start, end, end, word, rules.words[word], "%", Form.WORD)
    return _numeral(text, match, rules)


def _tenths(match: re.Match[str], rules: NumberRules) -> Number:
    """Read tenths in words: 七成半 is 75 %, 三四成 and 三至四成 are 30 to 40 %."""
    start, end = match.span(WHOLE)
    more, tenths = match["hundredths"] or "", rules.digits[match["tenths"]]
    value = Decimal(tenths * TENTHS + rules.digits.get(more, HALF_TENTH if more else 0))
    fewest = rules.digits.get(match["fewest"] or "", 0)
    if not fewest or not (tenths == fewest + 1 or (match["up"] and fewest < tenths)):
        start = match.start("tenths")
        return Number(start, end, end, match.string[start:end], value, "%", Form.FRACTION)
    low = Decimal(fewest * TENTHS)
    return Number(start, end, end, match[WHOLE], low, "%", Form.FRACTION, high=value)


TIMES, HALF = "倍", "半"
"""The unit of multiples, and what behind it adds a half."""

NEXT = 2
"""How much larger the second of two digits in a row may be: 三五千 is 3 to 5 thousand."""

LONGEST_LABEL = 12
"""Characters before a number in which a label may say its unit."""

TENTHS = 10
"""What one 成 is in percent, and what more than nine of them are not."""

HALF_TENTH = 5
"""What 半 behind 成 is in percent."""


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
    years = rules.years.match(text, end) if not unit else None
    if years and rules.years_of.search(text, max(0, start - LONGEST_LABEL), start):
        stop, unit, counts = years.end(), years[0], "self"  # 平均受教育年限达到11.3年
    if not unit:
        unit, counts = _labelled(text, start, rules)
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


def _percent(upper: Decimal, lower: Decimal) -> Decimal:
    """Return a fraction in percent, with two decimals where it does not come out even."""
    value = (upper * 100 / lower).quantize(Decimal("0.01")) if upper % lower else upper * 100 / lower
    return value.normalize() + 0


def _fraction_in_words(match: re.Match[str], text: str, rules: NumberRules) -> Number | None:
    below, above = match["below"], match["above"]
    upper, lower = numeral_value(above, rules), numeral_value(below, rules)
    if upper is None or not lower:
        return None
    value = _percent(upper, lower)
    start, end = match.span(WHOLE)
    upto = numeral_value(match["upto"] or "", rules)
    high = _percent(upto, lower) if upto is not None and upto > upper else None
    if match["upto"] and high is None:
        end = match.end("above")
    return Number(start, end, end, text[start:end], value, "%", Form.FRACTION, high=high)


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
    half = unit == TIMES and text[stop : stop + 1] == HALF  # 一倍半
    if half:
        value, stop = value + Decimal("0.5"), stop + 1
    if unit == TIMES or (scaled and _is_quantity(text, word, start, stop, unit, rules)):
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
    """Return the two ends of a numeral that names two digits in a row (五六万, 十七八万, 三五千), else its value alone."""
    digits = [rules.digits.get(character, 0) for character in word]
    rows = [at for at, pair in enumerate(pairwise(digits)) if all(pair)]
    if len(rows) != 1 or not digits[rows[0]] < digits[rows[0] + 1] <= digits[rows[0]] + NEXT:
        return value, None
    at = rows[0]
    low, high = (numeral_value(word[:cut] + word[cut + 1 :], rules) for cut in (at + 1, at))
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
