//! What a draft attributes in words of its own, for people and for programs.

use serde_json::json;

use super::super::listing::{self, Column};
use super::known::{clashes, known_lines, noted, source_of};
use crate::compare::{Difference, DifferenceKind};
use crate::export::draft_page;
use crate::pipeline::{Draft, Retelling, Speakers, Told};
use crate::text::{CodePoints, Span, one_line};

/// "2 attributions: 1 altered, 1 not found".
pub(super) fn summary(told: &[Retelling]) -> String {
    let of = |verdict| told.iter().filter(|retelling| retelling.verdict == verdict).count();
    let parts: Vec<String> =
        Told::ALL.iter().filter(|v| of(**v) > 0).map(|v| format!("{} {}", of(*v), v.as_str())).collect();
    format!("{}: {}", crate::pipeline::counted(told.len() as u64, "attribution"), parts.join(", "))
}

/// The same for programs.
pub(super) fn records(draft: &Draft, told: &[Retelling]) -> Vec<serde_json::Value> {
    let points = CodePoints::new(&draft.text);
    let record = |retelling: &Retelling| {
        let statement = &retelling.attribution.statement;
        let row = retelling.said.as_ref().map(|said| &said.row);
        json!({
            "spans": statement.content.iter().map(|span| points.span(&draft.text, *span)).collect::<Vec<_>>(),
            "text": statement.text(&draft.text),
            "kind": statement.kind,
            "act": statement.act,
            "negated": statement.negated,
            "speaker": statement.voice.as_ref().map(|voice| &voice.name),
            "verdict": retelling.verdict,
            "speakers": retelling.speakers,
            "differences": retelling.differences,
            "statement": row.map(|row| &row.id),
            "article": row.map(|row| &row.article),
            "said_by": row.and_then(|row| row.speaker.as_ref()),
            "outlet": row.and_then(|row| row.outlet.as_ref()),
            "published": row.and_then(|row| row.published.as_ref()),
            "passage": row.map(|row| &row.text),
            "finding": row.and_then(|row| row.review.finding.as_ref()),
            "conflicts": clashes(retelling.said.as_ref()),
        })
    };
    told.iter().map(record).collect()
}

/// A table for people.
pub(super) fn table(draft: &Draft, told: &[Retelling]) -> String {
    let columns = [
        Column::whole("verdict"),
        Column::percent("attribution", 32),
        Column::rest("what the source has"),
        Column::whole("id"),
    ];
    let row = |retelling: &Retelling| {
        let said = retelling.said.as_ref();
        let by = if retelling.verdict == Told::OtherSpeaker { "said by " } else { "" };
        let lines = [differences(retelling), said.map(|said| said.passage.clone()).unwrap_or_default()];
        let source = said.map(|said| format!("{by}{}", source_of(said)));
        let nothing = said.is_none().then(|| "no statement like it: said elsewhere, or put in other words".to_owned());
        let known = said.map(|said| known_lines(said).join("\n"));
        let lines: Vec<String> =
            lines.into_iter().chain(source).chain(known).chain(nothing).filter(|line| !line.is_empty()).collect();
        let id = said.map(|said| said.row.id.chars().take(8).collect()).unwrap_or_default();
        vec![retelling.verdict.as_str().to_owned(), words(draft, retelling), lines.join("\n"), id]
    };
    listing::whole_table(&columns, told.iter().map(row))
}

/// "Quist said: that the bridge was closed".
fn words(draft: &Draft, retelling: &Retelling) -> String {
    let statement = &retelling.attribution.statement;
    let cue: Vec<String> = statement.cue.iter().map(|span| one_line(span.of(&draft.text))).collect();
    format!("{} {}: {}", speaker(retelling), cue.join(" "), statement.text(&draft.text)).trim().to_owned()
}

fn speaker(retelling: &Retelling) -> String {
    let attribution = &retelling.attribution;
    let named = attribution.statement.voice.as_ref().map(|voice| voice.name.as_str()).unwrap_or_default();
    // "the energy minister", where the name behind it is only guessed
    let described = attribution.guessed && retelling.speakers == Some(Speakers::Same) || named.trim().is_empty();
    if described { attribution.source.clone() } else { named.to_owned() }
}

/// What differs, one a line.
fn differences(retelling: &Retelling) -> String {
    let line = |difference: &Difference| {
        let what = match (difference.draft.as_str(), difference.source.as_str()) {
            ("", source) => format!("the source has “{source}”, the draft does not"),
            (draft, "") => format!("the draft has “{draft}”, the source does not"),
            (draft, source) => format!("the draft has “{draft}”, the source “{source}”"),
        };
        format!("{}: {what}", difference.kind.as_str())
    };
    let mut lines: Vec<String> = retelling.differences.iter().map(line).collect();
    if let Some(said) = retelling.said.as_ref() {
        lines.extend((retelling.speakers == Some(Speakers::NotCompared)).then(|| {
            let theirs = said.row.speaker.as_deref().unwrap_or("nobody by name");
            format!("speaker: the source has {theirs}: nothing tells whether it is the same")
        }));
    }
    lines.join("\n")
}

/// The passages of the draft, marked.
pub(super) fn marks(told: &[Retelling]) -> Vec<draft_page::Marked> {
    let mark = |retelling: &Retelling| {
        let statement = &retelling.attribution.statement;
        let denied = retelling.differences.iter().any(|difference| difference.kind == DifferenceKind::Negation);
        draft_page::Marked {
            span: Span::hull(&statement.content).unwrap_or(statement.context),
            or_else: Span::hull(&statement.cue),
            quoted: false,
            verdict: retelling.verdict.as_str(),
            words: statement.cue.iter().copied().filter(|_| denied).collect(),
            speaker: speaker(retelling),
            changes: noted(differences(retelling), retelling.said.as_ref()),
            passage: retelling.said.as_ref().map(|said| said.passage.clone()),
            source: retelling.said.as_ref().map(source_of).unwrap_or_default(),
        }
    };
    told.iter().map(mark).collect()
}
