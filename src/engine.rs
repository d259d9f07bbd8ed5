//! The whole way from an article to its statements: encoder, extraction, speakers.
//!
//! Pure: the same text gives the same statements, whatever the number of threads, and no text makes it fail.

use crate::article::Article;
use crate::encoder::Encoder;
use crate::clues::Pointer;
use crate::statement::{Act, Attribution, Extraction, Kind, Statement};
use crate::{extract, speakers};

/// The engine with the weights that the program carries. Making one takes some milliseconds; threads can share it.
#[derive(Default)]
pub struct Engine {
    encoder: Encoder,
}

impl Engine {
    /// The engine, ready to run.
    pub fn new() -> Self {
        Engine::default()
    }

    /// The engine with other weights, for measuring them.
    pub fn with_encoder(encoder: Encoder) -> Self {
        Engine { encoder }
    }

    /// Version of the weights, stored with every statement that they made.
    pub fn weights(&self) -> &str {
        self.encoder.version()
    }

    /// Word pieces of an article that the encoder would look at: what extracting from it costs.
    pub fn pieces(&self, Article { text, .. }: &Article) -> usize {
        self.encoder.pieces(text)
    }

    /// The statements of an article, with their speakers as far as the article names them.
    pub fn extract(&self, Article { text, .. }: &Article) -> Extraction {
        let reading = self.encoder.read(text);
        let mut extraction = extract::statements(text, reading.attributions());
        let attributions: Vec<Attribution> = extraction.statements.iter().map(attribution).collect();
        let clues = reading.clues(&attributions);
        for (statement, pointer) in extraction.statements.iter_mut().zip(&clues.pointers) {
            judge(statement, pointer);
        }
        for (statement, voices) in extraction.statements.iter_mut().zip(speakers::resolve(text, &attributions, &clues)) {
            let mut voices = voices.into_iter();
            statement.voice = voices.next();
            statement.others = voices.collect();
            // "tensions were said to be high": without a source and without a quotation, nobody voiced it
            statement.on_record &= statement.voice.is_some() || statement.kind != Kind::Indirect;
        }
        extraction
    }
}

/// From this probability on the encoder's act counts more than that of the cue's words.
const SURE_ACT: f32 = 0.7;
/// Below this probability of an inner state, what the cue's words leave open was voiced.
const VOICED: f32 = 0.1;

/// What the encoder says of a cue beside what its words say.
fn judge(statement: &mut Statement, pointer: &Pointer) {
    let surest = Act::ALL.iter().copied().find(|act| pointer.act(*act) > SURE_ACT);
    if let Some(act) = surest.filter(|_| !statement.cue.is_empty()) {
        statement.act = act;
    }
    statement.on_record |= !statement.negated && pointer.act(Act::Believe) + pointer.act(Act::Intend) < VOICED;
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
