//! What is known of each candidate for a statement's speaker, as numbers in the order of [`ranking::FEATURES`].

use super::lexicon::fold;
use super::places::PLACES;
use super::ranking::{self, Form, Row, flag, log};
use super::resolve::{Candidate, Resolver};
use super::scene::Scene;
use super::tokens::{Shape, Token};
use crate::statement::SpeakerType;

impl Resolver<'_, '_> {
    pub(super) fn row(&self, candidate: &Candidate, scene: &Scene) -> Row {
        let pointer = self.pointer(scene);
        let mut row = vec![0.0; ranking::FEATURES.len()];
        match *candidate {
            Candidate::Entity(e) => {
                self.tell_who(e, scene, &mut row);
                self.tell_where(e, scene, &mut row);
                self.tell_what_was_said(*candidate, scene, &mut row);
                self.tell_in_source(e, scene, &mut row);
            }
            Candidate::Earlier(i) => self.tell_earlier(&self.scene(i), scene, &mut row),
            Candidate::Nobody => {
                row[19] = 1.0;
                row[20] = log(pointer.nobody);
                row[21] = log(pointer.kind(SpeakerType::Anonymous));
            }
            Candidate::Described => {
                let (first, last) = scene.source;
                row[22] = 1.0;
                row[23] = log(1.0 - pointer.kind(SpeakerType::Person) - pointer.kind(SpeakerType::Anonymous));
                row[24] = log(pointer.nobody);
                row[30] = flag(scene.stand_in);
                row[27] = flag((0..self.names.len()).any(|n| self.stands_in(n, first, last)));
            }
        }
        row
    }

    /// Who an entity is, and whether that fits.
    fn tell_who(&self, e: usize, scene: &Scene, row: &mut Row) {
        let entity = &self.entities.list[e];
        let pointer = self.pointer(scene);
        let in_source = self.is_in_source_of(e, scene);
        row[0] = 1.0;
        row[1] = flag(entity.person);
        row[2] = log(self.link(e, scene));
        row[11] = (entity.mentions.len() as f32).ln();
        row[12] = flag(entity.gender.is_some() && entity.gender == scene.gender);
        row[13] = flag(entity.gender.is_some() && scene.gender.is_some() && entity.gender != scene.gender);
        row[14] = flag(
            entity.person && !in_source && matches!(scene.form, Form::Noun | Form::Named) && self.title_fits(e, scene),
        );
        let person = pointer.kind(SpeakerType::Person);
        row[15] = log(if entity.person { person } else { 1.0 - person - pointer.kind(SpeakerType::Anonymous) });
        row[17] = flag(scene.plural && entity.person || scene.one_person && !entity.person);
    }

    /// Who spoke before without a name ("a spokesman for the council"), as the one that a later source means.
    fn tell_earlier(&self, told: &Scene, scene: &Scene, row: &mut Row) {
        let pointer = self.pointer(scene);
        let kind = self.kind(told, Candidate::Described);
        let last = self.history.last().filter(|said| said.candidate == Candidate::Earlier(told.i));
        row[39] = 1.0;
        row[40] = log(pointer.kind(kind));
        row[41] = log(pointer.nobody);
        row[42] = flag(last.is_some());
        row[43] = flag(last.is_some_and(|s| s.paragraph == scene.paragraph));
        row[44] = flag(scene.quoted && last.is_some_and(|s| scene.paragraph.saturating_sub(s.paragraph) <= 1));
        row[45] = (1.0 + scene.sentence.saturating_sub(told.sentence) as f32).ln();
        let one = kind == SpeakerType::UnnamedPerson;
        row[46] = flag(scene.plural && one || scene.one_person && !one);
        row[47] = flag(scene.gender.zip(told.gender).is_some_and(|(here, there)| here != there));
    }

    /// Where an entity was named before.
    fn tell_where(&self, e: usize, scene: &Scene, row: &mut Row) {
        let entity = &self.entities.list[e];
        let before = self.before(e, scene);
        let token = |n: usize| -> Option<&Token> { self.tokens.list.get(self.places[n].0) };
        let in_content = |n: &usize| scene.content.iter().any(|c| c.contains(self.names[*n].span));
        row[7] = before.and_then(token).map_or(0.0, |x| (1.0 + scene.sentence.saturating_sub(x.sentence) as f32).ln());
        row[8] = flag(before.is_none());
        row[9] = flag(before.and_then(token).is_some_and(|x| x.paragraph == scene.paragraph));
        row[10] = flag(before.filter(|n| !in_content(n)).and_then(token).is_some_and(|x| x.sentence == scene.sentence));
        row[16] = flag(entity.mentions.iter().all(in_content));
        row[34] = flag(scene.form == Form::Pronoun && before.is_some_and(|n| self.opens(n)));
        row[28] = flag(
            before.is_none()
                && entity.mentions.first().and_then(|&n| token(n)).is_some_and(|x| x.paragraph == scene.paragraph),
        );
    }

    /// Who spoke last.
    fn tell_what_was_said(&self, candidate: Candidate, scene: &Scene, row: &mut Row) {
        let spoke = |back: usize| self.spoke(back) == Some(candidate);
        let last_said = self.named_before().next().filter(|_| spoke(0));
        row[5] = flag(spoke(0));
        row[6] = flag(spoke(1));
        row[25] = flag(last_said.is_some_and(|s| s.paragraph == scene.paragraph));
        row[26] = flag(scene.quoted && last_said.is_some_and(|s| scene.paragraph.saturating_sub(s.paragraph) <= 1));
    }

    /// What the words of the source have of an entity's name. Reads features of [`Self::tell_where`].
    fn tell_in_source(&self, e: usize, scene: &Scene, row: &mut Row) {
        let entity = &self.entities.list[e];
        let t = &self.tokens;
        let (first, last) = scene.source;
        let before = self.before(e, scene);
        let in_source = self.is_in_source_of(e, scene);
        let whole = entity.mentions.iter().any(|&n| self.places[n] == (first, last));
        row[3] = flag(in_source);
        row[4] = flag(whole);
        row[18] = flag(
            scene.form != Form::Pronoun
                && !in_source
                && (first..last).any(|k| t.flags(k).is_empty() && entity.words.contains(&fold(t.word(k)))),
        );
        row[29] = flag(whole && scene.definite && !entity.person && before.is_none_or(|n| self.places[n].0 >= first));
        let capital = entity.name.starts_with(char::is_uppercase);
        row[31] = flag(scene.stand_in && whole);
        row[32] = flag(scene.stand_in && !entity.person && capital);
        row[33] = row[32] * row[7];
        let inside = || entity.mentions.iter().map(|&n| self.places[n]).filter(|(a, b)| first <= *a && *b <= last);
        row[35] = flag(inside().any(|(_, b)| b < last && t.shape(b) == Shape::Possessive));
        row[36] = flag(inside().any(|(a, _)| a > first && matches!(t.lower(a - 1).as_str(), "of" | "for" | "to")));
        row[37] = row[32] * flag(PLACES.is_place(&entity.name) || PLACES.state(&entity.name).is_some());
        row[38] = flag(scene.stand_in && self.named_by(e, &t.lower(last.saturating_sub(1))));
    }

    fn is_in_source_of(&self, e: usize, scene: &Scene) -> bool {
        let (first, last) = scene.source;
        self.entities.list[e].mentions.iter().any(|&n| self.stands_in(n, first, last))
    }

    /// "the charity Safe Plate": the noun stands right before the name, or in it.
    fn named_by(&self, e: usize, noun: &str) -> bool {
        let entity = &self.entities.list[e];
        let before = |&n: &usize| self.places[n].0 > 0 && self.tokens.lower(self.places[n].0 - 1) == noun;
        !entity.person && (entity.mentions.iter().any(before) || entity.words.iter().any(|w| w == noun))
    }

    /// True for a name that opens its sentence, as subjects do.
    fn opens(&self, name: usize) -> bool {
        let (first, _) = self.places[name];
        let at = self.tokens.list.get(first).map(|t| t.sentence);
        (first.saturating_sub(3)..=first)
            .any(|i| self.tokens.list.get(i).is_some_and(|t| t.opens && Some(t.sentence) == at))
    }

    /// "the judge": a title of the entity ends in the same noun.
    pub(super) fn title_fits(&self, e: usize, scene: &Scene) -> bool {
        let (first, last) = scene.source;
        let t = &self.tokens;
        let nouns: Vec<String> = (first..last)
            .filter(|&k| t.shape(k) == Shape::Lower || t.list[k].is_capital())
            .map(|k| t.lower(k))
            .collect();
        self.roles[e].iter().any(|r| r.words.iter().any(|w| w.len() > 3 && nouns.contains(w)))
    }
}
