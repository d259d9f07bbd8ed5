//! What a person decides, in words, turned into a ruling: "accept", "fix" with a field, "verified" …

use crate::statement::{Act, Kind};
use crate::store::{Finding, Fix, Ruling, Store, StoreError, Subject, Verdict};
use crate::text::Span;

/// Why words are no decision.
#[derive(Debug, thiserror::Error)]
pub enum CannotDecide {
    /// the words make no sense, or not for this
    #[error("{0}")]
    Words(String),
    /// the database cannot be asked
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The ruling that words mean. `verb`: accept, reject, fix, note, assign, verified, disputed, false, open, unsure; `field` says
/// what is fixed (speaker, role, act, kind, content) and `value` with what (as speaker also "nobody"), or holds the note or the
/// name.
pub fn ruling(
    store: &Store,
    on: Subject,
    verb: &str,
    field: Option<&str>,
    value: &str,
) -> Result<Ruling, CannotDecide> {
    let refused = |why: String| Err(CannotDecide::Words(why));
    if !value.trim().is_empty() && !matches!(verb, "note" | "assign" | "fix") {
        return refused(format!(
            "`{verb}` takes no words: {value:?}\nhint: a reason goes with --reason, in a table in the column reason"
        ));
    }
    if field.is_some() && verb != "fix" {
        return refused(format!("a field goes with `fix`, not with `{verb}`"));
    }
    match (verb, on) {
        ("accept" | "right", _) => Ok(Ruling::Accept { on }),
        ("reject" | "wrong", _) => Ok(Ruling::Reject { on }),
        ("unsure", Subject::Conflict(conflict)) => Ok(Ruling::Judge { conflict, verdict: Verdict::Unsure }),
        ("note", _) => Ok(Ruling::Note { on, text: value.to_owned() }),
        ("assign", _) => Ok(Ruling::Assign { on, to: value.to_owned() }),
        ("fix", Subject::Statement(statement)) => {
            Ok(Ruling::Fix { statement, fix: fix(store, statement, field, value)? })
        }
        ("fix", Subject::Speaker(speaker)) if matches!(field, Some("speaker" | "name")) => {
            Ok(Ruling::Rename { speaker, name: value.to_owned() })
        }
        ("fix", Subject::Speaker(_)) => refused("of a speaker, only the name can be fixed (--speaker NAME)".to_owned()),
        ("fix", Subject::Conflict(_)) => refused("a conflict is right, wrong or unsure; fix its statements".to_owned()),
        (word, Subject::Statement(statement)) => match Finding::from_word(word) {
            Some(finding) => Ok(Ruling::Found { statement, finding }),
            None => refused(format!(
                "{word:?} is no decision on a statement\nhint: accept, reject, fix, note, assign, verified, disputed, false or open"
            )),
        },
        (word, Subject::Conflict(_)) => {
            refused(format!("{word:?} is no decision on a conflict\nhint: accept, reject, unsure, note or assign"))
        }
        (word, Subject::Speaker(_)) => refused(format!(
            "{word:?} is no decision on a speaker\nhint: accept, reject, fix, note or assign; `onrecord speakers merge` and `split`"
        )),
    }
}

fn fix(store: &Store, statement: i64, field: Option<&str>, value: &str) -> Result<Fix, CannotDecide> {
    let unknown = |what: &str, known: &[&str]| {
        CannotDecide::Words(format!("{value:?} is no {what}\nhint: one of {}", known.join(", ")))
    };
    match field {
        Some("speaker") if value.trim().is_empty() => Err(CannotDecide::Words(
            "the name of the speaker is empty\nhint: --speaker nobody says that the text names nobody".to_owned(),
        )),
        Some("speaker") if value.trim().eq_ignore_ascii_case("nobody") => Ok(Fix::Speaker(String::new())),
        Some("speaker") => Ok(Fix::Speaker(value.to_owned())),
        Some("role") => Ok(Fix::Role(value.to_owned())),
        Some("act") => Act::from_word(value)
            .map(Fix::Act)
            .ok_or_else(|| unknown("act", &Act::ALL.iter().map(|act| act.as_str()).collect::<Vec<_>>())),
        Some("kind") => Kind::from_word(value)
            .map(Fix::Kind)
            .ok_or_else(|| unknown("kind", &Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>())),
        Some("content") => {
            let detail = store.statement_by_key(statement)?;
            let spans = words_in(&detail.text, detail.context, value);
            spans.map(Fix::Content).ok_or_else(|| {
                CannotDecide::Words(format!(
                    "the article does not print {value:?}\nhint: copy the words as printed; parts with something between them are joined by \" … \""
                ))
            })
        }
        _ => Err(CannotDecide::Words(
            "say what is to be fixed\nhint: --speaker, --role, --act, --kind or --content".to_owned(),
        )),
    }
}

/// Where a text prints words, in parts joined by " … "; near a place rather than far from it. Blanks and line breaks are one.
pub fn words_in(text: &str, near: Span, words: &str) -> Option<Vec<Span>> {
    let mut found: Vec<Span> = Vec::new();
    for part in words.split(" … ").map(str::trim).filter(|part| !part.is_empty()) {
        let after = found.last().map(|span| span.end);
        let places = places_of(text, part);
        let distance = |span: &Span| match after {
            Some(end) if span.start >= end => span.start - end,
            Some(_) => usize::MAX,
            None => span.start.abs_diff(near.start),
        };
        found.push(places.into_iter().min_by_key(distance)?);
    }
    (!found.is_empty() && found.windows(2).all(|pair| pair[0].end <= pair[1].start)).then_some(found)
}

fn places_of(text: &str, part: &str) -> Vec<Span> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let Some(first) = words.first() else { return Vec::new() };
    let whole = |(start, _): (usize, &str)| {
        let mut end = start;
        for (n, word) in words.iter().enumerate() {
            let rest = &text[end..];
            let gap = rest.len() - rest.trim_start().len();
            if (n > 0 && gap == 0) || !rest[gap..].starts_with(word) {
                return None;
            }
            end += gap + word.len();
        }
        Some(Span::new(start, end))
    };
    text.match_indices(first).filter_map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_near_the_statement_over_line_breaks() {
        let text = "The pier is safe. Others say so.\nThe pier\nis safe, he said, and dry.";
        let near = Span::new(33, text.len());
        let found = words_in(text, near, "The pier is safe … and dry").expect("both parts");
        assert_eq!(found.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["The pier\nis safe", "and dry"]);
        assert_eq!(words_in(text, near, "The pier is wet"), None);
        assert_eq!(words_in(text, near, "and dry … The pier is safe"), None, "the parts come in the order of the text");
        assert_eq!(words_in(text, near, " "), None);
    }
}
