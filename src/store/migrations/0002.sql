ALTER TABLE questions ADD COLUMN digest TEXT;
