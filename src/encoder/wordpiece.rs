//! Tokens → word pieces with their byte spans and surface features: what the encoder reads.
//!
//! The vocabulary and the splitting are those of BERT's uncased WordPiece (Devlin et al. 2019; Wu et al. 2016). Three
//! things are our own, and the reason why this is not a library's tokenizer: quotation marks of every style become one
//! canonical pair, so that the encoder never sees a house style; a paragraph break is a piece; and each piece carries
//! the letter case that "uncased" throws away and whether it stands inside a quotation.

use std::collections::HashMap;

use crate::document::{Document, quotes::Quotation, tokens::Token};
use crate::text::{Span, fold::bare};

/// Kinds of surface features a piece can have: letter case (3) by inside a quotation or not (2).
pub const FEATURES: usize = 6;
/// Longest word that is split into pieces, in characters; a longer one is one unknown piece.
const LONGEST_WORD: usize = 64;

/// The pieces of a text, as parallel lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pieces {
    /// numbers in the vocabulary
    pub ids: Vec<u16>,
    /// `case + 3 * quoted`; cases are numbered as [`crate::document::tokens::Case`] lists them
    pub features: Vec<u8>,
    /// bytes of the text; empty for a paragraph break
    pub spans: Vec<Span>,
    /// true for the first piece of a word
    pub starts: Vec<bool>,
}

impl Pieces {
    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// True where a paragraph ends.
    pub fn is_break(&self, i: usize) -> bool {
        self.spans[i].is_empty()
    }

    fn push(&mut self, id: u16, feature: u8, span: Span, start: bool) {
        self.ids.push(id);
        self.features.push(feature);
        self.spans.push(span);
        self.starts.push(start);
    }
}

/// A vocabulary of word pieces.
pub struct WordPiece {
    ids: HashMap<Box<str>, u16, std::hash::BuildHasherDefault<Fnv>>,
    unknown: u16,
    break_: u16,
    /// the piece that begins every window
    pub cls: u16,
    /// the piece that ends every window
    pub sep: u16,
}

impl WordPiece {
    /// Reads a vocabulary of one piece a line, in the order of their numbers. Panics when a special piece is missing:
    /// the vocabulary is part of the program.
    pub fn new(vocabulary: &str) -> Self {
        let ids: HashMap<_, _, _> =
            vocabulary.lines().enumerate().map(|(i, piece)| (Box::from(piece), i as u16)).collect();
        let special = |name: &str| *ids.get(name).unwrap_or_else(|| panic!("the vocabulary lacks {name}"));
        WordPiece {
            unknown: special("[UNK]"),
            break_: special("[unused0]"),
            cls: special("[CLS]"),
            sep: special("[SEP]"),
            ids,
        }
    }

    /// Splits a text. A break stands between paragraphs, not before the first nor after the last.
    pub fn split(&self, document: &Document) -> Pieces {
        let mut pieces = Pieces::default();
        let mut paragraphs = document.paragraphs.iter().peekable();
        let mut quotations = document.quotations.iter().peekable();
        for token in &document.tokens {
            let at = token.span.start;
            let mut begun = None;
            while let Some(paragraph) = paragraphs.next_if(|p| p.start <= at) {
                begun = Some(paragraph.start);
            }
            if let Some(start) = begun.filter(|_| !pieces.is_empty()) {
                pieces.push(self.break_, 0, Span::new(start, start), true);
            }
            while quotations.next_if(|q| q.whole().end <= at).is_some() {}
            match quotations.peek().and_then(|q| mark_at(q, at)) {
                Some((canonical, mark)) if mark.start == at => self.mark(canonical, mark, &mut pieces),
                // the second half of a typewriter's double
                Some(_) => {}
                None => self.split_word(document.text, token, &mut pieces),
            }
        }
        pieces
    }

    fn mark(&self, canonical: &str, span: Span, pieces: &mut Pieces) {
        pieces.push(self.ids.get(canonical).copied().unwrap_or(self.unknown), 0, span, true);
    }

    /// Greedy longest match from the left.
    fn split_word(&self, text: &str, token: &Token, pieces: &mut Pieces) {
        let word = token.span;
        let surface = word.of(text);
        let feature = token.case as u8 + 3 * u8::from(token.quoted);
        let first = pieces.len();
        let mut plain = String::with_capacity(surface.len());
        // byte in the text at which each byte of `plain` began, and the end
        let mut origin = Vec::with_capacity(surface.len() + 1);
        if surface.is_ascii() {
            plain.push_str(surface);
            plain.make_ascii_lowercase();
            origin.extend(word.start..=word.end);
        } else {
            for (at, c) in surface.char_indices() {
                for n in bare(c) {
                    plain.push(n);
                    origin.resize(plain.len(), word.start + at);
                }
            }
            origin.push(word.end);
        }
        if plain.is_empty() {
            return;
        }
        if surface.chars().count() > LONGEST_WORD {
            pieces.push(self.unknown, feature, word, true);
            return;
        }
        let mut from = 0;
        let mut key = String::with_capacity(plain.len() + 2);
        while from < plain.len() {
            let mut to = plain.len();
            let found = loop {
                key.clear();
                if from > 0 {
                    key.push_str("##");
                }
                key.push_str(&plain[from..to]);
                if let Some(&id) = self.ids.get(key.as_str()) {
                    break Some(id);
                }
                to = match plain[from..to].char_indices().next_back() {
                    Some((last, _)) if last > 0 => from + last,
                    _ => break None,
                };
            };
            let Some(id) = found else {
                pieces.ids.truncate(first);
                pieces.features.truncate(first);
                pieces.spans.truncate(first);
                pieces.starts.truncate(first);
                pieces.push(self.unknown, feature, word, true);
                return;
            };
            // a piece that begins inside a decomposed letter takes the whole letter
            let end = if to == plain.len() { word.end } else { origin[to].max(origin[from] + 1) };
            let mut end = end;
            while !text.is_char_boundary(end) {
                end += 1;
            }
            pieces.push(id, feature, Span::new(origin[from], end), from == 0);
            from = to;
        }
    }
}

/// The mark of a quotation that holds a place, in the form that the encoder knows.
fn mark_at(quotation: &Quotation, at: usize) -> Option<(&'static str, Span)> {
    let holds = |mark: &Span| mark.start <= at && at < mark.end;
    let open = Some(quotation.open).filter(holds).map(|mark| ("“", mark));
    open.or_else(|| quotation.close.filter(holds).map(|mark| ("”", mark)))
}

/// FNV-1a: short keys, no attacker, and the same on every run.
#[derive(Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
