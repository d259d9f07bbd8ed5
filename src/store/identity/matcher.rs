//! The seam to whoever decides which voices are one speaker: what is shown of a voice, and what is answered.

use std::collections::{BTreeMap, BTreeSet};

use crate::statement::SpeakerType;
use crate::store::names;

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
}

/// Voices that are printed alike to the letter.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// some of them
    pub profiles: Vec<Profile>,
    /// these are all
    pub whole: bool,
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
    /// Keys under which whoever bears a name can meet others; none for one that never merges across articles.
    fn blocks(&self, speaker_type: SpeakerType, name: &str) -> Vec<String>;

    /// The groups among these profiles.
    fn clusters(&self, profiles: &[Profile]) -> Clusters;

    /// False where it does not matter to either of two voices what surrounds them.
    fn may_meet(&self, _a: &Profile, _b: &Profile) -> bool {
        true
    }

    /// True where a new voice is one with `like`, others that are printed just alike, and nobody else becomes another for it, nor
    /// is proposed as one with another. `others` are the looks that it [may meet](Identity::may_meet).
    fn is_one_more(&self, _new: &Profile, _like: &[Profile], _others: &[Look]) -> bool {
        false
    }

    /// The groups that `seeds` are in, each whole, with the profiles that their positions refer to: the same groups as
    /// [`Identity::clusters`] of all voices would give. A matcher that knows better than to follow every block to its
    /// end does it here.
    fn around(&self, seeds: &[Profile], pool: &mut dyn Pool) -> (Vec<Profile>, Clusters) {
        let mut found: BTreeMap<String, Profile> = seeds.iter().map(|p| (p.key.clone(), p.clone())).collect();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut open: BTreeSet<String> = seeds.iter().flat_map(|p| self.blocks(p.speaker_type, &p.name)).collect();
        while !open.is_empty() {
            let blocks: Vec<String> = open.into_iter().collect();
            open = BTreeSet::new();
            let near = pool.of_blocks(&blocks);
            seen.extend(blocks);
            for profile in near {
                if !found.contains_key(&profile.key) {
                    let blocks = self.blocks(profile.speaker_type, &profile.name);
                    open.extend(blocks.into_iter().filter(|b| !seen.contains(b)));
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
    fn blocks(&self, speaker_type: SpeakerType, name: &str) -> Vec<String> {
        let key = names::fold(name);
        if merges_by_name(speaker_type, &key) { vec![format!("{speaker_type}:{key}")] } else { Vec::new() }
    }

    fn clusters(&self, profiles: &[Profile]) -> Clusters {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, profile) in profiles.iter().enumerate() {
            for block in self.blocks(profile.speaker_type, &profile.name) {
                groups.entry(block).or_default().push(i);
            }
        }
        Clusters { groups: groups.into_values().collect(), ..Clusters::default() }
    }
}

/// True for bodies, and for people with more than a last name: others with the same words may be someone else.
pub(super) fn merges_by_name(speaker_type: SpeakerType, key: &str) -> bool {
    match speaker_type {
        SpeakerType::Organization => !key.is_empty(),
        SpeakerType::Person => key.contains(' '),
        _ => false,
    }
}
