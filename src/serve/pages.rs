//! Which address shows what, and what a form decides.

use super::answer::Answer;
use super::ask::Asked;
use super::site::Site;
use crate::export::served::{self, MOST_ROWS, Marked, Part, SCRIPT, SCRIPT_AT, STYLE, STYLE_AT, Start, Visitor};
use crate::pipeline::{self, CannotDecide};
use crate::store::{
    ConflictFilter, Filter, Grounds, Lookup, Order, Result, Ruling, SpeakerFilter, Store, StoreError, Subject,
    is_findable,
};

/// Rows of a page, unless more are asked for.
const ROWS: u64 = 200;
/// Conflicts and speakers of the first page.
const FIRST: u64 = 20;

/// Which rows a page is asked for, of a list whose length is still to be told.
fn part(asked: &Asked) -> Part {
    let number = |name: &str| asked.field(name).and_then(|typed| typed.parse::<u32>().ok()).map(u64::from);
    Part { from: number("from").unwrap_or(0), rows: number("rows").unwrap_or(ROWS).clamp(1, MOST_ROWS), all: 0 }
}

/// Of the first rows of a list, those of a part.
fn behind<T>(mut rows: Vec<T>, part: Part) -> Vec<T> {
    let from = usize::try_from(part.from).unwrap_or(usize::MAX).min(rows.len());
    rows.drain(..from);
    rows
}

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
        return speaker(&store, id, part(asked));
    }
    if let Some(id) = asked.id("/conflict/") {
        let row = store.conflict(id)?;
        let decisions = store.decisions_on(Subject::Conflict(row.key))?;
        let marks = pipeline::marks(&row);
        return Ok(Answer::page(served::conflict(&row, &marks, &decisions, &visitor)));
    }
    match asked.path.as_str() {
        "/" => start(&store),
        "/conflicts" | "/articles" | "/speakers" | "/decisions" => whole(&store, &asked.path, part(asked)),
        "/search" => search(&store, asked.field("q").unwrap_or_default().trim(), part(asked)),
        "/review" => review(&store, asked, &visitor),
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
    let (conflicts, all_conflicts) = conflicts(store, Part { from: 0, rows: FIRST, all: 0 })?;
    Ok(Answer::page(served::start(&Start {
        counts: [stats.articles, stats.statements, stats.speakers],
        unchecked: store.count_statements(&unchecked())?,
        conflicts,
        all_conflicts,
        speakers: store.speakers(&SpeakerFilter { limit: Some(FIRST), ..SpeakerFilter::default() })?,
    })))
}

/// Conflicts of a part of all, with the words that differ, and how many there are.
fn conflicts(store: &Store, part: Part) -> Result<(Vec<Marked>, u64)> {
    let found = store.conflicts(&ConflictFilter { limit: Some(part.from + part.rows), ..ConflictFilter::default() })?;
    let marked = behind(found, part).into_iter().map(|row| {
        let marks = pipeline::marks(&row);
        (row, marks)
    });
    Ok((marked.collect(), store.count_conflicts()?))
}

/// A whole list, as far as it is asked for.
fn whole(store: &Store, path: &str, part: Part) -> Result<Answer> {
    let limit = part.from + part.rows;
    let of = |all: u64| Part { all, ..part };
    Ok(Answer::page(match path {
        "/conflicts" => {
            let (rows, all) = conflicts(store, part)?;
            served::conflicts(&rows, of(all))
        }
        "/articles" => served::articles(&behind(store.articles(Some(limit))?, part), of(store.stats()?.articles)),
        "/speakers" => {
            let filter = SpeakerFilter { limit: Some(limit), ..SpeakerFilter::default() };
            served::speakers(&behind(store.speakers(&filter)?, part), of(store.stats()?.speakers))
        }
        _ => {
            let mut rows = store.decisions()?;
            let all = rows.len() as u64;
            rows.reverse();
            rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            served::decisions(&behind(rows, part), of(all))
        }
    }))
}

/// Statements that nobody has looked at.
fn unchecked() -> Filter {
    Filter { checked: Some(false), ..Filter::default() }
}

fn speaker(store: &Store, id: &str, part: Part) -> Result<Answer> {
    let Subject::Speaker(key) = store.subject(id)? else {
        return Ok(Answer::told(404, served::told("Not found", "This is no speaker.")));
    };
    let detail = store.speaker(key)?;
    let filter = Filter { speakers: vec![key], limit: Some(part.rows), offset: part.from, ..Filter::default() };
    let part = Part { all: u64::from(detail.speaker.statements), ..part };
    let decisions = store.decisions_on(Subject::Speaker(key))?;
    Ok(Answer::page(served::speaker(&detail, &store.statements(&filter)?, part, &decisions)))
}

fn search(store: &Store, words: &str, part: Part) -> Result<Answer> {
    if !is_findable(words) {
        return Ok(Answer::told(400, served::told("Search", "Give a word or a name to look for.")));
    }
    let named = match store.find_speaker(words)? {
        Lookup::Found(speaker) | Lookup::Likely(speaker) => vec![speaker],
        Lookup::Ambiguous(speakers) | Lookup::DidYouMean(speakers) => speakers,
    };
    let filter =
        Filter { words: Some(words.to_owned()), limit: Some(part.rows), offset: part.from, ..Filter::default() };
    let part = Part { all: store.count_statements(&filter)?, ..part };
    Ok(Answer::page(served::found(words, &named, &store.statements(&filter)?, part)))
}

/// The next statement that nobody has looked at, behind the one of an id where one is given; or one to look at once more.
fn review(store: &Store, asked: &Asked, visitor: &Visitor) -> Result<Answer> {
    let left = store.count_statements(&unchecked())?;
    if let Some(again) = asked.field("at").and_then(|id| store.statement(id).ok()) {
        return Ok(Answer::page(served::review(Some(&again), left, visitor)));
    }
    let shown = asked.field("after").and_then(|id| store.statement(id).ok()).map(|detail| detail.row.key);
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
    let rulings = match rulings(&store, on, decision, asked) {
        Ok(rulings) if rulings.is_empty() => {
            return Ok(Answer::refusal(400, "say what is to be corrected"));
        }
        Ok(rulings) => rulings,
        Err(CannotDecide::Words(told)) => return Ok(Answer::refusal(400, &told)),
        Err(CannotDecide::Store(error)) => return Err(error),
    };
    let [reason, source] = ["reason", "source"].map(|field| written(asked, field).map(str::to_owned));
    let grounds = Grounds { by: site.by.clone(), reason, source };
    let rulings: Vec<(Ruling, Grounds)> = rulings.into_iter().map(|ruling| (ruling, grounds.clone())).collect();
    pipeline::decide(&mut store, &rulings)?;
    (site.after_decision)(&mut store);
    // only places of ours, whatever the form says; the id of an imported statement may be any words
    let id = if id.bytes().all(|b| b.is_ascii_hexdigit()) { id } else { "" };
    Ok(Answer::to(&match (asked.field("back"), on) {
        _ if id.is_empty() => "/".to_owned(),
        // what has a note is still to be looked at
        (Some("review"), _) if decision == "note" => format!("/review?at={id}"),
        (Some("review"), _) => format!("/review?after={id}"),
        (_, Subject::Conflict(_)) => format!("/conflict/{id}"),
        (_, Subject::Speaker(_)) => format!("/speaker/{id}"),
        (_, Subject::Statement(_)) => format!("/statement/{id}"),
    }))
}

/// What a form decides; nothing where a correction corrects nothing.
fn rulings(
    store: &Store,
    on: Subject,
    decision: &str,
    asked: &Asked,
) -> std::result::Result<Vec<Ruling>, CannotDecide> {
    let ruling = |field, value| pipeline::ruling(store, on, decision, field, value);
    match decision {
        "fix" => {
            let fields = ["speaker", "role", "act", "kind", "content"].into_iter();
            fields.filter_map(|field| Some(ruling(Some(field), written(asked, field)?))).collect()
        }
        "note" => Ok(vec![ruling(None, written(asked, "words").unwrap_or_default())?]),
        _ => Ok(vec![ruling(None, "")?]),
    }
}

/// A field in which something is written.
fn written<'a>(asked: &'a Asked, field: &str) -> Option<&'a str> {
    asked.field(field).map(str::trim).filter(|words| !words.is_empty())
}
