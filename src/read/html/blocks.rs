//! A page → its blocks: paragraphs, headings, list items as a reader sees them, each with what its place in the markup
//! says of it. Which of them are the article, [`super::choose`] decides.

use dom_query::{Document, NodeRef};

use super::named::{Dated, Element};
use crate::document::furniture::is_prose;
use crate::read::metadata::called_published;
use crate::text::dates::printed_date;
use crate::text::one_line;

/// What a block is in the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    Heading,
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
    /// the markup says that it is beside the article: what heads one, a byline, is not
    pub aside: bool,
    /// nothing but who wrote the article, and when
    pub only_heads: bool,
    /// the page does not show it
    pub hidden: bool,
    /// the block quotation that it stands in
    pub quote: Option<usize>,
    /// who is quoted, said below a block quotation
    pub cite: bool,
}

/// A day that an element tells: `<time datetime="2024-05-13">`, `<p class="date">13 May 2024</p>`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Day {
    /// as days are kept, or as printed where day and month could be exchanged
    pub day: String,
    /// the block that it stands in, or the next one where the element has no words
    pub block: usize,
    /// bytes of the block before it
    pub at: usize,
    /// number of the outermost `<article>` that holds it
    pub article: Option<usize>,
    /// the markup calls it that of a change, or of something else
    pub of_other: bool,
}

/// The blocks of a page, in its order.
pub(super) fn blocks(page: &Document) -> Vec<Block> {
    with_days(page).0
}

/// The blocks of a page, and the days that its elements tell.
pub(super) fn with_days(page: &Document) -> (Vec<Block>, Vec<Day>) {
    let mut out = Blocks::default();
    let body = page.select_single("body");
    match body.nodes().first() {
        Some(body) => out.children(body),
        None => out.node(&page.root()),
    }
    out.end();
    out.settle_hidden();
    out.settle_furniture();
    (out.blocks, out.days)
}

/// An element that its name or kind calls furniture.
struct Flag {
    outer: Option<usize>,
    /// it is what heads an article
    head: bool,
    /// words of prose in it
    prose: usize,
}

/// Words of the names of writers, with the day.
const LONGEST_HEAD: usize = 10;

/// Elements whose words are looked at for a writer or a day.
const MOST_DATED: usize = 500;
/// An element with more bytes than this tells no writer and no day.
const LONGEST_DAY: usize = 300;

/// An element with more of the page's prose than this is no box, whatever it is called: `<div class="has-sidebar">`. Nor are
/// so many words hidden: the page's program shows them.
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
    days: Vec<Day>,
    /// elements so far that say of themselves that they hold a writer or a day
    dated: usize,
    /// elements that are open and tell a writer or a day, those that tell a day of something else, and the words outside of them
    telling: usize,
    of_other: usize,
    names_writer: bool,
    outside: String,
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
            // words that were struck out
            "del" | "s" | "strike" => {}
            "a" => {
                self.links += 1;
                self.inline(&Element::new(node, "a"), node);
                self.links -= 1;
            }
            "br" => self.breaks = (self.breaks + 1).min(2),
            "q" => self.quoted(node),
            _ => {
                let element = Element::new(node, &name);
                let is_cited = &*name == "cite" && self.quote.is_some();
                match () {
                    () if element.is_reference(&self.text) => {}
                    () if !is_cited && element.is_inline() => self.inline(&element, node),
                    () => self.block(&element, node, &name),
                }
            }
        }
    }

    /// An element inside a paragraph; one that is called a share bar or an advertisement is none of its words.
    fn inline(&mut self, element: &Element, node: &NodeRef) {
        let head = element.is_head_by_name();
        if !head && !element.is_furniture_by_name() {
            self.told(element, node);
            return;
        }
        self.end();
        let outer = self.flag;
        self.raise_flag(head);
        self.told(element, node);
        self.end();
        self.flag = outer;
    }

    fn raise_flag(&mut self, head: bool) {
        self.flags.push(Flag { outer: self.flag, head, prose: 0 });
        self.flag = Some(self.flags.len() - 1);
    }

    /// The words of an element, with what it tells of a writer or a day.
    fn told(&mut self, element: &Element, node: &NodeRef) {
        let (dated, writer) = (element.dated(), element.is_writer());
        self.dated += usize::from(dated.is_some() || writer);
        // what holds more is called so for another reason: `<div class="status-publish">`
        let is_short = || self.dated < MOST_DATED && node.text().len() < LONGEST_DAY;
        if dated.is_none() && !writer || !is_short() {
            self.children(node);
            return;
        }
        let other = matches!(dated, Some(Dated::Changed | Dated::Other));
        self.of_other += usize::from(other);
        self.days.extend(dated.and_then(|_| day_of(node)).map(|day| Day {
            day,
            block: self.blocks.len(),
            at: self.text.len(),
            article: self.article,
            of_other: self.of_other > 0,
        }));
        self.telling += 1;
        self.names_writer |= writer;
        self.children(node);
        self.telling -= 1;
        self.of_other -= usize::from(other);
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

    fn block(&mut self, element: &Element, node: &NodeRef, name: &str) {
        self.end();
        self.elements += 1;
        let outer = (self.parent, self.tag, self.quote, self.cite, self.flag);
        let outer_article = self.article;
        if name == "article" {
            self.article = outer_article.or(Some(self.elements));
        }
        // a paragraph's parent is what holds the paragraph, so that neighbours have one parent
        let holds_others = !matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "cite" | "footer");
        if holds_others {
            self.parent = self.elements;
        }
        self.tag = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" => Some(Tag::Heading),
            "li" => Some(Tag::Item),
            "td" | "th" => Some(Tag::Cell),
            _ => self.tag,
        };
        if name == "blockquote" && self.quote.is_none() {
            self.quote = Some(self.elements);
        }
        let in_quote = outer.2.is_some();
        self.cite |= in_quote && matches!(name, "cite" | "footer");
        let aside = !self.cite && (element.is_furniture_by_kind() || element.is_furniture_by_name());
        let hidden = element.is_hidden();
        if aside || !self.cite && element.is_head_by_name() {
            self.raise_flag(!aside);
        }
        self.hidden += usize::from(hidden);
        self.told(element, node);
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
        if self.telling == 0 {
            self.outside.push_str(text);
            self.outside.push(' ');
        }
    }

    fn end(&mut self) {
        (self.breaks, self.space) = (0, false);
        let linked = !std::mem::replace(&mut self.own_words, false);
        let outside = std::mem::take(&mut self.outside);
        let only_heads = std::mem::replace(&mut self.names_writer, self.telling > 0) && is_about_writers(&outside);
        if self.text.is_empty() {
            return;
        }
        let only_heads = only_heads && self.text.split_whitespace().count() <= LONGEST_HEAD;
        self.blocks.push(Block {
            text: std::mem::take(&mut self.text),
            tag: self.tag.unwrap_or(Tag::Paragraph),
            article: self.article,
            parent: self.parent,
            linked,
            flag: self.flag,
            furniture: false,
            aside: false,
            only_heads,
            hidden: self.hidden > 0,
            quote: self.quote,
            cite: self.cite,
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
        let (mut is_box, mut is_aside) = (Vec::new(), Vec::new());
        for flag in &self.flags {
            let small = (flag.prose as f64) < LARGEST_SHARE * whole as f64 || whole == 0;
            is_box.push(small || flag.outer.is_some_and(|outer| is_box[outer]));
            is_aside.push(small && !flag.head || flag.outer.is_some_and(|outer| is_aside[outer]));
        }
        for block in &mut self.blocks {
            block.furniture = block.flag.is_some_and(|flag| is_box[flag]);
            block.aside = block.flag.is_some_and(|flag| is_aside[flag]);
        }
    }

    /// Where much of the page's prose is hidden, its program shows it.
    fn settle_hidden(&mut self) {
        let words = |block: &&Block| if is_prose(&block.text) { block.text.split_whitespace().count() } else { 0 };
        let whole: usize = self.blocks.iter().map(|block| words(&block)).sum();
        let hidden: usize = self.blocks.iter().filter(|block| block.hidden).map(|block| words(&block)).sum();
        if hidden as f64 >= LARGEST_SHARE * whole as f64 {
            self.blocks.iter_mut().for_each(|block| block.hidden = false);
        }
    }
}

/// The day in what an element says for programs, or in its words: alone, behind "Published", or as one of its parts.
fn day_of(node: &NodeRef) -> Option<String> {
    let day = |words: &str| printed_date(words.trim()).map(|(day, _)| day);
    let told = ["content", "datetime", "title"].iter().find_map(|key| day(&node.attr(key)?));
    told.or_else(|| {
        let words = one_line(&node.text());
        let called = || called_published(&words).next().map(|(_, day)| day);
        day(&words).or_else(called).or_else(|| words.split(['|', '·', '•', ',']).find_map(day))
    })
}

/// Whether words are what stands between the names of writers and the day: "By", "on", "and".
fn is_about_writers(words: &str) -> bool {
    const WORDS: &str = "a and at by from gmt in last on posted published the updated written";
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| WORDS.split(' ').any(|known| word.eq_ignore_ascii_case(known)))
}
