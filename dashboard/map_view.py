"""From the rows of a query to what a map and its table show. Pure: frames in, nouns and frames out."""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from dashboard import text
from dashboard.mapping import Mark, Rank, in_display_order, ranks
from dashboard.selection import KeyRow
from dashboard.text_measure import against, measured
from etl.model import Bound, Confidence
from etl.queries import State

Row = Mapping[Hashable, Any]
MISSING = (State.UNREPORTED, State.EXCLUDED, State.INCOMPARABLE, State.NOT_APPLICABLE)
LISTED = (State.EXCLUDED, State.INCOMPARABLE, State.UNREPORTED, State.NOT_APPLICABLE)
"""The states in the table: those with something to tell before the silent."""
SPARSE = 0.1
"""Share of places with a value below which the table comes first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Name of a place and of the city that it belongs to."""

    name: str
    city: str


@dataclass(frozen=True, slots=True)
class MapView:
    """What one map says: a value or a state for every place of the level.

    ``told`` has what a place without a value reports of the same indicator all the same, ``against`` what the values are
    measured against where that is not the usual 同比.
    """

    title: str
    unit: str
    places: Mapping[str, Place]
    marks: tuple[Mark, ...]
    states: Mapping[str, tuple[State, str]]
    counter: str
    told: Mapping[str, str] = field(default_factory=dict)
    ascending: bool = False
    diverging: bool = False
    about: str = ""
    against: str = ""

    @property
    def sparse(self) -> bool:
        """Whether so few places have a value that a map misleads."""
        return len(self.marks) < SPARSE * len(self.places)

    def rank(self, place: str, order: Mapping[str, Rank]) -> str:
        """``第3/31（90县中31县报告，其中5县未与原件核对）``; empty for a place without a value."""
        if place not in order:
            return ""
        unverified = sum(not mark.verified for mark in self.marks)
        return text.rank_of(order[place], len(self.marks), len(self.places), self.counter, unverified)


def coverage_view(frame: pd.DataFrame, title: str, counter: str) -> MapView:
    """Map of how many figures each place reports (rows of ``coverage_by_county`` or ``coverage_by_city``)."""
    rows = frame.to_dict("records")
    return MapView(
        title=title,
        unit=text.PIECES,
        places=_places(rows),
        marks=tuple(Mark(row["place_code"], float(row["figures"])) for row in rows if row["figures"]),
        states={row["place_code"]: (State.UNREPORTED, "") for row in rows if not row["figures"]},
        counter=counter,
        about=text.COVERAGE_LEGEND,
    )


def key_view(
    frame: pd.DataFrame,
    reports: pd.DataFrame,
    row: KeyRow,
    name: str,
    counter: str,
    applicable: frozenset[str] | None = None,
) -> MapView:
    """Map of one comparability key.

    Args:
        frame: Rows of ``queries.observations``.
        reports: Rows of ``queries_map.reports`` of the same indicator and level.
        row: The key, with its unit of display.
        name: Name of the indicator.
        counter: Word for one place (县, 市).
        applicable: Places that the key can hold for, if not all.
    """
    key, unit = row.key, row.display_unit
    rows = frame.to_dict("records")
    period = text.period(key.period_start, key.period_end)
    status = "" if key.status == "actual" else f" · {text.label('status', key.status)}"
    about = f"{name} · {measured(key.measure, key.baseline, key.rank_within)}"
    silent = [row["place_code"] for row in rows if row["state"] != State.VALUE]
    return MapView(
        title=f"{about}（{unit}）· {period}{status}",
        unit=unit,
        places=_places(rows),
        marks=tuple(_mark(row) for row in rows if row["state"] == State.VALUE),
        states={row["place_code"]: _state(row, applicable) for row in rows if row["state"] != State.VALUE},
        counter=counter,
        ascending=key.measure == "rank",
        told=_told(reports[reports["place_code"].isin(silent)]),
        diverging=key.measure in {"growth", "change"},
        about=f"{about} · {period}",
        against=against(key.measure, key.baseline),
    )


def _places(rows: Sequence[Row]) -> dict[str, Place]:
    return {str(row["place_code"]): Place(str(row["name"]), str(row.get("city_name") or "")) for row in rows}


def _mark(row: Row) -> Mark:
    return Mark(
        place_code=str(row["place_code"]),
        value=float(row["value"]),
        high=_high(row),
        bound=str(row["bound"]),
        reports=int(row["reports"]),
        conflict=bool(row["conflict"]),
        fact_id=str(row["fact_id"]),
        verified=bool(row["verified"]),
        confidence=str(row["confidence"]),
    )


def _high(row: Row) -> float | None:
    high: Any = row["value_high"]
    return None if high is None or math.isnan(high) else float(high)


def _state(row: Row, applicable: frozenset[str] | None) -> tuple[State, str]:
    state = State(str(row["state"]))
    if state is State.UNREPORTED and applicable is not None and row["place_code"] not in applicable:
        return State.NOT_APPLICABLE, ""
    reasons = [text.REASONS.get(part, part) for part in str(row["reason"] or "").split(",") if part]
    return state, "、".join(reasons)


def _told(reports: pd.DataFrame) -> dict[str, str]:
    """What each place reports of an indicator, in words: ``增速5.2%（2022年1—6月）``."""
    told: dict[str, list[str]] = {}
    for row in reports.to_dict("records"):
        told.setdefault(str(row["place_code"]), []).append(_report(row))
    return {place: text.listed(list(dict.fromkeys(words))) for place, words in told.items()}


def _report(row: Row) -> str:
    asides = [text.period(text.day(row["period_start"]), text.day(row["period_end"]))]
    asides += [text.label("status", row["status"])] if row["status"] != "actual" else []
    asides += [text.PART] if row["scope"] == "part" else []
    value = text.bounded(float(row["value"]), _high(row), row["bound"])
    return f"{measured(row['measure'], row['baseline'])}{value}{row['unit']}（{'，'.join(asides)}）"


def _why(view: MapView, place: str) -> str:
    """State of a place without a value, its reason, and what it reports instead."""
    state, reason = view.states[place]
    words = text.label("state", state) + (f"：{reason}" if reason else "")
    return f"{words}；{text.INSTEAD}{view.told[place]}" if place in view.told else words


def state_layers(view: MapView) -> list[tuple[State, str, tuple[str, ...]]]:
    """The four states of missing data with their places, empty ones too: a legend that hides one teaches nothing."""
    return [
        (state, text.label("state", state), tuple(place for place, (found, _) in view.states.items() if found is state))
        for state in MISSING
    ]


def hovers(view: MapView, titles: Mapping[str, str]) -> dict[str, str]:
    """What the pointer tells of each place, as HTML; ``titles`` are document titles by id."""
    told = {place: [view.about, *textwrap.wrap(_why(view, place), 28)] for place in view.states}
    told |= {mark.place_code: _mark_lines(view, mark, titles) for mark in view.marks}
    return {place: _hover(view.places[place], lines) for place, lines in told.items()}


def _hover(place: Place, lines: list[str]) -> str:
    head = f"<b>{html.escape(place.name)}</b>" + (f"（{html.escape(place.city)}）" if place.city else "")
    return "<br>".join([head, *(html.escape(line) for line in lines)])


def _mark_lines(view: MapView, mark: Mark, titles: Mapping[str, str]) -> list[str]:
    lines = [view.about, f"{text.bounded(mark.value, mark.high, mark.bound)} {view.unit}"]
    document = mark.fact_id.partition(":")[0]
    lines += [f"{text.DOCUMENT}：{titles.get(document, document)}"] if document else []
    lines += [text.REPORTS.format(count=mark.reports)] if mark.reports > 1 else []
    lines += [text.CONFLICT] if mark.conflict else []
    return lines + _doubts(mark)


def _doubts(mark: Mark) -> list[str]:
    low = mark.confidence == Confidence.LOW
    return ([] if mark.verified else [text.NOT_VERIFIED]) + ([text.LOW_CONFIDENCE] if low else [])


def doubtful(view: MapView) -> tuple[tuple[str, ...], str]:
    """Places whose value is marked on the map as not to be relied on, and the words that say why."""
    marks = [mark for mark in view.marks if mark.doubtful]
    return tuple(mark.place_code for mark in marks), text.doubts(
        list(dict.fromkeys(w for m in marks for w in _doubts(m)))
    )


def bound_glyphs(view: MapView) -> dict[str, str]:
    """Marks drawn on places whose value is a limit or an estimate."""
    return {
        mark.place_code: (text.BOUND_GLYPHS if mark.value >= 0 else text.BOUND_GLYPHS_BELOW_ZERO)[mark.bound]
        for mark in view.marks
        if mark.bound in text.BOUND_GLYPHS
    }


def rank_table(view: MapView, order: Mapping[str, Rank]) -> pd.DataFrame:
    """The table beside the map: every place once, values first in order of rank, then the states of missing data."""
    names = {code: place.name for code, place in view.places.items()}
    rows: list[tuple[str, str, str, float | None, str]] = [
        (str(order[mark.place_code]), *_named(view, mark.place_code), mark.value, _remark(mark))
        for mark in in_display_order(view.marks, names, ascending=view.ascending)
    ]
    rows += [
        (text.NO_VALUE, *_named(view, code), None, _why(view, code))
        for code in sorted(view.states, key=lambda code: (LISTED.index(view.states[code][0]), code))
    ]
    table = pd.DataFrame(rows, columns=list(text.RANK_COLUMNS))
    table[text.RANK_COLUMNS[3]] = table[text.RANK_COLUMNS[3]].astype("float64")
    heading = "，".join(filter(None, (view.unit, view.against)))
    table = table.rename(columns={text.RANK_COLUMNS[3]: f"{text.RANK_COLUMNS[3]}（{heading}）"})
    cities = any(place.city for place in view.places.values())
    return table if cities else table.drop(columns=text.RANK_COLUMNS[2])


def _named(view: MapView, code: str) -> tuple[str, str]:
    place = view.places[code]
    return place.name, place.city


def _remark(mark: Mark) -> str:
    ranged = mark.high is not None and mark.high != mark.value
    parts = [text.bounded(mark.value, mark.high, mark.bound)] if ranged or mark.bound != Bound.EXACT else []
    parts += [text.REPORTS.format(count=mark.reports)] if mark.reports > 1 else []
    parts += [text.CONFLICT] if mark.conflict else []
    return "，".join(parts + _doubts(mark))


def order_of(view: MapView) -> dict[str, Rank]:
    """Rank of every place with a value."""
    return ranks(view.marks, ascending=view.ascending)


def standing(view: MapView, place: str) -> str:
    """Where a place stands on the map: value and rank, or why it has none; empty for a place of another level. Plain text."""
    if place in view.states:
        return f"{view.about}：{_why(view, place)}"
    found = [mark for mark in view.marks if mark.place_code == place]
    if not found:
        return ""
    value = text.bounded(found[0].value, found[0].high, found[0].bound)
    return f"{view.about}：{value} {view.unit}，{view.rank(place, order_of(view))}"


def only(view: MapView, places: frozenset[str]) -> MapView:
    """The part of a view that lies in ``places``."""
    return replace(
        view,
        places={code: place for code, place in view.places.items() if code in places},
        marks=tuple(mark for mark in view.marks if mark.place_code in places),
        states={code: state for code, state in view.states.items() if code in places},
    )
