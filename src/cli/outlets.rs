//! `outlets`: the outlets, and one name for what articles print in several ways.

use std::io::stdout;

use clap::{Args, Subcommand};

use super::exit::{Exit, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use crate::pipeline::counted;
use crate::store::OutletRow;

/// List the outlets; let one that is printed in several ways go by one name
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord outlets
  onrecord outlets alias 'The Kestrel Times' 'Kestrel Times' kestreltimes.example
  onrecord outlets forget kestreltimes.example")]
pub struct OutletsArgs {
    #[command(subcommand)]
    command: Option<OutletsCommand>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Subcommand, Debug)]
enum OutletsCommand {
    Alias(AliasArgs),
    Forget(ForgetArgs),
}

/// Let an outlet go by one name, however articles print it, stored ones and those to come
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord outlets alias 'The Kestrel Times' 'Kestrel Times' kestreltimes.example

Case, accents and punctuation make no difference. Filters find it by any of these names.")]
pub struct AliasArgs {
    /// The name that it is to go by
    #[arg(value_name = "NAME")]
    name: String,
    /// Other ways in which articles print it
    #[arg(value_name = "OTHER", required = true)]
    others: Vec<String>,
}

/// Take a name back: its articles show again what they print
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord outlets forget kestreltimes.example
  onrecord outlets forget 'The Kestrel Times'      all of its names")]
pub struct ForgetArgs {
    /// A way in which articles print it, or the name that it goes by
    #[arg(value_name = "NAME")]
    name: String,
}

/// Runs `outlets`.
pub fn run(args: &OutletsArgs, global: &Global) -> Outcome {
    match &args.command {
        None => list(args.format, global),
        Some(OutletsCommand::Alias(args)) => alias(args, global),
        Some(OutletsCommand::Forget(args)) => forget(args, global),
    }
}

fn list(format: ListFormat, global: &Global) -> Outcome {
    const NAMES: [&str; 3] = ["outlet", "places", "also"];
    let rows = global.open_to_read()?.outlets()?;
    let cells = |row: &OutletRow| [row.outlet.clone(), row.places.to_string(), row.also.join("; ")];
    let table = |rows: &[OutletRow]| {
        let columns = [Column::rest("outlet"), Column::whole("places"), Column::rest("also printed as")];
        listing::table(&columns, rows.iter().map(|row| cells(row).to_vec()))
    };
    listing::print(&mut stdout().lock(), format, "outlets", &rows, (NAMES, cells), table)?;
    if rows.is_empty() {
        global.tell("no article says in which outlet it was printed");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

fn alias(args: &AliasArgs, global: &Global) -> Outcome {
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let changed = store.name_outlet(&args.name, &args.others)?;
    global.tell(format_args!("{} renamed; articles to come go by the same name", counted(changed, "place")));
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

fn forget(args: &ForgetArgs, global: &Global) -> Outcome {
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let changed = store.forget_outlet(&args.name)?;
    global.tell(format_args!("{} named again as printed", counted(changed, "place")));
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}
