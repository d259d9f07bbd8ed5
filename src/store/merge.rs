//! Takes another database in: its articles with their statements, and what its desk decided.

mod differing;

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value};
use serde::Serialize;

use super::{
    Exchanged, MergedOutlets, MergedQuestions, Result, Store, add, appearances, decisions, engines, identity, outlets,
    question_files, readings, writer,
};

pub use differing::Differing;

/// What came of taking another database in.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Merged {
    /// articles that were not here
    pub articles: u64,
    /// articles that were here already
    pub known_articles: u64,
    /// statements that were not here
    pub statements: u64,
    /// addresses at which the two databases had different texts
    pub versions: Vec<Differing>,
    /// what became of its decisions
    pub decisions: Exchanged,
    /// what became of its questions
    pub questions: MergedQuestions,
    /// what became of its names of outlets
    pub outlets: MergedOutlets,
}

impl Store {
    /// Takes all of another database in, in one transaction. Nothing here is overwritten: where both have an article, what was
    /// extracted here stays, and statements that only the other desk decided on are added.
    pub fn merge(&mut self, other: &Store) -> Result<Merged> {
        let theirs = other.decisions()?;
        let snapshot = other.sql(other.db.unchecked_transaction())?;
        self.write(|db, identity| {
            let mut done = Merged::default();
            let mut copy = Copy {
                from: &snapshot,
                to: db,
                engines: HashMap::new(),
                appearances: HashMap::new(),
                known: HashMap::new(),
                current: Vec::new(),
            };
            let articles = copy.keys("SELECT id, uid FROM articles ORDER BY id", [])?;
            for (theirs, uid) in &articles {
                match add::find_article(db, uid)? {
                    None => {
                        let statements = copy.article(*theirs)?;
                        done.articles += 1;
                        done.statements += statements + writer::apply_decided(db, uid)?.len() as u64;
                    }
                    Some((ours, _)) => {
                        done.known_articles += 1;
                        copy.appearances(*theirs, ours, true)?;
                        done.statements += copy.decided_statements(*theirs, ours, uid)?;
                    }
                }
            }
            copy.versions()?;
            for (address, article, place) in copy.current {
                done.versions.extend(differing::current_at(&snapshot, db, &address, article, place)?);
            }
            done.outlets = outlets::take_over(&snapshot, db)?;
            outlets::rename_all(db)?;
            decisions::carry_all(db, decisions::Same::All)?;
            identity::settle(db, identity)?;
            done.questions = question_files::take_over(&snapshot, db)?;
            done.decisions = decisions::take_over(db, identity, &theirs)?;
            Ok(done)
        })
    }
}

/// From one database to another: row numbers change, stable ids stay.
struct Copy<'a> {
    from: &'a Connection,
    to: &'a Connection,
    engines: HashMap<i64, i64>,
    appearances: HashMap<i64, i64>,
    /// places that were here already
    known: HashMap<i64, i64>,
    /// places copied at which a text is in force there: address, article and place
    current: Vec<(String, i64, i64)>,
}

type Rows = HashMap<i64, i64>;

impl Copy<'_> {
    fn keys(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<(i64, String)>> {
        let mut query = self.from.prepare_cached(sql)?;
        let rows = query.query_map(parameters, |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Copies the rows of a table that a condition chooses. `change` gives a column another value; none leaves the row out.
    /// Returns their row numbers there and here.
    fn rows(
        &self,
        table: &str,
        columns: &[&str],
        condition: &str,
        key: i64,
        mut change: impl FnMut(&str, &Value) -> Option<Value>,
    ) -> Result<Vec<(i64, i64)>> {
        let list = columns.join(", ");
        let marks = vec!["?"; columns.len()].join(", ");
        let id =
            if matches!(table, "notes" | "shingles" | "spans" | "statement_voices" | "extracted") { "0" } else { "id" };
        let mut query =
            self.from.prepare_cached(&format!("SELECT {id}, {list} FROM {table} WHERE {condition} ORDER BY 1"))?;
        let mut insert = self.to.prepare_cached(&format!("INSERT INTO {table} ({list}) VALUES ({marks})"))?;
        let mut rows = query.query([key])?;
        let mut copied = Vec::new();
        while let Some(row) = rows.next()? {
            let values: Option<Vec<Value>> = columns
                .iter()
                .enumerate()
                .map(|(n, column)| Ok(change(column, &row.get::<_, Value>(n + 1)?)))
                .collect::<rusqlite::Result<_>>()?;
            if let Some(values) = values {
                insert.execute(params_from_iter(values))?;
                copied.push((row.get(0)?, self.to.last_insert_rowid()));
            }
        }
        Ok(copied)
    }

    fn engine(&mut self, theirs: i64) -> Result<i64> {
        if let Some(&ours) = self.engines.get(&theirs) {
            return Ok(ours);
        }
        let engine = self
            .from
            .prepare_cached("SELECT name, weights FROM engines WHERE id = ?1")?
            .query_row([theirs], |r| Ok(engines::Engine { name: r.get(0)?, weights: r.get(1)? }))?;
        let ours = engines::engine_id(self.to, &engine)?;
        self.engines.insert(theirs, ours);
        Ok(ours)
    }

    /// Copies an article that is not here; the number of its statements.
    fn article(&mut self, theirs: i64) -> Result<u64> {
        const COLUMNS: [&str; 12] = [
            "uid",
            "document",
            "title",
            "outlet",
            "byline",
            "published",
            "url",
            "imported",
            "version",
            "added_at",
            "engine_id",
            "text",
        ];
        let engine: i64 = self
            .from
            .prepare_cached("SELECT engine_id FROM articles WHERE id = ?1")?
            .query_row([theirs], |r| r.get(0))?;
        let engine = self.engine(engine)?;
        let copied = self.rows("articles", &COLUMNS, "id = ?1", theirs, |column, value| {
            Some(if column == "engine_id" { Value::Integer(engine) } else { value.clone() })
        })?;
        let ours = copied[0].1;
        self.appearances(theirs, ours, false)?;
        self.rows("notes", &["article_id", "n", "note"], "article_id = ?1", theirs, |column, value| {
            Some(if column == "article_id" { Value::Integer(ours) } else { value.clone() })
        })?;
        self.rows("shingles", &["hash", "article_id"], "article_id = ?1", theirs, |column, value| {
            Some(if column == "article_id" { Value::Integer(ours) } else { value.clone() })
        })?;
        let voices = self.voices(theirs, ours)?;
        let roles = self.roles(theirs, ours, &voices)?;
        let statements = self.keys("SELECT id, uid FROM statements WHERE article_id = ?1 ORDER BY id", [theirs])?;
        for (statement, _) in &statements {
            self.statement(*statement, ours, &voices, &roles)?;
        }
        Ok(statements.len() as u64)
    }

    /// Copies statements that are not here and that their desk decided on, so that the decisions have something to hold to.
    fn decided_statements(&mut self, theirs: i64, ours: i64, article: &str) -> Result<u64> {
        let decided = self.keys(
            "SELECT id, uid FROM statements WHERE article_id = ?1 AND withdrawn_at IS NULL
                 AND uid IN (SELECT statement FROM decisions WHERE article = ?2 AND undone_at IS NULL) ORDER BY id",
            rusqlite::params![theirs, article],
        )?;
        let mut copied = 0;
        for (statement, uid) in decided {
            let known: Option<i64> = self
                .to
                .prepare_cached("SELECT id FROM statements WHERE article_id = ?1 AND uid = ?2")?
                .query_row(rusqlite::params![ours, uid], |r| r.get(0))
                .optional()?;
            if known.is_none() {
                let voices = self.voices(theirs, ours)?;
                let roles = self.roles(theirs, ours, &voices)?;
                self.statement(statement, ours, &voices, &roles)?;
                copied += 1;
            }
        }
        Ok(copied)
    }

    /// Copies the places where an article was printed; of one that is here, those that are not known here.
    fn appearances(&mut self, theirs: i64, ours: i64, only_new: bool) -> Result<()> {
        let mut known: Vec<(i64, [Value; 4])> = Vec::new();
        if only_new {
            let mut query = self
                .to
                .prepare_cached("SELECT id, address, coalesce(printed_outlet, outlet), published, uid FROM appearances WHERE article_id = ?1")?;
            let rows = query.query_map([ours], |r| Ok((r.get(0)?, [r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?])))?;
            known = rows.collect::<rusqlite::Result<_>>()?;
        }
        let wanted = {
            let mut query = self.from.prepare_cached(
                "SELECT id, address, coalesce(printed_outlet, outlet), published, uid, superseded_by IS NULL FROM appearances
                 WHERE article_id = ?1 ORDER BY id",
            )?;
            let rows = query
                .query_map([theirs], |r| Ok((r.get(0)?, [r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?], r.get(5)?)))?;
            rows.collect::<rusqlite::Result<Vec<(i64, [Value; 4], bool)>>>()?
        };
        const COLUMNS: [&str; 10] =
            ["article_id", "url", "address", "outlet", "title", "byline", "published", "added_at", "uid", "text"];
        for (place, what, is_current) in wanted {
            if let Some((here, _)) = known.iter().find(|(_, known)| *known == what) {
                self.known.insert(place, *here);
                continue;
            }
            if only_new && !is_current {
                continue;
            }
            let copied = self.rows("appearances", &COLUMNS, "id = ?1", place, |column, value| {
                Some(match column {
                    "article_id" => Value::Integer(ours),
                    // as printed: which name it goes by is decided here
                    "outlet" => what[1].clone(),
                    _ => value.clone(),
                })
            })?;
            self.appearances.extend(copied);
            if let ([Value::Text(address), ..], true, Some(&here)) = (&what, is_current, self.appearances.get(&place)) {
                self.current.push((address.clone(), ours, here));
            }
        }
        if !only_new {
            appearances::describe(self.to, ours)?;
        }
        Ok(())
    }

    /// Copies the voices of an article that are not here; all their rows, there and here.
    fn voices(&self, theirs: i64, ours: i64) -> Result<Rows> {
        let mut rows = Rows::new();
        for (voice, uid) in self.keys("SELECT id, uid FROM voices WHERE article_id = ?1 ORDER BY id", [theirs])? {
            let known: Option<i64> = self
                .to
                .prepare_cached("SELECT id FROM voices WHERE uid = ?1")?
                .query_row([&uid], |r| r.get(0))
                .optional()?;
            let row = match known {
                Some(row) => row,
                None => {
                    let (name, key, kind): (String, String, String) = self
                        .from
                        .prepare_cached("SELECT name, key, type FROM voices WHERE id = ?1")?
                        .query_row([voice], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
                    let kind = identity::speaker_type(&kind);
                    let speaker = identity::provisional_speaker(self.to, &uid, &name, &key, kind)?;
                    const COLUMNS: [&str; 9] =
                        ["uid", "article_id", "speaker_id", "name", "key", "type", "role", "organization", "country"];
                    self.rows("voices", &COLUMNS, "id = ?1", voice, |column, value| {
                        Some(match column {
                            "article_id" => Value::Integer(ours),
                            "speaker_id" => Value::Integer(speaker),
                            _ => value.clone(),
                        })
                    })?[0]
                        .1
                }
            };
            rows.insert(voice, row);
        }
        Ok(rows)
    }

    fn roles(&self, theirs: i64, ours: i64, voices: &Rows) -> Result<Rows> {
        const COLUMNS: [&str; 7] = ["voice_id", "article_id", "role", "organization", "country", "start", "stop"];
        let copied = self.rows("roles", &COLUMNS, "article_id = ?1", theirs, |column, value| match column {
            "article_id" => Some(Value::Integer(ours)),
            "voice_id" => mapped(voices, value),
            _ => Some(value.clone()),
        })?;
        Ok(copied.into_iter().collect())
    }

    fn statement(&mut self, theirs: i64, article: i64, voices: &Rows, roles: &Rows) -> Result<()> {
        const COLUMNS: [&str; 21] = [
            "uid",
            "article_id",
            "voice_id",
            "role_id",
            "kind",
            "act",
            "negated",
            "on_record",
            "text",
            "source",
            "cue",
            "via",
            "how",
            "confidence",
            "start",
            "context_start",
            "context_stop",
            "engine_id",
            "reference",
            "withdrawn_at",
            "rules",
        ];
        let engine: i64 = self
            .from
            .prepare_cached("SELECT engine_id FROM statements WHERE id = ?1")?
            .query_row([theirs], |r| r.get(0))?;
        let engine = self.engine(engine)?;
        let ours = self.rows("statements", &COLUMNS, "id = ?1", theirs, |column, value| {
            Some(match column {
                "article_id" => Value::Integer(article),
                "voice_id" => mapped(voices, value).unwrap_or(Value::Null),
                "role_id" => mapped(roles, value).unwrap_or(Value::Null),
                "engine_id" => Value::Integer(engine),
                _ => value.clone(),
            })
        })?[0]
            .1;
        let own = |column: &str, value: &Value| match column {
            "statement_id" => Some(Value::Integer(ours)),
            "voice_id" => mapped(voices, value),
            "role_id" => Some(mapped(roles, value).unwrap_or(Value::Null)),
            "record" => Some(readings::moved(value, voices, roles)),
            _ => Some(value.clone()),
        };
        let of = "statement_id = ?1";
        self.rows("spans", &["statement_id", "part", "n", "start", "stop"], of, theirs, own)?;
        let columns = ["statement_id", "n", "voice_id", "role_id", "how", "confidence"];
        self.rows("statement_voices", &columns, of, theirs, own)?;
        self.rows("extracted", &["statement_id", "record"], of, theirs, own)?;
        Ok(())
    }

    /// Which of the copied texts another one has taken the place of.
    fn versions(&self) -> Result<()> {
        for (theirs, ours) in &self.appearances {
            let by: Option<i64> = self
                .from
                .prepare_cached("SELECT superseded_by FROM appearances WHERE id = ?1")?
                .query_row([theirs], |r| r.get(0))?;
            if let Some(by) = by.and_then(|by| self.appearances.get(&by).or(self.known.get(&by))) {
                self.to
                    .prepare_cached("UPDATE appearances SET superseded_by = ?2 WHERE id = ?1")?
                    .execute([ours, by])?;
                let article: i64 = self
                    .to
                    .prepare_cached("SELECT article_id FROM appearances WHERE id = ?1")?
                    .query_row([ours], |r| r.get(0))?;
                appearances::describe(self.to, article)?;
            }
        }
        Ok(())
    }
}

fn mapped(rows: &Rows, value: &Value) -> Option<Value> {
    match value {
        Value::Integer(row) => rows.get(row).map(|row| Value::Integer(*row)),
        _ => None,
    }
}
