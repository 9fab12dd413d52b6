from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import layers, map_view, text
from dashboard.charts import palette
from dashboard.groups import members, standing
from dashboard.map_view import MapView
from dashboard.mapping import Mark
from dashboard.selection import KeyRow
from etl import queries, queries_map
from etl.queries import Key, State
from etl.registry.breaks import Breaks
from tests.dashboard.snapshot import Row, fill

GROWTH = Key("income_rural", "growth", "%", "actual", date(2021, 1, 1), date(2021, 12, 31))
GDP = Key("gdp", "level", "元", "actual", date(2021, 1, 1), date(2021, 12, 31))


@pytest.fixture
def growth(cursor: duckdb.DuckDBPyConnection) -> MapView:
    return shown(cursor, GROWTH, "%", "农村收入")


def shown(
    cursor: duckdb.DuckDBPyConnection, key: Key, unit: str, name: str, level: str = "county", **more: frozenset[str]
) -> MapView:
    frame, reports = queries.observations(cursor, key, level), queries_map.reports(cursor, key.indicator_id, level)
    return map_view.key_view(
        frame, reports, KeyRow("t", key, unit, 0), name, {"county": "县", "city": "市"}[level], **more
    )


def test_every_county_has_a_value_or_a_state(growth: MapView) -> None:
    marked = {mark.place_code for mark in growth.marks}
    assert len(growth.places) == 90
    assert not marked & growth.states.keys()
    assert marked | growth.states.keys() == growth.places.keys()


def test_the_states_tell_why_there_is_no_value(growth: MapView) -> None:
    assert Counter(state for state, _ in growth.states.values()) == {
        State.UNREPORTED: 57,
        State.EXCLUDED: 4,
        State.INCOMPARABLE: 2,
    }
    reasons = {reason for state, reason in growth.states.values() if state is State.EXCLUDED}
    assert reasons == {"只涉及局部", "未注明时期", "复核剔除", "与他县合并报告"}
    assert {reason for state, reason in growth.states.values() if state is State.INCOMPARABLE} == {"时期", "性质、时期"}


def test_all_four_states_stand_in_the_legend_even_where_empty(growth: MapView) -> None:
    labels = {label: len(codes) for _, label, codes in map_view.state_layers(growth)}
    assert labels == {"未报告": 57, "已排除": 4, "口径不可比": 2, "不适用": 0}


def test_places_that_a_key_cannot_hold_for_are_not_applicable(cursor: duckdb.DuckDBPyConnection) -> None:
    view = shown(cursor, GROWTH, "%", "农村收入", applicable=frozenset({"331121", "331122"}))
    states = Counter(state for state, _ in view.states.values())
    assert states[State.NOT_APPLICABLE] == 56
    assert states[State.UNREPORTED] == 1


def test_classes_and_states_together_hold_each_county_once(growth: MapView) -> None:
    codes = [code for layer in layers.layers(growth, layers.Classing()) for code in layer.codes]
    codes += [code for _, _, found in map_view.state_layers(growth) for code in found]
    assert sorted(codes) == sorted(growth.places)


def test_the_hover_tells_value_unit_period_bound_document_and_repeats(growth: MapView) -> None:
    hover = map_view.hovers(growth, {"speeches": "试验讲话汇编<b>", "cases": "试验案例集"})
    assert hover.keys() == growth.places.keys()
    over = next(mark for mark in growth.marks if mark.bound == "over")
    assert "超9 %" in hover[over.place_code]
    assert "2021年" in hover[over.place_code]
    assert "试验讲话汇编&lt;b&gt;" in hover[over.place_code]
    assert "2次报告" in hover["330102"]
    assert text.CONFLICT in hover["330102"]
    silent = [code for code, (state, _) in growth.states.items() if state is State.UNREPORTED]
    assert len(silent) == 57
    assert all("未报告" in hover[code] for code in silent)


def test_the_table_has_every_county_once_and_no_dummy_value(growth: MapView) -> None:
    table = map_view.rank_table(growth, map_view.order_of(growth))
    assert len(table) == 90
    assert table["数值（%，基期未注明）"].notna().sum() == 27
    assert table["数值（%，基期未注明）"].iloc[:27].is_monotonic_decreasing
    remarks = list(table["说明"].iloc[27:])
    assert "已排除：只涉及局部；另有增速（基期未注明）11%（2021年，局部）" in remarks
    assert "口径不可比：时期；另有增速（基期未注明）12.5%（2020年）" in remarks
    assert remarks[-57:] == ["未报告"] * 57
    assert set(table["名次"].iloc[27:]) == {text.NO_VALUE}


def test_bounded_values_are_marked_on_the_map(growth: MapView) -> None:
    assert list(map_view.bound_glyphs(growth).values()) == [">"]


def test_a_place_knows_its_standing_or_why_it_has_none(growth: MapView) -> None:
    assert "第27/27（90县中27县报告）" in map_view.standing(growth, "331121")
    excluded = next(code for code, (state, _) in growth.states.items() if state is State.EXCLUDED)
    assert "已排除" in map_view.standing(growth, excluded)
    assert map_view.standing(growth, "330100") == ""


def test_a_standing_says_how_many_of_the_others_nobody_compared(growth: MapView) -> None:
    doubtful = replace(growth, marks=tuple(replace(m, verified=m.place_code == "331121") for m in growth.marks))
    assert "第27/27（90县中27县报告，其中26县未与原件核对）" in map_view.standing(doubtful, "331121")


def test_values_are_shown_in_the_canonical_unit(cursor: duckdb.DuckDBPyConnection) -> None:
    view = shown(cursor, GDP, "亿元", "地区生产总值")
    assert sorted(mark.value for mark in view.marks)[:2] == [200, 300]
    assert view.title == "地区生产总值 · 水平（亿元）· 2021年"


def test_symbols_are_classed_by_size_and_losses_coloured_apart(growth: MapView) -> None:
    found = layers.symbol_layers(growth, layers.Classing())
    assert sorted(code for layer in found for code in layer.codes) == sorted(m.place_code for m in growth.marks)
    assert [layer.size for layer in found] == sorted(layer.size for layer in found)
    assert [layer.codes for layer in found if layer.colour == palette.SYMBOL_NEGATIVE] == [("331121",)]


def test_doubtful_values_are_marked_and_say_why(growth: MapView) -> None:
    codes, words = map_view.doubtful(growth)
    assert (len(codes), words) == (1, text.LOW_CONFIDENCE)
    assert text.LOW_CONFIDENCE in map_view.hovers(growth, {})[codes[0]]
    table = map_view.rank_table(growth, map_view.order_of(growth))
    assert table.loc[table["说明"].str.contains(text.LOW_CONFIDENCE), "地方"].tolist() == [growth.places[codes[0]].name]
    told = replace(growth, marks=tuple(replace(mark, verified=mark.place_code != "331121") for mark in growth.marks))
    assert map_view.doubtful(told) == ((codes[0], "331121"), text.BOTH_DOUBTS)
    unverified = replace(growth, marks=(Mark("331121", 1.0, verified=False),))
    assert map_view.doubtful(unverified) == (("331121",), text.NOT_VERIFIED)
    assert map_view.doubtful(replace(growth, marks=(Mark("331121", 1.0, confidence="medium"),))) == ((), "")


RATES = Breaks((-3.0, 0.0, 3.0, 8.4), diverging=True, reason="试")


def test_given_limits_hold_their_lower_end_and_keep_empty_classes(growth: MapView) -> None:
    found = layers.layers(growth, layers.Classing("fixed", 5, RATES))
    assert [layer.label for layer in found] == ["低于 -3", "-3 至 0", "0 至 3", "3 至 8.4", "8.4 及以上"]
    assert [len(layer.codes) for layer in found][:3] == [0, 1, 0]
    at_limit = {mark.place_code for mark in growth.marks if mark.value == 8.4}
    assert len(at_limit) == 2
    assert at_limit <= set(found[4].codes)
    assert [layer.colour in palette.NEGATIVE for layer in found] == [True, True, False, False, False]
    placed = [code for layer in found for code in layer.codes]
    assert sorted(placed) == sorted(mark.place_code for mark in growth.marks)


@pytest.mark.parametrize(
    ("bound", "value", "label"),
    [
        ("exact", 3.0, "3 至 8.4"),
        ("under", 3.0, "0 至 3"),
        ("at_most", 3.0, "3 至 8.4"),
        ("over", 3.0, "3 至 8.4"),
        ("over", -3.0, "低于 -3"),
        ("under", -3.0, "-3 至 0"),
        ("exact", 2.9999999999, "3 至 8.4"),
    ],
)
def test_a_value_said_to_lie_below_a_limit_is_not_drawn_above_it(
    growth: MapView, bound: str, value: float, label: str
) -> None:
    view = replace(growth, marks=(Mark("331121", value, bound=bound),))
    found = layers.layers(view, layers.Classing("fixed", 5, RATES))
    assert [layer.label for layer in found if layer.codes] == [label]


def test_symbols_of_given_classes_are_as_large_whatever_the_values(growth: MapView) -> None:
    levels = Breaks((100.0, 300.0, 1000.0), diverging=False, reason="试")
    few = replace(growth, marks=(Mark("331121", 150.0),))
    many = replace(growth, marks=(Mark("331121", 150.0), Mark("330102", 5000.0), Mark("330105", 20.0)))
    sizes = [
        [layer.size for layer in layers.symbol_layers(v, layers.Classing("fixed", 5, levels))] for v in (few, many)
    ]
    assert sizes[0] == sizes[1] == sorted(sizes[0])
    falls = layers.symbol_layers(growth, layers.Classing("fixed", 5, RATES))
    assert [layer.codes for layer in falls if layer.colour == palette.SYMBOL_NEGATIVE] == [(), ("331121",)]


def test_coverage_counts_figures_and_leaves_silent_counties_unreported(cursor: duckdb.DuckDBPyConnection) -> None:
    view = map_view.coverage_view(queries.coverage_by_county(cursor, "services", "actual"), "试", "县")
    assert {mark.place_code: mark.value for mark in view.marks} == {"330106": 2}
    assert view.sparse
    assert len(view.states) == 89


def test_cities_have_a_map_of_their_own(cursor: duckdb.DuckDBPyConnection) -> None:
    view = shown(cursor, GROWTH, "%", "农村收入", "city")
    assert {mark.place_code for mark in view.marks} == {"330100", "330300"}
    assert len(view.places) == 11
    coverage = map_view.coverage_view(queries_map.coverage_by_city(cursor, "income", "actual"), "试", "市")
    assert {mark.place_code for mark in coverage.marks} == {"330100", "330300"}


@pytest.mark.parametrize(("day", "count"), [("2021-01-01", 6), ("2024-07-31", 6), ("2024-08-01", 0), ("2020-12-31", 0)])
def test_a_group_has_the_members_of_its_day_and_names_its_version(
    cursor: duckdb.DuckDBPyConnection, day: str, count: int
) -> None:
    found, words = members(queries_map.groups(cursor), "M26", date.fromisoformat(day))
    assert len(found) == count
    assert ("2024年7月31日" in words) == (count > 0)
    assert "山区26县" in words


@pytest.mark.parametrize(
    ("newest", "day"), [("2024-12-31", "2024-07-31"), ("2022-06-30", "2022-06-30"), ("2020-12-31", "2020-12-31")]
)
def test_a_view_without_a_period_takes_the_last_list_that_was_in_force(
    cursor: duckdb.DuckDBPyConnection, newest: str, day: str
) -> None:
    groups = queries_map.groups(cursor)
    assert standing(groups, "M26", date.fromisoformat(newest)) == date.fromisoformat(day)
    assert standing(groups, "331100", date.fromisoformat(newest)) == date.fromisoformat(newest)


def test_a_view_can_leave_out_places_without_a_shape(growth: MapView) -> None:
    part = map_view.only(growth, frozenset({"331121", "330102"}))
    assert set(part.places) == {"331121", "330102"}
    assert isinstance(map_view.rank_table(part, map_view.order_of(part)), pd.DataFrame)


@pytest.mark.parametrize(
    ("measure", "baseline", "said"),
    [
        ("growth", "比2019年", "增速（比2019年）"),
        ("change", "", "增减（基期未注明）"),
        ("change", "高于全省平均", "与全省平均相比的差（高于全省平均）"),
        ("growth", "同比", "增速"),
    ],
)
def test_what_is_measured_against_stands_in_title_hover_table_and_what_else_is_reported(
    tmp_path: Path, measure: str, baseline: str, said: str
) -> None:
    rows = [Row("330102", 21.0, measure=measure, baseline=baseline)]
    rows += [
        Row(
            "330105",
            3.0,
            measure=measure,
            baseline=baseline,
            period_start=date(2020, 1, 1),
            period_end=date(2020, 12, 31),
        )
    ]
    key = replace(GROWTH, measure=measure, baseline=baseline)
    with duckdb.connect(tmp_path / "facts.duckdb") as connection:
        fill(connection, rows)
        view = shown(connection, key, "%", "农村收入")
    assert view.title == f"农村收入 · {said}（%）· 2021年"
    hover = map_view.hovers(view, {})
    assert f"农村收入 · {said} · 2021年" in hover["330102"]
    assert f"另有{said}3%（2020年）" in hover["330105"].replace("<br>", "")
    told = "" if baseline == "同比" else f"，{baseline or '基期未注明'}"
    assert f"数值（%{told}）" in map_view.rank_table(view, map_view.order_of(view))
