"""Human decisions: rows that accept, correct or reject a figure, each guarded by what was expected there.

A decision whose figure changed or vanished is a finding: nobody's judgement is applied to another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from etl.errors import Finding, InputError
from etl.fields import CODECS, TABLE_CODECS, CellError, Value, figure_faults, parse_field
from etl.model import Figure
from etl.registry.table import Findings, Row

COLUMNS = (
    *("figure_id", "expect_value", "expect_unit", "expect_indicator"),
    *("action", "field", "new_value", "reason", "decided_by", "decided_on"),
)
FIXED = ("char_start", "char_end", "cell", "text")
"""Fields that say where the number stands; no decision can move it."""


class Action(StrEnum):
    """What was decided about a figure."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"


class Review(StrEnum):
    """What became of a figure in review."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


_OUTCOME = {Action.ACCEPT: Review.ACCEPTED, Action.CORRECT: Review.CORRECTED, Action.REJECT: Review.REJECTED}


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the decisions file; ``field`` and ``new_value`` belong to corrections only."""

    figure_id: str
    expect_value: Decimal
    expect_unit: str
    expect_indicator: str
    action: Action
    field: str
    new_value: Value
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A figure as it stands after review; ``reported`` is the ledger's figure, untouched."""

    figure: Figure
    reported: Figure
    review: Review


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """Read the decisions file.

    Raises:
        InputError: with all findings: missing file or column, a cell that cannot be read, contradictory rows.
    """
    findings = Findings()
    rows = findings.rows(path, COLUMNS)
    findings.filled(rows, "figure_id", "expect_value", "reason", "decided_by", "decided_on")
    findings.unique(rows, "figure_id", "field")
    decisions = [decision for row in rows if (decision := _decision(row, findings))]
    _demand_one_action(decisions, findings)
    findings.check()
    return tuple(decisions)


def stale(decisions: Iterable[Decision], figures: Mapping[str, Figure]) -> list[Finding]:
    """Return a finding for every decision whose figure vanished or is no longer what was expected."""
    findings = []
    for decision in decisions:
        wanted = _description(decision.expect_value, decision.expect_unit, decision.expect_indicator)
        figure = figures.get(decision.figure_id)
        if figure is None:
            found = f"no figure {decision.figure_id}"
            findings.append(Finding(decision.file, decision.line, found, f"{wanted}, as when it was decided"))
        elif _identity(figure) != (decision.expect_value, decision.expect_unit, decision.expect_indicator):
            found = f"figure {decision.figure_id} is now {_description(*_identity(figure))}"
            findings.append(Finding(decision.file, decision.line, found, f"{wanted}, as when it was decided"))
    return findings


def apply_decisions(decisions: Sequence[Decision], figures: Iterable[Figure]) -> tuple[Reviewed, ...]:
    """Apply all decisions.

    Raises:
        InputError: if a decision is `stale`, or a correction contradicts another field of its figure.
    """
    figures = tuple(figures)
    findings = stale(decisions, {figure.figure_id: figure for figure in figures})
    by_figure: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_figure.setdefault(decision.figure_id, []).append(decision)
    reviewed = tuple(_reviewed(figure, by_figure.get(figure.figure_id, ()), findings) for figure in figures)
    if findings:
        raise InputError(findings)
    return reviewed


def _reviewed(figure: Figure, decisions: Sequence[Decision], findings: list[Finding]) -> Reviewed:
    if not decisions:
        return Reviewed(figure, figure, Review.UNREVIEWED)
    changes = {decision.field: decision.new_value for decision in decisions if decision.action is Action.CORRECT}
    corrected = replace(figure, **changes)  # type: ignore[arg-type]
    last = decisions[-1]
    findings.extend(Finding(last.file, last.line, found, expected) for found, expected in figure_faults(corrected))
    return Reviewed(corrected, figure, _OUTCOME[last.action])


def _decision(row: Row, findings: Findings) -> Decision | None:
    before = len(findings.found)
    findings.day(row, "decided_on")
    if row["action"] not in list(Action):
        findings.add(row, f"action {row['action']!r}", f"one of {', '.join(Action)}")
        return None
    action = Action(row["action"])
    if action is not Action.CORRECT and (row["field"] or row["new_value"]):
        findings.add(row, f"field {row['field']!r}, new_value {row['new_value']!r} with {action}", "both empty")
    new_value = _new_value(row, findings) if action is Action.CORRECT else None
    expect_value = _cell(row, "expect_value", "value", findings)
    if len(findings.found) > before or not isinstance(expect_value, Decimal):
        return None
    expectation = (expect_value, row["expect_unit"], row["expect_indicator"])
    return Decision(row["figure_id"], *expectation, action, row["field"], new_value, row.file, row.line)


def _new_value(row: Row, findings: Findings) -> Value:
    allowed = [column for column in {**CODECS, **TABLE_CODECS} if column not in FIXED]
    if row["field"] not in allowed:
        findings.add(row, f"field {row['field']!r}", f"one of {', '.join(allowed)}")
        return None
    return _cell(row, "new_value", row["field"], findings)


def _cell(row: Row, column: str, field: str, findings: Findings) -> Value:
    try:
        return parse_field(field, row[column])
    except CellError as error:
        findings.add(row, f"{column} {row[column]!r}", str(error))
        return None


def _demand_one_action(decisions: Iterable[Decision], findings: Findings) -> None:
    first: dict[str, Decision] = {}
    for decision in decisions:
        other = first.setdefault(decision.figure_id, decision)
        if other.action is not decision.action:
            found = f"{decision.action} of {decision.figure_id}, which line {other.line} decides to {other.action}"
            findings.found.append(Finding(decision.file, decision.line, found, "one action for each figure"))


def _identity(figure: Figure) -> tuple[Decimal, str, str]:
    return figure.value, figure.unit, figure.indicator


def _description(value: Decimal, unit: str, indicator: str) -> str:
    return f"{indicator or '(no indicator)'} {value:f}{unit}"
