//! What a denial denies, of all that its article tells: a log-linear choice (McFadden 1974) among the statements of other sides and
//! nothing of it, whose weights `training/denials.py` fits on annotated denials.

use std::sync::LazyLock;

use serde::Deserialize;

use super::scene::Scene;
use super::signs::Denial;

/// What is known of a statement that may be denied, in the order of the weights.
pub const FEATURES: &[&str] = &[
    "shared weight",
    "shared share",
    "all shared weight",
    "share of denial",
    "share of told",
    "names shared",
    "event shared",
    "shares most",
    "opposite words",
    "other numbers",
    "same number",
    "accuses",
    "finds",
    "asks or demands",
    "promises or decides",
    "denies too",
    "judges",
    "off record",
    "denier named",
    "denier named around",
    "he",
    "accuses and names denier",
    "holder",
    "other holder",
    "turn before",
    "two turns before",
    "three or four turns before",
    "earlier turns",
    "behind",
    "statement before",
    "same sentence",
    "next sentence",
    "near",
    "points, turn before",
    "points, two turns before",
    "points, accuses",
    "points, near",
    "account, document",
    "account, accuses",
    "account, person",
    "nearest accusation of the denier",
    "by document",
    "by body",
    "by nobody",
    "long",
    "told negates",
    "own content, shares nothing",
    "own content, shares nothing, turn before",
    "in words of a denial, turn before",
    "last of its turn",
    "shared by what its side says next",
    "most shared by what its side says next",
    "points, most accusing of the turn before",
];

/// What is known of a denial that may deny nothing of the article.
pub const NOTHING: &[&str] = &[
    "one",
    "by its cue",
    "points",
    "has an account",
    "has a holder",
    "such",
    "part",
    "of itself",
    "telling words",
    "direct",
    "rules out or refuses",
    "first turn",
    "statements before",
    "accused before",
    "shared most",
    "cue denies",
    "cue rejects",
    "cue disputes",
    "infinitive",
    "whether",
    "clause",
    "gerund",
    "any",
];

/// A denial with what it may deny: places in the article, and what is known of each; then what is known if it denies nothing told there.
pub struct Offer {
    /// place of the denial
    pub denial: usize,
    /// places of the candidates
    pub told: Vec<usize>,
    /// by candidate, what is known of it, in the order of the weights
    pub rows: Vec<Vec<f64>>,
    /// what is known of the denial, likewise
    pub nothing: Vec<f64>,
}

/// Share from which a choice is listed as doubtful, and from which it is firm: about three of four of these are right in texts that
/// the weights have not seen (docs/accuracy.md).
const LISTED: f64 = 0.35;
pub(super) const FIRM: f64 = 0.65;

#[derive(Deserialize)]
struct Weights {
    /// in the order of [`FEATURES`]
    told: Vec<f64>,
    /// in the order of [`NOTHING`]
    nothing: Vec<f64>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let weights: Weights = serde_json::from_str(include_str!("../../data/model/denials.json")).expect("tested");
    assert!(weights.told.len() == FEATURES.len() && weights.nothing.len() == NOTHING.len());
    weights
});

/// What a denial most likely denies of what its article tells, and how likely that is; none where that is little.
pub(super) fn choose(scene: &Scene, at: usize) -> Option<(usize, f64)> {
    let offer = offer(scene, at)?;
    let score = |weights: &[f64], row: &[f64]| weights.iter().zip(row).map(|(w, x)| w * x).sum::<f64>();
    let told: Vec<f64> = offer.rows.iter().map(|row| score(&WEIGHTS.told, row)).collect();
    let nothing = score(&WEIGHTS.nothing, &offer.nothing);
    let most = told.iter().copied().fold(nothing, f64::max);
    let sum = told.iter().chain([&nothing]).map(|score| (score - most).exp()).sum::<f64>();
    // the first of equals
    let (best, score) = told.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1))?;
    let share = (score - most).exp() / sum;
    (share >= LISTED).then_some((offer.told[best], share))
}

/// All that a denial may deny in its article; none where it is no denial or nobody else says anything.
pub(super) fn offer(scene: &Scene, at: usize) -> Option<Offer> {
    let denial = Denial::new(scene, at)?;
    Some(Offer { denial: at, told: denial.places(), rows: denial.rows(), nothing: denial.nothing() })
}
