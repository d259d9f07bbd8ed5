//! Outlets that articles print in several ways: one name for all of them, as a person says, and back to what is printed.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::{Result, Store, StoreError, appearances, names, outlet_names::named};

/// An outlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutletRow {
    /// the name that it goes by
    pub outlet: String,
    /// places where something was printed in it
    pub places: u64,
    /// other ways to print it that people named, in order
    pub also: Vec<String>,
}

/// What became of another database's names of outlets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MergedOutlets {
    /// ways to print an outlet that nobody had named here
    pub new: u64,
    /// what goes by another name here: ours stays
    pub differing: Vec<OtherName>,
}

/// A way to print an outlet that goes by different names in two databases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherName {
    /// as articles print it
    pub printed: String,
    /// the name that it goes by here
    pub ours: String,
    /// the name that it goes by there
    pub theirs: String,
}

impl Store {
    /// The outlets, in order, with the other names that people gave them.
    pub fn outlets(&self) -> Result<Vec<OutletRow>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT t.value, t.n, (SELECT json_group_array(o.printed ORDER BY o.printed) FROM outlet_names AS o
                     WHERE o.name = t.value AND o.printed <> t.value)
                 FROM (SELECT value, n FROM totals WHERE what = 'outlet' AND n > 0
                     UNION ALL SELECT DISTINCT name, 0 FROM outlet_names
                         WHERE name NOT IN (SELECT value FROM totals WHERE what = 'outlet' AND n > 0)) AS t
                 ORDER BY t.value",
            )?;
            let rows = query.query_map([], |r| {
                let also = serde_json::from_str(&r.get::<_, String>(2)?).unwrap_or_default();
                Ok(OutletRow { outlet: r.get(0)?, places: r.get(1)?, also })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Lets an outlet go by one name, however an article prints it, also in articles to come. Returns how many places have another
    /// name now; the statements there are to be compared again.
    pub fn name_outlet(&mut self, name: &str, others: &[String]) -> Result<u64> {
        self.write(|db, _| {
            let typed = name.trim();
            // a name that goes by another one itself
            let name = named(db, typed)?.unwrap_or_else(|| typed.to_owned());
            for printed in [typed].into_iter().chain(others.iter().map(|other| other.trim())) {
                let form = names::fold(printed);
                if form.is_empty() {
                    return Err(StoreError::Refused(format!("{printed:?} is no name of an outlet")));
                }
                // what went by one of the others goes along
                db.prepare_cached("UPDATE outlet_names SET name = ?2 WHERE folded(name) = ?1")?
                    .execute(params![form, name])?;
                db.prepare_cached(
                    "INSERT INTO outlet_names (form, printed, name) VALUES (?1, ?2, ?3)
                     ON CONFLICT (form) DO UPDATE SET name = excluded.name",
                )?
                .execute(params![form, printed, name])?;
            }
            rename_all(db)
        })
    }

    /// Lets a way to print an outlet be an outlet of its own again; of the name that others go by, all of them. Returns how many
    /// places have another name now.
    pub fn forget_outlet(&mut self, typed: &str) -> Result<u64> {
        self.write(|db, _| {
            let form = names::fold(typed);
            let forgotten =
                db.prepare_cached("DELETE FROM outlet_names WHERE form = ?1 OR folded(name) = ?1")?.execute([&form])?;
            if forgotten == 0 {
                return Err(StoreError::NotFound { what: "other name of an outlet", id: typed.to_owned() });
            }
            let mut query = db.prepare_cached(
                "UPDATE appearances SET outlet = printed_outlet, printed_outlet = NULL
                 WHERE printed_outlet IS NOT NULL AND folded(printed_outlet) NOT IN (SELECT form FROM outlet_names)
                 RETURNING article_id",
            )?;
            let changed = query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            describe_anew(db, changed)
        })
    }
}

/// Takes over another database's names of outlets, all of one outlet or none: where one of them goes by another name here, the
/// two desks disagree which outlets are one, and a person has to say.
pub(super) fn take_over(from: &Connection, to: &Connection) -> Result<MergedOutlets> {
    let mut done = MergedOutlets::default();
    let mut query = from.prepare("SELECT DISTINCT name FROM outlet_names ORDER BY name")?;
    let names = query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let mut query = from.prepare("SELECT form, printed FROM outlet_names WHERE name = ?1 ORDER BY form")?;
    for theirs in names {
        let name = named(to, &theirs)?.unwrap_or_else(|| theirs.clone());
        let all = query.query_map([&theirs], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let all = all.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
        let mut differing = Vec::new();
        for (_, printed) in &all {
            let ours = named(to, printed)?.filter(|ours| *ours != name);
            differing.extend(ours.map(|ours| OtherName { printed: printed.clone(), ours, theirs: theirs.clone() }));
        }
        if !differing.is_empty() {
            done.differing.append(&mut differing);
            continue;
        }
        let mut insert = to.prepare_cached(
            "INSERT INTO outlet_names (form, printed, name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?;
        for (form, printed) in &all {
            let inserted = insert.execute(params![form, printed, name])? > 0;
            done.new += u64::from(inserted && *form != names::fold(&name));
        }
    }
    Ok(done)
}

/// Gives every outlet the name that it goes by; at how many places it had another.
pub(super) fn rename_all(db: &Connection) -> Result<u64> {
    let mut query = db.prepare_cached(
        "UPDATE appearances SET outlet = o.name, printed_outlet = coalesce(printed_outlet, outlet)
         FROM outlet_names AS o WHERE o.form = folded(appearances.outlet) AND o.name <> appearances.outlet
         RETURNING article_id",
    )?;
    let changed = query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    describe_anew(db, changed)
}

/// Describes articles by their places, and lets their statements be compared again.
fn describe_anew(db: &Connection, articles: Vec<i64>) -> Result<u64> {
    for article in &articles {
        appearances::describe(db, *article)?;
        db.prepare_cached("UPDATE statements SET compared = 0 WHERE article_id = ?1")?.execute([article])?;
    }
    Ok(articles.len() as u64)
}
