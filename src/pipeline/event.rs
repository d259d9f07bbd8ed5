//! What happens while something is done, for whoever wants to hear of it.

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// how an input was read: "story.txt: not UTF-8: read as windows-1252"
    Note(String),
    /// what was left out of an article, and why
    LeftOut(String),
    /// an input that holds nothing to use; no fault
    Skipped(String),
    /// an input with which something is wrong
    Failed(String),
    /// some more was stored; so far in all
    Stored(String),
    /// other questions are in force than before: all is compared again
    QuestionsChanged,
    /// so many statements could not be compared in full; what is wrong is noted at each
    ComparedInPart(usize),
    /// so many statements are still to be compared
    Uncompared(u64),
}

/// "1 statement", "2 statements".
pub fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Asked now and then whether someone wants to stop.
pub type Stop = fn() -> bool;

/// For those who never want to stop.
pub fn never() -> bool {
    false
}
