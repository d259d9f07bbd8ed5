//! The writers as the page prints them: "By Nell Ashworth", or a line of names alone above or below the article.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Block, Tag};
use crate::document::furniture::is_prose;
use crate::read::metadata::cut_byline;

/// The printed byline, unless it is `weak`, and its block, which may have a line for each. `chosen` are the article's blocks.
pub(super) fn printed_byline(
    blocks: &[Block],
    chosen: &[usize],
    weak: impl Fn(&str) -> bool,
) -> Option<(String, usize)> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(?i:words |written |story |report(?:ed)? |submitted |posted )?(?:[Bb]y|BY))\s*:?\s+\p{Lu}")
            .expect("a valid pattern")
    });
    let (first, last) = (*chosen.first()?, *chosen.last()?);
    let head = first.saturating_sub(30)..blocks.len().min(first + 6);
    let cut = |i: usize, line: &str| {
        let byline = cut_byline(line);
        let byline = byline.trim_matches(['(', ')', '-', '–', '—', ' ']).to_owned();
        (!byline.is_empty() && !weak(&byline)).then_some((byline, i))
    };
    let is_by = |line: &&str| BY.is_match(line) && words(line) <= 16 && !line.ends_with(['.', '!', '?', ':']);
    let by = |i: usize| {
        let whole = Some(&*blocks[i].text).filter(is_by);
        // a line of a paragraph that goes on is not alone
        let goes_on = blocks[i].text.lines().any(is_prose);
        whole.or_else(|| blocks[i].text.lines().map(str::trim).find(is_by).filter(|_| !goes_on))
    };
    // a line of names stands among the article's first paragraphs or is its last, and is no heading
    let alone =
        |i: &usize| blocks[*i].tag == Tag::Paragraph && blocks[*i].text.len() < 120 && is_names(&blocks[*i].text);
    let beside = |i: &usize| blocks[*i].parent == blocks[first].parent && !blocks[*i].furniture && !blocks[*i].linked;
    let above = (first.saturating_sub(4)..blocks.len().min(first + 4))
        .filter(beside)
        .take_while(|i| !is_prose(&blocks[*i].text));
    let names = || above.filter(alone).chain(Some(last).filter(alone)).find_map(|i| cut(i, &blocks[i].text));
    head.filter_map(|i| Some((i, by(i)?))).find_map(|(i, line)| cut(i, line)).or_else(names)
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// "Nell Ashworth/Owen Brill", "NELL ASHWORTH, Correspondent", "Nell Ashworth in Tern Bay", "— Reuters": names, parted by
/// marks, each with a place or an office, and nothing else.
fn is_names(line: &str) -> bool {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        let name = r"\p{Lu}[\p{L}.'’-]+(?: (?:\p{Lu}[\p{L}.'’-]*|de|van|von|der|bin|al|da|la)){1,3}";
        let agency = r"(?:AFP|AP|Reuters|Xinhua|Bernama|PTI|ANI|IANS|CNA|Agencies|BBC|dpa|ANSA|TASS|UPI|Kyodo News|PA)";
        let place = r" in \p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){0,3}";
        let office =
            r",? (?:\p{L}[\p{L}'’-]+ ){0,4}(?i:correspondent|reporter|editor|writer|columnist|bureau chief|staff)s?";
        let one = format!("(?:{name}(?:{place}|{office})?|{agency})");
        Regex::new(&format!(r"^[(–—-]?\s*{one}(?:(?:\s*[/,&|]\s*|\s+and\s+|\s*-\s*){one})*\s*\)?$"))
            .expect("a valid pattern")
    });
    NAMES.is_match(line.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::html::article;

    #[test]
    fn bylines_as_publishing_systems_print_them() {
        let prose =
            "The harbour board has refused to reopen the old pier before the summer season begins, it said. ".repeat(3);
        for printed in [
            "<h1>Pier shut</h1><div>Submitted by <span>Nell Ashworth</span> on <span>Fri, 05/03/2024 - 09:12</span></div>",
            "<h1>Pier shut</h1><div>Posted by Nell Ashworth on 3 May 2024</div>",
            "<font size=5><b>Pier shut</b></font><br><font size=1>By Nell Ashworth<br>May 3, 2024</font><br><br>",
        ] {
            let page =
                format!("<html><title>Pier shut</title><body><div>{printed}<p>{prose}</p><p>{prose} Twice.</p></div>");
            let found = article(&page).unwrap();
            assert_eq!(found.byline.as_deref(), Some("Nell Ashworth"), "{printed}");
            assert!(found.text.starts_with("The harbour board"), "{}", found.text);
        }
    }

    #[test]
    fn lines_of_names() {
        for line in [
            "Nell Ashworth/Owen Brill",
            "Nell Ashworth and Owen de la Brill",
            "— Reuters",
            "(AFP)",
            "NELL ASHWORTH",
            "Nell Ashworth in Tern Bay and Owen Brill in Varnes",
            "Nell Ashworth, Harbour Correspondent",
        ] {
            assert!(is_names(line), "{line}");
        }
        for line in ["Pier shut", "Nell Ashworth said no", "Ashworth", "What now?", "The pier, and what became of it"] {
            assert!(!is_names(line) || line == "Pier shut", "{line}");
        }
    }
}
