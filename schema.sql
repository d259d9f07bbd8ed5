-- The database of onrecord: who said what, in which role, and who contradicts whom.
-- Open it with sqlite3, Datasette or pandas; begin with the view `attributions` at the end, one row a statement.
--
-- In tables, `id` columns are row numbers of this file and `uid` columns are stable: made of the content, equal in every
-- database. In views, `id`, `article` and `speaker_id` are the stable ones, and row numbers are called …_row.
-- `start` and `stop` count characters (Unicode code points) of articles.text from 0, stop excluded, so that
--     substr(text, start + 1, stop - start)
-- is the words. Days are YYYY-MM-DD, moments UTC. 0 and 1 are no and yes. Nothing that was read is ever deleted: a
-- later text supersedes an article, a later extraction withdraws a statement, and the views show what is current.

PRAGMA application_id = 0x6F6E7263; -- "onrc"
PRAGMA user_version = 12;

CREATE TABLE engines (
    -- what made statements: the program's version and its weights
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL, -- program and version; "import" for statements made elsewhere
    weights TEXT NOT NULL, -- version of the weights
    UNIQUE (name, weights)
) STRICT;

CREATE TABLE articles (
    -- one row for each text; what names it is that of the first place where it was printed
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE, -- made of the text
    document TEXT NOT NULL, -- the name its giver knows it by: a path, or the id of a JSON line
    title TEXT, -- headline
    outlet TEXT, -- newspaper, agency or site
    byline TEXT, -- writers as printed
    published TEXT, -- day of publication
    url TEXT, -- address
    imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)), -- the text is a single statement made elsewhere
    version INTEGER NOT NULL DEFAULT 1, -- 2, 3 … for a later text at the same address
    superseded_by INTEGER REFERENCES articles (id), -- the later text at the same address; none: current; its own: taken out by a person
    added_at TEXT NOT NULL,
    engine_id INTEGER NOT NULL REFERENCES engines (id), -- what read it last
    text TEXT NOT NULL -- exactly as read
) STRICT;
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_document ON articles (document);

CREATE TABLE appearances (
    -- every place where an article's text was printed: more than one for agency copy
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    url TEXT,
    address TEXT, -- the URL without fragment and tracking, or the path: a later text here is a new version
    outlet TEXT,
    title TEXT,
    byline TEXT,
    published TEXT,
    superseded_by INTEGER REFERENCES appearances (id), -- the appearance of the later text at this address
    added_at TEXT NOT NULL,
    uid TEXT, -- of a wire copy with other words around what is said: the id of its text; none: printed as in the article
    text TEXT, -- that text
    printed_outlet TEXT -- the outlet as printed, where it goes by another name
) STRICT;
CREATE INDEX appearances_article ON appearances (article_id);
CREATE INDEX appearances_address ON appearances (address) WHERE address IS NOT NULL;
CREATE INDEX appearances_uid ON appearances (uid) WHERE uid IS NOT NULL;

CREATE TABLE outlet_names (
    -- outlets that articles print in several ways go by one name, as a person said
    form TEXT PRIMARY KEY, -- a way to print it, without case, accents and punctuation
    printed TEXT NOT NULL, -- as it was typed
    name TEXT NOT NULL -- the name that it goes by
) STRICT;

CREATE TABLE shingles (
    -- a few runs of words of each article, by their hashes: texts that share several may be copies of each other
    hash INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_matters (
    -- what an article is about, read once: statements of it are compared with others long after
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    -- the names that it mentions most, and other words that it comes back to, a line each
    names TEXT NOT NULL,
    topics TEXT NOT NULL
) STRICT;

CREATE TABLE notes (
    -- what extraction says of an article, such as what it left out
    article_id INTEGER NOT NULL REFERENCES articles (id),
    n INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (article_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE speakers (
    -- one row for each person, body, document or group, across articles: a set of voices
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE, -- made of its voices; can change when it gains some
    name TEXT NOT NULL, -- for display: the fullest usual name, or what a person decided
    type TEXT NOT NULL CHECK (
        type IN ('person', 'organization', 'document', 'group', 'unnamed person', 'anonymous')),
    role TEXT, -- the one printed most often; all of them are in `roles`
    organization TEXT, -- the one given most often
    country TEXT, -- ISO 3166 code given most often
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)) -- a person decided to leave it out
) STRICT;

CREATE TABLE voices (
    -- a speaker as one article names it
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE, -- made of article, type and name
    article_id INTEGER NOT NULL REFERENCES articles (id),
    speaker_id INTEGER NOT NULL REFERENCES speakers (id),
    name TEXT NOT NULL, -- fullest name that the article gives; for unnamed ones the words that describe them
    key TEXT NOT NULL, -- the name without case, accents and punctuation
    type TEXT NOT NULL,
    role TEXT, -- first role that the article prints
    organization TEXT, -- the body that the role belongs to, or the body itself
    country TEXT, -- ISO 3166 code of a state, or of the state whose office is held
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)), -- identity across articles was decided
    published TEXT -- day of publication of its article
) STRICT;
CREATE INDEX voices_article ON voices (article_id);
CREATE INDEX voices_day ON voices (speaker_id, published);
CREATE INDEX voices_key ON voices (key);
CREATE INDEX voices_unsettled ON voices (id) WHERE settled = 0;

CREATE TABLE name_blocks (
    -- under which keys (hashed) voices of a name can meet others that may be the same speaker
    block INTEGER NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL, -- as in `voices`
    PRIMARY KEY (block, type, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE looks (
    -- the ways in which voices are printed, and the first of each: one more is laid beside these, not beside all
    name INTEGER NOT NULL, -- type and name, hashed
    look INTEGER NOT NULL, -- role, body and state, hashed
    voices TEXT NOT NULL, -- rows of `voices`, sixteen at most
    PRIMARY KEY (name, look)
) STRICT, WITHOUT ROWID;

CREATE TABLE doubts (
    -- pairs of voices that may be one speaker: proposals, not facts
    a_voice INTEGER NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    b_voice INTEGER NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    why TEXT NOT NULL, -- what speaks for and against
    PRIMARY KEY (a_voice, b_voice)
) STRICT, WITHOUT ROWID;
CREATE INDEX doubts_b ON doubts (b_voice);

CREATE TABLE aliases (
    -- names that people gave to speakers
    speaker_id INTEGER NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    key TEXT NOT NULL, -- the name without case, accents and punctuation
    PRIMARY KEY (speaker_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_key ON aliases (key);

CREATE TABLE known_speakers (
    -- the user's own list, which wins over guesses
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL, -- other names, as a JSON list
    role TEXT,
    organization TEXT,
    country TEXT, -- ISO 3166 code
    since TEXT, -- first day on which the role was held
    until TEXT, -- last day
    wikidata TEXT -- Q number
) STRICT;

CREATE TABLE roles (
    -- a role as an article prints it for a voice; its date and outlet are the article's
    id INTEGER PRIMARY KEY,
    voice_id INTEGER NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    role TEXT NOT NULL, -- title and organisation as printed, joined for display
    organization TEXT, -- the body that it belongs to
    country TEXT, -- ISO 3166 code
    start INTEGER, -- where the article prints it: the evidence
    stop INTEGER,
    CHECK ((start IS NULL) = (stop IS NULL))
) STRICT;
CREATE INDEX roles_voice ON roles (voice_id);

CREATE TABLE statements (
    -- an attribution as a record: someone is said to have said something
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL, -- made of the article's text and the span
    article_id INTEGER NOT NULL REFERENCES articles (id),
    voice_id INTEGER REFERENCES voices (id), -- who; none when the text names no one
    role_id INTEGER REFERENCES roles (id) ON DELETE SET NULL, -- in which role, as printed
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'mixed', 'indirect')), -- by the quotation marks
    act TEXT NOT NULL, -- what the cue does: say, deny, accuse, support, oppose, demand, ask, promise, find, decide …
    negated INTEGER NOT NULL CHECK (negated IN (0, 1)), -- the cue is negated ("did not say")
    on_record INTEGER NOT NULL CHECK (on_record IN (0, 1)), -- voiced, not an inner state that the outlet describes
    text TEXT NOT NULL, -- the content, pieces joined by " … "
    source TEXT NOT NULL, -- the words that name the speaker, as printed; empty when there are none
    cue TEXT NOT NULL, -- the words that attribute, as printed
    via TEXT, -- the outlet that merely carries it ("told Reuters")
    how TEXT, -- in words, how the speaker was found
    confidence REAL NOT NULL, -- share of statements given this figure that are right
    start INTEGER NOT NULL, -- first character of the content; all pieces are in `spans`
    context_start INTEGER NOT NULL, -- whole sentences that hold statement and attribution
    context_stop INTEGER NOT NULL,
    engine_id INTEGER NOT NULL REFERENCES engines (id), -- what found it
    reference TEXT, -- the id given by others, for imported ones
    withdrawn_at TEXT, -- when a later extraction did not find it again; none: current
    compared INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1)), -- with the others, and its conflicts are stored
    comparison_fault TEXT, -- what went wrong in that, so that conflicts of it may be missing; none: nothing
    checked TEXT CHECK (checked IN ('accepted', 'rejected', 'fixed')), -- was it read correctly? What people decided
    finding TEXT CHECK (finding IN ('verified', 'disputed', 'false', 'open')), -- does it hold? The desk's own finding
    rules TEXT, -- what made it, in order: names of rules, parted by semicolons
    UNIQUE (article_id, uid)
) STRICT;
CREATE INDEX statements_uid ON statements (uid);
CREATE INDEX statements_voice ON statements (voice_id);
CREATE INDEX statements_role ON statements (role_id);
CREATE INDEX statements_reference ON statements (reference) WHERE reference IS NOT NULL;
CREATE INDEX statements_uncompared ON statements (id) WHERE compared = 0;
CREATE INDEX statements_faulty ON statements (id) WHERE comparison_fault IS NOT NULL;

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

CREATE TABLE spans (
    -- where the parts of a statement stand in its article's text
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    part TEXT NOT NULL CHECK (part IN ('content', 'cue', 'source', 'name', 'role')),
    n INTEGER NOT NULL, -- 0, 1 … for the pieces of a part
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    PRIMARY KEY (statement_id, part, n),
    CHECK (0 <= start AND start <= stop)
) STRICT, WITHOUT ROWID;

-- full-text search over statements: SELECT rowid FROM statements_fts WHERE statements_fts MATCH 'ferry harbour'
-- (Datasette and sqlite-utils find it by content="statements", written just so)
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content="statements", content_rowid="id", tokenize='porter unicode61 remove_diacritics 2'
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
    -- what a statement asserts, in its normal form; several for one statement where needed
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    n INTEGER NOT NULL,
    subject TEXT, -- who or what it is about
    relation TEXT, -- family of the predicate
    predicate TEXT, -- lemma of the predicate
    object TEXT, -- what else takes part
    positive INTEGER NOT NULL CHECK (positive IN (0, 1)), -- polarity
    modality TEXT, -- fact, plan, duty, possibility, wish
    assertion TEXT, -- how far it is asserted: own words, paraphrase, reported, denied, asked
    scope TEXT, -- for whom or what it is said to hold
    time TEXT, -- what time it is about
    quantity TEXT, -- number with unit and bounds
    start INTEGER, -- where the clause stands in the article
    stop INTEGER,
    more TEXT, -- anything else, as JSON
    PRIMARY KEY (statement_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE questions (
    -- declared yes/no issues on which statements take a position
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE, -- as its file declares it
    text TEXT, -- the question
    digest TEXT -- of its declaration when statements were last compared with it
) STRICT;

CREATE TABLE positions (
    -- a statement's answer to a declared question
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    question_id INTEGER NOT NULL REFERENCES questions (id),
    about TEXT NOT NULL, -- the entities that fill the question's placeholders
    affirms INTEGER NOT NULL CHECK (affirms IN (0, 1)), -- yes or no
    start INTEGER, -- where the words that say so stand in the article
    stop INTEGER,
    PRIMARY KEY (statement_id, question_id, about)
) STRICT, WITHOUT ROWID;
CREATE INDEX positions_question ON positions (question_id);

CREATE TABLE postings (
    -- keys (hashed) under which the comparison finds statements that may conflict, many a row
    id INTEGER PRIMARY KEY, -- a bit, and behind it the first 6, 10, 14 or 18 bits of the hashes
    entries BLOB NOT NULL -- one behind another: how far a key lies behind the one before, and a row of `statements`
) STRICT;

CREATE TABLE conflicts (
    -- pairs of statements that cannot, or may not, both hold
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE, -- made of kind, rule, and who says what in which words: the same for copies and new versions of an article
    kind TEXT NOT NULL CHECK (kind IN ('contradiction', 'denial', 'reversal', 'version', 'opposition')),
    score REAL NOT NULL, -- comparable across kinds
    firm INTEGER NOT NULL CHECK (firm IN (0, 1)), -- the tool stands by it; 0: listed only on demand
    rule TEXT NOT NULL, -- the rule or question that fired
    question TEXT, -- text of the question that the two answer differently
    why TEXT NOT NULL, -- the reason, which can be checked against the text
    a_statement INTEGER NOT NULL REFERENCES statements (id),
    b_statement INTEGER NOT NULL REFERENCES statements (id),
    more TEXT, -- anything else, as JSON
    found_at TEXT NOT NULL
) STRICT;
CREATE INDEX conflicts_a ON conflicts (a_statement);
CREATE INDEX conflicts_b ON conflicts (b_statement);
CREATE INDEX conflicts_order ON conflicts (firm DESC, score DESC, uid);

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
    waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting IN (0, 1)), -- of another desk, which disagrees: not in force
    first_statement TEXT, -- uid of the statement of an earlier text on which it was made; none: on `statement` itself
    imported_at TEXT -- when it was taken over from another desk; none: made here
) STRICT;
CREATE INDEX decisions_first ON decisions (first_statement) WHERE first_statement IS NOT NULL;
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

CREATE TABLE question_files (
    -- files of declared questions that a person put into this database, as written
    name TEXT PRIMARY KEY, -- the file's name
    toml TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
CREATE TABLE speaker_totals (
    -- how often each speaker is quoted, alone or with others; not of those in `speakers_uncounted`
    speaker_id INTEGER PRIMARY KEY REFERENCES speakers (id) ON DELETE CASCADE,
    statements INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    roles INTEGER NOT NULL, -- different ones, as printed
    first TEXT, -- day of the first article
    last TEXT -- day of the last one
) STRICT;
CREATE INDEX speaker_totals_most ON speaker_totals (statements DESC);

CREATE TABLE speaker_names (
    -- the names that a speaker bears: as printed, for display, given by people; not of those in `speakers_uncounted`
    key TEXT NOT NULL, -- the name without case, accents and punctuation
    speaker_id INTEGER NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    PRIMARY KEY (key, speaker_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX speaker_names_speaker ON speaker_names (speaker_id);

CREATE TABLE name_words (
    -- the words of those names
    word TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (word, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE speakers_changed (
    -- speakers whose totals and names are to be gathered anew; the triggers below note them (see also the view `speakers_uncounted`)
    speaker_id INTEGER PRIMARY KEY REFERENCES speakers (id) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER changed_by_speaker_insert AFTER INSERT ON speakers BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (new.id);
END;
CREATE TRIGGER changed_by_speaker_update AFTER UPDATE OF name ON speakers WHEN old.name <> new.name BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (new.id);
END;
-- a statement is listed when the first of those who voice it is
CREATE TRIGGER changed_by_hiding AFTER UPDATE OF hidden ON speakers WHEN old.hidden <> new.hidden BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT id FROM speakers;
END;
-- what a voice says counts from when it is settled
CREATE TRIGGER changed_by_settling AFTER UPDATE OF settled ON voices WHEN old.settled <> new.settled BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (new.speaker_id);
END;
CREATE TRIGGER changed_by_voice_update AFTER UPDATE OF speaker_id, role ON voices
WHEN old.speaker_id <> new.speaker_id OR old.settled AND old.role IS NOT new.role BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (old.speaker_id), (new.speaker_id);
    -- and those who voice statements with it, which are listed when its speaker is
    INSERT OR IGNORE INTO speakers_changed SELECT v.speaker_id FROM statement_voices AS own
        JOIN statement_voices AS q ON q.statement_id = own.statement_id JOIN voices AS v ON v.id = q.voice_id
        WHERE own.voice_id = new.id AND q.voice_id <> new.id;
END;
CREATE TRIGGER changed_by_voice_delete AFTER DELETE ON voices BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT id FROM speakers WHERE id = old.speaker_id;
END;
CREATE TRIGGER changed_by_alias_insert AFTER INSERT ON aliases BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (new.speaker_id);
END;
CREATE TRIGGER changed_by_alias_delete AFTER DELETE ON aliases BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT id FROM speakers WHERE id = old.speaker_id;
END;
CREATE TRIGGER changed_by_voicing_insert AFTER INSERT ON statement_voices BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id = new.voice_id AND settled;
END;
CREATE TRIGGER changed_by_voicing_update AFTER UPDATE OF voice_id, role_id ON statement_voices BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id IN (old.voice_id, new.voice_id) AND settled;
END;
CREATE TRIGGER changed_by_voicing_delete AFTER DELETE ON statement_voices BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id = old.voice_id;
END;
CREATE TRIGGER changed_by_role AFTER UPDATE OF role ON roles WHEN old.role <> new.role BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id = new.voice_id;
END;
CREATE TRIGGER changed_by_statement AFTER UPDATE OF withdrawn_at, checked, voice_id ON statements
WHEN old.withdrawn_at IS NOT new.withdrawn_at OR old.checked IS NOT new.checked OR old.voice_id IS NOT new.voice_id BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT v.speaker_id
        FROM statement_voices AS q JOIN voices AS v ON v.id = q.voice_id WHERE q.statement_id = new.id AND v.settled;
END;
CREATE TRIGGER changed_by_article AFTER UPDATE OF superseded_by, published ON articles
WHEN old.superseded_by IS NOT new.superseded_by OR old.published IS NOT new.published BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE article_id = new.id;
END;

CREATE TABLE statement_totals (
    -- how many statements there are of each kind, withdrawn ones left out, so that nobody counts them when asked; triggers keep it
    engine_id INTEGER NOT NULL REFERENCES engines (id),
    kind TEXT NOT NULL,
    act TEXT NOT NULL,
    imported INTEGER NOT NULL CHECK (imported IN (0, 1)), -- made elsewhere
    current INTEGER NOT NULL CHECK (current IN (0, 1)), -- listed in `attributions`
    n INTEGER NOT NULL, -- how many; may be 0
    PRIMARY KEY (engine_id, kind, act, imported, current)
) STRICT, WITHOUT ROWID;

CREATE TABLE totals (
    -- how many there are of other things; triggers keep it
    what TEXT NOT NULL CHECK (what IN ('articles', 'superseded', 'outlet', 'speakers')), -- articles: current and not imported
    value TEXT NOT NULL, -- outlet: its name; speakers: their type, of those in `speaker_totals` who are not left out; else empty
    n INTEGER NOT NULL, -- how many; outlet: in how many places; may be 0
    PRIMARY KEY (what, value)
) STRICT, WITHOUT ROWID;

-- whatever is counted is taken out before it changes, and counted again as it is then
CREATE TRIGGER counted_by_insert AFTER INSERT ON statements BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, count(*) FROM counted_statements
        WHERE statement_row = new.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER uncounted_by_statement BEFORE UPDATE OF engine_id, kind, act, reference, withdrawn_at, checked, voice_id ON statements
WHEN old.engine_id <> new.engine_id OR old.kind <> new.kind OR old.act <> new.act OR old.reference IS NOT new.reference
    OR old.withdrawn_at IS NOT new.withdrawn_at OR old.checked IS NOT new.checked OR old.voice_id IS NOT new.voice_id BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, -count(*) FROM counted_statements
        WHERE statement_row = old.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER counted_by_statement AFTER UPDATE OF engine_id, kind, act, reference, withdrawn_at, checked, voice_id ON statements
WHEN old.engine_id <> new.engine_id OR old.kind <> new.kind OR old.act <> new.act OR old.reference IS NOT new.reference
    OR old.withdrawn_at IS NOT new.withdrawn_at OR old.checked IS NOT new.checked OR old.voice_id IS NOT new.voice_id BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, count(*) FROM counted_statements
        WHERE statement_row = new.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER uncounted_by_article BEFORE UPDATE OF superseded_by ON articles
WHEN (old.superseded_by IS NULL) <> (new.superseded_by IS NULL) BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, -count(*) FROM counted_statements
        WHERE article_row = old.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER counted_by_article AFTER UPDATE OF superseded_by ON articles
WHEN (old.superseded_by IS NULL) <> (new.superseded_by IS NULL) BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, count(*) FROM counted_statements
        WHERE article_row = new.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
    INSERT INTO totals SELECT 'articles', '', CASE WHEN new.superseded_by IS NULL THEN 1 ELSE -1 END WHERE NOT new.imported
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
    INSERT INTO totals SELECT 'superseded', '', CASE WHEN new.superseded_by IS NULL THEN -1 ELSE 1 END WHERE true
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER counted_by_new_article AFTER INSERT ON articles BEGIN
    INSERT INTO totals SELECT 'articles', '', 1 WHERE new.superseded_by IS NULL AND NOT new.imported
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
    INSERT INTO totals SELECT 'superseded', '', 1 WHERE new.superseded_by IS NOT NULL
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER uncounted_by_hiding BEFORE UPDATE OF hidden ON speakers WHEN old.hidden <> new.hidden BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, -count(*) FROM counted_statements
        WHERE speaker_row = old.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER counted_by_hiding AFTER UPDATE OF hidden ON speakers WHEN old.hidden <> new.hidden BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, count(*) FROM counted_statements
        WHERE speaker_row = new.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER uncounted_by_voice BEFORE UPDATE OF speaker_id ON voices
WHEN (SELECT hidden FROM speakers WHERE id = old.speaker_id) IS NOT (SELECT hidden FROM speakers WHERE id = new.speaker_id) BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, -count(*) FROM counted_statements
        WHERE voice_row = old.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER counted_by_voice AFTER UPDATE OF speaker_id ON voices
WHEN (SELECT hidden FROM speakers WHERE id = old.speaker_id) IS NOT (SELECT hidden FROM speakers WHERE id = new.speaker_id) BEGIN
    INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
        SELECT engine_id, kind, act, imported, current, count(*) FROM counted_statements
        WHERE voice_row = new.id GROUP BY engine_id, kind, act, imported, current
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER outlet_by_insert AFTER INSERT ON appearances BEGIN
    INSERT INTO totals SELECT 'outlet', new.outlet, 1 WHERE new.outlet IS NOT NULL AND new.superseded_by IS NULL
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER outlet_by_update AFTER UPDATE OF outlet, superseded_by ON appearances
WHEN old.outlet IS NOT new.outlet OR old.superseded_by IS NOT new.superseded_by BEGIN
    INSERT INTO totals SELECT 'outlet', old.outlet, -1 WHERE old.outlet IS NOT NULL AND old.superseded_by IS NULL
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
    INSERT INTO totals SELECT 'outlet', new.outlet, 1 WHERE new.outlet IS NOT NULL AND new.superseded_by IS NULL
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER speakers_by_insert AFTER INSERT ON speaker_totals BEGIN
    INSERT INTO totals SELECT 'speakers', type, 1 FROM speakers WHERE id = new.speaker_id AND hidden = 0
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER speakers_by_delete AFTER DELETE ON speaker_totals BEGIN
    INSERT INTO totals SELECT 'speakers', type, -1 FROM speakers WHERE id = old.speaker_id AND hidden = 0
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
-- before the reference does it: the type must be known still
CREATE TRIGGER speakers_by_gone BEFORE DELETE ON speakers BEGIN
    DELETE FROM speaker_totals WHERE speaker_id = old.id;
END;
CREATE TRIGGER speakers_by_update AFTER UPDATE OF type, hidden ON speakers
WHEN (old.type <> new.type OR old.hidden <> new.hidden) AND EXISTS (SELECT 1 FROM speaker_totals WHERE speaker_id = new.id) BEGIN
    INSERT INTO totals SELECT 'speakers', old.type, -1 WHERE old.hidden = 0
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
    INSERT INTO totals SELECT 'speakers', new.type, 1 WHERE new.hidden = 0
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER voices_by_insert AFTER INSERT ON voices BEGIN
    UPDATE voices SET published = (SELECT published FROM articles WHERE id = new.article_id) WHERE id = new.id;
END;
CREATE TRIGGER voices_by_day AFTER UPDATE OF published ON articles WHEN old.published IS NOT new.published BEGIN
    UPDATE voices SET published = new.published WHERE article_id = new.id;
END;

CREATE VIEW speakers_uncounted AS
-- speakers whose totals and names are not those of all their voices (the sign lets SQLite look at unsettled voices alone)
SELECT speaker_id FROM speakers_changed UNION ALL SELECT +speaker_id FROM voices WHERE settled = 0;

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

CREATE VIEW counted_statements AS
-- statements as `statement_totals` counts them
SELECT
    s.id AS statement_row,
    s.article_id AS article_row,
    s.voice_id AS voice_row,
    v.speaker_id AS speaker_row,
    s.engine_id AS engine_id,
    s.kind AS kind,
    s.act AS act,
    s.reference IS NOT NULL AS imported,
    a.superseded_by IS NULL AND sp.hidden IS NOT 1 AND s.checked IS NOT 'rejected' AS current
FROM statements AS s
JOIN articles AS a ON a.id = s.article_id
LEFT JOIN voices AS v ON v.id = s.voice_id
LEFT JOIN speakers AS sp ON sp.id = v.speaker_id
WHERE s.withdrawn_at IS NULL;

CREATE VIEW stances AS
-- the positions that statements take: who, on what, how; one row a proposition, current statements only
SELECT
    t.speaker AS holder,
    t.role AS role,
    t.organization AS organization,
    t.country AS country,
    CASE
        WHEN t.act = 'deny' THEN 'denies'
        WHEN t.act = 'ask' THEN 'asks'
        WHEN t.act = 'accuse' THEN 'accuses'
        WHEN t.act = 'support' THEN 'welcomes'
        WHEN t.act = 'oppose' THEN 'rejects'
        WHEN t.act = 'demand' THEN 'demands'
        WHEN t.act = 'promise' THEN 'promises'
        WHEN p.positive THEN 'affirms'
        ELSE 'denies'
    END AS stance,
    p.subject AS subject,
    p.predicate AS predicate,
    p.relation AS relation,
    p.object AS object,
    p.positive AS positive,
    p.quantity AS quantity,
    p.time AS time,
    p.scope AS scope,
    p.modality AS modality,
    p.assertion AS asserted,
    t.published AS published,
    t.outlet AS outlet,
    t.id AS statement,
    p.n AS n,
    t.statement_row AS statement_row
FROM propositions AS p
JOIN attributions AS t ON t.statement_row = p.statement_id;

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
