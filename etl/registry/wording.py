"""The wording of indicators: how phrases that mean the same are brought to the same text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.errors import Finding
from etl.registry.table import Findings

FILE = "indicator_wording.toml"
KEYS = ("dropped", "prefixes", "suffixes", "growth_suffixes")


@dataclass(frozen=True, slots=True)
class Wording:
    """The harmless changes of ``indicator_wording.toml``."""

    dropped: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    growth_suffixes: tuple[str, ...] = ()

    def fold(self, phrase: str) -> str:
        """Return ``phrase`` with synonyms and signs unified; equal results mean the same thing."""
        for character in self.dropped:
            phrase = phrase.replace(character, "")
        for wording, unified in self.synonyms:
            phrase = phrase.replace(wording, unified)
        return phrase

    def cores(self, phrase: str, growing: bool) -> Iterator[str]:
        """Yield the folded phrase, then what is left after each harmless prefix and suffix, longest first.

        Args:
            phrase: A phrase as reported.
            growing: Whether the figure is a growth or a change, so that 增速 at the end says nothing more.
        """
        suffixes = (*self.suffixes, *(self.growth_suffixes if growing else ()))
        waiting, seen = [self.fold(phrase)], set[str]()
        while waiting:
            core = max(waiting, key=len)
            waiting.remove(core)
            if core in seen or not core:
                continue
            seen.add(core)
            yield core
            waiting.extend(core.removeprefix(prefix) for prefix in self.prefixes if core.startswith(prefix))
            waiting.extend(core.removesuffix(suffix) for suffix in suffixes if core.endswith(suffix))


def read_wording(folder: Path, findings: Findings) -> Wording:
    """Read ``indicator_wording.toml``; notes what is wrong in ``findings`` and then changes no wording."""
    try:
        content = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        findings.found.append(Finding(FILE, 0, "no such file", f"the file {FILE} in {folder.name}/"))
        return Wording()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        findings.found.append(Finding(FILE, 0, str(error), "TOML in UTF-8"))
        return Wording()
    lists = {key: content.get(key) for key in KEYS}
    for key, value in lists.items():
        if not (isinstance(value, list) and all(isinstance(item, str) and item for item in value)):
            findings.found.append(Finding(FILE, 0, f"{key} = {value!r}", "a list of texts"))
    pairs = content.get("synonyms")
    if not (isinstance(pairs, list) and all(_is_pair(pair) for pair in pairs)):
        findings.found.append(Finding(FILE, 0, f"synonyms = {pairs!r}"[:80], "a list of pairs of texts"))
    for key in sorted(set(content) - {*KEYS, "synonyms"}):
        findings.found.append(Finding(FILE, 0, f"unknown key {key!r}", f"only synonyms, {', '.join(KEYS)}"))
    if any(finding.file == FILE for finding in findings.found):
        return Wording()
    return Wording(synonyms=tuple((a, b) for a, b in content["synonyms"]), **{k: tuple(content[k]) for k in KEYS})


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(item, str) for item in value)
