"""The map page: who reports what, and one indicator of all counties under one comparability key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from dashboard import boundaries, cache, card, components, layers, map_view, reading, session, text
from dashboard.boundaries import Boundaries
from dashboard.charts import county_map
from dashboard.charts.classes import Method
from dashboard.controls import control_labels
from dashboard.groups import members, standing
from dashboard.map_view import MapView
from dashboard.selection import Catalogue, Selection, as_symbols, resolve
from dashboard.snapshot import identity
from dashboard.state import MapState
from etl import queries, queries_county, queries_map
from etl.errors import InputError
from etl.filters import Filters

PAGE = "map"
CHART = "map_chart"
GENERATION = "map_generation"
CARD_ROWS = 100
"""Figures in the card of a county; the data page has them all."""
RANK_WIDTHS = (54, 122, 76, 110, 300)
WIDE_VALUE = 190
"""Pixels of the columns of the ranked table, and of values whose heading says what they are measured against."""


def page() -> None:
    """Read, choose, draw."""
    state, linked = session.begin(PAGE, MapState)
    snapshot = components.snapshot_in_service()
    with components.explained():
        catalogue = reading.catalogue(snapshot, state.level, state.unverified == "on")
        selection = resolve(state, catalogue)
        components.settled(PAGE, selection.state, snapshot, linked, selection.dropped)
        _controls(selection, catalogue)
        view, outline, outline_words = _view(snapshot, selection, catalogue)
        _body(snapshot, selection, view, outline, outline_words, catalogue.groups.get(selection.state.group, ""))


def _controls(selection: Selection, catalogue: Catalogue) -> None:
    labels = control_labels(selection, catalogue)
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        components.select(PAGE, "theme", text.THEME, labels["theme"], 200)
        components.select(PAGE, "indicator", text.INDICATOR, labels["indicator"], 360)
        if selection.row:
            components.select(PAGE, "measure", text.MEASURE, labels["measure"], 145)
            components.select(PAGE, "period", text.PERIOD, labels["period"], 200)
            if len(labels["key"]) > 1:
                components.select(PAGE, "key", text.VARIANT, labels["key"], 200)
        components.select(PAGE, "place", text.PLACE, labels["place"], 150)
        with st.popover(text.SETTINGS):
            for field in ("level", "status", "group", "draw", "method", "classes", "unverified", "picture"):
                if field == "classes" and selection.breaks:
                    continue
                components.select(PAGE, field, text.OUTLINE if field == "group" else text.FILTERS[field], labels[field])


def _view(snapshot: Path, selection: Selection, catalogue: Catalogue) -> tuple[MapView, tuple[str, ...], str]:
    """The map's content, the places to outline, and the words that name the outlined version."""
    state, row = selection.state, selection.row
    groups = cache.frame(snapshot, queries_map.groups)
    counter = text.COUNTERS[state.level]
    on = row.key.period_end if row else None
    day = on or standing(groups, state.group, reading.newest(snapshot))
    outline, words = members(groups, state.group, day) if state.group != "none" else ((), "")
    if row is None:
        theme = None if state.theme == "all" else state.theme
        query = queries.coverage_by_county if state.level == "county" else queries_map.coverage_by_city
        frame = cache.frame(snapshot, query, theme, state.status)
        name = text.ALL_THEMES if theme is None else catalogue.themes[theme]
        status = "" if state.status == "actual" else f" · {text.label('status', state.status)}"
        return map_view.coverage_view(frame, f"{text.COVERAGE_TITLE}：{name}{status}", counter), outline, words
    frame = cache.frame(snapshot, queries.observations, row.key, state.level, state.unverified == "on")
    reports = cache.frame(snapshot, queries_map.reports, row.key.indicator_id, state.level)
    applicable = None
    if row.key.rank_within == "group":
        applicable = frozenset(members(groups, queries.MOUNTAIN_GROUP, row.key.period_end or date.max)[0])
    name = catalogue.indicators[row.key.indicator_id]
    return map_view.key_view(frame, reports, row, name, counter, applicable), outline, words


def _body(
    snapshot: Path, selection: Selection, view: MapView, outline: tuple[str, ...], outline_words: str, group_name: str
) -> None:
    state = selection.state
    symbols = as_symbols(state, selection.row, selection.kind)
    doubtful = sum(not mark.verified for mark in view.marks)
    for note, wanted in (
        (text.SPARSE_NOTE, view.sparse),
        (text.TOTALS_NOTE, symbols and state.draw == "auto"),
        (text.SOME_UNVERIFIED.format(count=doubtful), doubtful > 0),
        (text.CITY_RANK_NOTE, bool(selection.row and selection.row.key.rank_within == "city")),
    ):
        if wanted:
            st.caption(note)
    table_first = view.sparse
    left, right = st.columns([1, 1.25] if table_first else [1.25, 1], gap="medium")
    with right if table_first else left:
        _map(snapshot, selection, view, outline if state.level == "county" else (), group_name, symbols)
        if selection.breaks:
            st.caption(text.fixed_note(selection.breaks.limits, view.unit, selection.breaks.reason))
        if state.level == "county" and outline_words:
            st.caption(f"{text.OUTLINE}：{outline_words}")
    with left if table_first else right:
        _card(snapshot, state, view)
        _table(view)
        _download(snapshot, selection, view)


def _map(
    snapshot: Path, selection: Selection, view: MapView, outline: tuple[str, ...], group_name: str, symbols: bool
) -> None:
    state = selection.state
    try:
        shapes = boundaries.load()
    except InputError as error:
        st.warning(text.NO_BOUNDARIES, icon=":material/map:")
        st.expander(text.DETAILS).text(str(error))
        return
    view = _drawable(view, shapes)
    classing = layers.Classing(state.method, int(state.classes), selection.breaks)
    striped, stripes_say = map_view.doubtful(view)
    told = text.STRIPED.format(count=len(striped), doubts=stripes_say) if striped else ""
    drawing = county_map.Drawing(
        ground=_ground(shapes, state.level),
        title=view.title,
        legend_title=text.legend_title(view.unit, Method(state.method), symbols),
        layers=(layers.symbol_layers if symbols else layers.layers)(view, classing),
        states=map_view.state_layers(view),
        hover=map_view.hovers(view, reading.titles(snapshot)),
        glyphs=map_view.bound_glyphs(view),
        footer=components.map_footer(shapes.source, identity(snapshot)),
        outline=tuple(code for code in outline if code in view.places),
        outline_label=group_name,
        selected=state.place if state.place in view.places else "",
        symbols=symbols,
        striped=striped,
        striped_label=stripes_say,
    )
    shown = [(view.places[mark.place_code].name, mark.value) for mark in view.marks]
    st.plotly_chart(
        county_map.figure(drawing),
        key=f"{CHART}_{st.session_state.get(GENERATION, 0)}",
        theme=None,
        on_select=_take_click,
        selection_mode="points",
        alt=text.map_alt(view.title, shown, view.unit, len(view.states), told),
        config=county_map.config(
            f"{components.base()}{boundaries.GEOMETRY_PREFIX}/",
            f"{text.PAGE_MAP}-{view.title}",
            text.CHART_WORDS,
            state.picture,
        ),
    )


def _drawable(view: MapView, shapes: Boundaries) -> MapView:
    """The view without places that the boundary file lacks; they are named, and the table keeps them."""
    known = shapes.labels.keys()
    lost = [place.name for code, place in view.places.items() if code not in known]
    if not lost:
        return view
    st.warning(text.UNMATCHED.format(places="、".join(lost)))
    return map_view.only(view, frozenset(known))


def _ground(shapes: Boundaries, level: str) -> county_map.Ground:
    city = boundaries.address("city", shapes.version, components.base())
    url = city if level == "city" else boundaries.address("county", shapes.version, components.base())
    stripes = boundaries.address(level + boundaries.STRIPES, shapes.version, components.base())
    return county_map.Ground(url, city, shapes.extent, shapes.labels, stripes)


def _take_click() -> None:
    """A click chooses a place; the empty selection that a second click makes changes nothing."""
    chart = st.session_state.get(f"{CHART}_{st.session_state.get(GENERATION, 0)}")
    places = [point["location"] for point in chart.selection.points if point.get("location")] if chart else []
    if places:
        st.session_state[session.widget_key(PAGE, "place")] = str(places[-1])


def _clear() -> None:
    st.session_state[session.widget_key(PAGE, "place")] = ""
    # A new chart: the old one would take the next click on the same county for a deselection.
    st.session_state[GENERATION] = st.session_state.get(GENERATION, 0) + 1


def _card(snapshot: Path, state: MapState, view: MapView) -> None:
    if not state.place:
        st.caption(text.PICK_HINT)
        return
    theme = None if state.theme == "all" else state.theme
    filters = Filters(place=(state.place,), theme=(theme,) if theme else ())
    frame = cache.frame(snapshot, queries_county.place_figures, filters, CARD_ROWS)
    names = reading.catalogue(snapshot, state.level, state.unverified == "on").places
    with st.container(horizontal=True, vertical_alignment="center", key="card_head"):
        st.subheader(names[state.place])
        st.button(text.CLEAR, on_click=_clear, type="tertiary")
    standing = map_view.standing(view, state.place)
    if standing:
        st.markdown(components.plain(standing))
    if frame.empty:
        st.caption(text.CARD_EMPTY)
        return
    count = cache.value(snapshot, queries.count_figures, filters)
    st.caption(
        text.CARD_COUNT.format(count=count) + (text.CARD_CUT.format(shown=CARD_ROWS) if count > len(frame) else "")
    )
    st.html(card.figure_list(frame, components.base()))
    query = {"place": state.place, "status": "all"} | ({"theme": theme} if theme else {})
    st.page_link("views/data.py", label=text.MORE_IN_DATA, icon=":material/table:", query_params=query)


def _download(snapshot: Path, selection: Selection, view: MapView) -> None:
    """The table as a file, with the key that it stands under."""
    if selection.row is None:
        return
    state, key = selection.state, selection.row.key
    frame = cache.frame(snapshot, queries.observations, key, state.level, state.unverified == "on")
    names = reading.catalogue(snapshot, state.level).indicators
    components.key_download(frame, key, names[key.indicator_id], view.title, snapshot)


def _table(view: MapView) -> None:
    order = map_view.order_of(view)
    st.markdown(f"**{text.RANK_TITLE}**：{text.reporting(len(view.marks), len(view.places), view.counter)}")
    table = map_view.rank_table(view, order)
    remark = text.RANK_COLUMNS[-1]
    widths = dict(zip(map(str, table), RANK_WIDTHS, strict=False)) | {remark: RANK_WIDTHS[-1]}
    if view.against:
        widths |= {name: WIDE_VALUE for name in widths if name.startswith(text.RANK_COLUMNS[3])}
    st.dataframe(
        table,
        column_config={name: st.column_config.Column(width=width) for name, width in widths.items()},
        hide_index=True,
        height=430,
        placeholder=text.NO_VALUE,
        alt=f"{text.RANK_TITLE}：{view.title}",
        key="ranking",
    )
    if any(rank.best != rank.worst for rank in order.values()):
        st.caption(text.RANK_BANDS)


page()
