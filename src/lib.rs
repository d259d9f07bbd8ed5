//! onrecord: who said what, in which role, and who contradicts whom.
//!
//! The way of the data: [`read`] makes articles of files; [`encoder`] finds attributions in them; `extract` makes
//! statements of attributions; `speakers` says who voices them; `store` keeps them; `compare` looks for conflicts;
//! `export` and `cli` show them. Arrows go one way only.

pub mod article;
pub mod check;
pub mod cli;
pub mod clues;
pub mod compare;
pub mod document;
pub mod encoder;
pub mod engine;
pub mod export;
pub mod extract;
pub mod lexicon;
pub mod measure;
pub mod pipeline;
pub mod read;
#[cfg(feature = "serve")]
pub mod serve;
pub mod speakers;
pub mod statement;
pub mod store;
pub mod text;
mod thresholds;

#[cfg(test)]
mod every_lexicon;
