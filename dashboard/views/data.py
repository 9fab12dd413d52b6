"""The data page: every figure, filtered, as a table and as the same rows in a CSV file."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import cache, components, data_view, session, text
from dashboard.data_view import FilterOptions
from dashboard.state import DataState
from etl import queries, queries_map

PAGE = "data"


def page() -> None:
    """Filter, count, show, hand out."""
    state, linked = session.begin(PAGE, DataState)
    snapshot = components.snapshot_in_service()
    with components.explained():
        options = data_view.filter_options(
            cache.frame(snapshot, queries.options), cache.frame(snapshot, queries_map.periods)
        )
        state, dropped = data_view.resolve(state, options)
        components.settled(PAGE, state, snapshot, dropped if linked else ())
        _filters(state, options)
        _figures(snapshot, state, options)


def _filters(state: DataState, options: FilterOptions) -> None:
    headings = {
        name: text.FILTERS[name] for name in ("place", "theme", "indicator", "status", "city", "group", "period")
    }
    first, second = st.columns(4), st.columns(4, vertical_alignment="bottom")
    with first[0]:
        st.text_input(text.SEARCH, key=session.widget_key(PAGE, "text"), placeholder=text.SEARCH_HINT)
    for column, name in zip([*first[1:], *second], headings, strict=True):
        with column:
            _choose(state, options, name)
    with st.container(horizontal=True):
        with st.popover(text.MORE_FILTERS):
            for name in ("measure", "scope", "document", "tier"):
                _choose(state, options, name)
        st.button(text.RESET, on_click=_reset, type="tertiary")


def _choose(state: DataState, options: FilterOptions, name: str) -> None:
    offered, labels = options.offered.get(name, ()), options.labels.get(name, {})
    given = [value for value in getattr(state, name) if value not in offered]

    def show(value: str) -> str:
        return labels.get(value) or (text.period_filter(value) if name == "period" else value)

    components.multiselect(PAGE, name, text.FILTERS[name], [*offered, *given], show)


def _reset() -> None:
    session.forget(PAGE, DataState())


def _figures(snapshot: Path, state: DataState, options: FilterOptions) -> None:
    filters = state.filters()
    count = cache.value(snapshot, queries.count_figures, filters)
    figures = cache.frame(snapshot, queries.figures, filters, data_view.ROWS_SHOWN)
    cut = text.CUT.format(shown=data_view.ROWS_SHOWN, count=count) if count > data_view.ROWS_SHOWN else ""
    snapshot_id = snapshot.stem.removeprefix("facts-")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(text.ROW_COUNT.format(count=count) + cut)
        st.download_button(
            text.DOWNLOAD.format(count=count),
            data=lambda: cache.csv(snapshot, filters),
            file_name=data_view.file_name(state, options, snapshot_id),
            mime="text/csv",
            help=text.DOWNLOAD_HELP,
            on_click="ignore",
            disabled=count == 0,
        )
    if count == 0:
        st.info(text.NO_DATA)
        return
    st.dataframe(
        data_view.table(figures),
        hide_index=True,
        height=480 if count > 12 else "auto",
        placeholder=text.NO_VALUE,
        alt=text.FIGURES_ALT.format(count=count),
        key="figures",
    )
    st.caption(text.SNAPSHOT.format(id=snapshot_id))


page()
