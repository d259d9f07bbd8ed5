//! What comes out: speakers across articles, why voices were taken for one, and what is left for a person to decide.

use crate::statement::SpeakerType;

/// Speakers across articles, and what was left open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identities {
    /// every voice stands in exactly one; sorted by anchor
    pub clusters: Vec<Cluster>,
    /// pairs that may be one speaker, for a person to decide; the likeliest first
    pub doubtful: Vec<Doubtful>,
}

/// One speaker: the voices of one person, body or document. Unnamed speakers have a cluster for each voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// key of the earliest voice: stays the same while later articles are added
    pub anchor: String,
    /// indices of the input, sorted by date and key
    pub voices: Vec<usize>,
    /// name for display
    pub name: String,
    /// every spelling with the number of statements made under it, most first
    pub spellings: Vec<(String, u32)>,
    /// type of most voices
    pub speaker_type: SpeakerType,
    /// index of the user's own list
    pub known: Option<usize>,
    /// a person asked to forget this speaker
    pub forgotten: bool,
    /// which pairs brought the cluster together, and why: what `explain` shows
    pub links: Vec<Link>,
}

/// Two voices and why they were taken for one speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// index of the input
    pub a: usize,
    /// index of the input
    pub b: usize,
    /// in words
    pub why: String,
}

/// A proposal: two voices of different speakers that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubtful {
    /// index of the input
    pub a: usize,
    /// index of the input
    pub b: usize,
    /// 0 to 1; a merge would have needed 1
    pub score: f32,
    /// what speaks for it and what against
    pub why: String,
}

impl Link {
    /// What a link says that a person made.
    pub(super) const DECIDED: &'static str = "decided by a person";
    /// What a link says that the user's list made.
    pub(super) const LISTED: &'static str = "in the user's own list";
}
