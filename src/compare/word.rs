//! A word as the comparison sees it, whatever a lexicon says of it.

use std::hash::BuildHasher;
use std::ops::{Deref, Range};
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

/// A word, a number or a mark of a text. What is told of its form it shares with all words of that form: thousands of read
/// statements are kept at hand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// bytes of the text
    pub span: Range<usize>,
    form: Arc<Form>,
    pub capital: bool,
    /// a capital where none would stand but for a name
    pub name: bool,
}

/// What is known of a word by how it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    /// lower case, without accents
    pub lower: String,
    pub lemma: String,
    /// family, state or lemma: words with the same concept may stand for each other
    pub concept: String,
    /// these tell most lemmas and concepts apart sooner than their letters do
    lemma_hash: u64,
    concept_hash: u64,
    /// senses in which other words may stand for it
    pub senses: &'static [u16],
    /// what clashes with it
    pub clashes: Clashes,
    /// how much two statements have in common that share it
    pub weight: f64,
    pub is_punctuation: bool,
    pub number: Option<f64>,
}

impl Form {
    /// A word of this lower-case form, about which nothing else is known yet.
    pub fn new(lower: String, lemma: String, concept: String, senses: &'static [u16]) -> Self {
        let (clashes, is_punctuation, number) = (Clashes::default(), false, None);
        let (lemma_hash, concept_hash, weight) = (0, 0, 0.0);
        Self { lower, lemma, concept, lemma_hash, concept_hash, senses, clashes, weight, is_punctuation, number }
    }

    /// To be said whenever lemma or concept are others than before.
    pub fn settle(&mut self, clashes: Clashes) {
        self.clashes = clashes;
        self.lemma_hash = FxBuildHasher.hash_one(&self.lemma);
        self.concept_hash = FxBuildHasher.hash_one(&self.concept);
    }
}

impl Deref for Word {
    type Target = Form;

    #[inline]
    fn deref(&self) -> &Form {
        &self.form
    }
}

/// Words that clash with one, by the lexicon.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Clashes {
    /// concepts that cannot both hold of one thing
    pub opposites: &'static [String],
    /// lemmas that mean the contrary
    pub antonyms: &'static [String],
    /// lemmas that say the same relation from its other side: "own" and "subsidiary"
    pub converses: &'static [String],
}

impl Word {
    pub fn new(span: Range<usize>, form: Arc<Form>, capital: bool) -> Self {
        Self { span, form, capital, name: false }
    }

    /// Gives it a form of its own, different from what it is by how it is written.
    pub fn reform(&mut self, change: impl FnOnce(&mut Form)) {
        change(Arc::make_mut(&mut self.form));
    }

    /// True when the two have one concept.
    #[inline]
    pub fn has_concept_of(&self, other: &Word) -> bool {
        self.concept_hash == other.concept_hash && self.concept == other.concept
    }

    /// True when the two have one lemma.
    #[inline]
    pub fn has_lemma_of(&self, other: &Word) -> bool {
        self.lemma_hash == other.lemma_hash && self.lemma == other.lemma
    }

    /// True when the families of the two cannot both hold of one thing.
    pub fn is_opposite(&self, other: &Word) -> bool {
        self.clashes.opposites.contains(&other.concept)
    }

    /// True when the two say one relation from its two sides.
    pub fn is_converse(&self, other: &Word) -> bool {
        self.clashes.converses.contains(&other.lemma)
    }

    /// True for marks that end a part of a sentence.
    pub fn ends_part(&self) -> bool {
        self.is_punctuation && matches!(self.lower.as_str(), "." | "!" | "?" | ":" | ";" | "–" | "—" | "-" | "…" | "|")
    }

    /// True for quotation marks and brackets, over which patterns look.
    pub fn is_mark(&self) -> bool {
        self.is_punctuation && !self.ends_part() && self.lower != ","
    }

    /// True when the word says something of its own.
    pub fn is_content(&self) -> bool {
        self.weight > 0.0
    }

    pub fn is_rare(&self) -> bool {
        self.weight >= RARE
    }
}

/// Weight from which a word is a find: a name, or one that few texts hold.
pub(super) const RARE: f64 = 2.0;
