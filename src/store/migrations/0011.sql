-- Outlets that articles print in several ways go by one name, as a person said.
CREATE TABLE outlet_names (
    form TEXT PRIMARY KEY, -- a way to print it, without case, accents and punctuation
    printed TEXT NOT NULL, -- as it was typed
    name TEXT NOT NULL -- the name that it goes by
) STRICT;
ALTER TABLE appearances ADD COLUMN printed_outlet TEXT;

-- What is kept for finding takes a third of the room: keys of statements share rows, names are filed once, whoever bears them.
ALTER TABLE postings RENAME TO postings_before;
CREATE TABLE postings (
    -- keys (hashed) under which the comparison finds statements that may conflict, many a row
    id INTEGER PRIMARY KEY, -- the first 16 bits of the hash
    entries BLOB NOT NULL -- one behind another: the next 32 bits, and a row of `statements` in seven bits a byte
) STRICT;

CREATE TABLE name_blocks (
    -- under which keys (hashed) voices of a name can meet others that may be the same speaker
    block INTEGER NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL, -- as in `voices`
    PRIMARY KEY (block, type, name)
) STRICT, WITHOUT ROWID;
INSERT INTO name_blocks
    SELECT DISTINCT b.block, v.type, v.name FROM voice_blocks AS b JOIN voices AS v ON v.id = b.voice_id;
DROP TABLE voice_blocks;

-- nothing needs these: another index answers, or most rows have nothing there
DROP INDEX voices_speaker;
DROP INDEX roles_article;
DROP INDEX appearances_address;
CREATE INDEX appearances_address ON appearances (address) WHERE address IS NOT NULL;
