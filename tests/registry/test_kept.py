"""Knowledge that is kept from one run to the next: used only while it is what reading the files again would give."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from etl.errors import InputError
from etl.extract.knowledge import Knowledge
from etl.paths import KNOWLEDGE
from etl.registry import kept as module
from etl.registry.kept import kept


@dataclass(frozen=True, slots=True)
class Sample:
    """What is read in a test."""

    text: str
    pattern: re.Pattern[str]


class Reading:
    """Reads a folder of one file and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> Sample:
        self.times += 1
        text = (folder / "words.toml").read_text(encoding="utf-8")
        return Sample(text, re.compile(text))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.toml").write_text("(?P<word>ab+)|c", encoding="utf-8")
    return tmp_path


def cache(folder: Path) -> Path:
    (found,) = folder.rglob("sample.*")
    return found


@pytest.fixture(autouse=True)
def no_prefix(monkeypatch):
    monkeypatch.setattr("sys.pycache_prefix", None)


def test_what_has_not_changed_is_read_once(folder):
    read = Reading()
    first, second = kept(folder, "sample", read), kept(folder, "sample", read)
    assert read.times == 1
    assert first == second and second.pattern.fullmatch("abb")["word"] == "abb"


def test_a_change_that_leaves_size_and_time_is_seen(folder):
    read, path = Reading(), folder / "words.toml"
    kept(folder, "sample", read)
    before = path.stat()
    path.write_text("(?P<word>ab+)|d", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert kept(folder, "sample", read).pattern.match("d")
    assert read.times == 2


def test_a_file_that_comes_or_goes_is_seen(folder):
    read = Reading()
    kept(folder, "sample", read)
    (folder / "more.csv").write_text("a\n", encoding="utf-8")
    kept(folder, "sample", read)
    (folder / "more.csv").unlink()
    kept(folder, "sample", read)
    assert read.times == 3


def test_a_change_of_the_program_is_seen(folder, tmp_path_factory, monkeypatch):
    read, program = Reading(), tmp_path_factory.mktemp("program")
    monkeypatch.setattr(module, "PROGRAM", (program,))
    (program / "a.py").write_text("x = 1\n", encoding="utf-8")
    kept(folder, "sample", read)
    (program / "a.py").write_text("x = 2\n", encoding="utf-8")
    kept(folder, "sample", read)
    assert read.times == 2


@pytest.mark.parametrize(
    "damage", [lambda b: b"", lambda b: b[:40], lambda b: b[:-1], lambda b: b[:-9] + b"x" + b[-8:]]
)
def test_what_is_damaged_is_read_again_and_mended(folder, damage):
    read = Reading()
    wanted = kept(folder, "sample", read)
    path = cache(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert kept(folder, "sample", read) == wanted
    assert read.times == 2
    kept(folder, "sample", read)
    assert read.times == 2


def test_where_nothing_can_be_written_it_is_read_each_time(folder):
    read = Reading()
    (folder / "__pycache__").write_text("a file, no folder", encoding="utf-8")
    assert kept(folder, "sample", read) == kept(folder, "sample", read)
    assert read.times == 2


def test_what_is_wrong_with_a_folder_is_said_by_the_one_who_reads_it(tmp_path):
    with pytest.raises(InputError, match="expected"):
        kept(tmp_path / "nowhere", "sample", Knowledge.load)


def test_an_interpreter_that_hides_its_compiler_keeps_it_too(folder, monkeypatch):
    monkeypatch.setattr(module, "compiler", None)
    read = Reading()
    assert kept(folder, "sample", read) == kept(folder, "sample", read)
    assert read.times == 1


def _flat(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything that knowledge holds, with where it stands; patterns are equal where what they are compiled to is."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _flat(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, tuple | list):
        yield f"{where} length", len(value)
        for index, item in enumerate(value):
            yield from _flat(item, f"{where}[{index}]")
    elif isinstance(value, dict):
        yield f"{where} keys", list(value)
        for key, item in value.items():
            yield from _flat(item, f"{where}[{key}]")
    else:
        yield where, (type(value), value)


def test_all_that_extraction_reads_by_is_kept_as_it_is(tmp_path):
    folder = shutil.copytree(KNOWLEDGE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__"))
    fresh = kept(folder, "sample", Knowledge.load)
    again = kept(folder, "sample", lambda _: pytest.fail("read again"))
    wanted, found = list(_flat(fresh)), list(_flat(again))
    assert len(wanted) > 1000
    assert found == wanted
