"""From rows to figures: what every layout shares. A `Collector` keeps the figures and everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from etl.errors import Finding
from etl.fields import LONGEST_NOTE
from etl.model import LONGEST_TEXT, Basis, Bound, Confidence, Document, Figure, Measure, Status
from etl.normalise.indicators import PERCENT, fits, match
from etl.registry.dictionary import Dictionary
from etl.registry.indicators import Indicator, Kind
from etl.registry.validate import Registries
from etl.tables.numbers import CellError, Number, read_number
from etl.tables.places import Finder, Spot
from etl.tables.sheets import Content, Odd, Sheet
from etl.tables.words import TableWords

MOST_FINDINGS = 200
"""Findings after which the rest is only counted: nobody reads more."""
_NO_PERIOD = "a period such as 2022, 2022年上半年, 2022年1-9月 or 2022-01-01..2022-06-30"
Period = tuple[date | None, date]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a table is read with."""

    registries: Registries
    dictionary: Dictionary
    words: TableWords
    finder: Finder


class Claim(NamedTuple):
    """What a row and a column say about one value cell; texts as written."""

    spot: Spot
    indicator: Indicator
    measure: Measure
    unit: str
    period: Period
    period_reported: str
    indicator_reported: str
    period_basis: Basis = Basis.STATED
    status: Status = Status.ACTUAL
    revision: str = "unknown"
    baseline: str = ""
    tier: str = ""
    source: str = ""
    source_url: str = ""
    note: str = ""


@dataclass
class Collector:
    """Figures of one table in its order, findings, and the key of each figure: no key may come twice."""

    document: Document
    terms: Terms
    figures: list[Figure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    suppressed: int = 0
    missing: int = 0
    _keys: dict[tuple[object, ...], str] = field(default_factory=dict)
    _units: dict[tuple[str, str, Measure, str], CellError | str] = field(default_factory=dict)
    _matches: dict[tuple[str, Measure, str], Indicator | None] = field(default_factory=dict)
    _periods: dict[str, Period | None] = field(default_factory=dict)

    @property
    def city(self) -> str:
        """Code of the city that the document is about, ``""`` if it is about none."""
        return self.document.place_code if self.terms.finder.is_city(self.document.place_code) else ""

    def fault(self, sheet: Sheet, row: int, column: int, fault: CellError) -> None:
        """Note what is wrong with a cell."""
        self.note(sheet.finding(row, column, fault.found, fault.expected))

    def note(self, finding: Finding) -> None:
        """Note a finding, or count it where there are too many."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.suppressed += 1

    def number(self, content: Content, minus: str = "") -> Number | None:
        """Return the number of a value cell; counts the missing ones. ``minus`` is the sheet's mark for it."""
        found = read_number(content, self.terms.words, self.terms.registries.units, minus)
        self.missing += found is None
        return found

    def indicator(self, phrase: str, measure: Measure, unit: str) -> Indicator:
        """Return the registered indicator of a phrase or id.

        Raises:
            CellError: if there is none for this measure and unit.
        """
        asked = (phrase, measure, unit)
        if asked not in self._matches:
            self._matches[asked] = self._match(*asked)
        found = self._matches[asked]
        if found is None:
            expected = f"an indicator of indicators.csv or an alias of it, with a {measure} in {unit or 'no unit'}"
            raise CellError(f"indicator {phrase!r}", expected)
        return found

    def period(self, text: str) -> Period:
        """Return first and last day of a period as written.

        Raises:
            CellError: if it is none.
        """
        if text not in self._periods:
            self._periods[text] = self.terms.words.period(text)
        found = self._periods[text]
        if found is None or (found[0] and found[0] > found[1]):
            raise CellError(f"period {text!r}" if text else "no period", _NO_PERIOD)
        return found

    def add(self, sheet: Sheet, row: int, column: int, number: Number, claim: Claim) -> None:
        """Keep a figure, or note why it cannot be one."""
        try:
            unit = self._unit(number.unit, claim.unit, claim.measure, claim.indicator)
        except CellError as fault:
            self.fault(sheet, row, column, fault)
            return
        claim = self._as_prose_says(claim, unit)
        start, end = _dates(claim)
        key = (
            *(claim.spot.code, claim.spot.part, claim.indicator.indicator_id, claim.measure, start, end, claim.status),
            *(claim.baseline, claim.revision, claim.source),
        )
        cell = sheet.reference(row, column)
        other = self._keys.setdefault(key, cell)
        if other != cell:
            found = f"a second {claim.measure} of {claim.indicator.indicator_id} for {claim.spot.code} and this period"
            self.note(sheet.finding(row, column, found, f"one; {other} has it too"))
            return
        text = str(sheet.at(row, column))
        self.figures.append(self._figure(sheet.name, cell, text, number.value, unit, claim, (start, end)))

    def _as_prose_says(self, claim: Claim, unit: str) -> Claim:
        """The level of a rate in per cent is a share, in tables as in prose, so that both can be compared."""
        indicator = claim.indicator
        if (
            claim.measure is not Measure.LEVEL
            or indicator.kind is not Kind.RATE
            or Measure.SHARE not in indicator.measures
        ):
            return claim
        is_percent = self.terms.registries.units.base(unit)[0] == PERCENT
        return claim._replace(measure=Measure.SHARE) if is_percent else claim

    def _match(self, phrase: str, measure: Measure, unit: str) -> Indicator | None:
        registry = self.terms.registries.indicators
        indicator_id = match(phrase, measure, unit, registry)
        if indicator_id is None and phrase in registry.by_id:
            indicator = registry.by_id[phrase]
            indicator_id = phrase if fits(unit, measure, indicator, registry.units) else None
        return registry.by_id[indicator_id] if indicator_id else None

    def _unit(self, own: str, stated: str, measure: Measure, indicator: Indicator) -> str:
        asked = (own, stated, measure, indicator.indicator_id)
        if asked not in self._units:
            self._units[asked] = _judge_unit(own, stated, measure, indicator, self.terms)
        answer = self._units[asked]
        if isinstance(answer, CellError):
            raise CellError(answer.found, answer.expected)
        return answer

    def _figure(
        self, section: str, cell: str, text: str, value: Decimal, unit: str, claim: Claim, dates: Period
    ) -> Figure:
        return Figure(
            document_id=self.document.document_id,
            char_start=0,
            char_end=0,
            text=text[:LONGEST_TEXT],
            place=claim.spot.code,
            scope=claim.spot.scope,
            indicator=claim.indicator_reported[:LONGEST_TEXT],
            measure=claim.measure,
            value=value,
            value_high=None,
            unit=unit,
            bound=Bound.EXACT,
            period_start=dates[0],
            period_end=dates[1],
            status=claim.status,
            theme=claim.indicator.theme_id,
            scope_name=claim.spot.part[:LONGEST_TEXT],
            period_reported=claim.period_reported[:LONGEST_TEXT],
            baseline=claim.baseline,
            revision=claim.revision,
            section=section,
            place_basis=Basis.STATED,
            period_basis=claim.period_basis,
            indicator_basis=Basis.STATED,
            scope_basis=Basis.STATED if claim.spot.part else Basis.DEFAULT,
            theme_basis=Basis.DEFAULT,
            confidence=Confidence.HIGH,
            cell=cell,
            indicator_id=claim.indicator.indicator_id,
            source_tier=claim.tier,
            source=claim.source[:LONGEST_NOTE],
            source_url=claim.source_url[:LONGEST_NOTE],
            note=claim.note[:LONGEST_NOTE],
        )


def coded(dictionary: Dictionary, column: str, text: str) -> str:
    """Return the code that a label or code of a column means.

    Raises:
        CellError: if it is neither.
    """
    labels = dictionary.labels[column]
    if text in labels:
        return text
    for code, label in labels.items():
        if label == text:
            return code
    expected = f"one of {', '.join(labels.values())} ({', '.join(labels)})"
    raise CellError(f"{column} {text!r}", expected)


def text_of(content: Content) -> str:
    """Return the text of a cell.

    Raises:
        CellError: if it holds none.
    """
    if isinstance(content, Odd):
        raise CellError(content.what, "a text")
    return content


def _dates(claim: Claim) -> Period:
    """A stock is told of a day."""
    start, end = claim.period
    is_stock = claim.indicator.kind is Kind.STOCK and claim.measure is Measure.LEVEL
    return (None if is_stock else start), end


def _judge_unit(own: str, stated: str, measure: Measure, indicator: Indicator, terms: Terms) -> CellError | str:
    units = terms.registries.units
    unit = stated
    if own:
        # 125.6亿 in a column of 亿元 or 元: the magnitude of the cell, the unit of the column.
        unit = own + units.split(stated)[1] if own in units.magnitudes else own
        if stated and units.base(unit)[0] != units.base(stated)[0]:
            return CellError(f"unit {own!r} in a column of {stated}", f"a number in {stated}")
    if measure not in indicator.measures and measure is not Measure.RANK:
        return CellError(f"{measure} of {indicator.indicator_id}", f"one of {', '.join(sorted(indicator.measures))}")
    if not fits(unit, measure, indicator, units):
        expected = (
            "%"
            if measure is Measure.GROWTH
            else f"a unit of {indicator.name_zh} such as {indicator.canonical_unit or 'none'}"
        )
        return CellError(f"{measure} in unit {unit or '(none)'!r}", expected)
    return unit


CODE_COLUMNS: Mapping[str, str] = {
    "measure": "measure",
    "status": "status",
    "revision": "revision",
    "tier": "source_tier",
}
"""Roles of a long table whose cells are codes or labels, with the column of the data dictionary that lists them."""
