//! The bodies that somebody may speak for: those of their titles, alone with their names, or pointed at.

use super::{Options, Shares, key};
use crate::clues::Capacity;
use crate::speakers::lexicon::Flags;
use crate::speakers::places::{By, PLACES};
use crate::speakers::ranking::{BODY_FEATURES, Row, flag, log};
use crate::speakers::resolve::{Candidate, Resolver};
use crate::speakers::roles::{self, Role};
use crate::speakers::scene::Scene;
use crate::speakers::tokens::{Shape, Tokens};
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

/// A body that somebody may speak for.
#[derive(Clone, Debug)]
pub(in crate::speakers) struct Body {
    pub name: String,
    key: String,
    span: Span,
    of_title: bool,
    of_other: bool,
    alone: bool,
}

impl Resolver<'_, '_> {
    /// The bodies that a candidate may speak for, when they speak in the role `title`.
    pub(in crate::speakers) fn bodies(
        &self,
        scene: &Scene,
        candidate: Candidate,
        title: Option<&Role>,
    ) -> Options<Body> {
        let entity = self.entity_of(candidate, true);
        let (here, at_names) = self.pointing(scene, entity);
        let unnamed = entity.is_none();
        let found = self.offered_bodies(scene, candidate, title);
        let bodiless = Self::shares(here, &at_names, &|c| c.bodiless);
        let mut out = Options { what: vec![None], rows: vec![vec![0.0; BODY_FEATURES.len()]] };
        let row = &mut out.rows[0];
        (row[0], row[1], row[2], row[18]) = (1.0, log(bodiless.here), log(bodiless.mean), flag(unnamed));
        row[15] = flag(title.is_some_and(|t| t.organization.is_some()));
        row[19] = flag(title.is_none());
        for body in found {
            let same = |c: &Capacity| {
                let own = |span: Span| key(&shown(&self.tokens, whole_body(&self.tokens, span))) == body.key;
                c.bodies.iter().filter(|(span, _)| own(*span)).map(|(_, share)| share).sum::<f32>()
            };
            let shares = Self::shares(here, &at_names, &same);
            out.rows.push(self.body_row(scene, &body, shares, unnamed));
            out.what.push(Some(body));
        }
        out
    }

    fn offered_bodies(&self, scene: &Scene, candidate: Candidate, title: Option<&Role>) -> Vec<Body> {
        let entity = self.entity_of(candidate, true);
        let (here, at_names) = self.pointing(scene, entity);
        let own_name = key(&self.name_of(&candidate, scene));
        let mut found: Vec<Body> = Vec::new();
        let mut offer = |name: &str, span: Span, of_title: bool, of_other: bool, alone: bool| {
            let words = key(name);
            let (first, _) = self.tokens.range(span);
            // "a lecturer from Milbury"
            let from = title.is_some() && !of_title && first > 0 && self.tokens.lower(first - 1) == "from";
            let of_others = roles::is_work(&self.tokens, span) || roles::is_of_relative(&self.tokens, span);
            if words.is_empty() || words == own_name || from || of_others {
                return;
            }
            match found.iter_mut().find(|b| b.key == words) {
                Some(b) => {
                    (b.of_title, b.of_other, b.alone) = (b.of_title | of_title, b.of_other | of_other, b.alone | alone);
                }
                None => found.push(Body { name: name.to_owned(), key: words, span, of_title, of_other, alone }),
            }
        };
        if let Some(t) = title
            && let Some(name) = &t.organization
        {
            offer(name, t.span, true, false, false);
        }
        for role in entity.map(|e| &self.roles[e][..]).unwrap_or_default() {
            if let Some(name) = &role.organization {
                let own = title.is_some_and(|t| t.words == role.words);
                offer(name, role.span, own, !own && !role.untitled, role.untitled);
            }
        }
        if entity.is_none()
            && let Some(name) = self.printed_in(scene, candidate).and_then(|r| r.organization)
        {
            offer(
                &name,
                self.attributions[scene.i].source.first().copied().unwrap_or(Span::new(0, 0)),
                false,
                false,
                true,
            );
        }
        for (span, share) in at_names.iter().flat_map(|c| &c.bodies).chain(&here.bodies) {
            if *share >= THRESHOLDS.pointed {
                let span = whole_body(&self.tokens, *span);
                offer(&shown(&self.tokens, span), span, false, false, false);
            }
        }
        found
    }

    /// What is known of a body.
    fn body_row(&self, scene: &Scene, body: &Body, shares: Shares, unnamed: bool) -> Row {
        let in_source = self.attributions[scene.i].source.iter().any(|s| s.overlaps(body.span));
        let (first, _) = self.tokens.range(body.span);
        let mut row = vec![0.0; BODY_FEATURES.len()];
        row[3] = 1.0;
        row[4] = log(shares.here);
        row[5] = log(shares.mean);
        row[6] = log(shares.most);
        row[7] = flag(body.of_title);
        row[8] = flag(body.of_other);
        row[9] = flag(body.alone);
        row[10] = flag(in_source);
        row[11] = flag(PLACES.is_place(&body.name) || PLACES.state(&body.name).is_some());
        row[12] = flag(body.name.starts_with(char::is_uppercase));
        row[13] = flag(self.entities.list.iter().any(|e| !e.person && key(&e.name) == body.key));
        row[14] = flag(first > scene.anchor && !in_source);
        row[16] = flag(first > 0 && self.tokens.lower(first - 1) == "from");
        row[17] = row[10] * flag(unnamed);
        row
    }
}

/// The words that a pointed-at word of a body belongs to: those labelled, else the capitalised words around it.
fn whole_body(tokens: &Tokens, span: Span) -> Span {
    let span = roles::without_office(tokens, roles::without_possessor(tokens, span));
    let (first, mut last) = tokens.range(span);
    if last > first + 1 && tokens.flags(last - 1).any(Flags::PREPOSITION | Flags::CONJUNCTION) {
        // "Alliance for Fish and": cut before its last word
        let goes_on =
            |i: usize| tokens.list.get(i).is_some_and(|t| t.is_capital()) && !tokens.flags(i).any(Flags::OFFICE);
        let end = (last..last + 3).find(|&i| !goes_on(i)).unwrap_or(last);
        last = if end > last { end } else { last - 1 };
        return tokens.span(first, last);
    }
    if last != first + 1 || !tokens.list.get(first).is_some_and(|t| t.is_capital()) {
        return span;
    }
    let sentence = tokens.list[first].sentence;
    let capital = |i: usize| {
        tokens.list.get(i).is_some_and(|t| t.is_capital() && t.sentence == sentence)
            && !tokens.flags(i).any(Flags::HONORIFIC | Flags::CALENDAR | Flags::OFFICE | Flags::DETERMINER)
    };
    let small = |i: usize| {
        tokens.shape(i) == Shape::Lower && tokens.flags(i).any(Flags::PREPOSITION | Flags::CONJUNCTION)
            || tokens.is_mark(i, &['&'])
    };
    let (mut from, mut to) = (first, last);
    while from > 0 && capital(from - 1) && !tokens.list[from].opens {
        from -= 1;
    }
    loop {
        if capital(to) {
            to += 1;
        } else if small(to) && matches!(tokens.lower(to).as_str(), "of" | "for" | "&") && capital(to + 1) {
            to += 2;
        } else {
            break;
        }
    }
    if to - from > 8 { span } else { tokens.span(from, to) }
}

/// A body as it is shown: a state for its adjective.
fn shown(tokens: &Tokens, span: Span) -> String {
    let words = crate::speakers::entities::plain(span.of(tokens.text));
    match PLACES.state(&words) {
        Some(state) if state.by == By::People && !state.name.is_empty() => state.name.to_owned(),
        _ => words,
    }
}
