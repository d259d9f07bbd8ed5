//! Whom words name so exactly that nothing is left to choose.

use super::edges;
use super::entities::gender_of;
use super::lexicon::{Flags, fold};
use super::ranking::Form;
use super::resolve::{Candidate, Resolver};
use super::roles::Role;
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

    /// The mark behind the Q. of questions and answers, or the letter where it stands alone.
    fn asks(&self, scene: &Scene) -> bool {
        let a = &self.attributions[scene.i];
        let text = self.tokens.text;
        let before = |mark: &Span| mark.len() == 1 && (text[..mark.start].ends_with('Q') || mark.of(text) == "Q");
        a.source.is_empty() && a.cue.first().is_some_and(before)
    }

    fn told_entity(&self, scene: &Scene) -> Option<usize> {
        let (first, last) = scene.source;
        if let Some(named) = self.by_label(scene) {
            return Some(named);
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
        if scene.form == Form::Named
            && let Some(named) = self.named_whole(scene)
        {
            return Some(named);
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
            _ => None,
        }
    }

    /// "Lorn said": a person's name is all the source, and no other person has a word of it; whoever spoke before.
    fn named_whole(&self, scene: &Scene) -> Option<usize> {
        let name = (0..self.places.len()).find(|&n| self.places[n] == scene.source)?;
        let own = self.entities.of_name[name];
        let (first, last) = scene.source;
        // "Former Lawmaker", which was taken for a name
        if self.tokens.flags(last.checked_sub(1)?).any(Flags::OFFICE | Flags::KIN | Flags::PERSON) {
            return None;
        }
        let words: Vec<String> = (first..last).map(|i| fold(self.tokens.word(i))).collect();
        let persons = (0..self.entities.list.len()).filter(|&e| self.entities.list[e].person);
        let mut bearers = persons.filter(|&e| self.entities.list[e].words.iter().any(|word| words.contains(word)));
        bearers.next().filter(|&e| e == own && bearers.next().is_none())
    }

    /// "the city attorney", where no person was chosen: the only one whose title, as printed with the name, is just that.
    pub(super) fn in_office(&self, scene: &Scene, chosen: Candidate) -> Option<Candidate> {
        let person = matches!(chosen, Candidate::Entity(e) if self.entities.list[e].person);
        let (first, last) = scene.source;
        if scene.form != Form::Noun || !scene.definite || person || first + 1 >= last {
            return None;
        }
        let words: Vec<String> = (first..last).map(|i| self.tokens.lower(i)).collect();
        let holds = |e: &usize| {
            let printed = |r: &Role| !r.described && r.words == words;
            self.entities.list[*e].person && self.before(*e, scene).is_some() && self.roles[*e].iter().any(printed)
        };
        let mut found = (0..self.entities.list.len()).filter(holds);
        found.next().filter(|_| found.next().is_none()).map(Candidate::Entity)
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
