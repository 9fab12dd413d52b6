"""Dots on strips: every place by its value, quartiles and medians of each strip, references across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import palette, settings
from dashboard.comparison import Spread, swarm
from etl.model import Bound

ROW = 120
"""Pixels of a strip."""
TOP, BOTTOM = 52, 92
_SYMBOLS = {
    Bound.OVER: "triangle-right", Bound.AT_LEAST: "triangle-right", Bound.UNDER: "triangle-left",
    Bound.AT_MOST: "triangle-left", Bound.APPROX: "circle-open",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dot:
    """One place: its value, how the report bounds it, ready HTML for the pointer."""

    value: float
    bound: str
    hover: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of dots with its label, colour and, where there are enough, quartiles."""

    label: str
    colour: str
    symbol: str
    dots: tuple[Dot, ...]
    spread: Spread | None = None
    median: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A line across all strips."""

    label: str
    value: float


def figure(strips: Sequence[Strip], references: Sequence[Reference], title: str, unit: str, footer: str) -> go.Figure:
    """Draw strips from the top down."""
    values = [dot.value for strip in strips for dot in strip.dots] + [reference.value for reference in references]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    pad = (high - low) * 0.06 or abs(high) * 0.06 or 1.0
    drawn = [_dots(strip, -row, low, high) for row, strip in enumerate(strips)]
    return go.Figure(drawn, layout=_layout(strips, references, title, unit, footer, (low - pad, high + pad)))


def _dots(strip: Strip, row: float, low: float, high: float) -> go.Scatter:
    offsets = swarm([dot.value for dot in strip.dots], low, high)
    return go.Scatter(
        x=[dot.value for dot in strip.dots],
        y=[row + offset for offset in offsets],
        mode="markers",
        name=strip.label,
        showlegend=False,
        marker={
            "size": 11,
            "color": strip.colour,
            "opacity": 0.85,
            "symbol": [_SYMBOLS.get(Bound(dot.bound), strip.symbol) for dot in strip.dots],
            "line": {"color": "#ffffff", "width": 1},
        },
        customdata=[dot.hover for dot in strip.dots],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _layout(
    strips: Sequence[Strip],
    references: Sequence[Reference],
    title: str,
    unit: str,
    footer: str,
    span: tuple[float, float],
) -> go.Layout:
    shapes: list[dict[str, object]] = []
    notes: list[dict[str, object]] = []
    for row, strip in enumerate(strips):
        notes.append(_note(strip.label, 0, -row + 0.46, "left", strip.colour, xref="paper"))
        if strip.spread:
            shapes += _box(strip.spread, -row, strip.colour)
            notes.append(_note(strip.median, strip.spread.median, -row - 0.47, "center", strip.colour))
    for place, reference in enumerate(references):
        shapes.append(
            {
                "type": "line", "x0": reference.value, "x1": reference.value, "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": palette.INK, "width": 1.5, "dash": ("dash", "dot", "dashdot")[place % 3]},
            }
        )  # fmt: skip
        notes.append(_note(reference.label, reference.value, -len(strips) + 0.42 + 0.14 * place, "left", palette.INK))
    notes.append(settings.footer(footer, 44))
    return go.Layout(
        template=None,
        height=TOP + BOTTOM + ROW * max(1, len(strips)),
        margin={"l": 8, "r": 12, "t": TOP, "b": BOTTOM},
        font=settings.font(),
        title=settings.title(title),
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        xaxis={
            "range": list(span),
            "title": {"text": f"（{unit}）", "standoff": 4},
            "gridcolor": "#e3e7ec",
            "zeroline": span[0] < 0 < span[1],
            "zerolinecolor": palette.MUTED,
            "fixedrange": True,
            "separatethousands": True,
        },
        yaxis={"visible": False, "range": [-len(strips) + 0.4, 0.56], "fixedrange": True},
        shapes=shapes,
        annotations=notes,
        hoverlabel=settings.hover_label(),
        dragmode=False,
    )


def _box(spread: Spread, row: float, colour: str) -> list[dict[str, object]]:
    return [
        {
            "type": "rect", "layer": "below", "x0": spread.first, "x1": spread.third, "y0": row - 0.3, "y1": row + 0.3,
            "fillcolor": colour, "opacity": 0.13, "line": {"width": 0},
        },
        {
            "type": "line", "x0": spread.median, "x1": spread.median, "y0": row - 0.36, "y1": row + 0.36,
            "line": {"color": colour, "width": 3},
        },
    ]  # fmt: skip


def _note(words: str, x: float, y: float, side: str, colour: str, xref: str = "x") -> dict[str, object]:
    return {
        "text": words, "x": x, "y": y, "xref": xref, "yref": "y", "xanchor": side, "yanchor": "middle", "showarrow": False,
        "font": settings.font(12, colour), "bgcolor": "rgba(255,255,255,.8)",
    }  # fmt: skip
