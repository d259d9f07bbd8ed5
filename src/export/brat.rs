//! Articles and their statements for brat: one text and one file of annotations for each article, and the configuration.
//!
//! A `Content` has its `Source` and `Cue` by relations, kind, act and the rest as attributes and notes. Offsets count characters
//! of the text; what goes over a line break is given in pieces, because brat allows none inside an annotation.

use crate::store::StatementDetail;
use crate::text::{CodePoints, Span, one_line};

/// `annotation.conf`, which names what the files hold.
pub const CONFIGURATION: &str = "[entities]\nContent\nCue\nSource\n\n[relations]\nSaidBy\tArg1:Content, Arg2:Source\nSaidWith\tArg1:Content, Arg2:Cue\n\n[events]\n\n[attributes]\nKind\tArg:Content, Value:direct|mixed|indirect\nAct\tArg:Content, Value:say|deny|accuse|support|oppose|demand|ask|promise|find|decide|believe|intend\nNegated\tArg:Content\nChecked\tArg:Content, Value:accepted|fixed\nFinding\tArg:Content, Value:verified|disputed|false|open\n";

/// The annotations of one article, whose text all of these statements are of.
pub fn annotations(statements: &[StatementDetail]) -> String {
    let mut file = File::default();
    let Some(first) = statements.first() else { return String::new() };
    let points = CodePoints::new(&first.text);
    for detail in statements {
        let (text, row) = (detail.text.as_str(), &detail.row);
        let content = file.entity("Content", &detail.content, text, &points);
        let source = file.entity("Source", &detail.source, text, &points);
        let cue = file.entity("Cue", &detail.cue, text, &points);
        let Some(content) = content else { continue };
        file.relation("SaidBy", content, source);
        file.relation("SaidWith", content, cue);
        file.attribute("Kind", content, row.kind.as_str());
        file.attribute("Act", content, row.act.as_str());
        if row.negated {
            file.attribute("Negated", content, "");
        }
        for (name, value) in [("Checked", &row.review.checked), ("Finding", &row.review.finding)] {
            if let Some(value) = value {
                file.attribute(name, content, value);
            }
        }
        let others = row.others.as_ref().map(|others| format!("; {others}")).unwrap_or_default();
        let speaker = row.speaker.as_ref().map(|speaker| format!("{speaker}{others}"));
        for (name, value) in [("id", Some(&row.id)), ("speaker", speaker.as_ref()), ("role", row.role.as_ref())] {
            if let Some(value) = value {
                file.note(content, &format!("{name}: {value}"));
            }
        }
    }
    file.lines
}

/// A statement as annotations tell it: what people can correct in brat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// line of the file that has the content, from 1
    pub line: usize,
    /// stable id of the statement; none for one that was annotated anew
    pub id: Option<String>,
    /// pieces of the content, in characters of the text
    pub content: Vec<[usize; 2]>,
    /// pieces of the cue, where a relation leads to one
    pub cue: Vec<[usize; 2]>,
    /// pieces of the source, where a relation leads to one
    pub source: Vec<[usize; 2]>,
    /// by the quotation marks
    pub kind: Option<String>,
    /// what the cue does
    pub act: Option<String>,
    /// who says it, several parted by "; "
    pub speaker: Option<String>,
    /// in which role
    pub role: Option<String>,
}

impl Annotated {
    /// What it says of its content.
    pub fn told(&self) -> [Option<&str>; 4] {
        [&self.kind, &self.act, &self.speaker, &self.role].map(Option::as_deref)
    }
}

/// Reads annotations; what is no annotation of ours is passed over.
pub fn parse(annotations: &str) -> Vec<Annotated> {
    let lines = || (1..).zip(annotations.lines()).filter_map(|(n, line)| Some((n, line.split_once('\t')?)));
    let entities: Vec<(usize, Entity)> =
        lines().filter_map(|(n, (name, rest))| Some((n, entity(name, rest)?))).collect();
    let pieces = |of: &str| entities.iter().find(|(_, (name, ..))| *name == of).map(|(_, (.., pieces))| pieces.clone());
    let contents = entities.iter().filter(|(_, (_, kind, _))| *kind == "Content");
    let mut found: Vec<(&str, Annotated)> = contents
        .map(|(n, (name, _, pieces))| (*name, Annotated { line: *n, content: pieces.clone(), ..Annotated::default() }))
        .collect();
    for (_, (name, rest)) in lines() {
        let about = match name.chars().next() {
            Some('A') => attribute(rest),
            Some('#') => note(rest),
            Some('R') => relation(rest),
            _ => None,
        };
        let Some((about, field, value)) = about else { continue };
        let Some((_, statement)) = found.iter_mut().find(|(name, _)| *name == about) else { continue };
        let value = || one_line(value);
        match field {
            "id" => statement.id = Some(value()),
            "Kind" => statement.kind = Some(value()),
            "Act" => statement.act = Some(value()),
            "speaker" => statement.speaker = Some(value()),
            "role" => statement.role = Some(value()),
            "SaidBy" => statement.source.extend(pieces(&value()).unwrap_or_default()),
            "SaidWith" => statement.cue.extend(pieces(&value()).unwrap_or_default()),
            _ => {}
        }
    }
    found.into_iter().map(|(_, statement)| statement).collect()
}

/// Its name, its kind, its pieces.
type Entity<'l> = (&'l str, &'l str, Vec<[usize; 2]>);

/// `T1 ⇥ Content 8 19;21 25 ⇥ words`; without pieces where one of them is none.
fn entity<'l>(name: &'l str, rest: &'l str) -> Option<Entity<'l>> {
    let (kind, offsets) = rest.split('\t').next()?.split_once(' ').filter(|_| name.starts_with('T'))?;
    let piece = |piece: &str| {
        let (start, stop) = piece.split_once(' ')?;
        Some([start.parse().ok()?, stop.parse().ok()?])
    };
    Some((name, kind, offsets.split(';').map(piece).collect::<Option<_>>().unwrap_or_default()))
}

/// `A1 ⇥ Act T1 deny`: what it is about, which field, which value (⇥ is a tab).
fn attribute(rest: &str) -> Option<(&str, &str, &str)> {
    let mut words = rest.splitn(3, ' ');
    let (field, about) = (words.next()?, words.next()?);
    Some((about, field, words.next().unwrap_or_default()))
}

/// `#1 ⇥ AnnotatorNotes T1 ⇥ speaker: Ada Quist`.
fn note(rest: &str) -> Option<(&str, &str, &str)> {
    let (about, note) = rest.split_once('\t')?;
    let (field, value) = note.split_once(':')?;
    Some((about.split(' ').nth(1)?, field.trim(), value.trim()))
}

/// `R1 ⇥ SaidBy Arg1:T1 Arg2:T2`.
fn relation(rest: &str) -> Option<(&str, &str, &str)> {
    let mut words = rest.split_whitespace();
    let kind = words.next()?;
    Some((words.next()?.strip_prefix("Arg1:")?, kind, words.next()?.strip_prefix("Arg2:")?))
}

#[derive(Default)]
struct File {
    lines: String,
    entities: usize,
    relations: usize,
    attributes: usize,
    notes: usize,
}

impl File {
    /// Writes an annotation of the text and returns its number; none where there is nothing to annotate.
    fn entity(&mut self, kind: &str, spans: &[Span], text: &str, points: &CodePoints) -> Option<usize> {
        let pieces: Vec<Span> = spans.iter().flat_map(|span| lines_of(*span, text)).collect();
        if pieces.is_empty() {
            return None;
        }
        self.entities += 1;
        let offsets: Vec<String> = pieces
            .iter()
            .map(|piece| {
                let [start, stop] = points.span(text, *piece);
                format!("{start} {stop}")
            })
            .collect();
        let words: Vec<&str> = pieces.iter().map(|piece| piece.of(text)).collect();
        self.lines.push_str(&format!("T{}\t{kind} {}\t{}\n", self.entities, offsets.join(";"), words.join(" ")));
        Some(self.entities)
    }

    fn relation(&mut self, kind: &str, content: usize, other: Option<usize>) {
        if let Some(other) = other {
            self.relations += 1;
            self.lines.push_str(&format!("R{}\t{kind} Arg1:T{content} Arg2:T{other}\n", self.relations));
        }
    }

    fn attribute(&mut self, name: &str, content: usize, value: &str) {
        self.attributes += 1;
        let line = format!("A{}\t{name} T{content} {value}", self.attributes);
        self.lines.push_str(line.trim_end());
        self.lines.push('\n');
    }

    fn note(&mut self, content: usize, words: &str) {
        self.notes += 1;
        let words = one_line(words);
        self.lines.push_str(&format!("#{}\tAnnotatorNotes T{content}\t{words}\n", self.notes));
    }
}

/// The span without its line breaks.
fn lines_of(span: Span, text: &str) -> Vec<Span> {
    let mut start = span.start;
    let mut out = Vec::new();
    for line in span.of(text).split_inclusive(['\n', '\r']) {
        out.push(Span::new(start, start + line.len()).trim(text));
        start += line.len();
    }
    out.retain(|piece| !piece.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_annotation_goes_over_a_line_break() {
        let text = "é said:\nthe pier is\r\nsafe";
        let points = CodePoints::new(text);
        let mut file = File::default();
        let start = text.find("the").unwrap_or_default();
        assert_eq!(file.entity("Content", &[Span::new(start, text.len())], text, &points), Some(1));
        assert_eq!(file.entity("Cue", &[], text, &points), None);
        assert_eq!(file.lines, "T1\tContent 8 19;21 25\tthe pier is safe\n");
    }

    #[test]
    fn annotations_are_read() {
        let lines = "T1\tContent 8 19;21 25\tthe pier is safe\nT2\tCue 2 6\tsaid\nA1\tAct T1 deny\n\
            R1\tSaidWith Arg1:T1 Arg2:T2\tnonsense\n\
            #1\tAnnotatorNotes T1\tid: 0abc\n#2\tAnnotatorNotes T1\tspeaker: Zoë: a name\nT3\tContent 0 1\té\nnonsense\n";
        let found = parse(lines);
        assert_eq!(found.len(), 2);
        assert_eq!((&*found[0].content, &*found[0].cue), (&[[8, 19], [21, 25]][..], &[[2, 6]][..]));
        let told = [&found[0].id, &found[0].act, &found[0].speaker].map(|word| word.as_deref().unwrap_or_default());
        assert_eq!(told, ["0abc", "deny", "Zoë: a name"]);
        assert_eq!(found[1], Annotated { line: 7, content: vec![[0, 1]], ..Annotated::default() });
    }
}
