//! Words that name one kind of event, state, person or thing, whatever their part of speech: `relations.toml`.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::english::inverted;
use super::read;

/// The families, and which of them exclude each other.
#[derive(Deserialize)]
pub struct Relations {
    /// name of people or things → words
    pub things: HashMap<String, String>,
    /// event or state → words
    pub families: HashMap<String, String>,
    /// family → phrases of two words
    pub phrases: HashMap<String, String>,
    /// what cannot both hold
    pub opposites: Opposites,
}

/// Lists of `relations.toml` that say what excludes what.
#[derive(Deserialize)]
pub struct Opposites {
    /// families
    pub pairs: Vec<(String, String)>,
    /// lemmas
    pub antonyms: Vec<(String, String)>,
    /// one relation told from its two sides
    pub converses: Vec<(String, String)>,
    /// verbs that clash only before the same object
    pub many_meanings: String,
    /// what says the same whichever of the two comes first
    pub symmetric: String,
    /// nouns that say what one is to another
    pub one_sided: String,
    /// words that look like the negative form of another one, and are not
    pub none: String,
}

/// The file.
pub static RELATIONS: LazyLock<Relations> =
    LazyLock::new(|| read("relations.toml", include_str!("../../data/lexicons/relations.toml")));

/// Lemma → family.
pub static FAMILIES: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| inverted(&RELATIONS.things).into_iter().chain(inverted(&RELATIONS.families)).collect());

/// Families of people and things, which are no predicates.
pub static THINGS: LazyLock<HashSet<String>> = LazyLock::new(|| RELATIONS.things.keys().cloned().collect());
