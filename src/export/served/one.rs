//! Pages of one thing: a statement in its article, a speaker, an article, a conflict; and what is decided there.

use maud::{Markup, html};

use super::super::page::{link, seen};
use super::super::report::{voiced, with_statements};
use super::lists::{Part, rest, side, statements};
use super::{Visitor, frame};
use crate::store::{ArticleRow, AttributionRow, ConflictRow, Decision, SpeakerDetail, StatementDetail};
use crate::text::Span;

/// Buttons of a decision on a statement: its word, its key, what it says.
const ON_STATEMENT: &[(&str, &str, &str)] = &[
    ("accept", "a", "read correctly"),
    ("reject", "r", "read wrongly"),
    ("verified", "v", "it holds"),
    ("disputed", "d", "disputed"),
    ("false", "f", "it is false"),
    ("open", "o", "open"),
];
const ON_CONFLICT: &[(&str, &str, &str)] =
    &[("accept", "a", "they conflict"), ("reject", "r", "they do not"), ("unsure", "u", "unsure")];

/// A statement in its paragraph, with what was decided of it.
pub fn statement(detail: &StatementDetail, decisions: &[Decision], visitor: &Visitor) -> String {
    frame(
        &voiced(&detail.row),
        html! { (in_place(detail)) (decided(decisions)) (form(&detail.row.id, ON_STATEMENT, None, visitor)) (corrections(&detail.row, None, visitor)) },
    )
}

/// The next statement to look at; `left` are to be looked at, this one among them.
pub fn review(next: Option<&StatementDetail>, left: u64, visitor: &Visitor) -> String {
    frame(
        "Review",
        html! {
            @match next {
                None => p { "Nothing is left to look at." },
                Some(detail) => {
                    p { (left) " left. " a data-key="s" href={ "/review?after=" (detail.row.id) } { "Skip " kbd { "s" } } }
                    h2 { (seen(&voiced(&detail.row))) }
                    (in_place(detail))
                    (form(&detail.row.id, ON_STATEMENT, Some("review"), visitor))
                    (corrections(&detail.row, Some("review"), visitor))
                }
            }
        },
    )
}

/// The statement with its marks, and what is known of it.
fn in_place(detail: &StatementDetail) -> Markup {
    let row = &detail.row;
    let known: [(&str, Option<String>); 9] = [
        ("speaker", row.name.clone()),
        ("role", row.role.clone()),
        ("for", row.organization.clone()),
        ("found", row.how.clone()),
        ("kind", Some(row.kind.to_string())),
        ("act", Some(if row.negated { format!("not {}", row.act) } else { row.act.to_string() })),
        ("sure of the words", Some(format!("{:.2}", row.confidence))),
        ("sure of the name", row.speaker_confidence.map(|share| format!("{share:.2}"))),
        ("printed", Some([&row.outlet, &row.published].into_iter().flatten().cloned().collect::<Vec<_>>().join(", "))),
    ];
    html! {
        div class="article" { p { (with_statements(&detail.text, detail.paragraph, std::slice::from_ref(detail))) } }
        p class="soft" {
            "Marked are " span class="content" { "what is said" } ", " span class="source" { "who says it" } " and "
            span class="cue" { "the words that attribute it" } ". "
            a href={ "/article/" (row.article) } { "The article" } " "
            @if let Some(id) = &row.speaker_id { a href={ "/speaker/" (id) } { "The speaker" } }
        }
        dl { @for (name, value) in known { @if let Some(value) = value.filter(|v| !v.is_empty()) { dt class="soft" { (name) } dd { (seen(&value)) } } } }
    }
}

fn decided(decisions: &[Decision]) -> Markup {
    html! {
        @if !decisions.is_empty() {
            h2 { "What was decided" }
            ul {
                @for d in decisions {
                    li {
                        (seen(&d.summary))
                        @if let Some(by) = &d.by { ", by " (seen(by)) }
                        @if let Some(reason) = &d.reason { ": " (seen(reason)) }
                        @if d.undone.is_some() { " (taken back)" }
                        @if d.waiting && d.undone.is_none() { " (another desk’s, waiting)" }
                    }
                }
            }
        }
    }
}

/// Buttons to decide with, for those who may.
fn form(id: &str, buttons: &[(&str, &str, &str)], back: Option<&str>, visitor: &Visitor) -> Markup {
    html! {
        @match &visitor.form_token {
            None => p class="soft" { "To decide, open the address with the token that `onrecord serve` printed." },
            Some(token) => form action="/decide" method="post" class="keys" {
                fieldset {
                    legend { "Decide" }
                    input type="hidden" name="token" value=(token);
                    input type="hidden" name="id" value=(id);
                    @if let Some(back) = back { input type="hidden" name="back" value=(back); }
                    p { label { "Why, if there is something to say " input name="reason" maxlength="2000" autocomplete="off"; } }
                    @if buttons.iter().any(|(word, ..)| *word == "verified") {
                        p { label { "What shows it, such as an address " input name="source" maxlength="2000" autocomplete="off"; } }
                    }
                    @for (word, key, says) in buttons {
                        button name="decision" value=(word) data-key=(key) { (says) " " kbd { (key) } }
                    }
                }
            },
        }
    }
}

/// Forms that say who says what, how and in which role, or keep a note. What is left empty stays.
fn corrections(row: &AttributionRow, back: Option<&str>, visitor: &Visitor) -> Markup {
    let Some(token) = &visitor.form_token else { return html! {} };
    let hidden = html! {
        input type="hidden" name="token" value=(token);
        input type="hidden" name="id" value=(row.id);
        @if let Some(back) = back { input type="hidden" name="back" value=(back); }
    };
    let field = |label: &str, name: &str, now: Option<&str>| {
        html! { p { label { (label) " " input name=(name) maxlength="2000" autocomplete="off" placeholder=(seen(now.unwrap_or_default())); } } }
    };
    html! {
        form action="/decide" method="post" {
            fieldset {
                legend { "Correct" }
                (hidden)
                (field("Who says it (nobody, if the text names no one)", "speaker", row.speaker.as_deref()))
                (field("In which role", "role", row.role.as_deref()))
                (field("What the cue does, such as deny", "act", Some(row.act.as_str())))
                (field("Direct, mixed or indirect", "kind", Some(row.kind.as_str())))
                (field("The words that are the statement, as printed", "content", None))
                (field("Why, if there is something to say", "reason", None))
                button name="decision" value="fix" { "keep this correction" }
            }
        }
        form action="/decide" method="post" {
            fieldset {
                legend { "Note" }
                (hidden)
                (field("Words to remember", "words", None))
                button name="decision" value="note" { "keep this note" }
            }
        }
    }
}

/// A speaker with roles over time, names and statements.
pub fn speaker(detail: &SpeakerDetail, rows: &[AttributionRow], part: Part, decisions: &[Decision]) -> String {
    let speaker = &detail.speaker;
    frame(
        &speaker.name,
        html! {
            p { (speaker.speaker_type.as_str()) ", " (speaker.statements) " statements in " (speaker.articles) " articles" }
            @if !detail.roles.is_empty() {
                h2 { "Roles" }
                ul {
                    @for role in &detail.roles {
                        li {
                            (seen(&role.role))
                            @if let Some(body) = &role.organization { ", " (seen(body)) }
                            @if let Some(first) = &role.first { span class="soft" { " since " (seen(first)) } }
                            @if let Some(evidence) = &role.evidence {
                                blockquote { a href={ "/article/" (role.article) } { (seen(evidence)) } }
                            }
                        }
                    }
                }
            }
            h2 { "Names" }
            ul { @for (name, articles) in &detail.names { li { (seen(name)) span class="soft" { " in " (articles) } } } }
            (decided(decisions))
            h2 { "Statements" }
            (statements(rows))
            (rest(&format!("/speaker/{}?", speaker.id), part))
        },
    )
}

/// An article with its statements marked.
pub fn article(row: &ArticleRow, text: &str, details: &[StatementDetail]) -> String {
    let printed = [row.outlet.as_deref(), row.published.as_deref(), row.byline.as_deref()];
    frame(
        row.title.as_deref().unwrap_or(&row.document),
        html! {
            p class="soft" {
                (seen(&printed.into_iter().flatten().collect::<Vec<_>>().join(", ")))
                @if let Some(url) = row.url.as_deref().and_then(link) { " " a href=(url) rel="noreferrer" { "as published" } }
            }
            div class="article" { p { (with_statements(text, Span::new(0, text.len()), details)) } }
            h2 { "Statements" }
            ul {
                @for detail in details {
                    li { (seen(&voiced(&detail.row))) ": " a href={ "/statement/" (detail.row.id) } { (seen(&detail.row.text)) } }
                }
            }
        },
    )
}

/// A conflict, both wordings, and what was decided of it.
pub fn conflict(row: &ConflictRow, marks: &[Vec<Span>; 2], decisions: &[Decision], visitor: &Visitor) -> String {
    frame(
        &format!("A {}", row.kind),
        html! {
            (side(&row.a, &marks[0]))
            (side(&row.b, &marks[1]))
            @if let Some(question) = &row.question { p { (seen(question)) } }
            p { (seen(&row.why)) }
            p class="soft" { "Rule: " (seen(&row.rule)) ", score " (format!("{:.2}", row.score)) }
            (decided(decisions))
            (form(&row.id, ON_CONFLICT, None, visitor))
        },
    )
}
