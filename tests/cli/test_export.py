"""``export``: the filtered rows as a file."""

from __future__ import annotations

import csv
import io

import pytest


@pytest.fixture
def export(run, house):
    """Return a function that exports from a built snapshot."""
    assert run("build", "--output", house.snapshots, *house.sources).status == 0

    def command(*arguments: object):
        return run("export", "--snapshots", house.snapshots, *arguments)

    return command


def ids(text: str) -> list[str]:
    return [row["数据编号"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]


def test_all_figures_are_exported_to_a_file_with_byte_order_mark(export, house):
    outcome = export("--output", house.folder / "all.csv")
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "3 rows\n")
    data = (house.folder / "all.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert ids(data.decode()) == ["doc-a:30", "doc-a:10", "doc-b:10"]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (["--place", "淳安县"], ["doc-a:30"]),
        (["--place", "330523", "--document", "doc-b"], ["doc-b:10"]),
        (["--place", "淳安", "--place", "安吉", "--document", "doc-a"], ["doc-a:30", "doc-a:10"]),
        (["--group", "山区26县"], ["doc-a:30"]),
        (["--group", "!M26"], ["doc-a:10", "doc-b:10"]),
        (["--period", "2021"], []),
        (["--text", "生产", "--text", "淳安"], ["doc-a:30"]),
    ],
    ids=" ".join,
)
def test_filters_choose_the_rows(export, house, filters, wanted):
    assert export(*filters, "--output", house.folder / "some.csv").status == 0
    assert ids((house.folder / "some.csv").read_text(encoding="utf-8")) == wanted


def test_a_wrong_filter_is_wrong_usage_and_writes_nothing(export, house):
    outcome = export("--measure", "speed", "--output", house.folder / "x.csv")
    assert outcome.status == 2
    assert "measure: error: found 'speed'; expected one of change, growth, level" in outcome.err
    assert not (house.folder / "x.csv").exists()


def test_a_folder_that_does_not_exist_is_named(export, house):
    outcome = export("--output", house.folder / "nowhere" / "x.csv")
    assert outcome.status == 1
    assert "nowhere" in outcome.err
    assert "Traceback" not in outcome.err
