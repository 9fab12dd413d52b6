"""Reading a table: comments and blank lines are skipped, line numbers stay true, all faults come at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import InputError
from etl.registry.table import read_table, unique


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_rows_carry_their_line_behind_comments_blank_lines_and_long_cells(tmp_path: Path) -> None:
    path = write(tmp_path, '# about\n\nname,note\n# first\n甲,"两\n行"\n\n乙,\n')
    assert [(row.line, row["name"], row["note"]) for row in read_table(path, ["name"], ["note"])] == [
        (5, "甲", "两\n行"),
        (8, "乙", ""),
    ]


def test_a_column_that_is_optional_may_be_missing(tmp_path: Path) -> None:
    [row] = read_table(write(tmp_path, "name\n甲\n"), ["name"], ["note"])
    assert row["note"] == ""


def test_a_byte_order_mark_of_a_spreadsheet_is_allowed(tmp_path: Path) -> None:
    [row] = read_table(write(tmp_path, "\ufeffname\r\n 甲 \r\n"), ["name"])
    assert row["name"] == "甲"


def test_a_hash_inside_a_row_is_no_comment(tmp_path: Path) -> None:
    [row] = read_table(write(tmp_path, "name,note\n甲,#1\n"), ["name", "note"])
    assert row["note"] == "#1"


def test_all_faults_of_a_table_come_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "name,note\n甲\n乙,1,2\n丙,3\n")
    with pytest.raises(InputError) as error:
        read_table(path, ["name", "note"])
    assert [(f.line, f.found[:7]) for f in error.value.findings] == [(2, "1 cells"), (3, "3 cells")]


def test_repeating_rows_are_named_with_the_line_of_the_first(tmp_path: Path) -> None:
    rows = read_table(write(tmp_path, "name,note\n甲,1\n乙,1\n甲,2\n"), ["name", "note"])
    with pytest.raises(InputError, match=r"table\.csv:4: .*'甲'.*line 2"):
        unique(rows, "name")
    unique(rows, "name", "note")
