//! Whom the label of a dialogue's line names: "HOLT:", "MS HOLT:", "I. HOLT:", "Inga:" and "IH:" are Inga Holt where the article names
//! her.

use super::edges;
use super::entities::{Entity, gender_of, without_suffix};
use super::lexicon::{Flags, LEXICON, fold};
use super::resolve::Resolver;
use super::scene::Scene;
use super::tokens::Shape;
use crate::text::Span;

impl Resolver<'_, '_> {
    /// True for the line of a dialogue.
    pub(super) fn is_labelled(&self, scene: &Scene) -> bool {
        scene.label.is_some()
    }

    /// The only person, else the only body, whose name a label has: the last name before the first, that before initials.
    pub(super) fn by_label(&self, scene: &Scene) -> Option<usize> {
        let (first, last) = scene.label?;
        let (words, gender) = (self.label_words(first, last), gender_of(self.tokens.flags(first)));
        let mut fitting: Vec<(bool, Fit, usize)> = Vec::new();
        for (e, entity) in self.entities.list.iter().enumerate() {
            let clashes = gender.is_some() && entity.gender.is_some() && gender != entity.gender;
            if let Some(fit) = fit(&words, entity).filter(|_| !clashes) {
                fitting.push((!entity.person, fit, e));
            }
        }
        let best = fitting.iter().map(|(body, fit, _)| (*body, *fit)).min()?;
        let best: Vec<usize> =
            fitting.iter().filter(|(body, fit, _)| (*body, *fit) == best).map(|(.., e)| *e).collect();
        // "Minister Holt" of the text is not another one than Inga Holt
        let is_full =
            |e: &&usize| !LEXICON.flags(&self.entities.list[**e].words[0]).any(Flags::OFFICE | Flags::HONORIFIC);
        let full: Vec<usize> = best.iter().filter(is_full).copied().collect();
        let best = if full.is_empty() { best } else { full };
        let here = |e: &&usize| self.entities.list[**e].mentions.iter().any(|&n| self.stands_in(n, first, last));
        if let [only] = best[..] { Some(only) } else { best.iter().find(here).copied() }
    }

    /// True for a body whose name a label cuts short: "Courier:" of the Sella Courier.
    pub(super) fn is_labelled_body(&self, e: usize, scene: &Scene) -> bool {
        let Some((first, last)) = scene.label else { return false };
        let entity = &self.entities.list[e];
        let words = self.label_words(first, last);
        !entity.person && entity.words.len() > words.len() && fit(&words, entity).is_some()
    }

    /// True for whom a label does not name: "MR. HALE" is not who "PROF. REYES:" says it, nor is who "THE CHAIRMAN:" asks, unless the
    /// label is an office of theirs. And who has a label, or asks ("BY MS. KAHN:"), gives no answers behind "A.".
    pub(super) fn is_labelled_otherwise(&self, e: usize, scene: &Scene) -> bool {
        let entity = &self.entities.list[e];
        let Some((first, last)) = scene.label else {
            let asks =
                |&n: &usize| self.is_examiner(n) || (self.places[n].0..self.places[n].1).any(|i| self.in_labels[i]);
            return self.is_answer(scene) && entity.mentions.iter().any(asks);
        };
        let mine = |&n: &usize| self.stands_in(n, first, last);
        !entity.mentions.iter().any(mine)
            && fit(&self.label_words(first, last), entity).is_none()
            && !self.title_fits(e, scene)
    }

    /// "A." of questions and answers.
    fn is_answer(&self, scene: &Scene) -> bool {
        let a = &self.attributions[scene.i];
        let text = self.tokens.text;
        let letter = |mark: &Span| mark.len() == 1 && (text[..mark.start].ends_with('A') || mark.of(text) == "A");
        a.source.is_empty() && a.cue.first().is_some_and(letter)
    }

    /// "BY MS. KAHN:" above the questions.
    fn is_examiner(&self, n: usize) -> bool {
        let (t, (mut first, last)) = (&self.tokens, self.places[n]);
        while first > 0 && (t.is_mark(first - 1, &['.']) || edges::is_address(t, first - 1)) {
            first -= 1;
        }
        first > 0 && t.word(first - 1) == "BY" && t.is_mark(last, &[':'])
    }

    /// Titles that the label of another's line prints are not theirs: "HOST:" asks Ms Holt.
    pub(super) fn leave_out_labels(&mut self) {
        let labels: Vec<(usize, usize)> = self.scenes.iter().filter_map(|scene| scene.label).collect();
        for e in 0..self.roles.len() {
            let mut roles = std::mem::take(&mut self.roles[e]);
            roles.retain(|role| {
                let at = self.tokens.at(role.span.start);
                let is_label = self.in_labels.get(at).is_some_and(|inside| *inside);
                let label = labels.iter().find(|(first, last)| is_label && (*first..*last).contains(&at));
                let mine = |&(first, last): &(usize, usize)| {
                    self.entities.list[e].mentions.iter().any(|&n| self.stands_in(n, first, last))
                };
                label.is_none_or(mine)
            });
            self.roles[e] = roles;
        }
    }

    /// The words of a label, folded, without forms of address and offices, and without what stands behind a comma.
    fn label_words(&self, first: usize, last: usize) -> Vec<String> {
        let t = &self.tokens;
        let last = (first..last).find(|&i| t.is_mark(i, &[','])).unwrap_or(last);
        let kept = |&i: &usize| {
            let title = t.flags(i).any(Flags::DETERMINER | Flags::OFFICE) || edges::is_address(t, i);
            !(matches!(t.shape(i), Shape::Mark | Shape::Possessive) || title && i + 1 < last)
        };
        (first..last).filter(kept).map(|i| fold(t.word(i)).trim_end_matches('.').to_owned()).collect()
    }
}

/// How the words of a label fit a name, from best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Last,
    First,
    Initials,
    /// all the name that is known
    Bare,
}

fn fit(words: &[String], entity: &Entity) -> Option<Fit> {
    let own = without_suffix(&entity.words);
    let (given, last) = own.split_last().map(|(last, given)| (given, last))?;
    let is_given = |word: &String| {
        let initial = word.chars().count() == 1;
        given.iter().any(|own| own == word || initial && own.starts_with(&**word))
    };
    match words {
        [] => None,
        [before @ .., word] if word == last && (before.is_empty() || entity.person) && before.iter().all(is_given) => {
            Some(if given.is_empty() { Fit::Bare } else { Fit::Last })
        }
        _ if given.is_empty() || !entity.person => None,
        [word] if *word == given[0] => Some(Fit::First),
        [word] if (2..=3).contains(&word.len()) && own.iter().filter_map(|w| w.chars().next()).eq(word.chars()) => {
            Some(Fit::Initials)
        }
        _ => None,
    }
}
