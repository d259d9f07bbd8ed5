-- What an article is about is read once: statements of it are compared with others long after.
CREATE TABLE article_matters (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    -- the names that it mentions most, and other words that it comes back to, a line each
    names TEXT NOT NULL,
    topics TEXT NOT NULL
) STRICT;
