"""A yearbook's workbook: a first mapping, one corrected line, and every number in its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from etl.errors import InputError
from etl.model import Measure, Scope
from etl.tables.guess import write_guess
from tests.tables.yearbook import SHEET, write_yearbook


@pytest.fixture
def book(tmp_path, terms):
    """The workbook with a first mapping beside it."""
    path = tmp_path / "yearbook.xlsx"
    write_yearbook(path)
    write_guess(path, path.with_suffix(".toml"), terms, listed=True)
    return path


@pytest.fixture
def corrected(book):
    """The workbook with the one line of its mapping corrected that was not recognised."""
    mapping = book.with_suffix(".toml")
    lines = mapping.read_text(encoding="utf-8").splitlines()
    asked = [number for number, line in enumerate(lines) if 'role = "?"' in line]
    assert len(asked) == 1
    lines[asked[0]] = 'I = "ignore"'
    mapping.write_text("\n".join(lines), encoding="utf-8")
    return book


@pytest.fixture
def figures(corrected, take):
    """The imported figures by cell, without the sheet's name."""
    imported = take(corrected, mapping=None)
    return {figure.cell.removeprefix(f"{SHEET}!"): figure for figure in imported.figures}


def test_the_guess_says_which_heading_it_did_not_recognise(tmp_path, terms):
    path = tmp_path / "yearbook.xlsx"
    write_yearbook(path)
    lines = write_guess(path, tmp_path / "m.toml", terms, listed=True)
    assert f"yearbook.xlsx {SHEET}: 8 of 9 columns recognised (wide)" in lines
    assert [line for line in lines if "not recognised" in line and "营商环境便利度" in line and f"{SHEET}!I5" in line]


def test_nothing_is_taken_in_before_every_column_is_mapped(book, faults):
    (fault,) = faults(book, mapping=None)
    assert "column I: not mapped '营商环境便利度（分）'" in fault


def test_a_mapping_that_is_there_is_not_replaced(book, terms):
    with pytest.raises(InputError, match="a mapping that is there already"):
        write_guess(book, book.with_suffix(".toml"), terms, listed=True)


def test_every_number_is_taken_in_and_every_missing_mark_is_counted(figures, take, corrected):
    assert len(figures) == 55
    assert take(corrected, mapping=None).missing == 8


@pytest.mark.parametrize(
    ("cell", "place", "indicator", "measure", "value", "unit"),
    [
        ("B6", "330000", "gdp", "level", "77715", "亿元"),
        ("C7", "330100", "gdp", "growth", "1.5", "%"),
        ("B9", "330102", "gdp", "level", "2543.1", "亿元"),
        ("D9", "330102", "industry_va_above_scale", "level", "3052000", "万元"),
        ("E9", "330102", "industry_va_above_scale", "growth", "-0.9", "%"),
        ("F10", "330106", "population_resident", "level", "116.2", "万人"),
        ("B12", "330127", "gdp", "level", "259.7", "亿元"),
        ("C12", "330127", "gdp", "growth", "2.0", "%"),
        ("G14", "331127", "income_per_capita_rural", "level", "26520", "元"),
        ("H14", "331127", "income_per_capita_rural", "growth", "8.4", "%"),
    ],
)
def test_a_cell_says_what_it_said_on_the_page(figures, cell, place, indicator, measure, value, unit):
    figure = figures[cell]
    assert (figure.place, figure.indicator_id, figure.measure) == (place, indicator, Measure(measure))
    assert (figure.value, figure.unit) == (Decimal(value), unit)


def test_the_row_of_the_urban_districts_is_a_part_of_its_city(figures):
    assert (figures["B8"].place, figures["B8"].scope, figures["B8"].scope_name) == ("330100", Scope.PART, "市辖区")
    assert figures["B7"].scope is Scope.WHOLE


def test_the_year_of_the_title_is_the_period_and_stocks_have_only_a_day(figures):
    assert (figures["B6"].period_start, figures["B6"].period_end) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (figures["F6"].period_start, figures["F6"].period_end) == (None, date(2022, 12, 31))


def test_a_figure_stands_at_sheet_and_cell_with_the_text_of_the_cell(figures):
    assert figures["B9"].figure_id == f"tab:{SHEET}!B9"
    assert figures["B9"].text == "2,543.1①"


def test_the_year_may_stand_in_the_sheet_name_only(tmp_path, terms):
    path = tmp_path / "y.xlsx"
    workbook = write_yearbook(path, name="2021年")
    sheet = workbook.active
    sheet["A1"] = "各县主要指标"
    workbook.save(path)
    write_guess(path, path.with_suffix(".toml"), terms, listed=True)
    assert 'period = "2021年"' in path.with_suffix(".toml").read_text(encoding="utf-8")


def test_without_any_year_the_guess_asks_and_the_import_refuses(tmp_path, terms, faults):
    path = tmp_path / "y.xlsx"
    workbook = write_yearbook(path, name="甲")
    workbook.active["A1"] = "各县主要指标"
    workbook.active["I3"] = "常住人口城镇化率（%）"
    workbook.save(path)
    lines = write_guess(path, path.with_suffix(".toml"), terms, listed=True)
    assert any("no period in headings, title or sheet name" in line for line in lines)
    assert all("period '?'" in fault for fault in faults(path, mapping=None))


def test_columns_of_two_years_under_one_indicator_have_their_own_periods(tmp_path, terms, take):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "常住人口"
    for row in (
        ("地区", "年末常住人口（万人）", None),
        (None, "2021年", "2022年"),
        ("安吉县", 59.2, 60.1),
        ("德清县", 55, 56),
    ):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    path = tmp_path / "p.xlsx"
    workbook.save(path)
    write_guess(path, path.with_suffix(".toml"), terms, listed=True)
    figures = {figure.cell: figure.period_end for figure in take(path, mapping=None).figures}
    assert figures == {
        "常住人口!B3": date(2021, 12, 31),
        "常住人口!C3": date(2022, 12, 31),
        "常住人口!B4": date(2021, 12, 31),
        "常住人口!C4": date(2022, 12, 31),
    }


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("1-5 各县（市、区）历年地区生产总值", "gdp"),
        ("各县市区地区生产总值（2021—2022年）", "gdp"),
        ("表3.2 2021—2022年各市、县地区生产总值情况", "gdp"),
        ("分县民营经济地区生产总值", None),
    ],
)
def test_where_headings_are_only_years_the_title_names_the_indicator(tmp_path, terms, take, title, indicator):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "甲"
    for row in (
        (title,),
        ("", "", "单位：亿元"),
        ("地区", "2021年", "2022年"),
        ("安吉县", 566.3, 582.4),
        ("德清县", 615, 658),
    ):
        sheet.append(row)
    path = tmp_path / "p.xlsx"
    workbook.save(path)
    write_guess(path, path.with_suffix(".toml"), terms, listed=True)
    mapping = path.with_suffix(".toml").read_text(encoding="utf-8")
    if indicator is None:
        assert mapping.count('role = "?"') == 2
        return
    figures = take(path, mapping=None).figures
    assert [(figure.cell, figure.period_end.year) for figure in figures][:2] == [("甲!B4", 2021), ("甲!C4", 2022)]
    assert {figure.indicator_id for figure in figures} == {indicator}


def test_another_edition_with_moved_columns_is_refused(corrected, faults):
    workbook = openpyxl.load_workbook(corrected)
    workbook.active["F4"] = "年末户籍人口（万人）"
    workbook.save(corrected)
    (fault,) = faults(corrected, mapping=None)
    assert f"{SHEET}!F5" in fault
    assert "'人口 年末常住人口（万人）', as the mapping says" in fault


def test_the_level_of_a_rate_in_per_cent_is_a_share_as_in_prose(take):
    table = "地区,城镇化率\n安吉县,62.1\n"
    columns = 'A = "place"\nB = { indicator = "urbanisation", unit = "%" }\n'
    mapping = f'layout = "wide"\n[[sheet]]\nheader = 1\nperiod = "2022"\n[sheet.columns]\n{columns}'
    (figure,) = take(table, mapping).figures
    assert (figure.indicator_id, figure.measure) == ("urbanisation", Measure.SHARE)


def test_a_sheet_for_each_year_keeps_its_year_and_rows_of_no_place_are_asked_for(tmp_path, terms, take):
    workbook = openpyxl.Workbook()
    workbook.active.title = "封面"
    workbook.active["A1"] = "某市统计年鉴"
    for year in (2021, 2022):
        sheet = workbook.create_sheet(f"{year}年")
        for row in (
            ("单位：亿元、%",),
            ("代码", "地区", "GDP", "GDP增速", "第三产业增加值占GDP比重"),
            ("甲", "乙", "1", "2", "3"),
            (330502, "吴兴区", 900, 3.1, 60.0),
            ("", "经济开发区", 88, 1.0, "-"),
            (330523, "安吉县", 582.4, "4.0①", 48),
        ):
            sheet.append(row)
    path = tmp_path / "m.xlsx"
    workbook.save(path)
    lines = write_guess(path, path.with_suffix(".toml"), terms, listed=True)
    assert [line for line in lines if "2021年!B5" in line and "'经济开发区', not recognised" in line]
    assert "m.xlsx 封面: no table recognised, named in ignore_sheets" in lines
    mapping = path.with_suffix(".toml").read_text(encoding="utf-8")
    assert '"?"' not in mapping
    figures = take(path, mapping.replace("first_row", 'skip_rows = ["经济开发区"]\nfirst_row')).figures
    assert {(figure.section, figure.period_end.year) for figure in figures} == {("2021年", 2021), ("2022年", 2022)}
    assert len(figures) == 12


def test_a_heading_that_narrows_the_indicator_is_not_recognised_as_the_whole(tmp_path, terms):
    path = tmp_path / "n.csv"
    path.write_text("地区,民营 固定资产投资（亿元）,固定资产投资（亿元）\n安吉县,1,2\n德清县,1,2\n", encoding="utf-8")
    write_guess(path, path.with_suffix(".toml"), terms, listed=True)
    lines = path.with_suffix(".toml").read_text(encoding="utf-8").splitlines()
    assert [line[:1] for line in lines if 'role = "?"' in line] == ["B"]
    assert [line[:1] for line in lines if "investment_fixed_assets" in line and "indicator" in line] == ["C"]
