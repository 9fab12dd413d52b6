"""Ledger, decisions and registries to a new snapshot, in the order in which it happens."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from etl import checks
from etl.catalogue import Catalogue, load_catalogue
from etl.decisions import Reviewed, apply_decisions, load_decisions
from etl.errors import Finding, InputError
from etl.ledger import Ledger, read_ledgers
from etl.model import Document
from etl.normalise.facts import UNKNOWN_TIER, Fact, to_facts
from etl.normalise.knowledge import Knowledge
from etl.snapshot.observations import store
from etl.snapshot.pointer import switch
from etl.snapshot.tables import RowHash, insert
from etl.snapshot.verify import read_hash, verify
from etl.version import SNAPSHOT_FORMAT, VERSION

SCHEMA = Path(__file__).with_name("schema.sql")
HASH_KEY = "content_hash"
FORMAT_KEY = "format"
_HEX_DIGITS = 12
_fact_row = attrgetter(*(field.name for field in fields(Fact)))
Progress = Callable[[str], None]
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a snapshot is built from."""

    ledger: Path
    decisions: Path
    catalogue: Path


@dataclass(frozen=True, slots=True)
class Inputs:
    """All inputs of a build, read and checked; ``hashes`` has the sha256 of each file by a name without folders above."""

    ledgers: tuple[Ledger, ...]
    reviewed: tuple[Reviewed, ...]
    catalogue: Catalogue
    knowledge: Knowledge
    hashes: Mapping[str, str]
    findings: tuple[Finding, ...]


def build(sources: Sources, knowledge: Knowledge, output: Path, progress: Progress = lambda _: None) -> Path:
    """Build a snapshot in folder ``output``, put it into service and return its path.

    The name holds a hash of rows and inputs: building the same again returns the same file. A build that fails leaves
    the snapshot in service as it is.

    Raises:
        InputError: with all findings, if an input or the built file is not in order.
    """
    inputs = read_inputs(sources, knowledge)
    faults = checks.errors(inputs.findings)
    if faults:
        raise InputError(faults)
    output.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".building-", suffix=".duckdb", dir=output)
    os.close(handle)
    temporary = Path(name)
    temporary.unlink()  # DuckDB creates its file itself and refuses an empty one
    try:
        content_hash = _write(temporary, inputs, progress)
        path = output / f"facts-{content_hash[:_HEX_DIGITS]}.duckdb"
        if read_hash(path) != content_hash:
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(f"{temporary.name}.wal").unlink(missing_ok=True)
    switch(output, path.name)
    return path


def read_inputs(sources: Sources, knowledge: Knowledge) -> Inputs:
    """Read ledger, decisions and catalogue, and check them against the registries.

    Raises:
        InputError: with the findings of all files that cannot be read, and of decisions that no longer fit.
    """
    findings: list[Finding] = []
    ledgers = _collect(lambda: read_ledgers(sources.ledger), findings)
    decisions = _collect(lambda: load_decisions(sources.decisions), findings)
    catalogue = _collect(lambda: load_catalogue(sources.catalogue), findings)
    if ledgers is None or decisions is None or catalogue is None:
        raise InputError(findings)
    figures = tuple(figure for ledger in ledgers for figure in ledger.figures)
    reviewed = _collect(lambda: apply_decisions(decisions, figures), findings)
    if reviewed is None:
        raise InputError(findings)
    findings += checks.references(ledgers, catalogue, knowledge.place_codes, knowledge.theme_ids)
    findings += checks.corrections(decisions, reviewed, knowledge.place_codes, knowledge.theme_ids, knowledge.terms)
    findings += checks.sanity(ledgers, reviewed, knowledge.terms.units)
    findings += checks.mapped(ledgers, knowledge.terms)
    return Inputs(ledgers, reviewed, catalogue, knowledge, _hashes(sources, ledgers, knowledge), tuple(findings))


def _write(path: Path, inputs: Inputs, progress: Progress) -> str:
    """Write, check and close the file; return its content hash."""
    digest = RowHash()
    digest.add("input", [("version", VERSION), (FORMAT_KEY, SNAPSHOT_FORMAT), *sorted(inputs.hashes.items())])
    with duckdb.connect(path) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        for table, rows in _tables(inputs):
            for done in insert(connection, table, rows, digest):
                progress(f"{table}: {done} rows")
        progress("observations")
        store(connection)
        content_hash = digest.hexdigest()
        record = _record(connection, inputs, content_hash)
        for _ in insert(connection, "build", record, digest):
            pass
        progress("checking")
        findings = verify(connection, inputs.ledgers)
        if findings:
            raise InputError(findings)
        connection.execute("CHECKPOINT")
    return content_hash


def _tables(inputs: Inputs) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """Yield each table with its rows, referenced tables first."""
    yield from inputs.knowledge.tables.items()
    yield "document", list(_document_rows(inputs))
    documents = {document.document_id: document for document in inputs.catalogue.documents}
    facts = to_facts(inputs.reviewed, documents, inputs.knowledge.terms)
    yield "fact", (_fact_row(fact) for fact in facts)
    yield (
        "exclusion",
        (
            (exclusion.document_id, exclusion.char_start, exclusion.char_end, exclusion.text, str(exclusion.reason))
            for ledger in inputs.ledgers
            for exclusion in ledger.exclusions
        ),
    )


def _document_rows(inputs: Inputs) -> Iterator[tuple[Any, ...]]:
    ledgers = {ledger.document_id: ledger for ledger in inputs.ledgers}
    for document in sorted(inputs.catalogue.documents, key=lambda document: document.document_id):
        ledger = ledgers.get(document.document_id, Ledger(document.document_id, (), ()))
        yield (*_document_cells(document), len(ledger.figures), len(ledger.exclusions))


def _document_cells(document: Document) -> tuple[Any, ...]:
    return (
        *(document.document_id, document.title, document.kind, document.publisher, document.reference_date),
        *(document.published_on, document.place_code, document.source_tier or UNKNOWN_TIER, document.note),
    )


def _record(connection: duckdb.DuckDBPyConnection, inputs: Inputs, content_hash: str) -> list[tuple[str, str]]:
    """Return the rows of table ``build``: no clock, no path."""
    counts = {table: connection.table(table).count("*").fetchall()[0][0] for table in ("fact", "exclusion", "document")}
    record = {HASH_KEY: content_hash, "version": VERSION, FORMAT_KEY: SNAPSHOT_FORMAT}
    record |= {f"sha256 {name}": digest for name, digest in inputs.hashes.items()}
    record |= {f"rows {table}": str(count) for table, count in counts.items()}
    return sorted(record.items())


def _hashes(sources: Sources, ledgers: Iterable[Ledger], knowledge: Knowledge) -> dict[str, str]:
    files = {f"ledger/{ledger.file}": ledger.path or sources.ledger / ledger.file for ledger in ledgers}
    files |= {"decisions.csv": sources.decisions, "documents.csv": sources.catalogue, "schema.sql": SCHEMA}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    return hashes | {f"knowledge/{name}": digest for name, digest in knowledge.hashes.items()}


def _collect(read: Callable[[], _Read], findings: list[Finding]) -> _Read | None:
    try:
        return read()
    except InputError as error:
        findings.extend(error.findings)
        return None
