-- a decision goes over to the newer text that says the same, and is known for another desk's
ALTER TABLE decisions ADD COLUMN first_statement TEXT;
ALTER TABLE decisions ADD COLUMN imported_at TEXT;
CREATE INDEX decisions_first ON decisions (first_statement) WHERE first_statement IS NOT NULL;
