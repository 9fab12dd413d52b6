"""What a line is among the others: a heading, a running head, an entry of the contents, a line that goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from etl.extract.lines import LayoutRules, Line

SHORT_LINE = 40
"""Characters: a longer line is no heading."""


SPACED = 0.9
"""Share of lines behind a blank one in a text that sets all of its lines apart."""


def width(text: str) -> int:
    """Return how wide a line is printed, in Chinese characters: digits and letters take half of one."""
    wide = (len(text.encode()) - len(text)) // 2
    return (len(text) + wide + 1) // 2


def wrap_width(rows: Sequence[Line]) -> int:
    """Return the width at which the text's lines are wrapped, 0 if they are not."""
    lengths = Counter(width(line.text) for line in rows if len(line.text) >= 15)
    if len(rows) < 20 or not lengths:
        return 0
    longest = max(lengths)
    near = sum(count for length, count in lengths.items() if length >= longest - 3)
    return longest if near * 3 > len(rows) and longest <= 60 else 0


OPEN = frozenset("，、")
"""Signs that end no paragraph, wherever the next line stands."""

SET_IN = 2
"""Columns from which a line is set in."""


def indents(rows: Sequence[Line], wrap: int) -> bool:
    """Say whether a line that is set in begins a paragraph: where lines are wrapped, most lines are then not set in."""
    indented = sum(line.inset >= SET_IN for line in rows)
    return indented > 0 and (not wrap or 2 * indented < len(rows))


def is_heading(rows: Sequence[Line], number: int, wrap: int, rules: LayoutRules) -> bool:
    """Tell a heading: marked as one, or a short line without a sentence sign that is no wrapped line."""
    text = rows[number].text
    if rules.heading.match(text):
        short = len(text) <= 2 * SHORT_LINE and not rules.ends_paragraph.search(text)
        short = short and not rules.dash_told.match(text)
        # ——绿色产业加快成势。全年实施…: a point whose first sentence is over is no heading, wherever its line is broken
        return short and not rules.sentence_over.search(text) and not runs_on(rows, number, rules)
    owned = rules.owned_heading.fullmatch(text)
    if owned and is_set_apart(rows, number):
        return True
    if not wrap and (owned or rules.parted_heading.fullmatch(text)) and _parts(rows, number, rules):
        return True
    if len(text) > SHORT_LINE:  # first: what follows looks through the line again and again
        return False
    if rules.sentence_sign.search(text) or rules.table_line.search(text) or rules.bullet_told.match(text):
        return False
    goes_on = leads_on(rows, number, rules) or runs_on(rows, number, rules)
    # 1．今年新签约项目43个（亿元以上29个、
    goes_on = goes_on or (text[-1] in OPEN and any(map(str.isdigit, text)))
    return not (goes_on or (wrap and width(text) >= wrap - 3))


def is_set_apart(rows: Sequence[Line], number: int) -> bool:
    """Say whether a line stands between blank ones."""
    return rows[number].apart and number + 1 < len(rows) and rows[number + 1].apart


def _parts(rows: Sequence[Line], number: int, rules: LayoutRules) -> bool:
    """Say whether a line stands between two paragraphs: one that is over, and one of more than a line that begins there."""
    over = not number or rules.ends_paragraph.search(rows[number - 1].text) is not None
    return over and number + 1 < len(rows) and len(rows[number + 1].text) > SHORT_LINE


def leads_on(rows: Sequence[Line], number: int, rules: LayoutRules) -> bool:
    """Tell a line that ends before the number that it leads to: …增长, with 5.5% on the next line."""
    following = rows[number + 1].text if number + 1 < len(rows) else ""
    if following and not rows[number + 1].apart and rules.name_alone.fullmatch(rows[number].text):
        return rules.value_alone.match(following) is not None
    return following[:1].isdigit() and rules.ends_open.search(rows[number].text) is not None


def runs_on(rows: Sequence[Line], number: int, rules: LayoutRules) -> bool:
    """Tell the first line of a labelled point that is broken off: （六）居民收入：城镇居民人均可支配, then 收入37216元."""
    following = rows[number + 1].text if number + 1 < len(rows) else ""
    broken = rules.label_open.search(rows[number].text) and rules.label_rest.match(following)
    return broken is not None and len(following) <= SHORT_LINE


def stands_alone(rows: Sequence[Line], number: int, wrap: int) -> bool:
    """Tell a line that nothing continues: the next one is far away, or this one ends short of a wrapped text's width."""
    if number + 1 == len(rows):
        return True
    return bool(wrap) and width(rows[number].text) < wrap - 6


def contents_lines(rows: Sequence[Line], rules: LayoutRules) -> frozenset[int]:
    """Return the numbers of the lines of a table of contents."""
    start = next((number for number, line in enumerate(rows) if rules.contents_title.match(line.text)), None)
    if start is None:
        return frozenset()
    last = start
    for number in range(start, len(rows)):
        if number - last > 12:
            break
        if rules.contents_entry.search(rows[number].text):
            last = number
    return frozenset(range(start, last + 1)) if last > start else frozenset()


FEWEST_BROKEN = 3
"""Numbers on lines of their own that show how a text was converted."""


def broken_at_digits(rows: Sequence[Line], rules: LayoutRules) -> frozenset[int]:
    """Return the numbers of lines of running text that was broken before and behind each of its numbers, else none.

    A number alone on its line goes on with its unit in the next; most of the text's lone numbers do.
    """
    alone = [n for n, line in enumerate(rows) if rules.digits_alone.fullmatch(line.text)]
    inside = [
        n
        for n in alone
        if 0 < n < len(rows) - 1
        and not rules.ends_paragraph.search(rows[n - 1].text)
        and rules.behind_digits.match(rows[n + 1].text)
    ]
    if len(inside) < FEWEST_BROKEN or 2 * len(inside) < len(alone):
        return frozenset()
    return frozenset(m for n in inside for m in (n - 1, n, n + 1))


def page_breaks(rows: Sequence[Line], rules: LayoutRules) -> frozenset[int]:
    """Return the numbers of lines between two pages: a page number that can be nothing else, and the title beside it.

    The title stands at the top of the document too, or beside more than one page number.
    """
    marks = [number for number, line in enumerate(rows) if rules.page_mark.match(line.text)]
    beside = [n for mark in marks for n in (mark - 1, mark + 1) if TOP <= n < len(rows)]
    counts = Counter(rows[n].text for n in beside) + Counter({line.text: 1 for line in rows[:TOP]})
    return frozenset([*marks, *(n for n in beside if counts[rows[n].text] > 1 and len(rows[n].text) > SHORTEST_TITLE)])


SHORTEST_TITLE = 6
"""Characters: a shorter line that is repeated may be the word of a row."""

TOP = 5
"""Lines of a document that may hold its title."""


def running_heads(rows: Sequence[Line], contents: frozenset[int], rules: LayoutRules) -> frozenset[int]:
    """Return the numbers of lines that belong to the page: its number, when it was published, repeated titles of contents."""
    listed = {rows[number].text for number in contents}
    heads = set()
    for number, line in enumerate(rows):
        if number in contents:
            continue
        furniture = rules.furniture.match(line.text) and not rules.furniture_not.search(line.text)
        repeated = line.text in listed and len(line.text) <= SHORT_LINE
        if furniture or repeated or rules.page_number.match(line.text):
            heads.add(number)
    return frozenset(heads)
