//! Articles, mutated, are asked who says what stands at any place of theirs.

use std::panic::catch_unwind;

use onrecord::clues::{Capacity, Clues, NameSpan, Pointer, RoleSpan};
use onrecord::document::Document;
use onrecord::speakers::resolve;
use onrecord::statement::{Act, Attribution, SpeakerType};
use onrecord::text::Span;

use crate::{Dice, mutated, number};

/// Articles of a short run.
const FEW: usize = 300;

const SAMPLES: &[&str] = &[
    include_str!("../../data/samples/01-meridian-wire-ruling.txt"),
    include_str!("../../data/samples/03-brackwater-sentinel-ruling.md"),
    include_str!("../../data/samples/04-gazette-deux-rives.txt"),
    include_str!("../../data/samples/06-tolvik-herald-fish-hall.md"),
    include_str!("../../data/samples/08-ledger-brief.txt"),
    include_str!("../../data/samples/10-meridian-wire-talks.txt"),
];

/// A few lines of the samples, each mutated.
fn article(lines: &[String], dice: &mut Dice) -> String {
    let count = 1 + dice.below(6);
    let lines: Vec<String> = (0..count).map(|_| mutated(lines, dice)).collect();
    lines.join(if dice.below(2) == 0 { "\n\n" } else { " " })
}

/// A stretch of a text between any two places where letters begin.
fn stretch(text: &str, longest: usize, dice: &mut Dice) -> Span {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let from = dice.below(places.len());
    let to = (from + dice.below(longest)).min(places.len() - 1);
    Span::new(places[from], places[to])
}

fn attribution(text: &str, dice: &mut Dice) -> Attribution {
    let mut some = |longest: usize, most: usize| -> Vec<Span> {
        let mut spans: Vec<Span> = (0..dice.below(most + 1)).map(|_| stretch(text, longest, dice)).collect();
        spans.retain(|span| !span.is_empty());
        spans.sort_by_key(|span| span.start);
        spans
    };
    let (source, cue, mut content) = (some(40, 1), some(12, 1), some(120, 2));
    if content.is_empty() {
        content.push(Span::new(0, text.len()));
    }
    Attribution { source, cue, content, confidence: 0.9 }
}

/// Names and roles at any places, each pointing at any of the names or at nobody.
fn clues(text: &str, attributions: usize, dice: &mut Dice) -> Clues {
    let spans = |most: usize, dice: &mut Dice| -> Vec<Span> {
        let mut spans: Vec<Span> = (0..dice.below(most + 1)).map(|_| stretch(text, 30, dice)).collect();
        spans.retain(|span| !span.is_empty());
        spans.sort_by_key(|span| span.start);
        spans.dedup_by(|later, first| later.start < first.end);
        spans
    };
    let named: Vec<NameSpan> = spans(12, dice)
        .into_iter()
        .map(|span| NameSpan { span, person: dice.below(2) == 0, probability: 0.9 })
        .collect();
    let count = named.len();
    let holder = |dice: &mut Dice| (count > 0 && dice.below(3) > 0).then(|| (dice.below(count), 0.8));
    let roles: Vec<RoleSpan> = spans(12, dice)
        .into_iter()
        .map(|span| RoleSpan { span, organization: dice.below(2) == 0, holder: holder(dice), probability: 0.9 })
        .collect();
    let share = |dice: &mut Dice| dice.below(101) as f32 / 100.0;
    let titles = roles.len();
    let capacity = |dice: &mut Dice| Capacity {
        titles: (0..dice.below(4)).filter(|_| titles > 0).map(|_| (dice.below(titles), share(dice))).collect(),
        untitled: share(dice),
        bodies: spans(3, dice).into_iter().map(|span| (span, share(dice))).collect(),
        bodiless: share(dice),
    };
    let pointers = (0..attributions)
        .map(|_| Pointer {
            names: (0..dice.below(4)).filter_map(|_| holder(dice)).collect(),
            nobody: share(dice),
            kinds: SpeakerType::ALL.iter().map(|_| share(dice)).collect(),
            acts: Act::ALL.iter().map(|_| share(dice)).collect(),
            voiced: share(dice),
            capacity: capacity(dice),
        })
        .collect();
    let capacities = (0..count).map(|_| capacity(dice)).collect();
    Clues { names: named, roles, pointers, capacities }
}

#[test]
fn mutated_articles_are_asked_for_their_speakers_without_a_fault() {
    let lines: Vec<String> = SAMPLES
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect();
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut faults = Vec::new();
    for _ in 0..number(FEW) {
        let text = article(&lines, &mut dice);
        let attributions: Vec<Attribution> = (0..4).map(|_| attribution(&text, &mut dice)).collect();
        let clues = clues(&text, attributions.len(), &mut dice);
        if catch_unwind(|| resolve(&Document::new(&text), &attributions, &clues)).is_err() {
            faults.push(format!("{text:?} {attributions:?} {clues:?}"));
        }
    }
    faults.truncate(5);
    assert!(faults.is_empty(), "faults:\n{}", faults.join("\n"));
}
