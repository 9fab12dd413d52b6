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


def _directly(text: str, start: int, position: int, rules: PartRules) -> str:
    names = list(rules.name.finditer(text, start, position))
    alone = [match for match in names if not rules.and_others.fullmatch(text, match.end("name"), position)]
    proper = [match["name"] for match in alone if rules.is_proper(match["name"])]
    if proper:
        return proper[-1]
    if spoken := rules.pronoun.search(text, start, position):
        return spoken[WHOLE]
    found = [match for person in rules.persons if (match := person.search(text, start, position))]
    return min(found, key=lambda match: match.start(WHOLE))[WHOLE] if found else ""


def test_the_part_before_each_number_is_what_a_search_before_it_finds():
    known, found = knowledge(), set()
    parts = Parts(known.parts)
    for text in TEXTS + SPOKEN:
        starts = Frame(text, ()).starts
        for number in scan(text, known.numbers):
            for start in (start for start in starts if start <= number.start):
                part = parts.before(text, start, number.start)
                assert part == _directly(text, start, number.start, known.parts), (text, start, number.start)
                found.add(part)
    assert {"", "东溪村", "书记王小平", "李大明"} <= found


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("run", ["1" * 20, "1,2." * 6, "一" * 20])
def test_a_run_without_end_is_blanked_wherever_it_stands(before, run):
    text = "字" * before + run + "个"
    assert without_endless(text) == "字" * before + "\ufffc" * len(run) + "个"
    assert without_endless(text[:before] + run[:19] + "个") == text[:before] + run[:19] + "个"
    assert not re.search(r"\d", without_endless(text))
