-- Outlets that articles print in several ways go by one name, as a person said.
CREATE TABLE outlet_names (
    form TEXT PRIMARY KEY, -- a way to print it, without case, accents and punctuation
    printed TEXT NOT NULL, -- as it was typed
    name TEXT NOT NULL -- the name that it goes by
) STRICT;
ALTER TABLE appearances ADD COLUMN printed_outlet TEXT;
