"""A snapshot from figures, open for queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from etl import queries
from etl.normalise.knowledge import Knowledge, load_knowledge
from etl.snapshot.build import build
from tests.factories import write_sources

Snapshot = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture(scope="session")
def registries() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def snapshot(tmp_path: Path, registries: Knowledge) -> Iterator[Snapshot]:
    """Return a function that builds a snapshot of figures (arguments of `write_sources`) and opens it."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def of(*figures: object, **others: object) -> duckdb.DuckDBPyConnection:
        sources = write_sources(tmp_path, figures, **others)  # type: ignore[arg-type]
        opened.append(queries.open_snapshot(build(sources, registries, tmp_path / "out")))
        return opened[-1]

    yield of
    for connection in opened:
        connection.close()
