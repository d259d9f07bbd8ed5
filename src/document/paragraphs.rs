//! Where paragraphs begin and end.

use crate::text::Span;

/// The paragraphs of a text, in order, without the white space around them. A line is a paragraph, unless the text is
/// hard-wrapped (lines of one width broken in mid-sentence, as in mail), where only a blank line separates.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{000B}', '\u{000C}', '\u{0085}']) {
        lines.push(Span::new(start, start + piece.len()).trim(text));
        start += piece.len();
    }
    if !is_hard_wrapped(text, &lines) {
        lines.retain(|line| !line.is_empty());
        return lines;
    }
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    for line in lines {
        match out.last_mut() {
            _ if line.is_empty() => open = false,
            Some(last) if open => last.end = line.end,
            _ => {
                out.push(line);
                open = true;
            }
        }
    }
    out
}

/// Most lines that are followed by another line break off in mid-sentence, and none is longer than a mail client's.
fn is_hard_wrapped(text: &str, lines: &[Span]) -> bool {
    let mut followed = 0;
    let mut broken = 0;
    for pair in lines.windows(2) {
        if pair[0].len() > 160 {
            return false;
        }
        // a carriage return and its newline are two breaks of one line
        if pair[0].is_empty() || pair[1].is_empty() {
            continue;
        }
        followed += 1;
        let ends = pair[0].of(text).ends_with(['.', '!', '?', '”', '"', '’', '\'', '»', ':', ';', ')']);
        let goes_on = pair[1].of(text).starts_with(|c: char| c.is_lowercase());
        broken += usize::from(!ends || goes_on);
    }
    followed >= 6 && broken * 3 >= followed * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|p| p.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(texts(" One.\n\nTwo.\nThree \r\n\r\n"), ["One.", "Two.", "Three"]);
        assert!(texts(" \n\n ").is_empty());
    }

    #[test]
    fn hard_wrapped_text_is_joined() {
        let text = "The mayor of the town said on Monday that the\nbridge would be closed for at least two months\n\
                    while engineers replace the bearings that\nfailed in the flood of last spring, and that\n\
                    the ferry would run twice an hour until the\nwork was done and the load tests were\npassed.\n\n\
                    Nobody was hurt.\n";
        assert_eq!(texts(text).len(), 2);
    }
}
