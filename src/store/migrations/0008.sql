-- A desk's own questions travel inside the database.
CREATE TABLE question_files (
    -- files of declared questions that a person put into this database, as written
    name TEXT PRIMARY KEY, -- the file's name
    toml TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
