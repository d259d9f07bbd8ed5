//! The day on which a page was published.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;

use super::facts::{Metadata, Told};
use super::named::Named;
use crate::text::dates::day;
use crate::text::one_line;

/// The day of publication; the page's own data first, then what it prints, then its address.
pub(super) fn day_of(page: &Document, linked: &Metadata, named: &Named, url: Option<&str>) -> [Told; 5] {
    let of_element = |node: &dom_query::Selection| {
        ["content", "datetime", "title"].iter().find_map(|key| day(&node.attr(key)?)).or_else(|| day(&node.text()))
    };
    let marked = page.select("[itemprop='datePublished'], [property='datePublished'], [pubdate]");
    let times = page.select("time");
    [
        ("JSON-LD", linked.published.clone()),
        ("a meta element", named.day()),
        ("the page's datePublished", marked.iter().find_map(|node| of_element(&node))),
        ("the page's time", times.iter().find_map(|node| of_element(&node)).or_else(|| printed_day(page))),
        ("the address", url.and_then(day_in_url)),
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
        Some((called.start(), day(&found["day"])))
    });
    found.filter_map(|(at, day)| Some((at, day?)))
}

/// A date in an element that is called one.
fn printed_day(page: &Document) -> Option<String> {
    let near = |words: &str| {
        let words = one_line(words);
        day(&words)
            .or_else(|| called_published(&words).next().map(|(_, day)| day))
            .or_else(|| words.split(['|', '·', '•', ',']).find_map(|part| day(part.trim())))
    };
    let named = page.select("[class*='date'], [class*='publish'], [class*='timestamp'], [class*='byline'], [class*='dateline'], [id*='date']");
    named.iter().take(200).map(|node| node.text()).filter(|text| text.len() < 300).find_map(|text| near(&text))
}

/// `/2024/05/13/`, `/2024-05-13-`, `20240513` between marks.
fn day_in_url(url: &str) -> Option<String> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[/_=-]((?:19|20)\d\d)([/_-]?)([01]\d)([/_-]?)([0-3]\d)(?:[/_.?#-]|$)").expect("a valid pattern")
    });
    let found = DAY.captures(url)?;
    day(&format!("{}-{}-{}", &found[1], &found[3], &found[5]))
}
