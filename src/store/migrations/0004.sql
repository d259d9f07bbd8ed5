-- One set of names in views, CSV and JSON: published, ref, speaker_id (the stable id); row numbers are called …_row.
DROP VIEW conflict_pairs;
DROP VIEW speaker_counts;
DROP VIEW speaker_roles;
DROP VIEW attributions;
DROP VIEW attribution_history;

CREATE VIEW attribution_history AS
-- one row a statement, also those of earlier versions and extractions and of speakers left out (current = 0)
SELECT
    s.uid AS id,
    sp.name AS speaker,
    coalesce(r.role, v.role) AS role,
    s.kind AS kind,
    s.act AS act,
    s.text AS text,
    a.outlet AS outlet,
    a.published AS published,
    a.title AS title,
    v.type AS type,
    coalesce(r.organization, v.organization) AS organization,
    coalesce(r.country, v.country) AS country,
    s.negated AS negated,
    s.on_record AS on_record,
    s.confidence AS confidence,
    s.source AS source,
    s.cue AS cue,
    s.via AS via,
    s.how AS how,
    substr(a.text, s.context_start + 1, s.context_stop - s.context_start) AS sentence,
    a.uid AS article,
    a.document AS document,
    a.url AS url,
    s.reference AS ref,
    v.name AS name,
    sp.uid AS speaker_id,
    (SELECT count(*) FROM appearances AS p WHERE p.article_id = a.id AND p.superseded_by IS NULL) AS appearances,
    (SELECT group_concat(p.start || '-' || p.stop, ';') FROM (
        SELECT start, stop FROM spans WHERE statement_id = s.id AND part = 'content' ORDER BY n) AS p) AS content,
    s.context_start || '-' || s.context_stop AS context,
    s.start AS start,
    s.id AS statement_row,
    s.article_id AS article_row,
    v.id AS voice_row,
    v.speaker_id AS speaker_row,
    s.withdrawn_at IS NULL AND a.superseded_by IS NULL AND sp.hidden IS NOT 1 AS current
FROM statements AS s
JOIN articles AS a ON a.id = s.article_id
LEFT JOIN roles AS r ON r.id = s.role_id
LEFT JOIN voices AS v ON v.id = s.voice_id
LEFT JOIN speakers AS sp ON sp.id = v.speaker_id;

CREATE VIEW attributions AS
-- one row a statement, current ones only: the attribution table, with the names of columns that CSV and JSON have
SELECT
    id, speaker, role, kind, act, text, outlet, published, title, type, organization, country, negated, on_record,
    confidence, source, cue, via, how, sentence, article, document, url, ref, name, speaker_id, appearances, content,
    context, start, statement_row, article_row, voice_row, speaker_row
FROM attribution_history
WHERE current;

CREATE VIEW speaker_roles AS
-- the roles of speakers over time
SELECT
    sp.name AS speaker,
    r.role AS role,
    r.organization AS organization,
    min(a.published) AS first,
    max(a.published) AS last,
    count(DISTINCT a.id) AS articles,
    group_concat(DISTINCT a.outlet) AS outlets,
    sp.uid AS speaker_id,
    sp.id AS speaker_row
FROM roles AS r
JOIN voices AS v ON v.id = r.voice_id
JOIN speakers AS sp ON sp.id = v.speaker_id
JOIN articles AS a ON a.id = r.article_id
WHERE a.superseded_by IS NULL AND sp.hidden = 0
GROUP BY sp.id, r.role, r.organization;

CREATE VIEW speaker_counts AS
-- how often each speaker is quoted, and when
SELECT
    speaker,
    type,
    count(*) AS statements,
    count(DISTINCT article_row) AS articles,
    count(DISTINCT outlet) AS outlets,
    min(published) AS first,
    max(published) AS last,
    speaker_id,
    speaker_row
FROM attributions
WHERE speaker_row IS NOT NULL
GROUP BY speaker_row;

CREATE VIEW conflict_pairs AS
-- conflicts with both statements side by side
SELECT
    c.uid AS id,
    c.kind AS kind,
    c.score AS score,
    c.firm AS firm,
    c.question AS question,
    c.why AS why,
    a.speaker AS a_speaker,
    a.role AS a_role,
    a.text AS a_text,
    a.outlet AS a_outlet,
    a.published AS a_published,
    b.speaker AS b_speaker,
    b.role AS b_role,
    b.text AS b_text,
    b.outlet AS b_outlet,
    b.published AS b_published,
    c.rule AS rule,
    j.verdict AS verdict,
    a.id AS a_statement,
    b.id AS b_statement,
    a.document AS a_document,
    b.document AS b_document,
    a.ref AS a_ref,
    b.ref AS b_ref,
    c.id AS conflict_row
FROM conflicts AS c
JOIN attributions AS a ON a.statement_row = c.a_statement
JOIN attributions AS b ON b.statement_row = c.b_statement
LEFT JOIN judgements AS j ON j.conflict = c.uid;

-- What went wrong when a statement was compared is noted at it. And all are compared again: a program that was killed while it
-- compared had marked statements as compared whose conflicts it had not stored. What is stored and what people ruled stays.
ALTER TABLE statements ADD COLUMN comparison_fault TEXT;
CREATE INDEX statements_faulty ON statements (id) WHERE comparison_fault IS NOT NULL;
UPDATE statements SET compared = 0 WHERE compared = 1;

-- Datasette and sqlite-utils find a full-text table only by content="…", written just so.
DROP TABLE statements_fts;
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content="statements", content_rowid="id", tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
