"""Forms."""

from __future__ import annotations

from etl.tables.figures import Collector
from etl.tables.sheets import Book


def is_form(book: Book) -> bool:
    """Stub."""
    return False


def collect_form(book: Book, collector: Collector) -> None:
    """Stub."""


def form_document(book: Book) -> dict[str, str]:
    """Stub."""
    return {}
