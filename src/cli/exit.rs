//! How a run ends: the exit codes, all in one place, and the failures that lead to them.

use std::fmt;
use std::io;

use crate::store::StoreError;

/// The exit codes. Scripts rely on them; README.md and `onrecord help` list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// done
    Ok = 0,
    /// the question was understood and nothing answers it
    NothingFound = 1,
    /// the command line makes no sense (clap's code too)
    Usage = 2,
    /// some inputs could not be read or used; the others were
    SomeInputsFailed = 3,
    /// a name fits several speakers, an id several statements
    Ambiguous = 4,
    /// the database cannot be opened, read or written
    Database = 5,
    /// `verify` found a record that does not hold
    DoesNotHold = 6,
    /// the output cannot be written
    Output = 7,
    /// `conflicts --fail-on-conflict` lists one
    Conflict = 8,
    /// Ctrl-C or SIGTERM: what was done is kept (the shells' own code for SIGINT)
    Interrupted = 130,
}

/// The list for `--help`; a test holds it and README.md to [`Exit`].
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  nothing found
  2  usage: the command line makes no sense
  3  some inputs failed; the others were done
  4  ambiguous: the name or id fits several
  5  the database cannot be opened, read or written
  6  verify: something stored does not hold
  7  the output cannot be written
  8  conflicts --fail-on-conflict: there is one
  130  interrupted (Ctrl-C, SIGTERM): what was done is kept, the same command goes on";

/// Why a run stops early.
#[derive(Debug)]
pub enum Failure {
    /// whoever read our output has left (`| head`): a success, without a word
    ReaderGone,
    /// something to tell
    Told {
        /// how the process ends
        exit: Exit,
        /// what happened
        message: String,
        /// what the person can do about it
        hint: Option<String>,
    },
}

/// What every command gives: how the process ends, or why it stopped early.
pub type Outcome = Result<Exit, Failure>;

impl Failure {
    /// A failure with a message.
    pub fn new(exit: Exit, message: impl fmt::Display) -> Self {
        Failure::Told { exit, message: message.to_string(), hint: None }
    }

    /// The same with advice, printed as `hint: …`.
    pub fn hint(self, advice: impl fmt::Display) -> Self {
        match self {
            Failure::Told { exit, message, .. } => Failure::Told { exit, message, hint: Some(advice.to_string()) },
            gone => gone,
        }
    }

    /// A failure to write to standard output or to a file asked for.
    pub fn writing(target: impl fmt::Display, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ReaderGone,
            _ => Failure::new(Exit::Output, format_args!("cannot write {target}: {error}")),
        }
    }
}

/// Standard output failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::writing("standard output", error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let exit = match error {
            StoreError::NotFound { .. } => Exit::NothingFound,
            StoreError::AmbiguousId { .. } => Exit::Ambiguous,
            StoreError::Refused(_) => Exit::Usage,
            _ => Exit::Database,
        };
        let lists = match error {
            StoreError::NotFound { what: "statement", .. } => Some("quotes"),
            StoreError::NotFound { what: "article", .. } => Some("articles"),
            StoreError::NotFound { what: "conflict", .. } => Some("conflicts"),
            _ => None,
        };
        let told = error.to_string();
        if let Some(lists) = lists {
            return Failure::new(exit, told).hint(format_args!("`onrecord {lists}` lists them with their ids"));
        }
        match told.split_once("\nhint: ") {
            Some((message, hint)) => Failure::new(exit, message).hint(hint),
            None => Failure::new(exit, told),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_left_is_no_error() {
        let gone = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(matches!(gone, Failure::ReaderGone));
        assert!(matches!(gone.hint("unused"), Failure::ReaderGone));
    }

    #[test]
    fn the_list_names_every_code_once() {
        let code = |line: &str| line.split_whitespace().next().and_then(|code| code.parse().ok()).expect("a code");
        let listed: Vec<u8> = EXIT_CODES.lines().skip(1).map(code).collect();
        let all = (Exit::Ok as u8..=Exit::Conflict as u8).chain([Exit::Interrupted as u8]);
        assert_eq!(listed, all.collect::<Vec<_>>());
    }
}
