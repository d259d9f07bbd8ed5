//! The headline of a page, of those that it gives, and the outlet that the window's title ends in.

use super::facts::{Told, same_name};
use crate::text::masthead::is_outlet;

/// What stands between a headline and an outlet.
const MARKS: [&str; 5] = [" | ", " — ", " – ", " - ", " :: "];

/// The headline. Pages have up to three: printed, told to search engines, given to those who share them. What is printed
/// stands where one of the others agrees, the one that is shared where none does. Of running reports ("Flood LIVE: …")
/// the shared one names the story.
pub(super) fn headline(
    shared: Option<String>,
    linked: Option<String>,
    heading: &str,
    window: Option<String>,
) -> Vec<Told> {
    let heading = Some(heading.to_owned()).filter(|h| h.split_whitespace().nth(1).is_some());
    let agree = |one: &Option<String>, other: &Option<String>| {
        one.as_deref().zip(other.as_deref()).is_some_and(|(one, other)| same_name(one, other))
    };
    let is_live = |title: &Option<String>| title.as_deref().is_some_and(|title| title.contains("LIVE:"));
    let shared_names_it = shared.is_some() && !is_live(&shared);
    let printed_stands =
        agree(&heading, &shared) || agree(&heading, &linked) && !(is_live(&heading) && shared_names_it);
    let mut told = vec![("the heading", heading.clone().filter(|_| printed_stands))];
    // "Ferries: pier shut" repeats the heading "Pier shut"
    let inside =
        |inner: &Option<String>, outer: &str| inner.as_deref().is_some_and(|i| i != outer && outer.contains(i));
    let shared = shared.filter(|title| !inside(&heading, title) && !inside(&linked, title) && !title.ends_with('…'));
    told.extend([("og:title", shared), ("JSON-LD", linked), ("the heading", heading)]);
    told.push(("the window's title", window.filter(|w| !w.is_empty())));
    told
}

/// What stands beside the headline in the window's title: the outlet's name, mostly behind it.
pub(super) fn outlet_in_title(window: &str, headlines: [&str; 2]) -> Option<String> {
    let marks = |found: fn(&str, &str) -> Option<usize>| {
        MARKS.iter().filter_map(move |mark| {
            found(window, mark).map(|at| (window[..at].trim(), window[at + mark.len()..].trim()))
        })
    };
    let is_headline = |words: &str| !words.is_empty() && headlines.contains(&words);
    let last = marks(|window, mark| window.rfind(mark)).max_by_key(|(head, _)| head.len());
    let behind = last.filter(|(head, tail)| is_headline(head) || is_outlet_name(tail) && !is_outlet(head));
    let first = marks(|window, mark| window.find(mark)).min_by_key(|(head, _)| head.len());
    let before = || {
        let colon = window.split_once(": ").filter(|(head, tail)| is_outlet(head) && !tail.contains(MARKS[0]));
        first.filter(|(head, tail)| is_headline(tail) || is_outlet(head)).or(colon)
    };
    behind.map(|(_, tail)| tail).or_else(|| before().map(|(head, _)| head)).map(str::to_owned)
}

/// A few words, all with capitals but the small ones: "The Tern Bay Courier", not "minister resigns".
fn is_outlet_name(words: &str) -> bool {
    let capital =
        |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "of" | "the" | "and" | "&" | "for");
    words.split_whitespace().all(capital) && (1..=5).contains(&words.split_whitespace().count())
}

/// A title may end in the outlet's name: "Pier shut - Tern Bay Courier", also in a shorter form of it; or begin with the whole.
pub(super) fn without_outlet(title: String, outlet: Option<&str>) -> String {
    let before = || MARKS.iter().chain(&[": "]).find_map(|mark| title.split_once(mark));
    if let Some((head, tail)) = before()
        && outlet.is_some_and(|outlet| same_name(outlet, head))
        && tail.split_whitespace().nth(1).is_some()
    {
        return without_outlet(tail.trim().to_owned(), outlet);
    }
    for mark in MARKS {
        let Some((head, tail)) = title.rsplit_once(mark) else { continue };
        let is_name = outlet.is_some_and(|outlet| {
            let is_part = |a: &str, b: &str| same_name(a, b) || a.to_lowercase().contains(&b.to_lowercase());
            is_part(outlet, tail) || is_part(tail, outlet)
        });
        if is_name && !head.trim().is_empty() {
            return without_outlet(head.trim().to_owned(), outlet);
        }
    }
    title
}
