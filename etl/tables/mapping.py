"""The mapping of a table: a small TOML file that says what each sheet and column holds. See ``docs/tables.md``."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from etl.catalogue import NO, YES
from etl.errors import Finding, InputError
from etl.fields import REVISIONS
from etl.model import Measure, Status
from etl.tables.sheets import number
from etl.tables.words import load_words

LAYOUTS = ("wide", "long")
UNKNOWN = "?"
"""What ``--guess`` writes for a column that it does not recognise; nothing is taken in until it is replaced."""
IGNORE = "ignore"
INDICATOR = "indicator"
ROLES = (
    *("place", "code", INDICATOR, "measure", "value", "unit", "period", "year", "period_start", "period_end"),
    *("status", "revision", "preliminary", "tier", "baseline", "source", "source_url", "note", IGNORE),
)
"""What a column can hold. In a wide table ``indicator`` is a column of values of one indicator, given as a table."""
WIDE_ROLES = ("place", "code", IGNORE)
DOCUMENT_KEYS = ("id", "title", "publisher", "reference_date", "published_on", "place_code", "tier", "verified", "note")
_SHEET_KEYS = (
    *("name", "header", "first_row", "last_row", "period", "unit", "status", "revision", "total", "skip_rows"),
    *("hidden", "minus", "columns"),
)
_COLUMN_KEYS = ("role", "title", "indicator", "measure", "unit", "period", "status", "revision", "baseline")
_KEYS = ("layout", "sheet", "ignore_sheets", "document")
_Type = TypeVar("_Type")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds. ``title`` is what its heading must read, ``""`` where the mapping does not say."""

    column: int
    role: str
    title: str = ""
    indicator: str = ""
    measure: str = "level"
    unit: str = ""
    period: str = ""
    status: str = ""
    revision: str = ""
    baseline: str = ""


@dataclass(frozen=True, slots=True)
class SheetMap:
    """What one sheet holds; rows from 1. ``header`` is empty for a sheet without one. ``name`` is ``""`` for a CSV file."""

    name: str
    header: tuple[int, int]
    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    period: str = ""
    unit: str = ""
    status: str = "actual"
    revision: str = "unknown"
    total: str = ""
    skip_rows: tuple[str, ...] = ()
    hidden: bool = False
    minus: str = ""

    def column(self, role: str) -> int:
        """Return the number of the column with a role, 0 if there is none."""
        return next((column.column for column in self.columns if column.role == role), 0)


@dataclass(frozen=True, slots=True)
class TableMap:
    """A whole mapping; ``document`` holds the texts of a catalogue row for a table that the catalogue does not list."""

    file: str
    layout: str
    sheets: tuple[SheetMap, ...]
    ignore_sheets: tuple[str, ...] = ()
    document: Mapping[str, str] | None = None


def load_mapping(path: Path, indicator_ids: Container[str]) -> TableMap:
    """Read a mapping.

    Raises:
        InputError: with all findings: no file, no TOML, unknown keys, a column not mapped, an unknown indicator.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        expected = "a mapping; 'python -m etl table FILE --guess' writes a first one"
        raise InputError.single(path.name, 0, "no such file", expected) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError.single(path.name, 0, str(error), "TOML in UTF-8") from None
    return _Parser(path.name, indicator_ids).mapping(content)


def _text(value: object) -> str:
    """Return a value of TOML as the catalogue writes it."""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


class _Parser:
    def __init__(self, file: str, indicator_ids: Container[str]) -> None:
        self.file = file
        self.indicator_ids = indicator_ids
        self.findings: list[Finding] = []

    def mapping(self, content: Mapping[str, Any]) -> TableMap:
        self._known(content, _KEYS, "")
        layout = self._get(content, "layout", str, "", "")
        if layout not in LAYOUTS:
            self._add(f"layout {layout!r}", f"one of {', '.join(LAYOUTS)}")
        entries = self._get(content, "sheet", list, [], "")
        if not entries:
            self._add("no [[sheet]]", "at least one")
        sheets = tuple(self._sheet(entry, place, layout) for place, entry in enumerate(entries, start=1))
        ignored = self._get(content, "ignore_sheets", list, [], "")
        document = self._get(content, "document", dict, None, "")
        self._known(document or {}, DOCUMENT_KEYS, "document.")
        if self.findings:
            raise InputError(self.findings)
        texts = {key: _text(value) for key, value in document.items()} if document is not None else None
        return TableMap(self.file, layout, sheets, tuple(map(str, ignored)), texts)

    def _sheet(self, entry: Any, place: int, layout: str) -> SheetMap:
        where = f"sheet {place}: "
        if not isinstance(entry, dict):
            self._add(f"{where}{entry!r}", "a table [[sheet]]")
            entry = {}
        self._known(entry, _SHEET_KEYS, where)
        header = self._header(entry.get("header", 0), where)
        listed = self._get(entry, "columns", dict, {}, where)
        columns = tuple(self._column(letter, value, layout, where) for letter, value in listed.items())
        self._demand_roles(columns, layout, where)
        texts = {key: self._get(entry, key, str, "", where) for key in ("name", "unit", "total")}
        return SheetMap(
            header=header,
            first_row=self._get(entry, "first_row", int, header[1] + 1, where),
            last_row=self._get(entry, "last_row", int, 0, where),
            columns=tuple(sorted(columns, key=lambda column: column.column)),
            period=str(entry.get("period", "")),
            status=self._choice(entry, "status", tuple(Status), "actual", where),
            revision=self._choice(entry, "revision", REVISIONS, "unknown", where),
            skip_rows=tuple(map(str, self._get(entry, "skip_rows", list, [], where))),
            hidden=self._get(entry, "hidden", bool, False, where),
            minus=self._choice(entry, "minus", ("", *sorted(load_words().minus)), "", where),
            **texts,
        )

    def _header(self, value: Any, where: str) -> tuple[int, int]:
        rows = value if isinstance(value, list) else [value, value]
        if len(rows) == 2 and all(isinstance(row, int) and row >= 0 for row in rows) and rows[0] <= rows[1]:
            return rows[0], rows[1]
        self._add(f"{where}header = {value!r}", "a row number, or the first and the last: [3, 5]")
        return 0, 0

    def _column(self, letter: str, value: Any, layout: str, where: str) -> Column:
        where = f"{where}column {letter}: "
        table = {"role": value} if isinstance(value, str) else value
        if not number(letter):
            self._add(f"{where}{letter!r}", "the letters of a column")
        if not isinstance(table, dict):
            self._add(f"{where}{value!r}", 'a role such as "place", or a table with an indicator')
            table = {}
        self._known(table, _COLUMN_KEYS, where)
        is_values = layout == "wide" and "indicator" in table
        role = INDICATOR if is_values else self._get(table, "role", str, "", where)
        allowed = WIDE_ROLES if layout == "wide" else ROLES
        if role == UNKNOWN:
            title = self._get(table, "title", str, "", where)
            self._add(f"{where}not mapped {title!r}".rstrip(), 'an indicator, another role or "ignore"')
        elif not is_values and role not in allowed:
            self._add(f"{where}role {role!r}", f"one of {', '.join(allowed)}, or a table with an indicator")
        texts = {key: self._get(table, key, str, "", where) for key in ("title", "indicator", "unit", "baseline")}
        if is_values and texts["indicator"] not in self.indicator_ids:
            self._add(f"{where}indicator {texts['indicator']!r}", "an indicator_id of indicators.csv")
        return Column(
            column=number(letter),
            role=role,
            measure=self._choice(table, "measure", tuple(Measure), "level", where),
            period=str(table.get("period", "")),
            status=self._choice(table, "status", ("", *Status), "", where),
            revision=self._choice(table, "revision", ("", *REVISIONS), "", where),
            **texts,
        )

    def _demand_roles(self, columns: tuple[Column, ...], layout: str, where: str) -> None:
        roles = [column.role for column in columns]
        if not {"place", "code"} & {*roles}:
            self._add(f"{where}no place", 'a column "place" or "code"')
        wanted = (INDICATOR,) if layout == "wide" else (INDICATOR, "value")
        for role in wanted:
            if role not in roles and UNKNOWN not in roles:
                self._add(f"{where}no {role}", f'a column "{role}"')
        single = [role for role in roles if role not in (IGNORE, UNKNOWN) and (layout == "long" or role != INDICATOR)]
        for role in sorted({role for role in single if single.count(role) > 1}):
            self._add(f"{where}two columns {role!r}", "one")

    def _get(self, table: Mapping[str, Any], key: str, kind: type[_Type], default: Any, where: str) -> Any:
        value = table.get(key, default)
        if value is not default and not isinstance(value, kind):
            self._add(f"{where}{key} = {value!r}", f"a {kind.__name__}")
            return default
        return value

    def _choice(self, table: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: str, where: str) -> str:
        value = table.get(key, default)
        if value not in allowed:
            self._add(f"{where}{key} = {value!r}", f"one of {', '.join(filter(None, allowed))}")
            return default
        return str(value)

    def _known(self, table: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in allowed:
                self._add(f"{where}unknown key {key!r}", f"only {', '.join(allowed)}")

    def _add(self, found: str, expected: str) -> None:
        self.findings.append(Finding(self.file, 0, found, expected))
