"""The workbook and the zip: the same rows as the CSV, safe, and with all that explains them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from etl.bundle import bundle_bytes
from etl.export import BOM, csv_pieces, frame_pieces, records
from etl.registry.dictionary import load_dictionary
from etl.workbook import workbook_bytes

HOSTILE = ["=1+1", "+1", "-x", "@SUM(A1)", "＝1+1", "http://example.org", "a\x00b\x08c", "行\n行", "0012"]
FACTS = [("数据快照", "facts-0123456789ab"), ("筛选", "县：=cmd"), ("行数", "9")]
CHOSEN = ("indicator_reported", "value", "period_end", "measure", "is_joint", "place_code")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    count = len(HOSTILE)
    return pd.DataFrame(
        {
            "indicator_reported": HOSTILE,
            "value": [-3.2, 1e-7, 1e15, 0.1, float("nan"), 5.0, 6.0, 7.0, 8.25],
            "period_end": [pd.Timestamp("2021-12-31")] * (count - 1) + [pd.NaT],
            "measure": ["growth"] * count,
            "is_joint": [True, False] * 4 + [True],
            "place_code": ["330102"] * count,
            "indicator_id": [None] * count,
            "snapshot_id": ["0123456789ab"] * count,
        }
    )


def test_a_workbook_holds_texts_numbers_and_days_and_no_formula(frame: pd.DataFrame) -> None:
    content = workbook_bytes([frame], load_dictionary(), FACTS, CHOSEN)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
        assert not any(re.search(r"<f[ >]|<hyperlink", sheet) for sheet in sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["数据", "说明", "数据字典"]
    rows = list(book["数据"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [text.replace("\x00", "").replace("\x08", "") for text in HOSTILE]
    assert [row[1] for row in rows] == [-3.2, 1e-7, 1e15, 0.1, None, 5, 6, 7, 8.25]
    assert rows[0][2] == datetime(2021, 12, 31)
    assert rows[-1][2] is None
    assert {row[3] for row in rows} == {"增速"}
    assert rows[0][4] == "是"
    assert rows[0][5] == "330102"
    assert ("筛选", "县：=cmd") in list(book["说明"].iter_rows(values_only=True))
    assert book["数据字典"].max_row == len(CHOSEN) + 1


def test_the_same_rows_give_the_same_bytes(frame: pd.DataFrame) -> None:
    dictionary = load_dictionary()
    assert workbook_bytes([frame], dictionary, FACTS, CHOSEN) == workbook_bytes([frame], dictionary, FACTS, CHOSEN)
    assert bundle_bytes(["a"], dictionary, FACTS) == bundle_bytes(["a"], dictionary, FACTS)


def test_more_rows_than_a_sheet_holds_go_on_in_another(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.workbook.ROWS_OF_A_SHEET", 4)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([frame], load_dictionary(), FACTS, CHOSEN)))
    assert [book[name].max_row - 1 for name in book.sheetnames if name.startswith("数据") and name != "数据字典"] == [
        4,
        4,
        1,
    ]


def test_column_by_column_the_csv_is_what_it_is_row_by_row(frame: pd.DataFrame) -> None:
    dictionary = load_dictionary()
    columns = [dictionary.columns[name] for name in CHOSEN]
    by_row = "".join(csv_pieces(records(frame, columns), columns, dictionary))
    assert "".join(frame_pieces([frame], columns, dictionary)) == by_row
    assert "".join(frame_pieces([frame.iloc[:4], frame.iloc[4:]], columns, dictionary)) == by_row


def test_a_zip_explains_itself_and_its_checksums_hold(frame: pd.DataFrame) -> None:
    dictionary = load_dictionary()
    columns = [dictionary.columns[name] for name in CHOSEN]
    content = bundle_bytes(frame_pieces([frame], columns, dictionary), dictionary, FACTS, CHOSEN)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {"figures.csv", "dictionary.csv", "README.txt", "SHA256SUMS.txt"}
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS.txt").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert "facts-0123456789ab" in files["README.txt"].decode()
    assert files["figures.csv"].decode().startswith(f"{BOM}指标（原文）,数值")
    assert "增速（growth）" in files["dictionary.csv"].decode()
