//! What the names, classes and attributes of elements say of the words in them: inside a line or not, a menu, a box, hidden, a
//! day, a writer.

use std::sync::LazyLock;

use dom_query::NodeRef;
use regex::Regex;

use crate::read::metadata::called_published;
use crate::text::dates::printed_date;
use crate::text::one_line;

/// An element, and what its maker calls it.
pub(super) struct Element<'n, 'd> {
    node: &'n NodeRef<'d>,
    name: &'n str,
    /// the words of its class and id
    called: String,
}

impl<'n, 'd> Element<'n, 'd> {
    pub fn new(node: &'n NodeRef<'d>, name: &'n str) -> Self {
        let mut called = String::new();
        for value in ["class", "id"].iter().filter_map(|key| node.attr(key)).filter(|value| value.len() < 400) {
            called.push_str(&words_of(&value));
            called.push(' ');
        }
        Element { node, name, called }
    }

    /// Whether it stands inside a line. Elements that are no part of HTML do where words stand right beside them.
    pub fn is_inline(&self) -> bool {
        const INLINE: &str = "abbr acronym b bdi bdo big cite code data dfn em font i img ins kbd label mark nobr picture ruby \
            samp small span strong sub sup time tt u var wbr";
        const BLOCKS: &str = "address article aside blockquote body caption center dd details dialog div dl dt fieldset \
            figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section \
            summary table tbody td tfoot th thead tr ul";
        let is_of = |names: &str| names.split_whitespace().any(|known| known == self.name);
        let is_words = |beside: Option<NodeRef>| beside.is_some_and(|n| n.is_text() && !n.text().trim().is_empty());
        is_of(INLINE) || !is_of(BLOCKS) && (is_words(self.node.prev_sibling()) || is_words(self.node.next_sibling()))
    }

    /// True for elements that hold no words of an article, whatever they are called.
    pub fn is_furniture_by_kind(&self) -> bool {
        let role = self.node.attr("role");
        matches!(self.name, "nav" | "aside" | "figure" | "figcaption" | "footer" | "dialog" | "menu")
            || role.is_some_and(|role| matches!(&*role, "navigation" | "complementary" | "dialog" | "search" | "menu"))
    }

    /// True for what makers of pages call their menus, boxes and bars. Whole words of class and id: `related-links`,
    /// `shareBar`, not `unrelated`. Elements that are no part of HTML are called what they are: `<amp-carousel>`.
    pub fn is_furniture_by_name(&self) -> bool {
        BOXES.is_match(&self.called) || self.name.contains('-') && BOXES.is_match(&words_of(self.name))
    }

    /// True for what heads an article, and is none of its words.
    pub fn is_head_by_name(&self) -> bool {
        HEADS.is_match(&self.called)
    }

    /// True for what names a writer.
    pub fn is_writer(&self) -> bool {
        let says =
            |key: &str, word: &str| self.node.attr(key).is_some_and(|v| v.split_whitespace().any(|own| own == word));
        says("itemprop", "author") || says("rel", "author") || WRITERS.is_match(&self.called)
    }

    /// Of what the day is that it holds; none where it says nothing of one.
    pub fn dated(&self) -> Option<Dated> {
        let published = PUBLISHED.is_match(&self.called);
        let is_dated = published || self.name == "time";
        let changed =
            CHANGED.is_match(&self.called) || self.node.attr("itemprop").is_some_and(|v| &*v == "dateModified");
        match () {
            () if is_dated && OTHERS.is_match(&self.called) => Some(Dated::Other),
            // "entry-date published updated" is of both
            () if changed && !BOTH.is_match(&self.called) => Some(Dated::Changed),
            () => is_dated.then_some(Dated::Published),
        }
    }

    /// True where a browser shows nothing of it.
    pub fn is_hidden(&self) -> bool {
        let style = self.node.attr("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        self.node.has_attr("hidden") || style.contains("display:none")
    }

    /// True for a raised sign that refers to a note: `[1]`, `*`, a number that is a link or stands behind a word. Those of
    /// "10⁶" and "km²" do not.
    pub fn is_reference(&self, before: &str) -> bool {
        if self.name != "sup" {
            return false;
        }
        let sign = self.node.text();
        let sign = sign.trim();
        let bare = sign.trim_matches(['[', ']', '(', ')', ' ']);
        let is_number =
            !bare.is_empty() && bare.len() <= 7 && bare.chars().all(|c| c.is_ascii_digit() || ", -–".contains(c));
        let is_bracketed = bare.len() < sign.len() && bare.len() <= 4 && bare.chars().all(char::is_alphanumeric);
        let is_mark = !sign.is_empty() && sign.chars().all(|c| "*†‡§".contains(c));
        let is_link = self.node.descendants_it().any(|n| n.node_name().is_some_and(|name| &*name == "a"));
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let behind_word = word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
        let behind_sentence = before.ends_with(['.', ',', ';', ':', '!', '?', '"', '”', '’', ')']);
        is_mark || is_bracketed || is_number && (is_link || behind_word || behind_sentence)
    }
}

/// Of what a day is, as its element is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dated {
    /// perhaps of publication
    Published,
    /// of a change
    Changed,
    /// of something else: an event, a list of months
    Other,
}

static BOXES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\b(?: nav|navbar|navigation|menu|breadcrumbs?|sidebar|share|sharing|shares|sharebar|social|socials|related|
        recommended|recommendations|recirc|recirculation|newsletters?|subscribe|subscription|signup|promo|promos|promotion|
        advert|adverts|advertisement|advertising|ads?|adslot|sponsor|sponsored|outbrain|taboola|comments?|disqus|cookies?|
        gdpr|consent|onetrust|optanon|cookiebot|didomi|usercentrics|trustarc|quantcast|qc\ cmp|sp\ message|modal|popup|
        trending|popular|caption|captions|credits?|bio|authorbox|
        tags|pullquote|pull\ quote|teaser|teasers|readmore|read\ more|read\ next|readnext|more\ on|most\ read|
        also\ read|read\ also|toolbar|copyright|disclaimer|skip|tooltip|carousel|playlist|noprint|no\ print|
        player|topics|followus|follow\ us|donate|donation|membership|app\ download|paywall\ prompt|
        screen\ reader\ text|sr\ only|visually\ hidden|visuallyhidden )\b",
    )
    .expect("a valid pattern")
});

static HEADS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:bylines?|timestamp)\b").expect("a valid pattern"));

static WRITERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:author|byline)\b").expect("a valid pattern"));

static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:(?:pub|post|entry|article|news|story|create)?dates?|datetime|dateline|publish|publication|published\w*|posted|timestamp|byline)\b",
    )
    .expect("a valid pattern")
});

static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:(?:last)?updated?|modified|lastmod|edited|revised|changed|datemodified)\b")
        .expect("a valid pattern")
});

static BOTH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bpublished\b").expect("a valid pattern"));

static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:events?|start|ends?|due|expir\w+|deadline|birth\w*|archives?|calendar|current|today|now)\b")
        .expect("a valid pattern")
});

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

/// The day in what an element says for programs, or in its words: alone, behind "Published", or as one of its parts.
pub(super) fn day_of(node: &NodeRef) -> Option<String> {
    let day = |words: &str| printed_date(words.trim()).map(|(day, _)| day);
    let told = ["content", "datetime", "title"].iter().find_map(|key| day(&node.attr(key)?));
    told.or_else(|| {
        let words = one_line(&node.text());
        let called = || called_published(&words).next().map(|(_, day)| day);
        day(&words).or_else(called).or_else(|| words.split(['|', '·', '•', ',']).find_map(day))
    })
}
