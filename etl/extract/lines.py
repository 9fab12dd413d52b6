"""The lines of a document and the paragraphs that they make up; offsets into the document are never lost."""

import re
from bisect import bisect_right
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Self

from etl.extract.grids import GridRules
from etl.paths import KNOWLEDGE
from etl.registry.guards import Guarded
from etl.registry.rules import load_rules

LINE_BREAK = 2
"""Characters between two lines that follow each other: a line of its own between them takes more."""


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
    page_mark: re.Pattern[str]
    furniture: re.Pattern[str]
    furniture_not: re.Pattern[str]
    ends_paragraph: Guarded
    opens_block: re.Pattern[str]
    heading: re.Pattern[str]
    dash_told: re.Pattern[str]
    owned_heading: re.Pattern[str]
    sentence_sign: re.Pattern[str]
    sentence_over: re.Pattern[str]
    table_line: re.Pattern[str]
    number_open: re.Pattern[str]
    ends_open: re.Pattern[str]
    name_alone: re.Pattern[str]
    value_alone: re.Pattern[str]
    cut: re.Pattern[str]
    parted_heading: re.Pattern[str]
    bullet: re.Pattern[str]
    bullet_told: re.Pattern[str]
    label_open: re.Pattern[str]
    label_rest: re.Pattern[str]
    label_broken: re.Pattern[str]
    labelled: re.Pattern[str]
    number_rest: re.Pattern[str]
    set_off: re.Pattern[str]
    prose: re.Pattern[str]
    stray: re.Pattern[str]
    scanned: re.Pattern[str]
    lone: re.Pattern[str]
    digits_alone: re.Pattern[str]
    behind_digits: re.Pattern[str]
    serial: re.Pattern[str]
    speaker: re.Pattern[str]
    grids: GridRules

    @classmethod
    def load(cls, folder: Path = KNOWLEDGE) -> Self:
        """Read ``layout.toml``; raises `InputError` for a missing or broken rule."""
        rules = load_rules(folder / "layout.toml")
        return rules.build(cls, speaker=rules.pattern("sections", "speaker"), grids=GridRules.load(folder))


class Line(NamedTuple):
    """One non-blank line: its span in the document, and its text without white space at both ends.

    It may be set in by some columns, or stand apart from the line before by a blank one.
    """

    start: int
    end: int
    text: str
    inset: int = 0
    apart: bool = False


class Paragraph(NamedTuple):
    """A run of text that belongs together. ``text`` is folded (see `fold`); ``pieces`` map it to the document.

    ``pieces`` holds ``(position in text, position in document)``, ascending, one for each line that was joined, or stretch
    of a line between spaces that were left out.
    """

    kind: Kind
    text: str
    pieces: tuple[tuple[int, int], ...]
    head: str = ""
    """The words over its column, where it is a cell that tells in words, and"""
    row: str = ""
    """the name of its row."""

    @property
    def start(self) -> int:
        """Position of the first character in the document."""
        return self.pieces[0][1]

    def position(self, index: int) -> int:
        """Return the document's position of the character at ``index``."""
        piece = bisect_right(self.pieces, (index, 1 << 62)) - 1
        here, there = self.pieces[piece]
        return there + index - here

    def part(self, start: int, end: int) -> Self:
        """Return a part of the paragraph as one of its own."""
        inside = [(here - start, there) for here, there in self.pieces if start < here < end]
        return type(self)(self.kind, self.text[start:end], ((0, self.position(start)), *inside))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document's span of ``text[start:end]``: over one line break, but cut where more stands between lines."""
        first, last = self.position(start), self.position(max(start, end - 1)) + 1
        following = bisect_right(self.pieces, (start, 1 << 62))
        if last - first > end - start + LINE_BREAK and following < len(self.pieces):
            return first, first + (self.pieces[following][0] - start)
        return first, last


COLUMNS = {"\u3000": 2, "\t": 4}
"""Columns that white space takes at the beginning of a line; any other takes one."""


def lines(text: str) -> list[Line]:
    """Split the document's text into its non-blank lines."""
    found = []
    position = 0
    apart = False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped)
            inset = sum(COLUMNS.get(sign, 1) for sign in raw[: raw.index(stripped)])
            found.append(Line(start, start + len(stripped), stripped, inset, apart))
        apart = not stripped
        position += len(raw) + 1
    return found
