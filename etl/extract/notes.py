"""Marks of notes in running text: the bare numbers behind terms that the end of a document explains one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.extract.section_rules import SectionRules

FEWEST_NOTES = 2
"""Terms that a document explains in turn, from 1: fewer may be points of a list."""


def marks(texts: Iterable[str], rules: SectionRules) -> re.Pattern[str] | None:
    """Return what a term with the number of its note looks like (县域就诊率2达到85.6%), ``None`` where nothing is explained.

    Args:
        texts: The paragraphs of a document; a note is one of its own (2.县域就诊率：指…).
        rules: How a note begins.
    """
    found = [match for text in texts if (match := rules.note.match(text))]
    if [match["number"] for match in found] != [str(number) for number in range(1, len(found) + 1)]:
        return None
    if len(found) < FEWEST_NOTES:
        return None
    explained = (f"{re.escape(match['term'])}[”’》）]?(?P<n{n}>{n})" for n, match in enumerate(found, start=1))
    return re.compile(f"(?:{'|'.join(explained)})" + r"(?![\d.%‰个万亿元倍年月])")
