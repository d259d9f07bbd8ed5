//! Conflicts as plain sentences, both wordings one above the other, with the words that differ marked.

use maud::{Markup, html};

use super::super::page::{link, marked, seen};
use super::{Conflict, Page, voiced};
use crate::statement::Act;
use crate::store::{AttributionRow, Verdict};
use crate::text::Span;

pub(super) fn section(page: &Page) -> Markup {
    html! {
        @if page.report.conflicts.is_empty() { p { "No two statements were found to conflict." } }
        @for conflict in &page.report.conflicts {
            article class="pair" id={ "c-" (conflict.row.id) } {
                h3 { (seen(&told(conflict))) " " (verdict(conflict)) }
                (side(page, &conflict.row.a, &conflict.marks[0]))
                (side(page, &conflict.row.b, &conflict.marks[1]))
                p class="soft" {
                    @if let Some(question) = &conflict.row.question { (seen(question)) " " }
                    (seen(&conflict.row.why))
                }
            }
        }
    }
}

/// What conflicts, in a sentence.
fn told(conflict: &Conflict) -> String {
    let (a, b) = (voiced(&conflict.row.a), voiced(&conflict.row.b));
    let one = a == b;
    match conflict.row.kind.as_str() {
        "denial" if one => format!("{a} denies what {a} says elsewhere"),
        "denial" => match (denies(&conflict.row.a), denies(&conflict.row.b)) {
            (true, false) => format!("{a} denies what {b} says"),
            (false, true) => format!("{b} denies what {a} says"),
            _ => format!("{a} and {b}: one denies what the other says"),
        },
        "reversal" => format!("{a} says otherwise than before"),
        "version" if one => format!("The same words of {a} are printed in two ways"),
        "version" => format!("The same words are printed in two ways, as {a}’s and as {b}’s"),
        "opposition" if one => format!("{a} judges one thing in opposite ways"),
        "opposition" => format!("{a} and {b} judge one thing in opposite ways"),
        _ if one => format!("{a} contradicts {a}"),
        _ => format!("{a} and {b} contradict each other"),
    }
}

/// True where the cue says so, and not the words themselves.
fn denies(row: &AttributionRow) -> bool {
    row.act == Act::Deny
}

fn verdict(conflict: &Conflict) -> Markup {
    html! {
        span class="tag" { (conflict.row.kind) }
        @match conflict.row.verdict {
            Some(Verdict::Right) => { " " span class="tag good" { "a person agrees" } },
            Some(Verdict::Wrong) => { " " span class="tag bad" { "a person disagrees" } },
            Some(Verdict::Unsure) => { " " span class="tag warn" { "a person is unsure" } },
            None => {},
        }
    }
}

fn side(page: &Page, row: &AttributionRow, marks: &[Span]) -> Markup {
    html! {
        blockquote {
            @if let Some(cue) = row.cue_before() { span class="soft" { (seen(cue)) ": " } }
            (page.linked(&row.id, marked(&row.text, Span::new(0, row.text.len()), marks)))
            footer {
                (seen(&voiced(row)))
                @if let Some(role) = &row.role { ", " (seen(role)) }
                @if let Some(outlet) = &row.outlet {
                    ". "
                    @match row.url.as_deref().and_then(link) {
                        Some(url) => a href=(url) rel="noreferrer" { (seen(outlet)) },
                        None => (seen(outlet)),
                    }
                }
                @if let Some(day) = &row.published { ", " time datetime=(day) { (day) } }
            }
        }
    }
}
