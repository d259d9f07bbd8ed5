//! Bars, for a terminal and as a picture.

use maud::html;
use unicode_width::UnicodeWidthStr;

use super::{guard, page::seen};

/// Bars of signs, at most `width` columns wide.
pub fn text(bars: &[(String, usize)], width: usize) -> String {
    let most = bars.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let labels: Vec<String> = bars.iter().map(|(label, _)| short(&guard::terminal(label), width / 3)).collect();
    let indent = labels.iter().map(|label| label.width()).max().unwrap_or_default();
    let room = width.saturating_sub(indent + 2 + most.to_string().len() + 1).max(5);
    let mut out = String::new();
    for (label, (_, n)) in labels.iter().zip(bars) {
        let gap = " ".repeat(indent - label.width());
        out.push_str(&format!("{label}{gap}  {} {n}\n", bar(*n, most, room)));
    }
    out
}

/// A bar in eighths of a column.
fn bar(n: usize, most: usize, room: usize) -> String {
    const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
    let eighths = (n * room * 8).div_ceil(most);
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS[eighths % 8 - 1]);
    }
    bar
}

/// A label of so many letters at most.
pub(super) fn short(label: &str, most: usize) -> String {
    if label.width() <= most.max(8) {
        return label.to_owned();
    }
    label.chars().take(most.max(8) - 1).chain(['…']).collect()
}

/// Bars as a picture of its own.
pub fn svg(title: &str, bars: &[(String, usize)]) -> String {
    const ROW: usize = 24;
    const LABEL: f64 = 220.0;
    const LONGEST: f64 = 480.0;
    let most = bars.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1) as f64;
    let height = ROW * bars.len() + 48;
    let length = |n: usize| LONGEST * n as f64 / most;
    let drawn = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 760 " (height) } width="760" height=(height) role="img"
            font-family="system-ui, sans-serif" font-size="13" {
            title { (seen(title)) }
            rect width="760" height=(height) fill="#fff" {}
            text x="8" y="24" font-size="16" font-weight="bold" fill="#1a1a1a" { (seen(title)) }
            @for (row, (label, n)) in bars.iter().enumerate() {
                @let y = 40 + ROW * row;
                text x=(LABEL - 8.0) y=(y + 16) text-anchor="end" fill="#1a1a1a" { (seen(&short(label, 30))) }
                rect x=(LABEL) y=(y + 3) width=(format!("{:.1}", length(*n))) height="17" fill="#0b4f9e" {}
                text x=(format!("{:.1}", LABEL + length(*n) + 6.0)) y=(y + 16) fill="#1a1a1a" { (n) }
            }
        }
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", drawn.into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let bars = [("2024-05".to_owned(), 4), ("2024-06".to_owned(), 2), ("none".to_owned(), 0)];
        assert_eq!(text(&bars, 20), "2024-05  █████████ 4\n2024-06  ████▌ 2\nnone      0\n");
        let picture = svg("By <month>", &bars);
        assert!(
            picture.contains("By &lt;month&gt;")
                && picture.contains("width=\"480.0\"")
                && picture.contains("width=\"240.0\"")
        );
    }
}
