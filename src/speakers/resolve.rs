//! Which speaker each attribution of an article means.
//!
//! Goes through the attributions in the order of the text, with a memory of who spoke last. Every entity of the article is a
//! candidate, and so are the source's own words ("a witness") and nobody; `ranking` chooses.

use std::rc::Rc;

use super::{
    abbreviations::{self, Abbreviation},
    described, edges,
    entities::{self, Entities},
    lexicon::{Flags, fold},
    ranking::{self, Form, Row},
    roles::{self, Role},
    scene::Scene,
    tokens::{Shape, Token, Tokens},
};
use crate::{
    clues::{Clues, NameSpan, Pointer},
    document::Document,
    statement::{Attribution, Voice},
    text::Span,
    thresholds::THRESHOLDS,
};

/// Who voices each of the attributions, in their order: joint speakers together, none where the text names no one.
pub fn resolve(document: &Document, attributions: &[Attribution], clues: &Clues) -> Vec<Vec<Voice>> {
    Resolver::new(document, attributions, clues).run()
}

/// A choice as it was offered, for fitting the weights: the form of the source, the candidates' names and features.
pub struct Offer {
    /// of the source
    pub form: Form,
    /// names of the candidates; "" for nobody
    pub names: Vec<String>,
    /// their features
    pub rows: Vec<Row>,
    /// the titles that the right one may speak in, and the bodies they may speak for: names and features; "" for none
    pub capacities: [(Vec<String>, Vec<Row>); 2],
}

/// Every choice that resolving makes, when `right` says which candidate (by its name) was the right one.
pub fn offers(
    document: &Document,
    attributions: &[Attribution],
    clues: &Clues,
    right: &dyn Fn(usize, &[String]) -> Option<usize>,
) -> Vec<Offer> {
    let mut resolver = Resolver::new(document, attributions, clues);
    let mut offers: Vec<(usize, Offer)> = Vec::new();
    for i in resolver.order.clone() {
        let scene = resolver.scene(i);
        let candidates = resolver.candidates(&scene);
        let names: Vec<String> = candidates.iter().map(|c| resolver.name_of(c, &scene)).collect();
        let rows = candidates.iter().map(|c| resolver.row(c, &scene)).collect();
        let mut capacities = Default::default();
        if let Some(chosen) = right(i, &names) {
            capacities = resolver.offered_capacities(&scene, candidates[chosen]);
            resolver.remember(&scene, &candidates[chosen]);
            resolver.learn_role(&scene, candidates[chosen]);
        }
        offers.push((i, Offer { form: scene.form, names, rows, capacities }));
    }
    offers.sort_by_key(|(i, _)| *i);
    offers.into_iter().map(|(_, offer)| offer).collect()
}

/// Whom a source can mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Candidate {
    Entity(usize),
    /// the source's own words
    Described,
    /// the words of an earlier source, which described somebody: the attribution with it
    Earlier(usize),
    Nobody,
}

/// A choice, with what it was made of.
pub(super) struct Chosen {
    pub(super) scene: Rc<Scene>,
    pub(super) candidate: Candidate,
    /// how likely it is the right one
    share: f32,
    /// by a rule, whatever the shares
    pub(super) told: bool,
    pub(super) candidates: Vec<Candidate>,
    pub(super) rows: Vec<Row>,
    pub(super) shares: Vec<f32>,
}

/// A statement already resolved.
pub(super) struct Said {
    pub(super) paragraph: u32,
    pub(super) candidate: Candidate,
}

pub(super) struct Resolver<'t, 'a> {
    pub(super) tokens: Tokens<'t>,
    pub(super) attributions: &'a [Attribution],
    pub(super) clues: &'a Clues,
    /// those of the clues, then those that only a noun before them tells
    pub(super) names: Vec<NameSpan>,
    abbreviations: Vec<Abbreviation>,
    pub(super) entities: Entities,
    pub(super) roles: Vec<Vec<Role>>,
    /// every role with a title, whoever's it is
    pub(super) titles: Vec<Role>,
    /// the tokens of each name
    pub(super) places: Vec<(usize, usize)>,
    /// the post of each paragraph, see [`crate::document::posts`]; empty where there are none
    posts: Vec<u32>,
    /// each attribution, as it is looked at
    pub(super) scenes: Vec<Rc<Scene>>,
    /// by token: it stands in the label of a dialogue's line
    pub(super) in_labels: Vec<bool>,
    pub(super) order: Vec<usize>,
    pub(super) history: Vec<Said>,
}

/// At most so many entities are looked at for one attribution, and of those who spoke last so many whom no name tells.
const CANDIDATES: usize = 40;
const EARLIER: usize = 3;
/// So many statements back.
const MEMORY: usize = 12;

impl<'t, 'a> Resolver<'t, 'a> {
    pub(super) fn new(document: &Document<'t>, attributions: &'a [Attribution], clues: &'a Clues) -> Self {
        let tokens = Tokens::new(document);
        let stand_ins = stand_ins(&tokens, attributions);
        let mut names = clues.names.clone();
        names.extend(edges::labels(&tokens, clues, attributions));
        names.extend(edges::capitals(&tokens, clues, attributions));
        names.extend(edges::apposed(&tokens, clues, &stand_ins));
        let abbreviations = abbreviations::abbreviations(&tokens, &clues.names);
        let places = edges::places(&tokens, &names, clues, attributions, &abbreviations);
        let entities = Entities::new(&tokens, &names, &places, &abbreviations);
        let (roles, titles) = roles::roles(&tokens, clues, &entities, &places);
        let mut order: Vec<usize> = (0..attributions.len()).collect();
        let anchor = |a: &Attribution| a.source.first().or(a.cue.first()).or(a.content.first()).map_or(0, |s| s.start);
        order.sort_by_key(|&i| (anchor(&attributions[i]), i));
        let posts = if document.posts.iter().any(|post| *post > 0) { document.posts.clone() } else { Vec::new() };
        let in_labels = vec![false; tokens.len()];
        let mut resolver = Resolver {
            tokens,
            attributions,
            clues,
            names,
            abbreviations,
            entities,
            roles,
            titles,
            places,
            posts,
            scenes: Vec::new(),
            in_labels,
            order,
            history: Vec::new(),
        };
        resolver.scenes = (0..attributions.len()).map(|i| Rc::new(resolver.read_scene(i))).collect();
        for (first, last) in resolver.scenes.iter().filter_map(|scene| scene.label) {
            resolver.in_labels[first..last].fill(true);
        }
        resolver.leave_out_labels();
        resolver
    }

    pub(super) fn scene(&self, i: usize) -> Rc<Scene> {
        Rc::clone(&self.scenes[i])
    }

    fn run(mut self) -> Vec<Vec<Voice>> {
        let mut chosen: Vec<Chosen> = Vec::new();
        for i in std::mem::take(&mut self.order) {
            chosen.extend(self.choose(i));
        }
        let mut out = vec![Vec::new(); self.attributions.len()];
        for Chosen { scene, candidate, share, .. } in chosen {
            out[scene.i] = self.joint(&scene, candidate).iter().filter_map(|c| self.voice(&scene, *c, share)).collect();
        }
        out
    }

    /// Whom one attribution means. To be asked in [`Resolver::order`]: each choice is remembered for the next.
    pub(super) fn choose(&mut self, i: usize) -> Option<Chosen> {
        let scene = self.scene(i);
        let candidates = self.candidates(&scene);
        let rows: Vec<Row> = candidates.iter().map(|c| self.row(c, &scene)).collect();
        let shares = ranking::probabilities(scene.form, &rows);
        let best = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a)));
        let told = self.told(&scene).or_else(|| best.and_then(|b| self.in_office(&scene, candidates[b])));
        let told = told.and_then(|told| candidates.iter().position(|c| *c == told));
        let best = told.or(best)?;
        let share = if told.is_some() { THRESHOLDS.told } else { shares[best] };
        self.remember(&scene, &candidates[best]);
        self.learn_role(&scene, candidates[best]);
        Some(Chosen { candidate: candidates[best], scene, share, told: told.is_some(), candidates, rows, shares })
    }

    fn offered_capacities(&self, scene: &Scene, candidate: Candidate) -> [(Vec<String>, Vec<Row>); 2] {
        if let Candidate::Earlier(told) = candidate {
            return self.offered_capacities(&self.scene(told), Candidate::Described);
        }
        let titles = self.titles(scene, candidate);
        let chosen = titles.what[titles.best(ranking::titles())].clone();
        let bodies = self.bodies(scene, candidate, chosen.as_ref());
        let words = |r: &Option<Role>| r.as_ref().map_or(String::new(), |r| r.words.join(" "));
        let bodies_named = bodies.what.iter().map(|b| b.as_ref().map_or(String::new(), |b| b.name.clone()));
        [(titles.what.iter().map(words).collect(), titles.rows), (bodies_named.collect(), bodies.rows)]
    }

    /// "the vice president said": words that describe a person by an office are a role of theirs.
    fn learn_role(&mut self, scene: &Scene, candidate: Candidate) {
        let Candidate::Entity(e) = candidate else { return };
        let (first, last) = scene.source;
        let t = &self.tokens;
        if scene.form != Form::Noun || !self.entities.list[e].person {
            return;
        }
        let end = (first..last)
            .find(|&k| t.flags(k).any(Flags::PREPOSITION | Flags::RELATIVE) || t.shape(k) == Shape::Mark)
            .unwrap_or(last);
        if first < end && t.flags(end - 1).any(Flags::OFFICE) {
            let role = roles::role(t, Some(t.span(first, end)), None);
            self.roles[e].push(Role { described: true, ..role });
        }
    }

    pub(super) fn pointer(&self, scene: &Scene) -> &'a Pointer {
        &self.clues.pointers[scene.i]
    }

    /// True when name `n` stands in the tokens `first..last`.
    pub(super) fn stands_in(&self, n: usize, first: usize, last: usize) -> bool {
        let (a, b) = self.places[n];
        first < last && a < last && first < b
    }

    pub(super) fn candidates(&self, scene: &Scene) -> Vec<Candidate> {
        let ruled_out = |e: usize| self.is_labelled_otherwise(e, scene) || self.is_only_owner(e, scene);
        let here = (0..self.entities.list.len()).filter(|&e| self.may_mean(e, scene) && !ruled_out(e));
        let mut scored: Vec<(f32, usize)> = here.map(|e| (self.link(e, scene), e)).collect();
        if scored.len() > CANDIDATES {
            // those pointed at, then those named nearest before
            let near = |e: usize| self.before(e, scene).map_or(0, |n| n + 1);
            scored.sort_by(|a, b| (b.0 > 0.01).cmp(&(a.0 > 0.01)).then(near(b.1).cmp(&near(a.1))).then(a.1.cmp(&b.1)));
            scored.truncate(CANDIDATES);
        }
        let mut out: Vec<Candidate> = scored.into_iter().map(|(_, e)| Candidate::Entity(e)).collect();
        out.extend(self.described_before(scene));
        out.push(Candidate::Nobody);
        if matches!(scene.form, Form::Noun | Form::Named) {
            out.push(Candidate::Described);
        }
        out
    }

    /// What stands for a name, or is left out, means nobody of another post of a liveblog.
    fn may_mean(&self, e: usize, scene: &Scene) -> bool {
        if !matches!(scene.form, Form::Pronoun | Form::Absent) || self.posts.is_empty() {
            return true;
        }
        let post = |token: &Token| self.posts.get(token.paragraph as usize);
        let here = self.tokens.list.get(scene.anchor).map(post);
        self.entities.list[e].mentions.iter().any(|&n| self.tokens.list.get(self.places[n].0).map(post) == here)
    }

    /// Those who spoke before and were only described, the last first: "a spokesman for the council", whom "he" means, and "the
    /// spokesman".
    fn described_before(&self, scene: &Scene) -> Vec<Candidate> {
        let mut out: Vec<Candidate> = Vec::new();
        let t = &self.tokens;
        let (first, last) = scene.source;
        let refers = match scene.form {
            Form::Named => false,
            Form::Pronoun => matches!(t.lower(first).as_str(), "he" | "she" | "it" | "they"),
            Form::Noun => scene.definite,
            Form::Absent => true,
        };
        if !refers {
            return out;
        }
        let own = fold(&self.source_words(scene));
        for said in self.history.iter().rev().take(MEMORY) {
            let Candidate::Earlier(told) = said.candidate else { continue };
            if out.contains(&said.candidate) {
                continue;
            }
            let told = &self.scenes[told];
            let (from, to) = told.source;
            let noun = || first < last && (from..to).any(|k| t.lower(k) == t.lower(last - 1));
            let may = scene.form != Form::Noun || noun() && fold(&self.source_words(told)) != own;
            let post = |token: usize| t.list.get(token).and_then(|x| self.posts.get(x.paragraph as usize));
            if may && post(from) == post(scene.anchor) {
                out.push(said.candidate);
            }
            if out.len() == EARLIER {
                break;
            }
        }
        out
    }

    /// Share with which the attribution points at names of an entity.
    pub(super) fn link(&self, e: usize, scene: &Scene) -> f32 {
        let of = &self.entities.of_name;
        self.pointer(scene).names.iter().filter(|(n, _)| of[*n] == e).map(|(_, share)| share).sum()
    }

    /// The last name of an entity that stands before the anchor.
    pub(super) fn before(&self, e: usize, scene: &Scene) -> Option<usize> {
        self.entities.list[e].mentions.iter().copied().rev().find(|&n| self.places[n].0 < scene.anchor)
    }

    /// Who spoke last, or the other one who spoke before that.
    pub(super) fn spoke(&self, back: usize) -> Option<Candidate> {
        let mut seen: Vec<Candidate> = Vec::new();
        for said in self.named_before().take(MEMORY) {
            if !seen.contains(&said.candidate) {
                seen.push(said.candidate);
            }
            if seen.len() > back {
                return Some(seen[back]);
            }
        }
        None
    }

    /// The statements before of those who have a name, the last first.
    pub(super) fn named_before(&self) -> impl Iterator<Item = &Said> {
        self.history.iter().rev().filter(|said| matches!(said.candidate, Candidate::Entity(_)))
    }

    fn remember(&mut self, scene: &Scene, candidate: &Candidate) {
        let candidate = match *candidate {
            Candidate::Nobody => return,
            Candidate::Described => Candidate::Earlier(scene.i),
            other => other,
        };
        self.history.push(Said { paragraph: scene.paragraph, candidate });
    }

    pub(super) fn name_of(&self, candidate: &Candidate, scene: &Scene) -> String {
        match *candidate {
            Candidate::Entity(e) => self.entities.list[e].name.clone(),
            Candidate::Described => self.source_words(scene),
            Candidate::Earlier(told) => self.source_words(&self.scene(told)),
            Candidate::Nobody => String::new(),
        }
    }

    /// The source without its article, on one line; letters written out where the article tells what they stand for.
    pub(super) fn source_words(&self, scene: &Scene) -> String {
        let Some(source) = Span::hull(&self.attributions[scene.i].source) else { return String::new() };
        let (first, last) = described::of_source(&self.tokens, self.tokens.range(source));
        let written_out = abbreviations::written_out(&self.tokens, (first, last), &self.abbreviations);
        let (first, last) = written_out.unwrap_or((first, last));
        entities::plain(self.tokens.span(first, last).of(self.tokens.text))
    }

    /// "A and B said": every person whose name stands in the source and is pointed at; else the one chosen.
    fn joint(&self, scene: &Scene, chosen: Candidate) -> Vec<Candidate> {
        let (first, last) = scene.source;
        let t = &self.tokens;
        let Candidate::Entity(e) = chosen else { return vec![chosen] };
        if !(first..last).any(|k| t.flags(k).any(Flags::CONJUNCTION)) {
            return vec![chosen];
        }
        let listed = self.listed_with(e, scene);
        let mut all: Vec<Candidate> = Vec::new();
        for (n, share) in &self.pointer(scene).names {
            let other = self.entities.of_name[*n];
            let least = if self.entities.list[other].person { THRESHOLDS.joint / 2.0 } else { THRESHOLDS.joint };
            let alike = self.entities.list[other].person == self.entities.list[e].person;
            let joined = other == e || alike && (*share >= least || listed.contains(n));
            if joined && self.stands_in(*n, first, last) && !all.contains(&Candidate::Entity(other)) {
                all.push(Candidate::Entity(other));
            }
        }
        if all.contains(&chosen) { all } else { vec![chosen] }
    }

    /// "A Corp., B Inc. and C": the names of the source with nothing but commas and "and" between them, if one is the entity's.
    fn listed_with(&self, e: usize, scene: &Scene) -> Vec<usize> {
        let (first, last) = scene.source;
        let t = &self.tokens;
        let mut names: Vec<usize> = (0..self.names.len()).filter(|&n| self.stands_in(n, first, last)).collect();
        names.sort_by_key(|&n| self.places[n]);
        let between = |a: usize, b: usize| {
            let mut gap = self.places[a].1..self.places[b].0;
            !gap.is_empty() && gap.all(|i| t.is_mark(i, &[',', '.', '&']) || t.flags(i).any(Flags::CONJUNCTION))
        };
        let mut list: Vec<usize> = Vec::new();
        for n in names {
            if list.last().is_some_and(|&before| !between(before, n)) {
                if list.iter().any(|&n| self.entities.of_name[n] == e) {
                    break;
                }
                list.clear();
            }
            list.push(n);
        }
        list
    }
}

/// The nouns of sources that stand for a body named elsewhere ("the charity").
fn stand_ins(tokens: &Tokens, attributions: &[Attribution]) -> Vec<String> {
    let noun = |a: &Attribution| {
        let (first, last) = tokens.range(*a.source.first()?);
        let stands = last == first + 2 && tokens.lower(first) == "the" && tokens.flags(first + 1).any(Flags::STAND_IN);
        stands.then(|| tokens.lower(first + 1))
    };
    attributions.iter().filter_map(noun).collect()
}
