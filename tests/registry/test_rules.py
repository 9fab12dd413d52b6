"""Rule files: what is read of them, and what is said of a wrong one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from etl.errors import InputError
from etl.extract.heads import TableRules
from etl.extract.knowledge import Knowledge
from etl.paths import KNOWLEDGE
from etl.registry.rules import Rules, load_rules


class Sample(NamedTuple):
    """Rules of a test."""

    word: re.Pattern[str]
    name: str
    size: int
    given: tuple[str, ...]


def written(folder: Path, text: str) -> Rules:
    path = folder / "sample.toml"
    path.write_text(text, encoding="utf-8")
    return load_rules(path)


def test_a_named_tuple_is_built_of_the_rules_of_its_name(tmp_path):
    rules = written(tmp_path, "[part]\nword = 'a+'\nname = 'x'\nsize = 3\n")
    found = rules.build(Sample, "part", given=("y",))
    assert (found.word.pattern, found.name, found.size, found.given) == ("a+", "x", 3, ("y",))


@pytest.mark.parametrize(
    ("text", "culprit", "expected"),
    [
        ("[part]\nname = 'x'\nsize = 3\n", "part.word", "this rule"),
        ("[part]\nword = '('\nname = 'x'\nsize = 3\n", "part.word", "a regular expression"),
        ("[part]\nword = 'a'\nname = 1\nsize = 3\n", "part.name", "text"),
        ("[part]\nword = 'a'\nname = 'x'\nsize = true\n", "part.size", "a whole number"),
    ],
)
def test_a_rule_that_is_missing_or_of_another_kind_is_named_with_its_file(tmp_path, text, culprit, expected):
    with pytest.raises(InputError) as error:
        written(tmp_path, text).build(Sample, "part", given=())
    assert "sample.toml" in str(error.value) and culprit in str(error.value) and expected in str(error.value)


def _leaves(table: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key)


def test_no_rule_of_the_extraction_is_written_in_vain(monkeypatch):
    read: dict[str, set[tuple[str, ...]]] = {}
    at = Rules._at

    def recording(rules: Rules, keys: tuple[str, ...]) -> Any:
        read.setdefault(rules.file, set()).add(keys)
        return at(rules, keys)

    monkeypatch.setattr(Rules, "_at", recording)
    Knowledge.load(KNOWLEDGE)
    TableRules.load(KNOWLEDGE)
    idle = [
        (Path(file).name, ".".join(leaf))
        for file, keys in sorted(read.items())
        for leaf in _leaves(tomllib.loads(Path(file).read_text(encoding="utf-8")))
        if not any(leaf[: len(key)] == key for key in keys)
    ]
    assert len(read) >= 8
    assert idle == []
