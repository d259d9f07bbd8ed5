//! Declared questions: which statements answer them, and how?

use super::{Claim, Proposition, Stance};

/// A yes/no issue on which statements take a position.
#[derive(Clone, Debug)]
pub struct Question {
    /// id, as its file declares it
    pub id: String,
    /// the question itself
    pub text: String,
}

impl Question {
    /// What a statement answers to it.
    pub fn positions(&self, _claim: &Claim, _propositions: &[Proposition]) -> Vec<Stance> {
        Vec::new()
    }
}

/// The questions that come with the program.
pub fn shipped() -> Vec<Question> {
    Vec::new()
}
