"""Days of the public holidays, which move from year to year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.paths import KNOWLEDGE
from etl.registry.table import Findings

FILE = "holidays.csv"
COLUMNS = ("name", "year", "first", "last", "source")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of a year, both days inclusive."""

    first: date
    last: date


HolidaysByYear = Mapping[tuple[str, int], Holiday]
"""By name (五一) and the year that it is of."""


def load_holidays(folder: Path = KNOWLEDGE) -> HolidaysByYear:
    """Read ``holidays.csv``.

    Raises:
        InputError: with every finding.
    """
    findings = Findings()
    holidays = read_holidays(folder, findings)
    findings.check()
    return holidays


def read_holidays(folder: Path, findings: Findings) -> HolidaysByYear:
    """Read ``holidays.csv``; notes what is wrong in ``findings`` and leaves those rows out."""
    rows = findings.rows(folder / FILE, COLUMNS)
    findings.unique(rows, "name", "year")
    findings.filled(rows, *COLUMNS)
    holidays = {}
    for row in rows:
        first, last = findings.day(row, "first"), findings.day(row, "last")
        if first is None or last is None:
            continue
        if row["year"] != str(last.year) or last < first:
            findings.add(row, f"{row['year']}, {first} to {last}", "a last day in the year and not before the first")
            continue
        holidays[row["name"], last.year] = Holiday(first, last)
    return holidays
