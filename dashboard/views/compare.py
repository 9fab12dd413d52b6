"""The page that compares: a group against other counties, two counties, and who reports what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard import cache, compare_view, components, map_view, reading, session, text
from dashboard import text_compare as words
from dashboard.charts import bars, heat, strips
from dashboard.charts.settings import PICTURES
from dashboard.compare_view import Verdict
from dashboard.comparison import Side
from dashboard.controls import control_labels
from dashboard.groups import standing
from dashboard.map_view import MapView
from dashboard.selection import UNVERIFIED, Catalogue, KeyRow, Selection, resolve
from dashboard.sides import PICK, REST, Chosen, Geography, both
from dashboard.state import CompareState, MapState
from etl import queries, queries_compare, queries_map
from etl.queries import MOUNTAIN_GROUP

PAGE = "compare"
SHARED = ("theme", "indicator", "measure", "period", "key", "status")
"""Controls that the map has too, with the same meaning."""
PROVINCE = "330000"
MOST = 1000
"""Observations of a county in the table of two."""
WIDTHS = (50, 96, 80, 100, 90, 300)
WIDE_VALUE = 190
"""Pixels of the column of values whose heading says what they are measured against."""


def page() -> None:
    """Read, choose, compare."""
    state, linked = session.begin(PAGE, CompareState)
    snapshot = components.snapshot_in_service()
    with components.explained():
        catalogue = reading.catalogue(snapshot, "county", counted(state))
        geography = reading.geography(snapshot)
        state, selection, dropped = _resolve(state, catalogue, geography)
        components.settled(PAGE, state, snapshot, linked, dropped)
        _lost(state, selection, linked)
        components.select_view(PAGE, words.VIEWS)
        if state.view == "pair":
            _pair(snapshot, state, geography)
        elif state.view == "heat":
            _heat(snapshot, state, geography)
        else:
            _groups(snapshot, state, selection, catalogue, geography)


def counted(state: CompareState) -> bool:
    """Whether figures count that nobody compared with their originals: in what is offered, the default and the verdict alike."""
    return state.unverified == "on"


def _resolve(
    state: CompareState, catalogue: Catalogue, geography: Geography
) -> tuple[CompareState, Selection, tuple[str, ...]]:
    """The state with only values that exist; what the map shares is settled as the map does it."""
    asked = MapState(**{name: getattr(state, name) for name in SHARED})
    selection = resolve(replace(asked, theme=asked.theme or "all"), catalogue)
    dropped = [name for name in selection.dropped if name in SHARED]
    settled = replace(state, **{name: getattr(selection.state, name) for name in SHARED})
    options = geography.options()
    first = MOUNTAIN_GROUP if MOUNTAIN_GROUP in options else PICK
    counties = tuple(geography.counties)
    allowed: dict[str, tuple[tuple[str, ...], str]] = {
        "view": (tuple(words.VIEWS), "groups"),
        "group": (tuple(options), first),
        "against": ((REST, *options), REST),
        "one": (("", *counties), ""),
        "two": (("", *counties), ""),
        "picture": (PICTURES, PICTURES[0]),
        "unverified": (UNVERIFIED[::-1], UNVERIFIED[1]),
    }
    for name, (values, default) in allowed.items():
        wanted = getattr(state, name)
        if wanted not in values:
            dropped += [name] if wanted else []
            settled = replace(settled, **{name: default})  # type: ignore[arg-type]
    known = tuple(code for code in state.set if code in geography.counties)
    dropped += ["set"] if known != state.set else []
    settled = replace(settled, set=known)
    return settled, selection, tuple(dropped)


def _lost(state: CompareState, selection: Selection, linked: bool) -> None:
    """Say what went when the figures stopped counting that nobody compared with their originals."""
    names = [text.FILTERS[name] for name in selection.dropped if name in SHARED]
    if names and not linked and not counted(state):
        st.info(words.LOST.format(names="、".join(names)), icon=":material/info:")


def _groups(
    snapshot: Path, state: CompareState, selection: Selection, catalogue: Catalogue, geography: Geography
) -> None:
    _controls(state, selection, catalogue, geography)
    row = selection.row
    on = (row.key.period_end if row else None) or standing(geography.groups, state.group, reading.newest(snapshot))
    first, second = both(state, geography, on)
    st.caption(components.plain(f"{first.about}；{words.AGAINST}：{second.about}"))
    if PICK in {state.group, state.against} and not state.set:
        st.info(words.CHOOSE_COUNTIES)
        return
    if row is None:
        _opening(snapshot, state, catalogue, (first, second))
        return
    _comparison(snapshot, state, row, catalogue, (first, second))


def _controls(state: CompareState, selection: Selection, catalogue: Catalogue, geography: Geography) -> None:
    labels = control_labels(selection, catalogue)
    options = geography.options()
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        components.select(PAGE, "group", words.GROUP, options, 190)
        components.select(PAGE, "against", words.AGAINST, {REST: words.ALL_OTHERS, **options}, 190)
        components.select(PAGE, "theme", text.THEME, labels["theme"], 180)
        components.select(PAGE, "indicator", text.INDICATOR, labels["indicator"], 300)
        if selection.row:
            components.select(PAGE, "measure", text.MEASURE, labels["measure"], 135)
            components.select(PAGE, "period", text.PERIOD, labels["period"], 190)
            if len(labels["key"]) > 1:
                components.select(PAGE, "key", text.VARIANT, labels["key"], 190)
        components.select(PAGE, "unverified", text.FILTERS["unverified"], text.UNVERIFIED, 160)
        with st.popover(text.SETTINGS):
            components.select(PAGE, "status", text.FILTERS["status"], labels["status"])
            components.select(PAGE, "picture", text.FILTERS["picture"], text.PICTURES)
    if PICK in {state.group, state.against}:
        components.multiselect(PAGE, "set", words.PICK, list(geography.counties), geography.counties.__getitem__)


def _opening(snapshot: Path, state: CompareState, catalogue: Catalogue, sides: tuple[Chosen, Chosen]) -> None:
    """Who reports what: by theme, then by indicator."""
    st.caption(words.OPENING + ("" if counted(state) else words.ONLY_VERIFIED))
    counts = cache.frame(snapshot, queries_compare.theme_counts, state.status, counted(state))
    left, right = st.columns(2, gap="medium")
    with left:
        reporting = counts.groupby("place_code")["figures"].sum()
        for chosen in sides:
            _report_count(chosen.name, int((reporting.reindex(chosen.places) > 0).sum()), len(chosen.places))
        table = compare_view.reporting_by_theme(counts, catalogue.themes, sides)
        components.table(table, "by_theme", words.OPENING)
    with right:
        reporting_counties = cache.frame(snapshot, queries_compare.reporting_counties, state.status, counted(state))
        keys = [row for row in catalogue.keys if row.key.status == state.status]
        table = compare_view.reporting_by_indicator(reporting_counties, keys, catalogue.indicators, sides)
        st.markdown(f"**{words.BY_INDICATOR}**")
        components.table(table, "by_indicator", words.BY_INDICATOR, 330)


def _report_count(name: str, count: int, total: int) -> None:
    share = words.share(count, total)
    st.markdown(words.REPORTING.format(name=components.plain(name), count=count, total=total, share=share))


def _comparison(
    snapshot: Path, state: CompareState, row: KeyRow, catalogue: Catalogue, chosen: tuple[Chosen, Chosen]
) -> None:
    key, name = row.key, catalogue.indicators[row.key.indicator_id]
    frame = cache.frame(snapshot, queries.observations, key, "county", counted(state))
    reports = cache.frame(snapshot, queries_map.reports, key.indicator_id, "county")
    view = map_view.key_view(frame, reports, row, name, text.COUNTERS["county"])
    first, second = (compare_view.side(each, view) for each in chosen)
    with st.container(horizontal=True, vertical_alignment="center"):
        for side in (first, second):
            _report_count(side.name, len(side.marks), len(side.places))
    _verdict(first, second, compare_view.verdict(first, second, view, key), view)
    hover = map_view.hovers(view, reading.titles(snapshot))
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        _strips(snapshot, state, row, (first, second), view, hover)
    with right:
        _table(snapshot, state, (first, second), view, row, name)
    if first.marks or second.marks:
        drawn = compare_view.bars((first, second), view, hover)
        doubts = compare_view.doubts((first, second), view, words.DOUBTS_SIGNED)
        figure = bars.figure(
            drawn,
            list(zip([first.name, second.name], compare_view.COLOURS, strict=True)),
            words.BARS_TITLE.format(title=view.title),
            view.unit,
            _footer(snapshot, view, doubts),
        )
        alt = words.strips_alt(words.BARS_TITLE.format(title=view.title), (first, second), view.unit, doubts)
        components.chart(figure, "compare_bars", alt, f"{text.PAGE_COMPARE}-{view.title}", state.picture)


def _verdict(first: Side, second: Side, found: Verdict, view: MapView) -> None:
    if found.found is None:
        st.warning(f"**{words.INCOMPARABLE}**：{components.plain('；'.join(found.reasons))}。", icon=":material/block:")
    else:
        lines = words.conclusion(first, second, found.found, view.unit)
        said = "  \n".join(components.plain(line) for line in lines)
        if found.unverified:
            total = len(first.marks) + len(second.marks)
            head = words.COMPARABLE_DOUBTFUL.format(count=found.unverified, total=total)
            st.warning(f"**{head}**  \n{said}", icon=":material/help:")
        else:
            st.success(f"**{words.COMPARABLE}**  \n{said}", icon=":material/balance:")
    if found.notes:
        st.caption(components.plain("；".join(found.notes)))


def _footer(snapshot: Path, view: MapView, doubts: str) -> str:
    titles = reading.titles(snapshot)
    documents = dict.fromkeys(mark.fact_id.partition(":")[0] for mark in view.marks)
    return components.picture_footer([titles.get(document, document) for document in documents], snapshot, doubts)


def _strips(
    snapshot: Path,
    state: CompareState,
    row: KeyRow,
    sides: tuple[Side, Side],
    view: MapView,
    hover: dict[str, str],
) -> None:
    key = row.key
    above = cache.frame(snapshot, queries_compare.above, key, counted(state))
    lines = compare_view.references(above, frozenset({PROVINCE, state.group, state.against}))
    drawn = [
        compare_view.strip(side, view, colour, symbol, hover)
        for side, colour, symbol in zip(sides, compare_view.COLOURS, ("circle", "square"), strict=True)
    ]
    city_strip = compare_view.cities_strip(above, view.unit, len(reading.geography(snapshot).cities))
    drawn += [city_strip] if city_strip else []
    title = words.STRIPS_TITLE.format(title=view.title)
    doubts = compare_view.doubts(sides, view, words.DOUBTS_TOLD)
    figure = strips.figure(drawn, lines, title, view.unit, _footer(snapshot, view, doubts))
    alt = words.strips_alt(title, sides, view.unit, doubts)
    components.chart(figure, "compare_strips", alt, f"{text.PAGE_COMPARE}-{view.title}", state.picture)
    if not lines and city_strip is None:
        st.caption(words.NO_REFERENCE)


def _table(
    snapshot: Path, state: CompareState, sides: tuple[Side, Side], view: MapView, row: KeyRow, name: str
) -> None:
    key = row.key
    widths = dict(zip(words.TABLE_COLUMNS, WIDTHS, strict=True))
    widths |= {text.RANK_COLUMNS[3]: WIDE_VALUE} if view.against else {}
    table = compare_view.table(sides, view)
    components.table(table, "compare_table", f"{text.RANK_TITLE}：{view.title}", 400, widths)
    if any(rank.best != rank.worst for rank in map_view.order_of(view).values()):
        st.caption(text.RANK_BANDS)
    frame = cache.frame(snapshot, queries.observations, key, "county", counted(state))
    held = {code for side in sides for code in side.places}
    components.key_download(frame[frame["place_code"].isin(held)], key, name, view.title, snapshot)


def _pair(snapshot: Path, state: CompareState, geography: Geography) -> None:
    counties = {"": text.NO_PLACE, **geography.counties}
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        components.select(PAGE, "one", words.ONE, counties, 220)
        components.select(PAGE, "two", words.TWO, counties, 220)
    if not state.one or not state.two or state.one == state.two:
        st.info(words.PICK_TWO)
        return
    themes, names = reading.themes(snapshot), (geography.counties[state.one], geography.counties[state.two])
    first, second = (
        cache.frame(snapshot, queries_compare.place_observations, code, None, MOST) for code in (state.one, state.two)
    )
    with st.container(horizontal=True):
        for name, frame in zip(names, (first, second), strict=True):
            st.markdown(words.PAIR_REPORTS.format(name=name, count=len(frame)))
    if first.empty and second.empty:
        st.info(words.PAIR_EMPTY)
    else:
        st.caption(words.PAIR_NOTE)
        if MOST in {len(first), len(second)}:
            st.caption(words.PAIR_CUT.format(most=MOST))
        components.table(compare_view.pair_table(first, second, names, themes), "pair", words.PAIR_NOTE, 420)
    counts = cache.frame(snapshot, queries_compare.theme_counts, None)
    columns, order = list(themes.values()), (state.one, state.two)
    rows, cells = compare_view.heat(counts, themes, order)
    figure = heat.figure(
        rows,
        [words.broken(name) for name in columns],
        cells,
        counts["figures"].tolist(),
        words.PAIR_CHART,
        components.picture_footer(list(reading.titles(snapshot).values()), snapshot),
        text.PIECES,
        words.heat_class,
    )
    components.chart(figure, "pair_heat", words.PAIR_CHART, words.PAIR_CHART, state.picture)


def _heat(snapshot: Path, state: CompareState, geography: Geography) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        components.select(PAGE, "group", words.GROUP, geography.options(), 220)
        components.select(PAGE, "status", text.FILTERS["status"], dict(text.dictionary().labels["status"]), 160)
    themes = reading.themes(snapshot)
    counts = cache.frame(snapshot, queries_compare.theme_counts, state.status)
    on: date = standing(geography.groups, state.group, reading.newest(snapshot))
    first, second = both(replace(state, against=REST), geography, on)
    st.caption(components.plain(first.about))
    st.caption(words.HEAT_NOTE)
    group = {code: side.name for side in (first, second) for code in side.places}
    left, right = st.columns(2, gap="medium")
    totals = counts.groupby("place_code")["figures"].sum()
    footer = components.picture_footer(list(reading.titles(snapshot).values()), snapshot)
    for column, side, colour in zip((left, right), (first, second), compare_view.COLOURS, strict=True):
        order = sorted(side.places, key=lambda code: (-int(totals[code]), code))
        with column:
            st.markdown(f"<b style='color:{colour}'>{side.name}</b>", unsafe_allow_html=True)
            if not order:
                continue
            rows, cells = compare_view.heat(counts, themes, order)
            title = words.HEAT_TITLE.format(status=text.label("status", state.status))
            labels = [words.broken(name) for name in themes.values()]
            figure = heat.figure(
                rows, labels, cells, counts["figures"].tolist(), title, footer, text.PIECES, words.heat_class
            )
            most = max(order, key=lambda code: int(totals[code]))
            alt = words.heat_alt(
                len(order), sum(bool(totals[code]) for code in order), (geography.counties[most], int(totals[most]))
            )
            components.chart(figure, f"heat_{colour}", alt, title, state.picture)
    components.table(compare_view.heat_table(counts, themes, group), "heat_table", words.HEAT_NOTE, 430)


page()
