"""A snapshot opened for many short questions: what may be compared is worked out once, when it is opened, not in every question.

The connection has the names of a snapshot (tables, ``observation``, ``observation_of``), so that every query works on either.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.errors import InputError
from etl.queries import open_snapshot

_TABLES = (
    "theme", "indicator", "place", "place_group", "place_group_member", "document", "fact", "exclusion", "build",
)  # fmt: skip
# Sorted by what questions ask for: a question reads a few blocks of the table and leaves the rest.
_STORE = """
CREATE TABLE {name} AS SELECT * FROM snapshot.observation_of({verified})
ORDER BY indicator_id, period_end
"""
_VIEWS = """
CREATE VIEW observation AS SELECT * FROM every_observation;
CREATE MACRO observation_of(only_verified) AS TABLE
SELECT * FROM every_observation WHERE NOT only_verified UNION ALL SELECT * FROM verified_observation WHERE only_verified;
"""
_LOCK = "SET enable_external_access = false; SET lock_configuration = true"


def open_for_pages(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot for reading; use a cursor for each question.

    Raises:
        InputError: if there is no such file or it is no complete snapshot.
    """
    open_snapshot(path).close()
    connection = duckdb.connect()
    try:
        connection.execute("SET enable_progress_bar = false")
        quoted = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS snapshot (READ_ONLY)")
        for table in _TABLES:
            row_number = ", rowid" if table == "fact" else ""  # by which `queries.figures` finds the rows it wants
            connection.execute(f"CREATE VIEW {table} AS SELECT *{row_number} FROM snapshot.{table}")  # noqa: S608 - names above
        connection.execute(_STORE.format(name="every_observation", verified="false"))
        doubtful = connection.execute("SELECT count(*) FROM fact WHERE NOT verified").fetchone()
        if doubtful and doubtful[0]:
            connection.execute(_STORE.format(name="verified_observation", verified="true"))
        else:
            connection.execute("CREATE VIEW verified_observation AS SELECT * FROM every_observation")
        connection.execute(_VIEWS)
        connection.execute(_LOCK)
    except duckdb.Error as error:
        connection.close()
        expected = "a snapshot built by this version (run 'python -m etl build')"
        raise InputError.single(path, 0, str(error).splitlines()[0][:200], expected) from error
    return connection
