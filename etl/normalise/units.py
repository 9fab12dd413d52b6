"""Base units: every value as an exact decimal in the one unit of its kind (元, 人, 户, %, 位 …)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from etl.model import Measure

PERCENT = "%"
RANK_UNIT = "位"
POINTS = "个百分点"
_MULTIPLE = "倍"
_PERCENT_PER_MULTIPLE = Decimal(100)


class UnitTable(Protocol):
    """What is asked of the units registry."""

    def base(self, reported: str, /) -> tuple[str, Decimal]:
        """Return base unit and factor (亿元 → 元, 1e8); an unknown unit is its own base with factor 1."""


@dataclass(frozen=True, slots=True)
class BaseUnit:
    """A conversion: ``value in unit = factor * value as reported``."""

    unit: str
    factor: Decimal

    def convert(self, value: Decimal) -> Decimal:
        """Return ``value`` in the base unit, exactly."""
        return value * self.factor


def base_unit(unit_reported: str, measure: Measure, units: UnitTable) -> BaseUnit:
    """Return how a figure's number becomes base units.

    Growth told in multiples is growth in per cent (增长7.5倍 is 750 %), a ratio told in multiples a bare number (1.5倍 is 1.5);
    a rank is a position whatever stands behind it.
    """
    if measure is Measure.RANK:
        return BaseUnit(RANK_UNIT, Decimal(1))
    unit, factor = units.base(unit_reported)
    if measure is Measure.GROWTH and unit == _MULTIPLE:
        return BaseUnit(PERCENT, factor * _PERCENT_PER_MULTIPLE)
    if measure is Measure.RATIO and unit == _MULTIPLE:
        return BaseUnit("", factor)
    return BaseUnit(unit, factor)
