//! Pairs of statements, mutated, go through the comparison.

use std::panic::{AssertUnwindSafe, catch_unwind};

use onrecord::compare::{Analysis, Claim, Comparer, shipped};
use onrecord::statement::{Act, Kind, SpeakerType};

use crate::{Dice, HARMFUL, mutated, number};

/// Pairs of a short run.
const FEW: usize = 1_500;

/// Every sentence of the corpus.
fn corpus() -> Vec<String> {
    let mut all: Vec<String> = HARMFUL.iter().map(|line| (*line).to_owned()).collect();
    let files = [
        include_str!("../conflicts/pairs.toml"),
        include_str!("../../data/questions/affairs.toml"),
        include_str!("../../data/questions/courts.toml"),
        include_str!("../../data/questions/politics.toml"),
        include_str!("../../data/lexicons/frames.toml"),
    ];
    for file in files {
        texts(&toml::from_str(file).expect("a file of the corpus"), "", &mut all);
    }
    all
}

/// The sentences of a file: its pairs and its examples, not its patterns.
fn texts(value: &toml::Value, key: &str, out: &mut Vec<String>) {
    match value {
        toml::Value::String(text)
            if ["a", "b", "text", "affirms", "denies", "neither", "must", "must_not"].contains(&key) =>
        {
            out.push(text.clone());
        }
        toml::Value::Array(values) => values.iter().for_each(|value| texts(value, key, out)),
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| texts(value, key, out)),
        _ => {}
    }
}

/// A statement with whatever may be known of it.
fn claim(corpus: &[String], dice: &mut Dice) -> Claim {
    let text = mutated(corpus, dice);
    let voiced = dice.below(2) == 0;
    let some = |words: &str, yes: bool| yes.then(|| words.to_owned());
    Claim {
        sentence: if dice.below(3) == 0 { mutated(corpus, dice) } else { text.clone() },
        text,
        speaker: some(dice.one_of::<&str>(&["Oda Skarn", "Velora", "Skarn", "", "the"]), voiced),
        speaker_key: some(dice.one_of::<&str>(&["1", "2"]), voiced),
        speaker_type: voiced.then_some(SpeakerType::Person),
        organization: some(dice.one_of::<&str>(&["Kestrian government", "Velora", ""]), dice.below(2) == 0),
        role: some(dice.one_of::<&str>(&["minister", "woman", ""]), dice.below(2) == 0),
        country: some(dice.one_of::<&str>(&["NO", "US", "XX"]), dice.below(2) == 0),
        published: some(
            dice.one_of::<&str>(&["2024-05-13", "2024-05-14", "2024-05", "0000-00-00"]),
            dice.below(2) == 0,
        ),
        outlet: some(dice.one_of::<&str>(&["Tolvik Herald", "Ledger Brief"]), true),
        article: (*dice.one_of(&["1", "2", ""])).to_owned(),
        names: vec!["skarn".to_owned(), "velora".to_owned(), "tarrick".to_owned()],
        rare: vec!["skarn".to_owned(), "velora".to_owned(), "tarrick".to_owned()],
        topics: Vec::new(),
        place: [0, 0],
        kind: voiced.then(|| *dice.one_of(&[Kind::Direct, Kind::Mixed, Kind::Indirect])),
        act: voiced.then(|| *dice.one_of(Act::ALL)),
        negated: dice.below(9) == 0,
        on_record: dice.below(9) > 0,
        cue: if voiced { "said".to_owned() } else { String::new() },
    }
}

/// What comes of a pair; none when a fault ends it.
fn compared(comparer: &Comparer, a: &Claim, b: &Claim) -> Option<()> {
    catch_unwind(AssertUnwindSafe(|| {
        let [a, b]: [Analysis; 2] = [comparer.analyse(a.clone()), comparer.analyse(b.clone())];
        let _ = (comparer.judge(&a, &b), comparer.judge(&b, &a), a.holds(&b));
    }))
    .ok()
}

#[test]
fn mutated_pairs_are_compared_without_a_fault() {
    let number = number(FEW);
    let (corpus, comparer) = (corpus(), Comparer::new(shipped()));
    assert!(corpus.len() > 250, "only {} sentences", corpus.len());
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut faults = Vec::new();
    for _ in 0..number {
        let a = claim(&corpus, &mut dice);
        // statements of one thing get further than any two
        let near = [a.text.clone(), a.sentence.clone()];
        let b = if dice.below(3) > 0 { claim(&near, &mut dice) } else { claim(&corpus, &mut dice) };
        if compared(&comparer, &a, &b).is_none() {
            faults.push(format!("{:?} / {:?}", a.text, b.text));
        }
    }
    faults.truncate(20);
    assert!(faults.is_empty(), "faults, of {number} pairs:\n{}", faults.join("\n"));
}

/// Headlines that end, without a mark, in a capitalised word with which a pattern of a question ends.
#[test]
fn a_headline_that_ends_in_a_capital_is_compared() {
    let comparer = Comparer::new(shipped());
    for text in HARMFUL {
        let claim =
            Claim { text: (*text).to_owned(), sentence: (*text).to_owned(), on_record: true, ..Claim::default() };
        assert!(compared(&comparer, &claim, &claim).is_some(), "{text:?}");
    }
}
