//! What people marked in articles themselves, as statements: read by the same engine as what the encoder finds.

use crate::article::Article;
use crate::engine::{Engine, NotExtracted};
use crate::statement::{Act, Attribution, How, Kind, SpeakerType, Statement, Voice};
use crate::store::{AttributionRow, Filter, Store, StoreError};
use crate::text::Span;

/// An attribution that a person marked, in bytes of the article's text. What they did not say is read from the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// what is attributed
    pub content: Vec<Span>,
    /// the words that attribute; may be empty
    pub cue: Vec<Span>,
    /// who speaks, as printed; may be empty
    pub source: Vec<Span>,
    /// by the quotation marks
    pub kind: Option<Kind>,
    /// what the cue does
    pub act: Option<Act>,
    /// who says it; several parted by semicolons
    pub speaker: Option<String>,
    /// in which role
    pub role: Option<String>,
}

/// Why marked words cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum CannotMark {
    /// the article is too long to be read
    #[error(transparent)]
    Article(#[from] NotExtracted),
    /// the database
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The statements that annotations of an article make: one for each, in their order.
pub fn annotated(
    store: &Store,
    engine: &Engine,
    article: &str,
    annotations: &[Annotation],
) -> Result<Vec<Statement>, CannotMark> {
    if annotations.is_empty() {
        return Ok(Vec::new());
    }
    let text = store.article(article)?.1;
    let attribution = |a: &Annotation| Attribution {
        source: a.source.clone(),
        cue: a.cue.clone(),
        content: a.content.clone(),
        confidence: 1.0,
    };
    let marked: Vec<Attribution> = annotations.iter().map(attribution).collect();
    let read = engine.marked(&Article { text, ..Article::default() }, &marked)?;
    let here = store.statements(&Filter { article: Some(article.to_owned()), ..Filter::default() })?;
    let statement = |annotation: &Annotation| {
        let statement = read.iter().find(|statement| statement.content == annotation.content)?;
        Some(told(statement.clone(), annotation, &here))
    };
    let statements: Option<Vec<Statement>> = annotations.iter().map(statement).collect();
    Ok(statements.ok_or(NotExtracted::Failed)?)
}

/// The statement with what the person said of it. `here`: the statements of the article, which tell more of those they name.
fn told(mut statement: Statement, annotation: &Annotation, here: &[AttributionRow]) -> Statement {
    statement.kind = annotation.kind.unwrap_or(statement.kind);
    statement.act = annotation.act.unwrap_or(statement.act);
    if let Some(names) = &annotation.speaker {
        let read: Vec<Voice> = statement.voices().cloned().collect();
        let elsewhere = |name: &str| named(name, here.iter().find(|row| row.name.as_deref() == Some(name)));
        let voice = |name: &str| read.iter().find(|v| v.name == name).cloned().unwrap_or_else(|| elsewhere(name));
        let mut voices = names.split(';').map(str::trim).filter(|name| !name.is_empty()).map(voice);
        statement.voice = voices.next();
        statement.others = voices.collect();
    }
    if let (Some(role), Some(voice)) = (&annotation.role, &mut statement.voice) {
        voice.role = Some(role.clone());
    }
    statement
}

fn named(name: &str, elsewhere: Option<&AttributionRow>) -> Voice {
    Voice {
        name: name.to_owned(),
        speaker_type: elsewhere.and_then(|row| row.speaker_type).unwrap_or(SpeakerType::Person),
        role: elsewhere.and_then(|row| row.role.clone()),
        organization: elsewhere.and_then(|row| row.organization.clone()),
        country: elsewhere.and_then(|row| row.country.clone()),
        via: None,
        how: How::Decided,
        confidence: 1.0,
        role_span: None,
        name_span: None,
    }
}
