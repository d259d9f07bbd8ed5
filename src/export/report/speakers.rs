//! Speakers, and the roles that they were given over time.

use maud::{Markup, html};

use super::super::page::seen;
use super::{Report, counted};
use crate::store::{RoleRow, SpeakerDetail};

pub(super) fn section(report: &Report) -> Markup {
    html! {
        div class="wide" {
            table class="stack filterable" {
                thead { tr { @for name in ["Speaker", "Roles", "Statements", "From", "To"] { th scope="col" { (name) } } } }
                tbody { @for speaker in &report.speakers { (row(speaker)) } }
            }
        }
    }
}

fn row(detail: &SpeakerDetail) -> Markup {
    let speaker = &detail.speaker;
    html! {
        tr {
            td data-name="Speaker" { (seen(&speaker.name)) br; span class="soft" { (speaker.speaker_type.as_str()) } }
            td data-name="Roles" {
                @match detail.roles.as_slice() {
                    [] => {},
                    [one] => (role(one)),
                    several => details {
                        summary { (seen(&several[0].role)) " and " (counted(several.len() - 1, "other role")) }
                        ul { @for one in several { li { (role(one)) } } }
                    },
                }
            }
            td data-name="Statements" { (speaker.statements) " in " (counted(speaker.articles as usize, "article")) }
            td class="day" data-name="From" { (speaker.first.as_deref().unwrap_or_default()) }
            td class="day" data-name="To" { (speaker.last.as_deref().unwrap_or_default()) }
        }
    }
}

fn role(role: &RoleRow) -> Markup {
    html! {
        (seen(&role.role))
        @if let Some(first) = &role.first {
            span class="soft" { " " (first) @if role.last.as_ref() != Some(first) { " to " (role.last.as_deref().unwrap_or_default()) } }
        }
    }
}
