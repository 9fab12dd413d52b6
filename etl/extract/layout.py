"""From raw text to paragraphs: lines joined across page breaks, headings apart, running heads and contents set aside.

Offsets are never lost: every paragraph carries, for each of its characters, the position in the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set

from etl.extract import grids
from etl.extract.folding import fold, without_endless, without_pictures
from etl.extract.line_kinds import (
    OPEN,
    SET_IN,
    SHORT_LINE,
    SPACED,
    broken_at_digits,
    contents_lines,
    indents,
    is_heading,
    leads_on,
    page_breaks,
    running_heads,
    stands_alone,
    width,
    wrap_width,
)
from etl.extract.lines import Kind, LayoutRules, Line, Paragraph, lines

LONGEST_PARAGRAPH = 1200
"""Characters: a longer one is read in pieces, so that the cost of reading stays linear; real ones are half as long."""


def paragraphs(text: str, rules: LayoutRules) -> list[Paragraph]:
    """Split a document into paragraphs, in text order; every non-blank character belongs to exactly one."""
    rows = lines(without_pictures(text))
    if "," in text:
        from etl.extract.grid_commas import in_tabs  # loaded for the few documents that may be spreadsheets

        parted = in_tabs([line.text for line in rows], rules.grids)
        rows = [line._replace(text=parted[number]) if number in parted else line for number, line in enumerate(rows)]
    contents = contents_lines(rows, rules)
    breaks = page_breaks(rows, rules)
    tables = grids.runs([line.text for line in rows], contents, breaks, rules.grids)
    broken = broken_at_digits(rows, rules)
    tables = {number: first for number, first in tables.items() if number not in broken}
    heads = breaks | running_heads(rows, contents | frozenset(tables) | broken, rules)
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
                joiner.table(members[number])
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


LABELLED_LINE = 60
"""Characters of a line that names what it tells, with what brackets say of it."""

CELLS = 4
"""Cells, parted by tabs, of a line that belongs to a table."""

_CELL = re.compile(r"[^\t]+")


class _Joiner:
    """Joins lines into paragraphs: headings and blocks begin anew, everything else goes on until a sentence ends."""

    def __init__(self, rows: Sequence[Line], heads: Set[int], broken: Set[int], rules: LayoutRules) -> None:
        self.rows, self.heads, self.broken, self.rules = rows, heads, broken, rules
        self.wrap = wrap_width(rows)
        self.opening = indents(rows, self.wrap)
        self.spaced = not self.wrap and sum(line.apart for line in rows) >= SPACED * len(rows)
        """Whether a blank line stands behind every line: a short one without signs is then what a cell held."""
        self.pending: list[Line] = []
        self.found: list[Paragraph] = []
        self.over: list[str] = []
        """The words over the columns of a table that tells in words."""

    def add(self, kind: Kind, *rows: Line) -> None:
        """Add a paragraph of its own."""
        self.found.append(_paragraph(kind, rows, self.rules, self._between))

    def table(self, rows: Sequence[Line]) -> None:
        """Add a table; what a cell behind its values tells in words (路基完成96%，隧道贯通9座) is read for itself."""
        kept: list[Line] = []
        for line in rows:
            text = line.text
            for start, end in self._told(line.text):
                whole = _paragraph(Kind.BODY, [line], self.rules, self._between)
                if len(whole.text) == len(line.text):
                    name = next((cell for cell in map(str.strip, line.text.split("\t")) if not cell.isdigit()), "")
                    self.found.append(whole.part(start, end)._replace(row=name))
                    text = text[:start] + " " * (end - start) + text[end:]
            kept.append(line._replace(text=text))
        self.add(Kind.TABLE, *kept)

    def _told(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of the cells of a table's line that tell in words, behind its first value."""
        rules, valued = self.rules.grids, False
        for cell in _CELL.finditer(text):
            words = cell[0].strip()
            value = grids.is_value(words, rules)
            if valued and not value and rules.words_cell.search(words):
                yield cell.span()
            valued = valued or value

    def _between(self, kind: Kind, before: Line, line: Line) -> str:
        """Return what parts two lines: a space keeps two numbers apart, not the digits of one that is broken off."""
        if kind is Kind.TABLE:
            return "\n"
        if not (before.text[-1].isdigit() and line.text[0].isdigit()):
            return ""
        full = not self.wrap or width(before.text) >= self.wrap - 3
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
        if self._in_cells(number):
            self._cells(number)
            return
        if number in self.broken:
            if self.rules.opens_block.match(line.text):
                self.close()
            self.pending.append(line)
            if self.rules.ends_paragraph.search(line.text):
                self.close()
            return
        heading = is_heading(self.rows, number, self.wrap, self.rules)
        if self.broken and not self.rules.heading.match(line.text):
            heading = False  # a name may stand on a line of its own as a number does
        if self._opens(line) or self.rules.opens_block.match(line.text):
            self.close()
        if not self.pending and heading:
            self.add(Kind.HEADING, line)
            return
        self.pending.append(line)
        # by the end of its page, wherever that came, or before its number
        cut = number + 1 in self.heads or leads_on(self.rows, number, self.rules)
        alone = (not cut and stands_alone(self.rows, number, self.wrap)) or self._is_listed(number)
        cell = self.spaced and len(self.pending) == 1 and self.rules.lone.fullmatch(line.text) is not None
        ends = self.rules.ends_paragraph.search(line.text) is not None
        if alone or cell or (ends and not (line.text.endswith("；") and self._hangs(number + 1))):
            self.close()

    def _in_cells(self, number: int) -> bool:
        """Say whether tabs part a line into the cells of a table that tells in words."""
        tabs = self.rows[number].text.count("\t")
        return tabs >= CELLS - 1 or (tabs > 0 and number > 0 and "\t" in self.rows[number - 1].text)

    def _cells(self, number: int) -> None:
        """Read each cell of a line as a paragraph: none goes on in the next one; the row's serial number is left out.

        A table's first line names its columns if it tells no number; lines that break a cell do not end its table.
        """
        self.close()
        line = self.rows[number]
        begins = number == 0 or not self._in_cells(number - 1)
        if begins and not any(map(str.isdigit, line.text)):
            self.over = [words.strip() for words in line.text.split("\t")]
        whole = _paragraph(Kind.BODY, [line], self.rules, self._between)
        if len(whole.text) != len(line.text):
            self.found.append(whole)
            return
        heads = self.over if len(self.over) == line.text.count("\t") + 1 else []
        serial = self.rules.serial.match(line.text)
        row = ""
        for cell in _CELL.finditer(line.text, serial.end() if serial else 0):
            head = heads[line.text.count("\t", 0, cell.end())] if heads else ""
            self.found.append((whole.part(*cell.span()))._replace(head=head, row=row))
            row = row or ("" if any(map(str.isdigit, cell[0])) else cell[0].strip())

    def _opens(self, line: Line) -> bool:
        """Say whether a line begins a paragraph by where it stands: set in, or behind a point of a list and a blank line."""
        if self.opening and line.inset >= SET_IN:
            return not (self.pending and (self.pending[-1].text[-1] in OPEN or self._hangs_from(line)))
        if not (line.apart and self.pending) or self.wrap:
            return False
        # a page may end inside a sentence, hardly inside a point of a list
        listed = self.rules.bullet.match(self.pending[0].text) is not None
        return listed and not self.rules.cut.search(self.pending[-1].text)

    def _hangs_from(self, line: Line) -> bool:
        """Say whether a line goes on with the pending point of a list, set in deeper than its first line."""
        first = self.pending[0]
        point = self.rules.opens_block.match(first.text) and not self.rules.opens_block.match(line.text)
        return bool(point) and line.inset > first.inset and not line.apart

    def _hangs(self, number: int) -> bool:
        """Say whether the line of a number exists and hangs from the pending point."""
        return self.opening and number < len(self.rows) and self._hangs_from(self.rows[number])

    def _is_listed(self, number: int) -> bool:
        """Say whether a line is one of several that each tell one figure: end with it, or name it and tell it."""
        around = self.rows[max(0, number - 1) : number + 2]
        told = [self._tells_one(line.text) for line in around]
        return sum(told) > 1 and self._tells_one(self.rows[number].text)

    def _tells_one(self, text: str) -> bool:
        full = self.wrap and width(text) >= self.wrap - 3
        if full or len(text) > LABELLED_LINE:
            return False
        labelled = self.rules.labelled.match(text) is not None and self.rules.label_broken.search(text) is None
        if len(text) > SHORT_LINE:
            return labelled
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


SCANNED = 3
"""Spaces of a line that no one writes: its characters were set apart when it was read from a picture."""

_SENTENCE = "，。；"
_SPACE = re.compile(r"(?<=[^\s\d]) +(?=\S)|(?<=\d) +(?=[^\s\d])")
_SPACE_IN_NUMBER = re.compile(
    rf"{_SPACE.pattern}|(?<=\d)(?<!\.\d)(?<!\.\d\d)(?<!\d{{4}}) +(?=\d+(?![\d.]))|(?<=(?<![\d.])\d) +(?=\d)"
)
"""A space of such a line, and one inside a number (1 4.6): two decimals or two years with a space between them are two."""

_BEFORE_SIGN = re.compile(r"\S +(?=[，。；、：）])")
BROKEN = 2
"""Spaces before signs, where no writer puts one, from which on a line's numbers are broken too."""


def _words(text: str, rules: LayoutRules) -> list[tuple[int, str]]:
    """Return the stretches of a line of prose without the spaces that are none of its words, and where each begins in it."""
    if " " in text and len(rules.scanned.findall(text)) >= SCANNED and any(map(text.__contains__, _SENTENCE)):
        broken = len(_BEFORE_SIGN.findall(text)) >= BROKEN
        found = list((_SPACE_IN_NUMBER if broken else _SPACE).finditer(text))
        starts = [0, *(space.end() for space in found)]
        ends = [*(space.start() for space in found), len(text)]
        return [(start, text[start:end]) for start, end in zip(starts, ends, strict=True) if start < end]
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
