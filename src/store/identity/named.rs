//! Voices that people named: each is shown as given, and is one only with those who are shown under just this name.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::candidate::Candidate;
use super::partition::Partition;
use super::portrait::Portrait;
use super::ruled::{Ruled, by_label};
use crate::statement::SpeakerType;
use crate::store::{Result, names};

/// The names that people gave, folded.
pub(super) struct Named {
    keys: BTreeSet<String>,
}

impl Named {
    pub fn load(db: &Connection) -> Result<Named> {
        let mut query = db.prepare_cached(
            "SELECT value FROM decisions
             WHERE action = 'fix' AND field = 'speaker' AND undone_at IS NULL AND waiting = 0",
        )?;
        let values = query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let keys = values.iter().flat_map(|value| value.split(';')).map(names::fold);
        Ok(Named { keys: keys.filter(|key| !key.is_empty()).collect() })
    }

    /// True where a person gave the voice's name, or another that its speaker bears, to somebody.
    pub fn is_borne(&self, db: &Connection, voice: &Candidate) -> Result<bool> {
        let mut borne =
            db.prepare_cached("SELECT EXISTS (SELECT 1 FROM speaker_names WHERE key = ?1 AND speaker_id = ?2)")?;
        for key in &self.keys {
            if *key == voice.key || borne.query_row(params![key, voice.speaker], |r| r.get(0))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Voices that may bear the same name as some of these and are to be decided together with them.
    pub fn beside(&self, db: &Connection, voices: &[Candidate], rulings: &[Ruled]) -> Result<Vec<i64>> {
        if self.keys.is_empty() {
            return Ok(Vec::new());
        }
        let concerned = |r: &&Ruled| voices.iter().any(|v| r.concerns(v.id, &v.key));
        let shown = voices.iter().filter_map(|v| v.shown_as.as_deref());
        let ruled = rulings.iter().filter(concerned).filter_map(|r| r.value.as_deref());
        let mut keys: BTreeSet<String> = shown.chain(ruled).map(names::fold).collect();
        keys.extend(voices.iter().map(|v| v.key.clone()));
        let mut found = Vec::new();
        for key in keys.intersection(&self.keys) {
            let mut query = db.prepare_cached(
                "SELECT id FROM voices WHERE key = ?1
                 UNION SELECT v.id FROM speaker_names AS n JOIN voices AS v ON v.speaker_id = n.speaker_id
                 WHERE n.key = ?1",
            )?;
            let rows = query.query_map([key], |r| r.get(0))?;
            found.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
            for ruling in rulings.iter().filter(|r| r.value.as_deref().map(names::fold).as_ref() == Some(key)) {
                found.extend(&ruling.sides[0]);
            }
        }
        Ok(found)
    }

    /// Puts voices that people named together with each other, and with the speaker who is shown under that name.
    pub fn join(&self, voices: &[Candidate], partition: &mut Partition, rulings: &[Ruled]) {
        if !voices.iter().any(|voice| voice.by_hand) {
            return;
        }
        let mut shown: BTreeMap<(SpeakerType, String), Vec<usize>> = BTreeMap::new();
        let ruled = by_label(voices, partition, rulings);
        for group in partition.groups().into_iter().filter(|group| !voices[group[0]].by_hand) {
            let rulings = ruled.get(&partition.labels[group[0]]).map_or(&[][..], Vec::as_slice);
            let speaker = Portrait::of(&group, voices, rulings);
            let place = shown.entry((speaker.speaker_type, names::fold(&speaker.name))).or_default();
            if group.len() > place.len() {
                *place = group;
            }
        }
        let mut given: BTreeMap<(SpeakerType, String), Vec<usize>> = BTreeMap::new();
        for (i, voice) in voices.iter().enumerate().filter(|(_, voice)| voice.by_hand) {
            given.entry((voice.profile.speaker_type, voice.key.clone())).or_default().push(i);
        }
        for (name, mut members) in given {
            members.extend(shown.get(&name).and_then(|group| group.first()));
            partition.join(&members);
        }
    }
}
