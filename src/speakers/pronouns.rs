//! Whom pronouns mean: the nearest and most prominent who fit in number and gender, and what stands before "who".

use super::{
    inventory::Kind,
    lexicon::{Flags, Gender, LEXICON},
    phrase::{self, Reading},
    resolve::{Described, Referent, Resolver},
    tokens::Shape,
};
use crate::statement::SpeakerType;

/// How many mentions are looked back at.
const LOOK_BACK: usize = 60;

impl Resolver<'_, '_> {
    pub(super) fn pronoun(&mut self, word: &str, token: usize, i: usize) -> Option<(Referent, String)> {
        let how = "pronoun".to_owned();
        match word {
            "he" | "him" | "his" | "himself" => self.he_or_she(token, Some(Gender::Male), 0.2).map(|r| (r, how)),
            "she" | "her" | "hers" | "herself" => self.he_or_she(token, Some(Gender::Female), 0.2).map(|r| (r, how)),
            "who" | "whom" | "which" | "that" | "whose" | "where" => {
                self.relative(token).map(|r| (r, "relative pronoun".to_owned()))
            }
            "it" | "its" | "itself" => self.it(token).map(|r| (r, how)),
            "they" | "them" | "their" | "theirs" | "themselves" => self.they(token).map(|r| (r, how)),
            "some" | "many" | "others" | "most" | "several" | "few" | "all" | "both" | "two" => {
                Some((self.some_of_them(word, token), how))
            }
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => self.enclosing(i),
            _ => None,
        }
    }

    /// The person nearest and most prominent before `token`; `prominence` is what each naming in the article counts.
    pub(super) fn he_or_she(&mut self, token: usize, gender: Option<Gender>, prominence: f32) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let here = t.list.get(token)?;
        let (sentence, paragraph, quoted) = (here.sentence, here.paragraph, here.quoted);
        let mut best: Option<(f32, Referent)> = None;
        let better = |score: f32, referent: Referent, best: &mut Option<(f32, Referent)>| {
            if best.as_ref().is_none_or(|(s, _)| score > *s) {
                *best = Some((score, referent));
            }
        };
        let spoke_last = self
            .history
            .iter()
            .rev()
            .take(6)
            .find(|s| self.can_be(&s.referent, gender))
            .map(|s| (s.sentence, s.referent.clone()));
        for mention in self.inventory.mentions_before(token).take(LOOK_BACK) {
            let word = &t.list[mention.name];
            if paragraph - word.paragraph > 5 {
                break;
            }
            if word.quoted && !quoted {
                continue;
            }
            let referent = Referent::Entity(mention.entity);
            if !self.can_be(&referent, gender) {
                continue;
            }
            let entity = &self.inventory.entities[mention.entity];
            let distance = (sentence - word.sentence) as f32;
            let mut score = -2.0 * distance.min(8.0) - 1.5 * ((paragraph - word.paragraph) as f32);
            if mention.subject {
                score += 3.0;
            }
            if mention.possessive {
                score -= 1.0;
            }
            if entity.gender.is_some() {
                score += 2.5;
            }
            if entity.kind == Kind::Person {
                score += 1.5;
            }
            score += entity.count.min(8) as f32 * prominence;
            if spoke_last.as_ref().is_some_and(|(_, r)| *r == referent) {
                score += 2.5;
            }
            better(score, referent, &mut best);
        }
        if let Some((at, referent)) = spoke_last {
            let distance = sentence.saturating_sub(at) as f32;
            let score = -2.0 * distance.min(8.0) + 5.5;
            better(score, referent, &mut best);
        }
        let referent = match best {
            Some((_, referent)) => referent,
            None => {
                // "As he walked in, Reyes said": the name follows in the same sentence
                let from = self.inventory.mentions.partition_point(|m| m.first <= token);
                let next = self.inventory.mentions.get(from).filter(|m| t.list[m.name].sentence == sentence)?;
                let referent = Referent::Entity(next.entity);
                if !self.can_be(&referent, gender) || self.inventory.entities[next.entity].kind != Kind::Person {
                    return None;
                }
                referent
            }
        };
        if let Referent::Entity(e) = referent
            && self.inventory.entities[e].gender.is_none()
        {
            self.inventory.entities[e].gender = gender;
        }
        Some(referent)
    }

    pub(super) fn can_be(&self, referent: &Referent, gender: Option<Gender>) -> bool {
        match referent {
            Referent::Entity(e) => {
                let entity = &self.inventory.entities[*e];
                let person = match entity.kind {
                    Kind::Person => true,
                    Kind::Unknown => entity.words.len() > 1 || entity.count > 1,
                    _ => false,
                };
                person && (gender.is_none() || entity.gender.is_none() || entity.gender == gender)
            }
            Referent::Described(d) => {
                matches!(d.speaker_type, SpeakerType::UnnamedPerson | SpeakerType::Anonymous)
                    && (d.gender.is_none() || gender.is_none() || d.gender == gender)
            }
            Referent::Several(_) => false,
        }
    }

    /// The noun right before "who", "which", "that".
    pub(super) fn relative(&mut self, token: usize) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let sentence = t.list.get(token)?.sentence;
        let mut end = token;
        while end > 0
            && (t.shape(end - 1) == Shape::Mark || t.flags(end - 1).any(Flags::PREPOSITION))
            && t.list[end - 1].sentence == sentence
        {
            end -= 1;
        }
        // "the group said Thursday, which": days are no one
        while end > 1 && t.flags(end - 1).any(Flags::CALENDAR) {
            end -= 1;
            if t.flags(end - 1).any(Flags::PREPOSITION) {
                end -= 1;
            }
        }
        // "Reyes, 42, who": an age between commas
        if end > 2 && t.shape(end - 1) == Shape::Number && t.is_mark(end - 2, &[',']) {
            end -= 2;
        }
        if end == 0 {
            return None;
        }
        let persons = matches!(t.lower(token).as_str(), "who" | "whom" | "whose");
        if let Some(m) = self.inventory.mentions_in(end - 1, end).iter().rfind(|m| m.last == end || m.last == end + 1) {
            let kind = self.inventory.entities[m.entity].kind;
            // "spokesman for Velora, who said": the person, not the body
            if !persons || matches!(kind, Kind::Person | Kind::Unknown) {
                return Some(Referent::Entity(m.entity));
            }
        }
        // the noun phrase before: back to a verb, a mark or the sentence's begin
        let mut begin = end;
        while begin > 0 && end - begin < 16 && t.list[begin - 1].sentence == sentence {
            let b = begin - 1;
            if t.shape(b) == Shape::Mark || t.flags(b).any(Flags::VERB) && t.shape(b) == Shape::Lower {
                break;
            }
            begin = b;
        }
        // an apposition: "Ana Reyes, a nurse who …"
        if persons
            && begin > 0
            && t.is_mark(begin - 1, &[',', '—', '–'])
            && t.flags(begin).any(Flags::DETERMINER)
            && let Some(m) = self.inventory.mentions_in(begin.saturating_sub(2), begin - 1).last()
            && m.last == begin - 1
            && matches!(self.inventory.entities[m.entity].kind, Kind::Person | Kind::Unknown)
        {
            return Some(Referent::Entity(m.entity));
        }
        // the last determined noun phrase of the stretch, or its whole
        let start = (begin..end)
            .rev()
            .find(|&k| t.flags(k).any(Flags::DETERMINER) || t.flags(k).any(Flags::PREPOSITION))
            .unwrap_or(begin);
        match phrase::read(&self.inventory, start, end) {
            Reading::Named(m) => Some(Referent::Entity(m.entity)),
            Reading::Noun(noun) => self.noun(&noun).map(|(r, _)| r),
            _ => None,
        }
    }

    pub(super) fn is_thing(&self, referent: &Referent) -> bool {
        match referent {
            Referent::Entity(e) => matches!(self.inventory.entities[*e].kind, Kind::Body | Kind::Place),
            Referent::Described(d) => matches!(d.speaker_type, SpeakerType::Document | SpeakerType::Organization),
            Referent::Several(_) => false,
        }
    }

    pub(super) fn it(&mut self, token: usize) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let here = t.list.get(token)?;
        let last = self
            .history
            .iter()
            .rev()
            .take(3)
            .find(|s| here.sentence.saturating_sub(s.sentence) <= 2 && self.is_thing(&s.referent));
        if let Some(said) = last {
            return Some(said.referent.clone());
        }
        self.inventory
            .mentions_before(token)
            .take(12)
            .filter(|m| here.sentence - t.list[m.name].sentence <= 2)
            .filter(|m| self.is_thing(&Referent::Entity(m.entity)) && (t.list[m.name].quoted == here.quoted))
            .max_by_key(|m| (m.subject, m.last))
            .map(|m| Referent::Entity(m.entity))
    }

    /// Several people, a body, or one person of whom nothing tells a gender: whoever is nearest.
    pub(super) fn they(&mut self, token: usize) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let here = *t.list.get(token)?;
        let mut best: Option<(f32, Referent)> = None;
        let mut offer = |score: f32, referent: &Referent| {
            if best.as_ref().is_none_or(|(s, _)| score > *s) {
                best = Some((score, referent.clone()));
            }
        };
        for said in self.history.iter().rev().take(4) {
            let distance = here.sentence.saturating_sub(said.sentence) as f32;
            if distance > 3.0 {
                break;
            }
            let fit = match &said.referent {
                Referent::Several(_) => 6.0,
                Referent::Described(d) if d.speaker_type == SpeakerType::Document => continue,
                Referent::Described(d) if d.speaker_type == SpeakerType::UnnamedPerson => 3.5,
                Referent::Described(_) => 6.0,
                Referent::Entity(e) => match (self.inventory.entities[*e].kind, self.inventory.entities[*e].gender) {
                    (Kind::Body, _) => 5.5,
                    (Kind::Person, Some(Gender::Neutral)) => 6.0,
                    (Kind::Person, None) => 4.0,
                    _ => continue,
                },
            };
            offer(fit - 1.6 * distance, &said.referent);
        }
        if let Some(found) = self.plural_subject(token) {
            offer(4.2, &found);
        }
        for mention in self.inventory.mentions_before(token).take(12) {
            let word = &t.list[mention.name];
            if word.paragraph != here.paragraph || word.quoted && !here.quoted {
                break;
            }
            let entity = &self.inventory.entities[mention.entity];
            let distance = (here.sentence - word.sentence) as f32;
            let fit = match (entity.kind, entity.gender) {
                (Kind::Person, Some(Gender::Neutral)) => 6.0,
                (Kind::Person, None) => 3.2,
                (Kind::Body, _) => 1.5 + f32::from(u8::from(mention.subject)),
                _ => continue,
            };
            offer(fit - distance, &Referent::Entity(mention.entity));
        }
        let (_, referent) = best?;
        if let Referent::Entity(e) = referent
            && self.inventory.entities[e].kind == Kind::Person
        {
            self.inventory.entities[e].gender = Some(Gender::Neutral);
        }
        Some(referent)
    }

    /// "Some say": people spoken of in the sentence before, else no more than the word.
    pub(super) fn some_of_them(&self, word: &str, token: usize) -> Referent {
        let sentence = self.inventory.tokens.list[token].sentence;
        let people = self.history.iter().rev().take(2).find(|s| {
            sentence.saturating_sub(s.sentence) <= 2
                && matches!(&s.referent, Referent::Described(d) if d.speaker_type == SpeakerType::Group)
        });
        people.map(|s| s.referent.clone()).or_else(|| self.plural_subject(token)).unwrap_or_else(|| {
            Referent::Described(Described {
                name: word.to_owned(),
                speaker_type: SpeakerType::Group,
                lemma: word.to_owned(),
                gender: None,
                country: None,
            })
        })
    }

    /// "Residents were furious. They said …"
    pub(super) fn plural_subject(&self, token: usize) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let sentence = t.list[token].sentence;
        let mut from = t.list.partition_point(|x| x.sentence + 1 < sentence);
        if from < token && t.list[from].paragraph != t.list[token].paragraph && !t.list[token].opens {
            from = t.list.partition_point(|x| x.sentence < sentence);
        }
        let to = token.min(from + 40);
        let people = Flags::OFFICE | Flags::PERSON | Flags::KIN | Flags::PARTY;
        let head = (from..to).find(|&k| {
            t.flags(k).any(Flags::PLURAL) && t.flags(k).any(people) && !t.list[k].quoted && t.shape(k) == Shape::Lower
                || t.flags(k).any(Flags::PLURAL) && t.flags(k).any(people) && t.list[k].opens
        })?;
        let mut begin = head;
        while begin > from
            && !t.flags(begin - 1).is_small()
            && !matches!(t.shape(begin - 1), Shape::Mark | Shape::Possessive)
        {
            begin -= 1;
        }
        Some(Referent::Described(Described {
            name: self.inner_case(begin, head + 1),
            speaker_type: SpeakerType::Group,
            lemma: LEXICON.lemma(&t.lower(head)),
            gender: None,
            country: self.country(begin, head + 1),
        }))
    }

    /// First persons mean whoever is quoted around them.
    pub(super) fn enclosing(&mut self, i: usize) -> Option<(Referent, String)> {
        let at = self.attributions[i].source.first()?.start;
        let to = self.content_order.partition_point(|c| c.0 <= at);
        let around = self.content_order[..to]
            .iter()
            .rev()
            .take(12)
            .filter(|c| c.2 != i && c.1 > at)
            .find_map(|c| self.resolved[c.2].clone());
        around.map(|(r, _)| (r, "first person inside a quotation".to_owned()))
    }
}
