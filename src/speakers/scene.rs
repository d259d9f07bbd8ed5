//! One attribution as the choice of its speaker looks at it: the form of its source, where it stands, what its words rule out.

use super::{lexicon::Gender, ranking::Form};
use crate::text::Span;

/// One attribution, as it is looked at.
pub(super) struct Scene {
    pub(super) i: usize,
    pub(super) form: Form,
    /// first and one past the last token of the source, without articles
    pub(super) source: (usize, usize),
    /// the same of the label of a dialogue's line ("HOLT:"), with its articles
    pub(super) label: Option<(usize, usize)>,
    /// the token where the attribution is anchored
    pub(super) anchor: usize,
    pub(super) paragraph: u32,
    pub(super) sentence: u32,
    pub(super) gender: Option<Gender>,
    /// the source means several
    pub(super) plural: bool,
    /// he, she: one person
    pub(super) one_person: bool,
    pub(super) content: Vec<Span>,
    pub(super) quoted: bool,
    /// "the", "this": somebody told of before
    pub(super) definite: bool,
    /// "the agency": a body named elsewhere
    pub(super) stand_in: bool,
}
