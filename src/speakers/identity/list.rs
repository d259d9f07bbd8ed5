//! A user's own list of speakers, as it is written.

use serde::{Deserialize, Serialize};

/// A speaker of the user's list. Only the name is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSpeaker {
    /// name for display
    pub name: String,
    /// other names and spellings; a bare last name only if it is meant for this speaker
    #[serde(default)]
    pub aliases: Vec<String>,
    /// title
    #[serde(default)]
    pub role: Option<String>,
    /// body that the role belongs to
    #[serde(default, alias = "organisation")]
    pub organization: Option<String>,
    /// ISO 3166 code
    #[serde(default)]
    pub country: Option<String>,
    /// first day of the role, `YYYY-MM-DD`
    #[serde(default)]
    pub from: Option<String>,
    /// last day of the role
    #[serde(default)]
    pub to: Option<String>,
    /// Wikidata id, `Q…`
    #[serde(default)]
    pub wikidata: Option<String>,
}

impl KnownSpeaker {
    /// The name and all aliases.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

/// Why a list cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// not CSV, or no column `name`
    #[error("the list is not readable as CSV with a column `name`: {0}")]
    Csv(#[from] csv::Error),
    /// not TOML, or no `[[speaker]]` with a `name`
    #[error("the list is not readable as TOML with [[speaker]] entries that have a `name`: {0}")]
    Toml(#[from] toml::de::Error),
    /// a line without a name
    #[error("entry {0} of the list has no name")]
    Nameless(usize),
}

#[derive(Deserialize)]
struct CsvRow {
    name: String,
    #[serde(default)]
    aliases: Option<String>,
    #[serde(default)]
    role: Option<String>,
    #[serde(default, alias = "organisation")]
    organization: Option<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    wikidata: Option<String>,
}

/// Reads a CSV list: a header with `name` and any of `aliases` (separated by `;` or `|`), `role`, `organization`,
/// `country`, `from`, `to`, `wikidata`.
pub fn known_from_csv(text: &str) -> Result<Vec<KnownSpeaker>, ListError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let filled = |t: Option<String>| t.filter(|t| !t.is_empty());
    let mut list = Vec::new();
    for row in reader.deserialize() {
        let row: CsvRow = row?;
        let aliases = row.aliases.unwrap_or_default();
        list.push(KnownSpeaker {
            name: row.name,
            aliases: aliases.split([';', '|']).map(str::trim).filter(|a| !a.is_empty()).map(str::to_string).collect(),
            role: filled(row.role),
            organization: filled(row.organization),
            country: filled(row.country),
            from: filled(row.from),
            to: filled(row.to),
            wikidata: filled(row.wikidata),
        });
    }
    checked(list)
}

/// Reads a TOML list of `[[speaker]]` entries with the fields of [`KnownSpeaker`].
pub fn known_from_toml(text: &str) -> Result<Vec<KnownSpeaker>, ListError> {
    #[derive(Deserialize)]
    struct List {
        #[serde(default)]
        speaker: Vec<KnownSpeaker>,
    }
    checked(toml::from_str::<List>(text)?.speaker)
}

fn checked(list: Vec<KnownSpeaker>) -> Result<Vec<KnownSpeaker>, ListError> {
    match list.iter().position(|k| k.name.trim().is_empty()) {
        Some(at) => Err(ListError::Nameless(at + 1)),
        None => Ok(list),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let csv = "name,aliases,role,organisation,country,from,wikidata\n\
                   Otis Grove,Grove; O. T. Grove,mayor,Ridgeton,US,2019-01-01,Q1\nInés Ruano,,,,,,\n";
        let list = known_from_csv(csv).unwrap();
        assert_eq!(list[0].aliases, ["Grove", "O. T. Grove"]);
        assert_eq!((list[0].organization.as_deref(), list[1].role.as_deref()), (Some("Ridgeton"), None));
        let toml = "[[speaker]]\nname = \"Otis Grove\"\naliases = [\"Grove\", \"O. T. Grove\"]\nrole = \"mayor\"\n\
                    organisation = \"Ridgeton\"\ncountry = \"US\"\nfrom = \"2019-01-01\"\nwikidata = \"Q1\"\n";
        assert_eq!(known_from_toml(toml).unwrap()[0], list[0]);
        assert!(matches!(known_from_csv("name\n\"\"\n"), Err(ListError::Nameless(1))));
        assert!(known_from_csv("title\nx\n").is_err());
        assert!(known_from_toml("[[speaker]]\nrole = 1").is_err());
    }
}
