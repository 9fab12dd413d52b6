"""The audit behind ``check``: everything committed and the snapshot in service, all findings at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import duckdb

from etl import checks
from etl.decisions import Review
from etl.errors import Finding, InputError
from etl.model import Figure
from etl.normalise.knowledge import load_knowledge
from etl.normalise.units import base_unit
from etl.registry.dictionary import load_dictionary
from etl.registry.validate import load_registries
from etl.snapshot.build import Inputs, Progress, Sources, read_inputs
from etl.snapshot.pointer import current_path
from etl.snapshot.verify import input_differences, verify
from etl.tables.checks import doubts, listed

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found; ``inputs`` is ``None`` where they could not be read."""

    findings: tuple[Finding, ...]
    inputs: Inputs | None


def audit(sources: Sources, snapshots: Path, progress: Progress) -> Audit:
    """Check registries, ledger, decisions, catalogue and the snapshot in service."""
    findings: list[Finding] = []
    progress("registries")
    _collect(load_dictionary, findings)
    knowledge = _collect(load_knowledge, findings)
    progress("ledger and decisions")
    inputs = _collect(lambda: read_inputs(sources, knowledge), findings) if knowledge else None
    if inputs:
        findings.extend(inputs.findings)
        progress("tables")
        if not checks.errors(inputs.findings):
            findings.extend(_tables(inputs))
    progress("snapshot")
    path = _collect(lambda: current_path(snapshots), findings)
    if path and inputs:
        findings.extend(_snapshot(path, inputs))
    return Audit(tuple(findings), inputs)


def coverage(inputs: Inputs) -> tuple[list[tuple[str, int]], int]:
    """Return unregistered indicator phrases with their counts, and the number of figures."""
    terms = inputs.knowledge.terms
    matched = []
    for item in inputs.reviewed:
        figure = item.figure
        unit = base_unit(figure.unit, figure.measure, terms.units).unit
        matched.append((figure.indicator, terms.match(figure.indicator, figure.measure, unit)))
    return checks.unregistered(matched), len(matched)


def _tables(inputs: Inputs) -> list[Finding]:
    """Doubts about the tables of the ledger that no decision settles; the import raised them as errors."""
    figures: dict[str, list[Figure]] = {}
    settled = set()
    for item in inputs.reviewed:
        if item.figure.cell and item.review is not Review.REJECTED:
            figures.setdefault(item.figure.document_id, []).append(item.figure)
            settled |= {item.figure.figure_id} if item.compared else set()
    if not figures:
        return []
    registries = load_registries()
    return [
        replace(finding, severity=checks.WARNING)
        for document_id, own in figures.items()
        for finding in listed(doubts(own, registries, document_id, settled))
    ]


def _snapshot(path: Path, inputs: Inputs) -> list[Finding]:
    try:
        with duckdb.connect(path, read_only=True) as connection:
            return [
                *input_differences(connection, path.name, inputs.hashes),
                *verify(connection, inputs.ledgers),
            ]
    except duckdb.Error as error:
        found = f"a file that DuckDB cannot read ({str(error).splitlines()[0][:200]})"
        return [Finding(path.name, 0, found, "a snapshot (run 'python -m etl build')")]


def _collect(read: Callable[[], _Read], findings: list[Finding]) -> _Read | None:
    try:
        return read()
    except InputError as error:
        findings.extend(error.findings)
        return None
