"""Checks of what is committed: every finding reported, nothing repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from etl.catalogue import Catalogue
from etl.decisions import Decision, Review, Reviewed
from etl.errors import Finding
from etl.ledger import Ledger
from etl.model import Figure, Measure
from etl.normalise.facts import Terms
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


def mapped(ledgers: Iterable[Ledger], terms: Terms) -> list[Finding]:
    """Return a finding for every figure of a table whose indicator is not registered (any more), or no longer fits it."""
    return [
        Finding(ledger.file, ledger.line(figure.position), *fault)
        for ledger in ledgers
        for figure in ledger.figures
        if (fault := _misfit(figure, terms))
    ]


def corrections(
    decisions: Iterable[Decision],
    reviewed: Iterable[Reviewed],
    place_codes: Collection[str],
    theme_ids: Collection[str],
    terms: Terms,
) -> list[Finding]:
    """Return a finding for every correction that sets what nobody registered, or leaves a figure that cannot be.

    A figure of a table is what its column was mapped to, whatever the heading reads: correcting its words alone would
    change nothing, so its ``indicator_id`` has to be corrected.
    """
    corrected = {item.figure.figure_id: item for item in reviewed if item.review is Review.CORRECTED}
    findings: list[Finding] = []
    rows: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.figure_id in corrected:
            rows.setdefault(decision.figure_id, []).append(decision)
            findings += _unregistered(decision, place_codes, theme_ids, terms.indicators)
    for figure_id, own in rows.items():
        item, last = corrected[figure_id], own[-1]
        fields = {decision.field: decision for decision in own}
        words = fields.get("indicator")
        if words and item.reported.indicator_id and "indicator_id" not in fields:
            found = f"a correction of the words of {figure_id}, which was mapped to {item.reported.indicator_id}"
            findings.append(Finding(words.file, words.line, found, "a correction of its indicator_id"))
        elif item.figure.indicator_id in terms.indicators and (fault := _misfit(item.figure, terms)):
            findings.append(Finding(last.file, last.line, f"{fault[0]} by correction of {figure_id}", fault[1]))
    return findings


def sanity(ledgers: Iterable[Ledger], reviewed: Iterable[Reviewed], units: UnitTable) -> list[Finding]:
    """Return a finding for every number that cannot be meant so; a warning where it might, until review compared it."""
    by_document = {ledger.document_id: ledger for ledger in ledgers}
    findings: list[Finding] = []
    for item in reviewed:
        if item.review is Review.REJECTED:
            continue
        ledger = by_document[item.figure.document_id]
        line = ledger.line(item.figure.position)
        findings.extend(Finding(ledger.file, line, *fault) for fault in _impossible(item.figure))
        if not item.compared:
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


def _misfit(figure: Figure, terms: Terms) -> tuple[str, str] | None:
    """Return what is wrong with the indicator that a figure was mapped to, and what was expected."""
    indicator_id, unit = figure.indicator_id, figure.unit
    if not indicator_id:
        return None
    if indicator_id not in terms.indicators:
        return f"indicator {indicator_id!r}", _REGISTERED
    if terms.fits(indicator_id, figure.measure, unit):
        return None
    found = f"{figure.measure} of {indicator_id} in {unit or 'no unit'!r}"
    return found, f"a measure and a unit of it, such as {terms.indicators[indicator_id].canonical_unit or 'none'}"


def _unregistered(
    decision: Decision, place_codes: Collection[str], theme_ids: Collection[str], indicator_ids: Collection[str]
) -> Iterator[Finding]:
    known = {"place": place_codes, "theme": theme_ids, "indicator_id": indicator_ids}.get(decision.field)
    if known is None:
        return
    value = str(decision.new_value)
    codes = value.split("+") if decision.field == "place" else [value]
    unknown = [code for code in codes if code and code not in known]
    if unknown:
        found = f"correction of {decision.figure_id} to {decision.field} {', '.join(unknown)}"
        yield Finding(decision.file, decision.line, found, f"a registered {decision.field}")


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
