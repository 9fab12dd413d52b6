"""Checks of tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from etl.errors import Finding
from etl.model import Figure
from etl.tables.figures import Terms


def doubts(figures: Iterable[Figure], terms: Terms, file: str, accepted: Collection[str]) -> Iterator[Finding]:
    """Stub."""
    yield from ()
