-- Version 1. Never edited once released: a change is a new file here, and schema.sql shows the sum.
CREATE TABLE engines (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    weights TEXT NOT NULL,
    UNIQUE (name, weights)
) STRICT;
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    byline TEXT,
    published TEXT,
    url TEXT,
    imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    superseded_by INTEGER REFERENCES articles (id),
    added_at TEXT NOT NULL,
    engine_id INTEGER NOT NULL REFERENCES engines (id),
    text TEXT NOT NULL
) STRICT;
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_document ON articles (document);
CREATE TABLE appearances (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    url TEXT,
    address TEXT,
    outlet TEXT,
    title TEXT,
    byline TEXT,
    published TEXT,
    superseded_by INTEGER REFERENCES appearances (id),
    added_at TEXT NOT NULL
) STRICT;
CREATE INDEX appearances_article ON appearances (article_id);
CREATE INDEX appearances_address ON appearances (address);
CREATE TABLE notes (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    n INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (article_id, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE speakers (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL CHECK (
        type IN ('person', 'organization', 'document', 'group', 'unnamed person', 'anonymous')),
    role TEXT,
    organization TEXT,
    country TEXT,
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
) STRICT;
CREATE TABLE voices (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    speaker_id INTEGER NOT NULL REFERENCES speakers (id),
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    type TEXT NOT NULL,
    role TEXT,
    organization TEXT,
    country TEXT,
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))
) STRICT;
CREATE INDEX voices_article ON voices (article_id);
CREATE INDEX voices_speaker ON voices (speaker_id);
CREATE INDEX voices_key ON voices (key);
CREATE INDEX voices_unsettled ON voices (id) WHERE settled = 0;
CREATE TABLE voice_blocks (
    block INTEGER NOT NULL,
    voice_id INTEGER NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    PRIMARY KEY (block, voice_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX voice_blocks_voice ON voice_blocks (voice_id);
CREATE TABLE doubts (
    a_voice INTEGER NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    b_voice INTEGER NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    why TEXT NOT NULL,
    PRIMARY KEY (a_voice, b_voice)
) STRICT, WITHOUT ROWID;
CREATE INDEX doubts_b ON doubts (b_voice);
CREATE TABLE aliases (
    speaker_id INTEGER NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (speaker_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_key ON aliases (key);
CREATE TABLE known_speakers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    role TEXT,
    organization TEXT,
    country TEXT,
    since TEXT,
    until TEXT,
    wikidata TEXT
) STRICT;
CREATE TABLE roles (
    id INTEGER PRIMARY KEY,
    voice_id INTEGER NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    role TEXT NOT NULL,
    organization TEXT,
    country TEXT,
    start INTEGER,
    stop INTEGER,
    CHECK ((start IS NULL) = (stop IS NULL))
) STRICT;
CREATE INDEX roles_voice ON roles (voice_id);
CREATE INDEX roles_article ON roles (article_id);
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    voice_id INTEGER REFERENCES voices (id),
    role_id INTEGER REFERENCES roles (id) ON DELETE SET NULL,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'mixed', 'indirect')),
    act TEXT NOT NULL,
    negated INTEGER NOT NULL CHECK (negated IN (0, 1)),
    on_record INTEGER NOT NULL CHECK (on_record IN (0, 1)),
    text TEXT NOT NULL,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    via TEXT,
    how TEXT,
    confidence REAL NOT NULL,
    start INTEGER NOT NULL,
    context_start INTEGER NOT NULL,
    context_stop INTEGER NOT NULL,
    engine_id INTEGER NOT NULL REFERENCES engines (id),
    reference TEXT,
    withdrawn_at TEXT,
    compared INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1)),
    UNIQUE (article_id, uid)
) STRICT;
CREATE INDEX statements_uid ON statements (uid);
CREATE INDEX statements_voice ON statements (voice_id);
CREATE INDEX statements_role ON statements (role_id);
CREATE INDEX statements_reference ON statements (reference) WHERE reference IS NOT NULL;
CREATE INDEX statements_uncompared ON statements (id) WHERE compared = 0;
CREATE TABLE spans (
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    part TEXT NOT NULL CHECK (part IN ('content', 'cue', 'source', 'name', 'role')),
    n INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    PRIMARY KEY (statement_id, part, n),
    CHECK (0 <= start AND start <= stop)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content = 'statements', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER statements_fts_insert AFTER INSERT ON statements BEGIN
    INSERT INTO statements_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER statements_fts_delete AFTER DELETE ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER statements_fts_update AFTER UPDATE OF text ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO statements_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TABLE propositions (
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    n INTEGER NOT NULL,
    subject TEXT,
    relation TEXT,
    predicate TEXT,
    object TEXT,
    positive INTEGER NOT NULL CHECK (positive IN (0, 1)),
    modality TEXT,
    assertion TEXT,
    scope TEXT,
    time TEXT,
    quantity TEXT,
    start INTEGER,
    stop INTEGER,
    more TEXT,
    PRIMARY KEY (statement_id, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    text TEXT
) STRICT;
CREATE TABLE positions (
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    question_id INTEGER NOT NULL REFERENCES questions (id),
    about TEXT NOT NULL,
    affirms INTEGER NOT NULL CHECK (affirms IN (0, 1)),
    start INTEGER,
    stop INTEGER,
    PRIMARY KEY (statement_id, question_id, about)
) STRICT, WITHOUT ROWID;
CREATE INDEX positions_question ON positions (question_id);
CREATE TABLE postings (
    key INTEGER NOT NULL,
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    PRIMARY KEY (key, statement_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflicts (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('contradiction', 'denial', 'reversal', 'version', 'opposition')),
    score REAL NOT NULL,
    firm INTEGER NOT NULL CHECK (firm IN (0, 1)),
    rule TEXT NOT NULL,
    question TEXT,
    why TEXT NOT NULL,
    a_statement INTEGER NOT NULL REFERENCES statements (id),
    b_statement INTEGER NOT NULL REFERENCES statements (id),
    more TEXT,
    found_at TEXT NOT NULL
) STRICT;
CREATE INDEX conflicts_a ON conflicts (a_statement);
CREATE INDEX conflicts_b ON conflicts (b_statement);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL CHECK (action IN ('merge', 'split', 'rename', 'alias', 'forget', 'judge')),
    value TEXT,
    conflict TEXT,
    rule TEXT,
    summary TEXT NOT NULL,
    reason TEXT,
    decided_at TEXT NOT NULL,
    undone_at TEXT
) STRICT;
CREATE INDEX decisions_conflict ON decisions (conflict) WHERE conflict IS NOT NULL;
CREATE TABLE decision_voices (
    decision_id INTEGER NOT NULL REFERENCES decisions (id),
    voice_id INTEGER NOT NULL REFERENCES voices (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    PRIMARY KEY (decision_id, voice_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_voices_voice ON decision_voices (voice_id);
CREATE VIEW attribution_history AS
SELECT
    s.uid AS id,
    sp.name AS speaker,
    coalesce(r.role, v.role) AS role,
    s.kind AS kind,
    s.act AS act,
    s.text AS text,
    a.outlet AS outlet,
    a.published AS date,
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
    s.reference AS reference,
    v.name AS name,
    sp.uid AS speaker_uid,
    s.start AS start,
    s.id AS statement_id,
    s.article_id AS article_id,
    v.id AS voice_id,
    v.speaker_id AS speaker_id,
    s.withdrawn_at IS NULL AND a.superseded_by IS NULL AND sp.hidden IS NOT 1 AS current
FROM statements AS s
JOIN articles AS a ON a.id = s.article_id
LEFT JOIN roles AS r ON r.id = s.role_id
LEFT JOIN voices AS v ON v.id = s.voice_id
LEFT JOIN speakers AS sp ON sp.id = v.speaker_id;
CREATE VIEW attributions AS
SELECT
    id, speaker, role, kind, act, text, outlet, date, title, type, organization, country, negated, on_record,
    confidence, source, cue, via, how, sentence, article, document, url, reference, name, speaker_uid, start,
    statement_id, article_id, voice_id, speaker_id
FROM attribution_history
WHERE current;
CREATE VIEW speaker_roles AS
SELECT
    sp.name AS speaker,
    r.role AS role,
    r.organization AS organization,
    min(a.published) AS first,
    max(a.published) AS last,
    count(DISTINCT a.id) AS articles,
    group_concat(DISTINCT a.outlet) AS outlets,
    sp.uid AS speaker_uid,
    sp.id AS speaker_id
FROM roles AS r
JOIN voices AS v ON v.id = r.voice_id
JOIN speakers AS sp ON sp.id = v.speaker_id
JOIN articles AS a ON a.id = r.article_id
WHERE a.superseded_by IS NULL AND sp.hidden = 0
GROUP BY sp.id, r.role, r.organization;
CREATE VIEW speaker_counts AS
SELECT
    speaker,
    type,
    count(*) AS statements,
    count(DISTINCT article_id) AS articles,
    count(DISTINCT outlet) AS outlets,
    min(date) AS first,
    max(date) AS last,
    speaker_uid,
    speaker_id
FROM attributions
WHERE speaker_id IS NOT NULL
GROUP BY speaker_id;
CREATE VIEW judgements AS
SELECT conflict, rule, value AS verdict, reason, max(id) AS decision_id, decided_at
FROM decisions
WHERE action = 'judge' AND undone_at IS NULL
GROUP BY conflict;
CREATE VIEW conflict_pairs AS
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
    a.date AS a_date,
    b.speaker AS b_speaker,
    b.role AS b_role,
    b.text AS b_text,
    b.outlet AS b_outlet,
    b.date AS b_date,
    c.rule AS rule,
    j.verdict AS verdict,
    a.id AS a_statement,
    b.id AS b_statement,
    c.id AS conflict_id
FROM conflicts AS c
JOIN attributions AS a ON a.statement_id = c.a_statement
JOIN attributions AS b ON b.statement_id = c.b_statement
LEFT JOIN judgements AS j ON j.conflict = c.uid;
