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
];

/// One candidate's features, in the order of [`FEATURES`].
pub type Row = Vec<f32>;

#[derive(Deserialize)]
struct Weights {
    /// by [`Form`], in the order of [`FEATURES`]
    weights: Vec<Vec<f32>>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let weights: Weights = serde_json::from_str(include_str!("../../data/model/ranking.json")).expect("tested");
    assert!(weights.weights.len() == 4 && weights.weights.iter().all(|w| w.len() == FEATURES.len()));
    weights
});

/// The probability of each candidate.
pub fn probabilities(form: Form, rows: &[Row]) -> Vec<f32> {
    let weights = &WEIGHTS.weights[form as usize];
    let scores: Vec<f32> = rows.iter().map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum()).collect();
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - largest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|p| p / sum).collect()
}
