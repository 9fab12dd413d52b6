"""What all charts share: Plotly's settings, type, the notice under a picture."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts import palette
from dashboard.widths import columns

LINE = 46
"""Columns of a title in one line of a phone."""
TITLE_LINE = 19
"""Pixels of a line of a title."""
PICTURES = ("svg", "png")


def config(file_name: str, words: Mapping[str, str], picture: str = "svg") -> dict[str, object]:
    """Plotly's settings: a picture as a file, nothing sent anywhere; ``words`` translate its buttons."""
    return {
        "displaylogo": False,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "scrollZoom": False,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "hoverClosestGeo", "autoScale2d", "zoom2d"],
        "toImageButtonOptions": {"format": picture, "filename": file_name, "scale": 2 if picture == "png" else 1},
        "locale": "zh-CN",
        "locales": {"zh-CN": {"dictionary": dict(words), "format": {}}},
    }


def font(size: int = 12, colour: str = palette.INK) -> dict[str, object]:
    """The type of charts."""
    return {"family": palette.FONT, "size": size, "color": colour}


def hover_label() -> dict[str, object]:
    """The box that the pointer opens."""
    return {"align": "left", "bgcolor": "#ffffff", "bordercolor": palette.MUTED, "font": font()}


def footer(words: str, below: int, left: int = 0) -> dict[str, object]:
    """The notice under a chart, ``below`` pixels beneath its axes and ``left`` of them, a part of every picture of it."""
    return {
        "text": words, "xref": "paper", "yref": "paper", "x": 0, "y": 0, "yshift": -below, "xshift": -left, "xanchor": "left",
        "yanchor": "top", "align": "left", "showarrow": False, "font": font(10, palette.MUTED),
    }  # fmt: skip


def beyond_first_line(words: str) -> int:
    """Pixels of the lines of a title behind its first, which Plotly leaves out when it places the title."""
    return TITLE_LINE * words.count("<br>")


def title(words: str) -> dict[str, object]:
    """The title over a chart; one that is too long for a phone breaks after its first part."""
    shown = words.replace(" · ", "<br>", 1) if columns(words) > LINE else words
    return {
        "text": shown, "font": {"size": 15}, "x": 0.008, "xanchor": "left", "xref": "container", "y": 1,
        "yref": "container", "yanchor": "top", "pad": {"t": 8 + beyond_first_line(shown)},
    }  # fmt: skip
