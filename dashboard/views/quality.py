"""The page of sources and quality: what each document holds, what became of every number, what changed, what words mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import (
    boundaries,
    cache,
    components,
    county_sheet,
    paging,
    passages,
    quality_view,
    reading,
    session,
    text,
)
from dashboard import text_quality as words
from dashboard.county_sheet import Footnotes
from dashboard.snapshot import identity, others
from dashboard.state import QualityState
from etl import queries, queries_quality
from etl.errors import InputError

PAGE = "quality"
ROWS = 200
MOST_CONFLICTS = 200
MOST_CHANGES = 500


def page() -> None:
    """Read, choose, tell."""
    state, linked = session.begin(PAGE, QualityState)
    snapshot = components.snapshot_in_service()
    with components.explained():
        documents = cache.frame(snapshot, queries.documents)
        earlier = [identity(path) for path in others(snapshot)]
        state, dropped = _resolve(snapshot, state, documents, earlier)
        components.settled(PAGE, state, snapshot, linked, dropped)
        components.select_view(PAGE, words.VIEWS)
        if state.view == "conflicts":
            _conflicts(snapshot)
        elif state.view == "changes":
            _changes(snapshot, state, earlier)
        elif state.view == "definitions":
            _definitions(snapshot)
        elif state.view == "boundary":
            _boundary(snapshot)
        else:
            _documents(snapshot, state, documents)


def _resolve(
    snapshot: Path, state: QualityState, documents: pd.DataFrame, earlier: list[str]
) -> tuple[QualityState, tuple[str, ...]]:
    """The state with only values that exist; a number brings its document along."""
    dropped = []
    known = documents["document_id"].tolist()
    if state.number and state.view == "documents":
        owner = state.number.rpartition(":")[0]
        if owner in known and not state.document:
            state = replace(state, document=owner)
        if owner != state.document:
            state = replace(state, number="")
    for name, values, default in (
        ("view", list(words.VIEWS), "documents"),
        ("document", ["", *known], ""),
        ("kind", list(words.KINDS), "all"),
        ("before", ["", *earlier], ""),
    ):
        if getattr(state, name) not in values:
            dropped.append(name)
            state = replace(state, **{name: default})
    counts = cache.frame(snapshot, queries_quality.number_counts, state.document)
    page = paging.settled(state.page, quality_view.counted(counts, state.kind), ROWS)
    dropped += ["page"] if page != state.page else []
    return replace(state, page=page), tuple(dropped)


def _documents(snapshot: Path, state: QualityState, documents: pd.DataFrame) -> None:
    titles = {"": words.ALL_DOCUMENTS, **reading.titles(snapshot)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        components.select(PAGE, "document", words.DOCUMENT, titles, 520, _first_page)
        if state.document:
            components.select(PAGE, "kind", words.KIND, words.KINDS, 190, _first_page)
    if not state.document:
        st.markdown(quality_view.ledger(documents))
        components.table(quality_view.documents(documents), "documents", words.VIEWS["documents"], 420)
        return
    counts = cache.frame(snapshot, queries_quality.number_counts, state.document)
    st.markdown(quality_view.document_ledger(counts))
    if state.number:
        _number(snapshot, state)
        st.button(words.BACK, on_click=_forget_number, type="tertiary", icon=":material/close:")
    _numbers(snapshot, state, quality_view.counted(counts, state.kind))


def _numbers(snapshot: Path, state: QualityState, count: int) -> None:
    if not count:
        st.info(text.NO_DATA)
        return
    first, last = paging.span(state.page, count, ROWS)
    frame = cache.frame(snapshot, queries_quality.numbers, state.document, state.kind, ROWS, first - 1)
    st.caption(words.PICK_NUMBER)
    key = f"numbers_{state.document}_{state.kind}_{first}"
    st.dataframe(
        quality_view.numbers(frame),
        hide_index=True,
        height=460,
        placeholder=text.NO_VALUE,
        alt=words.NUMBERS_ALT,
        key=key,
        on_select=lambda: _pick(key, frame["figure_id"].tolist()),
        selection_mode="single-row",
    )
    if count > ROWS:
        st.caption(words.NUMBERS_CUT.format(first=first, last=last, count=count))
    components.pager(PAGE, state.page, count, ROWS)


def _first_page() -> None:
    components.turn_to(PAGE)


def _pick(key: str, figures: list[str]) -> None:
    rows = st.session_state[key].selection.rows
    if rows:
        st.session_state[session.widget_key(PAGE, "number")] = figures[rows[0]]


def _forget_number() -> None:
    st.session_state[session.widget_key(PAGE, "number")] = ""


def _number(snapshot: Path, state: QualityState) -> None:
    """One number: its sentence, what was made of it and why."""
    frame = cache.frame(snapshot, queries_quality.number, state.number)
    if frame.empty:
        _excluded(snapshot, state)
        return
    row = frame.to_dict("records")[0]
    st.subheader(f"{row['value_reported']}{row['unit_reported']}")
    if pd.isna(row["char_start"]):
        st.caption(words.CELL.format(locator=components.plain(str(row["locator"]))))
    else:
        _sentence(state.document, int(row["char_start"]), int(row["char_end"]))
    for fact in frame.to_dict("records"):
        st.html(county_sheet.table(words.ORIGIN_COLUMNS, quality_view.origin(fact)))


def _excluded(snapshot: Path, state: QualityState) -> None:
    start = state.number.rpartition(":")[2]
    frame = cache.frame(snapshot, queries_quality.exclusion, state.document, int(start) if start.isdecimal() else -1)
    if frame.empty:
        st.info(words.NOT_FOUND.format(number=components.plain(state.number)))
        return
    row = frame.to_dict("records")[0]
    st.subheader(str(row["text"]))
    st.markdown(words.NOT_A_FIGURE.format(reason=words.REASONS.get(str(row["reason"]), row["reason"])))
    _sentence(state.document, int(row["char_start"]), int(row["char_end"]))


def _sentence(document: str, start: int, end: int) -> None:
    entry = passages.document_file(document)
    if entry is None:
        st.caption(words.NO_FILE)
        return
    try:
        st.html(passages.passage(entry, start, end).html())
    except InputError:
        st.warning(words.OTHER_TEXT)


def _conflicts(snapshot: Path) -> None:
    frame = cache.frame(snapshot, queries_quality.conflicts, MOST_CONFLICTS)
    if frame.empty:
        st.info(words.NO_CONFLICTS)
        return
    st.markdown(words.CONFLICTS_TOLD.format(count=int(frame["group_number"].nunique())))
    if len(frame) == MOST_CONFLICTS:
        st.caption(words.CHANGES_CUT.format(most=MOST_CONFLICTS))
    notes = Footnotes.of((frame,), components.base())
    rows = quality_view.conflicts(frame, notes)
    st.html(county_sheet.table(words.CONFLICT_COLUMNS, rows, frozenset({4}), frozenset({5})))
    st.html(f'<p class="foot">{notes.listing(reading.titles(snapshot))}</p>')


def _changes(snapshot: Path, state: QualityState, earlier: list[str]) -> None:
    if not earlier:
        st.info(words.NO_OTHER)
        return
    components.select(PAGE, "before", words.BEFORE, {"": earlier[0], **{name: name for name in earlier[1:]}}, 260)
    old = state.before or earlier[0]
    path = next(path for path in others(snapshot) if identity(path) == old)
    try:
        frame = cache.frame(snapshot, queries_quality.changes, str(snapshot), str(path), MOST_CHANGES)
    except InputError:
        st.info(words.OTHER_FORMAT.format(old=old))
        return
    if frame.empty:
        st.success(words.SAME.format(old=old))
        return
    counts = {name: int(frame[name].iloc[0]) for name in ("added", "withdrawn", "revised")}
    st.markdown(words.CHANGED.format(old=old, **counts))
    if sum(counts.values()) > len(frame):
        st.caption(words.CHANGES_CUT.format(most=MOST_CHANGES))
    components.table(quality_view.changes(frame), "changes", words.VIEWS["changes"], 460)


def _definitions(snapshot: Path) -> None:
    frame = cache.frame(snapshot, queries_quality.definitions)
    st.subheader(words.INDICATORS.format(count=len(frame)))
    components.table(quality_view.indicators(frame), "indicators", words.INDICATORS.format(count=len(frame)), 400)
    st.subheader(words.GROUPS)
    st.html(
        county_sheet.table(
            words.GROUP_COLUMNS,
            quality_view.groups(cache.frame(snapshot, queries_quality.group_versions), reading.registered_groups()),
        )
    )
    st.subheader(words.THEMES)
    themes = cache.frame(snapshot, queries.themes)
    rows = list(zip(themes["name_zh"].astype(str), themes["definition"].astype(str), strict=True))
    st.html(county_sheet.table(words.THEME_COLUMNS, rows))


def _boundary(snapshot: Path) -> None:
    st.subheader(words.VIEWS["boundary"])
    for line in words.BOUNDARY:
        st.markdown(line)
    try:
        st.html(f'<p class="foot">{components.map_footer(boundaries.load().source, identity(snapshot))}</p>')
    except InputError:
        st.warning(text.NO_BOUNDARIES)
    st.subheader(words.STATES)
    rows = [(text.label("state", state), meaning) for state, meaning in text.STATE_MEANINGS.items()]
    st.html(county_sheet.table(words.BUILD_COLUMNS, rows))
    st.subheader(words.METHOD)
    st.markdown("\n".join(f"- {line}" for line in words.METHODS))
    st.subheader(words.BUILD)
    record = cache.frame(snapshot, queries.build_record)
    components.table(record.set_axis(list(words.BUILD_COLUMNS), axis=1), "build", words.BUILD, 300)


page()
