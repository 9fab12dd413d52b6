"""The page of one county, made to be printed."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import cache, components, county_sheet, county_view, downloads, paging, reading, session, text
from dashboard import text_county as words
from dashboard.county_sheet import Footnotes
from dashboard.county_view import Standing
from dashboard.groups import members, standing
from dashboard.sides import Geography
from dashboard.snapshot import identity
from dashboard.state import EVERY, CountyState
from etl import queries, queries_compare, queries_county, queries_map
from etl.filters import Filters
from etl.model import Measure, Status

PAGE = "county"
FIGURES_SHOWN = 120
"""Figures of one page of the sheet."""
MOST_OBSERVATIONS = 30
MOST_RANKS = 100
MOST_READINGS = 80
MOST_MISSING = 20
"""What is told of a county beside its figures, at most; the sheet says where there is more."""


def page() -> None:
    """Read, choose, tell."""
    state, linked = session.begin(PAGE, CountyState)
    snapshot = components.snapshot_in_service()
    with components.explained():
        geography = reading.geography(snapshot)
        state, dropped = _resolve(snapshot, state, geography)
        count = cache.value(snapshot, queries.count_figures, _filters(state))
        page = paging.settled(state.page, count, FIGURES_SHOWN)
        dropped += ("page",) if page != state.page else ()
        state = replace(state, page=page)
        components.settled(PAGE, state, snapshot, linked, dropped)
        _controls(geography)
        _sheet(snapshot, state, geography, count)


def _filters(state: CountyState) -> Filters:
    return Filters(place=(state.place,), status=() if state.status == EVERY else (state.status,))


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
        components.select(PAGE, "place", words.COUNTY, geography.counties, 240, _first_page)
        components.select(PAGE, "status", text.FILTERS["status"], statuses, 240, _first_page)
        st.caption(words.PRINT_HINT)


def _first_page() -> None:
    components.turn_to(PAGE)


def _sheet(snapshot: Path, state: CountyState, geography: Geography, count: int) -> None:
    status = None if state.status == EVERY else state.status
    filters = _filters(state)
    _head(snapshot, state, geography, status)
    if not count:
        st.info(words.NOTHING)
    else:
        first, _ = paging.span(state.page, count, FIGURES_SHOWN)
        frame = cache.frame(snapshot, queries_county.place_figures, filters, FIGURES_SHOWN, first - 1)
        ranks = _rank_figures(snapshot, filters, frame if count <= FIGURES_SHOWN else None)
        readings = cache.frame(snapshot, queries_county.readings, state.place, MOST_READINGS)
        notes = Footnotes.of((frame, ranks, readings), components.base())
        _leading(_standings(snapshot, state, status))
        _ranks(ranks, notes)
        _readings(readings, notes)
    _missing(snapshot, state, geography)
    if count:
        _figures(frame, state, count, notes)
        st.html(f'<p class="foot">{notes.listing(reading.titles(snapshot))}</p>')
    _links(snapshot, state)
    st.html(f'<p class="foot">{text.SNAPSHOT.format(id=identity(snapshot))}</p>')


def _rank_figures(snapshot: Path, filters: Filters, every: pd.DataFrame | None) -> pd.DataFrame:
    """Return the ranks of a county: of all its figures, where they are at hand, without asking again."""
    if every is not None:
        return every[every["measure"] == str(Measure.RANK)].head(MOST_RANKS)
    return cache.frame(snapshot, queries.figures, replace(filters, measure=(str(Measure.RANK),)), MOST_RANKS)


def _cut(shown: int, most: int, words_: str) -> None:
    """Say that a list ends where it may have more."""
    if shown >= most:
        st.caption(words_.format(most=most))


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
    _cut(len(found), MOST_OBSERVATIONS, words.STANDINGS_CUT)
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
        _cut(len(rows), MOST_RANKS, words.RANKS_CUT)


def _readings(frame: pd.DataFrame, notes: Footnotes) -> None:
    rows = county_sheet.reading_rows(frame, notes)
    st.subheader(words.READINGS)
    if rows:
        st.html(county_sheet.table(words.READING_COLUMNS, rows, frozenset({1}), frozenset({3})))
        _cut(len(rows), MOST_READINGS, words.READINGS_CUT)
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
    found = county_view.unreported(reporting, state.place, peers, names)
    st.subheader(words.MISSING)
    kind = (words.PEERS_IN if inside else words.PEERS_OUT).format(name=name)
    st.caption(words.MISSING_NOTE.format(name=f"{kind}（{len(peers)}个）"))
    if found:
        rows = [(indicator, f"{count}/{len(peers)}") for indicator, count in found[:MOST_MISSING]]
        st.html(county_sheet.table(words.MISSING_COLUMNS, rows, frozenset({1})))
        if len(found) > MOST_MISSING:
            st.caption(words.MISSING_CUT.format(most=MOST_MISSING, count=len(found)))
    else:
        st.caption(words.NOTHING_MISSING)


def _figures(frame: pd.DataFrame, state: CountyState, count: int, notes: Footnotes) -> None:
    st.subheader(words.FIGURES)
    pages = paging.pages(count, FIGURES_SHOWN)
    if pages > 1:
        first, last = paging.span(state.page, count, FIGURES_SHOWN)
        st.caption(words.FIGURES_PAGE.format(first=first, last=last, count=count, page=state.page, pages=pages))
    heading = words.THEME_ON_PAGE if pages > 1 else words.THEME_WHOLE
    for theme, rows in frame.groupby("theme_name", sort=False):
        st.html(f'<h3 class="sheet">{heading.format(theme=html.escape(str(theme)), count=len(rows))}</h3>')
        st.html(
            county_sheet.table(
                words.FIGURE_COLUMNS, county_sheet.figure_rows(rows, notes), frozenset({1}), frozenset({4})
            )
        )
    components.pager(PAGE, state.page, count, FIGURES_SHOWN)


def _links(snapshot: Path, state: CountyState) -> None:
    filters = _filters(state)
    with st.container(horizontal=True, key="links"):
        query = {"place": state.place, "status": state.status}
        st.page_link("views/data.py", label=words.MORE, icon=":material/table:", query_params=query)
        st.page_link(
            "views/compare.py",
            label=words.COMPARE,
            icon=":material/compare_arrows:",
            query_params={"view": "pair", "one": state.place},
        )
        county = reading.geography(snapshot).counties[state.place]
        st.download_button(
            words.DOWNLOAD,
            data=lambda: cache.csv(snapshot, filters),
            file_name=downloads.file_name([text.FILE_STEM, county, identity(snapshot)], ".csv"),
            mime="text/csv",
            on_click="ignore",
        )


page()
