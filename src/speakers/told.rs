//! Whom words name so exactly that nothing is left to choose.

use super::edges;
use super::entities::gender_of;
use super::lexicon::{Flags, fold};
use super::ranking::Form;
use super::resolve::{Candidate, Resolver};
use super::scene::Scene;
use super::tokens::Shape;
use crate::text::Span;

impl Resolver<'_, '_> {
    /// Whom the words name exactly: "the former" and "the latter" of the two persons named last; in a transcript, a person by
    /// initials or by the label ("MR. HALE:"), and nobody for the questions of an examination ("Q."); "the charity" where "the charity
    /// Safe Plate" is named.
    pub(super) fn told(&self, scene: &Scene) -> Option<Candidate> {
        if self.asks(scene) {
            return Some(Candidate::Nobody);
        }
        self.told_entity(scene).map(Candidate::Entity)
    }

    /// The mark behind the Q. of questions and answers.
    fn asks(&self, scene: &Scene) -> bool {
        let a = &self.attributions[scene.i];
        let before = |mark: &Span| self.tokens.text[..mark.start].ends_with('Q') && mark.len() == 1;
        a.source.is_empty() && a.cue.first().is_some_and(before)
    }

    /// True for somebody who has another label in the same transcript: "MR. HALE" is not who "PROF. REYES:" says it.
    pub(super) fn is_labelled_otherwise(&self, e: usize, scene: &Scene) -> bool {
        let (first, last) = scene.source;
        if !self.is_label(first, last) {
            return false;
        }
        let entity = &self.entities.list[e];
        let mine = |&n: &usize| self.stands_in(n, first, last);
        let word = |i: usize| {
            let word = fold(self.tokens.word(i));
            entity.words.contains(&word) || entity.words.iter().filter_map(|w| w.chars().next()).eq(word.chars())
        };
        let other = |&n: &usize| self.is_label(self.places[n].0, self.places[n].1);
        !entity.mentions.iter().any(mine) && !(first..last).any(word) && entity.mentions.iter().any(other)
    }

    /// The words before a colon that open a paragraph, with a form of address or without.
    fn is_label(&self, first: usize, last: usize) -> bool {
        let t = &self.tokens;
        let opens = |i: usize| t.list.get(i).is_some_and(|x| i == 0 || x.paragraph != t.list[i - 1].paragraph);
        let address = (first.saturating_sub(2)..=first).any(|i| opens(i) && (i == first || edges::is_address(t, i)));
        first < last && t.is_mark(last, &[':']) && address
    }

    fn told_entity(&self, scene: &Scene) -> Option<usize> {
        let (first, last) = scene.source;
        if self.tokens.is_mark(last, &[':']) && edges::is_address(&self.tokens, first) {
            let named = (0..self.names.len()).find(|n| self.stands_in(*n, first, last));
            return named.map(|n| self.entities.of_name[n]);
        }
        if scene.form == Form::Absent {
            return self.before_who(scene);
        }
        let address = |i: usize| edges::is_address(&self.tokens, i) || self.tokens.is_mark(i, &['.']);
        let name = (first..last).find(|&i| !address(i)).unwrap_or(first);
        if scene.form == Form::Noun && name > first && name + 1 == last {
            let gender = gender_of(self.tokens.flags(first));
            let fits = |e: &usize| self.entities.list[*e].gender.is_none_or(|g| gender.is_none_or(|here| here == g));
            return self.last_named(name, scene).filter(fits);
        }
        if first + 1 != last {
            return None;
        }
        if scene.stand_in {
            return self.introduced(scene);
        }
        if scene.form == Form::Noun && !scene.definite && self.tokens.shape(first) == Shape::Capital {
            return self.last_named(first, scene);
        }
        let t = &self.tokens;
        let persons = |n: &usize| self.entities.list[self.entities.of_name[*n]].person;
        match t.lower(first).as_str() {
            word @ ("former" | "latter") if scene.definite => {
                let before = (0..self.places.len()).filter(|n| self.places[*n].0 < first).filter(persons);
                let mut last_two: Vec<usize> = Vec::new();
                for e in before.rev().map(|n| self.entities.of_name[n]) {
                    if !last_two.contains(&e) {
                        last_two.push(e);
                    }
                }
                last_two.get(usize::from(word == "former")).copied()
            }
            letters if t.shape(first) == Shape::Caps && t.is_mark(last, &[':']) && (2..=3).contains(&letters.len()) => {
                let own = |e: &&super::entities::Entity| {
                    let initials: String = e.words.iter().filter_map(|w| w.chars().next()).collect();
                    e.person && initials == letters
                };
                let mut found = self.entities.list.iter().enumerate().filter(|(_, e)| own(e)).map(|(i, _)| i);
                found.next().filter(|_| found.next().is_none())
            }
            _ => None,
        }
    }

    /// "Ada Lorn, 70, who denies it": the name right before "who", where that is all the source there is.
    fn before_who(&self, scene: &Scene) -> Option<usize> {
        let t = &self.tokens;
        let cue = t.at(self.attributions[scene.i].cue.first()?.start);
        let who = cue.checked_sub(1).filter(|&i| t.lower(i) == "who")?;
        let beside = |i: &usize| {
            matches!(t.shape(*i), Shape::Mark | Shape::Number) && t.list[*i].sentence == t.list[who].sentence
        };
        let end = (0..who).rev().take_while(beside).last().unwrap_or(who);
        let name = (0..self.places.len()).rev().find(|&n| self.places[n].1 == end)?;
        Some(self.entities.of_name[name])
    }

    /// "March said", "Miss March said", where Lena March is the only one of that last name, and the encoder took the word for none.
    fn last_named(&self, name: usize, scene: &Scene) -> Option<usize> {
        let word = fold(self.tokens.word(name));
        let bears = |e: &usize| {
            let entity = &self.entities.list[*e];
            entity.person
                && entity.words.len() > 1
                && entity.words.last() == Some(&word)
                && self.before(*e, scene).is_some()
        };
        let mut found = (0..self.entities.list.len()).filter(bears);
        found.next().filter(|_| found.next().is_none())
    }

    /// The only body that its noun introduces, before the anchor: "the charity Safe Plate", "Safe Plate, a charity".
    fn introduced(&self, scene: &Scene) -> Option<usize> {
        let t = &self.tokens;
        let noun = t.lower(scene.source.0);
        let introduces = |&n: &usize| {
            let (from, to) = self.places[n];
            let article = |i: usize| t.flags(i).any(Flags::DETERMINER);
            to <= scene.anchor
                && (from > 0 && t.lower(from - 1) == noun
                    || t.is_mark(to, &[',']) && article(to + 1) && t.lower(to + 2) == noun)
        };
        let own = |e: &usize| {
            let entity = &self.entities.list[*e];
            !entity.person && entity.name.starts_with(char::is_uppercase) && entity.mentions.iter().any(introduces)
        };
        let mut found = (0..self.entities.list.len()).filter(own);
        found.next().filter(|_| found.next().is_none())
    }
}
