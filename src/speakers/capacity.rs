//! In which role somebody speaks, and for which body: two choices among what the article prints, by log-linear weights like those
//! of `ranking`. Candidates are the titles and bodies tied to a name, and those that the attribution and the names point at.

use super::{
    lexicon::{Flags, LEXICON, fold},
    names,
    places::PLACES,
    ranking::{self, BODY_FEATURES, Row, TITLE_FEATURES},
    resolve::{Candidate, Resolver, Scene},
    roles::{self, Role},
    tokens::{Shape, Tokens},
};
use crate::{clues::Capacity, text::Span};

/// Least share of the pointing for which a title or body is looked at.
const LEAST: f32 = 0.03;

/// Titles and bodies that one speaker may have, each with its features; the first is none.
pub(super) struct Options<T> {
    pub what: Vec<Option<T>>,
    pub rows: Vec<Row>,
}

impl<T> Options<T> {
    /// The most probable one, by these weights.
    pub(super) fn best(&self, weights: &[f32]) -> usize {
        let shares = ranking::shares(weights, &self.rows);
        (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a))).unwrap_or(0)
    }
}

/// A body that somebody may speak for.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub name: String,
    key: String,
    span: Span,
    of_title: bool,
    of_other: bool,
    alone: bool,
}

fn log(x: f32) -> f32 {
    (x.max(0.0) + 1e-3).ln()
}

fn flag(x: bool) -> f32 {
    f32::from(u8::from(x))
}

/// The words by which two printings of a title or body are one.
fn key(words: &str) -> String {
    let kept = |w: &str| !w.is_empty() && !matches!(w, "the" | "a" | "an" | "s");
    let folded = fold(words);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| kept(w)).collect::<Vec<_>>().join(" ")
}

/// Shares at the attribution and, in the mean and at most, at the names of the speaker.
#[derive(Clone, Copy, Default)]
struct Shares {
    here: f32,
    mean: f32,
    most: f32,
}

impl Resolver<'_, '_> {
    /// What points for this speaker here: the attribution, then their names.
    fn pointing(&self, scene: &Scene, entity: Option<usize>) -> (&Capacity, Vec<&Capacity>) {
        let names = entity.map(|e| &self.entities.list[e].mentions[..]).unwrap_or_default();
        let names = names.iter().filter_map(|&n| self.clues.capacities.get(n)).collect();
        (&self.clues.pointers[scene.i].capacity, names)
    }

    fn shares(here: &Capacity, names: &[&Capacity], of: &dyn Fn(&Capacity) -> f32) -> Shares {
        let at_names: Vec<f32> = names.iter().map(|c| of(c)).collect();
        let here = of(here);
        let count = at_names.len().max(1) as f32;
        let (mean, most) = if at_names.is_empty() {
            (here, here)
        } else {
            (at_names.iter().sum::<f32>() / count, at_names.iter().copied().fold(0.0, f32::max))
        };
        Shares { here, mean, most }
    }

    fn entity_of(&self, candidate: Candidate, person: bool) -> Option<usize> {
        match candidate {
            Candidate::Entity(e) if self.entities.list[e].person || !person => Some(e),
            _ => None,
        }
    }

    /// The titles in which a candidate may speak.
    pub(super) fn titles(&self, scene: &Scene, candidate: Candidate) -> Options<Role> {
        let entity = self.entity_of(candidate, true);
        let (here, at_names) = self.pointing(scene, entity);
        let unnamed = entity.is_none();
        // roles by the words of their title: those tied to the name, those printed in the words, those pointed at
        let mut groups: Vec<(String, Vec<(Role, bool)>)> = Vec::new();
        let mut offer = |role: Role, tied: bool| {
            let words = key(&role.words.join(" "));
            if words.is_empty() {
                return;
            }
            match groups.iter_mut().find(|(known, _)| *known == words) {
                Some((_, all)) => all.push((role, tied)),
                None => groups.push((words, vec![(role, tied)])),
            }
        };
        match entity {
            Some(e) => self.roles[e].iter().filter(|r| !r.untitled).for_each(|r| offer(r.clone(), true)),
            None => {
                let printed = self.printed_in(scene, candidate).filter(|r| !r.untitled);
                printed.or_else(|| self.described_role(scene, candidate)).into_iter().for_each(|r| offer(r, true));
            }
        }
        for (t, title) in self.titles.iter().enumerate() {
            let of = |c: &Capacity| self.title_share(c, t);
            let shares = Self::shares(here, &at_names, &of);
            if shares.here.max(shares.mean) >= LEAST {
                offer(title.clone(), false);
            }
        }
        let untitled = Self::shares(here, &at_names, &|c| c.untitled);
        let mut out = Options { what: vec![None], rows: vec![vec![0.0; TITLE_FEATURES.len()]] };
        let row = &mut out.rows[0];
        (row[0], row[1], row[2], row[20]) = (1.0, log(untitled.here), log(untitled.mean), flag(unnamed));
        let source = &self.attributions[scene.i].source;
        let first = groups
            .iter()
            .filter_map(|(_, g)| g.iter().filter(|(_, tied)| *tied).map(|(r, _)| r.span.start).min())
            .min();
        for (words, group) in groups {
            let same = |c: &Capacity| {
                let all = self.titles.iter().enumerate().filter(|(_, t)| key(&t.words.join(" ")) == words);
                all.map(|(t, _)| self.title_share(c, t)).sum::<f32>()
            };
            let shares = Self::shares(here, &at_names, &same);
            let in_source = |r: &Role| source.iter().any(|s| s.overlaps(r.span));
            let tied = group.iter().any(|(_, tied)| *tied);
            // the printing to show: in the words themselves, with the name, first
            let Some((role, _)) =
                group.iter().min_by_key(|(r, tied)| (!in_source(r), !tied, r.organization.is_none(), r.span.start))
            else {
                continue;
            };
            let head = role.words.last().map(|w| LEXICON.flags(w)).unwrap_or_default();
            let mut row = vec![0.0; TITLE_FEATURES.len()];
            row[3] = 1.0;
            row[4] = log(shares.here);
            row[5] = log(shares.mean);
            row[6] = log(shares.most);
            row[7] = flag(tied);
            row[8] = flag(group.iter().any(|(r, _)| in_source(r)));
            row[9] = flag(role.past);
            row[10] = flag(role.kin);
            row[11] = flag(group.iter().all(|(r, _)| r.described));
            row[12] = flag(names::is_courtesy(&role.words.join(" ")));
            row[13] = flag(group.iter().all(|(r, _)| self.tokens.at(r.span.start) > scene.anchor() && !in_source(r)));
            row[14] = flag(tied && group.iter().any(|(r, _)| Some(r.span.start) == first));
            row[15] = (role.words.len() as f32).ln();
            row[16] = flag(head.any(Flags::OFFICE));
            row[17] = flag(group.iter().any(|(r, _)| self.paragraph_at(r.span) == Some(scene.paragraph)));
            row[18] = (group.len() as f32).ln();
            row[19] = row[8] * flag(unnamed);
            out.rows.push(row);
            out.what.push(Some(role.clone()));
        }
        out
    }

    fn paragraph_at(&self, span: Span) -> Option<u32> {
        self.tokens.list.get(self.tokens.at(span.start)).map(|t| t.paragraph)
    }

    /// The share that points at title `t`, however many labels it was put together from.
    fn title_share(&self, capacity: &Capacity, t: usize) -> f32 {
        let span = self.titles[t].title;
        let own = |r: usize| self.clues.roles.get(r).is_some_and(|r| r.span.overlaps(span));
        capacity.titles.iter().filter(|(r, _)| own(*r)).map(|(_, share)| share).sum()
    }

    /// The bodies that a candidate may speak for, when they speak in the role `title`.
    pub(super) fn bodies(&self, scene: &Scene, candidate: Candidate, title: Option<&Role>) -> Options<Body> {
        let entity = self.entity_of(candidate, true);
        let (here, at_names) = self.pointing(scene, entity);
        let unnamed = entity.is_none();
        let own_name = key(&self.name_of(&candidate, scene));
        let mut found: Vec<Body> = Vec::new();
        let mut offer = |name: &str, span: Span, of_title: bool, of_other: bool, alone: bool| {
            let words = key(name);
            let (first, _) = self.tokens.range(span);
            // "a lecturer from Milbury"
            let from = title.is_some() && !of_title && first > 0 && self.tokens.lower(first - 1) == "from";
            if words.is_empty() || words == own_name || from {
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
        if unnamed && let Some(name) = self.printed_in(scene, candidate).and_then(|r| r.organization) {
            offer(
                &name,
                self.attributions[scene.i].source.first().copied().unwrap_or(Span::new(0, 0)),
                false,
                false,
                true,
            );
        }
        for (span, share) in at_names.iter().flat_map(|c| &c.bodies).chain(&here.bodies) {
            if *share >= LEAST {
                let span = whole_body(&self.tokens, *span);
                offer(&shown(&self.tokens, span), span, false, false, false);
            }
        }
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
            row[14] = flag(first > scene.anchor() && !in_source);
            row[16] = flag(first > 0 && self.tokens.lower(first - 1) == "from");
            row[17] = row[10] * flag(unnamed);
            out.rows.push(row);
            out.what.push(Some(body));
        }
        out
    }
}

/// The words that a pointed-at word of a body belongs to: those labelled, else the capitalised words around it.
fn whole_body(tokens: &Tokens, span: Span) -> Span {
    let span = roles::without_possessor(tokens, span);
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
    let words = super::entities::plain(span.of(tokens.text));
    match PLACES.state(&words) {
        Some(state) if state.by == super::places::By::People && !state.name.is_empty() => state.name.to_owned(),
        _ => words,
    }
}
