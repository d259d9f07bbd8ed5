//! `config`: the settings in force. A flag wins over the environment, that over the project's file, that over the person's own.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use super::settings::{Setting, files};

/// Show the settings in force and where each comes from
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord config
  onrecord config --format json

A flag wins over the environment (ONRECORD_DB, ONRECORD_QUESTIONS, ONRECORD_BY), that over onrecord.toml in this folder or one
above it, that over onrecord/config.toml in your own configuration ($XDG_CONFIG_HOME or ~/.config). Keys: db, questions, by.")]
pub struct ConfigArgs {
    /// `config show` is `config`
    #[arg(value_parser = ["show"], hide = true)]
    what: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// A setting in force.
#[derive(serde::Serialize)]
pub struct Line {
    /// its name
    pub setting: &'static str,
    /// what it is; none where nothing sets it
    pub value: Option<String>,
    /// a flag, a variable, a file, or "default"
    pub from: String,
}

/// Runs `config`.
pub fn run(args: &ConfigArgs, global: &Global) -> Outcome {
    let lines = in_force(global);
    let cells = |line: &Line| [line.setting.to_owned(), line.value.clone().unwrap_or_default(), line.from.clone()];
    let table = |lines: &[Line]| {
        let columns = [Column::whole("setting"), Column::rest("value"), Column::rest("from")];
        listing::table(&columns, lines.iter().map(|line| cells(line).to_vec()))
    };
    let mut out = stdout().lock();
    listing::print(&mut out, args.format, "config", &lines, (["setting", "value", "from"], cells), table)?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// The settings in force and where each comes from.
pub fn in_force(global: &Global) -> [Line; 3] {
    let files = files();
    let shown = |path: &Path| path.display().to_string();
    let line =
        |setting, variable: &str, flag: Option<String>, file: Option<(String, &PathBuf)>, otherwise: Option<String>| {
            let environment = std::env::var(variable).ok().filter(|value| !value.is_empty());
            // clap takes the variable where there is no flag
            match (flag, environment, file) {
                (Some(value), environment, _) if environment.as_ref() != Some(&value) => {
                    Line { setting, value: Some(value), from: format!("--{setting}") }
                }
                (_, Some(value), _) => Line { setting, value: Some(value), from: variable.to_owned() },
                (_, None, Some((value, from))) => Line { setting, value: Some(value), from: shown(from) },
                (_, None, None) => Line { setting, value: otherwise, from: "default".to_owned() },
            }
        };
    let file_path = |s: &'static Option<Setting<PathBuf>>| s.as_ref().map(|s| (shown(&s.value), &s.from));
    [
        line(
            "db",
            "ONRECORD_DB",
            global.db.as_deref().map(shown),
            file_path(&files.db),
            Some(shown(global.database())),
        ),
        line(
            "questions",
            "ONRECORD_QUESTIONS",
            global.questions.as_deref().map(shown),
            file_path(&files.questions),
            None,
        ),
        line("by", "ONRECORD_BY", None, files.by.as_ref().map(|s| (s.value.clone(), &s.from)), None),
    ]
}
