//! Does one more voice leave everything as it was, but that it joins those who are printed just alike?
//!
//! Whoever is quoted often is printed alike thousands of times. All that such a voice can add to what is known are an outlet,
//! neighbours and a day. Where these are known already, or nobody is near whom they could concern, no pair of voices gains or loses
//! a point, and so nobody becomes somebody else: no need to lay all of them side by side again.

use std::collections::BTreeSet;

use super::Constraints;
use super::evidence;
use super::nodes::{Node, Nodes};
use super::profiles::VoiceProfile;

/// Some voices that are printed alike to the letter.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// some of them
    pub voices: Vec<VoiceProfile>,
    /// they are all that there are
    pub whole: bool,
}

/// False where it does not matter to either of two voices what surrounds them.
pub fn may_meet(a: &VoiceProfile, b: &VoiceProfile) -> bool {
    let nodes = Nodes::of(&[a.clone(), b.clone()], &[]);
    nodes.list.len() < 2 || evidence::may_meet(&nodes, 0, 1)
}

/// True where `new` is one with `like`, voices that are printed just as it is, and changes nothing else. `others` are those that
/// [`may_meet`] it of the voices that share a block with it, or with a voice that does, and so on.
pub fn is_one_more(new: &VoiceProfile, like: &[VoiceProfile], others: &[Sample], constraints: &Constraints) -> bool {
    // a day may bring somebody into the office that the list names
    let listed = constraints.blocks();
    let is_listed = super::block_keys(new.speaker_type, &new.name).iter().any(|block| listed.contains(block));
    if like.is_empty() || !constraints.decisions.is_empty() || is_listed {
        return false;
    }
    let all = others.iter().flat_map(|sample| sample.voices.iter().map(move |voice| (voice, sample.whole)));
    let (known, whole): (Vec<VoiceProfile>, Vec<bool>) =
        like.iter().map(|voice| (voice, false)).chain(all).map(|(voice, whole)| (voice.clone(), whole)).unzip();
    let (nodes, own) = (Nodes::of(&known, &[]), Nodes::of(std::slice::from_ref(new), &[]));
    let (Some(own), Some(at)) = (own.list.first(), nodes.list.iter().position(|node| node.voices.contains(&0))) else {
        return false;
    };
    let joined = &nodes.list[at];
    // whoever stands for those printed alike, as the one with the least key, does so still
    let stands = joined.voices.iter().any(|voice| known[*voice].key < new.key);
    let nothing = |other: usize| {
        let voices = &nodes.list[other].voices;
        let seen =
            Seen { whole: voices.iter().all(|voice| whole[*voice]), one: evidence::twins_are_one(&nodes, other) };
        adds_nothing(own, joined, &nodes.list[other], seen)
    };
    let mut others = (0..nodes.list.len()).filter(|other| *other != at && evidence::may_meet(&nodes, at, *other));
    evidence::twins_are_one(&nodes, at) && stands && others.all(nothing)
}

/// What a node tells of all voices that are printed so.
#[derive(Clone, Copy)]
struct Seen {
    /// it holds all of them
    whole: bool,
    /// all of them are one
    one: bool,
}

/// True where what is known of the new voice brings those that it joins neither nearer to another nor farther away.
fn adds_nothing(own: &Node, joined: &Node, other: &Node, seen: Seen) -> bool {
    type Words = fn(&Node) -> &BTreeSet<String>;
    let brings_none = |of: Words| of(own).difference(of(joined)).all(|word| seen.whole && !of(other).contains(word));
    // what is known of some of them counts for all
    let known = seen.whole || seen.one;
    let share = |of: Words, count| known && of(joined).intersection(of(other)).count() >= count;
    let (beside, full): (Words, Words) = (|node| &node.beside, |node| &node.beside_full);
    // neighbours count up to two, an outlet once
    (share(beside, 2) || share(full, 2) || brings_none(beside) && brings_none(full))
        && (share(|node| &node.outlets, 1) || brings_none(|node| &node.outlets))
        && own.articles.is_disjoint(&other.articles)
        && (!other.is_bare() || known && is_near(joined, other) || is_within(own, joined))
}

/// No years lie between the two, so that no day can bring them nearer.
fn is_near(joined: &Node, other: &Node) -> bool {
    joined.days.zip(other.days).is_some_and(|(a, b)| !evidence::years_between(a, b))
}

/// The day of the new one tells nothing about when the others are quoted.
fn is_within(own: &Node, joined: &Node) -> bool {
    own.days.is_none_or(|own| joined.days.is_some_and(|days| days.0 <= own.0 && own.1 <= days.1))
}
