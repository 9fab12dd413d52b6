"""The values of a map in classes: fills or symbols, by limits found among them or given for the indicator. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard import text
from dashboard.charts import palette
from dashboard.charts.classes import Band, Method, bands, fixed_bands
from dashboard.charts.county_map import Layer
from dashboard.map_view import MapView
from dashboard.mapping import Mark
from etl.model import Bound
from etl.registry.breaks import Breaks


@dataclass(frozen=True, slots=True)
class Classing:
    """How values are put into classes: by a method into ``count`` of them, or by given limits."""

    method: str = Method.NATURAL
    count: int = 5
    breaks: Breaks | None = None


def layers(view: MapView, classing: Classing) -> list[Layer]:
    """The values in classes, from low to high, each with its places."""
    if classing.breaks:
        return [Layer(_limits(band), band.colour, codes) for band, codes in _fixed(view, classing.breaks)]
    found = bands(
        [mark.value for mark in view.marks], classing.count, Method(classing.method), diverging=view.diverging
    )
    return [
        Layer(
            label=text.span(band.low, band.high),
            colour=band.colour,
            codes=tuple(mark.place_code for mark in view.marks if band.holds(mark.value)),
        )
        for band in found
    ]


def _fixed(view: MapView, breaks: Breaks) -> list[tuple[Band, tuple[str, ...]]]:
    placed = {mark.place_code: _placed(mark) for mark in view.marks}
    found = fixed_bands(list(placed.values()), breaks.limits, diverging=breaks.diverging)
    return [(band, tuple(code for code, value in placed.items() if band.holds(value))) for band in found]


def _placed(mark: Mark) -> float:
    """The value as given limits class it: what is said to lie below a number lies below it where the number is a limit."""
    value = round(mark.value, 6)
    falls_short = mark.bound == (Bound.UNDER if value >= 0 else Bound.OVER)
    return math.nextafter(value, -math.inf) if falls_short else value


def _limits(band: Band) -> str:
    return text.limits(band.low, band.high)


def symbol_layers(view: MapView, classing: Classing) -> list[Layer]:
    """The values in classes by their size, as symbols of one colour for gains and totals and another for losses."""
    if classing.breaks:
        return _fixed_symbols(view, classing.breaks)
    found = bands([abs(mark.value) for mark in view.marks], classing.count, Method(classing.method))
    layered = []
    for band in found:
        size = palette.symbol_size((band.low + band.high) / 2, (found[-1].low + found[-1].high) / 2)
        for negative, colour in ((False, palette.SYMBOL), (True, palette.SYMBOL_NEGATIVE)):
            marks = [mark for mark in view.marks if band.holds(abs(mark.value)) and (mark.value < 0) == negative]
            if marks:
                values = [mark.value for mark in marks]
                label = text.span(min(values), max(values))
                layered.append(Layer(label, colour, tuple(mark.place_code for mark in marks), size))
    return layered


def _fixed_symbols(view: MapView, breaks: Breaks) -> list[Layer]:
    """Symbols of the given classes; their sizes depend on the limits alone, so that they too mean the same on every map."""
    sizes = _middles(breaks.limits)
    layered = []
    for (band, codes), middle in zip(_fixed(view, breaks), sizes, strict=True):
        colour = palette.SYMBOL_NEGATIVE if breaks.diverging and band.high <= 0 else palette.SYMBOL
        size = palette.symbol_size(abs(middle), max(map(abs, sizes)))
        layered.append(Layer(_limits(band), colour, codes, size))
    return layered


def _middles(limits: Sequence[float]) -> list[float]:
    """A value in the middle of each class; the outermost are taken to be as wide as their neighbours."""
    first = limits[1] - limits[0] if len(limits) > 1 else abs(limits[0])
    last = limits[-1] - limits[-2] if len(limits) > 1 else abs(limits[0])
    start = limits[0] - first if limits[0] <= 0 else max(0.0, limits[0] - first)
    edges = [start, *limits, limits[-1] + last]
    return [(low + high) / 2 for low, high in pairwise(edges)]
