-- Wire copies whose words around the statements differ are places where an article was printed; statements tell what made them.
ALTER TABLE appearances ADD COLUMN uid TEXT;
ALTER TABLE appearances ADD COLUMN text TEXT;
CREATE INDEX appearances_uid ON appearances (uid) WHERE uid IS NOT NULL;
ALTER TABLE statements ADD COLUMN rules TEXT;

CREATE TABLE shingles (
    -- a few runs of words of each article, by their hashes: texts that share several may be copies of each other
    hash INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
