"""``build``, ``path`` and ``check``: good runs, and every kind of bad input."""

from __future__ import annotations

import subprocess
import sys

import pytest

from etl.decisions import COLUMNS
from etl.paths import ROOT
from tests.factories import make_figure, write_sources

DECISION = "doc-a:10,1056,亿元,地区生产总值,accept,,,ok,lin,2024-05-01"


def decide(house, *rows: str) -> None:
    text = "\n".join([",".join(COLUMNS), *rows]) + "\n"
    (house.folder / "decisions.csv").write_text(text, encoding="utf-8")


def check(run, house, *more: object):
    return run("check", "--snapshots", house.snapshots, *house.sources, *more)


@pytest.fixture
def built(run, house):
    """Return the house with a snapshot in service."""
    assert run("build", "--output", house.snapshots, *house.sources).status == 0
    return house


def test_build_prints_the_path_that_path_prints(run, house):
    built = run("build", "--output", house.snapshots, *house.sources)
    assert (built.status, built.err) == (0, "")
    assert run("path", "--snapshots", house.snapshots).out == built.out
    assert built.out.strip().endswith(".duckdb")


def test_a_build_of_its_own_process_says_nothing_but_its_path(house):
    """The end of the process, too: a database that is not taken apart complains on standard error."""
    command = [sys.executable, "-m", "etl", "build", "--output", house.snapshots, *house.sources]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.strip().endswith(".duckdb")


def test_the_snapshot_folder_can_come_from_the_environment(run, house, monkeypatch):
    monkeypatch.setenv("SNAPSHOT_DIR", str(house.snapshots))
    assert run("build", *house.sources).out == run("path").out


def test_keep_prunes_old_snapshots(run, house):
    for value in (1, 2, 3):
        write_sources(house.folder, [make_figure(value=value), make_figure(document_id="doc-b")])
        run("build", "--output", house.snapshots, "--keep", 1, *house.sources)
    assert len(list(house.snapshots.glob("*.duckdb"))) == 2
    assert run("build", "--keep", "few").status == 2


def test_check_of_a_good_house_is_clean(run, built):
    outcome = check(run, built)
    assert (outcome.status, outcome.out) == (0, "0 errors, 0 warnings\n")


def test_check_lists_unregistered_phrases_by_frequency(run, house):
    phrases = ["甲物", "乙物", "乙物", "地区生产总值"]
    write_sources(house.folder, [make_figure(char_start=10 * n, indicator=p) for n, p in enumerate(phrases)])
    (house.folder / "ledger" / "doc-b.csv").unlink()
    run("build", "--output", house.snapshots, *house.sources)
    outcome = check(run, house, "--coverage")
    assert outcome.out.splitlines()[1:] == [
        "1 of 4 figures have a registered indicator; the others' phrases:",
        "2\t乙物",
        "1\t甲物",
    ]


def test_check_warns_of_odd_numbers_until_a_decision_accepts_them(run, house):
    write_sources(house.folder, [make_figure(measure="share", unit="%", value="1056", document_id="doc-a")])
    (house.folder / "ledger" / "doc-b.csv").unlink()
    run("build", "--output", house.snapshots, *house.sources)
    outcome = check(run, house)
    assert outcome.status == 0
    assert "doc-a.csv:2: warning: found share of 1056 %; expected 0 to 100 %" in outcome.out
    decide(house, DECISION.replace("亿元", "%").replace("accept,,", "correct,theme,income"))
    run("build", "--output", house.snapshots, *house.sources)
    assert "found share of 1056 %" in check(run, house).out
    decide(house, DECISION.replace("亿元", "%"))
    run("build", "--output", house.snapshots, *house.sources)
    assert check(run, house).out == "0 errors, 0 warnings\n"


def test_check_reports_a_catalogued_document_without_ledger_as_a_warning(run, built):
    with (built.folder / "documents.csv").open("a", encoding="utf-8") as file:
        file.write("doc-c,c.txt,丙,other,,2022-07-28,,,,,\n")
    run("build", "--output", built.snapshots, *built.sources)
    outcome = check(run, built)
    assert (outcome.status, "warning: found no ledger of doc-c" in outcome.out) == (0, True)


def damage_ledger(house) -> None:
    path = house.folder / "ledger" / "doc-a.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("actual", "done"), encoding="utf-8")


BAD_INPUTS = {
    "damaged ledger row": (damage_ledger, "doc-a.csv:3: error: found status 'done'; expected one of actual"),
    "stale decision": (
        lambda house: decide(house, DECISION.replace("1056", "999")),
        "decisions.csv:2: error: found figure doc-a:10 is now 地区生产总值 1056亿元",
    ),
    "correction to an indicator that nobody registered": (
        lambda house: decide(house, DECISION.replace("accept,,", "correct,indicator_id,bliss")),
        "decisions.csv:2: error: found correction of doc-a:10 to indicator_id bliss",
    ),
    "vanished figure": (
        lambda house: decide(house, DECISION.replace("doc-a:10", "doc-a:11")),
        "decisions.csv:2: error: found no figure doc-a:11",
    ),
    "missing catalogue": (
        lambda house: (house.folder / "documents.csv").unlink(),
        "documents.csv: error: found no such",
    ),
    "no ledger": (
        lambda house: [path.unlink() for path in (house.folder / "ledger").iterdir()],
        "ledger: error: found no ledger file",
    ),
    "no ledger folder": (
        lambda house: (house.folder / "ledger").rename(house.folder / "elsewhere"),
        "ledger: error: found no ledger file",
    ),
}


@pytest.mark.parametrize(("damage", "message"), BAD_INPUTS.values(), ids=BAD_INPUTS)
def test_bad_input_fails_build_and_check_by_name_and_leaves_the_snapshot_in_service(run, built, damage, message):
    before = run("path", "--snapshots", built.snapshots).out
    damage(built)
    outcome = run("build", "--output", built.snapshots, *built.sources)
    assert outcome.status == 1
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    checked = check(run, built)
    assert (checked.status, message in checked.out) == (1, True)
    assert run("path", "--snapshots", built.snapshots).out == before


def test_a_ledger_that_changed_after_the_build_is_an_error_of_check(run, built):
    write_sources(built.folder, [make_figure(), make_figure(char_start=77), make_figure(document_id="doc-b")])
    outcome = check(run, built)
    assert outcome.status == 1
    assert "1 records of the ledger not in table fact: doc-a:77" in outcome.out
    assert "1 records in table fact only: doc-a:30" in outcome.out
    assert "a snapshot built from another ledger/doc-a.csv" in outcome.out


@pytest.mark.parametrize("command", ["path", "check", "export"])
@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder, path: (folder / "CURRENT").unlink(), "CURRENT: error: found no such file"),
        (lambda folder, path: (folder / "CURRENT").write_text("../x\n"), "CURRENT:1: error: found '../x'"),
        (lambda folder, path: path.unlink(), "which does not exist"),
        (lambda folder, path: path.write_bytes(b"no database"), "a file that is no DuckDB file"),
    ],
    ids=["no pointer", "damaged pointer", "no snapshot", "damaged snapshot"],
)
def test_a_missing_or_damaged_snapshot_is_named(run, built, command, damage, message):
    damage(built.snapshots, next(built.snapshots.glob("*.duckdb")))
    more = {"check": built.sources, "export": ["--output", built.folder / "x.csv"]}.get(command, [])
    outcome = run(command, "--snapshots", built.snapshots, *more)
    assert outcome.status == 1
    assert message in outcome.out + outcome.err
    assert "python -m etl build" in outcome.out + outcome.err
    assert not (built.folder / "x.csv").exists()


def test_a_truncated_snapshot_is_named(run, built):
    path = next(built.snapshots.glob("*.duckdb"))
    path.write_bytes(path.read_bytes()[:5000])
    for outcome in (
        check(run, built),
        run("export", "--snapshots", built.snapshots, "--output", built.folder / "x.csv"),
    ):
        assert outcome.status == 1
        assert path.name in outcome.out + outcome.err
    assert run("build", "--output", built.snapshots, *built.sources).status == 0
    assert check(run, built).status == 0


def test_an_output_folder_that_cannot_be_made_is_named(run, house):
    (house.folder / "file").write_text("x", encoding="utf-8")
    outcome = run("build", "--output", house.folder / "file", *house.sources)
    assert (outcome.status, "file: error: " in outcome.err) == (1, True)
