"""Every SQL statement that reads a snapshot: functions of a cursor and bound values that return DataFrames.

Use one cursor per call (``with connection.cursor() as cursor``): a DuckDB connection is busy while one call runs.
Values are in ``unit``: the indicator's canonical unit where the figure is of its kind, else the base unit; of an
unregistered figure the unit as reported; ``value_reported`` and ``unit_reported`` are the document's own.

``unverified`` says whether figures count that nobody compared with their originals (未与原件核对): pages count them on maps,
and in a comparison only where a reader asks for it, then in what is offered, in the default and in the verdict alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from etl.catalogue import TIERS
from etl.errors import InputError
from etl.filters import NOT, UNDATED, Filters, parse_filters, parse_period
from etl.model import Measure, Scope, Status
from etl.registry.names import load_names
from etl.snapshot.pointer import demand_duckdb
from etl.version import SNAPSHOT_FORMAT

MOUNTAIN_GROUP = "M26"
"""Group id of 山区26县."""
_PART = 32_768
"""Rows that are held at a time."""
_VECTORS = 5
"""Of 2,048 rows each."""
_FORMAT = "SELECT value FROM build WHERE key = 'format'"
_CONFIG = {"enable_external_access": "false", "lock_configuration": "true"}


class ForeignSnapshotError(InputError):
    """A snapshot whose tables are those of another version of the program."""


class State(StrEnum):
    """What is known of a county under one comparability key; never draw one like another."""

    VALUE = "value"
    UNREPORTED = "unreported"
    EXCLUDED = "excluded"
    INCOMPARABLE = "incomparable"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Key:
    """A comparability key; ``unit`` is the base unit, ``None`` in a period means none."""

    indicator_id: str
    measure: str
    unit: str
    status: str = "actual"
    period_start: date | None = None
    period_end: date | None = None
    baseline: str = ""
    rank_within: str = ""

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Key:
        """Build the key of a row of `etl.queries_map.keys`."""
        start, end = (None if pd.isna(row[c]) else pd.Timestamp(row[c]).date() for c in ("period_start", "period_end"))
        texts = {
            name: str(row[name]) for name in ("indicator_id", "measure", "unit", "status", "baseline", "rank_within")
        }
        return cls(period_start=start, period_end=end, **texts)


def open_snapshot(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot for reading only, with no access to other files.

    Raises:
        ForeignSnapshotError: if another version of the program built it.
        InputError: if there is no such file or it is no complete snapshot.
    """
    demand_duckdb(path)
    expected = "a snapshot built by this version (run 'python -m etl build')"
    try:
        connection = duckdb.connect(path, read_only=True, config=dict(_CONFIG))
    except duckdb.Error as error:
        raise InputError.single(path, 0, f"a file that DuckDB cannot open ({_first_line(error)})", expected) from None
    try:
        snapshot_id(connection)
        ((found,),) = connection.execute(_FORMAT).fetchall() or (("1",),)
        if found != SNAPSHOT_FORMAT:
            connection.close()
            told = f"a snapshot of format {found}, of another version of the program"
            raise ForeignSnapshotError.single(path, 0, told, f"format {SNAPSHOT_FORMAT} (run 'python -m etl build')")
        connection.execute("SELECT * FROM observation LIMIT 0")
    except (duckdb.Error, LookupError) as error:
        connection.close()
        raise InputError.single(path, 0, f"an incomplete snapshot ({_first_line(error)})", expected) from None
    return connection


def snapshot_id(cursor: duckdb.DuckDBPyConnection) -> str:
    """Return the id of a snapshot: the 12 hexadecimal digits of its file name."""
    row = cursor.execute("SELECT value FROM build WHERE key = 'content_hash'").fetchone()
    if row is None:
        raise LookupError("no content_hash in table build")
    return str(row[0])[:12]


def build_record(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return what the snapshot was built from: ``key``, ``value``."""
    return _frame(cursor, "SELECT key, value FROM build ORDER BY key")


def figures(
    cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int | None = None, offset: int = 0, sort: str = ""
) -> pd.DataFrame:
    """Return the facts that pass ``filters``, with names, in the order of ``sort`` (one of `SORTS`); columns: ``_FIGURES``."""
    where, values = _where(filters)
    if limit is None and not offset:
        return _frame(cursor, f"{_FIGURES} WHERE {where} {_order(sort)}", [MOUNTAIN_GROUP, *values])
    # Finding the rows wanted by their keys alone, then reading these rows, is many times faster than sorting whole rows.
    chosen = f"SELECT f.rowid {_FROM} WHERE {where} {_order(sort)} LIMIT ? OFFSET ?"
    rows = [row for (row,) in cursor.execute(chosen, [*values, limit, offset]).fetchall()]
    wanted = f"f.rowid IN ({', '.join('?' * len(rows))})" if rows else "false"
    return _frame(cursor, f"{_FIGURES} WHERE {wanted} {_order(sort)}", [MOUNTAIN_GROUP, *rows])


def figure_batches(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "") -> Iterator[pd.DataFrame]:
    """Yield what `figures` returns in parts of some ten thousand rows, so that memory does not grow with the result."""
    where, values = _where(filters)
    found = f"SELECT f.rowid AS row {_FROM} WHERE {where} {_order(sort)}"
    rows = cursor.execute(found, values).fetchnumpy()["row"]
    # Sorting whole rows would hold them all: their numbers are sorted, and whole rows read a part at a time.
    for start in range(0, len(rows), _PART):
        wanted = rows[start : start + _PART].tolist()
        cursor.execute(
            f"{_FIGURES} WHERE f.rowid IN (SELECT unnest(?::BIGINT[])) {_order(sort)}", [MOUNTAIN_GROUP, wanted]
        )
        while len(batch := cursor.fetch_df_chunk(_VECTORS)):
            yield batch


def count_figures(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> int:
    """Return how many facts pass ``filters``."""
    where, values = _where(filters)
    row = cursor.execute(f"SELECT count(*) {_FROM} WHERE {where}", values).fetchone()
    return int(row[0]) if row else 0


def options(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return what each filter but ``period`` and ``text`` accepts.

    Columns: ``filter``, ``value``, ``label`` (a name; the value itself for codes), ``alias`` (short name or ``""``),
    ``facts`` (how many there are).
    """
    codes = {"measures": list(map(str, Measure)), "statuses": list(map(str, Status)), "scopes": list(map(str, Scope))}
    return _frame(cursor, _OPTIONS, codes | {"tiers": list(TIERS)})


def filters_from(cursor: duckdb.DuckDBPyConnection, given: Mapping[str, Any]) -> Filters:
    """Check filters by name (values: a text or several) against the snapshot; codes and names are accepted.

    Raises:
        FilterError: with a finding for each unknown filter and value, naming what is allowed.
    """
    allowed: dict[str, dict[str, str]] = {}
    columns = ("filter", "value", "label", "alias")
    for name, value, label, alias in options(cursor)[list(columns)].itertuples(index=False):
        accepted = allowed.setdefault(name, {})
        for written in (alias, label):
            if written:
                accepted.setdefault(written, value)
        accepted[value] = value
    listed = {name: [values] if isinstance(values, str) else list(values) for name, values in given.items()}
    return parse_filters(listed, allowed)


def coverage_by_county(
    cursor: duckdb.DuckDBPyConnection, theme_id: str | None = None, status: str | None = None
) -> pd.DataFrame:
    """Return how many figures each of the 90 counties reports (rejected ones left out).

    Args:
        cursor: A cursor of a snapshot.
        theme_id: Count figures of this theme (the figure's own), or of all.
        status: Count figures of this status, or of all.

    Returns:
        ``place_code``, ``name``, ``city_code``, ``city_name``, ``figures``, ``whole`` (those of whole counties),
        ``documents``; zeros included.
    """
    return _frame(cursor, _COVERAGE, {"theme": theme_id, "status": status})


def observations(
    cursor: duckdb.DuckDBPyConnection, key: Key, level: str = "county", unverified: bool = True
) -> pd.DataFrame:
    """Return all places of a level (90 counties, 11 cities) under one comparability key.

    Args:
        cursor: A cursor of a snapshot.
        key: What is compared.
        level: ``county`` or ``city``.
        unverified: Whether figures count that nobody compared with their originals.

    Returns:
        One row a place in code order: ``place_code``, ``name``, ``city_code``, ``city_name``, ``is_mountain26``,
        ``state`` (a `State`), ``reason`` (of ``excluded``: rejected, part, joint, undated, unverified; of ``incomparable``: the
        fields of the key that differ in the nearest report; joined with commas), ``value``, ``value_high``, ``unit`` (display),
        ``bound``, ``reports``, ``documents``, ``conflict``, ``fact_id``, ``fact_ids``, ``source_tier``, ``review``,
        ``confidence``, ``verified``, ``revision``, ``source``; all from ``value`` on are missing in other states than ``value``.
    """
    values = {name: getattr(key, name) for name in Key.__dataclass_fields__} | {
        "mountain": MOUNTAIN_GROUP,
        "level": level,
        "verified": not unverified,
    }
    return _frame(cursor, _OBSERVATIONS, values)


def documents(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the catalogue with the numbers of figures, facts, places and exclusions of each document, and ``verified``."""
    return _frame(cursor, _DOCUMENTS)


def places(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return all places: ``place_code``, ``name``, ``short_name``, ``level``, ``parent_code``, ``pinyin``."""
    return _frame(cursor, "SELECT * FROM place ORDER BY place_code")


def themes(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the themes in their order."""
    return _frame(cursor, "SELECT * FROM theme ORDER BY sort_order")


def _frame(cursor: duckdb.DuckDBPyConnection, query: str, values: Any = None) -> pd.DataFrame:
    return cursor.execute(query, values).df() if values is not None else cursor.execute(query).df()


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]


_IN = "{column} IN (SELECT unnest(?::VARCHAR[]))"
_MEMBER = """EXISTS (
    SELECT 1 FROM place_group_member m WHERE m.place_code = f.place_code AND m.group_id = ?
        AND m.valid_from <= coalesce(f.period_end, d.reference_date)
        AND coalesce(m.valid_to, DATE '9999-12-31') >= coalesce(f.period_end, d.reference_date))"""
_CONTAINS = """(contains(lower(f.indicator_reported), lower(?)) OR contains(lower(f.scope_name), lower(?))
    OR contains(lower(f.section), lower(?))
    OR f.indicator_id IN (SELECT indicator_id FROM indicator WHERE contains(lower(name_zh), lower(?)))
    OR f.document_id IN (SELECT document_id FROM document WHERE contains(lower(title), lower(?)))
    OR f.place_code IN (
        SELECT s.place_code FROM place s LEFT JOIN place u ON u.place_code = s.parent_code AND u.level = 'city'
        WHERE contains(lower(concat_ws(' ', s.name, s.pinyin, u.name, u.pinyin)), lower(?)))
    OR f.place_code IN (SELECT unnest(?::VARCHAR[])) OR f.indicator_id IN (SELECT unnest(?::VARCHAR[])))"""
"""A word in the texts of a figure, its place (by pinyin too) or its document; last, what the word is another name of."""
_COLUMN_OF = {
    "place": "f.place_code",
    "theme": "f.theme_id",
    "measure": "f.measure",
    "status": "f.status",
    "scope": "f.scope",
    "document": "f.document_id",
    "tier": "f.source_tier",
}


def _where(filters: Filters) -> tuple[str, list[Any]]:
    """Return the condition of ``filters`` on `_FROM` and its bound values; no value enters the SQL text."""
    clauses, bound = ["true"], []
    for name, wanted in filters.values().items():
        clause, values = _clause(name, wanted)
        clauses.append(f"({clause})")
        bound.extend(values)
    return " AND ".join(clauses), bound


def _clause(name: str, wanted: tuple[str, ...]) -> tuple[str, list[Any]]:
    if name == "city":
        return f"{_IN.format(column='f.place_code')} OR {_IN.format(column='p.parent_code')}", [list(wanted)] * 2
    if name == "indicator":
        unregistered = "f.indicator_id IS NULL" if UNDATED in wanted else "false"
        return f"{unregistered} OR {_IN.format(column='f.indicator_id')}", [list(wanted)]
    if name == "group":
        tests = [f"p.level = 'county' AND NOT {_MEMBER}" if value.startswith(NOT) else _MEMBER for value in wanted]
        return " OR ".join(tests), [value.removeprefix(NOT) for value in wanted]
    if name == "text":
        names = load_names()
        values = [value for word in wanted for value in (*[word] * 6, *names.meant(word))]
        return " AND ".join([_CONTAINS] * len(wanted)), values
    if name == "period":
        parts = [_period(value) for value in wanted]
        return " OR ".join(clause for clause, _ in parts), [value for _, values in parts for value in values]
    return _IN.format(column=_COLUMN_OF[name]), [list(wanted)]


def _period(value: str) -> tuple[str, list[Any]]:
    period = parse_period(value)
    if period.last is None:
        return "f.period_end IS NULL", []
    clause, values = "f.period_end BETWEEN ? AND ?", [period.first, period.last]
    if period.exact:
        return f"{clause} AND f.period_start IS NOT DISTINCT FROM ?", [*values, period.start]
    return f"({clause})", list(values)


_FROM = """
FROM fact f
JOIN place p USING (place_code)
JOIN theme t USING (theme_id)
JOIN document d USING (document_id)
LEFT JOIN indicator i USING (indicator_id)
LEFT JOIN place c ON c.level = 'city' AND c.place_code = CASE p.level WHEN 'city' THEN p.place_code ELSE p.parent_code END
"""
_FIGURES = f"""
SELECT f.fact_id, f.figure_id,
    f.place_code, p.name AS place_name, p.level AS place_level, c.place_code AS city_code, c.name AS city_name,
    CASE p.level WHEN 'county' THEN {_MEMBER} END AS is_mountain26,
    f.theme_id, t.name_zh AS theme_name, f.indicator_id, i.name_zh AS indicator_name, f.indicator_reported, f.measure,
    f.value / f.display_factor AS value, f.value_high / f.display_factor AS value_high, f.display_unit AS unit,
    f.value_reported, f.unit_reported, f.bound, f.scope, f.scope_name, f.status, f.role,
    f.period_start, f.period_end, f.period_reported, f.rank_within, f.baseline, f.is_joint,
    f.document_id, d.title AS document_title, f.section, f.locator, f.char_start, f.char_end, f.source_tier, f.revision,
    f.review, f.confidence, f.place_basis, f.period_basis, f.indicator_basis, f.scope_basis, f.theme_basis,
    f.verified, f.source, f.source_url, f.note,
    f.value AS value_base, f.unit AS unit_base, (SELECT left(value, 12) FROM build WHERE key = 'content_hash') AS snapshot_id
{_FROM}"""  # noqa: S608 - made of this module's own texts; values are bound
_ORDER = "f.place_code, t.sort_order, f.document_id, f.position, f.fact_id"
SORTS = {
    "": "",
    "value": "f.value / f.display_factor, ",
    "-value": "f.value / f.display_factor DESC, ",
    "period": "f.period_end NULLS LAST, ",
    "-period": "f.period_end DESC NULLS LAST, ",
    "indicator": "i.name_zh NULLS LAST, f.indicator_reported, ",
    "document": "f.document_id, f.position, ",
}
"""Orders of `figures` by name; places, themes and documents in their order decide what is left open."""


def _order(sort: str) -> str:
    return f"ORDER BY {SORTS[sort]}{_ORDER}"


_OPTIONS = """
WITH counted AS (SELECT place_code, count(*) AS facts FROM fact GROUP BY place_code)
SELECT * FROM (
    SELECT 'place' AS filter, place_code AS value, name AS label, short_name AS alias, coalesce(facts, 0) AS facts
    FROM place LEFT JOIN counted USING (place_code)
    UNION ALL
    SELECT 'city', c.place_code, c.name, c.short_name, coalesce(sum(facts), 0)
    FROM place c LEFT JOIN place p ON p.place_code = c.place_code OR p.parent_code = c.place_code
        LEFT JOIN counted n ON n.place_code = p.place_code
    WHERE c.level = 'city' GROUP BY ALL
    UNION ALL
    SELECT 'group', group_id, g.name_zh, '', count(DISTINCT fact_id)
    FROM place_group g LEFT JOIN place_group_member m USING (group_id) LEFT JOIN fact f ON f.place_code = m.place_code
    GROUP BY ALL
    UNION ALL
    SELECT 'theme', theme_id, name_zh, '', count(fact_id) FROM theme LEFT JOIN fact USING (theme_id) GROUP BY ALL
    UNION ALL
    SELECT 'indicator', indicator_id, name_zh, '', count(fact_id)
    FROM indicator LEFT JOIN fact USING (indicator_id) GROUP BY ALL
    UNION ALL
    SELECT 'indicator', 'none', 'none', '', count(*) FROM fact WHERE indicator_id IS NULL
    UNION ALL
    SELECT 'document', document_id, title, '', count(fact_id) FROM document LEFT JOIN fact USING (document_id) GROUP BY ALL
    UNION ALL
    SELECT 'measure', code, code, '', count(fact_id)
    FROM unnest($measures) AS u(code) LEFT JOIN fact ON measure = code GROUP BY ALL
    UNION ALL
    SELECT 'status', code, code, '', count(fact_id)
    FROM unnest($statuses) AS u(code) LEFT JOIN fact ON status = code GROUP BY ALL
    UNION ALL
    SELECT 'scope', code, code, '', count(fact_id)
    FROM unnest($scopes) AS u(code) LEFT JOIN fact ON scope = code GROUP BY ALL
    UNION ALL
    SELECT 'tier', code, code, '', count(fact_id)
    FROM unnest($tiers) AS u(code) LEFT JOIN fact ON source_tier = code GROUP BY ALL)
ORDER BY filter, value"""

_COVERAGE = """
SELECT p.place_code, p.name, c.place_code AS city_code, c.name AS city_name, count(f.fact_id) AS figures,
    count(f.fact_id) FILTER (f.scope = 'whole') AS whole, count(DISTINCT f.document_id) AS documents
FROM place p
LEFT JOIN place c ON c.place_code = p.parent_code
LEFT JOIN fact f ON f.place_code = p.place_code AND f.review <> 'rejected'
    AND ($theme IS NULL OR f.theme_id = $theme) AND ($status IS NULL OR f.status = $status)
WHERE p.level = 'county'
GROUP BY ALL ORDER BY p.place_code"""

_OBSERVATIONS = """
WITH reported AS (
    SELECT * FROM observation_of($verified)
    WHERE indicator_id = $indicator_id AND measure = $measure AND unit = $unit AND status = $status
        AND period_start IS NOT DISTINCT FROM $period_start::DATE AND period_end IS NOT DISTINCT FROM $period_end::DATE
        AND baseline = $baseline AND rank_within = $rank_within),
other AS (
    SELECT place_code, review, scope, is_joint, period_end, $verified AND NOT verified AS unverified,
        measure = $measure AND status = $status AND (period_end IS NULL OR period_end IS NOT DISTINCT FROM $period_end::DATE)
            AND role <> 'from'
            AND (review = 'rejected' OR scope = 'part' OR is_joint OR period_end IS NULL OR unverified) AS excluded,
        list_filter([
            CASE WHEN measure <> $measure THEN 'measure' END, CASE WHEN unit <> $unit THEN 'unit' END,
            CASE WHEN status <> $status THEN 'status' END,
            CASE WHEN (period_start, period_end) IS DISTINCT FROM ($period_start::DATE, $period_end::DATE) THEN 'period' END,
            CASE WHEN baseline <> $baseline THEN 'baseline' END, CASE WHEN rank_within <> $rank_within THEN 'rank_within' END,
            CASE WHEN scope = 'part' THEN 'scope' END
        ], lambda field: field IS NOT NULL) AS differs
    FROM fact WHERE indicator_id = $indicator_id),
excluded AS (
    SELECT place_code, array_to_string(list_sort(list_distinct(flatten(list(list_filter([
        CASE WHEN review = 'rejected' THEN 'rejected' END, CASE WHEN scope = 'part' THEN 'part' END,
        CASE WHEN is_joint THEN 'joint' END, CASE WHEN period_end IS NULL THEN 'undated' END,
        CASE WHEN unverified THEN 'unverified' END
    ], lambda reason: reason IS NOT NULL))))), ',') AS reason
    FROM other WHERE excluded GROUP BY place_code),
incomparable AS (
    SELECT place_code, array_to_string(arg_min(differs, (len(differs), array_to_string(differs, ','))), ',') AS reason
    FROM other WHERE review <> 'rejected' AND NOT excluded GROUP BY place_code)
SELECT p.place_code, p.name, c.place_code AS city_code, c.name AS city_name,
    EXISTS (SELECT 1 FROM place_group_member m WHERE m.group_id = $mountain AND m.place_code = p.place_code
        AND m.valid_from <= $period_end::DATE AND coalesce(m.valid_to, DATE '9999-12-31') >= $period_end::DATE) AS is_mountain26,
    CASE WHEN o.fact_id IS NOT NULL THEN 'value' WHEN e.reason IS NOT NULL THEN 'excluded'
        WHEN n.reason IS NOT NULL THEN 'incomparable' ELSE 'unreported' END AS state,
    CASE WHEN o.fact_id IS NULL THEN coalesce(e.reason, n.reason, '') ELSE '' END AS reason,
    o.value / o.display_factor AS value, o.value_high / o.display_factor AS value_high, o.display_unit AS unit, o.bound,
    o.reports, o.documents, o.conflict, o.fact_id, o.fact_ids, o.source_tier, o.review, o.confidence,
    o.verified, o.revision, o.source
FROM place p
LEFT JOIN place c ON c.place_code = p.parent_code
LEFT JOIN reported o ON o.place_code = p.place_code
LEFT JOIN excluded e ON e.place_code = p.place_code
LEFT JOIN incomparable n ON n.place_code = p.place_code
WHERE p.level = $level ORDER BY p.place_code"""

_DOCUMENTS = """
SELECT d.*, count(f.fact_id) AS facts, count(DISTINCT f.place_code) AS places, coalesce(bool_and(f.verified), true) AS verified
FROM document d LEFT JOIN fact f USING (document_id) GROUP BY ALL ORDER BY d.reference_date, d.document_id"""
