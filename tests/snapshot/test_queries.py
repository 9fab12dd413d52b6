"""The questions that pages and exports ask of a snapshot."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from etl import queries, queries_county, queries_map
from etl.errors import FilterError
from etl.filters import FILTER_NAMES, Filters, format_period, parse_period
from etl.model import Measure, Scope, Status
from tests.factories import REFERENCE, make_document, make_figure

GDP = queries.Key("gdp", "level", "元", "actual", date(2022, 1, 1), date(2022, 6, 30))
FIGURES = [
    make_figure(char_start=10),
    make_figure(char_start=20, place="330127", value="212", theme="income"),
    make_figure(char_start=30, place="330500", section="湖州市"),
    make_figure(char_start=40, place="330523", measure=Measure.GROWTH, unit="%", value="5.1"),
    make_figure(char_start=50, place="330523", scope=Scope.PART, scope_name="余村", indicator="民宿"),
    make_figure(char_start=60, place="330127", period_start=None, period_end=None, status=Status.TARGET),
    make_figure(char_start=70, place="330127", period_start=None, period_end=date(2025, 1, 1)),
    make_figure(char_start=80, place=""),
]


def starts(connection, **filters: tuple[str, ...]) -> list[int]:
    """Return where the facts that pass stand in the text, in text order."""
    with connection.cursor() as cursor:
        return sorted(queries.figures(cursor, Filters(**filters))["char_start"])


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, [10, 20, 30, 40, 50, 60, 70, 80]),
        ({"place": ("330523",)}, [10, 40, 50]),
        ({"place": ("330523", "ZZ")}, [10, 40, 50, 80]),
        ({"city": ("330500",)}, [10, 30, 40, 50]),
        ({"theme": ("income",)}, [20]),
        ({"indicator": ("gdp",)}, [10, 20, 30, 40, 60, 70, 80]),
        ({"indicator": ("none",)}, [50]),
        ({"indicator": ("none", "gdp")}, [10, 20, 30, 40, 50, 60, 70, 80]),
        ({"measure": ("growth",)}, [40]),
        ({"status": ("target",)}, [60]),
        ({"scope": ("part",)}, [50]),
        ({"period": ("none",)}, [60]),
        ({"period": ("2022",)}, [10, 20, 30, 40, 50, 80]),
        ({"period": ("2022-07", "2025-01")}, [70]),
        ({"period": ("..2025-01-01",)}, [70]),
        ({"period": ("..2022-06-30",)}, []),
        ({"period": ("2022-01-01..2022-06-30", "none")}, [10, 20, 30, 40, 50, 60, 80]),
        ({"document": ("doc-b",)}, []),
        ({"tier": ("press",)}, [10, 20, 30, 40, 50, 60, 70, 80]),
        ({"text": ("余村",)}, [50]),
        ({"text": ("湖州", "安吉县")}, [10, 40, 50]),
        ({"text": ("%",)}, []),
        ({"text": ("'; DROP TABLE fact; --",)}, []),
        ({"theme": ("income",), "place": ("330523",)}, []),
    ],
    ids=str,
)
def test_a_filter_returns_exactly_the_facts_it_names(snapshot, filters, wanted):
    connection = snapshot(*FIGURES)
    assert starts(connection, **filters) == wanted
    with connection.cursor() as cursor:
        assert queries.count_figures(cursor, Filters(**filters)) == len(wanted)


def test_groups_are_those_in_force_on_the_day_of_the_figure(snapshot):
    # 330127 belongs to the 26 counties until July 2024; undated figures go by the document's day, July 2022
    connection = snapshot(*FIGURES)
    assert starts(connection, group=("M26",)) == [20, 60]
    assert starts(connection, group=("M25",)) == [70]
    assert starts(connection, group=("!M26",)) == [10, 40, 50, 70]
    with connection.cursor() as cursor:
        frame = queries.figures(cursor, Filters()).set_index("char_start")
    flags = {start: None if pd.isna(flag) else bool(flag) for start, flag in frame["is_mountain26"].items()}
    assert flags == {10: False, 20: True, 30: None, 40: False, 50: False, 60: True, 70: False, 80: None}


def test_undated_figures_take_the_group_of_their_documents_day(snapshot):
    undated = make_figure(place="330127", period_start=None, period_end=None)
    documents = [make_document(reference_date=date(2025, 1, 20))]
    assert starts(snapshot(undated, documents=documents), group=("M26",)) == []


def test_pages_of_figures_and_batches_add_up_to_all(snapshot):
    connection = snapshot(*FIGURES)
    with connection.cursor() as cursor:
        everything = queries.figures(cursor, Filters())
        pages = [queries.figures(cursor, Filters(), limit=3, offset=offset) for offset in range(0, 9, 3)]
        batches = list(queries.figure_batches(cursor, Filters()))
    assert pd.concat(pages)["fact_id"].tolist() == everything["fact_id"].tolist()
    assert pd.concat(batches)["fact_id"].tolist() == everything["fact_id"].tolist()


def test_figures_carry_names_canonical_and_reported_values(snapshot):
    connection = snapshot(make_figure(value="10560000", unit="万元"))
    with connection.cursor() as cursor:
        (row,) = queries.figures(cursor, Filters()).to_dict("records")
    assert (row["value"], row["unit"]) == (1056.0, "亿元")
    assert (row["value_reported"], row["unit_reported"]) == ("10560000", "万元")
    assert (row["value_base"], row["unit_base"]) == (105_600_000_000.0, "元")
    assert (row["place_name"], row["city_name"], row["theme_name"]) == ("安吉县", "湖州市", "经济高质量发展")
    assert (row["indicator_name"], row["document_title"], row["locator"]) == (
        "地区生产总值",
        "甲会议发言",
        "字符 10–14",
    )


def test_filters_are_given_by_name_or_code(snapshot):
    connection = snapshot(*FIGURES)
    with connection.cursor() as cursor:
        given = {"place": ["安吉县", "淳安", "330500"], "city": "湖州", "group": "!山区26县", "theme": ["income", ""]}
        filters = queries.filters_from(cursor, given)
    assert filters == Filters(
        place=("330523", "330127", "330500"), city=("330500",), group=("!M26",), theme=("income",)
    )


def test_every_wrong_filter_is_reported_with_what_is_allowed(snapshot):
    connection = snapshot(*FIGURES)
    given = {
        "place": "火星县",
        "measure": "speed",
        "period": ["2022-13", "..x", "soon"],
        "colour": "red",
        "group": "!no",
    }
    with connection.cursor() as cursor, pytest.raises(FilterError) as caught:
        queries.filters_from(cursor, given)
    text = str(caught.value)
    assert len(caught.value.findings) == 7
    assert "'speed'; expected one of change, growth, level, rank, ratio, share" in text
    assert "filter 'colour'; expected one of place, city" in text
    assert "'火星县'; expected one of" in text


def test_options_list_every_value_of_every_filter_with_its_count(snapshot):
    with snapshot(*FIGURES).cursor() as cursor:
        options = queries.options(cursor)
    assert set(options["filter"]) == set(FILTER_NAMES) - {"period", "text"}
    facts = options.set_index(["filter", "value"])["facts"]
    assert facts["place", "330523"] == 3
    assert facts["city", "330500"] == 4
    assert facts["measure", "rank"] == 0
    assert facts["indicator", "none"] == 1
    assert facts.loc["city"].size == 11


def test_coverage_has_ninety_counties_with_zeros_and_without_rejected_figures(snapshot):
    rejection = "doc-a:10,1056,亿元,地区生产总值,reject,,,wrong,lin,2024-05-01"
    connection = snapshot(*FIGURES, decision_rows=[rejection])
    with connection.cursor() as cursor:
        everything = queries.coverage_by_county(cursor).set_index("place_code")["figures"]
        targets = queries.coverage_by_county(cursor, None, "target").set_index("place_code")["figures"]
        income = queries.coverage_by_county(cursor, "income").set_index("place_code")["figures"]
    assert everything.size == 90
    assert everything[everything > 0].to_dict() == {"330127": 3, "330523": 2}
    assert targets[targets > 0].to_dict() == {"330127": 1}
    assert income[income > 0].to_dict() == {"330127": 1}


def test_the_keys_on_offer_lead_to_observations_that_are_the_values(snapshot):
    connection = snapshot(*FIGURES)
    with connection.cursor() as cursor:
        keys = queries_map.keys(cursor, "county")
        assert set(keys["theme_id"]) == {"economy"}
        assert dict(zip(map(queries.Key.from_row, keys.to_dict("records")), keys["places"], strict=True)) == {
            GDP: 2,
            replace(GDP, period_start=None, period_end=date(2025, 1, 1)): 1,
            replace(GDP, measure="growth", unit="%", baseline="同比"): 1,
        }
        values = queries.observations(cursor, GDP).query("state == 'value'")
    assert dict(zip(values["place_code"], values["value"], strict=True)) == {"330127": 212.0, "330523": 1056.0}
    assert set(values["unit"]) == {"亿元"}


@pytest.mark.parametrize(
    ("figure", "state", "reason"),
    [
        ({}, "value", ""),
        ({"scope": Scope.PART}, "excluded", "part"),
        ({"place": "330523+330127"}, "excluded", "joint"),
        ({"period_start": None, "period_end": None}, "excluded", "undated"),
        ({"scope": Scope.PART, "period_end": None, "period_start": None}, "excluded", "part,undated"),
        ({"period_end": date(2022, 9, 30)}, "incomparable", "period"),
        ({"status": Status.TARGET}, "incomparable", "status"),
        ({"measure": Measure.GROWTH, "unit": "%"}, "incomparable", "measure,unit,baseline"),
        ({"indicator": "从未听说之物"}, "unreported", ""),
        ({"place": "330500"}, "unreported", ""),
    ],
    ids=str,
)
def test_the_state_of_a_county_says_why_it_has_no_value(snapshot, figure, state, reason):
    with snapshot(make_figure(**figure)).cursor() as cursor:
        frame = queries.observations(cursor, GDP).set_index("place_code")
    assert len(frame) == 90
    assert (frame.loc["330523", "state"], frame.loc["330523", "reason"]) == (state, reason)
    assert pd.isna(frame.loc["330523", "value"]) == (state != "value")
    others = frame.drop(index=["330523", "330127"])
    assert set(others["state"]) == {"unreported"}


def test_a_rejected_report_is_an_excluded_state(snapshot):
    rejection = "doc-a:10,1056,亿元,地区生产总值,reject,,,wrong,lin,2024-05-01"
    with snapshot(make_figure(), decision_rows=[rejection]).cursor() as cursor:
        frame = queries.observations(cursor, GDP).set_index("place_code")
    assert tuple(frame.loc["330523", ["state", "reason"]]) == ("excluded", "rejected")


def test_the_nearest_report_explains_an_incomparable_state(snapshot):
    figures = [
        make_figure(period_end=date(2022, 9, 30), status=Status.TARGET),
        make_figure(char_start=30, period_end=date(2022, 9, 30)),
    ]
    with snapshot(*figures).cursor() as cursor:
        frame = queries.observations(cursor, GDP).set_index("place_code")
    assert frame.loc["330523", "reason"] == "period"


def test_the_figures_of_a_place_come_in_parts_and_say_where_reports_disagree(snapshot):
    other = make_figure(char_start=90, value="1100")
    with snapshot(*FIGURES, other).cursor() as cursor:
        every = queries_county.place_figures(cursor, Filters(place=("330523",)), 100)
        assert dict(zip(every["char_start"], every["conflict"], strict=True)) == {
            10: True,
            40: False,
            50: False,
            90: True,
        }
        parts = [queries_county.place_figures(cursor, Filters(place=("330523",)), 3, start) for start in (0, 3)]
        assert [start for part in parts for start in part["char_start"]] == every["char_start"].tolist()
        income = queries_county.place_figures(cursor, Filters(place=("330127",), theme=("income",)), 100)
        assert income["char_start"].tolist() == [20]


def test_documents_are_listed_with_their_counts(snapshot):
    with snapshot(*FIGURES).cursor() as cursor:
        (document,) = queries.documents(cursor).to_dict("records")
        assert (document["figures"], document["facts"], document["reference_date"]) == (8, 8, pd.Timestamp(REFERENCE))
        assert len(queries.snapshot_id(cursor)) == 12


def test_eight_threads_with_a_cursor_each_share_one_connection(snapshot):
    connection = snapshot(*FIGURES)
    counts: list[int] = []

    def ask() -> None:
        for _ in range(10):
            with connection.cursor() as cursor:
                counts.append(len(queries.figures(cursor, Filters())))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [8] * 80


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2022, 1, 1), date(2022, 6, 30), "2022-01-01..2022-06-30"),
        (None, date(2022, 6, 30), "..2022-06-30"),
        (None, None, "none"),
    ],
)
def test_a_period_is_written_and_read_back(start, end, text):
    assert format_period(start, end) == text
    period = parse_period(text)
    assert (period.start, period.last) == (start, end)


@pytest.mark.parametrize("text", ["2022-00", "22", "2022..", "..", "2022-01-01..x", "0000"])
def test_other_texts_are_no_periods(text):
    with pytest.raises(ValueError):
        parse_period(text)
