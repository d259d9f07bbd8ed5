//! `backup` and `restore`: a copy of the whole database, and back.

use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Outcome};
use super::global::{Global, of_another};
use crate::store::Store;

/// Copy the whole database to another file, also while others read and write it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord backup affair-2031-03-02.db
  onrecord --db affair.db backup /mnt/desk/affair.db

A file that is there already is left untouched. The copy is complete or there is none.")]
pub struct BackupArgs {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Put a backup in place of the database; what was there is kept beside it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord restore affair-2031-03-02.db
  onrecord --db affair.db restore affair.db.schema-5.backup

A backup that is damaged, or of another program, is refused.")]
pub struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `backup`.
pub fn backup(args: &BackupArgs, global: &Global) -> Outcome {
    global.open_to_read()?.backup(&args.file)?;
    global.tell(format_args!("copied to {}", args.file.display()));
    Ok(Exit::Ok)
}

/// Runs `restore`.
pub fn restore(args: &RestoreArgs, global: &Global) -> Outcome {
    let database = global.database();
    let kept = Store::restore(database, &args.file)
        .map_err(|error| of_another(error, "restore takes a copy that `onrecord backup FILE` made"))?;
    global.tell(format_args!("{} is as in {}", database.display(), args.file.display()));
    if let Some(kept) = kept {
        global.tell(format_args!("what was there is kept as {}", kept.display()));
    }
    Ok(Exit::Ok)
}
