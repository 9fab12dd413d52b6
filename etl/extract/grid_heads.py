"""The lines of a table's head brought into columns: words set apart, units in a line of their own, rules under groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from etl.extract.grids import Cell, GridRules, is_row, is_value

MERGED = 2
"""Cells of a head that has a column of groups and one of their members."""

_WORD = re.compile(r"\S+")


def shaped(table: Sequence[list[Cell]], rules: GridRules) -> list[list[Cell]]:
    """Return the lines of a table with those of its heads in columns, as far as only one way fits its rows."""
    widths = Counter(len(row) for row in table if len(row) > 1 and is_row(row, rules))
    width = widths.most_common(1)[0][0] if widths else 0
    found: list[list[Cell]] = []
    for row in table:
        above = found[-1] if found and not is_row(found[-1], rules) else []
        words = [] if len(row) < 1 or is_row(row, rules) else _words(row)
        if joined := _with_units(above, words, rules) or _over_rule(above, words, rules):
            found[-1] = joined
        else:
            found.append(_spaced(row, words, width, rules))
    return found


def padded(table: Sequence[list[Cell]], tabbed: Set[int], rules: GridRules) -> list[list[Cell]]:
    """Return the lines of a table with the cells that a row between tabs leaves open at its end.

    ``tabbed`` are the positions of such lines. A row with names in fewer columns leaves open something else.
    """
    rows = [row for row in table if len(row) > 1 and is_row(row, rules)]
    whole = Counter((len(row), _first_value(row, rules)) for row in rows)
    if not whole:
        return list(table)
    (width, first), _ = whole.most_common(1)[0]
    return [
        [*row, *(Cell(row[-1].start + len(row[-1].text), "") for _ in range(width - len(row)))]
        if 1 < len(row) < width and row[0].start in tabbed and is_row(row, rules) and _first_value(row, rules) == first
        else row
        for row in table
    ]


def _first_value(row: Sequence[Cell], rules: GridRules) -> int:
    """Return the place of the first value behind the name of a row."""
    serial = rules.serial.fullmatch(row[0].text) is not None
    return next((n for n in range(1, len(row)) if is_value(row[n].text, rules) and (n > 1 or not serial)), len(row))


def ungrouped(table: Sequence[list[Cell]], rules: GridRules) -> list[list[Cell]]:
    """Return the lines of a table without a first column that names a group once and leaves its other rows open.

    设区市 县 里程 / 湖州市 吴兴区 41.6 / 南浔区 38.2 / 小计 79.8: the sum of a group is told of the group itself.
    """
    heads = [row for row in table if len(row) > MERGED and not is_row(row, rules)]
    head = next((row for row in heads if rules.group_head.fullmatch(row[0].text)), None)
    if head is None or not rules.label_head.search(head[1].text):
        return list(table)
    found: list[list[Cell]] = []
    group = ""
    for row in table:
        named = len(row) == len(head) and is_row(row, rules) and not is_value(row[1].text, rules)
        if row is head or named:
            group = group if row is head else row[0].text
            found.append(row[1:])
        elif group and len(row) == len(head) - 1 and rules.subtotal.fullmatch(row[0].text):
            found.append([Cell(row[0].start, group), *row[1:]])
        else:
            found.append(row)
    return found


def _spaced(row: list[Cell], words: list[Cell], width: int, rules: GridRules) -> list[Cell]:
    """Return a head split at single spaces where only that gives each cell of a row its own."""
    # 区  县 is one word
    whole = 1 < len(row) < width and len(words) == width and all(len(word.text) > 1 for word in words)
    return words if whole and not rules.title.match(words[0].text) else row


def _with_units(above: Sequence[Cell], words: Sequence[Cell], rules: GridRules) -> list[Cell]:
    """Return a line of heads with the units that stand in a line under it, each in brackets; ``[]`` for any other line."""
    labels = len(above) - len(words)
    if len(words) < 2 or labels not in {0, 1} or not all(rules.bracketed.fullmatch(word.text) for word in words):
        return []
    under = [Cell(head.start, head.text + word.text) for head, word in zip(above[labels:], words, strict=True)]
    return [*above[:labels], *under]


def _over_rule(above: Sequence[Cell], words: Sequence[Cell], rules: GridRules) -> list[Cell]:
    """Return groups with their second lines, which stand beside a rule that is drawn under one of them; else ``[]``.

    地区生产总值 规上工业 固定资产 / 地 区 ———— 增加值 投资: the words before the rule are those over the names of rows.
    """
    ruled = next((n for n, word in enumerate(words) if rules.rule.fullmatch(word.text)), 0)
    if not ruled or len(words) - ruled != len(above) or len(above) < 2:
        return []
    label = Cell(words[0].start, "".join(word.text for word in words[:ruled]))
    second = ["" if rules.rule.fullmatch(word.text) else word.text for word in words[ruled:]]
    return [label, *(Cell(head.start, head.text + text) for head, text in zip(above, second, strict=True))]


def _words(row: Sequence[Cell]) -> list[Cell]:
    return [Cell(cell.start + word.start(), word[0]) for cell in row for word in _WORD.finditer(cell.text)]
