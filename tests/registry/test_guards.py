"""Guards change how long a search takes, never what it finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from etl.extract.layout import fold
from etl.paths import KNOWLEDGE
from etl.registry.guards import guarded
from etl.registry.rules import load_rules

CASES = Path(__file__).parent.parent / "specs" / "extraction"
TEXTS = [
    fold(case["text"])
    for path in sorted(CASES.glob("*.json"))
    if path.name != "known_gaps.json"
    for case in json.loads(path.read_text(encoding="utf-8"))
]
EXPRESSIONS = [entry["pattern"] for entry in load_rules(KNOWLEDGE / "exclusions.toml").entries("exclude")]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=range(len(EXPRESSIONS)))
def test_a_guarded_pattern_finds_what_the_pattern_finds(expression):
    plain, quick = re.compile(expression), guarded(expression, re.compile)
    for text in TEXTS:
        wanted = [match.span() for match in plain.finditer(text)]
        assert [match.span() for match in quick.finditer(text, frozenset(text))] == wanted


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
    ],
)
def test_patterns_of_every_shape_find_the_same_with_guards(expression, text):
    wanted = [match.span() for match in re.finditer(expression, text)]
    assert [match.span() for match in guarded(expression, re.compile).finditer(text, frozenset(text))] == wanted


def test_a_text_without_what_a_pattern_needs_is_not_searched():
    assert guarded("第[一二]位", re.compile).needs == frozenset("第")
    assert list(guarded("第[一二]位", re.compile).finditer("第一位", frozenset("无"))) == []


def test_a_broken_expression_is_reported_by_the_one_who_compiles_it():
    with pytest.raises(re.error):
        guarded("(", re.compile)
