//! Who is speaking: names, roles and identity, inside and across articles.
//!
//! [`resolve`] reads a whole article once (words, names with their roles, bodies with their acronyms), then looks at each
//! attribution's source in the order of the text and says which of them it means; [`identity`] brings the speakers of
//! many articles together; [`names`] takes personal names apart for both. Knows text and statements; knows nothing of
//! the encoder, SQL, files or the command line.

pub mod identity;
pub mod names;

mod abbreviations;
mod capacity;
mod choice;
mod described;
mod edges;
mod entities;
mod features;
mod flags;
mod labels;
mod lexicon;
mod owners;
pub mod ranking;
mod resolve;
mod roles;
mod scene;
mod sources;
mod tokens;
mod told;
mod voices;

pub(crate) use crate::lexicon::places;
#[cfg(test)]
mod tests;

pub use choice::{Choice, choices};
pub use ranking::Form;
pub use resolve::{Offer, offers, resolve};

/// Whether an example of one of these lexicons holds, see `every_lexicon`.
#[cfg(test)]
pub(crate) fn meets(file: &str, entry: &str, example: &str) -> bool {
    match file {
        "roles" | "bodies" | "sources" => lexicon::meets(entry, example),
        "organizations" => identity::bodies::meets(entry, example),
        "role_fields" => identity::offices::meets(entry, example),
        _ => names::meets(file, entry, example),
    }
}
