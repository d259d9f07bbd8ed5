//! The frame of every page that the program writes: one file, no network, readable without script. Text that others wrote is
//! escaped by `maud` wherever it is put in; [`seen`] makes visible what would hide.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::guard;
use crate::text::Span;

/// What the browser may do with a page: show it. Nothing is fetched, nothing is sent.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// A page with its title, styles and, where it has one, script.
pub fn page(title: &str, script: Option<&'static str>, body: Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content=(concat!("onrecord ", env!("CARGO_PKG_VERSION")));
                title { (seen(title)) }
                style { (PreEscaped(include_str!("page.css"))) }
            }
            body {
                (body)
                @if let Some(script) = script { script { (PreEscaped(script)) } }
            }
        }
    };
    page.into_string()
}

/// A text in which characters that reorder or hide others, or command a terminal, are shown by their numbers: nothing is
/// dropped, and nothing acts.
pub fn seen(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {}
            c if guard::acts(c) => out.push_str(&guard::number(c)),
            c => out.push(c),
        }
    }
    out
}

/// A stretch of text cut at some spans of it, in order: each piece, and which of the spans it is. What overlaps an earlier one is
/// passed over.
pub fn pieces(within: Span, spans: &[Span]) -> Vec<(Span, Option<usize>)> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|n| spans[*n]);
    let mut out = Vec::new();
    let mut at = within.start;
    for n in order {
        let span = spans[n];
        if span.start >= at && span.end <= within.end && !span.is_empty() {
            out.push((Span::new(at, span.start), None));
            out.push((span, Some(n)));
            at = span.end;
        }
    }
    out.push((Span::new(at, within.end), None));
    out.retain(|(piece, _)| !piece.is_empty());
    out
}

/// A stretch of text with some spans of it marked.
pub fn marked(text: &str, within: Span, marks: &[Span]) -> Markup {
    html! {
        @for (piece, mark) in pieces(within, marks) {
            @match mark {
                Some(_) => mark { (seen(piece.of(text))) },
                None => (seen(piece.of(text))),
            }
        }
    }
}

/// An address that may be followed; none for what is no page on the web, such as `javascript:`.
pub fn link(url: &str) -> Option<&str> {
    let url = url.trim();
    let web = ["https://", "http://"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme));
    web.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        let bad = "</title><script>alert(1)</script>\u{202e}\u{1b}[31m";
        let page = page(bad, None, html! { p title=(bad) { (seen(bad)) } });
        assert!(!page.contains("<script>"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;⟨U+202E⟩⟨U+001B⟩[31m"), "{page}");
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(link(" HTTPS://a.example/x"), Some("HTTPS://a.example/x"));
    }
}
