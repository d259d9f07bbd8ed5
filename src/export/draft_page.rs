//! A draft as a page: its quotations marked by what they turned out to be, each with the words of its source.

use maud::{Markup, html};

use super::page::{marked, page, pieces, seen};
use crate::text::Span;

/// What a quotation can turn out to be.
pub const VERDICTS: [&str; 9] = [
    "verbatim",
    "altered",
    "other speaker",
    "paraphrase",
    "speaker not compared",
    "other date",
    "no statement",
    "not found",
    "phrase",
];

/// A quotation of the draft, marked.
pub struct Marked {
    /// in bytes of the draft
    pub span: Span,
    /// one of [`VERDICTS`]
    pub verdict: &'static str,
    /// who says it in the draft; empty where it names nobody
    pub speaker: String,
    /// words that differ from the source, in bytes of the draft
    pub words: Vec<Span>,
    /// what differs from the source, one a line
    pub changes: String,
    /// the words of the source
    pub passage: Option<String>,
    /// who said them, where and when
    pub source: String,
}

/// The page. Quotations are in order and do not overlap.
pub fn page_of(name: &str, text: &str, marks: &[Marked]) -> String {
    let spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
    let body = html! {
        main {
            h1 { "Quotations of " (seen(name)) }
            p class="soft" {
                "Each quotation is marked by what it turned out to be: "
                @for verdict in VERDICTS {
                    span class={ "tag " (class(verdict)) } { (count(marks, verdict)) " " (verdict) } " "
                }
            }
            div class="article" {
                @for (piece, mark) in pieces(Span::new(0, text.len()), &spans) {
                    @match mark {
                        Some(n) => (quotation(n + 1, &marks[n], text)),
                        None => (plain(piece.of(text))),
                    }
                }
            }
            h2 { "What was found" }
            ol {
                @for (n, mark) in marks.iter().enumerate() {
                    li id={ "q" (n + 1) } {
                        p { span class={ "tag " (class(mark.verdict)) } { (mark.verdict) } " “" (seen(mark.span.of(text))) "”"
                            @if !mark.speaker.is_empty() { " – " (seen(&mark.speaker)) }
                        }
                        @for line in mark.changes.lines() { p { (seen(line)) } }
                        @if let Some(passage) = &mark.passage {
                            blockquote { "“" (seen(passage)) "”" footer { (seen(&mark.source)) } }
                        }
                    }
                }
            }
        }
    };
    page(&format!("Quotations of {name}"), None, body)
}

fn count(marks: &[Marked], verdict: &str) -> usize {
    marks.iter().filter(|mark| mark.verdict == verdict).count()
}

fn class(verdict: &str) -> &'static str {
    match verdict {
        "verbatim" => "good",
        "altered" | "other date" | "speaker not compared" | "paraphrase" | "no statement" | "phrase" => "warn",
        _ => "bad",
    }
}

/// Text between quotations; line breaks stay.
fn plain(text: &str) -> Markup {
    html! { span style="white-space: pre-wrap" { (seen(text)) } }
}

fn quotation(n: usize, mark: &Marked, text: &str) -> Markup {
    html! {
        span class=(class(mark.verdict)) title=(mark.verdict) {
            (marked(text, mark.span, &mark.words))
            sup { a href={ "#q" (n) } { (n) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_marked_and_harmless() {
        let text = "She said: “the <b>pier</b> is safe”.\n\nAnd more.";
        let start = text.find("the <b>").unwrap_or_default();
        let end = text.find("”").unwrap_or_default();
        let at = text.find("safe").unwrap_or_default();
        let mark = Marked {
            span: Span::new(start, end),
            verdict: "altered",
            speaker: "Ada <Quist>".to_owned(),
            words: vec![Span::new(at, at + 4)],
            changes: "wording: “closed” became “safe”".to_owned(),
            passage: Some("the pier is closed".to_owned()),
            source: "Ada Quist".to_owned(),
        };
        let page = page_of("draft.txt", text, &[mark]);
        assert!(page.contains("the &lt;b&gt;pier&lt;/b&gt; is <mark>safe</mark>"), "{page}");
        assert!(page.contains("“the pier is closed”<footer>Ada Quist</footer>"), "{page}");
        assert!(page.contains("1 altered") && page.contains(" – Ada &lt;Quist&gt;"), "{page}");
    }
}
