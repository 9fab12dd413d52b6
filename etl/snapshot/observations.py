"""Observations worked out once, when a snapshot is built, and stored in it: no reader works them out again."""

from __future__ import annotations

import duckdb

# Sorted by what questions ask for: a question reads a few blocks of the table and leaves the rest.
_EVERY = """
INSERT INTO stored_observation BY NAME
SELECT * EXCLUDE all_verified, CASE WHEN all_verified THEN 'both' ELSE 'every' END AS counted
FROM observe(false)
ORDER BY indicator_id, period_end, measure, status, unit, period_start, baseline, rank_within, place_code
"""
_VERIFIED = """
INSERT INTO stored_observation BY NAME
SELECT * EXCLUDE all_verified, 'verified' AS counted
FROM observe(true) o
WHERE NOT EXISTS (SELECT 1 FROM stored_observation s WHERE s.counted = 'both' AND s.fact_id = o.fact_id)
ORDER BY indicator_id, period_end, measure, status, unit, period_start, baseline, rank_within, place_code
"""
_DOUBTFUL = "SELECT 1 FROM fact WHERE NOT verified LIMIT 1"


def store(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``stored_observation`` from the facts of a snapshot that is being built.

    An observation that rests on verified reports alone is stored once for both ways of counting.
    """
    connection.execute(_EVERY)
    if connection.execute(_DOUBTFUL).fetchall():
        connection.execute(_VERIFIED)
