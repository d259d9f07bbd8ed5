-- How many there are of everything is kept, and voices know their day, so that the newest words of one speaker are found
-- without reading all of its words.
ALTER TABLE voices ADD COLUMN published TEXT;
CREATE INDEX voices_day ON voices (speaker_id, published);

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

UPDATE voices SET published = (SELECT published FROM articles WHERE id = article_id);
INSERT INTO statement_totals (engine_id, kind, act, imported, current, n)
    SELECT engine_id, kind, act, imported, current, count(*) FROM counted_statements
    GROUP BY engine_id, kind, act, imported, current;
INSERT INTO totals SELECT 'articles', '', count(*) FROM articles WHERE superseded_by IS NULL AND NOT imported;
INSERT INTO totals SELECT 'superseded', '', count(*) FROM articles WHERE superseded_by IS NOT NULL;
INSERT INTO totals SELECT 'outlet', outlet, count(*) FROM appearances
    WHERE outlet IS NOT NULL AND superseded_by IS NULL GROUP BY outlet;
INSERT INTO totals SELECT 'speakers', w.type, count(*) FROM speaker_totals AS k JOIN speakers AS w ON w.id = k.speaker_id
    WHERE w.hidden = 0 GROUP BY w.type;

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

-- totals also follow those who voice a statement with somebody who moves; what was counted without that is counted again
DROP TRIGGER changed_by_voice_update;
CREATE TRIGGER changed_by_voice_update AFTER UPDATE OF speaker_id, role ON voices
WHEN old.speaker_id <> new.speaker_id OR old.role IS NOT new.role BEGIN
    INSERT OR IGNORE INTO speakers_changed VALUES (old.speaker_id), (new.speaker_id);
    -- and those who voice statements with it, which are listed when its speaker is
    INSERT OR IGNORE INTO speakers_changed SELECT v.speaker_id FROM statement_voices AS own
        JOIN statement_voices AS q ON q.statement_id = own.statement_id JOIN voices AS v ON v.id = q.voice_id
        WHERE own.voice_id = new.id AND q.voice_id <> new.id;
END;
INSERT OR IGNORE INTO speakers_changed SELECT id FROM speakers;
