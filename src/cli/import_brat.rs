//! `import --brat`: what people corrected, deleted and marked anew in brat, as decisions.

use std::collections::BTreeMap;
use std::path::Path;

use super::decide;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use crate::engine::Engine;
use crate::export::brat::{self, Annotated};
use crate::pipeline::{self, Annotation, CannotMark};
use crate::statement::{Act, Kind, Statement};
use crate::store::{Filter, Fix, Grounds, Ruling, StatementDetail, Store, Subject, is_findable};
use crate::text::Span;

/// The file of a brat folder that lists the statements given out: article and statement, a line each; and behind `#` the files, each
/// with a hash of what was written.
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
    for (article, statement) in
        given_out.lines().filter_map(|line| line.split_once(' ')).filter(|(article, _)| *article != "#")
    {
        articles.entry(article).or_default().push(statement);
    }
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let (mut rulings, mut whole) = (Vec::new(), true);
    let mut engine: Option<Engine> = None;
    for (article, given) in articles {
        let file = format!("{article}.ann");
        let found = brat::parse(&read(&file)?);
        let mut sheet = Sheet { store: &store, found: &found, rulings: Vec::new(), left_out: Vec::new() };
        sheet.read(article, &given, &mut engine).map_err(|error| match error {
            CannotMark::Article(error) => told(error.to_string()),
            CannotMark::Store(error) => error.into(),
        })?;
        sheet.left_out.sort();
        for (line, why) in &sheet.left_out {
            global.complain(format_args!("{file}:{line}: left out: {why}"));
        }
        whole &= sheet.left_out.is_empty();
        rulings.extend(sheet.rulings.into_iter().map(|ruling| (ruling, grounds.clone())));
    }
    let done = match rulings.is_empty() {
        true => {
            global.tell("nothing was changed");
            Exit::NothingFound
        }
        false => decide::keep(&mut store, global, &rulings)?,
    };
    Ok(if whole { done } else { Exit::SomeInputsFailed })
}

const NO_PLACE: &str = "the text has no such words";

/// The annotations of one article, and what is made of them.
struct Sheet<'a> {
    store: &'a Store,
    found: &'a [Annotated],
    rulings: Vec<Ruling>,
    /// what cannot be taken: the line, and why
    left_out: Vec<(usize, String)>,
}

impl<'a> Sheet<'a> {
    /// `given`: the statements that were given out.
    fn read(&mut self, article: &str, given: &[&str], engine: &mut Option<Engine>) -> Result<(), CannotMark> {
        let found = self.found;
        let (row, text) = self.store.article(article)?;
        let mut marked = self.marked(article, &text, engine)?;
        for id in given {
            let detail = self.store.statement(id)?;
            let mut theirs = found.iter().filter(|annotated| annotated.id.as_deref() == Some(id));
            match theirs.next() {
                None => self.deleted(&detail, &mut marked),
                Some(theirs) => self.change(&detail, theirs),
            }
            for second in theirs {
                self.leave_out(second, format!("a second annotation of statement {id}"));
            }
        }
        for annotated in found {
            if let Some(id) = annotated.id.as_deref().filter(|id| !given.contains(id)) {
                self.leave_out(annotated, format!("statement {id} was not given out with this article"));
            }
        }
        self.mark(row.key, article, &text, marked)
    }

    /// What was annotated anew, as statements.
    fn marked(
        &mut self,
        article: &str,
        text: &str,
        engine: &mut Option<Engine>,
    ) -> Result<Vec<Marked<'a>>, CannotMark> {
        let mut new: Vec<(&Annotated, Annotation)> = Vec::new();
        for theirs in self.found.iter().filter(|annotated| annotated.id.is_none()) {
            new.extend(self.annotation(text, theirs).map(|annotation| (theirs, annotation)));
        }
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let (theirs, annotations): (Vec<&Annotated>, Vec<Annotation>) = new.into_iter().unzip();
        let engine = engine.get_or_insert_with(Engine::new);
        let statements = pipeline::annotated(self.store, engine, article, &annotations)?;
        Ok(theirs.into_iter().zip(statements).collect())
    }

    /// An annotation as the program knows it; none where the text has no such words.
    fn annotation(&mut self, text: &str, theirs: &Annotated) -> Option<Annotation> {
        let pieces = [&theirs.content, &theirs.cue, &theirs.source].map(|pieces| places(text, pieces));
        let [Some(content), Some(cue), Some(source)] = pieces else {
            self.leave_out(theirs, NO_PLACE);
            return None;
        };
        if content.is_empty() {
            self.leave_out(theirs, NO_PLACE);
            return None;
        }
        let kind = self.known(theirs, "kind", &theirs.kind, Kind::from_word);
        let act = self.known(theirs, "act", &theirs.act, Act::from_word);
        let speaker = self.known(theirs, "name", &theirs.speaker, names);
        Some(Annotation { content, cue, source, kind, act, speaker, role: some(&theirs.role) })
    }

    /// A statement whose annotation is gone: rejected, unless the same words were annotated anew, which are then its own.
    fn deleted(&mut self, detail: &StatementDetail, marked: &mut Vec<Marked>) {
        let ours = given_out(detail);
        let content = places(&detail.text, &ours.content).unwrap_or_default();
        let again = marked.iter().position(|(_, new)| new.id == detail.row.id || new.content == content);
        match again {
            Some(again) if is_listed(detail) => {
                let theirs = marked.remove(again).0.clone();
                self.change(detail, &Annotated { speaker: theirs.speaker.or(ours.speaker), ..theirs });
            }
            None if detail.row.review.checked.as_deref() != Some("rejected") => {
                self.rulings.push(Ruling::Reject { on: Subject::Statement(detail.row.key) });
            }
            _ => {}
        }
    }

    /// What is otherwise than it is known, as far as the person says it.
    fn change(&mut self, detail: &StatementDetail, theirs: &Annotated) {
        let ours = given_out(detail);
        let mut fixes = Vec::new();
        match places(&detail.text, &theirs.content).filter(|content| !content.is_empty()) {
            None => self.leave_out(theirs, NO_PLACE),
            content if content == places(&detail.text, &ours.content) => {}
            content => fixes.extend(content.map(Fix::Content)),
        }
        if some(&theirs.speaker) != ours.speaker {
            let speaker = Some(theirs.speaker.clone().unwrap_or_default());
            fixes.extend(self.known(theirs, "name", &speaker, names).map(Fix::Speaker));
        }
        if some(&theirs.role) != ours.role {
            fixes.extend(some(&theirs.role).map(Fix::Role));
        }
        if theirs.act != ours.act {
            fixes.extend(self.known(theirs, "act", &theirs.act, Act::from_word).map(Fix::Act));
        }
        if theirs.kind != ours.kind {
            fixes.extend(self.known(theirs, "kind", &theirs.kind, Kind::from_word).map(Fix::Kind));
        }
        self.rulings.extend(fixes.into_iter().map(|fix| Ruling::Fix { statement: detail.row.key, fix }));
    }

    /// Marks what is no statement yet.
    fn mark(&mut self, key: i64, article: &str, text: &str, mut marked: Vec<Marked>) -> Result<(), CannotMark> {
        marked.sort_by(|(_, a), (_, b)| a.content.cmp(&b.content));
        let here = match marked.is_empty() {
            true => Vec::new(),
            false => self.store.statements(&Filter { article: Some(article.to_owned()), ..Filter::default() })?,
        };
        let mut last: Option<Marked> = None;
        for (theirs, statement) in marked {
            if let Some((first, _)) = last.as_ref().filter(|(_, last)| last.content == statement.content) {
                if theirs.told() != first.told() {
                    self.leave_out(theirs, format!("line {} says otherwise of the same words", first.line));
                }
                continue;
            }
            let same_words = here.iter().find(|row| places(text, &row.content).as_ref() == Some(&statement.content));
            let known = match same_words {
                Some(row) => Some(self.store.statement_by_key(row.key)?),
                None => self.store.statement(&statement.id).ok().filter(is_listed),
            };
            match known {
                None => self.rulings.push(Ruling::Mark { article: key, statement: Box::new(statement.clone()) }),
                Some(known) if says_otherwise(&known, theirs) => {
                    let told = format!("statement {} is of these words already, and says otherwise", known.row.id);
                    self.leave_out(theirs, told);
                }
                Some(_) => {}
            }
            last = Some((theirs, statement));
        }
        Ok(())
    }

    /// What a word of an annotation means; one that means nothing is told.
    fn known<T>(
        &mut self,
        theirs: &Annotated,
        what: &str,
        word: &Option<String>,
        meaning: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let word = word.as_deref()?;
        let meant = meaning(word);
        if meant.is_none() {
            self.leave_out(theirs, format!("{word:?} is no {what}"));
        }
        meant
    }

    fn leave_out(&mut self, annotated: &Annotated, why: impl Into<String>) {
        self.left_out.push((annotated.line, why.into()));
    }
}

/// An annotation and the statement that it is.
type Marked<'a> = (&'a Annotated, Statement);

/// A statement that needs no mark: it is shown, or people said that it is there.
fn is_listed(detail: &StatementDetail) -> bool {
    detail.current || matches!(detail.row.review.checked.as_deref(), Some("accepted" | "fixed"))
}

/// A statement as its annotation tells it.
fn given_out(detail: &StatementDetail) -> Annotated {
    brat::parse(&brat::annotations(std::slice::from_ref(detail))).pop().unwrap_or_default()
}

/// True when a new annotation of a known statement's words says something that the statement does not.
fn says_otherwise(known: &StatementDetail, theirs: &Annotated) -> bool {
    let ours = given_out(known);
    let others = known.row.others.as_ref().map(|others| format!("; {others}")).unwrap_or_default();
    // the speaker as the article has it, and as all articles have it
    let printed = known.row.name.as_ref().map(|name| format!("{name}{others}"));
    let differs = |theirs: &Option<String>, ours: &Option<String>| theirs.is_some() && some(theirs) != *ours;
    places(&known.text, &theirs.content) != places(&known.text, &ours.content)
        || differs(&theirs.kind, &ours.kind)
        || differs(&theirs.act, &ours.act)
        || differs(&theirs.role, &ours.role)
        || (differs(&theirs.speaker, &ours.speaker) && differs(&theirs.speaker, &printed))
}

/// Names parted by semicolons, all of which someone could bear; empty for nobody.
fn names(words: &str) -> Option<String> {
    let names = || words.split(';').map(str::trim).filter(|name| !name.is_empty());
    names().all(is_findable).then(|| names().collect::<Vec<_>>().join("; "))
}

fn some(words: &Option<String>) -> Option<String> {
    words.clone().filter(|words| !words.is_empty())
}

/// Pieces in bytes, in their order; those that only a line break parts are one. None where the text has no such words.
fn places(text: &str, pieces: &[[usize; 2]]) -> Option<Vec<Span>> {
    let words = |piece: &[usize; 2]| bytes(text, *piece).filter(|span| !span.of(text).trim().is_empty());
    let mut spans: Vec<Span> = pieces.iter().map(words).collect::<Option<_>>()?;
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
