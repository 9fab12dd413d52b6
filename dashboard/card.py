"""The figures of one place as an HTML list: what, how much, when, and where it stands in which document. Pure."""

from __future__ import annotations

import html
from collections.abc import Hashable, Mapping
from typing import Any
from urllib.parse import quote

import pandas as pd

from dashboard import text
from dashboard.text_measure import measured

Row = Mapping[Hashable, Any]


def figure_list(frame: pd.DataFrame, base: str = "") -> str:
    """Rows of ``queries_county.place_figures`` as HTML, every text from the data escaped, each with a link to its source."""
    return f'<ul class="figures">{"".join(_item(row, base) for row in frame.to_dict("records"))}</ul>'


def link(figure_id: str, words: str, base: str = "") -> str:
    """A link to where a figure stands in its document, for a server whose addresses begin with ``base``."""
    address = f"{base}/quality?number={quote(figure_id, safe='')}"
    return f'<a href="{html.escape(address)}" target="_self">{html.escape(words)}</a>'


def named(row: Row) -> str:
    """What a figure measures: the registered name, with the words of the document where they differ."""
    name = _text(row, "indicator_name") or _text(row, "indicator_reported") or text.NO_INDICATOR
    reported = _text(row, "indicator_reported")
    return f"{name}（{reported}）" if reported not in {"", name} else name


def valued(row: Row) -> str:
    """Value with its bound and unit."""
    high: Any = row["value_high"]
    value = text.bounded(float(row["value"]), None if pd.isna(high) else float(high), row["bound"])
    return f"{value} {_text(row, 'unit')}".rstrip()


def when(row: Row) -> str:
    """Period of a row in words."""
    return text.period(text.day(row["period_start"]), text.day(row["period_end"]))


def _item(row: Row, base: str) -> str:
    name = _text(row, "indicator_name") or _text(row, "indicator_reported") or text.NO_INDICATOR
    reported = _text(row, "indicator_reported")
    aside = f'<span class="said">（{html.escape(reported)}）</span>' if reported not in {"", name} else ""
    value, _, unit = valued(row).partition(" ")
    period = when(row)
    marks = "".join(f"<i>{html.escape(tag)}</i>" for tag in tags(row))
    return (
        f'<li><div class="what">{html.escape(name)}{aside}</div>'
        f'<div class="much"><b>{html.escape(value)}</b> {html.escape(unit)}'
        f'<span class="when">{html.escape(period)}</span>{marks}</div>'
        f'<div class="where">{link(str(row["figure_id"]), source(row), base)}</div></li>'
    )


def tags(row: Row) -> list[str]:
    """What else a reader must know before comparing: measure with its base, status, scope, review, conflict."""
    scope = [text.PART, _text(row, "scope_name")] if row["scope"] == "part" else []
    found = [
        measured(row["measure"], _text(row, "baseline"), _text(row, "rank_within"), usual=True),
        text.label("status", row["status"]),
        "：".join(part for part in scope if part),
        text.JOINT if row["is_joint"] else "",
        text.FROM if row["role"] == "from" else "",
        text.label("review", row["review"]) if row["review"] in {"corrected", "rejected"} else "",
        text.CONFLICT if row["conflict"] else "",
        "" if row["verified"] else text.NOT_VERIFIED,
    ]
    return [tag for tag in found if tag]


def source(row: Row) -> str:
    """Where a figure stands: document, section, position."""
    parts = (_text(row, "document_title"), _text(row, "section"), f"{text.LOCATOR} {row['locator']}")
    return "；".join(part for part in parts if part)


def _text(row: Row, column: str) -> str:
    cell = row[column]
    return cell if isinstance(cell, str) else ""
