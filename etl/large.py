"""Large tables: their figures as a Parquet file of texts beside the ledger, with the columns of a table's ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from etl.errors import InputError

FOLDER = "large"
_BATCH = 50_000
"""Rows held as texts at once."""


def large_folder(ledger: Path) -> Path:
    """Return the folder of large tables that belongs to a ledger folder."""
    return ledger.with_name(FOLDER)


def large_file(ledger: Path, document_id: str) -> Path:
    """Return the file of a document's large table."""
    return large_folder(ledger) / f"{document_id}.parquet"


def write_large(path: Path, columns: Mapping[str, Sequence[str]]) -> None:
    """Write columns of texts to ``path``, which changes only when all is written. Equal texts give equal bytes."""
    import duckdb
    import pandas as pd

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    frame = pd.DataFrame({name: pd.Series(texts, dtype="str") for name, texts in columns.items()})
    try:
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.from_df(frame).write_parquet(str(temporary), compression="zstd")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read_large(path: Path, columns: Sequence[str]) -> Iterator[list[str]]:
    """Yield the rows of a large table.

    Raises:
        InputError: if the file is no Parquet file or has other columns.
    """
    import duckdb

    try:
        with duckdb.connect(config={"threads": 1}) as connection:
            relation = connection.read_parquet(str(path))
            if relation.columns != list(columns):
                found = f"columns {','.join(relation.columns)[:200]!r}"
                raise InputError.single(path.name, 0, found, f"the columns {','.join(columns)}")
            done = 0
            while batch := relation.limit(_BATCH, done).fetchall():
                yield from map(list, batch)
                done += len(batch)
    except duckdb.Error as error:
        found = f"a file that DuckDB cannot read ({str(error).splitlines()[0][:200]})"
        raise InputError.single(path.name, 0, found, "a large table written by 'python -m etl table'") from None
