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

/// What an attribution without quotation marks can turn out to be.
pub const TOLD: [&str; 4] = ["alike", "altered", "other speaker", "not found"];

/// A quotation or attribution of the draft, marked.
pub struct Marked {
    /// in bytes of the draft
    pub span: Span,
    /// of an attribution whose words another mark has: what is marked instead
    pub or_else: Option<Span>,
    /// it stands between quotation marks
    pub quoted: bool,
    /// one of [`VERDICTS`], of an attribution one of [`TOLD`]
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

/// The page.
pub fn page_of(name: &str, text: &str, marks: &[Marked]) -> String {
    let spans = placed(marks);
    let told = marks.iter().any(|mark| !mark.quoted);
    let body = html! {
        main {
            h1 { "Quotations of " (seen(name)) }
            p class="soft" {
                "Each quotation is marked by what it turned out to be: "
                @for verdict in VERDICTS {
                    span class={ "tag " (class(verdict)) } { (count(marks, verdict, true)) " " (verdict) } " "
                }
            }
            @if told {
                p class="soft" {
                    "What somebody is told to have said, without quotation marks: "
                    @for verdict in TOLD {
                        span class={ "tag " (class_told(verdict)) } { (count(marks, verdict, false)) " " (verdict) } " "
                    }
                }
            }
            div class="article" {
                @for (piece, mark) in pieces(Span::new(0, text.len()), &spans) {
                    @match mark {
                        Some(n) => (quotation(n + 1, &marks[n], spans[n], text)),
                        None => (plain(piece.of(text))),
                    }
                }
            }
            h2 { "What was found" }
            ol {
                @for (n, mark) in marks.iter().enumerate() {
                    li id={ "q" (n + 1) } {
                        p { span class={ "tag " (class_of(mark)) } { (mark.verdict) } " "
                            @if mark.quoted { "“" (seen(mark.span.of(text))) "”" } @else { (seen(mark.span.of(text))) }
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

/// Where each is marked: its words, or of an attribution whose words overlap with a mark before it, those that attribute.
fn placed(marks: &[Marked]) -> Vec<Span> {
    let mut taken: Vec<Span> = Vec::new();
    for mark in marks {
        let free = |span: &Span| !taken.iter().any(|other| other.overlaps(*span));
        let place = Some(mark.span).filter(free).or(mark.or_else.filter(free));
        taken.push(place.unwrap_or(Span::new(mark.span.start, mark.span.start)));
    }
    taken
}

fn count(marks: &[Marked], verdict: &str, quoted: bool) -> usize {
    marks.iter().filter(|mark| mark.verdict == verdict && mark.quoted == quoted).count()
}

fn class_of(mark: &Marked) -> &'static str {
    if mark.quoted { class(mark.verdict) } else { class_told(mark.verdict) }
}

/// Of an attribution: that none is like it says little.
fn class_told(verdict: &str) -> &'static str {
    match verdict {
        "alike" => "good",
        "not found" => "warn",
        _ => "bad",
    }
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

fn quotation(n: usize, mark: &Marked, at: Span, text: &str) -> Markup {
    html! {
        span class=(class_of(mark)) title=(mark.verdict) {
            (marked(text, at, &mark.words))
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
            or_else: None,
            quoted: true,
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
