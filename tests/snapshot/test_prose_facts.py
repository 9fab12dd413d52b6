"""From sentences to facts: what normalising makes of figures as extraction reads them."""

from __future__ import annotations

from datetime import date

import pytest

from etl.decisions import Review, Reviewed
from etl.extract.engine import extract
from etl.model import Measure
from etl.normalise.facts import to_facts
from etl.normalise.knowledge import GROWTH_SUFFIX, Knowledge
from tests.factories import make_document, make_figure


@pytest.fixture
def facts(registries: Knowledge):
    """Return a function that reads a text about 安吉县, spoken at the end of 2023, into facts."""

    def of(text):
        document = make_document(title="安吉县工作交流材料", kind="other", reference_date=date(2023, 12, 31))
        figures = extract(text, document).figures
        reviewed = [Reviewed(figure, figure, Review.UNREVIEWED) for figure in figures]
        return list(to_facts(reviewed, {document.document_id: document}, registries.terms))

    return of


def ranks(found):
    return [(fact.indicator_id, fact.value, fact.rank_within) for fact in found if fact.measure == "rank"]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("2023年，安吉县固定资产投资增长17%，连续5个月居全市首位。", ["investment_fixed_assets_growth"]),
        ("2023年，安吉县规上工业增加值增长13.4%，居全市首位。", ["industry_va_above_scale_growth"]),
        ("2023年，安吉县农民人均可支配收入同比增长8.8%，位列全省第三。", ["income_per_capita_rural_growth"]),
        ("2023年，安吉县规上工业增加值增速13.4%，居全市第4。", ["industry_va_above_scale_growth"]),
        ("2023年，安吉县农村居民人均可支配收入43382元，居全市第1。", ["income_per_capita_rural"]),
        ("2023年，安吉县地区生产总值居全市第2位。", ["gdp"]),
        ("2023年，安吉县地区生产总值582.4亿元，增长5.1%，居全市第2位。", [None]),
        ("2023年，安吉县地区生产总值增长5.1%，固定资产投资居全市第2位。", ["investment_fixed_assets"]),
    ],
)
def test_a_rank_behind_growth_is_a_rank_of_growth(facts, text, indicators):
    assert [indicator for indicator, _, _ in ranks(facts(text))] == indicators


def test_a_rank_behind_growth_is_of_nothing_where_nobody_registered_ranks_of_that_growth(registries):
    same = {"indicator": "常住人口", "period_start": date(2022, 1, 1)}
    figures = [
        make_figure(measure=Measure.GROWTH, unit="%", value="1.2", **same),
        make_figure(char_start=25, measure=Measure.RANK, unit="", value=3, **same),
        make_figure(char_start=200, measure=Measure.RANK, unit="", value=3, **same),
    ]
    reviewed = [Reviewed(figure, figure, Review.UNREVIEWED) for figure in figures]
    found = list(to_facts(reviewed, {"doc-a": make_document()}, registries.terms))
    assert [fact.indicator_id for fact in found] == ["population_resident", None, "population_resident"]


@pytest.mark.parametrize("other", [{"place": "330522"}, {"period_end": date(2022, 3, 31)}, {"document_id": "doc-b"}])
def test_growth_of_another_place_period_or_document_says_nothing_of_a_rank(registries, other):
    figures = [
        make_figure(measure=Measure.GROWTH, unit="%", value="1.2", **other),
        make_figure(char_start=25, measure=Measure.RANK, unit="", value=3),
    ]
    reviewed = [Reviewed(figure, figure, Review.UNREVIEWED) for figure in figures]
    documents = {name: make_document(document_id=name) for name in ("doc-a", "doc-b")}
    assert [fact.indicator_id for fact in to_facts(reviewed, documents, registries.terms)] == ["gdp", "gdp"]


def test_every_indicator_for_ranks_of_growth_names_what_grows(registries):
    growth_of = registries.terms.growth_of
    assert growth_of["gdp"] == "gdp_growth"
    assert {growth for level, growth in growth_of.items() if level not in registries.terms.indicators} == set()
    assert all(growth.endswith(GROWTH_SUFFIX) for growth in growth_of.values())


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("2003年到2021年，安吉县地区生产总值增长7.5倍。", ""),
        ("2018年至2022年，安吉县地区生产总值增长40.1%。", ""),
        ("2022年，安吉县地区生产总值增长5.1%。", "同比"),
        ("截至11月末，安吉县贷款余额增长12.4%。", "同比"),
        ("目前，安吉县的生产效率增长50%。", ""),
        ("改革以来，安吉县土地产出率增长58.9%。", ""),
        ("安吉县旅游收入增长30%。", ""),
        ("安吉县旅游收入同比增长30%。", "同比"),
    ],
)
def test_growth_is_year_on_year_where_it_says_so_or_is_of_a_part_of_a_year(facts, text, baseline):
    (fact,) = facts(text)
    assert (fact.measure, fact.baseline) == ("growth", baseline)
