//! Who speaks in a document: the body or person who made it, where the words beside it say so, else the document itself.

use super::{
    inventory::{Kind, Mention},
    lexicon::LEXICON,
    phrase::{self, NounPhrase, Possessor},
    resolve::{Described, Referent, Resolver},
    tokens::Shape,
};
use crate::statement::SpeakerType;

/// Documents in which a body gives what it measured or thinks: "the agency's analysis" is the agency speaking. Not so
/// "the president's indictment".
const OF_THEIR_OWNER: &[&str] = &[
    "analysis",
    "data",
    "estimate",
    "figure",
    "memo",
    "poll",
    "report",
    "review",
    "statement",
    "statistic",
    "study",
    "survey",
    "tally",
    "release",
    "website",
];
/// Of these a body's name in front tells the maker ("a Velora Institute survey"), not the matter.
const OF_THE_NAME_BEFORE: &[&str] = &["estimate", "poll", "survey", "tally"];
/// What may stand between a document and its maker.
const MADE: &[&str] = &[
    "authored",
    "brought",
    "carried",
    "compiled",
    "conducted",
    "done",
    "drafted",
    "filed",
    "issued",
    "made",
    "posted",
    "prepared",
    "produced",
    "published",
    "put",
    "released",
    "signed",
    "written",
];
/// With "against", "by", "in" or "over" behind it this tells one document from others of its kind.
const BROUGHT: &[&str] = &["brought", "filed", "lodged"];
/// So many paragraphs on "the report" may still be the one named before.
const PARAGRAPHS: u32 = 15;

impl Resolver<'_, '_> {
    pub(super) fn document(&mut self, noun: &NounPhrase, head: &str) -> (Referent, String) {
        if let Some(maker) = self.maker(noun, head) {
            let kind = &mut self.inventory.entities[maker].kind;
            if *kind == Kind::Unknown && OF_THEIR_OWNER.contains(&LEXICON.lemma(head).as_str()) {
                *kind = Kind::Body;
            }
            let words = self.inner_case(noun.first, self.end_of_brought(noun));
            return (Referent::Entity(maker), format!("maker of the document ({words})"));
        }
        if let Some(said) = self.same_document(noun, head) {
            return (said, "a document named before".to_owned());
        }
        let whole = NounPhrase { last: self.end_of_brought(noun), ..noun.clone() };
        (self.described(&whole, SpeakerType::Document), "a document".to_owned())
    }

    /// The body or person who made the document, when the phrase names one.
    fn maker(&self, noun: &NounPhrase, head: &str) -> Option<usize> {
        let lemma = LEXICON.lemma(head);
        let known = |m: &Mention, people: bool| {
            let entity = &self.inventory.entities[m.entity];
            let body = entity.kind == Kind::Body || entity.kind == Kind::Unknown && entity.words.len() > 1;
            (body || people && entity.kind == Kind::Person).then_some(m.entity)
        };
        if let Some(maker) = self.maker_behind(noun).and_then(|m| known(&m, true)) {
            return Some(maker);
        }
        let own = OF_THEIR_OWNER.contains(&lemma.as_str());
        if let Some(Possessor::Named(m)) = &noun.possessor {
            return known(m, false).filter(|_| own);
        }
        let before = noun.modifier.filter(|m| m.last == noun.head && OF_THE_NAME_BEFORE.contains(&lemma.as_str()))?;
        // "a Courier/Varnes College poll" is of both
        if before.first > 0 && self.inventory.tokens.is_mark(before.first - 1, &['/']) {
            return None;
        }
        (self.inventory.entities[before.entity].kind == Kind::Body).then_some(before.entity)
    }

    /// "a tally by the Velora Institute", "a report written by Ana Reyes", "a statement from the union".
    fn maker_behind(&self, noun: &NounPhrase) -> Option<Mention> {
        let t = &self.inventory.tokens;
        let mut at = noun.head + 1;
        let made = MADE.contains(&t.lower(at).as_str());
        at += usize::from(made);
        if t.lower(at) != "by" && (made || t.lower(at) != "from") {
            return None;
        }
        at += 1;
        at += usize::from(matches!(t.lower(at).as_str(), "the" | "a" | "an"));
        let m = phrase::mention_at(&self.inventory, at).filter(|m| !m.possessive)?;
        // "from the Velora council meeting": the name is not the whole phrase
        let goes_on = t.shape(m.last) == Shape::Lower
            && !t.flags(m.last).is_small()
            && t.list[m.last].sentence == t.list[at].sentence
            && m.last < noun.last;
        (!goes_on && !t.is_mark(m.last, &['/'])).then_some(m)
    }

    /// One past "filed against the diocese" behind a lawsuit; elsewhere the end of the phrase.
    fn end_of_brought(&self, noun: &NounPhrase) -> usize {
        let t = &self.inventory.tokens;
        let at = noun.head + 1;
        let preposition = t.lower(at + 1);
        if !BROUGHT.contains(&t.lower(at).as_str()) || !matches!(preposition.as_str(), "against" | "by" | "in" | "over")
        {
            return noun.last;
        }
        let mut from = at + 2;
        from += usize::from(matches!(t.lower(from).as_str(), "the" | "a" | "an"));
        phrase::mention_at(&self.inventory, from).map_or(noun.last, |m| m.last.max(noun.last))
    }

    /// "the report" after "a report by the mayor's office": the same voice, nearest first.
    fn same_document(&self, noun: &NounPhrase, head: &str) -> Option<Referent> {
        if !noun.definite || noun.possessor.is_some() || noun.modifier.is_some() || noun.object.is_some() {
            return None;
        }
        if self.modifiers(noun).next().is_some() {
            return None;
        }
        let lemma = LEXICON.lemma(head);
        let t = &self.inventory.tokens;
        let paragraph = t.list.get(noun.head)?.paragraph;
        self.documents
            .iter()
            .rev()
            .find(|(known, at, _)| *known == lemma && paragraph.saturating_sub(*at) <= PARAGRAPHS)
            .map(|(_, _, referent)| referent.clone())
    }

    /// Keeps in mind whose voice the document named in a source is.
    pub(super) fn remember_document(&mut self, noun: &NounPhrase, head: &str, referent: &Referent) {
        let kept = match referent {
            Referent::Entity(_) => true,
            Referent::Described(Described { speaker_type, .. }) => *speaker_type == SpeakerType::Document,
            Referent::Several(_) => false,
        };
        if kept && let Some(token) = self.inventory.tokens.list.get(noun.head) {
            self.documents.push((LEXICON.lemma(head), token.paragraph, referent.clone()));
        }
    }
}
