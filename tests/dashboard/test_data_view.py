import duckdb
import pytest

from dashboard import data_view, text
from dashboard.data_view import FilterOptions
from dashboard.state import DataState
from etl import queries, queries_map


@pytest.fixture
def options(cursor: duckdb.DuckDBPyConnection) -> FilterOptions:
    return data_view.filter_options(queries.options(cursor), queries_map.periods(cursor))


def test_only_values_with_figures_are_offered_under_their_names(options: FilterOptions) -> None:
    assert options.labels["place"]["331121"] == "青田县"
    assert "331125" not in options.offered["place"]
    assert options.labels["theme"] == {
        "economy": "经济高质量发展",
        "income": "收入分配制度改革",
        "services": "公共服务优质共享",
    }
    assert options.labels["group"] == {"M26": "山区26县", "!M26": "山区26县以外的县"}
    assert options.labels["indicator"]["none"] == "未登记指标"
    assert options.labels["measure"]["growth"] == "增速"
    assert {"2021", "2021-01-01..2021-12-31", "none"} <= options.labels["period"].keys()


def test_names_in_a_link_become_codes(options: FilterOptions) -> None:
    state, dropped = data_view.resolve(DataState(place=("青田县", "331121"), theme=("收入分配制度改革",)), options)
    assert (state.place, state.theme, dropped) == (("331121",), ("income",), ())


def test_a_known_place_without_figures_is_kept_and_finds_nothing(options: FilterOptions) -> None:
    state, dropped = data_view.resolve(DataState(place=("云和县",)), options)
    assert (state.place, dropped) == (("331125",), ())


def test_bad_values_are_left_out_and_named(options: FilterOptions) -> None:
    given = DataState(place=("999999",), period=("2021-13", "2021"), measure=("';--",), status=("bogus",))
    state, dropped = data_view.resolve(given, options)
    assert (state.place, state.period, state.measure, state.status) == ((), ("2021",), (), ("actual",))
    assert set(dropped) == {"place", "period", "measure", "status"}


def test_clearing_the_status_means_all_and_survives_the_address(options: FilterOptions) -> None:
    state, _ = data_view.resolve(DataState(status=()), options)
    assert state.status == ("all",)
    assert state.to_query() == {"status": ["all"]}
    narrowed, _ = data_view.resolve(DataState(status=("all", "target")), options)
    assert narrowed.status == ("target",)


def test_the_table_shows_the_headings_of_the_export_and_names_what_is_missing(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    figures = queries.figures(cursor, DataState(status=("all",)).filters())
    table = data_view.table(figures)
    assert len(table) == len(figures)
    assert {"地区", "数值", "单位", "文件", "位置"} <= set(table.columns)
    assert "未登记指标" in set(table["指标（登记名称）"])
    assert text.UNDATED in set(table[text.PERIOD])
    assert not table.drop(columns=["数值"]).isna().any().any()


def test_a_download_is_named_by_its_filters_and_snapshot(options: FilterOptions) -> None:
    name = data_view.file_name(DataState(place=("331121",), text='a/b:"c'), options, "0123456789ab")
    assert name == "浙江县域数据_青田县_实际_a-b-c_0123456789ab.csv"
    long = data_view.file_name(DataState(text="字" * 300), options, "0123456789ab")
    assert len(long) < 100
