//! A passage with source, cue and content marked below the words, so that it reads without colour too.
//!
//! ```text
//! “We said no,” a spokeswoman told the paper.
//!  ~~~~~~~~~~~  ============= ^^^^
//! ```

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::Span;

/// What a stretch of the passage is in the attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// who speaks
    Source,
    /// the words that attribute
    Cue,
    /// what is attributed
    Content,
}

impl Mark {
    fn sign(self) -> char {
        match self {
            Mark::Source => '=',
            Mark::Cue => '^',
            Mark::Content => '~',
        }
    }

    /// SGR code of the colour.
    fn colour(self) -> &'static str {
        match self {
            Mark::Source => "\x1b[36m",
            Mark::Cue => "\x1b[33m",
            Mark::Content => "\x1b[32m",
        }
    }
}

/// One line that explains the signs.
pub const LEGEND: &str = "~ content   = source   ^ cue";

/// A grapheme as it is shown: white space is one blank, control characters are gone through `guard` already.
struct Cell<'t> {
    shown: &'t str,
    width: usize,
    mark: Option<Mark>,
}

/// The passage `span` of `text`, wrapped at `width` columns, each line that holds a mark with signs below it.
/// `shown` makes a grapheme safe for the screen.
pub fn marked(
    text: &str,
    passage: Span,
    marks: &[(Span, Mark)],
    width: usize,
    colours: bool,
    safe: impl Fn(&str) -> String,
) -> String {
    let graphemes: Vec<(usize, String)> =
        passage.of(text).grapheme_indices(true).map(|(at, g)| (passage.start + at, shown(g, &safe))).collect();
    let cells: Vec<Cell> =
        graphemes.iter().map(|(at, shown)| Cell { shown, width: shown.width(), mark: mark_at(marks, *at) }).collect();
    let cells = squeezed(cells);
    let mut out = String::new();
    for line in wrapped(&cells, width.max(1)) {
        push_words(line, colours, &mut out);
        push_signs(line, &mut out);
    }
    out
}

fn shown(grapheme: &str, safe: &impl Fn(&str) -> String) -> String {
    if grapheme.chars().all(char::is_whitespace) { " ".to_owned() } else { safe(grapheme) }
}

fn mark_at(marks: &[(Span, Mark)], at: usize) -> Option<Mark> {
    marks.iter().find(|(span, _)| span.start <= at && at < span.end).map(|&(_, mark)| mark)
}

/// Runs of white space as one blank.
fn squeezed(cells: Vec<Cell>) -> Vec<Cell> {
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    for cell in cells {
        let doubled = cell.shown == " " && kept.last().is_none_or(|last| last.shown == " ");
        if !doubled {
            kept.push(cell);
        }
    }
    kept
}

/// Lines of at most `width` columns, broken at blanks where there are any.
fn wrapped<'c, 't>(cells: &'c [Cell<'t>], width: usize) -> Vec<&'c [Cell<'t>]> {
    let mut lines = Vec::new();
    let (mut start, mut used, mut blank) = (0, 0, None);
    let mut at = 0;
    while at < cells.len() {
        if cells[at].shown == " " {
            blank = Some(at);
        }
        if used + cells[at].width > width && at > start {
            let end = blank.filter(|&b| b > start).unwrap_or(at);
            lines.push(&cells[start..end]);
            start = if cells[end].shown == " " { end + 1 } else { end };
            (at, used, blank) = (start, 0, None);
            continue;
        }
        used += cells[at].width;
        at += 1;
    }
    if start < cells.len() {
        lines.push(&cells[start..]);
    }
    lines
}

fn push_words(line: &[Cell], colours: bool, out: &mut String) {
    let mut current = None;
    for cell in line {
        if colours && cell.mark != current {
            out.push_str(cell.mark.map_or("\x1b[0m", Mark::colour));
            current = cell.mark;
        }
        out.push_str(cell.shown);
    }
    if current.is_some() {
        out.push_str("\x1b[0m");
    }
    out.push('\n');
}

fn push_signs(line: &[Cell], out: &mut String) {
    if line.iter().all(|cell| cell.mark.is_none()) {
        return;
    }
    let signs: String =
        line.iter().flat_map(|cell| std::iter::repeat_n(cell.mark.map_or(' ', Mark::sign), cell.width)).collect();
    out.push_str(signs.trim_end());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(text: &str, words: &str) -> Span {
        let start = text.find(words).expect("words of the text");
        Span::new(start, start + words.len())
    }

    fn plain(text: &str, marks: &[(Span, Mark)], width: usize) -> String {
        marked(text, Span::new(0, text.len()), marks, width, false, str::to_owned)
    }

    #[test]
    fn signs_stand_below_their_words() {
        let text = "“We said no,” a spokeswoman told the paper.";
        let marks = [
            (span(text, "We said no,"), Mark::Content),
            (span(text, "a spokeswoman"), Mark::Source),
            (span(text, "told"), Mark::Cue),
        ];
        assert_eq!(
            plain(text, &marks, 80),
            "“We said no,” a spokeswoman told the paper.\n ~~~~~~~~~~~  ============= ^^^^\n"
        );
        assert_eq!(
            plain(text, &marks, 16),
            "“We said no,” a\n ~~~~~~~~~~~  =\nspokeswoman told\n=========== ^^^^\nthe paper.\n"
        );
    }

    #[test]
    fn wide_letters_take_two_signs() {
        let text = "東京 said";
        assert_eq!(plain(text, &[(span(text, "東京"), Mark::Source)], 80), "東京 said\n====\n");
    }

    #[test]
    fn colours_end_before_the_line_does() {
        let text = "he said";
        let out = marked(text, Span::new(0, 7), &[(span(text, "said"), Mark::Cue)], 80, true, str::to_owned);
        assert_eq!(out, "he \x1b[33msaid\x1b[0m\n   ^^^^\n");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "[a-z東é \n“]{0,120}", width in 4usize..40) {
            for line in plain(&text, &[(Span::new(0, text.len()), Mark::Content)], width).lines() {
                prop_assert!(line.width() <= width, "{line:?}");
            }
        }
    }
}
