//! The whole way from an article to its statements: document, encoder, extraction, speakers.
//!
//! Pure: the same text gives the same statements, whatever the number of threads. No text makes it fail by design; should
//! it panic all the same, the article is told and a batch goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::article::Article;
use crate::clues::{Clues, Pointer};
use crate::document::Document;
use crate::encoder::Encoder;
use crate::speakers::Choice;
use crate::statement::{Act, Attribution, Extraction, Kind, Statement};
use crate::thresholds::THRESHOLDS;
use crate::{extract, speakers};

/// Longest text extracted from, in bytes: some 170,000 words, more than any article has.
pub const LONGEST_TEXT: usize = 1 << 20;

/// Most word pieces extracted from, some 27,000 words: they are what an article costs, and what few bytes can hold many of
/// ("a,a,a,").
const MOST_PIECES: usize = 40_000;

/// The engine with the weights that the program carries. Making one takes some milliseconds; threads can share it, and
/// clones share the weights.
#[derive(Clone, Default)]
pub struct Engine {
    encoder: Arc<Encoder>,
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
    /// The engine, ready to run.
    pub fn new() -> Self {
        Engine::default()
    }

    /// The engine with other weights, for measuring them.
    pub fn with_encoder(encoder: Encoder) -> Self {
        Engine { encoder: Arc::new(encoder) }
    }

    /// Version of the weights, stored with every statement that they made.
    pub fn weights(&self) -> &str {
        self.encoder.version()
    }

    /// The statements of an article, with their speakers as far as the article names them.
    pub fn extract(&self, article: &Article) -> Result<Extraction, NotExtracted> {
        self.guarded(&article.text, |document| self.read(document, &[]).0.extraction)
    }

    /// The same with all that led to it.
    pub fn trace(&self, article: &Article) -> Result<Trace, NotExtracted> {
        self.guarded(&article.text, |document| {
            let (trace, attributions) = self.read(document, &[]);
            let choices = speakers::choices(document, &attributions, &trace.clues);
            Trace { choices, ..trace }
        })
    }

    /// The statements that a person marked in an article, their spans as they are, with kind, act and speakers as those of any
    /// other.
    pub fn marked(&self, article: &Article, marked: &[Attribution]) -> Result<Vec<Statement>, NotExtracted> {
        self.guarded(&article.text, |document| {
            let statements = self.read(document, marked).0.extraction.statements;
            statements.into_iter().filter(|statement| marked.iter().any(|m| m.content == statement.content)).collect()
        })
    }

    /// Reads a text that is no longer than an article can be.
    fn guarded<T>(&self, text: &str, read: impl Fn(&Document) -> T) -> Result<T, NotExtracted> {
        if text.len() > LONGEST_TEXT {
            return Err(NotExtracted::TooLong(text.len()));
        }
        catch_unwind(AssertUnwindSafe(|| {
            let document = Document::new(text);
            // a piece has a byte at least
            match text.len() {
                0..=MOST_PIECES => Ok(read(&document)),
                _ => match self.encoder.pieces(&document) {
                    0..=MOST_PIECES => Ok(read(&document)),
                    pieces => Err(NotExtracted::TooManyPieces(pieces)),
                },
            }
        }))
        .unwrap_or(Err(NotExtracted::Failed))
    }

    /// How a document is read, without the choices, and the statements' spans, mended, in their order.
    fn read(&self, document: &Document, marked: &[Attribution]) -> (Trace, Vec<Attribution>) {
        let reading = self.encoder.read(document);
        let found = reading.attributions();
        let mut extraction = extract::statements(document, found.clone());
        extract::add_marked(document, &mut extraction, marked);
        let attributions: Vec<Attribution> = extraction.statements.iter().map(attribution).collect();
        let clues = reading.clues(&attributions);
        let judged = extraction.statements.iter_mut().zip(&clues.pointers);
        let acts = judged.map(|(statement, pointer)| judge(statement, pointer)).collect();
        for (statement, voices) in
            extraction.statements.iter_mut().zip(speakers::resolve(document, &attributions, &clues))
        {
            let mut voices = voices.into_iter();
            statement.voice = voices.next();
            statement.others = voices.collect();
            let by_hand = marked.iter().any(|marked| marked.content == statement.content);
            statement.on_record &= by_hand || !extract::is_doubtful(statement);
            for voice in statement.voice.iter_mut().chain(&mut statement.others) {
                voice.confidence = extract::speaker_confidence(voice.confidence);
            }
        }
        (Trace { found, extraction, clues, acts, choices: Vec::new() }, attributions)
    }
}

/// How an article was read.
pub struct Trace {
    /// the attributions as the encoder found them
    pub found: Vec<Attribution>,
    /// what was made of them
    pub extraction: Extraction,
    /// names and roles in the text, and whom each statement points at, in their order
    pub clues: Clues,
    /// where the act of each statement comes from, in their order
    pub acts: Vec<ActOf>,
    /// how the speaker of each statement was chosen, in their order
    pub choices: Vec<Option<Choice>>,
}

/// Where the act of a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActOf {
    /// what the words of its cue give
    pub by_words: Act,
    /// why that is taken, or not
    pub why: WhyAct,
}

/// Why a statement has its act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyAct {
    /// the encoder is sure of one
    Sure,
    /// it is sure of none
    NotSure,
    /// it has no cue
    NoCue,
    /// its cue is negated: what did not happen is the act of the cue's words
    Negated,
    /// the encoder is sure of an inner state, which nothing is that was voiced
    SureOfInner,
    /// the words of the cue tell an inner state, which nothing is that was voiced
    Voiced,
}

/// Above this the encoder's act counts more than that of the cue's words.
pub fn sure_act() -> f32 {
    THRESHOLDS.sure_act
}

/// What the encoder says of a cue beside what its words say. It does not count where a cue is negated, whose act is what did not happen,
/// and what was voiced is no inner state.
fn judge(statement: &mut Statement, pointer: &Pointer) -> ActOf {
    let says = statement.rules.contains(&extract::SAYING);
    let least = if says { THRESHOLDS.voiced_by_saying } else { THRESHOLDS.voiced };
    statement.on_record = statement.kind == Kind::Direct || !statement.negated && pointer.voiced >= least;
    let inner = |act: &Act| matches!(act, Act::Believe | Act::Intend);
    let surest = Act::ALL.iter().copied().find(|act| pointer.act(*act) > THRESHOLDS.sure_act);
    let by_words = statement.act;
    let by_encoder = match surest {
        _ if statement.cue.is_empty() => Err(WhyAct::NoCue),
        None => Err(WhyAct::NotSure),
        Some(_) if statement.negated => Err(WhyAct::Negated),
        Some(act) if statement.on_record && inner(&act) => Err(WhyAct::SureOfInner),
        Some(act) => Ok(act),
    };
    let (act, why) = match by_encoder {
        Ok(act) => (act, WhyAct::Sure),
        Err(_) if statement.on_record && inner(&by_words) => (Act::Say, WhyAct::Voiced),
        Err(why) => (by_words, why),
    };
    statement.act = act;
    ActOf { by_words, why }
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

    /// A statement of one cue whose source voiced it with such a probability, the act sure.
    fn judged(text: &str, [cue, content]: [&str; 2], act: Act, voiced: f32) -> (bool, Act) {
        let span = |words: &str| {
            let start = text.find(words).expect("words of the text");
            vec![crate::text::Span::new(start, start + words.len())]
        };
        let attribution = Attribution { source: vec![], cue: span(cue), content: span(content), confidence: 0.9 };
        let mut statement = extract::statements(&Document::new(text), vec![attribution]).statements.remove(0);
        let acts = Act::ALL.iter().map(|one| if *one == act { 0.9 } else { 0.0 }).collect();
        judge(&mut statement, &Pointer { acts, voiced, ..Pointer::default() });
        (statement.on_record, statement.act)
    }

    #[test]
    fn a_negated_cue_voices_nothing_and_keeps_its_act() {
        for (text, cue) in [
            ("Quist did not say when the ferry would sail again.", "did not say"),
            ("Quist declined to say when the ferry would sail again.", "declined to say"),
            ("Quist has never said when the ferry would sail again.", "said"),
        ] {
            let found = judged(text, [cue, "when the ferry would sail again"], Act::Deny, 1.0);
            assert_eq!(found, (false, Act::Say), "{text}");
        }
    }

    #[test]
    fn what_was_voiced_is_on_record_and_no_inner_state() {
        let words = "the bridge will outlast the board";
        let text = "Quist believes the bridge will outlast the board.";
        assert_eq!(judged(text, ["believes", words], Act::Believe, 0.1), (false, Act::Believe));
        assert_eq!(judged(text, ["believes", words], Act::Believe, 0.9), (true, Act::Say));
        let text = "The council approved a second bridge.";
        assert!(!judged(text, ["approved", "a second bridge"], Act::Support, 0.3).0);
        let text = "Quist was quoted as saying the bridge will outlast the board.";
        assert_eq!(judged(text, ["was quoted as saying", words], Act::Intend, 0.9), (true, Act::Say));
        let text = "Quist said the bridge will outlast the board.";
        assert_eq!(judged(text, ["said", words], Act::Intend, 0.2), (true, Act::Say));
        let text = "“The bridge will outlast the board,” Quist believes.";
        let quoted = "“The bridge will outlast the board,”";
        assert!(judged(text, ["believes", quoted], Act::Believe, 0.1).0);
    }

    #[test]
    fn what_the_outlet_tells_of_feelings_is_off_record() {
        let text = "Ada Quist, the harbour master, believes that the bridge will outlast the board.\n\n\
            The mayor, Bo Lund, said the gates would stay open in June. “I believe the bridge will outlast the board,” he added.";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = Engine::new().extract(&article).expect("statements").statements;
        let told: Vec<_> = found.iter().map(|s| (s.cue[0].of(text), s.on_record)).collect();
        assert_eq!(told, [("believes", false), ("said", true), ("added", true)]);
    }
}
