"""What the data page shows: filters that exist, the table on screen, the name of the download. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pandas as pd

from dashboard import downloads, text
from dashboard import text_data as words
from dashboard.state import EVERY, DataState
from etl.export import with_states
from etl.filters import FILTER_NAMES, FREE, NOT, UNDATED, format_period, parse_period
from etl.model import Status
from etl.queries import SORTS

ROWS_SHOWN = 200
"""Rows of one page of the table."""
COLUMNS = (
    "place_name", "city_name", "theme_name", "indicator_name", "indicator_reported", "measure", "baseline", "value", "unit",
    "bound", "value_reported", "unit_reported", "period", "status", "scope", "scope_name", "document_title",
    "section", "locator", "source_tier", "verified", "review",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """For each filter the values on offer (those with figures), the labels of all, and what may be written for one."""

    offered: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, str]]
    codes: Mapping[str, Mapping[str, str]]


def filter_options(options: pd.DataFrame, periods: pd.DataFrame) -> FilterOptions:
    """Options from the rows of ``queries.options`` and ``queries_map.periods``."""
    labels: dict[str, dict[str, str]] = {}
    silent: set[tuple[str, str]] = set()
    codes: dict[str, dict[str, str]] = {}
    for row in options.to_dict("records"):
        name, value = str(row["filter"]), str(row["value"])
        labels.setdefault(name, {})[value] = _label(name, value, str(row["label"]))
        if not row["facts"]:
            silent.add((name, value))
        for written in filter(None, (row["alias"], row["label"], value)):
            codes.setdefault(name, {})[str(written)] = value
    for value, label in list(labels.get("group", {}).items()):
        labels["group"][NOT + value] = text.NOT_MEMBERS.format(name=label)
        codes["group"][NOT + value] = NOT + value
    labels["status"] = {EVERY: text.EVERY} | {str(status): text.label("status", status) for status in Status}
    codes["status"] = {value: value for value in labels["status"]}
    labels["period"] = _periods(periods)
    offered = {
        name: tuple(value for value in named if (name, value.removeprefix(NOT)) not in silent)
        for name, named in labels.items()
    }
    return FilterOptions(offered, labels, codes)


def _label(name: str, value: str, label: str) -> str:
    if name == "indicator" and value == UNDATED:
        return text.UNREGISTERED
    column = {"measure": "measure", "scope": "scope", "tier": "source_tier"}.get(name)
    return text.label(column, value) if column else label


def _periods(frame: pd.DataFrame) -> dict[str, str]:
    """Years in which periods end, then each period as it is, then those without one."""
    exact = [(text.day(row["period_start"]), text.day(row["period_end"])) for row in frame.to_dict("records")]
    years = [str(end.year) for _, end in exact if end]
    values = [*dict.fromkeys(years), *(format_period(start, end) for start, end in exact if end), UNDATED]
    return {value: text.period_filter(value) for value in values}


def resolve(state: DataState, options: FilterOptions) -> tuple[DataState, tuple[str, ...]]:
    """The state with only values that exist (names become codes), and the filters that lost one."""
    settled, dropped = state, []
    for name in FILTER_NAMES:
        if name in FREE:
            continue
        known = options.codes.get(name, {})
        wanted: tuple[str, ...] = getattr(state, name)
        kept = tuple(dict.fromkeys(known[value] for value in wanted if value in known))
        dropped += [name] if any(value not in known for value in wanted) else []
        settled = replace(settled, **{name: kept})  # type: ignore[arg-type]
    periods = tuple(value for value in state.period if _is_period(value))
    dropped += ["period"] if periods != state.period else []
    exported = [column.column_id for column in text.dictionary().exported]
    columns = tuple(name for name in exported if name in state.columns)
    dropped += ["columns"] if set(state.columns) - set(exported) else []
    dropped += ["sort"] if state.sort not in SORTS else []
    number = state.page if state.page.isdecimal() and 0 < int(state.page) < 10**7 else "1"
    dropped += ["page"] if number != state.page else []
    settled = replace(settled, columns=columns, sort=state.sort if state.sort in SORTS else "", page=number)
    lost_status = "status" in dropped and not settled.status
    return replace(
        settled, period=periods, status=(str(Status.ACTUAL),) if lost_status else _status(settled.status)
    ), tuple(dropped)


def _status(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """No choice means all, and says so in the address; a choice beside all replaces it."""
    return tuple(value for value in chosen if value != EVERY) or (EVERY,)


def _is_period(value: str) -> bool:
    try:
        parse_period(value)
    except ValueError:
        return False
    return True


def table(figures: pd.DataFrame, chosen: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows of ``queries.figures`` as the screen shows them, under the headings and labels of the export.

    ``chosen`` names the columns; without it the usual ones, with the period in words.
    """
    dictionary = text.dictionary()
    if chosen:
        told = with_states(figures)
        cells = {name: [dictionary.label(name, value) for value in told[name].tolist()] for name in chosen}
        return pd.DataFrame({dictionary.columns[name].heading: _shown(values) for name, values in cells.items()})
    shown = figures.copy()
    shown["period"] = [
        text.period(text.day(start), text.day(end))
        for start, end in zip(figures["period_start"], figures["period_end"], strict=True)
    ]
    shown["indicator_name"] = figures["indicator_name"].fillna(text.UNREGISTERED)
    shown["city_name"] = figures["city_name"].fillna(text.NO_VALUE)
    for column in ("measure", "bound", "status", "scope", "source_tier", "verified", "review"):
        shown[column] = [text.label(column, value) for value in figures[column]]
    headings = text.dictionary().columns
    return shown[list(COLUMNS)].rename(
        columns={name: headings[name].heading if name in headings else text.PERIOD for name in COLUMNS}
    )


def _shown(values: list[Any]) -> list[Any]:
    """Cells as the table takes them: days without a time."""
    return [text.day(value) if isinstance(value, datetime) else value for value in values]


def told_filters(state: DataState, options: FilterOptions) -> list[tuple[str, str]]:
    """The filters that are set, by name and value, in words."""
    told = []
    for name, values in state.filters().values().items():
        labels = options.labels.get(name, {})
        told.append((text.FILTERS[name], "、".join(labels.get(value, value) for value in values)))
    return told


def facts(state: DataState, options: FilterOptions, count: int, snapshot_id: str) -> list[tuple[str, str]]:
    """What must travel with a download: what it is, of which snapshot, filtered how, sorted how, and how to read it."""
    query = "&".join(
        f"{name}={quote(value)}" for name, values in state.to_query().items() if name != "page" for value in values
    )
    filters = told_filters(state, options)
    return [
        (words.FACT_TITLE, text.APP_TITLE),
        (words.FACT_SNAPSHOT, f"facts-{snapshot_id}"),
        (words.FACT_ROWS, str(count)),
        *((f"{words.FACT_FILTER}·{name}", value) for name, value in filters),
        *([] if filters else [(words.FACT_FILTER, words.NO_FILTER)]),
        (words.FACT_SORT, words.SORTS[state.sort]),
        (words.FACT_QUERY, f"/data?{query}" if query else "/data"),
        (words.FACT_API, f"/api/v1/figures.csv?{query}" if query else "/api/v1/figures.csv"),
        *words.FACTS_ALWAYS,
    ]


def file_name(state: DataState, options: FilterOptions, snapshot_id: str, suffix: str = ".csv") -> str:
    """Name of the download: what it holds and of which snapshot, safe on every system."""
    parts = []
    for name, values in state.filters().values().items():
        labels = options.labels.get(name, {})
        parts += [labels.get(value, value) for value in values]
    return downloads.file_name([text.FILE_STEM, "_".join(parts), snapshot_id], suffix)
