//! Which other articles a page holds: it is read for one, and nobody should lose the rest without a word.

use std::collections::{BTreeMap, HashSet};

use super::blocks::{Block, Tag};
use super::choose::head_of_comments;
use crate::document::furniture::is_prose;

/// Paragraphs of sentences that make an article; what only announces one has fewer.
const PARAGRAPHS: usize = 3;
/// Articles that are named; a page of more is a list.
const NAMED: usize = 5;

/// What is left out, in words; none where the page holds one article.
pub(super) fn left_out(blocks: &[Block], chosen: &[usize]) -> Option<String> {
    let read: HashSet<&str> = chosen.iter().map(|i| blocks[*i].text.as_str()).collect();
    let mut articles: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let before_comments = head_of_comments(blocks, &flags(blocks.len(), chosen));
    for (i, block) in blocks.iter().enumerate().take(before_comments) {
        if let Some(article) = block.article.filter(|_| !block.furniture && !block.hidden && !block.linked) {
            articles.entry(article).or_default().push(i);
        }
    }
    // what is printed a second time, for phones, is read
    articles.retain(|_, own| !own.iter().any(|i| read.contains(blocks[*i].text.as_str())));
    let prose = |own: &[usize]| own.iter().filter(|i| is_prose(&blocks[**i].text)).count();
    let others: Vec<String> =
        articles.values().filter(|own| prose(own) >= PARAGRAPHS).map(|own| named(blocks, own)).collect();
    let more = others.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let listed = others[..others.len().min(NAMED)].join(", ");
    (!others.is_empty()).then(|| format!("one of {} articles of the page; left out: {listed}{more}", others.len() + 1))
}

/// Which of so many are chosen.
fn flags(blocks: usize, chosen: &[usize]) -> Vec<bool> {
    let mut flags = vec![false; blocks];
    chosen.iter().for_each(|i| flags[*i] = true);
    flags
}

/// An article by its heading, or by its first words.
fn named(blocks: &[Block], own: &[usize]) -> String {
    let words = own.iter().map(|i| blocks[*i].text.split_whitespace().count()).sum::<usize>();
    let heading = own.iter().find(|i| blocks[**i].tag == Tag::Heading).or(own.first());
    let heading: Vec<&str> = heading.map_or("", |i| &blocks[*i].text).split_whitespace().collect();
    let end = if heading.len() > 12 { " …" } else { "" };
    format!("“{}{end}” ({words} words)", heading[..heading.len().min(12)].join(" "))
}

#[cfg(test)]
mod tests {
    use crate::read::html::article;

    const PIER: &str = "<p>The harbour board has refused to reopen the old pier before the summer season, saying that its columns are unsafe.</p>\
        <p>“We cannot put a single visitor at risk,” the board’s chair, Ruth Calloway, said on Friday.</p>\
        <p>The survey found 41 damaged columns below the deck, Ms Calloway told the council.</p>\
        <p>Traders said that they had been given no warning, and that the decision would ruin them.</p>";
    const BUS: &str = "<p>Bus fares in Marrow will rise by a tenth in April, the county council said on Monday.</p>\
        <p>“Fuel costs leave us no choice,” said transport chief Lena Ortiz.</p>\
        <p>The union of drivers said that it had not been asked, and that it would go to court.</p>";

    fn notes(inner: &str) -> Vec<String> {
        article(&format!("<html><head><title>Tern Bay Courier</title></head><body><main>{inner}</main></body></html>"))
            .unwrap()
            .notes
    }

    #[test]
    fn another_article_of_the_page_is_told() {
        let told = "one of 2 articles of the page; left out: “Bus fares to rise” (50 words)";
        let two = format!(
            "<article><h2>Pier stays shut</h2>{PIER}</article><article><h2>Bus fares to rise</h2>{BUS}</article>"
        );
        assert_eq!(notes(&two), [told]);
        let next = format!(
            "<article><h1>Pier stays shut</h1>{PIER}</article><section><h4>Next</h4><article><h1>Bus fares to rise</h1>{BUS}</article></section>"
        );
        assert_eq!(notes(&next), [told]);
    }

    #[test]
    fn what_is_no_other_article_is_not_told() {
        let pier = format!("<article><h1>Pier stays shut</h1>{PIER}</article>");
        let teaser =
            "<article><h3>Bus fares to rise</h3><p>Bus fares in Marrow will rise by a tenth in April.</p></article>";
        for beside in [
            teaser.repeat(4),
            // comments, and the same once more for phones
            format!("<h3>Comments (1)</h3><article><h4>nell99</h4>{BUS}</article>"),
            format!("<article class=phone>{PIER}</article>"),
        ] {
            assert_eq!(notes(&format!("{pier}{beside}")), [""; 0], "{beside}");
        }
    }
}
