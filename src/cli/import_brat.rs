//! `import --brat`: what people corrected, deleted and marked anew in brat, as decisions.

use std::collections::BTreeMap;
use std::path::Path;

use super::decide;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use crate::engine::Engine;
use crate::export::brat::{self, Annotated};
use crate::pipeline::{self, Annotation, CannotMark, counted};
use crate::statement::{Act, Kind, Statement};
use crate::store::{Fix, Grounds, Ruling, StatementDetail, Subject};
use crate::text::Span;

/// The file of a brat folder that lists the statements given out: article and statement, a line each.
pub const GIVEN_OUT: &str = "given-out.txt";

/// Reads a folder that `export --format brat` wrote and people worked on. What they changed becomes a fix, what they deleted is
/// rejected, what they annotated anew becomes a statement, read as any other as far as they did not say.
pub fn run(folder: &Path, grounds: &Grounds, global: &Global) -> Outcome {
    let told = |reason: String| Failure::new(Exit::SomeInputsFailed, format_args!("{}: {reason}", folder.display()));
    let read =
        |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| told(format!("{name}: {error}")));
    let given_out =
        read(GIVEN_OUT).map_err(|failure| failure.hint("the folder must be one that `export --format brat` wrote"))?;
    let mut articles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (article, statement) in given_out.lines().filter_map(|line| line.split_once(' ')) {
        articles.entry(article).or_default().push(statement);
    }
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let mut rulings = Vec::new();
    let mut engine: Option<Engine> = None;
    for (article, given) in articles {
        let found = brat::parse(&read(&format!("{article}.ann"))?);
        let (row, text) = store.article(article)?;
        let new = found.iter().filter(|annotated| annotated.id.is_none() && !annotated.content.is_empty());
        let new = new.map(|annotated| Some((annotated, annotation(&text, annotated)?)));
        let (new, misplaced): (Vec<_>, Vec<_>) = new.partition(Option::is_some);
        if !misplaced.is_empty() {
            let told = counted(misplaced.len() as u64, "new annotation");
            global.complain(format_args!("{article}.ann: {told} left out: the text has no such place"));
        }
        let (theirs, new): (Vec<&Annotated>, Vec<Annotation>) = new.into_iter().flatten().unzip();
        let mut marked = Vec::new();
        if !new.is_empty() {
            let statements = pipeline::annotated(&store, engine.get_or_insert_with(Engine::new), article, &new);
            let statements = statements.map_err(|error| match error {
                CannotMark::Article(error) => told(error.to_string()),
                CannotMark::Store(error) => error.into(),
            })?;
            marked = theirs.into_iter().zip(statements).collect();
        }
        for id in given {
            let detail = store.statement(id)?;
            match found.iter().find(|annotated| annotated.id.as_deref() == Some(id)) {
                None => rulings.extend(deleted(&detail, &mut marked)),
                Some(theirs) => rulings.extend(changes(&detail, theirs)),
            }
        }
        marked.sort_by(|(_, a), (_, b)| a.content.cmp(&b.content));
        for (_, statement) in marked {
            if !store.statement(&statement.id).is_ok_and(|known| is_listed(&known)) {
                rulings.push(Ruling::Mark { article: row.key, statement: Box::new(statement) });
            }
        }
    }
    if rulings.is_empty() {
        global.tell("nothing was changed");
        return Ok(Exit::NothingFound);
    }
    let rulings: Vec<(Ruling, Grounds)> = rulings.into_iter().map(|ruling| (ruling, grounds.clone())).collect();
    decide::keep(&mut store, global, &rulings)
}

/// A statement that needs no mark: it is shown, or people said that it is there.
fn is_listed(detail: &StatementDetail) -> bool {
    detail.current || matches!(detail.row.review.checked.as_deref(), Some("accepted" | "fixed"))
}

/// A statement whose annotation is gone: rejected, unless the same words were annotated anew, which are then its own.
fn deleted(detail: &StatementDetail, marked: &mut Vec<(&Annotated, Statement)>) -> Vec<Ruling> {
    let ours = given_out(detail);
    let content = places(&detail.text, &ours.content).unwrap_or_default();
    let again = marked.iter().position(|(_, new)| new.id == detail.row.id || new.content == content);
    match again {
        Some(again) if is_listed(detail) => {
            let theirs = marked.remove(again).0.clone();
            changes(detail, &Annotated { speaker: theirs.speaker.or(ours.speaker), ..theirs })
        }
        None if detail.row.review.checked.as_deref() != Some("rejected") => {
            vec![Ruling::Reject { on: Subject::Statement(detail.row.key) }]
        }
        _ => Vec::new(),
    }
}

/// A statement as its annotation tells it.
fn given_out(detail: &StatementDetail) -> Annotated {
    brat::parse(&brat::annotations(std::slice::from_ref(detail))).pop().unwrap_or_default()
}

/// What is otherwise than it is known, as far as the person says it.
fn changes(detail: &StatementDetail, theirs: &Annotated) -> Vec<Ruling> {
    let ours = given_out(detail);
    let mut fixes = Vec::new();
    let content = places(&detail.text, &theirs.content);
    if content != places(&detail.text, &ours.content) {
        fixes.extend(content.map(Fix::Content));
    }
    if theirs.speaker != ours.speaker {
        fixes.push(Fix::Speaker(theirs.speaker.clone().unwrap_or_default()));
    }
    if theirs.role != ours.role {
        fixes.extend(theirs.role.clone().map(Fix::Role));
    }
    if theirs.act != ours.act {
        fixes.extend(theirs.act.as_deref().and_then(Act::from_word).map(Fix::Act));
    }
    if theirs.kind != ours.kind {
        fixes.extend(theirs.kind.as_deref().and_then(Kind::from_word).map(Fix::Kind));
    }
    fixes.into_iter().map(|fix| Ruling::Fix { statement: detail.row.key, fix }).collect()
}

/// An annotation as the program knows it; none where the text has no such places.
fn annotation(text: &str, theirs: &Annotated) -> Option<Annotation> {
    Some(Annotation {
        content: places(text, &theirs.content)?,
        cue: places(text, &theirs.cue)?,
        source: places(text, &theirs.source)?,
        kind: theirs.kind.as_deref().and_then(Kind::from_word),
        act: theirs.act.as_deref().and_then(Act::from_word),
        speaker: theirs.speaker.clone(),
        role: theirs.role.clone(),
    })
}

/// Pieces in bytes, in their order; those that only a line break parts are one.
fn places(text: &str, pieces: &[[usize; 2]]) -> Option<Vec<Span>> {
    let mut spans: Vec<Span> = pieces.iter().map(|piece| bytes(text, *piece)).collect::<Option<_>>()?;
    spans.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end || text[last.end..span.start].trim().is_empty() => {
                last.end = last.end.max(span.end);
            }
            _ => joined.push(span),
        }
    }
    Some(joined)
}

/// Characters of a text as bytes.
fn bytes(text: &str, [start, stop]: [usize; 2]) -> Option<Span> {
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let start_at = places.by_ref().nth(start)?;
    let stop_at = if stop > start { places.nth(stop - start - 1)? } else { return None };
    Some(Span::new(start_at, stop_at))
}
