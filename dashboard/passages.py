"""The sentence around a number, where the user has the document; the repository holds no sentence of any document."""

from __future__ import annotations

import hashlib
import html
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from etl.catalogue import Entry, load_catalogue
from etl.errors import InputError
from etl.extract.reading import decode
from etl.paths import CATALOGUE, DOCUMENTS

ENDS = "。！？；!?;\n"
LONGEST = 220
"""Characters shown on either side of a number at most."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A number in its sentence."""

    before: str
    number: str
    after: str

    def html(self) -> str:
        """The sentence with its number marked."""
        before, number, after = (html.escape(part) for part in (self.before, self.number, self.after))
        return f'<div class="passage">{before}<mark>{number}</mark>{after}</div>'


def document_file(document_id: str, catalogue: Path = CATALOGUE, folder: Path = DOCUMENTS) -> Entry | None:
    """The catalogue's row of a document whose file lies in ``folder``; none where it does not, or is not catalogued."""
    try:
        entries = load_catalogue(catalogue).entries
    except InputError:
        return None
    found = next((entry for entry in entries if entry.document.document_id == document_id), None)
    return found if found and (folder / found.document.file).is_file() else None


def passage(entry: Entry, start: int, end: int, folder: Path = DOCUMENTS) -> Passage:
    """The sentence around characters ``start`` to ``end`` of a document.

    Raises:
        InputError: if the file cannot be read, is not the text that was catalogued, or is shorter than that.
    """
    path = folder / entry.document.file
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise InputError.single(path, 0, error.strerror or "an unreadable file", "the document") from error
    text, digest = _text(path, stamp)
    if entry.sha256 and entry.sha256 != digest:
        raise InputError.single(path, 0, f"a text with sha256 {digest}", f"the catalogued text {entry.sha256}")
    if not 0 <= start < end <= len(text):
        raise InputError.single(path, 0, f"a text of {len(text)} characters", f"characters {start} to {end}")
    return around(text, start, end)


def around(text: str, start: int, end: int) -> Passage:
    """The sentence around a span of a text."""
    left = max((text.rfind(mark, 0, start) for mark in ENDS), default=-1) + 1
    ends = [place for mark in ENDS if (place := text.find(mark, end)) >= 0]
    right = min(ends, default=len(text) - 1) + 1
    left, right = max(left, start - LONGEST), min(right, end + LONGEST)
    return Passage(text[left:start].lstrip(), text[start:end], text[end:right].rstrip())


@lru_cache(maxsize=8)
def _text(path: Path, stamp: int) -> tuple[str, str]:
    text = decode(path)
    return text, hashlib.sha256(text.encode()).hexdigest()
