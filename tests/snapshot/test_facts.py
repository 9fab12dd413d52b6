"""From figures to facts: units, places, periods, baselines."""

from __future__ import annotations

from datetime import date

import pytest

from etl.decisions import Review, Reviewed
from etl.model import Figure, Measure
from etl.normalise.facts import Fact, to_facts
from etl.normalise.knowledge import Knowledge, load_knowledge
from tests.factories import make_document, make_figure


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def facts(figure: Figure, knowledge: Knowledge) -> list[Fact]:
    reviewed = [Reviewed(figure, figure, Review.UNREVIEWED)]
    return list(to_facts(reviewed, {"doc-a": make_document()}, knowledge.terms))


@pytest.mark.parametrize(
    ("measure", "value", "reported", "base", "unit", "display"),
    [
        (Measure.LEVEL, "1056.3", "亿元", 105_630_000_000, "元", (1056.3, "亿元")),
        (Measure.LEVEL, "10563000", "万元", 105_630_000_000, "元", (1056.3, "亿元")),
        (Measure.GROWTH, "7.5", "倍", 750, "%", (750, "%")),
        (Measure.GROWTH, "-12.3", "%", -12.3, "%", (-12.3, "%")),
        (Measure.RANK, "3", "", 3, "位", (3, "位")),
        (Measure.RANK, "3", "名", 3, "位", (3, "位")),
        (Measure.SHARE, "5", "‰", 0.5, "%", (0.5, "%")),
        (Measure.RATIO, "1.5", "倍", 1.5, "", (1.5, "")),
        (Measure.CHANGE, "2", "个百分点", 2, "个百分点", (2, "个百分点")),
    ],
)
def test_values_are_exact_in_base_units_and_shown_in_canonical_ones(
    knowledge, measure, value, reported, base, unit, display
):
    (fact,) = facts(make_figure(measure=measure, value=value, unit=reported), knowledge)
    assert (fact.value, fact.unit) == (base, unit)
    assert (fact.value / fact.display_factor, fact.display_unit) == display
    assert (fact.value_reported, fact.unit_reported) == (value, reported)


def test_dollars_stay_dollars(knowledge):
    (fact,) = facts(make_figure(indicator="实际使用外资", value="2.5", unit="亿美元"), knowledge)
    assert (fact.value, fact.unit) == (250_000_000, "美元")


@pytest.mark.parametrize(("unit", "value"), [("个百分点", "5"), ("百分点", "5"), ("个基点", "500")])
def test_changes_of_one_indicator_are_shown_on_one_scale(knowledge, unit, value):
    (fact,) = facts(make_figure(measure=Measure.CHANGE, unit=unit, value=value), knowledge)
    assert (fact.indicator_id, fact.value, fact.unit) == ("gdp", 5, "个百分点")
    assert (fact.display_unit, fact.display_factor, fact.unit_reported) == ("个百分点", 1, unit)


def test_an_unregistered_figure_is_shown_in_the_unit_of_its_document(knowledge):
    (fact,) = facts(make_figure(indicator="从未听说之物", value="1.5", unit="万户"), knowledge)
    assert fact.indicator_id is None
    assert (fact.value, fact.unit, fact.value / fact.display_factor, fact.display_unit) == (15_000, "户", 1.5, "万户")


def test_a_joint_figure_is_two_facts_marked_joint(knowledge):
    found = facts(make_figure(place="330127+330523"), knowledge)
    assert [(fact.fact_id, fact.is_joint) for fact in found] == [
        ("doc-a:10/330127", True),
        ("doc-a:10/330523", True),
    ]
    assert len({fact.figure_id for fact in found}) == 1


def test_a_figure_without_place_is_kept_at_the_unknown_place(knowledge):
    (fact,) = facts(make_figure(place=""), knowledge)
    assert (fact.place_code, fact.is_joint, fact.fact_id) == ("ZZ", False, "doc-a:10/ZZ")


@pytest.mark.parametrize(
    ("measure", "start", "baseline", "wanted"),
    [
        (Measure.GROWTH, date(2022, 1, 1), "", "同比"),
        (Measure.GROWTH, None, "", ""),
        (Measure.GROWTH, None, "同比", "同比"),
        (Measure.GROWTH, date(2022, 1, 1), "环比", "环比"),
        (Measure.GROWTH, date(2018, 1, 1), "", ""),
        (Measure.GROWTH, date(2018, 1, 1), "同比", ""),
        (Measure.GROWTH, date(2018, 1, 1), "比上年", "比上年"),
        (Measure.GROWTH, date(2021, 6, 30), "同比", "同比"),
        (Measure.GROWTH, date(2022, 1, 1), "比上年同期", "同比"),
        (Measure.GROWTH, date(2022, 1, 1), "较上年", "同比"),
        (Measure.CHANGE, date(2022, 1, 1), "比去年", "同比"),
        (Measure.GROWTH, date(2022, 1, 1), "比上年末", "比上年末"),
        (Measure.GROWTH, date(2022, 1, 1), "比2019年", "比2019年"),
        (Measure.CHANGE, date(2022, 1, 1), "高于全省平均", "高于全省平均"),
        (Measure.LEVEL, date(2022, 1, 1), "", ""),
        (Measure.CHANGE, date(2022, 1, 1), "", ""),
    ],
)
def test_growth_within_a_year_is_year_on_year_unless_told_otherwise(knowledge, measure, start, baseline, wanted):
    (fact,) = facts(make_figure(measure=measure, unit="%", period_start=start, baseline=baseline), knowledge)
    assert fact.baseline == wanted


def test_the_level_of_a_stock_has_no_period_start(knowledge):
    stock = next(key for key, terms in knowledge.terms.indicators.items() if terms.kind == "stock")
    names = {row[0]: row[1] for row in knowledge.tables["indicator"]}
    unit = knowledge.terms.indicators[stock].canonical_unit
    (fact,) = facts(make_figure(indicator=names[stock], unit=unit), knowledge)
    assert (fact.indicator_id, fact.period_start, fact.period_end) == (stock, None, date(2022, 6, 30))


def test_a_range_keeps_both_ends(knowledge):
    (fact,) = facts(make_figure(value="2", value_high="3", unit="万元"), knowledge)
    assert (fact.value, fact.value_high, fact.value_reported) == (20_000, 30_000, "2–3")


def test_the_locator_names_characters(knowledge):
    (fact,) = facts(make_figure(char_start=120, char_end=124), knowledge)
    assert fact.locator == "字符 120–124"


@pytest.mark.parametrize(("value", "resolution"), [("1056", 1e8), ("1056.3", 1e7), ("1000", 1e8)])
def test_the_resolution_is_the_last_written_digit(knowledge, value, resolution):
    assert facts(make_figure(value=value), knowledge)[0].resolution == resolution
