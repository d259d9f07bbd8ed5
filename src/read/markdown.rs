//! Markdown → article: the text that its reader sees.
//!
//! Links, emphasis and heading marks are taken off, as in HTML: an attribution cut by `](https://…)` is worth nothing.
//! Quotation marks, dashes and all other characters stay as typed.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::block_quote::quoted;
use super::{Found, html};
use crate::text::header::{Field, header};

/// Reads a Markdown text, with the YAML block that may stand in front. A draft is read with its blocks of HTML.
pub(super) fn article(markdown: &str, draft: bool) -> Found {
    let header = header(markdown);
    let get = |field| header.get(field).map(str::to_owned);
    let mut page = Page { draft, ..Page::default() };
    let others = header.others.iter().map(|line| line.of(markdown)).chain([&markdown[header.end..]]);
    page.read(&others.collect::<Vec<_>>().join("\n\n"));
    Found {
        title: get(Field::Title).or(page.title),
        outlet: get(Field::Outlet),
        byline: get(Field::Byline),
        published: get(Field::Published),
        url: get(Field::Url),
        text: page.out,
        unread: page.unread,
        ..Found::default()
    }
}

/// A text as far as it is read.
#[derive(Default)]
struct Page {
    draft: bool,
    /// blocks parted by blank lines
    out: String,
    /// the first heading of the first level
    title: Option<String>,
    title_from: Option<usize>,
    /// pictures, and HTML of what is no draft, that are open: they are not text
    hidden: usize,
    /// block quotations that are open
    quotes: usize,
    /// those of them that blocks of HTML opened: Markdown ends such a block at a blank line, not at its closing tag
    html_quotes: usize,
    paragraph_from: usize,
    /// where the bold words read last begin and end
    strong_from: usize,
    strong_to: usize,
    /// the block of HTML that is open
    html: Option<String>,
    unread: Vec<String>,
}

impl Page {
    fn read(&mut self, markdown: &str) {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::HtmlBlock) if self.draft => self.html = Some(String::new()),
                Event::End(TagEnd::HtmlBlock) if self.draft => self.end_html(),
                Event::Start(Tag::Image { .. } | Tag::HtmlBlock) => self.hidden += 1,
                Event::End(TagEnd::Image | TagEnd::HtmlBlock) => self.hidden -= 1,
                _ if self.hidden > 0 => {}
                Event::Start(tag) if is_block(&tag.to_end()) => self.start(&tag),
                Event::End(tag) if is_block(&tag) => self.end(tag),
                Event::Html(words) => self.html.iter_mut().for_each(|html| html.push_str(&words)),
                Event::InlineHtml(tag) if self.draft => self.inline_html(&tag),
                Event::Text(words) if self.draft && self.out.ends_with('\n') => self.out.push_str(words.trim_start()),
                Event::Text(words) | Event::Code(words) => self.out.push_str(&words),
                Event::End(TagEnd::Strong) => self.strong_to = self.out.len(),
                // a name in bold above words stands on a line of its own
                Event::SoftBreak if self.is_bold_line() => self.out.push('\n'),
                Event::SoftBreak => self.out.push(' '),
                Event::Start(Tag::Strong) => self.strong_from = self.out.len(),
                Event::HardBreak => self.out.push('\n'),
                Event::Rule => end_block(&mut self.out),
                _ => {}
            }
        }
        self.out.truncate(self.out.trim_end().len());
    }

    /// True where all that a paragraph has so far is bold.
    fn is_bold_line(&self) -> bool {
        self.strong_from == self.paragraph_from && self.strong_to == self.out.len() && self.strong_from < self.strong_to
    }

    fn start(&mut self, tag: &Tag) {
        end_block(&mut self.out);
        match tag {
            Tag::Heading { level: HeadingLevel::H1, .. } if self.title.is_none() => {
                self.title_from = Some(self.out.len())
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            _ => {}
        }
        self.paragraph_from = self.out.len();
    }

    fn end(&mut self, tag: TagEnd) {
        if let Some(from) = self.title_from.take() {
            self.title = Some(self.out[from..].trim().to_owned()).filter(|t| !t.is_empty());
        }
        match tag {
            TagEnd::BlockQuote(_) => self.quotes -= 1,
            TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) => self.end_quoted(),
            _ => {}
        }
        end_block(&mut self.out);
    }

    /// Ends a paragraph that may be one of a block quotation.
    fn end_quoted(&mut self) {
        if self.draft && self.quotes + self.html_quotes > 0 {
            let words = self.out.split_off(self.paragraph_from.min(self.out.len()));
            self.out.push_str(&quoted(words.trim()));
        }
    }

    fn inline_html(&mut self, tag: &str) {
        let tag = tag.to_ascii_lowercase();
        match () {
            () if tag.starts_with("<q>") || tag.starts_with("<q ") => self.out.push('“'),
            () if tag == "</q>" => self.out.push('”'),
            () if tag.starts_with("<blockquote") || tag.starts_with("</blockquote") => {
                self.end_quoted();
                end_block(&mut self.out);
                self.paragraph_from = self.out.len();
                self.html_quotes = open_quotes(self.html_quotes, &tag);
            }
            () => {}
        }
    }

    fn end_html(&mut self) {
        let html = self.html.take().unwrap_or_default();
        let goes_on = self.html_quotes > 0;
        self.html_quotes = open_quotes(self.html_quotes, &html.to_ascii_lowercase());
        // the parser of pages is others' code: should it panic, this block is not read
        match std::panic::catch_unwind(|| html::passages(&html)).ok().flatten() {
            Some(passages) => {
                for (words, in_quotation) in passages {
                    end_block(&mut self.out);
                    self.out.push_str(&if in_quotation || goes_on { quoted(&words) } else { words });
                }
                end_block(&mut self.out);
            }
            None => self.unread.push("a block of HTML is nested too deep, or too large, to be parsed".to_owned()),
        }
    }
}

/// How many block quotations are open behind a piece of HTML in lower case.
fn open_quotes(before: usize, html: &str) -> usize {
    (before + html.matches("<blockquote").count()).saturating_sub(html.matches("</blockquote").count())
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
}

fn end_block(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off_and_words_stay() {
        let found = article(
            "---\ntitle: Pier shut\npublished: 2024-05-03\n---\n# Harbour board *refuses* to reopen\n\n\
             ![The pier](pier.jpg)\n\n**Ruth Calloway**, the [board’s chair](https://ternbay.example),\nsaid \"no\" -- twice.\n\n\
             > “Never,” she said.\n\n- One\n- Two\n\n<div>Advert</div>\n\nEnd.\n",
            false,
        );
        assert_eq!(
            found.text,
            "Harbour board refuses to reopen\n\nRuth Calloway, the board’s chair, said \"no\" -- twice.\n\n\
             “Never,” she said.\n\nOne\n\nTwo\n\nEnd."
        );
        assert_eq!(found.title.as_deref(), Some("Pier shut"));
        assert_eq!(found.published.as_deref(), Some("2024-05-03"));
    }

    #[test]
    fn a_bold_line_stays_a_line() {
        let found = article("**Ida Strand, engineer**\n“It is a disgrace.”\n\nThe **old**\npier.", false);
        assert_eq!(found.text, "Ida Strand, engineer\n“It is a disgrace.”\n\nThe old pier.");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        assert_eq!(article("# Pier *shut*\n\n# Other\n\nText.", false).title.as_deref(), Some("Pier shut"));
        assert_eq!(article("Text.", false).title, None);
    }

    #[test]
    fn a_draft_is_read_with_its_html_and_its_block_quotations() {
        let draft = "Quist wrote:\n\n> The pier is shut.\n\n> Never.\n> — Ada Quist\n\n> “No,” she said, and left.\n\n\
            <blockquote>\n<p>It holds.</p></blockquote>\n\n<div><p>“Yes,” said <b>Bo</b>.</p><script>x()</script></div>\n\n\
            He called it <q>safe</q>.\n\n<blockquote>\nIt was shut.\n\nIt *stays* shut.\n\n<p>For good.</p>\n\nAmen.</blockquote>\n\n\
            Bo left.\n\n> - One\n> - Two\n\nShe wrote: <blockquote>Not now.</blockquote> He left.\n";
        assert_eq!(
            article(draft, true).text,
            "Quist wrote:\n\n“The pier is shut.”\n\n“Never.” — Ada Quist\n\n“No,” she said, and left.\n\n“It holds.”\n\n\
             “Yes,” said Bo.\n\nHe called it “safe”.\n\n“It was shut.”\n\n“It stays shut.”\n\n“For good.”\n\n“Amen.”\n\nBo left.\n\n\
             “One”\n\n“Two”\n\nShe wrote:\n\n“Not now.”\n\nHe left."
        );
    }
}
