-- A desk's own questions travel inside the database.
CREATE TABLE question_files (
    -- files of declared questions that a person put into this database, as written
    name TEXT PRIMARY KEY, -- the file's name
    toml TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

-- What statements take positions on, in words that other programs can ask for.
CREATE VIEW stances AS
-- the positions that statements take: who, on what, how; one row a proposition, current statements only
SELECT
    t.speaker AS holder,
    t.role AS role,
    t.organization AS organization,
    t.country AS country,
    CASE
        WHEN t.act = 'deny' THEN 'denies'
        WHEN t.act = 'ask' THEN 'asks'
        WHEN t.act = 'accuse' THEN 'accuses'
        WHEN t.act = 'support' THEN 'welcomes'
        WHEN t.act = 'oppose' THEN 'rejects'
        WHEN t.act = 'demand' THEN 'demands'
        WHEN t.act = 'promise' THEN 'promises'
        WHEN p.positive THEN 'affirms'
        ELSE 'denies'
    END AS stance,
    p.subject AS subject,
    p.predicate AS predicate,
    p.relation AS relation,
    p.object AS object,
    p.positive AS positive,
    p.quantity AS quantity,
    p.time AS time,
    p.scope AS scope,
    p.modality AS modality,
    p.assertion AS asserted,
    t.published AS published,
    t.outlet AS outlet,
    t.id AS statement,
    p.n AS n,
    t.statement_row AS statement_row
FROM propositions AS p
JOIN attributions AS t ON t.statement_row = p.statement_id;
