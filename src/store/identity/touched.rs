//! Which voices have to be decided together.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension};

use super::candidate::{Candidate, load};
use super::matcher::{Identity, Pool, Profile};
use super::named::Named;
use super::ruled::Ruled;
use crate::store::{Result, StoreError, names};

/// The voices whose speakers are decided anew, in the order of their ids, which is not that of their adding.
pub(super) struct Touched {
    pub voices: Vec<Candidate>,
    pub groups: Vec<Vec<usize>>,
    /// pairs that may be one, by the ids of the voices; one of the two is touched
    pub doubtful: Vec<(String, String, String)>,
}

impl Touched {
    /// The voices that the matcher groups with the seeds.
    pub fn around(db: &Connection, identity: &dyn Identity, seeds: &BTreeSet<i64>) -> Result<Touched> {
        let loaded = load(db, seeds.iter().copied())?.into_iter();
        let mut voices: BTreeMap<String, Candidate> = loaded.map(|v| (v.profile.key.clone(), v)).collect();
        // names that people gave are no evidence of who is who
        let profiles: Vec<Profile> = voices.values().filter(|v| !v.by_hand).map(|v| v.profile.clone()).collect();
        let mut pool = Voices { db, known: BTreeMap::new(), failed: None };
        let (profiles, clusters) = identity.around(&profiles, &mut pool);
        let Voices { mut known, failed, .. } = pool;
        failed.map_or(Ok(()), Err)?;
        let key = |i: &usize| profiles.get(*i).map(|p| &p.key);
        let mut groups: Vec<Vec<&String>> = Vec::new();
        let mut named: BTreeMap<&String, &String> = BTreeMap::new();
        let of_seeds: HashSet<&String> = profiles.iter().map(|p| &p.key).filter(|k| voices.contains_key(*k)).collect();
        let speaker_of = |key: &String| voices.get(key).or_else(|| known.get(key)).map(|voice| voice.speaker);
        let mut groups_of: BTreeMap<Option<i64>, BTreeSet<usize>> = BTreeMap::new();
        for (n, group) in clusters.groups.iter().enumerate() {
            for key in group.iter().filter_map(key) {
                groups_of.entry(speaker_of(key)).or_default().insert(n);
            }
        }
        for (n, group) in clusters.groups.iter().enumerate() {
            let group: Vec<&String> = group.iter().filter_map(key).collect();
            // a group without a seed is mostly as it was; but whom a new voice could be as well as another, these may part over it
            let speakers: BTreeSet<Option<i64>> = group.iter().map(|key| speaker_of(key)).collect();
            let as_before = speakers.len() == 1 && speakers.iter().all(|speaker| groups_of[speaker].len() == 1);
            if !as_before || group.iter().any(|key| of_seeds.contains(key)) {
                if let Some(Some(name)) = clusters.names.get(n) {
                    named.extend(group.iter().map(|key| (*key, name)));
                }
                groups.push(group);
            }
        }
        for key in groups.iter().flatten() {
            if let Some(candidate) = known.remove(*key) {
                voices.entry((*key).clone()).or_insert(candidate);
            }
        }
        for (key, name) in named {
            if let Some(voice) = voices.get_mut(key) {
                voice.shown_as = Some(name.clone());
            }
        }
        let places: BTreeMap<&String, usize> = voices.keys().enumerate().map(|(i, key)| (key, i)).collect();
        let groups = groups.iter().map(|g| g.iter().filter_map(|key| places.get(key).copied()).collect()).collect();
        let doubtful = clusters.doubtful.iter().filter_map(|(a, b, why)| {
            let (a, b) = (key(a)?.min(key(b)?), key(a)?.max(key(b)?));
            let touched = places.contains_key(a) || places.contains_key(b);
            touched.then(|| (a.clone(), b.clone(), why.clone()))
        });
        let doubtful = doubtful.collect();
        Ok(Touched { groups, doubtful, voices: voices.into_values().collect() })
    }

    /// Voices that have to be decided together with these and are not among them: those that have been the same speaker
    /// so far, and those that a ruling or a name given by hand links.
    pub fn left_out(&self, db: &Connection, rulings: &[Ruled], named: &Named) -> Result<Vec<i64>> {
        let here: HashSet<i64> = self.voices.iter().map(|v| v.id).collect();
        let mut wanted = Vec::new();
        let mut of_speaker = db.prepare_cached("SELECT id FROM voices WHERE speaker_id = ?1")?;
        for speaker in self.voices.iter().map(|v| v.speaker).collect::<BTreeSet<_>>() {
            for voice in of_speaker.query_map([speaker], |r| r.get::<_, i64>(0))? {
                wanted.push(voice?);
            }
        }
        for ruling in rulings.iter().filter(|r| self.voices.iter().any(|v| r.concerns(v.id, &v.key))) {
            wanted.extend(ruling.sides[0].iter().chain(&ruling.sides[1]));
            if let Some(alias) = &ruling.alias_key {
                let mut query = db.prepare_cached("SELECT id FROM voices WHERE key = ?1")?;
                let rows = query.query_map([alias], |r| r.get::<_, i64>(0))?;
                wanted.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
            }
        }
        wanted.extend(named.beside(db, &self.voices, rulings)?);
        wanted.retain(|voice| !here.contains(voice));
        Ok(wanted)
    }
}

/// The database as a matcher sees it: without voices that people named.
struct Voices<'a> {
    db: &'a Connection,
    /// all that was given out
    known: BTreeMap<String, Candidate>,
    /// the first failure, for which a matcher has no ear
    failed: Option<StoreError>,
}

impl Voices<'_> {
    fn give(&mut self, found: Result<Vec<i64>>) -> Vec<Profile> {
        match found.and_then(|rows| load(self.db, rows)) {
            Ok(mut voices) => {
                voices.retain(|voice| !voice.by_hand);
                let profiles = voices.iter().map(|v| v.profile.clone()).collect();
                self.known.extend(voices.into_iter().map(|v| (v.profile.key.clone(), v)));
                profiles
            }
            Err(e) => {
                self.failed.get_or_insert(e);
                Vec::new()
            }
        }
    }
}

impl Pool for Voices<'_> {
    fn of_blocks(&mut self, blocks: &[String]) -> Vec<Profile> {
        let find = || -> Result<Vec<i64>> {
            let mut filed = self.db.prepare_cached("SELECT type, name FROM name_blocks WHERE block = ?1")?;
            let mut named: BTreeSet<(String, String)> = BTreeSet::new();
            for block in blocks {
                for name in filed.query_map([names::hashed(block)], |r| Ok((r.get(0)?, r.get(1)?)))? {
                    named.insert(name?);
                }
            }
            let mut voices =
                self.db.prepare_cached("SELECT id FROM voices WHERE key = ?1 AND type = ?2 AND name = ?3")?;
            let mut rows = Vec::new();
            for (speaker_type, name) in named {
                for row in voices.query_map([&names::fold(&name), &speaker_type, &name], |r| r.get(0))? {
                    rows.push(row?);
                }
            }
            Ok(rows)
        };
        let found = find();
        self.give(found)
    }

    fn of_keys(&mut self, keys: &[String]) -> Vec<Profile> {
        let find = || -> Result<Vec<i64>> {
            let mut query = self.db.prepare_cached("SELECT id FROM voices WHERE uid = ?1")?;
            let mut rows = Vec::new();
            for key in keys {
                rows.extend(query.query_row([key], |r| r.get::<_, i64>(0)).optional()?);
            }
            Ok(rows)
        };
        let found = find();
        self.give(found)
    }
}
