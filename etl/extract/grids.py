"""Tables in plain text: which lines belong to one, and its rows and heads; what the cells mean is for `tables`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from etl.paths import KNOWLEDGE
from etl.registry.rules import load_rules
from etl.registry.units import load_units

FEWEST_ROWS = 2
"""Rows of a name and numbers that make a table."""

FEWEST_CELLS = 4
"""Lines of nothing but a number that make a table."""

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
    gap: re.Pattern[str]
    space: re.Pattern[str]
    value: re.Pattern[str]
    number: re.Pattern[str]
    bare: re.Pattern[str]
    empty: re.Pattern[str]
    year: re.Pattern[str]
    label: re.Pattern[str]
    serial: re.Pattern[str]
    title: re.Pattern[str]
    head: re.Pattern[str]
    head_cell: re.Pattern[str]
    numbered: re.Pattern[str]
    told: re.Pattern[str]
    serial_head: re.Pattern[str]
    label_head: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> GridRules:
        """Read ``[lines]`` of ``tables.toml`` and the units; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "tables.toml")
        unit = load_units(folder).pattern()
        named = ("value", "told")
        patterns = {name: rules.text("lines", name).replace("{unit}", unit) for name in named}
        return rules.build(cls, "lines", **{name: rules.compile(text, name) for name, text in patterns.items()})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell at ``text[start:]`` of the table's text; ``text`` is without white space at both ends."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells under its titles and heads.

    ``head`` holds one word for each cell of the row; it is empty where the table's head does not fit the row.
    """

    titles: tuple[str, ...]
    head: tuple[str, ...]
    cells: tuple[Cell, ...]


def cells(line: str, start: int, rules: GridRules) -> list[Cell]:
    """Split a line at tabs, bars and wide gaps, at single spaces only where it has none of these."""
    if not rules.separator.search(line):
        return [Cell(start, line)] if line else []
    gap = rules.gap if rules.gap.search(line) else rules.space
    found, position = [], 0
    for match in gap.finditer(line):
        found.append(Cell(start + position, line[position : match.start()]))
        position = match.end()
    found.append(Cell(start + position, line[position:]))
    while found and not found[-1].text:
        found.pop()
    return found[1:] if found and not found[0].text else found


def runs(texts: Sequence[str], taken: frozenset[int], rules: GridRules) -> dict[int, int]:
    """Return the lines of tables, by their number, each with the first line of its table.

    A table is a run of rows (a name, then values) or of cells (short lines, some of them bare numbers), with the head
    lines above it.
    """
    shapes = [Shape.NONE if n in taken else _shape(text, rules) for n, text in enumerate(texts)]
    found: dict[int, int] = {}
    number = 0
    while number < len(texts):
        end = number
        while end < len(texts) and shapes[end] and not _opens_section(texts, shapes, end, rules):
            end += 1
        run = range(number, end)
        rows = sum(1 for n in run if shapes[n] == Shape.ROW)
        bare = sum(1 for n in run if shapes[n] == Shape.CELL and rules.bare.fullmatch(texts[n]))
        if rows >= FEWEST_ROWS or bare >= FEWEST_CELLS:
            held = [n for n in run if shapes[n] in {Shape.ROW, Shape.CELL}]
            first = max(number, held[0] - (HEAD_LINES if shapes[held[0]] == Shape.ROW else HEAD_CELLS))
            found.update((n, first) for n in range(first, held[-1] + 1))
        number = max(end, number + 1)
    return found


class Shape:
    """What a line may be in a table."""

    NONE = ""
    ROW = "row"
    CELL = "cell"
    HEAD = "head"


def _shape(text: str, rules: GridRules) -> str:
    if len(text) > LONGEST_ROW:
        return Shape.NONE
    if rules.value.fullmatch(text) or rules.empty.fullmatch(text):
        return Shape.CELL
    row = cells(text, 0, rules)
    if len(row) > 1 and _is_row(row, rules, strict=not rules.gap.search(text)):
        return Shape.ROW
    if rules.told.search(text):
        return Shape.NONE
    headed = len(row) > 1 and all(rules.head_cell.fullmatch(cell.text) or not cell.text for cell in row)
    return Shape.HEAD if headed or rules.title.match(text) or rules.head.fullmatch(text) else Shape.NONE


def _is_row(row: Sequence[Cell], rules: GridRules, *, strict: bool = False) -> bool:
    """Say whether cells are a name, perhaps a serial number before and a unit behind it, and values.

    With ``strict`` nothing but values may follow the first one: single spaces also stand in prose.
    """
    values = [_is_value(cell.text, rules) for cell in row]
    if _years(row, rules):
        return False
    named = 1 if values[0] and len(row) > 1 and not values[1] and rules.serial.fullmatch(row[0].text) else 0
    name = row[named].text
    if not (rules.year.fullmatch(name) or (rules.label.fullmatch(name) and not _is_value(name, rules))):
        return False
    first = next((n for n in range(named + 1, len(row)) if values[n] and row[n].text), len(row))
    behind = values[first:]
    return named + 1 <= first <= LABELS and bool(behind) and sum(behind) * (1 if strict else 2) >= len(behind)


def _is_value(text: str, rules: GridRules) -> bool:
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


def read(text: str, rules: GridRules) -> list[Row]:
    """Return the rows of a table's text (its lines joined by line breaks) with the heads that stand over them."""
    table, position = [], 0
    for line in text.split("\n"):
        table.append(cells(line, position, rules))
        position += len(line) + 1
    return list(
        _by_lines(table, rules)
        if any(_is_row(row, rules) for row in table if len(row) > 1)
        else _by_cells(table, rules)
    )


def _by_lines(table: Sequence[Sequence[Cell]], rules: GridRules) -> Iterator[Row]:
    """Yield the rows that stand in lines; heads of two lines are joined, a title behind rows opens a new table."""
    titles: list[str] = []
    heads: list[list[str]] = []
    below = False
    for row in table:
        if len(row) > 1 and _is_row(row, rules):
            below = True
            yield Row(tuple(titles), _fitting(heads, row, rules), tuple(row))
            continue
        line = " ".join(cell.text for cell in row)
        title = len(row) < 2 or rules.title.match(line) is not None
        if below and (not title or rules.title.match(line)):
            titles, heads, below = [] if title else titles, [], False
        if title and not below:
            titles.append(line)
        elif not title:
            heads.append([cell.text for cell in row])


def _fitting(heads: Sequence[list[str]], row: Sequence[Cell], rules: GridRules) -> tuple[str, ...]:
    """Return a head for each cell of a row, nothing where the head lines do not fit it.

    A head may leave out the word over the names, and a second line may divide the columns of the first.
    """
    if not heads:
        return ()
    last, width = heads[-1], len(row)
    labels = width - len(last)
    if len(heads) > 1 and 0 < labels < len(heads[-2]):
        over = _spread(heads[-2][labels:], len(last))
        if over:
            return (*heads[-2][:labels], *(first + second for first, second in zip(over, last, strict=True)))
    if len(last) == width:
        return tuple(last)
    if labels == 1 and _values_of(row, rules) == len(last):
        return ("", *last)
    return ()


def _spread(groups: Sequence[str], columns: int) -> list[str]:
    """Return the word of the upper head line over each of the columns, nothing where they cannot be dealt out evenly."""
    if "" in groups:  # cells that the group before spans are kept open
        filled: list[str] = []
        for group in groups:
            filled.append(group or (filled[-1] if filled else ""))
        return [*filled, *[filled[-1]] * (columns - len(filled))][:columns]
    share, left = divmod(columns, len(groups))
    return [] if left or not share else [group for group in groups for _ in range(share)]


def _values_of(row: Sequence[Cell], rules: GridRules) -> int:
    return sum(1 for cell in row[1:] if _is_value(cell.text, rules))


def _by_cells(table: Sequence[Sequence[Cell]], rules: GridRules) -> Iterator[Row]:
    """Yield rows whose cells stand in lines of their own: the rows' common length says which cells are the head."""
    flat = [Cell(row[0].start, " ".join(cell.text for cell in row)) for row in table if row]
    spans, width = _numbered(flat, rules) or _spans(flat, rules)
    if not spans:
        return
    first = spans[0][0]
    head = [cell.text for cell in flat[max(0, first - width) : first]]
    known = len(head) == width and rules.label_head.search(head[0]) is not None
    titles = tuple(cell.text for cell in flat[: first - width if known else first])
    for start, end in spans:
        yield Row(titles, tuple(head) if known and end - start == width else (), tuple(flat[start:end]))


def _numbered(flat: Sequence[Cell], rules: GridRules) -> tuple[list[tuple[int, int]], int] | None:
    """Return the spans of rows that begin with serial numbers, and their length, ``None`` where the head names none."""
    first = next((n for n, cell in enumerate(flat) if cell.text == "1"), 0)
    head = next((n for n in range(first) if rules.serial_head.fullmatch(flat[n].text)), None)
    if head is None:
        return None
    starts: list[int] = []
    width = first - head
    for number, cell in enumerate(flat[first:-1], start=first):
        named = rules.label.fullmatch(flat[number + 1].text) and not _is_value(flat[number + 1].text, rules)
        if cell.text == str(len(starts) + 1) and named:
            starts.append(number)
    return list(zip(starts, [*starts[1:], len(flat)], strict=True)), width


def _spans(flat: Sequence[Cell], rules: GridRules) -> tuple[list[tuple[int, int]], int]:
    """Return the spans of rows by where names and values take turns, and their common length.

    As many names as stand before the values of most rows open each row; more of them are headings between rows.
    """
    turns = [(value, len(list(group))) for value, group in groupby(_is_value(cell.text, rules) for cell in flat)]
    counted = turns[0 if turns[0][0] else 1 :]
    names = Counter(length for value, length in counted if not value)
    values = Counter(length for value, length in counted if value)
    if not names or turns[0][0]:
        return [], 0
    leading, following = names.most_common(1)[0][0], values.most_common(1)[0][0]
    spans, position = [], 0
    for (_, named), (_, valued) in zip(turns[::2], turns[1::2], strict=False):
        spans.append((position + max(0, named - leading), position + named + valued))
        position += named + valued
    return spans, leading + following
