//! What people ruled of speakers, and how it puts voices together and takes them apart.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::Connection;

use super::candidate::Candidate;
use super::partition::Partition;
use crate::store::{Result, names};

/// A decision in force about speakers.
pub(super) struct Ruled {
    id: i64,
    pub action: String,
    pub value: Option<String>,
    /// for an alias: it folded
    pub alias_key: Option<String>,
    pub sides: [BTreeSet<i64>; 2],
}

impl Ruled {
    /// All in force, in the order in which they were made.
    pub fn load(db: &Connection) -> Result<Vec<Ruled>> {
        let mut query = db.prepare_cached(
            "SELECT id, action, value FROM decisions
             WHERE undone_at IS NULL AND waiting = 0 AND action IN ('merge', 'split', 'rename', 'alias', 'forget')
             ORDER BY id",
        )?;
        let rows = query.query_map([], |r| {
            let (action, value): (String, Option<String>) = (r.get(1)?, r.get(2)?);
            let alias_key = value.as_deref().filter(|_| action == "alias").map(names::fold);
            Ok(Ruled { id: r.get(0)?, action, value, alias_key, sides: [BTreeSet::new(), BTreeSet::new()] })
        })?;
        let mut rulings = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        for ruling in &mut rulings {
            let mut query = db.prepare_cached(
                "SELECT v.id, d.side FROM decision_voices AS d JOIN voices AS v ON v.uid = d.voice WHERE d.decision_id = ?1",
            )?;
            let mut rows = query.query([ruling.id])?;
            while let Some(row) = rows.next()? {
                ruling.sides[usize::from(row.get::<_, bool>(1)?)].insert(row.get(0)?);
            }
        }
        Ok(rulings)
    }

    /// True when the decision is about this voice.
    pub fn concerns(&self, voice: i64, key: &str) -> bool {
        self.sides.iter().any(|side| side.contains(&voice)) || self.alias_key.as_deref() == Some(key)
    }

    /// Positions of the voices of a side.
    fn members(&self, side: usize, voices: &[Candidate]) -> Vec<usize> {
        (0..voices.len()).filter(|&i| self.sides[side].contains(&voices[i].id)).collect()
    }

    /// The group (by label) that most voices of the first side are in; ties to the first.
    pub fn target(&self, voices: &[Candidate], partition: &Partition) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for i in self.members(0, voices) {
            *counts.entry(partition.labels[i]).or_default() += 1;
        }
        counts.into_iter().max_by_key(|&(label, count)| (count, std::cmp::Reverse(label))).map(|(label, _)| label)
    }

    /// Puts together and takes apart what was ruled so.
    pub fn regroup(&self, voices: &[Candidate], partition: &mut Partition) {
        let mut members = self.members(0, voices);
        match self.action.as_str() {
            "merge" => {
                members.extend(self.members(1, voices));
                partition.join(&members);
            }
            "alias" => {
                let Some(&first) = members.first() else { return };
                let kind = voices[first].profile.speaker_type;
                members.retain(|&i| partition.labels[i] == partition.labels[first]);
                members.extend((0..voices.len()).filter(|&i| {
                    Some(voices[i].key.as_str()) == self.alias_key.as_deref() && voices[i].profile.speaker_type == kind
                }));
                partition.join(&members);
            }
            "split" => self.split(&members, voices, partition),
            _ => {}
        }
    }

    /// Gives the leaving voices a group of their own; a voice added since goes with the side that it resembles more.
    fn split(&self, stay: &[usize], voices: &[Candidate], partition: &mut Partition) {
        let leave = self.members(1, voices);
        let torn: BTreeSet<usize> = leave.iter().map(|&i| partition.labels[i]).collect();
        let kept: BTreeSet<usize> = stay.iter().map(|&i| partition.labels[i]).collect();
        let ruled: HashSet<usize> = stay.iter().chain(&leave).copied().collect();
        let likeness = |i: usize, side: &[usize]| side.iter().map(|&j| resemblance(&voices[i], &voices[j])).max();
        let mut leaving = leave.clone();
        leaving.extend((0..voices.len()).filter(|i| !ruled.contains(i)).filter(|&i| {
            let label = partition.labels[i];
            torn.contains(&label) && (!kept.contains(&label) || likeness(i, &leave) > likeness(i, stay))
        }));
        // a fresh label: no position that stays may keep it by accident
        let fresh = partition.labels.iter().max().map_or(0, |l| l + 1);
        for i in leaving {
            partition.labels[i] = fresh;
        }
    }
}

/// The decisions on each group, by its label.
pub(super) fn by_label<'r>(
    voices: &[Candidate],
    partition: &Partition,
    rulings: &'r [Ruled],
) -> BTreeMap<usize, Vec<&'r Ruled>> {
    let mut ruled: BTreeMap<usize, Vec<&Ruled>> = BTreeMap::new();
    for ruling in rulings {
        if let Some(label) = ruling.target(voices, partition) {
            ruled.entry(label).or_default().push(ruling);
        }
    }
    ruled
}

/// How many of the things that tell namesakes apart two voices share.
fn resemblance(a: &Candidate, b: &Candidate) -> usize {
    let same = |x: &Option<String>, y: &Option<String>| usize::from(x.is_some() && x == y);
    let (p, q) = (&a.profile, &b.profile);
    2 * usize::from(a.key == b.key)
        + same(&p.role, &q.role)
        + 2 * same(&p.organization, &q.organization)
        + same(&p.country, &q.country)
}
