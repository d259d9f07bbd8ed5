//! Which of an article's entities an attribution means: a log-linear choice (McFadden 1974) whose weights were fitted on
//! training articles by `training/ranking.py`, one set of weights for each form that a source can have.

use std::sync::LazyLock;

use serde::Deserialize;

/// The form of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Form {
    /// a name stands in it
    Named = 0,
    /// a pronoun
    Pronoun = 1,
    /// other words
    Noun = 2,
    /// there is none
    Absent = 3,
}

/// What is known of a candidate, in the order of the weights.
pub const FEATURES: &[&str] = &[
    "entity",
    "person",
    "link",
    "in source",
    "whole source",
    "spoke last",
    "spoke before that",
    "sentences since",
    "not before",
    "in paragraph",
    "in sentence",
    "mentions",
    "gender fits",
    "gender clashes",
    "title fits",
    "kind",
    "in content only",
    "number clashes",
    "words shared",
    "nobody",
    "nobody linked",
    "nobody by kind",
    "described",
    "described by kind",
    "described linked",
    "spoke last in paragraph",
    "spoke last, quotation goes on",
    "describes itself in source",
    "named behind",
    "first told of, though definite",
    "described, stand-in for a body",
    "own words, stand-in for a body",
    "named body, stand-in",
    "named body, stand-in: sentences since",
    "opens its sentence",
    "whose it is in the source",
    "behind “of” in the source",
    "place, stand-in",
    "called so, stand-in",
    "described before",
    "described before, by kind",
    "described before, nobody linked",
    "described before, spoke last",
    "described before, spoke last in paragraph",
    "described before, quotation goes on",
    "described before: sentences since",
    "described before, number clashes",
    "described before, gender clashes",
];

/// What is known of a title, in the order of its weights (`capacity`).
pub(super) const TITLE_FEATURES: &[&str] = &[
    "none",
    "none, here",
    "none, at the names",
    "title",
    "pointed at here",
    "pointed at from the names",
    "pointed at most from a name",
    "printed with the name",
    "in the source",
    "past",
    "kin",
    "described",
    "form of address",
    "behind the statement",
    "printed first",
    "words",
    "ends in an office",
    "same paragraph",
    "times printed",
    "in the source, of an unnamed",
    "none, of an unnamed",
];

/// What is known of a body, in the order of its weights (`capacity`).
pub(super) const BODY_FEATURES: &[&str] = &[
    "none",
    "none, here",
    "none, at the names",
    "body",
    "pointed at here",
    "pointed at from the names",
    "pointed at most from a name",
    "of the title chosen",
    "of another title",
    "alone with the name",
    "in the source",
    "a state or place",
    "capitals",
    "speaks here",
    "behind the statement",
    "none, title with a body",
    "printed after “from”",
    "in the source, of an unnamed",
    "none, of an unnamed",
    "none, no title",
];

/// One candidate's features, in the order of [`FEATURES`].
pub type Row = Vec<f32>;

#[derive(Deserialize)]
struct Weights {
    /// by [`Form`], in the order of [`FEATURES`]
    weights: Vec<Vec<f32>>,
    /// of titles, in the order of [`TITLE_FEATURES`]
    titles: Vec<f32>,
    /// of bodies, in the order of [`BODY_FEATURES`]
    bodies: Vec<f32>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let weights: Weights = serde_json::from_str(include_str!("../../data/model/ranking.json")).expect("tested");
    assert!(weights.weights.len() == 4 && weights.weights.iter().all(|w| w.len() == FEATURES.len()));
    assert!(weights.titles.len() == TITLE_FEATURES.len() && weights.bodies.len() == BODY_FEATURES.len());
    weights
});

/// The probability of each candidate.
pub fn probabilities(form: Form, rows: &[Row]) -> Vec<f32> {
    shares(&WEIGHTS.weights[form as usize], rows)
}

/// What speaks for one candidate rather than for another, the strongest first: how much a known thing adds to the one's score
/// (a natural logarithm of odds) more than to the other's.
pub fn reasons(form: Form, one: &Row, other: &Row) -> Vec<(&'static str, f32)> {
    let weights = &WEIGHTS.weights[form as usize];
    let by = |k: usize| weights[k] * (one[k] - other[k]);
    let mut reasons: Vec<(&str, f32)> = FEATURES.iter().enumerate().map(|(k, name)| (*name, by(k))).collect();
    reasons.retain(|(_, by)| by.abs() > 0.05);
    reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    reasons
}

/// The weights of titles.
pub(super) fn titles() -> &'static [f32] {
    &WEIGHTS.titles
}

/// The weights of bodies.
pub(super) fn bodies() -> &'static [f32] {
    &WEIGHTS.bodies
}

/// A share as a feature.
pub(super) fn log(x: f32) -> f32 {
    (x.max(0.0) + 1e-3).ln()
}

/// A fact as a feature.
pub(super) fn flag(x: bool) -> f32 {
    f32::from(u8::from(x))
}

/// The probability of each row by these weights.
pub(super) fn shares(weights: &[f32], rows: &[Row]) -> Vec<f32> {
    let scores: Vec<f32> = rows.iter().map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum()).collect();
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - largest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|p| p / sum).collect()
}
