//! Bounds on what the encoder gives, and what its confidence is worth: `data/model/thresholds.toml`, beside the weights for which they were measured.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::read;

/// The bounds; the file says what each is for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// version of the weights that they hold for
    pub weights: String,
    pub least: f32,
    pub heading: f32,
    pub layout: f32,
    pub echo: f32,
    pub led_in: f32,
    pub doubtful: f32,
    pub sure_act: f32,
    pub voiced: f32,
    pub voiced_by_saying: f32,
    pub label: f32,
    pub pointed: f32,
    pub pointed_body: f32,
    pub joint: f32,
    pub told: f32,
    pub person_by_name: f32,
    pub person_by_capitals: f32,
    /// of statements: confidence given, share right; both rising
    pub statement: Vec<[f32; 2]>,
    /// of speakers, likewise
    pub speaker: Vec<[f32; 2]>,
}

/// The file.
pub static THRESHOLDS: LazyLock<Thresholds> =
    LazyLock::new(|| read("thresholds.toml", include_str!("../data/model/thresholds.toml")));
