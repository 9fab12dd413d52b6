"""The only door of the pages to a snapshot: one read-only connection a snapshot, one cursor a query, results kept by snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import streamlit as st

from dashboard import text
from etl import queries, queries_compare, queries_map
from etl.bundle import bundle_bytes
from etl.errors import InputError
from etl.export import export_figures
from etl.filters import Filters
from etl.queries import figure_batches, open_snapshot
from etl.workbook import workbook_bytes

Result = TypeVar("Result")
Facts = Sequence[tuple[str, str]]


@st.cache_resource(max_entries=3, on_release=lambda connection: connection.close(), show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    return open_snapshot(Path(path))


# Results are shared, not copied: no page changes what it is given.
@st.cache_resource(max_entries=512, show_spinner=False)
def _result(
    path: str,
    name: str,
    _query: Callable[..., Any],
    arguments: tuple[object, ...],
    named: tuple[tuple[str, object], ...],
) -> Any:
    # A shared connection refuses a second query while one runs; a cursor each does not.
    with _connection(path).cursor() as cursor:
        return _query(cursor, *arguments, **dict(named))


def value(snapshot: Path, query: Callable[..., Result], *arguments: object, **named: object) -> Result:
    """Result of ``query(cursor, *arguments, **named)`` on ``snapshot``; what the arguments say must show in their ``repr``.

    Raises InputError where the snapshot cannot be read or lacks what the query asks for.
    """
    try:
        name = f"{query.__module__}.{query.__qualname__}"
        found: Result = _result(str(snapshot), name, query, arguments, tuple(named.items()))
    except duckdb.Error as error:
        expected = "a snapshot built by this version (run 'python -m etl build')"
        raise InputError.single(snapshot, 0, str(error), expected) from error
    return found


def frame(snapshot: Path, query: Callable[..., pd.DataFrame], *arguments: object, **named: object) -> pd.DataFrame:
    """`value` of a query that returns a table."""
    return value(snapshot, query, *arguments, **named)


def prepare(snapshot: Path) -> None:
    """Open a snapshot and ask what every page will ask, so that its first visitor does not wait for it."""
    for query, arguments in (
        (queries.options, ()),
        (queries_map.keys, ("county", True)),
        (queries_map.keys, ("county", False)),
        (queries_map.periods, ()),
        (queries_map.indicators, ()),
        (queries_map.groups, ()),
        (queries.places, ()),
        (queries.themes, ()),
        (queries.documents, ()),
        (queries.coverage_by_county, ()),
        (queries_compare.theme_counts, ("actual", False)),
        (queries_compare.reporting_counties, ("actual", False)),
    ):
        value(snapshot, query, *arguments)


def csv(snapshot: Path, filters: Filters, sort: str = "", columns: tuple[str, ...] = ()) -> bytes:
    """The export of exactly the figures that pass ``filters``."""
    with _connection(str(snapshot)).cursor() as cursor:
        batches = figure_batches(cursor, filters, sort)
        return "".join(export_figures(batches, text.dictionary(), columns)).encode()


def xlsx(snapshot: Path, filters: Filters, sort: str, columns: tuple[str, ...], facts: Facts) -> bytes:
    """The same as a workbook."""
    with _connection(str(snapshot)).cursor() as cursor:
        return workbook_bytes(figure_batches(cursor, filters, sort), text.dictionary(), facts, columns)


def bundle(snapshot: Path, filters: Filters, sort: str, columns: tuple[str, ...], facts: Facts) -> bytes:
    """The same as a zip with all that explains it."""
    with _connection(str(snapshot)).cursor() as cursor:
        pieces = export_figures(figure_batches(cursor, filters, sort), text.dictionary(), columns)
        return bundle_bytes(pieces, text.dictionary(), facts, columns)
