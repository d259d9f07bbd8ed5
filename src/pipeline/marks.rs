//! Which words of the two statements of a conflict are to be marked, wherever the two are shown.

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use crate::check::differing;
use crate::store::ConflictRow;
use crate::text::{Span, fold};

/// The words that the conflict's rule names, else all in which the two differ, in bytes of each.
pub fn marks(conflict: &ConflictRow) -> [Vec<Span>; 2] {
    let texts = [conflict.a.text.as_str(), conflict.b.text.as_str()];
    let more: Value = conflict.more.as_deref().and_then(|m| serde_json::from_str(m).ok()).unwrap_or_default();
    let told = [0, 1].map(|n| named(texts[n], &more["words"][n]));
    if told.iter().all(Vec::is_empty) { differing(texts[0], texts[1]) } else { told }
}

/// Where the words of a list stand in a text.
fn named(text: &str, list: &Value) -> Vec<Span> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let words: Vec<String> = list.iter().filter_map(Value::as_str).map(fold::fold).collect();
    let found = text.unicode_word_indices().filter(|(_, word)| words.contains(&fold::fold(word)));
    found.map(|(at, word)| Span::new(at, at + word.len())).collect()
}
