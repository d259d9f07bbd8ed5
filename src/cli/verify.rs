//! `verify`: does everything stored still hold?

use std::io::{Write, stdout};

use clap::Args;

use super::exit::{Exit, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use crate::pipeline::counted;
use crate::store::Fault;

/// Check that every stored span still is the text, that every statement could be compared, and the file sound
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord verify
  onrecord --db affair.db verify --format jsonl && echo all holds

Exit code 0 when all holds, 6 when something does not.")]
pub struct VerifyArgs {
    /// How to print what does not hold
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Runs `verify`.
pub fn run(args: &VerifyArgs, global: &Global) -> Outcome {
    let checked = global.open_to_read()?.verify()?;
    let mut out = stdout().lock();
    let cells = |fault: &Fault| [fault.what.clone(), fault.id.clone(), fault.message.clone()];
    let table = |faults: &[Fault]| {
        let columns = [Column::whole("what"), Column::whole("id"), Column::rest("message")];
        listing::table(&columns, faults.iter().map(|fault| cells(fault).to_vec()))
    };
    listing::print(&mut out, args.format, "faults", &checked.faults, (["what", "id", "message"], cells), table)?;
    out.flush()?;
    global.tell(format_args!(
        "checked {}, {}, {}: {}",
        counted(checked.articles, "article"),
        counted(checked.statements, "statement"),
        counted(checked.spans, "span"),
        match checked.faults.len() as u64 {
            0 => "all hold".to_owned(),
            faults => counted(faults, "fault"),
        }
    ));
    global.tell_uncompared(checked.uncompared);
    Ok(if checked.faults.is_empty() { Exit::Ok } else { Exit::DoesNotHold })
}
