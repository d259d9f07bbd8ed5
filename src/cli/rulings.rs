//! What people decide about speakers: `speakers merge`, `split`, `rename`, `alias`, `forget`, and the lists that help them to.

use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::decide::GroundsArgs;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use super::selection::speaker_to_rule_on as speaker;
use crate::pipeline::{Matcher, counted, known_row};
use crate::speakers::identity::{known_from_csv, known_from_toml};
use crate::store::{DoubtfulPair, Ruling, SpeakerRow};

#[derive(Subcommand, Debug)]
pub enum RulingCommand {
    Merge(MergeArgs),
    Split(SplitArgs),
    Rename(RenameArgs),
    Alias(AliasArgs),
    Forget(ForgetArgs),
    Doubtful(DoubtfulArgs),
    Load(LoadArgs),
}

/// Say that two speakers are one; the first one's name stays
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers merge 'Yevgeny Taraskov' 'Evgueni Taraskov' --reason 'same office, same day'")]
pub struct MergeArgs {
    /// Name or id
    #[arg(value_name = "NAME")]
    into: String,
    /// Name or id of the other
    #[arg(value_name = "OTHER")]
    other: String,
    #[command(flatten)]
    grounds: GroundsArgs,
}

/// Say that two speakers are not one, or take out what some articles attribute to a speaker
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers split 'Irena Sovak' --article 2be78bc7 --reason 'her sister'
  onrecord speakers split 'Ada Quist' --from 'Ada Quist Jr.'")]
pub struct SplitArgs {
    /// Name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// Ids of the articles, or their first digits, in which someone else is meant
    #[arg(long, value_name = "ID", required_unless_present = "from", conflicts_with = "from")]
    article: Vec<String>,
    /// Name or id of the speaker that it is not, whatever speaks for it
    #[arg(long, value_name = "OTHER")]
    from: Option<String>,
    #[command(flatten)]
    grounds: GroundsArgs,
}

/// Show a speaker under another name
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers rename Maresova 'Lenka Marešová'")]
pub struct RenameArgs {
    /// Name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// The name to show
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    grounds: GroundsArgs,
}

/// Let a speaker be found by one more name
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers alias Brannskog 'the negotiator'")]
pub struct AliasArgs {
    /// Name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// The other name
    #[arg(value_name = "ALIAS")]
    alias: String,
    #[command(flatten)]
    grounds: GroundsArgs,
}

/// Leave a speaker out of every listing
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers forget 'convention' --reason 'no speaker'")]
pub struct ForgetArgs {
    /// Name or id
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    grounds: GroundsArgs,
}

/// List pairs that may be one speaker: proposals, for a person to decide
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers doubtful
  onrecord speakers doubtful --format json")]
pub struct DoubtfulArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
}

/// Load your own list of speakers, in place of the one loaded before; it wins over guesses
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers load officials.csv
  onrecord speakers load officials.toml

CSV: a header with name, aliases (separated by ;), role, organization, country, from, to, wikidata; only name is needed.
TOML: [[speaker]] tables with the same keys, aliases as a list.")]
pub struct LoadArgs {
    /// .csv or .toml
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs one of them.
pub fn run(command: &RulingCommand, global: &Global) -> Outcome {
    match command {
        RulingCommand::Merge(a) => rule(global, &a.grounds, |store| {
            Ok(Ruling::Merge { into: speaker(store, &a.into)?.key, other: speaker(store, &a.other)?.key })
        }),
        RulingCommand::Split(a) => rule(global, &a.grounds, |store| split(a, store)),
        RulingCommand::Rename(a) => rule(global, &a.grounds, |store| {
            Ok(Ruling::Rename { speaker: speaker(store, &a.name)?.key, name: a.new.clone() })
        }),
        RulingCommand::Alias(a) => rule(global, &a.grounds, |store| {
            Ok(Ruling::Alias { speaker: speaker(store, &a.name)?.key, alias: a.alias.clone() })
        }),
        RulingCommand::Forget(a) => {
            rule(global, &a.grounds, |store| Ok(Ruling::Forget { speaker: speaker(store, &a.name)?.key }))
        }
        RulingCommand::Doubtful(a) => doubtful(a, global),
        RulingCommand::Load(a) => load(a, global),
    }
}

type Store = crate::store::Store;

fn rule(global: &Global, grounds: &GroundsArgs, ruling: impl FnOnce(&Store) -> Result<Ruling, Failure>) -> Outcome {
    let mut store = global.open()?;
    let ruling = ruling(&store)?;
    super::decide::keep(&mut store, global, &[(ruling, grounds.grounds())])
}

fn split(args: &SplitArgs, store: &Store) -> Result<Ruling, Failure> {
    let whole = speaker(store, &args.name)?;
    if let Some(other) = &args.from {
        return Ok(Ruling::Apart { a: whole.key, b: speaker(store, other)?.key });
    }
    let voices = store.speaker(whole.key)?.voices;
    let mut leaving = Vec::new();
    for id in &args.article {
        let found: Vec<i64> = voices.iter().filter(|v| v.article.starts_with(id.as_str())).map(|v| v.key).collect();
        if found.is_empty() {
            let message = format_args!("{} is not quoted in an article {id:?}", whole.name);
            return Err(Failure::new(Exit::NothingFound, message)
                .hint("`onrecord speakers show NAME --format json` lists the articles"));
        }
        leaving.extend(found);
    }
    Ok(Ruling::Split { speaker: whole.key, voices: leaving })
}

/// Prints the doubtful pairs.
pub fn doubtful(args: &DoubtfulArgs, global: &Global) -> Outcome {
    let pairs = global.open_to_read()?.doubtful_speakers()?;
    let mut out = BufWriter::new(stdout().lock());
    let cells = |p: &DoubtfulPair| [p.a.name.clone(), p.a.id.clone(), p.b.name.clone(), p.b.id.clone(), p.why.clone()];
    let table = |pairs: &[DoubtfulPair]| {
        let columns = [Column::percent("one", 30), Column::percent("the other", 30), Column::rest("for and against")];
        let told = |s: &SpeakerRow| {
            let role = s.role.as_ref().map(|r| format!(", {r}")).unwrap_or_default();
            format!("{}{role}\n{} ({})", s.name, s.id, counted(u64::from(s.statements), "statement"))
        };
        listing::table(&columns, pairs.iter().map(|p| vec![told(&p.a), told(&p.b), p.why.clone()]))
    };
    listing::print(&mut out, args.format, "doubtful", &pairs, (["a", "a_id", "b", "b_id", "why"], cells), table)?;
    out.flush()?;
    if pairs.is_empty() {
        global.tell("no doubtful pair");
        return Ok(Exit::NothingFound);
    }
    global.tell("hint: `onrecord speakers merge ONE OTHER`, or `split ONE --from OTHER`, decides a pair");
    Ok(Exit::Ok)
}

fn load(args: &LoadArgs, global: &Global) -> Outcome {
    let told = |reason: String| Failure::new(Exit::SomeInputsFailed, format_args!("{}: {reason}", args.file.display()));
    let text = std::fs::read_to_string(&args.file).map_err(|e| told(e.to_string()))?;
    let list = match args.file.extension().and_then(|e| e.to_str()) {
        Some("csv") => known_from_csv(&text),
        Some("toml") => known_from_toml(&text),
        _ => return Err(told("neither .csv nor .toml".to_owned())),
    };
    let list: Vec<_> = list.map_err(|e| told(e.to_string()))?.into_iter().map(known_row).collect();
    let mut store = global.open()?;
    store.set_known_speakers(&list)?;
    store.set_identity(Box::new(Matcher::new(&list)));
    store.settle_speakers()?;
    global.tell(format_args!("{} loaded; the list wins over guesses", counted(list.len() as u64, "speaker")));
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}
