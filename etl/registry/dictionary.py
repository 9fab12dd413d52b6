"""The data dictionary: headings and descriptions of exported columns, labels of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.paths import KNOWLEDGE
from etl.registry.table import Findings

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its id in the frames of ``queries``, its Chinese heading, what it holds."""

    column_id: str
    heading: str
    description: str
    exported: bool


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The data dictionary: columns in order of the export, and labels of codes by column id and code."""

    columns: Mapping[str, Column]
    labels: Mapping[str, Mapping[str, str]]

    @property
    def exported(self) -> tuple[Column, ...]:
        """The columns of the figures' export, in order."""
        return tuple(column for column in self.columns.values() if column.exported)

    def label(self, column_id: str, value: Any) -> Any:
        """Return the Chinese label of a code; the value itself where the column has no labels or not this one."""
        labels = self.labels.get(column_id)
        if labels is None:
            return value
        return labels.get(value if isinstance(value, str) else str(value).lower(), value)


def load_dictionary(folder: Path = KNOWLEDGE) -> Dictionary:
    """Read ``columns.csv`` and ``labels.csv``.

    Raises:
        InputError: with all findings: repeated ids, headings, codes or labels, unknown columns.
    """
    findings = Findings()
    rows = findings.rows(folder / "columns.csv", ["column_id", "heading", "export", "description"])
    findings.unique(rows, "column_id")
    findings.unique([row for row in rows if row["export"] == YES], "heading")
    findings.filled(rows, "column_id", "heading", "description")
    findings.known(rows, "export", (YES, NO), "yes or no")
    columns = {
        row["column_id"]: Column(row["column_id"], row["heading"], row["description"], row["export"] == YES)
        for row in rows
    }
    coded = findings.rows(folder / "labels.csv", ["column_id", "code", "label"])
    findings.unique(coded, "column_id", "code")
    findings.unique(coded, "column_id", "label")
    findings.known(coded, "column_id", columns, "a column_id of columns.csv")
    findings.check()
    labels: dict[str, dict[str, str]] = {}
    for row in coded:
        labels.setdefault(row["column_id"], {})[row["code"]] = row["label"]
    return Dictionary(columns, labels)
