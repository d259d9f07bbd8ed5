//! Statements made elsewhere, kept like those found in articles: the text is an article of its own.

use rusqlite::params;

use crate::{
    article::Article,
    statement::{Act, Extraction, How, Kind, SpeakerType, Statement, Voice},
    text::Span,
};

use super::{
    Result, Store, StoreError,
    add::{self, Added, Outcome},
    appearances,
    engines::{Engine, IMPORTED, engine_id},
    names, outlet_names,
    writer::write_statements,
};

/// A statement made elsewhere (the contract's `import`).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Imported {
    /// comes back as `ref`
    pub id: String,
    /// the statement
    pub text: String,
    /// who made it
    #[serde(default)]
    pub speaker: Option<String>,
    /// in which role
    #[serde(default)]
    pub role: Option<String>,
    /// day of publication
    #[serde(default)]
    pub published: Option<String>,
    /// newspaper, agency or site
    #[serde(default)]
    pub outlet: Option<String>,
    /// address
    #[serde(default)]
    pub url: Option<String>,
}

impl Store {
    /// Adds a statement made elsewhere; the same one twice is one.
    pub fn import(&mut self, statement: &Imported) -> Result<Added> {
        self.write(|db, _| import(db, statement))
    }

    /// Adds many in one transaction, which is faster.
    pub fn import_all(&mut self, statements: &[Imported]) -> Result<Vec<Added>> {
        self.write(|db, _| statements.iter().map(|statement| import(db, statement)).collect())
    }
}

fn import(db: &rusqlite::Connection, imported: &Imported) -> Result<Added> {
    let content = Span::new(0, imported.text.len()).trim(&imported.text);
    if content.is_empty() {
        return Err(StoreError::Refused(format!("the statement {:?} has no text", imported.id)));
    }
    let speaker = imported.speaker.as_deref().unwrap_or_default();
    let uid = names::uid(&["import", &imported.id, &imported.text, speaker], 32);
    if let Some((id, _)) = add::find_article(db, &uid)? {
        // what was not known when it came first
        db.prepare_cached(
            "UPDATE articles SET outlet = coalesce(outlet, ?2), published = coalesce(published, ?3),
                 url = coalesce(url, ?4)
             WHERE id = ?1",
        )?
        .execute(params![id, imported.outlet, imported.published, imported.url])?;
        return Ok(Added { article: uid, outcome: Outcome::Unchanged, statements: 1, new_statements: Vec::new() });
    }
    let engine = engine_id(db, &Engine { name: IMPORTED.to_owned(), weights: String::new() })?;
    let article = Article {
        id: imported.id.clone(),
        text: imported.text.clone(),
        outlet: imported.outlet.clone(),
        published: imported.published.clone(),
        url: imported.url.clone(),
        ..Article::default()
    };
    let id = add::insert_article(db, &uid, &article, engine, true)?;
    db.prepare_cached(
        "INSERT INTO appearances (article_id, url, outlet, published, added_at)
         SELECT id, url, outlet, published, added_at FROM articles WHERE id = ?1",
    )?
    .execute([id])?;
    if outlet_names::rename(db, db.last_insert_rowid())? {
        appearances::describe(db, id)?;
    }
    let extraction = Extraction { statements: vec![statement(imported, &uid, content)], notes: Vec::new() };
    let new_statements = write_statements(db, id, &uid, &imported.text, &extraction, engine)?;
    for row in &new_statements {
        db.prepare_cached("UPDATE statements SET reference = ?2 WHERE id = ?1")?.execute(params![row, imported.id])?;
    }
    Ok(Added { article: uid, outcome: Outcome::New, statements: 1, new_statements })
}

/// The whole text, said by the speaker as given.
fn statement(imported: &Imported, uid: &str, content: Span) -> Statement {
    let voice = imported.speaker.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(|name| Voice {
        name: name.to_owned(),
        speaker_type: SpeakerType::Person,
        role: imported.role.clone(),
        organization: None,
        country: None,
        via: None,
        how: How::Imported,
        role_span: None,
        confidence: 1.0,
        name_span: None,
    });
    Statement {
        id: names::uid(&[uid], 16),
        kind: Kind::Indirect,
        act: Act::Say,
        negated: false,
        on_record: true,
        content: vec![content],
        cue: Vec::new(),
        source: Vec::new(),
        context: content,
        voice,
        others: Vec::new(),
        confidence: 1.0,
        rules: Vec::new(),
    }
}
