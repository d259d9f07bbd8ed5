//! The program as a person meets it: arguments in; standard output, messages and exit code out.

mod bad_input;
mod check;
mod compare;
mod conflicts;
mod decisions;
mod desk;
mod desk_questions;
mod documents;
mod explain;
mod exports;
mod extract;
mod faults;
#[cfg(feature = "fetch")]
mod fetching;
mod killed;
mod layers;
mod licences;
mod listings;
mod many_decisions;
mod outlets;
mod reading;
mod report;
mod rulings;
mod schemas;
#[cfg(feature = "serve")]
mod serve;
mod support;
