-- What an article is about is read once: statements of it are compared with others long after.
CREATE TABLE article_matters (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    -- the names that it mentions most, and other words that it comes back to, a line each
    names TEXT NOT NULL,
    topics TEXT NOT NULL
) STRICT;

-- a decision goes over to the newer text that says the same, and is known for another desk's
ALTER TABLE decisions ADD COLUMN first_statement TEXT;
ALTER TABLE decisions ADD COLUMN imported_at TEXT;
CREATE INDEX decisions_first ON decisions (first_statement) WHERE first_statement IS NOT NULL;
-- names that people gave join nobody who is shown under another: the next command that writes decides them anew
UPDATE voices SET settled = 0 WHERE id IN (SELECT voice_id FROM statement_voices WHERE how = 'decided by a person');
