from dataclasses import fields, replace
from datetime import date

import duckdb
import pytest

from dashboard.controls import control_labels
from dashboard.selection import Catalogue, KeyRow, as_symbols, key_rows, resolve
from dashboard.state import MapState
from etl import queries_map
from etl.queries import Key
from etl.registry.breaks import Breaks

Y2020, Y2021 = (date(2020, 1, 1), date(2020, 12, 31)), (date(2021, 1, 1), date(2021, 12, 31))


def row(indicator: str, measure: str, period: tuple[date, date], places: int, **key: str) -> KeyRow:
    unit = key.pop("unit", "%")
    return KeyRow("income", Key(indicator, measure, unit, "actual", *period, **key), unit, places)


CATALOGUE = Catalogue(
    keys=(
        row("gdp", "growth", Y2020, 3),
        row("gdp", "growth", Y2021, 9),
        row("gdp", "growth", Y2021, 2, baseline="两年平均"),
        row("gdp", "level", Y2021, 12, unit="元"),
        row("jobs", "level", Y2021, 30, unit="人"),
    ),
    themes={"economy": "经济", "income": "收入"},
    indicators={"gdp": "地区生产总值", "jobs": "就业"},
    kinds={"gdp": "flow", "jobs": "stock"},
    places={"331121": "青田县"},
    groups={"ISLANDS": "海岛县", "M26": "山区26县"},
    breaks={
        ("gdp", "growth", "%"): Breaks((0.0, 5.0), True, "试"),
        ("gdp", "level", "亿元"): Breaks((1.0,), False, "试"),
    },
)


def test_the_page_opens_on_who_reports_in_the_first_theme() -> None:
    found = resolve(MapState(), CATALOGUE)
    assert (found.state.theme, found.state.indicator, found.row) == ("economy", "", None)
    assert found.state.group == "M26"
    assert found.dropped == ()


def test_an_indicator_opens_on_its_best_covered_measure_and_period() -> None:
    found = resolve(MapState(theme="income", indicator="gdp"), CATALOGUE)
    assert (found.state.measure, found.state.period) == ("level", "2021-01-01..2021-12-31")
    assert found.row and found.row.places == 12


def test_indicators_are_offered_best_covered_first_and_periods_newest_first() -> None:
    found = resolve(MapState(theme="income", indicator="gdp", measure="growth"), CATALOGUE)
    assert found.options["indicator"] == ("", "jobs", "gdp")
    assert found.options["period"] == ("2021-01-01..2021-12-31", "2020-01-01..2020-12-31")


def test_keys_that_differ_in_their_baseline_are_never_mixed_but_offered() -> None:
    found = resolve(MapState(theme="income", indicator="gdp", measure="growth"), CATALOGUE)
    assert len(found.options["key"]) == 2
    assert found.row and found.row.key.baseline == ""
    other = resolve(MapState(theme="income", indicator="gdp", measure="growth", key="%|两年平均|"), CATALOGUE)
    assert other.row and other.row.key.baseline == "两年平均"


@pytest.mark.parametrize("field", [field.name for field in fields(MapState)])
def test_a_bad_value_falls_back_and_is_named(field: str) -> None:
    given = {"theme": "income", "indicator": "gdp", field: "<script>"}
    found = resolve(MapState(**given), CATALOGUE)
    assert field in found.dropped
    assert getattr(found.state, field) != "<script>"


def test_fixed_limits_are_offered_only_where_indicator_measure_and_unit_have_them() -> None:
    growth = resolve(MapState(theme="income", indicator="gdp", measure="growth", method="fixed"), CATALOGUE)
    assert growth.options["method"] == ("natural", "quantile", "equal", "fixed")
    assert growth.state.method == "fixed"
    assert growth.breaks and growth.breaks.limits == (0.0, 5.0)
    assert resolve(MapState(theme="income", indicator="gdp", measure="growth"), CATALOGUE).breaks is None
    for other in ({"indicator": "gdp", "measure": "level"}, {"indicator": "jobs"}, {}):
        found = resolve(MapState(theme="income", method="fixed", **other), CATALOGUE)
        assert "fixed" not in found.options["method"]
        assert (found.state.method, found.breaks) == ("natural", None)
        assert found.dropped == ("method",)


def test_resolving_twice_changes_nothing() -> None:
    once = resolve(MapState(theme="all", indicator="gdp", measure="growth", place="331121"), CATALOGUE).state
    assert resolve(once, CATALOGUE).state == once
    assert resolve(once, CATALOGUE).dropped == ()


@pytest.mark.parametrize(
    ("measure", "draw", "kind", "symbols"),
    [
        ("level", "auto", "flow", True),
        ("level", "auto", "stock", True),
        ("growth", "auto", "flow", False),
        ("level", "auto", "per_capita", False),
        ("share", "auto", "rate", False),
        ("level", "fill", "flow", False),
        ("growth", "symbols", "rate", True),
    ],
)
def test_totals_are_symbols_unless_fill_is_asked_for(measure: str, draw: str, kind: str, symbols: bool) -> None:
    assert as_symbols(MapState(draw=draw), row("x", measure, Y2021, 1), kind) is symbols


def test_coverage_is_always_filled() -> None:
    assert not as_symbols(MapState(draw="symbols"), None, "")


def test_the_keys_of_a_snapshot_keep_levels_and_statuses_apart(cursor: duckdb.DuckDBPyConnection) -> None:
    counties = key_rows(queries_map.keys(cursor, "county"))
    cities = key_rows(queries_map.keys(cursor, "city"))
    growth = [found for found in counties if found.key.indicator_id == "income_rural"]
    assert [(found.key.status, found.period_id[-10:], found.places) for found in growth] == [
        ("actual", "2020-12-31", 1),
        ("actual", "2021-12-31", 27),
        ("target", "2025-12-31", 1),
    ]
    assert [(found.key.indicator_id, found.places) for found in cities] == [("income_rural", 2)]


def test_a_gap_to_an_average_is_a_measure_of_its_own_never_a_change_over_time() -> None:
    keys = (
        row("gdp", "change", Y2021, 2, baseline="同比"),
        row("gdp", "change", Y2021, 9, baseline="高于全省平均"),
    )
    breaks = {("gdp", "change", "%"): Breaks((0.0,), True, "试")}
    catalogue = replace(CATALOGUE, keys=keys, breaks=breaks)
    opened = resolve(MapState(theme="income", indicator="gdp", method="fixed"), catalogue)
    assert opened.row and opened.row.key.baseline == "同比"
    assert opened.options["measure"] == ("change", "gap")
    assert control_labels(opened, catalogue)["measure"] == {"change": "增减（2县）", "gap": "差距（9县）"}
    gap = resolve(MapState(theme="income", indicator="gdp", measure="gap", method="fixed"), catalogue)
    assert gap.row and gap.row.key.baseline == "高于全省平均"
    assert (gap.breaks, gap.options["key"]) == (None, ("%|高于全省平均|",))
