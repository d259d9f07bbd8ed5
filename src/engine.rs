//! The whole way from an article to its statements: document, encoder, extraction, speakers.
//!
//! Pure: the same text gives the same statements, whatever the number of threads. No text makes it fail by design; should
//! it panic all the same, the article is told and a batch goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::Article;
use crate::document::Document;
use crate::encoder::Encoder;
use crate::statement::{Attribution, Extraction, Kind, Statement};
use crate::{extract, speakers};

/// Longest text extracted from, in bytes: some 170,000 words, more than any article has.
const LONGEST_TEXT: usize = 1 << 20;

/// The engine with the weights that the program carries. Making one takes some milliseconds; threads can share it.
#[derive(Default)]
pub struct Engine {
    encoder: Encoder,
}

/// Why an article was not extracted from.
#[derive(Debug, thiserror::Error)]
pub enum NotExtracted {
    /// no article is that long
    #[error("the text has {0} bytes, more than an article can have ({LONGEST_TEXT}); skipped")]
    TooLong(usize),
    /// the engine panicked, which it must not
    #[error("the extraction engine failed on this text; please report it")]
    Failed,
}

impl Engine {
    /// The engine, ready to run.
    pub fn new() -> Self {
        Engine::default()
    }

    /// Version of the weights, stored with every statement that they made.
    pub fn weights(&self) -> &str {
        self.encoder.version()
    }

    /// The statements of an article, with their speakers as far as the article names them.
    pub fn extract(&self, article: &Article) -> Result<Extraction, NotExtracted> {
        if article.text.len() > LONGEST_TEXT {
            return Err(NotExtracted::TooLong(article.text.len()));
        }
        catch_unwind(AssertUnwindSafe(|| self.read(&Document::new(&article.text)))).map_err(|_| NotExtracted::Failed)
    }

    fn read(&self, document: &Document) -> Extraction {
        let mut extraction = extract::statements(document, self.encoder.attributions(document));
        let attributions: Vec<Attribution> = extraction.statements.iter().map(attribution).collect();
        for (statement, voice) in extraction.statements.iter_mut().zip(speakers::resolve(document, &attributions)) {
            // "tensions were said to be high": without a source and without a quotation, nobody voiced it
            statement.on_record &= voice.is_some() || statement.kind != Kind::Indirect;
            statement.voice = voice;
        }
        extraction
    }
}

/// A statement's spans: extraction mends those of the encoder, and who voices them is asked of the mended ones.
fn attribution(statement: &Statement) -> Attribution {
    Attribution {
        source: statement.source.clone(),
        cue: statement.cue.clone(),
        content: statement.content.clone(),
        confidence: statement.confidence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_on_confidence_were_measured_for_these_weights() {
        assert_eq!(extract::measured_for(), Engine::new().weights(), "measure data/model/thresholds.toml again");
    }
}
