//! How much two statements have in common.

use super::word::Word;

/// What two sets of words share.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlap<'w> {
    /// share of the first's weight
    pub of_a: f64,
    /// share of the second's weight
    pub of_b: f64,
    /// weight of what is shared
    pub weight: f64,
    /// telling words that are shared
    pub rare: usize,
    /// things that are shared: the parts of a name count once
    pub facets: usize,
    /// as the first has them
    shared: Vec<&'w Word>,
}

impl<'w> Overlap<'w> {
    pub fn new(a: &[&'w Word], b: &[&'w Word]) -> Self {
        let total = |words: &[&Word]| words.iter().map(|word| word.weight).sum::<f64>().max(0.1);
        let mut found = Overlap::default();
        let mut weight_b = 0.0;
        let mut pairs: Vec<(&Word, &Word)> = Vec::new();
        for word in a {
            if let Some(other) = b.iter().find(|other| same(word, other)) {
                found.weight += word.weight.min(other.weight);
                weight_b += other.weight;
                found.of_a += word.weight;
                found.rare += usize::from(word.is_rare() && other.is_rare());
                found.shared.push(word);
                pairs.push((word, other));
            }
        }
        found.facets = facets(&pairs);
        found.of_a /= total(a);
        found.of_b = weight_b / total(b);
        found
    }

    /// The words that are shared, as the first has them.
    pub fn shared(&self) -> Vec<String> {
        self.shared.iter().map(|word| word.lower.clone()).collect()
    }

    /// How many words are shared.
    pub fn count(&self) -> usize {
        self.shared.len()
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

/// Counts shared words, those of one name as one: capitals side by side in both texts, one of them no common word.
fn facets(pairs: &[(&Word, &Word)]) -> usize {
    let beside = |a: &Word, b: &Word| {
        a.capital && b.capital && b.span.start.saturating_sub(a.span.end) <= 1 && b.span.start >= a.span.end
    };
    let common = |word: &Word| word.concept != word.lemma;
    let mut facets = 0;
    let mut in_name = false;
    for (i, (a, b)) in pairs.iter().enumerate() {
        let continues = i > 0 && {
            let (last_a, last_b) = pairs[i - 1];
            let strange = in_name || a.is_strange() || last_a.is_strange();
            beside(last_a, a) && beside(last_b, b) && strange && !common(a) && !common(last_a)
        };
        in_name = continues;
        facets += usize::from(!continues && a.weight >= 0.7);
    }
    facets
}

/// True when there are words on both sides, and none is the same: other places, other people.
pub(super) fn apart(a: &[&Word], b: &[&Word]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|word| b.iter().any(|other| word.has_concept_of(other)))
}

/// True when one word may stand for the other.
pub(super) fn same(a: &Word, b: &Word) -> bool {
    a.has_concept_of(b) || a.has_lemma_of(b) || a.senses.iter().any(|sense| b.senses.contains(sense))
}
