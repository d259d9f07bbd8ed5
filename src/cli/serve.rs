//! `serve`: the database in a browser, on this machine alone.

use std::io::{Write, stdout};

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::{report, settings};
use crate::serve::{Site, listen};
use crate::store::Store;

/// Show the database in a browser on this machine: search, persons, articles, conflicts, review with one key a decision
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord serve
  onrecord --db affair.db serve --port 8000 --by Mira

Only programs of this machine can reach it. It prints two addresses: one to read, and one with a token that gives a browser the
right to decide until the server ends (Ctrl-C).")]
pub struct ServeArgs {
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 8710)]
    port: u16,
    /// Who decides
    #[arg(long, env = "ONRECORD_BY", hide_env_values = true, value_name = "NAME")]
    by: Option<String>,
}

/// Runs `serve`.
pub fn run(args: &ServeArgs, global: &Global) -> Outcome {
    // what is missing or damaged is told here, not in the browser
    drop(global.open_to_read()?);
    let own = global.clone();
    let site = Site {
        database: global.database().to_path_buf(),
        by: args.by.clone().or_else(|| settings::by().map(str::to_owned)),
        report: |store: &Store| report::whole(store).map_err(told),
        after_decision: Box::new(move |store| {
            if let Err(failure) = own.catch_up(store) {
                own.complain(told(failure));
            }
        }),
    };
    let listening = listen(site, args.port)
        .map_err(|error| Failure::new(Exit::Output, error).hint("--port takes another port; 0 takes a free one"))?;
    let mut out = stdout().lock();
    writeln!(out, "to read    {}", listening.address())?;
    writeln!(out, "to decide  {}", listening.address_to_decide())?;
    out.flush()?;
    drop(out);
    global.tell("Ctrl-C ends it");
    listening.run()
}

fn told(failure: Failure) -> String {
    match failure {
        Failure::Told { message, .. } => message,
        Failure::ReaderGone => String::new(),
    }
}
