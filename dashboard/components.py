"""Pieces that pages share: style, guard against missing data, controls, the card of a place."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import text
from dashboard.session import widget_key
from dashboard.snapshot import current
from etl.errors import InputError

_STYLE = Path(__file__).with_name("style.css")


def page_style() -> None:
    """Tighter margins than Streamlit's, the look of cards, narrow screens."""
    st.html(_STYLE)


@contextmanager
def explained() -> Iterator[None]:
    """Turn a snapshot that cannot be used into a sentence that says what to do, and end the run."""
    try:
        yield
    except InputError as error:
        st.error(text.NO_SNAPSHOT, icon=":material/database_off:")
        with st.expander(text.DETAILS):
            st.text(str(error))
        st.stop()


def snapshot_in_service() -> Path:
    """Path of the snapshot for this run; without one the page ends with a sentence."""
    with explained():
        return current()


def select(page: str, field: str, label: str, labels: Mapping[str, str], width: int | None = None) -> None:
    """A control for one field of a page's state; its value is already in the session."""
    key = widget_key(page, field)
    st.selectbox(label, list(labels), format_func=labels.__getitem__, key=key, width=width or "stretch")


def multiselect(page: str, field: str, label: str, options: Sequence[str], show: Callable[[str], str]) -> None:
    """A control for a field with several values; its values are already in the session."""
    st.multiselect(label, options, format_func=show, key=widget_key(page, field), placeholder=text.ALL)


def link_notice(dropped: Sequence[str]) -> None:
    """Say which parameters of a link were not usable."""
    if dropped:
        names = "、".join(text.FILTERS.get(name, name) for name in dropped)
        st.info(text.BAD_LINK.format(names=names), icon=":material/link_off:")


def map_footer(source: str, snapshot_id: str) -> str:
    """The notice on every drawn or exported map: 示意图, boundary source, 审图号 where there is one."""
    approval = os.environ.get("MAP_APPROVAL_NO", "").strip()
    items = [text.BOUNDARY_NOTICE]
    items += [text.MAP_APPROVAL.format(number=approval)] if approval else []
    items += [text.SNAPSHOT.format(id=snapshot_id), text.BOUNDARY_SOURCE.format(source=source)]
    return "<br>".join(html.escape(line) for line in text.packed(items))


def figure_list(frame: pd.DataFrame) -> str:
    """The figures of a place as an HTML list: what, how much, when, and where it stands in which document."""
    items = [_figure_item(row) for row in frame.to_dict("records")]
    return f'<ul class="figures">{"".join(items)}</ul>'


def _figure_item(row: Mapping[Hashable, Any]) -> str:
    cell = {
        name: "" if value is None or value is pd.NaT or value != value else str(value) for name, value in row.items()
    }
    period = text.period(text.day(row["period_start"]), text.day(row["period_end"]))
    high = row["value_high"]
    value = text.bounded(float(row["value"]), None if high is None or high != high else float(high), cell["bound"])
    marks = [text.label("measure", cell["measure"]), text.label("status", cell["status"])]
    marks += (
        [f"{text.PART}：{cell['scope_name']}" if cell["scope_name"] else text.PART] if cell["scope"] == "part" else []
    )
    marks += [text.JOINT] if row["is_joint"] else []
    marks += [text.FROM] if cell["role"] == "from" else []
    marks += [text.label("review", cell["review"])] if cell["review"] in {"corrected", "rejected"} else []
    marks += [text.CONFLICT] if row.get("conflict") else []
    name = cell["indicator_name"] or cell["indicator_reported"] or text.NO_INDICATOR
    reported = cell["indicator_reported"] if cell["indicator_reported"] not in {"", name} else ""
    source = "；".join(
        part for part in (cell["document_title"], cell["section"], f"{text.LOCATOR} {cell['locator']}") if part
    )
    escape = html.escape
    aside = f'<span class="said">（{escape(reported)}）</span>' if reported else ""
    return (
        f'<li><div class="what">{escape(name)}{aside}</div>'
        f'<div class="much"><b>{escape(value)}</b> {escape(cell["unit"])}<span class="when">{escape(period)}</span>'
        f"{''.join(f'<i>{escape(mark)}</i>' for mark in marks)}</div>"
        f'<div class="where">{escape(source)}</div></li>'
    )
