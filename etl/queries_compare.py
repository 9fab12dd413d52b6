"""What the comparison of groups and of two counties asks of a snapshot."""

from __future__ import annotations

import duckdb
import pandas as pd

from etl.queries import Key

_THEME_COUNTS = """
WITH counted AS (
    SELECT place_code, theme_id, count(*) AS figures FROM fact
    WHERE review <> 'rejected' AND ($status IS NULL OR status = $status) AND (verified OR NOT $verified) GROUP BY ALL)
SELECT p.place_code, p.name, c.name AS city_name, t.theme_id, coalesce(n.figures, 0) AS figures
FROM place p CROSS JOIN theme t
LEFT JOIN place c ON c.place_code = p.parent_code
LEFT JOIN counted n ON n.place_code = p.place_code AND n.theme_id = t.theme_id
WHERE p.level = 'county'
ORDER BY p.place_code, t.sort_order
"""

_PLACE_OBSERVATIONS = """
SELECT o.place_code, i.theme_id, o.indicator_id, i.name_zh AS indicator_name, o.measure, o.unit, o.status, o.period_start,
    o.period_end, o.baseline, o.rank_within, o.value / o.display_factor AS value, o.value_high / o.display_factor AS value_high,
    o.display_unit, o.bound, o.reports, o.conflict, o.fact_id, o.review, o.verified
FROM observation o JOIN indicator i USING (indicator_id) JOIN theme t USING (theme_id)
WHERE o.place_code = $place AND ($status IS NULL OR o.status = $status)
ORDER BY o.status <> 'actual', o.period_end DESC, o.period_start DESC NULLS LAST, t.sort_order, o.indicator_id, o.measure, o.unit,
    o.baseline, o.rank_within, o.status
LIMIT $most
"""

_ABOVE = """
SELECT o.place_code, p.name, p.level, o.value / o.display_factor AS value, o.value_high / o.display_factor AS value_high, o.bound,
    o.reports, o.conflict, o.fact_id, o.verified
FROM observation_of($verified) o JOIN place p USING (place_code)
WHERE p.level <> 'county' AND o.indicator_id = $indicator_id AND o.measure = $measure AND o.unit = $unit AND o.status = $status
    AND o.period_start IS NOT DISTINCT FROM $period_start::DATE AND o.period_end IS NOT DISTINCT FROM $period_end::DATE
    AND o.baseline = $baseline AND o.rank_within = $rank_within
ORDER BY o.place_code
"""

_GROUP_COVERAGE = """
SELECT DISTINCT o.place_code, o.indicator_id
FROM observation_of($verified) o JOIN place p USING (place_code)
WHERE p.level = 'county' AND o.status = $status
ORDER BY ALL
"""


def theme_counts(cursor: duckdb.DuckDBPyConnection, status: str | None = None, unverified: bool = True) -> pd.DataFrame:
    """How many figures each county reports in each theme, zeros included.

    Columns: ``place_code``, ``name``, ``city_name``, ``theme_id``, ``figures``; counties by code, themes in their order.
    """
    return cursor.execute(_THEME_COUNTS, {"status": status, "verified": not unverified}).df()


def place_observations(
    cursor: duckdb.DuckDBPyConnection, place_code: str, status: str | None = None, most: int | None = None
) -> pd.DataFrame:
    """Observations of one place, at most ``most``: actual figures before targets and rules, the newest period first.

    Values are in the unit of display. Targets reach far into the future: by period alone they would push all outcomes out.
    """
    return cursor.execute(_PLACE_OBSERVATIONS, {"place": place_code, "status": status, "most": most}).df()


def above(cursor: duckdb.DuckDBPyConnection, key: Key, unverified: bool = True) -> pd.DataFrame:
    """What the province and the cities themselves report under a key: ``place_code``, ``name``, ``level``, values as observed."""
    values = {name: getattr(key, name) for name in Key.__dataclass_fields__}
    return cursor.execute(_ABOVE, values | {"verified": not unverified}).df()


def reporting_counties(
    cursor: duckdb.DuckDBPyConnection, status: str = "actual", unverified: bool = True
) -> pd.DataFrame:
    """Which county reports which indicator comparably under any key: ``place_code``, ``indicator_id``."""
    return cursor.execute(_GROUP_COVERAGE, {"status": status, "verified": not unverified}).df()
