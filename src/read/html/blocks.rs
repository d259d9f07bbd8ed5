//! A page → its blocks: paragraphs, headings, list items as a reader sees them, each with what its place in the markup
//! says of it. Which of them are the article, [`super::choose`] decides.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use regex::Regex;

use crate::document::furniture::is_prose;

/// What a block is in the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    Heading,
    /// of a list of descriptions, whose words stand below it
    Term,
    Item,
    Cell,
}

/// A run of words between two breaks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub text: String,
    pub tag: Tag,
    /// number of the outermost `<article>` that holds it
    pub article: Option<usize>,
    /// number of the element that holds it; equal for neighbours in the markup
    pub parent: usize,
    /// the innermost element around it that is called a menu, a share bar, a caption …
    flag: Option<usize>,
    /// no letter outside links
    pub linked: bool,
    /// the markup calls it a menu, a share bar, a caption …
    pub furniture: bool,
    /// the page does not show it
    pub hidden: bool,
    /// the block quotation that it stands in
    pub quote: Option<usize>,
    /// who is quoted, said below a block quotation
    pub cite: bool,
}

/// The blocks of a page, in its order.
pub(super) fn blocks(page: &Document) -> Vec<Block> {
    let mut out = Blocks::default();
    let body = page.select_single("body");
    match body.nodes().first() {
        Some(body) => out.children(body),
        None => out.node(&page.root()),
    }
    out.end();
    out.settle_furniture();
    out.blocks
}

/// An element that its name or kind calls furniture.
struct Flag {
    outer: Option<usize>,
    /// words of prose in it
    prose: usize,
}

/// An element with more of the page's prose than this is no box, whatever it is called: `<div class="has-sidebar">`.
const LARGEST_SHARE: f64 = 0.35;

#[derive(Default)]
struct Blocks {
    blocks: Vec<Block>,
    text: String,
    /// line breaks to be written before the next word
    breaks: usize,
    /// white space to be written before the next word
    space: bool,
    /// the block has a letter outside all links
    own_words: bool,
    links: usize,
    /// elements seen so far, and the innermost block element that is open
    elements: usize,
    article: Option<usize>,
    parent: usize,
    tag: Option<Tag>,
    flags: Vec<Flag>,
    flag: Option<usize>,
    hidden: usize,
    quote: Option<usize>,
    cite: bool,
    /// `<q>` that are open
    marks: usize,
}

impl Blocks {
    fn children(&mut self, node: &NodeRef) {
        node.children_it(false).for_each(|child| self.node(&child));
    }

    /// The page's depth is bounded, so that recursion is safe.
    fn node(&mut self, node: &NodeRef) {
        if node.is_text() {
            self.words(&node.text());
            return;
        }
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "script" | "style" | "noscript" | "template" | "svg" | "button" | "select" | "textarea" | "iframe"
            | "head" | "object" | "audio" | "video" | "canvas" | "math" => {}
            "a" => {
                self.links += 1;
                self.inline(node);
                self.links -= 1;
            }
            "br" => self.breaks = (self.breaks + 1).min(2),
            "q" => self.quoted(node),
            "cite" if self.quote.is_some() => self.block(node, "cite"),
            _ if is_inline(&name) => self.inline(node),
            _ => self.block(node, &name),
        }
    }

    /// An element inside a paragraph; one that is called a share bar or an advertisement is none of its words.
    fn inline(&mut self, node: &NodeRef) {
        if !is_furniture_by_name(node) {
            self.children(node);
            return;
        }
        self.end();
        let outer = self.flag;
        self.raise_flag();
        self.children(node);
        self.end();
        self.flag = outer;
    }

    fn raise_flag(&mut self) {
        self.flags.push(Flag { outer: self.flag, prose: 0 });
        self.flag = Some(self.flags.len() - 1);
    }

    /// `<q>` is printed with quotation marks by the browser; the page's text has none.
    fn quoted(&mut self, node: &NodeRef) {
        let first = node.descendants_it().filter(|n| n.is_text()).map(|n| n.text()).find(|t| !t.trim().is_empty());
        if first.is_none_or(|text| text.trim_start().starts_with(['"', '“', '‘', '\'', '«', '„'])) {
            self.children(node);
            return;
        }
        let (open, close) = if self.marks.is_multiple_of(2) { ("“", "”") } else { ("‘", "’") };
        self.words(open);
        let from = self.text.len();
        self.marks += 1;
        self.children(node);
        self.marks -= 1;
        // white space inside the marks belongs outside
        let inner = self.text.get(from..).unwrap_or_default();
        let blank = inner.len() - inner.trim_start().len();
        self.text.replace_range(from.min(self.text.len())..(from + blank).min(self.text.len()), "");
        let behind = std::mem::take(&mut self.space);
        self.words(close);
        self.space = behind;
    }

    fn block(&mut self, node: &NodeRef, name: &str) {
        self.end();
        self.elements += 1;
        let outer = (self.parent, self.tag, self.quote, self.cite, self.flag);
        let outer_article = self.article;
        if name == "article" {
            self.article = outer_article.or(Some(self.elements));
        }
        // a paragraph's parent is what holds the paragraph, so that neighbours have one parent
        let holds_others =
            !matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "cite" | "footer" | "dt" | "dd");
        if holds_others {
            self.parent = self.elements;
        }
        self.tag = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Tag::Heading),
            "dt" => Some(Tag::Term),
            "dd" => Some(Tag::Paragraph),
            "li" => Some(Tag::Item),
            "td" | "th" => Some(Tag::Cell),
            _ => self.tag,
        };
        if name == "blockquote" && self.quote.is_none() {
            self.quote = Some(self.elements);
        }
        let in_quote = outer.2.is_some();
        self.cite |= in_quote && matches!(name, "cite" | "footer");
        let furniture = !self.cite && (is_furniture_by_kind(node, name) || is_furniture_by_name(node));
        let hidden = is_hidden(node);
        if furniture {
            self.raise_flag();
        }
        self.hidden += usize::from(hidden);
        self.children(node);
        self.end();
        self.hidden -= usize::from(hidden);
        (self.parent, self.tag, self.quote, self.cite, self.flag) = outer;
        self.article = outer_article;
    }

    fn words(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
                self.space = true;
                continue;
            }
            if self.breaks == 2 {
                self.end();
            }
            if !self.text.is_empty() {
                match self.breaks {
                    0 if self.space => self.text.push(' '),
                    n => self.text.extend(std::iter::repeat_n('\n', n)),
                }
            }
            (self.breaks, self.space) = (0, false);
            self.text.push(c);
            self.own_words |= self.links == 0 && c.is_alphanumeric();
        }
    }

    fn end(&mut self) {
        (self.breaks, self.space) = (0, false);
        let linked = !std::mem::replace(&mut self.own_words, false);
        if self.text.is_empty() {
            return;
        }
        let mut text = std::mem::take(&mut self.text);
        let cited = cited(&text).filter(|_| self.quote.is_some() && !self.cite).map(|at| text.split_off(at));
        let said = text.trim_end().to_owned();
        for (text, cite) in [(Some(said), self.cite), (cited, true)] {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                self.push(text, cite, linked);
            }
        }
    }

    fn push(&mut self, text: String, cite: bool, linked: bool) {
        self.blocks.push(Block {
            text,
            tag: self.tag.unwrap_or(Tag::Paragraph),
            article: self.article,
            parent: self.parent,
            linked,
            flag: self.flag,
            furniture: false,
            hidden: self.hidden > 0,
            quote: self.quote,
            cite,
        });
    }

    /// A flag around much of the page's prose is none; what stands inside one that is, is furniture.
    fn settle_furniture(&mut self) {
        let mut whole = 0;
        for block in self.blocks.iter().filter(|block| !block.linked && is_prose(&block.text)) {
            let words = block.text.split_whitespace().count();
            whole += words;
            if let Some(flag) = block.flag {
                self.flags[flag].prose += words;
            }
        }
        // inner flags come behind outer ones
        for i in (0..self.flags.len()).rev() {
            if let Some(outer) = self.flags[i].outer {
                self.flags[outer].prose += self.flags[i].prose;
            }
        }
        let mut is_box = Vec::with_capacity(self.flags.len());
        for flag in &self.flags {
            let small = (flag.prose as f64) < LARGEST_SHARE * whole as f64 || whole == 0;
            is_box.push(small || flag.outer.is_some_and(|outer| is_box[outer]));
        }
        for block in &mut self.blocks {
            block.furniture = block.flag.is_some_and(|flag| is_box[flag]);
        }
    }
}

/// Where a block of a block quotation tells who is quoted, behind a dash: "It is shut. — Ida Strand (@ida)".
fn cited(text: &str) -> Option<usize> {
    const LONGEST: usize = 10;
    let is_dash = |c: char| matches!(c, '—' | '–');
    let at = text.rfind(is_dash)?;
    let (said, by) = (text[..at].trim_end(), text[at..].trim_start_matches(is_dash));
    let ends = said.is_empty() || said.ends_with(['.', '!', '?', '…', '”', '"']) || by.contains("(@");
    let named = by.starts_with(' ') && by.trim_start().starts_with(char::is_uppercase);
    (ends && named && by.split_whitespace().count() <= LONGEST && !by.ends_with(['.', '!', '?'])).then_some(at)
}

fn is_inline(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
        "kbd", "label", "mark", "nobr", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
        "tt", "u", "var", "wbr",
    ];
    INLINE.contains(&name)
}

/// Elements that hold no words of an article, whatever they are called.
fn is_furniture_by_kind(node: &NodeRef, name: &str) -> bool {
    let role = node.attr("role");
    matches!(name, "nav" | "aside" | "figure" | "figcaption" | "footer" | "dialog" | "menu")
        || role.is_some_and(|role| matches!(&*role, "navigation" | "complementary" | "dialog" | "search" | "menu"))
}

/// What makers of pages call their menus, boxes and bars. Whole words of class and id: `related-links`, `shareBar`,
/// not `unrelated`.
fn is_furniture_by_name(node: &NodeRef) -> bool {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)\b(?: nav|navbar|navigation|menu|breadcrumbs?|sidebar|share|sharing|shares|sharebar|social|socials|related|
            recommended|recommendations|recirc|recirculation|newsletters?|subscribe|subscription|signup|promo|promos|promotion|
            advert|adverts|advertisement|advertising|ads?|adslot|sponsor|sponsored|outbrain|taboola|comments?|disqus|cookies?|
            gdpr|consent|modal|popup|trending|popular|caption|captions|credits?|byline|bylines|bio|authorbox|
            tags|pullquote|pull\ quote|teaser|teasers|readmore|read\ more|read\ next|readnext|more\ on|most\ read|
            also\ read|read\ also|toolbar|copyright|disclaimer|skip|tooltip|carousel|playlist|noprint|no\ print|
            player|timestamp|topics|followus|follow\ us|donate|donation|membership|app\ download|paywall\ prompt|
            screen\ reader\ text|sr\ only|visually\ hidden|visuallyhidden )\b",
        )
        .expect("a valid pattern")
    });
    let named =
        |key: &str| node.attr(key).filter(|value| value.len() < 400).is_some_and(|v| NAMES.is_match(&words_of(&v)));
    // elements that are no part of HTML are called what they are: `<amp-carousel>`
    let own = |name: &str| name.contains('-') && NAMES.is_match(&words_of(name));
    named("class") || named("id") || node.node_name().is_some_and(|name| own(&name))
}

/// `articleShare-bar__item` → `article share bar item`.
fn words_of(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            out.push(' ');
        }
        out.push(if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
        before = c;
    }
    out
}

fn is_hidden(node: &NodeRef) -> bool {
    let style = node.attr("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    node.has_attr("hidden") || style.contains("display:none")
}
