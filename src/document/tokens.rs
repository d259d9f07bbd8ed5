//! The words and marks of a text: the only place where characters become words.
//!
//! A token is a run of letters and digits, or one mark. What belongs together by more than that ("didn’t", "U.S.",
//! "10,000") is put together by those who ask, for they ask different things of it.

use unicode_normalization::char::is_combining_mark;

use crate::text::Span;
use crate::text::fold::{fold, is_invisible};

/// How the letters of a word are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// the first letter is none of the capitals, or there is no letter
    Lower,
    /// the first letter is a capital
    Capital,
    /// two and more letters, all of them capitals
    Capitals,
}

/// A word or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// where it stands
    pub span: Span,
    /// in lower case; a mark as it is
    pub lower: Box<str>,
    /// none where it is `lower`
    folded: Option<Box<str>>,
    /// how its letters are written
    pub case: Case,
    /// a run of letters and digits, no mark
    word: bool,
    /// inside a quotation
    pub quoted: bool,
}

impl Token {
    fn new(text: &str, span: Span, word: bool) -> Self {
        let printed = span.of(text);
        let lower: Box<str> = printed.to_lowercase().into();
        let folded = Some(fold(printed)).filter(|folded| *folded != *lower).map(Box::from);
        Token { span, lower, folded, case: case_of(printed), word, quoted: false }
    }

    /// True for letters and digits, false for a mark.
    pub fn is_word(&self) -> bool {
        self.word
    }

    /// True for a word that begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.case != Case::Lower
    }

    /// True for a word that begins with a digit.
    pub fn is_number(&self) -> bool {
        self.word && self.lower.starts_with(char::is_numeric)
    }

    /// In the form in which words are compared, see [`fold`].
    pub fn folded(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.lower)
    }
}

/// The tokens of a text, in order. Between them stand only white space and what nobody sees.
pub fn tokens(text: &str) -> Vec<Token> {
    places(text).into_iter().map(|(span, word)| Token::new(text, span, word)).collect()
}

/// Where the tokens of a text stand, and whether each is a word: for those who ask no more of them.
pub fn places(text: &str) -> Vec<(Span, bool)> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut word = None;
    // one past the last letter of the word that is being read: what is invisible behind it belongs to it only when a letter follows
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        match class {
            Class::Letter => {
                word.get_or_insert(at);
                end = at + c.len_utf8();
            }
            Class::Invisible if word.is_some() => {}
            _ => {
                if let Some(start) = word.take() {
                    out.push((Span::new(start, end), true));
                }
                if matches!(class, Class::Mark | Class::Ideograph) {
                    out.push((Span::new(at, at + c.len_utf8()), class == Class::Ideograph));
                }
            }
        }
    }
    if let Some(start) = word {
        out.push((Span::new(start, end), true));
    }
    out
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Letter,
    /// a word by itself
    Ideograph,
    Mark,
    Invisible,
    Space,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
            '!'..='~' => Class::Mark,
            _ if is_invisible(c) => Class::Invisible,
            '\u{FFFD}' => Class::Space,
            _ if c.is_whitespace() || c.is_control() => Class::Space,
            _ if is_ideograph(c) => Class::Ideograph,
            _ if c.is_alphanumeric() || is_combining_mark(c) => Class::Letter,
            _ => Class::Mark,
        }
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(c) if c.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { Case::Capitals } else { Case::Capital }
        }
        _ => Case::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_and_marks() {
        assert_eq!(read("U.S. judges don’t."), ["U", ".", "S", ".", "judges", "don", "’", "t", "."]);
        assert_eq!(read("10,000 e\u{301}tats 漢字"), ["10", ",", "000", "e\u{301}tats", "漢", "字"]);
    }

    #[test]
    fn nobody_sees_what_is_invisible() {
        assert_eq!(read("\u{FEFF}Karl\u{AD}sen\u{200B} left"), ["Karl\u{AD}sen", "left"]);
        assert_eq!(tokens("Karl\u{AD}sen")[0].folded(), "karlsen");
    }

    #[test]
    fn forms_of_a_word() {
        let token = &tokens("ŁÓDŹ")[0];
        assert_eq!((&*token.lower, token.folded(), token.case), ("łódź", "lodz", Case::Capitals));
        assert!(tokens("42nd")[0].is_number());
        assert!(!tokens("—")[0].is_word());
    }
}
