//! `speakers`: who is quoted, how often, in which roles, since when.

use std::io::{BufWriter, Write, stdout};

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::json;

use super::decisions;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat, ShowFormat};
use super::rulings::{self, DoubtfulArgs, RulingCommand};
use super::selection;
use super::words;
use crate::pipeline::counted;
use crate::statement::SpeakerType;
use crate::store::{RoleRow, SpeakerDetail, SpeakerFilter, SpeakerOrder, SpeakerRow, Store, Subject};

/// Speakers that a table lists when `--limit` is not given.
const TABLE_ROWS: u64 = 50;

/// List speakers with their counts, roles, first and last date
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord speakers --limit 20
  onrecord speakers --type person --role minister --from 2024-06
  onrecord speakers --limit 5 --by outlet
  onrecord speakers show Brannskog
  onrecord speakers doubtful
  onrecord speakers merge 'Yevgeny Taraskov' 'Evgueni Taraskov'"
)]
pub struct SpeakersArgs {
    #[command(subcommand)]
    what: Option<SpeakersCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand, Debug)]
enum SpeakersCommand {
    Show(ShowArgs),
    #[command(flatten)]
    Ruling(RulingCommand),
}

#[derive(Args, Debug)]
struct ListArgs {
    /// At most so many rows; 0 is all [default: 50 in a table, else all]
    #[arg(long, short = 'n', value_name = "N", alias = "top")]
    limit: Option<u64>,
    /// Break the counts down
    #[arg(long, value_enum, conflicts_with_all = ["outlet", "from", "to"])]
    by: Option<By>,
    /// Kind of speaker
    #[arg(long = "type", value_name = "TYPE", value_parser = words::speaker_type())]
    types: Vec<SpeakerType>,
    /// Words of a role they were given
    #[arg(long, value_name = "WORDS", value_parser = words::to_find)]
    role: Option<String>,
    /// Words of an organization they spoke for
    #[arg(long, value_name = "WORDS", value_parser = words::to_find)]
    organization: Option<String>,
    /// Country code of a state, or of the state whose office is held
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Count only what this outlet printed: its whole name, in any case
    #[arg(long, value_parser = words::to_find)]
    outlet: Option<String>,
    /// Count only what was published on this day, or in this month or year, or later
    #[arg(long, value_name = "DATE", value_parser = words::day_or_longer)]
    from: Option<String>,
    /// Count only what was published on this day, or in this month or year, or earlier
    #[arg(long, value_name = "DATE", value_parser = words::day_or_longer)]
    to: Option<String>,
    /// Pairs that may be one speaker instead
    #[arg(long)]
    doubtful: bool,
    /// Order of the rows
    #[arg(long, value_enum, default_value_t = RowOrder::Statements)]
    order: RowOrder,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// What the counts are broken down by.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// How often each outlet quotes the speaker
    Outlet,
}

/// Order of the rows.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RowOrder {
    /// Most statements first
    Statements,
    /// Most articles first
    Articles,
    /// By name
    Name,
    /// First heard first
    First,
    /// Last heard first
    Last,
}

impl From<RowOrder> for SpeakerOrder {
    fn from(order: RowOrder) -> SpeakerOrder {
        match order {
            RowOrder::Statements => SpeakerOrder::Statements,
            RowOrder::Articles => SpeakerOrder::Articles,
            RowOrder::Name => SpeakerOrder::Name,
            RowOrder::First => SpeakerOrder::First,
            RowOrder::Last => SpeakerOrder::Last,
        }
    }
}

/// Show one speaker: names, and the roles in the order of their dates, each with its evidence
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord speakers show Brannskog
  onrecord speakers show 'Vesna Dragulić' --format json")]
struct ShowArgs {
    /// Full name, last name, alias or id
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// Runs `speakers`.
pub fn run(args: &SpeakersArgs, global: &Global) -> Outcome {
    match &args.what {
        Some(SpeakersCommand::Show(args)) => show(args, &global.open_to_read()?),
        Some(SpeakersCommand::Ruling(command)) => rulings::run(command, global),
        None if args.list.doubtful => rulings::doubtful(&DoubtfulArgs { format: args.list.format }, global),
        None => list(&args.list, &global.open_to_read()?, global),
    }
}

fn list(args: &ListArgs, store: &Store, global: &Global) -> Outcome {
    let filter = SpeakerFilter {
        types: args.types.clone(),
        role: args.role.clone(),
        organization: args.organization.clone(),
        country: args.country.clone(),
        outlet: args.outlet.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        order: args.order.into(),
        limit: match (args.limit, args.format) {
            (Some(0), _) => None,
            (Some(top), _) => Some(top),
            (None, ListFormat::Table) => Some(TABLE_ROWS),
            (None, _) => None,
        },
    };
    let speakers = store.speakers(&filter)?;
    let mut out = BufWriter::new(stdout().lock());
    match args.by {
        None => listing::print(&mut out, args.format, "speakers", &speakers, (COLUMNS, cells), table)?,
        Some(By::Outlet) => {
            let rows = by_outlet(store, &speakers)?;
            listing::print(&mut out, args.format, "speakers", &rows, (OUTLET_COLUMNS, outlet_cells), outlet_table)?;
        }
    }
    out.flush()?;
    if speakers.is_empty() {
        let unknown =
            args.outlet.as_deref().map(|outlet| selection::unknown_outlet(store, outlet)).transpose()?.flatten();
        global.tell(format!("no speaker fits{}", unknown.map(|told| format!(": {told}")).unwrap_or_default()));
        return Ok(Exit::NothingFound);
    }
    if args.limit.is_none() && filter.limit == Some(speakers.len() as u64) {
        global.tell(format_args!("the first {}\nhint: --limit 0 prints all", speakers.len()));
    }
    Ok(Exit::Ok)
}

const COLUMNS: [&str; 9] = ["speaker", "role", "organization", "type", "statements", "articles", "first", "last", "id"];

fn cells(speaker: &SpeakerRow) -> [String; 9] {
    let or_nothing = |words: &Option<String>| words.clone().unwrap_or_default();
    [
        speaker.name.clone(),
        or_nothing(&speaker.role),
        or_nothing(&speaker.organization),
        speaker.speaker_type.to_string(),
        speaker.statements.to_string(),
        speaker.articles.to_string(),
        or_nothing(&speaker.first),
        or_nothing(&speaker.last),
        speaker.id.clone(),
    ]
}

/// Speakers as a table for people. Narrow enough for half a screen: dates stand below each other.
pub fn table(speakers: &[SpeakerRow]) -> String {
    let columns = [
        Column::rest("speaker"),
        Column::rest("role"),
        Column::whole("statements"),
        Column::whole("articles"),
        Column::whole("from, to"),
    ];
    let row = |speaker: &SpeakerRow| {
        let more = speaker.roles.saturating_sub(1);
        let role = match (&speaker.role, more) {
            (Some(role), 0) => role.clone(),
            (Some(role), more) => format!("{role} (and {more} more)"),
            (None, _) => format!("({})", speaker.speaker_type),
        };
        let mut days: Vec<&str> = [&speaker.first, &speaker.last].into_iter().flatten().map(String::as_str).collect();
        days.dedup();
        vec![speaker.name.clone(), role, speaker.statements.to_string(), speaker.articles.to_string(), days.join("\n")]
    };
    listing::table(&columns, speakers.iter().map(row))
}

/// How often one outlet quotes one speaker.
#[derive(Serialize)]
struct OutletRow {
    speaker: String,
    speaker_id: String,
    outlet: String,
    statements: u32,
}

const OUTLET_COLUMNS: [&str; 3] = ["speaker", "outlet", "statements"];

fn by_outlet(store: &Store, speakers: &[SpeakerRow]) -> Result<Vec<OutletRow>, Failure> {
    let mut rows = Vec::new();
    for speaker in speakers {
        for (outlet, statements) in store.speaker_outlets(speaker.key)? {
            rows.push(OutletRow { speaker: speaker.name.clone(), speaker_id: speaker.id.clone(), outlet, statements });
        }
    }
    Ok(rows)
}

fn outlet_cells(row: &OutletRow) -> [String; 3] {
    [row.speaker.clone(), row.outlet.clone(), row.statements.to_string()]
}

fn outlet_table(rows: &[OutletRow]) -> String {
    let columns = [Column::rest("speaker"), Column::rest("outlet"), Column::whole("statements")];
    listing::table(&columns, rows.iter().map(|row| outlet_cells(row).to_vec()))
}

fn show(args: &ShowArgs, store: &Store) -> Outcome {
    let speaker = selection::speaker(store, &args.name.join(" "))?;
    let detail = store.speaker(speaker.key)?;
    let decisions = store.decisions_on(Subject::Speaker(speaker.key))?;
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        ShowFormat::Json => {
            let mut value = json!(detail);
            value["decisions"] = json!(decisions);
            listing::json(&mut out, "speaker", &value)?;
        }
        ShowFormat::Text => {
            out.write_all(chronology(&detail).as_bytes())?;
            out.write_all(decisions::history(&decisions).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// One speaker for people.
fn chronology(detail: &SpeakerDetail) -> String {
    use crate::export::guard::terminal;
    let speaker = &detail.speaker;
    let mut out = format!(
        "{}  ({}, {} in {})\n",
        terminal(&speaker.name),
        speaker.speaker_type,
        counted(u64::from(speaker.statements), "statement"),
        counted(u64::from(speaker.articles), "article"),
    );
    let names: Vec<String> =
        detail.names.iter().map(|(name, articles)| format!("{} ({articles})", terminal(name))).collect();
    out.push_str(&format!("id {}\nnamed {}\n", speaker.id, names.join(", ")));
    let columns = [
        Column::whole("first"),
        Column::whole("last"),
        Column::percent("role", 25),
        Column::percent("outlets", 20),
        Column::rest("evidence"),
    ];
    let row = |role: &RoleRow| {
        vec![
            role.first.clone().unwrap_or_default(),
            role.last.clone().unwrap_or_default(),
            role.role.clone(),
            role.outlets.join(", "),
            role.evidence.clone().unwrap_or_default(),
        ]
    };
    if !detail.roles.is_empty() {
        out.push('\n');
        out.push_str(&listing::table(&columns, detail.roles.iter().map(row)));
    }
    out
}
