//! A Frictionless data package: `datapackage.json`, which describes the CSV files beside it.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::table::{Shape, TableWriter};
use super::{columns, conflict_columns};
use crate::store::{AttributionRow, ConflictRow};

/// Writes the attribution table; the same file as `export --format csv`.
pub fn attributions(out: impl Write, rows: &[AttributionRow]) -> io::Result<()> {
    let mut table = TableWriter::new(out, Shape::Csv, &columns::NAMES)?;
    for row in rows {
        table.row(columns::cells(row))?;
    }
    table.finish()
}

/// Writes the table of conflicts.
pub fn conflicts(out: impl Write, rows: &[ConflictRow]) -> io::Result<()> {
    let mut table = TableWriter::new(out, Shape::Csv, &conflict_columns::NAMES)?;
    for row in rows {
        table.row(conflict_columns::cells(row))?;
    }
    table.finish()
}

/// The file that describes the others.
pub const DESCRIPTOR: &str = "datapackage.json";
const TITLE: &str = "Who said what, in which role, and who contradicts whom";

/// True for a descriptor that was written here.
pub fn is_ours(descriptor: &[u8]) -> bool {
    serde_json::from_slice::<Value>(descriptor).is_ok_and(|package| package["title"] == TITLE)
}

/// The descriptor of tables of so many bytes.
pub fn descriptor([attributions, conflicts]: [usize; 2]) -> String {
    let mut resources = [
        resource("attributions", &columns::NAMES, "One row a statement"),
        resource("conflicts", &conflict_columns::NAMES, "Pairs of statements that cannot both hold, or are opposed"),
    ];
    // by which a reader knows that the tables are those described
    resources[0]["bytes"] = json!(attributions);
    resources[1]["bytes"] = json!(conflicts);
    let package = json!({
        "name": "attributions",
        "title": TITLE,
        "profile": "tabular-data-package",
        "resources": resources,
    });
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

fn resource(name: &str, columns: &[&str], title: &str) -> Value {
    let field = |column: &&str| {
        let kind = match *column {
            "published" | "a_published" | "b_published" => "date",
            "confidence" | "speaker_confidence" | "score" => "number",
            "appearances" => "integer",
            "negated" | "on_record" => "boolean",
            _ => "string",
        };
        let mut field = json!({"name": column, "type": kind});
        match kind {
            "boolean" => {
                field["trueValues"] = json!(["1"]);
                field["falseValues"] = json!(["0"]);
            }
            // the day can be only a month or a year where an article prints no more
            "date" => field["format"] = json!("any"),
            _ => {}
        }
        field
    };
    json!({
        "name": name,
        "title": title,
        "path": format!("{name}.csv"),
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "format": "csv",
        "schema": {"fields": columns.iter().map(field).collect::<Vec<_>>(), "primaryKey": "id"},
    })
}
