"""Marks of notes in running text: the bare numbers behind terms that the end of a document explains one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from etl.extract.section_rules import SectionRules

FEWEST_NOTES = 2
"""Terms that a document explains in turn, from 1: fewer may be points of a list."""

TAIL = 2
"""Characters at the end of a term by which its mark is known in a name that has lost the others."""


class Notes:
    """The terms that a document explains, in turn from 1; `counted` is what stands behind a number that is no mark."""

    def __init__(self, terms: Sequence[str], counted: str) -> None:
        marked = [f"{re.escape(term)}[”’》）]?(?P<n{n}>{n})" for n, term in enumerate(terms, start=1)]
        named = [f"(?<={re.escape(term[-TAIL:])}){n}(?!\\d)" for n, term in enumerate(terms, start=1)]
        self._marks = re.compile(f"(?:{'|'.join(marked)})(?!{counted})") if terms else None
        self._named = re.compile("|".join(named)) if terms else None

    @classmethod
    def of(cls, texts: Iterable[str], rules: SectionRules) -> Notes:
        """Return the notes among the paragraphs of a document (2.县域就诊率：指…); none where they are not counted from 1."""
        found = [match for text in texts if (match := rules.note.match(text))]
        counted = [match["number"] for match in found] == [str(number) for number in range(1, len(found) + 1)]
        terms = [match["term"] for match in found] if counted and len(found) >= FEWEST_NOTES else []
        return cls(terms, rules.note_counted.pattern)

    def __bool__(self) -> bool:
        """Say whether anything is explained."""
        return self._marks is not None

    def marks(self, text: str) -> Iterator[int]:
        """Yield where the marks of notes stand in a text (县域就诊率2达到85.6%)."""
        for match in self._marks.finditer(text) if self._marks else ():
            yield match.start(str(match.lastgroup))

    def without(self, name: str) -> str:
        """Return a name without the marks of notes."""
        return self._named.sub("", name) if self._named else name
