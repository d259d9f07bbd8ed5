//! Makes new databases, brings old ones up to date, and refuses those of others.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{Result, StoreError, appearances, copies, decisions, identity, postings};

/// The whole current schema: what a new database is made of.
const SCHEMA: &str = include_str!("../../schema.sql");

/// What makes version n of the schema of version n - 1. Append only: released ones never change.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
    include_str!("migrations/0009.sql"),
    include_str!("migrations/0010.sql"),
    include_str!("migrations/0011.sql"),
    include_str!("migrations/0012.sql"),
];

/// The version from which on runs of words of articles are kept.
const SHINGLED: i64 = 8;

/// The version from which on addresses are kept as they are compared today.
const ADDRESSED: i64 = 9;

/// The version from which on it is kept of which decisions another desk made.
const EXCHANGED: i64 = 10;

/// The version from which on a few voices of each look are kept, and keys of statements move from few rows into many.
const LOOKED: i64 = 12;

/// "onrc", written into every database of ours.
const APPLICATION_ID: i64 = 0x6F6E_7263;

/// The schema version that this program knows.
const VERSION: i64 = MIGRATIONS.len() as i64;

/// What a file turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// a database without anything in it
    Nothing,
    /// ours, of this version or an older one
    Ours(i64),
}

/// Looks into a database without changing it; refuses what is not ours or too new.
pub(super) fn inspect(db: &Connection, path: &Path) -> Result<Content> {
    let read = || -> rusqlite::Result<(i64, i64, i64)> {
        let application = db.pragma_query_value(None, "application_id", |r| r.get(0))?;
        let version = db.pragma_query_value(None, "user_version", |r| r.get(0))?;
        let objects = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
        Ok((application, version, objects))
    };
    let (application, found, objects) = read().map_err(|e| StoreError::from_sql(path, e))?;
    let path = path.to_path_buf();
    match application {
        APPLICATION_ID if found > VERSION => Err(StoreError::NewerSchema { path, found, known: VERSION }),
        APPLICATION_ID if found > 0 => Ok(Content::Ours(found)),
        0 if objects == 0 && found == 0 => Ok(Content::Nothing),
        0 => Err(StoreError::OtherApplication { path, what: format!("{objects} tables and indexes, none of ours") }),
        id => Err(StoreError::OtherApplication { path, what: format!("application id {id:#x}") }),
    }
}

/// Makes the schema, or brings it up to date, in one transaction. Two processes may try at once. True when an older one
/// was brought up to date.
pub(super) fn prepare(db: &mut Connection, path: &Path) -> Result<bool> {
    if inspect(db, path)? == Content::Ours(VERSION) {
        return Ok(false);
    }
    let sql_error = |e| StoreError::from_sql(path, e);
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql_error)?;
    let before = inspect(&tx, path)?;
    match before {
        Content::Nothing => tx.execute_batch(SCHEMA).map_err(sql_error)?,
        Content::Ours(from) => migrate(&tx, from).map_err(sql_error)?,
    }
    tx.commit().map_err(sql_error)?;
    Ok(before != Content::Nothing)
}

/// True when the database lacks nothing that this program knows.
pub(super) fn is_current(content: &Content) -> bool {
    *content == Content::Ours(VERSION)
}

fn migrate(db: &Connection, from: i64) -> rusqlite::Result<()> {
    for (version, sql) in (1..).zip(MIGRATIONS) {
        if version > from {
            db.execute_batch(sql)?;
            match version {
                SHINGLED => copies::note_all(db)?,
                ADDRESSED => appearances::address_anew(db)?,
                EXCHANGED => decisions::note_imported(db)?,
                LOOKED => {
                    identity::note_looks(db)?;
                    postings::gather(db)?;
                }
                _ => {}
            }
            db.pragma_update(None, "user_version", version)?;
        }
    }
    db.pragma_update(None, "application_id", APPLICATION_ID)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The schema as SQLite keeps it, without comments and differences of spacing.
    fn objects(db: &Connection) -> Vec<String> {
        let mut query = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").unwrap();
        let texts = query.query_map([], |r| r.get::<_, String>(0)).unwrap();
        texts
            .map(|sql| {
                let sql = sql.unwrap();
                let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
                let sql = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
                // a column that is added later is written without the spaces of the others
                sql.replace(" ,", ",").replace(" )", ")").replace("( ", "(")
            })
            .collect()
    }

    #[test]
    fn schema_sql_is_the_sum_of_all_migrations() {
        let whole = Connection::open_in_memory().unwrap();
        whole.execute_batch(SCHEMA).unwrap();
        let steps = Connection::open_in_memory().unwrap();
        migrate(&steps, 0).unwrap();
        assert_eq!(objects(&whole), objects(&steps));
        for pragma in ["application_id", "user_version"] {
            let of = |db: &Connection| db.pragma_query_value(None, pragma, |r| r.get::<_, i64>(0)).unwrap();
            assert_eq!(of(&whole), of(&steps), "{pragma}");
        }
        assert_eq!(whole.pragma_query_value(None, "user_version", |r| r.get::<_, i64>(0)).unwrap(), VERSION);
    }

    /// A database as a program of an earlier schema left it.
    fn of_version(version: usize, path: &Path) {
        let db = Connection::open(path).unwrap();
        for sql in &MIGRATIONS[..version] {
            db.execute_batch(sql).unwrap();
        }
        db.pragma_update(None, "user_version", version).unwrap();
        db.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        db.execute_batch(
            "INSERT INTO engines (id, name, weights) VALUES (1, 'test', '1');
             INSERT INTO articles (id, uid, document, published, added_at, engine_id, text)
                 VALUES (1, 'aa', 'a.txt', '2031-03-02', '2031-03-02T00:00:00Z', 1, 'The ferry is late. The ferry is not late.');
             INSERT INTO speakers (id, uid, name, type) VALUES (1, 'sp', 'Maria Vogt', 'person');
             INSERT INTO voices (id, uid, article_id, speaker_id, name, key, type, settled)
                 VALUES (1, 'vv', 1, 1, 'Maria Vogt', 'maria vogt', 'person', 1);
             INSERT INTO statements (id, uid, article_id, voice_id, kind, act, negated, on_record, text, source, cue,
                     confidence, start, context_start, context_stop, engine_id, reference)
                 VALUES (1, 'a1', 1, 1, 'indirect', 'say', 0, 1, 'The ferry is late', '', '', 1, 0, 0, 18, 1, 'r1'),
                        (2, 'a2', 1, 1, 'indirect', 'say', 0, 1, 'The ferry is not late', '', '', 1, 19, 19, 41, 1, 'r2');
             INSERT INTO conflicts (uid, kind, score, firm, rule, why, a_statement, b_statement, found_at)
                 VALUES ('c1', 'contradiction', 0.9, 1, 'negation', 'not', 1, 2, '2031-03-02T00:00:00Z');",
        )
        .unwrap();
        // what was posted before version 3 was dropped with it
        if (3..11).contains(&version) {
            db.execute_batch("INSERT INTO postings (key, statement_id) VALUES (-1, 1), (-1, 2), (7, 2)").unwrap();
            db.execute_batch("INSERT INTO voice_blocks (block, voice_id) VALUES (-9, 1)").unwrap();
        }
        // of schema 11 on, keys share rows: -1 leads to both statements, 7 to the second
        if version == 11 {
            db.execute_batch(
                "INSERT INTO postings (id, entries) VALUES (65535, x'ffffffff01ffffffff02'), (0, x'0000000002');
                 INSERT INTO name_blocks (block, type, name) VALUES (-9, 'person', 'Maria Vogt')",
            )
            .unwrap();
        }
        // joint speakers came with version 5
        if version >= 5 {
            db.execute_batch("INSERT INTO statement_voices (statement_id, n, voice_id) VALUES (1, 0, 1), (2, 0, 1)")
                .unwrap();
        }
    }

    /// Addresses are kept as they are compared today, one damaged text ends nothing, and several processes may try at once.
    #[test]
    fn an_old_database_is_brought_up_to_date_by_whoever_comes() {
        for version in [5, 8] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("old.db");
            of_version(version, &path);
            Connection::open(&path)
                .unwrap()
                .execute_batch(
                    "UPDATE articles SET text = CAST(x'4c616b65ff' AS TEXT) WHERE id = 1;
                     INSERT INTO appearances (article_id, url, address, added_at) VALUES
                         (1, 'https://www.lake.example/straße', 'www.lake.example/straße', '2031-03-02T00:00:00Z');",
                )
                .unwrap();
            std::thread::scope(|scope| {
                let opened: Vec<_> =
                    (0..4).map(|_| scope.spawn(|| crate::store::Store::open(&path).map(drop))).collect();
                for opened in opened {
                    opened.join().unwrap().unwrap();
                }
            });
            let db = Connection::open(&path).unwrap();
            let address: String = db.query_row("SELECT address FROM appearances", [], |r| r.get(0)).unwrap();
            assert_eq!(address, "lake.example/stra%C3%9Fe");
            let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
            assert!(!files.iter().any(|name| name.to_string_lossy().contains("partial")), "{files:?}");
        }
    }

    /// Before schema 10 nothing told which decisions another desk had made; their ids do.
    #[test]
    fn decisions_of_other_desks_are_known_in_an_old_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        of_version(9, &path);
        let id = |number: i64| {
            let (by, decided) = (Some("Mira".to_owned()), "2031-03-02T00:00:00Z".to_owned());
            let (action, summary, value) = ("finding".to_owned(), "a1 is false".to_owned(), Some("false".to_owned()));
            let statement = Some("a1".to_owned());
            let made =
                decisions::Decision { number, action, summary, decided, value, statement, by, ..Default::default() };
            decisions::made_id(&made)
        };
        let (made, taken_over) = (id(1), id(7));
        Connection::open(&path)
            .unwrap()
            .execute_batch(&format!(
                "INSERT INTO decisions (id, uid, action, value, statement, article, summary, decided_by, decided_at) VALUES
                     (1, '{made}', 'finding', 'false', 'a1', 'aa', 'a1 is false', 'Mira', '2031-03-02T00:00:00Z'),
                     (2, '{taken_over}', 'finding', 'false', 'a1', 'aa', 'a1 is false', 'Mira', '2031-03-02T00:00:00Z');
                 INSERT INTO decisions (id, uid, action, value, summary, decided_at) VALUES
                     (3, 'ffffffffffffffff', 'alias', 'M. Vogt', 'also M. Vogt', '2031-03-02T00:00:00Z');"
            ))
            .unwrap();
        let store = crate::store::Store::open(&path).unwrap();
        let imported: Vec<bool> = store.decisions().unwrap().iter().map(|d| d.imported.is_some()).collect();
        assert_eq!(imported, [false, true, false]);
    }

    /// Every past schema is brought up to date; a copy of how it was is made first, and can be put back.
    #[test]
    fn databases_of_every_past_version_are_carried_over() {
        let folder = tempfile::tempdir().unwrap();
        for version in 1..MIGRATIONS.len() {
            let path = folder.path().join(format!("{version}.db"));
            of_version(version, &path);
            let store = crate::store::Store::open(&path).unwrap();
            assert_eq!(inspect(&store.db, &path).unwrap(), Content::Ours(VERSION));
            let one = |sql: &str| store.db.query_row(sql, [], |r| r.get::<_, String>(0)).unwrap();
            assert_eq!(
                one("SELECT published || ref || speaker FROM attributions WHERE id = 'a1'"),
                "2031-03-02r1Maria Vogt"
            );
            if version >= 3 {
                assert_eq!(
                    one("SELECT a_published || b_ref FROM conflict_pairs"),
                    "2031-03-02r2",
                    "the conflict is kept"
                );
                let found =
                    |key| postings::Reader::default().fresh(&store.db).unwrap().found_under(&store.db, key).unwrap();
                assert_eq!((found(-1), found(7)), (vec![1, 2], vec![2]));
                assert_eq!(one("SELECT type || block || name FROM name_blocks"), "person-9Maria Vogt");
            }
            assert_eq!(one("SELECT statements || ' ' || articles FROM speaker_totals"), "2 1", "{version}");
            assert_eq!(one("SELECT key FROM speaker_names"), "maria vogt");
            assert_eq!(one("SELECT freelist_count || '' FROM pragma_freelist_count"), "0", "no room is left unused");
            let found = "SELECT group_concat(rowid) FROM statements_fts WHERE statements_fts MATCH 'ferries'";
            assert_eq!(one(found), "1,2", "the full-text index holds");
            let copy = folder.path().join(format!("{version}.db.schema-{version}.backup"));
            let before = Connection::open(&copy).unwrap();
            assert_eq!(inspect(&before, &copy).unwrap(), Content::Ours(version as i64));
            assert_eq!(before.query_row("SELECT count(*) FROM statements", [], |r| r.get::<_, i64>(0)).unwrap(), 2);
        }
    }

    #[test]
    fn what_may_have_been_lost_in_version_3_is_looked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        of_version(3, &path);
        let mut db = Connection::open(&path).unwrap();
        db.execute_batch("UPDATE statements SET compared = 1").unwrap();
        assert!(prepare(&mut db, &path).unwrap());
        assert_eq!(db.query_row("SELECT sum(compared) FROM statements", [], |r| r.get::<_, i64>(0)).unwrap(), 0);
        db.execute_batch("INSERT INTO statements_fts (statements_fts, rank) VALUES ('integrity-check', 1)").unwrap();
        assert!(!prepare(&mut db, &path).unwrap());
    }

    /// How Datasette and sqlite-utils look for the full-text table of a table, in their own words.
    #[test]
    fn other_programs_find_the_full_text_table() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(SCHEMA).unwrap();
        let asked = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND (
            sql LIKE '%VIRTUAL TABLE%USING FTS%content=[statements]%'
            OR sql LIKE '%VIRTUAL TABLE%USING FTS%content=\"statements\"%')";
        assert_eq!(db.query_row(asked, [], |r| r.get::<_, String>(0)).unwrap(), "statements_fts");
    }

    /// The SQLite of a system is often years old, and refuses a whole database for one view that it cannot read.
    #[test]
    fn views_are_read_by_the_sqlite_of_older_systems() {
        // since 3.44 only: an order inside an aggregate
        let inside = regex::Regex::new(r"(?i)group_concat\((?:[^()]|\([^()]*\))*\border by\b").unwrap();
        assert!(inside.is_match("group_concat(a, char(10) ORDER BY b)"));
        assert!(inside.find(SCHEMA).is_none(), "{:?}", inside.find(SCHEMA));
    }

    #[test]
    fn every_table_is_strict_and_explained() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(SCHEMA).unwrap();
        let mut query = db
            .prepare(
                "SELECT l.name, l.type, l.strict, s.sql FROM pragma_table_list AS l JOIN sqlite_schema AS s USING (name)
                 WHERE l.schema = 'main' AND l.type IN ('table', 'view') AND l.name NOT LIKE 'sqlite_%'",
            )
            .unwrap();
        let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).unwrap();
        for row in rows {
            let (name, what, strict, sql): (String, String, bool, String) = row.unwrap();
            assert!(strict || what == "view", "{name} is not STRICT");
            let second = sql.lines().nth(1).unwrap_or_default();
            assert!(second.trim_start().starts_with("-- "), "{name} is not explained: {second}");
        }
    }
}
