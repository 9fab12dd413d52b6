"""The map: shapes filled in classes, or symbols in classes; missing data in four states; outlines. SVG, no base map.

Shapes are named by address, not embedded: the browser fetches them once, a rerun sends codes and colours only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from dashboard.charts import palette, settings
from dashboard.widths import columns
from etl.queries import State

HEIGHT = 560
MARGIN_SHARE = 0.02
FOOT = 0.07
"""Share of the height that the notice under the map takes."""
LINE = 48
"""Columns of a title in one line of 364 pixels."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Places that look alike: a class of values. ``label`` stands in the legend with the number of places.

    ``size`` is the diameter of its symbols in pixels on a map with symbols.
    """

    label: str
    colour: str
    codes: tuple[str, ...]
    size: float = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the shapes come from and how they lie: addresses, degrees, label points by code."""

    url: str
    city_url: str
    extent: tuple[float, float, float, float]
    labels: Mapping[str, tuple[float, float]]
    stripes_url: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a map shows. ``hover`` holds ready HTML by code; ``footer`` goes under every drawn or exported map.

    ``striped`` are the places whose value is doubtful: stripes need no hover, so that a picture tells it too.
    """

    ground: Ground
    title: str
    legend_title: str
    layers: Sequence[Layer]
    states: Sequence[tuple[State, str, tuple[str, ...]]]
    hover: Mapping[str, str]
    footer: str
    outline: tuple[str, ...] = ()
    outline_label: str = ""
    selected: str = ""
    glyphs: Mapping[str, str] = field(default_factory=dict)
    symbols: bool = False
    city_lines: bool = True
    striped: tuple[str, ...] = ()
    striped_label: str = ""


def figure(drawing: Drawing) -> go.Figure:
    """Draw; every place is painted once, in its class or its state."""
    traces = [_state_fill(drawing, state, codes) for state, _, codes in drawing.states if codes]
    if drawing.symbols:
        valued = tuple(code for layer in drawing.layers for code in layer.codes)
        traces += [_fill(drawing, valued, palette.LAND, palette.STATE_BORDER)] if valued else []
    else:
        traces += [_fill(drawing, layer.codes, layer.colour, palette.BORDER) for layer in drawing.layers if layer.codes]
    traces += _stripes(drawing)
    if drawing.city_lines:
        cities = tuple(sorted({f"{code[:4]}00" for code in drawing.hover}))
        traces.append(_lines(drawing.ground.city_url, cities, palette.MUTED, 1.0))
    if drawing.outline:
        traces.append(_lines(drawing.ground.url, drawing.outline, palette.OUTLINE, 1.6))
    if drawing.symbols:
        traces += [_symbols(drawing, layer) for layer in drawing.layers if layer.codes]
    traces += _glyphs(drawing)
    if drawing.selected:
        traces.append(_lines(drawing.ground.url, (drawing.selected,), palette.SELECTED, 3.0))
    traces += _legend(drawing)
    return go.Figure(traces, layout=_layout(drawing))


def config(topology: str, file_name: str, words: Mapping[str, str], picture: str = "svg") -> dict[str, object]:
    """The settings of all charts and the local empty base map."""
    return {"topojsonURL": topology, **settings.config(file_name, words, picture)}


def _fill(drawing: Drawing, codes: tuple[str, ...], colour: str, border: str) -> go.Choropleth:
    return go.Choropleth(
        geojson=drawing.ground.url,
        featureidkey="properties.adcode",
        locations=list(codes),
        z=[0] * len(codes),
        zmin=0,
        zmax=1,
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        showlegend=False,
        marker={"line": {"color": border, "width": 0.6}},
        # Without this a click fades every other place to a fifth, which looks like a class of its own.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        customdata=[drawing.hover[code] for code in codes],
        hovertemplate="%{customdata}<extra></extra>",
        name="fill",
    )


def _state_fill(drawing: Drawing, state: State, codes: tuple[str, ...]) -> go.Choropleth:
    border = palette.STATE_BORDER if state is State.NOT_APPLICABLE else palette.BORDER
    return _fill(drawing, codes, palette.STATES[state], border)


def _lines(
    url: str, codes: tuple[str, ...], colour: str, width: float, fill: str = palette.CLEAR, name: str = "outline"
) -> go.Choropleth:
    """Shapes over the fill that let the pointer through: outlines, or stripes."""
    return go.Choropleth(
        geojson=url,
        featureidkey="properties.adcode",
        locations=list(codes),
        z=[0] * len(codes),
        zmin=0,
        zmax=1,
        colorscale=[[0, fill], [1, fill]],
        showscale=False,
        showlegend=False,
        marker={"line": {"color": colour, "width": width}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
        name=name,
    )


def _stripes(drawing: Drawing) -> list[go.Choropleth]:
    """Stripes over the fill of doubtful values, darker or lighter than it."""
    grounds: dict[str, list[str]] = {}
    for layer in drawing.layers:
        ground = palette.LAND if drawing.symbols else layer.colour
        grounds.setdefault(ground, []).extend(code for code in layer.codes if code in drawing.striped)
    return [
        _lines(drawing.ground.stripes_url, tuple(codes), palette.CLEAR, 0, palette.stripe(ground), "stripes")
        for ground, codes in grounds.items()
        if codes
    ]


def _points(drawing: Drawing, codes: Sequence[str]) -> tuple[list[float], list[float]]:
    points = [drawing.ground.labels[code] for code in codes]
    return [lon for lon, _ in points], [lat for _, lat in points]


def _symbols(drawing: Drawing, layer: Layer) -> go.Scattergeo:
    lon, lat = _points(drawing, layer.codes)
    return go.Scattergeo(
        lon=lon,
        lat=lat,
        mode="markers",
        marker={"size": layer.size, "color": layer.colour, "opacity": 0.8, "line": {"color": "#ffffff", "width": 1}},
        hoverinfo="skip",
        showlegend=False,
        name="symbols",
    )


def _glyphs(drawing: Drawing) -> list[go.Scattergeo]:
    """Marks on places: what limits a value, which state of missing data."""
    marks = [
        (code, palette.GLYPHS[state]) for state, _, codes in drawing.states if state in palette.GLYPHS for code in codes
    ]
    inks = [palette.INK] * len(marks)
    for layer in drawing.layers:
        bounded = [(code, drawing.glyphs[code]) for code in layer.codes if code in drawing.glyphs]
        marks += bounded
        inks += [palette.ink_on(layer.colour)] * len(bounded)
    if not marks:
        return []
    lon, lat = _points(drawing, [code for code, _ in marks])
    return [
        go.Scattergeo(
            lon=lon,
            lat=lat,
            mode="text",
            text=[glyph for _, glyph in marks],
            textfont={"size": 13, "color": inks},
            hoverinfo="skip",
            showlegend=False,
            name="glyphs",
        )
    ]


def _legend(drawing: Drawing) -> list[go.Scattergeo]:
    """Entries of the legend, apart from the shapes so that a class or state without a place has one too."""
    entries = []
    for layer in drawing.layers:
        marker = {"symbol": "circle", "size": layer.size} if drawing.symbols else {"symbol": "square", "size": 14}
        entries.append(_entry(f"{layer.label}（{len(layer.codes)}）", marker | {"color": layer.colour}))
    for state, label, codes in drawing.states:
        glyph = palette.GLYPHS.get(state, "")
        line = {"color": palette.STATE_BORDER, "width": 1}
        marker = {"symbol": "square", "size": 14, "color": palette.STATES[state], "line": line}
        entries.append(_entry(f"{label} {glyph}（{len(codes)}）".replace(" （", "（"), marker))
    if drawing.striped:
        line = {"color": palette.INK, "width": 1.5}
        marker = {"symbol": "line-ne-open", "size": 14, "color": palette.INK, "line": line}
        entries.append(_entry(f"{drawing.striped_label}（{len(drawing.striped)}）", marker))
    if drawing.outline:
        line = {"color": palette.OUTLINE, "width": 2}
        marker = {"symbol": "square-open", "size": 13, "color": palette.OUTLINE, "line": line}
        entries.append(_entry(f"{drawing.outline_label}（{len(drawing.outline)}）", marker))
    return entries


def _entry(name: str, marker: dict[str, object]) -> go.Scattergeo:
    return go.Scattergeo(
        lon=[None], lat=[None], mode="markers", marker=marker, name=name, showlegend=True, hoverinfo="skip"
    )


def _lines_of(title: str) -> str:
    """A title that fits a phone: what is too long for one line breaks after its first part."""
    return title.replace(" · ", "<br>", 1) if columns(title) > LINE else title


def _layout(drawing: Drawing) -> go.Layout:
    west, south, east, north = drawing.ground.extent
    pad_x, pad_y = (east - west) * MARGIN_SHARE, (north - south) * MARGIN_SHARE
    font = {"family": palette.FONT, "size": 12, "color": palette.INK}
    title = _lines_of(drawing.title)
    return go.Layout(
        template=None,
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 44, "b": 0},
        font=font,
        title={
            "text": title,
            "font": {"size": 15},
            "x": 0,
            "xanchor": "left",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "pad": {"b": 6 + settings.beyond_first_line(title)},
        },
        paper_bgcolor="#ffffff",
        geo={
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [west - pad_x, east + pad_x]},
            "lataxis": {"range": [south - pad_y, north + pad_y]},
            "domain": {"x": [0, 1], "y": [FOOT, 1]},
            "visible": False,
            "bgcolor": "rgba(0,0,0,0)",
            "resolution": 110,
        },
        legend={
            "title": {"text": drawing.legend_title, "side": "top"},
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
            "itemsizing": "trace",
        },
        annotations=[
            {
                "text": drawing.footer,
                "xref": "paper",
                "yref": "paper",
                "x": 1,
                "y": 0,
                "xanchor": "right",
                "yanchor": "bottom",
                "align": "right",
                "showarrow": False,
                "font": {"size": 10, "color": palette.MUTED},
            }
        ],
        hoverlabel={"align": "left", "bgcolor": "#ffffff", "bordercolor": palette.MUTED, "font": font},
        clickmode="event+select",
        dragmode="pan",
        uirevision="zhejiang",
    )
