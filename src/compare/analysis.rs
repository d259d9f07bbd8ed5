//! What is found once for a statement, before it is compared with others.

use serde::{Deserialize, Serialize};

use super::claim::{Claim, Proposition, Stance};
use super::overlap::Overlap;
use super::reading::Reading;
use super::words::opposite;

/// What is found once for a statement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// the statement
    pub claim: Claim,
    /// what it asserts
    pub propositions: Vec<Proposition>,
    /// what it answers
    pub positions: Vec<Stance>,
    /// under which statements that may conflict with it are found
    pub keys: Vec<String>,
    /// how it is read; made again by [`super::Comparer::analyse`], never kept
    #[serde(skip)]
    pub(super) reading: Reading,
}

impl Analysis {
    /// Share of the second's telling words that the first holds as well: near 1 where the first may imply it; 0 where one
    /// of them negates something, or tells the opposite of a word of the other.
    pub fn holds(&self, other: &Analysis) -> f64 {
        let (mine, theirs) = (self.reading.all_content(), other.reading.all_content());
        let negated = |analysis: &Analysis| analysis.reading.units.iter().any(|unit| !unit.negations.is_empty());
        let turned = theirs.iter().any(|word| mine.iter().any(|other| opposite(word, other)));
        if turned || negated(other) != negated(self) && self.reading.units.len() == 1 {
            return 0.0;
        }
        Overlap::new(&mine, &theirs).of_b
    }
}
