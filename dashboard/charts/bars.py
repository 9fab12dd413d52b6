"""Ranked bars, coloured by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import palette, settings

ROW = 21
TOP, BOTTOM, LEFT = 70, 92, 98


@dataclass(frozen=True, slots=True)
class Bar:
    """One place: its name, value, the value in words, the group that it belongs to, ready HTML for the pointer."""

    name: str
    value: float
    words: str
    group: str
    hover: str


def figure(bars: Sequence[Bar], colours: Sequence[tuple[str, str]], title: str, unit: str, footer: str) -> go.Figure:
    """Draw ``bars`` from the top down; ``colours`` name every group with its colour."""
    rows = list(range(len(bars)))
    traces = []
    for group, colour in colours:
        own = [row for row in rows if bars[row].group == group]
        traces.append(
            go.Bar(
                x=[bars[row].value for row in own],
                y=own,
                orientation="h",
                name=f"{group}（{len(own)}）",
                marker={"color": colour},
                text=[bars[row].words for row in own],
                textposition="outside",
                cliponaxis=False,
                customdata=[bars[row].hover for row in own],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    values = [bar.value for bar in bars]
    low, high = min([0.0, *values]), max([0.0, *values])
    room = (high - low) * 0.16 or 1.0
    return go.Figure(
        traces,
        layout=go.Layout(
            template=None,
            height=TOP + BOTTOM + ROW * max(2, len(bars)),
            margin={"l": LEFT, "r": 10, "t": TOP, "b": BOTTOM},
            font=settings.font(),
            title=settings.title(title),
            paper_bgcolor="#ffffff",
            plot_bgcolor="#ffffff",
            barmode="overlay",
            bargap=0.25,
            xaxis={
                "range": [low - (room if low < 0 else 0), high + room],
                "side": "bottom",
                "gridcolor": "#e3e7ec",
                "zerolinecolor": palette.MUTED,
                "ticksuffix": "",
                "fixedrange": True,
                "separatethousands": True,
                "title": {"text": f"（{unit}）", "standoff": 2},
            },
            yaxis={
                "tickvals": rows,
                "ticktext": [bar.name for bar in bars],
                "range": [len(bars) - 0.4, -0.6],
                "fixedrange": True,
            },
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1,
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            annotations=[settings.footer(footer, 40, LEFT - 6)],
            hoverlabel=settings.hover_label(),
            dragmode=False,
        ),
    )
