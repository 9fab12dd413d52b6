"""Fixed class limits of maps: what keeps a colour's meaning from one year to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path

from etl.model import Measure
from etl.paths import KNOWLEDGE
from etl.registry.indicators import Indicators, load_indicators
from etl.registry.table import Findings, Row

FILE = "class_breaks.csv"
COLUMNS = ("indicator_id", "measure", "unit", "breaks", "reason", "source")
DIVERGING = frozenset({Measure.GROWTH, Measure.CHANGE})
MOST_CLASSES, MOST_BELOW, MOST_ABOVE = 5, 3, 4
"""Classes of one direction, and on either side of zero: as many as there are colours that can be told apart."""
_PER_CENT = frozenset({Measure.GROWTH, Measure.SHARE})


@dataclass(frozen=True, slots=True)
class Breaks:
    """Ascending class limits in the unit of display; a class holds its lower limit and not its upper one.

    ``diverging`` limits have 0 among them. ``reason`` says in Chinese why they stand where they stand.
    """

    limits: tuple[float, ...]
    diverging: bool
    reason: str


BreaksByKey = Mapping[tuple[str, str, str], Breaks]
"""Breaks by indicator, measure and unit of display: they hold only where all three agree."""


def load_breaks(folder: Path = KNOWLEDGE) -> BreaksByKey:
    """Read ``class_breaks.csv`` (with the indicators).

    Raises:
        InputError: with every finding.
    """
    findings = Findings()
    breaks = read_breaks(folder, load_indicators(folder), findings)
    findings.check()
    return breaks


def read_breaks(folder: Path, indicators: Indicators, findings: Findings) -> BreaksByKey:
    """Read ``class_breaks.csv``; notes what is wrong in ``findings`` and keeps the rows that are right."""
    rows = findings.rows(folder / FILE, COLUMNS)
    findings.unique(rows, "indicator_id", "measure", "unit")
    findings.filled(rows, "reason", "source")
    findings.known(rows, "indicator_id", indicators.by_id, "an indicator_id of indicators.csv")
    found: dict[tuple[str, str, str], Breaks] = {}
    for row in rows:
        limits = _limits(row, findings)
        if row["indicator_id"] in indicators.by_id and _fits(row, indicators, findings) and limits:
            diverging = Measure(row["measure"]) in DIVERGING
            if _drawable(row, limits, diverging, findings):
                key = (row["indicator_id"], row["measure"], row["unit"])
                found[key] = Breaks(tuple(map(float, limits)), diverging, row["reason"])
    return found


def _limits(row: Row, findings: Findings) -> tuple[Decimal, ...]:
    try:
        limits = tuple(Decimal(part) for part in row["breaks"].split("|"))
    except InvalidOperation:
        limits = ()
    if not limits or not all(limit.is_finite() for limit in limits):
        findings.add(row, f"breaks {row['breaks']!r}", "numbers separated by |")
        return ()
    if any(low >= high for low, high in pairwise(limits)):
        findings.add(row, f"breaks {row['breaks']!r}", "each number once, the smaller first")
        return ()
    return limits


def _fits(row: Row, indicators: Indicators, findings: Findings) -> bool:
    """Say whether the measure is one of the indicator's with limits in it, in the unit that pages show it in."""
    indicator = indicators[row["indicator_id"]]
    measures = sorted(indicator.measures - {Measure.RANK})
    if row["measure"] not in measures:
        findings.add(row, f"measure {row['measure']!r}", f"one of {', '.join(measures)}")
        return False
    measure = Measure(row["measure"])
    if measure is Measure.CHANGE:
        known = indicators.units.find(row["unit"]) is not None
        if row["unit"] and not known:
            findings.add(row, f"unit {row['unit']!r}", "a unit of units.csv, or none")
        return known or not row["unit"]
    expected = "%" if measure in _PER_CENT else indicator.canonical_unit
    if row["unit"] != expected:
        findings.add(row, f"unit {row['unit']!r}", f"{expected!r}, the unit that pages show this measure in")
    return row["unit"] == expected


def _drawable(row: Row, limits: tuple[Decimal, ...], diverging: bool, findings: Findings) -> bool:
    """Say whether there is a colour for each class, and none for falls and gains together."""
    below = sum(limit <= 0 for limit in limits)
    if diverging and 0 not in limits:
        findings.add(row, f"breaks {row['breaks']!r}", "0 among them: falls and gains never share a class")
        return False
    if diverging and (below > MOST_BELOW or len(limits) - below + 1 > MOST_ABOVE):
        findings.add(row, f"breaks {row['breaks']!r}", f"at most {MOST_BELOW} classes below 0 and {MOST_ABOVE} above")
        return False
    if not diverging and len(limits) + 1 > MOST_CLASSES:
        findings.add(row, f"breaks {row['breaks']!r}", f"at most {MOST_CLASSES} classes")
        return False
    return True
