import hashlib
from pathlib import Path

import pytest

from dashboard import passages
from etl.errors import InputError

TEXT = "第一句说了别的。某县去年种下苹果树1200棵，<b>增长</b>三成；后面还有一句。\n另一段。"
START = TEXT.index("1200")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (tmp_path / "documents.csv").write_text(
        f"document_id,file,title,kind,reference_date,sha256\none,one.txt,一,other,2022-01-01,{digest}\n"
        "two,two.txt,二,other,2022-01-01,\n",
        encoding="utf-8",
    )
    return tmp_path


def test_the_sentence_holds_the_number_and_ends_where_the_sentence_ends() -> None:
    found = passages.around(TEXT, START, START + 4)
    assert (found.before, found.number, found.after) == ("某县去年种下苹果树", "1200", "棵，<b>增长</b>三成；")
    assert "<mark>1200</mark>" in found.html()
    assert "<b>" not in found.html()


def test_a_passage_without_an_end_is_cut() -> None:
    long = "数" * 1000 + "7" + "字" * 1000
    found = passages.around(long, 1000, 1001)
    assert len(found.before) == len(found.after) == passages.LONGEST


def test_a_document_is_read_where_it_lies_in_the_folder(shelf: Path) -> None:
    entry = passages.document_file("one", shelf / "documents.csv", shelf)
    assert entry is not None
    assert passages.passage(entry, START, START + 4, shelf).number == "1200"
    assert passages.document_file("two", shelf / "documents.csv", shelf) is None
    assert passages.document_file("three", shelf / "documents.csv", shelf) is None
    assert passages.document_file("one", shelf / "absent.csv", shelf) is None


def test_another_text_than_the_catalogued_is_not_quoted(shelf: Path) -> None:
    entry = passages.document_file("one", shelf / "documents.csv", shelf)
    assert entry is not None
    (shelf / "one.txt").write_text("别的文字，长度也不同" * 20, encoding="utf-8")
    with pytest.raises(InputError, match="sha256"):
        passages.passage(entry, START, START + 4, shelf)


def test_a_place_beyond_the_end_is_an_error(shelf: Path) -> None:
    entry = passages.document_file("one", shelf / "documents.csv", shelf)
    assert entry is not None
    with pytest.raises(InputError, match="characters"):
        passages.passage(entry, 10_000, 10_004, shelf)
