-- Joint speakers: everyone who voices a statement is kept. Decisions: on statements too, with who, source and a stable id;
-- those of other desks can wait. Voices are named in them by their stable ids, so that none is lost with an article.
DROP VIEW conflict_pairs;
DROP VIEW judgements;
DROP VIEW speaker_counts;
DROP VIEW speaker_roles;
DROP VIEW attributions;
DROP VIEW attribution_history;

ALTER TABLE statements ADD COLUMN checked TEXT CHECK (checked IN ('accepted', 'rejected', 'fixed'));
ALTER TABLE statements ADD COLUMN finding TEXT CHECK (finding IN ('verified', 'disputed', 'false', 'open'));

CREATE TABLE statement_voices (
    -- everyone who voices a statement ("A and B said"): the first, who is in `statements` too, and the others
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    n INTEGER NOT NULL, -- 0 for the first
    voice_id INTEGER NOT NULL REFERENCES voices (id),
    role_id INTEGER REFERENCES roles (id) ON DELETE SET NULL, -- in which role, as printed
    how TEXT, -- in words, how this speaker was found
    confidence REAL, -- share of names given so that are right
    PRIMARY KEY (statement_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_voices_voice ON statement_voices (voice_id);
CREATE INDEX statement_voices_role ON statement_voices (role_id);

CREATE TABLE extracted (
    -- what extraction says of a statement that a person fixed: it comes back when the fix is taken back
    statement_id INTEGER PRIMARY KEY REFERENCES statements (id),
    record TEXT NOT NULL -- columns, spans and voices, as JSON
) STRICT;

INSERT INTO statement_voices (statement_id, n, voice_id, role_id, how)
SELECT id, 0, voice_id, role_id, how FROM statements WHERE voice_id IS NOT NULL;

CREATE TEMP TABLE earlier_decisions AS SELECT * FROM decisions;
CREATE TEMP TABLE earlier_voices AS
SELECT d.decision_id, v.uid AS voice, d.side FROM decision_voices AS d JOIN voices AS v ON v.id = d.voice_id;
DROP TABLE decision_voices;
DROP TABLE decisions;

CREATE TABLE decisions (
    -- what people decided of statements, conflicts and speakers; applied again after every extraction, never deleted
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE, -- made of what was decided, by whom and when
    action TEXT NOT NULL CHECK (action IN (
        'accept', 'reject', 'fix', 'finding', 'note', 'assign', 'judge', 'merge', 'split', 'rename', 'alias', 'forget')),
    field TEXT, -- for "fix": speaker, role, act, kind or content
    value TEXT, -- the name, note or finding given; for "judge" the verdict: right, wrong or unsure
    statement TEXT, -- uid of the statement that it is about
    article TEXT, -- uid of that statement's article
    conflict TEXT, -- uid of the conflict that it is about
    rule TEXT, -- for "judge": the rule that had flagged it
    summary TEXT NOT NULL, -- in words, what was decided
    reason TEXT, -- why, in the words of the person
    source TEXT, -- for "finding": what shows it, such as an address
    decided_by TEXT, -- who
    decided_at TEXT NOT NULL,
    undone_at TEXT, -- when it was taken back
    waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting IN (0, 1)) -- of another desk, which disagrees: not in force
) STRICT;
CREATE INDEX decisions_conflict ON decisions (conflict) WHERE conflict IS NOT NULL;
CREATE INDEX decisions_statement ON decisions (statement) WHERE statement IS NOT NULL;

CREATE TABLE decision_voices (
    -- the voices that a decision about speakers is about
    decision_id INTEGER NOT NULL REFERENCES decisions (id),
    voice TEXT NOT NULL, -- uid of the voice, which may be in no article of this database
    side INTEGER NOT NULL CHECK (side IN (0, 1)), -- merge: 0 gives the name; split: 1 leaves; else 0
    PRIMARY KEY (decision_id, voice)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_voices_voice ON decision_voices (voice);

INSERT INTO decisions (id, uid, action, value, conflict, rule, summary, reason, decided_at, undone_at)
SELECT id, lower(hex(randomblob(8))), action, value, conflict, rule, summary, reason, decided_at, undone_at
FROM earlier_decisions;
INSERT INTO decision_voices (decision_id, voice, side) SELECT decision_id, voice, side FROM earlier_voices;
DROP TABLE earlier_decisions;
DROP TABLE earlier_voices;

CREATE VIEW attribution_history AS
-- one row a statement, also those of earlier versions and extractions, rejected ones, and of speakers left out (current = 0)
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
    (SELECT group_concat(o.name, '; ') FROM (
        SELECT w.name AS name FROM statement_voices AS q
            JOIN voices AS x ON x.id = q.voice_id JOIN speakers AS w ON w.id = x.speaker_id
        WHERE q.statement_id = s.id AND q.n > 0 ORDER BY q.n) AS o) AS others,
    (SELECT q.confidence FROM statement_voices AS q WHERE q.statement_id = s.id AND q.n = 0) AS speaker_confidence,
    s.checked AS checked,
    s.finding AS finding,
    (SELECT f.source FROM findings AS f WHERE f.statement = s.uid AND f.article = a.uid) AS finding_source,
    (SELECT group_concat(n.value, char(10)) FROM (
        SELECT d.value AS value FROM decisions AS d
        WHERE d.statement = s.uid AND d.article = a.uid AND d.action = 'note' AND d.undone_at IS NULL
        ORDER BY d.id) AS n) AS note,
    (SELECT d.value FROM decisions AS d
        WHERE d.statement = s.uid AND d.article = a.uid AND d.action = 'assign' AND d.undone_at IS NULL AND d.waiting = 0
        ORDER BY d.id DESC LIMIT 1) AS assigned,
    s.id AS statement_row,
    s.article_id AS article_row,
    v.id AS voice_row,
    v.speaker_id AS speaker_row,
    s.withdrawn_at IS NULL AND a.superseded_by IS NULL AND sp.hidden IS NOT 1
        AND s.checked IS NOT 'rejected' AS current
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
    context, start, others, speaker_confidence, checked, finding, finding_source, note, assigned, statement_row,
    article_row, voice_row, speaker_row
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
-- how often each speaker is quoted, alone or with others, and when
SELECT
    sp.name AS speaker,
    sp.type AS type,
    count(DISTINCT t.statement_row) AS statements,
    count(DISTINCT t.article_row) AS articles,
    count(DISTINCT t.outlet) AS outlets,
    min(t.published) AS first,
    max(t.published) AS last,
    sp.uid AS speaker_id,
    sp.id AS speaker_row
FROM attributions AS t
JOIN statement_voices AS q ON q.statement_id = t.statement_row
JOIN voices AS v ON v.id = q.voice_id
JOIN speakers AS sp ON sp.id = v.speaker_id
WHERE sp.hidden = 0
GROUP BY sp.id;

CREATE VIEW judgements AS
-- the last verdict on each conflict that is in force
SELECT conflict, rule, value AS verdict, reason, max(id) AS decision_id, decided_at, decided_by
FROM decisions
WHERE action = 'judge' AND undone_at IS NULL AND waiting = 0
GROUP BY conflict;

CREATE VIEW findings AS
-- the desk's last finding on each statement that is in force, with what shows it
SELECT statement, article, value AS finding, source, reason, max(id) AS decision_id, decided_at, decided_by
FROM decisions
WHERE action = 'finding' AND undone_at IS NULL AND waiting = 0
GROUP BY statement, article;

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
