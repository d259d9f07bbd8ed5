//! The user's own list of speakers, kept for the matcher.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Result, Store, filter::json, identity};

/// An entry of the user's own list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRow {
    /// name for display
    pub name: String,
    /// other names
    #[serde(default)]
    pub aliases: Vec<String>,
    /// title
    #[serde(default)]
    pub role: Option<String>,
    /// the body that the role belongs to
    #[serde(default)]
    pub organization: Option<String>,
    /// ISO 3166 code
    #[serde(default)]
    pub country: Option<String>,
    /// first day on which the role was held
    #[serde(default)]
    pub since: Option<String>,
    /// last day
    #[serde(default)]
    pub until: Option<String>,
    /// Q number
    #[serde(default)]
    pub wikidata: Option<String>,
}

impl Store {
    /// Keeps the user's own list in place of the one kept before. Who all voices are is to be decided anew: give the
    /// list to the matcher ([`Store::set_identity`]) and call [`Store::settle_speakers`].
    pub fn set_known_speakers(&mut self, list: &[KnownRow]) -> Result<()> {
        self.write(|db, _| {
            db.execute("DELETE FROM known_speakers", [])?;
            for known in list {
                db.prepare_cached(
                    "INSERT INTO known_speakers (name, aliases, role, organization, country, since, until, wikidata)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    known.name,
                    json(&known.aliases),
                    known.role,
                    known.organization,
                    known.country,
                    known.since,
                    known.until,
                    known.wikidata
                ])?;
            }
            identity::unsettle_all(db)
        })
    }

    /// The user's own list, in its order.
    pub fn known_speakers(&self) -> Result<Vec<KnownRow>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT name, aliases, role, organization, country, since, until, wikidata FROM known_speakers
                 ORDER BY id",
            )?;
            let rows = query.query_map([], |r| {
                Ok(KnownRow {
                    name: r.get(0)?,
                    aliases: serde_json::from_str(&r.get::<_, String>(1)?).unwrap_or_default(),
                    role: r.get(2)?,
                    organization: r.get(3)?,
                    country: r.get(4)?,
                    since: r.get(5)?,
                    until: r.get(6)?,
                    wikidata: r.get(7)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
