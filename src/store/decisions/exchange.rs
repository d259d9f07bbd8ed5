//! Decisions of other desks: taken over where they agree with ours, kept waiting where they do not.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{
    super::{Identity, Result, Store, forms::now},
    Decision, apply,
    beside::{agree, beside, disagree},
    carried, one, several,
};

/// A decision of another desk that disagrees with one in force here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// in force here
    pub ours: Decision,
    /// theirs: kept, and not in force until a person decides
    pub theirs: Decision,
}

/// What became of decisions of another desk.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Exchanged {
    /// new here
    pub new: u64,
    /// here already
    pub known: u64,
    /// taken back by the other desk, and so here
    pub taken_back: u64,
    /// waiting for a person
    pub disagreements: Vec<Disagreement>,
}

impl Store {
    /// Takes decisions of another database over, all or none. Nothing in force here is overruled.
    pub fn import_decisions(&mut self, decisions: &[Decision]) -> Result<Exchanged> {
        self.write(|db, identity| take_over(db, identity, decisions))
    }

    /// The decisions that wait, each beside the one in force that it disagrees with.
    pub fn disagreements(&self) -> Result<Vec<Disagreement>> {
        self.read(|db| {
            let waiting = several(db, "waiting = 1 AND undone_at IS NULL", [])?;
            let mut found = Vec::new();
            for theirs in waiting {
                found.extend(against(db, &theirs)?.map(|ours| Disagreement { ours, theirs }));
            }
            Ok(found)
        })
    }
}

pub(in crate::store) fn take_over(
    db: &Connection,
    identity: &dyn Identity,
    decisions: &[Decision],
) -> Result<Exchanged> {
    let mut done = Exchanged::default();
    for theirs in decisions {
        let known: Option<i64> = db
            .prepare_cached("SELECT id FROM decisions WHERE uid = ?1")?
            .query_row([&theirs.id], |r| r.get(0))
            .optional()?;
        if let Some(number) = known {
            let ours = one(db, number)?;
            if ours.undone.is_none() && theirs.undone.is_some() {
                db.prepare_cached("UPDATE decisions SET undone_at = ?2 WHERE id = ?1")?
                    .execute(params![number, theirs.undone])?;
                apply(db, identity, &ours)?;
                done.taken_back += 1;
            } else {
                done.known += 1;
            }
            continue;
        }
        let theirs = &match theirs.undone {
            Some(_) => theirs.clone(),
            None => carried::carried(db, theirs)?,
        };
        let ours = match theirs.undone {
            Some(_) => None,
            None => against(db, theirs)?,
        };
        let theirs = store(db, theirs, ours.is_some() || (theirs.waiting && theirs.undone.is_none()))?;
        done.new += 1;
        match ours {
            Some(ours) => done.disagreements.push(Disagreement { ours, theirs }),
            None if theirs.undone.is_none() && !theirs.waiting => apply(db, identity, &theirs)?,
            None => {}
        }
    }
    Ok(done)
}

fn store(db: &Connection, decision: &Decision, waiting: bool) -> Result<Decision> {
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
            waiting,
            decision.first_statement,
            now()
        ])?;
    for (side, voices) in decision.voices.iter().enumerate() {
        for voice in voices {
            db.prepare_cached("INSERT OR IGNORE INTO decision_voices (decision_id, voice, side) VALUES (?1, ?2, ?3)")?
                .execute(params![number, voice, side])?;
        }
    }
    one(db, number)
}

/// The last decision in force that a decision disagrees with.
fn against(db: &Connection, theirs: &Decision) -> Result<Option<Decision>> {
    Ok(beside(db, theirs, 0)?.into_iter().rev().find(|ours| disagree(ours, theirs)))
}

/// A new decision settles what waits on the same matter.
pub(super) fn overrule(db: &Connection, decision: &Decision) -> Result<()> {
    for waiting in beside(db, decision, 1)? {
        if disagree(decision, &waiting) || agree(decision, &waiting) {
            db.prepare_cached("UPDATE decisions SET undone_at = ?2 WHERE id = ?1")?
                .execute(params![waiting.number, now()])?;
        }
    }
    Ok(())
}
