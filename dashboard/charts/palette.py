"""Every colour and type face of the pages.

Values run from pale yellow to dark blue; growth below zero is brown. The four states of missing data are greys, a
lilac and white: a test holds each of them at a distance from every class, under simulated colour blindness too.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Final

from etl.queries import State

FONT: Final = "'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
INK: Final = "#1f2933"
MUTED: Final = "#5b6670"
SEQUENTIAL: Final = ("#f0e996", "#a6cda3", "#4394bf", "#155fb8", "#0b2672")
POSITIVE: Final = ("#c3f2c4", "#93c59c", "#3c81c4", "#244a98")
NEGATIVE: Final = ("#f5b580", "#dc8229", "#7d5a05")
STATES: Final = MappingProxyType(
    {
        State.UNREPORTED: "#cbcbce",
        State.EXCLUDED: "#97979c",
        State.INCOMPARABLE: "#eac0f3",
        State.NOT_APPLICABLE: "#ffffff",
    }
)
GLYPHS: Final = MappingProxyType({State.EXCLUDED: "×", State.INCOMPARABLE: "≠", State.NOT_APPLICABLE: "–"})
"""Marks on the map beside the fill, so that no state hangs on colour alone; 未报告 is the bare ground."""
BORDER: Final = "#ffffff"
STATE_BORDER: Final = "#8a8f95"
OUTLINE: Final = "#c2185b"
SELECTED: Final = "#111111"
SYMBOL: Final = "#155fb8"
SYMBOL_NEGATIVE: Final = "#dc8229"
FIRST: Final = "#b0175a"
SECOND: Final = "#155fb8"
THIRD: Final = "#5b6670"
"""Sides of a comparison, and what stands beside both."""
SYMBOL_SIZES: Final = (3, 16)
"""Smallest and largest diameter of a symbol in pixels: a legend draws none larger than 16."""
LAND: Final = "#eef0f2"
CLEAR: Final = "rgba(0,0,0,0)"
STRIPE_SHARE: Final = 0.55
"""Of ink in the stripes on doubtful values: seen on every class, and the class still seen."""


def spread(colours: tuple[str, ...], count: int) -> tuple[str, ...]:
    """``count`` colours of a ramp, as far apart as it allows (``count`` at most its length)."""
    if count > len(colours):
        raise ValueError(f"{count} classes asked of a ramp of {len(colours)} colours")
    if count <= 1:
        return colours[-2:-1] if count else ()
    step = (len(colours) - 1) / (count - 1)
    return tuple(colours[round(place * step)] for place in range(count))


def symbol_size(value: float, largest: float) -> float:
    """Diameter in pixels of a symbol whose area is to ``value`` as the largest symbol's is to ``largest``."""
    smallest, widest = SYMBOL_SIZES
    return max(smallest, round(widest * math.sqrt(value / largest), 1)) if largest else smallest


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on ``colour`` (``#rrggbb``)."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"


def stripe(ground: str) -> str:
    """The colour of stripes on ``ground`` (``#rrggbb``); opaque, because not every program that opens a picture mixes colours."""
    ink = ink_on(ground)
    pairs = [(int(ground[at : at + 2], 16), int(ink[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(below + (above - below) * STRIPE_SHARE):02x}" for below, above in pairs)
