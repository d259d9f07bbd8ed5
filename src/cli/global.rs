//! What every command understands, and what it needs: the database, the questions, a voice.

use std::path::{Path, PathBuf};
use std::sync::Once;

use clap::Args;
use indicatif::ProgressBar;

use super::exit::{Exit, Failure};
use super::{screen, settings};
use crate::compare::Question;
use crate::pipeline::{self, Event, InForce, Sourced, UnusableFile, counted};
use crate::store::{QuestionFile, Store, StoreError};

/// Where statements are kept when neither `--db` nor `ONRECORD_DB` says otherwise.
const DEFAULT_DATABASE: &str = "onrecord.db";

/// Folder of the person's own questions, beside the database.
const QUESTIONS: &str = "questions";

/// What every command understands.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// The database [default: onrecord.db]
    #[arg(long, global = true, env = "ONRECORD_DB", hide_env_values = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Folder of your own questions [default: questions/ beside it]
    #[arg(long, global = true, env = "ONRECORD_QUESTIONS", hide_env_values = true, value_name = "DIR")]
    pub questions: Option<PathBuf>,
    /// Threads to extract with [default: one a core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Cells of tables in full; otherwise long ones are cut
    #[arg(long, global = true)]
    pub wide: bool,
    /// Only errors on standard error
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Also what was left out of each article, and why
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

impl Global {
    pub fn database(&self) -> &Path {
        self.db.as_deref().or_else(|| settings::db()).unwrap_or(Path::new(DEFAULT_DATABASE))
    }

    /// The questions in force: those that come with the program, those kept in the database, and those of the person's folder.
    pub fn questions(&self) -> Result<Vec<Question>, Failure> {
        Ok(self.sourced_questions()?.into_iter().map(|sourced| sourced.question).collect())
    }

    /// The same, with where each comes from.
    pub fn sourced_questions(&self) -> Result<Vec<Sourced>, Failure> {
        // one command may ask several times
        static TOLD: Once = Once::new();
        let InForce { questions, unusable } = self.questions_in_force()?;
        TOLD.call_once(|| {
            for file in unusable {
                self.complain(format_args!("{file}; left out\nhint: {}", way_out(&file)));
            }
        });
        Ok(questions)
    }

    /// The same, and which files of the database are left out.
    pub fn questions_in_force(&self) -> Result<InForce, Failure> {
        let beside = || Some(self.database().parent()?.join(QUESTIONS)).filter(|folder| folder.is_dir());
        let folder = self.questions.clone().or_else(|| settings::questions().map(Path::to_path_buf)).or_else(beside);
        pipeline::in_force(&self.stored_questions()?, folder.as_deref())
            .map_err(|error| Failure::new(Exit::Usage, error).hint("`onrecord questions test FILE` says more"))
    }

    /// The files of questions kept in the database.
    pub fn stored_questions(&self) -> Result<Vec<QuestionFile>, Failure> {
        match Store::open_to_read(self.database()).and_then(|store| store.question_files()) {
            // a database that is not there yet, or not ours, is told by the command that needs it
            Err(StoreError::Missing { .. } | StoreError::NotADatabase { .. } | StoreError::OtherApplication { .. }) => {
                Ok(Vec::new())
            }
            stored => Ok(stored?),
        }
    }

    pub fn open_to_read(&self) -> Result<Store, Failure> {
        Ok(Store::open_to_read(self.database())?)
    }

    pub fn open(&self) -> Result<Store, Failure> {
        Ok(pipeline::open(self.database())?)
    }

    /// A message, unless the person wants none.
    pub fn tell(&self, message: impl std::fmt::Display) {
        if !self.quiet {
            screen::say(message);
        }
    }

    /// A failure, which is told in any case.
    pub fn complain(&self, failure: impl std::fmt::Display) {
        screen::say(format_args!("onrecord: {failure}"));
    }

    /// What happens while something is done, told as far as the person wants it.
    pub fn hear(&self, event: Event) {
        match event {
            Event::Note(told) | Event::Skipped(told) => self.tell(told),
            Event::LeftOut(told) if self.verbose => self.tell(told),
            Event::Failed(told) => self.complain(told),
            Event::QuestionsChanged => self.tell("the questions have changed: all statements are compared again"),
            Event::ComparedInPart(statements) => self.complain(format_args!(
                "{} could not be compared in full; `onrecord verify` names them: please report it",
                counted(statements as u64, "statement")
            )),
            Event::Uncompared(statements) => self.tell_uncompared(statements),
            Event::LeftOut(_) | Event::Stored(_) => {}
        }
    }

    /// The same beside a bar that shows what was stored so far.
    pub fn hear_beside(&self, bar: &ProgressBar, event: Event) {
        match event {
            Event::Stored(told) => bar.set_message(told),
            event => bar.suspend(|| self.hear(event)),
        }
    }

    /// Compares what an earlier command has left, if it left anything: for commands that write something else.
    pub fn catch_up(&self, store: &mut Store) -> Result<(), Failure> {
        if store.count_uncompared()? > 0 {
            let found = pipeline::compare_new(store, self.questions()?, &mut |event| self.hear(event))?;
            self.tell_new_conflicts(found.firm);
        }
        Ok(())
    }

    /// Says how many statements are still to be compared, where there are any.
    pub fn tell_uncompared(&self, statements: u64) {
        if statements > 0 {
            self.tell(format_args!(
                "{} not compared yet: conflicts may be missing\nhint: the next command that writes compares them; `onrecord conflicts renew` compares all",
                counted(statements, "statement")
            ));
        }
    }

    /// Says how many decided statements wait because a newer text has them otherwise.
    pub fn tell_returned(&self, store: &Store) -> Result<(), Failure> {
        let waiting = store.returned()?.len() as u64;
        if waiting > 0 {
            self.tell(format_args!(
                "{} for another look, because a newer text has other words there: `onrecord decisions returned` shows both",
                if waiting == 1 { "1 decided statement waits".to_owned() } else { format!("{waiting} decided statements wait") }
            ));
        }
        Ok(())
    }

    /// The line at the end of `add` and `import`.
    pub fn tell_new_conflicts(&self, conflicts: usize) {
        if conflicts > 0 {
            self.tell(format_args!("{}: `onrecord conflicts` lists them", counted(conflicts as u64, "new conflict")));
        }
    }
}

/// Why another database cannot be taken in: what is said of our own helps nobody there.
pub fn of_another(error: StoreError, hint: &str) -> Failure {
    match &error {
        StoreError::Missing { path } => {
            Failure::new(Exit::Database, format_args!("{}: no database there", path.display())).hint(hint)
        }
        StoreError::NotADatabase { path } => {
            Failure::new(Exit::Database, format_args!("{}: not an SQLite database", path.display())).hint(hint)
        }
        _ => error.into(),
    }
}

/// What to do about a file of questions in the database that cannot be used.
pub fn way_out(file: &UnusableFile) -> String {
    format!("`onrecord questions remove {}` takes it out", file.name)
}
