"""From a table to ledger, snapshot and export: cells as positions, tiers and revisions as preferences, a badge as a column."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from etl import ledger, paths, queries, queries_map
from etl.cli import main
from etl.errors import InputError
from etl.ledger import parse, read_ledgers, render_table, write_table
from etl.queries import Key, open_snapshot
from etl.snapshot.pointer import current_path
from tests.factories import make_document, make_figure
from tests.tables.conftest import LONG

CELL = {"char_start": 0, "char_end": 0, "cell": "表1!E5", "indicator_id": "gdp"}
TABLE = make_figure(**CELL, source_tier="press", source="某公报", source_url="http://example.invalid/1", note="注")
YEAR = {"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}
KEY = Key("gdp", "level", "元", period_start=YEAR["period_start"], period_end=YEAR["period_end"])


def in_cell(cell, **others):
    return replace(TABLE, cell=f"表1!{cell}", **YEAR, **others)


def test_the_ledger_of_a_table_reads_back_equal_and_holds_no_characters():
    text = render_table("doc-a", [TABLE, replace(TABLE, cell="表1!E6")])
    assert "char_start" not in text.splitlines()[0]
    assert parse(text, "doc-a", "doc-a.csv").figures == (TABLE, replace(TABLE, cell="表1!E6"))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("表1!E5", "E5", "cell 'E5'"),
        ("表1!E5", "", "cell ''"),
        (",gdp,", ",,", "indicator_id ''"),
        (",press,", ",gossip,", "source_tier 'gossip'"),
    ],
)
def test_a_wrong_cell_of_the_ledger_is_named(old, new, found):
    with pytest.raises(InputError, match=r"doc-a\.csv:2: error: found") as caught:
        parse(render_table("doc-a", [TABLE]).replace(old, new), "doc-a", "doc-a.csv")
    assert found in str(caught.value)


def test_two_figures_in_one_cell_are_refused():
    text = render_table("doc-a", [TABLE])
    with pytest.raises(InputError, match="cell 表1!E5, which line 2 has too"):
        parse(text + text.splitlines()[1] + "\n", "doc-a", "doc-a.csv")


def test_a_large_table_stands_beside_the_ledger_and_reads_back_equal(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "MOST_ROWS", 3)
    figures = tuple(replace(TABLE, cell=f"表1!E{row}", value=TABLE.value + row) for row in range(5, 12))
    small = write_table(tmp_path / "ledger", "doc-a", figures[:3])
    assert small.suffix == ".csv"
    path = write_table(tmp_path / "ledger", "doc-a", figures)
    assert path == tmp_path / "large" / "doc-a.parquet"
    assert not small.exists()
    (read,) = read_ledgers(tmp_path / "ledger")
    assert read.figures == figures
    first = path.read_bytes()
    assert write_table(tmp_path / "ledger", "doc-a", figures).read_bytes() == first
    path.write_bytes(b"PAR1 no")
    with pytest.raises(InputError, match="a file that DuckDB cannot read"):
        read_ledgers(tmp_path / "ledger")


def test_a_fact_of_a_table_has_its_cell_as_locator_and_keeps_its_row(snapshot):
    with snapshot(in_cell("E5"), in_cell("D10", place="330127"), in_cell("AA6", place="330106")).cursor() as cursor:
        frame = queries.figures(cursor, queries.filters_from(cursor, {}))
    rows = frame.sort_values("place_code").to_dict("records")
    assert [row["locator"] for row in rows] == ["表1!AA6", "表1!D10", "表1!E5"]
    assert rows[2]["figure_id"] == "doc-a:表1!E5"
    assert (rows[2]["source"], rows[2]["source_url"], rows[2]["note"]) == ("某公报", "http://example.invalid/1", "注")
    assert frame["char_start"].isna().all()


@pytest.mark.parametrize(
    ("preferred", "other"),
    [
        ({"source_tier": "official"}, {"source_tier": "official_text_reposted"}),
        ({"source_tier": "official_text_reposted"}, {"source_tier": "press"}),
        ({"source_tier": "official", "revision": "preliminary"}, {"source_tier": "press", "revision": "final"}),
        ({"revision": "final"}, {"revision": "unknown"}),
        ({"revision": "final"}, {"revision": "preliminary"}),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_the_better_report_is_preferred_and_the_other_kept_in_conflict(snapshot, preferred, other, order):
    given = [in_cell("E5", value=TABLE.value + 100, **preferred), in_cell("E6", source="另一公报", **other)]
    with snapshot(*given[::order]).cursor() as cursor:
        rows = queries.observations(cursor, KEY)
    (row,) = rows[rows["state"] == "value"].to_dict("records")
    assert (row["value"], row["reports"], row["conflict"]) == (1156, 2, True)


def test_the_newer_document_is_preferred_among_equals(snapshot):
    old = in_cell("E5", document_id="old")
    new = in_cell("E5", document_id="new", value=TABLE.value + 100)
    documents = [
        make_document(document_id="old", file="old.csv", reference_date=date(2023, 3, 1)),
        make_document(document_id="new", file="new.csv", reference_date=date(2024, 3, 1)),
    ]
    with snapshot(old, new, documents=documents).cursor() as cursor:
        rows = queries.observations(cursor, KEY)
    assert rows[rows["state"] == "value"]["value"].tolist() == [1156]


def unverified(snapshot, *others, decision_rows=()):
    document = make_document(document_id="tab", file="tab.csv", kind="table", verified=False)
    documents = [document, *([make_document()] if others else [])]
    figure = in_cell("E5", document_id="tab", source_tier="official", value=TABLE.value + 100)
    return snapshot(figure, *others, documents=documents, decision_rows=decision_rows)


def test_an_unverified_figure_counts_only_where_it_is_asked_for(snapshot):
    with unverified(snapshot).cursor() as cursor:
        shown = queries.observations(cursor, KEY).set_index("place_code").loc["330523"]
        judged = queries.observations(cursor, KEY, unverified=False).set_index("place_code").loc["330523"]
        keys = queries_map.keys(cursor, "county"), queries_map.keys(cursor, "county", unverified=False)
    assert (shown["state"], shown["value"], shown["verified"], shown["review"]) == ("value", 1156, False, "unreviewed")
    assert (judged["state"], judged["reason"]) == ("excluded", "unverified")
    assert (keys[0]["unverified"].tolist(), len(keys[1])) == ([1], 0)


def test_a_verified_figure_stands_in_where_the_unverified_one_does_not_count(snapshot):
    with unverified(snapshot, make_figure(**YEAR)).cursor() as cursor:
        shown = queries.observations(cursor, KEY).set_index("place_code").loc["330523"]
        judged = queries.observations(cursor, KEY, unverified=False).set_index("place_code").loc["330523"]
    assert (shown["value"], shown["reports"], shown["conflict"]) == (1156, 2, True)
    assert (judged["value"], judged["reports"], judged["conflict"]) == (1056, 1, False)


def test_a_decision_that_accepts_a_figure_verifies_it(snapshot):
    accepted = "tab:表1!E5,1156,亿元,地区生产总值,accept,,,compared with the original,lin,2024-05-01"
    with unverified(snapshot, decision_rows=[accepted]).cursor() as cursor:
        judged = queries.observations(cursor, KEY, unverified=False).set_index("place_code").loc["330523"]
    assert (judged["state"], judged["verified"], judged["review"]) == ("value", True, "accepted")


def test_members_and_others_that_report_are_counted(snapshot):
    with snapshot(in_cell("E5"), in_cell("E6", place="330127"), in_cell("E7", place="330324")).cursor() as cursor:
        (row,) = queries_map.reporting(cursor, "M26").to_dict("records")
    assert (row["indicator_id"], row["members"], row["others"], row["members_unverified"]) == ("gdp", 2, 1, 0)


def test_a_map_of_an_indicator_that_nobody_registers_stops_the_build(tmp_path, registries):
    from etl.snapshot.build import build
    from tests.factories import write_sources

    sources = write_sources(tmp_path, [replace(TABLE, indicator_id="happiness")])
    with pytest.raises(InputError, match="found indicator 'happiness'"):
        build(sources, registries, tmp_path / "out")


def test_check_warns_of_a_doubtful_table_until_a_decision_settles_it(tmp_path, capsys):
    from tests.factories import write_sources

    odd = [in_cell("E5", value=582), in_cell("E6", value=58_240_000, place="330127")]
    write_sources(tmp_path, odd)
    options = ["--ledger", tmp_path / "ledger", "--catalogue", tmp_path / "documents.csv"]
    options = [*map(str, options), "--decisions", str(tmp_path / "decisions.csv")]
    assert main(["build", "--output", str(tmp_path / "out"), *options]) == 0
    capsys.readouterr()
    assert main(["check", "--snapshots", str(tmp_path / "out"), *options]) == 0
    assert "doc-a 表1!E6: warning: found 地区生产总值 58240000 亿元; expected 3 to 6000 亿元" in capsys.readouterr().out
    settled = "doc-a:表1!E6,58240000,亿元,地区生产总值,reject,,,units mixed up,lin,2024-05-01"
    write_sources(tmp_path, odd, decision_rows=[settled])
    assert main(["build", "--output", str(tmp_path / "out"), *options]) == 0
    capsys.readouterr()
    main(["check", "--snapshots", str(tmp_path / "out"), *options])
    assert "0 errors, 0 warnings" in capsys.readouterr().out


HEADLINE = "headline-figures"


def test_the_headline_table_gives_its_committed_ledger_again(tmp_path):
    command = ["table", str(paths.TABLES / f"{HEADLINE}.csv"), "--ledger", str(tmp_path / "ledger")]
    assert main(command) == 0
    written = (tmp_path / "ledger" / f"{HEADLINE}.csv").read_bytes()
    assert written == (paths.LEDGER / f"{HEADLINE}.csv").read_bytes()


def test_every_row_of_the_headline_table_is_a_figure_with_its_own_source_tier_and_number():
    with (paths.TABLES / f"{HEADLINE}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    figures = next(found for found in read_ledgers(paths.LEDGER) if found.document_id == HEADLINE).figures
    assert len(figures) == len(rows) == 257
    for row, figure in zip(rows, figures, strict=True):
        assert (figure.place, str(figure.measure)) == (row["place_code"], row["measure"])
        assert (f"{figure.value:f}", figure.unit) == (row["value"], row["unit"])
        assert (figure.source_tier, figure.source) == (row["source_kind"], row["source_title"])
    assert Counter(figure.revision for figure in figures) == {"unknown": 212, "preliminary": 32, "final": 13}


def test_its_figures_carry_the_badge_in_snapshot_and_export(tmp_path):
    assert main(["build", "--output", str(tmp_path)]) == 0
    with open_snapshot(current_path(tmp_path)) as connection, connection.cursor() as cursor:
        filters = queries.filters_from(cursor, {"document": HEADLINE})
        frame = queries.figures(cursor, filters)
        documents = queries.documents(cursor).set_index("document_id")["verified"]
    assert (len(frame), set(frame["review"]), frame["verified"].any()) == (257, {"unreviewed"}, False)
    assert (documents.pop(HEADLINE), documents.all()) == (False, True)
    out = tmp_path / "out.csv"
    assert main(["export", "--document", HEADLINE, "--snapshots", str(tmp_path), "--output", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        exported = list(csv.DictReader(file))
    assert {row["核对"] for row in exported} == {"未与原件核对"}
    assert {row["来源层级"] for row in exported} == {"官方发布", "官方文本转载", "报刊"}
    assert all(row["出处"] for row in exported)


def test_the_ledger_command_takes_tables_in_again(tmp_path, capsys):
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "t.csv").write_text(
        "地区,指标,度量,数值,单位,时期\n安吉县,地区生产总值,水平,582.4,亿元,2022年\n", encoding="utf-8"
    )
    (tables / "t.toml").write_text(LONG, encoding="utf-8")
    catalogue = tmp_path / "documents.csv"
    catalogue.write_text(
        "document_id,file,title,kind,reference_date\nt,t.csv,某表,table,2023-12-31\n", encoding="utf-8"
    )
    options = ["--tables", str(tables), "--catalogue", str(catalogue), "--ledger", str(tmp_path / "ledger")]
    assert main(["ledger", *options]) == 0
    assert "t: 1 figures of 1 places" in capsys.readouterr().out
    shutil.rmtree(tables)
    assert main(["ledger", *options]) == 0
    assert "t: t.csv is not there, its ledger stays as it is" in capsys.readouterr().out
