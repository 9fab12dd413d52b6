"""How wide words are, for what must fit a phone."""

from __future__ import annotations

import unicodedata


def columns(words: str) -> int:
    """Width in half-width columns: a Chinese character counts as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)
