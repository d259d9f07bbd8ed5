//! One quotation, worded differently: words laid side by side, and what the edit does.

use super::analysis::Analysis;
use super::claim::days_apart;
use super::edits::{Hunk, aligned, edit, hunks};
use super::finding::{ConflictKind, Match, listed};
use super::overlap::{Overlap, same};
use super::reading::Reading;
use super::rule::{Edit, Rule};
use super::word::Word;
use crate::lexicon::places::PLACES;
use crate::statement::Kind;

/// Words that two versions share at least.
const SHARED_WORDS: usize = 5;
/// Share of the shorter version that the longer one holds too.
const SHARED: f64 = 0.75;
/// Longer statements are compared by their beginnings.
const MOST_WORDS: usize = 400;
/// Share of the telling words that two translations have in common.
const SAME_TOLD: f64 = 0.5;
/// Days within which two outlets quote one occasion.
const ONE_OCCASION: i64 = 3;

/// The versions that two statements are of one quotation, if they are.
pub(super) fn find(a: &Analysis, b: &Analysis) -> Option<Match> {
    let (left, right) = (spoken(&a.reading), spoken(&b.reading));
    let shorter = left.len().min(right.len());
    if shorter < SHARED_WORDS || !may_be_one(a, b) {
        return None;
    }
    let pairs = aligned(&left, &right);
    if pairs.len() < SHARED_WORDS || (pairs.len() as f64) < SHARED * shorter as f64 {
        return translated(a, b);
    }
    let hunks = hunks(&pairs, &left, &right);
    let foreign = may_be_translated(a, b);
    let edit = |hunk: &Hunk| match edit(hunk) {
        Edit::Wording if foreign => Edit::Translation,
        other => other,
    };
    let mut edits: Vec<(Edit, &Hunk)> = hunks.iter().map(|hunk| (edit(hunk), hunk)).collect();
    edits.retain(|(edit, _)| *edit != Edit::Spelling);
    edits.sort_by_key(|(edit, _)| *edit);
    let &(worst, hunk) = edits.first()?;
    let serious = edits.iter().filter(|(edit, _)| edit.changes_meaning()).count();
    let reworded = edits.iter().any(|(edit, _)| matches!(edit, Edit::Wording | Edit::Translation));
    let equal = !reworded && serious <= 2;
    let firm = worst.changes_meaning() && equal && (pairs.len() as f64) >= 0.8 * shorter as f64;
    let words = [texts(hunk.left), texts(hunk.right)];
    Some(Match {
        kind: ConflictKind::Version,
        rule: Rule::Version(worst),
        score: if firm { 0.97 - 0.02 * f64::from(worst as u8) } else { 0.35 },
        firm,
        why: format!(
            "The two share {} words in the same order and differ in a {}: {} against {}.{}",
            pairs.len(),
            worst,
            shown(&words[0]),
            shown(&words[1]),
            if firm { " One of them may be misprinted." } else { "" }
        ),
        words,
        both_true_if: if firm {
            "one of them is misprinted, or they were said on different occasions"
        } else {
            "they were said on different occasions"
        },
    })
}

/// Two translations of one quotation: other words, hardly one in the same place, and the same told.
fn translated(a: &Analysis, b: &Analysis) -> Option<Match> {
    let quoted = |x: &Analysis| matches!(x.claim.kind, Some(Kind::Direct | Kind::Mixed));
    let one_time = days_apart(a.claim.published.as_deref(), b.claim.published.as_deref());
    let apart = a.claim.is_beside(&b.claim);
    if !may_be_translated(a, b) || apart || !quoted(a) || !quoted(b) || one_time.is_some_and(|days| days > ONE_OCCASION)
    {
        return None;
    }
    let (left, right) = (a.reading.all_content(), b.reading.all_content());
    let overlap = Overlap::new(&left, &right);
    let negations = |x: &Analysis| x.reading.units.iter().map(|unit| unit.negations.len()).sum::<usize>();
    let figures = |words: &[&Word]| {
        let mut figures: Vec<String> = words.iter().filter_map(|w| w.number).map(|n| n.to_string()).collect();
        figures.sort();
        figures
    };
    if overlap.least() < SAME_TOLD
        || overlap.count() < SHARED_WORDS - 1
        || negations(a) != negations(b)
        || figures(&left) != figures(&right)
    {
        return None;
    }
    let only = |here: &[&Word], there: &[&Word]| -> Vec<String> {
        here.iter().filter(|w| !there.iter().any(|o| same(w, o))).map(|w| w.lower.clone()).collect()
    };
    let words = [only(&left, &right), only(&right, &left)];
    Some(Match {
        kind: ConflictKind::Version,
        rule: Rule::Version(Edit::Translation),
        score: 0.3,
        firm: false,
        why: format!(
            "Both tell of {}, in other words: {} against {}. They may be two translations.",
            listed(&overlap.shared()),
            shown(&words[0]),
            shown(&words[1])
        ),
        words,
        both_true_if: "they are two translations of the same words",
    })
}

/// True when one speaker, who speaks for a state where English is not spoken, said both.
fn may_be_translated(a: &Analysis, b: &Analysis) -> bool {
    let country = a.claim.country.as_ref().or(b.claim.country.as_ref());
    let one = a.claim.speaker_key.is_some() && a.claim.speaker_key == b.claim.speaker_key;
    one && country.is_some_and(|code| !PLACES.speaks_english(code))
}

/// True when one speaker may have said both: quotations and statements by someone, not headlines.
fn may_be_one(a: &Analysis, b: &Analysis) -> bool {
    let (a, b) = (&a.claim, &b.claim);
    if let (Some(a), Some(b)) = (&a.speaker_key, &b.speaker_key)
        && a == b
    {
        return true;
    }
    match (&a.speaker, &b.speaker) {
        (Some(x), Some(y)) if last_name(x) == last_name(y) => true,
        (Some(_), Some(_)) => {
            // one names the speaker, the other calls him "the farmer"
            let one_unnamed = a.speaker_key.is_none() != b.speaker_key.is_none();
            one_unnamed && a.kind == Some(Kind::Direct) && b.kind == Some(Kind::Direct)
        }
        _ => {
            let quoted = |kind: Option<Kind>| matches!(kind, Some(Kind::Direct | Kind::Mixed));
            let carried = a.outlet.is_some() && b.outlet.is_some() && a.outlet != b.outlet;
            quoted(a.kind) && quoted(b.kind) || carried
        }
    }
}

fn last_name(name: &str) -> String {
    name.split_whitespace().next_back().unwrap_or_default().to_lowercase()
}

/// The words of a statement without marks.
fn spoken(reading: &Reading) -> Vec<&Word> {
    reading.words.iter().filter(|word| !word.is_punctuation).take(MOST_WORDS).collect()
}

fn texts(words: &[&Word]) -> Vec<String> {
    words.iter().map(|word| word.lower.clone()).collect()
}

fn shown(words: &[String]) -> String {
    if words.is_empty() { "nothing".to_owned() } else { format!("“{}”", words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Claim, Comparer};

    fn rule(country: &str, a: &str, b: &str) -> Option<String> {
        let comparer = Comparer::new(Vec::new());
        let [a, b] = [(a, "a"), (b, "b")].map(|(text, article)| {
            comparer.analyse(Claim {
                text: text.to_owned(),
                sentence: text.to_owned(),
                speaker: Some("Oda Tarrick".to_owned()),
                speaker_key: Some("1".to_owned()),
                country: Some(country.to_owned()),
                article: article.to_owned(),
                kind: Some(Kind::Direct),
                on_record: true,
                cue: "said".to_owned(),
                ..Claim::default()
            })
        });
        find(&a, &b).map(|found| found.rule.to_string())
    }

    #[test]
    fn other_words_for_the_same_are_a_translation_where_another_language_is_spoken() {
        let a = "The rulings of the harbour court have no meaning for our fishermen, whatever it decides.";
        let b = "For the fishermen of ours, no ruling of this harbour court has any meaning at all.";
        assert_eq!(rule("NO", a, b).as_deref(), Some("version: translation"));
        assert_eq!(rule("GB", a, b), None);
        let c = "For our fishermen the rulings of this harbour court have a meaning.";
        assert_eq!(rule("NO", a, c), None, "a negation more is no translation");
    }

    #[test]
    fn another_word_at_one_place_is_classified() {
        let of = |other: &str| rule("NO", "We will open the new harbour bridge in 14 days, that is sure.", other);
        assert_eq!(
            of("We will open the new harbour bridge in 40 days, that is sure.").as_deref(),
            Some("version: number")
        );
        assert_eq!(
            of("We will not open the new harbour bridge in 14 days, that is sure.").as_deref(),
            Some("version: negation")
        );
        assert_eq!(
            of("We may open the new harbour bridge in 14 days, that is sure.").as_deref(),
            Some("version: modal")
        );
        assert_eq!(
            of("We will unveil the new harbour bridge in 14 days, that is sure.").as_deref(),
            Some("version: translation")
        );
    }
}
