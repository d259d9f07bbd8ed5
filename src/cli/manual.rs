//! `completions` for shells, `man` pages: both made of the command line itself.

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use crate::pipeline::counted;

/// Print completions for a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord
  onrecord completions zsh > ~/.zfunc/_onrecord
  onrecord completions fish > ~/.config/fish/completions/onrecord.fish")]
pub struct CompletionsArgs {
    /// Which shell
    shell: Shell,
}

/// Write the manual pages, one for each command
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord man ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Folder to write them to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs `completions`.
pub fn completions(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "onrecord", &mut script);
    let mut out = stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// Runs `man`.
pub fn man(args: &ManArgs, global: &Global) -> Outcome {
    let failed = |error| Failure::writing(args.folder.display(), error);
    std::fs::create_dir_all(&args.folder).map_err(failed)?;
    clap_mangen::generate_to(super::command(), &args.folder).map_err(failed)?;
    let pages = std::fs::read_dir(&args.folder).map_err(failed)?.count();
    global.tell(format_args!("{} in {}", counted(pages as u64, "file"), args.folder.display()));
    Ok(Exit::Ok)
}
