-- Conflicts are named by the words of their two sides, and statements are compared by other rules than before: all are compared again.
DELETE FROM conflicts;
DELETE FROM postings;
DELETE FROM positions;
DELETE FROM propositions;
UPDATE statements SET compared = 0 WHERE compared = 1;
