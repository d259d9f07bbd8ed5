//! Pictures, each with the same told in a table: who contradicts whom, and when statements were printed.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use maud::{Markup, html};

use super::super::page::seen;
use super::{Report, counted, voiced};

/// Speakers drawn; the others are in the table.
const MOST_DRAWN: usize = 16;
/// Bars drawn; more days are drawn as months.
const MOST_BARS: usize = 60;

/// Speakers around a circle, a line for each pair that conflicts.
pub(super) fn who(report: &Report) -> Markup {
    let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
    for conflict in &report.conflicts {
        let (a, b) = (voiced(&conflict.row.a), voiced(&conflict.row.b));
        *pairs.entry(if a <= b { (a, b) } else { (b, a) }).or_default() += 1;
    }
    let mut weight: BTreeMap<&str, usize> = BTreeMap::new();
    for ((a, b), n) in &pairs {
        *weight.entry(a).or_default() += n;
        *weight.entry(b).or_default() += n;
    }
    let mut names: Vec<&str> = weight.keys().copied().collect();
    names.sort_by_key(|name| std::cmp::Reverse(weight[name]));
    names.truncate(MOST_DRAWN);
    let place = |n: usize| {
        let angle = TAU * n as f64 / names.len().max(1) as f64 - TAU / 4.0;
        (320.0 + 130.0 * angle.cos(), 180.0 + 130.0 * angle.sin())
    };
    let at = |name: &str| names.iter().position(|other| *other == name).map(place);
    let drawn: Vec<_> =
        pairs.iter().filter(|((a, b), _)| a != b).filter_map(|((a, b), n)| Some((at(a)?, at(b)?, *n))).collect();
    html! {
        @if pairs.is_empty() {
            p { "Nobody contradicts anybody here." }
        } @else {
            @if !drawn.is_empty() {
                svg viewBox="0 0 640 360" width="100%" role="img" aria-label="Lines between speakers whose statements conflict; the table below tells the same" {
                    @for ((x1, y1), (x2, y2), n) in &drawn {
                        line class="edge" x1=(number(*x1)) y1=(number(*y1)) x2=(number(*x2)) y2=(number(*y2)) stroke-width=(n.min(&6)) {}
                    }
                    @for (n, name) in names.iter().enumerate() {
                        @let (x, y) = place(n);
                        circle class="dot" cx=(number(x)) cy=(number(y)) r="5" {}
                        text x=(number(if x < 320.0 { x - 9.0 } else { x + 9.0 })) y=(number(y + 4.0))
                            text-anchor=(if x < 320.0 { "end" } else { "start" }) { (seen(&short(name))) }
                    }
                }
            }
            div class="wide" {
                table class="stack" {
                    thead { tr { th scope="col" { "One" } th scope="col" { "The other" } th scope="col" { "Conflicts" } } }
                    tbody {
                        @for ((a, b), n) in &pairs {
                            tr { td data-name="One" { (seen(a)) } td data-name="The other" { (seen(b)) } td data-name="Conflicts" { (n) } }
                        }
                    }
                }
            }
        }
    }
}

fn number(x: f64) -> String {
    format!("{x:.1}")
}

fn short(name: &str) -> String {
    const MOST: usize = 28;
    match name.chars().count() > MOST {
        true => name.chars().take(MOST - 1).chain(['…']).collect(),
        false => name.to_owned(),
    }
}

/// Statements by day, or by month where there are many days.
pub(super) fn time(report: &Report) -> Markup {
    let days: Vec<&str> = report.statements.iter().filter_map(|row| row.published.as_deref()).collect();
    let count = |digits: usize| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for day in &days {
            *counts.entry(day.get(..digits).unwrap_or(day)).or_default() += 1;
        }
        counts
    };
    let mut counts = count(10);
    if counts.len() > MOST_BARS {
        counts = count(7);
    }
    let most = counts.values().max().copied().unwrap_or(1) as f64;
    let height = 18 * counts.len() + 4;
    let undated = report.statements.len() - days.len();
    html! {
        @if !counts.is_empty() {
            svg viewBox={ "0 0 640 " (height) } width="100%" role="img" aria-label="Bars: statements by day of publication, each with its number" {
                @for (n, (day, statements)) in counts.iter().enumerate() {
                    @let y = 18 * n + 2;
                    text x="0" y=(y + 12) { (day) }
                    rect class="bar" x="86" y=(y) height="14" width=(number((500.0 * *statements as f64 / most).max(1.0))) {}
                    text x=(number(92.0 + 500.0 * *statements as f64 / most)) y=(y + 12) { (statements) }
                }
            }
        }
        @if undated > 0 { p class="soft" { (counted(undated, "statement")) " without a day." } }
    }
}
