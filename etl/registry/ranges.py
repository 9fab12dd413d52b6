"""What values of an indicator can be at all, and which indicator is never below which: the limits that tables are held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from etl.model import Measure
from etl.registry.indicators import Indicators
from etl.registry.table import Findings, Row

RANGE_COLUMNS = ("indicator_id", "measure", "low", "high", "unit", "level", "note")
ORDER_COLUMNS = ("higher_id", "lower_id", "note")
COUNTY, ANY = "county", "any"


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive limits as registered (``unit``) and in base units; ``counties`` says whether they hold for counties only."""

    low: Decimal
    high: Decimal
    unit: str
    factor: Decimal
    counties: bool

    def holds(self, value: Decimal) -> bool:
        """Say whether a value in base units lies within."""
        return self.low * self.factor <= value <= self.high * self.factor


@dataclass(frozen=True)
class Limits:
    """All ranges by indicator and measure, and all (higher, lower) pairs of indicators."""

    ranges: Mapping[tuple[str, Measure], Range]
    orders: tuple[tuple[str, str], ...]


def read_limits(folder: Path, indicators: Indicators, findings: Findings) -> Limits:
    """Read ``indicator_ranges.csv`` and ``indicator_orders.csv``; notes what is wrong in ``findings``."""
    rows = findings.rows(folder / "indicator_ranges.csv", RANGE_COLUMNS)
    findings.unique(rows, "indicator_id", "measure")
    findings.known(rows, "indicator_id", indicators.by_id, "an indicator_id of indicators.csv")
    findings.known(rows, "measure", set(Measure), f"one of {', '.join(Measure)}")
    findings.known(rows, "level", (COUNTY, ANY), f"{COUNTY} or {ANY}")
    ranges = {}
    for row in rows:
        found = _range(row, indicators, findings)
        if found and row["measure"] in set(Measure):
            ranges[row["indicator_id"], Measure(row["measure"])] = found
    orders = findings.rows(folder / "indicator_orders.csv", ORDER_COLUMNS)
    for column in ("higher_id", "lower_id"):
        findings.known(orders, column, indicators.by_id, "an indicator_id of indicators.csv")
    return Limits(ranges, tuple((row["higher_id"], row["lower_id"]) for row in orders))


def _range(row: Row, indicators: Indicators, findings: Findings) -> Range | None:
    try:
        low, high = Decimal(row["low"]), Decimal(row["high"])
    except InvalidOperation:
        findings.add(row, f"low {row['low']!r}, high {row['high']!r}", "two numbers")
        return None
    if low > high:
        findings.add(row, f"low {low} above high {high}", "the smaller number first")
    _, factor = indicators.units.base(row["unit"])
    return Range(low, high, row["unit"], factor, row["level"] == COUNTY)
