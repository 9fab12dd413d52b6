"""Checks of what is committed: every finding reported, nothing repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from etl.catalogue import Catalogue
from etl.decisions import Review, Reviewed
from etl.errors import Finding
from etl.ledger import Ledger
from etl.model import Figure, Measure
from etl.normalise.units import PERCENT, UnitTable, base_unit

WARNING = "warning"
_REGISTERED = "an indicator_id of indicators.csv (run 'python -m etl table' again)"
_PERCENT_RANGE = (Decimal(0), Decimal(100))
_DEEPEST_FALL = Decimal(-100)


def references(
    ledgers: Iterable[Ledger], catalogue: Catalogue, place_codes: Collection[str], theme_ids: Collection[str]
) -> list[Finding]:
    """Return a finding for every ledger without catalogue row (and the reverse), place and theme that is not registered."""
    ledgers = tuple(ledgers)
    findings = list(_unmatched(ledgers, catalogue, place_codes))
    for ledger in ledgers:
        for figure in ledger.figures:
            line = ledger.line(figure.position)
            for code in figure.place.split("+") if figure.place else ():
                if code not in place_codes:
                    findings.append(Finding(ledger.file, line, f"place {code!r}", "a place_code of places.csv"))
            if figure.theme not in theme_ids:
                expected = f"one of {', '.join(sorted(theme_ids))}"
                findings.append(Finding(ledger.file, line, f"theme {figure.theme!r}", expected))
    return findings


def mapped(ledgers: Iterable[Ledger], indicator_ids: Collection[str]) -> list[Finding]:
    """Return a finding for every figure of a table whose indicator is not registered (any more)."""
    return [
        Finding(ledger.file, ledger.line(figure.position), f"indicator {figure.indicator_id!r}", _REGISTERED)
        for ledger in ledgers
        for figure in ledger.figures
        if figure.indicator_id and figure.indicator_id not in indicator_ids
    ]


def corrections(
    reviewed: Iterable[Reviewed], place_codes: Collection[str], theme_ids: Collection[str], file: str
) -> list[Finding]:
    """Return a finding for every place and theme that a correction set and nobody registered."""
    findings: list[Finding] = []
    for item in reviewed:
        if item.figure == item.reported:
            continue
        unknown = [code for code in item.figure.place.split("+") if code and code not in place_codes]
        unknown += [item.figure.theme] if item.figure.theme not in theme_ids else []
        found = f"correction of {item.figure.figure_id} to {', '.join(unknown)}"
        findings += [Finding(file, 0, found, "registered places and themes")] if unknown else []
    return findings


def sanity(ledgers: Iterable[Ledger], reviewed: Iterable[Reviewed], units: UnitTable) -> list[Finding]:
    """Return a finding for every number that cannot be meant so; a warning where it might, until review accepts it."""
    by_document = {ledger.document_id: ledger for ledger in ledgers}
    findings: list[Finding] = []
    for item in reviewed:
        if item.review is Review.REJECTED:
            continue
        ledger = by_document[item.figure.document_id]
        line = ledger.line(item.figure.position)
        findings.extend(Finding(ledger.file, line, *fault) for fault in _impossible(item.figure))
        if item.review is Review.UNREVIEWED:
            faults = _doubtful(item.figure, units)
            findings.extend(Finding(ledger.file, line, *fault, WARNING) for fault in faults)
    return findings


def unregistered(figures: Iterable[tuple[str, str | None]]) -> list[tuple[str, int]]:
    """Count the reported indicator phrases that match no registered one.

    Args:
        figures: (reported phrase, indicator id or ``None``) of each figure.

    Returns:
        (phrase, number of figures), the most frequent first, equal counts in order of the phrase.
    """
    counts = Counter(phrase for phrase, indicator_id in figures if indicator_id is None)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that make a run fail."""
    return [finding for finding in findings if finding.severity == "error"]


def _unmatched(ledgers: Collection[Ledger], catalogue: Catalogue, place_codes: Collection[str]) -> Iterator[Finding]:
    listed = {entry.document.document_id for entry in catalogue.entries}
    held = {ledger.document_id for ledger in ledgers}
    for ledger in ledgers:
        if ledger.document_id not in listed:
            yield Finding(ledger.file, 0, f"document {ledger.document_id!r}", f"a document_id of {catalogue.file}")
    for entry in catalogue.entries:
        document = entry.document
        if document.document_id not in held:
            found = f"no ledger of {document.document_id}"
            yield Finding(catalogue.file, entry.line, found, "a ledger ('python -m etl ledger')", WARNING)
        if document.place_code and document.place_code not in place_codes:
            found = f"place_code {document.place_code!r}"
            yield Finding(catalogue.file, entry.line, found, "a place_code of places.csv, or nothing")


def _impossible(figure: Figure) -> Iterator[tuple[str, str]]:
    whole = figure.value == figure.value.to_integral_value()
    if figure.measure is Measure.RANK and (figure.value < 1 or not whole):
        yield f"rank {figure.value:f}", "a whole number from 1"


def _doubtful(figure: Figure, units: UnitTable) -> Iterator[tuple[str, str]]:
    base = base_unit(figure.unit, figure.measure, units)
    value, unit = base.convert(figure.value), base.unit
    low, high = _PERCENT_RANGE
    if figure.measure is Measure.SHARE and unit == PERCENT and not low <= value <= high:
        yield f"share of {value:f} %", f"{low} to {high} %, or a decision that accepts it"
    if figure.measure is Measure.GROWTH and unit == PERCENT and value < _DEEPEST_FALL:
        yield f"growth of {value:f} %", f"at least {_DEEPEST_FALL} %, or a decision that accepts it"
    if figure.measure in (Measure.GROWTH, Measure.SHARE) and unit != PERCENT:
        yield f"{figure.measure} in {unit or 'no unit'!r}", f"a unit of {PERCENT}, or a decision that accepts it"
    if figure.value_high is not None and abs(figure.value_high) < abs(figure.value):
        yield f"range {figure.value:f} to {figure.value_high:f}", "the smaller number first"
