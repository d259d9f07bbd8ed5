//! Which marks are quotation marks, and what they enclose.
//!
//! Every style of the English-language press is read: “…”, straight "…", British ‘…’ and straight '…' (apostrophes are
//! told from closing marks), «…», „…“, »…« and ``…''. Works paragraph by paragraph. A quotation left open at the end
//! of its paragraph runs to that end, after the newspapers' convention of opening again in the next paragraph.

use crate::text::Span;

/// A quotation of the outermost level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// the opening mark
    pub open: Span,
    /// what is enclosed, marks left out
    pub inside: Span,
    /// the closing mark; none when the paragraph ends first
    pub close: Option<Span>,
}

impl Quotation {
    /// The quotation with its marks.
    pub fn whole(&self) -> Span {
        Span::new(self.open.start, self.close.map_or(self.inside.end, |c| c.end))
    }
}

/// All outermost quotations of the text, in order. `paragraphs` are those of [`super::paragraphs::paragraphs`].
pub fn quotations(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut out = Vec::new();
    for &paragraph in paragraphs {
        in_paragraph(text, paragraph, &mut out);
    }
    out
}

/// A character that may be a quotation mark, with its neighbours.
#[derive(Clone, Copy)]
struct Mark {
    at: Span,
    what: char,
    before: Option<char>,
    after: Option<char>,
}

fn in_paragraph(text: &str, paragraph: Span, out: &mut Vec<Quotation>) {
    let marks = marks(text, paragraph);
    let mut i = 0;
    while i < marks.len() {
        let open = marks[i];
        let closed_by = match style_of(open) {
            Some(Style::Single) => match closing_single(&marks, i) {
                Some(j) => Some(j),
                // unclosed and at the head of a paragraph: a quotation that goes on in the next
                None if open.at.start == paragraph.start && open.what == '‘' => None,
                None => {
                    i += 1;
                    continue;
                }
            },
            Some(style) => (i + 1..marks.len()).find(|&j| style.closes(open, marks[j])),
            None => {
                i += 1;
                continue;
            }
        };
        let end = closed_by.map_or(paragraph.end, |j| marks[j].at.start);
        out.push(Quotation {
            open: open.at,
            inside: Span::new(open.at.end, end),
            close: closed_by.map(|j| marks[j].at),
        });
        i = closed_by.map_or(marks.len(), |j| j + 1);
    }
}

fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    let mut before = None;
    let mut chars = paragraph.of(text).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = paragraph.start + at;
        let mut end = start + c.len_utf8();
        let mut what = c;
        if (c == '`' || c == '\'') && chars.peek().is_some_and(|&(_, n)| n == c) {
            // typewriter doubles: `` and ''
            chars.next();
            end += 1;
            what = if c == '`' { '“' } else { '”' };
        }
        let after = chars.peek().map(|&(_, n)| n);
        if matches!(what, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '\'' | '‚' | '‹' | '›' | '＂')
        {
            found.push(Mark { at: Span::new(start, end), what, before, after });
        }
        before = Some(c);
    }
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Curly,
    German,
    Guillemet,
    ReversedGuillemet,
    Straight,
    Single,
}

fn style_of(mark: Mark) -> Option<Style> {
    match mark.what {
        '“' | '‟' => Some(Style::Curly),
        '„' => Some(Style::German),
        '«' => Some(Style::Guillemet),
        '»' if looks_opening(mark) => Some(Style::ReversedGuillemet),
        // a closing curly mark that stands where only an opening one can is a typist's slip
        '”' if looks_opening(mark) => Some(Style::Curly),
        '"' | '＂' if mark.after.is_some_and(|c| !c.is_whitespace()) || mark.before.is_none() => Some(Style::Straight),
        '‘' if looks_opening(mark) && !is_elision(mark) => Some(Style::Single),
        '\'' if looks_opening(mark) && !is_elision(mark) => Some(Style::Single),
        _ => None,
    }
}

impl Style {
    fn closes(self, open: Mark, mark: Mark) -> bool {
        match self {
            Style::Curly => mark.what == '”' || (mark.what == '"' && !looks_opening(mark)),
            Style::German => matches!(mark.what, '“' | '”' | '"'),
            Style::Guillemet => mark.what == '»',
            Style::ReversedGuillemet => mark.what == '«',
            Style::Straight => mark.what == open.what || mark.what == '”',
            Style::Single => false,
        }
    }
}

/// Space, a bracket or a dash before, and something to enclose after.
fn looks_opening(mark: Mark) -> bool {
    let before = mark.before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '"' | '…' | ':')
    });
    before && mark.after.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | ';' | ')'))
}

/// ’90s, ’em, 'til and the like: an apostrophe in front of a word, not an opening mark.
fn is_elision(mark: Mark) -> bool {
    mark.after.is_some_and(|c| c.is_ascii_digit()) && mark.what == '\''
}

/// Marks and apostrophes that a single-quoted stretch may hold; without a bound a page of stray ones takes minutes.
const SINGLE_REACH: usize = 200;

/// The closing mark of a single-quoted stretch. A possible close stands behind a character that is no space and before
/// one that is no letter; after a final s in mid-sentence it is more likely a plural's apostrophe, if a better one follows.
fn closing_single(marks: &[Mark], open: usize) -> Option<usize> {
    let mut doubtful = None;
    let mut doubles = 0;
    for (j, mark) in marks.iter().enumerate().skip(open + 1).take(SINGLE_REACH) {
        match mark.what {
            '’' | '\'' | '‘' => {
                let behind = mark.before.is_some_and(|c| !c.is_whitespace());
                let ahead = mark.after.is_none_or(|c| !c.is_alphanumeric());
                if behind && ahead && mark.what != '‘' && doubles % 2 == 0 {
                    let plural =
                        mark.before.is_some_and(|c| c == 's' || c == 'S') && mark.after.is_some_and(|c| c == ' ');
                    if !plural {
                        return Some(j);
                    }
                    doubtful.get_or_insert(j);
                } else if looks_opening(*mark) && !is_elision(*mark) && doubtful.is_some() {
                    return doubtful;
                }
            }
            '"' | '“' | '”' => doubles += 1,
            _ => {}
        }
    }
    doubtful
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;
    use proptest::prelude::*;

    fn inside(text: &str) -> Vec<&str> {
        quotations(text, &paragraphs(text)).iter().map(|q| q.inside.of(text)).collect()
    }

    #[test]
    fn every_style_is_read() {
        for text in [
            "He said “we don’t know”, and left.",
            "He said \"we don’t know\", and left.",
            "He said ‘we don’t know’, and left.",
            "He said 'we don’t know', and left.",
            "He said «we don’t know», and left.",
            "He said „we don’t know“, and left.",
            "He said »we don’t know«, and left.",
            "He said ``we don’t know'', and left.",
        ] {
            assert_eq!(inside(text), ["we don’t know"], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        assert!(inside("It's the judges' view, and the Smiths’ too; rock 'n' roll of the '90s isn't dead.").len() <= 1);
        assert!(inside("The boys’ club didn’t mind.").is_empty());
        assert_eq!(inside("‘The judges’ decision isn’t ours,’ she said."), ["The judges’ decision isn’t ours,"]);
        assert_eq!(inside("'It's ours,' she said, 'and we'll keep it.'"), ["It's ours,", "and we'll keep it."]);
    }

    #[test]
    fn nested_marks_stay_inside() {
        assert_eq!(inside("“He told me ‘never’ twice,” she said."), ["He told me ‘never’ twice,"]);
        assert_eq!(inside("‘He told me “never” twice,’ she said."), ["He told me “never” twice,"]);
    }

    #[test]
    fn an_open_quotation_runs_to_the_end_of_its_paragraph() {
        assert_eq!(inside("“One.\n\n“Two,” he said."), ["One.", "Two,"]);
    }

    proptest! {
        #[test]
        fn quotations_are_ordered_and_inside(text in "[a-c '\"“”‘’«»„\n.,s]{0,80}") {
            let mut last = 0;
            for q in quotations(&text, &paragraphs(&text)) {
                prop_assert!(q.open.start >= last && q.open.end <= q.inside.start);
                last = q.whole().end;
                prop_assert!(text.get(q.inside.start..q.inside.end).is_some());
            }
        }
    }
}
