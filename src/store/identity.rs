//! Which voices are one speaker: the seam to the matcher, what is kept of its answer, and what people ruled on top.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::statement::SpeakerType;

use super::{Result, Store, StoreError, names, totals};

pub(super) use super::rows::speaker_type;

/// A voice (a speaker as one article names it), as a matcher sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profile {
    /// stable id of the voice
    pub key: String,
    /// fullest name that the article gives
    pub name: String,
    /// kind of speaker
    pub speaker_type: SpeakerType,
    /// title and organisation as printed
    pub role: Option<String>,
    /// the body that the role belongs to, or the body itself
    pub organization: Option<String>,
    /// ISO 3166 code
    pub country: Option<String>,
    /// stable id of the article
    pub article: String,
    /// day of publication
    pub date: Option<String>,
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// names of the article's other voices, in alphabetical order
    pub beside: Vec<String>,
    /// statements that it makes in the article
    pub statements: u32,
}

/// What a matcher says about some profiles, by their positions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clusters {
    /// groups that are one speaker; a profile in no group stands alone
    pub groups: Vec<Vec<usize>>,
    /// names for display, in the order of the groups; where none is given, the store takes the usual full name
    pub names: Vec<Option<String>>,
    /// pairs that may be one speaker, with what speaks for and against
    pub doubtful: Vec<(usize, usize, String)>,
}

/// All voices of the database, for a matcher that looks around.
pub trait Pool {
    /// The voices that have one of these [`Identity::blocks`].
    fn of_blocks(&mut self, blocks: &[String]) -> Vec<Profile>;
    /// The voices with these keys, as far as there are any.
    fn of_keys(&mut self, keys: &[String]) -> Vec<Profile>;
}

/// Decides which profiles are one speaker. Pure: the same profiles in any order give the same groups.
pub trait Identity: Send {
    /// Keys under which a profile can meet others; none for one that never merges across articles.
    fn blocks(&self, profile: &Profile) -> Vec<String>;

    /// The groups among these profiles.
    fn clusters(&self, profiles: &[Profile]) -> Clusters;

    /// The groups that `seeds` are in, each whole, with the profiles that their positions refer to: the same groups as
    /// [`Identity::clusters`] of all voices would give. A matcher that knows better than to follow every block to its
    /// end does it here.
    fn around(&self, seeds: &[Profile], pool: &mut dyn Pool) -> (Vec<Profile>, Clusters) {
        let mut found: BTreeMap<String, Profile> = seeds.iter().map(|p| (p.key.clone(), p.clone())).collect();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut open: BTreeSet<String> = seeds.iter().flat_map(|p| self.blocks(p)).collect();
        while !open.is_empty() {
            let blocks: Vec<String> = open.into_iter().collect();
            open = BTreeSet::new();
            let near = pool.of_blocks(&blocks);
            seen.extend(blocks);
            for profile in near {
                if !found.contains_key(&profile.key) {
                    open.extend(self.blocks(&profile).into_iter().filter(|b| !seen.contains(b)));
                    found.insert(profile.key.clone(), profile);
                }
            }
        }
        let profiles: Vec<Profile> = found.into_values().collect();
        let clusters = self.clusters(&profiles);
        (profiles, clusters)
    }
}

/// The matcher without knowledge: people and bodies with the same full name are one.
pub struct ExactNames;

impl Identity for ExactNames {
    fn blocks(&self, profile: &Profile) -> Vec<String> {
        let key = names::fold(&profile.name);
        if merges_by_name(profile.speaker_type, &key) {
            vec![format!("{}:{key}", profile.speaker_type)]
        } else {
            Vec::new()
        }
    }

    fn clusters(&self, profiles: &[Profile]) -> Clusters {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, profile) in profiles.iter().enumerate() {
            for block in self.blocks(profile) {
                groups.entry(block).or_default().push(i);
            }
        }
        Clusters { groups: groups.into_values().collect(), ..Clusters::default() }
    }
}

/// True for bodies, and for people with more than a last name: others with the same words may be someone else.
fn merges_by_name(speaker_type: SpeakerType, key: &str) -> bool {
    match speaker_type {
        SpeakerType::Organization => !key.is_empty(),
        SpeakerType::Person => key.contains(' '),
        _ => false,
    }
}

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
            .prepare_cached("SELECT min(speaker_id) FROM voices WHERE key = ?1 AND type = ?2")?
            .query_row([key, speaker_type.as_str()], |r| r.get::<_, Option<i64>>(0))?;
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
    db.execute("UPDATE voices SET settled = 0", [])?;
    Ok(())
}

/// Decides every unsettled voice, and again all voices of the speakers that it touches.
pub(super) fn settle(db: &Connection, identity: &dyn Identity) -> Result<usize> {
    let fresh = db
        .prepare_cached("SELECT id FROM voices WHERE settled = 0 ORDER BY id")?
        .query_map([], |r| r.get::<_, i64>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    if fresh.is_empty() {
        totals::refresh(db)?;
        return Ok(0);
    }
    for &voice in &fresh {
        let blocks = identity.blocks(&load(db, voice)?.profile);
        db.prepare_cached("DELETE FROM voice_blocks WHERE voice_id = ?1")?.execute([voice])?;
        for block in blocks {
            db.prepare_cached("INSERT OR IGNORE INTO voice_blocks (block, voice_id) VALUES (?1, ?2)")?
                .execute([names::hashed(&block), voice])?;
        }
    }
    let rulings = Ruled::load(db)?;
    let mut seeds: BTreeSet<i64> = fresh.into_iter().collect();
    loop {
        let found = Touched::around(db, identity, &seeds)?;
        let left_out = found.left_out(db, &rulings)?;
        if left_out.is_empty() {
            let mut partition = Partition::new(found.voices.len(), &found.groups);
            for ruling in &rulings {
                ruling.regroup(&found.voices, &mut partition);
            }
            assign(db, &found.voices, &partition, &rulings)?;
            keep_doubts(db, &found)?;
            totals::refresh(db)?;
            return Ok(found.voices.len());
        }
        seeds.extend(left_out);
    }
}

/// The voices whose speakers are decided anew, in the order of their ids, which is not that of their adding.
struct Touched {
    voices: Vec<Candidate>,
    groups: Vec<Vec<usize>>,
    /// pairs that may be one, by the ids of the voices; one of the two is touched
    doubtful: Vec<(String, String, String)>,
}

impl Touched {
    /// The voices that the matcher groups with the seeds.
    fn around(db: &Connection, identity: &dyn Identity, seeds: &BTreeSet<i64>) -> Result<Touched> {
        let mut voices = BTreeMap::new();
        for &seed in seeds {
            let candidate = load(db, seed)?;
            voices.insert(candidate.profile.key.clone(), candidate);
        }
        let profiles: Vec<Profile> = voices.values().map(|v| v.profile.clone()).collect();
        let mut pool = Voices { db, known: BTreeMap::new(), failed: None };
        let (profiles, clusters) = identity.around(&profiles, &mut pool);
        let Voices { mut known, failed, .. } = pool;
        failed.map_or(Ok(()), Err)?;
        let key = |i: &usize| profiles.get(*i).map(|p| &p.key);
        let mut groups: Vec<Vec<&String>> = Vec::new();
        let mut named: BTreeMap<&String, &String> = BTreeMap::new();
        let of_seeds: HashSet<&String> = profiles.iter().map(|p| &p.key).filter(|k| voices.contains_key(*k)).collect();
        for (n, group) in clusters.groups.iter().enumerate() {
            let group: Vec<&String> = group.iter().filter_map(key).collect();
            // a group without a seed is as it was
            if group.iter().any(|key| of_seeds.contains(key)) {
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
    /// so far, and those that a ruling links.
    fn left_out(&self, db: &Connection, rulings: &[Ruled]) -> Result<Vec<i64>> {
        let here: HashSet<i64> = self.voices.iter().map(|v| v.id).collect();
        let mut wanted = Vec::new();
        for speaker in self.voices.iter().map(|v| v.speaker).collect::<BTreeSet<_>>() {
            wanted.extend(voices_of(db, speaker)?);
        }
        for ruling in rulings.iter().filter(|r| self.voices.iter().any(|v| r.concerns(v.id, &v.key))) {
            wanted.extend(ruling.sides[0].iter().chain(&ruling.sides[1]));
            if let Some(alias) = &ruling.alias_key {
                let mut query = db.prepare_cached("SELECT id FROM voices WHERE key = ?1")?;
                let rows = query.query_map([alias], |r| r.get::<_, i64>(0))?;
                wanted.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
            }
        }
        wanted.retain(|voice| !here.contains(voice));
        Ok(wanted)
    }
}

/// The database as a matcher sees it.
struct Voices<'a> {
    db: &'a Connection,
    /// all that was given out
    known: BTreeMap<String, Candidate>,
    /// the first failure, for which a matcher has no ear
    failed: Option<StoreError>,
}

impl Voices<'_> {
    fn give(&mut self, found: Result<Vec<i64>>) -> Vec<Profile> {
        let loaded = found.and_then(|rows| rows.into_iter().map(|row| load(self.db, row)).collect::<Result<Vec<_>>>());
        match loaded {
            Ok(voices) => {
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
            let mut rows = BTreeSet::new();
            let mut query = self.db.prepare_cached("SELECT voice_id FROM voice_blocks WHERE block = ?1")?;
            for block in blocks {
                for row in query.query_map([names::hashed(block)], |r| r.get::<_, i64>(0))? {
                    rows.insert(row?);
                }
            }
            Ok(rows.into_iter().collect())
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

/// A voice with all that deciding needs.
struct Candidate {
    id: i64,
    /// its name folded
    key: String,
    speaker: i64,
    profile: Profile,
    /// the name that the matcher would show for its group
    shown_as: Option<String>,
}

fn load(db: &Connection, voice: i64) -> Result<Candidate> {
    let mut query = db.prepare_cached(
        "SELECT v.id, v.key, v.speaker_id, v.uid, v.name, v.type, v.role, v.organization, v.country, a.uid,
             a.published, a.outlet,
             (SELECT json_group_array(o.name ORDER BY o.name) FROM voices AS o
              WHERE o.article_id = v.article_id AND o.id <> v.id),
             (SELECT count(*) FROM statement_voices AS q JOIN statements AS s ON s.id = q.statement_id
              WHERE q.voice_id = v.id AND s.withdrawn_at IS NULL)
         FROM voices AS v JOIN articles AS a ON a.id = v.article_id WHERE v.id = ?1",
    )?;
    let candidate = query.query_row([voice], |r| {
        Ok(Candidate {
            id: r.get(0)?,
            key: r.get(1)?,
            speaker: r.get(2)?,
            profile: Profile {
                key: r.get(3)?,
                name: r.get(4)?,
                speaker_type: speaker_type(&r.get::<_, String>(5)?),
                role: r.get(6)?,
                organization: r.get(7)?,
                country: r.get(8)?,
                article: r.get(9)?,
                date: r.get(10)?,
                outlet: r.get(11)?,
                beside: serde_json::from_str(&r.get::<_, String>(12)?).unwrap_or_default(),
                statements: r.get(13)?,
            },
            shown_as: None,
        })
    })?;
    Ok(candidate)
}

/// Which voices are together: each has a label, equal labels are one group.
struct Partition {
    labels: Vec<usize>,
}

impl Partition {
    /// These groups, which are joined where they share a member; all others stand alone.
    fn new(len: usize, groups: &[Vec<usize>]) -> Self {
        let mut labels: Vec<usize> = (0..len).collect();
        // each position points at an earlier one of its group, the first at itself
        fn first(labels: &mut [usize], mut i: usize) -> usize {
            while labels[i] != i {
                labels[i] = labels[labels[i]];
                i = labels[i];
            }
            i
        }
        for group in groups {
            let mut known = group.iter().copied().filter(|&m| m < len);
            let Some(one) = known.next() else { continue };
            for other in known {
                let (a, b) = (first(&mut labels, one), first(&mut labels, other));
                labels[a.max(b)] = a.min(b);
            }
        }
        for i in 0..len {
            labels[i] = first(&mut labels, i);
        }
        Partition { labels }
    }

    /// Makes one group of the groups of these members.
    fn join(&mut self, members: &[usize]) {
        let merged: BTreeSet<usize> = members.iter().map(|&m| self.labels[m]).collect();
        if let Some(&target) = merged.first() {
            for label in self.labels.iter_mut().filter(|l| merged.contains(l)) {
                *label = target;
            }
        }
    }

    /// The groups, in the order of their first members.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut by_label: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, &label) in self.labels.iter().enumerate() {
            by_label.entry(label).or_default().push(i);
        }
        let mut groups: Vec<_> = by_label.into_values().collect();
        groups.sort();
        groups
    }
}

/// A decision in force about speakers.
struct Ruled {
    id: i64,
    action: String,
    value: Option<String>,
    /// for an alias: it folded
    alias_key: Option<String>,
    sides: [BTreeSet<i64>; 2],
}

impl Ruled {
    /// All in force, in the order in which they were made.
    fn load(db: &Connection) -> Result<Vec<Ruled>> {
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
    fn concerns(&self, voice: i64, key: &str) -> bool {
        self.sides.iter().any(|side| side.contains(&voice)) || self.alias_key.as_deref() == Some(key)
    }

    /// Positions of the voices of a side.
    fn members(&self, side: usize, voices: &[Candidate]) -> Vec<usize> {
        (0..voices.len()).filter(|&i| self.sides[side].contains(&voices[i].id)).collect()
    }

    /// The group (by label) that most voices of the first side are in; ties to the first.
    fn target(&self, voices: &[Candidate], partition: &Partition) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for i in self.members(0, voices) {
            *counts.entry(partition.labels[i]).or_default() += 1;
        }
        counts.into_iter().max_by_key(|&(label, count)| (count, std::cmp::Reverse(label))).map(|(label, _)| label)
    }

    /// Puts together and takes apart what was ruled so.
    fn regroup(&self, voices: &[Candidate], partition: &mut Partition) {
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

/// How many of the things that tell namesakes apart two voices share.
fn resemblance(a: &Candidate, b: &Candidate) -> usize {
    let same = |x: &Option<String>, y: &Option<String>| usize::from(x.is_some() && x == y);
    let (p, q) = (&a.profile, &b.profile);
    2 * usize::from(a.key == b.key)
        + same(&p.role, &q.role)
        + 2 * same(&p.organization, &q.organization)
        + same(&p.country, &q.country)
}

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
fn assign(db: &Connection, voices: &[Candidate], partition: &Partition, rulings: &[Ruled]) -> Result<()> {
    let groups = partition.groups();
    let rows = rows_held(&groups, voices);
    // ids are made of voices, which may change hands: free them all first
    for row in voices.iter().map(|v| v.speaker).collect::<BTreeSet<_>>() {
        db.prepare_cached("UPDATE speakers SET uid = 'moving ' || id WHERE id = ?1")?.execute([row])?;
    }
    let mut ruled: BTreeMap<usize, Vec<&Ruled>> = BTreeMap::new();
    for ruling in rulings {
        if let Some(label) = ruling.target(voices, partition) {
            ruled.entry(label).or_default().push(ruling);
        }
    }
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
        for &i in group {
            db.prepare_cached(
                "UPDATE voices SET speaker_id = ?2, settled = 1 WHERE id = ?1 AND (speaker_id <> ?2 OR settled = 0)",
            )?
            .execute([voices[i].id, row])?;
        }
        db.prepare_cached("DELETE FROM aliases WHERE speaker_id = ?1")?.execute([row])?;
        for alias in &speaker.aliases {
            db.prepare_cached("INSERT OR IGNORE INTO aliases (speaker_id, name, key) VALUES (?1, ?2, ?3)")?
                .execute(params![row, alias, names::fold(alias)])?;
        }
    }
    Ok(())
}

/// What a speaker's row says.
struct Portrait {
    name: String,
    speaker_type: SpeakerType,
    role: Option<String>,
    organization: Option<String>,
    country: Option<String>,
    hidden: bool,
    aliases: Vec<String>,
}

impl Portrait {
    fn of(group: &[usize], voices: &[Candidate], rulings: &[&Ruled]) -> Portrait {
        let members: Vec<&Candidate> = group.iter().map(|&i| &voices[i]).collect();
        let profiles: Vec<&Profile> = members.iter().map(|v| &v.profile).collect();
        let mut portrait = Portrait {
            name: name_for(&members),
            speaker_type: most_frequent(profiles.iter().map(|p| Some(p.speaker_type))).unwrap_or(SpeakerType::Group),
            role: most_frequent(profiles.iter().map(|p| p.role.clone())),
            organization: most_frequent(profiles.iter().map(|p| p.organization.clone())),
            country: most_frequent(profiles.iter().map(|p| p.country.clone())),
            hidden: false,
            aliases: Vec::new(),
        };
        for ruling in rulings {
            match (ruling.action.as_str(), &ruling.value) {
                ("merge", _) => {
                    let into: Vec<&Candidate> =
                        members.iter().copied().filter(|v| ruling.sides[0].contains(&v.id)).collect();
                    portrait.name = name_for(&into);
                    portrait.speaker_type = most_frequent(into.iter().map(|v| Some(v.profile.speaker_type)))
                        .unwrap_or(portrait.speaker_type);
                }
                ("rename", Some(name)) => portrait.name.clone_from(name),
                ("alias", Some(alias)) => portrait.aliases.push(alias.clone()),
                ("forget", _) => portrait.hidden = true,
                _ => {}
            }
        }
        portrait
    }
}

/// The name for display: the matcher's, else the usual one.
fn name_for(members: &[&Candidate]) -> String {
    let shown = most_frequent(members.iter().map(|v| v.shown_as.clone()));
    shown.unwrap_or_else(|| usual_name(&members.iter().map(|v| &v.profile).collect::<Vec<_>>()))
}

/// The usual name: a full one rather than a last name or an abbreviation, then the most usual, then the longest.
fn usual_name(profiles: &[&Profile]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for profile in profiles {
        *counts.entry(&profile.name).or_default() += 1;
    }
    let full = |name: &str| (name.chars().any(char::is_lowercase), name.contains(' '));
    let best = counts.into_iter().max_by(|(a, n), (b, m)| {
        (full(a), n, a.chars().count()).cmp(&(full(b), m, b.chars().count())).then_with(|| b.cmp(a))
    });
    best.map(|(name, _)| name.to_owned()).unwrap_or_default()
}

/// The value given most often; ties to the first in order.
fn most_frequent<T: Ord + Clone>(values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values.flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().max().copied()?;
    counts.into_iter().find(|&(_, count)| count == most).map(|(value, _)| value)
}

/// Keeps the pairs that may be one speaker, in place of earlier ones of these voices.
fn keep_doubts(db: &Connection, found: &Touched) -> Result<()> {
    for voice in &found.voices {
        db.prepare_cached("DELETE FROM doubts WHERE a_voice = ?1")?.execute([voice.id])?;
        db.prepare_cached("DELETE FROM doubts WHERE b_voice = ?1")?.execute([voice.id])?;
    }
    for (a, b, why) in &found.doubtful {
        db.prepare_cached(
            "INSERT OR IGNORE INTO doubts (a_voice, b_voice, why)
             SELECT a.id, b.id, ?3 FROM voices AS a, voices AS b WHERE a.uid = ?1 AND b.uid = ?2",
        )?
        .execute([a, b, why])?;
    }
    Ok(())
}

/// Rows of a speaker's voices, in the order of their ids.
pub(super) fn voices_of(db: &Connection, speaker: i64) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached("SELECT id FROM voices WHERE speaker_id = ?1 ORDER BY uid")?;
    let rows = query.query_map([speaker], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A speaker's display name.
pub(super) fn name_of(db: &Connection, speaker: i64) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT name FROM speakers WHERE id = ?1")?;
    Ok(query.query_row([speaker], |r| r.get(0)).optional()?)
}
