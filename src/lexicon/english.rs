//! Words of English: which are frequent, which are verbs, which have irregular forms.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{read, rows};

/// Word → rank among the most frequent words.
pub static FREQUENT: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    let list = include_str!("../../data/lexicons/frequent_words.txt");
    list.split_whitespace().enumerate().map(|(rank, word)| (word, rank)).collect()
});

/// Verbs, by their lemmas (WordNet).
pub static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| rows(include_str!("../../data/lexicons/verbs.txt")).flat_map(|row| row.split(' ')).collect());

/// Irregular form → lemma.
pub static IRREGULAR: LazyLock<HashMap<String, String>> = LazyLock::new(|| inverted(&INFLECTIONS.lemmas));

/// Verb → all its forms, where the rule would not give them.
pub static VERB_FORMS: LazyLock<&HashMap<String, String>> = LazyLock::new(|| &INFLECTIONS.verbs);

static INFLECTIONS: LazyLock<Inflections> =
    LazyLock::new(|| read("inflections.toml", include_str!("../../data/lexicons/inflections.toml")));

#[derive(Deserialize)]
struct Inflections {
    lemmas: HashMap<String, String>,
    verbs: HashMap<String, String>,
}

/// Word → name of the list that holds it; a word in two lists belongs to the first by name.
pub fn inverted(lists: &HashMap<String, String>) -> HashMap<String, String> {
    let mut names: Vec<&String> = lists.keys().collect();
    names.sort();
    let mut out = HashMap::default();
    for name in names {
        for word in lists[name].split_whitespace() {
            out.entry(word.to_owned()).or_insert_with(|| name.clone());
        }
    }
    out
}
