//! The two statements of a conflict with the words marked by which they differ: bold on a terminal, [in brackets] elsewhere.

use unicode_width::UnicodeWidthStr;

use super::screen;
use crate::export::guard;
use crate::pipeline::marks;
use crate::store::ConflictRow;
use crate::text::Span;

/// Characters shown before the first marked word of a text that is too long to be shown as a whole.
const BEFORE: usize = 40;

/// Text in which some words are to be marked; [`Marked::painted`] makes it ready to print.
pub struct Marked {
    /// pieces in order, and whether each is marked
    pieces: Vec<(String, bool)>,
}

/// Both statements of a conflict, marked.
pub fn marked(conflict: &ConflictRow) -> [Marked; 2] {
    let [a, b] = marks(conflict);
    [Marked::new(&conflict.a.text, &a), Marked::new(&conflict.b.text, &b)]
}

impl Marked {
    fn new(text: &str, marks: &[Span]) -> Self {
        let mut pieces = Vec::new();
        let mut at = 0;
        for mark in marks.iter().filter(|mark| !mark.is_empty()) {
            pieces.push((guarded(&text[at..mark.start]), false));
            pieces.push((guarded(mark.of(text)), true));
            at = mark.end;
        }
        pieces.push((guarded(&text[at..]), false));
        pieces.retain(|(piece, _)| !piece.is_empty());
        Marked { pieces }
    }

    /// The text from shortly before its first marked word on, where that would otherwise not be seen in `room` columns.
    pub fn starting_at_first(mut self, room: usize) -> Self {
        let until = self.pieces.iter().take_while(|(_, marked)| !marked).map(|(p, _)| p.chars().count()).sum::<usize>();
        let marked = self.pieces.iter().any(|(_, marked)| *marked);
        if let (true, Some((first, false))) = (marked && until + BEFORE / 2 > room, self.pieces.first_mut()) {
            let skipped = first.chars().count().saturating_sub(BEFORE);
            let rest: String = first.chars().skip(skipped).collect();
            // from the next whole word on
            let rest = rest.split_once(' ').map_or(rest.as_str(), |(_, words)| words).to_owned();
            *first = format!("… {rest}");
        }
        self
    }

    /// On one line of at most so many columns, ready to print: guarded, and bold where the screen can.
    pub fn painted(&self, room: usize) -> String {
        self.written(room, if screen::colours() { ["\x1b[1m", "\x1b[0m"] } else { ["[", "]"] })
    }

    /// Broken at blanks into lines of at most so many columns, at most so many of them, ready to print.
    pub fn lines(&self, room: usize, most: usize) -> Vec<String> {
        let signs = if screen::colours() { ["\x1b[1m", "\x1b[0m"] } else { ["[", "]"] };
        let mut lines: Vec<(String, usize)> = vec![(String::new(), 0)];
        let words =
            self.pieces.iter().flat_map(|(piece, marked)| piece.split_inclusive(' ').map(move |w| (w, *marked)));
        for (word, marked) in words {
            let own = word.trim_end();
            let sign = if marked && !own.is_empty() { signs } else { ["", ""] };
            let signs_width = if sign[0] == "[" { 2 } else { 0 };
            let width = own.width() + signs_width;
            let blank = word.len() - own.len();
            let full = lines.last().is_some_and(|(line, used)| used + width > room && line.ends_with(' '));
            if full && lines.len() == most {
                let (line, _) = lines.pop().unwrap_or_default();
                lines.push((line.trim_end().to_owned() + "…", room));
                break;
            }
            if full {
                lines.push((String::new(), 0));
            }
            let (line, used) = lines.last_mut().expect("there is one from the beginning");
            *line = format!("{line}{}{own}{}{}", sign[0], sign[1], " ".repeat(blank));
            *used += width + blank;
        }
        lines.into_iter().map(|(line, _)| line.trim_end().to_owned()).collect()
    }

    /// The whole text with brackets, for a table.
    pub fn bracketed(&self) -> String {
        self.written(usize::MAX, ["[", "]"])
    }

    fn written(&self, room: usize, signs: [&str; 2]) -> String {
        let mut left = room;
        let mut out = String::new();
        for (piece, marked) in &self.pieces {
            let sign = |n: usize| if *marked { signs[n] } else { "" };
            // what commands the terminal takes no room
            let signs_width = if *marked && signs[0] == "[" { 2 } else { 0 };
            let width = piece.width() + signs_width;
            if width >= left {
                let cut = super::screen::cut(piece, left.saturating_sub(signs_width));
                return out + sign(0) + &cut + sign(1);
            }
            out = out + sign(0) + piece + sign(1);
            left -= width;
        }
        out
    }
}

fn guarded(text: &str) -> String {
    guard::terminal(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &[&str]) -> Marked {
        let spans: Vec<Span> = words
            .iter()
            .map(|word| text.find(word).map(|at| Span::new(at, at + word.len())).expect("words of the text"))
            .collect();
        Marked::new(text, &spans)
    }

    #[test]
    fn differing_words_are_marked_and_nothing_acts() {
        let marked = of("Kestria does not recognise\x1b[2J it", &["not"]);
        assert_eq!(marked.bracketed(), "Kestria does [not] recognise⟨U+001B⟩[2J it");
        assert_eq!(
            marked.written(99, ["\x1b[1m", "\x1b[0m"]),
            "Kestria does \x1b[1mnot\x1b[0m recognise⟨U+001B⟩[2J it"
        );
    }

    #[test]
    fn a_line_is_cut_with_its_mark_closed() {
        assert_eq!(of("one two three", &["two"]).written(8, ["[", "]"]), "one [t…]");
        assert_eq!(of("one two three", &["two"]).written(99, ["[", "]"]), "one [two] three");
    }

    #[test]
    fn long_words_go_on_below_each_other() {
        let text = of("one two three four", &["two three"]);
        assert_eq!(text.lines(12, 9), ["one [two]", "[three] four"]);
        assert_eq!(text.lines(12, 1), ["one [two]…"]);
        assert_eq!(of("one", &[]).lines(2, 9), ["one"]);
    }

    #[test]
    fn a_mark_far_behind_is_brought_to_the_front() {
        let text = format!("{}it was never agreed by anybody at all in the end, not once", "word ".repeat(40));
        let shown = of(&text, &["not"]).starting_at_first(60).bracketed();
        assert!(shown.starts_with("… ") && shown.contains("[not] once"), "{shown}");
        let near = of("not once", &["not"]).starting_at_first(60).bracketed();
        assert_eq!(near, "[not] once");
    }
}
