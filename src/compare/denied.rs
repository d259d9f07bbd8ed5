//! What a denial denies, of all that its article tells: a log-linear choice (McFadden 1974) among the statements of other sides and
//! nothing of it, whose weights `training/denials.py` fits on annotated denials.

use std::sync::LazyLock;

use serde::Deserialize;

use super::accused::is_named;
use super::aim::{Aim, Shared};
use super::claim::Claim;
use super::lists::REPLIES;
use super::overlap::{Overlap, same};
use super::scene::{NEXT, Scene};
use super::sides::{has_cue, one_side};
use super::word::Word;
use super::words::{opposite, words};
use crate::statement::{Act, Kind, SpeakerType};

/// What is known of a statement that may be denied, in the order of the weights.
pub const FEATURES: &[&str] = &[
    "shared weight",
    "shared share",
    "all shared weight",
    "share of denial",
    "share of told",
    "names shared",
    "event shared",
    "shares most",
    "opposite words",
    "other numbers",
    "same number",
    "accuses",
    "finds",
    "asks or demands",
    "promises or decides",
    "denies too",
    "judges",
    "off record",
    "denier named",
    "denier named around",
    "he",
    "accuses and names denier",
    "holder",
    "other holder",
    "turn before",
    "two turns before",
    "three or four turns before",
    "earlier turns",
    "behind",
    "statement before",
    "same sentence",
    "next sentence",
    "near",
    "points, turn before",
    "points, two turns before",
    "points, accuses",
    "points, near",
    "account, document",
    "account, accuses",
    "account, person",
    "nearest accusation of the denier",
    "by document",
    "by body",
    "by nobody",
    "long",
    "told negates",
    "own content, shares nothing",
    "own content, shares nothing, turn before",
    "in words of a denial, turn before",
    "last of its turn",
    "shared by what its side says next",
    "most shared by what its side says next",
    "points, most accusing of the turn before",
];

/// What is known of a denial that may deny nothing of the article.
pub const NOTHING: &[&str] = &[
    "one",
    "by its cue",
    "points",
    "has an account",
    "has a holder",
    "such",
    "part",
    "of itself",
    "telling words",
    "direct",
    "rules out or refuses",
    "first turn",
    "statements before",
    "accused before",
    "shared most",
    "cue denies",
    "cue rejects",
    "cue disputes",
    "infinitive",
    "whether",
    "clause",
    "gerund",
    "any",
];

/// A denial with what it may deny: places in the article, and what is known of each; then what is known if it denies nothing told there.
pub struct Offer {
    /// place of the denial
    pub denial: usize,
    /// places of the candidates
    pub told: Vec<usize>,
    /// by candidate, what is known of it, in the order of the weights
    pub rows: Vec<Vec<f64>>,
    /// what is known of the denial, likewise
    pub nothing: Vec<f64>,
}

/// Share from which a choice is listed as doubtful, and from which it is firm: about three of four of these are right in texts that
/// the weights have not seen (docs/accuracy.md).
const LISTED: f64 = 0.35;
pub(super) const FIRM: f64 = 0.65;
/// Code points between statements that are near.
const NEAR: usize = 400;

#[derive(Deserialize)]
struct Weights {
    /// in the order of [`FEATURES`]
    told: Vec<f64>,
    /// in the order of [`NOTHING`]
    nothing: Vec<f64>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let weights: Weights = serde_json::from_str(include_str!("../../data/model/denials.json")).expect("tested");
    assert!(weights.told.len() == FEATURES.len() && weights.nothing.len() == NOTHING.len());
    weights
});

/// What a denial most likely denies of what its article tells, and how likely that is; none where that is little.
pub(super) fn choose(scene: &Scene, at: usize) -> Option<(usize, f64)> {
    let offer = offer(scene, at)?;
    let score = |weights: &[f64], row: &[f64]| weights.iter().zip(row).map(|(w, x)| w * x).sum::<f64>();
    let told: Vec<f64> = offer.rows.iter().map(|row| score(&WEIGHTS.told, row)).collect();
    let nothing = score(&WEIGHTS.nothing, &offer.nothing);
    let most = told.iter().copied().fold(nothing, f64::max);
    let sum = told.iter().chain([&nothing]).map(|score| (score - most).exp()).sum::<f64>();
    // the first of equals
    let (best, score) = told.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1))?;
    let share = (score - most).exp() / sum;
    (share >= LISTED).then_some((offer.told[best], share))
}

/// True for what may be a denial.
pub(super) fn denies(claim: &Claim) -> bool {
    claim.on_record
        && !claim.negated
        && (claim.act == Some(Act::Deny) || has_cue(claim, |word| REPLIES.denying.has(word)))
}

/// All that a denial may deny in its article; none where it is no denial or nobody else says anything.
pub(super) fn offer(scene: &Scene, at: usize) -> Option<Offer> {
    let denial = scene.article[at];
    if !denies(&denial.claim) {
        return None;
    }
    let asks = |i: usize| scene.claim(i).act == Some(Act::Ask);
    let other_side = |i: &usize| *i != at && !asks(*i) && !one_side(scene.claim(*i), &denial.claim);
    let told: Vec<usize> = (0..scene.article.len()).filter(other_side).collect();
    if told.is_empty() {
        return None;
    }
    let aim = Aim::new(&denial.reading);
    let mine = denial.reading.all_content();
    let (my_names, my_numbers) = (names(&mine), numbers(&mine));
    let named = |i: usize| is_named(denial, scene.article[i].reading.all_content().into_iter());
    let around = |i: usize| is_named(denial, scene.article[i].reading.sentence.iter());
    let accuses = |i: usize| scene.claim(i).act == Some(Act::Accuse);
    let nearest = told.iter().rev().copied().find(|&i| i < at && accuses(i) && around(i));
    let shares: Vec<Shared> =
        told.iter().map(|&i| aim.shared(denial, &scene.article[i].reading.all_content())).collect();
    let most = shares.iter().map(|shared| shared.weight).fold(0.0, f64::max);
    let own = scene.turn(at);
    let voice = scene.voice_of(at, &aim);
    let next = scene.article[voice].reading.all_content();
    let next: Vec<&Word> = next.into_iter().filter(|word| !word.name && word.weight >= 0.7 && voice != at).collect();
    let echoes: Vec<f64> =
        told.iter().map(|&i| Overlap::new(&next, &scene.article[i].reading.all_content()).weight).collect();
    let echo = echoes.iter().copied().fold(0.0, f64::max);
    let he = |i: usize| {
        scene.article[i].reading.words.iter().any(|word| matches!(&*word.lower, "he" | "she" | "his" | "her" | "they"))
    };
    let weight = |i: usize| 4 * usize::from(accuses(i)) + 3 * usize::from(named(i)) + usize::from(he(i));
    let turn_before = told.iter().copied().filter(|&i| i < at && scene.turn(i) + 1 == own);
    let most_accusing = turn_before.filter(|&i| weight(i) > 0).max_by_key(|&i| (weight(i), i));
    let points = aim.telling.is_empty() || aim.points;
    let account = denial.reading.words.iter().any(|word| REPLIES.accounts.has(&word.lemma));
    let plain = is(has_cue(&denial.claim, |word| REPLIES.denying.has(word)));
    let rows = told.iter().enumerate().map(|(n, &i)| {
        let other = scene.article[i];
        let claim = &other.claim;
        let theirs = other.reading.all_content();
        let shared = &shares[n];
        let overlap = Overlap::new(&mine, &theirs);
        let act = |acts: &[Act]| is(claim.act.is_some_and(|act| acts.contains(&act)));
        let of = |kinds: &[SpeakerType]| claim.speaker_type.is_some_and(|kind| kinds.contains(&kind));
        let role = words(claim.role.as_deref().unwrap_or_default());
        let holders: Vec<&Word> = other.reading.speaker.iter().chain(&other.reading.body).chain(&role).collect();
        let held = aim.is_held_by(&holders);
        let figures = numbers(&theirs);
        let figure = my_numbers.iter().any(|number| figures.contains(number));
        let turns = own.saturating_sub(scene.turn(i));
        let before = i < at;
        let gap = scene.distance(i, at);
        let (beside, near) = (before && gap <= NEXT, before && gap <= NEAR);
        let overlaps = claim.place[0] < denial.claim.place[1] && denial.claim.place[0] < claim.place[1];
        let bare = shared.weight == 0.0 && !points;
        let last_of_turn = before && scene.turns[scene.turn(i)].end == i + 1;
        vec![
            shared.weight.min(6.0),
            shared.share.min(1.0),
            overlap.weight.min(10.0),
            overlap.of_a,
            overlap.of_b,
            (Overlap::new(&my_names, &names(&theirs)).count() as f64).min(3.0),
            is(aim.events.iter().any(|event| theirs.iter().any(|word| same(word, event)))),
            is(shared.weight > 0.0 && shared.weight >= most),
            is(mine.iter().any(|word| theirs.iter().any(|other| opposite(word, other)))),
            is(!my_numbers.is_empty() && !figures.is_empty() && !figure),
            is(figure),
            is(accuses(i)),
            act(&[Act::Find]),
            act(&[Act::Ask, Act::Demand]),
            act(&[Act::Promise, Act::Decide]),
            act(&[Act::Deny]),
            act(&[Act::Support, Act::Oppose]),
            is(!claim.on_record),
            is(named(i)),
            is(around(i)),
            is(he(i)),
            is(accuses(i) && around(i)),
            is(held),
            is(!aim.holder.is_empty() && !held),
            is(before && turns == 1),
            is(before && turns == 2),
            is(before && (3..=4).contains(&turns)),
            is(before && turns > 4),
            is(!before),
            is(i + 1 == at),
            is(overlaps),
            is(beside),
            is(near),
            is(points && before && turns == 1),
            is(points && before && turns == 2),
            is(points && accuses(i)),
            is(points && near),
            is(account && of(&[SpeakerType::Document])),
            is(account && accuses(i)),
            is(account && of(&[SpeakerType::Person, SpeakerType::UnnamedPerson])),
            is(nearest == Some(i)),
            is(of(&[SpeakerType::Document])),
            is(of(&[SpeakerType::Organization])),
            is(claim.speaker_type.is_none() || of(&[SpeakerType::Anonymous])),
            (theirs.len() as f64 / 10.0).min(2.0),
            is(other.reading.units.iter().any(|unit| unit.own_negations().next().is_some())),
            is(bare),
            is(bare && before && turns == 1),
            plain * is(before && turns == 1),
            is(last_of_turn),
            echoes[n].min(5.0),
            is(echoes[n] > 0.0 && echoes[n] >= echo),
            is(points && most_accusing == Some(i)),
        ]
    });
    let rows: Vec<Vec<f64>> = rows.collect();
    let cue = |lemmas: &[&str]| is(has_cue(&denial.claim, |word| lemmas.contains(&word)));
    let opening = denial.reading.words.iter().find(|word| !word.is_punctuation);
    let opens = |is_one: &dyn Fn(&str) -> bool| is(opening.is_some_and(|word| is_one(&word.lower)));
    let nothing = vec![
        1.0,
        plain,
        is(points),
        is(account),
        is(!aim.holder.is_empty()),
        is(aim.such),
        is(aim.part),
        is(aim.of_self),
        (aim.telling.len() as f64 / 4.0).min(2.0),
        is(denial.claim.kind == Some(Kind::Direct)),
        is(has_cue(&denial.claim, |word| REPLIES.refusing.has(word))),
        is(own == 0),
        (1.0 + at as f64).ln(),
        is(nearest.is_some()),
        most.min(6.0),
        cue(&["deny"]),
        cue(&["reject", "dismiss", "repudiate", "disavow", "disown", "rubbish", "deride", "ridicule", "scorn"]),
        cue(&["dispute", "contradict", "refute", "rebut", "contest"]),
        opens(&|word| word == "to"),
        opens(&|word| word == "whether"),
        opens(&|word| word == "that"),
        opens(&|word| word.ends_with("ing")),
        is(denial.reading.words.iter().any(|word| word.lower == "any")),
    ];
    Some(Offer { denial: at, told, rows, nothing })
}

fn is(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

fn names<'w>(all: &[&'w Word]) -> Vec<&'w Word> {
    all.iter().filter(|word| word.name || word.capital).copied().collect()
}

fn numbers(all: &[&Word]) -> Vec<f64> {
    all.iter().filter_map(|word| word.number).collect()
}
