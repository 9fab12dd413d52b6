from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import streamlit as st

from etl.queries import open_snapshot
from etl.snapshot.pointer import switch
from tests.dashboard.snapshot import SNAPSHOT_NAME, fill


@pytest.fixture(scope="session")
def snapshot_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots")
    with duckdb.connect(folder / SNAPSHOT_NAME) as connection:
        fill(connection)
    switch(folder, SNAPSHOT_NAME)
    return folder


@pytest.fixture
def cursor(snapshot_folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_snapshot(snapshot_folder / SNAPSHOT_NAME) as connection, connection.cursor() as cursor:
        yield cursor


@pytest.fixture
def served(snapshot_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small snapshot in service for pages that run in this process."""
    monkeypatch.setenv("SNAPSHOT_DIR", str(snapshot_folder))
    monkeypatch.delenv("BOUNDARY_FILE", raising=False)
    st.cache_data.clear()
    st.cache_resource.clear()
    return snapshot_folder
