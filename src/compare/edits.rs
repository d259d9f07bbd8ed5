//! Two versions of one quotation laid side by side: where they differ, and what each edit does.

use strsim::jaro_winkler;

use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::rule::Edit;
use super::word::Word;

/// Longest name that one edit changes.
const NAME_WORDS: usize = 4;
/// Names that differ no more than this are spellings of one.
const SAME_NAME: f64 = 0.86;
/// Words of one family that differ no more than this are spellings or forms of one.
const SAME_WORD: f64 = 0.92;

fn equal(a: &Word, b: &Word) -> bool {
    // "recognize" and "recognise"
    let spelled = || a.concept == b.concept && a.number.is_none() && jaro_winkler(&a.lower, &b.lower) >= SAME_WORD;
    a.lower == b.lower || a.lemma == b.lemma && a.number.is_none() || spelled()
}

/// Longest common subsequence, as pairs of places.
pub(super) fn aligned(left: &[&Word], right: &[&Word]) -> Vec<(usize, usize)> {
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
pub(super) struct Hunk<'w> {
    pub left: &'w [&'w Word],
    pub right: &'w [&'w Word],
    /// at the beginning or the end
    edge: bool,
}

/// The places between the words that both have.
pub(super) fn hunks<'w>(pairs: &[(usize, usize)], left: &'w [&'w Word], right: &'w [&'w Word]) -> Vec<Hunk<'w>> {
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

/// What a difference does.
pub(super) fn edit(hunk: &Hunk) -> Edit {
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
            Edit::Spelling
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
            (true, 0) => Edit::Spelling,
            (false, 0) => Edit::Number,
            _ => Edit::Wording,
        };
    }
    if telling(left) + telling(right) == 0 {
        return if modals(left) > 0 && modals(right) > 0 && strength(left) != strength(right) {
            Edit::Modal
        } else {
            Edit::Spelling
        };
    }
    let names =
        |words: &[&Word]| words.len() <= NAME_WORDS && words.iter().all(|word| word.capital || !word.is_content());
    if names(left) && names(right) && telling(left) > 0 && telling(right) > 0 && !hunk.edge_start() {
        return if spelled_alike(left, right) { Edit::Spelling } else { Edit::Name };
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

/// What the modals of a place say.
fn strength(words: &[&Word]) -> Vec<&'static str> {
    let said = |word: &&Word| {
        let of = CLAUSES.strengths.iter().find(|(_, modals)| modals.has(&word.lemma));
        of.map(|(name, _)| name.as_str())
    };
    let mut out: Vec<&str> = words.iter().filter_map(said).collect();
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
