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

    fn truncate(&mut self, len: usize) {
        self.ids.truncate(len);
        self.features.truncate(len);
        self.spans.truncate(len);
        self.starts.truncate(len);
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

    /// Splits a text without the page furniture that tells nothing of it. A break stands between paragraphs, not before the first nor after the last.
    pub fn split(&self, document: &Document) -> Pieces {
        let mut pieces = Pieces::default();
        let mut paragraphs = document.paragraphs.iter().zip(&document.parts).peekable();
        let mut skipped = false;
        let mut quotations = document.quotations.iter().peekable();
        for token in &document.tokens {
            let at = token.span.start;
            let mut begun = None;
            while let Some((paragraph, part)) = paragraphs.next_if(|(p, _)| p.start <= at) {
                begun = Some(paragraph.start);
                skipped = part.is_foreign();
            }
            if skipped {
                continue;
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

    /// Greedy longest match from the left; one unknown piece where nothing matches.
    fn split_word(&self, text: &str, token: &Token, pieces: &mut Pieces) {
        let word = token.span;
        let feature = token.case as u8 + 3 * u8::from(token.quoted);
        let Plain { letters, origin } = Plain::of(text, word);
        if letters.is_empty() {
            return;
        }
        let first = pieces.len();
        let mut from = 0;
        let too_long = word.of(text).chars().count() > LONGEST_WORD;
        while from < letters.len() {
            let Some((id, to)) = self.longest(&letters, from).filter(|_| !too_long) else {
                pieces.truncate(first);
                pieces.push(self.unknown, feature, word, true);
                return;
            };
            // a piece that begins inside a decomposed letter takes the whole letter
            let mut end = if to == letters.len() { word.end } else { origin[to].max(origin[from] + 1) };
            while !text.is_char_boundary(end) {
                end += 1;
            }
            pieces.push(id, feature, Span::new(origin[from], end), from == 0);
            from = to;
        }
    }

    /// The longest piece that begins at a byte of a word's letters, and where it ends.
    fn longest(&self, letters: &str, from: usize) -> Option<(u16, usize)> {
        let mut key = String::with_capacity(letters.len() + 2);
        let mut to = letters.len();
        loop {
            key.clear();
            if from > 0 {
                key.push_str("##");
            }
            key.push_str(&letters[from..to]);
            if let Some(&id) = self.ids.get(key.as_str()) {
                return Some((id, to));
            }
            to = match letters[from..to].char_indices().next_back() {
                Some((last, _)) if last > 0 => from + last,
                _ => return None,
            };
        }
    }
}

/// A word in the letters of the vocabulary.
struct Plain {
    letters: String,
    /// byte in the text at which each byte of `letters` began, and the end
    origin: Vec<usize>,
}

impl Plain {
    fn of(text: &str, word: Span) -> Self {
        let surface = word.of(text);
        if surface.is_ascii() {
            return Plain { letters: surface.to_ascii_lowercase(), origin: (word.start..=word.end).collect() };
        }
        let mut plain = Plain { letters: String::new(), origin: Vec::new() };
        for (at, c) in surface.char_indices() {
            plain.letters.extend(bare(c));
            plain.origin.resize(plain.letters.len(), word.start + at);
        }
        plain.origin.push(word.end);
        plain
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
