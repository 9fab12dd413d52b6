"""The rows and heads of a table in plain text, whether each row has a line or each cell; what they mean is for `tables`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from etl.extract.grid_heads import padded, shaped, ungrouped
from etl.extract.grids import FEWEST_ROWS, Cell, GridRules, cells, halves, is_row, is_value, under_years


class Row(NamedTuple):
    """A row of cells under its titles and heads.

    ``head`` holds one word for each cell of the row; it is empty where the table's head does not fit the row.
    """

    titles: tuple[str, ...]
    head: tuple[str, ...]
    cells: tuple[Cell, ...]


def rows(text: str, rules: GridRules) -> list[Row]:
    """Return the rows of a table's text (its lines joined by line breaks) with the heads that stand over them."""
    table: list[list[Cell]] = []
    tabbed: set[int] = set()
    position = 0
    lines = text.split("\n")
    below = halves(lines, rules)
    for number, line in enumerate(lines):
        if not (rules.divider.fullmatch(line) or rules.continued.fullmatch(line)):
            row = cells(line, position, rules)
            if table and under_years(table[-1], row, rules):  # a name that both leave open: what stands over them
                table[-1], row = [Cell(table[-1][0].start, ""), *table[-1]], [Cell(position, ""), *row]
            if number in below:
                _complete(table, row)
            else:
                table.append(row)
                if "\t" in line:
                    tabbed.add(row[0].start)
        position += len(line) + 1
    table = padded(table, tabbed, rules)
    lines_of = _whole_names(ungrouped(shaped(table, rules), rules), rules)
    return [row for part in _parts(lines_of, rules) for row in _rows_of(part, rules)]


def _complete(table: list[list[Cell]], values: list[Cell]) -> None:
    """Put the values of a row behind its name, which stands in the line above, and a head of two lines like them together."""
    name = table[-1]
    table[-1] = [*name, *values]
    if len(table) > 2 and (len(table[-3]), len(table[-2])) == (len(name), len(values)):
        head = [cell for row in table[-3:-1] for cell in row]
        if not any(character.isdigit() for cell in head for character in cell.text):
            table[-3:-1] = [head]


def _rows_of(table: Sequence[list[Cell]], rules: GridRules) -> Iterator[Row]:
    return _by_lines(table, rules) if _in_lines(table, rules) else _by_cells(table, rules)


def _parts(table: Sequence[list[Cell]], rules: GridRules) -> list[Sequence[list[Cell]]]:
    """Return the tables of a run, parted where one in lines is followed by one whose cells have lines of their own."""
    for number, row in enumerate(table):
        titled = len(row) > 0 and rules.title.match(" ".join(cell.text for cell in row)) is not None
        if titled and _in_lines(table[:number], rules) and not _in_lines(table[number:], rules):
            return [table[:number], *_parts(table[number:], rules)]
    return [table]


def _in_lines(table: Sequence[list[Cell]], rules: GridRules) -> bool:
    return any(is_row(row, rules) for row in table if len(row) > 1)


def _whole_names(table: Sequence[list[Cell]], rules: GridRules) -> list[list[Cell]]:
    """Return the lines of a table with names put together that a line break has cut behind their serial number."""
    found: list[list[Cell]] = []
    numbered = any(len(row) > NUMBERED and rules.serial.fullmatch(row[0].text) and is_row(row, rules) for row in table)
    for row in table:
        opened = found[-1] if found else []
        cut = numbered and len(opened) == NUMBERED and rules.serial.fullmatch(opened[0].text) and len(row) > NUMBERED
        if cut and not is_value(opened[1].text, rules) and not is_value(row[0].text, rules) and is_row(row, rules):
            found[-1] = [opened[0], Cell(opened[1].start, opened[1].text + row[0].text), *row[1:]]
        else:
            found.append(row)
    return found


NUMBERED = 2
"""Cells of a line that holds a serial number and the beginning of a name, and nothing else."""


def _by_lines(table: Sequence[Sequence[Cell]], rules: GridRules) -> Iterator[Row]:
    """Yield the rows that stand in lines; heads of two lines are joined, a title behind rows opens a new table."""
    titles: list[str] = []
    heads: list[list[str]] = []
    below = False
    for row in table:
        if len(row) > 1 and is_row(row, rules):
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
    if len(last) - width in {1, 2} and rules.words_head.fullmatch(last[-1]):
        last = last[:-1]  # a row may leave open what is told in words
    labels = width - len(last)
    if len(heads) > 1 and 0 < labels < len(heads[-2]):
        over = _spread(heads[-2][labels:], len(last))
        if over:
            return (*heads[-2][:labels], *(first + second for first, second in zip(over, last, strict=True)))
    if len(last) == width:
        return (last[0], *_under_groups(heads[-2], last[1:], rules)) if len(heads) > 1 else tuple(last)
    if labels == 1 and len(heads) > 1 and _values_of(row, rules) == len(last):
        return ("", *_under_groups(heads[-2], last, rules))
    if labels == 1 and _values_of(row, rules) == len(last):
        return ("", *last)
    if labels == -1 and rules.serial_head.fullmatch(last[0]):  # a total has no serial number
        return tuple(last[1:])
    return ()


def _under_groups(groups: Sequence[str], words: Sequence[str], rules: GridRules) -> list[str]:
    """Return the words over columns that stand under the groups of an upper head line, with their group.

    The words are the same under each, or amounts and their rates alone (增速，总量、增速): a group begins with an amount, or with
    a word that it has already. Any others are left as they are.
    """
    share, left = divmod(len(words), len(groups))
    if len(groups) > 1 and not left and share > 1 and list(words) == [*words[:share]] * len(groups):
        return [first + second for first, second in zip(_spread(groups, len(words)), words, strict=True)]
    turns: list[list[str]] = []
    for word in words:
        if not turns or word in turns[-1] or rules.amount_head.match(word):
            turns.append([])
        turns[-1].append(word)
    if not all(rules.amount_head.match(word) or rules.rate_head.match(word) for word in words):
        return [*words]  # which word begins a group cannot be told
    groups = groups[len(groups) - len(turns) :] if len(groups) - len(turns) == 1 else groups  # the word over the names
    if len(turns) < 2 or len(turns) != len(groups) or all(len(turn) == 1 for turn in turns):
        return [*words]
    return [group + word for group, turn in zip(groups, turns, strict=True) for word in turn]


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
    return sum(1 for cell in row[1:] if is_value(cell.text, rules))


def _by_cells(table: Sequence[Sequence[Cell]], rules: GridRules) -> Iterator[Row]:
    """Yield rows whose cells stand in lines of their own: the rows' common length says which cells are the head.

    A title behind values opens a new table, with the names right above it.
    """
    flat: list[Cell] = []
    for row in (row for row in table if row):
        text = " ".join(cell.text for cell in row)
        if flat and rules.bracketed.fullmatch(text) and not is_value(flat[-1].text, rules):
            flat[-1] = Cell(flat[-1].start, flat[-1].text + text)
        else:
            flat.append(Cell(row[0].start, text))
    start = position = 0
    for value, group in groupby(flat, lambda cell: is_value(cell.text, rules)):
        members = list(group)
        if not value and position and any(rules.title.match(cell.text) for cell in members):
            yield from _stacked(flat[start:position], rules)
            start = position
        position += len(members)
    yield from _stacked(flat[start:], rules)


def _stacked(flat: Sequence[Cell], rules: GridRules) -> Iterator[Row]:
    """Yield the rows of one table whose cells stand in lines of their own."""
    headed = _headed(flat, rules)
    if headed:
        yield from headed
        return
    spans, width = _numbered(flat, rules) or _spans(flat, rules)
    if not spans:
        return
    first = spans[0][0]
    while first and rules.numbered.match(flat[first - 1].text):  # a heading between the head and the first row
        first -= 1
    head = [cell.text for cell in flat[max(0, first - width) : first]]
    known = len(head) == width and rules.label_head.search(head[0]) is not None
    titles = tuple(cell.text for cell in flat[: first - width if known else first])
    for start, end in spans:
        total = known and end - start == width - 1 and rules.serial_head.fullmatch(head[0]) is not None
        over = head[1:] if total and not rules.serial.fullmatch(flat[start].text) else head
        yield Row(titles, tuple(over) if known and end - start == len(over) else (), tuple(flat[start:end]))


def _headed(flat: Sequence[Cell], rules: GridRules) -> list[Row]:
    """Return the rows under a head that says how many values each name has, with names that fill several lines.

    Empty where no line is the word over names, where the rows have not all as many values, or where no name is broken.
    """
    turns = [(value, list(group)) for value, group in groupby(flat, lambda cell: is_value(cell.text, rules))]
    above = turns[0][1] if turns and not turns[0][0] else []
    over = next((n for n, cell in enumerate(above) if rules.label_head.search(cell.text)), None)
    if over is None or len(turns) < 2 * FEWEST_ROWS or rules.serial_head.fullmatch(above[over].text):
        return []
    if any(rules.unit_head.fullmatch(cell.text) for cell in above[over:]):
        return []
    names = [above, *(cells for _, cells in turns[2::2])]
    values = [cells for _, cells in turns[1::2]]
    width = len(values[0])
    labels = len(above) - over - 1 - width
    if labels < 1 or any(len(cells) != width for cells in values) or max(labels, *map(len, names[1:])) < 2:
        return []
    titles = tuple(cell.text for cell in above[:over])
    if all(len(name) == 1 for name in names[1:]):  # then it is the head that fills several lines
        above = [*above[:over], *_mended(above[over:-1], labels - 1, rules), above[-1]]
        if len(above) - over - 1 - width != 1:
            return []
    head = tuple(cell.text for cell in above[over : over + width + 1])
    names[0] = above[over + width + 1 :]
    return [
        Row(titles, head, (_whole(name, rules), *cells)) for name, cells in zip(names, values, strict=False) if name
    ]


def _mended(head: Sequence[Cell], broken: int, rules: GridRules) -> list[Cell]:
    """Return the lines of a head with those joined that one word fills, as they are where it is not clear which."""
    pairs = [
        n
        for n, (first, second) in enumerate(pairwise(head))
        if n and rules.open_head.search(first.text) and rules.closed_head.search(second.text)
    ]
    if len(pairs) != broken:
        return list(head)
    joined: list[Cell] = []
    for number, cell in enumerate(head):
        if number - 1 in pairs:
            cell = Cell(joined[-1].start, joined.pop().text + cell.text)
        joined.append(cell)
    return joined


def _whole(lines: Sequence[Cell], rules: GridRules) -> Cell:
    """Return the name of a row that fills several lines; a short line before a longer one is a heading between rows."""
    first = len(lines) - 1
    while first and (len(lines[first - 1].text) >= len(lines[first].text) or rules.parted.match(lines[first - 1].text)):
        first -= 1
    return Cell(lines[first].start, "".join(cell.text for cell in lines[first:]))


def _numbered(flat: Sequence[Cell], rules: GridRules) -> tuple[list[tuple[int, int]], int] | None:
    """Return the spans of rows that begin with serial numbers, and their length, ``None`` where the head names none."""
    first = next((n for n, cell in enumerate(flat) if cell.text == "1"), 0)
    head = next((n for n in range(first) if rules.serial_head.fullmatch(flat[n].text)), None)
    if head is None:
        return None
    starts: list[int] = []
    width = first - head
    for number, cell in enumerate(flat[first:-1], start=first):
        named = rules.label.fullmatch(flat[number + 1].text) and not is_value(flat[number + 1].text, rules)
        total = bool(starts) and number - starts[-1] == width and not cell.text.isdigit()
        if named and (cell.text == str(len(starts) + 1) or (total and rules.empty.fullmatch(cell.text))):
            starts.append(number)
        elif total and len(flat) - number == width - 1 and rules.label.fullmatch(cell.text):
            starts.append(number)  # 合计, without a number of its own
    return list(zip(starts, [*starts[1:], len(flat)], strict=True)), width


def _spans(flat: Sequence[Cell], rules: GridRules) -> tuple[list[tuple[int, int]], int]:
    """Return the spans of rows by where names and values take turns, and their common length.

    As many names as stand before the values of most rows open each row; more of them are headings between rows.
    """
    turns = [(value, len(list(group))) for value, group in groupby(is_value(cell.text, rules) for cell in flat)]
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
