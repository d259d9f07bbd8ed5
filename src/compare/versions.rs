//! One quotation, worded differently: words laid side by side, and what the edit does.

use strsim::jaro_winkler;

use super::analysis::Analysis;
use super::claim::days_apart;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::overlap::{Overlap, same};
use super::reading::Reading;
use super::word::Word;
use crate::lexicon::places::PLACES;
use crate::statement::Kind;

/// Words that two versions share at least.
const SHARED_WORDS: usize = 5;
/// Share of the shorter version that the longer one holds too.
const SHARED: f64 = 0.75;
/// Longer statements are compared by their beginnings.
const MOST_WORDS: usize = 400;
/// Longest name that one edit changes.
const NAME_WORDS: usize = 4;
/// Names that differ no more than this are spellings of one.
const SAME_NAME: f64 = 0.86;

/// Words of one family that differ no more than this are spellings or forms of one.
const SAME_WORD: f64 = 0.92;
/// Share of the telling words that two translations have in common.
const SAME_TOLD: f64 = 0.5;
/// Days within which two outlets quote one occasion.
const ONE_OCCASION: i64 = 3;

/// What an edit does, most serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    Negation,
    Number,
    Name,
    Modal,
    Wording,
    /// other words for the same, from a speaker who may have spoken another language
    Translation,
    Cut,
    /// small words, inflection, spelling
    Nothing,
}

impl Edit {
    fn as_str(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Number => "number",
            Self::Name => "name",
            Self::Modal => "modal",
            Self::Wording => "wording",
            Self::Translation => "translation",
            Self::Cut => "cut",
            Self::Nothing => "spelling",
        }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Negation => "version: negation",
            Self::Number => "version: number",
            Self::Name => "version: name",
            Self::Modal => "version: modal",
            Self::Wording => "version: wording",
            Self::Translation => "version: translation",
            Self::Cut => "version: cut",
            Self::Nothing => "version: spelling",
        }
    }

    /// One of the two must be wrong.
    fn changes_meaning(self) -> bool {
        self <= Self::Modal
    }
}

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
    edits.retain(|(edit, _)| *edit != Edit::Nothing);
    edits.sort_by_key(|(edit, _)| *edit);
    let &(worst, hunk) = edits.first()?;
    let serious = edits.iter().filter(|(edit, _)| edit.changes_meaning()).count();
    let reworded = edits.iter().any(|(edit, _)| matches!(edit, Edit::Wording | Edit::Translation));
    let equal = !reworded && serious <= 2;
    let firm = worst.changes_meaning() && equal && (pairs.len() as f64) >= 0.8 * shorter as f64;
    let words = [texts(hunk.left), texts(hunk.right)];
    Some(Match {
        kind: ConflictKind::Version,
        rule: worst.rule(),
        score: if firm { 0.97 - 0.02 * f64::from(worst as u8) } else { 0.35 },
        firm,
        why: format!(
            "The two share {} words in the same order and differ in a {}: {} against {}.{}",
            pairs.len(),
            worst.as_str(),
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
        || overlap.shared.len() < SHARED_WORDS - 1
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
        rule: Edit::Translation.rule(),
        score: 0.3,
        firm: false,
        why: format!(
            "Both tell of {}, in other words: {} against {}. They may be two translations.",
            listed(&overlap.shared),
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

fn equal(a: &Word, b: &Word) -> bool {
    // "recognize" and "recognise"
    let spelled = || a.concept == b.concept && a.number.is_none() && jaro_winkler(&a.lower, &b.lower) >= SAME_WORD;
    a.lower == b.lower || a.lemma == b.lemma && a.number.is_none() || spelled()
}

/// Longest common subsequence, as pairs of places.
fn aligned(left: &[&Word], right: &[&Word]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    let mut longest = vec![0u16; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i * width + j] = if equal(left[i], right[j]) {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < left.len() && j < right.len() {
        if equal(left[i], right[j]) && longest[i * width + j] == longest[(i + 1) * width + j + 1] + 1 {
            out.push((i, j));
            i += 1;
            j += 1;
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// A place where the two differ.
struct Hunk<'w> {
    left: &'w [&'w Word],
    right: &'w [&'w Word],
    /// at the beginning or the end
    edge: bool,
}

fn hunks<'w>(pairs: &[(usize, usize)], left: &'w [&'w Word], right: &'w [&'w Word]) -> Vec<Hunk<'w>> {
    let mut out = Vec::new();
    let mut at = (0, 0);
    let end = (left.len(), right.len());
    for (n, &(i, j)) in pairs.iter().chain([&end]).enumerate() {
        if (i, j) != at {
            let edge = n == 0 || (i, j) == end;
            out.push(Hunk { left: &left[at.0..i], right: &right[at.1..j], edge });
        }
        at = (i + 1, j + 1);
    }
    out
}

fn edit(hunk: &Hunk) -> Edit {
    let (left, right) = (hunk.left, hunk.right);
    let negations = |words: &[&Word]| words.iter().filter(|word| LEXICON.negations.contains(&word.lemma)).count();
    let telling = |words: &[&Word]| words.iter().filter(|word| word.is_content()).count();
    let modals = |words: &[&Word]| words.iter().filter(|word| LEXICON.modals.contains(&word.lemma)).count();
    let one_sided = left.is_empty() || right.is_empty();
    // "No, I meant …": an answer, not a negation
    let answers = hunk.edge && one_sided && left.iter().chain(right).all(|word| word.lower == "no");
    if negations(left) != negations(right)
        && telling(left) + telling(right) == 0
        && !answers
        && !(hunk.edge && one_sided && left.len() + right.len() > 2)
    {
        return Edit::Negation;
    }
    if one_sided {
        return if telling(left) + telling(right) == 0 && modals(left) + modals(right) == 0 {
            Edit::Nothing
        } else {
            Edit::Cut
        };
    }
    if let ([.., a], [.., b]) = (left, right)
        && left.len() == right.len()
        && is_opposite_form(&a.lower, &b.lower)
    {
        return Edit::Negation;
    }
    let numbers = |words: &[&Word]| words.iter().filter_map(|word| word.number).collect::<Vec<_>>();
    let (a, b) = (numbers(left), numbers(right));
    if !a.is_empty() && !b.is_empty() {
        let others = telling(left) + telling(right) - a.len().min(telling(left)) - b.len().min(telling(right));
        return match (a == b, others) {
            (true, 0) => Edit::Nothing,
            (false, 0) => Edit::Number,
            _ => Edit::Wording,
        };
    }
    if telling(left) + telling(right) == 0 {
        return if modals(left) > 0 && modals(right) > 0 && strength(left) != strength(right) {
            Edit::Modal
        } else {
            Edit::Nothing
        };
    }
    let names =
        |words: &[&Word]| words.len() <= NAME_WORDS && words.iter().all(|word| word.capital || !word.is_content());
    if names(left) && names(right) && telling(left) > 0 && telling(right) > 0 && !hunk.edge_start() {
        return if spelled_alike(left, right) { Edit::Nothing } else { Edit::Name };
    }
    Edit::Wording
}

impl Hunk<'_> {
    /// True at the beginning, where a capital says nothing.
    fn edge_start(&self) -> bool {
        self.edge
            && self.left.first().is_some_and(|word| word.span.start < 3)
            && !self.left.iter().any(|word| word.is_strange())
    }
}

/// "legal" and "illegal", "able" and "unable".
fn is_opposite_form(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() > 3
        && ["un", "in", "im", "il", "ir", "dis", "non"].iter().any(|prefix| long.strip_prefix(prefix) == Some(short))
}

/// What the modals of a place say; "will" and "would" are one in reported speech.
fn strength(words: &[&Word]) -> Vec<&'static str> {
    let mut out: Vec<&str> = words
        .iter()
        .filter_map(|word| match word.lemma.as_str() {
            "will" | "would" | "shall" | "'ll" | "'d" => Some("will"),
            "can" | "could" => Some("can"),
            "may" | "might" => Some("may"),
            "must" | "need" => Some("must"),
            "should" | "ought" => Some("should"),
            _ => None,
        })
        .collect();
    out.dedup();
    out
}

fn spelled_alike(left: &[&Word], right: &[&Word]) -> bool {
    let join = |words: &[&Word]| {
        words.iter().filter(|w| w.is_content()).map(|w| w.lower.as_str()).collect::<Vec<_>>().join(" ")
    };
    let same_state = left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.concept == b.concept);
    same_state || jaro_winkler(&join(left), &join(right)) >= SAME_NAME
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

    fn rule(country: &str, a: &str, b: &str) -> Option<&'static str> {
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
        find(&a, &b).map(|found| found.rule)
    }

    #[test]
    fn other_words_for_the_same_are_a_translation_where_another_language_is_spoken() {
        let a = "The rulings of the harbour court have no meaning for our fishermen, whatever it decides.";
        let b = "For the fishermen of ours, no ruling of this harbour court has any meaning at all.";
        assert_eq!(rule("NO", a, b), Some("version: translation"));
        assert_eq!(rule("GB", a, b), None);
        let c = "For our fishermen the rulings of this harbour court have a meaning.";
        assert_eq!(rule("NO", a, c), None, "a negation more is no translation");
    }

    #[test]
    fn another_word_at_one_place_is_classified() {
        let of = |other: &str| rule("NO", "We will open the new harbour bridge in 14 days, that is sure.", other);
        assert_eq!(of("We will open the new harbour bridge in 40 days, that is sure."), Some("version: number"));
        assert_eq!(of("We will not open the new harbour bridge in 14 days, that is sure."), Some("version: negation"));
        assert_eq!(of("We may open the new harbour bridge in 14 days, that is sure."), Some("version: modal"));
        assert_eq!(of("We will unveil the new harbour bridge in 14 days, that is sure."), Some("version: translation"));
    }
}
