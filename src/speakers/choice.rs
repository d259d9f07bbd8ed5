//! How the speaker of each attribution was chosen: who could be meant, with which share, and what spoke for the one taken.

use super::ranking::{self, Form};
use super::resolve::Resolver;
use crate::{clues::Clues, document::Document, statement::Attribution};

/// A choice in words and figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// how the source is worded
    pub form: Form,
    /// the one taken, then the others, the likeliest first, with their shares, 0 to 1; "" is nobody
    pub candidates: Vec<(String, f32)>,
    /// a rule named the one taken, whatever the shares ("the latter", initials in a transcript)
    pub told: bool,
    /// what spoke for the one taken rather than for the likeliest other, the strongest first: a name of
    /// [`ranking::FEATURES`], and what it adds to the logarithm of the odds
    pub reasons: Vec<(&'static str, f32)>,
}

/// The choices of [`resolve`](super::resolve) for the same document, in the order of the attributions.
pub fn choices(document: &Document, attributions: &[Attribution], clues: &Clues) -> Vec<Option<Choice>> {
    let mut resolver = Resolver::new(document, attributions, clues);
    let mut out = vec![None; attributions.len()];
    for i in resolver.order.clone() {
        out[i] = choice(&mut resolver, i);
    }
    out
}

fn choice(resolver: &mut Resolver, i: usize) -> Option<Choice> {
    let chosen = resolver.choose(i)?;
    let taken = chosen.candidates.iter().position(|c| *c == chosen.candidate)?;
    let mut order: Vec<usize> = (0..chosen.candidates.len()).filter(|k| *k != taken).collect();
    order.sort_by(|a, b| chosen.shares[*b].total_cmp(&chosen.shares[*a]));
    let reasons = order.first().map(|other| {
        let (one, other) = (&chosen.rows[taken], &chosen.rows[*other]);
        ranking::reasons(chosen.scene.form, one, other)
    });
    order.insert(0, taken);
    let named = |k: usize| (resolver.name_of(&chosen.candidates[k], &chosen.scene), chosen.shares[k]);
    Some(Choice {
        form: chosen.scene.form,
        candidates: order.into_iter().map(named).collect(),
        told: chosen.told,
        reasons: reasons.unwrap_or_default(),
    })
}
