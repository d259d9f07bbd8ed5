//! Who reads statements and judges pairs of them.

use crate::compare::{Analysis, Claim, Comparer, Finding};

/// Reads statements and judges pairs of them. It must not fail, and should it all the same, nothing is lost but what it
/// failed on.
pub(super) trait Judge: Sync {
    fn analyse(&self, claim: Claim) -> Analysis;
    /// the same of a statement whose assertions and keys are stored: it may lack them
    fn read_again(&self, claim: Claim) -> Analysis {
        self.analyse(claim)
    }
    fn judge(&self, a: &Analysis, b: &Analysis) -> Option<Finding>;
    /// which statements of one article answer which
    fn replies(&self, article: &[&Analysis]) -> Vec<(usize, usize, Finding)>;
}

impl Judge for Comparer {
    fn analyse(&self, claim: Claim) -> Analysis {
        Comparer::analyse(self, claim)
    }

    fn read_again(&self, claim: Claim) -> Analysis {
        Comparer::read_again(self, claim)
    }

    fn judge(&self, a: &Analysis, b: &Analysis) -> Option<Finding> {
        Comparer::judge(self, a, b)
    }

    fn replies(&self, article: &[&Analysis]) -> Vec<(usize, usize, Finding)> {
        Comparer::replies(self, article)
    }
}
