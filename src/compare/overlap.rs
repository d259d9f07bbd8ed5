//! How much two statements have in common.

use super::words::Word;

/// What two sets of words share.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlap {
    /// share of the first's weight
    pub of_a: f64,
    /// share of the second's weight
    pub of_b: f64,
    /// weight of what is shared
    pub weight: f64,
    /// telling words that are shared
    pub rare: usize,
    /// shared words as the first has them
    pub shared: Vec<String>,
}

impl Overlap {
    pub fn new(a: &[&Word], b: &[&Word]) -> Self {
        let total = |words: &[&Word]| words.iter().map(|word| word.weight).sum::<f64>().max(0.1);
        let mut found = Overlap::default();
        let mut weight_b = 0.0;
        for word in a {
            if let Some(other) = b.iter().find(|other| same(word, other)) {
                found.weight += word.weight.min(other.weight);
                weight_b += other.weight;
                found.of_a += word.weight;
                found.rare += usize::from(word.is_rare() && other.is_rare());
                found.shared.push(word.lower.clone());
            }
        }
        found.of_a /= total(a);
        found.of_b = weight_b / total(b);
        found
    }

    /// Share of the smaller side.
    pub fn most(&self) -> f64 {
        self.of_a.max(self.of_b)
    }

    /// Share of the larger side.
    pub fn least(&self) -> f64 {
        self.of_a.min(self.of_b)
    }
}

/// True when one word may stand for the other.
pub(super) fn same(a: &Word, b: &Word) -> bool {
    a.concept == b.concept || a.lemma == b.lemma
}
