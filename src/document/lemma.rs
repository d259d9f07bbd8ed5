//! The lemma of a word: irregular forms from the lexicon, regular ones by rule.

use crate::lexicon::english::{FREQUENT, IRREGULAR, VERBS};
use crate::lexicon::families::FAMILIES;

/// The lemma of a folded form.
pub fn lemma(form: &str) -> String {
    if let Some(lemma) = IRREGULAR.get(form) {
        return lemma.clone();
    }
    if form.len() < 4 || !form.is_ascii() || FAMILIES.contains_key(form) {
        return form.to_owned();
    }
    let known = |word: &str| FAMILIES.contains_key(word) || FREQUENT.contains_key(word) || VERBS.contains(word);
    for (ending, replacements) in REGULAR {
        let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() > 2 && stem.contains(is_vowel)) else {
            continue;
        };
        let candidates = replacements.iter().map(|r| format!("{stem}{r}")).chain(undoubled(stem));
        let candidates: Vec<String> = candidates.collect();
        if let Some(found) = candidates.iter().find(|word| known(word)) {
            return found.clone();
        }
        if *ending == "s" || !known(form) {
            return format!("{stem}{}", replacements.last().unwrap_or(&""));
        }
        break;
    }
    form.to_owned()
}

/// Endings and what may stand in their place; the last one when no word of the lexicons comes out.
const REGULAR: &[(&str, &[&str])] = &[
    ("ies", &["ie", "y"]),
    ("ied", &["ie", "y"]),
    ("sses", &["ss"]),
    ("shes", &["sh"]),
    ("ches", &["ch"]),
    ("xes", &["x"]),
    ("oes", &["oe", "o"]),
    ("ss", &["ss"]),
    ("us", &["us"]),
    ("is", &["is"]),
    ("s", &[""]),
    ("eed", &["eed", "ee"]),
    ("ed", &["e", ""]),
    ("ing", &["e", ""]),
];

fn is_vowel(c: char) -> bool {
    "aeiouy".contains(c)
}

/// "stopp" → "stop".
fn undoubled(stem: &str) -> Option<String> {
    let bytes = stem.as_bytes();
    let [.., a, b] = bytes else { return None };
    (a == b && b.is_ascii_alphabetic()).then(|| stem[..stem.len() - 1].to_owned())
}
