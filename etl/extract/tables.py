"""Tables broken into lines: which number belongs to which name, unit and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from etl.extract.numbers import Form, Number, NumberRules
from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules

_CELL = re.compile(r"\S+")
_NUMBER = re.compile(r"-?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<percent>%?)$")
_EMPTY = re.compile(r"-+|…+|/|·+")
"""A cell that the table leaves open."""


class TableRules(NamedTuple):
    """What the head of a table says, from ``tables.toml``."""

    growth_word: str
    growth: re.Pattern[str]
    skip: re.Pattern[str]
    value: re.Pattern[str]
    unit_in_name: re.Pattern[str]
    unit_head: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> TableRules:
        """Read ``tables.toml``; raises `InputError` for a missing or broken rule."""
        return load_rules(folder / "tables.toml").build(cls)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table with the words that name it, as prose would put them before it."""

    number: Number
    words: str


def cells(text: str, rules: TableRules, numbers: NumberRules) -> tuple[list[Cell], str]:
    """Return the numbers of a table's text in order, and the words of its head.

    Args:
        text: The table's lines joined by line breaks.
        rules: What heads say.
        numbers: The units.
    """
    head: list[str] = []
    pending: list[str] = []
    found: list[Cell] = []
    name, unit, column = "", "", 0
    for match in _CELL.finditer(text):
        number = _NUMBER.match(match.group())
        if number is None and not (_EMPTY.fullmatch(match.group()) and len(pending) > 1):
            pending.append(match.group())
            continue
        if pending:
            above = name == ""
            name, unit, rest = _row(pending, rules, numbers)
            head = rest if above else head
            column, pending = 0, []
        if name and number is not None:
            found.append(_cell(match, number, name, unit, _columns(head, rules), column, rules))
        column += 1
    return found, " ".join(head)


def _row(pending: Sequence[str], rules: TableRules, numbers: NumberRules) -> tuple[str, str, list[str]]:
    """Split the words before a row's first number into its name, its unit, and what stands above it."""
    words = list(pending)
    unit = words.pop() if len(words) > 1 and numbers.units.find(words[-1].strip("（）()")) else ""
    name = words.pop()
    written = rules.unit_in_name.search(name)
    if written and numbers.units.find(written["unit"]):
        unit, name = unit or written["unit"], name[: written.start()]
    for word in words:
        stated = rules.unit_head.search(word)
        if stated and not unit and numbers.units.find(stated["unit"]):
            unit = stated["unit"]
    return name, unit.strip("（）()"), words


def _columns(head: Sequence[str], rules: TableRules) -> list[str]:
    return [word for word in head if rules.value.search(word) and not rules.skip.search(word)]


def _cell(
    match: re.Match[str],
    number: re.Match[str],
    name: str,
    unit: str,
    columns: Sequence[str],
    column: int,
    rules: TableRules,
) -> Cell:
    start = match.start() + number.start("digits")
    end = match.start() + number.end("digits")
    value = Decimal(number["digits"].replace(",", ""))
    value = -value if match.group().startswith("-") else value
    # a head may stand above the columns for a title as well: columns are counted from the last
    title = columns[column] if column < len(columns) else ""
    grows = rules.growth.search(title) is not None if title else column == 1 and any(map(rules.growth.search, columns))
    plain = Number(start, end, match.end(), number["digits"], value, unit, Form.DIGITS, counts="self")
    if grows or number["percent"]:
        return Cell(replace(plain, unit="%"), name + (rules.growth_word if grows else ""))
    return Cell(plain, name)
