"""Tables in plain text: which lines belong to one, and their cells; `grid_rows` reads rows and heads, `tables` the meaning."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules
from etl.registry.units import load_units

FEWEST_ROWS = 2
"""Rows of a name and numbers that make a table."""

FEWEST_CELLS = 4
"""Lines of nothing but a number that make a table; of numbers with units or words of change it takes twice as many."""

LONGEST_ROW = 240
"""Characters: a longer line is prose."""

HEAD_LINES = 5
"""Lines above the first row: titles, the unit, two lines of heads."""

HEAD_CELLS = 20
"""Lines above the first value where each cell has a line of its own."""

LABELS = 3
"""Cells before the first value of a row: a serial number, a name, a unit."""


class GridRules(NamedTuple):
    """How the lines of tables look, from ``[lines]`` of ``tables.toml``."""

    separator: re.Pattern[str]
    divider: re.Pattern[str]
    tab: re.Pattern[str]
    gap: re.Pattern[str]
    space: re.Pattern[str]
    value: re.Pattern[str]
    number: re.Pattern[str]
    bare: re.Pattern[str]
    at_least: re.Pattern[str]
    at_most: re.Pattern[str]
    approx: re.Pattern[str]
    empty: re.Pattern[str]
    year: re.Pattern[str]
    label: re.Pattern[str]
    serial: re.Pattern[str]
    title: re.Pattern[str]
    head: re.Pattern[str]
    head_cell: re.Pattern[str]
    unit_sign: re.Pattern[str]
    bracketed: re.Pattern[str]
    rule: re.Pattern[str]
    continued: re.Pattern[str]
    numbered: re.Pattern[str]
    told: re.Pattern[str]
    serial_head: re.Pattern[str]
    label_head: re.Pattern[str]
    parted: re.Pattern[str]
    unit_head: re.Pattern[str]
    amount_head: re.Pattern[str]
    rate_head: re.Pattern[str]
    open_head: re.Pattern[str]
    closed_head: re.Pattern[str]
    group_head: re.Pattern[str]
    words_head: re.Pattern[str]
    words_cell: re.Pattern[str]
    subtotal: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read ``[lines]`` of ``tables.toml`` and the units; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "tables.toml")
        unit = load_units(folder).pattern()
        named = ("value", "told", "gap")
        patterns = {name: rules.text("lines", name).replace("{unit}", unit) for name in named}
        return rules.build(cls, "lines", **{name: rules.compile(text, name) for name, text in patterns.items()})


class Cell(NamedTuple):
    """One cell at ``text[start:]`` of the table's text; ``text`` is without white space at both ends."""

    start: int
    text: str


def cells(line: str, start: int, rules: GridRules) -> list[Cell]:
    """Split a line at tabs, bars and wide gaps, at single spaces only where it has none of these."""
    if not rules.separator.search(line):
        return [Cell(start, line)] if line else []
    gap = rules.gap if rules.gap.search(line) else rules.space
    gap = rules.tab if rules.tab.search(line) else gap
    found, position = [], 0
    for match in gap.finditer(line):
        found.append(Cell(start + position, line[position : match.start()]))
        position = match.end()
    found.append(Cell(start + position, line[position:]))
    if gap is rules.space and len(found) > 2 and len(found[0].text) == len(found[1].text) == 1:
        found[:2] = [Cell(found[0].start, line[: found[1].start - start + 1])]  # 全 市 in a row
    while found and not found[-1].text:
        found.pop()
    return found[1:] if found and not found[0].text else found


def runs(texts: Sequence[str], taken: frozenset[int], breaks: frozenset[int], rules: GridRules) -> dict[int, int]:
    """Return the lines of tables, by their number, each with the first line of its table.

    A table is a run of rows (a name, then values) or of cells (short lines, some of them bare numbers), with the head
    lines above it. It goes on over the lines between two pages (``breaks``), which are none of it.
    """
    kept = [n for n in range(len(texts)) if n not in breaks]
    places = {number: place for place, number in enumerate(kept)}
    within = _runs([texts[n] for n in kept], frozenset(places[n] for n in taken if n in places), rules)
    return {kept[number]: kept[first] for number, first in within.items()}


def _runs(texts: Sequence[str], taken: frozenset[int], rules: GridRules) -> dict[int, int]:
    shapes = [Shape.NONE if n in taken else _shape(text, rules) for n, text in enumerate(texts)]
    yearly = {n for n in range(1, len(texts)) if n not in taken and _is_yearly(texts[n - 1], texts[n], rules)}
    for number in yearly:
        shapes[number - 1], shapes[number] = Shape.HEAD, Shape.ROW
    for number in halves(texts, rules) - {n for taken_one in taken for n in (taken_one, taken_one + 1)}:
        shapes[number - 1] = shapes[number] = Shape.ROW
    found: dict[int, int] = {}
    number = 0
    while number < len(texts):
        end = number
        while end < len(texts) and shapes[end] and not _opens_section(texts, shapes, end, rules):
            end += 1
        run = range(number, end)
        rows = sum(FEWEST_ROWS if n in yearly else 1 for n in run if shapes[n] == Shape.ROW)
        values = [n for n in run if shapes[n] == Shape.CELL]
        bare = sum(1 for n in values if rules.bare.fullmatch(texts[n]))
        if rows >= FEWEST_ROWS or bare >= FEWEST_CELLS or len(values) >= 2 * FEWEST_CELLS:
            held = [n for n in run if shapes[n] in {Shape.ROW, Shape.CELL}]
            first = max(number, held[0] - (HEAD_LINES if shapes[held[0]] == Shape.ROW else HEAD_CELLS))
            last = _last_row(texts, range(held[-1], end), rules)
            found.update((n, first) for n in range(first, last + 1))
        number = max(end, number + 1)
    return found


def halves(texts: Sequence[str], rules: GridRules) -> frozenset[int]:
    """Return the numbers of lines that hold nothing but the values of a row, whose name stands in a line of its own above.

    Two rows of as many values, one behind the other, show it: 家具 万件 / 386 -5.1 / 发电量 亿千瓦时 / 31.75 7.7.
    """
    values = {n: width for n in range(1, len(texts)) if (width := _values_below(texts[n - 1], texts[n], rules))}
    return frozenset(n for n, width in values.items() if width in {values.get(n - 2), values.get(n + 2)})


def _values_below(above: str, text: str, rules: GridRules) -> int:
    """Return how many bare values a line holds below the name of their row, 0 for any other line."""
    if not rules.bare.match(text) or any(map(str.isdigit, above)) or rules.numbered.match(above):
        return 0
    found, name = cells(text, 0, rules), cells(above, 0, rules)
    bare = all(rules.bare.fullmatch(cell.text) or rules.empty.fullmatch(cell.text) for cell in found)
    named = 0 < len(name) < LABELS and all(rules.label.fullmatch(cell.text) for cell in name)
    return len(found) if len(found) > 1 and bare and named and not _years(found, rules) else 0


def _last_row(texts: Sequence[str], rest: range, rules: GridRules) -> int:
    """Return the last line of a table whose last line with a value begins a range: others with as many cells go on with it."""
    columns = len(cells(texts[rest[0]], 0, rules))
    last = rest[0]
    # a line whose name is cut off stands without its serial number
    while columns >= FEWEST_CELLS and last + 1 in rest and 0 <= len(cells(texts[last + 1], 0, rules)) - columns <= 1:
        last += 1
    return last


class Shape:
    """What a line may be in a table."""

    NONE = ""
    ROW = "row"
    CELL = "cell"
    HEAD = "head"


def _shape(text: str, rules: GridRules) -> str:
    if len(text) > LONGEST_ROW:
        return Shape.NONE
    if rules.divider.fullmatch(text):
        return Shape.HEAD
    if rules.value.fullmatch(text) or rules.empty.fullmatch(text):
        return Shape.CELL
    row = cells(text, 0, rules)
    if len(row) > 1 and is_row(row, rules, strict=not rules.gap.search(text)):
        return Shape.ROW
    if rules.told.search(text):
        return Shape.NONE
    if rules.unit_sign.fullmatch(text):
        return Shape.HEAD
    headed = len(row) > 1 and all(rules.head_cell.fullmatch(cell.text) or not cell.text for cell in row)
    return Shape.HEAD if headed or rules.title.match(text) or rules.head.fullmatch(text) else Shape.NONE


def _is_yearly(above: str, text: str, rules: GridRules) -> bool:
    """Say whether two lines are years, and a value for each: what they are of stands over them."""
    if not rules.year.match(above):
        return False
    return under_years(cells(above, 0, rules), cells(text, 0, rules), rules)


def under_years(head: Sequence[Cell], row: Sequence[Cell], rules: GridRules) -> bool:
    """Say whether a line of nothing but years has a bare value for each in the next one."""
    if not FEWEST_ROWS < len(head) == len(row) or not all(rules.year.fullmatch(cell.text) for cell in head):
        return False
    return all(rules.bare.fullmatch(cell.text) and not rules.year.fullmatch(cell.text) for cell in row)


def is_row(row: Sequence[Cell], rules: GridRules, *, strict: bool = False) -> bool:
    """Say whether cells are a name, perhaps a serial number before and a unit behind it, and values.

    With ``strict`` nothing but values may follow the first one: single spaces also stand in prose.
    """
    values = [is_value(cell.text, rules) for cell in row]
    if _years(row, rules):
        return False
    named = 1 if values[0] and len(row) > 1 and not values[1] and rules.serial.fullmatch(row[0].text) else 0
    name = row[named].text
    if not (not name or rules.year.fullmatch(name) or (rules.label.fullmatch(name) and not is_value(name, rules))):
        return False
    first = next((n for n in range(named + 1, len(row)) if values[n] and row[n].text), len(row))
    behind = values[first:]
    return named + 1 <= first <= LABELS and bool(behind) and sum(behind) * (1 if strict else 2) >= len(behind)


def is_value(text: str, rules: GridRules) -> bool:
    """Say whether a cell holds a value, or is left open."""
    return not text or bool(rules.value.fullmatch(text) or rules.empty.fullmatch(text))


def _years(row: Sequence[Cell], rules: GridRules) -> bool:
    """Say whether the values of a line are all years: a head."""
    years = [rules.year.fullmatch(cell.text) is not None for cell in row[1:]]
    return len(years) > 1 and all(years)


def _opens_section(texts: Sequence[str], shapes: Sequence[str], number: int, rules: GridRules) -> bool:
    """Say whether a line is a numbered heading, not the name of a row whose values follow in lines of their own."""
    if shapes[number] != Shape.HEAD or not rules.numbered.match(texts[number]):
        return False
    return Shape.CELL not in shapes[number + 1 : number + LABELS]
