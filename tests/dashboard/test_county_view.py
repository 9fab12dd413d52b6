from datetime import date
from pathlib import Path

import duckdb

from dashboard import county_sheet, county_view
from dashboard.county_sheet import Footnotes
from etl import queries_compare, queries_county, queries_map
from etl.filters import Filters
from tests.dashboard.snapshot import YEAR, Row, fill


def standings(cursor: duckdb.DuckDBPyConnection, place: str) -> list[county_view.Standing]:
    own = queries_compare.place_observations(cursor, place)
    peers = queries_county.peers(cursor, ("income_rural", "gdp"), (YEAR[1], date(2020, 12, 31)), ("actual",))
    return county_view.standings(own, peers, place)


def test_a_county_stands_among_those_that_report_the_same_key(cursor: duckdb.DuckDBPyConnection) -> None:
    found = standings(cursor, "331121")
    assert [(item.indicator, item.value, item.place) for item in found] == [
        ("农村居民人均可支配收入", "-1.2", "第27/27（90县中27县报告）")
    ]


def test_a_rank_says_how_many_of_its_peers_nobody_compared(cursor: duckdb.DuckDBPyConnection) -> None:
    own = queries_compare.place_observations(cursor, "331121")
    peers = queries_county.peers(cursor, ("income_rural", "gdp"), (YEAR[1],), ("actual",))
    (found,) = county_view.standings(own, peers.assign(verified=peers["place_code"] == "331121"), "331121")
    assert found.verified
    assert found.place == "第27/27（90县中27县报告，其中26县未与原件核对）"


def test_targets_of_the_far_future_push_no_outcome_out(tmp_path: Path) -> None:
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in range(2025, 2056)]
    rows = [Row("331121", 7.0)]
    rows += [Row("331121", 9.0, status="target", period_start=start, period_end=end) for start, end in years]
    with duckdb.connect(tmp_path / "facts.duckdb") as connection:
        fill(connection, rows)
        own = queries_compare.place_observations(connection, "331121", None, 30)
        ends = tuple(end.date() for end in own["period_end"])
        peers = queries_county.peers(connection, ("income_rural",), ends, ("actual", "target"))
    assert list(own["status"]) == ["actual"] + ["target"] * 29
    found = county_view.standings(own, peers, "331121")
    assert (found[0].value, found[0].actual, found[1].actual) == ("7", True, False)
    assert [item.value for item in county_view.headlines(found)] == ["7"]


def test_headlines_are_one_for_each_indicator_the_best_covered_first(cursor: duckdb.DuckDBPyConnection) -> None:
    found = county_view.headlines(standings(cursor, "330102"))
    assert [item.indicator for item in found] == ["农村居民人均可支配收入", "地区生产总值"]


def test_what_two_peers_report_and_the_county_does_not_is_told(cursor: duckdb.DuckDBPyConnection) -> None:
    reporting = queries_compare.reporting_counties(cursor)
    peers = frozenset(reporting["place_code"]) - {"331121"}
    found = county_view.unreported(reporting, "331121", peers, {"gdp": "地区生产总值"})
    assert found[0][0] == "地区生产总值"
    assert county_view.unreported(reporting, "331121", peers, {}, least=91) == []


def test_memberships_name_their_days(cursor: duckdb.DuckDBPyConnection) -> None:
    told = county_view.memberships(queries_map.groups(cursor), "331121")
    assert told == ["山区26县（名单有效期2021年1月1日至2024年7月31日）"]


def test_repeats_and_conflicts_show_both_readings(cursor: duckdb.DuckDBPyConnection) -> None:
    place = sorted(set(queries_compare.reporting_counties(cursor)["place_code"]))[0]
    frame = queries_county.readings(cursor, place, 50)
    assert tuple(frame.columns) == queries_county.READING_COLUMNS
    assert tuple(queries_county.readings(cursor, "331121", 50).columns) == queries_county.READING_COLUMNS
    rows = county_sheet.reading_rows(frame, Footnotes.of((frame,)))
    assert len(rows) == 2
    assert {row[4].split("，")[0] for row in rows} == {"不一致"}
    assert sum("采用" in row[4] for row in rows) == 1


def test_every_text_of_the_sheet_is_escaped_and_every_figure_links_to_its_number(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    frame = queries_county.place_figures(cursor, Filters(place=("331121",)), 10)
    frame["indicator_reported"] = "<script>alert(1)</script>"
    notes = Footnotes.of((frame,), "/base")
    table = county_sheet.table(("a", "b", "c", "d", "e"), county_sheet.figure_rows(frame, notes), raw=frozenset({4}))
    assert "<script>" not in table
    assert 'href="/base/quality?number=speeches%3A' in table
    assert "[1] 试验讲话汇编" in notes.listing({"speeches": "试验讲话汇编"})
