//! The word lists and rules of the program: files under `data/lexicons/`, how they are read, and what several rooms ask of
//! them. Knows nothing of texts.

pub mod english;
pub mod families;
pub mod list;
pub(crate) mod places;

use std::collections::BTreeMap;

use rustc_hash::FxHashSet as HashSet;

use serde::Deserialize;

use crate::text::one_line;

pub use list::List;

/// A file of the program as `T`. The files are part of the program, and a test reads them all: parsing cannot fail.
pub fn read<T: for<'d> Deserialize<'d>>(name: &str, file: &str) -> T {
    toml::from_str(file).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The entries of a file by their names, beside where the file says its words come from.
pub fn entries<T: for<'d> Deserialize<'d>>(name: &str, file: &str) -> BTreeMap<String, T> {
    let mut table: toml::Table = read(name, file);
    table.remove("source");
    table.try_into().unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The words of a list, separated by white space.
pub fn words(list: &str) -> HashSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

/// The phrases of a list, separated by semicolons.
pub fn phrases(list: &str) -> impl Iterator<Item = String> + '_ {
    list.split(';').map(one_line).filter(|p| !p.is_empty())
}

/// The lines of a plain list without its comments.
pub fn rows(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|row| !row.starts_with('#'))
}
