//! Whole lists: conflicts, articles, speakers, decisions. A page has so many rows, and says how many there are and where the rest is.

use maud::{Markup, html};

use super::super::page::seen;
use super::frame;
use super::lists::{Marked, Part, pairs, rest, speakers_table};
use crate::store::{ArticleRow, Decision, SpeakerRow};

/// All conflicts.
pub fn conflicts(rows: &[Marked], part: Part) -> String {
    frame("What conflicts", html! { (pairs(rows)) (rest("/conflicts?", part)) })
}

/// All speakers, those quoted most first.
pub fn speakers(rows: &[SpeakerRow], part: Part) -> String {
    frame("Who is quoted", html! { (speakers_table(rows)) (rest("/speakers?", part)) })
}

/// All articles, the newest first.
pub fn articles(rows: &[ArticleRow], part: Part) -> String {
    let columns = ["Day", "Article", "Outlet", "Statements"];
    let body = html! {
        @for row in rows {
            tr {
                td class="day" data-name="Day" { (seen(row.published.as_deref().unwrap_or_default())) }
                td data-name="Article" {
                    a href={ "/article/" (row.id) } { (seen(row.title.as_deref().unwrap_or(&row.document))) }
                }
                td data-name="Outlet" { (seen(row.outlet.as_deref().unwrap_or_default())) }
                td data-name="Statements" { (row.statements) }
            }
        }
    };
    frame("Articles", html! { (table("Articles", &columns, &body)) (rest("/articles?", part)) })
}

/// All decisions, the newest first.
pub fn decisions(rows: &[Decision], part: Part) -> String {
    let columns = ["Day", "Decision", "By", "Why"];
    let body = html! {
        @for d in rows {
            tr {
                td class="day" data-name="Day" { (d.decided.get(..10).unwrap_or(&d.decided)) }
                td data-name="Decision" {
                    @match (&d.statement, &d.conflict) {
                        (Some(id), _) => a href={ "/statement/" (id) } { (seen(&d.summary)) },
                        (_, Some(id)) => a href={ "/conflict/" (id) } { (seen(&d.summary)) },
                        _ => (seen(&d.summary)),
                    }
                    @if d.undone.is_some() { " (taken back)" }
                }
                td data-name="By" { (seen(d.by.as_deref().unwrap_or_default())) }
                td data-name="Why" { (seen(d.reason.as_deref().unwrap_or_default())) }
            }
        }
    };
    frame("What was decided", html! { (table("Decisions", &columns, &body)) (rest("/decisions?", part)) })
}

fn table(label: &str, columns: &[&str], rows: &Markup) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label=(label) {
            table class="stack filterable" {
                thead { tr { @for name in columns { th scope="col" { (name) } } } }
                tbody { (rows) }
            }
        }
    }
}
