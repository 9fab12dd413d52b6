"""Guards change how long a search takes, never what it finds."""

from __future__ import annotations

import re

import pytest

from etl.paths import KNOWLEDGE
from etl.registry.guards import WHOLE, Patterns, guarded
from etl.registry.rules import load_rules
from tests.golden_texts import TEXTS

EXPRESSIONS = [entry["pattern"] for entry in load_rules(KNOWLEDGE / "exclusions.toml").entries("exclude")]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=range(len(EXPRESSIONS)))
def test_a_guarded_pattern_finds_what_the_pattern_finds(expression):
    plain, quick = re.compile(expression), guarded(expression, re.compile)
    for text in TEXTS:
        wanted = [match.span() for match in plain.finditer(text)]
        assert [match.span(WHOLE) for match in quick.finditer(text)] == wanted


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("a|", "ba"),
        ("(?<!x)[^a]", "xb"),
        ("(?:ab)?c", "abc"),
        (r"\d+(?=元)|万", "3元万"),
        ("(?i:A)b", "ab"),
        (r"(?P<n>\s?[-+]?\d)", " -3"),
        (".", "a\n"),
        ("(?:^|(?<=[，。])|(?<=县))(?:在)?[甲乙](?=村)", "甲村，甲村在乙村县乙村，甲县"),
        ("(?<=，)(?:，|a)+", "，，，a，aa"),
        ("(?<=县城)[甲乙]|乙", "县城甲乙"),
    ],
)
def test_patterns_of_every_shape_find_the_same_with_guards(expression, text):
    wanted = [match.span() for match in re.finditer(expression, text)]
    assert [match.span(WHOLE) for match in guarded(expression, re.compile).finditer(text)] == wanted


def test_a_text_is_searched_for_the_patterns_whose_needs_it_meets():
    assert guarded("第[一二](?:位|名)", re.compile).needs == {"第"}
    assert guarded("[^。](?:位列|排)(?:县|市)", re.compile).needs == {"位列", "排"}
    assert guarded("[^。]+|第", re.compile).needs is None
    said = guarded("[^，]{2}(?:说|介绍)，", re.compile)
    assert (said.needs, said.jumps) == ({"说", "介绍"}, False)
    assert said.search("，他们介绍，")[WHOLE] == "他们介绍，" and said.search("他们讲，") is None
    found = Patterns.of(guarded(expression, re.compile) for expression in ("第[一二]位", "位列|排", "[^。]{2}"))
    assert [(index, match[WHOLE]) for index, match in found.finditer("位列。二位第")] == [
        (1, "位列"),
        (2, "位列"),
        (2, "二位"),
    ]


def test_a_broken_expression_is_reported_by_the_one_who_compiles_it():
    with pytest.raises(re.error):
        guarded("(", re.compile)
