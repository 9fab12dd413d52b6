"""Which baselines mean the year before, which are a gap to something else, and what is wrong with a damaged file."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import InputError
from etl.registry.baselines import FILE, load_baselines

SHIPPED = load_baselines()


@pytest.mark.parametrize("baseline", ["比上年", "较上年", "比上年同期", "较上年同期", "比去年", "同比增长", "同比"])
def test_wordings_of_the_year_before_have_one_name(baseline: str) -> None:
    assert SHIPPED.unified(baseline) == "同比"
    assert SHIPPED.gap_to(baseline) == ""


@pytest.mark.parametrize(
    "baseline", ["", "环比", "比年初", "比上年末", "比2019年", "比十二五末", "两年平均", "比运营前"]
)
def test_another_time_is_neither_the_year_before_nor_a_gap(baseline: str) -> None:
    assert SHIPPED.unified(baseline) == baseline
    assert SHIPPED.gap_to(baseline) == ""


@pytest.mark.parametrize(
    ("baseline", "other"),
    [
        ("高于全省平均", "全省平均"),
        ("低于全省", "全省"),
        ("高于规上工业增加值", "规上工业增加值"),
        ("比全省平均", "全省平均"),
        ("领先于全国", "全国"),
        ("与全市相比", "全市"),
    ],
)
def test_a_gap_names_what_it_is_to(baseline: str, other: str) -> None:
    assert SHIPPED.gap_to(baseline) == other
    assert SHIPPED.unified(baseline) == baseline


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[year_on_year]\nname = '同比'\nwords = ['比上年']\n[gap]\npattern = '比(?P<other>.+)'", "one of words"),
        ("[year_on_year]\nname = '同比'\nwords = '同比'\n[gap]\npattern = '比(?P<other>.+)'", "a list of texts"),
        ("[year_on_year]\nname = '同比'\nwords = ['同比']\n[gap]\npattern = '比(.+)'", "'other'"),
        ("[year_on_year]\nname = '同比'\nwords = ['同比']\n[gap]\npattern = '比('", "'other'"),
        ("[gap]\npattern = '比(?P<other>.+)'", "[year_on_year]"),
        ("gap =", "TOML"),
    ],
)
def test_a_damaged_file_is_told_with_what_would_be_right(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_baselines(tmp_path)
    assert said in str(error.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_baselines(tmp_path)
