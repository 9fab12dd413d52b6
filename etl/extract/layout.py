"""From raw text to paragraphs: lines joined across page breaks, headings apart, running heads and contents set aside.

Offsets are never lost: every paragraph carries, for each of its characters, the position in the document's text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from etl.extract import grids
from etl.extract.folding import fold, without_endless
from etl.extract.grids import GridRules
from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded
from etl.registry.rules import load_rules

LONGEST_PARAGRAPH = 1200
"""Characters: a longer one is read in pieces, so that the cost of reading stays linear; real ones are half as long."""

LINE_BREAK = 2
"""Characters between two lines that follow each other: a line of its own between them takes more."""

SHORT_LINE = 40
"""Characters: a longer line is no heading."""


SPACED = 0.9
"""Share of lines behind a blank one in a text that sets all of its lines apart."""


class Kind(StrEnum):
    """What a paragraph is."""

    HEADING = "heading"
    BODY = "body"
    CONTENTS = "contents"
    RUNNING_HEAD = "running head"
    TABLE = "table"


class LayoutRules(NamedTuple):
    """How documents are laid out: patterns for whole lines, from ``layout.toml``."""

    contents_title: re.Pattern[str]
    contents_entry: re.Pattern[str]
    page_number: re.Pattern[str]
    furniture: re.Pattern[str]
    furniture_not: re.Pattern[str]
    ends_paragraph: Guarded
    opens_block: re.Pattern[str]
    heading: re.Pattern[str]
    owned_heading: re.Pattern[str]
    sentence_sign: re.Pattern[str]
    sentence_over: re.Pattern[str]
    table_line: re.Pattern[str]
    number_open: re.Pattern[str]
    ends_open: re.Pattern[str]
    cut: re.Pattern[str]
    bullet: re.Pattern[str]
    label_open: re.Pattern[str]
    label_rest: re.Pattern[str]
    label_broken: re.Pattern[str]
    labelled: re.Pattern[str]
    number_rest: re.Pattern[str]
    set_off: re.Pattern[str]
    prose: re.Pattern[str]
    stray: re.Pattern[str]
    lone: re.Pattern[str]
    digits_alone: re.Pattern[str]
    behind_digits: re.Pattern[str]
    speaker: re.Pattern[str]
    grids: GridRules

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> LayoutRules:
        """Read ``layout.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "layout.toml")
        return rules.build(cls, speaker=rules.pattern("sections", "speaker"), grids=GridRules.load(folder))


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: its span in the document, and its text without white space at both ends.

    It may be set in, or stand apart from the line before by a blank one.
    """

    start: int
    end: int
    text: str
    indented: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that belongs together. ``text`` is folded (see `fold`); ``pieces`` map it to the document.

    ``pieces`` holds ``(position in text, position in document)``, ascending, one for each line that was joined, or stretch
    of a line between spaces that were left out.
    """

    kind: Kind
    text: str
    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Position of the first character in the document."""
        return self.pieces[0][1]

    def position(self, index: int) -> int:
        """Return the document's position of the character at ``index``."""
        piece = bisect_right(self.pieces, (index, 1 << 62)) - 1
        here, there = self.pieces[piece]
        return there + index - here

    def part(self, start: int, end: int) -> Paragraph:
        """Return a part of the paragraph as one of its own."""
        inside = [(here - start, there) for here, there in self.pieces if start < here < end]
        return Paragraph(self.kind, self.text[start:end], ((0, self.position(start)), *inside))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document's span of ``text[start:end]``: over one line break, but cut where more stands between lines."""
        first, last = self.position(start), self.position(max(start, end - 1)) + 1
        following = bisect_right(self.pieces, (start, 1 << 62))
        if last - first > end - start + LINE_BREAK and following < len(self.pieces):
            return first, first + (self.pieces[following][0] - start)
        return first, last


_INDENT = re.compile(r"\u3000|[ \t\u00a0]{2}|\t")


def lines(text: str) -> list[Line]:
    """Split the document's text into its non-blank lines."""
    found = []
    position = 0
    apart = False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped)
            found.append(Line(start, start + len(stripped), stripped, _INDENT.match(raw) is not None, apart))
        apart = not stripped
        position += len(raw) + 1
    return found


def paragraphs(text: str, rules: LayoutRules) -> list[Paragraph]:
    """Split a document into paragraphs, in text order; every non-blank character belongs to exactly one."""
    rows = lines(text)
    contents = _contents(rows, rules)
    tables = grids.runs([line.text for line in rows], contents, rules.grids)
    broken = _broken_at_digits(rows, rules)
    tables = {number: first for number, first in tables.items() if number not in broken}
    heads = _running_heads(rows, contents | frozenset(tables) | broken, rules)
    members: dict[int, list[Line]] = {}
    for number, first in sorted(tables.items()):
        members.setdefault(first, []).append(rows[number])
    joiner = _Joiner(rows, heads, broken, rules)
    for number, line in enumerate(rows):
        if number in contents:
            joiner.close()
            joiner.add(Kind.CONTENTS, line)
        elif number in heads:
            # a running head may stand in the middle of a sentence: what is pending goes on after it
            joiner.add(Kind.RUNNING_HEAD, line)
        elif number in tables:
            joiner.close()
            if tables[number] == number:
                joiner.add(Kind.TABLE, *members[number])
        else:
            joiner.read(number, line)
    joiner.close()
    whole = sorted(joiner.found, key=lambda paragraph: paragraph.start)
    return [piece for paragraph in whole for piece in _pieces(paragraph)]


_BREAKS = (re.compile(r"[。！？；]"), re.compile(r"，"), re.compile(r"\D(?=\D)"))
"""Where a paragraph without end may be cut, the best place first."""


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield a paragraph, one that is too long in pieces that end with a sentence, a clause, or at least no number."""
    start, length = 0, len(paragraph.text)
    while length - start > LONGEST_PARAGRAPH and paragraph.kind is not Kind.TABLE:
        half, limit = start + LONGEST_PARAGRAPH // 2, start + LONGEST_PARAGRAPH
        ends = ([match.end() for match in sign.finditer(paragraph.text, half, limit)] for sign in _BREAKS)
        end = next((found[-1] for found in ends if found), limit)
        yield paragraph.part(start, end)
        start = end
    yield paragraph.part(start, length) if start else paragraph


class _Joiner:
    """Joins lines into paragraphs: headings and blocks begin anew, everything else goes on until a sentence ends."""

    def __init__(self, rows: Sequence[Line], heads: Set[int], broken: Set[int], rules: LayoutRules) -> None:
        self.rows, self.heads, self.broken, self.rules = rows, heads, broken, rules
        self.wrap = _wrap_width(rows)
        self.opening = _indents(rows, self.wrap)
        self.spaced = not self.wrap and sum(line.apart for line in rows) >= SPACED * len(rows)
        """Whether a blank line stands behind every line: a short one without signs is then what a cell held."""
        self.pending: list[Line] = []
        self.found: list[Paragraph] = []

    def add(self, kind: Kind, *rows: Line) -> None:
        """Add a paragraph of its own."""
        self.found.append(_paragraph(kind, rows, self.rules, self._between))

    def _between(self, kind: Kind, before: Line, line: Line) -> str:
        """Return what parts two lines: a space keeps two numbers apart, not the digits of one that is broken off."""
        if kind is Kind.TABLE:
            return "\n"
        if not (before.text[-1].isdigit() and line.text[0].isdigit()):
            return ""
        full = not self.wrap or _width(before.text) >= self.wrap - 3
        broken = self.rules.number_open.search(before.text) and self.rules.number_rest.match(line.text)
        return "" if full and broken else " "

    def close(self) -> None:
        """End the paragraph that is being joined."""
        if self.pending:
            self.add(Kind.BODY, *self.pending)
            self.pending = []

    def read(self, number: int, line: Line) -> None:
        """Read a line of running text."""
        if len(line.text) <= SHORT_LINE and self.rules.speaker.match(line.text):
            self._speaker(line)
            return
        if number in self.broken:
            if self.rules.opens_block.match(line.text):
                self.close()
            self.pending.append(line)
            if self.rules.ends_paragraph.search(line.text):
                self.close()
            return
        heading = _is_heading(self.rows, number, self.wrap, self.rules)
        if self.broken and not self.rules.heading.match(line.text):
            heading = False  # a name may stand on a line of its own as a number does
        if self._opens(line) or self.rules.opens_block.match(line.text):
            self.close()
        if not self.pending and heading:
            self.add(Kind.HEADING, line)
            return
        self.pending.append(line)
        # by the end of its page, wherever that came, or before its number
        cut = number + 1 in self.heads or _leads_on(self.rows, number, self.rules)
        alone = (not cut and _stands_alone(self.rows, number, self.wrap)) or self._is_listed(number)
        cell = self.spaced and len(self.pending) == 1 and self.rules.lone.fullmatch(line.text) is not None
        if alone or cell or self.rules.ends_paragraph.search(line.text):
            self.close()

    def _opens(self, line: Line) -> bool:
        """Say whether a line begins a paragraph by where it stands: set in, or behind a point of a list and a blank line."""
        if self.opening and line.indented:
            return True
        if not (line.apart and self.pending) or self.wrap:
            return False
        # a page may end inside a sentence, hardly inside a point of a list
        listed = self.rules.bullet.match(self.pending[0].text) is not None
        return listed and not self.rules.cut.search(self.pending[-1].text)

    def _is_listed(self, number: int) -> bool:
        """Say whether a line is one of several that each tell one figure: end with it, or name it and tell it."""
        around = self.rows[max(0, number - 1) : number + 2]
        told = [self._tells_one(line.text) for line in around]
        return sum(told) > 1 and self._tells_one(self.rows[number].text)

    def _tells_one(self, text: str) -> bool:
        short = len(text) <= SHORT_LINE and not (self.wrap and _width(text) >= self.wrap - 3)
        if not short:
            return False
        labelled = self.rules.labelled.match(text) is not None and self.rules.label_broken.search(text) is None
        bare = self.rules.grids.head.fullmatch(text) is not None and self.rules.grids.told.search(text) is not None
        return labelled or bare

    def _speaker(self, line: Line) -> None:
        """Read the line under a title: what is pending ends before the title, however it was broken off."""
        title = self.pending.pop() if self.pending and len(self.pending[-1].text) <= SHORT_LINE else None
        self.close()
        for head in (title, line):
            if head is not None:
                self.add(Kind.HEADING, head)


FEW_SPACES = 12
"""Characters of running text to each space that a wrapped line has left in it; words that are set apart have more spaces."""


def _words(text: str, rules: LayoutRules) -> list[tuple[int, str]]:
    """Return the stretches of a line of prose without the spaces that are none of its words, and where each begins in it."""
    spaces = list(rules.set_off.finditer(text)) if " " in text and rules.prose.search(text) else []
    stray = list(rules.stray.finditer(text)) if len(text) > SHORT_LINE and " " in text else []
    if FEW_SPACES * len(stray) < len(text):
        spaces = sorted([*spaces, *stray], key=lambda space: space.start())
    starts = [0, *(space.end() for space in spaces)]
    ends = [*(space.start() for space in spaces), len(text)]
    return [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _paragraph(
    kind: Kind, rows: Sequence[Line], rules: LayoutRules, between: Callable[[Kind, Line, Line], str]
) -> Paragraph:
    """Join lines with what stands between two of them."""
    parts: list[str] = []
    pieces = []
    length = 0
    for number, line in enumerate(rows):
        gap = between(kind, rows[number - 1], line) if number else ""
        if gap:
            parts.append(gap)
            length += len(gap)
        for offset, words in _words(line.text, rules) if kind in {Kind.BODY, Kind.HEADING} else ((0, line.text),):
            pieces.append((length, line.start + offset))
            parts.append(words)
            length += len(words)
    written = "".join(parts)
    text = without_endless(fold(written))
    if kind is Kind.TABLE and "\t" in written:  # a tab parts cells, even empty ones
        text = "".join(old if old == "\t" else new for old, new in zip(written, text, strict=True))
    return Paragraph(kind, text, tuple(pieces))


def _width(text: str) -> int:
    """Return how wide a line is printed, in Chinese characters: digits and letters take half of one."""
    wide = (len(text.encode()) - len(text)) // 2
    return (len(text) + wide + 1) // 2


def _wrap_width(rows: Sequence[Line]) -> int:
    """Return the width at which the text's lines are wrapped, 0 if they are not."""
    lengths = Counter(_width(line.text) for line in rows if len(line.text) >= 15)
    if len(rows) < 20 or not lengths:
        return 0
    width = max(lengths)
    near = sum(count for length, count in lengths.items() if length >= width - 3)
    return width if near * 3 > len(rows) and width <= 60 else 0


def _indents(rows: Sequence[Line], wrap: int) -> bool:
    """Say whether a line that is set in begins a paragraph: where lines are wrapped, most lines are then not set in."""
    indented = sum(line.indented for line in rows)
    return indented > 0 and (not wrap or 2 * indented < len(rows))


def _is_heading(rows: Sequence[Line], number: int, wrap: int, rules: LayoutRules) -> bool:
    """Tell a heading: marked as one, or a short line without a sentence sign that is no wrapped line."""
    text = rows[number].text
    if rules.heading.match(text):
        short = len(text) <= 2 * SHORT_LINE and not rules.ends_paragraph.search(text)
        # ——绿色产业加快成势。全年实施…: a point whose first sentence is over is no heading, wherever its line is broken
        return short and not rules.sentence_over.search(text) and not _runs_on(rows, number, rules)
    if _is_set_apart(rows, number) and rules.owned_heading.fullmatch(text):
        return True
    if len(text) > SHORT_LINE or rules.sentence_sign.search(text) or rules.table_line.search(text):
        return False
    goes_on = _leads_on(rows, number, rules) or _runs_on(rows, number, rules)
    return not (goes_on or (wrap and _width(text) >= wrap - 3))


def _is_set_apart(rows: Sequence[Line], number: int) -> bool:
    """Say whether a line stands between blank ones."""
    return rows[number].apart and number + 1 < len(rows) and rows[number + 1].apart


def _leads_on(rows: Sequence[Line], number: int, rules: LayoutRules) -> bool:
    """Tell a line that ends before the number that it leads to: …增长, with 5.5% on the next line."""
    following = rows[number + 1].text if number + 1 < len(rows) else ""
    return following[:1].isdigit() and rules.ends_open.search(rows[number].text) is not None


def _runs_on(rows: Sequence[Line], number: int, rules: LayoutRules) -> bool:
    """Tell the first line of a labelled point that is broken off: （六）居民收入：城镇居民人均可支配, then 收入37216元."""
    following = rows[number + 1].text if number + 1 < len(rows) else ""
    broken = rules.label_open.search(rows[number].text) and rules.label_rest.match(following)
    return broken is not None and len(following) <= SHORT_LINE


def _stands_alone(rows: Sequence[Line], number: int, wrap: int) -> bool:
    """Tell a line that nothing continues: the next one is far away, or this one ends short of a wrapped text's width."""
    if number + 1 == len(rows):
        return True
    return bool(wrap) and _width(rows[number].text) < wrap - 6


def _contents(rows: Sequence[Line], rules: LayoutRules) -> frozenset[int]:
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


def _broken_at_digits(rows: Sequence[Line], rules: LayoutRules) -> frozenset[int]:
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


def _running_heads(rows: Sequence[Line], contents: frozenset[int], rules: LayoutRules) -> frozenset[int]:
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
