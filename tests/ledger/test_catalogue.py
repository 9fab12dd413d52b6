"""The catalogue of documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl import paths
from etl.catalogue import check_text, load_catalogue, uncatalogued
from etl.errors import InputError

MINIMAL = "document_id,file,title,kind,reference_date\n"


def catalogue(folder: Path, text: str) -> Path:
    path = folder / "documents.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_repositorys_catalogue_is_valid_and_names_tier_and_hash_of_each_document():
    entries = load_catalogue(paths.CATALOGUE).entries
    assert len(entries) >= 5
    assert all(entry.document.source_tier and len(entry.sha256) == 64 for entry in entries)


def test_optional_columns_may_be_absent(tmp_path):
    path = catalogue(tmp_path, MINIMAL + "a,a.txt,题,speeches,2022-04-06\n")
    (entry,) = load_catalogue(path).entries
    assert (entry.document.reference_date, entry.document.source_tier, entry.sha256) == (date(2022, 4, 6), "", "")
    assert load_catalogue(path).for_file(Path("/somewhere/a.txt")) == entry
    assert load_catalogue(path).for_file(Path("b.txt")) is None


@pytest.mark.parametrize(
    ("row", "found", "expected"),
    [
        ("a,a.txt,题,letters,2022-04-06", "kind 'letters'", "speeches"),
        ("a,a.txt,题,speeches,6.4.2022", "reference_date '6.4.2022'", "YYYY-MM-DD"),
        ("a,a.txt,题,speeches,", "empty reference_date", "YYYY-MM-DD"),
        ("../a,a.txt,题,speeches,2022-04-06", "document_id '../a'", "letters, digits"),
        ("a,x/a.txt,题,speeches,2022-04-06", "file 'x/a.txt'", "without folders"),
        ("a,a.txt,,speeches,2022-04-06", "empty title", "a value"),
    ],
)
def test_a_wrong_cell_is_named_with_line_and_expectation(tmp_path, row, found, expected):
    with pytest.raises(InputError) as caught:
        load_catalogue(catalogue(tmp_path, f"{MINIMAL}{row}\n"))
    (message,) = map(str, caught.value.findings)
    assert message.startswith("documents.csv:2: error: ")
    assert found in message
    assert expected in message


def test_repeated_ids_and_files_are_all_found(tmp_path):
    rows = "a,a.txt,题,speeches,2022-04-06\n" * 2
    with pytest.raises(InputError) as caught:
        load_catalogue(catalogue(tmp_path, MINIMAL + rows))
    assert len(caught.value.findings) == 2


def test_a_missing_catalogue_is_named(tmp_path):
    with pytest.raises(InputError, match=r"documents\.csv: .*no such file"):
        load_catalogue(tmp_path / "documents.csv")


def test_another_text_than_the_catalogued_one_is_refused(tmp_path):
    header = MINIMAL.replace("\n", ",sha256\n")
    entry = load_catalogue(catalogue(tmp_path, f"{header}a,a.txt,题,speeches,2022-04-06,{'0' * 64}\n")).entries[0]
    check_text(entry, "0" * 64, "documents.csv")
    with pytest.raises(InputError, match=r"documents\.csv:2: .*found a\.txt with text sha256 1"):
        check_text(entry, "1" * 64, "documents.csv")


def test_an_uncatalogued_document_takes_its_first_line_as_title():
    document = uncatalogued(Path("x/报告.txt"), f"\n  \n{'题' * 90}\n正文", date(2024, 1, 20))
    assert (document.document_id, document.title, document.kind) == ("报告", "题" * 80, "other")
