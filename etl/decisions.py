"""Human decisions: rows that accept, correct or reject a figure, each guarded by what was expected there.

A decision whose figure changed or vanished is a finding: nobody's judgement is applied to another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from etl.errors import Finding, InputError
from etl.fields import CODECS, TABLE_CODECS, CellError, Value, figure_faults, parse_field, render_field
from etl.model import Figure
from etl.registry.table import Findings, Row

COLUMNS = (
    *("figure_id", "expect_value", "expect_unit", "expect_indicator"),
    *("action", "field", "new_value", "reason", "decided_by", "decided_on"),
)
OPTIONAL = ("expect_place", "expect_period_end")
"""Checked where they are given; an accepted figure of a table needs both, for its cell says neither."""
NONE = "none"
"""Written where the figure is expected to have no place or no period."""
CELL = "!"
"""In the id of a figure of a table, between sheet and cell."""
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
    """One row of the decisions file; ``field`` and ``new_value`` belong to corrections only.

    ``expected`` holds what the figure said, by field; the fields that `OPTIONAL` columns leave open are not in it.
    """

    figure_id: str
    expected: Mapping[str, Value]
    action: Action
    field: str
    new_value: Value
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A figure as it stands after review; ``reported`` is the ledger's figure, untouched.

    ``compared`` says that somebody held its number against the original: accepted it, or corrected its value.
    """

    figure: Figure
    reported: Figure
    review: Review
    compared: bool = False


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """Read the decisions file.

    Raises:
        InputError: with all findings: missing file or column, a cell that cannot be read, contradictory rows.
    """
    findings = Findings()
    rows = findings.rows(path, COLUMNS, OPTIONAL)
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
        wanted = _description(decision.expected)
        figure = figures.get(decision.figure_id)
        if figure is None:
            found = f"no figure {decision.figure_id}"
            findings.append(Finding(decision.file, decision.line, found, f"{wanted}, as when it was decided"))
        elif (now := {name: getattr(figure, name) for name in decision.expected}) != decision.expected:
            found = f"figure {decision.figure_id} is now {_description(now)}"
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
    compared = last.action is Action.ACCEPT or "value" in changes
    return Reviewed(corrected, figure, _OUTCOME[last.action], compared)


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
    expected: dict[str, Value] = {"value": _cell(row, "expect_value", "value", findings)}
    expected |= {"unit": row["expect_unit"], "indicator": row["expect_indicator"]}
    for column in OPTIONAL:
        name = column.removeprefix("expect_")
        if row[column]:
            expected[name] = parse_field(name, "") if row[column] == NONE else _cell(row, column, name, findings)
        elif action is Action.ACCEPT and CELL in row["figure_id"]:
            findings.add(row, f"no {column} of an accepted figure of a table", f"what it was, or {NONE}")
    if len(findings.found) > before:
        return None
    return Decision(row["figure_id"], expected, action, row["field"], new_value, row.file, row.line)


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


def _description(said: Mapping[str, Value]) -> str:
    words = f"{said['indicator'] or '(no indicator)'} {render_field(said['value'])}{said['unit']}"
    others = (render_field(said[name]) or NONE for name in ("place", "period_end") if name in said)
    return " ".join((words, *others))
