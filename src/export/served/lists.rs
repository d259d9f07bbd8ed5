//! Pages that list: where one begins, and what a search finds.

use maud::{Markup, html};

use super::super::page::{marked, seen};
use super::super::report::voiced;
use super::{encoded, frame};
use crate::store::{AttributionRow, ConflictRow, SpeakerRow};
use crate::text::Span;

/// What the first page tells.
pub struct Start {
    /// articles, statements and speakers in the database
    pub counts: [u64; 3],
    /// statements that nobody has looked at yet
    pub unchecked: u64,
    /// the first conflicts, the surest first
    pub conflicts: Vec<Marked>,
    /// how many conflicts there are
    pub all_conflicts: u64,
    /// the speakers quoted most
    pub speakers: Vec<SpeakerRow>,
}

/// A conflict with the words that differ.
pub type Marked = (ConflictRow, [Vec<Span>; 2]);

/// Where one begins.
pub fn start(start: &Start) -> String {
    let [articles, statements, speakers] = start.counts;
    frame(
        "Who said what, and who contradicts whom",
        html! {
            p {
                (articles) " articles, " (statements) " statements, " (speakers) " speakers. "
                a href="/review" { (start.unchecked) " statements nobody has looked at" } "."
            }
            h2 { "What conflicts" }
            (pairs(&start.conflicts))
            p class="soft" { (start.conflicts.len()) " of " (start.all_conflicts) ". " a href="/conflicts" { "All conflicts" } }
            h2 { "Who is quoted most" }
            (speakers_table(&start.speakers))
            p class="soft" { (start.speakers.len()) " of " (speakers) ". " a href="/speakers" { "All speakers" } }
        },
    )
}

/// Conflicts, each with its two statements.
pub(super) fn pairs(rows: &[Marked]) -> Markup {
    html! {
        @if rows.is_empty() { p { "No two statements were found to conflict." } }
        @for (row, marks) in rows {
            article class="pair" {
                h3 { a href={ "/conflict/" (row.id) } { (row.kind) } }
                (side(&row.a, &marks[0]))
                (side(&row.b, &marks[1]))
                p class="soft" { (seen(&row.why)) }
            }
        }
    }
}

/// Speakers as a table.
pub(super) fn speakers_table(rows: &[SpeakerRow]) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label="Speakers" {
            table class="stack filterable" {
                thead { tr { @for name in ["Speaker", "Role", "Statements", "From", "To"] { th scope="col" { (name) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            td data-name="Speaker" { a href={ "/speaker/" (row.id) } { (seen(&row.name)) } }
                            td data-name="Role" { (seen(row.role.as_deref().unwrap_or_default())) }
                            td data-name="Statements" { (row.statements) }
                            td class="day" data-name="From" { (seen(row.first.as_deref().unwrap_or_default())) }
                            td class="day" data-name="To" { (seen(row.last.as_deref().unwrap_or_default())) }
                        }
                    }
                }
            }
        }
    }
}

/// One of the two statements of a conflict.
pub(super) fn side(row: &AttributionRow, marks: &[Span]) -> Markup {
    html! {
        blockquote {
            a href={ "/statement/" (row.id) } { (marked(&row.text, Span::new(0, row.text.len()), marks)) }
            footer { (said(row)) }
        }
    }
}

/// Who said it, in which role, where and when.
fn said(row: &AttributionRow) -> Markup {
    let place: Vec<&str> = [&row.role, &row.outlet, &row.published].into_iter().flatten().map(String::as_str).collect();
    html! {
        @match &row.speaker_id {
            Some(id) => a href={ "/speaker/" (id) } { (seen(&voiced(row))) },
            None => (seen(&voiced(row))),
        }
        @if !place.is_empty() { ", " (seen(&place.join(", "))) }
    }
}

/// What a search finds: speakers by name, statements by words. `all` is how many statements there are.
pub fn found(words: &str, speakers: &[SpeakerRow], rows: &[AttributionRow], all: u64) -> String {
    frame(
        &format!("Found: {words}"),
        html! {
            @if !speakers.is_empty() {
                h2 { "Speakers" }
                ul { @for row in speakers { li { a href={ "/speaker/" (row.id) } { (seen(&row.name)) } } } }
            }
            h2 { "Statements" }
            @if rows.is_empty() { p { "No statement holds these words." } }
            @else {
                (statements(rows))
                (rest(&format!("/search?q={}&", encoded(words)), rows.len(), all))
            }
        },
    )
}

/// Statements as a table.
pub(super) fn statements(rows: &[AttributionRow]) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label="Statements" {
            table class="stack filterable" {
                thead { tr { @for name in ["Day", "Speaker", "Act", "Statement", "Outlet", "Checked"] { th scope="col" { (name) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            td class="day" data-name="Day" { (seen(row.published.as_deref().unwrap_or_default())) }
                            td data-name="Speaker" {
                                (seen(&voiced(row)))
                                @if let Some(role) = &row.role { br; span class="soft" { (seen(role)) } }
                            }
                            td data-name="Act" { @if row.negated { "not " } (row.act.as_str()) }
                            td data-name="Statement" { a href={ "/statement/" (row.id) } { (seen(&row.text)) } }
                            td data-name="Outlet" { a href={ "/article/" (row.article) } { (seen(row.outlet.as_deref().unwrap_or("article"))) } }
                            td data-name="Checked" {
                                (row.review.checked.as_deref().unwrap_or_default()) " " (row.review.finding.as_deref().unwrap_or_default())
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many of how many are shown, and the way to more; `at` is the address up to its `rows`.
pub(super) fn rest(at: &str, shown: usize, all: u64) -> Markup {
    const MORE: usize = 5;
    html! {
        p class="soft" {
            (shown) " of " (all)
            @if (shown as u64) < all { ". " a href={ (at) "rows=" (shown.max(40) * MORE) } { "More" } }
        }
    }
}
