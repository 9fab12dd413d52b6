"""Bad input: each fault named with sheet and cell, all at once, and nothing half imported."""

from __future__ import annotations

import random
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from etl.cli import main
from etl.errors import InputError
from etl.tables import reading
from etl.tables.importing import document_of, read_mapped
from tests.tables.conftest import DOCUMENT, HEADER, LONG, WIDE, workbook_with

GOOD = "安吉县,地区生产总值,水平,582.4,亿元,2022年"


@pytest.mark.parametrize(
    ("row", "cell", "found", "expected"),
    [
        ("安居县,地区生产总值,水平,1,亿元,2022", "A3", "place '安居县'", "a place of places.csv"),
        ("德清县,幸福总值,水平,1,亿元,2022", "B3", "indicator '幸福总值'", "an indicator of indicators.csv"),
        ("德清县,地区生产总值,高低,1,亿元,2022", "C3", "measure '高低'", "水平"),
        ("德清县,地区生产总值,水平,约六百,亿元,2022", "D3", "'约六百'", "a number"),
        (
            "德清县,地区生产总值,水平,6 00亿公里,亿元,2022",
            "D3",
            "unit '亿公里' in a column of 亿元",
            "a number in 亿元",
        ),
        ('德清县,地区生产总值,水平,"12,34",亿元,2022', "D3", "'12,34'", "a number"),
        ("德清县,地区生产总值,水平,600,公里,2022", "B3", "indicator '地区生产总值'", "level in 公里"),
        ("德清县,地区生产总值,增速,6,亿元,2022", "B3", "indicator '地区生产总值'", "growth in 亿元"),
        ("德清县,地区生产总值,水平,600,亿元,去年", "F3", "period '去年'", "a period such as 2022"),
        ("德清县,地区生产总值,水平,600,亿元,", "F3", "no period", "a period such as 2022"),
        ("安吉县,GDP,水平,583,亿元,2022全年", "D3", "a second level of gdp for 330523", "tab!D2 has it too"),
        ("全市,地区生产总值,水平,600,亿元,2022", "A3", "a total '全市'", "total ="),
    ],
)
def test_a_wrong_cell_of_a_long_table_is_named(faults, row, cell, found, expected):
    (fault,) = faults(f"{GOOD}\n{row}")
    assert fault.startswith(f"tab.csv tab!{cell}: error: found {found}")
    assert expected in fault.partition("; expected ")[2]


def test_all_findings_come_at_once(faults):
    rows = "安居县,幸福总值,高低,很多,亿元,去年\n德清县,地区生产总值,水平,x,亿元,2022"
    cells = [fault.partition(":")[0].removeprefix("tab.csv tab!") for fault in faults(f"{GOOD}\n{rows}")]
    assert sorted(cells) == ["A3", "B3", "C3", "D3", "D4", "F3"]


def test_a_name_and_a_code_that_disagree_are_named_with_both(take, faults):
    mapping = LONG + 'G = "code"\n'
    table = f"{HEADER},代码\n德清县,地区生产总值,水平,600,亿元,2022,{{}}\n"
    assert take(table.format("330521"), mapping).figures[0].place == "330521"
    assert take(table.format("330521000000"), mapping).figures[0].place == "330521"
    (fault,) = faults(table.format("330523"), mapping)
    assert "found name '德清县' with code '330523'; expected 330521" in fault
    (fault,) = faults(table.format("999999"), mapping)
    assert "found code '999999'" in fault


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("=B2*2", "a formula without a cached value"),
        (datetime(2022, 12, 31), "the date 2022-12-31"),
        (date(2022, 6, 1), "the date 2022-06-01"),
        (True, "the truth value True"),
        ("#DIV/0!", "the error #DIV/0!"),
        ("见附表", "'见附表'"),
    ],
)
def test_a_wrong_cell_of_a_workbook_is_named(tmp_path, faults, value, found):
    (fault,) = faults(workbook_with(tmp_path / "w.xlsx", value), WIDE)
    assert fault.startswith(f"w.xlsx 表1!B3: error: found {found}")


def test_a_growth_with_a_triangle_in_front_is_refused_or_a_fall(take, faults):
    mapping = WIDE.replace('unit = "亿元"', 'measure = "growth", unit = "%"')
    table = "地区,增速\n安吉县,△5.0\n德清县,4.0\n"
    (fault,) = faults(table, mapping)
    assert fault.startswith("tab.csv tab!B2: error: found '△5.0'; expected a number, with - for a minus")
    told = mapping.replace("header = 1", 'header = 1\nminus = "△"')
    assert [str(figure.value) for figure in take(table, told).figures] == ["-5.0", "4.0"]


def test_a_unit_in_the_cell_must_be_the_columns_dimension(tmp_path, faults):
    (fault,) = faults(workbook_with(tmp_path / "w.xlsx", "60万人"), WIDE)
    assert "found unit '万人' in a column of 亿元" in fault


def test_a_hidden_sheet_that_nobody_named_is_named_and_so_is_a_mapped_one(tmp_path, faults, take):
    path = workbook_with(tmp_path / "w.xlsx", 600)
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("底稿").append(["甲", 1])
    workbook["底稿"].sheet_state = "hidden"
    workbook.save(path)
    mapping = WIDE.replace("[[sheet]]", '[[sheet]]\nname = "表1"')
    (fault,) = faults(path, mapping)
    assert fault.startswith("w.xlsx 底稿: error: found a hidden sheet that w.toml does not name")
    assert len(take(path, f'ignore_sheets = ["底稿"]{mapping}').figures) == 2
    both = f'{mapping}\n[[sheet]]\nname = "底稿"\n[sheet.columns]\nA = "place"\nB = {{ indicator = "gdp" }}\n'
    (fault,) = faults(path, both)
    assert "found a hidden sheet; expected a visible one, or hidden = true" in fault


def test_a_sheet_that_is_not_there_is_named(tmp_path, faults):
    found = faults(workbook_with(tmp_path / "w.xlsx", 600), WIDE.replace("[[sheet]]", '[[sheet]]\nname = "表9"'))
    assert "sheet '表9' of w.toml, which is not there; expected one of 表1" in found[0]


def test_a_column_that_the_mapping_forgot_is_named(tmp_path, faults):
    path = workbook_with(tmp_path / "w.xlsx", 600)
    workbook = openpyxl.load_workbook(path)
    workbook["表1"]["D1"], workbook["表1"]["D2"] = "面积", 3
    workbook.save(path)
    (fault,) = faults(path, WIDE)
    assert fault.startswith("w.xlsx 表1!D1: error: found column D, not mapped: '面积'")


def encrypted(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def cut_off(path):
    workbook_with(path, 600)
    path.write_bytes(path.read_bytes()[:900])


def without_sheet(path):
    workbook_with(path, 600)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist() if "worksheets" not in name}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)


def garbled(path):
    workbook_with(path, 600)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)


def text_named_xlsx(path):
    path.write_text("地区,值\n", encoding="utf-8")


@pytest.mark.parametrize("damage", [encrypted, cut_off, without_sheet, garbled, text_named_xlsx])
def test_a_workbook_that_cannot_be_read_is_named_without_traceback(tmp_path, faults, damage):
    path = tmp_path / "w.xlsx"
    damage(path)
    (fault,) = faults(path, WIDE)
    assert ("encrypted" if damage is encrypted else "damaged") in fault


def scrambled(chance, content):
    """Some bytes replaced, or a stretch cut out."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    start = chance.randrange(len(damaged))
    del damaged[start : start + chance.choice((0, 40))]
    return bytes(damaged)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happened_to_a_workbook_it_is_read_or_named(tmp_path, seed):
    chance = random.Random(seed)
    path = workbook_with(tmp_path / "w.xlsx", 600)
    if seed % 2:
        path.write_bytes(scrambled(chance, path.read_bytes()))
    else:
        with zipfile.ZipFile(path) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        hit = chance.choice(sorted(parts))
        with zipfile.ZipFile(path, "w") as target:
            for name, content in parts.items():
                target.writestr(name, scrambled(chance, content) if name == hit else content)
    try:
        assert reading.read_book(path).sheets
    except InputError as error:
        assert "workbook" in str(error)


def test_a_workbook_of_200_mb_is_refused_before_it_is_opened(tmp_path, faults):
    path = tmp_path / "w.xlsx"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    (fault,) = faults(path, WIDE)
    assert "found a file of 200 MB; expected at most 20 MB; large tables as CSV" in fault


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(tmp_path, faults):
    path = tmp_path / "w.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.LARGEST_UNPACKED + 1))
    (fault,) = faults(path, WIDE)
    assert "unpacked" in fault


@pytest.mark.parametrize("name", ["t.xls", "t.pdf", "t"])
def test_another_kind_of_file_is_refused(tmp_path, faults, name):
    path = tmp_path / name
    path.write_bytes(b"x")
    (fault,) = faults(path, WIDE)
    assert "expected a table as .csv or .xlsx" in fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_of_any_usual_encoding_is_read(tmp_path, take, encoding):
    path = tmp_path / "t.csv"
    path.write_bytes(f"{HEADER}\r\n{GOOD}\r\n".encode(encoding))
    (figure,) = take(path, LONG).figures
    assert (figure.place, figure.cell) == ("330523", "t!D2")


def test_bytes_that_are_no_text_are_refused(tmp_path, faults):
    path = tmp_path / "t.csv"
    path.write_bytes(b"\x00\x01\x02,\xff\n")
    (fault,) = faults(path, LONG)
    assert "bytes that are no text" in fault


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        ("layout = 'tall'", "layout 'tall'"),
        ("layout = 'long'", "no [[sheet]]"),
        ("layout = ", "Invalid"),
        (LONG.replace('A = "place"', 'A = "ort"'), "role 'ort'"),
        (LONG.replace('A = "place"', ""), "no place"),
        (LONG.replace('D = "value"', ""), "no value"),
        (LONG.replace('E = "unit"', 'E = "value"'), "two columns 'value'"),
        (LONG.replace("header = 1", 'header = "x"'), "header = 'x'"),
        (LONG.replace("header = 1", "hedaer = 1"), "unknown key 'hedaer'"),
        (WIDE.replace("gdp", "gpd"), "indicator 'gpd'"),
        (WIDE.replace("header = 1", 'header = 1\nminus = "x"'), "minus = 'x'"),
        (WIDE.replace('unit = "亿元"', 'measure = "hight"'), "measure = 'hight'"),
    ],
)
def test_a_wrong_mapping_is_named_with_its_file(faults, mapping, found):
    faults_found = faults(GOOD, mapping)
    assert any(fault.startswith("tab.toml: error: ") and found in fault for fault in faults_found)


@pytest.mark.parametrize(
    ("written", "verified"),
    [('"yes"', True), ('""', True), ("true", True), ('"no"', False), ("false", False)],
)
def test_a_mapping_says_whether_its_numbers_are_verified(about, written, verified):
    assert about(f"verified = {written}").verified is verified


@pytest.mark.parametrize("written", ['"未核对"', '"no "', '"No"', "0", '"否"'])
def test_another_word_for_not_verified_is_no_yes(about, written):
    with pytest.raises(InputError, match=r"tab\.toml: error: found verified = .*; expected yes, no or nothing"):
        about(f"verified = {written}")


@pytest.fixture
def about(tmp_path, terms):
    """Return a function that reads a table's catalogue row from a mapping with one more line in ``[document]``."""

    def document(line):
        path = tmp_path / "tab.csv"
        path.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
        head = f'[document]\ntitle = "t"\nreference_date = "2023-12-31"\ntier = "official"\n{line}\n'
        layout, rest = LONG.strip().split("\n", 1)
        path.with_suffix(".toml").write_text(f"{layout}\n{head}{rest}\n", encoding="utf-8")
        return document_of(*read_mapped(path, None, terms), terms)

    return document


def test_a_table_without_mapping_says_how_to_get_one(faults):
    (fault,) = faults(GOOD, None)
    assert "tab.toml: error: found no such file; expected a mapping; 'python -m etl table FILE --guess'" in fault


def test_a_run_with_one_bad_file_writes_nothing_of_the_good_one(tmp_path, capsys):
    for name, row in (("good", GOOD), ("bad", "安居县,地区生产总值,水平,1,亿元,2022")):
        (tmp_path / f"{name}.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
        about = f'[document]\ntitle = "{name}"\nreference_date = "2023-12-31"\ntier = "official"\n'
        layout, rest = LONG.strip().split("\n", 1)
        (tmp_path / f"{name}.toml").write_text(f"{layout}\n{about}{rest}\n", encoding="utf-8")
    catalogue = tmp_path / "documents.csv"
    catalogue.write_text("document_id,file,title,kind,reference_date,source_tier,sha256\n", encoding="utf-8")
    before = catalogue.read_bytes()
    options = ["--ledger", str(tmp_path / "ledger"), "--catalogue", str(catalogue)]
    files = [str(tmp_path / "good.csv"), str(tmp_path / "bad.csv")]
    assert main(["table", *files, *options]) == 1
    assert "bad.csv bad!A2" in capsys.readouterr().err
    assert not (tmp_path / "ledger").exists()
    assert catalogue.read_bytes() == before
    assert main(["table", files[0], *options]) == 0
    assert (tmp_path / "ledger" / "good.csv").is_file()
    assert "good,good.csv,good,table,2023-12-31,official," in catalogue.read_text(encoding="utf-8")


def test_a_table_that_changed_since_it_was_catalogued_is_refused(tmp_path, capsys):
    (tmp_path / "t.csv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    (tmp_path / "t.toml").write_text(LONG, encoding="utf-8")
    catalogue = tmp_path / "documents.csv"
    header = "document_id,file,title,kind,reference_date,sha256"
    catalogue.write_text(f"{header}\nt,t.csv,t,table,2023-12-31,{'0' * 64}\n", encoding="utf-8")
    arguments = ["table", tmp_path / "t.csv", "--ledger", tmp_path / "ledger", "--catalogue", catalogue]
    assert main(list(map(str, arguments))) == 1
    assert "for a new edition add a row with its own document_id" in capsys.readouterr().err


def test_an_empty_table_is_no_table(faults):
    (fault,) = faults("安吉县,地区生产总值,水平,…,亿元,2022")
    assert "found no figure; expected at least one" in fault
    assert DOCUMENT.document_id == "tab"
