"""Counts by row and column, with the count in every cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from dashboard.charts import palette, settings
from dashboard.charts.classes import Method, bands
from etl.queries import State

ROW = 19
TOP, BOTTOM, LEFT = 92, 132, 98


def figure(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    scale: Sequence[int],
    title: str,
    footer: str,
    unit: str,
    class_name: Callable[[int, int], str],
) -> go.Figure:
    """Draw ``counts[row][column]``; zero has the ground of what is not reported, other counts one of five classes.

    The classes are those of ``scale``, all counts of all charts that share colours; ``class_name`` names one by its least and
    greatest count in the legend, which is a part of every picture.
    """
    found = bands([float(count) for count in scale if count], 5, Method.QUANTILE)
    classes = [
        [next((n for n, band in enumerate(found, 1) if band.holds(count)), 0) for count in line] for line in counts
    ]
    ramp = [palette.STATES[State.UNREPORTED], *(band.colour for band in found)]
    steps = [(n / len(ramp), (n + 1) / len(ramp), colour) for n, colour in enumerate(ramp)]
    # One trace a class, so that the figures on dark cells can be light.
    notes = [
        go.Scatter(
            x=[column for line in classes for column, class_ in enumerate(line) if class_ == number],
            y=[row for row, line in enumerate(classes) for class_ in line if class_ == number],
            mode="text",
            text=[
                str(counts[row][column])
                for row, line in enumerate(classes)
                for column, class_ in enumerate(line)
                if class_ == number
            ],
            textfont=settings.font(11, palette.ink_on(colour)),
            hoverinfo="skip",
            showlegend=False,
        )
        for number, colour in enumerate(ramp)
    ]
    names = [class_name(0, 0), *(class_name(int(band.low), int(band.high)) for band in found)]
    legend = [
        go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker={
                "symbol": "square",
                "size": 14,
                "color": colour,
                "line": {"color": palette.STATE_BORDER, "width": 1},
            },
            name=name,
            hoverinfo="skip",
        )
        for name, colour in zip(names, ramp, strict=True)
    ]
    heat = go.Heatmap(
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        z=classes,
        zmin=-0.5,
        zmax=len(ramp) - 0.5,
        colorscale=[stop for low, high, colour in steps for stop in ([low, colour], [high, colour])],
        showscale=False,
        xgap=1,
        ygap=1,
        customdata=[
            [f"{name} · {columns[column]}：{count}{unit}" for column, count in enumerate(line)]
            for name, line in zip(rows, counts, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return go.Figure(
        [heat, *notes, *legend],
        layout=go.Layout(
            template=None,
            height=TOP + BOTTOM + ROW * max(2, len(rows)),
            margin={"l": LEFT, "r": 6, "t": TOP, "b": BOTTOM},
            font=settings.font(11),
            title=settings.title(title),
            paper_bgcolor="#ffffff",
            plot_bgcolor="#ffffff",
            xaxis={
                "tickvals": list(range(len(columns))),
                "ticktext": list(columns),
                "side": "top",
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "range": [-0.5, len(columns) - 0.5],
                "tickangle": 0,
            },
            yaxis={
                "tickvals": list(range(len(rows))),
                "ticktext": list(rows),
                "range": [len(rows) - 0.5, -0.5],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
            },
            annotations=[settings.footer(footer, 10, LEFT - 6)],
            legend={
                "orientation": "h",
                "x": 0,
                "xref": "container",
                "y": 0,
                "yref": "container",
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            hoverlabel=settings.hover_label(),
            dragmode=False,
        ),
    )
