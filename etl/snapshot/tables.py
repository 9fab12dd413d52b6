"""Writing rows into the tables of a snapshot, in batches, and hashing them on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

if TYPE_CHECKING:
    import duckdb

BATCH = 50_000
_Item = TypeVar("_Item")


class RowHash:
    """A hash over rows: equal tables give equal digests, whatever the file's bytes."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows of a table; order counts."""
        self._hash.update("".join(f"{table}{row!r}\n" for row in rows).encode())

    def hexdigest(self) -> str:
        """Return the digest of all that was added."""
        return self._hash.hexdigest()


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[Any, ...]], digest: RowHash
) -> Iterator[int]:
    """Insert ``rows`` (in the order of the table's columns) and yield how many after each batch."""
    columns = [str(name) for (name,) in connection.execute(_COLUMNS, [table]).fetchall()]
    done = 0
    for batch in _batches(rows, BATCH):
        digest.add(table, batch)
        frame = pd.DataFrame(batch, columns=columns, dtype=object)
        connection.register("batch", frame)
        connection.execute(f"INSERT INTO {table} SELECT * FROM batch")  # noqa: S608 - the schema's names
        connection.unregister("batch")
        done += len(batch)
        yield done


_COLUMNS = "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
