//! Articles as printed, with source, cue and content of each statement marked; every statement has its anchor.

use maud::{Markup, html};

use super::super::page::{link, seen};
use super::{Report, ReportArticle, voiced};
use crate::store::StatementDetail;
use crate::text::Span;

pub(super) fn section(report: &Report) -> Markup {
    html! {
        p {
            "Marked are " span class="content" { "what is said" } ", " span class="source" { "who says it" } " and "
            span class="cue" { "the words that attribute it" } "."
        }
        @for article in &report.articles { (one(article)) }
        @if report.left_out > 0 {
            p class="soft" { "The texts of " (report.left_out) " more articles are left out; their statements are in the table above." }
        }
    }
}

fn one((row, text, statements): &ReportArticle) -> Markup {
    let printed = [row.outlet.as_deref(), row.published.as_deref(), row.byline.as_deref()];
    html! {
        article class="article" id={ "a-" (row.id) } {
            h3 { (seen(row.title.as_deref().unwrap_or(&row.document))) }
            p class="soft" {
                (seen(&printed.into_iter().flatten().collect::<Vec<_>>().join(", ")))
                @if let Some(url) = row.url.as_deref().and_then(link) { " " a href=(url) rel="noreferrer" { "as published" } }
            }
            p { (marked(text, Span::new(0, text.len()), statements)) }
        }
    }
}

/// What a stretch of the text is. Where several overlap, the later of these is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Content,
    Source,
    Cue,
}

impl Part {
    fn class(self) -> &'static str {
        match self {
            Part::Content => "content",
            Part::Source => "source",
            Part::Cue => "cue",
        }
    }
}

/// A stretch of an article with the parts of these statements marked, and an anchor where each begins.
pub fn marked(text: &str, within: Span, statements: &[StatementDetail]) -> Markup {
    let mut parts: Vec<(Span, Part, String)> = Vec::new();
    let mut anchors: Vec<(usize, &str)> = Vec::new();
    for statement in statements {
        let row = &statement.row;
        let told = format!("{}: {}", voiced(row), row.act.as_str());
        for (spans, part) in
            [(&statement.content, Part::Content), (&statement.source, Part::Source), (&statement.cue, Part::Cue)]
        {
            parts.extend(spans.iter().map(|span| (*span, part, told.clone())));
        }
        anchors.extend(statement.content.iter().map(|span| span.start).min().map(|at| (at, row.id.as_str())));
    }
    let mut bounds: Vec<usize> = parts.iter().flat_map(|(span, ..)| [span.start, span.end]).collect();
    bounds.retain(|at| within.start < *at && *at < within.end);
    bounds.extend([within.start, within.end]);
    bounds.sort_unstable();
    bounds.dedup();
    html! {
        @for pair in bounds.windows(2) {
            @for (_, id) in anchors.iter().filter(|(at, _)| *at == pair[0]) { span id={ "s-" (id) } {} }
            @let stretch = seen(&text[pair[0]..pair[1]]);
            @match parts.iter().filter(|(span, ..)| span.start <= pair[0] && pair[1] <= span.end).max_by_key(|p| p.1) {
                Some((_, part, told)) => span class=(part.class()) title=(seen(told)) { (stretch) },
                None => (stretch),
            }
        }
    }
}
