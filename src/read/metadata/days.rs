//! The day on which a page was published.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;

use super::facts::{Metadata, Told};
use super::named::Named;
use crate::text::dates::{day_in_address, printed_date};

/// The day of publication as the page's data tell it. What it prints is read with its text.
pub(super) fn day_of(page: &Document, linked: &Metadata, named: &Named, url: Option<&str>) -> [Told; 4] {
    let of_element = |node: &dom_query::Selection| {
        let told = ["content", "datetime", "title"].iter().find_map(|key| printed_date(&node.attr(key)?));
        told.or_else(|| printed_date(&node.text())).map(|(day, _)| day)
    };
    let marked = page.select("[itemprop='datePublished'], [property='datePublished'], [pubdate]");
    [
        ("JSON-LD", linked.published.clone()),
        ("a meta element", named.day()),
        ("the page's datePublished", marked.iter().find_map(|node| of_element(&node))),
        ("the address", url.and_then(day_in_address)),
    ]
}

/// The days that `words` call those of publication, each with the byte at which it is called so: "Posted at 10:42 on
/// 13 May 2024", also where a page runs its parts together ("14 May 2024Published 13 May 2024").
pub(in crate::read) fn called_published(words: &str) -> impl Iterator<Item = (usize, String)> {
    static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)(?:\b|\d)(?P<called>(?i:(?:date\ )?(?:(?:first|originally)\ )?(?:published|posted)|date))(?i:\ on|\ at)?:?\s+
            (?:\d{1,2}[:.]\d\d,?\s+(?:[A-Z]{2,4},?\s+)?(?:on\s+)?)?(?P<day>[^|·•\n]{6,40})",
        )
        .expect("a valid pattern")
    });
    let mut from = 0;
    // what is called one and has no day may hold the next that is
    let found = std::iter::from_fn(move || {
        let found = PUBLISHED.captures_at(words, from)?;
        let called = found.name("called")?;
        from = called.end();
        Some((called.start(), printed_date(&found["day"])))
    });
    found.filter_map(|(at, day)| Some((at, day?.0)))
}
