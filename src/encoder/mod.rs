//! Document → attributions: word pieces, weights, forward pass, labels → spans.
//!
//! Knows nothing of names, roles or storage.

mod decode;
mod forward;
mod linear;
mod weights;
pub mod wordpiece;

use std::cell::RefCell;

use rayon::prelude::*;

use crate::document::Document;
use crate::statement::Attribution;
use decode::{Reading, Window};
use forward::{Logits, Scratch};
use weights::Weights;
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

    /// Name of the weights, stored with every statement that they made.
    pub fn version(&self) -> &str {
        &self.weights.version
    }

    /// All attributions of a text, in the order of its windows. Never fails; an empty text has none. The windows of a
    /// long text run on all threads; the result does not depend on how many there are.
    pub fn attributions(&self, document: &Document) -> Vec<Attribution> {
        let pieces = self.weights.pieces.split(document);
        let mut windows = windows(&pieces, self.weights.positions - 2);
        // a stretch of marks and figures attributes nothing, and may be very long
        windows
            .retain(|w| pieces.spans[w.from..w.to].iter().any(|s| s.of(document.text).contains(char::is_alphabetic)));
        let readings = windows.into_par_iter().map(|window| self.read(&pieces, window)).collect();
        decode::attributions(&pieces, readings)
    }

    fn read(&self, pieces: &Pieces, window: Window) -> Reading {
        let WordPiece { cls, sep, .. } = self.weights.pieces;
        let ids: Vec<u16> = [&[cls], &pieces.ids[window.from..window.to], &[sep]].concat();
        let features: Vec<u8> = [&[0], &pieces.features[window.from..window.to], &[0]].concat();
        ROOM.with_borrow_mut(|(scratch, logits)| {
            forward::run(&self.weights, &ids, &features, scratch, logits);
            decode::read(pieces, window, logits, self.weights.link)
        })
    }
}

/// Longest stretch of the window before that a window sees again, in pieces.
const CONTEXT: usize = 96;

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
