"""What only the pages ask of a snapshot: what they offer for choosing."""

from __future__ import annotations

import duckdb
import pandas as pd

_KEYS = """
SELECT i.theme_id, o.indicator_id, o.measure, o.unit, o.status, o.period_start, o.period_end, o.baseline, o.rank_within,
    min(o.display_unit) AS display_unit, count(*) AS places, count_if(NOT o.verified) AS unverified
FROM observation_of($verified) o JOIN indicator i USING (indicator_id) JOIN place p USING (place_code)
WHERE p.level = $level
GROUP BY ALL
ORDER BY i.theme_id, o.indicator_id, o.measure, o.status, o.period_end, o.period_start NULLS FIRST, o.unit, o.baseline,
    o.rank_within
"""

_REPORTING = """
WITH side AS (
    SELECT o.*, EXISTS (SELECT 1 FROM place_group_member m WHERE m.group_id = $group AND m.place_code = o.place_code
        AND m.valid_from <= o.period_end AND coalesce(m.valid_to, DATE '9999-12-31') >= o.period_end) AS member
    FROM observation_of($verified) o JOIN place p USING (place_code)
    WHERE p.level = 'county' AND o.status = $status)
SELECT indicator_id, measure, unit, status, period_start, period_end, baseline, rank_within,
    count_if(member) AS members, count_if(NOT member) AS others,
    count_if(member AND NOT verified) AS members_unverified, count_if(NOT member AND NOT verified) AS others_unverified
FROM side GROUP BY ALL
ORDER BY indicator_id, measure, period_end, period_start NULLS FIRST, unit, baseline, rank_within
"""

_PERIODS = "SELECT period_start, period_end, count(*) AS facts FROM fact GROUP BY ALL ORDER BY period_end DESC, period_start DESC"

_INDICATORS = (
    "SELECT indicator_id, name_zh, definition, theme_id, kind, canonical_unit FROM indicator ORDER BY indicator_id"
)

_GROUPS = """
SELECT g.group_id, g.name_zh, m.place_code, m.valid_from, m.valid_to
FROM place_group g JOIN place_group_member m USING (group_id)
ORDER BY g.group_id, m.valid_from, m.place_code
"""

_CITY_COVERAGE = """
SELECT p.place_code, p.name, count(f.fact_id) AS figures, count(DISTINCT f.document_id) AS documents
FROM place p
LEFT JOIN fact f ON f.place_code = p.place_code AND f.review <> 'rejected'
    AND ($theme IS NULL OR f.theme_id = $theme) AND ($status IS NULL OR f.status = $status)
WHERE p.level = 'city'
GROUP BY ALL ORDER BY p.place_code
"""

_REPORTS = """
SELECT f.place_code, f.measure, f.value / f.display_factor AS value, f.value_high / f.display_factor AS value_high,
    f.display_unit AS unit, f.bound, f.status, f.scope, f.period_start, f.period_end, f.baseline
FROM fact f JOIN place p USING (place_code)
WHERE p.level = $level AND f.indicator_id = $indicator AND f.review <> 'rejected'
ORDER BY f.place_code, f.period_end DESC NULLS LAST, f.measure, f.fact_id
"""


def keys(cursor: duckdb.DuckDBPyConnection, level: str, unverified: bool = True) -> pd.DataFrame:
    """Comparability keys with data at a place level.

    Columns: the fields of a key, ``theme_id``, ``display_unit``, ``places``, ``unverified`` (how many of the places show a number
    that nobody compared with its original).
    """
    return cursor.execute(_KEYS, {"level": level, "verified": not unverified}).df()


def reporting(
    cursor: duckdb.DuckDBPyConnection, group_id: str, status: str = "actual", unverified: bool = True
) -> pd.DataFrame:
    """How many members of a group and how many other counties report each key; members on the last day of the period.

    Columns: the fields of a key, ``members``, ``others``, ``members_unverified``, ``others_unverified``.
    """
    return cursor.execute(_REPORTING, {"group": group_id, "status": status, "verified": not unverified}).df()


def indicators(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """All registered indicators: ``indicator_id``, ``name_zh``, ``definition``, ``theme_id``, ``kind``, ``canonical_unit``."""
    return cursor.execute(_INDICATORS).df()


def groups(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """All memberships of all groups with their days: ``group_id``, ``name_zh``, ``place_code``, ``valid_from``, ``valid_to``."""
    return cursor.execute(_GROUPS).df()


def coverage_by_city(
    cursor: duckdb.DuckDBPyConnection, theme_id: str | None = None, status: str | None = None
) -> pd.DataFrame:
    """How many figures each city itself (not its counties) reports: ``place_code``, ``name``, ``figures``, ``documents``."""
    return cursor.execute(_CITY_COVERAGE, {"theme": theme_id, "status": status}).df()


def periods(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """All periods that figures speak of, the newest first: ``period_start``, ``period_end`` (missing: undated), ``facts``."""
    return cursor.execute(_PERIODS).df()


def reports(cursor: duckdb.DuckDBPyConnection, indicator_id: str, level: str) -> pd.DataFrame:
    """All that places of a level report of one indicator under whatever key, the newest first; values in the unit of display."""
    return cursor.execute(_REPORTS, {"indicator": indicator_id, "level": level}).df()
