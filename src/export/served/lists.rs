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

/// What a search finds: speakers by name, statements by words.
pub fn found(words: &str, speakers: &[SpeakerRow], rows: &[AttributionRow], part: Part) -> String {
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
                (rest(&format!("/search?q={}&", encoded(words)), part))
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

/// Rows of a page at most: of a longer list the next page has the next rows.
pub const MOST_ROWS: u64 = 20_000;

/// Which rows of a list a page shows.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// rows in front of it
    pub from: u64,
    /// rows that were asked for
    pub rows: u64,
    /// rows of the list
    pub all: u64,
}

/// How many of how many are shown, and the way to more; `at` is the address up to its `rows`.
pub(super) fn rest(at: &str, part: Part) -> Markup {
    const LEAST: u64 = 200;
    const MORE: u64 = 5;
    let Part { from, rows, all } = part;
    let to = from.saturating_add(rows).min(all);
    let grows = from == 0 && rows < MOST_ROWS;
    html! {
        p class="soft" {
            @if from == 0 { (to) } @else if from < to { (from + 1) " to " (to) } @else { "0" }
            " of " (all)
            @if grows && to < all { ". " a href={ (at) "rows=" ((rows * MORE).clamp(LEAST, MOST_ROWS)) } { "More" } }
            @else if to < all { ". " a href={ (at) "from=" (to) "&rows=" (rows) } { "More" } }
            @if from > 0 { ". " a href={ (at) "from=" (from.saturating_sub(rows)) "&rows=" (rows) } { "Back" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_any_length_can_be_read_to_its_end() {
        let all = 45_000;
        let (mut part, mut read) = (Part { from: 0, rows: 200, all }, 0);
        for _ in 0..10 {
            read = (part.from + part.rows).min(all);
            let page = rest("/articles?", part).into_string();
            let Some(link) = page.split("\">More").next().filter(|_| page.contains("More")) else { break };
            let link = link.rsplit("/articles?").next().unwrap_or_default().replace("&amp;", "&");
            let field = |name: &str| link.split('&').find_map(|field| field.strip_prefix(name)?.parse().ok());
            part = Part { from: field("from=").unwrap_or(0), rows: field("rows=").unwrap_or(0), all };
            assert!(part.from <= read && part.rows <= MOST_ROWS, "{page}");
        }
        assert_eq!(read, all);
        let page = rest("/articles?", Part { from: 40_000, rows: MOST_ROWS, all }).into_string();
        assert!(page.contains("40001 to 45000 of 45000") && page.contains("Back") && !page.contains("More"), "{page}");
    }
}
