"""The committed ledger: complete, buildable, reproducible from the documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import paths
from etl.catalogue import load_catalogue
from etl.cli import main
from etl.ledger import read_ledgers
from etl.queries import open_snapshot
from etl.snapshot.pointer import current_path


@pytest.fixture(scope="module")
def committed() -> Path:
    if not any(paths.LEDGER.glob("*.csv")):
        pytest.skip("no ledger is committed")
    return paths.LEDGER


def test_every_catalogued_document_has_a_ledger(committed):
    listed = {document.document_id for document in load_catalogue(paths.CATALOGUE).documents}
    assert {ledger.document_id for ledger in read_ledgers(committed)} == listed


def test_it_builds_and_checks_without_error(committed, tmp_path, capsys):
    assert main(["build", "--output", str(tmp_path)]) == 0
    assert main(["check", "--snapshots", str(tmp_path)]) == 0, capsys.readouterr().out


def test_two_readings_of_one_total_are_kept_and_flagged(committed, tmp_path):
    """One case states 212 and 216 亿元 for the investment that Shaoxing's enclaves attracted."""
    assert main(["build", "--output", str(tmp_path)]) == 0
    with open_snapshot(current_path(tmp_path)) as connection:
        found = connection.execute(
            "SELECT value, reports, conflict FROM observation WHERE place_code = ? AND indicator_id = ?",
            ["330600", "enclave_project_investment"],
        ).fetchall()
    assert found == [(21_200_000_000.0, 2, True)]


@pytest.mark.corpus
def test_the_documents_reproduce_it_byte_for_byte(committed, documents_dir, tmp_path):
    assert main(["ledger", "--documents", str(documents_dir), "--ledger", str(tmp_path)]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(path.name for path in committed.glob("*.csv"))
    for name in names:
        assert (tmp_path / name).read_bytes() == (committed / name).read_bytes(), name
