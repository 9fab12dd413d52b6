"""``extract`` and ``ledger``: from documents to records."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.factories import make_document, write_catalogue

TEXT = "安吉县委书记发言\n\n2023年，安吉县地区生产总值达到512亿元，同比增长6.5%。全县建成公园18个。\n"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Write a catalogue of two documents."""
    documents = [
        make_document(document_id=name, file=f"{name}.txt", reference_date=date(2024, 1, 20))
        for name in ("doc-a", "doc-b")
    ]
    return write_catalogue(tmp_path / "documents.csv", documents)


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def numbers(lines: str) -> list[tuple[str, str]]:
    return [(record["document"], record["text"]) for record in map(json.loads, lines.splitlines())]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_number_comes_out_once_as_json_lines(run, catalogue, tmp_path, encoding):
    path = write(tmp_path / "doc-a.txt", TEXT.encode(encoding))
    outcome = run("extract", "--catalogue", catalogue, "--output", tmp_path / "out.jsonl", path)
    assert (outcome.status, outcome.err) == (0, "")
    found = numbers((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert [text for _, text in found] == ["2023", "512", "6.5", "18"]
    assert {document for document, _ in found} == {"doc-a"}


def test_spans_point_into_the_text(run, catalogue, tmp_path):
    path = write(tmp_path / "doc-a.txt", TEXT)
    run("extract", "--catalogue", catalogue, "--output", tmp_path / "out.jsonl", path)
    for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert TEXT[record["char_start"] : record["char_end"]] == record["text"]


def test_a_document_outside_the_catalogue_needs_a_date(run, catalogue, tmp_path):
    path = write(tmp_path / "报告.txt", TEXT)
    options = ("extract", "--catalogue", catalogue, "--output", tmp_path / "out.jsonl")
    outcome = run(*options, path)
    assert outcome.status == 1
    assert "报告.txt: error: found a document that documents.csv does not list" in outcome.err
    assert "--date" in outcome.err
    assert not (tmp_path / "out.jsonl").exists()
    assert run(*options, "--date", "2024-01-20", path).status == 0
    assert {document for document, _ in numbers((tmp_path / "out.jsonl").read_text(encoding="utf-8"))} == {"报告"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file"),
        (b"", "an empty file"),
        (b" \n\t\n", "an empty file"),
        (b"\x7fELF\x00\x00\x01", "binary data"),
        (bytes(range(128, 255)) * 9, "bytes that no known encoding explains"),
    ],
    ids=["missing", "empty", "blank", "binary", "undecodable"],
)
def test_an_unreadable_file_is_named_and_nothing_is_written(run, catalogue, tmp_path, content, message):
    good, bad = write(tmp_path / "doc-a.txt", TEXT), tmp_path / "doc-b.txt"
    output = write(tmp_path / "out.jsonl", "before")
    if content is not None:
        write(bad, content)
    outcome = run("extract", "--catalogue", catalogue, "--output", output, good, bad)
    assert outcome.status == 1
    assert f"doc-b.txt: error: found {message}" in outcome.err
    assert "expected" in outcome.err
    assert output.read_text(encoding="utf-8") == "before"


def test_all_unreadable_files_are_reported_at_once(run, catalogue, tmp_path):
    outcome = run("extract", "--catalogue", catalogue, "--output", tmp_path / "o", tmp_path / "a", tmp_path / "b")
    assert outcome.err.splitlines()[-1] == "2 findings"


def test_two_files_of_one_document_id_are_refused(run, catalogue, tmp_path):
    paths = [tmp_path / folder / "same.txt" for folder in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        write(path, TEXT)
    output = tmp_path / "out.jsonl"
    outcome = run("extract", "--catalogue", catalogue, "--date", "2024-01-20", "--output", output, *paths)
    assert (outcome.status, "document id 'same'" in outcome.err) == (1, True)


def test_a_wrong_date_and_a_missing_output_are_wrong_usage(run, tmp_path):
    assert run("extract", "--date", "today", "--output", tmp_path / "o", "x.txt").status == 2
    assert run("extract", "x.txt").status == 2


def ledger(run, catalogue: Path):
    folder = catalogue.parent
    options = ("--documents", folder / "documents", "--ledger", folder / "ledger")
    return run("ledger", "--catalogue", catalogue, *options)


def test_ledger_replaces_what_is_there_and_reports_what_is_not(run, catalogue, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "ledger").mkdir()
    write(tmp_path / "documents" / "doc-a.txt", TEXT)
    write(tmp_path / "documents" / "other.txt", TEXT)
    kept = write(tmp_path / "ledger" / "doc-b.csv", "as it is")
    outcome = ledger(run, catalogue)
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        "doc-a: 3 figures, 1 exclusions, written",
        "doc-b: doc-b.txt is not there, its ledger stays as it is",
    ]
    assert outcome.err == "other.txt: not in documents.csv, not read\n"
    assert kept.read_text(encoding="utf-8") == "as it is"
    before = (tmp_path / "ledger" / "doc-a.csv").read_bytes()
    assert "doc-a: 3 figures, 1 exclusions, unchanged" in ledger(run, catalogue).out
    assert (tmp_path / "ledger" / "doc-a.csv").read_bytes() == before


def test_an_absent_documents_folder_leaves_the_ledger_as_it_is(run, catalogue, tmp_path):
    outcome = ledger(run, catalogue)
    assert outcome.status == 0
    assert "doc-a: doc-a.txt is not there, it has no ledger yet" in outcome.out
    assert not (tmp_path / "ledger").exists()


def test_an_unreadable_document_keeps_its_ledger_and_the_others_are_written(run, catalogue, tmp_path):
    for folder in ("documents", "ledger"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "documents" / "doc-a.txt", b"")
    write(tmp_path / "documents" / "doc-b.txt", TEXT)
    kept = write(tmp_path / "ledger" / "doc-a.csv", "as it is")
    outcome = ledger(run, catalogue)
    assert outcome.status == 1
    assert "doc-a.txt: error: found an empty file" in outcome.err
    assert kept.read_text(encoding="utf-8") == "as it is"
    assert (tmp_path / "ledger" / "doc-b.csv").is_file()


def test_another_text_than_the_catalogued_one_is_refused(run, catalogue, tmp_path):
    (tmp_path / "documents").mkdir()
    write(tmp_path / "documents" / "doc-a.txt", TEXT)
    rows = catalogue.read_text(encoding="utf-8").splitlines()
    rows[1] = f"doc-a,doc-a.txt,题,speeches,某报,2024-01-20,,,press,{'0' * 64},"
    catalogue.write_text("\n".join(rows) + "\n", encoding="utf-8")
    outcome = ledger(run, catalogue)
    assert (outcome.status, "documents.csv:2: error: found doc-a.txt with text sha256" in outcome.err) == (1, True)
    assert not (tmp_path / "ledger" / "doc-a.csv").exists()
