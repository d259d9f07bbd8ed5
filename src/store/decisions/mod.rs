//! What people decided of statements, conflicts and speakers: recorded with date, name and reason, undoable, and applied again
//! after every new extraction.

mod beside;
mod carried;
mod exchange;
mod record;
mod returned;
mod ruling;

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{Identity, Result, Store, StoreError, forms::now, identity, names, readings, writer};

pub(super) use carried::{Same, carry_all, carry_around};
pub use exchange::{Disagreement, Exchanged};
pub(super) use exchange::{note_imported, take_over};
#[cfg(test)]
pub(super) use record::made_id;
pub use returned::Returned;
pub use ruling::{Finding, Fix, Grounds, Ruling, Subject, Verdict};

/// A decision as recorded; a line of `decisions export`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// its number in this database, by which it is undone
    #[serde(default)]
    pub number: i64,
    /// stable id, the same in every database that has it
    pub id: String,
    /// "accept", "reject", "fix", "finding", "note", "assign", "judge", "merge", "split", "rename", "alias" or "forget"
    pub action: String,
    /// what is fixed: "speaker", "role", "act", "kind" or "content"; "marked" where the statement is there because a person marked it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// the name, note, finding or verdict given; spans of characters for "content"; the statement itself, as JSON, for "marked"
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// stable id of the statement that it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// stable id of that statement's article
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// stable id of the statement of an earlier text on which it was made, where the newest text has that unchanged
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_statement: Option<String>,
    /// stable id of the conflict that it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<String>,
    /// the rule that had flagged the conflict
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// stable ids of the voices that it is about, by sides: "merge": the first side gives the name; "split": the second leaves
    #[serde(default, skip_serializing_if = "is_empty")]
    pub voices: [Vec<String>; 2],
    /// in words, what was decided
    pub summary: String,
    /// why, in the words of the person
    pub reason: Option<String>,
    /// what shows it, such as an address
    #[serde(default)]
    pub source: Option<String>,
    /// who decided
    #[serde(default)]
    pub by: Option<String>,
    /// when, UTC
    pub decided: String,
    /// when it was taken back
    pub undone: Option<String>,
    /// another desk decided so and disagrees with a decision in force here: it is not in force
    #[serde(default)]
    pub waiting: bool,
    /// when it was taken over from another desk; none: this desk made it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<String>,
}

fn is_empty(voices: &[Vec<String>; 2]) -> bool {
    voices.iter().all(Vec::is_empty)
}

/// What came of rulings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// recorded now
    pub new: Vec<Decision>,
    /// in force already: the same person had decided the same for the same reasons
    pub known: Vec<Decision>,
}

impl Store {
    /// Records a ruling and applies it.
    pub fn decide(&mut self, ruling: &Ruling, grounds: &Grounds) -> Result<Decision> {
        self.write(|db, identity| Ok(decide(db, identity, ruling, grounds)?.0))
    }

    /// Records many rulings and applies them, all or none.
    pub fn decide_all(&mut self, rulings: &[(Ruling, Grounds)]) -> Result<Decided> {
        self.write(|db, identity| {
            let mut all = Decided::default();
            for (ruling, grounds) in rulings {
                let (decision, is_new) = decide(db, identity, ruling, grounds)?;
                if is_new { all.new.push(decision) } else { all.known.push(decision) }
            }
            Ok(all)
        })
    }

    /// Takes a decision back, or the last one that is in force; what it changed is as if it had never been made. The record
    /// stays.
    pub fn undo(&mut self, number: Option<i64>) -> Result<Decision> {
        self.write(|db, identity| {
            let number = match number {
                Some(number) => number,
                None => db
                    .query_row("SELECT max(id) FROM decisions WHERE undone_at IS NULL", [], |r| r.get(0))
                    .optional()?
                    .flatten()
                    .ok_or_else(|| StoreError::Refused("no decision is in force".to_owned()))?,
            };
            let found = one(db, number)?;
            if let Some(when) = found.undone {
                return Err(StoreError::Refused(format!("decision {number} was already taken back on {when}")));
            }
            db.prepare_cached("UPDATE decisions SET undone_at = ?2 WHERE id = ?1")?.execute(params![number, now()])?;
            exchange::revive(db, &found)?;
            apply(db, identity, &found)?;
            exchange::release(db, identity, &found)?;
            one(db, number)
        })
    }

    /// All decisions, oldest first; also those taken back.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.read(|db| several(db, "TRUE", []))
    }

    /// How many statements people rejected, which no listing has.
    pub fn count_rejected(&self) -> Result<u64> {
        let sql = "SELECT count(DISTINCT statement) FROM decisions WHERE action = 'reject' AND undone_at IS NULL AND NOT waiting";
        self.read(|db| Ok(db.query_row(sql, [], |r| r.get(0))?))
    }

    /// Stable id of the statement, conflict or speaker that a decision is on; of a speaker who is not here, of its voice.
    pub fn decided_on(&self, decision: &Decision) -> Result<String> {
        if let Some(id) = decision.statement.as_ref().or(decision.conflict.as_ref()) {
            return Ok(id.clone());
        }
        let voice = decision.voices.iter().flatten().next().cloned().unwrap_or_default();
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT s.uid FROM voices AS v JOIN speakers AS s ON s.id = v.speaker_id WHERE v.uid = ?1",
            )?;
            Ok(query.query_row([&voice], |r| r.get(0)).optional()?.unwrap_or(voice))
        })
    }

    /// The decisions on a statement, conflict or speaker, oldest first; also those taken back.
    pub fn decisions_on(&self, subject: Subject) -> Result<Vec<Decision>> {
        self.read(|db| match subject {
            Subject::Statement(key) => several(
                db,
                "(statement, article) = (SELECT s.uid, a.uid FROM statements AS s JOIN articles AS a ON a.id = s.article_id
                     WHERE s.id = ?1)
                 OR first_statement = (SELECT uid FROM statements WHERE id = ?1)",
                [key],
            ),
            Subject::Conflict(key) => several(db, "conflict = (SELECT uid FROM conflicts WHERE id = ?1)", [key]),
            Subject::Speaker(key) => several(
                db,
                "id IN (SELECT d.decision_id FROM decision_voices AS d JOIN voices AS v ON v.uid = d.voice
                     WHERE v.speaker_id = ?1)",
                [key],
            ),
        })
    }
}

/// The decision that a ruling makes, or the same one that is in force already; true for a new one.
fn decide(db: &Connection, identity: &dyn Identity, ruling: &Ruling, grounds: &Grounds) -> Result<(Decision, bool)> {
    // what is not settled yet would be ruled on by guesses
    identity::settle(db, identity)?;
    let decision = record::Record::of(db, ruling)?.decided(db, grounds)?;
    // an id of an earlier text, in a table made before the newer one came
    let decision = carried::carried(db, &decision)?;
    if let Some(known) = beside::repeated(db, &decision)? {
        return Ok((known, false));
    }
    let decision = insert(db, &decision)?;
    exchange::overrule(db, &decision)?;
    apply(db, identity, &decision)?;
    Ok((decision, true))
}

/// Records a decision under the next number.
fn insert(db: &Connection, decision: &Decision) -> Result<Decision> {
    let number = db
        .prepare_cached(
            "INSERT INTO decisions (uid, action, field, value, statement, article, conflict, rule, summary, reason,
                 source, decided_by, decided_at, undone_at, waiting, first_statement, imported_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .insert(params![
            decision.id,
            decision.action,
            decision.field,
            decision.value,
            decision.statement,
            decision.article,
            decision.conflict,
            decision.rule,
            decision.summary,
            decision.reason,
            decision.source,
            decision.by,
            decision.decided,
            decision.undone,
            decision.waiting,
            decision.first_statement,
            decision.imported
        ])?;
    for (side, voices) in decision.voices.iter().enumerate() {
        for voice in voices {
            db.prepare_cached("INSERT OR IGNORE INTO decision_voices (decision_id, voice, side) VALUES (?1, ?2, ?3)")?
                .execute(params![number, voice, side])?;
        }
    }
    one(db, number)
}

const COLUMNS: &str = "id, uid, action, field, value, statement, article, conflict, rule, summary, reason, source,
    decided_by, decided_at, undone_at, waiting, first_statement, imported_at,
    (SELECT json_group_array(voice) FROM decision_voices AS v WHERE v.decision_id = decisions.id AND side = 0) AS one,
    (SELECT json_group_array(voice) FROM decision_voices AS v WHERE v.decision_id = decisions.id AND side = 1) AS other";

fn several<P: rusqlite::Params>(db: &Connection, condition: &str, parameters: P) -> Result<Vec<Decision>> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM decisions WHERE {condition} ORDER BY id"))?;
    let rows = query.query_map(parameters, read_decision)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read_decision(row: &Row) -> rusqlite::Result<Decision> {
    let voices = |column: &str| -> rusqlite::Result<Vec<String>> {
        Ok(serde_json::from_str(&row.get::<_, String>(column)?).unwrap_or_default())
    };
    Ok(Decision {
        number: row.get("id")?,
        id: row.get("uid")?,
        action: row.get("action")?,
        field: row.get("field")?,
        value: row.get("value")?,
        statement: row.get("statement")?,
        article: row.get("article")?,
        first_statement: row.get("first_statement")?,
        conflict: row.get("conflict")?,
        rule: row.get("rule")?,
        voices: [voices("one")?, voices("other")?],
        summary: row.get("summary")?,
        reason: row.get("reason")?,
        source: row.get("source")?,
        by: row.get("decided_by")?,
        decided: row.get("decided_at")?,
        undone: row.get("undone_at")?,
        waiting: row.get("waiting")?,
        imported: row.get("imported_at")?,
    })
}

fn one(db: &Connection, number: i64) -> Result<Decision> {
    several(db, "id = ?1", [number])?
        .pop()
        .ok_or_else(|| StoreError::NotFound { what: "decision", id: number.to_string() })
}

/// Brings the rows that a decision, made or taken back, is about to what is decided of them now.
fn apply(db: &Connection, identity: &dyn Identity, decision: &Decision) -> Result<()> {
    if let (Some(statement), Some(article)) = (&decision.statement, &decision.article) {
        if decision.field.as_deref() == Some("marked") {
            writer::write_marked(db, article)?;
        }
        let mut query = db.prepare_cached(
            "SELECT s.id FROM statements AS s JOIN articles AS a ON a.id = s.article_id WHERE s.uid = ?1 AND a.uid = ?2",
        )?;
        let rows = query.query_map([statement, article], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        rows.into_iter().try_for_each(|row| readings::apply(db, row))?;
        identity::settle(db, identity)?;
        return Ok(());
    }
    if decision.conflict.is_some() {
        return Ok(());
    }
    let mut voices = BTreeSet::new();
    for uid in decision.voices.iter().flatten() {
        let row = db
            .prepare_cached("SELECT id FROM voices WHERE uid = ?1")?
            .query_row([uid], |r| r.get::<_, i64>(0))
            .optional()?;
        voices.extend(row);
    }
    // voices that an alias brought in are in the decision's reach only while it holds
    if let Some(alias) = decision.value.as_deref().filter(|_| decision.action == "alias") {
        let mut query = db.prepare_cached("SELECT id FROM voices WHERE key = ?1")?;
        let rows = query.query_map([names::fold(alias)], |r| r.get::<_, i64>(0))?;
        voices.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    // all that were one speaker are decided together, also those that nothing else links
    let mut speakers = BTreeSet::new();
    for voice in voices {
        let speaker = db
            .prepare_cached("SELECT speaker_id FROM voices WHERE id = ?1")?
            .query_row([voice], |r| r.get::<_, i64>(0))?;
        speakers.insert(speaker);
    }
    let mut all = BTreeSet::new();
    for speaker in speakers {
        all.extend(identity::voices_of(db, speaker)?);
    }
    identity::unsettle(db, &all.into_iter().collect::<Vec<_>>())?;
    identity::settle(db, identity)?;
    Ok(())
}
