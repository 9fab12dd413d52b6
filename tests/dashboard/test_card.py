import duckdb
import pandas as pd

from dashboard import card
from etl import queries, queries_county
from etl.filters import Filters


def test_every_figure_of_a_place_is_listed_with_its_source(cursor: duckdb.DuckDBPyConnection) -> None:
    frame = queries_county.place_figures(cursor, Filters(place=("330102",)), 100)
    content = card.figure_list(frame)
    assert content.count("<li>") == len(frame) == 3
    assert content.count("试验讲话汇编") == 2
    assert content.count("试验案例集") == 1
    assert "报告不一致" in content
    assert "位置 " in content


def test_partial_joint_rejected_and_undated_figures_say_so(cursor: duckdb.DuckDBPyConnection) -> None:
    every = queries.figures(cursor, Filters()).assign(conflict=False)
    content = card.figure_list(every)
    for words in ("局部：试验村", "合并报告", "已驳回", "未注明时期", "目标", "超9"):
        assert words in content


def test_markup_in_a_document_stays_text(cursor: duckdb.DuckDBPyConnection) -> None:
    frame = queries_county.place_figures(cursor, Filters(place=("331121",)), 100)
    hostile = "<img src=x onerror=alert(1)>"
    frame = frame.assign(indicator_reported=hostile, indicator_name=None, section=hostile, unit=hostile, rank_within="")
    content = card.figure_list(frame)
    assert "<img" not in content
    assert content.count("&lt;img") == 3


def test_ranks_and_growth_name_what_they_are_measured_against(cursor: duckdb.DuckDBPyConnection) -> None:
    frame = queries_county.place_figures(cursor, Filters(place=("331121",)), 100)
    assert "增速（同比）" in card.figure_list(frame.assign(baseline="同比"))
    gap = card.figure_list(frame.assign(measure="change", baseline="高于全省平均"))
    assert "与全省平均相比的差（高于全省平均）" in gap
    assert "增减" not in gap
    assert "位次（全市）" in card.figure_list(frame.assign(measure="rank", rank_within="city"))


def test_no_figures_make_an_empty_list() -> None:
    assert card.figure_list(pd.DataFrame()) == '<ul class="figures"></ul>'
