"""Importing small tables: a CSV text or a workbook, a mapping, and what comes of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.errors import InputError
from etl.model import Document
from etl.tables.figures import Terms
from etl.tables.importing import Imported, import_table, load_terms, read_mapped
from tests.snapshot.conftest import registries, snapshot

__all__ = ["registries", "snapshot"]

DOCUMENT = Document("tab", "tab.csv", "某年鉴", "table", "某局", date(2023, 12, 31), source_tier="official")
LONG = """
layout = "long"
[[sheet]]
header = 1
[sheet.columns]
A = "place"
B = "indicator"
C = "measure"
D = "value"
E = "unit"
F = "period"
"""
WIDE = """
layout = "wide"
[[sheet]]
header = 1
period = "2022"
[sheet.columns]
A = "place"
B = { indicator = "gdp", unit = "亿元" }
"""
HEADER = "地区,指标,度量,数值,单位,时期"


def workbook_with(path: Path, value: object, number_format: str | None = None) -> Path:
    """Save a workbook of two counties whose second value is ``value`` and return its path."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "表1"
    sheet.append(["地区", "地区生产总值"])
    sheet.append(["安吉县", 582.4])
    sheet.append(["德清县", value])
    if number_format:
        sheet["B3"].number_format = number_format
    workbook.save(path)
    return path


@pytest.fixture(scope="session")
def terms() -> Terms:
    return load_terms()


Take = Callable[..., Imported]


@pytest.fixture
def take(tmp_path: Path, terms: Terms) -> Take:
    """Return a function that imports a table (rows of a long CSV, or a file) with a mapping."""

    def imported(
        table: str | Path, mapping: str | None = LONG, document: Document = DOCUMENT, accepted: tuple[str, ...] = ()
    ) -> Imported:
        path = table if isinstance(table, Path) else tmp_path / "tab.csv"
        if isinstance(table, str):
            path.write_text(f"{HEADER}\n{table}\n" if mapping == LONG else table, encoding="utf-8")
        if mapping is not None:
            path.with_suffix(".toml").write_text(mapping, encoding="utf-8")
        book, table_map = read_mapped(path, None, terms)
        return import_table(book, document, table_map, terms, accepted)

    return imported


@pytest.fixture
def faults(take: Take) -> Callable[..., list[str]]:
    """Return a function that imports a table in vain and returns its findings as texts."""

    def found(*arguments: object, **others: object) -> list[str]:
        with pytest.raises(InputError) as caught:
            take(*arguments, **others)
        return [str(finding) for finding in caught.value.findings]

    return found
