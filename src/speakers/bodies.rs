//! Which body a common noun means: "the court", "district leaders", "his campaign", "the city".

use std::collections::HashMap;

use super::{
    inventory::{Kind, Mention},
    lexicon::{Flags, LEXICON, fold},
    phrase::{NounPhrase, Possessor},
    places::PLACES,
    resolve::{Described, Referent, Resolver},
    tokens::Shape,
};
use crate::statement::SpeakerType;

impl Resolver<'_, '_> {
    /// "his campaign", "Reyes's office": a body that has only its owner's name.
    pub(super) fn possessed_body(&self, noun: &NounPhrase, head: &str, flags: Flags) -> Option<(Referent, String)> {
        if !matches!(
            head,
            "campaign"
                | "office"
                | "administration"
                | "team"
                | "foundation"
                | "company"
                | "camp"
                | "firm"
                | "government"
                | "party"
        ) || flags.any(Flags::PLURAL)
        {
            return None;
        }
        let owner = match (&noun.possessor, noun.modifier) {
            (Some(Possessor::Named(m)), _) => Some(m.entity),
            (Some(Possessor::Pronoun(token)), _) => self.possessor(*token),
            (None, Some(m)) => Some(m.entity),
            _ => None,
        }?;
        let entity = &self.inventory.entities[owner];
        if !matches!(entity.kind, Kind::Person | Kind::Unknown) {
            return None;
        }
        let name = if noun.possessor.is_none() {
            self.inner_case(noun.first, noun.last)
        } else {
            format!("{}’s {}", entity.name, self.own_words(noun))
        };
        Some((
            Referent::Described(Described {
                name,
                speaker_type: SpeakerType::Organization,
                lemma: head.to_owned(),
                gender: None,
                country: None,
            }),
            "body of the person named".to_owned(),
        ))
    }

    /// The words of a noun phrase without its possessor.
    pub(super) fn own_words(&self, noun: &NounPhrase) -> String {
        let t = &self.inventory.tokens;
        let from =
            (noun.first..noun.head).rev().find(|&k| t.shape(k) == Shape::Possessive).map_or(noun.first, |k| k + 1);
        t.words(from, noun.last)
    }

    /// The named body in a phrase such as "Velora officials", "a spokesman for the utility", "the court's judges".
    pub(super) fn body_of(&mut self, noun: &NounPhrase) -> Option<Referent> {
        let body = |this: &Self, m: &Mention| {
            let entity = &this.inventory.entities[m.entity];
            let unknown = entity.kind == Kind::Unknown && entity.words.len() > 1;
            (entity.kind == Kind::Body || unknown).then_some(Referent::Entity(m.entity))
        };
        if let Some(Possessor::Named(m)) = &noun.possessor
            && let Some(found) = body(self, m)
        {
            return Some(found);
        }
        if let Some(found) = noun.object.as_ref().filter(|m| !m.possessive).and_then(|m| body(self, m)) {
            return Some(found);
        }
        if let Some(found) = noun.modifier.as_ref().and_then(|m| body(self, m)) {
            return Some(found);
        }
        // single capitalised words whose only other uses are as a name: "a Velora spokesperson"
        let t = &self.inventory.tokens;
        let unknown = [noun.object, noun.modifier]
            .into_iter()
            .flatten()
            .find(|m| !m.possessive && self.inventory.entities[m.entity].kind == Kind::Unknown);
        if let Some(m) = unknown {
            return Some(Referent::Entity(m.entity));
        }
        // "district leaders", "a spokesperson for the utility"
        let noun_token = match &noun.possessor {
            Some(Possessor::Noun(token)) => Some(*token),
            _ => (noun.first..noun.head).rev().find(|&k| t.flags(k).any(Flags::STAND_IN)).or_else(|| {
                (noun.head + 1..noun.last.max(noun.head + 5).min(t.len()))
                    .take_while(|&k| t.shape(k) != Shape::Mark && !t.flags(k).any(Flags::VERB | Flags::RELATIVE))
                    .find(|&k| t.flags(k).any(Flags::STAND_IN) && t.shape(k) == Shape::Lower)
            }),
        };
        let token = noun_token?;
        let word = t.lower(token);
        self.body_by_noun(token, &word, &[])
    }

    /// "the city", "the county": the one where most of the article is set.
    pub(super) fn local_government(&self, noun: &str) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for m in self.inventory.mentions.iter().take(400) {
            let entity = &self.inventory.entities[m.entity];
            if !matches!(entity.kind, Kind::Place | Kind::Unknown) || PLACES.is_region(&entity.name) {
                continue;
            }
            let located = m.first > 0 && matches!(t.lower(m.first - 1).as_str(), "in" | "of" | "near" | "from");
            let governs = t.flags(m.last).any(Flags::OFFICE) && t.list[m.last].is_capital();
            *counts.entry(m.entity).or_default() += usize::from(located || governs) * 2 + 1;
        }
        let (&entity, _) = counts.iter().max_by_key(|&(&e, &n)| (n, std::cmp::Reverse(e)))?;
        let place = &self.inventory.entities[entity].name;
        let name = if noun == "city" || noun == "town" || noun == "village" {
            let mut kind = noun.to_owned();
            kind[..1].make_ascii_uppercase();
            format!("{kind} of {place}")
        } else {
            return None;
        };
        Some(Referent::Described(Described {
            name,
            speaker_type: SpeakerType::Organization,
            lemma: noun.to_owned(),
            gender: None,
            country: None,
        }))
    }

    /// "the board" after "Velora's board".
    pub(super) fn owned_before(&self, token: usize, noun: &str) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let m =
            self.inventory.mentions_before(token).take(200).find(|m| m.possessive && t.lower(m.last + 1) == noun)?;
        let owner = &self.inventory.entities[m.entity];
        Some(Referent::Described(Described {
            name: format!("{}’s {noun}", owner.name),
            speaker_type: SpeakerType::Organization,
            lemma: noun.to_owned(),
            gender: None,
            country: None,
        }))
    }

    pub(super) fn body_called(&mut self, noun: &NounPhrase, head: &str) -> Option<Referent> {
        let modifiers: Vec<String> = self.modifiers(noun).collect();
        self.body_by_noun(noun.head, head, &modifiers)
    }

    /// The body that "the <noun>" at `token` means: one whose name holds the noun, one that the article called so, or
    /// for nouns that fit any body the one spoken of last.
    pub(super) fn body_by_noun(&self, token: usize, noun: &str, modifiers: &[String]) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let here = t.list.get(token)?;
        let mut best: Option<(i64, usize)> = None;
        for entity in self.inventory.holding(noun) {
            let known = &self.inventory.entities[entity];
            let narrow = |m: &String| {
                known.words.contains(m)
                    || matches!(m.as_str(), "state" | "city" | "federal" | "county" | "local" | "national")
            };
            if known.kind != Kind::Body
                || known.words.len() < 2
                || !modifiers.iter().all(narrow)
                || !heads(&known.words, noun)
            {
                continue;
            }
            let score = (known.count.min(8) as i64) + i64::from(known.span.start < here.span().start) * 4;
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, entity));
            }
        }
        if let Some((_, entity)) = best {
            return Some(Referent::Entity(entity));
        }
        if t.flags(token).any(Flags::LOCAL) && modifiers.is_empty() {
            return self.local_government(noun);
        }
        if !modifiers.is_empty() {
            return None;
        }
        let spoke = || {
            let said =
                self.history.last().filter(|s| s.sentence + 1 >= here.sentence && s.sentence <= here.sentence)?;
            let Referent::Entity(e) = said.referent else { return None };
            let known = &self.inventory.entities[e];
            let other_class = known.class.as_deref().is_some_and(|c| c != noun);
            let body = known.kind == Kind::Body || known.kind == Kind::Unknown && known.words.len() == 1;
            (body && !other_class && self.may_be_any(e)).then_some(Referent::Entity(e))
        };
        if ANY_BODY.contains(&noun)
            && let Some(body) = spoke()
        {
            return Some(body);
        }
        let of_class = self
            .inventory
            .mentions_before(token)
            .take(40)
            .find(|m| self.inventory.entities[m.entity].class.as_deref() == Some(noun))
            .map(|m| Referent::Entity(m.entity));
        if of_class.is_some() {
            return of_class;
        }
        if !ANY_BODY.contains(&noun) {
            return None;
        }
        let score = |m: &Mention| {
            let known = &self.inventory.entities[m.entity];
            (known.count.min(6) * 2 + usize::from(m.subject) * 2 + usize::from(known.kind == Kind::Body), m.last)
        };
        self.inventory
            .mentions_before(token)
            .take(40)
            .filter(|m| here.paragraph - t.list[m.name].paragraph <= 12)
            .filter(|m| self.inventory.entities[m.entity].kind == Kind::Body && self.may_be_any(m.entity))
            .max_by_key(|m| score(m))
            .map(|m| Referent::Entity(m.entity))
    }

    /// Neither an outlet nor a body whose name says what else it is ("the Harbour Court" is no company).
    fn may_be_any(&self, entity: usize) -> bool {
        let known = &self.inventory.entities[entity];
        let Some(word) = known.words.last() else { return false };
        let last = LEXICON.flags(word);
        let outlet = last.any(Flags::OUTLET_HEAD | Flags::OUTLET) || LEXICON.is_outlet_name(&fold(&known.name));
        !outlet && (!last.any(Flags::STAND_IN) || ANY_BODY.contains(&word.as_str()))
    }
}

/// Nouns that fit any company or association, so that "the company" may mean one whose name does not say so.
const ANY_BODY: &[&str] = &[
    "company",
    "firm",
    "airline",
    "agency",
    "utility",
    "group",
    "organization",
    "organisation",
    "nonprofit",
    "non-profit",
    "startup",
    "start-up",
    "retailer",
    "manufacturer",
    "maker",
    "giant",
    "corporation",
    "carrier",
    "platform",
    "charity",
    "body",
    "institution",
    "operator",
    "provider",
    "developer",
    "brand",
    "employer",
    "supplier",
];

/// `noun` is the head of the name: its last word, or the one before "of" or "for".
fn heads(words: &[String], noun: &str) -> bool {
    words.iter().enumerate().any(|(i, w)| {
        w == noun && words.get(i + 1).is_none_or(|next| matches!(next.as_str(), "of" | "for" | "on" | "in" | "and"))
    })
}
