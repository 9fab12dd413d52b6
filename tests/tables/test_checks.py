"""Doubts about numbers: what cannot be stops the import, what may be is a warning, what a decision accepts passes."""

from __future__ import annotations

import pytest

from tests.tables.conftest import HEADER, LONG

COUNTIES = ("安吉县", "德清县", "长兴县", "南浔区", "桐庐县")


def rows(*cells: tuple[str, str, str, str, str]) -> str:
    """Rows of (place, indicator, value, unit, period): levels, growth where the unit is per cent."""
    return "\n".join(
        f"{place},{name},{'增速' if unit == '%' else '水平'},{value},{unit},{period}"
        for place, name, value, unit, period in cells
    )


def gdp(place, value, year="2022", unit="亿元"):
    return (place, "地区生产总值", value, unit, year)


NEIGHBOURS = [gdp(place, "600") for place in COUNTIES[1:]]


@pytest.mark.parametrize(
    ("cells", "found", "expected"),
    [
        ([gdp("安吉县", "5824000")], "地区生产总值 5824000 亿元", "3 to 6000 亿元"),
        ([gdp("安吉县", "88", unit="%")], "地区生产总值 88 %", "-30 to 60 %"),
        (
            [("安吉县", "农村居民人均可支配收入", "4.3", "元", "2022")],
            "农村居民人均可支配收入 4.3 元",
            "1000 to 150000 元",
        ),
        ([gdp("安吉县", "582.4", "2021"), gdp("安吉县", "58.24")], "地区生产总值 58.24 亿元", "less than 8 times the"),
        ([*NEIGHBOURS, gdp("安吉县", "4", "2022")], "", ""),
        (
            [
                ("安吉县", "城镇居民人均可支配收入", "3.9", "万元", "2022"),
                ("安吉县", "农村居民人均可支配收入", "43512", "元", "2022"),
            ],
            "农村居民人均可支配收入 43512 元",
            "at most the 城镇居民人均可支配收入 3.9 万元 of tab!D2",
        ),
        (
            [gdp("湖州市", "900"), *NEIGHBOURS[:3]],
            "地区生产总值 900 亿元",
            "at least its 3 counties' sum 1800.00 亿元",
        ),
    ],
    ids=["range", "growth", "unit slip", "digit in time", "small but possible", "income order", "city below counties"],
)
def test_a_number_that_cannot_be_stops_the_import(take, faults, cells, found, expected):
    if not found:
        assert take(rows(*cells)).warnings == ()
        return
    (fault,) = faults(rows(*cells))
    assert f"error: found {found}" in fault
    assert expected in fault
    assert "or a decision that accepts tab:tab!D" in fault


def test_a_total_ten_thousand_times_its_neighbours_lost_its_unit(faults):
    cells = [(place, "规模以上工业企业", "300", "家", "2022") for place in COUNTIES[1:]]
    (fault,) = faults(rows(*cells, ("安吉县", "规模以上工业企业", "3000000", "家", "2022")))
    assert "less than 1000 times apart from the other counties' median" in fault
    assert "tab!D6" in fault


def test_a_decision_that_accepts_the_figure_lets_it_pass(take):
    table = rows(gdp("安吉县", "582.4", "2021"), gdp("安吉县", "58.24"))
    assert len(take(table, accepted=("tab:tab!D3",)).figures) == 2


def test_rounded_incomes_of_equal_size_are_in_order(take):
    table = rows(
        ("安吉县", "城镇居民人均可支配收入", "4.3", "万元", "2022"),
        ("安吉县", "农村居民人均可支配收入", "43012", "元", "2022"),
    )
    assert take(table).warnings == ()


def test_growth_far_from_two_levels_of_one_series_is_a_warning(take):
    cells = [gdp("安吉县", "500", "2021"), gdp("安吉县", "600"), gdp("安吉县", "3.0", unit="%")]
    (warning,) = take(rows(*cells)).warnings
    assert warning.severity == "warning"
    assert "found growth of 3 %; expected about 20.0 %, from tab!D2 to tab!D3" in str(warning)


def test_growth_is_never_held_against_levels_of_different_sources(take):
    cells = [gdp("安吉县", "500", "2021"), gdp("安吉县", "600"), gdp("安吉县", "3.0", unit="%")]
    lines = [f"{line},{source}" for line, source in zip(rows(*cells).splitlines(), "甲乙乙", strict=True)]
    table = "\n".join([f"{HEADER},来源", *lines])
    assert take(table, LONG + 'G = "source"\n').warnings == ()


def test_a_city_far_above_all_its_counties_is_a_warning(take):
    names = ("吴兴区", "南浔区", "德清县", "长兴县", "安吉县")
    (warning,) = take(rows(*[gdp(name, "600") for name in names], gdp("湖州市", "3850"))).warnings
    assert "found 地区生产总值 3850 亿元; expected about the sum 3000.00 亿元 of all its counties" in str(warning)
