//! One conflict explained.

use std::io::{Write, stdout};

use clap::Args;
use serde_json::{Value, json};

use super::list::record;
use crate::cli::asserted::asserted;
use crate::cli::decisions;
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::global::Global;
use crate::cli::ids::pointed;
use crate::cli::listing::{self, ShowFormat};
use crate::cli::quotes::voiced_by;
use crate::export::guard;
use crate::store::{AttributionRow, ConflictRow, Decision, Position, Printed, PropositionRow, Store, Subject};
use crate::text::one_line;

/// Explain one, or several: both sentences, what each asserts, the words that clash, and how both could be true
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord conflicts show ca9b
  onrecord conflicts show ca9b --format json")]
pub(super) struct ShowArgs {
    /// Id of the conflict, or its first digits
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// Explains it.
pub(super) fn show(args: &ShowArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let found = args.ids.iter().map(|id| Explained::load(&store, id)).collect::<Result<Vec<_>, Failure>>()?;
    let mut out = stdout().lock();
    match (args.format, found.as_slice()) {
        (ShowFormat::Text, _) => {
            let shown: Vec<String> = found.iter().map(Explained::for_people).collect();
            out.write_all(shown.join("\n").as_bytes())?;
        }
        (ShowFormat::Json, [one]) => listing::json(&mut out, "conflict", &one.for_programs())?,
        (ShowFormat::Json, _) => return Err(Failure::new(Exit::Usage, "--format json shows one conflict at a time")),
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// A conflict with all that explains it.
pub struct Explained {
    found: ConflictRow,
    claims: [(Vec<PropositionRow>, Vec<Position>); 2],
    /// where else the words are printed
    places: [Vec<String>; 2],
    decisions: Vec<Decision>,
}

impl Explained {
    /// The conflict of this id, or of its first digits.
    pub fn load(store: &Store, id: &str) -> Result<Self, Failure> {
        let found = store.conflict(id).map_err(|error| pointed(store, id, "conflict", error))?;
        let claim = |row: &AttributionRow| -> Result<_, Failure> {
            Ok((store.propositions(row.key)?, store.positions(row.key)?))
        };
        let claims = [claim(&found.a)?, claim(&found.b)?];
        let printed = store.printed(&[&found])?;
        let places = [&found.a, &found.b].map(|row| elsewhere(row, printed.get(&row.id).map_or(&[], Vec::as_slice)));
        let decisions = store.decisions_on(Subject::Conflict(found.key))?;
        Ok(Explained { found, claims, places, decisions })
    }

    /// In words.
    pub fn for_people(&self) -> String {
        explained(&self.found, &self.claims, &self.places) + &decisions::history(&self.decisions)
    }

    fn for_programs(&self) -> Value {
        let mut value = record(&self.found);
        for (n, (side, (propositions, positions))) in ["a", "b"].into_iter().zip(&self.claims).enumerate() {
            value[side]["also_printed"] = json!(self.places[n]);
            value[side]["propositions"] = json!(propositions.iter().map(fields).collect::<Vec<_>>());
            value[side]["positions"] = json!(positions);
        }
        value["more"] = more(&self.found);
        value["decisions"] = json!(self.decisions);
        value
    }
}

fn more(found: &ConflictRow) -> Value {
    found.more.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
}

/// A proposition with what is kept of it as JSON in its place.
fn fields(proposition: &PropositionRow) -> Value {
    let mut value = json!(proposition);
    if let Some(more) = &proposition.more {
        value["more"] = serde_json::from_str(more).unwrap_or(Value::Null);
    }
    value
}

/// Where else the words of a statement are printed.
fn elsewhere(row: &AttributionRow, printed: &[Printed]) -> Vec<String> {
    let here = (row.outlet.clone(), row.published.clone());
    let place = |(outlet, day): &Printed| [outlet, day].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    printed.iter().filter(|place| **place != here).map(place).filter(|place| !place.is_empty()).collect()
}

fn explained(
    found: &ConflictRow,
    claims: &[(Vec<PropositionRow>, Vec<Position>); 2],
    places: &[Vec<String>; 2],
) -> String {
    let mut lines = vec![format!(
        "{} {}, score {:.2}{}",
        found.kind,
        found.id,
        found.score,
        if found.firm { "" } else { ", doubtful" }
    )];
    if let Some(question) = &found.question {
        lines.push(format!("question: {question}"));
    }
    lines.push(format!("why: {}", found.why));
    lines.push(format!("rule: {}", found.rule));
    let more = more(found);
    let words = |n: usize| -> String {
        let list = more["words"][n].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    if !(words(0) + &words(1)).is_empty() {
        lines.push(format!("words that clash: {} / {}", words(0), words(1)));
    }
    if let Some(reading) = more["both_true_if"].as_str().filter(|t| !t.is_empty()) {
        lines.push(format!("both true if: {reading}"));
    }
    if let Some(verdict) = found.verdict {
        lines.push(format!("judged: {}", verdict.as_str()));
    }
    let mut out: String = lines.iter().map(|line| format!("{}\n", guard::terminal(line))).collect();
    for (n, (row, (propositions, positions))) in [&found.a, &found.b].into_iter().zip(claims).enumerate() {
        let printed: Vec<&str> =
            [&row.outlet, &row.published, &row.title].into_iter().flatten().map(String::as_str).collect();
        let lines = [
            String::new(),
            voiced_by(row),
            format!("  {}", printed.join(", ")),
            format!("  {}", one_line(&row.sentence)),
            format!("  {}, {}{}, statement {}", row.kind, if row.negated { "not " } else { "" }, row.act, row.id),
        ];
        out.extend(lines.iter().map(|line| format!("{}\n", guard::terminal(line))));
        if !places[n].is_empty() {
            let also = format!("  also printed in {}", places[n].join("; "));
            out.push_str(&format!("{}\n", guard::terminal(&also)));
        }
        out.push_str(&asserted(propositions, positions));
    }
    out
}
