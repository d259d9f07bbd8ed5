//! The ways in which voices are printed, and a few voices of each: so that one more that is printed as thousands before need not be
//! laid beside all of them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::candidate::{Candidate, load};
use super::matcher::{Identity, Look, Profile};
use super::speaker_type;
use crate::store::{Result, names};

/// Voices kept of a look, the first ones.
const KEPT: usize = 16;
/// Names that lead to each other; where there are more, all is decided anew.
const MOST_NAMES: usize = 256;

/// A voice as it is printed.
struct Printed {
    voice: i64,
    speaker_type: String,
    name: String,
    role: Option<String>,
    organization: Option<String>,
    country: Option<String>,
}

impl Printed {
    fn read(r: &rusqlite::Row) -> rusqlite::Result<Printed> {
        Ok(Printed {
            voice: r.get(0)?,
            speaker_type: r.get(1)?,
            name: r.get(2)?,
            role: r.get(3)?,
            organization: r.get(4)?,
            country: r.get(5)?,
        })
    }

    /// Its name and its look, hashed.
    fn place(&self) -> (i64, i64) {
        let look = [&self.role, &self.organization, &self.country].map(|words| words.as_deref().unwrap_or_default());
        (name_key(&self.speaker_type, &self.name), names::hashed(&look.join("\n")))
    }
}

fn name_key(speaker_type: &str, name: &str) -> i64 {
    names::hashed(&format!("{speaker_type}\n{name}"))
}

fn place_of(profile: &Profile) -> (i64, i64) {
    let Profile { speaker_type, name, role, organization, country, .. } = profile;
    let (speaker_type, name) = (speaker_type.as_str().to_owned(), name.clone());
    let (role, organization, country) = (role.clone(), organization.clone(), country.clone());
    Printed { voice: 0, speaker_type, name, role, organization, country }.place()
}

/// Keeps unsettled voices under their looks.
pub(super) fn note_unsettled(db: &Connection) -> Result<()> {
    note(db, "settled = 0")?;
    Ok(())
}

/// Keeps all voices under their looks: of a database from before.
pub(in crate::store) fn note_all(db: &Connection) -> rusqlite::Result<()> {
    note(db, "true")
}

fn note(db: &Connection, which: &str) -> rusqlite::Result<()> {
    let mut query = db.prepare(&format!(
        "SELECT id, type, name, role, organization, country FROM voices WHERE {which} ORDER BY id"
    ))?;
    let mut known = db.prepare_cached("SELECT voices FROM looks WHERE name = ?1 AND look = ?2")?;
    let mut keep = db.prepare_cached("INSERT OR REPLACE INTO looks (name, look, voices) VALUES (?1, ?2, ?3)")?;
    let mut full: BTreeSet<(i64, i64)> = BTreeSet::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let printed = Printed::read(row)?;
        let place = printed.place();
        if full.contains(&place) {
            continue;
        }
        let kept: Option<String> = known.query_row([place.0, place.1], |r| r.get(0)).optional()?;
        let mut voices = kept.as_deref().map(rows_of).unwrap_or_default();
        if voices.len() >= KEPT {
            full.insert(place);
        } else if !voices.contains(&printed.voice) {
            voices.push(printed.voice);
            let voices: Vec<String> = voices.iter().map(i64::to_string).collect();
            keep.execute(params![place.0, place.1, voices.join(" ")])?;
        }
    }
    Ok(())
}

fn rows_of(voices: &str) -> Vec<i64> {
    voices.split(' ').filter_map(|voice| voice.parse().ok()).collect()
}

/// Who is printed just as a voice, and who may meet it.
pub(super) struct Around {
    pub like: Vec<Candidate>,
    pub others: Vec<Look>,
}

impl Around {
    /// Some of every look around a new voice; none where its look is new, or where so many names lead to each other that it is
    /// quicker to decide all of them.
    pub fn of(db: &Connection, identity: &dyn Identity, new: &Profile) -> Result<Option<Around>> {
        let own = place_of(new);
        let Some(like) = kept(db, own)? else { return Ok(None) };
        let like = Self::printed_so(db, own, &like)?;
        let Some(named) = linked_names(db, identity, new)? else { return Ok(None) };
        let mut looks = db.prepare_cached("SELECT look, voices FROM looks WHERE name = ?1")?;
        let mut others = Vec::new();
        for (speaker_type, name) in named {
            let name = name_key(&speaker_type, &name);
            let rows = looks.query_map([name], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?;
            for row in rows {
                let (look, voices) = row?;
                let voices = rows_of(&voices);
                let place = (name, look);
                // one of them tells by its look whether the others matter
                let first = Self::printed_so(db, place, &voices[..voices.len().min(1)])?.pop();
                if place == own || first.is_some_and(|first| !identity.may_meet(new, &first.profile)) {
                    continue;
                }
                let found = Self::printed_so(db, place, &voices)?;
                let profiles: Vec<Profile> = found.into_iter().map(|voice| voice.profile).collect();
                let whole = voices.len() < KEPT;
                match profiles.is_empty() {
                    false => others.push(Look { profiles, whole }),
                    true if whole => {}
                    // what is kept tells nothing of the others that are printed so
                    true => return Ok(None),
                }
            }
        }
        Ok(Some(Around { like, others }))
    }

    /// Of these rows the voices that are settled and still printed so.
    fn printed_so(db: &Connection, place: (i64, i64), rows: &[i64]) -> Result<Vec<Candidate>> {
        let mut there = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM voices WHERE id = ?1 AND settled = 1)")?;
        let mut found = Vec::new();
        for row in rows {
            if there.query_row([row], |r| r.get(0))? {
                found.push(*row);
            }
        }
        let mut voices = load(db, found)?;
        voices.retain(|voice| !voice.by_hand && place_of(&voice.profile) == place);
        Ok(voices)
    }
}

fn kept(db: &Connection, place: (i64, i64)) -> Result<Option<Vec<i64>>> {
    let mut query = db.prepare_cached("SELECT voices FROM looks WHERE name = ?1 AND look = ?2")?;
    let kept: Option<String> = query.query_row([place.0, place.1], |r| r.get(0)).optional()?;
    Ok(kept.map(|voices| rows_of(&voices)))
}

/// The names that share a block with a voice, or with a name that does, and so on; none where they are too many.
fn linked_names(db: &Connection, identity: &dyn Identity, new: &Profile) -> Result<Option<BTreeSet<(String, String)>>> {
    let mut filed = db.prepare_cached("SELECT type, name FROM name_blocks WHERE block = ?1")?;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut open = identity.blocks(new.speaker_type, &new.name);
    let mut named: BTreeSet<(String, String)> = BTreeSet::new();
    while let Some(block) = open.pop() {
        if !seen.insert(block.clone()) {
            continue;
        }
        let found = filed.query_map([names::hashed(&block)], |r| Ok((r.get(0)?, r.get(1)?)))?;
        for name in found.collect::<rusqlite::Result<Vec<(String, String)>>>()? {
            if named.insert(name.clone()) {
                open.extend(identity.blocks(speaker_type(&name.0), &name.1));
            }
        }
        if named.len() > MOST_NAMES {
            return Ok(None);
        }
    }
    Ok(Some(named))
}
