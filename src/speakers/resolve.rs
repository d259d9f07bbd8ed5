//! Which speaker each source of an article means.
//!
//! Goes through the attributions in the order of the text, with a memory of who spoke last. Names are looked up in the
//! inventory, pronouns and role nouns in what was named and who spoke before, nearest and most prominent first;
//! quotations without a source are carried over.

use std::collections::HashMap;

use super::{
    inventory::{Inventory, Mention},
    lexicon::{Flags, Gender, LEXICON},
    phrase::{self, Reading},
    tokens::Shape,
};
use crate::document::Document;
use crate::statement::{Attribution, SpeakerType, Voice};

/// Who voices each of the attributions, in their order; none where the text names no one and nothing carries over.
pub fn resolve(document: &Document, attributions: &[Attribution]) -> Vec<Option<Voice>> {
    if attributions.is_empty() {
        return Vec::new();
    }
    Resolver::new(document, attributions).run()
}

/// Whom a source means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Referent {
    /// an entity of the inventory
    Entity(usize),
    /// several of them, or of others
    Several(Vec<Referent>),
    /// a speaker without a name of their own
    Described(Described),
}

/// A speaker that the article describes but does not name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) speaker_type: SpeakerType,
    /// the noun in plain form, by which "the <noun>" comes back to them
    pub(super) lemma: String,
    pub(super) gender: Option<Gender>,
    pub(super) country: Option<String>,
}

/// A statement already resolved.
pub(super) struct Said {
    pub(super) at: usize,
    pub(super) sentence: u32,
    pub(super) paragraph: u32,
    pub(super) referent: Referent,
}

pub(super) struct Resolver<'t, 'a> {
    pub(super) inventory: Inventory<'t>,
    pub(super) attributions: &'a [Attribution],
    order: Vec<usize>,
    pub(super) history: Vec<Said>,
    pub(super) resolved: Vec<Option<(Referent, String)>>,
    pub(super) by_lemma: HashMap<String, Vec<(usize, usize)>>,
    pub(super) content_order: Vec<(usize, usize, usize)>,
    /// documents that were sources: noun in plain form, paragraph, whose voice they are
    pub(super) documents: Vec<(String, u32, Referent)>,
}

impl<'t, 'a> Resolver<'t, 'a> {
    fn new(document: &Document<'t>, attributions: &'a [Attribution]) -> Self {
        let inventory = Inventory::new(document);
        let mut order: Vec<usize> = (0..attributions.len()).collect();
        let anchor = |a: &Attribution| a.source.first().or(a.cue.first()).or(a.content.first()).map_or(0, |s| s.start);
        order.sort_by_key(|&i| (anchor(&attributions[i]), i));
        let mut by_lemma: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (e, entity) in inventory.entities.iter().enumerate() {
            for (r, role) in entity.roles.iter().enumerate() {
                by_lemma.entry(role.lemma.clone()).or_default().push((e, r));
            }
        }
        let mut content_order: Vec<(usize, usize, usize)> = attributions
            .iter()
            .enumerate()
            .flat_map(|(i, a)| a.content.iter().map(move |c| (c.start, c.end, i)))
            .collect();
        content_order.sort_unstable();
        let resolved = vec![None; attributions.len()];
        Resolver {
            inventory,
            attributions,
            order,
            history: Vec::new(),
            resolved,
            by_lemma,
            content_order,
            documents: Vec::new(),
        }
    }

    fn run(mut self) -> Vec<Option<Voice>> {
        let order = std::mem::take(&mut self.order);
        let mut open = Vec::new();
        for &i in &order {
            let attribution = &self.attributions[i];
            let found = if let Some(token) = self.received(i) {
                self.what_came(token)
            } else if attribution.source.is_empty() {
                self.beside_cue(i).or_else(|| self.carried(i))
            } else {
                self.source(i)
            };
            match found {
                Some((referent, how)) => {
                    self.remember(i, &referent);
                    self.resolved[i] = Some((referent, how));
                }
                None => open.push(i),
            }
        }
        // what only a later statement can settle: a first person's quotation, a quotation before its source
        for i in open {
            let found = match self.attributions[i].source.is_empty() {
                _ if self.received(i).is_some() => None,
                true => self.carried_back(i),
                false => self.enclosing(i),
            };
            self.resolved[i] = found;
        }
        (0..self.attributions.len())
            .map(|i| self.resolved[i].clone().map(|(referent, how)| self.voice(i, &referent, how)))
            .collect()
    }

    /// "The city received complaints that …": the source is the one who was told. The token of what it was told by.
    fn received(&self, i: usize) -> Option<usize> {
        let t = &self.inventory.tokens;
        let a = &self.attributions[i];
        let (first, last) = (t.at(a.cue.first()?.start), self.end_token(a.cue.last()?.end));
        let told = |k: usize| {
            matches!(t.lower(k).as_str(), "received" | "receives" | "receive" | "receiving" | "fielded" | "fields")
        };
        let heard = a.source.last().is_some_and(|s| t.at(s.start) < first);
        (heard && last > first + 1 && (first..last - 1).take(4).any(told)).then(|| last - 1)
    }

    /// What was received is the voice, if it is a document: "complaints", "a letter".
    fn what_came(&self, token: usize) -> Option<(Referent, String)> {
        let t = &self.inventory.tokens;
        let name = t.lower(token);
        let described = Described {
            lemma: LEXICON.lemma(&name),
            name,
            speaker_type: SpeakerType::Document,
            gender: None,
            country: None,
        };
        t.flags(token)
            .any(Flags::DOCUMENT)
            .then(|| (Referent::Described(described), "what the source received".to_owned()))
    }

    fn remember(&mut self, i: usize, referent: &Referent) {
        let a = &self.attributions[i];
        let at = a.source.first().or(a.content.first()).or(a.cue.first()).map_or(0, |s| s.start);
        let token = self.inventory.tokens.at(at);
        let (sentence, paragraph) = self.place_of(token);
        self.history.push(Said { at, sentence, paragraph, referent: referent.clone() });
    }

    pub(super) fn place_of(&self, token: usize) -> (u32, u32) {
        let list = &self.inventory.tokens.list;
        list.get(token).or(list.last()).map_or((0, 0), |t| (t.sentence, t.paragraph))
    }

    /// A source that is there.
    fn source(&mut self, i: usize) -> Option<(Referent, String)> {
        let attribution = &self.attributions[i];
        // several pieces ("the mayor … and his deputy") are read as the first, unless that names no one
        let mut pieces: Vec<(usize, usize)> =
            attribution.source.iter().map(|s| (self.inventory.tokens.at(s.start), self.source_end(s.end))).collect();
        pieces.dedup();
        // "he … X": one attribution may hold a pronoun and a name; the name tells more
        let readings: Vec<Reading> = pieces.iter().map(|&(a, b)| phrase::read(&self.inventory, a, b)).collect();
        let best = readings
            .iter()
            .find(|r| matches!(r, Reading::Named(_) | Reading::Several(_)))
            .or_else(|| readings.iter().find(|r| matches!(r, Reading::Noun(_))))
            .or_else(|| readings.iter().find(|r| matches!(r, Reading::Pronoun(..))))?
            .clone();
        self.reading(&best, i)
    }

    /// The token behind a source, with the noun that was cut off its end ("the town's safe water … policy says").
    fn source_end(&self, end: usize) -> usize {
        let t = &self.inventory.tokens;
        let last = self.end_token(end);
        let cut = last > 0
            && t.shape(last - 1) == Shape::Lower
            && !t.flags(last - 1).is_small()
            && t.shape(last) == Shape::Lower
            && t.flags(last).any(Flags::DOCUMENT)
            && !t.flags(last).any(Flags::VERB);
        if cut { last + 1 } else { last }
    }

    /// The token behind the last one that begins before byte `end`.
    pub(super) fn end_token(&self, end: usize) -> usize {
        self.inventory.tokens.list.partition_point(|t| t.span().start < end)
    }

    pub(super) fn reading(&mut self, reading: &Reading, i: usize) -> Option<(Referent, String)> {
        match reading {
            Reading::Nothing => None,
            Reading::Pronoun(word, token) => self.pronoun(word, *token, i),
            Reading::Named(mention) => Some(self.named(*mention)),
            Reading::Several(all) => {
                let found: Vec<(Referent, String)> = all.iter().filter_map(|r| self.reading(r, i)).collect();
                let mut referents: Vec<Referent> = Vec::new();
                for (referent, _) in &found {
                    if !referents.contains(referent) {
                        referents.push(referent.clone());
                    }
                }
                if referents.len() > 1 {
                    Some((Referent::Several(referents), "several named together".to_owned()))
                } else {
                    found.into_iter().next()
                }
            }
            Reading::Noun(noun) => self.noun(noun),
        }
    }

    pub(super) fn named(&mut self, mention: Mention) -> (Referent, String) {
        let t = &self.inventory.tokens;
        let entity = &self.inventory.entities[mention.entity];
        let here = t.words(mention.name, mention.last);
        let how = if here == entity.name {
            "named here"
        } else if entity.acronym.as_deref() == Some(here.as_str()) {
            "acronym"
        } else if entity.span.start < t.span(mention.name, mention.last).start {
            "shorter name, full name earlier"
        } else {
            "shorter name, full name later"
        };
        (Referent::Entity(mention.entity), how.to_owned())
    }
}

/// A form of "be", with which a cue is passive.
pub(super) fn is_being(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being")
}
