"""Marks of a map and their ranks. Pure; knows no page and no figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.model import Bound, Confidence

APPROXIMATE = 0.05
"""Share by which a value said to be 约 may be off, as in the snapshot's own test of conflicts."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a place shows under one key, in the unit of display."""

    place_code: str
    value: float
    high: float | None = None
    bound: str = Bound.EXACT
    reports: int = 1
    conflict: bool = False
    fact_id: str = ""
    verified: bool = True
    confidence: str = Confidence.HIGH

    @property
    def doubtful(self) -> bool:
        """Whether a reader must see on the map that the value is not to be relied on."""
        return not self.verified or self.confidence == Confidence.LOW


@dataclass(frozen=True, slots=True)
class Rank:
    """Best and worst place that the value can take among those reported; equal unless a bound leaves it open."""

    best: int
    worst: int

    def __str__(self) -> str:
        """``3`` or ``3–5``."""
        return str(self.best) if self.best == self.worst else f"{self.best}–{self.worst}"


def ranks(marks: Sequence[Mark], *, ascending: bool = False) -> dict[str, Rank]:
    """Rank of every mark, the largest value first (``ascending``: the smallest), ties sharing the better place.

    A value with a bound is an interval: it is ranked against another only where the two intervals do not overlap.
    """
    spans = {mark.place_code: _span(mark, ascending) for mark in marks}
    return {place: _rank(place, spans) for place in spans}


def rank(marks: Sequence[Mark], place: str) -> Rank | None:
    """Rank of one place, the largest value first; none where it has no mark."""
    spans = {mark.place_code: _span(mark, False) for mark in marks}
    return _rank(place, spans) if place in spans else None


def _rank(place: str, spans: Mapping[str, tuple[float, float]]) -> Rank:
    low, high = spans[place]
    return Rank(
        best=1 + sum(other_low > high for other_low, _ in spans.values()),
        worst=1 + sum(other_high > low for other, (_, other_high) in spans.items() if other != place),
    )


def _span(mark: Mark, ascending: bool) -> tuple[float, float]:
    low, high = interval(mark)
    return (-high, -low) if ascending else (low, high)


def interval(mark: Mark) -> tuple[float, float]:
    """Smallest and largest true value that the report allows; below zero 超 and 不足 speak of the size of the fall."""
    top = mark.value if mark.high is None else mark.high
    low, high = min(mark.value, top), max(mark.value, top)
    if mark.bound in {Bound.OVER, Bound.AT_LEAST}:
        return (low, math.inf) if mark.value >= 0 else (-math.inf, high)
    if mark.bound in {Bound.UNDER, Bound.AT_MOST}:
        return (-math.inf, high) if mark.value >= 0 else (low, math.inf)
    if mark.bound == Bound.APPROX:
        return low - abs(low) * APPROXIMATE, high + abs(high) * APPROXIMATE
    return low, high


def in_display_order(marks: Iterable[Mark], names: Mapping[str, str], *, ascending: bool = False) -> list[Mark]:
    """Marks as the table lists them: by value, then by name."""
    return sorted(marks, key=lambda mark: (mark.value if ascending else -mark.value, names.get(mark.place_code, "")))
