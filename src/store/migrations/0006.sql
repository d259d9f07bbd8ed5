-- What is asked of speakers most is kept: how often each is quoted, and the names it bears, word by word. Conflicts are
-- read in their order without sorting them all.
CREATE TABLE speaker_totals (
    -- how often each speaker is quoted, alone or with others; not of those in `speakers_changed`
    speaker_id INTEGER PRIMARY KEY REFERENCES speakers (id) ON DELETE CASCADE,
    statements INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    roles INTEGER NOT NULL, -- different ones, as printed
    first TEXT, -- day of the first article
    last TEXT -- day of the last one
) STRICT;
CREATE INDEX speaker_totals_most ON speaker_totals (statements DESC);

CREATE TABLE speaker_names (
    -- the names that a speaker bears: as printed, for display, given by people; not of those in `speakers_changed`
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
    -- speakers whose totals and names are to be gathered anew; the triggers below note them
    speaker_id INTEGER PRIMARY KEY REFERENCES speakers (id) ON DELETE CASCADE
) STRICT;
INSERT INTO speakers_changed SELECT id FROM speakers;

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
CREATE TRIGGER changed_by_voice_insert AFTER INSERT ON voices BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (new.speaker_id);
END;
CREATE TRIGGER changed_by_voice_update AFTER UPDATE OF speaker_id, role ON voices
WHEN old.speaker_id <> new.speaker_id OR old.role IS NOT new.role BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (old.speaker_id), (new.speaker_id);
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
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id = new.voice_id;
END;
CREATE TRIGGER changed_by_voicing_update AFTER UPDATE OF voice_id, role_id ON statement_voices BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id IN (old.voice_id, new.voice_id);
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
        FROM statement_voices AS q JOIN voices AS v ON v.id = q.voice_id WHERE q.statement_id = new.id;
END;
CREATE TRIGGER changed_by_article AFTER UPDATE OF superseded_by, published ON articles
WHEN old.superseded_by IS NOT new.superseded_by OR old.published IS NOT new.published BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE article_id = new.id;
END;

DROP INDEX voices_speaker;
CREATE INDEX voices_speaker ON voices (speaker_id, key);
CREATE INDEX conflicts_order ON conflicts (firm DESC, score DESC, uid);
