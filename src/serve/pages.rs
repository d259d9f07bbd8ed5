//! Which address shows what, and what a form decides.

use super::answer::Answer;
use super::ask::Asked;
use super::site::Site;
use crate::export::served::{self, SCRIPT, SCRIPT_AT, STYLE, STYLE_AT, Start, Visitor};
use crate::pipeline::{self, CannotDecide};
use crate::store::{
    ConflictFilter, Filter, Grounds, Lookup, Order, Result, SpeakerFilter, Store, StoreError, Subject, is_findable,
};

/// Rows of a page at most.
const ROWS: u64 = 200;
/// Conflicts and speakers of the first page.
const FIRST: u64 = 20;

/// The page at an address.
pub fn shown(site: &Site, asked: &Asked, form_token: Option<String>) -> Result<Answer> {
    let visitor = Visitor { form_token };
    match asked.path.as_str() {
        STYLE_AT => return Ok(Answer::file("text/css; charset=utf-8", STYLE)),
        SCRIPT_AT => return Ok(Answer::file("text/javascript; charset=utf-8", SCRIPT)),
        _ => {}
    }
    // opened for each request: what other programs add is seen
    let store = Store::open_to_read(&site.database)?;
    if let Some(id) = asked.id("/statement/") {
        let detail = store.statement(id)?;
        let decisions = store.decisions_on(Subject::Statement(detail.row.key))?;
        return Ok(Answer::page(served::statement(&detail, &decisions, &visitor)));
    }
    if let Some(id) = asked.id("/article/") {
        let (row, text) = store.article(id)?;
        let filter = Filter { article: Some(row.id.clone()), order: Order::Oldest, ..Filter::default() };
        let rows = store.statements(&filter)?;
        let details = rows.iter().map(|row| store.statement_by_key(row.key)).collect::<Result<Vec<_>>>()?;
        return Ok(Answer::page(served::article(&row, &text, &details)));
    }
    if let Some(id) = asked.id("/speaker/") {
        return speaker(&store, id);
    }
    if let Some(id) = asked.id("/conflict/") {
        let row = store.conflict(id)?;
        let decisions = store.decisions_on(Subject::Conflict(row.key))?;
        let marks = pipeline::marks(&row);
        return Ok(Answer::page(served::conflict(&row, &marks, &decisions, &visitor)));
    }
    match asked.path.as_str() {
        "/" => start(&store),
        "/search" => search(&store, asked.field("q").unwrap_or_default().trim()),
        "/review" => review(&store, asked.field("after"), &visitor),
        "/report" => Ok(match (site.report)(&store) {
            Ok(page) => Answer::report(page),
            Err(why) => Answer::told(500, served::told("No report", &why)),
        }),
        _ => Ok(Answer::told(404, served::told("Not found", "There is no page at this address."))),
    }
}

/// What is shown when the database cannot answer.
pub fn failed(error: &StoreError) -> Answer {
    let status = match error {
        StoreError::NotFound { .. } => 404,
        StoreError::AmbiguousId { .. } | StoreError::Refused(_) => 400,
        _ => 500,
    };
    Answer::told(status, served::told("Not shown", &error.to_string()))
}

fn start(store: &Store) -> Result<Answer> {
    let stats = store.stats()?;
    let conflicts = store.conflicts(&ConflictFilter { limit: Some(FIRST), ..ConflictFilter::default() })?;
    let marked = conflicts.into_iter().map(|row| {
        let marks = pipeline::marks(&row);
        (row, marks)
    });
    Ok(Answer::page(served::start(&Start {
        counts: [stats.articles, stats.statements, stats.speakers],
        unchecked: store.count_statements(&unchecked())?,
        conflicts: marked.collect(),
        speakers: store.speakers(&SpeakerFilter { limit: Some(FIRST), ..SpeakerFilter::default() })?,
    })))
}

/// Statements that nobody has looked at.
fn unchecked() -> Filter {
    Filter { checked: Some(false), ..Filter::default() }
}

fn speaker(store: &Store, id: &str) -> Result<Answer> {
    let Subject::Speaker(key) = store.subject(id)? else {
        return Ok(Answer::told(404, served::told("Not found", "This is no speaker.")));
    };
    let detail = store.speaker(key)?;
    let filter = Filter { speakers: vec![key], limit: Some(ROWS), ..Filter::default() };
    Ok(Answer::page(served::speaker(&detail, &store.statements(&filter)?, &store.decisions_on(Subject::Speaker(key))?)))
}

fn search(store: &Store, words: &str) -> Result<Answer> {
    if !is_findable(words) {
        return Ok(Answer::told(400, served::told("Search", "Give a word or a name to look for.")));
    }
    let named = match store.find_speaker(words)? {
        Lookup::Found(speaker) | Lookup::Likely(speaker) => vec![speaker],
        Lookup::Ambiguous(speakers) | Lookup::DidYouMean(speakers) => speakers,
    };
    let filter = Filter { words: Some(words.to_owned()), limit: Some(ROWS), ..Filter::default() };
    Ok(Answer::page(served::found(words, &named, &store.statements(&filter)?, store.count_statements(&filter)?)))
}

/// The next statement that nobody has looked at, behind the one of this id where one is given.
fn review(store: &Store, after: Option<&str>, visitor: &Visitor) -> Result<Answer> {
    let left = store.count_statements(&unchecked())?;
    let shown = after.and_then(|id| store.statement(id).ok()).map(|detail| detail.row.key);
    let next = match store.next_unchecked(shown)? {
        // behind the last one it begins anew
        None if shown.is_some() => store.next_unchecked(None)?,
        next => next,
    };
    let next = next.map(|key| store.statement_by_key(key)).transpose()?;
    Ok(Answer::page(served::review(next.as_ref(), left, visitor)))
}

/// Decides what a form says. The form was checked.
pub fn decide(site: &Site, asked: &Asked) -> Result<Answer> {
    let (Some(id), Some(decision)) = (asked.field("id"), asked.field("decision")) else {
        return Ok(Answer::refusal(400, "the form says neither what is decided nor on what"));
    };
    let mut store = pipeline::open(&site.database)?;
    let on = store.subject(id)?;
    let ruling = match pipeline::ruling(&store, on, decision, None, "") {
        Ok(ruling) => ruling,
        Err(CannotDecide::Words(told)) => return Ok(Answer::refusal(400, &told)),
        Err(CannotDecide::Store(error)) => return Err(error),
    };
    let reason = asked.field("reason").map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let grounds = Grounds { by: site.by.clone(), reason, source: None };
    pipeline::decide(&mut store, &[(ruling, grounds)])?;
    (site.after_decision)(&mut store);
    // only places of ours, whatever the form says; the id of an imported statement may be any words
    let id = if id.bytes().all(|b| b.is_ascii_hexdigit()) { id } else { "" };
    Ok(Answer::to(&match (asked.field("back"), on) {
        _ if id.is_empty() => "/".to_owned(),
        (Some("review"), _) => format!("/review?after={id}"),
        (_, Subject::Conflict(_)) => format!("/conflict/{id}"),
        (_, Subject::Speaker(_)) => format!("/speaker/{id}"),
        (_, Subject::Statement(_)) => format!("/statement/{id}"),
    }))
}
