"""From the words a figure was reported in to the registered indicator that they mean exactly, or to none."""

from __future__ import annotations

from etl.model import Measure
from etl.registry.indicators import Indicator, Indicators, Kind
from etl.registry.units import Units

PERCENT = "%"
POINTS = "个百分点"
MULTIPLE = "倍"
GROWING = (Measure.GROWTH, Measure.CHANGE)
COUNTED = ({"count", "households"}, {"people"})
"""Dimensions whose units stand for one another when things are counted: 户, 家 and 个 firms."""


def match(phrase: str, measure: Measure, unit: str, registry: Indicators) -> str | None:
    """Return the id of the indicator that a reported phrase means, ``None`` if it is not exactly one of them.

    Only harmless words are taken off; what is left must equal a registered name or alias, so a phrase with one more
    restricting word never matches. The longest registered wording wins.

    Args:
        phrase: The indicator as reported (``规上工业增加值增速``).
        measure: The measure of the figure; it must be one that the indicator is registered for.
        unit: The unit of the figure, as reported or as base unit; it must be of the indicator's dimension for a level,
            per cent for a growth; a rank may have any.
        registry: The registered indicators.
    """
    for core in registry.wording.cores(phrase, growing=measure in GROWING):
        indicator_id = registry.by_wording.get(core)
        if indicator_id is not None:
            indicator = registry.by_id[indicator_id]
            if measure in indicator.measures and fits(unit, measure, indicator, registry.units):
                return indicator_id
    return None


def fits(unit: str, measure: Measure, indicator: Indicator, units: Units) -> bool:
    """Say whether a figure of this unit and measure can be about ``indicator``."""
    base, _ = units.base(unit)
    match measure:
        case Measure.RANK:
            return True
        case Measure.GROWTH:
            return base in (PERCENT, MULTIPLE)
        case Measure.SHARE:
            return base == PERCENT
        case Measure.RATIO:
            return base in ("", MULTIPLE, PERCENT)
        case Measure.CHANGE if base == POINTS:
            return True
        case Measure.CHANGE if indicator.kind in (Kind.RATIO, Kind.INDEX):
            return base in ("", POINTS)
        case Measure.LEVEL | Measure.CHANGE:
            return _same_dimension(base, indicator, units)


def _same_dimension(base: str, indicator: Indicator, units: Units) -> bool:
    wanted = indicator.base_unit
    if base in (wanted, wanted.partition("/")[0]):
        return True
    if not indicator.canonical_unit:
        return base == PERCENT
    dimension = units.dimension(indicator.canonical_unit)
    return any(dimension in group and (not base or units.dimension(base) in group) for group in COUNTED)
