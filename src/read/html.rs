//! A page as a browser saves it → its article: the text without menus, boxes and footers, and its metadata.
//!
//! `dom_smoothie`, a port of Mozilla's Readability, finds the article in the page; what it leaves of boxes and credits,
//! [`crate::document::furniture`] tells from the text. The words are those of the page: white space is what HTML makes of
//! it, and blocks are parted by blank lines.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::Found;
use super::metadata::metadata;
use crate::document::furniture::{Part, is_prose, parts};
use crate::document::paragraphs::paragraphs;

/// Pages have tens of levels and thousands of elements. Parsers take quadratic time in what follows; with these bounds,
/// far beyond any page that holds an article, the worst page costs seconds.
const DEEPEST: usize = 1_000;
const MOST_ELEMENTS: usize = 200_000;
const MOST_REFERENCES: usize = 60_000;
const MOST_ATTRIBUTES: usize = 5_000;

/// Finds the article in a page; the error says in words why there is none.
pub(super) fn article(html: &str) -> Result<Found, String> {
    if is_beyond_bounds(html) {
        return Err("the page is nested too deep or too large in its parts to be parsed".into());
    }
    let page = Document::from(html);
    let meta = metadata(&page, html);
    drop(page);
    let text = article_text(html).filter(|text| is_article(text));
    let Some(text) = text.or(meta.body.filter(|text| is_article(text))) else {
        return Err("no article found in the page".into());
    };
    Ok(Found {
        text,
        title: meta.title,
        outlet: meta.outlet,
        byline: meta.byline,
        published: meta.published,
        url: meta.url,
    })
}

/// Readability tries milder and milder ways until it has as many characters as it is told to expect. Of a short report
/// it takes the menus along when told to expect a long one; told to expect little, it may stop at a box beside a long
/// article. So little is expected first, and what the milder ways find is taken only if it has twice the prose.
fn article_text(html: &str) -> Option<String> {
    const USUAL: usize = 500;
    let strict = with_threshold(html, 60)?;
    if strict.len() >= USUAL {
        return Some(strict);
    }
    let mild = with_threshold(html, USUAL)?;
    Some(if prose(&mild) > 2 * prose(&strict) { mild } else { strict })
}

fn with_threshold(html: &str, char_threshold: usize) -> Option<String> {
    let config = Config { char_threshold, max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let found = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
    Some(rendered(&Document::fragment(found.content)))
}

/// A list of links or a cookie note is no article.
fn is_article(text: &str) -> bool {
    prose(text) >= 10
}

/// Words in paragraphs that are sentences and no furniture.
fn prose(text: &str) -> usize {
    let found = paragraphs(text);
    let parts = parts(text, &found);
    let body = found.iter().zip(&parts).filter(|(_, part)| **part == Part::Body).map(|(p, _)| p.of(text));
    body.filter(|words| is_prose(words)).map(|words| words.split_whitespace().count()).sum()
}

/// The text of a document as its reader sees it.
fn rendered(document: &Document) -> String {
    let mut out = Rendering::default();
    out.node(&document.root());
    out.end_paragraph();
    out.text
}

#[derive(Default)]
struct Rendering {
    text: String,
    /// line breaks to be written before the next word
    breaks: usize,
    /// white space to be written before the next word
    space: bool,
    /// where the paragraph began that is being written
    paragraph: usize,
    /// links that the next word is in
    links: usize,
    /// the paragraph has a letter outside all links
    has_own_words: bool,
}

impl Rendering {
    /// The page's depth is bounded, so that recursion is safe.
    fn node(&mut self, node: &NodeRef) {
        if node.is_text() {
            self.words(&node.text());
            return;
        }
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "script" | "style" | "noscript" | "template" | "svg" | "button" | "select" | "textarea" | "iframe"
            | "head" | "object" | "audio" | "video" => {}
            "a" => {
                self.links += 1;
                node.children_it(false).for_each(|child| self.node(&child));
                self.links -= 1;
            }
            "br" => self.breaks = (self.breaks + 1).min(2),
            _ if is_inline(&name) => node.children_it(false).for_each(|child| self.node(&child)),
            _ => {
                self.breaks = 2;
                node.children_it(false).for_each(|child| self.node(&child));
                self.breaks = 2;
            }
        }
    }

    fn words(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
                self.space = true;
                continue;
            }
            if self.breaks == 2 {
                self.end_paragraph();
            }
            if !self.text.is_empty() {
                match self.breaks {
                    0 if self.space => self.text.push(' '),
                    n => self.text.extend(std::iter::repeat_n('\n', n)),
                }
            }
            (self.breaks, self.space) = (0, false);
            self.text.push(c);
            self.has_own_words |= self.links == 0 && c.is_alphanumeric();
        }
    }

    /// A paragraph that is a link and no sentence leads to another article: it goes.
    fn end_paragraph(&mut self) {
        if !self.has_own_words && !is_prose(&self.text[self.paragraph..]) {
            self.text.truncate(self.paragraph);
        }
        (self.paragraph, self.has_own_words) = (self.text.len(), false);
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// True for a page that would take very long to parse, judged by its tags alone, before anything is built of it.
fn is_beyond_bounds(html: &str) -> bool {
    // never open for long, or closed by what follows
    const FLAT: &[&str] = &[
        "p", "br", "img", "hr", "meta", "link", "input", "li", "option", "source", "area", "base", "col", "embed",
        "param", "track", "wbr", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "html", "head", "body",
    ];
    let (mut depth, mut in_script) = (0_usize, false);
    // character references, and marks that open no tag, come to the parser one by one
    let mut references = 0;
    for tag in html.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
            in_script = !closes;
            continue;
        }
        let (inside, text) = tag.split_once('>').unwrap_or((tag, ""));
        if !in_script && attributes(inside) > MOST_ATTRIBUTES {
            return true;
        }
        let ampersands = |part: &str| part.bytes().filter(|b| *b == b'&').count();
        // those in attributes cost less
        references += usize::from(name.is_empty()) + ampersands(text) + ampersands(inside) / 4;
        let is_flat = inside.ends_with('/') || FLAT.iter().any(|flat| flat.eq_ignore_ascii_case(name));
        if in_script || name.is_empty() || is_flat {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return true;
        }
    }
    references > MOST_REFERENCES
}

/// Attributes of a tag, counted by the white space outside quotation marks.
fn attributes(tag: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    for b in tag.bytes() {
        match b {
            b'"' | b'\'' if quote == Some(b) => quote = None,
            b'"' | b'\'' if quote.is_none() => quote = Some(b),
            _ => count += usize::from(quote.is_none() && b.is_ascii_whitespace()),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(html: &str) -> String {
        article(html).unwrap().text
    }

    #[test]
    fn a_news_page_gives_its_article() {
        let page = r##"<!DOCTYPE html><html><head><title>Harbour board refuses to reopen pier | Tern Bay Courier</title></head><body>
            <div id="cookie-banner"><p>We use cookies to improve your experience. Accept all.</p></div>
            <header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
            <main><article><h1>Harbour board refuses to reopen pier</h1><p class="byline">By <a rel="author" href="/x">Nell Ashworth</a></p>
            <figure><img src="a.jpg"><figcaption>The pier has been shut since February (Owen Brill/Tern Bay Courier)</figcaption></figure>
            <p>The harbour board has refused to reopen the old pier before the summer season,
            saying that its iron columns are no longer safe.</p>
            <p>“We cannot put a single visitor at risk,” the board’s chair, <strong>Ruth Calloway</strong>, said on Friday.</p>
            <blockquote><p>“It will take two years,” said Imran Sadiq, an engineer.</p></blockquote>
            <ul><li>The survey found 41 damaged columns, Ms&nbsp;Calloway said.</li><li>Repairs would cost £6m, according to the board.</li></ul>
            <p><a href="/2">Lifeboat crew honoured by the county</a></p><p>Traders said they had been given no warning. Tom Varley called the decision “a hammer blow”.<br>He will appeal.</p>
            <aside class="related"><h4>Related</h4><ul><li><a href="/1">Ferry strike called off</a></li></ul></aside></article></main>
            <footer><p>© 2024 Tern Bay Media. All rights reserved.</p></footer></body></html>"##;
        let text = text(page);
        assert!(text.contains(
            "The harbour board has refused to reopen the old pier before the summer season, saying that its iron \
             columns are no longer safe.\n\n“We cannot put a single visitor at risk,” the board’s chair, Ruth Calloway, \
             said on Friday.\n\n“It will take two years,” said Imran Sadiq, an engineer.\n\nThe survey found 41 damaged \
             columns, Ms\u{a0}Calloway said.\n\nRepairs would cost"
        ));
        assert!(text.ends_with("“a hammer blow”.\nHe will appeal."), "{text}");
        for furniture in ["cookies", "Home", "Lifeboat", "Ferry strike", "rights reserved"] {
            assert!(!text.contains(furniture), "{furniture} in {text}");
        }
    }

    #[test]
    fn a_page_of_tables_and_line_breaks() {
        let page = "<html><head><title>Minister denies knowing of cracks</title></head><body><table><tr><td class=menu>\
            <a href=1>News</a><br><a href=2>Programmes</a></td><td><div>The energy minister, Pavol Drenko, on Tuesday denied \
            that he had known of cracks in the Velka dam before the flood.<br><br>\"Nobody told me, and nobody told my deputy,\" \
            Drenko told Radio Ostrel. He accused the dam's operator of hiding a report.<br><br>The operator, Velka Water, said \
            that it had sent the report to the ministry in March. \"We have the receipt,\" said its director, Jana \
            Holm.<br><br>Opposition leaders demanded that Drenko resign. They said that parliament would vote on \
            Thursday.</div></td></tr></table></body></html>";
        let text = text(page);
        assert!(text.starts_with("The energy minister"), "{text}");
        assert!(text.contains("before the flood.\n\n\"Nobody told me"));
        assert!(text.ends_with("would vote on Thursday."));
    }

    #[test]
    fn a_short_report_comes_without_its_menu() {
        let page = "<html><head><title>Bus fares to rise</title></head><body><nav><a href=/>Home</a> <a href=/a>About</a></nav>\
            <article><h1>Bus fares to rise</h1><p>Bus fares in Marrow will rise by a tenth in April, the council said on Monday.</p>\
            <p>“Fuel costs leave us no choice,” said transport chief Lena Ortiz.</p></article><footer>Contact us | Privacy</footer></body></html>";
        assert_eq!(
            text(page),
            "Bus fares in Marrow will rise by a tenth in April, the council said on Monday.\n\n“Fuel costs leave us no \
             choice,” said transport chief Lena Ortiz."
        );
    }

    #[test]
    fn words_given_to_search_engines_serve_where_the_page_shows_none() {
        let page = r#"<body><div id="app"></div><script type="application/ld+json">{"@type": "NewsArticle", "articleBody":
            "The council will raise bus fares by a tenth in April, it said on Monday.\nLena Ortiz blamed the price of fuel for the change."}</script>"#;
        assert!(text(page).starts_with("The council will raise"));
    }

    #[test]
    fn no_article() {
        for page in [
            "",
            "<html><body></body></html>",
            "<html><body><ul><li><a href=1>Bus fares to rise</a></li><li><a href=2>School reopens</a></li></ul></body></html>",
            "<html><body><p>We use cookies to improve your experience.</p><p>Sign in</p></body></html>",
        ] {
            assert!(article(page).is_err(), "{page}");
        }
    }

    #[test]
    fn pages_made_to_take_long_are_refused_before_they_do() {
        for tag in ["<div>", "<b>", "<a><span>", "<svg><g>", "<table><tr><td>"] {
            assert!(is_beyond_bounds(&tag.repeat(200_000)), "{tag}");
        }
        assert!(is_beyond_bounds(&format!("<p {}>", "a=1 ".repeat(200_000))));
        assert!(is_beyond_bounds(&format!("<p>{}", "&amp;".repeat(1_000_000))));
        assert!(is_beyond_bounds(&"<".repeat(5_000_000)));
        assert!(!is_beyond_bounds(&format!("<p data-props=\"{}\">", "&quot;a&quot; ".repeat(100_000))));
        assert!(!is_beyond_bounds(&"<p>x<br><div><img src=a /></div>&amp;<script>'<div>'</script>".repeat(10_000)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_markup_is_survived(page in "(<(/?(p|div|b|article|table|td|script|!--)( class=\"byline\")?>?)|[a-z é&;.]){0,80}") {
            let _ = article(&page);
        }
    }
}
