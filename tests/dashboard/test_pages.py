"""Every page opened in process, with filters, without data, and with everything wrong that a user can meet."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import text
from etl.paths import ROOT
from etl.snapshot.pointer import switch
from tests.dashboard.snapshot import MOUNTAIN, SNAPSHOT_NAME, Row, fill, rows

Open = Callable[..., AppTest]
DATA = "views/data.py"
COMPARE, COUNTY, QUALITY = "views/compare.py", "views/county.py", "views/quality.py"
PAGES = ("", COMPARE, COUNTY, DATA, QUALITY)


@pytest.fixture
def open_page(served: Path) -> Open:
    def opened(page: str = "", /, **query: str | list[str]) -> AppTest:
        at = AppTest.from_file(str(ROOT / "dashboard/app.py"), default_timeout=30)
        if page:
            at.run()
            at.query_params.clear()
            at.switch_page(page)
        for name, value in query.items():
            at.query_params[name] = value
        return at.run()

    return opened


def spec(at: AppTest) -> dict:
    return json.loads(at.get("plotly_chart")[0].proto.spec)


def said(at: AppTest) -> str:
    parts = (at.error, at.warning, at.info, at.caption, at.markdown, at.subheader)
    return "\n".join(element.value for kind in parts for element in kind)


def chosen(at: AppTest, label: str) -> object:
    return next(control.value for control in [*at.selectbox, *at.multiselect] if control.label == label)


def test_the_map_opens_on_who_reports_what(open_page: Open) -> None:
    at = open_page()
    assert not at.exception
    assert "90县中12县报告" in said(at)
    assert "各地报告的数字条数：经济高质量发展" in spec(at)["layout"]["title"]["text"]
    painted = [code for trace in spec(at)["data"] if trace["name"] == "fill" for code in trace["locations"]]
    assert len(painted) == len(set(painted)) == 90


def test_the_map_of_an_indicator_is_titled_with_measure_unit_and_period(open_page: Open) -> None:
    at = open_page(theme="income", indicator="income_rural", place="331121")
    assert not at.exception
    assert spec(at)["layout"]["title"]["text"] == "农村居民人均可支配收入<br>增速（基期未注明）（%）· 2021年"
    assert "第27/27（90县中27县报告）" in said(at).replace("\\", "")
    card = "".join(element.proto.body for element in at.get("html"))
    assert "试验讲话汇编" in card
    assert "位置" in card


def test_choosing_another_theme_drops_the_indicator_without_blaming_a_link(open_page: Open) -> None:
    at = open_page(theme="income", indicator="income_rural")
    next(control for control in at.selectbox if control.label == text.THEME).set_value("economy").run()
    assert not at.exception
    assert chosen(at, text.INDICATOR) == ""
    assert not at.info


def test_totals_are_drawn_as_symbols_with_a_note(open_page: Open) -> None:
    at = open_page(theme="economy", indicator="gdp")
    assert [trace for trace in spec(at)["data"] if trace["name"] == "symbols"]
    assert text.TOTALS_NOTE in said(at)
    filled = open_page(theme="economy", indicator="gdp", draw="fill")
    assert not [trace for trace in spec(filled)["data"] if trace["name"] == "symbols"]


def test_fixed_limits_are_named_on_the_map_and_below_it(open_page: Open) -> None:
    at = open_page(theme="economy", indicator="gdp", draw="fill", method="fixed")
    assert not at.exception
    assert chosen(at, text.FILTERS["method"]) == "fixed"
    assert at.query_params["method"] == "fixed"
    assert "指标固定分级" in spec(at)["layout"]["legend"]["title"]["text"]
    entries = [trace["name"] for trace in spec(at)["data"] if trace.get("showlegend")]
    assert entries[:2] == ["低于 100（0）", "100 至 300（1）"]
    assert "固定分级：100、300、500、1,000（亿元）" in said(at)
    assert text.FILTERS["classes"] not in [control.label for control in at.selectbox]
    next(control for control in at.selectbox if control.label == text.FILTERS["method"]).set_value("equal").run()
    assert "等距" in spec(at)["layout"]["legend"]["title"]["text"]


def test_fixed_limits_in_a_link_to_an_indicator_without_them_fall_back(open_page: Open) -> None:
    at = open_page(theme="income", indicator="income_rural", method="fixed")
    assert not at.exception
    assert not at.error
    assert "分级方法" in said(at)
    assert chosen(at, text.FILTERS["method"]) == "natural"


def test_few_reports_put_the_table_first(open_page: Open) -> None:
    at = open_page(theme="income", indicator="income_rural", period="2020-01-01..2020-12-31")
    assert text.SPARSE_NOTE in said(at)
    table, chart = at.columns
    assert len(table.dataframe) == 1
    assert len(chart.get("plotly_chart")) == 1


def test_cities_are_a_level_of_their_own(open_page: Open) -> None:
    at = open_page(theme="income", indicator="income_rural", level="city")
    assert not at.exception
    assert "11市中2市报告" in said(at)


@pytest.mark.parametrize("page", PAGES)
def test_bad_values_in_a_link_fall_back_and_are_named(open_page: Open, page: str) -> None:
    bad = [
        "theme", "indicator", "measure", "period", "place", "status", "level", "method", "classes", "draw", "group", "view",
        "against", "set", "one", "two", "picture", "columns", "sort", "page", "document", "kind", "number", "before",
        "unverified", "snapshot",
    ]  # fmt: skip
    at = open_page(page, **dict.fromkeys(bad, "<b>'; DROP TABLE fact --"))
    assert not at.exception
    assert not at.error
    assert "无效" in said(at)


def test_the_data_page_shows_actual_figures_and_counts_them(open_page: Open, cursor: duckdb.DuckDBPyConnection) -> None:
    at = open_page(DATA)
    assert not at.exception
    row = cursor.execute("SELECT count(*) FROM fact WHERE status = 'actual'").fetchone()
    assert row is not None
    assert f"共 **{row[0]}** 条数字" in said(at)
    assert len(at.dataframe[0].value) == row[0]
    assert chosen(at, text.FILTERS["status"]) == ["actual"]


def test_filters_narrow_the_table(open_page: Open) -> None:
    at = open_page(DATA, place="331121", status="all")
    assert set(at.dataframe[0].value["地区"]) == {"青田县"}
    at.text_input[0].set_value("没有这样的字词").run()
    assert not at.exception
    assert text.NO_DATA in said(at)
    next(button for button in at.button if button.label == text.RESET).click().run()
    assert len(at.dataframe[0].value) > 40


def test_a_page_keeps_its_choice_while_another_is_open(open_page: Open) -> None:
    at = open_page(theme="income", indicator="income_rural")
    at.query_params.clear()
    at.switch_page(DATA).run()
    at.query_params.clear()
    at.switch_page("views/map.py").run()
    assert chosen(at, text.INDICATOR) == "income_rural"


def test_without_a_snapshot_a_sentence_says_what_to_do(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    for page in PAGES:
        at = open_page(page)
        assert not at.exception
        assert [error.value for error in at.error] == [text.NO_SNAPSHOT]


@pytest.mark.parametrize("content", [b"", b"not a database", b"\0" * 8 + b"DUCK" + b"\0" * 4000])
def test_a_damaged_snapshot_is_a_sentence_too(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / SNAPSHOT_NAME).write_bytes(content)
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    at = open_page()
    assert not at.exception
    assert [error.value for error in at.error] == [text.NO_SNAPSHOT]


def test_a_snapshot_of_another_version_is_refused_in_chinese(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with duckdb.connect(tmp_path / SNAPSHOT_NAME) as connection:
        fill(connection)
        connection.execute("DELETE FROM build WHERE key = 'format'")
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    for page in PAGES:
        at = open_page(page)
        assert not at.exception
        assert [error.value for error in at.error] == [text.FOREIGN_SNAPSHOT]
    assert "重新生成" in text.FOREIGN_SNAPSHOT


def test_an_empty_snapshot_opens_on_ninety_silent_counties(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with duckdb.connect(tmp_path / SNAPSHOT_NAME) as connection:
        fill(connection, [])
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    for page in PAGES:
        at = open_page(page)
        assert not at.exception
        assert not at.error
    for view in ("pair", "heat"):
        assert not open_page(COMPARE, view=view, one="331121", two="330102").exception
    for view in ("conflicts", "changes", "definitions", "boundary"):
        assert not open_page(QUALITY, view=view).exception
    assert "90县中0县报告" in said(open_page())


def test_a_snapshot_switched_in_mid_use_is_shown_whole_at_the_next_step(
    open_page: Open, snapshot_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copy(snapshot_folder / SNAPSHOT_NAME, tmp_path / SNAPSHOT_NAME)
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    at = open_page(theme="income", indicator="income_rural")
    assert "90县中27县报告" in said(at)
    newer = "facts-ba9876543210.duckdb"
    with duckdb.connect(tmp_path / newer) as connection:
        fill(connection, rows()[:5])
    switch(tmp_path, newer)
    at.run()
    assert not at.exception
    assert "90县中5县报告" in said(at)
    assert "ba9876543210" in spec(at)["layout"]["annotations"][0]["text"]


def test_without_boundaries_the_table_still_works(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BOUNDARY_FILE", str(tmp_path / "absent.geojson"))
    at = open_page(theme="income", indicator="income_rural")
    assert not at.exception
    assert text.NO_BOUNDARIES in said(at)
    assert len(at.dataframe[0].value) == 90


def test_places_that_a_boundary_file_lacks_are_named(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shapes = json.loads((ROOT / "geo/zhejiang_counties.geojson").read_text(encoding="utf-8"))
    shapes["features"] = [f for f in shapes["features"] if f["properties"]["name"] != "青田县"]
    own = tmp_path / "own.geojson"
    own.write_text(json.dumps(shapes), encoding="utf-8")
    monkeypatch.setenv("BOUNDARY_FILE", str(own))
    at = open_page(theme="income", indicator="income_rural", place="331121")
    assert not at.exception
    assert "青田县" in at.warning[0].value


def test_every_map_carries_the_notice_and_the_approval_number_once_there_is_one(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAP_APPROVAL_NO", "浙S(2030)0号")
    for query in ({}, {"theme": "income", "indicator": "income_rural"}, {"theme": "economy", "indicator": "gdp"}):
        footer = spec(open_page(**query))["layout"]["annotations"][0]["text"]
        assert text.BOUNDARY_NOTICE in footer
        assert "审图号：浙S(2030)0号" in footer


def test_the_map_has_an_alternative_text_of_what_it_shows(open_page: Open) -> None:
    at = open_page(theme="income", indicator="income_rural")
    alt = at.get("plotly_chart")[0].proto.alt
    assert "27个地方有数值" in alt
    assert "最低青田县-1.2%" in alt
    assert "其中1个识别置信度低（图上加斜线）" in alt


def html_of(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def test_the_comparison_opens_on_how_many_of_each_report(open_page: Open) -> None:
    at = open_page(COMPARE)
    assert not at.exception
    told = said(at)
    assert "山区26县：**" in told
    assert "其他84县：**" in told
    assert len(at.dataframe) == 2


def test_reporting_counts_stand_above_the_verdict(open_page: Open) -> None:
    at = open_page(COMPARE, indicator="income_rural")
    assert not at.exception
    assert "**不可比较**" in at.warning[0].value
    assert "/6** 县报告" in said(at)
    assert len(at.get("plotly_chart")) == 2
    for chart in at.get("plotly_chart"):
        assert "27" in chart.proto.alt or "县报告" in chart.proto.alt
        assert "http" not in chart.proto.spec
        assert "0123456789ab" in chart.proto.spec


def test_a_hand_picked_set_in_the_address_gets_its_verdict(open_page: Open, cursor: duckdb.DuckDBPyConnection) -> None:
    rows_ = cursor.execute(
        "SELECT DISTINCT place_code FROM observation WHERE indicator_id = 'income_rural' AND period_end = DATE '2021-12-31' "
        "AND place_code NOT LIKE '%00' ORDER BY 1"
    ).fetchall()
    at = open_page(COMPARE, indicator="income_rural", group="pick", set=[code for (code,) in rows_[:8]])
    assert not at.exception
    assert "**可比**" in at.success[0].value
    assert "在已报告的县中" in at.success[0].value


@pytest.fixture
def unverified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> Open:
    """Twelve counties whose growth nobody compared with the original, six of them of the group, and three with a half-year."""
    codes = [*MOUNTAIN, "330102", "330105", "330106", "330108", "330109", "330110"]
    rows = [Row(code, 5.0 + place, verified=False) for place, code in enumerate(codes)]
    half = {"period_start": date(2022, 1, 1), "period_end": date(2022, 6, 30)}
    rows += [Row(code, 4.0 + place, **half) for place, code in enumerate(codes[5:8])]
    rows += [Row(code, 4e10, "gdp", measure="level", unit="元", verified=False) for code in codes]
    with duckdb.connect(tmp_path / SNAPSHOT_NAME) as connection:
        fill(connection, rows)
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    st.cache_data.clear()
    st.cache_resource.clear()
    return open_page


def test_a_comparison_offers_opens_on_and_judges_by_the_same_figures(unverified: Open) -> None:
    opening = unverified(COMPARE)
    assert not opening.exception
    (offered,) = opening.dataframe[1].value.to_dict("records")
    assert (offered["指标"], offered["合计县数"], offered["同一口径最多县数"]) == ("农村居民人均可支配收入", 3, 3)
    assert "未与原件核对的数字不计入" in said(opening)
    at = unverified(COMPARE, indicator="income_rural")
    assert chosen(at, "时期") == "2022-01-01..2022-06-30"
    assert "山区26县：**1/6** 县报告" in said(at)
    assert "其他84县：**2/84** 县报告" in said(at)
    assert "**不可比较**" in at.warning[0].value


def test_a_verdict_on_figures_that_nobody_compared_is_never_green(unverified: Open) -> None:
    at = unverified(COMPARE, indicator="income_rural", unverified="on")
    assert chosen(at, "时期") == "2021-01-01..2021-12-31"
    assert not at.success
    assert "12县中12县的数字未与原件核对" in at.warning[0].value
    assert "在已报告的县中" in at.warning[0].value


def test_what_stops_counting_is_said(unverified: Open) -> None:
    at = unverified(COMPARE, indicator="gdp", unverified="on")
    next(control for control in at.selectbox if control.label == "未与原件核对的数字").set_value("off").run()
    assert not at.exception
    assert "所选的指标" in said(at)
    assert len(at.dataframe) == 2


def test_a_set_without_counties_asks_for_some(open_page: Open) -> None:
    at = open_page(COMPARE, indicator="income_rural", group="pick")
    assert not at.exception
    assert "请在" in said(at)


def test_two_counties_stand_side_by_side(open_page: Open) -> None:
    at = open_page(COMPARE, view="pair", one="330102", two="330105")
    assert not at.exception
    assert list(at.dataframe[0].value.columns[4:6]) == ["上城区", "拱墅区"]
    assert "请选择两个不同的县" in said(open_page(COMPARE, view="pair", one="330102", two="330102"))


def test_the_heat_map_has_a_table_beside_it(open_page: Open) -> None:
    at = open_page(COMPARE, view="heat")
    assert not at.exception
    assert len(at.dataframe[0].value) == 90
    assert "84县中" in at.get("plotly_chart")[1].proto.alt


def test_a_county_is_told_on_one_page(open_page: Open) -> None:
    at = open_page(COUNTY, place="331121")
    assert not at.exception
    told = html_of(at)
    assert "青田县" in told
    assert "第27/27（90县中27县报告）" in told
    assert "山区26县（名单有效期2021年1月1日至2024年7月31日）" in told
    assert "/quality?number=" in told


def test_a_county_with_many_figures_shows_them_all_page_by_page(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    free = [Row("331121", n, None, f"试验指标{n:03}", "services", "level", "个") for n in range(250)]
    ranks = [Row("331121", 3, None, "试验位次", "services", "rank", "位", rank_within="province")]
    with duckdb.connect(tmp_path / SNAPSHOT_NAME) as connection:
        fill(connection, free + ranks)
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    told: list[str] = []
    at = open_page(COUNTY, place="331121")
    for page in ("1", "2", "3"):
        assert not at.exception
        assert f"共 251 条（第 {page}/3 页）" in said(at)
        assert "文件所载位次" in said(at)
        told += re.findall("试验指标[0-9]{3}", html_of(at))
        if page != "3":
            next(button for button in at.button if button.label == text.NEXT_PAGE).click().run()
    assert sorted(told) == [f"试验指标{n:03}" for n in range(250)]
    assert at.query_params["page"] == "3"
    next(control for control in at.selectbox if control.label == text.FILTERS["status"]).set_value("actual").run()
    assert "（第 1/3 页）" in said(at)
    numbers = open_page(QUALITY, document="speeches", page="2")
    assert not numbers.exception
    assert len(numbers.dataframe[0].value) == 51
    assert "201–251" in said(numbers)
    kept = open_page(QUALITY, document="speeches", kind="rejected", page="2")
    assert text.NO_DATA in said(kept)
    assert "页码" in said(kept)
    beyond = open_page(COUNTY, place="331121", page="4")
    assert not beyond.exception
    assert "页码" in said(beyond)
    assert "（第 1/3 页）" in said(beyond)


def test_the_source_of_a_group_is_told_in_chinese(open_page: Open) -> None:
    told = html_of(open_page(QUALITY, view="definitions"))
    assert "省级政策（2021年）" in told
    assert "未经证实" in told


def test_a_county_without_figures_says_that_silence_is_no_failure(open_page: Open) -> None:
    at = open_page(COUNTY, place="330921")
    assert not at.exception
    assert "没有报告不等于没有成效" in said(at)


def test_every_number_of_a_document_is_accounted_for(open_page: Open, cursor: duckdb.DuckDBPyConnection) -> None:
    at = open_page(QUALITY, document="speeches")
    assert not at.exception
    row = cursor.execute("SELECT count(DISTINCT figure_id) FROM fact WHERE document_id = 'speeches'").fetchone()
    assert row is not None
    assert f"这份文件共有 {row[0]} 个数字" in said(at)
    assert len(at.dataframe[0].value) == row[0]


def test_a_number_is_shown_with_what_was_made_of_it(open_page: Open) -> None:
    at = open_page(QUALITY, number="speeches:0")
    assert not at.exception
    assert "同一分句写明" in html_of(at)
    assert "data/documents" in said(at)
    gone = open_page(QUALITY, number="speeches:999999")
    assert not gone.exception
    assert "没有这个数字" in said(gone)


def test_conflicts_show_both_readings(open_page: Open) -> None:
    at = open_page(QUALITY, view="conflicts")
    assert not at.exception
    assert "共 1 组" in said(at)
    assert html_of(at).count("<tr>") == 3


def test_changes_are_those_between_two_snapshots(
    open_page: Open, snapshot_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    older = "facts-ba9876543210.duckdb"
    with duckdb.connect(tmp_path / older) as connection:
        kept = rows()[:-1]
        kept[0].value += 1
        fill(connection, kept)
    shutil.copy(snapshot_folder / SNAPSHOT_NAME, tmp_path / SNAPSHOT_NAME)
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    at = open_page(QUALITY, view="changes")
    assert not at.exception
    assert "新增 1 条，撤下 0 条，修订 1 条" in said(at)
    assert set(at.dataframe[0].value["变化"]) == {"新增", "修订"}


@pytest.mark.parametrize("page", PAGES)
def test_a_link_of_an_older_snapshot_says_that_the_data_are_newer(open_page: Open, page: str) -> None:
    at = open_page(page, snapshot="aaaaaaaaaaaa", place="331121", status="all", view="boundary")
    assert not at.exception
    assert "aaaaaaaaaaaa" in said(at)
    assert "0123456789ab" in said(at)


def test_the_data_page_sorts_turns_pages_and_shows_chosen_columns(open_page: Open) -> None:
    at = open_page(DATA, sort="-value", columns=["place_name", "value", "unit"], indicator="income_rural", page="9")
    assert not at.exception
    table = at.dataframe[0].value
    assert list(table.columns) == ["地区", "数值", "单位"]
    assert table["数值"].tolist() == sorted(table["数值"], reverse=True)


@pytest.mark.parametrize("word", ["青田县", "income", "试验讲话"])
def test_words_find_places_and_documents(open_page: Open, word: str) -> None:
    at = open_page(DATA, text=word, status="all")
    assert not at.exception
    assert (len(at.dataframe) == 1) == (word != "income")
