//! What people ruled: recorded with date and reason, undoable, and applied again after every new extraction.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::{Identity, Result, Store, StoreError, add::now, identity, names};

/// What a person rules. Speakers, voices and conflicts are rows of the database (their `key`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// two speakers are one
    Merge {
        /// the one whose name stays
        into: i64,
        /// the other
        other: i64,
    },
    /// these voices are someone else
    Split {
        /// the speaker they were taken for
        speaker: i64,
        /// the voices that leave it
        voices: Vec<i64>,
    },
    /// two speakers are not one, whatever speaks for it; recorded as a split
    Apart {
        /// one
        a: i64,
        /// the other
        b: i64,
    },
    /// a speaker is to be shown under another name
    Rename {
        /// the speaker
        speaker: i64,
        /// the name
        name: String,
    },
    /// a speaker is known by one more name
    Alias {
        /// the speaker
        speaker: i64,
        /// the name
        alias: String,
    },
    /// a speaker is to be left out of every listing
    Forget {
        /// the speaker
        speaker: i64,
    },
    /// a flagged conflict is right or wrong
    Judge {
        /// the conflict's row
        conflict: i64,
        /// the verdict
        verdict: Verdict,
    },
}

/// What a person says of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// a conflict
    Right,
    /// none
    Wrong,
    /// cannot be said
    Unsure,
}

impl Verdict {
    /// The word used in outputs and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Unsure => "unsure",
        }
    }

    /// The verdict of a word; none for an unknown one.
    pub fn from_word(word: &str) -> Option<Self> {
        [Verdict::Right, Verdict::Wrong, Verdict::Unsure].into_iter().find(|v| v.as_str() == word)
    }
}

/// A ruling as recorded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// its number
    pub id: i64,
    /// "merge", "split", "rename", "alias", "forget" or "judge"
    pub action: String,
    /// in words, what was ruled
    pub summary: String,
    /// why, in the words of the person
    pub reason: Option<String>,
    /// when, UTC
    pub decided: String,
    /// when it was taken back
    pub undone: Option<String>,
}

impl Store {
    /// Records a ruling and applies it.
    pub fn decide(&mut self, ruling: &Ruling, reason: Option<&str>) -> Result<Decision> {
        self.write(|db, identity| {
            // what is not settled yet would be ruled on by guesses
            identity::settle(db, identity)?;
            let record = Record::of(db, ruling)?;
            let id = record.store(db, reason)?;
            apply(db, identity, id)?;
            one(db, id)
        })
    }

    /// Takes a decision back; what it changed is as if it had never been made. The record stays.
    pub fn undo(&mut self, decision: i64) -> Result<Decision> {
        self.write(|db, identity| {
            let found = one(db, decision)?;
            if let Some(when) = found.undone {
                return Err(StoreError::Refused(format!("decision {decision} was already taken back on {when}")));
            }
            db.prepare_cached("UPDATE decisions SET undone_at = ?2 WHERE id = ?1")?
                .execute(params![decision, now()])?;
            apply(db, identity, decision)?;
            one(db, decision)
        })
    }

    /// All decisions, oldest first; also those taken back.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT id, action, summary, reason, decided_at, undone_at FROM decisions ORDER BY id",
            )?;
            let rows = query.query_map([], read_decision)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn read_decision(row: &Row) -> rusqlite::Result<Decision> {
    Ok(Decision {
        id: row.get(0)?,
        action: row.get(1)?,
        summary: row.get(2)?,
        reason: row.get(3)?,
        decided: row.get(4)?,
        undone: row.get(5)?,
    })
}

fn one(db: &Connection, id: i64) -> Result<Decision> {
    db.prepare_cached("SELECT id, action, summary, reason, decided_at, undone_at FROM decisions WHERE id = ?1")?
        .query_row([id], read_decision)
        .optional()?
        .ok_or_else(|| StoreError::NotFound { what: "decision", id: id.to_string() })
}

/// Decides anew every voice that a decision, made or taken back, is about.
fn apply(db: &Connection, identity: &dyn Identity, decision: i64) -> Result<()> {
    let mut query = db.prepare_cached("SELECT voice_id FROM decision_voices WHERE decision_id = ?1")?;
    let mut voices = query.query_map([decision], |r| r.get::<_, i64>(0))?.collect::<rusqlite::Result<BTreeSet<_>>>()?;
    // voices that an alias brought in are in the decision's reach only while it holds
    let alias: Option<String> = db
        .prepare_cached("SELECT value FROM decisions WHERE id = ?1 AND action = 'alias'")?
        .query_row([decision], |r| r.get(0))
        .optional()?;
    if let Some(alias) = alias {
        let mut query = db.prepare_cached("SELECT id FROM voices WHERE key = ?1")?;
        let rows = query.query_map([names::fold(&alias)], |r| r.get::<_, i64>(0))?;
        voices.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    // all that were one speaker are decided together, also those that nothing else links
    let mut all = BTreeSet::new();
    for voice in voices {
        let speaker = db
            .prepare_cached("SELECT speaker_id FROM voices WHERE id = ?1")?
            .query_row([voice], |r| r.get::<_, i64>(0))?;
        all.extend(identity::voices_of(db, speaker)?);
    }
    identity::unsettle(db, &all.into_iter().collect::<Vec<_>>())?;
    identity::settle(db, identity)?;
    Ok(())
}

/// A ruling, ready to be stored.
struct Record {
    action: &'static str,
    value: Option<String>,
    conflict: Option<String>,
    rule: Option<String>,
    summary: String,
    sides: [Vec<i64>; 2],
}

impl Record {
    fn of(db: &Connection, ruling: &Ruling) -> Result<Record> {
        let about = |speaker: i64, action, value: Option<&String>, summary| -> Result<Record> {
            let sides = [identity::voices_of(db, speaker)?, Vec::new()];
            Ok(Record { action, value: value.cloned(), conflict: None, rule: None, summary, sides })
        };
        match ruling {
            Ruling::Merge { into, other } => {
                let (name, other_name) = (speaker_name(db, *into)?, speaker_name(db, *other)?);
                if into == other {
                    return Err(StoreError::Refused(format!("{name} is one speaker already")));
                }
                let mut record = about(*into, "merge", None, format!("{other_name} is {name}"))?;
                record.sides[1] = identity::voices_of(db, *other)?;
                Ok(record)
            }
            Ruling::Split { speaker, voices } => {
                let name = speaker_name(db, *speaker)?;
                let (leave, stay): (Vec<i64>, Vec<i64>) =
                    identity::voices_of(db, *speaker)?.into_iter().partition(|v| voices.contains(v));
                if leave.is_empty() || stay.is_empty() {
                    return Err(StoreError::Refused(format!(
                        "to split {name}, some of its articles have to leave and some to stay"
                    )));
                }
                let summary =
                    format!("{name} in {} of {} articles is someone else", leave.len(), leave.len() + stay.len());
                let mut record = about(*speaker, "split", None, summary)?;
                record.sides = [stay, leave];
                Ok(record)
            }
            Ruling::Apart { a, b } => {
                let (name, other_name) = (speaker_name(db, *a)?, speaker_name(db, *b)?);
                if a == b {
                    return Err(StoreError::Refused(format!("{name} is one speaker: split it instead")));
                }
                let mut record = about(*a, "split", None, format!("{name} and {other_name} are not the same"))?;
                record.sides[1] = identity::voices_of(db, *b)?;
                Ok(record)
            }
            Ruling::Rename { speaker, name } => {
                let name = spoken(name)?;
                let summary = format!("{} is to be called {name}", speaker_name(db, *speaker)?);
                about(*speaker, "rename", Some(&name), summary)
            }
            Ruling::Alias { speaker, alias } => {
                let alias = spoken(alias)?;
                let summary = format!("{} is also known as {alias}", speaker_name(db, *speaker)?);
                about(*speaker, "alias", Some(&alias), summary)
            }
            Ruling::Forget { speaker } => {
                let summary = format!("{} is left out", speaker_name(db, *speaker)?);
                about(*speaker, "forget", None, summary)
            }
            Ruling::Judge { conflict, verdict } => Record::judging(db, *conflict, *verdict),
        }
    }

    fn judging(db: &Connection, conflict: i64, verdict: Verdict) -> Result<Record> {
        let found = db
            .prepare_cached("SELECT uid, rule FROM conflicts WHERE id = ?1")?
            .query_row([conflict], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))
            .optional()?;
        let (uid, rule) = found.ok_or_else(|| StoreError::NotFound { what: "conflict", id: conflict.to_string() })?;
        Ok(Record {
            action: "judge",
            value: Some(verdict.as_str().to_owned()),
            summary: format!("conflict {uid} is {}", verdict.as_str()),
            conflict: Some(uid),
            rule: Some(rule),
            sides: [Vec::new(), Vec::new()],
        })
    }

    fn store(&self, db: &Connection, reason: Option<&str>) -> Result<i64> {
        let id = db
            .prepare_cached(
                "INSERT INTO decisions (action, value, conflict, rule, summary, reason, decided_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .insert(params![self.action, self.value, self.conflict, self.rule, self.summary, reason, now()])?;
        for (side, voices) in self.sides.iter().enumerate() {
            for voice in voices {
                db.prepare_cached("INSERT INTO decision_voices (decision_id, voice_id, side) VALUES (?1, ?2, ?3)")?
                    .execute(params![id, voice, side])?;
            }
        }
        Ok(id)
    }
}

fn speaker_name(db: &Connection, speaker: i64) -> Result<String> {
    identity::name_of(db, speaker)?.ok_or_else(|| StoreError::NotFound { what: "speaker", id: speaker.to_string() })
}

/// A name that someone could bear.
fn spoken(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if names::fold(&name).is_empty() {
        return Err(StoreError::Refused(format!("{name:?} is no name")));
    }
    Ok(name)
}
