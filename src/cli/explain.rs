//! `explain`: how a statement came about, step by step.

use std::io::{Write, stdout};

use clap::Args;

use super::decisions;
use super::exit::{Exit, Outcome};
use super::global::Global;
use super::ids::pointed;
use super::listing::{self, ShowFormat};
use crate::engine::Engine;
use crate::export::guard;
use crate::pipeline::{self, Chosen, Explanation, Part, SameSpeaker, Share, Steps};
use crate::store::BY_HAND;

/// Explain a statement: its spans with scores, how the speaker was found, the rules that made it, what was decided
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord explain c21e5a8a
  onrecord explain c21e5a8a --format json

The article is read again for this by the engine as installed. `conflicts show` explains a conflict.")]
pub struct ExplainArgs {
    /// Id of the statement, or its first digits
    #[arg(value_name = "ID")]
    id: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// Runs `explain`.
pub fn run(args: &ExplainArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let explained = pipeline::explain(&store, &Engine::new(), &args.id)
        .map_err(|error| pointed(&store, &args.id, "statement", error))?;
    let mut out = stdout().lock();
    match args.format {
        ShowFormat::Text => out.write_all(for_people(&explained).as_bytes())?,
        ShowFormat::Json => listing::json(&mut out, "explanation", &explained)?,
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// One step after the other, guarded.
fn for_people(e: &Explanation) -> String {
    let mut lines = vec![format!("statement {}: {}", e.statement, e.text), String::new()];
    lines.push(format!("found by {}", e.found_by));
    lines.extend(e.parts.iter().map(|p| part(p, "  ")));
    lines.extend(e.confidence.map(|share| format!("  {share:.2} of statements with this confidence are right")));
    match &e.steps {
        Some(steps) => lines.extend(read(steps)),
        None if e.found_by == BY_HAND => lines.push("no engine read it: it was marked by hand".to_owned()),
        None if e.confidence.is_none() => lines.push("the engine does not find it: it was imported".to_owned()),
        None => lines.push(format!("{} does not find it: it was found by other weights", e.read_by)),
    }
    if let Some(identity) = &e.identity {
        lines.extend(across(identity));
    }
    lines.extend(e.decisions.iter().map(|d| format!("decided {}", decisions::line(d))));
    lines.iter().map(|line| format!("{}\n", guard::terminal(line))).collect()
}

fn part(p: &Part, indent: &str) -> String {
    let score = p.score.map(|score| format!("  ({score:.2})")).unwrap_or_default();
    format!("{indent}{:<8}{}-{}  {}{score}", p.part, p.span[0], p.span[1], p.words)
}

fn read(steps: &Steps) -> Vec<String> {
    let mut lines = vec![String::new()];
    match steps.score {
        Some(score) => lines.push(format!("the encoder scores the attribution {score:.2}")),
        None => lines.push("no attribution of the encoder: made by a rule alone".to_owned()),
    }
    if !steps.mended_from.is_empty() {
        lines.push("it had, before the rules mended them:".to_owned());
        lines.extend(steps.mended_from.iter().map(|p| part(p, "  ")));
    }
    lines.push(format!("rules, in order: {}", steps.rules.join(", ")));
    let (act, by_words) = (steps.act.act, steps.act.by_words);
    let words = if act == by_words { String::new() } else { format!("; the words of the cue give {by_words}") };
    lines.push(format!("act: {act}: {}{words}", steps.act.why));
    lines.push(format!("  the encoder sees: {}", shares(&steps.acts)));
    lines.push(format!("voiced by the source, not told of it by the outlet: {:.2}", steps.voiced));
    lines.push(format!("kind of speaker: {}", shares(&steps.kinds)));
    lines.push(String::new());
    match &steps.speaker {
        Some(speaker) => lines.extend(voice(speaker)),
        None => lines.push("speaker: nobody can be meant".to_owned()),
    }
    lines
}

fn shares(shares: &[Share]) -> String {
    let named = |s: &Share| if s.name.is_empty() { "nobody".to_owned() } else { s.name.clone() };
    shares.iter().map(|s| format!("{} {:.2}", named(s), s.share)).collect::<Vec<_>>().join(", ")
}

fn voice(c: &Chosen) -> Vec<String> {
    let how = c.how.as_ref().filter(|how| !how.is_empty()).map(|how| format!(": {how}")).unwrap_or_default();
    let mut lines = vec![format!("speaker{how}"), format!("  the source is {}", c.source_is)];
    lines.push(format!("  could be meant: {}", shares(&c.candidates)));
    if c.by_rule {
        lines.push("  a rule names the first of them, whatever the shares".to_owned());
    } else if c.candidates.len() > 1 {
        let reasons: Vec<String> = c.reasons.iter().map(|r| format!("{} {:+.1}", r.what, r.weight)).collect();
        lines.push(format!("  for the first against the next (log odds): {}", reasons.join(", ")));
    }
    lines
}

fn across(identity: &SameSpeaker) -> Vec<String> {
    let names: Vec<String> = identity.names.iter().map(|(name, articles)| format!("{name} ({articles})")).collect();
    let mut lines = vec![format!("across articles: {}, speaker {}", identity.name, identity.id)];
    lines.push(format!("  called (in so many articles): {}", names.join(", ")));
    lines.extend(identity.doubts.iter().map(|doubt| format!("  perhaps the same as {doubt}")));
    lines.extend(identity.decisions.iter().map(|d| format!("  decided {}", decisions::line(d))));
    lines
}
