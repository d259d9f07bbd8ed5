//! What was added is compared with what is stored: each new statement with its candidates, never all with all.

mod judge;
mod records;
mod round;
#[cfg(test)]
mod tests;

use super::event::{Event, Stop, never};
use super::standing::settle;
use crate::compare::{Comparer, Question};
use crate::store::{Declared, Result, Store};
use round::compare_with;

pub use records::claim;
pub use round::Compared;

/// Compares what was not compared yet, and everything anew when other questions are in force than before.
/// A conflict of copies is no new one.
pub fn compare_new(store: &mut Store, questions: Vec<Question>, hear: &mut dyn FnMut(Event)) -> Result<Compared> {
    compare_until(store, questions, never, hear)
}

/// The same, unless someone wants to stop before all is compared.
pub(super) fn compare_until(
    store: &mut Store,
    questions: Vec<Question>,
    stop: Stop,
    hear: &mut dyn FnMut(Event),
) -> Result<Compared> {
    if store.declare_questions(&declared(&questions))? {
        hear(Event::QuestionsChanged);
    }
    let compared = compare_with(store, &Comparer::new(questions), stop)?;
    // also what a comparison that was killed has left
    settle(store)?;
    if compared.faulty > 0 {
        hear(Event::ComparedInPart(compared.faulty));
    }
    Ok(compared)
}

/// Compares all statements again, with these questions.
pub fn compare_again(store: &mut Store, questions: Vec<Question>, hear: &mut dyn FnMut(Event)) -> Result<Compared> {
    store.clear_claims()?;
    compare_new(store, questions, hear)
}

/// The questions as the database keeps them.
pub fn declared(questions: &[Question]) -> Vec<Declared> {
    let kept = |q: &Question| Declared { id: q.id.clone(), text: q.text.clone(), digest: q.digest.clone() };
    questions.iter().map(kept).collect()
}
