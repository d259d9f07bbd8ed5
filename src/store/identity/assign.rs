//! Groups of voices written as speakers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, params};

use super::candidate::Candidate;
use super::partition::Partition;
use super::portrait::Portrait;
use super::ruled::{Ruled, by_label};
use super::touched::Touched;
use crate::store::{Result, filter::json, names};

/// Of each group the speaker's row that most of its voices have, if no group before took it.
fn rows_held(groups: &[Vec<usize>], voices: &[Candidate]) -> Vec<Option<i64>> {
    let mut taken = HashSet::new();
    let mut rows = Vec::with_capacity(groups.len());
    for group in groups {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for &i in group {
            *counts.entry(voices[i].speaker).or_default() += 1;
        }
        let mut held: Vec<(i64, usize)> = counts.into_iter().collect();
        held.sort_by_key(|&(speaker, count)| (std::cmp::Reverse(count), speaker));
        let row = held.into_iter().map(|(speaker, _)| speaker).find(|speaker| taken.insert(*speaker));
        rows.push(row);
    }
    rows
}

/// Writes the groups as speakers. A speaker's row stays with the group that has most of its voices.
pub(super) fn assign(db: &Connection, voices: &[Candidate], partition: &Partition, rulings: &[Ruled]) -> Result<()> {
    let groups = partition.groups();
    let rows = rows_held(&groups, voices);
    // ids are made of voices, which may change hands: free them all first
    for row in voices.iter().map(|v| v.speaker).collect::<BTreeSet<_>>() {
        db.prepare_cached("UPDATE speakers SET uid = 'moving ' || id WHERE id = ?1")?.execute([row])?;
    }
    let ruled = by_label(voices, partition, rulings);
    for (group, row) in groups.iter().zip(rows) {
        // voices are in the order of their ids, so the first one's is the same in whatever order they were added
        let uid = &voices[group[0]].profile.key;
        let rulings = ruled.get(&partition.labels[group[0]]).map_or(&[][..], Vec::as_slice);
        let speaker = Portrait::of(group, voices, rulings);
        let row = match row {
            Some(row) => row,
            None => db
                .prepare_cached("INSERT INTO speakers (uid, name, type) VALUES (?1, ?2, ?3)")?
                .insert(params![uid, speaker.name, speaker.speaker_type.as_str()])?,
        };
        db.prepare_cached(
            "UPDATE speakers SET uid = ?2, name = ?3, type = ?4, role = ?5, organization = ?6, country = ?7, hidden = ?8
             WHERE id = ?1",
        )?
        .execute(params![
            row,
            uid,
            speaker.name,
            speaker.speaker_type.as_str(),
            speaker.role,
            speaker.organization,
            speaker.country,
            speaker.hidden
        ])?;
        let mut update = db.prepare_cached("UPDATE voices SET speaker_id = ?2, settled = 1 WHERE id = ?1")?;
        for voice in group.iter().map(|&i| &voices[i]).filter(|v| v.speaker != row || !v.settled) {
            update.execute([voice.id, row])?;
        }
        db.prepare_cached("DELETE FROM aliases WHERE speaker_id = ?1")?.execute([row])?;
        for alias in &speaker.aliases {
            db.prepare_cached("INSERT OR IGNORE INTO aliases (speaker_id, name, key) VALUES (?1, ?2, ?3)")?
                .execute(params![row, alias, names::fold(alias)])?;
        }
    }
    Ok(())
}

/// Keeps the pairs that may be one speaker, in place of earlier ones of these voices.
pub(super) fn keep_doubts(db: &Connection, found: &Touched) -> Result<()> {
    let touched = json(&found.voices.iter().map(|voice| voice.id).collect::<Vec<_>>());
    db.prepare_cached("DELETE FROM doubts WHERE a_voice IN (SELECT value FROM json_each(?1))")?.execute([&touched])?;
    db.prepare_cached("DELETE FROM doubts WHERE b_voice IN (SELECT value FROM json_each(?1))")?.execute([&touched])?;
    for (a, b, why) in &found.doubtful {
        db.prepare_cached(
            "INSERT OR IGNORE INTO doubts (a_voice, b_voice, why)
             SELECT a.id, b.id, ?3 FROM voices AS a, voices AS b WHERE a.uid = ?1 AND b.uid = ?2",
        )?
        .execute([a, b, why])?;
    }
    Ok(())
}
