//! A draft and what stands between its quotation marks.

use std::collections::BTreeSet;

use super::speaker::words_of;
use crate::article::Article;
use crate::check::{Quotation, When, beside};
use crate::document::Document;
use crate::document::paragraphs::paragraphs;
use crate::document::sentences::sentences;
use crate::engine::{Engine, NotExtracted};
use crate::statement::{How, Kind, Statement, Voice};
use crate::text::Span;

/// Words between quotation marks in a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    /// between the marks, in bytes of the draft
    pub span: Span,
    /// whom the draft attributes it to; none where it names no one
    pub speaker: Option<Voice>,
    /// the draft's words for who says it; empty where it attributes the quotation to nobody
    pub source: String,
    /// the words describe the speaker, and nothing in the draft ties them to the name
    pub guessed: bool,
    /// when it says that it was said, where it does
    pub when: Option<When>,
}

/// What a draft says that somebody said, as it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// as an article's
    pub statement: Statement,
    /// the draft's words for who says it
    pub source: String,
    /// the words describe the speaker, and nothing in the draft ties them to the name
    pub guessed: bool,
}

/// A draft, read as articles are.
pub struct Draft {
    /// its text
    pub text: String,
    /// its quotations, in order
    pub quotations: Vec<Quoted>,
    /// what it attributes to somebody, in order
    pub attributions: Vec<Attribution>,
    /// the letters of each of its paragraphs
    paragraphs: BTreeSet<String>,
}

/// Share of a draft's letters that a stored text must have to be the draft itself.
const LEAST_OF_DRAFT: f64 = 0.8;

impl Draft {
    /// Reads a draft's quotations as an article's, and those that nobody is named for too.
    pub fn read(engine: &Engine, article: &Article) -> std::result::Result<Draft, NotExtracted> {
        let extraction = engine.extract(article)?;
        let document = Document::new(&article.text);
        let sentences = paragraphs(&article.text).into_iter().flat_map(|p| sentences(&article.text, p));
        let sentences: Vec<Vec<String>> = sentences.map(|sentence| words_of(sentence.of(&article.text))).collect();
        let read = |statement| Attribution::new(&article.text, &sentences, statement);
        let mut attributions: Vec<Attribution> = extraction.statements.into_iter().map(read).collect();
        let mut quotations = Vec::new();
        for quotation in &document.quotations {
            if Quotation::new(&article.text, quotation.inside).is_empty() {
                continue;
            }
            let holds = |content: &Span| content.overlaps(quotation.inside);
            let attribution = attributions
                .iter()
                .filter(|a| a.statement.kind != Kind::Indirect)
                .find(|a| a.statement.content.iter().any(holds));
            let statement = attribution.map(|a| &a.statement);
            quotations.push(Quoted {
                span: quotation.inside.trim(&article.text),
                speaker: statement.and_then(|s| s.voice.clone()),
                source: attribution.map(|a| a.source.clone()).unwrap_or_default(),
                guessed: attribution.is_some_and(|a| a.guessed),
                when: statement.and_then(|s| beside(&article.text, &s.cue, s.context, &s.content)),
            });
        }
        attributions.retain(|a| a.statement.voice.is_some() || !a.source.is_empty());
        let paragraphs = letters_of(&article.text).collect();
        Ok(Draft { text: article.text.clone(), quotations, attributions, paragraphs })
    }

    /// True for the draft itself, stored as an article: it proves nothing. Articles are read without what a draft has beside its
    /// text, and without the quotation marks that its block quotations get.
    pub fn is(&self, text: &str) -> bool {
        let mut letters = 0;
        for paragraph in letters_of(text) {
            if !self.paragraphs.contains(&paragraph) {
                return false;
            }
            letters += paragraph.len();
        }
        let all: usize = self.paragraphs.iter().map(String::len).sum();
        letters as f64 >= LEAST_OF_DRAFT * all as f64
    }
}

impl Attribution {
    /// `sentences`: the words of each of the draft's.
    fn new(text: &str, sentences: &[Vec<String>], statement: Statement) -> Self {
        let source = statement.source.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ");
        let guessed = statement.voice.as_ref().is_some_and(|voice| is_guessed(sentences, voice, &source));
        Attribution { statement, source, guessed }
    }
}

/// True where no sentence has the name and the words that describe its bearer.
fn is_guessed(sentences: &[Vec<String>], voice: &Voice, source: &str) -> bool {
    let (name, described) = (words_of(&voice.name), words_of(source));
    let Some(last) = name.last().filter(|_| voice.how == How::ByDescription && !described.is_empty()) else {
        return false;
    };
    !sentences.iter().any(|words| words.contains(last) && described.iter().all(|word| words.contains(word)))
}

/// The letters and digits of each paragraph that has some.
fn letters_of(text: &str) -> impl Iterator<Item = String> {
    let letters = move |paragraph: Span| paragraph.of(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    paragraphs(text).into_iter().map(letters).filter(|letters| !letters.is_empty())
}
