//! Article → attributions and clues about speakers: tokenizer, weights, forward pass, labels → spans.
//!
//! Knows nothing of persons, bodies or storage.

mod attention;
mod decode;
mod elementwise;
mod forward;
mod linear;
mod vector;
mod weights;
pub mod wordpiece;

use std::cell::RefCell;

use rayon::prelude::*;

use crate::clues::{Capacity, Clues, NameSpan, Pointer, RoleSpan};
use crate::document::Document;
use crate::statement::Attribution;
use crate::thresholds::THRESHOLDS;
use decode::{Found, Links, Window};
use forward::{Logits, Scratch};
use weights::{Head, Link, Weights};
use wordpiece::{Pieces, WordPiece};

/// The trained encoder, ready to run. Making one takes some milliseconds; it can be shared between threads.
pub struct Encoder {
    weights: Weights<'static>,
}

thread_local! {
    static ROOM: RefCell<(Scratch, Logits)> = RefCell::default();
}

impl Default for Encoder {
    fn default() -> Self {
        Encoder::new()
    }
}

impl Encoder {
    /// The encoder with the weights that the program carries.
    pub fn new() -> Self {
        Encoder { weights: Weights::shipped() }
    }

    /// The encoder with other weights, for measuring them: the bytes of a file made by `training/export.py`.
    pub fn with_weights(file: Vec<u8>) -> anyhow::Result<Self> {
        Ok(Encoder { weights: Weights::leaked(file)? })
    }

    /// Name of the weights, stored with every statement that they made.
    pub fn version(&self) -> &str {
        &self.weights.version
    }

    /// Reads a text. Never fails; an empty text holds nothing. The windows of a long text run on all threads; the result
    /// does not depend on how many there are.
    pub fn read(&self, document: &Document) -> Encoding {
        let pieces = self.weights.pieces.split(document);
        let windows = self.windows(document.text, &pieces);
        let parts: Vec<Part> = windows.into_par_iter().map(|window| self.part(&pieces, window)).collect();
        Encoding::new(pieces, parts, self.weights.link)
    }

    /// Number of word pieces that a text gives this encoder to look at.
    pub fn pieces(&self, document: &Document) -> usize {
        let pieces = self.weights.pieces.split(document);
        self.windows(document.text, &pieces).iter().map(|window| window.to - window.own).sum()
    }

    /// The windows in which something can be attributed: a stretch of marks and figures, which may be very long, says nothing.
    fn windows(&self, text: &str, pieces: &Pieces) -> Vec<Window> {
        let mut windows = windows(pieces, self.weights.positions - 2);
        windows.retain(|w| pieces.spans[w.from..w.to].iter().any(|s| s.of(text).contains(char::is_alphabetic)));
        windows
    }

    fn part(&self, pieces: &Pieces, window: Window) -> Part {
        let WordPiece { cls, sep, .. } = self.weights.pieces;
        let ids: Vec<u16> = [&[cls], &pieces.ids[window.from..window.to], &[sep]].concat();
        let features: Vec<u8> = [&[0], &pieces.features[window.from..window.to], &[0]].concat();
        ROOM.with_borrow_mut(|(scratch, logits)| {
            forward::run(&self.weights, &ids, &features, scratch, logits);
            let links = Links { vectors: &logits.links, size: self.weights.link, from: window.from };
            Part {
                window,
                attributions: decode::read(pieces, window, logits, &links),
                names: decode::labelled(pieces, window, logits, Head::Name),
                roles: decode::labelled(pieces, window, logits, Head::Role),
                kinds: std::mem::take(&mut logits.heads[Head::Kind as usize]),
                acts: std::mem::take(&mut logits.heads[Head::Act as usize]),
                voiced: std::mem::take(&mut logits.heads[Head::Voiced as usize]),
                links: std::mem::take(&mut logits.links),
            }
        })
    }
}

/// What one window says.
struct Part {
    window: Window,
    attributions: decode::InWindow,
    names: Vec<Found>,
    roles: Vec<Found>,
    kinds: Vec<f32>,
    acts: Vec<f32>,
    voiced: Vec<f32>,
    links: Vec<f32>,
}

/// What the encoder says of one article.
pub struct Encoding {
    attributions: Vec<Attribution>,
    pieces: Pieces,
    /// a window and, by the names' numbers, the link vectors and classes to ask it
    asked: Vec<Asked>,
    names: Vec<Found>,
    roles: Vec<(Found, Option<(usize, f32)>)>,
    size: usize,
}

struct Asked {
    window: Window,
    kinds: Vec<f32>,
    acts: Vec<f32>,
    voiced: Vec<f32>,
    links: Vec<f32>,
}

impl Asked {
    /// The rows of the window's links in which a span lies.
    fn rows(&self, found: &Found) -> std::ops::Range<usize> {
        let row = |piece: usize| piece.clamp(self.window.from, self.window.to) + 1 - self.window.from;
        row(found.pieces.0)..row(found.pieces.1)
    }
}

/// Label of a person in the layer of names, and of a body in the layer of roles.
const PERSON: usize = 1;
const ORGANIZATION: usize = 3;

impl Encoding {
    fn new(pieces: Pieces, parts: Vec<Part>, size: usize) -> Self {
        let (mut readings, mut asked, mut roles) = (Vec::new(), Vec::new(), Vec::new());
        let mut names: Vec<Found> = Vec::new();
        for part in parts {
            let own = |found: Vec<Found>| found.into_iter().filter(move |f| f.pieces.0 >= part.window.own);
            readings.push(part.attributions);
            names.extend(own(part.names));
            roles.push(own(part.roles).collect::<Vec<_>>());
            let Part { window, kinds, acts, voiced, links, .. } = part;
            asked.push(Asked { window, kinds, acts, voiced, links });
        }
        let attributions = decode::attributions(&pieces, readings);
        let mut reading = Encoding { attributions, pieces, asked, names, roles: Vec::new(), size };
        reading.roles = reading
            .asked
            .iter()
            .zip(roles)
            .flat_map(|(asked, roles)| roles.into_iter().map(|role| (role, reading.holder(asked, &role))))
            .collect();
        reading
    }

    /// The attributions, in the order of the windows; no two share a word.
    pub fn attributions(&self) -> Vec<Attribution> {
        self.attributions.clone()
    }

    /// Names, roles, and whom each of the attributions means; an attribution is asked at its source, else at its cue, else
    /// at its content.
    pub fn clues(&self, attributions: &[Attribution]) -> Clues {
        Clues {
            names: self.names.iter().map(|f| self.name(f)).collect(),
            roles: self.roles.iter().map(|(f, holder)| self.role(f, *holder)).collect(),
            pointers: attributions.iter().map(|a| self.pointer(a)).collect(),
            capacities: self.names.iter().map(|f| self.capacity_of(f)).collect(),
        }
    }

    fn name(&self, found: &Found) -> NameSpan {
        NameSpan {
            span: decode::span(&self.pieces, found),
            person: found.label == PERSON,
            probability: found.probability,
        }
    }

    fn role(&self, found: &Found, holder: Option<(usize, f32)>) -> RoleSpan {
        RoleSpan {
            span: decode::span(&self.pieces, found),
            organization: found.label == ORGANIZATION,
            holder,
            probability: found.probability,
        }
    }

    /// The name that a title or body points at most.
    fn holder(&self, asked: &Asked, role: &Found) -> Option<(usize, f32)> {
        let (names, nobody) = self.pointed(asked, role.pieces.0, Link::Role);
        names.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).filter(|(_, share)| *share > nobody)
    }

    fn pointer(&self, attribution: &Attribution) -> Pointer {
        let piece = |spans: &[crate::text::Span]| spans.first().and_then(|s| self.piece(s.start));
        let cue = piece(&attribution.cue);
        let Some(anchor) = piece(&attribution.source).or(cue).or(piece(&attribution.content)) else {
            return Pointer { voiced: 1.0, ..Pointer::default() };
        };
        let classes = |head: Head, of: &dyn Fn(&Asked) -> &[f32], piece: usize| {
            let (asked, classes) = (self.asked_of(piece)?, Head::ALL[head as usize].2);
            Some(decode::softmax(&of(asked)[(piece - asked.window.from + 1) * classes..][..classes]))
        };
        let (names, nobody) = self.asked_of(anchor).map(|w| self.pointed(w, anchor, Link::Anchor)).unwrap_or_default();
        Pointer {
            names,
            nobody,
            kinds: classes(Head::Kind, &|w| &w.kinds, anchor).unwrap_or_default(),
            acts: classes(Head::Act, &|w| &w.acts, cue.unwrap_or(anchor)).unwrap_or_default(),
            voiced: cue.and_then(|cue| classes(Head::Voiced, &|w| &w.voiced, cue)).map_or(1.0, |of| of[1]),
            capacity: self.capacity(anchor),
        }
    }

    /// What a person's name points at; other names are asked nothing.
    fn capacity_of(&self, name: &Found) -> Capacity {
        if name.label == PERSON { self.capacity(name.pieces.0) } else { Capacity::default() }
    }

    /// The titles and bodies that a piece points at.
    fn capacity(&self, piece: usize) -> Capacity {
        let Some(asked) = self.asked_of(piece) else { return Capacity::default() };
        let links = Links { vectors: &asked.links, size: self.size, from: asked.window.from };
        let titles = links.shares(piece, Link::TitleAsks, Link::Title);
        let mut bodies = links.shares(piece, Link::BodyAsks, Link::Body);
        let first = self.roles.partition_point(|(r, _)| r.pieces.1 <= asked.window.from);
        let roles = || self.roles[first..].iter().take_while(|(r, _)| r.pieces.0 < asked.window.to).map(|(r, _)| r);
        let mut out = Capacity { untitled: titles[0], bodiless: bodies[0], ..Capacity::default() };
        for (i, role) in roles().enumerate().filter(|(_, r)| r.label != ORGANIZATION) {
            out.titles.push((first + i, titles[asked.rows(role)].iter().sum()));
        }
        let names = self.names.iter().filter(|n| n.label != PERSON && n.pieces.1 > asked.window.from);
        let names = names.take_while(|n| n.pieces.0 < asked.window.to);
        for body in roles().filter(|r| r.label == ORGANIZATION).chain(names) {
            let rows = &mut bodies[asked.rows(body)];
            let share = rows.iter().sum();
            rows.fill(0.0);
            if share >= THRESHOLDS.pointed_body {
                out.bodies.push((decode::span(&self.pieces, body), share));
            }
        }
        // what no label covers
        for (row, share) in bodies.iter().enumerate().skip(1).filter(|(_, share)| **share >= THRESHOLDS.pointed_body) {
            let piece = asked.window.from + row - 1;
            if piece < asked.window.to {
                out.bodies.push((self.pieces.spans[piece], *share));
            }
        }
        out
    }

    /// Shares with which a piece points at each name of its window, and at nobody.
    fn pointed(&self, asked: &Asked, piece: usize, asks: Link) -> (Vec<(usize, f32)>, f32) {
        let links = Links { vectors: &asked.links, size: self.size, from: asked.window.from };
        let shares = links.shares(piece, asks, Link::Name);
        let first = self.names.partition_point(|n| n.pieces.1 <= asked.window.from);
        let inside = self.names[first..].iter().take_while(|n| n.pieces.0 < asked.window.to);
        let names = inside.enumerate().map(|(i, n)| (first + i, shares[asked.rows(n)].iter().sum())).collect();
        (names, shares[0])
    }

    /// The piece in which byte `at` of the text lies.
    fn piece(&self, at: usize) -> Option<usize> {
        let next = self.pieces.spans.partition_point(|s| s.end <= at);
        (next < self.pieces.len()).then_some(next)
    }

    /// The window that decides about a piece.
    fn asked_of(&self, piece: usize) -> Option<&Asked> {
        let next = self.asked.partition_point(|w| w.window.own <= piece);
        self.asked[..next].last().filter(|w| piece < w.window.to)
    }
}

/// Longest stretch of the window before that a window sees again, in pieces.
const CONTEXT: usize = 64;

/// Cuts the pieces into windows of at most `room`, where a paragraph ends if possible, else between words. Every window
/// but the first begins with whole paragraphs that the one before has decided about.
fn windows(pieces: &Pieces, room: usize) -> Vec<Window> {
    let mut out: Vec<Window> = Vec::new();
    let mut own = 0;
    while own < pieces.len() {
        let from = match own.checked_sub(1) {
            Some(last) if pieces.is_break(last) => {
                (own.saturating_sub(CONTEXT)..own).find(|&i| i == 0 || pieces.is_break(i - 1)).unwrap_or(own)
            }
            Some(_) => (own.saturating_sub(CONTEXT)..own).find(|&i| pieces.starts[i]).unwrap_or(own),
            None => 0,
        };
        let mut to = (from + room).min(pieces.len());
        if to < pieces.len() {
            to = match (own + 1..to).rev().find(|&i| pieces.is_break(i)) {
                Some(i) => i + 1,
                None => (own + 1..=to).rev().find(|&i| pieces.starts[i]).unwrap_or(to),
            };
        }
        out.push(Window { from, own, to });
        own = to;
    }
    out
}
