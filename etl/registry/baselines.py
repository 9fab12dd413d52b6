"""What growth and changes are measured against: wordings of the year before, and gaps that are no change over time."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from etl.errors import Finding
from etl.paths import KNOWLEDGE
from etl.registry.table import Findings

FILE = "baselines.toml"
OTHER = "other"
"""Group of the pattern of gaps that holds what the gap is to."""


@dataclass(frozen=True, slots=True)
class Baselines:
    """``year_on_year`` is the one name of all ``words``; ``gap`` matches the whole of a baseline that is a gap to something."""

    year_on_year: str
    words: frozenset[str]
    gap: re.Pattern[str]

    def unified(self, baseline: str) -> str:
        """The baseline under its one name: ``同比`` for ``比上年同期``; any other as it is."""
        return self.year_on_year if baseline in self.words else baseline

    def gap_to(self, baseline: str) -> str:
        """What a baseline is a gap to (``全省平均`` of ``高于全省平均``); empty where it names an earlier time or nothing."""
        match = None if baseline in self.words else self.gap.fullmatch(baseline)
        return match[OTHER] if match else ""


NOTHING = Baselines("", frozenset(), re.compile(f"(?P<{OTHER}>(?!))"))


def load_baselines(folder: Path = KNOWLEDGE) -> Baselines:
    """Read ``baselines.toml``.

    Raises:
        InputError: with every finding.
    """
    findings = Findings()
    baselines = read_baselines(folder, findings)
    findings.check()
    return baselines


def read_baselines(folder: Path, findings: Findings) -> Baselines:
    """Read ``baselines.toml``; notes what is wrong in ``findings`` and then knows no baseline."""
    try:
        content = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        findings.found.append(Finding(FILE, 0, "no such file", f"the file {FILE} in {folder.name}/"))
        return NOTHING
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        findings.found.append(Finding(FILE, 0, str(error), "TOML in UTF-8"))
        return NOTHING
    wrong = _wrong(content)
    findings.found.extend(wrong)
    if wrong:
        return NOTHING
    year = content["year_on_year"]
    return Baselines(year["name"], frozenset(year["words"]), re.compile(content["gap"]["pattern"]))


def _wrong(content: dict[str, object]) -> list[Finding]:
    year, gap = content.get("year_on_year"), content.get("gap")
    if not (isinstance(year, dict) and isinstance(gap, dict) and set(content) == {"year_on_year", "gap"}):
        return [Finding(FILE, 0, f"sections {', '.join(sorted(content))}", "[year_on_year] and [gap]")]
    name, words, pattern = year.get("name"), year.get("words"), gap.get("pattern")
    found = []
    if not (isinstance(words, list) and all(isinstance(word, str) and word for word in words)):
        found.append(Finding(FILE, 0, f"words = {words!r}"[:80], "a list of texts"))
    elif name not in words:
        found.append(Finding(FILE, 0, f"name = {name!r}", "one of words"))
    try:
        named = isinstance(pattern, str) and OTHER in re.compile(pattern).groupindex
    except re.error:
        named = False
    if not named:
        found.append(Finding(FILE, 0, f"pattern = {pattern!r}"[:80], f"a regular expression with a group {OTHER!r}"))
    return found
