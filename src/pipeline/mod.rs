//! What one does with the parts: add articles, import statements, compare what is new, tell speakers apart, say which flags to
//! stand by. A program that uses the library calls this room as the command line does; `examples/ask.rs` shows how.
//!
//! Knows nothing of the words of a command line, and prints nothing: what happens is told by [`Event`]s.

mod add;
mod annotated;
mod ask;
mod careful;
mod check;
mod compare;
mod count;
mod deciding;
mod event;
mod explain;
mod identity;
mod import;
mod marks;
mod questions;
mod standing;

use std::path::Path;

pub use add::{Totals, add};
pub use annotated::{Annotation, CannotMark, annotated};
pub use ask::{Answered, ask};
pub use careful::careful;
pub use check::{
    Attribution, Checked, Checking, Clash, Draft, Printed, Quoted, Retelling, Said, Speakers, Told, Verdict, check,
};
pub use compare::{Compared, claim, compare_again, compare_new, declared};
pub use count::{By, Count, count};
pub use deciding::{CannotDecide, ruling, words_in};
pub use event::{Event, Stop, counted, never};
pub use explain::{Chosen, Explanation, Part, Reason, SameSpeaker, Share, Steps, TakenAct, explain};
pub use identity::{Matcher, known_row};
pub use import::{ImportError, ImportTotals, import};
pub use marks::marks;
pub use questions::{InForce, QuestionFileError, Sourced, UnusableFile, can_be_kept, in_force};
pub use standing::{decide, import_decisions, is_doubted, keep_returned, merge, settle, undo, wilson_lower};

use crate::store::{Result, Store};

/// Opens a database to write, with the matcher that tells speakers apart; makes it where there is none.
pub fn open(path: &Path) -> Result<Store> {
    let mut store = Store::open(path)?;
    store.set_identity(Box::new(Matcher::new(&store.known_speakers()?)));
    Ok(store)
}
