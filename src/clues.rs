//! What the encoder tells of speakers: where names and roles stand, and which name an attribution points at.

use crate::{statement::Act, statement::SpeakerType, text::Span};

/// A place where somebody or something that can speak is named.
#[derive(Clone, Debug, PartialEq)]
pub struct NameSpan {
    /// the words, without titles and articles
    pub span: Span,
    /// a person by name; else a body, a document, a group, or somebody described
    pub person: bool,
    /// of the label, 0 to 1
    pub probability: f32,
}

/// A place where a title, or the body that a title belongs to, is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleSpan {
    /// the words
    pub span: Span,
    /// the body; else the title
    pub organization: bool,
    /// whose it is, as an index into [`Clues::names`], with its share, 0 to 1; none where the encoder points at nobody
    pub holder: Option<(usize, f32)>,
    /// of the label, 0 to 1
    pub probability: f32,
}

/// In which capacity somebody speaks, as far as the encoder sees: shares of what is pointed at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capacity {
    /// titles, as indexes into [`Clues::roles`]
    pub titles: Vec<(usize, f32)>,
    /// share that points at no title in sight
    pub untitled: f32,
    /// bodies: the span labelled as one, else the word pointed at
    pub bodies: Vec<(Span, f32)>,
    /// share that points at no body in sight
    pub bodiless: f32,
}

/// Whom an attribution points at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pointer {
    /// indexes into [`Clues::names`] with their shares of the pointing
    pub names: Vec<(usize, f32)>,
    /// share that points at nobody in sight
    pub nobody: f32,
    /// probability of each kind of speaker, in the order of [`SpeakerType::ALL`]
    pub kinds: Vec<f32>,
    /// probability of each act, in the order of [`Act::ALL`]
    pub acts: Vec<f32>,
    /// probability that the source voiced it; 1 where there is no cue
    pub voiced: f32,
    /// in which capacity they speak here
    pub capacity: Capacity,
}

impl Pointer {
    /// Probability of a kind of speaker.
    pub fn kind(&self, kind: SpeakerType) -> f32 {
        self.kinds.get(kind as usize).copied().unwrap_or(0.0)
    }

    /// Probability of an act.
    pub fn act(&self, act: Act) -> f32 {
        self.acts.get(act as usize).copied().unwrap_or(0.0)
    }
}

/// All of it for one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clues {
    /// in the order of the text
    pub names: Vec<NameSpan>,
    /// in the order of the text
    pub roles: Vec<RoleSpan>,
    /// one for each attribution asked about, in their order
    pub pointers: Vec<Pointer>,
    /// one for each name, in their order: in which capacity its bearer speaks
    pub capacities: Vec<Capacity>,
}
