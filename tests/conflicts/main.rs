//! Pairs of statements, each of which holds a fault: what the comparison says of them.

use onrecord::compare::{Claim, Comparer, shipped};
use onrecord::statement::{Act, Kind};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    what: String,
    expected: String,
    a: String,
    b: String,
    speakers: Option<[String; 2]>,
    days: Option<[String; 2]>,
    acts: Option<[Act; 2]>,
    #[serde(default)]
    quoted: bool,
    #[serde(default)]
    affair: bool,
}

impl Pair {
    fn claim(&self, side: usize) -> Claim {
        let text = [&self.a, &self.b][side].clone();
        let speaker = self.speakers.as_ref().map(|names| names[side].clone());
        let names = if self.affair { vec!["skarn".into(), "tarrick".into(), "velora".into()] } else { Vec::new() };
        Claim {
            sentence: text.clone(),
            text,
            speaker_key: speaker.clone(),
            kind: speaker.as_ref().map(|_| if self.quoted { Kind::Direct } else { Kind::Indirect }),
            act: speaker.as_ref().map(|_| self.acts.as_ref().map_or(Act::Say, |acts| acts[side])),
            cue: speaker.as_ref().map(|_| self.cue(side).to_owned()).unwrap_or_default(),
            speaker,
            published: self.days.as_ref().map(|days| days[side].clone()),
            outlet: Some(["Tolvik Herald", "Ledger Brief"][side].to_owned()),
            article: side.to_string(),
            rare: names.clone(),
            names,
            on_record: true,
            ..Claim::default()
        }
    }
}

impl Pair {
    /// The words that attribute: a denial is "denied", whatever else "said".
    fn cue(&self, side: usize) -> &'static str {
        let act = self.acts.as_ref().map(|acts| acts[side]);
        if act == Some(Act::Deny) { "denied" } else { "said" }
    }
}

#[test]
fn pairs_come_to_what_they_must_whichever_is_first() {
    let file: File = toml::from_str(include_str!("pairs.toml")).expect("the pairs");
    let comparer = Comparer::new(shipped());
    let mut wrong = Vec::new();
    for pair in &file.pair {
        let [a, b] = [0, 1].map(|side| comparer.analyse(pair.claim(side)));
        for (one, other) in [(&a, &b), (&b, &a)] {
            let found = comparer.judge(one, other);
            let kind = found.as_ref().filter(|found| found.firm).map_or("none", |found| found.kind.as_str());
            if kind != pair.expected {
                wrong.push(format!("{}: must be {}, is {found:?}", pair.what, pair.expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), 2 * file.pair.len(), wrong.join("\n"));
    assert!(file.pair.len() > 25);
}
