//! In which role somebody speaks, and for which body: two choices among what the article prints, by log-linear weights like those
//! of `ranking`. Candidates are the titles and bodies tied to a name, and those that the attribution and the names point at.

mod bodies;
mod titles;

use super::lexicon::fold;
use super::ranking::{self, Row};
use super::resolve::{Candidate, Resolver};
use super::scene::Scene;
use crate::clues::Capacity;

/// Titles and bodies that one speaker may have, each with its features; the first is none.
pub(super) struct Options<T> {
    pub what: Vec<Option<T>>,
    pub rows: Vec<Row>,
}

impl<T> Options<T> {
    /// The most probable one, by these weights.
    pub(super) fn best(&self, weights: &[f32]) -> usize {
        let shares = ranking::shares(weights, &self.rows);
        (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a))).unwrap_or(0)
    }
}

/// The words by which two printings of a title or body are one.
fn key(words: &str) -> String {
    let kept = |w: &str| !w.is_empty() && !matches!(w, "the" | "a" | "an" | "s");
    let folded = fold(words);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| kept(w)).collect::<Vec<_>>().join(" ")
}

/// Shares at the attribution and, in the mean and at most, at the names of the speaker.
#[derive(Clone, Copy, Default)]
struct Shares {
    here: f32,
    mean: f32,
    most: f32,
}

impl Resolver<'_, '_> {
    /// What points for this speaker here: the attribution, then their names.
    fn pointing(&self, scene: &Scene, entity: Option<usize>) -> (&Capacity, Vec<&Capacity>) {
        let names = entity.map(|e| &self.entities.list[e].mentions[..]).unwrap_or_default();
        let names = names.iter().filter_map(|&n| self.clues.capacities.get(n)).collect();
        (&self.clues.pointers[scene.i].capacity, names)
    }

    fn shares(here: &Capacity, names: &[&Capacity], of: &dyn Fn(&Capacity) -> f32) -> Shares {
        let at_names: Vec<f32> = names.iter().map(|c| of(c)).collect();
        let here = of(here);
        let count = at_names.len().max(1) as f32;
        let (mean, most) = if at_names.is_empty() {
            (here, here)
        } else {
            (at_names.iter().sum::<f32>() / count, at_names.iter().copied().fold(0.0, f32::max))
        };
        Shares { here, mean, most }
    }

    fn entity_of(&self, candidate: Candidate, person: bool) -> Option<usize> {
        match candidate {
            Candidate::Entity(e) if self.entities.list[e].person || !person => Some(e),
            _ => None,
        }
    }
}
