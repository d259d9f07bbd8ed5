//! B³ and pairwise precision and recall of a clustering.

use std::collections::BTreeMap;
use std::fmt;

/// Shares of 1.
pub struct Scores {
    pub b3_precision: f64,
    pub b3_recall: f64,
    pub pair_precision: f64,
    pub pair_recall: f64,
    /// pairs that are one speaker in the gold
    pub gold_pairs: usize,
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f1 = |p: f64, r: f64| 2.0 * p * r / (p + r).max(f64::MIN_POSITIVE);
        write!(
            f,
            "B³ P {:.3} R {:.3} F1 {:.3}; pairs P {:.3} R {:.3} of {}",
            self.b3_precision,
            self.b3_recall,
            f1(self.b3_precision, self.b3_recall),
            self.pair_precision,
            self.pair_recall,
            self.gold_pairs
        )
    }
}

/// `cluster` and `gold` hold for each voice what it was put into and where it belongs.
pub fn scores(cluster: &[usize], gold: &[String]) -> Scores {
    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    let mut by_cluster: BTreeMap<usize, usize> = BTreeMap::new();
    let mut by_gold: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_both: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (c, g) in cluster.iter().zip(gold) {
        *by_cluster.entry(*c).or_default() += 1;
        *by_gold.entry(g).or_default() += 1;
        *by_both.entry((*c, g)).or_default() += 1;
    }
    let total = gold.len().max(1) as f64;
    let share = |of: usize, n: usize| n as f64 * n as f64 / of as f64;
    let right: usize = by_both.values().copied().map(pairs).sum();
    let found: usize = by_cluster.values().copied().map(pairs).sum();
    let wanted: usize = by_gold.values().copied().map(pairs).sum();
    Scores {
        b3_precision: by_both.iter().map(|((c, _), n)| share(by_cluster[c], *n)).sum::<f64>() / total,
        b3_recall: by_both.iter().map(|((_, g), n)| share(by_gold[g], *n)).sum::<f64>() / total,
        pair_precision: right as f64 / found.max(1) as f64,
        pair_recall: right as f64 / wanted.max(1) as f64,
        gold_pairs: wanted,
    }
}

/// Pairs that were wrongly put together (true) or kept apart (false).
pub fn wrong_pairs(cluster: &[usize], gold: &[String]) -> Vec<(usize, usize, bool)> {
    let mut out = Vec::new();
    for a in 0..gold.len() {
        for b in a + 1..gold.len() {
            let merged = cluster[a] == cluster[b];
            if merged != (gold[a] == gold[b]) {
                out.push((a, b, merged));
            }
        }
    }
    out
}

#[test]
fn known_scores() {
    // B³ of a textbook case: one cluster of two speakers, one speaker in two clusters
    let gold: Vec<String> = ["x", "x", "y", "y"].map(str::to_string).to_vec();
    let s = scores(&[0, 0, 0, 1], &gold);
    assert!((s.b3_precision - (2.0 * 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-9);
    assert!((s.b3_recall - (2.0 * 1.0 + 0.5 + 0.5) / 4.0).abs() < 1e-9);
    assert!((s.pair_precision - 1.0 / 3.0).abs() < 1e-9 && (s.pair_recall - 0.5).abs() < 1e-9);
}
