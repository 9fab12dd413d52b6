"""Pieces that pages share: style, guard against missing data, controls, the notice on maps."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from dashboard import text
from dashboard.session import widget_key
from dashboard.snapshot import current
from etl.errors import InputError

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#$~:|])")
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


def plain(words: str) -> str:
    """Words for a Markdown element that come from data: none of their characters means anything."""
    return _MARKDOWN.sub(r"\\\1", words)


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
