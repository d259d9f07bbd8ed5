//! Letters on pages → lines, columns, paragraphs.

use std::collections::{HashMap, HashSet};

use crate::read::plain;

/// A letter, or a few that one sign stands for; `y` grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub x: f64,
    pub y: f64,
    pub end: f64,
    pub size: f64,
    pub words: String,
}

/// Words in a row, on one line and in one column.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    text: String,
}

/// The text of all pages: paragraphs parted by blank lines, without running heads and page numbers.
pub(super) fn text_of(pages: &[Vec<Glyph>]) -> String {
    let mut pages: Vec<Vec<Run>> = pages.iter().map(|glyphs| lines(columns(runs(glyphs), 0))).collect();
    drop_running_heads(&mut pages);
    let words = pages.iter().flatten().flat_map(|line| line.text.split_whitespace());
    let hyphened =
        words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| word.contains('-'));
    let kept: HashSet<String> = hyphened.map(str::to_lowercase).collect();
    let mut paragraphs: Vec<String> = Vec::new();
    for page in &pages {
        for (n, paragraph) in paragraphs_of(page, &kept).into_iter().enumerate() {
            match paragraphs.last_mut() {
                // a sentence that goes on over the page or the column
                Some(last) if n == 0 && goes_on(last, &paragraph) => append(last, &paragraph, &kept),
                _ => paragraphs.push(paragraph),
            }
        }
    }
    paragraphs.join("\n\n")
}

fn goes_on(before: &str, after: &str) -> bool {
    !before.ends_with(['.', '!', '?', '”', '"', ':'])
        && after.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        || before.ends_with([',', '-'])
}

/// Letters in the order in which they were set, put together where they stand on one line and close to each other.
fn runs(glyphs: &[Glyph]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for glyph in glyphs {
        let blank = glyph.words.trim().is_empty();
        match runs.last_mut() {
            Some(run) if continues(run, glyph) => {
                let gap = glyph.x - run.end;
                if (gap > run.size * 0.15 || blank) && !run.text.ends_with(' ') {
                    run.text.push(' ');
                }
                if !blank {
                    run.text.push_str(&glyph.words);
                    run.end = run.end.max(glyph.end);
                }
            }
            _ if blank => {}
            _ => runs.push(Run { x: glyph.x, end: glyph.end, y: glyph.y, size: glyph.size, text: glyph.words.clone() }),
        }
    }
    for run in &mut runs {
        run.text = run.text.trim().to_owned();
    }
    runs
}

fn continues(run: &Run, glyph: &Glyph) -> bool {
    let gap = glyph.x - run.end;
    (glyph.y - run.y).abs() < run.size * 0.5 && gap > -run.size * 0.5 && gap < run.size * 1.2
}

/// Columns one after the other. What reaches over the gap between two parts the page into bands.
fn columns(mut runs: Vec<Run>, depth: usize) -> Vec<Run> {
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let Some(gap) = gap_between_columns(&runs).filter(|_| depth < 4) else { return runs };
    let mut out = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for run in runs {
        match () {
            () if run.end <= gap => left.push(run),
            () if run.x >= gap => right.push(run),
            () => {
                out.extend(columns(std::mem::take(&mut left), depth + 1));
                out.extend(columns(std::mem::take(&mut right), depth + 1));
                out.push(run);
            }
        }
    }
    out.extend(columns(left, depth + 1));
    out.extend(columns(right, depth + 1));
    out
}

/// Where a vertical gap runs down the page, with lines left and right of it at the same heights.
fn gap_between_columns(runs: &[Run]) -> Option<f64> {
    const LINES: usize = 4;
    if runs.len() < 2 * LINES {
        return None;
    }
    let start = runs.iter().map(|r| r.x).fold(f64::MAX, f64::min);
    let end = runs.iter().map(|r| r.end).fold(f64::MIN, f64::max);
    let size = median(runs.iter().map(|r| r.size));
    // the left edges of runs are where columns can begin
    let mut edges: Vec<f64> = runs.iter().map(|r| r.x - size * 0.2).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < size * 0.5);
    let usable = edges.into_iter().filter(|x| *x > start + (end - start) * 0.15 && *x < end - (end - start) * 0.15);
    let mut best: Option<(usize, f64)> = None;
    for x in usable.take(200) {
        let left: Vec<&Run> = runs.iter().filter(|r| r.end <= x).collect();
        let right: Vec<&Run> = runs.iter().filter(|r| r.x >= x).collect();
        let crossing = runs.len() - left.len() - right.len();
        let beside = left.iter().filter(|l| right.iter().any(|r| (l.y - r.y).abs() < size * 3.0)).count();
        let begins_here = right.iter().filter(|r| r.x - x < size * 2.0).count();
        let fits = left.len() >= LINES
            && right.len() >= LINES
            && beside >= LINES
            && begins_here * 2 >= right.len().min(2 * LINES);
        if fits && crossing * 4 <= runs.len() && best.is_none_or(|(fewest, _)| crossing < fewest) {
            best = Some((crossing, x));
        }
    }
    best.map(|(_, x)| x)
}

/// Runs that stand beside each other on one line are one.
fn lines(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        match out.last_mut() {
            Some(line) if (line.y - run.y).abs() < line.size * 0.4 && run.x >= line.end - line.size => {
                line.text.push(' ');
                line.text.push_str(&run.text);
                line.end = line.end.max(run.end);
            }
            _ => out.push(run),
        }
    }
    out
}

/// Lines at the top and foot of pages that come again, and page numbers.
fn drop_running_heads(pages: &mut [Vec<Run>]) {
    let shape = |text: &str| text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>();
    let edge = |page: &[Run], i: usize| {
        let higher = page.iter().filter(|line| line.y < page[i].y - page[i].size).count();
        let lower = page.iter().filter(|line| line.y > page[i].y + page[i].size).count();
        higher < 2 || lower < 2
    };
    let edges: Vec<Vec<usize>> =
        pages.iter().map(|page| (0..page.len()).filter(|i| edge(page, *i)).collect()).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (page, edges) in pages.iter().zip(&edges) {
        let shapes: HashSet<String> = edges.iter().map(|i| shape(&page[*i].text)).collect();
        shapes.into_iter().for_each(|shape| *seen.entry(shape).or_default() += 1);
    }
    let often = (pages.len() / 3).max(2);
    for (page, edges) in pages.iter_mut().zip(edges) {
        let is_number = |text: &str| {
            text.len() < 20
                && text.chars().any(|c| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || " -–—|/.".contains(c))
                || shape(text).trim_start_matches("Page ").trim_matches('#').is_empty()
        };
        let dropped: HashSet<usize> =
            edges.into_iter().filter(|i| seen[&shape(&page[*i].text)] >= often || is_number(&page[*i].text)).collect();
        let mut i = 0;
        page.retain(|_| {
            i += 1;
            !dropped.contains(&(i - 1))
        });
    }
}

/// Lines put together into paragraphs.
fn paragraphs_of(lines: &[Run], kept: &HashSet<String>) -> Vec<String> {
    let steps = lines.windows(2).map(|w| w[1].y - w[0].y).filter(|step| *step > 0.0);
    let usual = median(steps);
    let mut out: Vec<String> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let begins = i == 0 || {
            let before = &lines[i - 1];
            let column = |edge: fn(&Run) -> f64, of: fn(f64, f64) -> f64, from: f64| {
                let near = lines[i.saturating_sub(8)..(i + 8).min(lines.len())].iter();
                near.filter(|l| l.x < line.end && l.end > line.x).map(edge).fold(from, of)
            };
            let step = line.y - before.y;
            let left = column(|l| l.x, f64::min, f64::MAX);
            let right = column(|l| l.end, f64::max, f64::MIN);
            let indented =
                line.x - left > line.size * 0.8 && line.x - left < line.size * 4.0 && before.x - left < line.size * 0.5;
            let ended = before.text.ends_with(['.', '!', '?', '”', '"', ':', '’']);
            let short = ended && before.end < right - (right - left) * 0.12;
            let resized = (line.size - before.size).abs() > before.size * 0.12;
            let turned = step <= 0.0 && !goes_on(&before.text, &line.text) && ended;
            let narrow = before.end < right - (right - left) * 0.3;
            let headed = narrow && (plain::is_byline(&before.text) || plain::printed_day(&before.text).is_some());
            step > usual * 1.4 || indented || short || resized || turned || headed || plain::is_byline(&line.text)
        };
        match out.last_mut() {
            Some(last) if !begins => append(last, &line.text, kept),
            _ => out.push(line.text.clone()),
        }
    }
    out
}

/// Puts a line behind another. A hyphen at the end of a line is the printer's, unless the word has it elsewhere too.
fn append(text: &mut String, line: &str, kept: &HashSet<String>) {
    let is_broken = text.ends_with(['-', '\u{AD}']) && line.starts_with(char::is_lowercase);
    if !is_broken {
        if !text.ends_with(['-', '—', '–']) || line.starts_with(char::is_uppercase) && text.ends_with('—') {
            text.push(' ');
        }
        text.push_str(line);
        return;
    }
    let head = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    let tail = line.split_whitespace().next().unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
    if !kept.contains(&format!("{head}{tail}").to_lowercase()) || text.ends_with('\u{AD}') {
        text.pop();
    }
    text.push_str(line);
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of type of size 10, each letter 5 wide.
    fn set(page: &mut Vec<Glyph>, x: f64, y: f64, line: &str) {
        for (i, c) in line.chars().enumerate() {
            let x = x + 5.0 * i as f64;
            page.push(Glyph { x, y, end: x + 5.0, size: 10.0, words: c.to_string() });
        }
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut page = Vec::new();
        set(&mut page, 50.0, 40.0, "A headline that reaches over both of the columns of the page");
        for i in 0..6 {
            set(&mut page, 50.0, 80.0 + 12.0 * f64::from(i), &format!("left {i} of the first one"));
            set(&mut page, 250.0, 80.0 + 12.0 * f64::from(i), &format!("right {i} of the second"));
        }
        let text = text_of(&[page]);
        assert!(text.find("left 5").unwrap() < text.find("right 0").unwrap(), "{text}");
        assert!(text.starts_with("A headline that reaches over both of the columns of the page\n\n"), "{text}");
    }

    #[test]
    fn hyphens_at_line_ends_and_paragraphs() {
        let mut page = Vec::new();
        for (i, line) in [
            "The board has re-",
            "fused to say. A well-known rule",
            "of thumb, it said, is well-",
            "known. Done.",
            "",
            "Next one.",
        ]
        .iter()
        .enumerate()
        {
            set(&mut page, 50.0, 40.0 + 12.0 * i as f64, line);
        }
        assert_eq!(
            text_of(&[page]),
            "The board has refused to say. A well-known rule of thumb, it said, is well-known. Done.\n\nNext one."
        );
    }

    #[test]
    fn a_byline_right_above_the_text_was_part_of_its_first_sentence() {
        let mut page = Vec::new();
        let lines = [
            "By Ilse Kahn",
            "13 May 2024",
            "The harbour board has refused to reopen the old pier",
            "before the summer, as Mara Quill told reporters here.",
        ];
        for (i, line) in lines.iter().enumerate() {
            set(&mut page, 50.0, 40.0 + 12.0 * i as f64, line);
        }
        let text = text_of(&[page]);
        assert!(
            text.starts_with(
                "By Ilse Kahn\n\n13 May 2024\n\nThe harbour board has refused to reopen the old pier before"
            ),
            "{text}"
        );
    }

    #[test]
    fn running_heads_and_page_numbers_go() {
        let names = ["none", "one", "two", "three"];
        let pages: Vec<Vec<Glyph>> = (1..=3)
            .map(|n: usize| {
                let mut page = Vec::new();
                set(&mut page, 50.0, 20.0, &format!("Tern Bay Courier, page {n}"));
                for i in 0..6 {
                    set(
                        &mut page,
                        50.0,
                        80.0 + 12.0 * f64::from(i),
                        &format!("Line {} of {} ends so.", ["a", "b", "c", "d", "e", "f"][i as usize], names[n]),
                    );
                }
                set(&mut page, 200.0, 400.0, &n.to_string());
                page
            })
            .collect();
        let text = text_of(&pages);
        assert!(!text.contains("Courier"), "{text}");
        assert!(text.contains("Line f of one ends so.") && text.contains("Line a of three"), "{text}");
    }
}
