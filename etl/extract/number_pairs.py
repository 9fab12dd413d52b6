"""Numbers that are one: ranges, ratios and fractions of two, and the unit that a list shares."""

from __future__ import annotations

from decimal import Decimal

from etl.extract.number_rules import Form, Number, NumberRules

LARGEST_DENOMINATOR = 20
"""Up to which two numbers parted by a stroke are a fraction; others stand in two columns."""


ALIKE = frozenset({Form.DIGITS, Form.FRACTION})
"""Forms of which two may be one number."""

FAR = 2
"""How much larger the second number is where two are no range but a change and what it leads to: 提高30元至310元."""


def joined(text: str, numbers: list[Number], rules: NumberRules) -> list[Number]:
    """Join ranges, ratios and fractions written with digits."""
    whole: list[Number] = []
    index = 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        taken = 1
        if following is not None and number.form is following.form and number.form in ALIKE:
            pair = _pair(text, number, following, rules)
            if pair is not None:
                number, taken = pair, 2
        whole.append(number)
        index += taken
    return whole


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
            return first._replace(value=value.normalize() + 0, stop=second.stop, form=Form.RATIO, parts=parts, unit="")
        return None
    fraction = second.text.isdigit() and not rules.label_before.search(text, max(0, first.start - 2), first.start)
    fraction = fraction and first.value < second.value <= LARGEST_DENOMINATOR
    if between == "/" and first.stop == first.end and not second.unit and fraction:
        value = (first.value * 100 / second.value).quantize(Decimal("0.01"))
        return first._replace(value=value.normalize() + 0, stop=second.stop, form=Form.FRACTION, parts=parts, unit="%")
    if rules.range_sign.fullmatch(between) and second.value > _lower(first, second, rules):
        before = text[max(0, first.start - 12) : first.start]
        changed = second.value > FAR * first.value and first.unit and rules.changed_before.search(before)
        led_to = changed or (rules.from_before.search(before) and not rules.ranging.match(text, second.stop))
        if led_to and not rules.hyphen.fullmatch(between):
            return None
        per = first.unit.startswith(f"{second.unit}/")  # 每公斤12元至15元
        same = per or second.unit.startswith(first.unit)
        same = same or rules.units.dimension(first.unit) == rules.units.dimension(second.unit)
        if same and (second.unit or first.unit):
            low = first.value
            if first.unit and first.unit != second.unit:
                low = _rescaled(first, second.unit or first.unit, rules)
            unit = first.unit if per else second.unit or first.unit
            return first._replace(
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


def with_shared_units(numbers: list[Number], text: str, rules: NumberRules) -> list[Number]:
    """Give a number without a unit the unit of the next one in its list (21.3和10个百分点), from right to left."""
    result = list(numbers)
    for index in range(len(result) - 2, -1, -1):
        number, following = result[index], result[index + 1]
        partial = number.unit == "" or (number.unit != following.unit and following.unit.startswith(number.unit))
        if not partial or number.form is not Form.DIGITS or not following.unit or following.form is not Form.DIGITS:
            continue
        if rules.list_sign.fullmatch(text[number.stop : following.start]):
            result[index] = number._replace(unit=following.unit, counts="self", shared=True)
    return result
