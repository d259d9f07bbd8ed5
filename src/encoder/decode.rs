//! Logits → attributions: labels to spans, spans to attributions by their links.

use super::{
    forward::{LABELS, Logits, dot},
    wordpiece::Pieces,
};
use crate::{statement::Attribution, text::Span};

/// What a span is; the numbers are those of its first label (`B-`), one less than that of the rest (`I-`).
#[derive(Clone, Copy, PartialEq, Debug)]
enum Role {
    Source = 1,
    Cue = 3,
    Content = 5,
}

/// A labelled span of the article's pieces.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Found {
    role: Role,
    /// first and one past the last piece
    pieces: (usize, usize),
    /// mean probability of its words' labels
    probability: f32,
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

/// What one window says: its own contents and cues, each with what it points at, be that in the context or not.
pub struct Reading {
    contents: Vec<(Found, Option<(Found, f32)>)>,
    cues: Vec<(Found, Option<Found>)>,
}

/// Reads one window; `link` is the size of one link vector.
pub fn read(pieces: &Pieces, window: Window, logits: &Logits, link: usize) -> Reading {
    let words: Vec<usize> = (window.from..window.to).filter(|&i| pieces.starts[i]).collect();
    let probabilities: Vec<[f32; LABELS]> =
        words.iter().map(|&i| log_softmax(&logits.labels[(i - window.from + 1) * LABELS..])).collect();
    let found = spans(&words, window.to, &probabilities);
    let of = |role: Role| found.iter().copied().filter(|f| f.role == role).collect::<Vec<_>>();
    let (cues, sources) = (of(Role::Cue), of(Role::Source));
    let links = Links { vectors: &logits.links, link, from: window.from };
    let mut reading = Reading { contents: Vec::new(), cues: Vec::new() };
    for mut content in of(Role::Content) {
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
pub fn attributions(pieces: &Pieces, readings: Vec<Reading>) -> Vec<Attribution> {
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
        let span = |f: &Found| {
            let inside = &pieces.spans[f.pieces.0..f.pieces.1];
            let start = inside.iter().find(|s| !s.is_empty()).map_or(0, |s| s.start);
            Span::new(start, inside.iter().rev().find(|s| !s.is_empty()).map_or(start, |s| s.end))
        };
        let all =
            |found: &mut dyn Iterator<Item = &Found>| found.map(span).filter(|s| !s.is_empty()).collect::<Vec<_>>();
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

/// Scores of links between spans.
struct Links<'a> {
    vectors: &'a [f32],
    link: usize,
    /// first piece of the window, which stands in row 1
    from: usize,
}

impl Links<'_> {
    /// Part 0 content query, 1 cue key, 2 cue query, 3 source key, of a row of the window.
    fn row(&self, row: usize, part: usize) -> &[f32] {
        &self.vectors[(row * 4 + part) * self.link..][..self.link]
    }

    fn vector(&self, piece: usize, part: usize) -> &[f32] {
        self.row(piece - self.from + 1, part)
    }

    /// The cue that the pieces of a content point at most, and its share among all cues.
    fn cue_of(&self, content: &Found, cues: &[Found]) -> Option<(Found, f32)> {
        let scale = 1.0 / (self.link as f32).sqrt();
        let mut shares = vec![0f32; cues.len()];
        for piece in content.pieces.0..content.pieces.1 {
            let query = self.vector(piece, 0);
            let scores: Vec<f32> = cues.iter().map(|cue| dot(query, self.vector(cue.pieces.0, 1)) * scale).collect();
            let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f32 = scores.iter().map(|s| (s - largest).exp()).sum();
            for (share, s) in shares.iter_mut().zip(&scores) {
                *share += (s - largest).exp() / sum;
            }
        }
        let length = (content.pieces.1 - content.pieces.0).max(1) as f32;
        let best = (0..cues.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a)))?;
        Some((cues[best], shares[best] / length))
    }

    /// The source that a cue points at; none when it points at the window's first piece.
    fn source_of(&self, cue: &Found, sources: &[Found]) -> Option<Found> {
        let query = self.vector(cue.pieces.0, 2);
        let nobody = dot(query, self.row(0, 3));
        let score = |s: &Found| dot(query, self.vector(s.pieces.0, 3));
        let best = sources.iter().map(|s| (score(s), s)).max_by(|a, b| a.0.total_cmp(&b.0))?;
        (best.0 > nobody).then_some(*best.1)
    }
}

/// Most probable labels under the rule that `I-x` follows only `B-x` or `I-x` (Viterbi), as spans.
fn spans(words: &[usize], end: usize, probabilities: &[[f32; LABELS]]) -> Vec<Found> {
    let allowed = |from: usize, to: usize| to % 2 == 1 || to == 0 || from == to || from + 1 == to;
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(probabilities.len());
    let mut score = [0f32; LABELS];
    for (i, p) in probabilities.iter().enumerate() {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0u8; LABELS];
        for to in 0..LABELS {
            if i == 0 {
                next[to] = if to % 2 == 1 || to == 0 { p[to] } else { f32::NEG_INFINITY };
                continue;
            }
            for (before, so_far) in score.iter().enumerate() {
                if allowed(before, to) && so_far + p[to] > next[to] {
                    next[to] = so_far + p[to];
                    from[to] = before as u8;
                }
            }
        }
        score = next;
        back.push(from);
    }
    let mut label = (0..LABELS).max_by(|&a, &b| score[a].total_cmp(&score[b]).then(b.cmp(&a))).unwrap_or(0);
    let mut labels = vec![0; probabilities.len()];
    for i in (0..probabilities.len()).rev() {
        labels[i] = label;
        label = usize::from(back[i][label]);
    }

    let mut out = Vec::new();
    let mut i = 0;
    while i < labels.len() {
        let role = match labels[i] {
            0 => {
                i += 1;
                continue;
            }
            1 => Role::Source,
            3 => Role::Cue,
            _ => Role::Content,
        };
        let begin = i;
        i += 1;
        while i < labels.len() && labels[i] == role as usize + 1 {
            i += 1;
        }
        let probability = (begin..i)
            .map(|w| probabilities[w][role as usize].exp() + probabilities[w][role as usize + 1].exp())
            .sum::<f32>()
            / (i - begin) as f32;
        let end = words.get(i).copied().unwrap_or(end);
        out.push(Found { role, pieces: (words[begin], end), probability });
    }
    out
}

fn log_softmax(row: &[f32]) -> [f32; LABELS] {
    let mut out = [0f32; LABELS];
    let largest = row[..LABELS].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row[..LABELS].iter().map(|x| (x - largest).exp()).sum();
    for (to, x) in out.iter_mut().zip(row) {
        *to = x - largest - sum.ln();
    }
    out
}
