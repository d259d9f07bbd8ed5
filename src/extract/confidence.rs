//! From a score to a figure that means something: of the statements given 0.9, nine in ten are right.

use crate::thresholds::THRESHOLDS;

/// The share of statements with this score of the encoder that are right, by the curve of `data/model/thresholds.toml`; measured by
/// `eval/calibration.py`, table in `docs/accuracy.md`.
pub fn calibrated(score: f32) -> f32 {
    along(&THRESHOLDS.statement, score)
}

/// The share of speakers chosen with this probability that are named rightly.
pub fn of_speaker(share: f32) -> f32 {
    along(&THRESHOLDS.speaker, share)
}

/// The height of a rising curve at `x`, 0 to 1: straight lines between its points, and from the first one down to zero.
fn along(curve: &[[f32; 2]], x: f32) -> f32 {
    if !x.is_finite() {
        return 0.0;
    }
    let x = x.clamp(0.0, 1.0);
    let next = curve.partition_point(|[at, _]| *at <= x);
    let (from, to) = match (next.checked_sub(1).map(|i| curve[i]), curve.get(next)) {
        (_, None) => return curve.last().map_or(x, |[_, height]| *height),
        (from, Some(to)) => (from.unwrap_or([0.0, 0.0]), *to),
    };
    from[1] + (to[1] - from[1]) * (x - from[0]) / (to[0] - from[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_followed_and_rises() {
        let curve = [[0.5, 0.4], [1.0, 0.9]];
        let near = |a: f32, b: f32| (a - b).abs() < 1e-6;
        assert!(near(along(&curve, 0.75), 0.65) && near(along(&curve, 0.25), 0.2) && near(along(&curve, 1.5), 0.9));
        assert!(near(along(&[], 0.3), 0.3) && along(&curve, f32::NAN) == 0.0);
        for curve in [&THRESHOLDS.statement, &THRESHOLDS.speaker] {
            assert!(curve.windows(2).all(|w| w[0][0] < w[1][0] && w[0][1] <= w[1][1]), "{curve:?} does not rise");
        }
    }
}
