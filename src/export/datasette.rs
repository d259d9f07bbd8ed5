//! `metadata.json` for Datasette: which column names a row where another table refers to it, what to sort and narrow by, and
//! queries to begin with.

use serde_json::{Value, json};

/// The metadata of a database, which Datasette calls by the name of its file without the ending.
pub fn metadata(database: &str) -> String {
    let metadata = json!({
        "title": "Who said what, in which role, and who contradicts whom",
        "description": "Made by onrecord. Begin with the view attributions: one row a statement.",
        "databases": { database: { "tables": tables(), "queries": queries() } },
    });
    serde_json::to_string_pretty(&metadata).unwrap_or_default() + "\n"
}

/// Column by which a row is called in other tables.
const LABELS: [(&str, &str); 11] = [
    ("articles", "title"),
    ("appearances", "outlet"),
    ("conflicts", "why"),
    ("decisions", "summary"),
    ("engines", "name"),
    ("known_speakers", "name"),
    ("questions", "text"),
    ("roles", "role"),
    ("speakers", "name"),
    ("statements", "text"),
    ("voices", "name"),
];

fn tables() -> Value {
    let mut tables = serde_json::Map::new();
    for (table, label) in LABELS {
        tables.insert(table.to_owned(), json!({"label_column": label}));
    }
    tables["statements"]["fts_table"] = json!("statements_fts");
    tables["statements"]["fts_pk"] = json!("id");
    tables["statements"]["facets"] = json!(["act", "kind", "finding", "checked"]);
    tables.insert(
        "attributions".to_owned(),
        json!({"facets": ["act", "kind", "outlet", "speaker"], "sort_desc": "published"}),
    );
    tables.insert("conflict_pairs".to_owned(), json!({"facets": ["kind", "verdict"], "sort_desc": "score"}));
    Value::Object(tables)
}

fn queries() -> Value {
    json!({
        "by_speaker": {
            "title": "Statements of a speaker",
            "sql": "SELECT published, outlet, role, act, text, id FROM attributions WHERE speaker LIKE '%' || :name || '%' ORDER BY published",
        },
        "search": {
            "title": "Statements that hold words",
            "sql": "SELECT t.published, t.outlet, t.speaker, t.text, t.id FROM statements_fts AS f JOIN attributions AS t ON t.statement_row = f.rowid WHERE statements_fts MATCH CASE WHEN trim(:words) = '' THEN '\"\"' ELSE :words END ORDER BY f.rank LIMIT 200",
        },
        "conflicts": {
            "title": "Conflicts that the tool stands by",
            "sql": "SELECT score, kind, a_speaker, a_text, b_speaker, b_text, why, id FROM conflict_pairs WHERE firm ORDER BY score DESC",
        },
        "roles_over_time": {
            "title": "Roles of a speaker over time",
            "sql": "SELECT first, last, role, organization, articles, outlets FROM speaker_roles WHERE speaker LIKE '%' || :name || '%' ORDER BY first",
        },
        "decisions": {
            "title": "What people decided",
            "sql": "SELECT decided_at, decided_by, summary, reason, source, undone_at FROM decisions ORDER BY id DESC",
        },
    })
}
