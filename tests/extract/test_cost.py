"""The cost of reading is linear in the length of the text, whatever the text is: no input may blow it up.

Three measures, the exact ones first:

* steps: lines of the program that are run, counted by the interpreter;
* scanned: characters that regular expressions are given to search, counted by wrapping every pattern;
* processor time: the only one that sees what happens inside one search (backtracking) and inside one slice. It is compared
  with itself at four times the length, far from both 4 (linear) and 16 (quadratic).

Then a whole megabyte of each, only so that nothing hangs.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from etl.extract import engine
from etl.extract.knowledge import knowledge
from etl.model import LONGEST_TEXT
from etl.paths import ROOT
from tests.extract.conftest import make_document

SHORT = 4_000
"""Characters; far above the longest paragraph and sentence of real documents, so that no part of the cost hides in a cap."""
BRIEF = 1_000
"""Characters of the shorter text whose processor time is taken."""
MOST_GROWTH = 2.3
"""Of steps and characters scanned when the text doubles: 2 is linear, 4 quadratic; the rest is for uneven ends."""
MOST_TIME_GROWTH = 8.0
"""Of processor time when the text is four times as long: 4 is linear, 16 quadratic."""
UNNOTICEABLE = 0.02
"""Seconds: a shorter time at the greater length is linear enough, and too short to be measured."""
MEGABYTE = 1_000_000
LONGEST_RUN = 120
"""Seconds for a megabyte, a guard against hanging on any machine; the measured time is a few seconds."""


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _counted(length: int) -> str:
    """Return 1、2、3、… of a length."""
    pieces: list[str] = []
    size = 0
    while size < length:
        pieces.append(f"{len(pieces) + 1}、")
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def _villages(length: int) -> str:
    """Return sentences of a length, each about another village."""
    signs = [chr(0x4E00 + number) for number in range(80)]
    names = (f"{first}{second}{third}村" for first in signs for second in signs for third in signs)
    pieces: list[str] = []
    size = 0
    while size < length:
        pieces.append(f"{next(names)}收入3元。")
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def _nested(length: int) -> str:
    return "（" * (length // 2) + "带动农户3户" + "）" * (length // 2 - 6)


def _headed(head: str, unit: str) -> Callable[[int], str]:
    return lambda length: head + _repeated(unit)(length - len(head))


TEXTS: dict[str, Callable[[int], str]] = {
    "digits": _repeated("1234567890"),
    "numbers in a row": _counted,
    "one unbroken sentence": _repeated("推进农村居民收入增长5.3个百分点并带动农户1200户"),
    "one sentence of many clauses": _repeated("农村居民收入增长5.3%，带动农户1200户，"),
    "one paragraph of many sentences": _repeated("2023年全县农村居民收入增长5.3%，带动农户1200户。"),
    "other villages": lambda length: "某县某事\n" + _villages(length),
    "nested brackets": _nested,
    "brackets never closed": _repeated("（带动3户"),
    "brackets beside each other": _repeated("（3户）"),
    "quotes never closed": _repeated("“带动3户"),
    "straight quotes": _repeated('"带动3户'),
    "titles never closed": _repeated("《第3户"),
    "one line repeated": _repeated("全县共有养老床位3200张，占全部床位的56%。\n"),
    "one short line repeated": _repeated("共同富裕\n"),
    "a broken table": _repeated("地区生产总值 123.4 5.6\n"),
    "pairs from A to B": _repeated("从8元升至25元，"),
    "openings of pairs": _repeated("从8元升至"),
    "list of places": _repeated("安吉县3个，"),
    "shares dealt out": _repeated("居民、农民收入分别增长3%、4%，"),
    "years": _repeated("2023年底达到3个，"),
    "months": _repeated("1月至"),
    "semicolons": _repeated("收入3元；"),
    "digits in groups": _repeated("1,234,"),
    "decimal points": _repeated("1."),
    "colons": _repeated("1:"),
    "slashes": _repeated("1/"),
    "digits and spaces": _repeated("3 "),
    "spaces": _headed("增长3", " "),
    "numerals": _repeated("一二三四五六七八九十百千万亿"),
    "one numeral": _repeated("一"),
    "letters and digits": _repeated("abc1"),
    "firms": _repeated("某某公司3个"),
    "contents": _headed("目录\n", "一个标题 12\n"),
    "leaders of contents": _headed("目录\n", "."),
    "headings": _repeated("# 安吉县\n"),
    "speakers": _repeated("安吉县委书记 张三\n"),
    "points under a lead": _repeated("主要是：\n1.收入3元。\n"),
    "signs of two units": _repeated("😀3"),
}

MEGABYTES = (
    "digits",
    "numbers in a row",
    "one unbroken sentence",
    "nested brackets",
    "quotes never closed",
    "one line repeated",
    "pairs from A to B",
)


def steps(text: str) -> int:
    """Return how many lines of the extraction are run for a text, turns of loops and generators included."""
    extraction = str(Path(engine.__file__).parent.parent)
    count = 0

    def line(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += 1
        return line

    def call(frame: FrameType, event: str, _: object) -> Any:
        return line(frame, event, _) if frame.f_code.co_filename.startswith(extraction) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        engine.extract(text, make_document())
    finally:
        sys.settrace(before)
    return count


class Counting:
    """A pattern that counts the characters it is given to search."""

    scanned = 0

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.own = pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(self.own, name)

    def _count(self, text: str, found: re.Match[str] | None, start: int, end: int | None) -> re.Match[str] | None:
        # What stands behind a match was not looked at; a search in vain looked at everything
        last = found.end() if found else len(text) if end is None else min(end, len(text))
        Counting.scanned += max(0, last - start) + 1
        return found

    def search(self, text: str, start: int = 0, *end: int) -> re.Match[str] | None:
        return self._count(text, self.own.search(text, start, *end), start, end[0] if end else None)

    def match(self, text: str, start: int = 0, *end: int) -> re.Match[str] | None:
        found = self.own.match(text, start, *end)
        return self._count(text, found, start, found.end() if found else start)

    def fullmatch(self, text: str, start: int = 0, *end: int) -> re.Match[str] | None:
        found = self.own.fullmatch(text, start, *end)
        return self._count(text, found, start, found.end() if found else start)

    def finditer(self, text: str, start: int = 0, *end: int) -> Iterator[re.Match[str]]:
        self._count(text, None, start, end[0] if end else None)
        return self.own.finditer(text, start, *end)

    def findall(self, text: str, *span: int) -> list[Any]:
        return [match.group() for match in self.finditer(text, *span)]

    def sub(self, replacement: Any, text: str, count: int = 0) -> str:
        self._count(text, None, 0, None)
        return self.own.sub(replacement, text, count)

    def split(self, text: str, maxsplit: int = 0) -> list[Any]:
        self._count(text, None, 0, None)
        return self.own.split(text, maxsplit)


def _counting(value: Any) -> Any:
    """Return knowledge with every pattern in it made a counting one."""
    if isinstance(value, re.Pattern):
        return Counting(value)
    if isinstance(value, tuple):
        inner = map(_counting, value)
        return type(value)(*inner) if hasattr(value, "_fields") else tuple(inner)
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and "registry" not in type(value).__module__:
        fields = [field.name for field in dataclasses.fields(value) if field.init]
        changed = {name: _counting(getattr(value, name)) for name in fields}
        return dataclasses.replace(value, **changed)
    return value


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Return how many characters the regular expressions of the extraction are given to search in a text."""
    counting = _counting(knowledge())
    monkeypatch.setattr(engine, "knowledge", lambda *_: counting)
    for name, module in list(sys.modules.items()):
        if name.startswith("etl.extract") and isinstance(module, ModuleType):
            for attribute, value in list(vars(module).items()):
                if isinstance(value, re.Pattern):
                    monkeypatch.setattr(module, attribute, Counting(value))

    def measured(text: str) -> int:
        Counting.scanned = 0
        engine.extract(text, make_document())
        return Counting.scanned

    return measured


def processor_time(text: str) -> float:
    """Return the least processor time of three readings: whatever else the machine does only adds to it."""
    found = []
    for _ in range(3):
        start = time.process_time()
        engine.extract(text, make_document())
        found.append(time.process_time() - start)
        if found[-1] > 1:
            break
    return min(found)


@pytest.mark.parametrize("name", TEXTS)
def test_cost_grows_as_the_text_does(name, scanned):
    short, double = TEXTS[name](SHORT), TEXTS[name](2 * SHORT)
    brief, long = TEXTS[name](BRIEF), TEXTS[name](4 * BRIEF)
    # Last resort, with a wide margin: nothing else sees how often one search goes back over the same characters.
    first, last = processor_time(brief), processor_time(long)
    assert last <= max(MOST_TIME_GROWTH * first, UNNOTICEABLE), "processor time at four times the length"
    assert steps(double) <= MOST_GROWTH * steps(short), "lines of the program that are run"
    assert scanned(double) <= MOST_GROWTH * scanned(short), "characters that patterns are given to search"


@pytest.mark.parametrize("name", MEGABYTES)
def test_a_megabyte_of_it_is_read_to_the_end(name, tmp_path):
    text = TEXTS[name](MEGABYTE if TEXTS[name](BRIEF).isascii() else MEGABYTE // 3)
    document = tmp_path / "long.txt"
    document.write_text(text, encoding="utf-8")
    output = tmp_path / "long.jsonl"
    command = [sys.executable, "-m", "etl", "extract", "--date", "2023-12-31", "--output", str(output), str(document)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=LONGEST_RUN, capture_output=True)
    assert output.read_text(encoding="utf-8").count("\n") > 0


LONG_NUMBERS = {
    "nines": "9" * 60 + "元",
    "digits in groups": "1" + ",234" * 15 + "元",
    "digits behind the point": "9" * 20 + "." + "9" * 30 + "元",
    "end of a range": "3至" + "9" * 40 + "元",
    "end of a ratio": "1:" + "3" * 60,
    "numeral": "一" * 60 + "亿元",
}


def test_numbers_longer_than_any_that_is_reported_are_accounted_for_in_spans_of_the_contract(read):
    for name, text in LONG_NUMBERS.items():
        found = read(text)
        items = [*found.figures, *found.exclusions]
        assert all(0 < item.char_end - item.char_start <= LONGEST_TEXT for item in items), name
        covered = {position for item in items for position in range(item.char_start, item.char_end)}
        digits = {position for position, character in enumerate(text) if character.isdecimal()}
        assert digits <= covered, name
