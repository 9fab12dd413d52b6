"""Long lists in pages: which rows a page holds. Pure."""

from __future__ import annotations

import math


def pages(count: int, size: int) -> int:
    """How many pages of ``size`` rows ``count`` rows fill, at least one."""
    return max(1, math.ceil(count / size))


def settled(wanted: str, count: int, size: int) -> str:
    """The number of a page that exists: the first where there is none of that number."""
    return wanted if wanted.isdecimal() and 1 <= int(wanted) <= pages(count, size) else "1"


def span(page: str, count: int, size: int) -> tuple[int, int]:
    """First and last row of a page, counted from 1."""
    first = (int(page) - 1) * size + 1
    return first, min(count, first + size - 1)
