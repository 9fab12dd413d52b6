"""A reader of one text, as the tests of extraction use it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from etl.extract.engine import extract
from etl.model import Document, Extraction, Figure
from tests.measured import (  # noqa: F401 - fixtures of these tests
    documents,
    extractions,
    quality,
    scorer,
    second_half,
    tiers,
)

REFERENCE = date(2023, 12, 31)


def make_document(**overrides: object) -> Document:
    """Return a document of 安吉县 in 2023; a test states only what differs."""
    fields: dict[str, object] = {
        "document_id": "test",
        "file": "test.txt",
        "title": "安吉县工作交流材料",
        "kind": "other",
        "publisher": "",
        "reference_date": REFERENCE,
    }
    return Document(**{**fields, **overrides})  # type: ignore[arg-type]


@pytest.fixture
def read() -> Callable[..., Extraction]:
    """Read a text as a document whose fields may be overridden."""
    return lambda text, **overrides: extract(text, make_document(**overrides))


@pytest.fixture
def one(read: Callable[..., Extraction]) -> Callable[..., Figure]:
    """Read a text that holds exactly one figure."""

    def only(text: str, **overrides: object) -> Figure:
        figures = read(text, **overrides).figures
        assert len(figures) == 1, [(figure.text, figure.indicator) for figure in figures]
        return figures[0]

    return only
