//! Positions on a question that is put in plain words.

use std::collections::BTreeMap;

use super::careful::careful;
use super::compare::claim;
use crate::compare::{AnswerStance, Asked, Comparer, NotAsked, Question};
use crate::store::{AttributionRow, Filter, Position, Result, Store};

/// Statements looked at for each word of a question at most, the newest.
const MOST_OF_WORD: u64 = 2000;

/// A statement and what it says to a question.
#[derive(Debug)]
pub struct Answered {
    /// the statement
    pub row: AttributionRow,
    /// yes, no, avoids, or only mentions it
    pub stance: AnswerStance,
    /// by which words
    pub why: String,
}

/// What came of a question.
#[derive(Debug, Default)]
pub struct Answers {
    /// all that speakers say to it, oldest first
    pub answered: Vec<Answered>,
    /// ids of the declared questions that ask the same
    pub declared: Vec<String>,
}

/// All that speakers say to a question, or why none can be laid beside it. Where it asks what a declared one does, what that one's
/// patterns found holds before what the words alone tell.
pub fn ask(store: &Store, question: &str, declared: &[Question]) -> Result<std::result::Result<Answers, NotAsked>> {
    let asked = match Asked::new(question) {
        Ok(asked) => asked,
        Err(why) => return Ok(Err(why)),
    };
    let comparer = Comparer::new(Vec::new());
    let mut rows = BTreeMap::new();
    for word in &asked.words {
        let filter = Filter { words: Some(word.clone()), limit: Some(MOST_OF_WORD), ..Filter::default() };
        rows.extend(store.statements(&filter)?.into_iter().map(|row| (row.key, row)));
    }
    let mut out: Vec<Answered> = Vec::new();
    for row in rows.into_values() {
        let said = careful(|| asked.stance(&comparer.analyse(claim(&row, Default::default()))));
        if let Ok(Some((stance, why))) = said {
            out.push(Answered { row, stance, why });
        }
    }
    let mut ids = Vec::new();
    for declared in declared {
        let by_name = declared.asked_by(question);
        let Some(same) = by_name.clone().or_else(|| declared.asked_by_its_noun(question)) else { continue };
        let answers = answers(store, declared, &same)?;
        // "the court" may be any
        if by_name.is_none() && answers.is_empty() {
            continue;
        }
        ids.push(declared.id.clone());
        for answered in answers {
            out.retain(|known| known.row.key != answered.row.key);
            out.push(answered);
        }
    }
    out.sort_by(|a, b| (&a.row.published, a.row.key).cmp(&(&b.row.published, b.row.key)));
    Ok(Ok(Answers { answered: out, declared: ids }))
}

/// What statements answer to a declared question about this; a no to its opposite is a yes.
fn answers(store: &Store, declared: &Question, (about, same): &(String, bool)) -> Result<Vec<Answered>> {
    let text = declared.filled(about);
    let answers = store.answers(&declared.id)?.into_iter().filter(|(position, _)| position.about == *about);
    let answered = |(position, row): (Position, AttributionRow)| {
        let stance = if position.affirms == *same { AnswerStance::Yes } else { AnswerStance::No };
        let word = if position.affirms { "yes" } else { "no" };
        Answered { row, stance, why: format!("it answers {word} to the declared question “{text}”") }
    };
    Ok(answers.map(answered).collect())
}
