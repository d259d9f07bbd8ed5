//! Work that must not end a batch, whatever it meets: a fault of the program's own in one text is told, and the next one
//! follows.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The result of some work, or in words the fault that ended it.
///
/// The work must leave nothing half done that is looked at afterwards.
pub fn careful<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|fault| message(fault.as_ref()))
}

fn message(fault: &(dyn Any + Send)) -> String {
    let words = fault.downcast_ref::<&str>().copied().or_else(|| fault.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_becomes_words() {
        let list = [1, 2, 3];
        let at = std::hint::black_box(5);
        assert!(careful(|| list[at]).is_err_and(|told| told.contains("out of bounds")));
        assert_eq!(careful(|| list[at - 3]), Ok(3));
    }
}
