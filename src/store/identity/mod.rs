//! Which voices are one speaker: the seam to the matcher, what is kept of its answer, and what people ruled on top.

mod assign;
mod candidate;
mod looks;
mod matcher;
mod named;
mod one_more;
mod partition;
mod portrait;
mod ruled;
mod touched;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::{Result, Store, names, totals};
use crate::statement::SpeakerType;
use assign::{assign, keep_doubts};
use matcher::merges_by_name;
use named::Named;
use partition::Partition;
use ruled::Ruled;
use touched::Touched;

pub(super) use super::rows::speaker_type;
pub(super) use candidate::voices_of;
pub(super) use looks::note_all as note_looks;
pub use matcher::{Clusters, ExactNames, Identity, Look, Pool, Profile};

impl Store {
    /// Uses this matcher from now on, instead of [`ExactNames`].
    pub fn set_identity(&mut self, identity: Box<dyn Identity>) {
        self.identity = identity;
    }

    /// Decides who the voices added since the last call are, and applies what people ruled. Call it after a batch of
    /// adds; until then each new voice belongs to the speaker whose name equals its own. Returns the number of voices
    /// looked at.
    pub fn settle_speakers(&mut self) -> Result<usize> {
        self.write(|db, identity| settle(db, identity))
    }

    /// Forgets every guess and decides all voices anew, as after a change of matcher. What people ruled stays.
    pub fn resettle_speakers(&mut self) -> Result<usize> {
        self.write(|db, identity| {
            unsettle_all(db)?;
            settle(db, identity)
        })
    }
}

/// Voices decided at once: each takes some kilobytes until it is. In tests few, so that all of them try it.
const AT_ONCE: usize = if cfg!(test) { 3 } else { 2_000 };

/// The speaker of a new voice until [`settle`] decides: one with the same name, else a new one.
pub(super) fn provisional_speaker(
    db: &Connection,
    uid: &str,
    name: &str,
    key: &str,
    speaker_type: SpeakerType,
) -> Result<i64> {
    if merges_by_name(speaker_type, key) {
        let known = db
            // of whichever voice comes first: all voices of a name that is quoted often are many
            .prepare_cached("SELECT speaker_id FROM voices WHERE key = ?1 AND type = ?2 ORDER BY id LIMIT 1")?
            .query_row([key, speaker_type.as_str()], |r| r.get::<_, i64>(0))
            .optional()?;
        if let Some(speaker) = known {
            return Ok(speaker);
        }
    }
    let speaker = db
        .prepare_cached(
            "INSERT INTO speakers (uid, name, type) VALUES (?1, ?2, ?3) ON CONFLICT (uid) DO UPDATE SET name = name
             RETURNING id",
        )?
        .query_row([uid, name, speaker_type.as_str()], |r| r.get(0))?;
    Ok(speaker)
}

/// Marks voices to be decided anew.
pub(super) fn unsettle(db: &Connection, voices: &[i64]) -> Result<()> {
    let mut query = db.prepare_cached("UPDATE voices SET settled = 0 WHERE id = ?1")?;
    for voice in voices {
        query.execute([voice])?;
    }
    Ok(())
}

/// Marks all voices to be decided anew.
pub(super) fn unsettle_all(db: &Connection) -> Result<()> {
    db.execute_batch("UPDATE voices SET settled = 0; DELETE FROM name_blocks; DELETE FROM looks")?;
    Ok(())
}

/// Decides every unsettled voice, and again all voices of the speakers that it touches.
pub(super) fn settle(db: &Connection, identity: &dyn Identity) -> Result<usize> {
    let mut fresh = file(db, identity)?;
    looks::note_unsettled(db)?;
    // those of one name are decided together, and no more of them all at once than is needed
    fresh.sort();
    let mut settled = 0;
    let named = Named::load(db)?;
    if fresh.len() <= one_more::FEW {
        let mut left = Vec::new();
        for one in fresh {
            match one_more::join(db, identity, &named, one.1)? {
                true => settled += 1,
                false => left.push(one),
            }
        }
        fresh = left;
    }
    for some in fresh.chunks(AT_ONCE) {
        settled += settle_around(db, identity, &named, some.iter().map(|(_, voice)| *voice).collect())?;
    }
    totals::refresh(db)?;
    Ok(settled)
}

/// Files the names of unsettled voices under what they are found by; the first of that, and the voice.
fn file(db: &Connection, identity: &dyn Identity) -> Result<Vec<(String, i64)>> {
    let mut query = db.prepare_cached("SELECT id, type, name FROM voices WHERE settled = 0 ORDER BY id")?;
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO name_blocks (block, type, name) VALUES (?1, ?2, ?3)")?;
    // a name that is quoted often is filed once
    let mut first_of: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut filed = Vec::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (voice, named): (i64, (String, String)) = (row.get(0)?, (row.get(1)?, row.get(2)?));
        if let Some(first) = first_of.get(&named) {
            filed.push((first.clone(), voice));
            continue;
        }
        let mut blocks = identity.blocks(speaker_type(&named.0), &named.1);
        for block in &blocks {
            insert.execute(params![names::hashed(block), named.0, named.1])?;
        }
        blocks.sort_unstable();
        let first = blocks.into_iter().next().unwrap_or_default();
        first_of.insert(named, first.clone());
        filed.push((first, voice));
    }
    Ok(filed)
}

/// Decides voices and those that have to be decided with them; how many.
fn settle_around(db: &Connection, identity: &dyn Identity, named: &Named, mut seeds: BTreeSet<i64>) -> Result<usize> {
    let rulings = Ruled::load(db)?;
    loop {
        let found = Touched::around(db, identity, &seeds)?;
        let left_out = found.left_out(db, &rulings, named)?;
        if left_out.is_empty() {
            let mut partition = Partition::new(found.voices.len(), &found.groups);
            named.join(&found.voices, &mut partition, &rulings);
            for ruling in &rulings {
                ruling.regroup(&found.voices, &mut partition);
            }
            assign(db, &found.voices, &partition, &rulings)?;
            keep_doubts(db, &found)?;
            return Ok(found.voices.len());
        }
        seeds.extend(left_out);
    }
}

/// A speaker's display name.
pub(super) fn name_of(db: &Connection, speaker: i64) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT name FROM speakers WHERE id = ?1")?;
    Ok(query.query_row([speaker], |r| r.get(0)).optional()?)
}
