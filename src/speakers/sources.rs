//! How the source of an attribution is worded: a name, a pronoun, other words or none.

use super::{
    entities::gender_of,
    lexicon::{Flags, Gender, LEXICON},
    ranking::Form,
    resolve::Resolver,
    scene::Scene,
    tokens::Tokens,
};
use crate::{statement::Attribution, text::Span};

impl Resolver<'_, '_> {
    /// Reads one attribution.
    pub(super) fn read_scene(&self, i: usize) -> Scene {
        let a = &self.attributions[i];
        let t = &self.tokens;
        let hull = Span::hull(&a.source);
        let (mut first, last) = hull.map_or((0, 0), |s| t.range(s));
        let definite = matches!(t.lower(first).as_str(), "the" | "this" | "that" | "these" | "those");
        while first + 1 < last && t.flags(first).any(Flags::DETERMINER) && !t.flags(first).any(Flags::PRONOUN) {
            first += 1;
        }
        let spot = hull.or(a.cue.first().copied()).or(a.content.first().copied()).unwrap_or(Span::new(0, 0));
        let anchor = t.at(spot.start);
        let place = t.list.get(anchor).or(t.list.last());
        let word = t.lower(first);
        let alone = first + 1 == last && a.source.len() == 1;
        let pronoun = alone && LEXICON.refers(&word);
        let named = (0..self.places.len())
            .any(|n| self.stands_in(n, first, last) && self.names[n].span.of(t.text).contains(char::is_uppercase));
        let form = match () {
            () if a.source.is_empty() => Form::Absent,
            () if pronoun => Form::Pronoun,
            () if named => Form::Named,
            () => Form::Noun,
        };
        let gender = match word.as_str() {
            "he" | "him" | "his" | "himself" if pronoun => Some(Gender::Male),
            "she" | "her" | "herself" if pronoun => Some(Gender::Female),
            _ if form == Form::Noun => (first..last).rev().find_map(|k| gender_of(t.flags(k))),
            _ => None,
        };
        let head = t.flags(last.saturating_sub(1));
        let begins = a.content.first().map_or(0, |c| t.at(c.start));
        Scene {
            i,
            form,
            source: (first, last),
            label: label(t, a),
            anchor,
            paragraph: place.map_or(0, |p| p.paragraph),
            sentence: place.map_or(0, |p| p.sentence),
            gender,
            plural: pronoun && matches!(word.as_str(), "they" | "we" | "them")
                || form == Form::Noun && head.any(Flags::PLURAL | Flags::GROUP),
            one_person: pronoun && gender.is_some(),
            content: a.content.clone(),
            definite,
            stand_in: definite && form == Form::Noun && first + 2 >= last && head.any(Flags::STAND_IN),
            quoted: t.list.get(begins).is_some_and(|x| x.quoted) || t.list.get(begins + 1).is_some_and(|x| x.quoted),
        }
    }
}

/// The tokens of a label: a source before a colon that is its cue, or that it opens a paragraph with; or one that is a line of its
/// own, but for what stands in brackets.
fn label(tokens: &Tokens, attribution: &Attribution) -> Option<(usize, usize)> {
    let [source] = attribution.source[..] else { return None };
    let (first, last) = tokens.range(source);
    let cue = attribution.cue.first().filter(|cue| cue.of(tokens.text) == ":" && source.end <= cue.start);
    let colon = cue.map_or(last, |cue| tokens.at(cue.start));
    let paragraph = |i: usize| tokens.list.get(i).map(|token| token.paragraph);
    let opens = first == 0 || paragraph(first - 1) != paragraph(first);
    let in_line = tokens.is_mark(colon, &[':']) && paragraph(first) == paragraph(colon);
    let is_line = paragraph(last) != paragraph(first) || tokens.is_mark(last, &['(', '[']);
    let alone = attribution.cue.is_empty() && opens && is_line;
    (first < last && (in_line && (cue.is_some() || opens) || alone)).then_some((first, last))
}
