"""Two sets of counties under one comparability key: who reports, how the values lie, what may be concluded. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.mapping import Mark, interval

LEAST = 5
"""Reporting counties that a side needs before anything is concluded."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles of reported values, each county counting once (Hyndman and Fan, type 7)."""

    low: float
    first: float
    median: float
    third: float
    high: float


@dataclass(frozen=True, slots=True)
class Side:
    """One set of counties: its name, all members, and what those that report say."""

    name: str
    places: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def silent(self) -> int:
        """Members without a value under the key."""
        return len(self.places) - len(self.marks)

    @property
    def enough(self) -> bool:
        """Whether the side may take part in a verdict."""
        return len(self.marks) >= LEAST

    @property
    def spread(self) -> Spread | None:
        """Quartiles, where enough counties report."""
        return spread([mark.value for mark in self.marks]) if self.enough else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Difference of two medians, first minus second; ``first`` and ``second`` are the bounds of each median.

    ``settled``: the sign stays whatever the silent counties would have said within the range of what is reported.
    """

    value: float
    first: tuple[float, float]
    second: tuple[float, float]

    @property
    def settled(self) -> bool:
        """Whether the bounds of the two medians lie apart."""
        return self.first[0] > self.second[1] or self.second[0] > self.first[1]


def spread(values: Sequence[float]) -> Spread:
    """Quartiles of at least one value."""
    ordered = sorted(values)
    if len(ordered) == 1:
        return Spread(*ordered * 5)
    first, median, third = statistics.quantiles(ordered, n=4, method="inclusive")
    return Spread(ordered[0], first, median, third, ordered[-1])


def gap(first: Side, second: Side) -> Gap | None:
    """Difference of the medians; none where a side has too few reports or a county stands on both sides."""
    ours, theirs = first.spread, second.spread
    if ours is None or theirs is None or set(first.places) & set(second.places):
        return None
    reported = [*first.marks, *second.marks]
    edges = min(mark.value for mark in reported), max(mark.value for mark in reported)
    return Gap(ours.median - theirs.median, median_bounds(first, edges), median_bounds(second, edges))


def median_bounds(side: Side, edges: tuple[float, float]) -> tuple[float, float]:
    """Smallest and largest median of all members, were the silent ones (and open bounds) at either of the ``edges``."""
    spans = [interval(mark) for mark in side.marks]
    lows = [edges[0] if math.isinf(low) else low for low, _ in spans] + [edges[0]] * side.silent
    highs = [edges[1] if math.isinf(high) else high for _, high in spans] + [edges[1]] * side.silent
    return statistics.median(lows), statistics.median(highs)


def swarm(values: Sequence[float], low: float, high: float, bins: int = 48) -> list[float]:
    """Sideways offsets (−0.36 … 0.36) that keep dots of like value apart; the same values give the same offsets."""
    width = (high - low) / bins or 1.0
    held: dict[int, int] = {}
    seats: list[tuple[int, int]] = []
    for value in values:
        bin_ = math.floor((value - low) / width)
        seats.append((bin_, held.get(bin_, 0)))
        held[bin_] = held.get(bin_, 0) + 1
    step = min(0.12, 0.72 / max(held.values(), default=1))
    return [_seat(number) * step for _, number in seats]


def _seat(number: int) -> int:
    """Seat of the nth dot: 0, 1, −1, 2, −2 and so on."""
    return (number + 1) // 2 * (1 if number % 2 else -1)
