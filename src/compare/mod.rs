//! Which statements conflict, and why?
//!
//! [`Comparer::analyse`] looks at one statement: what it asserts ([`Proposition`]), which declared questions it answers
//! ([`Stance`]), and under which keys statements that may conflict with it are found. [`Comparer::judge`] looks at two
//! analysed statements: are they about the same thing, and only then, can both be true? Nothing here reads a file,
//! stores or prints anything.

mod accused;
mod aim;
mod analysis;
mod answering;
mod asking;
mod attitudes;
mod blame;
mod bonds;
mod claim;
mod clauses;
mod contraries;
mod counts;
mod covered;
mod dates;
mod deed;
mod denials;
mod denied;
mod discourse;
mod edits;
mod finding;
mod inquiry;
mod judge;
mod keys;
mod lexicon;
mod lists;
mod needs;
mod negations;
mod numbers;
mod opposites;
mod oppositions;
mod overlap;
mod pair;
mod parts;
mod pattern;
mod propositions;
mod questions;
mod reading;
mod rebuttals;
mod refusals;
mod retold;
mod reversals;
mod rule;
mod scene;
mod setting;
mod sides;
mod signs;
mod slots;
mod swapped;
mod turns;
mod unit;
mod units;
mod versions;
mod word;
mod words;

pub use aim::only_points;
pub use analysis::Analysis;
pub use answering::AnswerStance;
pub use asking::Asked;
pub use bonds::{Matter, article_matter};
pub use claim::{Assertion, Claim, Modality, Proposition, Stance};
pub use denied::Offer;
pub use finding::{ConflictKind, Finding};
pub use inquiry::NotAsked;
pub use questions::{Drafted, Expected, Miss, Question, QuestionError, shipped, template};
pub use retold::Retold;
pub use turns::{Difference, DifferenceKind};

#[cfg(test)]
pub(crate) use turns::meets as retells_otherwise;
#[cfg(test)]
pub(crate) use units::meets;

/// Judges pairs of statements by questions and lexicons.
#[derive(Debug)]
pub struct Comparer {
    questions: Vec<Question>,
}

impl Comparer {
    /// A judge that knows these questions beside the rules.
    pub fn new(questions: Vec<Question>) -> Self {
        Self { questions }
    }

    /// What is to be known of a statement before it is compared for the first time.
    pub fn analyse(&self, claim: Claim) -> Analysis {
        let mut found = self.read_again(claim);
        let Analysis { claim, reading, positions, .. } = &found;
        let propositions = propositions::propositions(claim, reading);
        let mut keys = keys::keys(reading, positions);
        keys.extend(counts::keys(claim, reading));
        keys.extend(slots::keys(claim, reading));
        keys.extend(oppositions::keys(claim, reading));
        keys.extend(bonds::keys(claim, &reading.all_content()));
        keys.sort();
        keys.dedup();
        found.propositions = propositions;
        found.keys = keys;
        found
    }

    /// What is to be known of a statement that is laid beside others once more: what it asserts and its keys are stored.
    pub fn read_again(&self, mut claim: Claim) -> Analysis {
        // whatever is given, a pair costs no more than two long statements
        for words in [&mut claim.sentence].into_iter().chain(&mut claim.speaker).chain(&mut claim.organization) {
            words.truncate(reading::beginning(words).len());
        }
        let reading = reading::Reading::new(&claim);
        let positions: Vec<Stance> =
            self.questions.iter().flat_map(|question| question.positions(&claim, &reading)).collect();
        Analysis { claim, positions, reading, ..Analysis::default() }
    }

    /// Which statements of one article, given in the order of its text, answer which: places of what is told and of the answer.
    pub fn replies(&self, article: &[&Analysis]) -> Vec<(usize, usize, Finding)> {
        let found = discourse::replies(article).into_iter();
        found.map(|reply| (reply.told, reply.reply, Finding::from(reply.found))).collect()
    }

    /// The denials of an article, given in the order of its text, with what each may deny: for fitting the weights.
    pub fn denials(&self, article: &[&Analysis]) -> Vec<Offer> {
        discourse::offers(article)
    }

    /// The best reason to say that the two conflict.
    pub fn judge(&self, a: &Analysis, b: &Analysis) -> Option<Finding> {
        let by_rule = judge::best(a, b).map(Finding::from);
        let by_question = questions::opposed(&self.questions, a, b);
        match (by_question, by_rule) {
            // a denied word in an otherwise equal quotation says more than the question does
            (Some(question), Some(rule)) if rule.kind == ConflictKind::Version && rule.firm => {
                Some(Finding { question: question.question, ..rule })
            }
            (Some(question), Some(rule)) if rule.firm && !question.firm => {
                Some(Finding { question: question.question, ..rule })
            }
            (question, rule) => question.or(rule),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::Act;

    #[test]
    fn what_is_read_again_is_judged_as_at_first() {
        let comparer = Comparer::new(Vec::new());
        let day = "2031-03-02";
        let told = Claim::told("Ada Lorn", Act::Accuse, "said", "Skarn had paid the harbour pilot", day);
        let denied = Claim::told("Oda Skarn", Act::Deny, "denied", "any payment to a pilot", day);
        let first = comparer.judge(&comparer.analyse(told.clone()), &comparer.analyse(denied.clone()));
        let (again, other) = (comparer.read_again(told), comparer.read_again(denied));
        assert!(first.is_some() && again.keys.is_empty() && again.propositions.is_empty());
        assert_eq!(comparer.judge(&again, &other), first);
    }
}
