//! From the encoder's own score to a figure that means something: of the statements given 0.9, nine in ten are right.

/// The share of statements with this encoder score that are right. The score needs no correction, only bounds: measured by
/// `eval/calibration.py`, table in `docs/accuracy.md`.
pub fn calibrated(score: f32) -> f32 {
    if score.is_finite() { score.clamp(0.0, 1.0) } else { 0.0 }
}
