//! What people decided about speakers, as constraints that hold against every guess.
//!
//! A decision refers to voices by their stable keys, and to the speaker's name for the case that none of these voices
//! exists any more; so it holds when articles are extracted again. Decisions are given in the order in which they
//! were made: a later one overrules an earlier one on the same voices, and leaving one out undoes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::found::Cluster;
use super::groups::Groups;
use super::list::KnownSpeaker;
use super::profiles::{self, Subject, VoiceProfile, block_keys};
use crate::statement::SpeakerType;

/// A speaker as a decision names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    /// keys of all its voices at the time of the decision
    pub voices: Vec<String>,
    /// the name it went by; counts when none of the voices exists any more
    pub name: String,
}

/// What a person ruled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "lowercase")]
pub enum Decision {
    /// the two are one
    Merge {
        /// one of them
        a: Handle,
        /// the other
        b: Handle,
    },
    /// the two are not one; the voices of `a` belong together
    Split {
        /// what leaves
        a: Handle,
        /// what stays
        b: Handle,
    },
    /// it is to be listed under this name
    Rename {
        /// whom
        who: Handle,
        /// the name
        name: String,
    },
    /// whoever is printed with exactly this name is this speaker
    Alias {
        /// whom
        who: Handle,
        /// the name
        name: String,
    },
    /// it is not to be listed
    Forget {
        /// whom
        who: Handle,
    },
}

/// Everything that goes before guesses.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    /// in the order in which they were made
    pub decisions: Vec<Decision>,
    /// the user's own list
    pub known: Vec<KnownSpeaker>,
}

impl Decision {
    fn handles(&self) -> Vec<&Handle> {
        match self {
            Decision::Merge { a, b } | Decision::Split { a, b } => vec![a, b],
            Decision::Rename { who, .. } | Decision::Alias { who, .. } | Decision::Forget { who } => vec![who],
        }
    }
}

impl Constraints {
    /// Keys of all voices that decisions speak of.
    pub(super) fn voice_keys(&self) -> Vec<String> {
        let all = self.decisions.iter().flat_map(Decision::handles).flat_map(|h| &h.voices);
        all.collect::<BTreeSet<_>>().into_iter().cloned().collect()
    }

    /// Blocks of all names that decisions and the user's list speak of.
    pub(super) fn blocks(&self) -> Vec<String> {
        let handles = self.decisions.iter().flat_map(Decision::handles).map(|h| &h.name);
        let aliases = self.decisions.iter().filter_map(|d| match d {
            Decision::Alias { name, .. } => Some(name),
            _ => None,
        });
        let known = self.known.iter().flat_map(KnownSpeaker::names);
        let blocks = |name: &String| {
            let types = [SpeakerType::Person, SpeakerType::Organization, SpeakerType::Document];
            types.map(|t| block_keys(t, name)).concat()
        };
        handles.chain(aliases).chain(known).flat_map(blocks).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Voices by key and by plain name.
struct Index<'v> {
    by_key: HashMap<&'v str, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl<'v> Index<'v> {
    fn of(voices: &'v [VoiceProfile]) -> Self {
        let mut index = Index { by_key: HashMap::new(), by_name: BTreeMap::new() };
        for (n, voice) in voices.iter().enumerate() {
            index.by_key.entry(&voice.key).or_default().push(n);
            let plain = profiles::plain(&Subject::of(voice.speaker_type, &voice.name));
            if !plain.is_empty() {
                index.by_name.entry(plain).or_default().push(n);
            }
        }
        index
    }

    fn named(&self, name: &str) -> Vec<usize> {
        let types = [SpeakerType::Person, SpeakerType::Organization, SpeakerType::Document];
        let plain: BTreeSet<String> = types.iter().map(|t| profiles::plain(&Subject::of(*t, name))).collect();
        let found: BTreeSet<usize> = plain.iter().filter_map(|p| self.by_name.get(p)).flatten().copied().collect();
        found.into_iter().collect()
    }

    /// In the order of the voices' keys, so that the input's order does not matter.
    fn voices(&self, handle: &Handle) -> Vec<usize> {
        let keys: BTreeSet<&String> = handle.voices.iter().collect();
        let found: Vec<usize> = keys.iter().filter_map(|k| self.by_key.get(k.as_str())).flatten().copied().collect();
        if found.is_empty() { self.named(&handle.name) } else { found }
    }
}

/// Plays the decisions through, in their order.
pub(super) fn groups(voices: &[VoiceProfile], constraints: &Constraints) -> Groups {
    let mut groups = Groups { of_voice: vec![None; voices.len()], ..Groups::default() };
    if constraints.decisions.is_empty() {
        return groups;
    }
    let index = Index::of(voices);
    for decision in &constraints.decisions {
        match decision {
            Decision::Merge { a, b } => groups.join(&[index.voices(a), index.voices(b)].concat()),
            Decision::Split { a, b } => {
                let leaving = index.voices(a);
                let staying: Vec<usize> = index.voices(b).into_iter().filter(|v| !leaving.contains(v)).collect();
                groups.part(&leaving, &staying);
            }
            Decision::Alias { who, name } => groups.join(&[index.voices(who), index.named(name)].concat()),
            Decision::Rename { .. } | Decision::Forget { .. } => {}
        }
    }
    groups
}

/// Names and forgetting concern the speakers that came out.
pub(super) fn apply_to_clusters(clusters: &mut [Cluster], voices: &[VoiceProfile], constraints: &Constraints) {
    if constraints.decisions.is_empty() {
        return;
    }
    let index = Index::of(voices);
    let mut cluster_of: HashMap<usize, usize> = HashMap::new();
    for (n, cluster) in clusters.iter().enumerate() {
        cluster_of.extend(cluster.voices.iter().map(|v| (*v, n)));
    }
    for decision in &constraints.decisions {
        let (Decision::Rename { who, .. } | Decision::Forget { who }) = decision else { continue };
        // the cluster that holds most of the voices; of equals the one with the least anchor
        let mut votes: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        for n in index.voices(who).iter().filter_map(|v| cluster_of.get(v)) {
            *votes.entry((&clusters[*n].anchor, *n)).or_default() += 1;
        }
        let most = votes.values().max().copied();
        let Some(n) = votes.iter().find(|(_, count)| Some(**count) == most).map(|((_, n), _)| *n) else { continue };
        match decision {
            Decision::Rename { name, .. } => clusters[n].name = name.clone(),
            _ => clusters[n].forgotten = true,
        }
    }
}
