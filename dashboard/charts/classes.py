"""Class limits: which values share a colour. Deterministic, exact for the few hundred values of a province.

Either found among the values (`bands`), or given beforehand and the same on every map (`fixed_bands`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dashboard.charts import palette

MAX_CLASSES = len(palette.SEQUENTIAL)
MIN_CLASSES = 3


class Method(StrEnum):
    """How class limits are found; ``FIXED``: they are not, the indicator has limits of its own."""

    NATURAL = "natural"
    QUANTILE = "quantile"
    EQUAL = "equal"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Band:
    """One class: values from ``low`` to ``high``, both included, both values that occur in it (``equal``: too).

    An ``open`` class has given limits: ``low`` (or minus infinity) belongs to it, ``high`` (or infinity) does not.
    """

    low: float
    high: float
    colour: str
    count: int
    open: bool = False

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies in this class."""
        return self.low <= value < self.high if self.open else self.low <= value <= self.high


def bands(
    values: Sequence[float], count: int, method: Method = Method.NATURAL, *, diverging: bool = False
) -> list[Band]:
    """Classes of ``values`` from low to high; at most ``count``, fewer where there are fewer distinct values.

    Each class is named by the smallest and largest value that it holds, so that no legend claims an empty stretch.
    With ``diverging`` no class spans zero: values below zero have classes (and colours) of their own.
    """
    if any(not math.isfinite(value) for value in values):
        raise ValueError("class limits need finite values")
    ordered = sorted(values)
    if not diverging:
        return _coloured(_split(ordered, count, method), palette.SEQUENTIAL)
    below = [value for value in ordered if value < 0]
    above = ordered[len(below) :]
    share = min(len(palette.NEGATIVE), max(1, round(count * len(below) / len(ordered)))) if below else 0
    rest = min(len(palette.POSITIVE), max(1, count - share))
    return _coloured(_split(below, share, method), palette.NEGATIVE, reverse=True) + _coloured(
        _split(above, rest, method), palette.POSITIVE
    )


def fixed_bands(values: Sequence[float], limits: Sequence[float], *, diverging: bool = False) -> list[Band]:
    """Classes between given ascending ``limits`` from low to high, those without a value too: a colour keeps its meaning.

    With ``diverging`` (0 among the limits) the classes below and above zero have ramps of their own.
    Raises ValueError where a class would have no colour of its own.
    """
    edges = list(pairwise([-math.inf, *limits, math.inf]))
    below = [edge for edge in edges if edge[1] <= 0] if diverging else []
    ramps = palette.spread(palette.NEGATIVE, len(below))[::-1]
    ramps += palette.spread(palette.POSITIVE if diverging else palette.SEQUENTIAL, len(edges) - len(below))
    return [
        Band(low, high, colour, sum(low <= value < high for value in values), open=True)
        for (low, high), colour in zip(edges, ramps, strict=True)
    ]


def _coloured(groups: list[list[float]], ramp: tuple[str, ...], *, reverse: bool = False) -> list[Band]:
    colours = palette.spread(ramp, len(groups))
    if reverse:
        colours = colours[::-1]
    return [Band(group[0], group[-1], colour, len(group)) for group, colour in zip(groups, colours, strict=True)]


def _split(ordered: list[float], count: int, method: Method) -> list[list[float]]:
    if not ordered or count < 1:
        return []
    count = min(count, len(set(ordered)))
    starts = {Method.NATURAL: _natural, Method.QUANTILE: _quantile, Method.EQUAL: _equal}[method](ordered, count)
    edges = [0, *sorted({start for start in starts if 0 < start < len(ordered)}), len(ordered)]
    return [ordered[left:right] for left, right in pairwise(edges) if left < right]


def _quantile(ordered: list[float], count: int) -> list[int]:
    """Starts of classes of equal size; equal values never part."""
    return [_first(ordered, ordered[round(len(ordered) * part / count)]) for part in range(1, count)]


def _equal(ordered: list[float], count: int) -> list[int]:
    """Starts of classes of equal width."""
    width = (ordered[-1] - ordered[0]) / count
    limits = [ordered[0] + width * part for part in range(1, count)]
    return [next(index for index, value in enumerate(ordered) if value >= limit) for limit in limits]


def _first(ordered: list[float], value: float) -> int:
    return ordered.index(value)


def _natural(ordered: list[float], count: int) -> list[int]:
    """Starts of the classes with the least squared deviation within (Fisher 1958, exact by dynamic programming)."""
    distinct = sorted(set(ordered))
    weights = [ordered.count(value) for value in distinct]
    size = len(distinct)
    cost = _deviations(distinct, weights)
    best = [cost[0][last] for last in range(size)]
    cuts: list[list[int]] = []
    for classes in range(1, count):
        row, cut = [math.inf] * size, [0] * size
        for last in range(classes, size):
            row[last], cut[last] = min(
                (best[start - 1] + cost[start][last], start) for start in range(classes, last + 1)
            )
        best = row
        cuts.append(cut)
    starts, last = [], size - 1
    for cut in reversed(cuts):
        starts.append(_first(ordered, distinct[cut[last]]))
        last = cut[last] - 1
    return starts


def _deviations(values: list[float], weights: list[int]) -> list[list[float]]:
    """``[first][last]``: squared deviation from the mean of the run first to last."""
    size = len(values)
    cost = [[0.0] * size for _ in range(size)]
    for first in range(size):
        total, mean, spread = 0, 0.0, 0.0
        for last in range(first, size):
            total += weights[last]
            delta = values[last] - mean
            mean += delta * weights[last] / total
            spread += weights[last] * delta * (values[last] - mean)
            cost[first][last] = spread
    return cost
