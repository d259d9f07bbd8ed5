//! What statements assert, and which of them conflict: kept for the comparison, which alone understands it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter, types::Value};
use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use super::{
    Result, Store, StoreError, Verdict,
    filter::{json, last_of, outlet_forms, words_of},
    forms::now,
    ids::{is_id, one_of},
    names,
    query::rows_by_key,
    rows::AttributionRow,
};

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

/// A conflict as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictRow {
    /// its row in the database
    pub key: i64,
    /// stable id
    pub id: String,
    /// "contradiction", "denial", "reversal", "version" or "opposition"
    pub kind: String,
    /// comparable across kinds
    pub score: f64,
    /// the tool stands by it
    pub firm: bool,
    /// the rule or question that fired
    pub rule: String,
    /// text of the declared question
    pub question: Option<String>,
    /// one or two sentences that can be checked against the text
    pub why: String,
    /// one statement, in the order in which the two were given
    pub a: AttributionRow,
    /// the other
    pub b: AttributionRow,
    /// what a person said of it
    pub verdict: Option<Verdict>,
    /// anything more, as JSON
    pub more: Option<String>,
}

/// Outlet and day of an appearance.
pub type Printed = (Option<String>, Option<String>);

/// Which conflicts, in which order: highest score first.
#[derive(Clone, Debug, Default)]
pub struct ConflictFilter {
    /// one of the two is by any of these speakers (rows); empty: everyone
    pub speakers: Vec<i64>,
    /// words of the question
    pub question: Option<String>,
    /// any of these; empty: all
    pub kinds: Vec<String>,
    /// printed in this outlet (one), or in these two against each other (two)
    pub outlets: Vec<String>,
    /// one of the two published on this day or later
    pub from: Option<String>,
    /// one of the two published on this day or earlier
    pub to: Option<String>,
    /// least score
    pub min_score: Option<f64>,
    /// the doubtful ones too
    pub all: bool,
    /// also those that a person called wrong
    pub judged_wrong: bool,
    /// at most so many
    pub limit: Option<u64>,
}

/// What came of comparing statements with others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// the statements that were compared (rows)
    pub statements: Vec<i64>,
    /// what was found, in the order in which it is to be stored
    pub conflicts: Vec<NewConflict>,
    /// statements whose comparison failed in part, and how: conflicts of theirs may be missing
    pub faults: Vec<(i64, String)>,
}

/// What people said of a rule's flags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRecord {
    /// the rule or question
    pub rule: String,
    /// flags now stored
    pub flags: u32,
    /// called right
    pub right: u32,
    /// called wrong
    pub wrong: u32,
    /// undecided
    pub unsure: u32,
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

/// Current statements that were not compared yet.
pub(super) const UNCOMPARED: &str = "FROM statements AS s JOIN articles AS a ON a.id = s.article_id
    WHERE s.compared = 0 AND s.withdrawn_at IS NULL AND a.superseded_by IS NULL";

/// Everything that the comparison found.
const CLEAR: &str = "DELETE FROM conflicts; DELETE FROM postings; DELETE FROM positions; DELETE FROM propositions;
    UPDATE statements SET compared = 0 WHERE compared = 1;";

impl Store {
    /// Keeps what statements assert and answer, in place of what was kept of them before, and the keys under which they
    /// can be found, beside those kept before; all in one transaction. They are not compared by that:
    /// [`Store::conclude`] says so when what was found is stored.
    pub fn set_claims(&mut self, claims: &[Claims]) -> Result<()> {
        self.write(|db, _| claims.iter().try_for_each(|c| keep_claims(db, c)))
    }

    /// Names the questions that positions refer to. Where statements were compared with other ones, or with these as they
    /// were declared before, every claim and conflict is dropped, as by [`Store::clear_claims`]; true then.
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

    /// Current statements found under any of the keys: row and number of keys shared, most first, at most `limit`. A
    /// key that more than `common` statements have is passed over.
    pub fn candidates(&self, keys: &[String], common: usize, limit: usize) -> Result<Vec<(i64, usize)>> {
        self.read(|db| {
            let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
            let mut query = db.prepare_cached("SELECT statement_id FROM postings WHERE key = ?1 LIMIT ?2")?;
            for key in keys {
                let rows = query.query_map(params![names::hashed(key), common + 1], |r| r.get::<_, i64>(0))?;
                let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
                if rows.len() <= common {
                    for statement in rows {
                        *shared.entry(statement).or_default() += 1;
                    }
                }
            }
            let mut found: Vec<(i64, usize)> = shared.into_iter().collect();
            found.sort_by_key(|&(statement, count)| (std::cmp::Reverse(count), statement));
            let mut current = db.prepare_cached("SELECT current FROM attribution_history WHERE statement_row = ?1")?;
            let mut out = Vec::new();
            for (statement, count) in found {
                if out.len() == limit {
                    break;
                }
                if current.query_row([statement], |r| r.get(0))? {
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

    /// How many statements are found under a key; `most` stands for as many or more.
    pub fn count_of_key(&self, key: &str, most: usize) -> Result<usize> {
        self.read(|db| {
            let mut query =
                db.prepare_cached("SELECT count(*) FROM (SELECT 1 FROM postings WHERE key = ?1 LIMIT ?2)")?;
            Ok(query.query_row(params![names::hashed(key), most], |r| r.get(0))?)
        })
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
    /// compares them again, and no conflict is lost. A known pair with the same kind and rule is brought up to date.
    /// Returns, for each of the conflicts, its row where it is new.
    pub fn conclude(&mut self, comparison: &Comparison) -> Result<Vec<Option<i64>>> {
        self.write(|db, _| {
            let new = comparison.conflicts.iter().map(|conflict| keep_conflict(db, conflict)).collect::<Result<_>>()?;
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

    /// Drops every conflict and claim, as before a new comparison. What people ruled stays.
    pub fn clear_claims(&mut self) -> Result<()> {
        self.write(|db, _| {
            db.execute_batch(CLEAR)?;
            Ok(())
        })
    }

    /// The conflicts: firm ones first, highest score first.
    pub fn conflicts(&self, filter: &ConflictFilter) -> Result<Vec<ConflictRow>> {
        let mut found = self.conflicts_anywhere(filter)?;
        if !filter.outlets.is_empty() {
            let printed = self.printed(&found.iter().collect::<Vec<_>>())?;
            let forms: Vec<[String; 2]> = filter.outlets.iter().map(|outlet| outlet_forms(outlet)).collect();
            let is_in = |row: &AttributionRow, forms: &[String; 2]| {
                let places = printed.get(&row.id).map_or(&[][..], Vec::as_slice);
                places.iter().any(|(outlet, _)| outlet.as_deref().is_some_and(|o| forms.contains(&names::fold(o))))
            };
            found.retain(|c| match forms.as_slice() {
                [one, other, ..] => is_in(&c.a, one) && is_in(&c.b, other) || is_in(&c.a, other) && is_in(&c.b, one),
                [one] => is_in(&c.a, one) || is_in(&c.b, one),
                [] => true,
            });
        }
        found.truncate(filter.limit.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX)));
        Ok(found)
    }

    /// The conflicts, whatever the outlets.
    fn conflicts_anywhere(&self, filter: &ConflictFilter) -> Result<Vec<ConflictRow>> {
        self.read(|db| {
            let mut conditions = vec!["true"];
            let mut parameters: Vec<Value> = Vec::new();
            let mut add = |condition: &'static str, value: String| {
                conditions.push(condition);
                parameters.push(value.into());
            };
            if !filter.speakers.is_empty() {
                add(
                    "EXISTS (SELECT 1 FROM json_each(?) AS w WHERE w.value IN (a.speaker_row, b.speaker_row))",
                    json(&filter.speakers),
                );
            }
            for word in words_of(&filter.question) {
                add("instr(folded(coalesce(c.question, '') || ' ' || c.rule), ?) > 0", word);
            }
            if !filter.kinds.is_empty() {
                add("c.kind IN (SELECT value FROM json_each(?))", json(&filter.kinds));
            }
            // one of the two lies within both bounds
            if filter.from.is_some() || filter.to.is_some() {
                conditions.push("((a.published >= ? AND a.published <= ?) OR (b.published >= ? AND b.published <= ?))");
                let from = filter.from.as_deref().map_or_else(String::new, |from| from.trim().to_owned());
                let to = filter.to.as_deref().map_or_else(|| "9999".to_owned(), last_of);
                parameters.extend([from.clone(), to.clone(), from, to].map(Value::from));
            }
            if let Some(least) = filter.min_score {
                conditions.push("c.score >= ?");
                parameters.push(least.into());
            }
            if !filter.all {
                conditions.push("c.firm = 1");
            }
            if !filter.judged_wrong {
                conditions.push("j.verdict IS NOT 'wrong'");
            }
            // outlets are chosen later, from all
            let limit = filter.limit.filter(|_| filter.outlets.is_empty());
            let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(-1));
            let sql = format!(
                "{CONFLICTS} CROSS JOIN attributions AS a ON a.statement_row = c.a_statement
                     CROSS JOIN attributions AS b ON b.statement_row = c.b_statement
                 WHERE {} ORDER BY c.firm DESC, c.score DESC, c.uid LIMIT {limit}",
                conditions.join(" AND ")
            );
            let mut query = db.prepare(&sql)?;
            let found = query.query_map(params_from_iter(parameters), read_conflict)?;
            let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
            found.into_iter().map(|stored| stored.with_statements(db)).collect()
        })
    }

    /// Where the words of each side of these conflicts are printed, copies included: outlet and day, in order.
    pub fn printed(&self, conflicts: &[&ConflictRow]) -> Result<BTreeMap<String, Vec<Printed>>> {
        let sides = || conflicts.iter().flat_map(|c| [&c.a, &c.b]);
        let mut places: BTreeMap<String, BTreeMap<String, BTreeSet<Printed>>> = BTreeMap::new();
        for row in sides() {
            let wording = names::wording(row.name.as_deref(), &row.text);
            places.entry(wording).or_default().entry(row.id.clone()).or_default();
        }
        let mut note = |row: &Row| -> rusqlite::Result<()> {
            let wording = names::wording(row.get::<_, Option<String>>(0)?.as_deref(), &row.get::<_, String>(1)?);
            let place: Printed = (row.get(2)?, row.get(3)?);
            if let Some(of) = places.get_mut(&wording) {
                of.values_mut().for_each(|known| {
                    known.insert(place.clone());
                });
            }
            Ok(())
        };
        let rare: BTreeSet<Option<String>> = sides().map(|row| rarest_words(&row.text)).collect();
        self.read(|db| {
            let words: Vec<&String> = rare.iter().flatten().collect();
            if words.len() == rare.len() && words.len() <= FEW {
                let mut query = db.prepare_cached(&format!(
                    "{PRINTED} JOIN statements_fts AS f ON f.rowid = t.statement_row WHERE f.text MATCH ?1"
                ))?;
                for words in words {
                    let mut rows = query.query([words])?;
                    while let Some(row) = rows.next()? {
                        note(row)?;
                    }
                }
                return Ok(());
            }
            let mut query = db.prepare_cached(PRINTED)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                note(row)?;
            }
            Ok(())
        })?;
        Ok(places.into_values().flatten().map(|(id, known)| (id, known.into_iter().collect())).collect())
    }

    /// One conflict, by its id or a beginning of it that no other has (at least four digits).
    pub fn conflict(&self, id: &str) -> Result<ConflictRow> {
        self.read(|db| {
            let typed = id.trim().to_lowercase();
            let mut found: Vec<(String, i64)> = Vec::new();
            if is_id(&typed) {
                let mut query = db.prepare_cached(
                    "SELECT uid, id FROM conflicts WHERE uid >= ?1 AND uid < ?1 || 'g' ORDER BY uid LIMIT 11",
                )?;
                let rows = query.query_map([&typed], |r| Ok((r.get(0)?, r.get(1)?)))?;
                found = rows.collect::<rusqlite::Result<_>>()?;
            }
            let key = one_of("conflict", &typed, found, || Ok(Vec::new()))?;
            let mut query = db.prepare_cached(&format!("{CONFLICTS} WHERE c.id = ?1"))?;
            query.query_row([key], read_conflict)?.with_statements(db)
        })
    }

    /// Decides which conflicts are stood by: those of which their rule was sure (kept in `more`), unless a person called
    /// them wrong or their rule is one of the doubted and nobody called them right.
    pub fn settle_conflicts(&mut self, doubted: &[String]) -> Result<()> {
        self.write(|db, _| {
            let verdict = "(SELECT verdict FROM judgements AS j WHERE j.conflict = conflicts.uid)";
            let stands = format!(
                "(coalesce(json_extract(more, '$.firm'), firm) AND {verdict} IS NOT 'wrong'
                  AND ({verdict} IS 'right' OR rule NOT IN (SELECT value FROM json_each(?1))))"
            );
            let sql = format!("UPDATE conflicts SET firm = {stands} WHERE firm IS NOT {stands}");
            db.prepare_cached(&sql)?.execute([json(doubted)])?;
            Ok(())
        })
    }

    /// What people said of each rule's flags. Verdicts count also where the flag is no longer raised.
    pub fn rule_records(&self) -> Result<Vec<RuleRecord>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT rule, sum(flags), sum(verdict = 'right'), sum(verdict = 'wrong'), sum(verdict = 'unsure')
                 FROM (SELECT rule, 1 AS flags, '' AS verdict FROM conflicts
                       UNION ALL SELECT rule, 0, verdict FROM judgements)
                 GROUP BY rule ORDER BY rule",
            )?;
            let rows = query.query_map([], |r| {
                Ok(RuleRecord {
                    rule: r.get(0)?,
                    flags: r.get(1)?,
                    right: r.get(2)?,
                    wrong: r.get(3)?,
                    unsure: r.get(4)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
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
    for key in &claims.keys {
        db.prepare_cached("INSERT OR IGNORE INTO postings (key, statement_id) VALUES (?1, ?2)")?
            .execute([names::hashed(key), statement])?;
    }
    Ok(())
}

/// Stores a conflict; its row when it is new. Copies of a statement, and the same words in a later version of the article,
/// make the same conflict, so that it counts once and what people said of it stays.
fn keep_conflict(db: &Connection, c: &NewConflict) -> Result<Option<i64>> {
    let wording = |statement: i64| -> Result<String> {
        db.prepare_cached(
            "SELECT v.name, s.text FROM statements AS s LEFT JOIN voices AS v ON v.id = s.voice_id WHERE s.id = ?1",
        )?
        .query_row([statement], |r| {
            Ok(names::wording(r.get::<_, Option<String>>(0)?.as_deref(), &r.get::<_, String>(1)?))
        })
        .optional()?
        .ok_or_else(|| StoreError::NotFound { what: "statement", id: statement.to_string() })
    };
    let (a, b) = (wording(c.a)?, wording(c.b)?);
    let uid = names::uid(&[&c.kind, &c.rule, (&a).min(&b), (&a).max(&b)], 16);
    let known: Option<(i64, i64, i64)> = db
        .prepare_cached("SELECT id, a_statement, b_statement FROM conflicts WHERE uid = ?1")?
        .query_row([&uid], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    if let Some((id, old_a, old_b)) = known {
        let current: i64 = db
            .prepare_cached("SELECT count(*) FROM attributions WHERE statement_row IN (?1, ?2)")?
            .query_row([old_a, old_b], |r| r.get(0))?;
        if current == 2 && (old_a, old_b) != (c.a, c.b) {
            return Ok(None);
        }
        db.prepare_cached(
            "UPDATE conflicts SET score = ?2, firm = ?3, question = ?4, why = ?5, a_statement = ?6, b_statement = ?7,
                 more = ?8
             WHERE id = ?1",
        )?
        .execute(params![id, c.score, c.firm, c.question, c.why, c.a, c.b, c.more])?;
        return Ok(None);
    }
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
    Ok(Some(id))
}

const CONFLICTS: &str = "SELECT c.id, c.uid, c.kind, c.score, c.firm, c.rule, c.question, c.why, c.a_statement,
    c.b_statement, j.verdict, c.more FROM conflicts AS c LEFT JOIN judgements AS j ON j.conflict = c.uid";

/// Statements with every place where they are printed.
const PRINTED: &str = "SELECT t.name, t.text, p.outlet, p.published FROM attributions AS t
     JOIN appearances AS p ON p.article_id = t.article_row";
/// So many wordings are looked for one by one in the full-text index; of more, every statement is read once.
const FEW: usize = 200;

/// A query for statements that hold the longest words of a text, which are mostly its rarest; none when it has no words.
pub(super) fn rarest_words(text: &str) -> Option<String> {
    // a word with marks that stand by themselves is cut otherwise in the index
    let whole = |word: &&str| !word.is_empty() && !word.contains(is_combining_mark);
    let mut words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(whole).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.truncate(4);
    let terms: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// A conflict whose statements are still rows.
struct StoredConflict {
    conflict: NewConflict,
    key: i64,
    id: String,
    verdict: Option<String>,
}

fn read_conflict(row: &Row) -> rusqlite::Result<StoredConflict> {
    Ok(StoredConflict {
        key: row.get(0)?,
        id: row.get(1)?,
        conflict: NewConflict {
            kind: row.get(2)?,
            score: row.get(3)?,
            firm: row.get(4)?,
            rule: row.get(5)?,
            question: row.get(6)?,
            why: row.get(7)?,
            a: row.get(8)?,
            b: row.get(9)?,
            more: row.get(11)?,
        },
        verdict: row.get(10)?,
    })
}

impl StoredConflict {
    fn with_statements(self, db: &Connection) -> Result<ConflictRow> {
        let StoredConflict { conflict: c, key, id, verdict } = self;
        let statement = |row: i64| -> Result<AttributionRow> {
            rows_by_key(db, &[row])?
                .pop()
                .ok_or_else(|| StoreError::NotFound { what: "statement", id: row.to_string() })
        };
        Ok(ConflictRow {
            key,
            id,
            a: statement(c.a)?,
            b: statement(c.b)?,
            kind: c.kind,
            score: c.score,
            firm: c.firm,
            rule: c.rule,
            question: c.question,
            why: c.why,
            verdict: verdict.as_deref().and_then(Verdict::from_word),
            more: c.more,
        })
    }
}
