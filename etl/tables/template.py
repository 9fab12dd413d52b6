"""Writing the empty form: lists to choose from, checked cells, one example, a sheet of explanations."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from etl.registry.indicators import Indicator, Kind
from etl.registry.places import Level
from etl.tables.figures import Terms
from etl.tables.form import ABOUT_COLUMN, ABOUT_ROW, MARK, Form, load_form
from etl.tables.sheets import letters

_HEAD = PatternFill("solid", fgColor="DCE6F1")
_ENTRY = PatternFill("solid", fgColor="FFFBE6")
_GREY = Font(name="宋体", color="808080", italic=True)
_TEXT = Font(name="宋体")
_BOLD = Font(name="宋体", bold=True)
_TITLE = Font(name="宋体", bold=True, size=16)
_LINE = Border(*(Side(style="thin", color="BFBFBF"),) * 4)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_CLOCK = datetime(2000, 1, 1)
"""In place of the moment of writing."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_LINED_ROWS = 15
_REQUIRED = ("place", "indicator", "measure", "value", "unit", "year", "period")


def write_form(terms: Terms) -> bytes:
    """Return the empty form as an XLSX file; the same registries give the same bytes."""
    form = load_form()
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    entry = workbook.create_sheet(form.sheet)
    ranges = _options(workbook.create_sheet(form.options), _lists(form, terms), form)
    _explain(workbook.create_sheet(form.explanations, 1), form, terms)
    _entry(entry, form)
    _validate(entry, form, ranges)
    workbook.properties.creator = form.title
    workbook.properties.created = workbook.properties.modified = _NO_CLOCK
    return _without_clock(workbook)


def _lists(form: Form, terms: Terms) -> dict[str, Sequence[str]]:
    places = terms.registries.places
    levels = (Level.PROVINCE, Level.CITY)
    above = [place.name for level in levels for place in places.of_level(level)]
    canonical = [indicator.canonical_unit for indicator in _offered(terms)]
    labels = terms.dictionary.labels
    return {
        "place": [*(place.name for place in places.counties), *above],
        "indicator": [indicator.name_zh for indicator in _offered(terms)],
        "measure": list(labels["measure"].values()),
        "unit": list(dict.fromkeys(unit for unit in (*form.units, *canonical) if unit)),
        "period": list(form.periods),
        "status": list(labels["status"].values()),
        "revision": list(labels["revision"].values()),
        "tier": list(labels["source_tier"].values()),
    }


def _offered(terms: Terms) -> list[Indicator]:
    return [found for found in terms.registries.indicators.by_id.values() if found.kind is not Kind.GROWTH_ONLY]


def _options(sheet: Any, lists: dict[str, Sequence[str]], form: Form) -> dict[str, str]:
    """Write the lists side by side; return the range of each."""
    labels = {column.role: column.label for column in form.columns} | {about.key: about.label for about in form.about}
    ranges = {}
    for column, (role, values) in enumerate(lists.items(), start=1):
        sheet.cell(1, column, labels[role]).font = _BOLD
        sheet.column_dimensions[letters(column)].width = 24
        for row, value in enumerate(values, start=2):
            sheet.cell(row, column, value).font = _TEXT
        letter = letters(column)
        ranges[role] = f"'{form.options}'!${letter}$2:${letter}${len(values) + 1}"
    return ranges


def _entry(sheet: Any, form: Form) -> None:
    sheet["A1"] = form.title
    sheet["A1"].font = _TITLE
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(form.columns))
    for row, about in enumerate(form.about, start=ABOUT_ROW):
        sheet.cell(row, 1, about.label).font = _BOLD
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=ABOUT_COLUMN - 1)
        cell = sheet.cell(row, ABOUT_COLUMN)
        cell.fill, cell.border = _ENTRY, _LINE
        sheet.cell(row, ABOUT_COLUMN + 1, about.hint).font = _GREY
    for column, described in enumerate(form.columns, start=1):
        head = sheet.cell(form.header_row, column, described.label)
        head.font, head.fill, head.border = _BOLD, _HEAD, _LINE
        sheet.column_dimensions[letters(column)].width = described.width
        example = form.example if described.role == MARK else form.example_row.get(described.role, "")
        cell = sheet.cell(form.header_row + 1, column, _typed(described.role, example))
        cell.font, cell.border = _GREY, _LINE
        for row in range(form.header_row + 2, form.header_row + 2 + _LINED_ROWS):
            cell = sheet.cell(row, column)
            cell.border = _LINE
            if described.role in _REQUIRED:
                cell.fill = _ENTRY
    sheet.freeze_panes = sheet.cell(form.header_row + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)


def _typed(role: str, text: str) -> str | float | int | None:
    if not text:
        return None
    return int(text) if role == "year" else float(text) if role == "value" else text


def _validate(sheet: Any, form: Form, ranges: dict[str, str]) -> None:
    first, last = form.header_row + 1, form.header_row + 1 + form.rows
    for column, described in enumerate(form.columns, start=1):
        rule = _rule(described.role, form, ranges)
        if rule is None:
            continue
        rule.promptTitle, rule.prompt = described.label, described.text[:250]
        rule.errorTitle, rule.error = described.label, described.text[:220]
        rule.showErrorMessage = rule.showInputMessage = True
        rule.add(f"{letters(column)}{first}:{letters(column)}{last}")
        sheet.add_data_validation(rule)
    for row, about in enumerate(form.about, start=ABOUT_ROW):
        rule = _rule(about.key, form, ranges)
        if rule is not None:
            rule.showErrorMessage = True
            rule.errorTitle, rule.error = about.label, about.hint
            rule.add(f"{letters(ABOUT_COLUMN)}{row}")
            sheet.add_data_validation(rule)


def _rule(role: str, form: Form, ranges: dict[str, str]) -> DataValidation | None:
    if role in ranges:
        return DataValidation(type="list", formula1=ranges[role], allow_blank=True)
    if role == "value":
        return DataValidation(type="decimal", operator="between", formula1="-1E+15", formula2="1E+15", allow_blank=True)
    if role == "year":
        low, high = map(str, form.years)
        return DataValidation(type="whole", operator="between", formula1=low, formula2=high, allow_blank=True)
    if role == "reference_date":
        earliest = (date(form.years[0], 1, 1) - date(1899, 12, 30)).days
        return DataValidation(type="date", operator="greaterThanOrEqual", formula1=str(earliest), allow_blank=True)
    return None


def _explain(sheet: Any, form: Form, terms: Terms) -> None:
    """Write what each field means, then every indicator with its unit and definition."""
    rows: list[Sequence[str]] = [(form.title, ""), *((about.label, about.hint) for about in form.about)]
    rows += [(column.label, column.text) for column in form.columns]
    for row, cells in enumerate(rows, start=1):
        _write_row(sheet, row, cells, bold=row == 1)
    start = len(rows) + 2
    labels = terms.dictionary.labels["measure"]
    _write_row(sheet, start, ("指标", "定义", "规范单位", "可填度量"), bold=True)
    for row, indicator in enumerate(_offered(terms), start=start + 1):
        measures = "、".join(label for code, label in labels.items() if code in indicator.measures)
        _write_row(sheet, row, (indicator.name_zh, indicator.definition, indicator.canonical_unit, measures))
    for column, width in zip("ABCD", (34, 90, 12, 28), strict=True):
        sheet.column_dimensions[column].width = width


def _write_row(sheet: Any, row: int, cells: Sequence[str], bold: bool = False) -> None:
    for column, text in enumerate(cells, start=1):
        cell = sheet.cell(row, column, text)
        cell.font = _BOLD if bold or column == 1 else _TEXT
        cell.alignment = _WRAPPED


def _without_clock(workbook: Any) -> bytes:
    """Return the file with fixed days in place of the moment of writing."""
    written, fixed = io.BytesIO(), io.BytesIO()
    workbook.save(written)
    moment = _NO_CLOCK.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            target.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
