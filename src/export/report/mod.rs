//! The report: what was found, in one page that needs no network and no script. Conflicts come first, in plain sentences; then
//! who contradicts whom, speakers with their roles over time, statements over time, all statements, every article with its
//! statements marked, and what people decided.

mod articles;
mod conflicts;
mod pictures;
mod speakers;

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::page::{page, seen};
use crate::store::{ArticleRow, AttributionRow, ConflictRow, Decision, Position, SpeakerDetail, StatementDetail};
use crate::text::Span;
#[cfg(feature = "serve")]
pub(super) use articles::marked as with_statements;

/// What a report tells of.
pub struct Report {
    /// its heading
    pub title: String,
    /// the conflicts, the surest first
    pub conflicts: Vec<Conflict>,
    /// the speakers, most quoted first
    pub speakers: Vec<SpeakerDetail>,
    /// the statements, oldest first
    pub statements: Vec<AttributionRow>,
    /// the articles with their texts and statements, oldest first
    pub articles: Vec<ReportArticle>,
    /// articles whose texts are left out because there are too many
    pub left_out: usize,
    /// declared questions with the positions taken on each: yes or no, and the statement that takes it
    pub positions: Vec<(String, Vec<(Position, AttributionRow)>)>,
    /// what people decided, oldest first
    pub decisions: Vec<Decision>,
}

/// A report with what its page shows, so that no link leads nowhere.
struct Page<'r> {
    report: &'r Report,
    /// ids of the statements in the page
    statements: BTreeSet<&'r str>,
    /// ids of the articles whose texts are in the page
    articles: BTreeSet<&'r str>,
}

impl<'r> Page<'r> {
    fn of(report: &'r Report) -> Self {
        Page {
            report,
            statements: report.statements.iter().map(|row| row.id.as_str()).collect(),
            articles: report.articles.iter().map(|(row, ..)| row.id.as_str()).collect(),
        }
    }

    /// Words that lead to where the page shows a statement; only the words where it does not.
    fn linked(&self, id: &str, words: Markup) -> Markup {
        match self.statements.contains(id) {
            true => html! { a href={ "#s-" (id) } { (words) } },
            false => words,
        }
    }
}

/// An article with its text and its statements.
pub type ReportArticle = (ArticleRow, String, Vec<StatementDetail>);

/// A conflict, and which words of its two statements differ, in bytes of their texts.
pub struct Conflict {
    /// the conflict
    pub row: ConflictRow,
    /// words that only the one has, and words that only the other has
    pub marks: [Vec<Span>; 2],
}

/// The page.
pub fn write(report: &Report) -> String {
    let shown = Page::of(report);
    let sections = [
        ("conflicts", "What conflicts", conflicts::section(&shown)),
        ("who", "Who contradicts whom", pictures::who(report)),
        ("speakers", "Speakers and their roles", speakers::section(report)),
        ("positions", "Positions on questions", positions(&shown)),
        ("time", "When they were heard", pictures::time(report)),
        ("statements", "Statements", statements(&shown)),
        ("articles", "Articles", articles::section(report)),
        ("decisions", "What was decided", decisions(report)),
    ];
    let body = html! {
        a class="skip" href="#conflicts" { "To what was found" }
        header {
            h1 { (seen(&report.title)) }
            p { (summary(report)) }
            nav aria-label="Parts of the report" {
                ul { @for (id, title, _) in &sections { li { a href={ "#" (id) } { (title) } } } }
            }
        }
        main {
            @for (id, title, content) in &sections {
                section id=(id) aria-labelledby={ (id) "-title" } { h2 id={ (id) "-title" } { (title) } (content) }
            }
        }
        footer class="soft" {
            p {
                "Made by onrecord " (env!("CARGO_PKG_VERSION")) ". What it found was found by a program: every row leads to the sentence \
                that shows it. “Accepted” says that a person read it there; “verified” that the desk found it to hold."
            }
        }
    };
    page(&report.title, Some(include_str!("filter.js")), body)
}

fn summary(report: &Report) -> String {
    let days = report.statements.iter().filter_map(|row| row.published.as_deref());
    let (first, last) = (days.clone().min(), days.max());
    let time = match (first, last) {
        (Some(first), Some(last)) if first != last => format!(", printed from {first} to {last}"),
        (Some(day), _) => format!(", printed on {day}"),
        _ => String::new(),
    };
    format!(
        "{} in {} by {}{time}. {}.",
        counted(report.statements.len(), "statement"),
        counted(report.articles.len() + report.left_out, "article"),
        counted(report.speakers.len(), "speaker"),
        match report.conflicts.len() {
            0 => "No two of them were found to conflict".to_owned(),
            n => format!("{} found", counted(n, "conflict")),
        }
    )
}

pub(super) fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn positions(page: &Page) -> Markup {
    html! {
        @if page.report.positions.is_empty() { p { "No statement answers a declared question." } }
        @for (question, answers) in &page.report.positions {
            h3 { (seen(question)) }
            div class="wide" {
                table class="stack" {
                    thead { tr { @for name in ["Answer", "About", "Speaker", "Day", "Statement"] { th scope="col" { (name) } } } }
                    tbody {
                        @for (position, row) in answers {
                            tr {
                                td data-name="Answer" { (if position.affirms { "yes" } else { "no" }) }
                                td data-name="About" { (seen(&position.about)) }
                                td data-name="Speaker" { (seen(&voiced(row))) }
                                td class="day" data-name="Day" { (row.published.as_deref().unwrap_or_default()) }
                                td data-name="Statement" { (page.linked(&row.id, html! { (seen(&row.text)) })) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn statements(page: &Page) -> Markup {
    html! {
        div class="wide" {
            table class="stack filterable" {
                thead { tr { @for name in ["Day", "Speaker", "Act", "Statement", "Outlet", "Checked"] { th scope="col" { (name) } } } }
                tbody {
                    @for row in &page.report.statements {
                        // where the article is left out, the row itself is the place of the statement
                        tr id=[(!page.articles.contains(row.article.as_str())).then(|| format!("s-{}", row.id))] {
                            td class="day" data-name="Day" { (row.published.as_deref().unwrap_or_default()) }
                            td data-name="Speaker" {
                                (seen(&voiced(row)))
                                @if let Some(role) = &row.role { br; span class="soft" { (seen(role)) } }
                            }
                            td data-name="Act" { @if row.negated { "not " } (row.act.as_str()) @if !row.on_record { br; span class="soft" { "not voiced" } } }
                            td data-name="Statement" { (page.linked(&row.id, html! { (seen(&row.text)) })) }
                            td data-name="Outlet" { (seen(row.outlet.as_deref().unwrap_or_default())) }
                            td data-name="Checked" { (review(row)) }
                        }
                    }
                }
            }
        }
    }
}

/// What people decided of a statement, in a word or two.
fn review(row: &AttributionRow) -> Markup {
    html! {
        @if let Some(checked) = &row.review.checked { span class="tag" { (checked) } " " }
        @if let Some(finding) = &row.review.finding {
            span class={ "tag " (if finding == "verified" { "good" } else if finding == "false" { "bad" } else { "warn" }) } { (finding) }
        }
    }
}

/// Everyone who voices a statement.
pub(super) fn voiced(row: &AttributionRow) -> String {
    let first = row.speaker.as_deref().or(row.name.as_deref()).unwrap_or(&row.source);
    let first = if first.is_empty() { "(not named)" } else { first };
    match &row.others {
        Some(others) => format!("{first}; {others}"),
        None => first.to_owned(),
    }
}

fn decisions(report: &Report) -> Markup {
    html! {
        @if report.decisions.is_empty() {
            p { "Nothing was decided yet." }
        } @else {
            div class="wide" {
                table class="stack filterable" {
                    thead { tr { @for name in ["Day", "By", "Decision", "Why", "Source"] { th scope="col" { (name) } } } }
                    tbody {
                        @for d in &report.decisions {
                            tr {
                                td class="day" data-name="Day" { (d.decided.split('T').next().unwrap_or_default()) }
                                td data-name="By" { (seen(d.by.as_deref().unwrap_or_default())) }
                                td data-name="Decision" {
                                    (seen(&d.summary))
                                    @if d.undone.is_some() { " " span class="tag" { "taken back" } }
                                    @if d.waiting && d.undone.is_none() { " " span class="tag warn" { "another desk’s, waiting" } }
                                }
                                td data-name="Why" { (seen(d.reason.as_deref().unwrap_or_default())) }
                                td data-name="Source" {
                                    @let source = d.source.as_deref().unwrap_or_default();
                                    @match super::page::link(source) {
                                        Some(url) => a href=(url) rel="noreferrer" { (seen(source)) },
                                        None => (seen(source)),
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
