"""What a heading says of the labelled numbers under it: their unit (单位：万元), what their brackets tell, what they are of."""

import re
from pathlib import Path
from typing import NamedTuple, Self

from etl.extract.number_rules import Form, Number, NumberRules
from etl.extract.numbers import unit_of
from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules

PERCENT = "%"


class HeadingRules(NamedTuple):
    """How headings say it, from ``[heading]`` of ``tables.toml``, and the groups of people of its ``[columns]``."""

    unit: re.Pattern[str]
    """A heading with its ``topic``, the ``unit`` of its numbers, and what it says of those in brackets (``aside``)."""
    label: re.Pattern[str]
    """What stands before a number that has a label."""
    aside: re.Pattern[str]
    """What stands between a number and the one in brackets that the heading explains."""
    growth: str
    """Words of a growth, for numbers that are said to be one."""
    group: re.Pattern[str]
    """Kinds of people that take what the heading is about."""

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read the rules; raises `InputError` for a missing or broken one."""
        rules = load_rules(folder / "tables.toml")
        return rules.build(cls, "heading", group=rules.pattern("columns", "group"))


def told(numbers: list[Number], text: str, heading: str, rules: HeadingRules, units: NumberRules) -> list[Number]:
    """Return the numbers of a paragraph with the units that its heading says of those that have none of their own."""
    stated = rules.unit.search(heading)
    unit, counts = unit_of(stated["unit"], units) if stated else ("", "")
    if stated is None or not unit:
        return numbers
    found: list[Number] = []
    for number in numbers:
        if number.unit or number.form is not Form.DIGITS:
            found.append(number)
        elif rules.label.search(text, 0, number.start):
            found.append(number._replace(unit=unit, counts=counts))
        elif stated["aside"] and found and rules.aside.fullmatch(text, found[-1].stop, number.start):
            found.append(number._replace(unit=PERCENT, counts="self", said=rules.growth))
        else:
            found.append(number)
    return found


def completed(name: str, heading: str, rules: HeadingRules) -> str:
    """Return the name of a labelled number: one of a group of people takes what the heading is about."""
    stated = rules.unit.search(heading) if rules.group.fullmatch(name) else None
    return joined(name, stated["topic"]) if stated else name


def joined(first: str, second: str) -> str:
    """Return two names as one; what the first ends and the second begins with is said once (城镇居民 and 居民收入)."""
    size = next((n for n in range(min(len(first), len(second)), 1, -1) if first.endswith(second[:n])), 0)
    return first + second[size:]
