"""Periods, numbers and places as tables write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from etl.tables.numbers import CellError, read_number
from etl.tables.places import Spot
from etl.tables.recognising import find_period
from etl.tables.sheets import letters, number


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022", (2022, 1, 1), (2022, 12, 31)),
        ("2022年", (2022, 1, 1), (2022, 12, 31)),
        ("2022年度", (2022, 1, 1), (2022, 12, 31)),
        ("2022年全年", (2022, 1, 1), (2022, 12, 31)),
        ("2022年 上半年", (2022, 1, 1), (2022, 6, 30)),
        ("2022H1", (2022, 1, 1), (2022, 6, 30)),
        ("2022年下半年", (2022, 7, 1), (2022, 12, 31)),
        ("2022年一季度", (2022, 1, 1), (2022, 3, 31)),
        ("2022年第3季度", (2022, 7, 1), (2022, 9, 30)),
        ("2022年前三季度", (2022, 1, 1), (2022, 9, 30)),
        ("2022年1-9月", (2022, 1, 1), (2022, 9, 30)),
        ("2024年1—2月", (2024, 1, 1), (2024, 2, 29)),
        ("2022年9月", (2022, 9, 1), (2022, 9, 30)),
        ("2022-09", (2022, 9, 1), (2022, 9, 30)),
        ("２０２２年", (2022, 1, 1), (2022, 12, 31)),
        ("2022年末", None, (2022, 12, 31)),
        ("2022年6月末", None, (2022, 6, 30)),
        ("..2022-12-31", None, (2022, 12, 31)),
        ("2022-01-01..2022-06-30", (2022, 1, 1), (2022, 6, 30)),
    ],
)
def test_a_period_is_read_as_it_is_written(terms, text, start, end):
    assert terms.words.period(text) == (date(*start) if start else None, date(*end))


@pytest.mark.parametrize("text", ["", "去年", "22年", "2022年13月", "2022-13-01..2022-14-01", "20222", "一季度", "?"])
def test_what_is_no_period_is_none(terms, text):
    assert terms.words.period(text) is None


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("表3.2 2022年各县主要指标", "2022年"),
        ("2-1　各县主要指标（2023年上半年）", "2023年上半年"),
        ("2022", "2022"),
        ("12022年", ""),
        ("各县主要指标", ""),
    ],
)
def test_the_period_of_a_title_is_found(terms, title, period):
    assert find_period(title, terms.words) == period


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1234.5", "1234.5", ""),
        ("1,234.50", "1234.50", ""),
        ("1，234", "1234", ""),
        ("12 345", "12345", ""),
        ("１２．５", "12.5", ""),
        ("-3.2", "-3.2", ""),
        ("－3.2", "-3.2", ""),
        ("−3.2", "-3.2", ""),
        ("+3.2", "3.2", ""),
        ("12.5①", "12.5", ""),
        ("12.5△", "12.5", ""),
        ("*12.5", "12.5", ""),
        ("12.5①亿元", "12.5", "亿元"),
        ("*12.5", "12.5", ""),
        ("12.5[2]", "12.5", ""),
        ("12.5（注1）", "12.5", ""),
        ("5.3%", "5.3", "%"),
        ("125.6亿", "125.6", "亿"),
        ("125.6 亿元", "125.6", "亿元"),
        ("0", "0", ""),
    ],
)
def test_a_number_is_read_with_marks_and_separators_taken_off(terms, text, value, unit):
    found = read_number(text, terms.words, terms.registries.units)
    assert (f"{found.value:f}", found.unit) == (value, unit)
    assert found.value == Decimal(value)


@pytest.mark.parametrize("mark", ["", "…", "……", "—", "——", "-", "－", "…①", "空", " — ", "/", "N/A"])
def test_a_mark_for_a_missing_value_is_no_number(terms, mark):
    assert read_number(mark, terms.words, terms.registries.units) is None


@pytest.mark.parametrize(
    "text", ["约5", "5-6", "1,23", "1.2.3", "(3.2)", "1e5", "5x", "五", "5 %增长", "5①3", "12①.5", "△5.0", "▲5.0"]
)
def test_what_is_neither_number_nor_mark_is_refused(terms, text):
    with pytest.raises(CellError):
        read_number(text, terms.words, terms.registries.units)


@pytest.mark.parametrize("mark", ["△", "▲"])
def test_a_triangle_in_front_is_a_minus_only_where_the_mapping_says_so(terms, mark):
    found = read_number(f"{mark}5.0", terms.words, terms.registries.units, minus=mark)
    assert found.value == Decimal("-5.0")
    for text in (f"{mark}-5.0", f"{mark}x"):
        with pytest.raises(CellError):
            read_number(text, terms.words, terms.registries.units, minus=mark)
    with pytest.raises(CellError) as caught:
        read_number(f"{mark}5.0", terms.words, terms.registries.units)
    assert f'minus = "{mark}"' in caught.value.expected


@pytest.mark.parametrize(
    ("name", "on", "spot"),
    [
        ("上 城 区", None, Spot("330102")),
        ("　　上　城　区*", date(2022, 12, 31), Spot("330102")),
        ("其中：景宁县", None, Spot("331127")),
        ("# 龙港市", None, Spot("330383")),
        ("杭州西湖区", None, Spot("330106")),
        ("江山", None, Spot("330881")),
        ("全　省", None, Spot("330000")),
        ("市辖区", None, Spot("330100", "市辖区")),
        ("宁波市区", None, Spot("330200", "宁波市区")),
        ("下城区", date(2020, 12, 31), Spot("330105", "下城区")),
        ("余杭区", date(2020, 12, 31), Spot("330110", "余杭区")),
        ("余杭区", date(2021, 12, 31), Spot("330110")),
        ("柯桥区", date(2012, 12, 31), Spot("330603")),
        ("富阳市", date(2010, 12, 31), Spot("330111")),
        ("南太湖新区", None, Spot("330502", "南太湖新区")),
    ],
)
def test_a_name_means_the_place_it_had_then(terms, name, on, spot):
    assert terms.finder.find(name, "", on, city="330100") == spot


@pytest.mark.parametrize(
    ("name", "code", "year", "spot"),
    [
        ("", "330110", 2019, Spot("330110", "余杭区")),
        ("", "330110000000", 2019, Spot("330110", "余杭区")),
        ("", "330110", 2021, Spot("330110")),
        ("", "330109", 2020, Spot("330109", "萧山区")),
        ("余杭", "", 2019, Spot("330110", "余杭区")),
        ("余杭", "330110", 2019, Spot("330110", "余杭区")),
        ("杭州市余杭区", "", 2019, Spot("330110", "余杭区")),
        ("杭州市余杭区", "", 2022, Spot("330110")),
        ("", "330111", 2010, Spot("330111")),
        ("", "330603", 2012, Spot("330603")),
        ("", "330100", 2019, Spot("330100")),
    ],
)
def test_a_code_or_a_short_name_means_the_area_that_the_county_had_then(terms, name, code, year, spot):
    assert terms.finder.find(name, code, date(year, 12, 31)) == spot


@pytest.mark.parametrize(("column", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_letters(column, text):
    assert (letters(column), number(text)) == (text, column)
