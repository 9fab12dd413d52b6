import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from dashboard import compare_view, downloads, map_view, text
from dashboard import text_compare as words
from dashboard.charts import bars, heat, strips
from dashboard.charts.strips import Reference
from dashboard.selection import KeyRow, key_rows
from dashboard.sides import PICK, Chosen, Geography, both
from dashboard.state import CompareState
from etl import queries, queries_compare, queries_map
from etl.queries import Key
from tests.dashboard.snapshot import MOUNTAIN, YEAR

KEY = Key("income_rural", "growth", "%", period_start=YEAR[0], period_end=YEAR[1])


@pytest.fixture
def view(cursor: duckdb.DuckDBPyConnection) -> map_view.MapView:
    reports = queries_map.reports(cursor, "income_rural", "county")
    return map_view.key_view(queries.observations(cursor, KEY), reports, KeyRow("income", KEY, "%", 27), "收入", "县")


@pytest.fixture
def geography(cursor: duckdb.DuckDBPyConnection) -> Geography:
    places = queries.places(cursor)
    counties = places[places["level"] == "county"]
    cities = places[places["level"] == "city"]
    return Geography(
        dict(zip(counties["place_code"], counties["name"], strict=True)),
        dict(zip(counties["place_code"], counties["parent_code"], strict=True)),
        dict(zip(cities["place_code"], cities["name"], strict=True)),
        queries_map.groups(cursor),
    )


def sides(view: map_view.MapView, geography: Geography, **state: object) -> tuple:
    chosen = both(CompareState(**state), geography, YEAR[1])  # type: ignore[arg-type]
    return tuple(compare_view.side(each, view) for each in chosen)


def test_a_group_and_the_rest_are_disjoint_and_hold_all_counties(geography: Geography) -> None:
    first, second = both(CompareState(), geography, YEAR[1])
    assert set(first.places) == set(MOUNTAIN)
    assert len(first.places) + len(second.places) == 90
    assert not set(first.places) & set(second.places)
    assert "2021年1月1日至2024年7月31日" in first.about


def test_a_group_without_a_list_on_the_day_has_nobody_and_says_so(geography: Geography) -> None:
    first, _ = both(CompareState(), geography, date(2030, 1, 1))
    assert first.places == ()
    assert "没有有效的名单" in first.about


def test_a_city_and_a_hand_picked_set_can_be_sides(geography: Geography) -> None:
    first, second = both(CompareState(group="330100", against=PICK, set=("331121", "331122")), geography, YEAR[1])
    assert {code[:4] for code in first.places} == {"3301"}
    assert second.places == ("331121", "331122")


def test_few_reports_are_no_verdict_and_the_reason_names_side_and_number(view, geography) -> None:
    first, second = sides(view, geography)
    found = compare_view.verdict(first, second, view, KEY)
    assert found.found is None
    assert any("山区26县只有" in reason and "少于5个" in reason for reason in found.reasons)


def test_reports_under_another_key_are_told_with_what_differs(view, geography) -> None:
    first, second = sides(view, geography)
    told = "".join(compare_view.verdict(first, second, view, KEY).notes)
    assert "时期不同" in told
    assert "复核剔除" in told


def test_enough_reports_give_a_verdict_of_medians(view, geography) -> None:
    reporting = sorted(mark.place_code for mark in view.marks)
    first, second = sides(view, geography, group=PICK, set=tuple(reporting[:8]))
    found = compare_view.verdict(first, second, view, KEY)
    assert found.found is not None
    said = words.conclusion(first, second, found.found, "%")
    assert any("个百分点" in line for line in said)
    assert "两个区间重叠" in said[1]


@pytest.mark.parametrize("within", ["city", "group"])
def test_ranks_within_a_part_are_never_compared_across_it(view, geography, within) -> None:
    key = Key("income_rural", "rank", "位", rank_within=within)
    reporting = sorted(mark.place_code for mark in view.marks)
    first, second = sides(view, geography, group=PICK, set=tuple(reporting[:8]))
    assert compare_view.verdict(first, second, view, key).found is None


def test_every_reporting_county_is_one_dot_one_bar_and_one_row(view, geography) -> None:
    pair = sides(view, geography)
    hover = map_view.hovers(view, {})
    drawn = [compare_view.strip(each, view, "#000000", "circle", hover) for each in pair]
    assert sum(len(strip.dots) for strip in drawn) == len(view.marks) == 27
    assert len(compare_view.bars(pair, view, hover)) == 27
    table = compare_view.table(pair, view)
    assert len(table) == 90
    assert set(table["组别"]) == {"山区26县", "其他84县"}
    figure = strips.figure(drawn, [Reference("浙江省 9", 9.0)], "标题", "%", "来源：甲")
    assert sum(len(trace.x) for trace in figure.data) == 27
    assert {note.text for note in figure.layout.annotations} >= {"浙江省 9", "来源：甲"}
    assert "http" not in figure.to_json()
    ranked = bars.figure(
        compare_view.bars(pair, view, hover), [("山区26县", "#111111"), ("其他84县", "#222222")], "t", "%", "f"
    )
    assert sum(len(trace.y) for trace in ranked.data) == 27


def test_cities_and_province_are_references_only_under_the_same_key(cursor: duckdb.DuckDBPyConnection) -> None:
    above = queries_compare.above(cursor, KEY)
    assert set(above["name"]) == {"杭州市", "温州市"}
    assert [line.value for line in compare_view.references(above, frozenset({"330100"}))] == [9.0]
    strip = compare_view.cities_strip(above, "%", 11)
    assert strip is not None
    assert [dot.value for dot in strip.dots] == [9.0, 10.2]
    other = Key("income_rural", "growth", "%", period_start=date(2020, 1, 1), period_end=date(2020, 12, 31))
    assert compare_view.cities_strip(queries_compare.above(cursor, other), "%", 11) is None


def test_two_counties_differ_only_where_their_keys_are_equal(cursor: duckdb.DuckDBPyConnection) -> None:
    themes = {"economy": "经济", "income": "收入", "services": "服务"}
    codes = sorted(queries.observations(cursor, KEY).query("state == 'value'")["place_code"])
    one, two = (queries_compare.place_observations(cursor, code) for code in (codes[0], codes[1]))
    table = compare_view.pair_table(one, two, ("甲", "乙"), themes)
    row = table[table["指标"] == "农村居民人均可支配收入"].iloc[0]
    assert row[words.DIFFERENCE].endswith("个百分点")
    single = table[table["指标"] == "地区生产总值"].iloc[0]
    assert single[words.DIFFERENCE] == text.NO_VALUE
    assert text.NO_VALUE in {single["甲"], single["乙"]}


def test_the_heat_map_has_every_county_and_theme_and_zero_looks_unreported(cursor: duckdb.DuckDBPyConnection) -> None:
    counts = queries_compare.theme_counts(cursor, "actual")
    assert len(counts) == 90 * 3
    themes = {"economy": "经济", "income": "收入", "services": "服务"}
    order = sorted(set(counts["place_code"]))
    rows, cells = compare_view.heat(counts, themes, order)
    figure = heat.figure(
        rows, list(themes.values()), cells, counts["figures"].tolist(), "t", "f", "条", words.heat_class
    )
    assert len(figure.data[0].z) == 90
    classes = [class_ for line in figure.data[0].z for class_ in line]
    flat = [count for line in cells for count in line]
    assert [class_ == 0 for class_ in classes] == [count == 0 for count in flat]
    assert int(counts["figures"].sum()) == sum(flat)


def test_every_colour_of_the_heat_map_has_its_counts_in_the_legend(cursor: duckdb.DuckDBPyConnection) -> None:
    scale = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    figure = heat.figure(["甲"], ["经济", "收入"], [[0, 8]], scale, "t", "f", "条", words.heat_class)
    legend = {trace.name: trace.marker.color for trace in figure.data if trace.showlegend is not False and trace.name}
    assert next(iter(legend)) == "0（没有报告）"
    shown = {colour for _, colour in figure.data[0].colorscale}
    assert set(legend.values()) == shown
    limits = [name.removesuffix("条").split(" 至 ") for name in list(legend)[1:]]
    assert (limits[0][0], limits[-1][-1]) == ("1", "34")
    for count in filter(None, scale):
        assert sum(int(limit[0]) <= count <= int(limit[-1]) for limit in limits) == 1


def test_reporting_comes_with_both_numbers(cursor: duckdb.DuckDBPyConnection, geography: Geography) -> None:
    chosen = both(CompareState(), geography, YEAR[1])
    counts = queries_compare.theme_counts(cursor, "actual")
    table = compare_view.reporting_by_theme(counts, {"income": "收入"}, chosen)
    assert table.iloc[0]["山区26县报告"].endswith("/6")
    by_indicator = compare_view.reporting_by_indicator(
        queries_compare.reporting_counties(cursor),
        key_rows(queries_map.keys(cursor, "county")),
        {"income_rural": "收入"},
        (Chosen("甲", chosen[0].places, ""), chosen[1]),
    )
    (income,) = by_indicator[by_indicator["指标"] == "收入"].to_dict("records")
    assert (income["合计县数"], income["同一口径最多县数"]) == (28, 27)


def unverified(view: map_view.MapView, count: int) -> map_view.MapView:
    """The view with its first ``count`` values unverified and the others beyond doubt."""
    marks = [replace(mark, confidence="high") for mark in view.marks]
    return replace(view, marks=tuple(replace(mark, verified=n >= count) for n, mark in enumerate(marks)))


def test_a_verdict_counts_the_numbers_that_nobody_compared(view, geography) -> None:
    reporting = tuple(sorted(mark.place_code for mark in view.marks)[:8])
    for count in (0, 27):
        doubtful = unverified(view, count)
        found = compare_view.verdict(*sides(doubtful, geography, group=PICK, set=reporting), doubtful, KEY)
        assert found.found is not None
        assert found.unverified == count


def test_a_picture_says_how_many_of_its_numbers_nobody_compared_and_marks_them(view, geography) -> None:
    doubtful = unverified(view, 3)
    pair = sides(doubtful, geography)
    drawn = compare_view.bars(pair, doubtful, map_view.hovers(doubtful, {}))
    assert sorted(bar.name for bar in drawn if bar.words.endswith("※")) == sorted(
        doubtful.places[mark.place_code].name for mark in doubtful.marks[:3]
    )
    assert compare_view.doubts(pair, doubtful, words.DOUBTS_SIGNED) == "※ 其中3县的数字未与原件核对"
    told = compare_view.doubts(pair, doubtful, words.DOUBTS_TOLD)
    assert "其中3县的数字未与原件核对" in words.strips_alt("题", pair, "%", told)
    sure = unverified(view, 0)
    assert compare_view.doubts(sides(sure, geography), sure, words.DOUBTS_SIGNED) == ""


def test_references_and_cities_say_that_nobody_compared_them(cursor: duckdb.DuckDBPyConnection) -> None:
    above = queries_compare.above(cursor, KEY).assign(verified=[False, True])
    (line,) = compare_view.references(above, frozenset({"330100"}))
    assert line.label == "杭州市 9（未与原件核对）"
    strip = compare_view.cities_strip(above, "%", 11)
    assert strip is not None
    assert strip.label == "设区市本级数字（2/11市报告，其中1市未与原件核对）"
    assert [("9 %（未与原件核对）" in dot.hover, "核对" in dot.hover) for dot in strip.dots] == [
        (True, True),
        (False, False),
    ]


def test_two_counties_with_a_number_that_nobody_compared_say_so_at_value_and_difference(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    codes = sorted(queries.observations(cursor, KEY).query("state == 'value'")["place_code"])
    one, two = (queries_compare.place_observations(cursor, code) for code in (codes[1], codes[2]))
    themes = {"economy": "经济", "income": "收入", "services": "服务"}
    table = compare_view.pair_table(one, two.assign(verified=False), ("甲", "乙"), themes)
    row = table[table["指标"] == "农村居民人均可支配收入"].iloc[0]
    assert (row["甲"], row["乙"]) == ("6.35", "6.7（未与原件核对）")
    assert row[words.DIFFERENCE] == "-0.35 个百分点（未与原件核对）"


def test_the_file_of_a_comparison_says_what_nobody_compared(cursor: duckdb.DuckDBPyConnection) -> None:
    frame = queries.observations(cursor, KEY)
    reported = frame["state"] == "value"
    doubtful = frame.assign(verified=frame["verified"].where(frame["place_code"] != "331121", False))
    rows = list(csv.DictReader(io.StringIO(downloads.key_csv(doubtful, KEY, "收入", "0").decode("utf-8-sig"))))
    told = Counter(row["核对"] for row in rows)
    assert {row["地区"] for row in rows if row["核对"] == "未与原件核对"} == {"青田县"}
    assert told == {"": int((~reported).sum()), "未与原件核对": 1, "出自所列文件": int(reported.sum()) - 1}
