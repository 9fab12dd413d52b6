"""What may be compared: one value for a place and key, repeats merged, contradictions flagged."""

from __future__ import annotations

import random
from datetime import date

import pytest

from etl.model import Bound, Measure, Scope, Status
from tests.factories import make_document, make_figure

REJECTION = "doc-a:10,1056,亿元,地区生产总值,reject,,,wrong,lin,2024-05-01"


def observed(connection):
    """Return the observations as dictionaries."""
    with connection.cursor() as cursor:
        return cursor.execute("SELECT * FROM observation ORDER BY ALL").df().to_dict("records")


@pytest.mark.parametrize(
    "figure",
    [
        make_figure(scope=Scope.PART),
        make_figure(place="330127+330523"),
        make_figure(role="from"),
        make_figure(period_start=None, period_end=None),
        make_figure(indicator="从未听说之物"),
        make_figure(place=""),
        make_figure(place="OUT"),
        make_figure(place="M26"),
        make_figure(place="CN"),
    ],
    ids=["part", "joint", "from", "undated", "unregistered", "unknown", "outside", "group", "country"],
)
def test_what_cannot_be_compared_is_no_observation(snapshot, figure):
    assert observed(snapshot(figure)) == []


def test_a_rejected_figure_is_no_observation_but_stays_a_fact(snapshot):
    connection = snapshot(make_figure(), decision_rows=[REJECTION])
    assert observed(connection) == []
    assert connection.execute("SELECT review FROM fact").fetchall() == [("rejected",)]


@pytest.mark.parametrize("place", ["330523", "330500", "330000"])
def test_counties_cities_and_the_province_are_observed(snapshot, place):
    assert [row["place_code"] for row in observed(snapshot(make_figure(place=place)))] == [place]


def test_two_totals_in_one_document_are_a_conflict_and_both_are_kept(snapshot):
    (row,) = observed(snapshot(make_figure(value=212), make_figure(char_start=30, value=216)))
    assert row["conflict"]
    assert (row["reports"], row["documents"]) == (2, 1)
    assert list(row["fact_ids"]) == ["doc-a:10/330523", "doc-a:30/330523"]


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ({"value": "21.3"}, {"value": "21"}, False),
        ({"value": "21.3"}, {"value": "21.34"}, False),
        ({"value": "21.3"}, {"value": "21.4"}, True),
        ({"value": "21.3"}, {"value": "21.5"}, True),
        ({"value": "21.6"}, {"value": "21"}, True),
        ({"value": "812"}, {"value": "800", "bound": Bound.OVER}, False),
        ({"value": "798"}, {"value": "800", "bound": Bound.OVER}, True),
        ({"value": "798"}, {"value": "800", "bound": Bound.UNDER}, False),
        ({"value": "812"}, {"value": "800", "bound": Bound.AT_MOST}, True),
        ({"value": "-6"}, {"value": "-5", "bound": Bound.OVER}, False),
        ({"value": "-3"}, {"value": "-5", "bound": Bound.OVER}, True),
        ({"value": "103"}, {"value": "100", "bound": Bound.APPROX}, False),
        ({"value": "120"}, {"value": "100", "bound": Bound.APPROX}, True),
        ({"value": "2", "value_high": "3"}, {"value": "2.6"}, False),
        ({"value": "2", "value_high": "3"}, {"value": "3"}, False),
        ({"value": "2", "value_high": "3"}, {"value": "4"}, True),
        ({"value": "0"}, {"value": "0"}, False),
        ({"value": "0.1056", "unit": "万亿元"}, {"value": "1056", "unit": "亿元"}, False),
    ],
)
def test_reports_agree_within_rounding_and_bounds(snapshot, first, second, conflict):
    (row,) = observed(snapshot(make_figure(**first), make_figure(char_start=30, **second)))
    assert bool(row["conflict"]) is conflict


@pytest.mark.parametrize(
    ("second", "document", "preferred"),
    [
        ({"value": "1056.2"}, {"source_tier": "official"}, "doc-b"),
        ({"value": "1056.2"}, {"source_tier": "official_text_reposted"}, "doc-b"),
        ({"value": "1056.2"}, {"source_tier": ""}, "doc-a"),
        ({"revision": "final"}, {}, "doc-b"),
        ({"revision": "preliminary", "value": "1056.2"}, {"reference_date": date(2023, 1, 1)}, "doc-a"),
        ({}, {"reference_date": date(2023, 1, 1)}, "doc-b"),
        ({"bound": Bound.APPROX, "value": "1056.2"}, {}, "doc-a"),
        ({"value": "1056.2"}, {}, "doc-b"),
        ({}, {}, "doc-a"),
    ],
    ids=["official", "reposted", "no tier", "final", "preliminary", "newer", "bounded", "decimals", "document id"],
)
def test_the_preferred_report_is_shown(snapshot, second, document, preferred):
    documents = [make_document(), make_document(document_id="doc-b", file="b.txt", **document)]
    connection = snapshot(make_figure(), make_figure(document_id="doc-b", **second), documents=documents)
    (row,) = observed(connection)
    assert row["fact_id"].startswith(preferred)
    assert (row["reports"], row["documents"]) == (2, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"measure": Measure.GROWTH, "unit": "%"},
        {"status": Status.TARGET},
        {"period_end": date(2022, 9, 30)},
        {"period_start": None},
        {"place": "330127"},
        {"measure": Measure.RANK, "unit": "", "value": 3},
    ],
    ids=str,
)
def test_another_key_is_another_observation(snapshot, other):
    assert len(observed(snapshot(make_figure(), make_figure(char_start=30, **other)))) == 2


def test_ranks_within_city_and_province_are_two_observations(snapshot):
    ranks = [
        make_figure(char_start=10 * n, measure=Measure.RANK, unit="", value=1, rank_within=within)
        for n, within in enumerate(("city", "province"))
    ]
    assert {row["rank_within"] for row in observed(snapshot(*ranks))} == {"city", "province"}


def test_growth_with_and_without_the_word_for_year_on_year_is_one_observation(snapshot):
    growth = [
        make_figure(char_start=10 * n, measure=Measure.GROWTH, unit="%", value="8.1", baseline=baseline)
        for n, baseline in enumerate(("", "同比"))
    ]
    (row,) = observed(snapshot(*growth))
    assert (row["reports"], row["conflict"]) == (2, False)


def test_reports_against_the_year_before_meet_however_they_word_it(snapshot):
    worded = {"同比": "4.9", "比上年": "5.1", "较上年同期": "4.9"}
    growth = [
        make_figure(char_start=10 * n, measure=Measure.GROWTH, unit="%", value=value, baseline=baseline)
        for n, (baseline, value) in enumerate(worded.items())
    ]
    (row,) = observed(snapshot(*growth))
    assert (row["baseline"], row["reports"], row["conflict"]) == ("同比", 3, True)


PURE = "SELECT * EXCLUDE all_verified FROM observe({doubts})"
STORED = "SELECT * FROM observation_of({doubts})"


@pytest.mark.parametrize("doubtful", [(), ("doc-b",), ("doc-a", "doc-b")], ids=["none", "one", "all"])
@pytest.mark.parametrize("seed", range(4))
def test_the_stored_observations_are_those_that_the_facts_give(snapshot, seed, doubtful):
    source = random.Random(seed)
    documents = [
        make_document(document_id=name, file=f"{name}.txt", verified=name not in doubtful)
        for name in ("doc-a", "doc-b")
    ]
    figures = [
        make_figure(
            document_id=source.choice(["doc-a", "doc-b"]),
            char_start=10 * number,
            place=source.choice(["330523", "330127", "330500"]),
            value=str(source.randint(100, 103)),
            bound=source.choice([Bound.EXACT, Bound.APPROX, Bound.OVER]),
            period_end=source.choice([date(2022, 6, 30), date(2022, 12, 31)]),
        )
        for number in range(40)
    ]
    connection = snapshot(*figures, documents=documents)
    for doubts in ("false", "true"):
        pure = connection.execute(f"{PURE.format(doubts=doubts)} ORDER BY ALL").fetchall()
        assert connection.execute(f"{STORED.format(doubts=doubts)} ORDER BY ALL").fetchall() == pure
        assert bool(pure) == (doubts == "false" or len(doubtful) < 2)
    assert connection.execute("SELECT * FROM observation ORDER BY ALL").fetchall() == (
        connection.execute(f"{PURE.format(doubts='false')} ORDER BY ALL").fetchall()
    )
