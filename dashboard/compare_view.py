"""From rows and sides to what the comparison shows: words of the verdict, dots, bars, tables. Pure."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import map_view, text
from dashboard import text_compare as words
from dashboard.charts import palette
from dashboard.charts.bars import Bar
from dashboard.charts.strips import Dot, Reference, Strip
from dashboard.comparison import Gap, Side, gap
from dashboard.map_view import MapView
from dashboard.mapping import Mark, in_display_order
from dashboard.selection import KeyRow
from dashboard.sides import Chosen
from dashboard.text_measure import measured
from etl.model import Measure
from etl.queries import Key, State

COLOURS = (palette.FIRST, palette.SECOND)
_PAIR_FIELDS = (
    "theme_id",
    "indicator_id",
    "indicator_name",
    "measure",
    "status",
    "period_start",
    "period_end",
    "baseline",
    "rank_within",
    "unit",
    "display_unit",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``found`` where the sides may be compared; else ``reasons`` why not. ``notes`` hold either way.

    ``unverified`` of the values nobody compared with their originals.
    """

    found: Gap | None
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    unverified: int = 0


def side(chosen: Chosen, view: MapView) -> Side:
    """A side with what its counties report."""
    held = set(chosen.places)
    return Side(chosen.name, chosen.places, tuple(mark for mark in view.marks if mark.place_code in held))


def verdict(first: Side, second: Side, view: MapView, key: Key) -> Verdict:
    """Whether two sides may be compared under a key, and why not."""
    reasons = [words.NO_ONE.format(name=each.name) for each in (first, second) if not each.places]
    common = [view.places[code].name for code in first.places if code in second.places]
    reasons += [words.OVERLAP.format(names="、".join(common))] if common else []
    if key.measure == Measure.RANK:
        reasons += (
            [{"city": words.CITY_RANKS, "group": words.GROUP_RANKS}[key.rank_within]]
            if key.rank_within in {"city", "group"}
            else []
        )
    reasons += [
        words.TOO_FEW.format(name=each.name, count=len(each.marks))
        for each in (first, second)
        if each.places and not each.enough
    ]
    unverified = sum(not mark.verified for mark in (*first.marks, *second.marks))
    told = [words.UNVERIFIED_TOLD.format(count=unverified)] if unverified else []
    notes = (*told, *_left_out(first, second, view))
    return Verdict(None if reasons else gap(first, second), tuple(reasons), notes, unverified)


def _left_out(first: Side, second: Side, view: MapView) -> tuple[str, ...]:
    """How many counties report the indicator in a way that does not count here, and in what they differ."""
    notes = []
    for state, pattern in ((State.INCOMPARABLE, words.OTHER_KEYS), (State.EXCLUDED, words.LEFT_OUT)):
        found = [view.states[code][1] for code in (*first.places, *second.places) if _state(view, code) is state]
        if found:
            reasons = Counter(reason for listed in found for reason in listed.split("、") if reason)
            told = "、".join(f"{reason}不同" if state is State.INCOMPARABLE else reason for reason in sorted(reasons))
            notes.append(pattern.format(count=len(found), reasons=told))
    return tuple(notes)


def _state(view: MapView, code: str) -> State | None:
    return view.states[code][0] if code in view.states else None


def strip(each: Side, view: MapView, colour: str, symbol: str, hover: Mapping[str, str]) -> Strip:
    """The dots of a side, lowest first."""
    spread = each.spread
    label = f"{each.name}（{len(each.marks)}/{len(each.places)}县报告）"
    median = words.MEDIAN.format(value=text.number(spread.median)) if spread else ""
    return Strip(label, colour, symbol, _dots(each.marks, hover), spread, median)


def _dots(marks: Sequence[Mark], hover: Mapping[str, str]) -> tuple[Dot, ...]:
    ordered = sorted(marks, key=lambda mark: (mark.value, mark.place_code))
    return tuple(Dot(mark.value, mark.bound, hover[mark.place_code]) for mark in ordered)


def cities_strip(above: pd.DataFrame, unit: str, cities: int) -> Strip | None:
    """The cities' own figures under the same key (rows of ``queries_compare.above``), if there are any."""
    rows = above[above["level"] == "city"].sort_values(["value", "place_code"]).to_dict("records")
    if not rows:
        return None
    dots = tuple(
        Dot(
            float(row["value"]),
            row["bound"],
            f"<b>{html.escape(row['name'])}</b><br>{_value(row, unit)}",
        )
        for row in rows
    )
    doubtful = sum(not row["verified"] for row in rows)
    label = words.CITIES_DOUBTFUL if doubtful else words.CITIES_REPORT
    told = label.format(name=words.CITIES, count=len(rows), total=cities, doubtful=doubtful)
    return Strip(told, palette.THIRD, "diamond", dots)


def references(above: pd.DataFrame, shown: frozenset[str]) -> list[Reference]:
    """Lines for the places of ``shown`` that report the key (rows of ``queries_compare.above``)."""
    return [
        Reference(f"{row['name']} {_value(row)}", float(row["value"]))
        for row in above.to_dict("records")
        if row["place_code"] in shown
    ]


def bars(sides: Sequence[Side], view: MapView, hover: Mapping[str, str]) -> list[Bar]:
    """All counties with a value, in display order, with the side that they stand on."""
    group = {mark.place_code: each.name for each in sides for mark in each.marks}
    names = {code: place.name for code, place in view.places.items()}
    return [
        Bar(
            names[mark.place_code],
            mark.value,
            text.bounded(mark.value, mark.high, mark.bound) + (words.DOUBT_SIGN if mark.doubtful else ""),
            group[mark.place_code],
            hover[mark.place_code],
        )
        for mark in in_display_order(view.marks, names, ascending=view.ascending)
        if mark.place_code in group
    ]


def doubts(sides: Sequence[Side], view: MapView, pattern: str) -> str:
    """How many counties of the sides report a number that is not to be relied on, for a picture; empty where none does."""
    held = {mark.place_code for each in sides for mark in each.marks}
    places, why = map_view.doubtful(map_view.only(view, frozenset(held)))
    return pattern.format(count=len(places), doubts=why) if places else ""


def table(sides: Sequence[Side], view: MapView) -> pd.DataFrame:
    """The ranked table of the map with the side of each county; counties of neither side left out."""
    group = {view.places[code].name: each.name for each in sides for code in each.places}
    ranked = map_view.rank_table(view, map_view.order_of(view))
    place = text.RANK_COLUMNS[1]
    ranked.insert(2, words.TABLE_COLUMNS[3], [group.get(name, words.NEITHER) for name in ranked[place]])
    return ranked[ranked[words.TABLE_COLUMNS[3]] != words.NEITHER]


def reporting_by_theme(counts: pd.DataFrame, themes: Mapping[str, str], sides: Sequence[Chosen]) -> pd.DataFrame:
    """For each theme how many counties of each side report anything, and how many figures a county on average."""
    rows = []
    for theme, name in themes.items():
        own = counts[counts["theme_id"] == theme]
        cells: list[Any] = [name]
        for chosen in sides:
            held = own[own["place_code"].isin(chosen.places)]["figures"]
            cells += [f"{int((held > 0).sum())}/{len(held)}", float(round(held.mean(), 1)) if len(held) else None]
        rows.append(cells)
    columns = [words.BY_THEME[0]]
    for chosen in sides:
        columns += [f"{chosen.name}报告", f"{chosen.name}{words.BY_THEME[1]}"]
    return pd.DataFrame(rows, columns=columns)


def reporting_by_indicator(
    reporting: pd.DataFrame, keys: Iterable[KeyRow], indicators: Mapping[str, str], sides: Sequence[Chosen]
) -> pd.DataFrame:
    """For each indicator how many counties of each side report it under any key, and how many report its best covered key.

    Those first whose best key is the best covered: any two counties need one key to be compared.
    """
    name, total, together = words.INDICATOR_COLUMNS
    most: dict[str, int] = {}
    for row in keys:
        most[row.key.indicator_id] = max(row.places, most.get(row.key.indicator_id, 0))
    places = reporting.groupby("indicator_id")["place_code"].agg(set)
    rows = [
        (
            indicators.get(str(indicator), str(indicator)),
            *(len(held & set(chosen.places)) for chosen in sides),
            most.get(str(indicator), 0),
        )
        for indicator, held in places.items()
    ]
    frame = pd.DataFrame(rows, columns=[name, *(f"{chosen.name}报告" for chosen in sides), together])
    frame.insert(len(frame.columns) - 1, total, frame.iloc[:, 1:-1].sum(axis=1))
    return frame.sort_values([together, total, name], ascending=[False, False, True], kind="stable")


def pair_table(
    first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, str], themes: Mapping[str, str]
) -> pd.DataFrame:
    """Observations of two counties side by side: one row a comparability key, a difference only where both have a value."""
    keyed = [_keyed(first), _keyed(second)]
    keys = sorted(
        {*keyed[0], *keyed[1]},
        key=lambda key: (
            not (key in keyed[0] and key in keyed[1]),
            list(themes).index(key[0]),
            key[1],
            key[3],
            -(key[6] or date.min).toordinal(),
            str(key),
        ),
    )
    rows = [_pair_row(key, keyed[0].get(key), keyed[1].get(key), themes) for key in keys]
    return pd.DataFrame(rows, columns=[*words.PAIR_COLUMNS, *names, words.DIFFERENCE])


def _keyed(frame: pd.DataFrame) -> dict[tuple[Any, ...], Mapping[Any, Any]]:
    rows = [
        row | {name: text.day(row[name]) for name in ("period_start", "period_end")} for row in frame.to_dict("records")
    ]
    return {tuple(row[name] for name in _PAIR_FIELDS): row for row in rows}


def _pair_row(
    key: tuple[Any, ...],
    one: Mapping[Any, Any] | None,
    two: Mapping[Any, Any] | None,
    themes: Mapping[str, str],
) -> tuple[str, ...]:
    theme, _, name, measure, status, start, end, baseline, within, _, unit = key
    asides = [measured(measure, baseline, within, usual=True), unit]
    asides += [text.label("status", status)] if status != "actual" else []
    cells = [text.NO_VALUE if row is None else _value(row) for row in (one, two)]
    return (
        themes.get(theme, theme),
        name,
        " · ".join(filter(None, asides)),
        text.period(start, end),
        *cells,
        _difference(one, two, measure, unit),
    )


def _value(row: Mapping[Any, Any], unit: str = "") -> str:
    """Value, its unit where one is given, and what a reader must know before relying on it."""
    high = None if pd.isna(row["value_high"]) else float(row["value_high"])
    told = [text.CONFLICT] if row["conflict"] else []
    told += [] if row["verified"] else [text.NOT_VERIFIED]
    value = text.bounded(float(row["value"]), high, row["bound"]) + (f" {html.escape(unit)}" if unit else "")
    return f"{value}（{'，'.join(told)}）" if told else value


def _difference(one: Mapping[Any, Any] | None, two: Mapping[Any, Any] | None, measure: str, unit: str) -> str:
    if one is None or two is None:
        return text.NO_VALUE
    if any(row["bound"] not in {"exact", "approx"} or not pd.isna(row["value_high"]) for row in (one, two)):
        return words.ONLY_BOUNDED
    gap_unit = unit if measure == Measure.RANK else words.gap_unit(unit)
    doubt = "" if one["verified"] and two["verified"] else f"（{text.NOT_VERIFIED}）"
    return f"{text.number(float(one['value']) - float(two['value']))} {gap_unit}{doubt}"


def heat(counts: pd.DataFrame, themes: Mapping[str, str], order: Sequence[str]) -> tuple[list[str], list[list[int]]]:
    """County names and their counts by theme, counties in ``order``."""
    wide = counts.pivot(index="place_code", columns="theme_id", values="figures").reindex(columns=list(themes))
    names = dict(zip(counts["place_code"], counts["name"], strict=True))
    cells: dict[str, dict[str, int]] = {theme: wide[theme].astype(int).to_dict() for theme in themes}  # type: ignore[misc]
    return [names[code] for code in order], [[cells[theme][code] for theme in themes] for code in order]


def heat_table(counts: pd.DataFrame, themes: Mapping[str, str], group: Mapping[str, str]) -> pd.DataFrame:
    """The same counts for sorting: county, city, side, themes, total."""
    wide = counts.pivot(index="place_code", columns="theme_id", values="figures").reindex(columns=list(themes))
    first = counts.drop_duplicates("place_code").set_index("place_code").loc[wide.index]
    frame = pd.DataFrame({text.RANK_COLUMNS[1]: first["name"], text.RANK_COLUMNS[2]: first["city_name"]})
    frame[words.TABLE_COLUMNS[3]] = [group.get(str(code), words.NEITHER) for code in wide.index]
    for theme, name in themes.items():
        frame[name] = wide[theme]
    frame[words.TOTAL] = wide.sum(axis=1)
    return frame.sort_values(words.TOTAL, ascending=False, kind="stable")
