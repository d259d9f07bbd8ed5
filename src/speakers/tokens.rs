//! The words of an article with all that later steps ask of a word: its shape, its sentence, what the lexicon says. Made of the
//! document's words and marks, put together where a name or an abbreviation is more than one of them.

use unicode_normalization::char::is_combining_mark;

use super::lexicon::{Flags, LEXICON};
use crate::document::{Document, tokens as document};
use crate::text::{Span, one_line};

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
            let parts = &document.tokens[document.token_range(span)];
            tokens.read(parts, sentence, document.paragraph_of(span.start) as u32);
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

    /// Puts together what belongs together in a sentence: its first and one past its last word or mark.
    fn read(&mut self, parts: &[document::Token], number: u32, paragraph: u32) {
        let text = self.text;
        let mut lower = String::new();
        let mut n = 0;
        while n < parts.len() {
            let at = parts[n].span.start;
            let first = text[at..].chars().next().unwrap_or(' ');
            let behind_word = self.list.last().is_some_and(|t| t.end as usize == at && t.shape != Shape::Mark);
            let (end, shape) = if parts[n].is_word() {
                let end = word_end(text, &parts[n..]);
                (end, shape_of(&text[at..end]))
            } else if is_apostrophe(first) && behind_word {
                match possessive_end(text, &parts[n..]) {
                    Some(end) => (end, Shape::Possessive),
                    None => (parts[n].span.end, Shape::Mark),
                }
            } else {
                (parts[n].span.end, Shape::Mark)
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
            n += parts[n..].partition_point(|part| part.span.start < end).max(1);
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
        one_line(self.span(first, last).of(self.text))
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

/// Where the word ends that `parts` begin with: words with inner hyphens and apostrophes, figures with their commas, and the full
/// stops of abbreviations; a possessive 's is left for the next token.
fn word_end(text: &str, parts: &[document::Token]) -> usize {
    let whole = parts[0].span.of(text);
    let mut dotted = false;
    let mut n = 0;
    loop {
        let part = &parts[n];
        let end = part.span.end;
        let one_letter = part.span.of(text).chars().filter(|c| !is_combining_mark(*c)).count() == 1;
        let Some(mark) = parts.get(n + 1).filter(|mark| mark.span.start == end) else { return end };
        if mark.is_word() {
            // signs of a script that writes no spaces
            n += 1;
            continue;
        }
        let next = parts.get(n + 2).filter(|next| next.is_word() && next.span.start == mark.span.end);
        let sign = text[end..].chars().next().unwrap_or(' ');
        let next_char = next.and_then(|next| next.span.of(text).chars().next());
        let joins = match sign {
            '-' | '‑' | '&' => next.is_some(),
            '\'' | '’' => next_char.is_some_and(char::is_alphabetic) && !next.is_some_and(|n| is_s(text, n)),
            '.' => one_letter && next.is_some() && whole.starts_with(char::is_alphabetic),
            ',' => next_char.is_some_and(|c| c.is_ascii_digit()) && whole.starts_with(|c: char| c.is_ascii_digit()),
            _ => false,
        };
        if joins {
            dotted |= sign == '.';
            n += 2;
            continue;
        }
        if sign != '.' {
            return end;
        }
        // "U.S.-led"
        let hyphen = parts.get(n + 2).filter(|h| h.span.start == mark.span.end && h.span.of(text) == "-");
        let led = parts.get(n + 3).filter(|w| hyphen.is_some_and(|h| h.span.end == w.span.start) && w.is_word());
        if dotted && one_letter && led.is_some_and(|w| w.span.of(text).starts_with(char::is_alphabetic)) {
            n += 3;
            continue;
        }
        let word = &text[parts[0].span.start..end];
        let initial = one_letter && !dotted && n == 0 && word.starts_with(char::is_uppercase);
        let is_part = dotted && one_letter
            || initial
            || word.starts_with(char::is_uppercase) && LEXICON.is_abbreviation(&word.to_lowercase());
        return if is_part { mark.span.end } else { end };
    }
}

/// The s of a possessive.
fn is_s(text: &str, part: &document::Token) -> bool {
    matches!(part.span.of(text), "s" | "S")
}

/// Where the possessive mark ends that `parts` begin with: 's, or an apostrophe between a final s and another word.
fn possessive_end(text: &str, parts: &[document::Token]) -> Option<usize> {
    let mark = parts[0].span;
    if let Some(s) = parts.get(1).filter(|s| s.span.start == mark.end && is_s(text, s)) {
        return Some(s.span.end);
    }
    let mut after = text[mark.end..].chars();
    let plural = text[..mark.start].ends_with(['s', 'S', 'z', 'x']);
    (plural && after.next() == Some(' ') && after.next().is_some_and(char::is_alphabetic)).then_some(mark.end)
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
