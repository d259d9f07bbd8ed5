//! `import --brat`: what people corrected in brat, as decisions.

use std::collections::BTreeMap;
use std::path::Path;

use super::decide;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use crate::export::brat::{self, Annotated};
use crate::pipeline::counted;
use crate::statement::{Act, Kind};
use crate::store::{Fix, Grounds, Ruling, StatementDetail, Subject};
use crate::text::Span;

/// The file of a brat folder that lists the statements given out: article and statement, a line each.
pub const GIVEN_OUT: &str = "given-out.txt";

/// Reads a folder that `export --format brat` wrote and people worked on. What they changed becomes a fix, what they deleted is
/// rejected; what they annotated anew is counted only.
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
    let (mut rulings, mut new) = (Vec::new(), 0);
    for (article, statements) in articles {
        let found = brat::parse(&read(&format!("{article}.ann"))?);
        new += found.iter().filter(|annotated| annotated.id.is_none()).count();
        for id in statements {
            let detail = store.statement(id)?;
            match found.iter().find(|annotated| annotated.id.as_deref() == Some(id)) {
                None => rulings.push(Ruling::Reject { on: Subject::Statement(detail.row.key) }),
                Some(theirs) => rulings.extend(changes(&detail, theirs)),
            }
        }
    }
    if new > 0 {
        global.tell(format_args!("{} without an id of ours left out", counted(new as u64, "new annotation")));
    }
    if rulings.is_empty() {
        global.tell("nothing was changed");
        return Ok(Exit::NothingFound);
    }
    let rulings: Vec<(Ruling, Grounds)> = rulings.into_iter().map(|ruling| (ruling, grounds.clone())).collect();
    decide::keep(&mut store, global, &rulings)
}

/// What is otherwise than when it was given out.
fn changes(detail: &StatementDetail, theirs: &Annotated) -> Vec<Ruling> {
    let ours = brat::parse(&brat::annotations(std::slice::from_ref(detail))).pop().unwrap_or_default();
    let mut fixes = Vec::new();
    if theirs.content != ours.content {
        let spans: Option<Vec<Span>> = theirs.content.iter().map(|span| bytes(&detail.text, *span)).collect();
        fixes.extend(spans.map(Fix::Content));
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

/// Characters of a text as bytes.
fn bytes(text: &str, [start, stop]: [usize; 2]) -> Option<Span> {
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let start_at = places.by_ref().nth(start)?;
    let stop_at = if stop > start { places.nth(stop - start - 1)? } else { return None };
    Some(Span::new(start_at, stop_at))
}
