//! One quotation, worded differently: words laid side by side, and what the edit does.

use strsim::jaro_winkler;

use super::judge::Match;
use super::lexicon::LEXICON;
use super::reading::Reading;
use super::words::Word;
use super::{Analysis, ConflictKind};

/// Words that two versions share at least.
const SHARED_WORDS: usize = 5;
/// Share of the shorter version that the longer one holds too.
const SHARED: f64 = 0.75;
/// Longer statements are compared by their beginnings.
const MOST_WORDS: usize = 400;
/// Names that differ no more than this are spellings of one.
const SAME_NAME: f64 = 0.86;

/// What an edit does, most serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    Negation,
    Number,
    Name,
    Modal,
    Wording,
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
        return None;
    }
    let hunks = hunks(&pairs, &left, &right);
    let mut edits: Vec<(Edit, &Hunk)> = hunks.iter().map(|hunk| (edit(hunk), hunk)).collect();
    edits.retain(|(edit, _)| *edit != Edit::Nothing);
    edits.sort_by_key(|(edit, _)| *edit);
    let &(worst, hunk) = edits.first()?;
    let serious = edits.iter().filter(|(edit, _)| edit.changes_meaning()).count();
    let reworded = edits.iter().any(|(edit, _)| *edit == Edit::Wording);
    let equal = !reworded && serious <= 2;
    let firm = worst.changes_meaning() && equal && (pairs.len() as f64) >= 0.8 * shorter as f64;
    let words = [texts(hunk.left), texts(hunk.right)];
    Some(Match {
        kind: ConflictKind::Version,
        rule: worst.rule(),
        score: if firm { 0.97 - 0.02 * f64::from(worst as u8) } else { 0.35 },
        firm,
        why: format!(
            "The two share {} words in the same order and differ in a {}: {} against {}. One of them may be misprinted.",
            pairs.len(),
            worst.as_str(),
            shown(&words[0]),
            shown(&words[1])
        ),
        words,
        both_true_if: "they were said on different occasions",
    })
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
        (Some(a), Some(b)) => last_name(a) == last_name(b),
        _ => {
            let quoted = |kind: Option<crate::statement::Kind>| {
                matches!(kind, Some(crate::statement::Kind::Direct | crate::statement::Kind::Mixed))
            };
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
    a.lower == b.lower || a.lemma == b.lemma && a.number.is_none()
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
    if negations(left) != negations(right)
        && telling(left) + telling(right) <= 2
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
        return if modals(left) + modals(right) > 0 && strength(left) != strength(right) {
            Edit::Modal
        } else {
            Edit::Nothing
        };
    }
    let names = |words: &[&Word]| words.iter().all(|word| word.capital || !word.is_content());
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
