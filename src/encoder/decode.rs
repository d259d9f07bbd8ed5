//! Logits → attributions, names and roles: labels to spans, spans to each other by their links.

use super::{
    elementwise::dot,
    forward::Logits,
    weights::{Head, Link},
    wordpiece::Pieces,
};
use crate::{statement::Attribution, text::Span};

/// What a span of an attribution is; the numbers are those of its first label (`B-`), one less than that of the rest (`I-`).
const SOURCE: usize = 1;
const CUE: usize = 3;
const CONTENT: usize = 5;

/// A labelled span of the article's pieces.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Found {
    /// number of its first label
    pub label: usize,
    /// first and one past the last piece
    pub pieces: (usize, usize),
    /// mean probability of its words' labels
    pub probability: f32,
}

/// Pieces `from..to` that one run of the encoder sees; those before `own` are there as context, and another window
/// decides about them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Window {
    /// first piece
    pub from: usize,
    /// first piece that this window decides about
    pub own: usize,
    /// one past the last piece
    pub to: usize,
}

/// What one window says of attributions: its own contents and cues, each with what it points at, be that in the
/// context or not.
pub struct InWindow {
    contents: Vec<(Found, Option<(Found, f32)>)>,
    cues: Vec<(Found, Option<Found>)>,
}

/// Reads the attributions of one window.
pub fn read(pieces: &Pieces, window: Window, logits: &Logits, links: &Links) -> InWindow {
    let found = labelled(pieces, window, logits, Head::Label);
    let of = |label: usize| found.iter().copied().filter(move |f| f.label == label);
    let (cues, sources): (Vec<Found>, Vec<Found>) = (of(CUE).collect(), of(SOURCE).collect());
    let mut reading = InWindow { contents: Vec::new(), cues: Vec::new() };
    for mut content in of(CONTENT) {
        content.pieces.0 = content.pieces.0.max(window.own);
        if content.pieces.0 < content.pieces.1 {
            reading.contents.push((content, links.cue_of(&content, &cues)));
        }
    }
    let pointed_at = |cue: &Found| reading.contents.iter().any(|(_, to)| to.is_some_and(|(c, _)| c == *cue));
    for cue in &cues {
        if cue.pieces.0 >= window.own || pointed_at(cue) {
            reading.cues.push((*cue, links.source_of(cue, &sources)));
        }
    }
    reading
}

/// Puts the readings of an article's windows together. A content with no cue in sight is an attribution without one.
pub fn attributions(pieces: &Pieces, readings: Vec<InWindow>) -> Vec<Attribution> {
    let mut groups: Vec<Group> = Vec::new();
    for reading in readings {
        for (cue, source) in reading.cues {
            // a cue in the context is mostly one that the window before has found
            if !groups.iter().rev().take(64).any(|g| g.holds(&cue)) {
                groups.push(Group { cue: Some(cue), source, contents: Vec::new() });
            }
        }
        for (content, to) in reading.contents {
            let group = to.and_then(|(cue, share)| Some((groups.iter().rposition(|g| g.holds(&cue))?, share)));
            match group {
                Some((at, share)) => groups[at].add(content, share, pieces),
                None => groups.push(Group { cue: None, source: None, contents: vec![(content, 0.5)] }),
            }
        }
    }
    groups.iter().filter(|g| !g.contents.is_empty()).map(|g| g.attribution(pieces)).collect()
}

struct Group {
    cue: Option<Found>,
    source: Option<Found>,
    contents: Vec<(Found, f32)>,
}

impl Group {
    fn holds(&self, cue: &Found) -> bool {
        self.cue.is_some_and(|own| own.pieces.0 < cue.pieces.1 && cue.pieces.0 < own.pieces.1)
    }

    /// Adds a content, or lengthens the last one when only a paragraph's end lies between, where two windows met.
    fn add(&mut self, content: Found, share: f32, pieces: &Pieces) {
        if let Some((last, _)) = self.contents.last_mut() {
            let between = last.pieces.1..content.pieces.0;
            if last.pieces.1 <= content.pieces.0 && between.len() <= 1 && between.clone().all(|i| pieces.is_break(i)) {
                last.pieces.1 = content.pieces.1;
                return;
            }
        }
        self.contents.push((content, share));
    }

    fn attribution(&self, pieces: &Pieces) -> Attribution {
        let all = |found: &mut dyn Iterator<Item = &Found>| {
            found.map(|f| span(pieces, f)).filter(|s| !s.is_empty()).collect::<Vec<_>>()
        };
        let weight: usize = self.contents.iter().map(|(c, _)| c.pieces.1 - c.pieces.0).sum();
        let mean = |value: &dyn Fn(&(Found, f32)) -> f32| {
            self.contents.iter().map(|c| value(c) * (c.0.pieces.1 - c.0.pieces.0) as f32).sum::<f32>()
                / weight.max(1) as f32
        };
        let content = mean(&|c| c.0.probability);
        let link = mean(&|c| c.1);
        Attribution {
            source: all(&mut self.source.iter()),
            cue: all(&mut self.cue.iter()),
            content: all(&mut self.contents.iter().map(|c| &c.0)),
            confidence: content * link * self.cue.map_or(0.5, |c| c.probability),
        }
    }
}

/// The bytes of a labelled span, without paragraph breaks at its edges.
pub fn span(pieces: &Pieces, found: &Found) -> Span {
    let inside = &pieces.spans[found.pieces.0..found.pieces.1];
    let start = inside.iter().find(|s| !s.is_empty()).map_or(0, |s| s.start);
    Span::new(start, inside.iter().rev().find(|s| !s.is_empty()).map_or(start, |s| s.end))
}

/// The link vectors of one window's rows.
pub struct Links<'a> {
    /// `[rows][Link::COUNT * size]`
    pub vectors: &'a [f32],
    /// of one vector
    pub size: usize,
    /// first piece of the window, which stands in row 1
    pub from: usize,
}

impl Links<'_> {
    /// The vector of a row of the window; row 0 is its first piece, [CLS].
    pub fn row(&self, row: usize, link: Link) -> &[f32] {
        &self.vectors[(row * Link::COUNT + link as usize) * self.size..][..self.size]
    }

    /// The vector of a piece of the article.
    pub fn vector(&self, piece: usize, link: Link) -> &[f32] {
        self.row(piece - self.from + 1, link)
    }

    /// The cue that the pieces of a content point at most, and its share among all cues.
    fn cue_of(&self, content: &Found, cues: &[Found]) -> Option<(Found, f32)> {
        let scale = 1.0 / (self.size as f32).sqrt();
        let mut shares = vec![0f32; cues.len()];
        for piece in content.pieces.0..content.pieces.1 {
            let query = self.vector(piece, Link::Content);
            let scores: Vec<f32> =
                cues.iter().map(|cue| dot(query, self.vector(cue.pieces.0, Link::Cue)) * scale).collect();
            for (share, s) in shares.iter_mut().zip(softmax(&scores)) {
                *share += s;
            }
        }
        let length = (content.pieces.1 - content.pieces.0).max(1) as f32;
        let best = (0..cues.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a)))?;
        Some((cues[best], shares[best] / length))
    }

    /// The source that a cue points at; none when it points at the window's first piece.
    fn source_of(&self, cue: &Found, sources: &[Found]) -> Option<Found> {
        let query = self.vector(cue.pieces.0, Link::CueAsks);
        let nobody = dot(query, self.row(0, Link::Source));
        let score = |s: &Found| dot(query, self.vector(s.pieces.0, Link::Source));
        let best = sources.iter().map(|s| (score(s), s)).max_by(|a, b| a.0.total_cmp(&b.0))?;
        (best.0 > nobody).then_some(*best.1)
    }

    /// Probability with which `piece` points at each row of the window, the first one being [CLS].
    pub fn shares(&self, piece: usize, asks: Link, asked: Link) -> Vec<f32> {
        let scale = 1.0 / (self.size as f32).sqrt();
        let rows = self.vectors.len() / (Link::COUNT * self.size);
        let query = self.vector(piece, asks);
        softmax(&(0..rows).map(|row| dot(query, self.row(row, asked)) * scale).collect::<Vec<_>>())
    }
}

/// Probabilities of scores.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - largest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|p| p / sum).collect()
}

/// The spans of one layer of labels: the most probable ones under the rule that `I-x` follows only `B-x` or `I-x` (Viterbi).
pub fn labelled(pieces: &Pieces, window: Window, logits: &Logits, head: Head) -> Vec<Found> {
    let words: Vec<usize> = (window.from..window.to).filter(|&i| pieces.starts[i]).collect();
    let log: Vec<Vec<f32>> = words.iter().map(|&i| log_softmax(logits.of(head, i - window.from + 1))).collect();
    let labels = best_path(&log);
    let mut out = Vec::new();
    let mut i = 0;
    while i < labels.len() {
        let label = labels[i];
        let begin = i;
        i += 1;
        if label == 0 {
            continue;
        }
        while i < labels.len() && labels[i] == label + 1 {
            i += 1;
        }
        let sure = |w: usize| log[w][label].exp() + log[w][label + 1].exp();
        let probability = (begin..i).map(sure).sum::<f32>() / (i - begin) as f32;
        let end = words.get(i).copied().unwrap_or(window.to);
        out.push(Found { label, pieces: (words[begin], end), probability });
    }
    out
}

/// Labels 0 (outside), then `B-x` odd and `I-x` one more.
fn best_path(log: &[Vec<f32>]) -> Vec<usize> {
    let Some(classes) = log.first().map(Vec::len) else { return Vec::new() };
    let allowed = |from: usize, to: usize| to % 2 == 1 || to == 0 || from == to || from + 1 == to;
    let first = |to: usize| if to % 2 == 1 || to == 0 { log[0][to] } else { f32::NEG_INFINITY };
    let mut score: Vec<f32> = (0..classes).map(first).collect();
    let mut back: Vec<Vec<usize>> = vec![vec![0; classes]];
    for p in &log[1..] {
        let mut next = vec![f32::NEG_INFINITY; classes];
        let mut from = vec![0; classes];
        for to in 0..classes {
            for (before, so_far) in score.iter().enumerate() {
                if allowed(before, to) && so_far + p[to] > next[to] {
                    next[to] = so_far + p[to];
                    from[to] = before;
                }
            }
        }
        score = next;
        back.push(from);
    }
    let mut label = (0..classes).max_by(|&a, &b| score[a].total_cmp(&score[b]).then(b.cmp(&a))).unwrap_or(0);
    let mut labels = vec![0; log.len()];
    for i in (0..log.len()).rev() {
        labels[i] = label;
        label = back[i][label];
    }
    labels
}

fn log_softmax(row: &[f32]) -> Vec<f32> {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|x| (x - largest).exp()).sum();
    row.iter().map(|x| x - largest - sum.ln()).collect()
}
