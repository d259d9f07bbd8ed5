//! The words of an article with all that later steps ask of a word: its shape, its sentence, what the lexicon says.

use super::lexicon::{Flags, LEXICON};
use crate::document::Document;
use crate::text::Span;

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// begins with a capital letter
    Capital,
    /// two or more letters, all capitals
    Caps,
    /// any other word
    Lower,
    /// begins with a digit
    Number,
    /// 's, or the bare apostrophe of a plural
    Possessive,
    /// one character that is neither letter nor digit
    Mark,
}

/// One word or mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    start: u32,
    end: u32,
    /// number of its sentence, counted over the article
    pub sentence: u32,
    /// number of its paragraph
    pub paragraph: u32,
    /// how it is written
    pub shape: Shape,
    /// the first word of its sentence, or of a quotation
    pub opens: bool,
    /// inside a quotation of more than two words
    pub quoted: bool,
    /// what the lexicon says
    pub flags: Flags,
}

impl Token {
    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// True for a word that begins with a capital letter.
    pub(crate) fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Caps)
    }
}

/// The tokens of a text, in order.
pub(crate) struct Tokens<'t> {
    /// the article
    pub text: &'t str,
    /// its words and marks
    pub list: Vec<Token>,
}

impl<'t> Tokens<'t> {
    /// Reads the text once.
    pub(crate) fn new(document: &Document<'t>) -> Self {
        let text = document.text;
        let mut tokens = Tokens { text, list: Vec::with_capacity(text.len() / 5) };
        if u32::try_from(text.len()).is_err() {
            return tokens;
        }
        let quotes: Vec<_> =
            document.quotations.iter().filter(|q| q.inside.of(text).split_whitespace().nth(2).is_some()).collect();
        let mut quote = 0;
        for (sentence, &span) in (0..).zip(&document.sentences) {
            let from = tokens.list.len();
            tokens.read(span, sentence, document.paragraph_of(span.start) as u32);
            let mut first = true;
            for token in &mut tokens.list[from..] {
                let at = token.start as usize;
                while quote < quotes.len() && quotes[quote].whole().end <= at {
                    quote += 1;
                }
                let was_quoted =
                    quote < quotes.len() && quotes[quote].inside.start <= at && at < quotes[quote].inside.end;
                let opens_quote = was_quoted && quotes[quote].inside.start == at;
                token.quoted = was_quoted;
                if !matches!(token.shape, Shape::Mark | Shape::Possessive) {
                    token.opens = first || opens_quote;
                    first = false;
                }
            }
        }
        tokens
    }

    fn read(&mut self, sentence: Span, number: u32, paragraph: u32) {
        let text = self.text;
        let mut at = sentence.start;
        let mut lower = String::new();
        while at < sentence.end {
            let rest = &text[at..sentence.end];
            let Some(c) = rest.chars().next() else { break };
            if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            let (end, shape) = if c.is_alphanumeric() {
                let end = at + word_length(rest);
                (end, shape_of(&text[at..end]))
            } else if is_apostrophe(c)
                && self.list.last().is_some_and(|t| t.end as usize == at && t.shape != Shape::Mark)
            {
                match possessive_length(rest, &text[..at]) {
                    Some(length) => (at + length, Shape::Possessive),
                    None => (at + c.len_utf8(), Shape::Mark),
                }
            } else {
                (at + c.len_utf8(), Shape::Mark)
            };
            let flags = if matches!(shape, Shape::Mark | Shape::Possessive) {
                Flags::default()
            } else {
                lower.clear();
                lower.extend(
                    text[at..end].chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }),
                );
                LEXICON.flags(&lower)
            };
            self.list.push(Token {
                start: u32::try_from(at).unwrap_or(u32::MAX),
                end: u32::try_from(end).unwrap_or(u32::MAX),
                sentence: number,
                paragraph,
                shape,
                opens: false,
                quoted: false,
                flags,
            });
            at = end;
        }
    }

    /// First and one past the last token that a span touches.
    pub(crate) fn range(&self, span: Span) -> (usize, usize) {
        let first = self.list.partition_point(|t| t.span().end <= span.start);
        (first, self.list.partition_point(|t| t.span().start < span.end).max(first))
    }

    /// The words of token `i`; empty beyond the end.
    pub(crate) fn word(&self, i: usize) -> &'t str {
        self.list.get(i).map_or("", |t| t.span().of(self.text))
    }

    /// The words of token `i` in lower case, apostrophes straight.
    pub(crate) fn lower(&self, i: usize) -> String {
        self.word(i).chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
    }

    /// What the lexicon says of token `i`.
    pub(crate) fn flags(&self, i: usize) -> Flags {
        self.list.get(i).map_or(Flags::default(), |t| t.flags)
    }

    /// True when token `i` is the mark `c`.
    pub(crate) fn is_mark(&self, i: usize, marks: &[char]) -> bool {
        self.list.get(i).is_some_and(|t| t.shape == Shape::Mark) && self.word(i).starts_with(marks)
    }

    /// The shape of token `i`; a mark beyond the end.
    pub(crate) fn shape(&self, i: usize) -> Shape {
        self.list.get(i).map_or(Shape::Mark, |t| t.shape)
    }

    /// The text from token `first` to before token `last`, white space as single spaces.
    pub(crate) fn words(&self, first: usize, last: usize) -> String {
        self.span(first, last).of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The span from token `first` to before token `last`; empty when there is none.
    pub(crate) fn span(&self, first: usize, last: usize) -> Span {
        match (self.list.get(first), last.checked_sub(1).and_then(|l| self.list.get(l))) {
            (Some(a), Some(b)) if first < last => Span::new(a.start as usize, b.end as usize),
            _ => Span::new(0, 0),
        }
    }

    /// The first token that ends behind byte `at`.
    pub(crate) fn at(&self, at: usize) -> usize {
        self.list.partition_point(|t| t.end as usize <= at)
    }

    /// Number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘')
}

/// Length of the word at the head of `rest`: letters and digits with inner hyphens, apostrophes and the full stops of
/// abbreviations; a possessive 's is left for the next token.
fn word_length(rest: &str) -> usize {
    let bytes_after = |i: usize| rest[i..].chars().next();
    let mut end = 0;
    let mut segment = 0; // letters since the last joiner
    let mut dotted = false;
    while let Some(c) = bytes_after(end) {
        let next_end = end + c.len_utf8();
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            end = next_end;
            segment += 1;
            continue;
        }
        let next = bytes_after(next_end);
        let joins = match c {
            '-' | '‑' | '&' => next.is_some_and(char::is_alphanumeric),
            '\'' | '’' => next.is_some_and(char::is_alphabetic) && !is_possessive_s(&rest[next_end..]),
            '.' if dotted
                && segment == 1
                && next.is_some_and(|n| n == '-')
                && rest[next_end + 1..].starts_with(char::is_alphabetic) =>
            {
                true
            }
            '.' => segment == 1 && next.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphabetic),
            ',' => next.is_some_and(|n| n.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit()),
            _ => false,
        };
        if joins {
            dotted |= c == '.';
            end = next_end;
            segment = 0;
            continue;
        }
        if c == '.' {
            let word = &rest[..end];
            let initial = segment == 1 && !dotted && word.chars().count() == 1 && word.starts_with(char::is_uppercase);
            if dotted && segment == 1 || initial || LEXICON.is_abbreviation(&word.to_lowercase()) && starts_upper(word)
            {
                end = next_end;
            }
        }
        break;
    }
    end.max(rest.chars().next().map_or(0, char::len_utf8))
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_possessive_s(after: &str) -> bool {
    let mut chars = after.chars();
    matches!(chars.next(), Some('s' | 'S')) && chars.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Length of a possessive mark at the head of `rest`: 's, or an apostrophe between a final s and another word.
fn possessive_length(rest: &str, before: &str) -> Option<usize> {
    let mark = rest.chars().next()?.len_utf8();
    if is_possessive_s(&rest[mark..]) {
        return Some(mark + 1);
    }
    let mut after = rest[mark..].chars();
    let plural = before.ends_with(['s', 'S', 'z', 'x']);
    (plural && after.next() == Some(' ') && after.next().is_some_and(char::is_alphabetic)).then_some(mark)
}

fn shape_of(word: &str) -> Shape {
    let Some(first) = word.chars().next() else { return Shape::Mark };
    if first.is_numeric() {
        return Shape::Number;
    }
    if !first.is_uppercase() {
        // al-Assad, d'Estaing
        let inner = word.char_indices().any(|(i, c)| {
            matches!(c, '-' | '\'' | '’') && i <= 3 && word[i + c.len_utf8()..].starts_with(char::is_uppercase)
        });
        return if inner { Shape::Capital } else { Shape::Lower };
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= 2 && !word.chars().any(char::is_lowercase) { Shape::Caps } else { Shape::Capital }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let document = Document::new(text);
        let tokens = Tokens::new(&document);
        (0..tokens.len()).map(|i| tokens.word(i)).collect()
    }

    #[test]
    fn names_and_abbreviations_stay_whole() {
        assert_eq!(
            words("Gov. J. D. O’Neil-Hart of the U.S. left Velora’s office."),
            ["Gov.", "J.", "D.", "O’Neil-Hart", "of", "the", "U.S.", "left", "Velora", "’s", "office", "."]
        );
        assert_eq!(words("The judges' view, 10,000 strong"), ["The", "judges", "'", "view", ",", "10,000", "strong"]);
    }

    #[test]
    fn shapes_are_told() {
        let document = Document::new("The NATO chief met al-Karim’s 42-year-old aide.");
        let tokens = Tokens::new(&document);
        let shapes: Vec<Shape> = tokens.list.iter().map(|t| t.shape).collect();
        use Shape::*;
        assert_eq!(shapes, [Capital, Caps, Lower, Lower, Capital, Possessive, Number, Lower, Mark]);
    }
}
