//! What a page says about its article: JSON-LD, OpenGraph and other `meta` elements, `time`, and the window's title.

mod days;
mod embedded;
mod facts;
mod linked;
mod named;
mod titles;
mod writers;

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;

pub(super) use days::called_published;
pub(super) use linked::{plain, unescaped};
pub(super) use writers::cut_byline;

use crate::text::one_line;
use days::day_of;
use embedded::embedded;
use facts::{Metadata, Told, host, is_address, same_name};
use linked::linked_data;
use named::Named;
use titles::{headline, outlet_in_title, without_outlet};
use writers::byline;

/// Reads the page's metadata. `html` is its source, in which browsers note where they saved it from.
pub(super) fn metadata(page: &Document, html: &str) -> Metadata {
    let named = Named::new(page);
    let window = one_line(&page.select_single("title").text());
    let headings: Vec<String> = page.select("h1").iter().map(|h1| one_line(&h1.text())).collect();
    let open_graph = named.first(&["og:title", "twitter:title", "dc.title", "parsely-title"], |_| true);
    let printed = headings.iter().map(String::as_str).chain([window.as_str()]).chain(open_graph.as_deref());
    let linked = linked_data(page, &printed.collect::<Vec<_>>()).unwrap_or_default();
    let mut found = Metadata {
        body: linked.body.clone(),
        posts: linked.posts.clone(),
        is_paid: linked.is_paid,
        ..Metadata::default()
    };
    found.url = found.take("address", url(page, html, &linked, &named));
    let described = ["description", "og:description", "twitter:description"]
        .iter()
        .filter_map(|name| named.first(&[name], |_| true));
    found.summaries = described.chain(linked.summaries.iter().cloned()).collect();
    let heading = match headings.as_slice() {
        [only] => only.clone(),
        // of several, the one that the window's title repeats
        several => several.iter().find(|h| !h.is_empty() && window.starts_with(*h)).cloned().unwrap_or_default(),
    };
    let in_title = outlet_in_title(&window, [&heading, linked.title.as_deref().unwrap_or_default()]);
    found.outlet = found.take(
        "outlet",
        [
            ("JSON-LD", linked.outlet.clone()),
            ("a meta element", named.first(OUTLET_NAMES, |v| !is_address(v))),
            ("the window's title", in_title),
            ("the address", found.url.as_deref().and_then(host)),
        ],
    );
    let outlet = found.outlet.clone();
    let short = |title: Option<String>| title.map(|title| without_outlet(title, outlet.as_deref()));
    // the name of the site, set as a heading of its own
    let is_site = outlet.as_deref().is_some_and(|outlet| same_name(outlet, &heading));
    let heading = if is_site { "" } else { &heading };
    let titles = headline(short(open_graph), short(linked.title.clone()), heading, short(Some(window)));
    found.title = found.take("title", titles);
    found.published = found.take("date", day_of(page, &linked, &named, found.url.as_deref()));
    found.byline = found.take("byline", byline(page, &linked, &named, outlet.as_deref()));
    found.writer_is_body = linked.writer_is_body && linked.byline == found.byline;
    found
}

/// Adds the article that only the page's own program would show; its words, if there is one.
pub(super) fn add_embedded(found: &mut Metadata, page: &Document, prose: fn(&str) -> usize) -> Option<String> {
    let told = embedded(page, prose)?;
    let place = "the page's data";
    found.taken.push(format!("text from {place}"));
    if let Some(title) = told.title {
        found.taken.retain(|taken| !taken.starts_with("title "));
        found.title = found.take("title", [(place, Some(title))]);
    }
    for (what, field, told) in
        [("date", &mut found.published, told.published), ("byline", &mut found.byline, told.byline)]
    {
        if field.is_none() && told.is_some() {
            found.taken.push(format!("{what} from {place}"));
            *field = told;
        }
    }
    told.body
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

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    page.select_single(selector).attr(name).map(|value| value.trim().to_owned())
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
    fn a_bare_page_tells_by_its_title() {
        let found = of(
            "<!-- saved from url=(0029)https://www.marrow.example/bus --><title>Bus fares to rise in Marrow - Marrow Now</title>\
             <h1>Bus fares to rise in Marrow</h1>",
        );
        assert_eq!(found.title.as_deref(), Some("Bus fares to rise in Marrow"));
        assert_eq!(found.outlet.as_deref(), Some("Marrow Now"));
        assert_eq!(found.url.as_deref(), Some("https://www.marrow.example/bus"));
        assert_eq!(
            of("<title>Talks fail - minister resigns</title>").title.as_deref(),
            Some("Talks fail - minister resigns")
        );
        assert_eq!(of("<p>x"), Metadata::default());
    }
}
