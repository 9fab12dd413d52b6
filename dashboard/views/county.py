"""The page of one county, made to be printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import cache, components, county_sheet, county_view, data_view, reading, session, text
from dashboard import text_county as words
from dashboard.county_sheet import Footnotes
from dashboard.county_view import Standing
from dashboard.groups import members, standing
from dashboard.sides import Geography
from dashboard.snapshot import identity
from dashboard.state import EVERY, CountyState, DataState
from etl import queries, queries_compare, queries_county, queries_map
from etl.filters import Filters
from etl.model import Status

PAGE = "county"
MOST_FIGURES = 120
MOST_OBSERVATIONS = 30
MOST_READINGS = 80


def page() -> None:
    """Read, choose, tell."""
    state, linked = session.begin(PAGE, CountyState)
    snapshot = components.snapshot_in_service()
    with components.explained():
        geography = reading.geography(snapshot)
        state, dropped = _resolve(snapshot, state, geography)
        components.settled(PAGE, state, snapshot, linked, dropped)
        _controls(geography)
        _sheet(snapshot, state, geography)


def _resolve(snapshot: Path, state: CountyState, geography: Geography) -> tuple[CountyState, tuple[str, ...]]:
    dropped = []
    if state.place not in geography.counties:
        dropped += ["place"] if state.place else []
        counts = cache.frame(snapshot, queries.coverage_by_county)
        most = counts.sort_values(["figures", "place_code"], ascending=[False, True])["place_code"]
        state = replace(state, place=str(most.iloc[0]))
    if state.status not in {EVERY, *Status}:
        dropped.append("status")
        state = replace(state, status=EVERY)
    return state, tuple(dropped)


def _controls(geography: Geography) -> None:
    statuses = {EVERY: words.OTHER_STATUSES} | {str(status): text.label("status", status) for status in Status}
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        components.select(PAGE, "place", words.COUNTY, geography.counties, 240)
        components.select(PAGE, "status", text.FILTERS["status"], statuses, 240)
        st.caption(words.PRINT_HINT)


def _sheet(snapshot: Path, state: CountyState, geography: Geography) -> None:
    status = None if state.status == EVERY else state.status
    filters = Filters(place=(state.place,), status=() if status is None else (status,))
    count = cache.value(snapshot, queries.count_figures, filters)
    _head(snapshot, state, geography, status)
    if not count:
        st.info(words.NOTHING)
    else:
        frame = cache.frame(snapshot, queries_county.place_figures, state.place, None, status, MOST_FIGURES)
        readings = cache.frame(snapshot, queries_county.readings, state.place, MOST_READINGS)
        notes = Footnotes.of((frame, readings), components.base())
        _leading(_standings(snapshot, state, status))
        _ranks(frame, notes)
        _readings(readings, notes)
    _missing(snapshot, state, geography)
    if count:
        _figures(frame, count, notes)
        st.html(f'<p class="foot">{notes.listing(reading.titles(snapshot))}</p>')
    _links(snapshot, state)
    st.html(f'<p class="foot">{text.SNAPSHOT.format(id=identity(snapshot))}</p>')


def _head(snapshot: Path, state: CountyState, geography: Geography, status: str | None) -> None:
    themes = cache.frame(snapshot, queries_county.theme_summary, state.place, status)
    counts = cache.frame(snapshot, queries.coverage_by_county, None, status)
    place = counts[counts["place_code"] == state.place].to_dict("records")[0]
    silent = themes.loc[themes["figures"] == 0, "theme_name"].tolist()
    summary = words.SUMMARY.format(
        figures=int(place["figures"]),
        documents=int(place["documents"]),
        themes=len(themes) - len(silent),
        all=len(themes),
    )
    subtitle = words.SUBTITLE.format(city=place["city_name"], code=state.place)
    groups = county_view.memberships(cache.frame(snapshot, queries_map.groups), state.place)
    st.html(county_sheet.head(geography.counties[state.place], subtitle, groups, summary, silent))


def _standings(snapshot: Path, state: CountyState, status: str | None) -> list[Standing]:
    own = cache.frame(snapshot, queries_compare.place_observations, state.place, status, MOST_OBSERVATIONS)
    if own.empty:
        return []
    ends = tuple(sorted({day for cell in own["period_end"] if (day := text.day(cell))}))
    indicators, statuses = (tuple(sorted(set(own[name].astype(str)))) for name in ("indicator_id", "status"))
    peers = cache.frame(snapshot, queries_county.peers, indicators, ends, statuses)
    return county_view.standings(own, peers, state.place)


def _leading(found: list[Standing]) -> None:
    if not found:
        return
    st.subheader(words.HEADLINES)
    st.html(county_sheet.tiles(county_view.headlines(found)))
    st.caption(words.HEADLINES_NOTE)
    ranked = [item for item in found if item.rank is not None]
    if ranked:
        st.subheader(words.STANDINGS)
        st.html(county_sheet.table(words.STANDING_COLUMNS, county_sheet.standing_rows(ranked), frozenset({3})))
        if any(item.rank and item.rank.best != item.rank.worst for item in ranked):
            st.caption(text.RANK_BANDS)


def _ranks(frame: pd.DataFrame, notes: Footnotes) -> None:
    rows = county_sheet.rank_rows(frame, notes)
    if rows:
        st.subheader(words.REPORTED_RANKS)
        st.html(county_sheet.table(words.RANK_COLUMNS, rows, raw=frozenset({3})))


def _readings(frame: pd.DataFrame, notes: Footnotes) -> None:
    rows = county_sheet.reading_rows(frame, notes)
    st.subheader(words.READINGS)
    if rows:
        st.html(county_sheet.table(words.READING_COLUMNS, rows, frozenset({1}), frozenset({3})))
    else:
        st.caption(words.NO_READINGS)


def _missing(snapshot: Path, state: CountyState, geography: Geography) -> None:
    groups = cache.frame(snapshot, queries_map.groups)
    on = standing(groups, queries.MOUNTAIN_GROUP, reading.newest(snapshot))
    mountain = frozenset(members(groups, queries.MOUNTAIN_GROUP, on)[0])
    inside = state.place in mountain
    peers = (mountain if inside else frozenset(geography.counties) - mountain) - {state.place}
    name = geography.group_names.get(queries.MOUNTAIN_GROUP, queries.MOUNTAIN_GROUP)
    indicators = cache.frame(snapshot, queries_map.indicators)
    names = dict(zip(indicators["indicator_id"], indicators["name_zh"], strict=True))
    reporting = cache.frame(snapshot, queries_compare.reporting_counties)
    found = county_view.unreported(reporting, state.place, peers, names)[:20]
    st.subheader(words.MISSING)
    kind = (words.PEERS_IN if inside else words.PEERS_OUT).format(name=name)
    st.caption(words.MISSING_NOTE.format(name=f"{kind}（{len(peers)}个）"))
    if found:
        rows = [(indicator, f"{count}/{len(peers)}") for indicator, count in found]
        st.html(county_sheet.table(words.MISSING_COLUMNS, rows, frozenset({1})))
    else:
        st.caption(words.NOTHING_MISSING)


def _figures(frame: pd.DataFrame, count: int, notes: Footnotes) -> None:
    st.subheader(words.FIGURES)
    if count > len(frame):
        st.caption(words.FIGURES_CUT.format(shown=len(frame), count=count))
    for theme, rows in frame.groupby("theme_name", sort=False):
        st.html(f'<h3 class="sheet">{theme}（{len(rows)}）</h3>')
        st.html(
            county_sheet.table(
                words.FIGURE_COLUMNS, county_sheet.figure_rows(rows, notes), frozenset({1}), frozenset({4})
            )
        )


def _links(snapshot: Path, state: CountyState) -> None:
    asked = DataState(place=(state.place,), status=(state.status,))
    with st.container(horizontal=True, key="links"):
        query = {"place": state.place, "status": state.status}
        st.page_link("views/data.py", label=words.MORE, icon=":material/table:", query_params=query)
        st.page_link(
            "views/compare.py",
            label=words.COMPARE,
            icon=":material/compare_arrows:",
            query_params={"view": "pair", "one": state.place},
        )
        name = data_view.stem([reading.geography(snapshot).counties[state.place]], identity(snapshot))
        st.download_button(
            words.DOWNLOAD,
            data=lambda: cache.csv(snapshot, asked.filters()),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
        )


page()
