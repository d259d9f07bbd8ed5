//! `check`: the quotations and attributions of a draft against the database.

mod known;
mod told;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use self::known::{clashes, finding, known_lines, noted, source_of};
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column};
use super::output;
use crate::check::Change;
use crate::engine::Engine;
use crate::export::draft_page;
use crate::pipeline::{self, Checked, Checking, Draft, Printed, Said, Speakers, Told, Verdict, counted};
use crate::read::{Input, ReadOptions, read};
use crate::text::{CodePoints, one_line};

/// Check every quotation and attribution of a draft: is it verbatim, altered, said by someone else or on another day, a paraphrase, or
/// found nowhere?
///
/// A speaker whom the draft only describes (“a police spokesman”) is compared by role and organisation. “speaker not compared”:
/// the words are verbatim, and nothing tells whether the speaker is the same. “paraphrase”: the article has the words without
/// quotation marks, all or some: they are the outlet's. “no statement”: an article prints the words, and no statement has them.
/// “phrase”: a word or two that the draft attributes to nobody, and that no article has between quotation marks. What the draft says in
/// words of its own that somebody said is laid beside what that speaker is stored with: “alike”, “altered” (denied, the contrary, another
/// number, name or time), “other speaker”, or “not found”, which tells only that no statement is like it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord check draft.docx
  onrecord check draft.md --format json
  onrecord check draft.txt --format html -o checked.html
  pbpaste | onrecord check -

Exit code 1 when a quotation is not verbatim (a phrase aside), an attribution is altered or somebody else's, or a passage could not be
read; --fail altered: only for what a source contradicts. Footnotes and headers are read too, in Markdown blocks of HTML, and block
quotations without quotation marks: lines behind >, <blockquote>, paragraphs that Word or Writer styles as quotations. What is left out
behind … counts as verbatim, and what is put between [ ] unless it brings a “not”, a number or a name.")]
pub struct CheckArgs {
    /// The draft: text, Markdown, HTML, .docx, .odt; - is standard input
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    format: CheckFormat,
    /// When to end with exit code 1
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true, default_value_t = Fail::Unproven, default_missing_value = "unproven")]
    fail: Fail,
    /// File to write; - is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

/// How the draft's quotations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Table,
    /// One JSON document
    Json,
    /// The draft as a page, with its quotations marked
    Html,
}

/// When a draft fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Fail {
    /// Never
    Never,
    /// Where a source says otherwise, by someone else or on another day
    Altered,
    /// There, and where a quotation is not verbatim
    Unproven,
    /// There, and where an attribution is found nowhere
    Unfound,
}

impl Fail {
    fn meets(self, checking: &Checking, all_read: bool) -> bool {
        let quoted = |c: &Checked| match c.verdict {
            Verdict::Verbatim | Verdict::Phrase => false,
            Verdict::Altered | Verdict::OtherSpeaker | Verdict::OtherDate => true,
            _ => self != Fail::Altered,
        };
        let told = |told: Told| match told {
            Told::Alike => false,
            Told::Altered | Told::OtherSpeaker => true,
            Told::NotFound => self == Fail::Unfound,
        };
        let found = checking.quotations.iter().any(quoted) || checking.attributions.iter().any(|r| told(r.verdict));
        self != Fail::Never && (found || !all_read && self != Fail::Altered)
    }
}

/// Runs `check`.
pub fn run(args: &CheckArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let told = |reason: &dyn std::fmt::Display| Failure::new(Exit::SomeInputsFailed, reason);
    let options = ReadOptions { draft: true, ..ReadOptions::default() };
    let mut drafts = read(&[Input::new(args.draft.clone())], &options);
    let (article, unread, notes) = match (drafts.next(), drafts.next()) {
        (Some(Ok(reading)), None) => (reading.article, reading.unread, reading.notes),
        (Some(Err(problem)), _) => return Err(told(&problem)),
        (_, Some(_)) => {
            let told = told(&format_args!("{}: more than one text", args.draft.display()));
            return Err(told.hint("give one draft at a time"));
        }
        (None, None) => return Err(told(&format_args!("{}: no text", args.draft.display()))),
    };
    for note in notes {
        global.tell(format_args!("draft: {note}"));
    }
    let draft = Draft::read(&Engine::new(), &article).map_err(|error| told(&error))?;
    let checking = pipeline::check(&store, &draft)?;
    let Checking { quotations: checked, attributions, own } = &checking;
    output::to(&args.output, store.path(), |out| {
        match args.format {
            CheckFormat::Table => {
                let tables = [
                    Some(table(&draft, checked)).filter(|_| !checked.is_empty()),
                    Some(told::table(&draft, attributions)).filter(|_| !attributions.is_empty()),
                ];
                out.write_all(tables.into_iter().flatten().collect::<Vec<_>>().join("\n").as_bytes())?;
            }
            CheckFormat::Json => {
                let record = json!({"schema_version": 1, "quotations": records(&draft, checked),
                    "attributions": told::records(&draft, attributions),
                    "own": own.iter().map(|article| &article.id).collect::<Vec<_>>()});
                writeln!(out, "{record}")?;
            }
            CheckFormat::Html => {
                let marks: Vec<_> = marks(checked).into_iter().chain(told::marks(attributions)).collect();
                out.write_all(draft_page::page_of(&name(&args.draft), &draft.text, &marks).as_bytes())?;
            }
        }
        Ok(())
    })?;
    global.tell(summary(checked));
    if !attributions.is_empty() {
        global.tell(told::summary(attributions));
    }
    for article in own {
        let id: String = article.id.chars().take(8).collect();
        global.tell(format_args!("the draft itself is stored ({id}): it proves nothing, and was left out"));
    }
    if !unread.is_empty() {
        let passages = counted(unread.len() as u64, "passage");
        global.tell(format_args!("{passages} of the draft not read: {}", unread.join("; ")));
    }
    Ok(if args.fail.meets(&checking, unread.is_empty()) { Exit::NothingFound } else { Exit::Ok })
}

fn name(draft: &Path) -> String {
    draft.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn summary(checked: &[Checked]) -> String {
    if checked.is_empty() {
        return "no quotation in it".to_owned();
    }
    let of = |verdict| checked.iter().filter(|c| c.verdict == verdict).count();
    let parts: Vec<String> =
        Verdict::ALL.iter().filter(|v| of(**v) > 0).map(|v| format!("{} {}", of(*v), v.as_str())).collect();
    let doubted = checked.iter().filter(|c| c.said.as_ref().is_some_and(|said| finding(&said.row).is_some())).count();
    let doubted =
        if doubted > 0 { format!("; {doubted} of what the desk marked false or disputed") } else { String::new() };
    format!("{}: {}{doubted}", counted(checked.len() as u64, "quotation"), parts.join(", "))
}

fn records(draft: &Draft, checked: &[Checked]) -> Vec<serde_json::Value> {
    let points = CodePoints::new(&draft.text);
    let record = |c: &Checked| {
        let row = c.said.as_ref().map(|said| &said.row);
        json!({
            "span": points.span(&draft.text, c.quoted.span),
            "text": c.quoted.span.of(&draft.text),
            "speaker": c.quoted.speaker.as_ref().map(|voice| &voice.name),
            "verdict": c.verdict,
            "words": c.words(),
            "speakers": c.speakers,
            "changes": c.changes,
            "unmarked": c.said.as_ref().map(|said| said.unmarked.as_slice()).unwrap_or_default(),
            "dated": c.quoted.when.as_ref().map(|when| &when.words),
            "said_on": c.said.as_ref().and_then(|said| said.other_day.as_ref()),
            "statement": row.map(|row| &row.id),
            "article": row.map(|row| &row.article),
            "said_by": row.and_then(|row| row.speaker.as_ref()),
            "outlet": row.and_then(|row| row.outlet.as_ref()),
            "published": row.and_then(|row| row.published.as_ref()),
            "passage": c.said.as_ref().map(|said| &said.passage),
            "finding": row.and_then(|row| row.review.finding.as_ref()),
            "conflicts": clashes(c.said.as_ref()),
            "joined": c.joined.iter().map(|piece| joined_record(draft, &points, piece)).collect::<Vec<_>>(),
            "printed": c.printed.as_ref().map(|printed| json!({
                "article": printed.passage.article.id,
                "title": printed.passage.article.title,
                "passage": printed.words,
                "marked": printed.marked,
                "rejected": printed.passage.rejected.is_some(),
                "rejected_by": printed.passage.rejected.as_ref().and_then(Option::as_ref),
            })),
        })
    };
    checked.iter().map(record).collect()
}

/// A quotation that another one was put together of.
fn joined_record(draft: &Draft, points: &CodePoints, piece: &Checked) -> serde_json::Value {
    let row = piece.said.as_ref().map(|said| &said.row);
    json!({
        "span": points.span(&draft.text, piece.quoted.span),
        "text": piece.quoted.span.of(&draft.text),
        "verdict": piece.verdict,
        "statement": row.map(|row| &row.id),
        "article": row.map(|row| &row.article),
        "said_by": row.and_then(|row| row.speaker.as_ref()),
    })
}

/// What differs, one a line: words, speaker and day; and what else there is to know of the source.
fn differences(c: &Checked) -> String {
    if !c.joined.is_empty() {
        return joined(c);
    }
    let mut lines = told(&c.changes);
    let row = c.said.as_ref().map(|said| &said.row);
    lines.extend(c.said.as_ref().and_then(paraphrased));
    // the verdict says so, and the source whose words they are
    let told = c.verdict == Verdict::OtherSpeaker;
    if let (Some(row), Some(Speakers::Other | Speakers::NotCompared), false) = (row, c.speakers, told) {
        let theirs = row.speaker.as_deref().unwrap_or("nobody by name");
        let role = row.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
        let compared = if c.speakers == Some(Speakers::Other) { "" } else { ": nothing tells whether it is the same" };
        lines.push(format!("speaker: the draft says “{}”, the source {theirs}{role}{compared}", speaker(c)));
    }
    if let (Some(when), Some(day)) = (&c.quoted.when, c.said.as_ref().and_then(|said| said.other_day.as_ref())) {
        lines.push(format!("date: the draft says “{}”, the source {day}", when.words));
    }
    lines.extend(c.printed.as_ref().map(printed));
    lines.join("\n")
}

/// The quotations that one was put together of, a line each.
fn joined(c: &Checked) -> String {
    let line = |piece: &Checked| {
        let id: String = piece.said.iter().flat_map(|said| said.row.id.chars().take(8)).collect();
        let verdict = if piece.verdict == Verdict::Verbatim { "" } else { &format!("{}: ", piece.verdict.as_str()) };
        let passage = piece.said.as_ref().map_or("", |said| &said.passage);
        format!("{verdict}“{passage}” {} ({id})", source(piece))
    };
    let lines = c.joined.iter().map(line).collect::<Vec<_>>().join("\n");
    format!("joined: put together of {} quotations that the source has apart\n{lines}", c.joined.len())
}

/// What of the words is the outlet's.
fn paraphrased(said: &Said) -> Option<String> {
    let words: Vec<String> = said.unmarked.iter().map(|words| format!("“{words}”")).collect();
    let told = "without quotation marks: the outlet's words for what was said";
    (!words.is_empty()).then(|| format!("paraphrase: the source has {} {told}", words.join(", ")))
}

/// Where an article prints the words, and why they are no statement.
fn printed(printed: &Printed) -> String {
    let article = &printed.passage.article;
    let id: String = article.id.chars().take(8).collect();
    let title = article.title.as_deref().unwrap_or(&article.document);
    let state = match &printed.passage.rejected {
        Some(Some(by)) => format!("the statement was rejected by {by}"),
        Some(None) => "the statement was rejected".to_owned(),
        None => "not stored as a statement".to_owned(),
    };
    let marks = if printed.marked { "between quotation marks" } else { "without quotation marks" };
    format!("printed in “{title}” ({id}), {state}, {marks}: “{}”", printed.words)
}

/// Who says it in the draft.
fn speaker(c: &Checked) -> String {
    let named = c.quoted.speaker.as_ref().map(|voice| voice.name.as_str()).filter(|name| !name.trim().is_empty());
    named.unwrap_or(&c.quoted.source).to_owned()
}

/// Differences in words: `not` left out, “14” became “40”.
fn told(changes: &[Change]) -> Vec<String> {
    let one = |change: &Change| {
        let what = match (change.draft.as_str(), change.source.as_str()) {
            ("", source) => format!("left out “{source}”"),
            (draft, "") => format!("added “{draft}”"),
            (draft, source) if draft.to_lowercase() == source.to_lowercase() => {
                format!("“{draft}” stands elsewhere in the source")
            }
            (draft, source) => format!("“{source}” became “{draft}”"),
        };
        format!("{}: {what}", change.kind.as_str())
    };
    changes.iter().map(one).collect()
}

/// Who said it, where and when.
fn source(c: &Checked) -> String {
    c.said.as_ref().map(source_of).unwrap_or_default()
}

fn table(draft: &Draft, checked: &[Checked]) -> String {
    let columns = [
        Column::whole("verdict"),
        Column::percent("quotation", 32),
        Column::rest("what the source has"),
        Column::whole("id"),
    ];
    let row = |c: &Checked| {
        let speaker = Some(speaker(c)).filter(|s| !s.is_empty()).map(|s| format!("\n({s})")).unwrap_or_default();
        let id = c.said.as_ref().map(|said| said.row.id.chars().take(8).collect()).unwrap_or_default();
        let is_one = c.joined.is_empty();
        let passage =
            c.said.as_ref().filter(|_| c.verdict == Verdict::Altered && is_one).map(|s| format!("“{}”", s.passage));
        let nothing = match c.verdict {
            Verdict::NotFound if is_one => Some("no statement like it, and no text with these words".to_owned()),
            Verdict::Phrase => Some("the draft names nobody, and no article has it between quotation marks".to_owned()),
            _ => None,
        };
        let by = if c.verdict == Verdict::OtherSpeaker { "said by " } else { "" };
        let source = if is_one { format!("{by}{}", source(c)) } else { String::new() };
        let known = c.said.as_ref().map(|said| known_lines(said).join("\n"));
        let lines = [Some(differences(c)), passage, Some(source), known, nothing].into_iter().flatten();
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        let text = one_line(c.quoted.span.of(&draft.text));
        vec![c.verdict.as_str().to_owned(), format!("{text}{speaker}"), lines.join("\n"), id]
    };
    listing::whole_table(&columns, checked.iter().map(row))
}

fn marks(checked: &[Checked]) -> Vec<draft_page::Marked> {
    let mark = |c: &Checked| draft_page::Marked {
        span: c.quoted.span,
        or_else: None,
        quoted: true,
        verdict: c.verdict.as_str(),
        words: c.changes.iter().map(|change| change.at).filter(|at| !at.is_empty()).collect(),
        speaker: speaker(c),
        changes: noted(differences(c), c.said.as_ref()),
        passage: c.said.as_ref().map(|said| said.passage.clone()),
        source: source(c),
    };
    checked.iter().map(mark).collect()
}
