//! Text that others wrote, made harmless for the program that will show it.

use std::borrow::Cow;

/// For a spreadsheet cell: a text that a spreadsheet would take for a formula gets an apostrophe in front, which
/// spreadsheets take for "this is text". Control characters go, but for tabs and line breaks.
pub fn spreadsheet(text: &str) -> Cow<'_, str> {
    let sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    // some trim a cell before they look at it
    // a table is printed to terminals too
    let text = kept(text, |c| if matches!(c, '\n' | '\r' | '\t') { Some(c) } else { harmless(c) });
    let acts = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(sign);
    if acts { format!("'{text}").into() } else { text }
}

/// For a terminal: without control characters (ESC and U+0080–U+009F too) and without characters that reorder or hide
/// text; line breaks and tabs become spaces.
pub fn terminal(text: &str) -> Cow<'_, str> {
    kept(text, |c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c => harmless(c),
    })
}

/// For a terminal, where the text is printed as paragraphs: as [`terminal`], but line breaks stay.
pub fn terminal_lines(text: &str) -> Cow<'_, str> {
    kept(text, |c| match c {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        c => harmless(c),
    })
}

/// For Markdown text or a table cell: on one line, with every character that Markdown or HTML would act on escaped.
pub fn markdown(text: &str) -> Cow<'_, str> {
    let line = terminal(text);
    let mut out = String::with_capacity(line.len());
    for (n, c) in line.trim().chars().enumerate() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' => out.extend(['\\', c]),
            // list marks, at the beginning of a line only
            '-' | '+' if n == 0 => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    if out == text { text.into() } else { out.into() }
}

/// The character, unless a terminal acts on it or a reader cannot see that it is there.
fn harmless(c: char) -> Option<char> {
    (!hides(c) && !c.is_control()).then_some(c)
}

/// A character that reorders or hides text.
pub(super) fn hides(c: char) -> bool {
    matches!(c,
        // left-to-right and right-to-left marks, embeddings, overrides and isolates
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        // zero-width space, word joiner and invisible operators, byte-order mark, soft hyphen, annotations, tags
        | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

fn kept(text: &str, keep: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if text.chars().all(|c| keep(c) == Some(c)) {
        text.into()
    } else {
        text.chars().filter_map(keep).collect::<String>().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text() {
        for bad in ["=1+1", "+49 30 1", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert_eq!(spreadsheet(bad), format!("'{bad}"));
        }
        for good in ["", "“=” is a sign", "– said the mayor", "1-2"] {
            assert_eq!(spreadsheet(good), good);
        }
    }

    #[test]
    fn terminals_see_no_commands() {
        assert_eq!(terminal("a\u{1b}[31mb\u{9b}2Jc\u{7}d\ne\tf\u{202e}g\u{200b}h"), "a[31mb2Jcd e fgh");
        assert_eq!(terminal_lines("a\r\nb\u{1b}c"), "a\nbc");
        assert!(matches!(terminal("Zoë said: “Nein”."), Cow::Borrowed(_)));
    }

    #[test]
    fn markdown_is_plain_text() {
        assert_eq!(markdown("a|b *c* [d](e) <f> & g\nh"), "a\\|b \\*c\\* \\[d\\](e) &lt;f&gt; &amp; g h");
        assert_eq!(markdown("- no list"), "\\- no list");
        assert_eq!(markdown("A quiet - sentence."), "A quiet - sentence.");
    }

    const ESCAPE: char = '\u{1b}';

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in "\\PC{0,40}|[\\x00-\\x20\\u{80}-\\u{9f}=+@<|-]{0,20}") {
            prop_assert!(!terminal(&text).chars().any(char::is_control));
            prop_assert!(!spreadsheet(&text).contains(ESCAPE));
            prop_assert!(!spreadsheet(&text).starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert!(!markdown(&text).contains(['<', '\n']));
        }
    }
}
