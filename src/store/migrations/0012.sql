-- One more voice of somebody who is quoted often joins those printed alike, and is counted beside them.
CREATE TABLE looks (
    -- the ways in which voices are printed, and the first of each: one more is laid beside these, not beside all
    name INTEGER NOT NULL, -- type and name, hashed
    look INTEGER NOT NULL, -- role, body and state, hashed
    voices TEXT NOT NULL, -- rows of `voices`, sixteen at most
    PRIMARY KEY (name, look)
) STRICT, WITHOUT ROWID;

CREATE VIEW speakers_uncounted AS
-- speakers whose totals and names are not those of all their voices (the sign lets SQLite look at unsettled voices alone)
SELECT speaker_id FROM speakers_changed UNION ALL SELECT +speaker_id FROM voices WHERE settled = 0;

-- what a voice says counts from when it is settled
INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE settled = 0;
DROP TRIGGER changed_by_voice_insert;
DROP TRIGGER changed_by_voice_update;
DROP TRIGGER changed_by_voicing_insert;
DROP TRIGGER changed_by_voicing_update;
DROP TRIGGER changed_by_statement;
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
CREATE TRIGGER changed_by_voicing_insert AFTER INSERT ON statement_voices BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id = new.voice_id AND settled;
END;
CREATE TRIGGER changed_by_voicing_update AFTER UPDATE OF voice_id, role_id ON statement_voices BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT speaker_id FROM voices WHERE id IN (old.voice_id, new.voice_id) AND settled;
END;
CREATE TRIGGER changed_by_statement AFTER UPDATE OF withdrawn_at, checked, voice_id ON statements
WHEN old.withdrawn_at IS NOT new.withdrawn_at OR old.checked IS NOT new.checked OR old.voice_id IS NOT new.voice_id BEGIN
    INSERT OR IGNORE INTO speakers_changed SELECT v.speaker_id
        FROM statement_voices AS q JOIN voices AS v ON v.id = q.voice_id WHERE q.statement_id = new.id AND v.settled;
END;

-- Keys of statements come into few rows and move on into more, so that few are written whatever the archive holds.
ALTER TABLE postings RENAME TO postings_shared;
CREATE TABLE postings (
    -- keys (hashed) under which the comparison finds statements that may conflict, many a row
    id INTEGER PRIMARY KEY, -- a bit, and behind it the first 6, 10, 14 or 18 bits of the hashes
    entries BLOB NOT NULL -- one behind another: how far a key lies behind the one before, and a row of `statements`
) STRICT;
