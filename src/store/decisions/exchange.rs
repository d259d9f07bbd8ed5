//! Decisions of other desks: taken over where they agree with ours, kept waiting where they do not.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{
    super::{Identity, Result, Store, forms::now},
    Decision, apply,
    beside::{IN_FORCE, SETTLED, WAITING, agree, beside_in_any_text, disagree},
    carried, insert, one, record, several,
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
                found.extend(against(db, &theirs, |_| true)?.map(|ours| Disagreement { ours, theirs }));
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
    let made: HashMap<&str, i64> =
        decisions.iter().filter(|d| d.imported.is_none()).map(|d| (&*d.id, d.number)).collect();
    // a desk that changed its mind does not disagree with itself
    let changed = |ours: &Decision, theirs: &Decision| {
        theirs.imported.is_none() && ours.imported.is_some() && made.get(&*ours.id).is_some_and(|n| *n < theirs.number)
    };
    for theirs in decisions {
        let known: Option<i64> = db
            .prepare_cached("SELECT id FROM decisions WHERE uid = ?1")?
            .query_row([&theirs.id], |r| r.get(0))
            .optional()?;
        if let Some(number) = known {
            let ours = one(db, number)?;
            // also one that was settled here: else it would wait again when the settlement is taken back
            let is_kept = ours.undone.is_none() || ours.waiting;
            if is_kept && is_taken_back(theirs) && ours.imported.is_some() {
                db.prepare_cached("UPDATE decisions SET undone_at = ?2, waiting = 0 WHERE id = ?1")?
                    .execute(params![number, theirs.undone])?;
                apply(db, identity, &ours)?;
                release(db, identity, &ours)?;
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
            None => against(db, theirs, |ours| !changed(ours, theirs))?,
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

/// Notes of a database from before schema 10 which decisions another desk made: the id tells under which number one was
/// made. Decisions of neither a statement nor a person's name may be older than such ids, and count as made here.
pub(in crate::store) fn note_imported(db: &Connection) -> rusqlite::Result<()> {
    let mut query = db.prepare(
        "SELECT id, uid, action, summary, decided_at, value, statement, conflict, decided_by, reason FROM decisions
         WHERE decided_by IS NOT NULL OR statement IS NOT NULL",
    )?;
    let decisions = query.query_map([], |r| {
        let (number, id, action, summary, decided) = (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?);
        let (value, statement, conflict, by, reason) = (r.get(5)?, r.get(6)?, r.get(7)?, r.get(8)?, r.get(9)?);
        let words = Decision { value, statement, conflict, by, reason, ..Decision::default() };
        Ok(Decision { number, id, action, summary, decided, ..words })
    })?;
    let mut note = db.prepare("UPDATE decisions SET imported_at = decided_at WHERE id = ?1")?;
    for decision in decisions.collect::<rusqlite::Result<Vec<_>>>()? {
        if record::made_id(&decision) != decision.id {
            note.execute([decision.number])?;
        }
    }
    Ok(())
}

/// True when whoever made a decision took it back; a desk that settled another's otherwise has no say in that one's.
fn is_taken_back(theirs: &Decision) -> bool {
    theirs.undone.is_some() && !theirs.waiting && theirs.imported.is_none()
}

/// The last decision in force, of those that `count`, that a decision disagrees with.
fn against(db: &Connection, theirs: &Decision, count: impl Fn(&Decision) -> bool) -> Result<Option<Decision>> {
    let in_force = beside_in_any_text(db, theirs, IN_FORCE)?;
    Ok(in_force.into_iter().rev().find(|ours| disagree(ours, theirs) && count(ours)))
}

/// A new decision settles what waits on the same matter.
pub(super) fn overrule(db: &Connection, decision: &Decision) -> Result<()> {
    for waiting in beside_in_any_text(db, decision, WAITING)? {
        if disagree(decision, &waiting) || agree(decision, &waiting) {
            db.prepare_cached("UPDATE decisions SET undone_at = ?2 WHERE id = ?1")?
                .execute(params![waiting.number, now()])?;
        }
    }
    Ok(())
}

/// What waited because of a decision that is taken back is in force, unless another disagrees with it too.
pub(super) fn release(db: &Connection, identity: &dyn Identity, decision: &Decision) -> Result<()> {
    for waiting in beside_in_any_text(db, decision, WAITING)? {
        let of_others = |ours: &Decision| ours.by.is_none() || ours.by != waiting.by;
        if disagree(decision, &waiting) && against(db, &waiting, of_others)?.is_none() {
            db.prepare_cached("UPDATE decisions SET waiting = 0 WHERE id = ?1")?.execute([waiting.number])?;
            apply(db, identity, &waiting)?;
        }
    }
    Ok(())
}

/// What a decision had settled waits again when that is taken back, unless a later one settles it too.
pub(super) fn revive(db: &Connection, decision: &Decision) -> Result<()> {
    let settles = |by: &Decision, other: &Decision| disagree(by, other) || agree(by, other);
    let later = beside_in_any_text(db, decision, IN_FORCE)?.into_iter().filter(|other| other.number > decision.number);
    let later: Vec<Decision> = later.collect();
    for settled in beside_in_any_text(db, decision, SETTLED)? {
        let by_this = settled.undone.as_ref() >= Some(&decision.decided) && settles(decision, &settled);
        if by_this && !later.iter().any(|other| settles(other, &settled)) {
            db.prepare_cached("UPDATE decisions SET undone_at = NULL WHERE id = ?1")?.execute([settled.number])?;
        }
    }
    Ok(())
}
