//! A draft and what stands between its quotation marks.

use std::collections::BTreeSet;

use crate::article::Article;
use crate::check::{Quotation, When, beside};
use crate::document::Document;
use crate::document::paragraphs::paragraphs;
use crate::engine::{Engine, NotExtracted};
use crate::statement::{Kind, Voice};
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
    /// when it says that it was said, where it does
    pub when: Option<When>,
}

/// A draft, read as articles are.
pub struct Draft {
    /// its text
    pub text: String,
    /// its quotations, in order
    pub quotations: Vec<Quoted>,
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
        let mut quotations = Vec::new();
        for quotation in &document.quotations {
            if Quotation::new(&article.text, quotation.inside).is_empty() {
                continue;
            }
            let holds = |content: &Span| content.overlaps(quotation.inside);
            let statement = extraction
                .statements
                .iter()
                .filter(|s| s.kind != Kind::Indirect)
                .find(|statement| statement.content.iter().any(holds));
            let printed = |spans: &[Span]| spans.iter().map(|s| s.of(&article.text)).collect::<Vec<_>>().join(" ");
            quotations.push(Quoted {
                span: quotation.inside.trim(&article.text),
                speaker: statement.and_then(|s| s.voice.clone()),
                source: statement.map(|s| printed(&s.source)).unwrap_or_default(),
                when: statement.and_then(|s| beside(&article.text, &s.cue, s.context, &s.content)),
            });
        }
        let paragraphs = letters_of(&article.text).collect();
        Ok(Draft { text: article.text.clone(), quotations, paragraphs })
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

/// The letters and digits of each paragraph that has some.
fn letters_of(text: &str) -> impl Iterator<Item = String> {
    let letters = move |paragraph: Span| paragraph.of(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    paragraphs(text).into_iter().map(letters).filter(|letters| !letters.is_empty())
}
