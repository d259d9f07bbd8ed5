//! Rows for a narrow screen: the cells of a row below each other, each behind the name of its column.

use unicode_width::UnicodeWidthStr;

use crate::export::guard;

/// The rows, parted by blank lines, at most `width` columns wide. A cell has at most so many lines.
pub fn table(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>, width: usize, most_lines: usize) -> String {
    let indent = columns.iter().map(|name| name.width()).max().unwrap_or_default() + 2;
    let mut out = String::new();
    for row in rows {
        for (name, cell) in columns.iter().zip(&row).filter(|(_, cell)| !cell.is_empty()) {
            let mut lines = wrapped(&guard::terminal_lines(cell), width.saturating_sub(indent).max(10));
            if lines.len() > most_lines {
                lines.truncate(most_lines);
                if let Some(last) = lines.last_mut() {
                    last.push('…');
                }
            }
            for (n, line) in lines.iter().enumerate() {
                let label = if n == 0 { *name } else { "" };
                let gap = " ".repeat(indent.saturating_sub(label.width()));
                out.push_str(format!("{label}{gap}{line}").trim_end());
                out.push('\n');
            }
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Lines broken at blanks; a word that is longer than a line stands alone.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        for word in line.split(' ') {
            if !current.is_empty() && current.width() + 1 + word.width() > width {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_below_each_other_and_words_stay_whole() {
        let rows =
            vec![vec!["2024".to_owned(), "one two three four".to_owned()], vec![String::new(), "five".to_owned()]];
        let drawn = table(&["day", "what"], rows, 16, 2);
        assert_eq!(drawn, "day   2024\nwhat  one two\n      three four\n\nwhat  five\n");
        let drawn = table(&["what"], vec![vec!["one two three four five six".to_owned()]], 16, 2);
        assert_eq!(drawn, "what  one two\n      three four…\n");
    }
}
