"""Figures to facts: base units, registered indicators, one fact for each place of a figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etl.decisions import Reviewed
from etl.model import LONGEST_YEAR, Document, Figure, Measure
from etl.normalise.ranks import Before
from etl.normalise.units import PERCENT, POINTS, BaseUnit, UnitTable, base_unit
from etl.registry.baselines import Baselines

UNKNOWN_PLACE = "ZZ"
UNKNOWN_TIER = "other"
_CELL = re.compile(r"([A-Z]+)([0-9]+)$")
_COLUMNS = 16_384
"""That a sheet can have."""


@dataclass(frozen=True, slots=True)
class IndicatorTerms:
    """What normalising needs to know of a registered indicator: its kind and the unit that pages show it in."""

    kind: str
    canonical_unit: str
    base_unit: str
    canonical_factor: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """The vocabulary of normalising: units, indicators, and the matcher from reported words to indicator ids.

    ``fits`` says whether a figure of a measure and a reported unit can be about a registered indicator; ``growth_of`` maps
    an indicator to the one for ranks of its growth; ``baselines`` are the wordings of what growth is measured against.
    """

    units: UnitTable
    indicators: Mapping[str, IndicatorTerms]
    match: Callable[[str, Measure, str], str | None]
    fits: Callable[[str, Measure, str], bool]
    growth_of: Mapping[str, str]
    baselines: Baselines


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of table ``fact``; fields and order are the table's columns.

    ``value`` and ``value_high`` are in ``unit`` (base unit), ``resolution`` is the size of the last reported digit in that
    unit; ``value / display_factor`` is the value in ``display_unit``: the indicator's canonical unit where the figure
    is of its kind, else the base unit; for an unregistered figure the unit as reported. ``position`` orders the figures
    of a document (``char_start``; in a table by row and column). ``verified`` is false for a number that nobody compared with
    the original.
    """

    fact_id: str
    figure_id: str
    place_code: str
    theme_id: str
    indicator_id: str | None
    indicator_reported: str
    measure: str
    value: float
    value_high: float | None
    unit: str
    value_reported: str
    unit_reported: str
    bound: str
    scope: str
    scope_name: str
    status: str
    role: str
    period_start: date | None
    period_end: date | None
    period_reported: str
    rank_within: str
    is_joint: bool
    document_id: str
    section: str
    locator: str
    char_start: int | None
    char_end: int | None
    baseline: str
    confidence: str
    source_tier: str
    revision: str
    place_basis: str
    period_basis: str
    indicator_basis: str
    scope_basis: str
    theme_basis: str
    review: str
    resolution: float
    display_unit: str
    display_factor: float
    position: int
    verified: bool
    source: str
    source_url: str
    note: str


def to_facts(reviewed: Iterable[Reviewed], documents: Mapping[str, Document], terms: Terms) -> Iterator[Fact]:
    """Yield the facts of each figure, in order: one for each of its places, ``ZZ`` for an unknown one."""
    before = Before(terms.growth_of)
    for item in reviewed:
        figure = item.figure
        unit = base_unit(figure.unit, figure.measure, terms.units).unit
        meant = figure.indicator_id or terms.match(figure.indicator, figure.measure, unit)
        indicator_id = before.ranked(figure, meant)
        before.add(figure)
        places = figure.place.split("+") if figure.place else [UNKNOWN_PLACE]
        document = documents[figure.document_id]
        for place_code in places:
            yield _fact(item, place_code, len(places) > 1, indicator_id, document, terms)


def _fact(
    item: Reviewed, place_code: str, is_joint: bool, indicator_id: str | None, document: Document, terms: Terms
) -> Fact:
    figure = item.figure
    indicator = terms.indicators[indicator_id] if indicator_id else None
    reported = base_unit(figure.unit, figure.measure, terms.units)
    base = _indicator_unit(figure, reported, indicator)
    display = _display(figure, base, indicator)
    high = figure.value_high
    start, end = (None, None) if figure.cell else (figure.char_start, figure.char_end)
    return Fact(
        fact_id=f"{figure.figure_id}/{place_code}",
        figure_id=figure.figure_id,
        place_code=place_code,
        theme_id=figure.theme,
        indicator_id=indicator_id,
        indicator_reported=figure.indicator,
        measure=str(figure.measure),
        value=float(base.convert(figure.value)),
        value_high=None if high is None else float(base.convert(high)),
        unit=base.unit,
        value_reported=_reported(figure),
        unit_reported=figure.unit,
        bound=str(figure.bound),
        scope=str(figure.scope),
        scope_name=figure.scope_name,
        status=str(figure.status),
        role=figure.role,
        period_start=_period_start(figure, indicator),
        period_end=figure.period_end,
        period_reported=figure.period_reported,
        rank_within=figure.rank_within,
        is_joint=is_joint,
        document_id=figure.document_id,
        section=figure.section,
        locator=figure.cell or f"字符 {start}–{end}",
        char_start=start,
        char_end=end,
        baseline=_baseline(item, terms.baselines),
        confidence=str(figure.confidence),
        source_tier=figure.source_tier or document.source_tier or UNKNOWN_TIER,
        revision=figure.revision,
        place_basis=str(figure.place_basis),
        period_basis=str(figure.period_basis),
        indicator_basis=str(figure.indicator_basis),
        scope_basis=str(figure.scope_basis),
        theme_basis=str(figure.theme_basis),
        review=str(item.review),
        resolution=float(base.convert(_last_digit(figure.value))),
        display_unit=display.unit,
        display_factor=float(display.factor),
        position=_position(figure),
        verified=document.verified or item.compared,
        source=figure.source,
        source_url=figure.source_url,
        note=figure.note,
    )


def _position(figure: Figure) -> int:
    """A number that sorts the figures of a document; cells by row, then by column."""
    match = _CELL.search(figure.cell)
    if not match:
        return figure.char_start
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) * _COLUMNS + column


def _reported(figure: Figure) -> str:
    low = f"{figure.value:f}"
    return low if figure.value_high is None else f"{low}–{figure.value_high:f}"


def _last_digit(value: Decimal) -> Decimal:
    """Size of the last digit that was written: 0.1 for 12.3, 1 for 9586."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def _indicator_unit(figure: Figure, reported: BaseUnit, indicator: IndicatorTerms | None) -> BaseUnit:
    """One unit for one indicator: firms counted in 家, 户 or 个, income in 元 or 元/人 are not several things."""
    if indicator is None or figure.measure not in (Measure.LEVEL, Measure.CHANGE):
        return reported
    if reported.unit in (PERCENT, POINTS) or not indicator.base_unit:
        return reported
    return BaseUnit(indicator.base_unit, reported.factor)


def _display(figure: Figure, base: BaseUnit, indicator: IndicatorTerms | None) -> BaseUnit:
    """One scale for all that is compared: basis points and percentage points of one indicator stand on one map."""
    if indicator and indicator.base_unit == base.unit and figure.measure in (Measure.LEVEL, Measure.CHANGE):
        return BaseUnit(indicator.canonical_unit, indicator.canonical_factor)
    if indicator is None and figure.measure in (Measure.LEVEL, Measure.CHANGE):
        return BaseUnit(figure.unit, base.factor)
    return BaseUnit(base.unit, Decimal(1))


def _period_start(figure: Figure, indicator: IndicatorTerms | None) -> date | None:
    """A stock is told of a day: two reports of it must not differ by the start of the phrase they stand in."""
    if indicator and indicator.kind == "stock" and figure.measure is Measure.LEVEL:
        return None
    return figure.period_start


def _baseline(item: Reviewed, baselines: Baselines) -> str:
    """Growth without a named baseline is year on year, unless its own period is longer than a year or nobody says when.

    The wordings of the year before are one baseline. Extraction writes the default too, and the ledger does not tell it from
    the stated word: over several years it is believed only where a column of a table or a decision says it.
    """
    figure = item.figure
    start, end = figure.period_start, figure.period_end
    if start and end and end - start > LONGEST_YEAR:
        told = figure.cell or figure.baseline != item.reported.baseline
        default = figure.measure is Measure.GROWTH and figure.baseline == baselines.year_on_year
        return "" if default and not told else figure.baseline
    if figure.measure is Measure.GROWTH and not figure.baseline and end and (start or figure.cell):
        return baselines.year_on_year
    return baselines.unified(figure.baseline)
