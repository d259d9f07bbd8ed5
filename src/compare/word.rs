//! A word as the comparison sees it, whatever a lexicon says of it.

use std::ops::Range;

/// A word, a number or a mark of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// bytes of the text
    pub span: Range<usize>,
    /// lower case, without accents
    pub lower: String,
    pub lemma: String,
    /// family, state or lemma: words with the same concept may stand for each other
    pub concept: String,
    /// senses in which other words may stand for it
    pub senses: &'static [u16],
    /// what clashes with it
    pub clashes: Clashes,
    /// how much two statements have in common that share it
    pub weight: f64,
    pub capital: bool,
    /// a capital where none would stand but for a name
    pub name: bool,
    pub is_punctuation: bool,
    pub number: Option<f64>,
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
