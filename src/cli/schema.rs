//! `schema`: the shapes of the JSON outputs, as JSON Schema. They are data: `data/schema/outputs.json`.

use std::collections::BTreeSet;
use std::io::{Write, stdout};

use clap::Args;
use serde_json::{Map, Value};

use super::exit::{Exit, Failure, Outcome};
use super::listing::{self, Column};

/// Print the JSON Schema of an output; without a name, list the outputs
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord schema
  onrecord schema conflicts > conflicts.schema.json
  onrecord schema attribution")]
pub struct SchemaArgs {
    /// Name of the output
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// The schemas of all outputs and of the records that they share, below `$defs`. Outputs name their command.
const OUTPUTS: &str = include_str!("../../data/schema/outputs.json");
/// Where a definition is referred to.
const PLACE: &str = "#/$defs/";

/// Runs `schema`.
pub fn run(args: &SchemaArgs) -> Outcome {
    let all: Value = serde_json::from_str(OUTPUTS).map_err(|error| Failure::new(Exit::Usage, error))?;
    let none = Map::new();
    let defs = all["$defs"].as_object().unwrap_or(&none);
    let outputs = || defs.iter().filter_map(|(name, def)| Some((name, def, def["x-command"].as_str()?)));
    let mut out = stdout().lock();
    match &args.name {
        None => {
            let columns = [Column::whole("name"), Column::rest("what"), Column::rest("command")];
            let row = |(name, def, command): (&String, &Value, &str)| {
                vec![name.clone(), def["title"].as_str().unwrap_or_default().to_owned(), command.to_owned()]
            };
            out.write_all(listing::whole_table(&columns, outputs().map(row)).as_bytes())?;
        }
        Some(name) => {
            if !outputs().any(|(known, ..)| known == name) {
                let told = format_args!("no output is called {name:?}");
                // the name of a command is a near miss
                let prints = |command: &str| command.split_whitespace().nth(1) == Some(name.as_str());
                let near: Vec<&str> =
                    outputs().filter(|(_, _, c)| prints(c)).map(|(known, ..)| known.as_str()).collect();
                let hint = match near.as_slice() {
                    [] => "`onrecord schema` lists them all".to_owned(),
                    near => format!("`onrecord {name}` prints {}", near.join(", ")),
                };
                return Err(Failure::new(Exit::NothingFound, told).hint(hint));
            }
            serde_json::to_writer_pretty(&mut out, &alone(defs, name)).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// The schema of one output with what it refers to, and nothing else.
fn alone(defs: &Map<String, Value>, name: &str) -> Value {
    let mut needed = BTreeSet::from([name.to_owned()]);
    let mut open = vec![name.to_owned()];
    while let Some(def) = open.pop().and_then(|name| defs.get(&name)) {
        let mut referred = Vec::new();
        refers(def, &mut referred);
        open.extend(referred.into_iter().filter(|name| needed.insert(name.clone())));
    }
    let kept: Map<String, Value> = needed.iter().filter_map(|n| Some((n.clone(), defs.get(n)?.clone()))).collect();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("$ref".to_owned(), format!("{PLACE}{name}").into());
    schema.insert("$defs".to_owned(), Value::Object(kept));
    Value::Object(schema)
}

/// Names of the definitions that a schema refers to.
fn refers(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let to = fields.get("$ref").and_then(Value::as_str).and_then(|place| place.strip_prefix(PLACE));
            found.extend(to.map(str::to_owned));
            fields.values().for_each(|value| refers(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| refers(value, found)),
        _ => {}
    }
}
