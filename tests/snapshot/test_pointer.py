"""The pointer, and snapshots that are missing or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import queries
from etl.errors import InputError
from etl.normalise.knowledge import load_knowledge
from etl.snapshot.build import build
from etl.snapshot.pointer import current_path
from tests.factories import make_figure, write_sources


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("built")
    return build(write_sources(folder, [make_figure()]), load_knowledge(), folder / "out").read_bytes()


def place(folder: Path, content: bytes, pointer: bytes = b"facts-0123456789ab.duckdb\n") -> Path:
    (folder / "facts-0123456789ab.duckdb").write_bytes(content)
    (folder / "CURRENT").write_bytes(pointer)
    return folder


def test_the_pointer_names_a_file_of_its_folder(tmp_path, built):
    assert current_path(place(tmp_path, built)).name == "facts-0123456789ab.duckdb"
    assert current_path(place(tmp_path, built, b"facts-0123456789ab.duckdb\r\n "))


@pytest.mark.parametrize(
    "pointer", [b"", b"\xff\xfe\x00", b"../facts-0123456789ab.duckdb", b"/etc/passwd", b"facts.duckdb\nfacts.duckdb"]
)
def test_a_damaged_pointer_is_named(tmp_path, built, pointer):
    with pytest.raises(InputError, match=r"CURRENT:1: .*expected one line such as facts-"):
        current_path(place(tmp_path, built, pointer))


def test_a_missing_pointer_or_target_is_named(tmp_path):
    with pytest.raises(InputError, match=r"CURRENT: .*no such file.*etl build"):
        current_path(tmp_path)
    (tmp_path / "CURRENT").write_text("facts-0123456789ab.duckdb\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"CURRENT:1: .*facts-0123456789ab\.duckdb, which does not exist"):
        current_path(tmp_path)


@pytest.mark.parametrize("content", [b"", b"text", b"\0" * 5000], ids=["empty", "text", "zeros"])
def test_a_file_that_is_no_database_is_named(tmp_path, content):
    with pytest.raises(InputError, match=r"facts-0123456789ab\.duckdb: .*no DuckDB file"):
        current_path(place(tmp_path, content))


@pytest.mark.parametrize("kept", [20, 5_000, 100_000])
def test_a_truncated_snapshot_is_refused_on_opening(tmp_path, built, kept):
    path = current_path(place(tmp_path, built[:kept]))
    with pytest.raises(InputError, match=r"facts-0123456789ab\.duckdb: .*expected a snapshot"):
        queries.open_snapshot(path)


def test_another_database_is_refused_on_opening(tmp_path):
    import duckdb

    path = tmp_path / "facts-0123456789ab.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE build (key VARCHAR, value VARCHAR)")
    with pytest.raises(InputError, match="incomplete snapshot"):
        queries.open_snapshot(path)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM build WHERE key = 'format'", "format 1"),
        ("UPDATE build SET value = '99' WHERE key = 'format'", "format 99"),
    ],
    ids=["older", "newer"],
)
def test_a_snapshot_of_another_format_is_refused_on_opening(tmp_path, built, statement, told):
    import duckdb

    path = current_path(place(tmp_path, built))
    with duckdb.connect(path) as connection:
        connection.execute(statement)
    with pytest.raises(queries.ForeignSnapshotError, match=f"{told}.*expected format 2 .*etl build"):
        queries.open_snapshot(path)


def test_an_open_snapshot_can_neither_be_written_nor_read_other_files(tmp_path, built):
    import duckdb

    with queries.open_snapshot(current_path(place(tmp_path, built))) as connection:
        for statement in (
            "CREATE TABLE x (y INTEGER)",
            "DELETE FROM fact",
            "SELECT * FROM read_csv('/etc/passwd')",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error), connection.cursor() as cursor:
                cursor.execute(statement)
