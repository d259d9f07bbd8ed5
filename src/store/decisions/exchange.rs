//! Decisions of other desks: taken over where they agree with ours, kept waiting where they do not.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{
    super::{Identity, Result, Store, forms::now},
    Decision, apply,
    beside::{IN_FORCE, SETTLED, WAITING, agree, beside, disagree},
    carried, insert, one, several,
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
            if ours.undone.is_none() && is_taken_back(theirs) && ours.imported.is_some() {
                db.prepare_cached("UPDATE decisions SET undone_at = ?2, waiting = 0 WHERE id = ?1")?
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
        let waiting = ours.is_some() || theirs.waiting;
        let theirs = insert(db, &Decision { waiting, imported: Some(now()), ..theirs.clone() })?;
        done.new += 1;
        match ours {
            Some(ours) => done.disagreements.push(Disagreement { ours, theirs }),
            None if theirs.undone.is_none() && !theirs.waiting => apply(db, identity, &theirs)?,
            None => {}
        }
    }
    Ok(done)
}

/// True when whoever made a decision took it back; a desk that settled another's otherwise has no say in that one's.
fn is_taken_back(theirs: &Decision) -> bool {
    theirs.undone.is_some() && !theirs.waiting && theirs.imported.is_none()
}

/// The last decision in force that a decision disagrees with.
fn against(db: &Connection, theirs: &Decision) -> Result<Option<Decision>> {
    Ok(beside(db, theirs, IN_FORCE)?.into_iter().rev().find(|ours| disagree(ours, theirs)))
}

/// A new decision settles what waits on the same matter.
pub(super) fn overrule(db: &Connection, decision: &Decision) -> Result<()> {
    for waiting in beside(db, decision, WAITING)? {
        if disagree(decision, &waiting) || agree(decision, &waiting) {
            db.prepare_cached("UPDATE decisions SET undone_at = ?2 WHERE id = ?1")?
                .execute(params![waiting.number, now()])?;
        }
    }
    Ok(())
}

/// What a decision had settled waits again when that is taken back, unless a later one settles it too.
pub(super) fn revive(db: &Connection, decision: &Decision) -> Result<()> {
    let settles = |by: &Decision, other: &Decision| disagree(by, other) || agree(by, other);
    let later = beside(db, decision, IN_FORCE)?.into_iter().filter(|other| other.number > decision.number);
    let later: Vec<Decision> = later.collect();
    for settled in beside(db, decision, SETTLED)? {
        let by_this = settled.undone.as_ref() >= Some(&decision.decided) && settles(decision, &settled);
        if by_this && !later.iter().any(|other| settles(other, &settled)) {
            db.prepare_cached("UPDATE decisions SET undone_at = NULL WHERE id = ?1")?.execute([settled.number])?;
        }
    }
    Ok(())
}
