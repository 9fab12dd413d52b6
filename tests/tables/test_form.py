"""The form: it goes out, is filled in, and comes back without a mapping."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from etl.catalogue import load_catalogue
from etl.cli import main
from etl.model import Measure, Status
from etl.tables.form import load_form
from etl.tables.template import write_form

FIRST = 9
ROWS = [
    (None, "安吉县", "地区生产总值", "水平", 615.3, "亿元", 2023, "全年", "实际", "初步", "安吉县统计公报", None, None),
    (None, "安吉县", "地区生产总值", "增速", 5.6, "%", 2023, "全年", None, "最终", None, None, "可比价"),
    (None, "德清县", "常住人口", "水平", "56.1", "万人", 2023, "年末"),
    (None, "德清县", "农村居民人均可支配收入", "水平", 36012, "元", "2023", "1-9月", "目标"),
]


@pytest.fixture(scope="module")
def empty(request):
    from etl.tables.importing import load_terms

    return write_form(load_terms())


@pytest.fixture
def filled(tmp_path, empty):
    """Return a function that fills rows into the form and saves it."""

    def fill(rows=ROWS, change=None):
        workbook = openpyxl.load_workbook(io.BytesIO(empty))
        sheet = workbook["填报"]
        sheet["C2"], sheet["C3"], sheet["C4"], sheet["C5"] = "2023年统计公报", "某局", date(2024, 3, 20), "官方发布"
        for number, row in enumerate(rows, start=FIRST):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column, value)
        if change:
            change(workbook)
        path = tmp_path / "filled.xlsx"
        workbook.save(path)
        return path

    return fill


def test_what_comes_back_filled_in_is_imported_without_a_mapping(filled, take):
    first, growth, people, target = take(filled(), mapping=None).figures
    assert (first.place, first.indicator_id, str(first.value), first.unit) == ("330523", "gdp", "615.3", "亿元")
    assert (first.revision, first.source, first.cell) == ("preliminary", "安吉县统计公报", "填报!E9")
    assert (growth.measure, growth.revision, growth.note) == (Measure.GROWTH, "final", "可比价")
    assert (people.period_start, people.period_end) == (None, date(2023, 12, 31))
    assert (target.status, target.period_start, target.period_end) == (
        Status.TARGET,
        date(2023, 1, 1),
        date(2023, 9, 30),
    )


def test_the_form_says_what_the_catalogue_needs(filled, tmp_path, capsys):
    catalogue = tmp_path / "documents.csv"
    header = (
        "document_id,file,title,kind,publisher,reference_date,published_on,place_code,source_tier,verified,sha256,note"
    )
    catalogue.write_text(f"{header}\n", encoding="utf-8")
    command = ["table", str(filled()), "--ledger", str(tmp_path / "ledger"), "--catalogue", str(catalogue)]
    assert main(command) == 0, capsys.readouterr().err
    (entry,) = load_catalogue(catalogue).entries
    document = entry.document
    assert (document.document_id, document.title, document.publisher) == ("filled", "2023年统计公报", "某局")
    assert (document.reference_date, document.source_tier, document.kind) == (date(2024, 3, 20), "official", "table")
    assert len(entry.sha256) == 64
    assert main(command) == 0, "the same form again is the same table"


def test_a_form_without_title_date_and_tier_says_so(filled, tmp_path, capsys):
    def clear(workbook):
        for cell in ("C2", "C4", "C5"):
            workbook["填报"][cell] = None

    catalogue = tmp_path / "documents.csv"
    catalogue.write_text("document_id,file,title,kind,reference_date\n", encoding="utf-8")
    assert main(["table", str(filled(change=clear)), "--catalogue", str(catalogue)]) == 1
    error = capsys.readouterr().err
    assert all(f"no {key} of a table" in error for key in ("title", "reference_date", "tier"))


def test_the_empty_form_has_no_figure(filled, faults):
    (fault,) = faults(filled(rows=[]), mapping=None)
    assert "no figure" in fault


def test_an_example_that_was_written_over_is_not_lost_silently(filled, faults):
    def overwrite(workbook):
        workbook["填报"]["B8"], workbook["填报"]["E8"] = "德清县", 700

    found = faults(filled(change=overwrite), mapping=None)
    assert [fault.split()[1] for fault in found] == ["填报!B8:", "填报!E8:"]
    assert "no '示例' in front of a figure of your own" in found[0]


def test_an_example_whose_mark_was_taken_off_is_a_figure(filled, take):
    def unmark(workbook):
        workbook["填报"]["A8"], workbook["填报"]["B8"] = None, "长兴县"

    assert take(filled(change=unmark), mapping=None).figures[0].place == "330522"


def test_wrong_cells_and_sheets_that_are_not_of_the_form_are_named(filled, faults):
    def spoil(workbook):
        sheet = workbook["填报"]
        sheet["B9"], sheet["E10"], sheet["H11"], sheet["J12"] = "安吉", date(2023, 1, 1), "去年", "也许"
        sheet["C12"] = "幸福总值"
        workbook.create_sheet("附页").append(["x"])

    found = faults(filled(change=spoil), mapping=None)
    assert sorted(fault.split()[1].rstrip(":") for fault in found) == [
        "填报!C12",
        "填报!E10",
        "填报!H11",
        "填报!J12",
        "附页",
    ]


def test_a_form_with_another_heading_is_refused(filled, faults):
    def move(workbook):
        workbook["填报"]["E7"] = "数额"

    (fault,) = faults(filled(change=move), mapping=None)
    assert "填报!E7" in fault
    assert "expected '数值'" in fault


def test_choices_come_from_the_registries_and_cells_are_checked(empty, terms):
    workbook = openpyxl.load_workbook(io.BytesIO(empty))
    rules = {str(rule.sqref).split(":")[0]: rule for rule in workbook["填报"].data_validations.dataValidation}
    options = workbook["选项"]
    listed = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in options.iter_cols()}
    assert len([name for name in listed["地区"] if name[-1] in "县市区"]) == 90 + 11
    assert {"地区生产总值", "常住人口"} <= {*listed["指标"]}
    by_wording, fold = terms.registries.indicators.by_wording, terms.registries.indicators.wording.fold
    assert [name for name in listed["指标"] if fold(name) not in by_wording] == []
    assert rules["B8"].formula1 == f"'选项'!$A$2:$A${1 + len(listed['地区'])}"
    assert {rules[cell].type for cell in ("B8", "C8", "D8", "F8", "H8", "I8", "J8")} == {"list"}
    assert (rules["E8"].type, rules["G8"].type, rules["C4"].type) == ("decimal", "whole", "date")


def test_every_period_of_the_form_is_one(terms):
    assert all(terms.words.period(f"2023年{period}") for period in load_form().periods)


def test_the_sheet_of_explanations_names_every_column_and_indicator(empty, terms):
    sheet = openpyxl.load_workbook(io.BytesIO(empty))["说明"]
    told = {row[0].value for row in sheet.iter_rows()}
    assert {column.label for column in load_form().columns} <= told
    assert "地区生产总值" in told


def test_the_form_is_the_same_bytes_every_time(empty, terms):
    assert write_form(terms) == empty


def test_the_command_writes_it(tmp_path, capsys, empty):
    assert main(["template", "--output", str(tmp_path / "form.xlsx")]) == 0
    assert (tmp_path / "form.xlsx").read_bytes() == empty
    assert main(["template", "--output", str(tmp_path / "form.csv")]) == 1
    assert "expected FILE.xlsx" in capsys.readouterr().err
