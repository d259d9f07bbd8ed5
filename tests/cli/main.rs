//! The program as a person meets it: arguments in; standard output, messages and exit code out.

mod bad_input;
mod compare;
mod conflicts;
mod decisions;
mod documents;
mod extract;
mod faults;
#[cfg(feature = "fetch")]
mod fetching;
mod layers;
mod listings;
mod reading;
mod rulings;
mod support;
