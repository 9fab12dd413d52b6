"""What the page of one county asks of a snapshot."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from etl.filters import Filters
from etl.queries import figures

_SUMMARY = """
SELECT t.theme_id, t.name_zh AS theme_name, count(f.fact_id) AS figures,
    count(f.fact_id) FILTER (f.indicator_id IS NOT NULL) AS registered,
    count(f.fact_id) FILTER (f.period_end IS NULL) AS undated,
    count(DISTINCT f.document_id) AS documents
FROM theme t
LEFT JOIN fact f ON f.theme_id = t.theme_id AND f.place_code = $place AND f.review <> 'rejected'
    AND ($status IS NULL OR f.status = $status)
GROUP BY ALL
ORDER BY min(t.sort_order)
"""

_PEERS = """
SELECT o.place_code, o.indicator_id, o.measure, o.unit, o.status, o.period_start, o.period_end, o.baseline, o.rank_within,
    o.value / o.display_factor AS value, o.value_high / o.display_factor AS value_high, o.bound, o.reports, o.conflict, o.fact_id,
    o.verified
FROM observation o JOIN place p USING (place_code)
WHERE p.level = 'county' AND list_contains($indicators::VARCHAR[], o.indicator_id)
    AND list_contains($ends::DATE[], o.period_end) AND list_contains($statuses::VARCHAR[], o.status)
ORDER BY o.indicator_id, o.place_code
"""

_READINGS = """
WITH told AS (
    SELECT row_number() OVER (ORDER BY i.indicator_id, o.measure, o.period_end DESC, o.fact_id) AS group_number, o.conflict,
        unnest(o.fact_ids) AS fact_id, generate_subscripts(o.fact_ids, 1) AS preference
    FROM observation o JOIN indicator i USING (indicator_id)
    WHERE o.place_code = $place AND o.reports > 1)
SELECT told.group_number, told.conflict, told.preference, i.name_zh AS indicator_name, f.indicator_reported, f.measure,
    f.value / f.display_factor AS value, f.value_high / f.display_factor AS value_high, f.display_unit AS unit, f.bound,
    f.value_reported, f.unit_reported, f.period_start, f.period_end, f.status, f.document_id, d.title AS document_title,
    f.section, f.locator, f.source_tier, f.revision, f.verified, f.fact_id
FROM told JOIN fact f USING (fact_id) JOIN indicator i USING (indicator_id) JOIN document d USING (document_id)
ORDER BY told.conflict DESC, told.group_number, told.preference
LIMIT $most
"""

READING_COLUMNS = (
    "group_number", "conflict", "preference", "indicator_name", "indicator_reported", "measure", "value", "value_high", "unit",
    "bound", "value_reported", "unit_reported", "period_start", "period_end", "status", "document_id", "document_title",
    "section", "locator", "source_tier", "revision", "verified", "fact_id",
)  # fmt: skip

_TOLD_TWICE = "SELECT count(*) FROM observation WHERE place_code = $place AND reports > 1"

_CONFLICTING = "SELECT unnest(fact_ids) AS fact_id FROM observation WHERE place_code = $place AND conflict"


def theme_summary(cursor: duckdb.DuckDBPyConnection, place_code: str, status: str | None = None) -> pd.DataFrame:
    """What one place reports by theme: ``theme_id``, ``theme_name``, ``figures``, ``registered``, ``undated``, ``documents``."""
    return cursor.execute(_SUMMARY, {"place": place_code, "status": status}).df()


def peers(
    cursor: duckdb.DuckDBPyConnection,
    indicators: tuple[str, ...],
    ends: tuple[date, ...],
    statuses: tuple[str, ...],
) -> pd.DataFrame:
    """Observations of all counties for indicators, last days of periods and statuses; the fields of a key among the columns."""
    values = {"indicators": list(indicators), "ends": list(ends), "statuses": list(statuses)}
    return cursor.execute(_PEERS, values).df()


def readings(cursor: duckdb.DuckDBPyConnection, place_code: str, most: int) -> pd.DataFrame:
    """All reports of each observation of a place that several documents or passages report, conflicts first.

    ``group_number`` tells the observations apart, ``preference`` 1 is the report whose value is shown.
    """
    told_twice = cursor.execute(_TOLD_TWICE, {"place": place_code}).fetchone()
    if told_twice is None or not told_twice[0]:
        return pd.DataFrame(columns=list(READING_COLUMNS))  # most counties repeat nothing: the long question is saved
    return cursor.execute(_READINGS, {"place": place_code, "most": most}).df()


def place_figures(cursor: duckdb.DuckDBPyConnection, filters: Filters, most: int, start: int = 0) -> pd.DataFrame:
    """Figures of the one place of ``filters``, as ``queries.figures`` has them, with ``conflict`` of their observation."""
    (place_code,) = filters.place
    frame = figures(cursor, filters, most, start)
    return frame.assign(conflict=frame["fact_id"].isin(conflicting(cursor, place_code)["fact_id"]))


def conflicting(cursor: duckdb.DuckDBPyConnection, place_code: str) -> pd.DataFrame:
    """Facts of a place whose observation has reports that disagree: ``fact_id``."""
    return cursor.execute(_CONFLICTING, {"place": place_code}).df()
