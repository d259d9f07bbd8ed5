//! The day as the page prints it: "Published 13 May 2024", "By Nell Ashworth | 13 May 2024", a date alone on its line.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Block;
use crate::read::plain;
use crate::text::dates::day;

/// Blocks above the article in which a day that is called one is looked for; a date alone may be today's, in the page's
/// head, and has to stand nearer.
const NEAR: usize = 30;
const BESIDE: usize = 6;
/// Blocks of the article in which either may stand, and blocks below it in which a day that is called one may.
const INSIDE: usize = 4;

/// The day of publication that stands nearest to the article's first block. `chosen` are the article's blocks.
pub(super) fn printed_day(blocks: &[Block], chosen: &[usize]) -> Option<String> {
    let (first, last) = (*chosen.first()?, *chosen.last()?);
    let mut near: Vec<usize> = (first.saturating_sub(NEAR)..blocks.len().min(first + INSIDE)).collect();
    near.sort_by_key(|i| i.abs_diff(first));
    let lines = |i: &usize| blocks[*i].text.lines();
    let shown = near.iter().filter(|i| !blocks[**i].hidden && !blocks[**i].linked);
    let below = (last + 1..blocks.len().min(last + 1 + INSIDE)).filter(|i| !blocks[*i].linked);
    let below = || below.flat_map(|i| blocks[i].text.lines()).find_map(called_published);
    let called = shown.clone().flat_map(lines).find_map(called_published);
    let alone = || shown.filter(|i| first <= **i + BESIDE).flat_map(lines).find_map(plain::printed_day);
    called.or_else(alone).or_else(below)
}

/// "Published 13 May 2024" anywhere in a short line, also where the page runs its parts together.
fn called_published(line: &str) -> Option<String> {
    static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:\b|\d)(?i:(?:first )?published|posted)(?: on| at)?:?\s+(?:\d{1,2}[:.]\d\d,?\s+(?:[A-Z]{2,4},?\s+)?)?(.{6,40})")
            .expect("a valid pattern")
    });
    let found = PUBLISHED.captures_iter(line).find_map(|found| day(&found[1]));
    found.filter(|_| line.len() < 200)
}

#[cfg(test)]
mod tests {
    use crate::read::html::article;

    fn day_of(printed: &str) -> Option<String> {
        let page = format!(
            "<html><head><title>Pier shut</title></head><body><div>Friday 27 November 2026</div><nav>{0}</nav><article><h1>Pier shut</h1>{printed}\
             <p>The harbour board has refused to reopen the old pier before the summer season begins, it said on 2 May 2024.</p>\
             <p>The survey found more than forty damaged columns below the deck, the board told the council.</p></article>\
             {0}<p>Published 1 April 2024</p></body></html>",
            "<a href=/x>News</a> ".repeat(3) + &"<div><a href=/x>More</a></div>".repeat(10)
        );
        article(&page).unwrap().published
    }

    #[test]
    fn days_in_printed_lines() {
        for printed in [
            "<p>Published 13 May 2024</p>",
            "<p>By Nell Ashworth | 13 May 2024</p>",
            "<div>By <a href=/x>Nell Ashworth</a></div><div>Published: 13 May 2024 at 10:42 BST</div>",
            "<div><span>Updated 14 May 2024</span><span>Published May 13, 2024</span></div>",
            "<p>Monday 13 May 2024 10.42 BST</p>",
            "<p>13/05/2024</p>",
        ] {
            assert_eq!(day_of(printed).as_deref(), Some("2024-05-13"), "{printed}");
        }
    }

    #[test]
    fn todays_date_and_days_in_sentences_are_not_it() {
        assert_eq!(day_of(""), None);
        assert_eq!(day_of("<p>The board met on 13 May 2024 and said nothing of it to anyone.</p>"), None);
    }
}
