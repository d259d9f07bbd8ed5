//! Conflicts for people: one block an issue, its sides one below the other.
//!
//! Flags that share a statement are one issue. Within it, who contradicts whom parts the statements into two sides.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use unicode_width::UnicodeWidthChar;

use super::quotes::voiced_by;
use super::screen;
use crate::export::guard;
use crate::pipeline::counted;
use crate::store::{AttributionRow, ConflictRow};

/// Statements shown of a side; the rest are counted.
const SHOWN: usize = 2;
/// Ids shown of an issue.
const IDS: usize = 4;

/// One matter that is disputed.
struct Issue<'a> {
    /// its flags, the surest first
    flags: Vec<&'a ConflictRow>,
    /// its statements by row, and whether each stands on the first side
    sides: BTreeMap<i64, (bool, &'a AttributionRow)>,
}

/// All issues, the surest first.
pub fn blocks(found: &[ConflictRow]) -> String {
    let mut out = String::new();
    for (n, issue) in issues(found).iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        out.push_str(&block(n + 1, issue));
    }
    out
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
    let mut lines = vec![format!("{number}. {kinds}{doubtful}{since}, {}", counted(issue.flags.len() as u64, "pair"))];
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
            lines.push(format!("   {name}  {who} ({}): {}", place.join(", "), row.text));
        }
        if rows.len() > SHOWN {
            lines.push(format!("      and {} more", rows.len() - SHOWN));
        }
    }
    lines.push(format!("   {}", flag.why));
    let ids: Vec<String> = issue.flags.iter().take(IDS).map(|flag| flag.id.chars().take(8).collect()).collect();
    lines.push(format!("   onrecord conflicts show {}", ids.join(" · ")));
    lines.iter().map(|line| cut(&guard::terminal(line), width) + "\n").collect()
}

/// As much of a line as fits, with a sign where it is cut.
fn cut(line: &str, width: usize) -> String {
    let mut used = 0;
    let mut out = String::new();
    for c in line.chars() {
        used += c.width().unwrap_or(0);
        if used >= width {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}
