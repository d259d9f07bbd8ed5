//! Two statements that answer one question differently.

use super::question::Question;
use crate::compare::analysis::Analysis;
use crate::compare::claim::{Stance, days_apart, same_office};
use crate::compare::finding::{ConflictKind, Finding};
use crate::compare::rule::Rule;
use crate::statement::{Act, Kind};
use crate::text::one_line;

/// Score of a flag that rests on a declared question.
const SCORE: f64 = 0.9;

/// The finding, where two statements take opposite positions on one question about the same.
pub(in crate::compare) fn opposed(questions: &[Question], a: &Analysis, b: &Analysis) -> Option<Finding> {
    for mine in &a.positions {
        let theirs = b.positions.iter().find(|other| other.question == mine.question && other.about == mine.about);
        let Some(theirs) = theirs.filter(|other| other.affirms != mine.affirms) else { continue };
        let Some(question) = questions.iter().find(|question| question.id == mine.question) else { continue };
        if within_one_time(question, a, b) {
            return Some(finding(question, a, mine, b, theirs));
        }
    }
    None
}

/// Whether both speak of the same time: of a ceasefire, one day's yes and another month's no can both be true.
fn within_one_time(question: &Question, a: &Analysis, b: &Analysis) -> bool {
    let days = days_apart(a.claim.published.as_deref(), b.claim.published.as_deref());
    match (question.lasts, days) {
        (Some(lasts), Some(days)) => days <= lasts,
        _ => true,
    }
}

fn finding(question: &Question, a: &Analysis, mine: &Stance, b: &Analysis, theirs: &Stance) -> Finding {
    let kind = kind(a, b);
    let words = [said(a, mine), said(b, theirs)];
    let text = question.filled(&mine.about);
    let answer = |stance: &Stance| if stance.affirms { "yes" } else { "no" };
    let side = |said: &[String], stance: &Stance| {
        let answers = if said.len() > 1 { "answer" } else { "answers" };
        let quoted: Vec<String> = said.iter().map(|words| format!("“{words}”")).collect();
        format!("{} {answers} {}", quoted.join(" and "), answer(stance))
    };
    let dates = || {
        let (a, b) = (a.claim.published.as_deref()?, b.claim.published.as_deref()?);
        Some(format!(" The same speaker or office, on {} and on {}.", a.min(b), a.max(b)))
    };
    let dates = if kind == ConflictKind::Reversal { dates().unwrap_or_default() } else { String::new() };
    let why = format!("{text} {}, {}.{dates}", side(&words[0], mine), side(&words[1], theirs));
    let quoted = |analysis: &Analysis| analysis.claim.kind == Some(Kind::Direct);
    let both_true_if = match kind {
        ConflictKind::Reversal => "the position changed between the two dates",
        _ if quoted(a) != quoted(b) => "one was misprinted or paraphrased wrongly: a “not” dropped or added",
        _ => "they mean different times, parts or senses of what is asked",
    };
    Finding {
        kind,
        score: SCORE,
        firm: question.firm,
        rule: Rule::Question(question.id.clone()).to_string(),
        question: Some(text),
        why,
        words,
        both_true_if: both_true_if.to_owned(),
    }
}

fn kind(a: &Analysis, b: &Analysis) -> ConflictKind {
    let (a, b) = (&a.claim, &b.claim);
    let same_office = same_office(a, b);
    let same_speaker = a.speaker_key.is_some() && a.speaker_key == b.speaker_key;
    let acts = [a.act, b.act];
    if (same_speaker || same_office) && a.published.is_some() && b.published.is_some() && a.published != b.published {
        ConflictKind::Reversal
    } else if acts.contains(&Some(Act::Deny)) && acts.iter().any(|act| *act != Some(Act::Deny)) {
        ConflictKind::Denial
    } else {
        ConflictKind::Contradiction
    }
}

/// The passages that take the position, as they stand in the text.
fn said(analysis: &Analysis, stance: &Stance) -> Vec<String> {
    let text = &analysis.claim.text;
    let passages = stance.span.iter().chain(&stance.also).filter_map(|span| text.get(span.clone()));
    let passages: Vec<&str> = passages.collect();
    let passages = if passages.is_empty() { vec![text.as_str()] } else { passages };
    passages.into_iter().map(one_line).collect()
}
