"""What holds for any text: it is read without an error, and every number in it is accounted for exactly once."""

from __future__ import annotations

import random
import re

import pytest

from etl.model import LONGEST_TEXT, Extraction

WORDS = """
2023年 1-6月 截至 目前 前三季度 同比 增长 下降 达到 超 近 约 以上 分别 其中 从 至 由 占 全省 全市 第 首位 亿元 万人 个 家 项
个百分点 万亩 地区生产总值 规上工业增加值 安吉县 德清 湖州市 干江镇 10亿元以上 项目 12 3.5 1,234.5 ２０ 0 1:5 1/3 千亿 三分之二
一、 二是 (3) 5G 4.0版 PM2.5 山区26县 〔2022〕8号 😀
"""
PIECES = [*re.findall(r"\S+", WORDS), *"，。；：、（）“”《》\n-—~/+%", "\r\n", "\u3000", "—— 12 ——"]


def check(text: str, found: Extraction) -> None:
    """Every run of digits is covered by exactly one figure or exclusion, and every span points at its text."""
    taken: dict[int, int] = {}
    for number, item in enumerate((*found.figures, *found.exclusions)):
        assert text[item.char_start : item.char_end] == item.text
        assert 0 < item.char_end - item.char_start <= LONGEST_TEXT
        for position in range(item.char_start, item.char_end):
            assert position not in taken, f"{item.text!r} is taken twice"
            taken[position] = number
    for match in re.finditer(r"[0-9０-９]", text):
        assert match.start() in taken, f"{match.group()!r} at {match.start()} is not accounted for"


@pytest.mark.parametrize("seed", range(150))
def test_any_mixture_of_the_genre_is_accounted_for(read, seed):
    chooser = random.Random(seed)
    text = "".join(chooser.choice(PIECES) for _ in range(chooser.randint(1, 120)))
    check(text, read(text))


@pytest.mark.parametrize("seed", range(40))
def test_any_characters_are_read_without_an_error(read, seed):
    chooser = random.Random(1000 + seed)
    text = "".join(
        chr(chooser.choice([chooser.randint(1, 0x2FF), chooser.randint(0x3000, 0x9FFF), 0x30 + seed % 10]))
        for _ in range(200)
    )
    check(text, read(text))


@pytest.mark.parametrize("text", ["", "\n\n", "没有数字的一段话。", "1", "2023", "％", "第", "—" * 50])
def test_the_smallest_texts_are_read(read, text):
    check(text, read(text))


def test_the_same_text_gives_the_same_figures_in_the_same_order(read):
    text = "截至目前，全县共有养老床位3200张，其中护理型床位1800张，占56.3%。"
    assert read(text) == read(text)


def test_numbers_with_a_space_between_them_stay_two(read):
    """The spaces of words that are set apart are no spaces inside numbers, as the text of a scan has them."""
    told = read("2021年，全市 各区县 生产总值 增速 分别为 9.6 8.5 7.4，财政 收入 增长 5.6%。")
    assert [figure.text for figure in told.figures] == ["9.6", "8.5", "7.4", "5.6"]
    scanned = read("2021 年 ，全 县 民 宿 床 位 1 2 60 张 ，旅 游收 入 增 长 1 4.6 % ，亩 均 税 收 25.5 万元 。")
    assert [figure.text for figure in scanned.figures] == ["1 2 60", "1 4.6", "25.5"]
