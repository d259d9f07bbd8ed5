//! What is known of a denial and of each statement that it may deny, as numbers in the order of [`FEATURES`] and [`NOTHING`].
//!
//! [`FEATURES`]: super::denied::FEATURES
//! [`NOTHING`]: super::denied::NOTHING

use super::accused::is_named;
use super::aim::{Aim, Shared};
use super::analysis::Analysis;
use super::claim::Claim;
use super::lists::REPLIES;
use super::overlap::{Overlap, same};
use super::scene::{NEXT, Scene};
use super::sides::{has_cue, one_side};
use super::word::Word;
use super::words::{opposite, words};
use crate::statement::{Act, Kind, SpeakerType};

/// Code points between statements that are near.
const NEAR: usize = 400;

/// True for what may be a denial.
pub(super) fn denies(claim: &Claim) -> bool {
    claim.on_record
        && !claim.negated
        && (claim.act == Some(Act::Deny) || has_cue(claim, |word| REPLIES.denying.has(word)))
}

/// A denial, and what is known of it and of all that it may deny.
pub(super) struct Denial<'s, 'a> {
    scene: &'s Scene<'a>,
    at: usize,
    denial: &'a Analysis,
    aim: Aim<'a>,
    /// words, names and numbers of what is denied
    words: Vec<&'a Word>,
    names: Vec<&'a Word>,
    numbers: Vec<f64>,
    /// places of what may be denied; beside them what each shares with the denial, and with what its side says next
    pub told: Vec<usize>,
    shared: Vec<Shared>,
    echoes: Vec<f64>,
    /// the accusation of the denier that stands nearest before, and the most accusing of the turn before
    nearest: Option<usize>,
    most_accusing: Option<usize>,
    /// it only points
    points: bool,
    /// it names an account
    account: bool,
    /// its cue denies
    plain: bool,
}

impl<'s, 'a> Denial<'s, 'a> {
    /// The denial at a place of its article; none where there is none, or nobody else says anything.
    pub fn new(scene: &'s Scene<'a>, at: usize) -> Option<Self> {
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
        let words = denial.reading.all_content();
        let voice = scene.voice_of(at, &aim);
        let next = scene.article[voice].reading.all_content();
        let next: Vec<&Word> =
            next.into_iter().filter(|word| !word.name && word.weight >= 0.7 && voice != at).collect();
        let theirs = |i: usize| scene.article[i].reading.all_content();
        let mut known = Denial {
            scene,
            at,
            denial,
            names: names(&words),
            numbers: numbers(&words),
            shared: told.iter().map(|&i| aim.shared(denial, &theirs(i))).collect(),
            echoes: told.iter().map(|&i| Overlap::new(&next, &theirs(i)).weight).collect(),
            points: aim.telling.is_empty() || aim.points,
            account: denial.reading.words.iter().any(|word| REPLIES.accounts.has(&word.lemma)),
            plain: has_cue(&denial.claim, |word| REPLIES.denying.has(word)),
            nearest: None,
            most_accusing: None,
            words,
            told,
            aim,
        };
        let before = |i: &usize| *i < at;
        let nearest = known.told.iter().rev().copied();
        known.nearest = nearest.filter(before).find(|&i| known.accuses(i) && known.named_around(i));
        let weight = |i: usize| {
            4 * usize::from(known.accuses(i)) + 3 * usize::from(known.named(i)) + usize::from(known.says_he(i))
        };
        let turn_before = known.told.iter().copied().filter(before).filter(|&i| known.turns_before(i) == 1);
        known.most_accusing = turn_before.filter(|&i| weight(i) > 0).max_by_key(|&i| (weight(i), i));
        Some(known)
    }

    fn accuses(&self, i: usize) -> bool {
        self.scene.claim(i).act == Some(Act::Accuse)
    }

    /// Who denies is among the words of statement `i`, or of its sentence.
    fn named(&self, i: usize) -> bool {
        is_named(self.denial, self.scene.article[i].reading.all_content().into_iter())
    }

    fn named_around(&self, i: usize) -> bool {
        is_named(self.denial, self.scene.article[i].reading.sentence.iter())
    }

    fn says_he(&self, i: usize) -> bool {
        let he = |word: &Word| matches!(&*word.lower, "he" | "she" | "his" | "her" | "they");
        self.scene.article[i].reading.words.iter().any(he)
    }

    fn turns_before(&self, i: usize) -> usize {
        self.scene.turn(self.at).saturating_sub(self.scene.turn(i))
    }

    /// What is known of the `n`th of what may be denied, in the order of [`FEATURES`].
    pub fn row(&self, n: usize) -> Vec<f64> {
        let i = self.told[n];
        let mut row = self.in_common(n);
        row.extend(self.what_is_told(i));
        row.extend(self.who(i));
        row.extend(self.place(i));
        row.extend(self.pointing(i));
        row.extend(self.source_and_words(n));
        row
    }

    /// "shared weight" to "same number".
    fn in_common(&self, n: usize) -> Vec<f64> {
        let theirs = self.scene.article[self.told[n]].reading.all_content();
        let shared = &self.shared[n];
        let overlap = Overlap::new(&self.words, &theirs);
        let figures = numbers(&theirs);
        let figure = self.numbers.iter().any(|number| figures.contains(number));
        let told = |event: &Word| theirs.iter().any(|word| same(word, event));
        vec![
            shared.weight.min(6.0),
            shared.share.min(1.0),
            overlap.weight.min(10.0),
            overlap.of_a,
            overlap.of_b,
            (Overlap::new(&self.names, &names(&theirs)).count() as f64).min(3.0),
            is(self.aim.events.iter().any(|event| told(event))),
            is(shared.weight > 0.0 && shared.weight >= self.most_shared()),
            is(self.words.iter().any(|word| theirs.iter().any(|other| opposite(word, other)))),
            is(!self.numbers.is_empty() && !figures.is_empty() && !figure),
            is(figure),
        ]
    }

    /// "accuses" to "off record".
    fn what_is_told(&self, i: usize) -> Vec<f64> {
        let claim = self.scene.claim(i);
        let act = |acts: &[Act]| is(claim.act.is_some_and(|act| acts.contains(&act)));
        vec![
            is(self.accuses(i)),
            act(&[Act::Find]),
            act(&[Act::Ask, Act::Demand]),
            act(&[Act::Promise, Act::Decide]),
            act(&[Act::Deny]),
            act(&[Act::Support, Act::Oppose]),
            is(!claim.on_record),
        ]
    }

    /// "denier named" to "other holder".
    fn who(&self, i: usize) -> Vec<f64> {
        let reading = &self.scene.article[i].reading;
        let role = words(self.scene.claim(i).role.as_deref().unwrap_or_default());
        let holders: Vec<&Word> = reading.speaker.iter().chain(&reading.body).chain(&role).collect();
        let held = self.aim.is_held_by(&holders);
        let around = self.named_around(i);
        vec![
            is(self.named(i)),
            is(around),
            is(self.says_he(i)),
            is(self.accuses(i) && around),
            is(held),
            is(!self.aim.holder.is_empty() && !held),
        ]
    }

    /// "turn before" to "near".
    fn place(&self, i: usize) -> Vec<f64> {
        let (told, denial) = (self.scene.claim(i), &self.denial.claim);
        let (before, turns) = (i < self.at, self.turns_before(i));
        let gap = self.scene.distance(i, self.at);
        vec![
            is(before && turns == 1),
            is(before && turns == 2),
            is(before && (3..=4).contains(&turns)),
            is(before && turns > 4),
            is(!before),
            is(i + 1 == self.at),
            is(told.place[0] < denial.place[1] && denial.place[0] < told.place[1]),
            is(before && gap <= NEXT),
            is(before && gap <= NEAR),
        ]
    }

    /// "points, turn before" to "nearest accusation of the denier".
    fn pointing(&self, i: usize) -> Vec<f64> {
        let (before, turns) = (i < self.at, self.turns_before(i));
        let near = before && self.scene.distance(i, self.at) <= NEAR;
        vec![
            is(self.points && before && turns == 1),
            is(self.points && before && turns == 2),
            is(self.points && self.accuses(i)),
            is(self.points && near),
            is(self.account && self.is_by(i, &[SpeakerType::Document])),
            is(self.account && self.accuses(i)),
            is(self.account && self.is_by(i, &[SpeakerType::Person, SpeakerType::UnnamedPerson])),
            is(self.nearest == Some(i)),
        ]
    }

    /// "by document" to "points, most accusing of the turn before".
    fn source_and_words(&self, n: usize) -> Vec<f64> {
        let i = self.told[n];
        let told = &self.scene.article[i].reading;
        let before = i < self.at;
        let turn_before = before && self.turns_before(i) == 1;
        let bare = self.shared[n].weight == 0.0 && !self.points;
        let echo = self.echoes.iter().copied().fold(0.0, f64::max);
        vec![
            is(self.is_by(i, &[SpeakerType::Document])),
            is(self.is_by(i, &[SpeakerType::Organization])),
            is(self.scene.claim(i).speaker_type.is_none() || self.is_by(i, &[SpeakerType::Anonymous])),
            (told.all_content().len() as f64 / 10.0).min(2.0),
            is(told.units.iter().any(|unit| unit.own_negations().next().is_some())),
            is(bare),
            is(bare && turn_before),
            is(self.plain && turn_before),
            is(before && self.scene.turns[self.scene.turn(i)].end == i + 1),
            self.echoes[n].min(5.0),
            is(self.echoes[n] > 0.0 && self.echoes[n] >= echo),
            is(self.points && self.most_accusing == Some(i)),
        ]
    }

    fn is_by(&self, i: usize, kinds: &[SpeakerType]) -> bool {
        self.scene.claim(i).speaker_type.is_some_and(|kind| kinds.contains(&kind))
    }

    fn most_shared(&self) -> f64 {
        self.shared.iter().map(|shared| shared.weight).fold(0.0, f64::max)
    }

    /// What is known of the denial if it denies nothing that is told here, in the order of [`NOTHING`].
    pub fn nothing(&self) -> Vec<f64> {
        let Denial { denial, aim, .. } = self;
        let cue = |lemmas: &[&str]| is(has_cue(&denial.claim, |word| lemmas.contains(&word)));
        let opening = denial.reading.words.iter().find(|word| !word.is_punctuation);
        let opens = |is_one: &dyn Fn(&str) -> bool| is(opening.is_some_and(|word| is_one(&word.lower)));
        vec![
            1.0,
            is(self.plain),
            is(self.points),
            is(self.account),
            is(!aim.holder.is_empty()),
            is(aim.such),
            is(aim.part),
            is(aim.of_self),
            (aim.telling.len() as f64 / 4.0).min(2.0),
            is(denial.claim.kind == Some(Kind::Direct)),
            is(has_cue(&denial.claim, |word| REPLIES.refusing.has(word))),
            is(self.scene.turn(self.at) == 0),
            (1.0 + self.at as f64).ln(),
            is(self.nearest.is_some()),
            self.most_shared().min(6.0),
            cue(&["deny"]),
            cue(&["reject", "dismiss", "repudiate", "disavow", "disown", "rubbish", "deride", "ridicule", "scorn"]),
            cue(&["dispute", "contradict", "refute", "rebut", "contest"]),
            opens(&|word| word == "to"),
            opens(&|word| word == "whether"),
            opens(&|word| word == "that"),
            opens(&|word| word.ends_with("ing")),
            is(denial.reading.words.iter().any(|word| word.lower == "any")),
        ]
    }
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
