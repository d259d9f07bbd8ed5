//! Conflicts for people: one block an issue, its sides one below the other.
//!
//! Flags that share a statement are one issue. Within it, who contradicts whom parts the statements into two sides.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use unicode_width::UnicodeWidthStr;

use super::clash;
use super::quotes::voiced_by;
use super::screen::{self, cut};
use super::stacked;
use crate::export::guard;
use crate::pipeline::counted;
use crate::store::{AttributionRow, ConflictRow};

/// Statements shown of a side; the rest are counted.
const SHOWN: usize = 2;
/// Ids shown of an issue.
const IDS: usize = 4;
/// Below so many columns what is said stands below who says it.
const NARROW: usize = 100;
/// Lines of one statement there.
const LINES: usize = 2;

/// One matter that is disputed.
struct Issue<'a> {
    /// its flags, the surest first
    flags: Vec<&'a ConflictRow>,
    /// its statements by row, and whether each stands on the first side
    sides: BTreeMap<i64, (bool, &'a AttributionRow)>,
}

/// The surest issues, at most so many, and how many there are.
pub fn blocks(found: &[ConflictRow], most: usize) -> (String, usize) {
    let mut out = String::new();
    let issues = issues(found);
    for (n, issue) in issues.iter().take(most).enumerate() {
        if n > 0 {
            out.push('\n');
        }
        out.push_str(&block(n + 1, issue));
    }
    (out, issues.len())
}

fn issues(found: &[ConflictRow]) -> Vec<Issue<'_>> {
    let mut of_statement: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (n, flag) in found.iter().enumerate() {
        of_statement.entry(flag.a.key).or_default().push(n);
        of_statement.entry(flag.b.key).or_default().push(n);
    }
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for first in 0..found.len() {
        if !seen.insert(first) {
            continue;
        }
        let mut issue = Issue { flags: Vec::new(), sides: BTreeMap::new() };
        let mut waiting = VecDeque::from([first]);
        while let Some(n) = waiting.pop_front() {
            let flag = &found[n];
            let side = match (issue.sides.get(&flag.a.key), issue.sides.get(&flag.b.key)) {
                (Some((side, _)), _) => *side,
                (None, Some((side, _))) => !side,
                (None, None) => true,
            };
            issue.sides.entry(flag.a.key).or_insert((side, &flag.a));
            issue.sides.entry(flag.b.key).or_insert((!side, &flag.b));
            issue.flags.push(flag);
            for near in [flag.a.key, flag.b.key].iter().flat_map(|key| &of_statement[key]) {
                if seen.insert(*near) {
                    waiting.push_back(*near);
                }
            }
        }
        issue.flags.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        out.push(issue);
    }
    out
}

fn block(number: usize, issue: &Issue) -> String {
    let width = usize::from(screen::width()).max(40);
    let flag = issue.flags[0];
    let kinds: BTreeSet<&str> = issue.flags.iter().map(|flag| flag.kind.as_str()).collect();
    let days: BTreeSet<&str> = issue.sides.values().filter_map(|(_, row)| row.published.as_deref()).collect();
    let since = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) => format!(", {day}"),
        _ => String::new(),
    };
    let doubtful = if issue.flags.iter().any(|flag| flag.firm) { "" } else { " (doubtful)" };
    let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
    let pairs = counted(issue.flags.len() as u64, "pair");
    let mut lines = vec![Line::Told(format!("{number}. {kinds}{doubtful}{since}, {pairs}"))];
    for (name, side) in [("A", true), ("B", false)] {
        let rows: Vec<&AttributionRow> =
            issue.sides.values().filter(|(own, _)| *own == side).map(|(_, row)| *row).collect();
        // the surest pair speaks for its side
        let best =
            |row: &&AttributionRow| (row.key != flag.a.key && row.key != flag.b.key, row.published.clone(), row.key);
        let mut rows = rows;
        rows.sort_by_key(best);
        for row in rows.iter().take(SHOWN) {
            let place: Vec<&str> = [&row.published, &row.outlet].into_iter().flatten().map(String::as_str).collect();
            let who = voiced_by(row).replace('\n', ", ");
            let cue = row.cue_before().map(|cue| format!("{cue}: ")).unwrap_or_default();
            let line = format!("   {name}  {who} ({}): {cue}", place.join(", "));
            lines.push(Line::Said(guard::terminal(&line).into_owned(), row));
        }
        if rows.len() > SHOWN {
            lines.push(Line::Told(format!("      and {} more", rows.len() - SHOWN)));
        }
    }
    lines.push(Line::Told(format!("   {}", flag.why)));
    let ids: Vec<String> = issue.flags.iter().take(IDS).map(|flag| flag.id.chars().take(8).collect()).collect();
    lines.push(Line::Told(format!("   onrecord conflicts show {}", ids.join(" "))));
    lines.iter().map(|line| line.drawn(issue, width) + "\n").collect()
}

/// A line of a block.
enum Line<'a> {
    /// our own words
    Told(String),
    /// who said it where, guarded, and the statement
    Said(String, &'a AttributionRow),
}

impl Line<'_> {
    fn drawn(&self, issue: &Issue, width: usize) -> String {
        let (who, row) = match self {
            Line::Told(line) if screen::is_wide() => return guard::terminal(line).into_owned(),
            Line::Told(line) => return hanging(&guard::terminal(line), width, 3).join("\n"),
            Line::Said(who, row) => (who, row),
        };
        let Some(flag) = issue.flags.iter().find(|flag| flag.a.key == row.key || flag.b.key == row.key) else {
            return cut(who, width);
        };
        let [a, b] = clash::marked(flag);
        let words = if flag.a.key == row.key { a } else { b };
        if width < NARROW || screen::is_wide() {
            let most = if screen::is_wide() { usize::MAX } else { LINES };
            let said = words.starting_at_first(LINES * (width - 6)).lines(width - 6, most);
            let said = said.into_iter().map(|line| format!("      {line}"));
            return hanging(who.trim_end(), width, 6).into_iter().chain(said).collect::<Vec<_>>().join("\n");
        }
        // a name that fills the line leaves the words a place all the same
        let room = width.saturating_sub(who.width()).max(width / 3);
        format!("{}{}", cut(who, width - room + 1), words.starting_at_first(room).painted(room))
    }
}

/// A line broken at blanks, what follows its first part so far to the right.
fn hanging(line: &str, width: usize, indent: usize) -> Vec<String> {
    let words = line.trim_start();
    let first = &line[..line.len() - words.len()];
    let parts = stacked::wrapped(words, width.saturating_sub(indent)).into_iter().enumerate();
    parts.map(|(n, part)| if n == 0 { format!("{first}{part}") } else { " ".repeat(indent) + &part }).collect()
}
