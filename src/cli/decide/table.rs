//! A table of decisions: separated by commas, semicolons or tabs, its columns named in the first row.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use super::{ruling, subject};
use crate::cli::exit::{Exit, Failure};
use crate::store::{Fix, Grounds, Ruling, Store, Subject};

const COLUMNS: [&str; 7] = ["id", "decision", "field", "value", "reason", "source", "by"];
const NEEDED: [&str; 2] = ["id", "decision"];

/// The decisions of a table; all are sound, or none is given. `grounds` are those of rows that have none.
pub(super) fn read(file: &Path, grounds: &Grounds, store: &Store) -> Result<Vec<(Ruling, Grounds)>, Failure> {
    let told = |reason: String| Failure::new(Exit::SomeInputsFailed, format_args!("{}: {reason}", file.display()));
    let text = text_of(file).map_err(|error| told(error.to_string()))?;
    let rows = rows(&text).map_err(told)?;
    let (mut rulings, mut faults) = (Vec::new(), Vec::new());
    for row in &rows {
        match row.ruling(store) {
            Ok(ruling) => rulings.push((row.number, ruling, row.grounds(grounds))),
            Err(Failure::Told { message, .. }) => faults.push(format!("row {}: {message}", row.number)),
            Err(gone) => return Err(gone),
        }
    }
    faults.extend(contradictions(&rulings));
    if faults.is_empty() {
        return Ok(rulings.into_iter().map(|(_, ruling, grounds)| (ruling, grounds)).collect());
    }
    const SHOWN: usize = 10;
    let more = faults.len().saturating_sub(SHOWN);
    faults.truncate(SHOWN);
    if more > 0 {
        faults.push(format!("and {more} more"));
    }
    Err(told(format!("no decision was kept\n{}", faults.join("\n"))))
}

fn text_of(file: &Path) -> std::io::Result<String> {
    if file != Path::new("-") {
        return std::fs::read_to_string(file);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

struct Row {
    /// as a spreadsheet counts it
    number: u64,
    /// column → cell, empty ones left out
    cells: BTreeMap<&'static str, String>,
    /// cells behind the last column
    beyond: bool,
}

impl Row {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }

    fn ruling(&self, store: &Store) -> Result<Ruling, Failure> {
        if self.beyond {
            return Err(Failure::new(Exit::Usage, "has more cells than there are columns"));
        }
        let field = self.cells.get("field").map(String::as_str);
        ruling(store, subject(store, self.cell("id"))?, self.cell("decision"), field, self.cell("value"))
    }

    fn grounds(&self, otherwise: &Grounds) -> Grounds {
        let own = |column| self.cells.get(column).cloned();
        Grounds {
            by: own("by").or_else(|| otherwise.by.clone()),
            reason: own("reason").or_else(|| otherwise.reason.clone()),
            source: own("source").or_else(|| otherwise.source.clone()),
        }
    }
}

fn rows(text: &str) -> Result<Vec<Row>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().rev().max_by_key(|s| header.bytes().filter(|b| b == s).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.unwrap_or(b','))
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    if text.matches('"').count() % 2 == 1 {
        return Err("a quotation mark is not closed: the rows behind it would be taken for one cell".to_owned());
    }
    let names = reader.headers().map_err(|error| error.to_string())?.clone();
    let columns = columns(&names)?;
    // a cell of several lines is one row of a spreadsheet
    let inside = |record: &csv::StringRecord| record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
    let mut lines_inside = inside(&names);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let (line, at) = record.position().map_or((0, 0), |p| (p.line(), usize::try_from(p.byte()).unwrap_or(0)));
        // empty rows, which the reader passes over, are rows of a spreadsheet
        let passed = text.get(at..).unwrap_or_default();
        let passed = passed.chars().take_while(|c| matches!(c, '\n' | '\r')).filter(|c| *c == '\n').count() as u64;
        let named = columns.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        let cells: BTreeMap<&str, String> = named.map(|(column, cell)| (*column, cell.to_owned())).collect();
        let beyond = record.iter().skip(columns.len()).any(|cell| !cell.is_empty());
        if !cells.is_empty() || beyond {
            rows.push(Row { number: (line + passed).saturating_sub(lines_inside), cells, beyond });
        }
        lines_inside += inside(&record);
    }
    if rows.is_empty() {
        return Err("no decision in it: below the names of the columns, a row for each".to_owned());
    }
    Ok(rows)
}

/// The columns by their names in the first row, in any case.
fn columns(names: &csv::StringRecord) -> Result<Vec<&'static str>, String> {
    let found: Vec<&str> = names.iter().collect();
    let known = |name: &&str| COLUMNS.into_iter().find(|column| column.eq_ignore_ascii_case(name));
    let columns: Vec<&'static str> = found.iter().filter_map(known).collect();
    let list = |names: &[&str]| names.join(", ");
    // what `decisions --format csv` prints has an id of its own in the column of this name
    if found.contains(&"taken_back") {
        return Err("this is a list of decisions that were made, not of such to be made: `onrecord decisions export` \
            writes what `onrecord decisions import` reads"
            .to_owned());
    }
    if NEEDED.iter().any(|needed| !columns.contains(needed)) {
        return Err(format!(
            "found the columns {}; needed are {}, and there may be {}; separated by commas, semicolons or tabs",
            if found.concat().is_empty() { "(none)".to_owned() } else { list(&found) },
            list(&NEEDED),
            list(&COLUMNS[NEEDED.len()..])
        ));
    }
    let unknown: Vec<&str> = found.iter().copied().filter(|name| known(name).is_none()).collect();
    if !unknown.is_empty() {
        return Err(format!("unknown columns: {}; known are {}", list(&unknown), list(&COLUMNS)));
    }
    let twice = columns.iter().enumerate().find(|(n, column)| columns[..*n].contains(column));
    twice.map_or(Ok(columns.clone()), |(_, column)| Err(format!("two columns are called {column}")))
}

/// Rows that cannot hold together: no one can have meant both.
fn contradictions(rulings: &[(u64, Ruling, Grounds)]) -> Vec<String> {
    let mut said: BTreeMap<(String, &str), (u64, String)> = BTreeMap::new();
    let mut faults = Vec::new();
    for (row, ruling, _) in rulings {
        for (on, what, is) in stances(ruling) {
            let (earlier, was) = said.entry((format!("{on:?}"), what)).or_insert_with(|| (*row, is.clone()));
            if *was != is {
                faults.push(format!(
                    "rows {earlier} and {row} contradict each other on one id: {what} {was}, {what} {is}"
                ));
            }
        }
    }
    faults
}

/// What a decision says of what, where it excludes another.
fn stances(ruling: &Ruling) -> Vec<(Subject, &'static str, String)> {
    let read = |on: &Subject, is: &str| (*on, "read", is.to_owned());
    match ruling {
        Ruling::Accept { on } => vec![read(on, "correctly")],
        Ruling::Reject { on } => vec![read(on, "wrongly")],
        Ruling::Judge { conflict, verdict } => vec![read(&Subject::Conflict(*conflict), verdict.as_str())],
        Ruling::Found { statement, finding } => {
            vec![(Subject::Statement(*statement), "found", finding.as_str().to_owned())]
        }
        Ruling::Assign { on, to } => vec![(*on, "given to", to.clone())],
        Ruling::Rename { speaker, name } => vec![(Subject::Speaker(*speaker), "called", name.clone())],
        Ruling::Fix { statement, fix } => {
            let on = Subject::Statement(*statement);
            let (field, value) = match fix {
                Fix::Speaker(name) => ("said by", name.clone()),
                Fix::Role(role) => ("said as", role.clone()),
                Fix::Act(act) => ("of the act", act.to_string()),
                Fix::Kind(kind) => ("of the kind", kind.to_string()),
                Fix::Content(spans) => ("of the words", format!("{spans:?}")),
            };
            vec![(on, "read", "correctly".to_owned()), (on, field, value)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let text = "ID;Decision;Reason\na;accept;\"two\nlines\"\n\nb;reject;\n;;\n";
        let rows = rows(text).expect("rows");
        let told: Vec<(u64, &str, &str)> = rows.iter().map(|r| (r.number, r.cell("id"), r.cell("decision"))).collect();
        assert_eq!(told, [(2, "a", "accept"), (4, "b", "reject")]);
    }
}
