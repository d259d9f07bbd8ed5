//! The chosen blocks of a page → its text, in which a block quotation has the marks that a browser's layout stands for.

use super::blocks::Block;

/// The blocks as one text. Browsers set a block quotation apart; in a text, one that is announced ("she wrote:") or has below it
/// who is cited gets quotation marks, at the start of each paragraph and at the end, and who is cited a dash.
pub(super) fn joined(blocks: &[Block], chosen: &[usize]) -> String {
    let mut out = String::new();
    let mut marked: Option<usize> = None;
    for (n, i) in chosen.iter().enumerate() {
        let block = &blocks[*i];
        let begins = block.quote.is_some() && (n == 0 || blocks[chosen[n - 1]].quote != block.quote);
        if begins {
            let cited = chosen[n..].iter().take_while(|i| blocks[**i].quote == block.quote).any(|i| blocks[*i].cite);
            let announced = out.trim_end().ends_with(':') || cited;
            marked = block
                .quote
                .filter(|_| announced && !block.cite && !block.text.starts_with(['"', '“', '‘', '\'', '«', '„']));
        }
        let is_marked = block.quote.is_some() && block.quote == marked && !block.cite;
        let goes_on = chosen.get(n + 1).is_some_and(|next| blocks[*next].quote == block.quote && !blocks[*next].cite);
        if !out.is_empty() {
            out.push_str("\n\n");
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
