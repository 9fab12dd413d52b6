"""Pieces that pages share: style, guard against missing data, controls, the notice on maps."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import downloads, paging, session, text
from dashboard.charts import settings as chart_settings
from dashboard.session import widget_key
from dashboard.snapshot import current, identity
from dashboard.state import PageState
from etl.errors import InputError
from etl.queries import ForeignSnapshotError, Key

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
        foreign = isinstance(error, ForeignSnapshotError)
        st.error(text.FOREIGN_SNAPSHOT if foreign else text.NO_SNAPSHOT, icon=":material/database_off:")
        with st.expander(text.DETAILS):
            st.text(str(error))
        st.stop()


def snapshot_in_service() -> Path:
    """Path of the snapshot for this run; without one the page ends with a sentence."""
    with explained():
        return current()


def select(
    page: str,
    field: str,
    label: str,
    labels: Mapping[str, str],
    width: int | None = None,
    changed: Callable[[], None] | None = None,
) -> None:
    """A control for one field of a page's state; its value is already in the session. ``changed`` runs before the page does."""
    st.selectbox(
        label,
        list(labels),
        format_func=labels.__getitem__,
        key=widget_key(page, field),
        width=width or "stretch",
        on_change=changed,
    )


def multiselect(page: str, field: str, label: str, options: Sequence[str], show: Callable[[str], str]) -> None:
    """A control for a field with several values; its values are already in the session."""
    st.multiselect(label, options, format_func=show, key=widget_key(page, field), placeholder=text.ALL)


def select_view(page: str, labels: Mapping[str, str]) -> None:
    """The choice between the views of a page; its value is already in the session."""
    st.segmented_control(
        text.FILTERS["view"],
        list(labels),
        format_func=labels.__getitem__,
        key=widget_key(page, "view"),
        label_visibility="collapsed",
        required=True,
    )


def pager(page: str, number: str, count: int, size: int) -> None:
    """Buttons that turn the pages of a list of ``count`` rows; the field ``page`` of the state holds the number."""
    pages, now = paging.pages(count, size), int(number)
    if pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="pager"):
        st.button(text.PAGE_BEFORE, on_click=turn_to, args=(page, now - 1), disabled=now == 1)
        st.markdown(f"{now}/{pages}")
        st.button(text.NEXT_PAGE, on_click=turn_to, args=(page, now + 1), disabled=now == pages)


def turn_to(page: str, number: int = 1) -> None:
    """Turn to a page of the list of ``page`` (for a callback, which runs before the page)."""
    st.session_state[widget_key(page, "page")] = str(number)


def table(
    frame: pd.DataFrame, key: str, alt: str, height: int | None = None, widths: Mapping[str, int] | None = None
) -> None:
    """A sortable table; a missing cell says so."""
    columns = {
        str(name): st.column_config.Column(width=width)
        for name in frame.columns
        for heading, width in (widths or {}).items()
        if str(name).startswith(heading)
    }
    st.dataframe(
        frame,
        hide_index=True,
        height=height if height and len(frame) * 35 + 38 > height else "auto",
        placeholder=text.NO_VALUE,
        alt=alt,
        key=key,
        column_config=columns,
    )


def base() -> str:
    """What addresses of this server begin with."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def plain(words: str) -> str:
    """Words for a Markdown element that come from data: none of their characters means anything."""
    return _MARKDOWN.sub(r"\\\1", words)


def settled(page: str, state: PageState, snapshot: Path, linked: bool, dropped: Sequence[str]) -> None:
    """End the choosing: state into widgets and address, and what a reader of a link must know above the page.

    That a link was made from other data is said until something else is chosen.
    """
    named, current_id, memory = session.named_snapshot(), identity(snapshot), f"_{page}_older"
    session.settle(page, state, current_id)
    if linked:
        link_notice(dropped)
        st.session_state[memory] = (named[:12], state)
    older, then = st.session_state.get(memory, ("", state))
    if older not in {"", current_id} and then == state:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(text.NEWER.format(old=plain(older), new=current_id), icon=":material/update:")
            st.page_link("views/quality.py", label=text.CHANGES, query_params={"view": "changes"})


def picture_footer(titles: Sequence[str], snapshot: Path, doubts: str = "") -> str:
    """What goes under a chart that is no map: how many numbers are not to be relied on, sources, snapshot."""
    named = text.listed(titles, 3) if titles else text.NO_VALUE
    items = [doubts] if doubts else []
    items += [text.SOURCES.format(titles=named), text.SNAPSHOT.format(id=identity(snapshot))]
    return "<br>".join(html.escape(line) for line in text.packed(items))


def key_download(frame: pd.DataFrame, key: Key, indicator: str, title: str, snapshot: Path) -> None:
    """The table of one comparability key (rows of ``queries.observations``) as a file, named by ``title``."""
    name = [text.FILE_STEM, title, identity(snapshot)]
    st.download_button(
        text.DOWNLOAD_TABLE,
        data=lambda: downloads.key_csv(frame, key, indicator, identity(snapshot)),
        file_name=downloads.file_name(name, ".csv"),
        mime="text/csv",
        on_click="ignore",
    )


def chart(figure: go.Figure, key: str, alt: str, file_name: str, picture: str) -> None:
    """A chart with its alternative text and the settings of all."""
    settings = chart_settings.config(file_name, text.CHART_WORDS, picture)
    st.plotly_chart(figure, key=key, theme=None, alt=alt, config=settings)


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
