"""The data page: every figure, filtered, as a table and as the same rows in files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard import cache, components, data_view, paging, session, text
from dashboard import text_data as words
from dashboard.data_view import FilterOptions
from dashboard.snapshot import identity
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
        count = cache.value(snapshot, queries.count_figures, state.filters())
        state = replace(state, page=paging.settled(state.page, count, data_view.ROWS_SHOWN))
        components.settled(PAGE, state, snapshot, linked, dropped)
        _filters(state, options)
        _figures(snapshot, state, options, count)


def _filters(state: DataState, options: FilterOptions) -> None:
    headings = {
        name: text.FILTERS[name] for name in ("place", "theme", "indicator", "status", "city", "group", "period")
    }
    first, second = st.columns(4), st.columns(4, vertical_alignment="bottom")
    with first[0]:
        st.text_input(
            text.SEARCH, key=session.widget_key(PAGE, "text"), placeholder=text.SEARCH_HINT, help=words.SEARCH_TOLD
        )
    for column, name in zip([*first[1:], *second], headings, strict=True):
        with column:
            _choose(state, options, name)
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        with st.popover(text.MORE_FILTERS):
            for name in ("measure", "scope", "document", "tier"):
                _choose(state, options, name)
        with st.popover(words.COLUMNS):
            headings = {column.column_id: column.heading for column in text.dictionary().exported}
            st.multiselect(
                words.COLUMNS, list(headings), format_func=headings.__getitem__,
                key=session.widget_key(PAGE, "columns"), placeholder=words.COLUMNS_HINT,
            )  # fmt: skip
        components.select(PAGE, "sort", words.SORT, words.SORTS, 190)
        st.button(text.RESET, on_click=_reset, type="tertiary")
    if state.sort in {"value", "-value"}:
        st.caption(words.MIXED_UNITS)


def _choose(state: DataState, options: FilterOptions, name: str) -> None:
    offered, labels = options.offered.get(name, ()), options.labels.get(name, {})
    given = [value for value in getattr(state, name) if value not in offered]

    def show(value: str) -> str:
        return labels.get(value) or (text.period_filter(value) if name == "period" else value)

    components.multiselect(PAGE, name, text.FILTERS[name], [*offered, *given], show)


def _reset() -> None:
    session.forget(PAGE, DataState())


def _figures(snapshot: Path, state: DataState, options: FilterOptions, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(words.ROW_COUNT.format(count=count) + _where(state, count))
        with st.container(horizontal=True, horizontal_alignment="right", width="content", key="downloads"):
            _downloads(snapshot, state, options, count)
    if count == 0:
        st.info(text.NO_DATA)
        return
    offset = (int(state.page) - 1) * data_view.ROWS_SHOWN
    figures = cache.frame(snapshot, queries.figures, state.filters(), data_view.ROWS_SHOWN, offset, state.sort)
    alt = text.FIGURES_ALT.format(count=count)
    components.table(data_view.table(figures, state.columns), "figures", alt, 480 if count > 12 else None)
    components.pager(PAGE, state.page, count, data_view.ROWS_SHOWN)
    facts = dict(data_view.facts(state, options, count, identity(snapshot)))
    st.caption(f"{text.SNAPSHOT.format(id=identity(snapshot))}　{words.API}：`{facts[words.FACT_API]}`")


def _where(state: DataState, count: int) -> str:
    pages = paging.pages(count, data_view.ROWS_SHOWN)
    if pages == 1:
        return ""
    first, last = paging.span(state.page, count, data_view.ROWS_SHOWN)
    return words.PAGES.format(first=first, last=last, page=state.page, pages=pages, count=count)


def _downloads(snapshot: Path, state: DataState, options: FilterOptions, count: int) -> None:
    filters, sort, columns, snapshot_id = state.filters(), state.sort, state.columns, identity(snapshot)
    facts = data_view.facts(state, options, count, snapshot_id)
    too_long = count > words.MOST_IN_WORKBOOK
    st.download_button(
        words.CSV.format(count=count),
        data=lambda: cache.csv(snapshot, filters, sort, columns),
        file_name=data_view.file_name(state, options, snapshot_id),
        mime="text/csv",
        help=words.CSV_HELP,
        on_click="ignore",
        disabled=count == 0,
        type="primary",
    )
    st.download_button(
        words.XLSX,
        data=lambda: cache.xlsx(snapshot, filters, sort, columns, facts),
        file_name=data_view.file_name(state, options, snapshot_id, ".xlsx"),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        help=words.XLSX_TOO_LONG.format(most=words.MOST_IN_WORKBOOK) if too_long else words.XLSX_HELP,
        on_click="ignore",
        disabled=count == 0 or too_long,
    )
    st.download_button(
        words.ZIP,
        data=lambda: cache.bundle(snapshot, filters, sort, columns, facts),
        file_name=data_view.file_name(state, options, snapshot_id, ".zip"),
        mime="application/zip",
        help=words.ZIP_HELP,
        on_click="ignore",
        disabled=count == 0,
    )


page()
