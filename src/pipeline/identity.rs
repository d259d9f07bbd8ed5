//! The matcher of speakers, given to the store: neither knows the other.

use std::collections::BTreeMap;

use crate::speakers::identity::{
    Constraints, Identities, KnownSpeaker, VoiceProfile, Voices, block_keys, identify, identify_around,
};
use crate::store::{Clusters, Identity, KnownRow, Pool, Profile};

/// Names, roles and the user's own list, as `speakers::identity` weighs them. What people ruled is applied by the store.
pub struct Matcher {
    constraints: Constraints,
}

impl Matcher {
    /// A matcher for which this list wins over guesses.
    pub fn new(known: &[KnownRow]) -> Self {
        let known = known.iter().cloned().map(known_speaker).collect();
        Matcher { constraints: Constraints { decisions: Vec::new(), known } }
    }
}

impl Identity for Matcher {
    fn blocks(&self, profile: &Profile) -> Vec<String> {
        block_keys(&voice(profile))
    }

    fn clusters(&self, profiles: &[Profile]) -> Clusters {
        let voices: Vec<VoiceProfile> = profiles.iter().map(voice).collect();
        clusters(identify(&voices, &self.constraints))
    }

    fn around(&self, seeds: &[Profile], pool: &mut dyn Pool) -> (Vec<Profile>, Clusters) {
        let mut around = Around { pool, seen: seeds.iter().map(|p| (p.key.clone(), p.clone())).collect() };
        let seeds: Vec<VoiceProfile> = seeds.iter().map(voice).collect();
        let (voices, identities) = identify_around(&seeds, &self.constraints, &mut around);
        let profiles = voices.iter().map(|v| around.seen[&v.key].clone()).collect();
        (profiles, clusters(identities))
    }
}

/// The store's voices, remembered as they pass.
struct Around<'p> {
    pool: &'p mut dyn Pool,
    seen: BTreeMap<String, Profile>,
}

impl Around<'_> {
    fn pass(&mut self, found: Vec<Profile>) -> Vec<VoiceProfile> {
        let voices = found.iter().map(voice).collect();
        self.seen.extend(found.into_iter().map(|p| (p.key.clone(), p)));
        voices
    }
}

impl Voices for Around<'_> {
    fn of_blocks(&mut self, blocks: &[String]) -> Vec<VoiceProfile> {
        let found = self.pool.of_blocks(blocks);
        self.pass(found)
    }

    fn of_keys(&mut self, keys: &[String]) -> Vec<VoiceProfile> {
        let found = self.pool.of_keys(keys);
        self.pass(found)
    }
}

fn clusters(found: Identities) -> Clusters {
    let name = |c: &crate::speakers::identity::Cluster| c.known.map(|_| c.name.clone());
    Clusters {
        names: found.clusters.iter().map(name).collect(),
        groups: found.clusters.into_iter().map(|c| c.voices).collect(),
        doubtful: found.doubtful.into_iter().map(|d| (d.a, d.b, d.why)).collect(),
    }
}

fn voice(profile: &Profile) -> VoiceProfile {
    let p = profile.clone();
    VoiceProfile {
        key: p.key,
        article: p.article,
        published: p.date,
        outlet: p.outlet,
        name: p.name,
        speaker_type: p.speaker_type,
        role: p.role,
        organization: p.organization,
        country: p.country,
        beside: p.beside,
        statements: p.statements,
    }
}

fn known_speaker(row: KnownRow) -> KnownSpeaker {
    KnownSpeaker {
        name: row.name,
        aliases: row.aliases,
        role: row.role,
        organization: row.organization,
        country: row.country,
        from: row.since,
        to: row.until,
        wikidata: row.wikidata,
    }
}

/// An entry of a list, as the store keeps it.
pub fn known_row(known: KnownSpeaker) -> KnownRow {
    KnownRow {
        name: known.name,
        aliases: known.aliases,
        role: known.role,
        organization: known.organization,
        country: known.country,
        since: known.from,
        until: known.to,
        wikidata: known.wikidata,
    }
}
