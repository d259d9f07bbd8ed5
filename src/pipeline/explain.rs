//! How a statement came about: its article is read again by the engine as installed, and each step is kept.

use serde::Serialize;

use crate::article::Article;
use crate::engine::{ActOf, Engine, Trace, WhyAct, sure_act};
use crate::speakers::{Choice, Form};
use crate::statement::{Act, Attribution, SpeakerType, Statement};
use crate::store::{BY_HAND, Decision, IMPORTED, Result, StatementDetail, Store, Subject};
use crate::text::{CodePoints, Span, one_line};

/// Candidates and reasons that are told; those behind them decide nothing.
const MOST: usize = 5;
/// A share below this is nothing to tell.
const LEAST_SHARE: f32 = 0.005;

/// A statement with all that led to it. Offsets count code points of the article.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// stable id of the statement
    pub statement: String,
    /// its words
    pub text: String,
    /// engine and weights that found what is stored
    pub found_by: String,
    /// engine and weights as installed, which read the article again for this
    pub read_by: String,
    /// true when they find the same statement; otherwise `steps` is missing: what is stored was found by other weights, or was
    /// imported. What a person fixed is found again, and `decisions` say what was fixed
    pub found_again: bool,
    /// where the parts stand
    pub parts: Vec<Part>,
    /// share of statements given this figure that are right, 0 to 1; none for an imported one, of which nobody measured it
    pub confidence: Option<f64>,
    /// how it was read
    pub steps: Option<Steps>,
    /// across articles
    pub identity: Option<SameSpeaker>,
    /// what people decided of it, oldest first; also what was taken back
    pub decisions: Vec<Decision>,
}

/// Words of the article that the statement rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// "source", "cue", "content"; "name" and "role": the evidence for the speaker's full name and role
    pub part: &'static str,
    /// where they stand
    pub span: [usize; 2],
    /// as printed
    pub words: String,
    /// the encoder's own probability that they are a name or a role, 0 to 1; none for the other parts, which it scores together
    pub score: Option<f64>,
}

/// How the engine reads the statement.
#[derive(Clone, Debug, Serialize)]
pub struct Steps {
    /// the encoder's own score of the attribution, 0 to 1; `confidence` is made of it
    pub score: Option<f64>,
    /// the parts as the encoder had them, where the rules mended them
    pub mended_from: Vec<Part>,
    /// what made it, in order: the encoder or a construction, what was mended, the entry of the lexicon that read the cue
    pub rules: Vec<&'static str>,
    /// acts that the encoder sees in the cue, the likeliest first
    pub acts: Vec<Share>,
    /// which act was taken, and why
    pub act: TakenAct,
    /// how likely the source voiced it, by the encoder: 1 where there is no cue
    pub voiced: f64,
    /// kinds of speaker that it sees in the source, the likeliest first
    pub kinds: Vec<Share>,
    /// how the speaker was chosen; none where nothing can be meant
    pub speaker: Option<Chosen>,
}

/// The act that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct TakenAct {
    /// the act
    pub act: Act,
    /// what the words of the cue give
    pub by_words: Act,
    /// why the one or the other was taken, in words
    pub why: String,
}

/// A share of a choice.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
    /// what
    pub name: String,
    /// 0 to 1
    pub share: f64,
}

/// How the speaker was chosen among those whom the article names.
#[derive(Clone, Debug, Serialize)]
pub struct Chosen {
    /// how the source is worded: "a name", "a pronoun", "other words", "nothing"
    pub source_is: &'static str,
    /// how it was found, in words
    pub how: Option<String>,
    /// the one taken first, then the likeliest others; "" is nobody
    pub candidates: Vec<Share>,
    /// a rule named the one taken, whatever the shares
    pub by_rule: bool,
    /// what spoke for the one taken rather than for the likeliest other, and how much it adds to the logarithm of the odds
    pub reasons: Vec<Reason>,
}

/// What spoke for a candidate, or against it.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// what
    pub what: &'static str,
    /// above 0 for the one taken, below 0 against
    pub weight: f64,
}

/// The speaker across articles.
#[derive(Clone, Debug, Serialize)]
pub struct SameSpeaker {
    /// stable id
    pub id: String,
    /// the name shown
    pub name: String,
    /// names by which articles call them, with the number of articles
    pub names: Vec<(String, u32)>,
    /// who may be the same person too, and why that was not decided
    pub doubts: Vec<String>,
    /// what people ruled of the speaker
    pub decisions: Vec<Decision>,
}

/// Explains the statement of this id, or of its first digits.
pub fn explain(store: &Store, engine: &Engine, id: &str) -> Result<Explanation> {
    let detail = store.statement(id)?;
    let (text, row) = (detail.text.as_str(), &detail.row);
    let points = CodePoints::new(text);
    let article = Article { text: detail.text.clone(), ..Article::default() };
    // no engine found what was imported or marked by hand, and none has to read it again
    let imported = detail.engine == IMPORTED || detail.engine == BY_HAND;
    let trace = if imported { None } else { engine.trace(&article).ok() };
    let same = trace.as_ref().and_then(|t| t.extraction.statements.iter().position(|s| s.id == row.id));
    let mut parts = Vec::new();
    for (part, spans) in [("source", &detail.source), ("cue", &detail.cue), ("content", &detail.content)] {
        parts.extend(spans.iter().map(|span| part_of(text, &points, part, *span, None)));
    }
    let score = |at: Span| trace.as_ref().and_then(|t| label_score(t, at));
    parts.extend(detail.name.map(|span| part_of(text, &points, "name", span, score(span))));
    parts.extend(detail.role.map(|span| part_of(text, &points, "role", span, score(span))));
    Ok(Explanation {
        statement: row.id.clone(),
        text: row.text.clone(),
        found_by: format!("{} {}", detail.engine, detail.weights).trim().to_owned(),
        read_by: format!("onrecord {} {}", env!("CARGO_PKG_VERSION"), engine.weights()),
        found_again: same.is_some(),
        parts,
        confidence: (!imported).then_some(row.confidence),
        steps: trace.as_ref().zip(same).map(|(trace, n)| steps(trace, n, text, &points)),
        identity: same_speaker(store, &detail)?,
        decisions: store.decisions_on(Subject::Statement(row.key))?,
    })
}

fn part_of(text: &str, points: &CodePoints, part: &'static str, span: Span, score: Option<f32>) -> Part {
    let words = one_line(span.of(text));
    Part { part, span: points.span(text, span), words, score: score.map(rounded) }
}

/// The encoder's probability of the name or role that stands there.
fn label_score(trace: &Trace, at: Span) -> Option<f32> {
    let names = trace.clues.names.iter().map(|name| (name.span, name.probability));
    let roles = trace.clues.roles.iter().map(|role| (role.span, role.probability));
    names.chain(roles).filter(|(span, _)| span.overlaps(at)).map(|(_, p)| p).max_by(f32::total_cmp)
}

fn steps(trace: &Trace, n: usize, text: &str, points: &CodePoints) -> Steps {
    let statement = &trace.extraction.statements[n];
    let found = trace.found.iter().max_by_key(|found| shared(found, statement)).filter(|f| shared(f, statement) > 0);
    let pointer = &trace.clues.pointers[n];
    let choice = trace.choices.get(n).cloned().flatten();
    Steps {
        score: found.map(|found| rounded(found.confidence)),
        mended_from: found.map(|found| mended(found, statement, text, points)).unwrap_or_default(),
        rules: statement.rules.clone(),
        act: taken_act(statement.act, trace.acts[n]),
        acts: likeliest(Act::ALL.iter().map(|act| (act.as_str(), pointer.act(*act)))),
        voiced: rounded(pointer.voiced),
        kinds: likeliest(SpeakerType::ALL.iter().map(|kind| (kind.as_str(), pointer.kind(*kind)))),
        speaker: choice.map(|choice| chosen(choice, statement)),
    }
}

/// Bytes of content that both have.
fn shared(found: &Attribution, statement: &Statement) -> usize {
    let both = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    found.content.iter().flat_map(|a| statement.content.iter().map(move |b| both(a, b))).sum()
}

/// The parts of an attribution of the encoder that the rules changed.
fn mended(found: &Attribution, statement: &Statement, text: &str, points: &CodePoints) -> Vec<Part> {
    let parts = [
        ("source", &found.source, &statement.source),
        ("cue", &found.cue, &statement.cue),
        ("content", &found.content, &statement.content),
    ];
    let changed = parts.into_iter().filter(|(_, before, after)| before != after);
    changed.flat_map(|(part, before, _)| before.iter().map(|s| part_of(text, points, part, *s, None))).collect()
}

fn taken_act(act: Act, of: ActOf) -> TakenAct {
    let sure = format!("it counts above {:.2}", sure_act());
    let why = match of.why {
        WhyAct::Sure if act == of.by_words => {
            format!("the encoder is sure of it ({sure}), and the words of the cue give it too")
        }
        WhyAct::Sure => format!("the encoder is sure of it ({sure}), which counts more than the words of the cue"),
        WhyAct::NotSure => format!("by the words of the cue: the encoder is sure of no other ({sure})"),
        WhyAct::NoCue => "there is no cue whose act the encoder could see".to_owned(),
        WhyAct::Negated => {
            "by the words of the cue: it is negated, and of what did not happen the encoder is not asked".to_owned()
        }
        WhyAct::SureOfInner => {
            "by the words of the cue: the encoder sees an inner state, and what was voiced is none".to_owned()
        }
        WhyAct::Voiced => "the words of the cue tell an inner state, and what was voiced is none".to_owned(),
    };
    TakenAct { act, by_words: of.by_words, why }
}

fn likeliest<'w>(shares: impl Iterator<Item = (&'w str, f32)>) -> Vec<Share> {
    let mut shares: Vec<(&str, f32)> = shares.filter(|(_, share)| *share >= LEAST_SHARE).collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares.into_iter().take(MOST).map(|(name, share)| Share { name: name.to_owned(), share: rounded(share) }).collect()
}

fn chosen(choice: Choice, statement: &Statement) -> Chosen {
    let told = |(n, (_, share)): &(usize, (String, f32))| *n == 0 || *share >= LEAST_SHARE;
    let candidates = choice.candidates.into_iter().enumerate().filter(told).take(MOST);
    Chosen {
        source_is: match choice.form {
            Form::Named => "a name",
            Form::Pronoun => "a pronoun",
            Form::Noun => "other words",
            Form::Absent => "nothing",
        },
        how: statement.voice.as_ref().map(|voice| voice.how.to_string()),
        candidates: candidates.map(|(_, (name, share))| Share { name, share: rounded(share) }).collect(),
        by_rule: choice.told,
        reasons: choice
            .reasons
            .into_iter()
            .take(MOST)
            .map(|(what, weight)| Reason { what, weight: rounded(weight) })
            .collect(),
    }
}

fn same_speaker(store: &Store, detail: &StatementDetail) -> Result<Option<SameSpeaker>> {
    let Some(id) = &detail.row.speaker_id else { return Ok(None) };
    let Subject::Speaker(key) = store.subject(id)? else { return Ok(None) };
    let speaker = store.speaker(key)?;
    let doubt = |pair: crate::store::DoubtfulPair| {
        let other = if pair.a.id == *id { pair.b } else { pair.a };
        format!("{}: {}", other.name, pair.why)
    };
    let doubts = store.doubtful_speakers()?.into_iter().filter(|pair| pair.a.id == *id || pair.b.id == *id);
    Ok(Some(SameSpeaker {
        id: id.clone(),
        name: speaker.speaker.name,
        names: speaker.names,
        doubts: doubts.map(doubt).collect(),
        decisions: store.decisions_on(Subject::Speaker(key))?,
    }))
}

/// Three decimals.
fn rounded(figure: f32) -> f64 {
    (f64::from(figure) * 1000.0).round() / 1000.0
}
