//! The chosen blocks of a page → its text, in which a block quotation has the marks that a browser's layout stands for.

use super::blocks::{Block, Tag};

/// Words with which a paragraph tells whose the block quotation above it is.
const TELLING: [&str; 8] =
    ["So wrote ", "So writes ", "So said ", "So says ", "Thus wrote ", "Thus said ", "So reads ", "So read "];
/// Words of a term of a list at most that says who speaks or what is told.
const TERM_WORDS: usize = 6;

/// The blocks as one text. Browsers set a block quotation apart; in a text, one that is announced ("she wrote:"), or has below it
/// who is cited ("— Ada Quist", "So wrote Ada Quist"), gets quotation marks, at the start of each paragraph and at the end, and who
/// is cited a dash. A term of a list gets a colon before its words.
pub(super) fn joined(blocks: &[Block], chosen: &[usize]) -> String {
    let mut out = String::new();
    let mut marked: Option<usize> = None;
    for (n, i) in chosen.iter().enumerate() {
        let block = &blocks[*i];
        let begins = block.quote.is_some() && (n == 0 || blocks[chosen[n - 1]].quote != block.quote);
        if begins {
            let cited = chosen[n..].iter().take_while(|i| blocks[**i].quote == block.quote).any(|i| blocks[*i].cite);
            let mut below = chosen[n..].iter().skip_while(|i| blocks[**i].quote == block.quote);
            let told = below.next().is_some_and(|i| TELLING.iter().any(|words| blocks[*i].text.starts_with(words)));
            let announced = out.trim_end().ends_with(':') || cited || told;
            marked = block
                .quote
                .filter(|_| announced && !block.cite && !block.text.starts_with(['"', '“', '‘', '\'', '«', '„']));
        }
        let is_marked = block.quote.is_some() && block.quote == marked && !block.cite;
        let goes_on = chosen.get(n + 1).is_some_and(|next| blocks[*next].quote == block.quote && !blocks[*next].cite);
        let is_described = n > 0 && is_term(&blocks[chosen[n - 1]]) && block.tag != Tag::Term;
        if !out.is_empty() {
            out.push_str(if is_described { ": " } else { "\n\n" });
        }
        match () {
            () if is_marked => {
                let close = if goes_on { "" } else { "”" };
                out.extend(["“", &block.text, close]);
            }
            () if block.cite && block.text.starts_with(char::is_alphabetic) => out.extend(["— ", &block.text]),
            () => out.push_str(&block.text),
        }
    }
    out
}

fn is_term(block: &Block) -> bool {
    let ends = block.text.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    block.tag == Tag::Term && ends && block.text.split_whitespace().count() <= TERM_WORDS
}

#[cfg(test)]
mod tests {
    use crate::read::html::tests::in_article;

    #[test]
    fn a_block_quotation_after_a_colon_gets_the_marks_that_it_stands_for() {
        let found = in_article(
            "<p>In a letter to the council, Ruth Calloway wrote:</p><blockquote><p>We cannot put a visitor at risk.</p>\
            <p>It will take two years to mend.</p></blockquote>",
        );
        assert!(
            found.contains("wrote:\n\n“We cannot put a visitor at risk.\n\n“It will take two years to mend.”\n\n"),
            "{found}"
        );
        let marked = in_article(
            "<p>In a letter, Ruth Calloway wrote:</p><blockquote>“We cannot put a visitor at risk.”</blockquote>",
        );
        assert!(marked.contains("wrote:\n\n“We cannot put a visitor at risk.”\n\n"), "{marked}");
    }

    #[test]
    fn short_paragraphs_of_quotations_and_lists_are_kept() {
        let found = in_article(
            "<p>In a letter, Ruth Calloway wrote:</p><blockquote><p>We have waited long enough.</p>\
            <p>It is time to act, all of us.</p></blockquote><ul><li>A vote on Monday.</li><li>A report in May.</li></ul>",
        );
        assert!(
            found.contains("wrote:\n\n“We have waited long enough.\n\n“It is time to act, all of us.”\n\n"),
            "{found}"
        );
        assert!(found.contains("A vote on Monday.\n\nA report in May.\n\n"), "{found}");
    }

    #[test]
    fn a_post_that_is_shown_is_a_quotation_of_who_wrote_it() {
        let said = "The pier will not open this year, whatever the board says.";
        for (post, by) in [
            (
                format!("<p>{said}</p>— Ida Strand (@ida) <a href=1>May 13, 2024</a>"),
                "— Ida Strand (@ida) May 13, 2024",
            ),
            (format!("{said} — Ida Strand (@ida)"), "— Ida Strand (@ida)"),
        ] {
            let found = in_article(&format!("<blockquote class=twitter-tweet>{post}</blockquote>"));
            assert!(found.contains(&format!("“{said}”\n\n{by}\n\n")), "{found}");
        }
        let told =
            in_article(&format!("<blockquote><p>{said}</p></blockquote><p>So wrote Ida Strand, an engineer.</p>"));
        assert!(told.contains(&format!("“{said}”\n\nSo wrote")), "{told}");
    }

    #[test]
    fn a_term_of_a_list_stands_before_its_words() {
        let found = in_article(
            "<dl><dt>HOST</dt><dd>Is the ferry safe, and who has looked at it this year?</dd><dt>QUIST</dt><dd>It was \
            tested in May, and the engineers found nothing.</dd><dt>HOST</dt><dd>Who paid for it?</dd></dl>",
        );
        assert!(found.contains("HOST: Is the ferry") && found.contains("\n\nQUIST: It was tested"), "{found}");
        assert!(found.contains("\n\nHOST: Who paid"), "{found}");
    }

    #[test]
    fn who_is_cited_below_a_block_quotation_stands_on_a_line_of_its_own() {
        let found = in_article(
            "<blockquote><p>We cannot put a single visitor at risk this year.</p><cite>Ruth Calloway, chair of the board</cite></blockquote>",
        );
        assert!(
            found.contains(
                "“We cannot put a single visitor at risk this year.”\n\n— Ruth Calloway, chair of the board\n\n"
            ),
            "{found}"
        );
        let short = in_article(
            "<blockquote><p>We cannot put a single visitor at risk this year.</p><cite>Bo Lund</cite></blockquote>",
        );
        assert!(short.contains("this year.”\n\n— Bo Lund\n\n"), "{short}");
    }
}
