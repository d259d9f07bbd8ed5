//! The matcher of speakers, given to the store: neither knows the other.

use crate::speakers::identity::{
    Constraints, Identities, KnownSpeaker, Sample, VoiceProfile, Voices, block_keys, identify, identify_around,
    is_one_more, may_meet,
};
use crate::statement::SpeakerType;
use crate::store::{Clusters, Identity, KnownRow, Look, Pool, Profile};

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
    fn blocks(&self, speaker_type: SpeakerType, name: &str) -> Vec<String> {
        block_keys(speaker_type, name)
    }

    fn clusters(&self, profiles: &[Profile]) -> Clusters {
        let voices: Vec<VoiceProfile> = profiles.iter().cloned().map(voice).collect();
        clusters(identify(&voices, &self.constraints))
    }

    fn may_meet(&self, a: &Profile, b: &Profile) -> bool {
        may_meet(&voice(a.clone()), &voice(b.clone()))
    }

    fn is_one_more(&self, new: &Profile, like: &[Profile], others: &[Look]) -> bool {
        let voices = |profiles: &[Profile]| profiles.iter().cloned().map(voice).collect();
        let sample = |look: &Look| Sample { voices: voices(&look.profiles), whole: look.whole };
        let others: Vec<Sample> = others.iter().map(sample).collect();
        let like: Vec<VoiceProfile> = voices(like);
        is_one_more(&voice(new.clone()), &like, &others, &self.constraints)
    }

    fn around(&self, seeds: &[Profile], pool: &mut dyn Pool) -> (Vec<Profile>, Clusters) {
        let seeds: Vec<VoiceProfile> = seeds.iter().cloned().map(voice).collect();
        let (voices, identities) = identify_around(&seeds, &self.constraints, &mut Around(pool));
        (voices.into_iter().map(profile).collect(), clusters(identities))
    }
}

/// The store's voices.
struct Around<'p>(&'p mut dyn Pool);

impl Voices for Around<'_> {
    fn of_blocks(&mut self, blocks: &[String]) -> Vec<VoiceProfile> {
        self.0.of_blocks(blocks).into_iter().map(voice).collect()
    }

    fn of_keys(&mut self, keys: &[String]) -> Vec<VoiceProfile> {
        self.0.of_keys(keys).into_iter().map(voice).collect()
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

fn voice(p: Profile) -> VoiceProfile {
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
        // counts for the spelling of names that are shown, which the store chooses itself
        statements: 1,
    }
}

fn profile(v: VoiceProfile) -> Profile {
    Profile {
        key: v.key,
        name: v.name,
        speaker_type: v.speaker_type,
        role: v.role,
        organization: v.organization,
        country: v.country,
        article: v.article,
        date: v.published,
        outlet: v.outlet,
        beside: v.beside,
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
