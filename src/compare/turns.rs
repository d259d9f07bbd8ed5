//! What a paraphrase can say otherwise than its source; small words that say the contrary, what denies, what leaves open.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::lists::CLAUSES;
use super::reading::Reading;
use super::unit::Unit;
use super::word::Word;
use crate::lexicon::{read, words};

/// What a paraphrase says otherwise than its source, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum DifferenceKind {
    /// one of the two denies it
    Negation,
    /// the contrary is told
    Opposite,
    /// another number, or one that the source lacks
    Number,
    /// another name, or one that the source's article lacks
    Name,
    /// another day, month, year or hour
    Time,
    /// it is so against it may be so
    Modal,
}

impl DifferenceKind {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A difference between a paraphrase and its source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// what it changes
    pub kind: DifferenceKind,
    /// words of the paraphrase; empty where it has none for those of the source
    pub draft: String,
    /// words of the source; empty where it has none for those of the paraphrase
    pub source: String,
}

/// The words that this needs, from `data/lexicons/retold.toml`.
#[derive(Deserialize)]
struct Words {
    contrary: Vec<Contrary>,
}

/// Words against words.
#[derive(Deserialize)]
struct Contrary {
    words: String,
    against: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| read("retold.toml", include_str!("../../data/lexicons/retold.toml")));

/// "meaningful" and "meaningless".
pub(super) fn is_emptied(a: &Word, b: &Word) -> bool {
    let one_way =
        |full: &str, empty: &str| full.strip_suffix("ful").is_some_and(|stem| empty.strip_suffix("less") == Some(stem));
    one_way(&a.lower, &b.lower) || one_way(&b.lower, &a.lower)
}

/// Words of the lexicon that say the contrary, where neither side has both.
pub(super) fn against<'w>(ours: &'w [Word], theirs: &'w [Word]) -> Option<(&'w Word, &'w Word)> {
    let find = |of: &'w [Word], list: &str| {
        let list = words(list);
        let as_well = |at: usize| at > 0 && of[at - 1].lower == "as";
        (0..of.len()).find(|at| list.contains(&of[*at].lower) && !as_well(*at)).map(|at| &of[at])
    };
    WORDS.contrary.iter().find_map(|Contrary { words, against }| {
        [(words, against), (against, words)].into_iter().find_map(|(one, other)| {
            let (mine, yours) = (find(ours, one)?, find(theirs, other)?);
            (find(ours, other).is_none() && find(theirs, one).is_none()).then_some((mine, yours))
        })
    })
}

/// True where the claim denies what a word tells: by its cue, by what frames it, by a negation.
pub(super) fn is_denied(analysis: &Analysis, unit: &Unit, at: usize) -> bool {
    let framed = unit.denies_all().is_some_and(|frame| frame.scope.contains(&at));
    let negations = unit.own_negations().filter(|negation| negation.focus.contains(&at)).count();
    (framed != analysis.claim.negated) != (negations % 2 == 1)
}

/// The words that deny it; none where nothing does.
pub(super) fn denial(analysis: &Analysis, unit: &Unit, at: usize) -> String {
    let words = &analysis.reading.words;
    let framed = unit.denies_all().filter(|frame| frame.scope.contains(&at));
    let by_frame = framed.map(|frame| match frame.cue.is_empty() {
        true => analysis.claim.cue.clone(),
        false => words[frame.cue.clone()].iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" "),
    });
    let by_cue = || analysis.claim.negated.then(|| analysis.claim.cue.clone());
    let by_word = unit.own_negations().find(|negation| negation.focus.contains(&at));
    by_frame.or_else(by_cue).or_else(|| by_word.map(|negation| words[negation.at].lower.clone())).unwrap_or_default()
}

/// The word that leaves it open before a verb: "may", "might".
pub(super) fn chance(reading: &Reading, unit: &Unit, at: usize) -> String {
    let start = unit.clause(at).map_or(unit.range.start, |clause| clause.range.start);
    let list = CLAUSES.strengths.get("chance");
    let found = reading.words[start..at].iter().find(|word| list.is_some_and(|list| list.has(&word.lemma)));
    found.map(|word| word.lower.clone()).unwrap_or_default()
}

/// True when an example ("a paraphrase / its source") of `retold.toml` has words that say the contrary.
#[cfg(test)]
pub(crate) fn meets(example: &str) -> bool {
    let (draft, source) = example.split_once(" / ").expect("a paraphrase / its source");
    against(&super::words::words(draft), &super::words::words(source)).is_some()
}
