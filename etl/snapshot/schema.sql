-- The only definition of the tables of a snapshot. Base units (元, 人, 户, 亩 …) in value; canonical units are the indicator's.

CREATE TABLE theme (theme_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, definition VARCHAR NOT NULL, sort_order INTEGER NOT NULL);

CREATE TABLE indicator (
    indicator_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, definition VARCHAR NOT NULL,
    theme_id VARCHAR NOT NULL REFERENCES theme, kind VARCHAR NOT NULL, canonical_unit VARCHAR NOT NULL,
    canonical_factor DOUBLE NOT NULL, -- value in canonical unit = value / canonical_factor
    polarity VARCHAR NOT NULL);

CREATE TABLE place (place_code VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, short_name VARCHAR NOT NULL, level VARCHAR NOT NULL, parent_code VARCHAR, pinyin VARCHAR);

CREATE TABLE place_group (group_id VARCHAR PRIMARY KEY, name_zh VARCHAR NOT NULL, definition VARCHAR NOT NULL, source VARCHAR NOT NULL);

CREATE TABLE place_group_member (
    group_id VARCHAR NOT NULL REFERENCES place_group, place_code VARCHAR NOT NULL REFERENCES place,
    valid_from DATE NOT NULL, valid_to DATE, source VARCHAR NOT NULL, PRIMARY KEY (group_id, place_code, valid_from));

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
    review VARCHAR NOT NULL); -- unreviewed | accepted | corrected | rejected

CREATE TABLE exclusion (
    document_id VARCHAR NOT NULL REFERENCES document, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, text VARCHAR NOT NULL,
    reason VARCHAR NOT NULL, PRIMARY KEY (document_id, char_start));

CREATE TABLE build (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL); -- what was built from what: hashes, versions, counts

-- What may be mapped, ranked and compared: one row per place and comparability key.
-- Columns (contract with the dashboard): place_code, indicator_id, measure, unit, status, period_start, period_end, baseline, rank_within,
-- value, value_high, bound, reports (number of facts merged), documents (distinct documents), conflict (BOOLEAN: reports disagree beyond rounding),
-- fact_id (the fact whose value is shown), fact_ids (list of all), source_tier, review, confidence.
