//! Who wrote a page's article: its data, then what it prints.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;

use super::facts::{Metadata, Told, is_address, same_name};
use super::named::Named;
use crate::text::dates::printed_date;
use crate::text::one_line;

/// Who wrote it. Where the page names itself as the author, what it prints is looked at as well.
pub(super) fn byline(page: &Document, linked: &Metadata, named: &Named, outlet: Option<&str>) -> Vec<Told> {
    let own = |name: &str| outlet.is_some_and(|outlet| same_name(name, outlet));
    let clean = |byline: String| Some(cut_byline(&byline)).filter(|b| !b.is_empty());
    let meta = named
        .all(&["author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author"], |v| {
            !is_address(v) && !v.starts_with(['@', '('])
        })
        .and_then(clean);
    let linked = linked.byline.clone().and_then(clean);
    let names = |known: &Option<String>| known.as_deref().is_some_and(|name| !own(name));
    if names(&linked) {
        return vec![("JSON-LD", linked)];
    }
    if names(&meta) {
        return vec![("a meta element", meta)];
    }
    let printed = printed_byline(page).and_then(clean).filter(|byline| !own(byline));
    vec![("the printed byline", printed), ("JSON-LD", linked), ("a meta element", meta)]
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:(?:written |reported |words |story |published |posted |submitted )?by|von|from)\s*:?\s+")
        .expect("a valid pattern")
});

/// "Submitted by Nell Ashworth on Fri, 05/03/2024 - 09:12".
static ON_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r",? on (?i:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?\d{1,2}[ /.].*$").expect("a valid pattern")
});

/// The words of the elements that are called a byline; each name once.
fn printed_byline(page: &Document) -> Option<String> {
    for selector in [
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        "[rel~='author']",
        ".byline",
        ".author",
        "[class*='byline']",
        "[class*='author-name']",
    ] {
        let mut names: Vec<String> = Vec::new();
        for node in page.select(selector).iter() {
            let words = one_line(&node.attr("content").unwrap_or_else(|| node.text()));
            let words = BY.replace(&words, "").into_owned();
            if (3..=120).contains(&words.len()) && !is_address(&words) && !names.contains(&words) {
                names.push(words);
            }
        }
        // a page that lists its other writers has many
        if (1..=6).contains(&names.len()) {
            return Some(names.join(", "));
        }
    }
    None
}

/// "By Ilse Kahn | 13 May 2024", "By Ilse Kahn, 13 May 2024", "By Ilse Kahn 13 May 2024" → "Ilse Kahn".
pub(in crate::read) fn cut_byline(byline: &str) -> String {
    let byline = BY.replace(byline.trim(), "");
    let parts = byline.split(['|', '·', '•', '–']);
    let names: Vec<&str> =
        parts.map(str::trim).filter(|part| !part.is_empty() && printed_date(part).is_none()).collect();
    let name = names.first().copied().unwrap_or_default();
    let name = ON_DAY.find(name).map_or(name, |found| &name[..found.start()]);
    let dated = name.match_indices([',', ' ']).find(|(at, _)| printed_date(&name[at + 1..]).is_some());
    dated.map_or(name, |(at, _)| &name[..at]).trim_end_matches([',', ';']).to_owned()
}
