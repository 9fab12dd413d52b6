"""Checks of a built snapshot against the ledger that it was built from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from etl.errors import Finding, InputError
from etl.ledger import Ledger
from etl.snapshot.pointer import demand_duckdb

_FIGURES = "SELECT DISTINCT figure_id FROM fact WHERE document_id = ?"
_EXCLUSIONS = "SELECT document_id || ':' || char_start FROM exclusion WHERE document_id = ?"
_COUNTED = "SELECT figures, exclusions FROM document WHERE document_id = ?"
_REPEATED = """
    SELECT place_code || ' ' || indicator_id, count(*) FROM observation
    GROUP BY place_code, indicator_id, measure, unit, status, period_start, period_end, baseline, rank_within
    HAVING count(*) > 1 ORDER BY 1"""
_SCALES = """
    SELECT indicator_id || ' ' || measure || ' in ' || unit, string_agg(DISTINCT display_unit, ', ' ORDER BY display_unit)
    FROM fact WHERE indicator_id IS NOT NULL GROUP BY indicator_id, measure, unit
    HAVING count(DISTINCT (display_unit, display_factor)) > 1 ORDER BY 1"""
_DOCUMENTS = "SELECT DISTINCT document_id FROM fact UNION SELECT DISTINCT document_id FROM exclusion ORDER BY 1"
_SHOWN = 5


def verify(connection: duckdb.DuckDBPyConnection, ledgers: Iterable[Ledger]) -> list[Finding]:
    """Return a finding for every figure and exclusion that is not in the snapshot, or only there."""
    findings: list[Finding] = []
    documents = {str(name) for (name,) in connection.execute(_DOCUMENTS).fetchall()}
    for ledger in ledgers:
        documents.discard(ledger.document_id)
        figures = {figure.figure_id for figure in ledger.figures}
        exclusions = {f"{exclusion.document_id}:{exclusion.char_start}" for exclusion in ledger.exclusions}
        findings += _differences(ledger.file, "fact", _ids(connection, _FIGURES, ledger), figures)
        findings += _differences(ledger.file, "exclusion", _ids(connection, _EXCLUSIONS, ledger), exclusions)
        counted = connection.execute(_COUNTED, [ledger.document_id]).fetchone()
        if counted != (len(figures), len(exclusions)):
            expected = f"{(len(figures), len(exclusions))} as in the ledger"
            findings.append(Finding(ledger.file, 0, f"counts {counted} in table document", expected))
    findings += [Finding("snapshot", 0, f"document {name}", "a ledger of this document") for name in sorted(documents)]
    for key, count in connection.execute(_REPEATED).fetchall():
        findings.append(Finding("snapshot", 0, f"{count} observations of one key: {key}", "one"))
    for compared, units in connection.execute(_SCALES).fetchall():
        findings.append(Finding("snapshot", 0, f"{compared} shown in {units}", "one unit for all that is compared"))
    return findings


def input_differences(connection: duckdb.DuckDBPyConnection, file: str, hashes: Mapping[str, str]) -> list[Finding]:
    """Return a finding for every input that is no longer the one that the snapshot was built from."""
    rows = connection.execute("SELECT key, value FROM build WHERE key LIKE 'sha256 %'").fetchall()
    built = {str(key).removeprefix("sha256 "): str(value) for key, value in rows}
    changed = sorted(name for name in {*built, *hashes} if built.get(name) != hashes.get(name))
    expected = "the inputs of today (run 'python -m etl build')"
    return [Finding(file, 0, f"a snapshot built from another {name}", expected) for name in changed]


def read_hash(path: Path) -> str:
    """Return the content hash that a snapshot file records of itself; ``""`` if there is no such readable file."""
    try:
        demand_duckdb(path)
        with duckdb.connect(path, read_only=True) as connection:
            row = connection.execute("SELECT value FROM build WHERE key = 'content_hash'").fetchone()
    except (InputError, duckdb.Error):
        return ""
    return str(row[0]) if row else ""


def _ids(connection: duckdb.DuckDBPyConnection, query: str, ledger: Ledger) -> set[str]:
    return {str(name) for (name,) in connection.execute(query, [ledger.document_id]).fetchall()}


def _differences(file: str, table: str, found: set[str], expected: set[str]) -> list[Finding]:
    findings = []
    missing, surplus = sorted(expected - found), sorted(found - expected)
    if missing:
        text = f"{len(missing)} records of the ledger not in table {table}: {', '.join(missing[:_SHOWN])}"
        findings.append(Finding(file, 0, text, "every record of the ledger"))
    if surplus:
        text = f"{len(surplus)} records in table {table} only: {', '.join(surplus[:_SHOWN])}"
        findings.append(Finding(file, 0, text, "no record but the ledger's"))
    return findings
