//! What a page says about its article: JSON-LD, OpenGraph and other `meta` elements, `time`, and the window's title.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;
use serde_json::Value;

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
}

/// Reads the page's metadata. `html` is its source, in which browsers note where they saved it from.
pub(super) fn metadata(page: &Document, html: &str) -> Metadata {
    let linked = linked_data(page).unwrap_or_default();
    let named = Named::new(page);
    let url = linked
        .url
        .or_else(|| attribute(page, "link[rel='canonical']", "href").filter(|url| is_address(url)))
        .or_else(|| named.first(&["og:url", "twitter:url", "parsely-link"], is_address))
        .or_else(|| saved_from(html));
    let window = one_line(&page.select_single("title").text());
    let heading = one_line(&page.select_single("h1").text());
    let any = |_: &str| true;
    let printed =
        linked.title.or_else(|| named.first(&["og:title", "twitter:title", "dc.title", "parsely-title"], any));
    let (title, tail) = title(printed, window, heading);
    let outlet = linked
        .outlet
        .or_else(|| named.first(&["og:site_name", "dc.publisher", "publisher", "application-name"], |v| !is_address(v)))
        .or(tail)
        .or_else(|| url.as_deref().and_then(host));
    let title = title.map(|title| without_outlet(title, outlet.as_deref()));
    let byline = linked
        .byline
        .or_else(|| {
            named.first(&["author", "article:author", "byl", "parsely-author", "dc.creator"], |v| !is_address(v))
        })
        .or_else(|| {
            let shown = page.select_single("[rel~='author'], [itemprop='author'], .byline, .author");
            Some(one_line(&shown.text())).filter(|b| b.len() <= 120)
        })
        .map(|byline| BY.replace(&byline, "").into_owned())
        .filter(|byline| !byline.is_empty());
    let published = linked.published.or_else(|| named.day()).or_else(|| {
        let times = page.select("time");
        times.iter().find_map(|time| time.attr("datetime").and_then(|d| day(&d)).or_else(|| day(&time.text())))
    });
    Metadata { title, outlet, byline, published, url, body: linked.body }
}

static BY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?i:by|von)\s*:?\s+").expect("a valid pattern"));

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
            "datepublished",
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

/// The headline without the outlet's name that many pages hang on it, and that name. `printed` is the headline as the
/// page gives it to others, `window` the title of the browser's window.
fn title(printed: Option<String>, window: String, heading: String) -> (Option<String>, Option<String>) {
    let headline = printed.or_else(|| (!heading.is_empty() && window.starts_with(&heading)).then_some(heading));
    let cut = [" | ", " — ", " – ", " - ", " :: "]
        .iter()
        .filter_map(|mark| window.rfind(mark).map(|at| (at, mark.len())))
        .max();
    let parts = cut.map(|(at, length)| (window[..at].trim().to_owned(), window[at + length..].trim().to_owned()));
    match (headline, parts) {
        (Some(headline), Some((head, tail))) if head == headline => (Some(headline), Some(tail)),
        (Some(headline), _) => (Some(headline), None),
        (None, Some((head, tail))) if is_outlet_name(&tail) => (Some(head), Some(tail)),
        (None, _) => (Some(window).filter(|w| !w.is_empty()), None),
    }
}

/// A few words, all with capitals but the small ones: "The Tern Bay Courier", not "minister resigns".
fn is_outlet_name(words: &str) -> bool {
    let capital =
        |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "of" | "the" | "and" | "&" | "for");
    words.split_whitespace().all(capital) && (1..=5).contains(&words.split_whitespace().count())
}

/// `og:title` too may end in the outlet's name.
fn without_outlet(title: String, outlet: Option<&str>) -> String {
    let head = outlet.and_then(|outlet| title.strip_suffix(outlet)).map(str::trim_end);
    match head.and_then(|head| head.strip_suffix(['|', '-', '–', '—'])).map(str::trim_end) {
        Some(head) if !head.is_empty() => head.to_owned(),
        _ => title,
    }
}

/// The first JSON-LD object of the page that is an article.
fn linked_data(page: &Document) -> Option<Metadata> {
    page.select("script[type='application/ld+json']").iter().find_map(|script| {
        let text = script.text();
        let json =
            text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
        let mut values = serde_json::Deserializer::from_str(json).into_iter::<Value>();
        article_in(&values.next()?.ok()?)
    })
}

fn article_in(value: &Value) -> Option<Metadata> {
    let object = match value {
        Value::Array(values) => return values.iter().find_map(article_in),
        Value::Object(object) => object,
        _ => return None,
    };
    let is_article = |t: &Value| t.as_str().is_some_and(|t| t.ends_with("Article") || t.ends_with("Posting"));
    let named_article = match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is_article),
        Some(one) => is_article(one),
        None => false,
    };
    if !named_article {
        return ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|key| article_in(object.get(*key)?));
    }
    let address = |key: &str| match object.get(key)? {
        Value::Object(inner) => inner.get("@id").or(inner.get("url"))?.as_str(),
        other => other.as_str(),
    };
    Some(Metadata {
        title: object.get("headline").or(object.get("name")).and_then(name).map(|t| unescaped(&t)),
        outlet: object.get("publisher").and_then(name).map(|t| unescaped(&t)),
        byline: object.get("author").or(object.get("creator")).and_then(name).map(|t| unescaped(&t)),
        published: object.get("datePublished").and_then(Value::as_str).and_then(day),
        url: ["url", "mainEntityOfPage", "@id"]
            .iter()
            .filter_map(|key| address(key))
            .find(|u| is_address(u))
            .map(str::to_owned),
        body: object.get("articleBody").and_then(Value::as_str).map(unescaped).filter(|b| !b.trim().is_empty()),
    })
}

/// The name of a person or body, however it is written down; several are joined.
fn name(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => one_line(name),
        Value::Object(object) => name(object.get("name")?)?,
        Value::Array(values) => values.iter().filter_map(name).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    (!name.is_empty() && !is_address(&name)).then_some(name)
}

/// Some pages write `&amp;` into their JSON.
fn unescaped(text: &str) -> String {
    if text.contains('&') && text.contains(';') {
        Document::fragment(text.replace('<', "&lt;")).text().to_string()
    } else {
        text.to_owned()
    }
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    page.select_single(selector).attr(name).map(|value| value.trim().to_owned())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_address(text: &str) -> bool {
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
