//! What a statement asserts and answers: kept for the comparison, which alone understands it.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{Result, Store, postings, query::rows_by_key, rows::AttributionRow};

/// One thing that a statement asserts, in its normal form. What the columns may hold is the comparison's affair; the
/// store keeps them for queries and explanations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PropositionRow {
    /// who or what it is about
    pub subject: Option<String>,
    /// family of the predicate
    pub relation: Option<String>,
    /// lemma of the predicate
    pub predicate: Option<String>,
    /// what else takes part
    pub object: Option<String>,
    /// asserted (true) or denied (false) of the subject
    pub positive: bool,
    /// fact, plan, duty, possibility, wish
    pub modality: Option<String>,
    /// own words, paraphrase, reported, denied, asked
    pub assertion: Option<String>,
    /// for whom or what it is said to hold
    pub scope: Option<String>,
    /// the time that it is about
    pub time: Option<String>,
    /// number with unit and bounds
    pub quantity: Option<String>,
    /// where the clause stands in the statement's article, in code points
    pub span: Option<[usize; 2]>,
    /// anything more, as JSON
    pub more: Option<String>,
}

/// A statement's answer to a declared question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Position {
    /// id of the question, as its file declares it
    pub question: String,
    /// the entities that fill its placeholders, in a fixed form; empty without any
    pub about: String,
    /// the statement affirms it (true) or denies it
    pub affirms: bool,
    /// where the words that say so stand in the article, in code points
    pub span: Option<[usize; 2]>,
}

/// What an article is about, as the comparison spells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matter {
    /// stable id of the article
    pub article: String,
    /// names that it mentions
    pub names: Vec<String>,
    /// other words that it comes back to
    pub topics: Vec<String>,
}

/// All that the comparison keeps of a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// the statement's row
    pub statement: i64,
    /// what it asserts
    pub propositions: Vec<PropositionRow>,
    /// what it answers
    pub positions: Vec<Position>,
    /// under which it can be found by [`Store::candidates`]
    pub keys: Vec<String>,
}

impl Store {
    /// Keeps what statements assert and answer, in place of what was kept of them before, and the keys under which they
    /// can be found, beside those kept before; all in one transaction. They are not compared by that:
    /// [`Store::conclude`] says so when what was found is stored.
    pub fn set_claims(&mut self, claims: &[Claims]) -> Result<()> {
        self.write(|db, _| {
            claims.iter().try_for_each(|claims| keep_claims(db, claims))?;
            postings::post(db, claims.iter().flat_map(|c| c.keys.iter().map(|key| (c.statement, key))))
        })
    }

    /// Keeps what articles are about.
    pub fn set_matters(&mut self, matters: &[Matter]) -> Result<()> {
        self.write(|db, _| {
            let mut insert = db.prepare_cached(
                "INSERT OR REPLACE INTO article_matters (article_id, names, topics)
                 SELECT id, ?2, ?3 FROM articles WHERE uid = ?1",
            )?;
            for matter in matters {
                insert.execute([&matter.article, &matter.names.join("\n"), &matter.topics.join("\n")])?;
            }
            Ok(())
        })
    }

    /// What an article is about, where that is kept.
    pub fn matter(&self, article: &str) -> Result<Option<Matter>> {
        let lines = |text: String| text.lines().map(str::to_owned).collect();
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT m.names, m.topics FROM article_matters AS m JOIN articles AS a ON a.id = m.article_id
                 WHERE a.uid = ?1",
            )?;
            let found = query.query_row([article], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            Ok(found.map(|(names, topics)| Matter {
                article: article.to_owned(),
                names: lines(names),
                topics: lines(topics),
            }))
        })
    }

    /// What a statement asserts.
    pub fn propositions(&self, statement: i64) -> Result<Vec<PropositionRow>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT subject, relation, predicate, object, positive, modality, assertion, scope, time, quantity,
                     start, stop, more
                 FROM propositions WHERE statement_id = ?1 ORDER BY n",
            )?;
            let rows = query.query_map([statement], |r| {
                Ok(PropositionRow {
                    subject: r.get(0)?,
                    relation: r.get(1)?,
                    predicate: r.get(2)?,
                    object: r.get(3)?,
                    positive: r.get(4)?,
                    modality: r.get(5)?,
                    assertion: r.get(6)?,
                    scope: r.get(7)?,
                    time: r.get(8)?,
                    quantity: r.get(9)?,
                    span: span(r.get(10)?, r.get(11)?),
                    more: r.get(12)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What a statement answers.
    pub fn positions(&self, statement: i64) -> Result<Vec<Position>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT q.uid, p.about, p.affirms, p.start, p.stop
                 FROM positions AS p JOIN questions AS q ON q.id = p.question_id
                 WHERE p.statement_id = ?1 ORDER BY q.uid, p.about",
            )?;
            let rows = query.query_map([statement], read_position)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Who answers a question: its id as declared; statements in the order of their dates.
    pub fn answers(&self, question: &str) -> Result<Vec<(Position, AttributionRow)>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT q.uid, p.about, p.affirms, p.start, p.stop, p.statement_id
                 FROM positions AS p JOIN questions AS q ON q.id = p.question_id
                     JOIN attributions AS t ON t.statement_row = p.statement_id
                 WHERE q.uid = ?1 ORDER BY p.about, t.published IS NULL, t.published, t.article, t.start",
            )?;
            let found = query.query_map([question], |r| Ok((read_position(r)?, r.get::<_, i64>(5)?)))?;
            let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
            let keys: Vec<i64> = found.iter().map(|(_, key)| *key).collect();
            let rows = rows_by_key(db, &keys)?;
            Ok(found.into_iter().map(|(position, _)| position).zip(rows).collect())
        })
    }
}

fn span(start: Option<usize>, stop: Option<usize>) -> Option<[usize; 2]> {
    Some([start?, stop?])
}

fn read_position(row: &Row) -> rusqlite::Result<Position> {
    Ok(Position {
        question: row.get(0)?,
        about: row.get(1)?,
        affirms: row.get(2)?,
        span: span(row.get(3)?, row.get(4)?),
    })
}

fn keep_claims(db: &Connection, claims: &Claims) -> Result<()> {
    let statement = claims.statement;
    db.prepare_cached("DELETE FROM propositions WHERE statement_id = ?1")?.execute([statement])?;
    db.prepare_cached("DELETE FROM positions WHERE statement_id = ?1")?.execute([statement])?;
    for (n, p) in claims.propositions.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO propositions (statement_id, n, subject, relation, predicate, object, positive, modality,
                 assertion, scope, time, quantity, start, stop, more)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            statement,
            n,
            p.subject,
            p.relation,
            p.predicate,
            p.object,
            p.positive,
            p.modality,
            p.assertion,
            p.scope,
            p.time,
            p.quantity,
            p.span.map(|s| s[0]),
            p.span.map(|s| s[1]),
            p.more
        ])?;
    }
    for p in &claims.positions {
        db.prepare_cached("INSERT OR IGNORE INTO questions (uid) VALUES (?1)")?.execute([&p.question])?;
        db.prepare_cached(
            "INSERT OR REPLACE INTO positions (statement_id, question_id, about, affirms, start, stop)
             SELECT ?1, id, ?3, ?4, ?5, ?6 FROM questions WHERE uid = ?2",
        )?
        .execute(params![
            statement,
            p.question,
            p.about,
            p.affirms,
            p.span.map(|s| s[0]),
            p.span.map(|s| s[1])
        ])?;
    }
    Ok(())
}
