//! Are two names, roles or bodies the same? Accents, case, articles and small words aside.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

static POSSESSIVE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"'s\b|'(\s|$)").expect("sound"));
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\w+").expect("sound"));
/// Between joint speakers.
static JOINT: LazyLock<Regex> = LazyLock::new(|| Regex::new("; | and ").expect("sound"));

const SMALL: [&str; 9] = ["the", "a", "an", "of", "for", "and", "at", "in", "s"];

/// The words that count.
pub fn words(text: &str) -> Vec<String> {
    let plain: String = text.to_lowercase().replace('’', "'").nfd().filter(|c| !is_combining_mark(*c)).collect();
    let plain = POSSESSIVE.replace_all(&plain, "$1");
    WORD.find_iter(&plain).map(|w| w.as_str().to_owned()).filter(|w| !SMALL.contains(&w.as_str())).collect()
}

fn set(words: &[String]) -> BTreeSet<&str> {
    words.iter().map(String::as_str).collect()
}

/// The same speaker: of a person the full name, of others the same words. `marked` may hold joint speakers, any of whom will do.
pub fn name(marked: &str, found: &str, person: bool) -> bool {
    let marked_names: Vec<_> = marked.split("; ").map(words).collect();
    let mut found_names: Vec<_> = JOINT.split(found).map(words).collect();
    found_names.push(words(found));
    match person {
        true => marked_names.iter().any(|m| !m.is_empty() && found_names.contains(m)),
        false => {
            let any = |m: &Vec<String>| !m.is_empty() && found_names.iter().any(|f| set(m) == set(f));
            marked_names.iter().any(any) || set(&words(marked)) == set(&words(found))
        }
    }
}

/// The same last name, of any of the joint speakers.
pub fn last_name(marked: &str, found: &str) -> bool {
    let last = words(found).pop();
    marked.split("; ").any(|name| words(name).pop() == last)
}

/// The same role: all words of the shorter in the longer, the head word of one in the other.
pub fn role(marked: &str, found: &str) -> bool {
    let (m, f) = (words(marked), words(found));
    let (Some(m_head), Some(f_head)) = (m.last(), f.last()) else { return m.is_empty() && f.is_empty() };
    let (m_set, f_set) = (set(&m), set(&f));
    m_set == f_set || (m_set.is_subset(&f_set) || f_set.is_subset(&m_set)) && (f.contains(m_head) || m.contains(f_head))
}

/// The same body: all words of the shorter in the longer; a country and its adjective are one.
pub fn body(marked: &str, found: &str) -> bool {
    let (m, f) = (words(marked), words(found));
    if m.is_empty() || f.is_empty() {
        return m.is_empty() && f.is_empty();
    }
    let all_in = |a: &[String], b: &[String]| a.iter().all(|x| b.iter().any(|y| near(x, y)));
    all_in(&m, &f) || all_in(&f, &m)
}

/// Russia and Russian, Ukraine and Ukrainian.
fn near(a: &str, b: &str) -> bool {
    let (a_len, b_len) = (a.chars().count(), b.chars().count());
    let (shorter, longer) = (a_len.min(b_len), a_len.max(b_len));
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count().min(shorter);
    a == b || common >= 5 && longer - common <= 4 || common == 4 && longer - common <= 3
}

/// Every word of `part` is one of `whole`.
pub fn within(part: &str, whole: &str) -> bool {
    let (part, whole) = (words(part), words(whole));
    set(&part).is_subset(&set(&whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_accents_and_small_words() {
        assert!(name("Irena Sovák", "irena sovak", true));
        assert!(!name("Irena Sovak", "Sovak", true) && last_name("Irena Sovak", "Ms Sovák"));
        assert!(name("Ada Quist; Bo Ferrant", "Bo Ferrant", true), "one of joint speakers");
        assert!(name("the port’s council", "Council of the port", false));
        assert!(!name("", "Ada Quist", true));
    }

    #[test]
    fn roles_and_bodies_may_be_given_shorter() {
        assert!(role("deputy harbour minister", "minister") && !role("harbour minister", "harbour master"));
        assert!(role("", "") && !role("minister", ""));
        assert!(body("Kestria", "Kestrian") && body("the Port of Varnes", "Varnes") && !body("Orlund", "Kestria"));
        assert!(within("minister", "energy minister"));
    }
}
