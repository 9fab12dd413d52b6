"""What is looked for once in a text is what a search before each figure finds."""

from __future__ import annotations

import re

import pytest

from etl.extract.context import Frame
from etl.extract.folding import without_endless
from etl.extract.knowledge import knowledge
from etl.extract.numbers import scan
from etl.extract.part_words import PartRules
from etl.extract.parts import Parts
from etl.registry.guards import WHOLE
from tests.golden_texts import TEXTS

SPOKEN = [
    "书记王小平介绍，今年增收3万元。另有；李大明通过直播销售5吨。演出越剧《山歌》12场，该公司产值2亿元。",
    "在东溪村亩均收入1万元，西坡镇“3个一”产业园投资5亿元；某某县智慧产业园项目总投资6亿元。",
]


def _matches(text: str, rules: PartRules) -> list[list[re.Match[str]]]:
    """Names, pronouns and persons of the whole text: what follows a word may say that it is none of them."""
    persons = [match for pattern in rules.persons.patterns for match in pattern.finditer(text)]
    return [list(rules.name.finditer(text)), list(rules.pronoun.finditer(text)), persons]


def _directly(matches: list[list[re.Match[str]]], start: int, position: int, rules: PartRules) -> str:
    names, *spoken = matches
    for match in reversed([name for name in names if start <= name.start() and name.end() <= position]):
        if re.match(r"[^（）]*）", match.string[match.end("name") : position]):
            continue  # told in brackets that are closed: 小区11个（其中武原街道7个），…
        alone = not rules.and_others.fullmatch(match.string, match.end("name"), position)
        if alone and rules.is_proper(match["name"]):
            return match["name"]
    for words in spoken:
        within = [match for match in words if start <= match.start(WHOLE) and match.end(WHOLE) <= position]
        if within:
            return min(within, key=lambda match: match.start(WHOLE))[WHOLE]
    return ""


def test_the_part_before_each_number_is_what_a_search_before_it_finds():
    known, found = knowledge(), set()
    parts = Parts(known.parts)
    for text in TEXTS + SPOKEN:
        starts, matches = Frame(text, (), known.periods.front).starts, _matches(text, known.parts)
        for number in scan(text, known.numbers):
            for start in (start for start in starts if start <= number.start):
                part = parts.before(text, start, number.start)
                assert part == _directly(matches, start, number.start, known.parts), (text, start, number.start)
                found.add(part)
    assert {"", "东溪村", "书记王小平", "李大明"} <= found


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("run", ["1" * 20, "1,2." * 6, "一" * 20])
def test_a_run_without_end_is_blanked_wherever_it_stands(before, run):
    text = "字" * before + run + "个"
    assert without_endless(text) == "字" * before + "\ufffc" * len(run) + "个"
    assert without_endless(text[:before] + run[:19] + "个") == text[:before] + run[:19] + "个"
    assert not re.search(r"\d", without_endless(text))
