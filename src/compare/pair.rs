//! Two sentences side by side: one that tells, one that may deny it.

use super::bonds::Bond;
use super::overlap::{Overlap, same};
use super::parts::is_hard;
use super::reading::Reading;
use super::unit::Unit;
use super::word::Word;

/// Weight that two statements share which something else ties together.
const BOUND_WEIGHT: f64 = 2.0;

/// A sentence of each of two statements.
#[derive(Clone, Copy)]
pub(super) struct Pair<'r> {
    pub teller: &'r Reading,
    /// it tells something
    pub t: &'r Unit,
    pub denier: &'r Reading,
    /// it may deny that
    pub d: &'r Unit,
    pub bond: Bond,
}

impl<'r> Pair<'r> {
    /// What the two have in common, if that is enough to compare them.
    pub fn comparable(&self) -> Option<Overlap<'r>> {
        if !self.t.setting.may_be(&self.d.setting) {
            return None;
        }
        let overlap = Overlap::new(&self.told(), &self.denied());
        let telling = overlap.rare >= 1 || overlap.facets >= 3;
        let enough = overlap.weight >= 3.5 && telling && overlap.facets >= 2;
        let covered = overlap.most() >= 0.5 && overlap.least() >= 0.25 || overlap.most() >= 0.8 && overlap.facets >= 3;
        let tied = self.bond.bound && overlap.weight >= BOUND_WEIGHT && overlap.most() >= 0.4;
        (enough && covered || tied).then_some(overlap)
    }

    /// Content words of the telling sentence.
    pub fn told(&self) -> Vec<&'r Word> {
        self.teller.content(self.t)
    }

    /// Content words of the denying sentence.
    pub fn denied(&self) -> Vec<&'r Word> {
        self.denier.content(self.d)
    }

    /// True where the clause of the telling word tells something as true: not supposed, not passed on, not negated.
    pub fn tells(&self, at: usize) -> bool {
        self.t.clause(at).is_some_and(|clause| !clause.supposed && !clause.of_others)
    }

    /// Who does it, according to the denial, may be who does it according to the other: their names meet, and "I" and
    /// "we" are named there.
    pub fn one_agent(&self, told: usize, denied: usize) -> bool {
        let (before_t, before_d) = (self.teller.subject(self.t, told), self.denier.subject(self.d, denied));
        let all = self.told();
        let known = |word: &&Word| all.iter().any(|other| same(other, word));
        let hard_d: Vec<&&Word> = before_d.iter().filter(|word| is_hard(word)).collect();
        let hard_t: Vec<&&Word> = before_t.iter().filter(|word| is_hard(word)).collect();
        if !hard_d.iter().all(|word| known(word)) {
            // "the brakes of the Series 400" are the brakes where no others are named
            let heads = before_d.iter().rev().find(|word| word.weight >= 0.7);
            return self.bond.bound
                && hard_t.is_empty()
                && heads.is_some_and(|word| !word.name && !word.is_strange() && known(word));
        }
        if !hard_d.is_empty() && !hard_t.is_empty() {
            let passive = (told..self.t.range.end.min(told + 8)).any(|i| self.teller.words[i].lower == "by");
            return passive || hard_d.iter().any(|word| hard_t.iter().any(|other| same(word, other)));
        }
        if !before_d.is_empty() {
            // the head stands last; words are in reverse order
            let head = before_d.first().is_some_and(&known);
            return head || self.bond.bound && hard_t.is_empty() && !before_t.is_empty() && before_d.len() == 1;
        }
        match self.d.voiced {
            // "I did not": who speaks is named there, or speaks there of the same
            Some(_) => {
                let who = self.denier.speaker.iter().chain(&self.denier.body);
                let around = |word: &Word| self.teller.around().any(|other| same(other, word));
                self.bond.one_speaker && (self.t.voiced.is_some() || before_t.is_empty())
                    || who.into_iter().any(|word| known(&word) || around(word))
            }
            // "he did not": only in one article, or by one speaker, it may be the same "he"
            None => (self.bond.one_article || self.bond.one_speaker) && hard_t.is_empty(),
        }
    }
}

/// Of the score of a finding, what the words in common give.
pub(super) fn score(base: f64, overlap: &Overlap, doubtful: bool) -> f64 {
    base + 0.25 * overlap.most() + 0.25 * overlap.least() - if doubtful { 0.2 } else { 0.0 }
}
