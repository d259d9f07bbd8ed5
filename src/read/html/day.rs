//! The day as the page prints it: "Published 13 May 2024", "By Nell Ashworth | 13 May 2024", a date alone on its line.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Block, Day, Tag};
use crate::document::furniture::is_prose;
use crate::read::metadata::called_published;
use crate::read::plain;

/// Blocks above the article, and in it, in which a day that is called one is looked for.
const NEAR: usize = 30;
const INSIDE: usize = 4;
/// Blocks below it in which one may stand, before other articles begin.
const BELOW: usize = 4;

/// The day of publication that is printed nearest to the article's first block, and by what it is known. `days` are what the
/// page's elements tell, `chosen` the article's blocks.
pub(super) fn printed_day(
    blocks: &[Block],
    days: &[Day],
    chosen: &[usize],
    title: Option<&str>,
) -> Option<(&'static str, String)> {
    let (first, last) = (*chosen.first()?, *chosen.last()?);
    let mut near: Vec<usize> = (first.saturating_sub(NEAR)..(last + 1).min(first + INSIDE)).collect();
    near.sort_by_key(|i| i.abs_diff(first));
    let is_shown = |block: &&Block| !block.hidden && !block.linked;
    let in_line = |block: &Block| block.text.lines().find_map(called);
    let mut near = near.iter().map(|i| &blocks[*i]).filter(is_shown);
    let is_of_other = |i: usize| days.iter().any(|day| day.block == i && day.of_other);
    let alone = || {
        let (below, prose) = (below_headline(blocks, chosen, title)?, first_prose(blocks, chosen)?);
        let head = (below..prose).filter(|i| !is_of_other(*i)).map(|i| &blocks[i]);
        let dated = head.filter(is_shown).filter(|block| block.tag != Tag::Item);
        dated.flat_map(|block| block.text.lines()).find_map(plain::printed_day)
    };
    let below = || {
        let below = blocks[last + 1..].iter().take(BELOW);
        let own = below.take_while(|block| block.tag != Tag::Heading && !block.linked && !block.furniture);
        own.filter(is_shown).find_map(in_line)
    };
    let line = |day: Option<String>| day.map(|day| ("the printed line", day));
    let element = || told(blocks, days, chosen, title).map(|day| ("the page's time", day));
    line(near.find_map(in_line)).or_else(|| line(alone())).or_else(element).or_else(|| line(below()))
}

/// The day that an element tells between the headline and the article's first paragraphs, or above the headline in the element
/// of the article. In a sentence, beside the article, in a list of others or on the whole page it is that of something else.
fn told(blocks: &[Block], days: &[Day], chosen: &[usize], title: Option<&str>) -> Option<String> {
    let (prose, last) = (first_prose(blocks, chosen)?, *chosen.last()?);
    let head = below_headline(blocks, chosen, title).unwrap_or(prose.saturating_sub(BELOW));
    let own = blocks[prose].article;
    let is_head = |day: &&Day| {
        let Some(block) = blocks.get(day.block) else { return false };
        let before = block.text.get(..day.at).unwrap_or_default();
        let above = || day.block.checked_sub(1).map(|i| &blocks[i]).filter(|block| block.tag != Tag::Heading);
        let label = if before.trim().is_empty() { above().map_or("", |block| &block.text) } else { before };
        let in_article = own.is_some() && day.article == own && day.block < prose;
        let behind_first = (prose..last.min(prose + INSIDE)).contains(&day.block) && !block.aside;
        let is_listed = block.tag == Tag::Item && !(before.is_empty() || PUBLISHED.is_match(before));
        ((head..prose).contains(&day.block) || in_article || behind_first)
            && !(day.of_other || block.hidden || is_listed || is_prose(&block.text) || is_of_change(label))
    };
    days.iter().find(is_head).map(|day| day.day.clone())
}

/// What stands before a day of publication.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:first )?(?:published|posted|issued)|date|on|by\s.*)(?:\s(?:on|at))?:?\s*$")
        .expect("a valid pattern")
});

/// Whether what follows a label is the day of a change: "Last updated", "By Ilse Kahn. Modified on".
fn is_of_change(label: &str) -> bool {
    static CALLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:(?P<changed>updated?|modified|edited|revised|corrected)|published|posted|issued)\b")
            .expect("a valid pattern")
    });
    let last = CALLED.captures_iter(label).last().and_then(|found| found.name("changed"));
    last.is_some_and(|found| label.len() - found.end() < 12)
}

/// One past the headline: the words of the title, or the last heading above the article's first sentences; the block itself
/// where more lines follow. A day before it may be today's, or that of an event.
fn below_headline(blocks: &[Block], chosen: &[usize], title: Option<&str>) -> Option<usize> {
    let prose = first_prose(blocks, chosen)?;
    let is_title = |block: &Block| block.tag == Tag::Heading || title.is_some_and(|title| block.text == title);
    let begins = |block: &Block| title.is_some() && block.text.lines().next() == title;
    let below = blocks[..prose].iter().rposition(is_title).map(|i| i + 1);
    below.or_else(|| blocks[..prose].iter().rposition(begins))
}

/// The article's first paragraph of sentences, or its first of any kind.
fn first_prose(blocks: &[Block], chosen: &[usize]) -> Option<usize> {
    chosen.iter().find(|i| is_prose(&blocks[**i].text)).or(chosen.first()).copied()
}

/// "Published 13 May 2024" at the start of a line or of one of its parts, also where the page runs these together. A
/// sentence tells when something else was.
fn called(line: &str) -> Option<String> {
    static OWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\s*(?:(?:this|the)\s+)?(?:article|story)(?:\s+was)?$").expect("a valid pattern")
    });
    let begins = |before: &str| {
        let before = before.trim_end();
        OWN.is_match(before) || before.is_empty() || before.ends_with(['|', '·', '•', ',', ';', '/', '(', '–', '—'])
    };
    let runs_on = |before: &str| before.ends_with(|c: char| c.is_ascii_digit());
    // "Date: 13 June 2027" may be that of a fair
    let is_word = |at: usize| {
        let bare = line[at..].to_lowercase();
        let is_date = bare.starts_with("date") && !bare.starts_with("date p");
        !is_date && (begins(&line[..at]) || runs_on(&line[..at]))
    };
    let mut found = called_published(line).filter(|(at, _)| is_word(*at));
    found.next().map(|(_, day)| day).filter(|_| line.len() < 200 && !is_prose(line))
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
            "<p>Date published: 13 May 2024</p>",
            "<p>By Nell Ashworth, published 13 May 2024</p>",
            "<p>Updated: 14 May 2024 / Published: 13 May 2024</p>",
            "<p>This article was first published on 13 May 2024</p>",
            "<p>Last updated 14 May 2024, first published 13 May 2024</p>",
            "<p>Nell Ashworth — Published 13 May 2024</p>",
            "<p>(Published 13 May 2024)</p>",
            "<p>Posted by Nell Ashworth; published 13 May 2024</p>",
        ] {
            assert_eq!(day_of(printed).as_deref(), Some("2024-05-13"), "{printed}");
        }
    }

    /// The day of a page with this above its article, between headline and text, and below it.
    fn day_among(above: &str, head: &str, below: &str) -> Option<String> {
        let page = format!(
            "<html><head><title>Market to move</title></head><body>{above}<article><h1>Market to move</h1>{head}\
             <p>The quay board will move the old market to the harbour before the summer begins, it said on Friday.</p>\
             <p>The traders of the market had not been asked, their speaker told the council after a long night.</p>\
             </article>{below}</body></html>"
        );
        article(&page).unwrap().published
    }

    #[test]
    fn days_of_other_things_are_not_it() {
        for (above, head, below) in [
            // called so inside a sentence or a caption
            ("", "<p>In a film posted on 3 March 2019 the speaker had said that the market would stay.</p>", ""),
            ("", "<p>A plan first published 3 March 2019 had called the hall unsafe, the board says.</p>", ""),
            ("", "<p>Photo posted 3 March 2019 by the board</p>", ""),
            ("", "", "<div>The plan of the board was published 3 March 2019.</div>"),
            // of another article, or not shown
            ("", "", "<aside><h3>More</h3><div>Ferry is back. Published 3 March 2019</div></aside>"),
            ("", "", "<h3>More</h3><p>Ferry is back</p><p>Published 3 March 2019</p>"),
            ("", "", "<p><a href=/f>Ferry is back</a></p><p>Published 3 March 2019</p>"),
            ("", "", "<div style='display:none'>Published 3 March 2019</div>"),
            // today's and an event's above the headline
            ("<header><div>The Quay Post</div><div>Friday 27 November 2026</div></header>", "", ""),
            ("<div>Summer fair</div><div>13 June 2027, 10 am</div>", "", ""),
            ("<div>Summer fair</div><div>Date: 13 June 2027</div>", "", ""),
            // a list of what was when
            ("", "<ul><li>13 May 2009: hall built</li><li>2 June 2010: it opens</li></ul>", ""),
            ("", "<p>13 May 2009: hall built</p><p>2 June 2010: it opens</p>", ""),
        ] {
            assert_eq!(day_among(above, head, below), None, "{above}{head}{below}");
        }
        let told = "<p>Photo posted 3 March 2019 by the board</p><p>Published 13 May 2024</p>";
        assert_eq!(day_among("", told, "").as_deref(), Some("2024-05-13"));
        let told = "<p>In a film posted on 3 March 2019 the speaker had said that the market would stay.</p>";
        assert_eq!(day_among("", told, "<p>Published 13 May 2024</p>").as_deref(), Some("2024-05-13"));
        assert_eq!(day_among("", "<p>Published at 10:42 on 13 May 2024</p>", "").as_deref(), Some("2024-05-13"));
        assert_eq!(day_among("", "<p>Nell Ashworth | Published 13 May 2024</p>", "").as_deref(), Some("2024-05-13"));
    }

    #[test]
    fn a_day_in_the_block_of_the_headline() {
        let printed = "<b>Market to move</b><br>By Nell Ashworth<br>May 13, 2024<br><br>";
        let page = format!(
            "<html><head><title>Market to move</title></head><body><table><tr><td>{printed}The quay board will move the old \
             market to the harbour before the summer begins, it said on Friday.<br><br>The traders of the market had not \
             been asked, their speaker told the council after a long night.</td></tr></table></body></html>"
        );
        assert_eq!(article(&page).unwrap().published.as_deref(), Some("2024-05-13"));
    }

    #[test]
    fn todays_date_and_days_in_sentences_are_not_it() {
        assert_eq!(day_of(""), None);
        assert_eq!(day_of("<p>The board met on 13 May 2024 and said nothing of it to anyone.</p>"), None);
    }
}
