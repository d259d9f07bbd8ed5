//! Is what a negation denies what the other tells, or only something that is named in the same words?

use super::lists::CLAUSES;
use super::overlap::same;
use super::parts::{is_hard, is_verb};
use super::reading::Reading;
use super::unit::Unit;
use super::word::Word;

/// What is denied.
pub(super) struct Deed<'r> {
    pub denier: &'r Reading,
    /// the sentence
    pub d: &'r Unit,
    /// places of the negation and of the word that says what happens
    pub negation: usize,
    pub first: usize,
}

impl Deed<'_> {
    /// True where the other's word `j` is no telling of the deed. `subject`: of the denial; `told`: whether the other has a word.
    pub fn is_another(
        &self,
        teller: &Reading,
        t: &Unit,
        j: usize,
        subject: &[&Word],
        told: impl Fn(&Word) -> bool,
    ) -> bool {
        self.is_of_manner() || !self.is_had(teller, t, j) || self.is_of_another_kind(teller, t, subject, told)
    }

    /// "will not win by shouting": winning is not denied, only the way.
    fn is_of_manner(&self) -> bool {
        let words = &self.denier.words;
        let end = self.d.clause(self.first).map_or(self.d.range.end, |clause| clause.range.end);
        let by = (self.first + 1..end).find(|&at| words[at].lower == "by");
        by.is_some_and(|at| words.get(at + 1).is_some_and(|next| next.lower.ends_with("ing")))
    }

    /// "has no permit" is denied where somebody has one, not wherever permits are named.
    fn is_had(&self, teller: &Reading, t: &Unit, j: usize) -> bool {
        let words = &self.denier.words;
        let have = (self.negation..self.first).find(|&at| words[at].lemma == "have" && words[at].weight == 0.0);
        // "had warned the keepers": another verb follows
        let has = have.is_some_and(|have| !(have + 1..self.first).any(|at| is_verb(words, at)));
        let near = &teller.words[j.saturating_sub(4).max(t.range.start)..j];
        let owned = || near.iter().any(|word| word.lemma == "have" || CLAUSES.owners.has(&word.lower));
        !has || is_verb(words, self.first) || owned()
    }

    /// "foreign voters" against "young voters": the heads are one, those meant are not.
    fn is_of_another_kind(&self, teller: &Reading, t: &Unit, subject: &[&Word], told: impl Fn(&Word) -> bool) -> bool {
        let Some(head) = subject.first() else { return false };
        let words = &self.denier.words;
        let ours = self.denier.place(head).and_then(|at| kind(words, at)).filter(|word| !told(word));
        let theirs = t.range.clone().find(|&k| same(head, &teller.words[k])).and_then(|k| kind(&teller.words, k));
        ours.zip(theirs).is_some_and(|(ours, theirs)| !is_hard(ours) && !is_hard(theirs) && !same(ours, theirs))
    }
}

/// The telling word right before a noun.
fn kind(words: &[Word], at: usize) -> Option<&Word> {
    let before = at.checked_sub(1).map(|before| &words[before]);
    before.filter(|word| word.weight >= 0.7 && !word.is_punctuation)
}
