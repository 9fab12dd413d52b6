"""What the README says is so: its commands exist and all are named, its files are there, its measured figures are measured."""

from __future__ import annotations

import re
from pathlib import Path

from etl.cli import COMMANDS

README = Path(__file__).resolve().parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_every_command_of_the_program_is_in_the_readme_and_conversely():
    assert set(re.findall(r"python -m etl ([a-z]+)", TEXT)) == set(COMMANDS)


def test_every_make_target_it_names_exists(repository):
    targets = set(re.findall(r"^([a-z]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", TEXT)) | set(re.findall(r"^make ([a-z]+)", TEXT, re.MULTILINE)) <= targets


def test_every_file_it_links_to_is_there(repository):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in link]
    assert links
    assert [link for link in links if not (repository / link).exists()] == []


def test_its_chinese_start_names_the_address_and_the_pages():
    assert "127.0.0.1:8501" in TEXT
    assert all(word in TEXT for word in ("make run", "地图", "数据", "示意图"))
