//! Text that others wrote, made harmless for the program that will show it.

use std::borrow::Cow;
use std::io::{self, Write};

/// For a spreadsheet cell: a text that a spreadsheet would take for a formula gets an apostrophe in front, which
/// spreadsheets take for "this is text"; everything else stays as it is.
pub fn spreadsheet(text: &str) -> Cow<'_, str> {
    let sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    // some trim a cell before they look at it
    let seen = text.trim_start_matches(|c: char| c.is_whitespace() || is_hidden(c) || acts(c));
    let formula = text.starts_with(['\t', '\r', '\n']) || seen.starts_with(sign);
    if formula { format!("'{text}").into() } else { text.into() }
}

/// For a terminal: characters that command it or reorder text are shown by their numbers, those that nobody sees are left out;
/// line breaks and tabs become spaces.
pub fn terminal(text: &str) -> Cow<'_, str> {
    on_terminal(text, |c| matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}').then_some(' '))
}

/// For a terminal, where the text is printed as paragraphs: as [`terminal`], but line breaks stay.
pub fn terminal_lines(text: &str) -> Cow<'_, str> {
    on_terminal(text, |c| match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        _ => None,
    })
}

/// For Markdown text or a table cell: on one line, with every character that Markdown or HTML would act on escaped.
pub fn markdown(text: &str) -> Cow<'_, str> {
    let line = text.replace("\r\n", "\n").replace(['\n', '\r', '\t', '\u{2028}', '\u{2029}'], " ");
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

/// A character that commands a terminal or reorders text.
pub(super) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // right-to-left embeddings, overrides and isolates; annotations; tags
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A character that a reader cannot see, and that does no more than hold words together or apart: marks of direction, zero-width
/// space, word joiner and invisible operators, byte-order mark, soft hyphen.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}')
}

/// A character by its number, for those who must see that it is there.
pub(super) fn number(c: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(c))
}

fn on_terminal(text: &str, break_or_blank: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if text.chars().all(|c| !acts(c) && !is_hidden(c) && break_or_blank(c).is_none_or(|other| other == c)) {
        return text.into();
    }
    // CR LF is one line break
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match break_or_blank(c) {
            Some(other) => out.push(other),
            None if acts(c) => out.push_str(&number(c)),
            None if is_hidden(c) => {}
            None => out.push(c),
        }
    }
    out.into()
}

/// What is written to a terminal, line by line, with characters that act shown by their numbers.
pub struct OnTerminal<W: Write> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> OnTerminal<W> {
    /// In front of a writer to a terminal.
    pub fn new(out: W) -> Self {
        OnTerminal { out, line: Vec::new() }
    }

    fn show(&mut self) -> io::Result<()> {
        let line = String::from_utf8_lossy(&self.line);
        let seen = |c: char| if acts(c) && !matches!(c, '\n' | '\r' | '\t') { number(c) } else { c.to_string() };
        self.out.write_all(line.chars().map(seen).collect::<String>().as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl<W: Write> Write for OnTerminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') else {
            self.line.extend(bytes);
            return Ok(bytes.len());
        };
        self.line.extend(&bytes[..=end]);
        self.show()?;
        self.line.extend(&bytes[end + 1..]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // a character that is not whole yet waits for its rest
        if std::str::from_utf8(&self.line).is_ok() {
            self.show()?;
        }
        self.out.flush()
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
        for bad in ["\u{200b}=1", "\u{feff} +1"] {
            assert_eq!(spreadsheet(bad), format!("'{bad}"), "what nobody sees is kept, and hides no formula");
        }
        assert_eq!(spreadsheet("a\u{1b}[31m\u{ad}b"), "a\u{1b}[31m\u{ad}b", "nothing is dropped");
        for good in ["", "“=” is a sign", "– said the mayor", "1-2"] {
            assert_eq!(spreadsheet(good), good);
        }
    }

    #[test]
    fn terminals_see_no_commands() {
        assert_eq!(
            terminal("a\u{1b}[31mb\u{9b}2Jc\u{7}d\ne\tf\u{202e}g\u{200b}h"),
            "a⟨U+001B⟩[31mb⟨U+009B⟩2Jc⟨U+0007⟩d e f⟨U+202E⟩gh"
        );
        assert_eq!(terminal_lines("a\r\nb\u{1b}c"), "a\nb⟨U+001B⟩c");
        assert!(matches!(terminal("Zoë said: “Nein”."), Cow::Borrowed(_)));
    }

    #[test]
    fn a_table_on_a_terminal_commands_nothing() {
        let mut out = OnTerminal::new(Vec::new());
        out.write_all("a,\u{1b}[31mZo".as_bytes()).unwrap();
        out.write_all("ë\u{202e}\r\n".as_bytes()).unwrap();
        out.write_all("b\u{85}\u{b}c".as_bytes()).unwrap();
        out.flush().unwrap();
        assert_eq!(String::from_utf8(out.out).unwrap(), "a,⟨U+001B⟩[31mZoë⟨U+202E⟩\r\nb⟨U+0085⟩⟨U+000B⟩c");
    }

    #[test]
    fn markdown_is_plain_text() {
        assert_eq!(markdown("a|b *c* [d](e) <f> & g\nh"), "a\\|b \\*c\\* \\[d\\](e) &lt;f&gt; &amp; g h");
        assert_eq!(markdown("- no list"), "\\- no list");
        assert_eq!(markdown("A quiet - sentence."), "A quiet - sentence.");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in "\\PC{0,40}|[\\x00-\\x20\\u{80}-\\u{9f}=+@<|-]{0,20}") {
            prop_assert!(!terminal(&text).chars().any(char::is_control));
            prop_assert!(!spreadsheet(&text).starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert!(!markdown(&text).contains(['<', '\n']));
        }
    }
}
