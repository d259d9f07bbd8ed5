//! What a page says about its article: JSON-LD, OpenGraph and other `meta` elements, `time`, and the window's title.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;

use super::linked::linked_data;
use crate::text::dates::day;

/// What was found, each from the most reliable place that tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    /// the article's words as some pages give them to search engines
    pub body: Option<String>,
    /// what the page gives as its description, in several wordings
    pub summaries: Vec<String>,
    /// the writer is a body, as the page says
    pub writer_is_body: bool,
    /// what was taken from where: "title from JSON-LD"
    pub taken: Vec<String>,
}

/// A value and the place that tells it.
type Told = (&'static str, Option<String>);

/// Reads the page's metadata. `html` is its source, in which browsers note where they saved it from.
pub(super) fn metadata(page: &Document, html: &str) -> Metadata {
    let linked = linked_data(page).unwrap_or_default();
    let named = Named::new(page);
    let mut found = Metadata { body: linked.body.clone(), ..Metadata::default() };
    found.url = found.take("address", url(page, html, &linked, &named));
    let described = ["description", "og:description", "twitter:description"]
        .iter()
        .filter_map(|name| named.first(&[name], |_| true));
    found.summaries = described.chain(linked.summaries.iter().cloned()).collect();
    let window = one_line(&page.select_single("title").text());
    let headings: Vec<String> = page.select("h1").iter().map(|h1| one_line(&h1.text())).collect();
    let heading = match headings.as_slice() {
        [only] => only.clone(),
        // of several, the one that the window's title repeats
        several => several.iter().find(|h| !h.is_empty() && window.starts_with(*h)).cloned().unwrap_or_default(),
    };
    let open_graph = named.first(&["og:title", "twitter:title", "dc.title", "parsely-title"], |_| true);
    let tail = outlet_in_title(&window, [&heading, linked.title.as_deref().unwrap_or_default()]);
    found.outlet = found.take(
        "outlet",
        [
            ("JSON-LD", linked.outlet.clone()),
            ("a meta element", named.first(OUTLET_NAMES, |v| !is_address(v))),
            ("the window's title", tail),
            ("the address", found.url.as_deref().and_then(host)),
        ],
    );
    let outlet = found.outlet.clone();
    let short = |title: Option<String>| title.map(|title| without_outlet(title, outlet.as_deref()));
    let titles = headline(short(open_graph), short(linked.title.clone()), &heading, short(Some(window)));
    found.title = found.take("title", titles);
    found.published = found.take("date", day_of(page, &linked, &named, found.url.as_deref()));
    found.byline = found.take("byline", byline(page, &linked, &named, outlet.as_deref()));
    found.writer_is_body = linked.writer_is_body && linked.byline == found.byline;
    found
}

impl Metadata {
    /// True when the page names no writer but itself: what it prints above the article may tell more.
    pub fn byline_is_weak(&self) -> bool {
        self.writer_is_body || self.byline.as_deref().is_none_or(|byline| self.names_no_writer(byline))
    }

    /// True for the outlet's own name, in whatever form, and for desks.
    pub fn names_no_writer(&self, byline: &str) -> bool {
        static DESK: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)^(?:admin|administrator|(?:the )?(?:web|news|online|digital|national|foreign|sports?|city) ?(?:desk|team|editor|reporter|staff)|staff|staff (?:writer|reporter)|(?:our |a )?(?:correspondent|reporter)|newsroom|editor|editorial(?: (?:team|board))?|guest|user\d*)$").expect("a valid pattern")
        });
        let byline_letters = letters(byline);
        let of_outlet = [self.outlet.as_deref(), self.url.as_deref().and_then(host).as_deref()]
            .into_iter()
            .flatten()
            .any(|outlet| {
                let outlet = letters(outlet);
                outlet == byline_letters
                    || byline_letters.len() > 3 && outlet.contains(&byline_letters)
                    || outlet.len() > 3 && byline_letters.contains(&outlet)
            });
        of_outlet || DESK.is_match(byline)
    }

    /// The byline as it is printed, in place of the page's own name.
    pub fn set_byline(&mut self, byline: String) {
        self.taken.retain(|taken| !taken.starts_with("byline "));
        self.taken.push("byline from the printed line".into());
        self.byline = Some(byline);
    }

    /// The first value that is there, with a note of where it was.
    fn take(&mut self, what: &str, told: impl IntoIterator<Item = Told>) -> Option<String> {
        let (place, value) = told.into_iter().find_map(|(place, value)| Some((place, value?)))?;
        self.taken.push(format!("{what} from {place}"));
        Some(value)
    }
}

fn url(page: &Document, html: &str, linked: &Metadata, named: &Named) -> [Told; 4] {
    let canonical = attribute(page, "link[rel='canonical']", "href").filter(|url| is_address(url) && has_path(url));
    [
        ("the canonical link", canonical),
        ("JSON-LD", linked.url.clone()),
        ("a meta element", named.first(&["og:url", "twitter:url", "parsely-link"], is_address)),
        ("the browser's note", saved_from(html)),
    ]
}

/// A canonical link to the outlet's front page is a mistake of its makers.
fn has_path(url: &str) -> bool {
    url.split_once("://")
        .and_then(|(_, rest)| rest.split_once('/'))
        .is_some_and(|(_, path)| !path.trim_matches('/').is_empty())
}

const OUTLET_NAMES: &[&str] = &["og:site_name", "dc.publisher", "publisher", "application-name", "twitter:app:name"];

/// The headline. Pages have up to three: printed, told to search engines, given to those who share them. What is printed
/// stands where one of the others agrees, the one that is shared where none does. Of running reports ("Flood LIVE: …")
/// the shared one names the story.
fn headline(shared: Option<String>, linked: Option<String>, heading: &str, window: Option<String>) -> Vec<Told> {
    let heading = Some(heading.to_owned()).filter(|h| h.split_whitespace().nth(1).is_some());
    let agree = |one: &Option<String>, other: &Option<String>| {
        one.as_deref().zip(other.as_deref()).is_some_and(|(one, other)| same_name(one, other))
    };
    let is_live = |title: &Option<String>| title.as_deref().is_some_and(|title| title.contains("LIVE:"));
    let shared_names_it = shared.is_some() && !is_live(&shared);
    let printed_stands =
        agree(&heading, &shared) || agree(&heading, &linked) && !(is_live(&heading) && shared_names_it);
    let mut told = vec![("the heading", heading.clone().filter(|_| printed_stands))];
    // "Ferries: pier shut" repeats the heading "Pier shut"
    let inside =
        |inner: &Option<String>, outer: &str| inner.as_deref().is_some_and(|i| i != outer && outer.contains(i));
    let shared = shared.filter(|title| !inside(&heading, title) && !inside(&linked, title) && !title.ends_with('…'));
    told.extend([("og:title", shared), ("JSON-LD", linked), ("the heading", heading)]);
    told.push(("the window's title", window.filter(|w| !w.is_empty())));
    told
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:(?:written |reported |words |story |published )?by|von|from)\s*:?\s+").expect("a valid pattern")
});

/// Who wrote it. Where the page names itself as the author, what it prints is looked at as well.
fn byline(page: &Document, linked: &Metadata, named: &Named, outlet: Option<&str>) -> Vec<Told> {
    let own = |name: &str| outlet.is_some_and(|outlet| same_name(name, outlet));
    let clean = |byline: String| Some(cut_byline(&byline)).filter(|b| !b.is_empty());
    let meta = named
        .first(&["author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author"], |v| {
            !is_address(v) && !v.starts_with('@')
        })
        .and_then(clean);
    let linked = linked.byline.clone().and_then(clean);
    let names = |known: &Option<String>| known.as_deref().is_some_and(|name| !own(name));
    if names(&linked) {
        return vec![("JSON-LD", linked)];
    }
    if names(&meta) {
        return vec![("a meta element", meta)];
    }
    let printed = printed_byline(page).and_then(clean).filter(|byline| !own(byline));
    vec![("the printed byline", printed), ("JSON-LD", linked), ("a meta element", meta)]
}

/// The words of the elements that are called a byline; each name once.
fn printed_byline(page: &Document) -> Option<String> {
    for selector in [
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        "[rel~='author']",
        ".byline",
        ".author",
        "[class*='byline']",
        "[class*='author-name']",
    ] {
        let mut names: Vec<String> = Vec::new();
        for node in page.select(selector).iter() {
            let words = one_line(&node.attr("content").unwrap_or_else(|| node.text()));
            if (3..=120).contains(&words.len()) && !is_address(&words) && !names.contains(&words) {
                names.push(words);
            }
        }
        // a page that lists its other writers has many
        if (1..=6).contains(&names.len()) {
            return Some(names.join(", "));
        }
    }
    None
}

/// "By Ilse Kahn | 13 May 2024" → "Ilse Kahn".
pub(super) fn cut_byline(byline: &str) -> String {
    let byline = BY.replace(byline.trim(), "");
    let parts = byline.split(['|', '·', '•', '–']);
    let names: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty() && day(part).is_none()).collect();
    names.first().copied().unwrap_or_default().trim_end_matches([',', ';']).to_owned()
}

fn same_name(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

fn letters(name: &str) -> String {
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The day of publication; the page's own data first, then what it prints, then its address.
fn day_of(page: &Document, linked: &Metadata, named: &Named, url: Option<&str>) -> [Told; 5] {
    let of_element = |node: &dom_query::Selection| {
        ["content", "datetime", "title"].iter().find_map(|key| day(&node.attr(key)?)).or_else(|| day(&node.text()))
    };
    let marked = page.select("[itemprop='datePublished'], [property='datePublished'], [pubdate]");
    let times = page.select("time");
    [
        ("JSON-LD", linked.published.clone()),
        ("a meta element", named.day()),
        ("the page's datePublished", marked.iter().find_map(|node| of_element(&node))),
        ("the page's time", times.iter().find_map(|node| of_element(&node)).or_else(|| printed_day(page))),
        ("the address", url.and_then(day_in_url)),
    ]
}

/// "Published 13 May 2024" in the page's words, or a date in an element that is called one.
fn printed_day(page: &Document) -> Option<String> {
    static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:published|posted|first published|date)(?: on| at)?:?\s+(?:\d{1,2}:\d\d,?\s+)?(.{6,40})")
            .expect("a valid pattern")
    });
    let near = |words: &str| {
        let words = one_line(words);
        day(&words)
            .or_else(|| PUBLISHED.captures_iter(&words).find_map(|found| day(&found[1])))
            .or_else(|| words.split(['|', '·', '•', ',']).find_map(|part| day(part.trim())))
    };
    let named = page.select("[class*='date'], [class*='publish'], [class*='timestamp'], [class*='byline'], [class*='dateline'], [id*='date']");
    named.iter().take(200).map(|node| node.text()).filter(|text| text.len() < 300).find_map(|text| near(&text)).or_else(
        || {
            let body = page.select_single("body").text();
            PUBLISHED.captures_iter(&body).take(50).find_map(|found| day(&one_line(&found[1])))
        },
    )
}

/// `/2024/05/13/`, `/2024-05-13-`, `20240513` between marks.
pub(super) fn day_in_url(url: &str) -> Option<String> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[/_=-]((?:19|20)\d\d)([/_-]?)([01]\d)([/_-]?)([0-3]\d)(?:[/_.?#-]|$)").expect("a valid pattern")
    });
    let found = DAY.captures(url)?;
    day(&format!("{}-{}-{}", &found[1], &found[3], &found[5]))
}

/// What stands behind the headline in the window's title: the outlet's name.
fn outlet_in_title(window: &str, headlines: [&str; 2]) -> Option<String> {
    let (at, length) = [" | ", " — ", " – ", " - ", " :: "]
        .iter()
        .filter_map(|mark| window.rfind(mark).map(|at| (at, mark.len())))
        .max()?;
    let (head, tail) = (window[..at].trim(), window[at + length..].trim());
    (headlines.contains(&head) || is_outlet_name(tail)).then(|| tail.to_owned())
}

/// The `meta` elements of a page: names in lower case, with their contents.
struct Named(Vec<(String, String)>);

impl Named {
    fn new(page: &Document) -> Self {
        let metas = page.select("meta");
        let pairs = metas.iter().filter_map(|meta| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| meta.attr(key))?;
            let content = one_line(&meta.attr("content")?);
            (!content.is_empty()).then(|| (name.to_ascii_lowercase(), content))
        });
        Named(pairs.collect())
    }

    /// The content of the first of `names` that is there and that `fits`.
    fn first(&self, names: &[&str], fits: impl Fn(&str) -> bool) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(n, c)| n == name && fits(c)).map(|(_, c)| c.clone()))
    }

    fn day(&self) -> Option<String> {
        const NAMES: &[&str] = &[
            "article:published_time",
            "article:published",
            "article.published",
            "article.created",
            "og:article:published_time",
            "datepublished",
            "publication_date",
            "published_at",
            "published-date",
            "article_date_original",
            "originalpublicationdate",
            "bt:pubdate",
            "dateissued",
            "cxenseparse:recs:articlepublishtime",
            "og:published_time",
            "parsely-pub-date",
            "sailthru.date",
            "cxenseparse:recs:publishtime",
            "publishdate",
            "publish-date",
            "publish_date",
            "pubdate",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "date",
        ];
        self.first(NAMES, |content| day(content).is_some()).and_then(|content| day(&content))
    }
}

/// A few words, all with capitals but the small ones: "The Tern Bay Courier", not "minister resigns".
fn is_outlet_name(words: &str) -> bool {
    let capital =
        |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "of" | "the" | "and" | "&" | "for");
    words.split_whitespace().all(capital) && (1..=5).contains(&words.split_whitespace().count())
}

/// A title may end in the outlet's name: "Pier shut - Tern Bay Courier", also in a shorter form of it.
fn without_outlet(title: String, outlet: Option<&str>) -> String {
    for mark in [" | ", " — ", " – ", " - ", " :: "] {
        let Some((head, tail)) = title.rsplit_once(mark) else { continue };
        let is_name = outlet.is_some_and(|outlet| {
            let is_part = |a: &str, b: &str| same_name(a, b) || a.to_lowercase().contains(&b.to_lowercase());
            is_part(outlet, tail) || is_part(tail, outlet)
        });
        if is_name && !head.trim().is_empty() {
            return without_outlet(head.trim().to_owned(), outlet);
        }
    }
    title
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    page.select_single(selector).attr(name).map(|value| value.trim().to_owned())
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn host(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// `<!-- saved from url=(0030)https://… -->`, as browsers write it.
fn saved_from(html: &str) -> Option<String> {
    static SAVED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- saved from url=\(\d+\)(https?://[^\s>]+) -->").expect("a valid pattern"));
    let head = html.char_indices().nth(4096).map_or(html, |(at, _)| &html[..at]);
    SAVED.captures(head).map(|found| found[1].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Metadata {
        metadata(&Document::from(html), html)
    }

    #[test]
    fn linked_data_comes_first() {
        let found = of(r#"<title>Pier shut | Tern Bay Courier</title><meta name="author" content="Web team">
            <script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"],
            "headline": "Pier &amp; harbour shut", "author": [{"name": "Nell Ashworth"}, {"name": "Owen Brill"}],
            "publisher": {"name": "Tern Bay Courier"}, "datePublished": "2024-05-03T23:30:00+01:00",
            "mainEntityOfPage": {"@id": "https://ternbay.example/pier"}}]}</script>"#);
        assert_eq!(found.title.as_deref(), Some("Pier & harbour shut"));
        assert_eq!(found.byline.as_deref(), Some("Nell Ashworth, Owen Brill"));
        assert_eq!(found.outlet.as_deref(), Some("Tern Bay Courier"));
        assert_eq!(found.published.as_deref(), Some("2024-05-03"));
        assert_eq!(found.url.as_deref(), Some("https://ternbay.example/pier"));
    }

    #[test]
    fn open_graph_and_old_meta_elements() {
        let found = of(
            "<meta property=og:title content='Pier shut - Tern Bay Courier'><meta property=og:site_name content='Tern Bay Courier'>\
             <meta name=DC.date content='3 May 2024'><meta property=article:author content='https://ternbay.example/nell'>\
             <p class=byline>By <b>Nell Ashworth</b></p><link rel=canonical href='/pier'><meta property=og:url content='https://ternbay.example/pier'>",
        );
        assert_eq!(found.title.as_deref(), Some("Pier shut"));
        assert_eq!(found.outlet.as_deref(), Some("Tern Bay Courier"));
        assert_eq!(found.byline.as_deref(), Some("Nell Ashworth"));
        assert_eq!(found.published.as_deref(), Some("2024-05-03"));
        assert_eq!(found.url.as_deref(), Some("https://ternbay.example/pier"));
    }

    #[test]
    fn a_bare_page_tells_by_its_title_and_time() {
        let found = of(
            "<!-- saved from url=(0029)https://www.marrow.example/bus --><title>Bus fares to rise in Marrow - Marrow Now</title>\
             <h1>Bus fares to rise in Marrow</h1><time datetime=2021-11-09>Tuesday</time>",
        );
        assert_eq!(found.title.as_deref(), Some("Bus fares to rise in Marrow"));
        assert_eq!(found.outlet.as_deref(), Some("Marrow Now"));
        assert_eq!(found.published.as_deref(), Some("2021-11-09"));
        assert_eq!(found.url.as_deref(), Some("https://www.marrow.example/bus"));
        assert_eq!(
            of("<title>Talks fail - minister resigns</title>").title.as_deref(),
            Some("Talks fail - minister resigns")
        );
        assert_eq!(of("<p>x"), Metadata::default());
    }
}
