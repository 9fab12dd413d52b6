"""A generated snapshot of any size: the shipped registries, and facts spread over counties, indicators and years."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.snapshot.build import SCHEMA
from etl.snapshot.observations import store
from etl.snapshot.pointer import switch

NAME = "facts-0b0b0b0b0b0b.duckdb"
REGISTRIES = ("theme", "indicator", "place", "place_group", "place_group_member", "document", "build")

_FACTS = """
INSERT INTO fact BY NAME
WITH county AS (
    SELECT row_number() OVER (ORDER BY place_code) - 1 AS number, place_code FROM place WHERE level = 'county'),
named AS (
    SELECT row_number() OVER (ORDER BY indicator_id) - 1 AS number, indicator_id, theme_id, name_zh, canonical_unit,
        canonical_factor
    FROM indicator),
counted AS (
    SELECT n, n % 90 AS county_number, (n // 90) % (SELECT count(*) FROM indicator) AS indicator_number,
        n // 90 // (SELECT count(*) FROM indicator) AS period_number
    FROM range($facts) AS r(n))
SELECT 'generated:' || n AS figure_id, 'generated:' || n || '/' || place_code AS fact_id, place_code, theme_id, indicator_id,
    name_zh AS indicator_reported,
    CASE period_number % 2 WHEN 0 THEN 'growth' ELSE 'level' END AS measure,
    round(CASE period_number % 2 WHEN 0 THEN (hash(n) % 2400) / 100.0 - 6
        ELSE (1 + hash(n) % 90000) * canonical_factor END, 2) AS value,
    NULL::DOUBLE AS value_high,
    CASE period_number % 2 WHEN 0 THEN '%' ELSE canonical_unit END AS unit,
    value::VARCHAR AS value_reported, unit AS unit_reported,
    'exact' AS bound, 'whole' AS scope, '' AS scope_name, 'actual' AS status, '' AS role,
    make_date((2025 - period_number // 2)::INT, 1, 1) AS period_start,
    make_date((2025 - period_number // 2)::INT, 12, 31) AS period_end,
    (2025 - period_number // 2) || '年' AS period_reported, '' AS rank_within, false AS is_joint,
    (SELECT min(document_id) FROM document) AS document_id, '' AS section,
    n::VARCHAR AS locator, n::INT AS char_start, (n + 2)::INT AS char_end,
    CASE period_number % 2 WHEN 0 THEN '同比' ELSE '' END AS baseline, 'high' AS confidence,
    'official' AS source_tier, 'final' AS revision,
    'stated' AS place_basis, 'stated' AS period_basis, 'stated' AS indicator_basis, 'stated' AS scope_basis,
    'stated' AS theme_basis,
    'unreviewed' AS review, 0.01 AS resolution, unit AS display_unit,
    CASE period_number % 2 WHEN 0 THEN 1.0 ELSE canonical_factor END AS display_factor
FROM counted JOIN county ON county.number = county_number JOIN named ON named.number = indicator_number
WHERE hash(n, 7) % 10 < 9
"""
"""Every tenth report is missing, so that no key is complete."""


def generate(shipped: Path, folder: Path, facts: int) -> Path:
    """Write a snapshot of about ``facts`` facts with the registries of ``shipped``, put it into service, return its path."""
    path = folder / NAME
    path.unlink(missing_ok=True)
    with duckdb.connect(path) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        connection.execute(f"ATTACH '{shipped}' AS shipped (READ_ONLY)")
        for table in REGISTRIES:
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM shipped.{table}")  # noqa: S608 - names above
        connection.execute("UPDATE build SET value = ? WHERE key = 'content_hash'", [NAME[6:18] * 5])
        # As many numbers as are needed for so many facts: a tenth is left out.
        connection.execute(_FACTS, {"facts": round(facts / 0.9)})
        store(connection)
        connection.execute("CHECKPOINT")
    switch(folder, NAME)
    return path
