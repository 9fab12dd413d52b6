"""Reported phrases mean exactly one registered indicator, or none: golden cases, negatives first-class."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.model import Measure
from etl.normalise.indicators import match
from etl.registry.indicators import Indicators, load_indicators

SPECS = Path(__file__).parents[1] / "specs"
CASES = json.loads((SPECS / "indicator_phrases.json").read_text(encoding="utf-8"))
NEAR = json.loads((SPECS / "indicator_near_misses.json").read_text(encoding="utf-8"))


def label(case: dict[str, str]) -> str:
    return f"{case['phrase']}-{case['measure']}-{case['unit']}"


@pytest.fixture(scope="module")
def indicators() -> Indicators:
    return load_indicators()


@pytest.mark.parametrize("case", CASES, ids=label)
def test_phrase_means_the_indicator_or_none(case: dict[str, str], indicators: Indicators) -> None:
    assert match(case["phrase"], Measure(case["measure"]), case["unit"], indicators) == case["indicator_id"]


@pytest.mark.parametrize("case", NEAR, ids=label)
def test_phrase_is_not_its_neighbour(case: dict[str, str], indicators: Indicators) -> None:
    assert case["not_indicator_id"] in indicators.by_id
    found = match(case["phrase"], Measure(case["measure"]), case["unit"], indicators)
    assert found is not None
    assert found != case["not_indicator_id"]


def test_golden_file_is_large_and_names_each_phrase_once() -> None:
    assert len(CASES) >= 150
    assert len({label(case) for case in CASES}) == len(CASES)


def test_every_registered_wording_matches_its_own_indicator(indicators: Indicators) -> None:
    wordings = [(i.name_zh, i.indicator_id) for i in indicators.by_id.values()]
    wordings += [(alias.alias, alias.indicator_id) for alias in indicators.aliases]
    for wording, indicator_id in wordings:
        assert match(wording, Measure.RANK, "", indicators) == indicator_id


@pytest.mark.parametrize("word", ["新增", "人均", "城镇", "规上", "省内", "电机"])
def test_a_word_that_restricts_never_matches_the_unrestricted_indicator(word: str, indicators: Indicators) -> None:
    for indicator in indicators.by_id.values():
        if indicators.wording.fold(word + indicator.name_zh) in indicators.by_wording:
            continue  # somebody registered exactly these words
        assert match(word + indicator.name_zh, Measure.RANK, "", indicators) != indicator.indicator_id
