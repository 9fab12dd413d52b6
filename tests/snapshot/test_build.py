"""Building snapshots: complete, repeatable, and harmless where it fails."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl import paths, queries
from etl.decisions import COLUMNS
from etl.errors import InputError
from etl.filters import Filters
from etl.ledger import read_ledgers
from etl.model import Measure, Reason
from etl.normalise.knowledge import Knowledge, load_knowledge
from etl.snapshot.build import Sources, build
from etl.snapshot.pointer import current_path, prune
from etl.snapshot.verify import verify
from tests.factories import make_exclusion, make_figure, write_sources

TABLES = ("theme", "indicator", "place", "place_group", "place_group_member", "document", "fact", "exclusion", "build")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    figures = [make_figure(), make_figure(char_start=30, place="330127+330523"), make_figure(char_start=50, place="")]
    return write_sources(tmp_path, [*figures, make_figure(document_id="doc-b")], [make_exclusion()])


def tables(path: Path) -> dict[str, list[tuple]]:
    """Return all rows of all tables, in the order in which they are stored."""
    with duckdb.connect(path, read_only=True) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def test_every_figure_and_exclusion_of_the_ledger_is_in_the_snapshot(tmp_path, sources, knowledge):
    rows = tables(build(sources, knowledge, tmp_path / "out"))
    assert [row[0] for row in rows["fact"]] == [
        *("doc-a:10/330523", "doc-a:30/330127", "doc-a:30/330523", "doc-a:50/ZZ", "doc-b:10/330523"),
    ]
    assert rows["exclusion"] == [("doc-a", 0, 4, "2022", "date")]
    assert [(row[0], *row[-2:]) for row in rows["document"]] == [("doc-a", 3, 1), ("doc-b", 1, 0)]
    assert sum(row[3] == "county" for row in rows["place"]) == 90


def test_building_twice_gives_the_same_file_name_and_the_same_rows(tmp_path, sources, knowledge):
    first, second = build(sources, knowledge, tmp_path / "one"), build(sources, knowledge, tmp_path / "two")
    assert first.name == second.name
    assert tables(first) == tables(second)


def test_building_again_into_the_same_folder_leaves_the_file_alone(tmp_path, sources, knowledge):
    path = build(sources, knowledge, tmp_path / "out")
    before = path.stat().st_mtime_ns
    assert build(sources, knowledge, tmp_path / "out") == path
    assert path.stat().st_mtime_ns == before
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["CURRENT", path.name]


def test_two_scales_for_what_is_compared_are_found(tmp_path, sources, knowledge):
    path = build(sources, knowledge, tmp_path / "out")
    ledgers = read_ledgers(sources.ledger)
    with duckdb.connect(path) as connection:
        assert verify(connection, ledgers) == []
        connection.execute("UPDATE fact SET display_unit = '万元', display_factor = 1e4 WHERE document_id = 'doc-b'")
        (finding,) = verify(connection, ledgers)
    assert finding.found == "gdp level in 元 shown in 万元, 亿元"


def test_a_changed_number_gives_another_name_while_readers_of_the_old_file_go_on(tmp_path, sources, knowledge):
    old = build(sources, knowledge, tmp_path / "out")
    with queries.open_snapshot(old) as connection:
        write_sources(tmp_path, [make_figure(value="1057"), make_figure(document_id="doc-b")])
        new = build(sources, knowledge, tmp_path / "out")
        assert current_path(tmp_path / "out") == new != old
        with connection.cursor() as cursor:
            assert set(queries.figures(cursor, Filters())["value"]) == {1056.0}
    with queries.open_snapshot(new) as connection, connection.cursor() as cursor:
        assert set(queries.figures(cursor, Filters())["value"]) == {1056.0, 1057.0}


def test_no_table_holds_a_clock_or_a_path(tmp_path, sources, knowledge):
    path = build(sources, knowledge, tmp_path / "out")
    text = repr(tables(path))
    assert str(tmp_path) not in text
    assert {row[0].split()[0] for row in tables(path)["build"]} == {
        "content_hash",
        "version",
        "format",
        "sha256",
        "rows",
    }


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda s: s.ledger.joinpath("doc-a.csv").write_text("kind\n"), r"doc-a\.csv:1: .*header"),
        (lambda s: s.ledger.joinpath("doc-c.csv").write_bytes(b""), r"doc-c\.csv:1: .*header"),
        (lambda s: s.decisions.write_text("x\n"), r"decisions\.csv:1: .*figure_id"),
        (lambda s: s.decisions.unlink(), r"decisions\.csv: .*no such file"),
        (lambda s: s.catalogue.unlink(), r"documents\.csv: .*no such file"),
        (
            lambda s: s.decisions.write_text(
                f"{','.join(COLUMNS)}\ndoc-a:10,7,亿元,地区生产总值,accept,,,ok,lin,2024-05-01\n", encoding="utf-8"
            ),
            r"decisions\.csv:2: .*doc-a:10 is now 地区生产总值 1056亿元; expected 地区生产总值 7亿元",
        ),
        (
            lambda s: s.decisions.write_text(
                f"{','.join(COLUMNS)}\ndoc-a:10,1056,亿元,地区生产总值,correct,place,330999,ok,lin,2024-05-01\n",
                encoding="utf-8",
            ),
            r"decisions\.csv:2: .*correction of doc-a:10 to place 330999; expected a registered place",
        ),
        (
            lambda s: s.decisions.write_text(
                f"{','.join(COLUMNS)}\ndoc-a:10,1056,亿元,地区生产总值,correct,indicator_id,bliss,ok,lin,2024-05-01\n",
                encoding="utf-8",
            ),
            r"decisions\.csv:2: .*correction of doc-a:10 to indicator_id bliss; expected a registered indicator_id",
        ),
    ],
    ids=[
        *("ledger header", "empty ledger", "decisions", "no decisions", "no catalogue", "stale decision", "bad place"),
        "bad indicator",
    ],
)
def test_bad_input_is_named_and_leaves_the_last_good_snapshot_in_service(tmp_path, sources, knowledge, damage, message):
    good = build(sources, knowledge, tmp_path / "out")
    damage(sources)
    with pytest.raises(InputError, match=message):
        build(sources, knowledge, tmp_path / "out")
    assert current_path(tmp_path / "out") == good
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["CURRENT", good.name]
    assert tables(good)["fact"]


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        (make_figure(place="330999"), r"doc-a\.csv:2: .*place '330999'; expected a place_code"),
        (make_figure(theme="weather"), r"doc-a\.csv:2: .*theme 'weather'; expected one of culture"),
        (
            make_figure(measure=Measure.RANK, value=0, unit=""),
            r"doc-a\.csv:2: .*rank 0; expected a whole number from 1",
        ),
    ],
)
def test_a_figure_that_nobody_registered_the_terms_of_is_an_error(tmp_path, knowledge, figure, message):
    with pytest.raises(InputError, match=message):
        build(write_sources(tmp_path, [figure]), knowledge, tmp_path / "out")


def test_a_ledger_of_a_document_that_is_not_catalogued_is_an_error(tmp_path, knowledge):
    with pytest.raises(InputError, match=r"doc-a\.csv: .*document 'doc-a'; expected a document_id of documents\.csv"):
        build(write_sources(tmp_path, [make_figure()], documents=[]), knowledge, tmp_path / "out")


def test_all_findings_of_all_inputs_come_at_once(tmp_path, sources, knowledge):
    sources.ledger.joinpath("doc-a.csv").write_text("kind\n", encoding="utf-8")
    sources.catalogue.unlink()
    sources.decisions.write_text("x\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build(sources, knowledge, tmp_path / "out")
    assert {finding.file for finding in caught.value.findings} == {"doc-a.csv", "documents.csv", "decisions.csv"}


def test_a_damaged_file_of_the_same_name_is_replaced(tmp_path, sources, knowledge):
    path = build(sources, knowledge, tmp_path / "out")
    path.write_bytes(b"damaged")
    assert build(sources, knowledge, tmp_path / "out") == path
    assert tables(path)["fact"]


def test_pruning_keeps_the_snapshot_in_service_and_the_newest_others(tmp_path, knowledge):
    names = []
    for value in range(4):
        sources = write_sources(tmp_path, [make_figure(value=value)])
        names.append(build(sources, knowledge, tmp_path / "out").name)
    prune(tmp_path / "out", keep=1)
    assert {file.name for file in (tmp_path / "out").glob("*.duckdb")} == set(names[-2:])


def test_an_exclusion_keeps_its_reason(tmp_path, knowledge):
    records = [make_exclusion(reason=reason, char_start=100 + 10 * n) for n, reason in enumerate(Reason)]
    path = build(write_sources(tmp_path, [make_figure()], records), knowledge, tmp_path / "out")
    assert [row[-1] for row in tables(path)["exclusion"]] == [str(reason) for reason in Reason]


def test_a_snapshot_that_lost_a_row_is_refused(tmp_path, sources, knowledge, monkeypatch):
    import etl.snapshot.build as module

    original = module.to_facts
    monkeypatch.setattr(module, "to_facts", lambda *a: (fact for fact in original(*a) if fact.char_start != 30))
    with pytest.raises(InputError, match="1 records of the ledger not in table fact: doc-a:30"):
        build(sources, knowledge, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_knowledge_files_are_part_of_the_name(tmp_path, sources, knowledge):
    other = replace(knowledge, hashes={**knowledge.hashes, "units.csv": "0"})
    assert build(sources, knowledge, tmp_path / "out") != build(sources, other, tmp_path / "out")


def test_a_duplicate_and_an_unknown_reference_in_the_registries_are_both_named(tmp_path):
    folder = tmp_path / "knowledge"
    shutil.copytree(paths.KNOWLEDGE, folder)
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("330523,安吉县,安吉,county,330500,anji,test\n")
    with (folder / "place_group_members.csv").open("a", encoding="utf-8") as file:
        file.write("M26,330999,2021-01-01,2024-07-31,test\n")
    with pytest.raises(InputError) as caught:
        load_knowledge(folder)
    places, members = (len((folder / name).read_text(encoding="utf-8").splitlines()) for name in _DAMAGED)
    found = [(finding.file, finding.line) for finding in caught.value.findings]
    assert ("places.csv", places) in found
    assert ("place_group_members.csv", members) in found


_DAMAGED = ("places.csv", "place_group_members.csv")
