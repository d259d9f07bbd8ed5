//! The word lists of extraction: files under `data/lexicons/`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::{List, read};

/// Small words around a cue, and cues and sources that need a second look.
#[derive(Deserialize)]
pub struct Words {
    /// "not", "never"
    pub negations: List,
    /// behind a negation: "not only said" is said
    pub no_negation: List,
    /// may stand between a negation and the cue
    pub auxiliaries: List,
    /// "at no point did": before "no", in front of its clause
    pub turning: List,
    /// sources that find rather than say, without a final s
    pub finders: List,
    /// before an infinitive that says that nothing was said
    pub declining: List,
    /// that infinitive
    pub unsaid: List,
    /// with an infinitive behind them they order
    pub telling: List,
    /// "according to plan": sources that are none
    pub manners: List,
    /// how letters begin
    pub salutations: List,
    /// words that only captions have
    pub pictures: List,
    /// first words of sources that say that it was not said
    pub nobody: List,
}

/// Words at the edges of contents.
#[derive(Deserialize)]
pub struct Edges {
    /// after these more of a phrase must come
    pub open_ended: List,
    /// these join a content to what follows it and belong to neither
    pub linking: List,
    /// verbs that can only go on with the main clause
    pub finite: List,
    /// how a clause begins that is not the statement's own
    pub conjunctions: List,
    /// how a source wished to be cited
    pub cover: List,
}

/// Words of the constructions that attribute without the encoder's help.
#[derive(Deserialize)]
pub struct Constructions {
    /// "a view"
    pub echo_nouns: List,
    /// "shared"
    pub echo_verbs: List,
    /// "later"
    pub echo_adverbs: List,
    /// lemmas of what people do while they speak: "shake", "shrug"
    pub gestures: List,
    /// labels of lines that tell who or what a dialogue is of
    pub head_labels: List,
    /// "who", "said": no label has them
    pub clause_words: List,
    /// "I", "our": who speaks of themselves
    pub first_person: List,
    /// capitalised first words of a sentence that name nobody
    pub not_names: List,
}

/// `cues.toml`
pub static WORDS: LazyLock<Words> = LazyLock::new(|| read("cues.toml", include_str!("../../data/lexicons/cues.toml")));

/// `spans.toml`
pub static EDGES: LazyLock<Edges> =
    LazyLock::new(|| read("spans.toml", include_str!("../../data/lexicons/spans.toml")));

/// `constructions.toml`
pub static CONSTRUCTIONS: LazyLock<Constructions> =
    LazyLock::new(|| read("constructions.toml", include_str!("../../data/lexicons/constructions.toml")));
