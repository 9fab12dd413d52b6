-- The only definition of the tables of a snapshot. Base units (元, 人, 户, 亩 …) in value; canonical units are the indicator's.

CREATE TABLE theme (theme_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, definition VARCHAR NOT NULL, sort_order INTEGER NOT NULL);

CREATE TABLE indicator (
    indicator_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, definition VARCHAR NOT NULL,
    theme_id VARCHAR NOT NULL REFERENCES theme, kind VARCHAR NOT NULL, canonical_unit VARCHAR NOT NULL,
    canonical_factor DOUBLE NOT NULL, -- value in canonical unit = value / canonical_factor
    polarity VARCHAR NOT NULL);

CREATE TABLE place (place_code VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, short_name VARCHAR NOT NULL, level VARCHAR NOT NULL, parent_code VARCHAR, pinyin VARCHAR);

CREATE TABLE place_group (
    group_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, definition VARCHAR NOT NULL, note VARCHAR NOT NULL,
    source VARCHAR NOT NULL);

CREATE TABLE place_group_member (
    group_id VARCHAR NOT NULL REFERENCES place_group, place_code VARCHAR NOT NULL REFERENCES place,
    valid_from DATE NOT NULL, valid_to DATE, -- both inclusive
    source VARCHAR NOT NULL, PRIMARY KEY (group_id, place_code, valid_from));

CREATE TABLE document (
    document_id VARCHAR PRIMARY KEY, title VARCHAR NOT NULL, kind VARCHAR NOT NULL, publisher VARCHAR, reference_date DATE NOT NULL,
    published_on VARCHAR, place_code VARCHAR, source_tier VARCHAR NOT NULL, note VARCHAR, figures INTEGER NOT NULL, exclusions INTEGER NOT NULL);

CREATE TABLE fact (
    fact_id VARCHAR PRIMARY KEY, figure_id VARCHAR NOT NULL, place_code VARCHAR NOT NULL REFERENCES place, theme_id VARCHAR NOT NULL REFERENCES theme,
    indicator_id VARCHAR REFERENCES indicator, indicator_reported VARCHAR NOT NULL, measure VARCHAR NOT NULL,
    value DOUBLE NOT NULL, value_high DOUBLE, unit VARCHAR NOT NULL, value_reported VARCHAR NOT NULL, unit_reported VARCHAR NOT NULL,
    bound VARCHAR NOT NULL, scope VARCHAR NOT NULL, scope_name VARCHAR NOT NULL, status VARCHAR NOT NULL, role VARCHAR NOT NULL,
    period_start DATE, period_end DATE, period_reported VARCHAR NOT NULL, rank_within VARCHAR NOT NULL, is_joint BOOLEAN NOT NULL,
    document_id VARCHAR NOT NULL REFERENCES document, section VARCHAR NOT NULL, locator VARCHAR NOT NULL, char_start INTEGER, char_end INTEGER,
    baseline VARCHAR NOT NULL, confidence VARCHAR NOT NULL, source_tier VARCHAR NOT NULL, revision VARCHAR NOT NULL,
    place_basis VARCHAR NOT NULL, period_basis VARCHAR NOT NULL, indicator_basis VARCHAR NOT NULL, scope_basis VARCHAR NOT NULL, theme_basis VARCHAR NOT NULL,
    review VARCHAR NOT NULL, -- unreviewed | accepted | corrected | rejected
    resolution DOUBLE NOT NULL, -- size of the last reported digit, in base units
    display_unit VARCHAR NOT NULL, -- the indicator's canonical unit where the figure is of its kind, else the base unit; unregistered: as reported
    display_factor DOUBLE NOT NULL, -- value in display unit = value / display_factor
    position BIGINT NOT NULL DEFAULT 0, -- order in the document: char_start, in a table by row and column
    verified BOOLEAN NOT NULL DEFAULT true, -- false: nobody compared the number with the original (未与原件核对)
    source VARCHAR NOT NULL DEFAULT '', source_url VARCHAR NOT NULL DEFAULT '', note VARCHAR NOT NULL DEFAULT ''); -- as a row of a table says

CREATE TABLE exclusion (
    document_id VARCHAR NOT NULL REFERENCES document, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, text VARCHAR NOT NULL,
    reason VARCHAR NOT NULL, PRIMARY KEY (document_id, char_start));

CREATE TABLE build (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL); -- what was built from what: hashes, versions, counts

-- What may be mapped, ranked and compared: one row per place and comparability key. The value shown is that of the preferred
-- report: one that is verified, the more authoritative source tier, final before preliminary, the newer document, exact before bounded, more decimals.
-- conflict: no value agrees with all reports, given their rounding and their bounds (an approximate value allows 5 %).
-- value, value_high and unit are in base units; display_unit and display_factor are the fact's. fact_ids has the preferred one first.
-- observe(false) counts every report, observe(true) only those that are verified; all_verified: no report of it is doubtful.
-- Readers use the rows as stored when the snapshot was built: observation, observation_of(only_verified).
CREATE MACRO observe(only_verified) AS TABLE
WITH eligible AS (
    SELECT f.*,
        least(f.value, coalesce(f.value_high, f.value)) - f.resolution / 2 AS rounded_low,
        greatest(f.value, coalesce(f.value_high, f.value)) + f.resolution / 2 AS rounded_high,
        CASE
            WHEN f.bound = 'exact' THEN 'both'
            WHEN f.bound = 'approx' THEN 'near'
            WHEN (f.bound IN ('over', 'at_least')) = (f.value >= 0) THEN 'up' -- a fall of more than 5 % lies below -5 %
            ELSE 'down'
        END AS open_side,
        row_number() OVER (
            PARTITION BY f.place_code, f.indicator_id, f.measure, f.unit, f.status, f.period_start, f.period_end, f.baseline, f.rank_within
            ORDER BY
                NOT f.verified,
                CASE f.source_tier WHEN 'official' THEN 0 WHEN 'official_text_reposted' THEN 1 WHEN 'press' THEN 2 ELSE 3 END,
                CASE f.revision WHEN 'final' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END,
                d.reference_date DESC, f.bound <> 'exact', f.resolution, f.document_id, f.position, f.figure_id
        ) AS preference
    FROM fact f JOIN place p USING (place_code) JOIN document d USING (document_id)
    WHERE f.indicator_id IS NOT NULL AND f.scope = 'whole' AND NOT f.is_joint AND f.role <> 'from' AND f.review <> 'rejected'
        AND f.period_end IS NOT NULL AND p.level IN ('county', 'city', 'province') AND (f.verified OR NOT only_verified)),
report AS (
    SELECT *,
        CASE open_side WHEN 'down' THEN '-infinity'::DOUBLE
            WHEN 'near' THEN least(rounded_low, value - abs(value) * 0.05) ELSE rounded_low END AS lowest,
        CASE open_side WHEN 'up' THEN 'infinity'::DOUBLE
            WHEN 'near' THEN greatest(rounded_high, value + abs(value) * 0.05) ELSE rounded_high END AS highest
    FROM eligible)
SELECT place_code, indicator_id, measure, unit, status, period_start, period_end, baseline, rank_within,
    arg_min(value, preference) AS value,
    first(value_high ORDER BY preference) AS value_high,
    arg_min(bound, preference) AS bound,
    count(*) AS reports,
    count(DISTINCT document_id) AS documents,
    max(lowest) >= min(highest) - 1e-9 * greatest(max(abs(value)), 1e-3) AS conflict,
    arg_min(fact_id, preference) AS fact_id,
    list(fact_id ORDER BY preference) AS fact_ids,
    arg_min(source_tier, preference) AS source_tier,
    arg_min(review, preference) AS review,
    arg_min(verified, preference) AS verified,
    arg_min(revision, preference) AS revision,
    arg_min(source, preference) AS source,
    arg_min(confidence, preference) AS confidence,
    arg_min(display_unit, preference) AS display_unit,
    arg_min(display_factor, preference) AS display_factor,
    bool_and(verified) AS all_verified
FROM report
GROUP BY place_code, indicator_id, measure, unit, status, period_start, period_end, baseline, rank_within;

CREATE TABLE stored_observation (
    place_code VARCHAR NOT NULL, indicator_id VARCHAR NOT NULL, measure VARCHAR NOT NULL, unit VARCHAR NOT NULL, status VARCHAR NOT NULL,
    period_start DATE, period_end DATE NOT NULL, baseline VARCHAR NOT NULL, rank_within VARCHAR NOT NULL,
    value DOUBLE NOT NULL, value_high DOUBLE, bound VARCHAR NOT NULL, reports BIGINT NOT NULL, documents BIGINT NOT NULL,
    conflict BOOLEAN NOT NULL, fact_id VARCHAR NOT NULL, fact_ids VARCHAR[] NOT NULL, source_tier VARCHAR NOT NULL, review VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL, revision VARCHAR NOT NULL, source VARCHAR NOT NULL, confidence VARCHAR NOT NULL,
    display_unit VARCHAR NOT NULL, display_factor DOUBLE NOT NULL,
    counted VARCHAR NOT NULL); -- both | every | verified: which way of counting has this row

CREATE MACRO observation_of(only_verified) AS TABLE
SELECT * EXCLUDE counted FROM stored_observation WHERE counted <> CASE WHEN only_verified THEN 'every' ELSE 'verified' END;

CREATE VIEW observation AS SELECT * EXCLUDE counted FROM stored_observation WHERE counted <> 'verified';
