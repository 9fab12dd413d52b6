"""What the data page shows: filters that exist, the table on screen, the name of the download. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import pandas as pd

from dashboard import text
from dashboard.state import EVERY, DataState
from etl.filters import FREE, NOT, UNDATED, format_period, parse_period
from etl.model import Status

ROWS_SHOWN = 2000
COLUMNS = (
    "place_name", "city_name", "theme_name", "indicator_name", "indicator_reported", "measure", "value", "unit", "bound",
    "value_reported", "unit_reported", "period", "status", "scope", "scope_name", "document_title",
    "section", "locator", "source_tier", "review",
)  # fmt: skip
_UNSAFE = re.compile(r"[^\w.!-]+")
_LONGEST_NAME = 60


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
    for field in fields(state):
        if field.name in FREE:
            continue
        known = options.codes.get(field.name, {})
        wanted: tuple[str, ...] = getattr(state, field.name)
        kept = tuple(dict.fromkeys(known[value] for value in wanted if value in known))
        dropped += [field.name] if any(value not in known for value in wanted) else []
        settled = replace(settled, **{field.name: kept})  # type: ignore[arg-type]
    periods = tuple(value for value in state.period if _is_period(value))
    dropped += ["period"] if periods != state.period else []
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


def table(figures: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``queries.figures`` as the screen shows them, under the headings and labels of the export."""
    shown = figures.copy()
    shown["period"] = [
        text.period(text.day(start), text.day(end))
        for start, end in zip(figures["period_start"], figures["period_end"], strict=True)
    ]
    shown["indicator_name"] = figures["indicator_name"].fillna(text.UNREGISTERED)
    shown["city_name"] = figures["city_name"].fillna(text.NO_VALUE)
    for column in ("measure", "bound", "status", "scope", "source_tier", "review"):
        shown[column] = [text.label(column, value) for value in figures[column]]
    headings = text.dictionary().columns
    return shown[list(COLUMNS)].rename(
        columns={name: headings[name].heading if name in headings else text.PERIOD for name in COLUMNS}
    )


def file_name(state: DataState, options: FilterOptions, snapshot_id: str) -> str:
    """Name of the download: what it holds and of which snapshot, safe on every system."""
    parts = []
    for name, values in state.filters().values().items():
        labels = options.labels.get(name, {})
        parts += [labels.get(value, value) for value in values]
    return stem(parts, snapshot_id) + ".csv"


def stem(parts: Sequence[str], snapshot_id: str) -> str:
    """Name of a download without its ending: what it holds and of which snapshot."""
    chosen = _UNSAFE.sub("-", "_".join(parts)).strip("-_")[:_LONGEST_NAME].rstrip("-_")
    return "_".join(part for part in (text.FILE_STEM, chosen, snapshot_id) if part)
