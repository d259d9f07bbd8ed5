//! Which statements are to be compared with which, and what came of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Result, Store, StoreError,
    forms::now,
    names,
    postings::{COMMON_KEY, Reader},
};

/// A conflict to be stored. The statements are rows of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct NewConflict {
    /// "contradiction", "denial", "reversal", "version" or "opposition"
    pub kind: String,
    /// comparable across kinds
    pub score: f64,
    /// the tool stands by it; else it is listed only on demand
    pub firm: bool,
    /// the rule or question that fired
    pub rule: String,
    /// text of the declared question that the two answer differently
    pub question: Option<String>,
    /// one or two sentences that can be checked against the text
    pub why: String,
    /// one statement
    pub a: i64,
    /// the other
    pub b: i64,
    /// anything more, as JSON
    pub more: Option<String>,
}

/// What came of comparing statements with others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// the statements that were compared (rows)
    pub statements: Vec<i64>,
    /// the pairs that were looked at: what was found of one before and is not now is dropped
    pub pairs: BTreeSet<(i64, i64)>,
    /// what was found, in the order in which it is to be stored
    pub conflicts: Vec<NewConflict>,
    /// statements whose comparison failed in part, and how: conflicts of theirs may be missing
    pub faults: Vec<(i64, String)>,
}

/// A question that statements are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// its id
    pub id: String,
    /// its text
    pub text: String,
    /// of its whole declaration: another one means another question
    pub digest: String,
}

/// What searches for candidates found out, for those that follow: no key gets fewer statements meanwhile, and none is taken back.
#[derive(Debug, Default)]
pub struct Search {
    /// a key that more statements have says nothing
    most: usize,
    /// such keys
    common: FxHashSet<i64>,
    /// statements, and whether they are current
    current: FxHashMap<i64, bool>,
    reader: Reader,
}

impl Search {
    /// One that passes over keys that more than `most` statements have; at most [`COMMON_KEY`].
    pub fn new(most: usize) -> Self {
        Self { most: most.min(COMMON_KEY), ..Self::default() }
    }
}

/// Current statements that were not compared yet.
pub(super) const UNCOMPARED: &str = "FROM statements AS s JOIN articles AS a ON a.id = s.article_id
    WHERE s.compared = 0 AND s.withdrawn_at IS NULL AND a.superseded_by IS NULL";

/// Current statements whose comparison failed in part.
pub(super) const FAULTY: &str = "FROM statements AS s JOIN articles AS a ON a.id = s.article_id
    WHERE s.comparison_fault IS NOT NULL AND s.withdrawn_at IS NULL AND a.superseded_by IS NULL";

/// Everything that the comparison found, but for the conflicts listed: each is found again by the next one, or dropped.
const CLEAR: &str = "DELETE FROM conflicts WHERE id NOT IN (SELECT conflict_row FROM conflict_pairs);
    DELETE FROM postings; DELETE FROM positions; DELETE FROM propositions; DELETE FROM article_matters;
    UPDATE statements SET compared = 0 WHERE compared = 1;";

impl Store {
    /// Names the questions that positions refer to. Where statements were compared with other ones, or with these as they
    /// were declared before, all is to be compared again, as by [`Store::clear_claims`]; true then.
    pub fn declare_questions(&mut self, questions: &[Declared]) -> Result<bool> {
        self.write(|db, _| {
            let mut known = db.prepare_cached("SELECT uid, digest FROM questions ORDER BY uid")?;
            let known = known.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            let known: Vec<(String, Option<String>)> = known.collect::<rusqlite::Result<_>>()?;
            let mut now: Vec<_> = questions.iter().map(|q| (q.id.clone(), Some(q.digest.clone()))).collect();
            now.sort();
            if known == now {
                return Ok(false);
            }
            // also by one that was killed before it had marked anything
            let compared = db.query_row(
                "SELECT EXISTS (SELECT 1 FROM statements WHERE compared = 1) OR EXISTS (SELECT 1 FROM positions)
                     OR EXISTS (SELECT 1 FROM conflicts)",
                [],
                |r| r.get(0),
            )?;
            if compared {
                db.execute_batch(CLEAR)?;
            }
            db.execute("DELETE FROM questions", [])?;
            let mut insert = db.prepare_cached("INSERT INTO questions (uid, text, digest) VALUES (?1, ?2, ?3)")?;
            for question in questions {
                insert.execute([&question.id, &question.text, &question.digest])?;
            }
            Ok(compared)
        })
    }

    /// The questions that statements were last compared with.
    pub fn declared_questions(&self) -> Result<Vec<Declared>> {
        self.read(|db| {
            let mut query =
                db.prepare_cached("SELECT uid, coalesce(text, ''), coalesce(digest, '') FROM questions ORDER BY uid")?;
            let rows = query.query_map([], |r| Ok(Declared { id: r.get(0)?, text: r.get(1)?, digest: r.get(2)? }))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Current statements found under any of the keys: row and number of keys shared, most first, at most `limit`. A
    /// key that too many have is passed over.
    pub fn candidates(&self, keys: &[String], search: &mut Search, limit: usize) -> Result<Vec<(i64, usize)>> {
        self.read(|db| {
            let mut shared: FxHashMap<i64, usize> = FxHashMap::default();
            search.reader.fresh(db)?;
            for key in keys.iter().map(|key| names::hashed(key)) {
                if search.common.contains(&key) {
                    continue;
                }
                let found = search.reader.found_under(db, key)?;
                if found.len() > search.most {
                    search.common.insert(key);
                    continue;
                }
                for statement in found {
                    *shared.entry(statement).or_default() += 1;
                }
            }
            // those with most keys first; few of them are wanted
            let mut found: BinaryHeap<(usize, Reverse<i64>)> =
                shared.into_iter().map(|(statement, count)| (count, Reverse(statement))).collect();
            let mut current = db.prepare_cached("SELECT current FROM attribution_history WHERE statement_row = ?1")?;
            let mut out = Vec::new();
            while let Some((count, Reverse(statement))) = found.pop().filter(|_| out.len() < limit) {
                let is_current = match search.current.get(&statement) {
                    Some(&known) => known,
                    None => current.query_row([statement], |r| r.get(0))?,
                };
                search.current.insert(statement, is_current);
                if is_current {
                    out.push((statement, count));
                }
            }
            Ok(out)
        })
    }

    /// Rows of the current statements of articles, by their stable ids.
    pub fn keys_of_articles(&self, articles: &BTreeSet<&str>) -> Result<Vec<i64>> {
        self.read(|db| {
            let mut query = db.prepare_cached("SELECT statement_row FROM attributions WHERE article = ?1")?;
            let mut out = Vec::new();
            for article in articles {
                let rows = query.query_map([article], |r| r.get(0))?;
                out.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
            }
            Ok(out)
        })
    }

    /// The other statements, current ones, with which a statement was found to conflict.
    pub fn conflicting(&self, statement: i64) -> Result<Vec<i64>> {
        self.read(|db| {
            let pairs = stored_of(db, statement)?.into_iter().map(|stored| stored.pair);
            let mut current = Vec::new();
            for (a, b) in pairs {
                if is_current(db, (a, b))? {
                    current.push(if a == statement { b } else { a });
                }
            }
            Ok(current)
        })
    }

    /// How many statements are found under a key; `most` stands for as many or more.
    pub fn count_of_key(&self, key: &str, search: &mut Search, most: usize) -> Result<usize> {
        self.read(|db| Ok(search.reader.fresh(db)?.found_under(db, names::hashed(key))?.len().min(most)))
    }

    /// Rows of current statements that were not compared yet ([`Store::conclude`]), in the order of their adding.
    pub fn uncompared(&self) -> Result<Vec<i64>> {
        self.read(|db| {
            let mut query = db.prepare_cached(&format!("SELECT s.id {UNCOMPARED} ORDER BY s.id"))?;
            let rows = query.query_map([], |r| r.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How many they are.
    pub fn count_uncompared(&self) -> Result<u64> {
        self.read(|db| Ok(db.query_row(&format!("SELECT count(*) {UNCOMPARED}"), [], |r| r.get(0))?))
    }

    /// Keeps what a comparison came to and marks its statements as compared, in one transaction: whoever is killed before
    /// compares them again, and no conflict is lost. A known pair is brought up to date, and keeps its id.
    /// Returns, for each of the conflicts, its row where it is new.
    pub fn conclude(&mut self, comparison: &Comparison) -> Result<Vec<Option<i64>>> {
        self.write(|db, _| {
            let new = keep_conflicts(db, comparison)?;
            let mut mark =
                db.prepare_cached("UPDATE statements SET compared = 1, comparison_fault = NULL WHERE id = ?1")?;
            for statement in &comparison.statements {
                mark.execute([statement])?;
            }
            let mut note = db.prepare_cached("UPDATE statements SET comparison_fault = ?2 WHERE id = ?1")?;
            for (statement, fault) in &comparison.faults {
                note.execute(params![statement, fault])?;
            }
            Ok(new)
        })
    }

    /// Drops every claim and marks all statements as not compared. Conflicts stay until that is done: a new comparison
    /// finds them again, so that only new ones count as new, or drops them.
    pub fn clear_claims(&mut self) -> Result<()> {
        self.write(|db, _| {
            db.execute_batch(CLEAR)?;
            Ok(())
        })
    }
}

/// The conflicts of a statement.
fn stored_of(db: &Connection, statement: i64) -> Result<Vec<Stored>> {
    let mut query = db.prepare_cached(
        "SELECT id, a_statement, b_statement FROM conflicts WHERE a_statement = ?1
         UNION SELECT id, a_statement, b_statement FROM conflicts WHERE b_statement = ?1 ORDER BY id DESC",
    )?;
    let rows = query.query_map([statement], |r| Ok(Stored { id: r.get(0)?, pair: pair(r.get(1)?, r.get(2)?) }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Two statements, whichever comes first.
fn pair(a: i64, b: i64) -> (i64, i64) {
    (a.min(b), a.max(b))
}

/// A conflict as it is stored, as far as it is found again.
struct Stored {
    id: i64,
    pair: (i64, i64),
}

/// Stores what was found of some pairs, and drops what was found of them before and is not now; of each conflict the row when
/// it is new. A pair of which something else is found, as after a fix, keeps its id, and with it what people said of it.
fn keep_conflicts(db: &Connection, comparison: &Comparison) -> Result<Vec<Option<i64>>> {
    let found: BTreeSet<(i64, i64)> = comparison.conflicts.iter().map(|c| pair(c.a, c.b)).collect();
    let mut before: BTreeMap<(i64, i64), Vec<i64>> = BTreeMap::new();
    let looked_at: BTreeSet<(i64, i64)> = comparison.pairs.iter().map(|&(a, b)| pair(a, b)).collect();
    for &statement in &comparison.statements {
        for Stored { id, pair } in stored_of(db, statement)? {
            let rows = before.entry(pair).or_default();
            if looked_at.contains(&pair) && !rows.contains(&id) {
                rows.push(id);
            }
        }
    }
    let mut rows = vec![None; comparison.conflicts.len()];
    let mut unknown = Vec::new();
    for (n, conflict) in comparison.conflicts.iter().enumerate() {
        let sides = wordings(db, conflict)?;
        let uid = uid_of(&conflict.kind, &conflict.rule, &sides);
        let Some(known) = stored(db, &uid)? else {
            unknown.push((n, conflict, uid, sides));
            continue;
        };
        let is_gone = looked_at.contains(&known.pair) && !found.contains(&known.pair);
        before.get_mut(&known.pair).into_iter().for_each(|rows| rows.retain(|row| *row != known.id));
        // of copies, and the same words in several texts, the first counts
        if known.pair == pair(conflict.a, conflict.b) || is_gone || !is_current(db, known.pair)? {
            update(db, known.id, conflict)?;
        }
    }
    for (n, conflict, uid, sides) in unknown {
        if stored(db, &uid)?.is_some() {
            continue;
        }
        if let Some(id) = before.get_mut(&pair(conflict.a, conflict.b)).and_then(Vec::pop) {
            update(db, id, conflict)?;
            continue;
        }
        // one that people judged is back, and not new
        let judged = judged_as(db, &sides)?;
        let kept = judged.as_ref().map_or(Ok(None), |judged| stored(db, judged))?;
        match (judged, kept) {
            (Some(judged), None) => drop(insert(db, &judged, conflict)?),
            // on an earlier text
            (Some(_), Some(kept)) if !is_current(db, kept.pair)? => update(db, kept.id, conflict)?,
            _ => rows[n] = Some(insert(db, &uid, conflict)?),
        }
    }
    for id in before.into_values().flatten() {
        db.prepare_cached("DELETE FROM conflicts WHERE id = ?1")?.execute([id])?;
    }
    Ok(rows)
}

/// Who says what on the two sides, as the id of a conflict has it: copies of a statement, and the same words in a later version of
/// the article, make the same conflict, and so do those whose speaker a person fixed.
fn wordings(db: &Connection, c: &NewConflict) -> Result<[String; 2]> {
    let wording = |statement: i64| -> Result<String> {
        db.prepare_cached(
            "SELECT v.name, s.text FROM statements AS s LEFT JOIN extracted AS e ON e.statement_id = s.id
                 LEFT JOIN voices AS v ON v.id = CASE WHEN e.record IS NULL THEN s.voice_id
                     ELSE json_extract(e.record, '$.voicings[0].voice') END
             WHERE s.id = ?1",
        )?
        .query_row([statement], |r| {
            Ok(names::wording(r.get::<_, Option<String>>(0)?.as_deref(), &r.get::<_, String>(1)?))
        })
        .optional()?
        .ok_or_else(|| StoreError::NotFound { what: "statement", id: statement.to_string() })
    };
    let mut both = [wording(c.a)?, wording(c.b)?];
    both.sort();
    Ok(both)
}

fn uid_of(kind: &str, rule: &str, [a, b]: &[String; 2]) -> String {
    names::uid(&[kind, rule, a, b], 16)
}

/// The id under which people judged a pair of which something else was found then, as before a speaker was fixed.
fn judged_as(db: &Connection, sides: &[String; 2]) -> Result<Option<String>> {
    const KINDS: [&str; 5] = ["contradiction", "denial", "reversal", "version", "opposition"];
    let mut query = db.prepare_cached("SELECT conflict, coalesce(rule, '') FROM judgements ORDER BY conflict")?;
    let judged = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let judged = judged.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    let is_this = |(uid, rule): &(String, String)| KINDS.iter().any(|kind| uid_of(kind, rule, sides) == *uid);
    Ok(judged.into_iter().find(is_this).map(|(uid, _)| uid))
}

fn stored(db: &Connection, uid: &str) -> Result<Option<Stored>> {
    let mut query = db.prepare_cached("SELECT id, a_statement, b_statement FROM conflicts WHERE uid = ?1")?;
    let found = query.query_row([uid], |r| Ok(Stored { id: r.get(0)?, pair: pair(r.get(1)?, r.get(2)?) }));
    Ok(found.optional()?)
}

fn is_current(db: &Connection, (a, b): (i64, i64)) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT count(*) = 2 FROM attributions WHERE statement_row IN (?1, ?2)")?;
    Ok(query.query_row([a, b], |r| r.get(0))?)
}

fn update(db: &Connection, id: i64, c: &NewConflict) -> Result<()> {
    db.prepare_cached(
        "UPDATE conflicts SET kind = ?9, rule = ?10, score = ?2, firm = ?3, question = ?4, why = ?5, a_statement = ?6,
             b_statement = ?7, more = ?8
         WHERE id = ?1",
    )?
    .execute(params![id, c.score, c.firm, c.question, c.why, c.a, c.b, c.more, c.kind, c.rule])?;
    Ok(())
}

fn insert(db: &Connection, uid: &str, c: &NewConflict) -> Result<i64> {
    let id = db
        .prepare_cached(
            "INSERT INTO conflicts (uid, kind, score, firm, rule, question, why, a_statement, b_statement, more, found_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .insert(params![
            uid,
            c.kind,
            c.score,
            c.firm,
            c.rule,
            c.question,
            c.why,
            c.a,
            c.b,
            c.more,
            now()
        ])?;
    Ok(id)
}
