"""What the page of sources and quality asks of a snapshot, and of two."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

_NUMBERS = """
WITH figure AS (
    SELECT f.figure_id, min(f.position) AS position, min(f.char_start) AS char_start, min(f.char_end) AS char_end,
        min(f.locator) AS locator, min(f.value_reported || f.unit_reported) AS said,
        CASE WHEN min(f.review) = 'rejected' THEN 'rejected' ELSE 'figure' END AS kind,
        min(coalesce(i.name_zh, f.indicator_reported)) AS what, string_agg(DISTINCT p.name, '、' ORDER BY p.name) AS places,
        min(f.measure) AS measure, min(f.status) AS status, min(f.review) AS review, min(f.confidence) AS confidence,
        '' AS reason
    FROM fact f JOIN place p USING (place_code) LEFT JOIN indicator i USING (indicator_id)
    WHERE f.document_id = $document
    GROUP BY f.figure_id),
excluded AS (
    SELECT document_id || ':' || char_start AS figure_id, char_start::BIGINT AS position, char_start, char_end,
        char_start || '–' || char_end AS locator, text AS said, 'exclusion' AS kind, '' AS what, '' AS places, '' AS measure,
        '' AS status, '' AS review, '' AS confidence, reason
    FROM exclusion WHERE document_id = $document)
SELECT *
FROM (SELECT * FROM figure UNION ALL BY NAME SELECT * FROM excluded)
WHERE $kind IN ('all', kind)
ORDER BY position, figure_id
LIMIT $most OFFSET $start
"""

_COUNTS = """
SELECT 'figure' AS kind, CASE WHEN review = 'rejected' THEN 'rejected' ELSE '' END AS reason, count(DISTINCT figure_id) AS numbers
FROM fact WHERE document_id = $document GROUP BY ALL
UNION ALL
SELECT 'exclusion', reason, count(*) FROM exclusion WHERE document_id = $document GROUP BY ALL
ORDER BY 1 DESC, 2
"""

_NUMBER = """
SELECT f.fact_id, f.figure_id, p.name AS place_name, t.name_zh AS theme_name, i.name_zh AS indicator_name,
    f.indicator_reported, f.measure, f.value / f.display_factor AS value, f.value_high / f.display_factor AS value_high,
    f.display_unit AS unit, f.value_reported, f.unit_reported, f.bound, f.scope, f.scope_name, f.status, f.role,
    f.period_start, f.period_end, f.period_reported,
    f.rank_within, f.baseline, f.is_joint, f.document_id, f.section, f.locator, f.char_start, f.char_end, f.source_tier,
    f.revision, f.review, f.confidence, f.place_basis, f.period_basis, f.indicator_basis, f.scope_basis, f.theme_basis,
    f.verified, f.source, f.source_url, f.note
FROM fact f JOIN place p USING (place_code) JOIN theme t USING (theme_id) LEFT JOIN indicator i USING (indicator_id)
WHERE f.figure_id = $figure
ORDER BY f.fact_id
"""

_EXCLUSION = "SELECT * FROM exclusion WHERE document_id = $document AND char_start = $start"

_CONFLICTS = """
WITH told AS (
    SELECT row_number() OVER (ORDER BY o.place_code, o.indicator_id, o.measure, o.period_end DESC, o.fact_id) AS group_number,
        unnest(o.fact_ids) AS fact_id, generate_subscripts(o.fact_ids, 1) AS preference
    FROM observation o WHERE o.conflict)
SELECT told.group_number, told.preference, true AS conflict, p.name AS place_name, i.name_zh AS indicator_name,
    f.indicator_reported, f.measure, f.value / f.display_factor AS value, f.value_high / f.display_factor AS value_high,
    f.display_unit AS unit, f.bound, f.period_start, f.period_end, f.document_id, d.title AS document_title, f.section,
    f.locator, f.source_tier, f.revision, f.verified, f.fact_id
FROM told JOIN fact f USING (fact_id) JOIN place p USING (place_code) JOIN indicator i USING (indicator_id)
    JOIN document d USING (document_id)
ORDER BY told.group_number, told.preference
LIMIT $most
"""

_DEFINITIONS = """
SELECT t.name_zh AS theme_name, i.indicator_id, i.name_zh, i.name_en, i.definition, i.kind, i.canonical_unit, i.polarity,
    count(f.fact_id) AS facts
FROM indicator i JOIN theme t USING (theme_id) LEFT JOIN fact f USING (indicator_id)
GROUP BY ALL ORDER BY min(t.sort_order), i.indicator_id
"""

_GROUPS = """
SELECT g.group_id, g.name_zh, g.definition, g.note, g.source, m.valid_from, m.valid_to, count(*) AS members,
    string_agg(p.name, '、' ORDER BY p.place_code) AS names
FROM place_group g JOIN place_group_member m USING (group_id) JOIN place p USING (place_code)
GROUP BY ALL ORDER BY min(m.valid_from), g.group_id
"""

_COMPARED = """
    f.fact_id, f.figure_id, f.document_id, f.place_code, f.indicator_id, f.indicator_reported, f.measure, f.value,
    f.value_high, f.unit, f.bound, f.scope, f.status, f.period_start, f.period_end, f.baseline, f.rank_within, f.review,
    f.theme_id
"""
_CHANGES = f"""
WITH new AS (SELECT {_COMPARED}, p.name AS place_name, f.value / f.display_factor AS shown, f.display_unit
    FROM newer.fact f JOIN newer.place p USING (place_code)),
old AS (SELECT {_COMPARED}, p.name AS place_name, f.value / f.display_factor AS shown, f.display_unit
    FROM older.fact f JOIN older.place p USING (place_code)),
told AS (
    SELECT coalesce(new.fact_id, old.fact_id) AS fact_id, coalesce(new.figure_id, old.figure_id) AS figure_id,
        coalesce(new.document_id, old.document_id) AS document_id, coalesce(new.place_name, old.place_name) AS place_name,
        coalesce(new.indicator_reported, old.indicator_reported) AS indicator_reported,
        CASE WHEN old.fact_id IS NULL THEN 'added' WHEN new.fact_id IS NULL THEN 'withdrawn' ELSE 'revised' END AS change,
        old.shown AS value_before, old.display_unit AS unit_before, new.shown AS value_now, new.display_unit AS unit_now,
        array_to_string(list_filter([
            CASE WHEN (old.value, old.value_high, old.unit, old.bound)
                IS DISTINCT FROM (new.value, new.value_high, new.unit, new.bound) THEN 'value' END,
            CASE WHEN (old.period_start, old.period_end) IS DISTINCT FROM (new.period_start, new.period_end) THEN 'period' END,
            CASE WHEN (old.indicator_id, old.indicator_reported) IS DISTINCT FROM (new.indicator_id, new.indicator_reported)
                THEN 'indicator' END,
            CASE WHEN old.measure <> new.measure THEN 'measure' END, CASE WHEN old.status <> new.status THEN 'status' END,
            CASE WHEN old.scope <> new.scope THEN 'scope' END, CASE WHEN old.theme_id <> new.theme_id THEN 'theme' END,
            CASE WHEN (old.baseline, old.rank_within) IS DISTINCT FROM (new.baseline, new.rank_within) THEN 'baseline' END,
            CASE WHEN old.review <> new.review THEN 'review' END], lambda field: field IS NOT NULL), ',') AS fields
    FROM new FULL JOIN old ON new.fact_id = old.fact_id)
SELECT *, count(*) OVER () AS total, count_if(change = 'added') OVER () AS added,
    count_if(change = 'withdrawn') OVER () AS withdrawn,   count_if(change = 'revised') OVER () AS revised
FROM told WHERE change <> 'revised' OR fields <> ''
ORDER BY change, fact_id
LIMIT $most
"""  # noqa: S608 - made of this module's own texts


def numbers(cursor: duckdb.DuckDBPyConnection, document_id: str, kind: str, most: int, start: int = 0) -> pd.DataFrame:
    """Every number of a document in its order: figures (``kind`` ``figure``, ``rejected``) and exclusions with their reason.

    ``kind`` ``all`` asks for all.
    """
    values = {"document": document_id, "kind": kind, "most": most, "start": start}
    return cursor.execute(_NUMBERS, values).df()


def number_counts(cursor: duckdb.DuckDBPyConnection, document_id: str) -> pd.DataFrame:
    """How many numbers of a document are figures, rejected figures, exclusions: ``kind``, ``reason``, ``numbers``."""
    return cursor.execute(_COUNTS, {"document": document_id}).df()


def number(cursor: duckdb.DuckDBPyConnection, figure_id: str) -> pd.DataFrame:
    """The facts of one figure with all that is known of them."""
    return cursor.execute(_NUMBER, {"figure": figure_id}).df()


def exclusion(cursor: duckdb.DuckDBPyConnection, document_id: str, start: int) -> pd.DataFrame:
    """The exclusion at one place of a document, if there is one."""
    return cursor.execute(_EXCLUSION, {"document": document_id, "start": start}).df()


def conflicts(cursor: duckdb.DuckDBPyConnection, most: int) -> pd.DataFrame:
    """All readings of all observations whose reports disagree; ``preference`` 1 is the one that is shown."""
    return cursor.execute(_CONFLICTS, {"most": most}).df()


def definitions(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """All registered indicators with their theme and how many facts there are of each."""
    return cursor.execute(_DEFINITIONS).df()


def group_versions(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Each group and stretch of days with its members by name."""
    return cursor.execute(_GROUPS).df()


def changes(cursor: duckdb.DuckDBPyConnection, newer: str, older: str, most: int) -> pd.DataFrame:
    """What two snapshots differ in, fact by fact.

    Args:
        cursor: Unused but for the order of arguments that all queries share; both files are opened apart, for reading.
        newer: Path of the snapshot in service.
        older: Path of another.
        most: Rows to return.

    Returns:
        ``change`` (added, withdrawn, revised), ``fields`` (what was revised), values before and now, and the counts of all
        (``added``, ``withdrawn``, ``revised``, ``total``) in every row.
    """
    with duckdb.connect() as both:
        for name, path in (("newer", newer), ("older", older)):
            quoted = str(Path(path)).replace("'", "''")
            both.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        return both.execute(_CHANGES, {"most": most}).df()
