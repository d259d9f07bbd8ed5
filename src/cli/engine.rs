//! The extraction engine as the commands use it: kept from texts that no article has, and unable to end a batch.

use super::careful::careful;
use crate::article::Article;
use crate::statement::Extraction;
use crate::{engine, store};

/// Longest text extracted from, in bytes: some 170,000 words, more than any article has.
pub const LONGEST_TEXT: usize = 1 << 20;

/// Most word pieces extracted from, some 27,000 words: they are what an article costs, and what few bytes can hold many of
/// ("a,a,a,").
const MOST_PIECES: usize = 40_000;

/// The engine, loaded once and shared by all threads.
pub struct Engine {
    engine: engine::Engine,
    made_by: store::Engine,
}

/// Why an article was not extracted from.
#[derive(Debug, thiserror::Error)]
pub enum NotExtracted {
    /// no article is that long
    #[error("the text has {0} bytes, more than an article can have ({LONGEST_TEXT}); skipped")]
    TooLong(usize),
    /// no article has that many words and marks
    #[error("the text has {0} word pieces, more than an article can have ({MOST_PIECES}); skipped")]
    TooManyPieces(usize),
    /// the engine panicked, which it must not
    #[error("the extraction engine failed on this text; please report it")]
    Failed,
}

impl Engine {
    /// Loads the embedded weights.
    pub fn load() -> Self {
        let engine = engine::Engine::new();
        let name = format!("onrecord {}", env!("CARGO_PKG_VERSION"));
        let weights = engine.weights().to_owned();
        Engine { engine, made_by: store::Engine { name, weights } }
    }

    /// What is stored with each statement: program and weights.
    pub fn made_by(&self) -> &store::Engine {
        &self.made_by
    }

    /// The statements of an article. Extraction never fails by design; should it panic all the same, the article is
    /// reported and the rest of the batch goes on.
    pub fn extract(&self, article: &Article) -> Result<Extraction, NotExtracted> {
        if article.text.len() > LONGEST_TEXT {
            return Err(NotExtracted::TooLong(article.text.len()));
        }
        // a piece has a byte at least
        if article.text.len() > MOST_PIECES {
            let pieces = self.engine.pieces(article);
            if pieces > MOST_PIECES {
                return Err(NotExtracted::TooManyPieces(pieces));
            }
        }
        careful(|| self.engine.extract(article)).map_err(|_| NotExtracted::Failed)
    }
}
