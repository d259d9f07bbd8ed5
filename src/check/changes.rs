//! What a difference between a quotation and its source changes: a "not", a number, a name, a "may", or only the wording.

use std::sync::LazyLock;

use rustc_hash::FxHashSet as HashSet;
use serde::{Deserialize, Serialize};

use super::words::Word;
use crate::document::lemma::lemma;
use crate::lexicon;

/// What a difference changes, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ChangeKind {
    /// one of the two is negated
    Negation,
    /// a number is another one, or only one has it
    Number,
    /// a name is another one, or only one has it
    Name,
    /// what may, must, will or can be
    Modal,
    /// words of the source are left out without a mark
    Cut,
    /// other words
    Wording,
}

impl ChangeKind {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The words that this needs, from `data/lexicons/polarity.toml`.
#[derive(Deserialize)]
struct Polarity {
    negations: String,
    modals: String,
    standing_in: String,
    numbers: Numbers,
}

#[derive(Deserialize)]
struct Numbers {
    words: String,
}

struct Lists {
    negations: HashSet<String>,
    modals: HashSet<String>,
    /// for these a name may be put between square brackets
    standing_in: HashSet<String>,
    /// word of a number → digits
    numbers: std::collections::HashMap<String, String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let file: Polarity = lexicon::read("polarity.toml", include_str!("../../data/lexicons/polarity.toml"));
    let numbers = file.numbers.words.split_whitespace().filter_map(|pair| pair.split_once('='));
    Lists {
        negations: lexicon::words(&file.negations),
        modals: lexicon::words(&file.modals),
        standing_in: lexicon::words(&file.standing_in),
        numbers: numbers.map(|(word, value)| (word.to_owned(), value.to_owned())).collect(),
    }
});

/// What it changes that the quotation has these words and the source those.
pub fn kind(draft: &[Word], source: &[Word]) -> ChangeKind {
    let count = |words: &[Word], what: fn(&Word) -> bool| words.iter().filter(|word| what(word)).count();
    let modals = |words: &[Word]| words.iter().filter_map(modal).collect::<Vec<_>>();
    let names = |words: &[Word]| words.iter().filter(|w| w.capital && !is_small(w)).map(|w| w.form.clone()).collect();
    let names: [Vec<String>; 2] = [names(draft), names(source)];
    if count(draft, is_negation) != count(source, is_negation) {
        ChangeKind::Negation
    } else if values(draft) != values(source) {
        ChangeKind::Number
    } else if names[0] != names[1] {
        ChangeKind::Name
    } else if modals(draft) != modals(source) {
        ChangeKind::Modal
    } else if draft.is_empty() {
        ChangeKind::Cut
    } else {
        ChangeKind::Wording
    }
}

/// The numbers among words; "forty-one" is one.
fn values(words: &[Word]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut tens: Option<&Word> = None;
    for word in words {
        let ones = LISTS.numbers.get(&word.form).filter(|ones| ones.len() == 1 && *ones != "0");
        let before = tens.take().filter(|tens| tens.span.end + 1 == word.span.start);
        if let (Some(_), Some(ones), Some(value)) = (before, ones, values.last_mut()) {
            value.replace_range(1.., ones);
            continue;
        }
        values.extend(number(word));
        let is_tens = |value: &&String| value.len() == 2 && value.ends_with('0') && *value != "10";
        tens = LISTS.numbers.get(&word.form).filter(is_tens).map(|_| word);
    }
    values
}

/// True for "not", "never", "isn't" and their like.
pub fn is_negation(word: &Word) -> bool {
    LISTS.negations.contains(&word.form) || word.form.ends_with("n't")
}

fn number(word: &Word) -> Option<String> {
    match word.form.starts_with(|c: char| c.is_numeric()) {
        true => Some(word.form.replace(',', "")),
        // "one" is a pronoun as often as a number
        false => LISTS.numbers.get(&word.form).filter(|_| word.form != "one").cloned(),
    }
}

fn modal(word: &Word) -> Option<&'static str> {
    let form = word.form.strip_suffix("n't").unwrap_or(&word.form);
    let form = match form {
        "wo" => "will",
        "ca" | "cannot" => "can",
        other => other,
    };
    LISTS.modals.get(form).map(String::as_str)
}

/// A word that has a capital letter only because a sentence begins with it: the frequent small words, and there also those that are
/// frequent in their plain form and stand in another ("Numbers").
fn is_small(word: &Word) -> bool {
    const SMALL: usize = 200;
    let form = word.form.split('\'').next().unwrap_or_default();
    let rank = |form: &str| lexicon::english::FREQUENT.get(form).copied();
    let inflected = || Some(lemma(form)).filter(|lemma| lemma != form && rank(lemma).is_some());
    rank(form).is_some_and(|rank| rank < SMALL) || word.first && inflected().is_some()
}

/// True where brackets of an editor may stand. What adds or changes a "not" or a number changes what was said, and so does a name for
/// more than a small word: "[Orlund]" may stand for "it".
pub fn is_editors_right(draft: &[Word], source: &[Word]) -> bool {
    match kind(draft, source) {
        ChangeKind::Negation | ChangeKind::Number => false,
        ChangeKind::Name => !source.is_empty() && source.iter().all(|word| LISTS.standing_in.contains(&word.form)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;
    use crate::text::Span;

    #[test]
    fn the_worst_change_is_told() {
        let all = |text: &str| words(text, Span::new(0, text.len()));
        for (draft, source, expected) in [
            ("", "not", ChangeKind::Negation),
            ("is", "isn’t", ChangeKind::Negation),
            ("isn’t", "is not", ChangeKind::Wording),
            ("40", "14", ChangeKind::Number),
            ("three", "3", ChangeKind::Wording),
            ("10,000", "10000", ChangeKind::Wording),
            ("Belgora", "Tolvik", ChangeKind::Name),
            ("The", "this", ChangeKind::Wording),
            ("It’s", "is", ChangeKind::Wording),
            ("can’t", "cannot", ChangeKind::Wording),
            ("forty-one", "41", ChangeKind::Wording),
            ("forty-two", "41", ChangeKind::Number),
            ("must", "may", ChangeKind::Modal),
            ("", "very old", ChangeKind::Cut),
            ("big", "large", ChangeKind::Wording),
        ] {
            assert_eq!(kind(&all(draft), &all(source)), expected, "{draft:?} against {source:?}");
        }
    }
}
