"""Every page opened in process, with filters, without data, and with everything wrong that a user can meet."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import text
from etl.paths import ROOT
from etl.snapshot.pointer import switch
from tests.dashboard.snapshot import SNAPSHOT_NAME, fill, rows

Open = Callable[..., AppTest]
DATA = "views/data.py"


@pytest.fixture
def open_page(served: Path) -> Open:
    def opened(page: str = "", **query: str | list[str]) -> AppTest:
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
    assert spec(at)["layout"]["title"]["text"] == "农村居民人均可支配收入 · 增速（%）· 2021年"
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


@pytest.mark.parametrize("page", ["", DATA])
def test_bad_values_in_a_link_fall_back_and_are_named(open_page: Open, page: str) -> None:
    bad = ["theme", "indicator", "measure", "period", "place", "status", "level", "method", "classes", "draw", "group"]
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
    for page in ("", DATA):
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


def test_an_empty_snapshot_opens_on_ninety_silent_counties(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with duckdb.connect(tmp_path / SNAPSHOT_NAME) as connection:
        fill(connection, [])
    switch(tmp_path, SNAPSHOT_NAME)
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    for page in ("", DATA):
        at = open_page(page)
        assert not at.exception
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
