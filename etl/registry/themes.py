"""The seven themes, one for each chapter of the demonstration zone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.table import Findings

COLUMNS = ("theme_id", "name_zh", "name_en", "definition", "sort_order")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme; ``sort_order`` is its place among the chapters, from 1."""

    theme_id: str
    name_zh: str
    name_en: str
    definition: str
    sort_order: int


def load_themes(folder: Path = KNOWLEDGE) -> dict[str, Theme]:
    """Read ``themes.csv``: the themes by id, in order of the chapters.

    Raises:
        InputError: with every finding.
    """
    findings = Findings()
    themes = read_themes(folder, findings)
    findings.check()
    return themes


def read_themes(folder: Path, findings: Findings) -> dict[str, Theme]:
    """Read the file; notes what is wrong in ``findings`` and keeps the rows that are right."""
    rows = findings.rows(folder / "themes.csv", COLUMNS)
    findings.unique(rows, "theme_id")
    findings.unique(rows, "sort_order")
    findings.filled(rows, "theme_id", "name_zh", "name_en", "definition")
    themes = []
    for row in rows:
        if not (row["sort_order"].isascii() and row["sort_order"].isdigit()):
            findings.add(row, f"sort_order {row['sort_order']!r}", "a whole number")
            continue
        texts = (row["theme_id"], row["name_zh"], row["name_en"], row["definition"])
        themes.append(Theme(*texts, sort_order=int(row["sort_order"])))
    return {theme.theme_id: theme for theme in sorted(themes, key=lambda theme: theme.sort_order)}
