//! The figures. Contents match one to one, the best first, at a Dice coefficient of at least [`LEAST`] over code points; what is
//! found counts only where it is on record.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Marked, MarkedStatement, same};
use crate::statement::{SpeakerType, Statement};
use crate::text::{CodePoints, one_line};

/// From here on two contents are the same statement.
const LEAST: f64 = 0.5;
/// From here on its edges are right.
const EXACT: f64 = 0.9;

/// What was right, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    articles: usize,
    marked: usize,
    found: usize,
    matched: usize,
    edge: usize,
    name: usize,
    last_name: usize,
    speaker_type: usize,
    with_role: usize,
    role: usize,
    with_body: usize,
    body: usize,
    kind: usize,
    act: usize,
    row: usize,
}

/// What was right, in shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// articles
    pub articles: usize,
    /// statements that readers marked
    pub marked: usize,
    /// statements found, on record
    pub found: usize,
    /// of those found, share that readers marked too
    pub precision: f64,
    /// of those marked, share found
    pub recall: f64,
    /// their harmonic mean
    pub f1: f64,
    /// of those matched, share whose words are the same but for a tenth
    pub edges: f64,
    /// … with the right name: of a person, the full one
    pub name: f64,
    /// … with the right last name at least
    pub last_name: f64,
    /// … with the right type of speaker
    #[serde(rename = "type")]
    pub speaker_type: f64,
    /// of those with a role, share given it; none where none has one
    pub role: Option<f64>,
    /// of those with a body marked or given, share given the marked one; none where none is
    pub organization: Option<f64>,
    /// of those matched, share with the right kind
    pub kind: f64,
    /// … with the right act
    pub act: f64,
    /// rows with nothing to correct: edges, name, type, role, body, kind and act; F1 over those marked and found
    pub row: f64,
}

/// A statement that is not right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// the article
    pub article: String,
    /// "missed", "not marked", or what is wrong: edges, name, type, role, organization, kind, act
    pub wrong: Vec<&'static str>,
    /// the words, as marked where they are
    pub text: String,
    /// name, role, body, type, kind, act as marked
    pub marked: Option<String>,
    /// the same as found
    pub found: Option<String>,
}

impl Scored {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Scored) {
        let Scored { articles, marked, found, matched, edge, name, last_name, .. } = other;
        let Scored { speaker_type, with_role, role, with_body, body, kind, act, row, .. } = other;
        self.articles += articles;
        self.marked += marked;
        self.found += found;
        self.matched += matched;
        self.edge += edge;
        self.name += name;
        self.last_name += last_name;
        self.speaker_type += speaker_type;
        self.with_role += with_role;
        self.role += role;
        self.with_body += with_body;
        self.body += body;
        self.kind += kind;
        self.act += act;
        self.row += row;
    }

    /// The shares; 0 where there is nothing to share.
    pub fn figures(&self) -> Figures {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let of_matched = |part: usize| share(part, self.matched);
        let both = self.marked + self.found;
        Figures {
            articles: self.articles,
            marked: self.marked,
            found: self.found,
            precision: share(self.matched, self.found),
            recall: share(self.matched, self.marked),
            f1: share(2 * self.matched, both),
            edges: of_matched(self.edge),
            name: of_matched(self.name),
            last_name: of_matched(self.last_name),
            speaker_type: of_matched(self.speaker_type),
            role: (self.with_role > 0).then(|| share(self.role, self.with_role)),
            organization: (self.with_body > 0).then(|| share(self.body, self.with_body)),
            kind: of_matched(self.kind),
            act: of_matched(self.act),
            row: share(2 * self.row, both),
        }
    }
}

/// Holds what was found in an article against what readers marked; counts, and lists what is not right.
pub fn score(marked: &Marked, found: &[Statement]) -> (Scored, Vec<Fault>) {
    let found: Vec<&Statement> = found.iter().filter(|s| s.on_record).collect();
    let points = CodePoints::new(&marked.text);
    let theirs: Vec<BTreeSet<usize>> = marked.statements.iter().map(|s| places(s.content.iter().copied())).collect();
    let ours: Vec<BTreeSet<usize>> =
        found.iter().map(|s| places(s.content.iter().map(|span| points.span(&marked.text, *span)))).collect();
    let mut scored = Scored { articles: 1, marked: theirs.len(), found: ours.len(), ..Scored::default() };
    let mut faults = Vec::new();
    let pairs = matched(&theirs, &ours);
    for &(alike, i, j) in &pairs {
        let right = Right::new(&marked.statements[i], found[j], alike);
        scored.count(&marked.statements[i], found[j], &right);
        let wrong = right.wrong();
        if !wrong.is_empty() {
            faults.push(fault(marked, wrong, Some(i), Some(found[j])));
        }
    }
    let missed = (0..theirs.len()).filter(|i| pairs.iter().all(|(_, matched, _)| matched != i));
    faults.extend(missed.map(|i| fault(marked, vec!["missed"], Some(i), None)));
    let more = (0..ours.len()).filter(|j| pairs.iter().all(|(_, _, matched)| matched != j));
    faults.extend(more.map(|j| fault(marked, vec!["not marked"], None, Some(found[j]))));
    (scored, faults)
}

fn places(spans: impl Iterator<Item = [usize; 2]>) -> BTreeSet<usize> {
    spans.flat_map(|[start, end]| start..end).collect()
}

/// Pairs of one marked and one found, with how alike they are; the best first, each once.
fn matched(theirs: &[BTreeSet<usize>], ours: &[BTreeSet<usize>]) -> Vec<(f64, usize, usize)> {
    let mut all = Vec::new();
    for (i, a) in theirs.iter().enumerate() {
        for (j, b) in ours.iter().enumerate() {
            let alike = 2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()).max(1) as f64;
            if alike >= LEAST {
                all.push((alike, i, j));
            }
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let mut taken: Vec<(f64, usize, usize)> = Vec::new();
    for pair in all {
        if taken.iter().all(|(_, i, j)| *i != pair.1 && *j != pair.2) {
            taken.push(pair);
        }
    }
    taken
}

/// What is right of a matched statement.
struct Right {
    edge: bool,
    name: bool,
    last_name: bool,
    speaker_type: bool,
    /// the role marked is given; in a row also: none is given where none is marked
    role: bool,
    row_role: bool,
    body: bool,
    row_body: bool,
    kind: bool,
    act: bool,
}

/// The speaker found, as plain words.
struct Voiced<'s> {
    name: String,
    role: &'s str,
    body: &'s str,
    speaker_type: Option<SpeakerType>,
}

fn voiced(statement: &Statement) -> Voiced<'_> {
    let voice = statement.voice.as_ref();
    Voiced {
        name: voice.map(|v| v.name.clone()).unwrap_or_default(),
        role: voice.and_then(|v| v.role.as_deref()).unwrap_or_default(),
        body: voice.and_then(|v| v.organization.as_deref()).unwrap_or_default(),
        speaker_type: voice.map(|v| v.speaker_type),
    }
}

/// Bodies and documents hold no office.
fn holds_office(marked: &MarkedStatement) -> bool {
    matches!(marked.speaker_type, SpeakerType::Person | SpeakerType::UnnamedPerson)
}

impl Right {
    fn new(marked: &MarkedStatement, found: &Statement, alike: f64) -> Self {
        let v = voiced(found);
        let person = marked.speaker_type == SpeakerType::Person;
        let name = match marked.speaker_type {
            SpeakerType::Anonymous => v.speaker_type == Some(SpeakerType::Anonymous) || v.name.is_empty(),
            _ => same::name(&marked.speaker, &v.name, person),
        };
        let both = format!("{} {}", v.role, v.body);
        let spread = !marked.role.is_empty() && !same::words(v.role).is_empty() && same::within(&marked.role, &both);
        let role = same::role(&marked.role, v.role) || spread;
        let in_role = !marked.org.is_empty() && same::within(&marked.org, v.role);
        let body = same::body(&marked.org, v.body) || in_role;
        let office = holds_office(marked);
        Right {
            edge: alike >= EXACT,
            name,
            last_name: name || person && same::last_name(&marked.speaker, &v.name),
            speaker_type: v.speaker_type == Some(marked.speaker_type),
            role,
            row_role: !office || if marked.role.is_empty() { v.role.is_empty() } else { role },
            body,
            row_body: !office || if marked.org.is_empty() { v.body.is_empty() } else { body },
            kind: found.kind == marked.kind,
            act: found.act == marked.act,
        }
    }

    fn wrong(&self) -> Vec<&'static str> {
        let all = [
            (self.edge, "edges"),
            (self.name, "name"),
            (self.speaker_type, "type"),
            (self.row_role, "role"),
            (self.row_body, "organization"),
            (self.kind, "kind"),
            (self.act, "act"),
        ];
        all.into_iter().filter(|(right, _)| !right).map(|(_, what)| what).collect()
    }
}

impl Scored {
    fn count(&mut self, marked: &MarkedStatement, found: &Statement, right: &Right) {
        self.matched += 1;
        self.edge += usize::from(right.edge);
        self.name += usize::from(right.name);
        self.last_name += usize::from(right.last_name);
        self.speaker_type += usize::from(right.speaker_type);
        self.kind += usize::from(right.kind);
        self.act += usize::from(right.act);
        self.row += usize::from(right.wrong().is_empty());
        if holds_office(marked) {
            let has_role = !marked.role.is_empty();
            self.with_role += usize::from(has_role);
            self.role += usize::from(has_role && right.role);
            let has_body = !marked.org.is_empty();
            self.with_body += usize::from(has_body || !voiced(found).body.is_empty());
            self.body += usize::from(has_body && right.body);
        }
    }
}

fn fault(marked: &Marked, wrong: Vec<&'static str>, theirs: Option<usize>, found: Option<&Statement>) -> Fault {
    let told = |parts: [&str; 6]| parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
    let theirs = theirs.map(|i| &marked.statements[i]);
    let as_marked =
        theirs.map(|m| told([&m.speaker, &m.role, &m.org, m.speaker_type.as_str(), m.kind.as_str(), m.act.as_str()]));
    let as_found = found.map(|f| {
        let v = voiced(f);
        let kind_of = v.speaker_type.map_or("", SpeakerType::as_str);
        told([&v.name, v.role, v.body, kind_of, f.kind.as_str(), f.act.as_str()])
    });
    let text = match (theirs, found) {
        (Some(m), _) => printed(&marked.text, &m.content),
        (None, Some(f)) => f.text(&marked.text),
        (None, None) => String::new(),
    };
    Fault { article: marked.id.clone(), wrong, text, marked: as_marked, found: as_found }
}

/// The words of spans of code points; what lies outside the text is nothing.
fn printed(text: &str, spans: &[[usize; 2]]) -> String {
    let piece = |[start, end]: &[usize; 2]| {
        let words: String = text.chars().skip(*start).take(end.saturating_sub(*start)).collect();
        one_line(&words)
    };
    spans.iter().map(piece).collect::<Vec<_>>().join(" … ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::{Act, How, Kind, Voice};
    use crate::text::Span;

    const TEXT: &str = "“Ça va bien aujourd’hui,” Mayor Ada Quist said. Rain fell.";

    fn marked() -> Marked {
        let statement = MarkedStatement {
            content: vec![[1, 24]],
            speaker: "Ada Quist".into(),
            speaker_type: SpeakerType::Person,
            role: "mayor".into(),
            org: String::new(),
            kind: Kind::Direct,
            act: Act::Say,
        };
        Marked { id: "a".into(), text: TEXT.into(), statements: vec![statement] }
    }

    fn found(words: &str, name: &str, role: &str) -> Statement {
        let start = TEXT.find(words).expect("words of the text");
        let voice = Voice {
            name: name.into(),
            speaker_type: SpeakerType::Person,
            role: Some(role.into()),
            organization: None,
            country: None,
            via: None,
            how: How::NamedHere,
            confidence: 1.0,
            role_span: None,
            name_span: None,
        };
        Statement {
            id: String::new(),
            kind: Kind::Direct,
            act: Act::Say,
            negated: false,
            on_record: true,
            content: vec![Span::new(start, start + words.len())],
            cue: Vec::new(),
            source: Vec::new(),
            context: Span::new(0, TEXT.len()),
            voice: Some(voice),
            others: Vec::new(),
            confidence: 1.0,
            rules: Vec::new(),
        }
    }

    #[test]
    fn a_right_row_counts_and_a_wrong_one_says_why() {
        let (scored, faults) = score(&marked(), &[found("Ça va bien aujourd’hui", "Ada Quist", "Mayor")]);
        let figures = scored.figures();
        assert_eq!((figures.f1, figures.row, figures.role), (1.0, 1.0, Some(1.0)), "{faults:?}");
        assert!(faults.is_empty());

        let (scored, faults) = score(&marked(), &[found("bien aujourd’hui", "Quist", "harbour master")]);
        assert_eq!(faults[0].wrong, ["edges", "name", "role"]);
        let figures = scored.figures();
        assert_eq!((figures.f1, figures.last_name, figures.name, figures.row), (1.0, 1.0, 0.0, 0.0));

        let mut off_record = found("Ça va bien aujourd’hui", "Ada Quist", "Mayor");
        off_record.on_record = false;
        let (scored, faults) = score(&marked(), &[off_record, found("Rain fell", "Ada Quist", "Mayor")]);
        assert_eq!(scored.figures().f1, 0.0);
        assert_eq!(faults.iter().map(|f| f.wrong[0]).collect::<Vec<_>>(), ["missed", "not marked"]);
        assert_eq!(faults[0].text, "Ça va bien aujourd’hui,");
    }

    #[test]
    fn spans_outside_the_text_break_nothing() {
        let mut gold = marked();
        gold.statements[0].content = vec![[500, 400], [90, 900]];
        let (scored, faults) = score(&gold, &[]);
        assert_eq!((scored.figures().recall, faults.len()), (0.0, 1));
    }
}
