"""Each kind of damage to the knowledge files is reported with file, line, value and expectation, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from etl.errors import Finding, InputError
from etl.paths import KNOWLEDGE
from etl.registry.validate import load_registries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")


def append(folder: Path, file: str, line: str) -> int:
    """Append a line to a file; return its number."""
    path = folder / file
    text = path.read_text(encoding="utf-8") + line + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return text.count("\n")


def replace(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first occurrence of a text; return the line it stands on."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def findings(folder: Path) -> list[Finding]:
    with pytest.raises(InputError) as error:
        load_registries(folder)
    return error.value.findings


APPENDED = {
    "place twice": ("places.csv", "330106,别湖区,别湖,county,330100,biehu,test", "'330106'", "one row for each"),
    "place of unknown level": ("places.csv", "330199,新区,新,village,330100,xin,test", "'village'", "county, city"),
    "place without parent": ("places.csv", "330199,新区,新,county,339900,xin,test", "'339900'", "a place_code"),
    "county below the province": ("places.csv", "330199,新区,新,county,330000,xin,test", "'330000'", "level city"),
    "code of five digits": ("places.csv", "33019,新区,新,county,330100,xin,test", "'33019'", "six digits"),
    "pinyin with tones": ("places.csv", "330199,新区,新,county,330100,xīn,test", "'xīn'", "without tones"),
    "alias of no place": ("place_aliases.csv", "某地,339999,short,,,,,,test", "'339999'", "places.csv"),
    "alias with two owners": ("place_aliases.csv", "西湖,330402,short,,,,,,test", "'西湖' for 330402", "already means"),
    "alias of unknown kind": ("place_aliases.csv", "某地,330106,nick,,,,,,test", "'nick'", "ambiguous"),
    "alias with another date": ("place_aliases.csv", "某地,330106,full,2021/4/9,,,,,test", "'2021/4/9'", "YYYY-MM-DD"),
    "alias that ends too soon": (
        "place_aliases.csv",
        "某地,330106,full,2021-04-09,2020-01-01,,,,test",
        "valid_to 2020-01-01",
        "a later day",
    ),
    "historical unit without note": ("place_aliases.csv", "某县,330106,historical,,,,,,test", "without note", "area"),
    "outside place twice": ("outside_places.csv", "苏州市,苏州,city,江苏省,,", "'苏州市'", "one row for each"),
    "outside place of no province": ("outside_places.csv", "某市,某,city,某省,,", "'某省'", "a province"),
    "town of no county": ("towns.csv", "330100,某某镇,,", "'330100'", "a county of places.csv"),
    "town twice": ("towns.csv", "330424,于城镇,,", "于城镇", "one row for each"),
    "town that is none": ("towns.csv", "330424,某某山,,", "'某某山'", "ends with 镇"),
    "member that is a city": ("place_group_members.csv", "M26,330100,2021-01-01,,test", "'330100'", "county"),
    "member of no group": ("place_group_members.csv", "M99,330106,2021-01-01,,test", "'M99'", "place_groups.csv"),
    "member twice": ("place_group_members.csv", "M26,330127,2022-01-01,,test", "330127 twice", "do not overlap"),
    "member without first day": ("place_group_members.csv", "M26,330106,,,test", "empty valid_from", "a value"),
    "group without members": ("place_groups.csv", "M99,某群,Group,某些县,,test", "'M99'", "members in"),
    "words for pages of no group": ("place_group_notes.csv", "M99,某政策,某说明", "'M99'", "place_groups.csv"),
    "words for pages twice": ("place_group_notes.csv", "M26,某政策,某说明", "'M26'", "one row for each"),
    "group without words for pages": ("place_groups.csv", "M99,某群,Group,某些县,,test", "'M99'", "place_group_notes"),
    "theme without order": ("themes.csv", "other,其他,Other,其他方面,eight", "'eight'", "a whole number"),
    "theme of the same order": ("themes.csv", "other,其他,Other,其他方面,7", "'7'", "one row for each"),
    "indicator twice": (
        "indicators.csv",
        "gdp,某值,Some,某种含义,economy,flow,亿元,higher,level,test",
        "'gdp'",
        "one row for each",
    ),
    "indicator of no theme": (
        "indicators.csv",
        "some,某值,Some,某种含义,money,flow,亿元,higher,level,test",
        "'money'",
        "themes.csv",
    ),
    "indicator of unknown kind": (
        "indicators.csv",
        "some,某值,Some,某种含义,economy,total,亿元,higher,level,test",
        "'total'",
        "flow, stock",
    ),
    "indicator of unknown polarity": (
        "indicators.csv",
        "some,某值,Some,某种含义,economy,flow,亿元,good,level,test",
        "'good'",
        "higher, lower",
    ),
    "indicator of unknown measure": (
        "indicators.csv",
        "some,某值,Some,某种含义,economy,flow,亿元,higher,level|size,test",
        "'size'",
        "level|growth",
    ),
    "indicator in an unknown unit": (
        "indicators.csv",
        "some,某值,Some,某种含义,economy,flow,石,higher,level,test",
        "'石'",
        "units.csv",
    ),
    "total without unit": (
        "indicators.csv",
        "some,某值,Some,某种含义,economy,flow,,higher,level,test",
        "empty canonical_unit",
        "a unit",
    ),
    "definition that says the name": (
        "indicators.csv",
        "some,某值,Some,某值,economy,flow,亿元,higher,level,test",
        "'某值'",
        "not the name again",
    ),
    "alias of no indicator": ("indicator_aliases.csv", "某值,some,", "'some'", "indicators.csv"),
    "alias of two indicators": ("indicator_aliases.csv", "经济总量,exports,", "'经济总量' of exports", "gdp has it"),
    "alias that folds to another's": (
        "indicator_aliases.csv",
        "规模以上工业增加值,exports,",
        "of exports",
        "industry_va",
    ),
    "alias twice": ("indicator_aliases.csv", "经济总量,gdp,", "'经济总量|gdp'", "one row for each"),
    "breaks of no indicator": ("class_breaks.csv", "some,growth,%,0|5,试,test", "'some'", "indicators.csv"),
    "breaks twice": ("class_breaks.csv", "gdp,growth,%,0|5,试,test", "'gdp|growth|%'", "one row for each"),
    "breaks of a measure that the indicator lacks": (
        "class_breaks.csv",
        "deposits,share,%,1|5,试,test",
        "measure 'share'",
        "change, growth, level",
    ),
    "breaks of ranks": ("class_breaks.csv", "deposits,rank,位,1|5,试,test", "measure 'rank'", "change, growth, level"),
    "breaks in another unit": ("class_breaks.csv", "deposits,level,元,1|5,试,test", "unit '元'", "'亿元'"),
    "breaks in an unknown unit": ("class_breaks.csv", "deposits,change,石,0|5,试,test", "unit '石'", "units.csv"),
    "breaks that are no numbers": ("class_breaks.csv", "deposits,level,亿元,1|many,试,test", "'1|many'", "numbers"),
    "breaks that are not finite": ("class_breaks.csv", "deposits,level,亿元,1|inf,试,test", "'1|inf'", "numbers"),
    "breaks in disorder": ("class_breaks.csv", "deposits,level,亿元,5|1,试,test", "'5|1'", "the smaller first"),
    "growth without zero": ("class_breaks.csv", "deposits,growth,%,2|5,试,test", "'2|5'", "0 among them"),
    "more falls than colours": (
        "class_breaks.csv",
        "deposits,growth,%,-9|-6|-3|0,试,test",
        "'-9|-6|-3|0'",
        "at most 3",
    ),
    "more gains than colours": ("class_breaks.csv", "deposits,growth,%,0|1|2|3|4,试,test", "'0|1|2|3|4'", "4 above"),
    "more classes than colours": (
        "class_breaks.csv",
        "deposits,level,亿元,1|2|3|4|5,试,test",
        "'1|2|3|4|5'",
        "5 classes",
    ),
    "breaks without reason": ("class_breaks.csv", "deposits,level,亿元,1|5,,test", "empty reason", "a value"),
    "row too short": ("themes.csv", "other,其他", "2 cells", "5 cells"),
    "row too long": ("indicator_aliases.csv", "某值,gdp,,,", "5 cells", "3 cells"),
}


@pytest.mark.parametrize("case", APPENDED.values(), ids=APPENDED)
def test_a_damaged_row_is_named_with_file_line_value_and_expectation(
    case: tuple[str, str, str, str], folder: Path
) -> None:
    file, row, found, expected = case
    line = append(folder, file, row)
    messages = [str(finding) for finding in findings(folder)]
    assert any(m.startswith(f"{file}:{line}: ") and found in m and expected in m for m in messages), messages


HEADERS = {
    "missing": ("themes.csv", "name_en,", "", "no column 'name_en'"),
    "unknown": ("places.csv", "pinyin,source", "pinyin,source,colour", "unknown column 'colour'"),
    "twice": ("place_groups.csv", "note,source", "note,note", "column 'note' twice"),
}


@pytest.mark.parametrize("case", HEADERS.values(), ids=HEADERS)
def test_a_damaged_header_is_named(case: tuple[str, str, str, str], folder: Path) -> None:
    file, old, new, expected = case
    header = next(
        number
        for number, text in enumerate((folder / file).read_text(encoding="utf-8").splitlines(), 1)
        if not text.startswith("#")
    )
    lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
    lines[header - 1] = lines[header - 1].replace(old, new)
    (folder / file).write_text("".join(lines), encoding="utf-8", newline="\n")
    assert any(f.file == file and f.line == header and expected in str(f) for f in findings(folder))


@pytest.mark.parametrize(
    "file",
    [
        "places.csv",
        "place_aliases.csv",
        "outside_places.csv",
        "towns.csv",
        "place_groups.csv",
        "place_group_members.csv",
        "themes.csv",
        "indicators.csv",
        "indicator_aliases.csv",
        "indicator_wording.toml",
        "class_breaks.csv",
        "place_group_notes.csv",
    ],
)
def test_a_missing_file_is_named(file: str, folder: Path) -> None:
    (folder / file).unlink()
    assert any(finding.file == file and "no such file" in finding.found for finding in findings(folder))


def test_an_empty_file_is_named(folder: Path) -> None:
    (folder / "themes.csv").write_bytes(b"")
    assert any(f.file == "themes.csv" and "no header" in f.found for f in findings(folder))


def test_bytes_that_are_not_utf8_are_named_with_their_line(folder: Path) -> None:
    content = (folder / "themes.csv").read_bytes()
    (folder / "themes.csv").write_bytes(content + "other,其他,Other,其他方面,8\n".encode("gb18030"))
    found = [f for f in findings(folder) if f.file == "themes.csv" and "not UTF-8" in f.found]
    assert [f.line for f in found] == [content.count(b"\n") + 1]


def test_wording_that_is_no_toml_is_named(folder: Path) -> None:
    append(folder, "indicator_wording.toml", "prefixes = [")
    assert any(f.file == "indicator_wording.toml" and "TOML" in f.expected for f in findings(folder))


def test_wording_with_an_unknown_key_is_named(folder: Path) -> None:
    append(folder, "indicator_wording.toml", "infixes = ['年']")
    assert any("'infixes'" in f.found for f in findings(folder))


def test_a_unit_that_is_damaged_is_reported_with_the_rest(folder: Path) -> None:
    append(folder, "units.csv", "石,石,many,volume,self")
    append(folder, "themes.csv", "other,其他,Other,其他方面,eight")
    files = {finding.file for finding in findings(folder)}
    assert {"units.csv", "themes.csv"} <= files


def test_the_findings_of_all_files_come_at_once_in_order(folder: Path) -> None:
    append(folder, "places.csv", "330199,新区,新,village,330100,xin,test")
    append(folder, "place_aliases.csv", "某地,339999,short,,,,,,test")
    append(folder, "place_group_members.csv", "M26,330100,2021-01-01,,test")
    append(folder, "themes.csv", "other,其他,Other,其他方面,eight")
    append(folder, "indicator_aliases.csv", "某值,some,")
    found = findings(folder)
    files = [finding.file for finding in found]
    assert files == sorted(files)
    assert {
        "places.csv",
        "place_aliases.csv",
        "place_group_members.csv",
        "themes.csv",
        "indicator_aliases.csv",
    } == set(files)


def test_a_damaged_place_does_not_hide_behind_its_references(folder: Path) -> None:
    line = replace(folder, "places.csv", "330105,拱墅区", "330195,拱墅区")
    assert line > 0
    files = {(finding.file, finding.found) for finding in findings(folder)}
    assert ("place_aliases.csv", "place_code '330105'") in files
