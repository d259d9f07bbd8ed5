//! Opposed judgements of one thing: both can be held.

use super::judge::{Match, listed};
use super::lexicon::LEXICON;
use super::overlap::Overlap;
use super::reading::Reading;
use super::words::{Word, words};
use super::{Analysis, Claim, ConflictKind};

/// A judging word, its axis, and whether it praises.
struct Judgement<'r> {
    word: &'r Word,
    axis: &'r str,
    high: bool,
}

/// "historic" against "meaningless", of the same thing.
pub(super) fn find(a: &Analysis, b: &Analysis) -> Option<Match> {
    if a.claim.speaker_key.is_some() && a.claim.speaker_key == b.claim.speaker_key {
        return None;
    }
    let (ours, theirs) = (judgements(&a.reading), judgements(&b.reading));
    let (x, y) =
        ours.iter().find_map(|x| theirs.iter().find(|y| x.axis == y.axis && x.high != y.high).map(|y| (x, y)))?;
    let overlap = shared(&a.claim, &b.claim);
    let same_article = !a.claim.article.is_empty() && a.claim.article == b.claim.article;
    if overlap.facets < 2 || overlap.rare < 1 || overlap.most() < 0.3 {
        return None;
    }
    Some(Match {
        kind: ConflictKind::Opposition,
        rule: "opposed judgements",
        score: (0.4 + 0.2 * overlap.most() + if same_article { 0.1 } else { 0.0 }).min(0.8),
        firm: same_article || overlap.least() >= 0.4,
        why: format!(
            "One judges it “{}”, the other “{}”; both speak of {}.",
            x.word.lower,
            y.word.lower,
            listed(&overlap.shared)
        ),
        words: [vec![x.word.lower.clone()], vec![y.word.lower.clone()]],
        both_true_if: "each says how its speaker sees it",
    })
}

fn judgements(reading: &Reading) -> Vec<Judgement<'_>> {
    let mut out = Vec::new();
    for unit in reading.units.iter().filter(|unit| !unit.asked) {
        for at in unit.range.clone() {
            let word = &reading.words[at];
            if let Some((axis, high)) =
                LEXICON.judgements.get(&word.lemma).or_else(|| LEXICON.judgements.get(&word.lower))
            {
                out.push(Judgement { word, axis, high: *high != unit.negates(at) });
            }
        }
    }
    out
}

/// What the sentences of two statements have in common, judging words left out.
fn shared(a: &Claim, b: &Claim) -> Overlap {
    let (a, b) = (words(&a.sentence), words(&b.sentence));
    let content = |words: &[Word]| -> Vec<Word> {
        words
            .iter()
            .filter(|word| word.is_content() && !LEXICON.judgements.contains_key(&word.lemma))
            .cloned()
            .collect()
    };
    let (a, b) = (content(&a), content(&b));
    Overlap::new(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>())
}
