//! Markdown → article: the text that its reader sees.
//!
//! Links, emphasis and heading marks are taken off, as in HTML: an attribution cut by `](https://…)` is worth nothing.
//! Quotation marks, dashes and all other characters stay as typed.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Found;
use crate::text::header::{Field, header};

/// Reads a Markdown text, with the YAML block that may stand in front.
pub(super) fn article(markdown: &str) -> Found {
    let header = header(markdown);
    let get = |field| header.get(field).map(str::to_owned);
    let (text, heading) = rendered(&markdown[header.end..]);
    Found {
        title: get(Field::Title).or(heading),
        outlet: get(Field::Outlet),
        byline: get(Field::Byline),
        published: get(Field::Published),
        url: get(Field::Url),
        text,
        ..Found::default()
    }
}

/// The text, blocks parted by blank lines, and the first heading of the first level.
fn rendered(markdown: &str) -> (String, Option<String>) {
    let mut out = String::with_capacity(markdown.len());
    let mut title = None;
    let mut title_from = None;
    // pictures and raw HTML are not text
    let mut hidden = 0;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock) => hidden += 1,
            Event::End(TagEnd::Image | TagEnd::HtmlBlock) => hidden -= 1,
            _ if hidden > 0 => {}
            Event::Start(tag) if is_block(&tag.to_end()) => {
                end_block(&mut out);
                if matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. }) && title.is_none() {
                    title_from = Some(out.len());
                }
            }
            Event::End(tag) if is_block(&tag) => {
                if let Some(from) = title_from.take() {
                    title = Some(out[from..].trim().to_owned()).filter(|t| !t.is_empty());
                }
                end_block(&mut out);
            }
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::Rule => end_block(&mut out),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    (out, title)
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
    fn the_first_heading_is_the_title() {
        assert_eq!(article("# Pier *shut*\n\n# Other\n\nText.").title.as_deref(), Some("Pier shut"));
        assert_eq!(article("Text.").title, None);
    }
}
