"""The CSV export: complete, safe in a spreadsheet, readable by one."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date

import duckdb
import openpyxl
import pandas as pd
import pytest

from etl import queries
from etl.export import BOM, cell_text, csv_bytes, csv_pieces, export_figures
from etl.filters import Filters
from etl.model import Bound, Measure, Scope
from etl.normalise.knowledge import load_knowledge
from etl.registry.dictionary import Dictionary, load_dictionary
from etl.snapshot.build import build
from tests.factories import make_figure, write_sources

HOSTILE = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")']
FIGURES = [
    make_figure(char_start=10, value="1056.30"),
    make_figure(char_start=20, measure=Measure.CHANGE, value="-3.2", unit="个百分点", indicator="=cmd|' /C calc'!A0"),
    make_figure(
        char_start=30, place="330127", scope=Scope.PART, scope_name='引号",逗号\n换行', value="2", value_high="3"
    ),
    make_figure(char_start=40, place="", period_start=None, period_end=None, indicator="从未听说之物"),
    make_figure(char_start=50, measure=Measure.GROWTH, value="7.5", unit="倍", bound=Bound.OVER, section="@2022"),
    make_figure(char_start=60, place="330127", measure=Measure.RANK, value="1", unit="", rank_within="province"),
    make_figure(char_start=70, value="0.000123", unit="元", indicator="＋某单价"),
]


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return load_dictionary()


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("export")
    with queries.open_snapshot(build(write_sources(folder, FIGURES), load_knowledge(), folder / "out")) as opened:
        yield opened


def exported(connection: duckdb.DuckDBPyConnection, dictionary: Dictionary, filters: Filters) -> str:
    with connection.cursor() as cursor:
        return "".join(export_figures(queries.figure_batches(cursor, filters), dictionary))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_every_exported_column_is_one_of_the_query_and_every_column_of_the_query_is_described(connection, dictionary):
    with connection.cursor() as cursor:
        columns = set(queries.figures(cursor, Filters(), limit=0).columns)
    assert {column.column_id for column in dictionary.exported} - columns == {
        "indicator_state",
        "period_state",
        "snapshot",
    }
    assert columns <= set(dictionary.columns)


def test_every_code_of_a_labelled_column_has_a_label(dictionary):
    from etl.catalogue import TIERS
    from etl.decisions import Review
    from etl.fields import REVISIONS
    from etl.model import Confidence, Status

    codes = {
        "measure": Measure, "bound": Bound, "scope": Scope, "status": Status, "review": Review, "confidence": Confidence,
        "state": queries.State, "source_tier": TIERS, "revision": REVISIONS,
    }  # fmt: skip
    assert {name: set(dictionary.labels[name]) for name in codes} == {
        name: {str(code) for code in values} for name, values in codes.items()
    }


@pytest.mark.parametrize("filters", [Filters(), Filters(place=("330523",)), Filters(text=("无此",))], ids=str)
def test_the_export_equals_the_filtered_rows(connection, dictionary, filters):
    with connection.cursor() as cursor:
        frame = queries.figures(cursor, filters)
    rows = rows_of(exported(connection, dictionary, filters))
    heading = {column.column_id: column.heading for column in dictionary.exported}
    assert [row[heading["figure_id"]] for row in rows] == frame["figure_id"].tolist()
    assert [float(row[heading["value"]]) for row in rows] == frame["value"].tolist()
    for name in ("place_code", "document_id", "unit", "locator", "value_reported", "unit_reported"):
        assert [row[heading[name]] for row in rows] == frame[name].tolist(), name
    for name in ("period_start", "period_end"):
        wanted = ["" if pd.isna(day) else str(day.date()) for day in frame[name]]
        assert [row[heading[name]] for row in rows] == wanted
    inverse = {label: code for code, label in dictionary.labels["measure"].items()}
    assert [inverse[row[heading["measure"]]] for row in rows] == frame["measure"].tolist()


def test_the_file_begins_with_a_byte_order_mark_and_ends_lines_with_crlf(connection, dictionary):
    data = exported(connection, dictionary, Filters(place=("330127",), measure=("rank",))).encode()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_a_filter_without_rows_still_gives_the_headings(connection, dictionary):
    assert exported(connection, dictionary, Filters(text=("无此",))).startswith(f"{BOM}地区,行政区划代码")


def test_missing_cells_are_empty_and_a_state_column_says_why(connection, dictionary):
    rows = {row["数据编号"]: row for row in rows_of(exported(connection, dictionary, Filters()))}
    undated = rows["doc-a:40"]
    assert (undated["时期起"], undated["时期止"], undated["时期状态"]) == ("", "", "未注明时期")
    assert (undated["指标（登记名称）"], undated["指标状态"], undated["指标（原文）"]) == ("", "未登记", "从未听说之物")
    assert (undated["地区"], undated["是否山区26县"], undated["数值上限"]) == ("未注明地区", "", "")
    assert (rows["doc-a:30"]["是否山区26县"], rows["doc-a:10"]["是否山区26县"]) == ("是", "否")
    assert not {"nan", "None", "NaT", "<NA>"} & {cell for row in rows.values() for cell in row.values()}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    assert cell_text(text) == f"'{text}"


def test_control_characters_go_before_the_formula_guard_looks():
    assert cell_text("\x00=1+1\x08") == "'=1+1"
    assert cell_text("a\x1bb\x7f") == "ab"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-3.2, "-3.2"),
        (1056.0, "1056"),
        (0.000123, "0.000123"),
        (1e22, "10000000000000000000000"),
        (-0.0, "-0"),
        (3, "3"),
        ("-3.2", "-3.2"),
        ("2–3", "2–3"),
        ("安吉县", "安吉县"),
        (date(2022, 6, 30), "2022-06-30"),
        (pd.Timestamp(2022, 6, 30), "2022-06-30"),
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (pd.NA, ""),
    ],
    ids=repr,
)
def test_numbers_dates_and_missing_cells_are_plain(value, text):
    assert cell_text(value) == text


def test_any_frame_goes_through_the_same_writer(dictionary):
    frame = pd.DataFrame({"name": ["=1"], "state": ["incomparable"], "value": [None], "conflict": [True]})
    data = csv_bytes(frame, ["name", "state", "value", "conflict"], dictionary)
    assert data.decode("utf-8-sig") == "地区,数据状态,数值,是否矛盾\r\n'=1,口径不可比,,是\r\n"


def test_rows_of_any_iterable_are_written_in_pieces(dictionary):
    columns = [dictionary.columns["name"], dictionary.columns["value"]]
    pieces = list(csv_pieces(((f"县{n}", n) for n in range(20_000)), columns, dictionary))
    assert len(pieces) > 2
    assert len(rows_of("".join(pieces))) == 20_000


@pytest.mark.browser
def test_a_spreadsheet_program_reads_every_value_of_the_export(connection, dictionary, tmp_path):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    text = exported(connection, dictionary, Filters())
    source = tmp_path / "figures.csv"
    source.write_bytes(text.encode())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        _UTF8_CSV,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    sheet = openpyxl.load_workbook(tmp_path / "figures.xlsx").active
    wanted = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    found = list(sheet.iter_rows())
    assert len(found) == len(wanted)
    for cells, texts in zip(found, wanted, strict=True):
        assert [_as_written(cell) for cell in cells] == [_number_or_text(text) for text in texts]


_UTF8_CSV = "--infilter=CSV:44,34,76"
"""Comma, double quote, UTF-8: what the import dialog proposes on seeing the byte-order mark; headless there is no dialog."""


def _number_or_text(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _as_written(cell) -> float | str:
    assert cell.data_type != "f", f"{cell.coordinate} became a formula: {cell.value}"
    if cell.value is None:
        return ""
    if cell.is_date:
        return cell.value.date().isoformat()
    return float(cell.value) if isinstance(cell.value, int | float) else cell.value
