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
pub(super) struct Denial<'a> {
    denial: &'a Analysis,
    /// place of the denial, and the turns before its own
    at: usize,
    turn: usize,
    aim: Aim<'a>,
    /// words, names and numbers of what is denied
    words: Vec<&'a Word>,
    names: Vec<&'a Word>,
    numbers: Vec<f64>,
    told: Vec<Told<'a>>,
    /// the most that something told shares with the denial, and with what its side says next
    most_shared: f64,
    most_echoed: f64,
    /// places of the accusation of the denier that stands nearest before, and of the most accusing of the turn before
    nearest: Option<usize>,
    most_accusing: Option<usize>,
    /// it only points
    points: bool,
    /// it names an account
    account: bool,
    /// its cue denies
    plain: bool,
}

/// Something told that may be denied.
struct Told<'a> {
    at: usize,
    analysis: &'a Analysis,
    content: Vec<&'a Word>,
    /// what it shares with the denial, and with what the side of the denial says next
    shared: Shared,
    echo: f64,
    before: bool,
    /// turns from its own to that of the denial, and code points between the two
    turns: usize,
    gap: usize,
    ends_turn: bool,
    /// who denies is among its words, or those of its sentence
    named: bool,
    named_around: bool,
    says_he: bool,
    accuses: bool,
}

impl<'a> Denial<'a> {
    /// The denial at a place of its article; none where there is none, or nobody else says anything.
    pub fn new(scene: &Scene<'a>, at: usize) -> Option<Self> {
        let denial = scene.article[at];
        if !denies(&denial.claim) {
            return None;
        }
        let asks = |i: usize| scene.claim(i).act == Some(Act::Ask);
        let other_side = |i: &usize| *i != at && !asks(*i) && !one_side(scene.claim(*i), &denial.claim);
        let aim = Aim::new(&denial.reading);
        let voice = scene.voice_of(at, &aim);
        let next = scene.article[voice].reading.all_content();
        let next: Vec<&Word> =
            next.into_iter().filter(|word| !word.name && word.weight >= 0.7 && voice != at).collect();
        let told = |i: usize| Told::new(scene, (denial, at), i, &aim, &next);
        let told: Vec<Told> = (0..scene.article.len()).filter(other_side).map(told).collect();
        if told.is_empty() {
            return None;
        }
        let before = || told.iter().filter(|told| told.before);
        let accusing = |told: &&Told| told.accusing() > 0;
        let turn_before = before().filter(|told| told.turns == 1).filter(accusing);
        let words = denial.reading.all_content();
        Some(Denial {
            denial,
            at,
            turn: scene.turn(at),
            names: names(&words),
            numbers: numbers(&words),
            most_shared: told.iter().map(|told| told.shared.weight).fold(0.0, f64::max),
            most_echoed: told.iter().map(|told| told.echo).fold(0.0, f64::max),
            nearest: before().rfind(|told| told.accuses && told.named_around).map(|told| told.at),
            most_accusing: turn_before.max_by_key(|told| (told.accusing(), told.at)).map(|told| told.at),
            points: aim.telling.is_empty() || aim.points,
            account: denial.reading.words.iter().any(|word| REPLIES.accounts.has(&word.lemma)),
            plain: has_cue(&denial.claim, |word| REPLIES.denying.has(word)),
            words,
            told,
            aim,
        })
    }

    /// Places of what may be denied.
    pub fn places(&self) -> Vec<usize> {
        self.told.iter().map(|told| told.at).collect()
    }

    /// By what may be denied, what is known of it, in the order of [`FEATURES`](super::denied::FEATURES).
    pub fn rows(&self) -> Vec<Vec<f64>> {
        self.told.iter().map(|told| self.row(told)).collect()
    }

    fn row(&self, told: &Told) -> Vec<f64> {
        let mut row = self.in_common(told);
        row.extend(told.what());
        row.extend(self.who(told));
        row.extend(self.place(told));
        row.extend(self.pointing(told));
        row.extend(self.source_and_words(told));
        row
    }

    /// "shared weight" to "same number".
    fn in_common(&self, told: &Told) -> Vec<f64> {
        let theirs = &told.content;
        let overlap = Overlap::new(&self.words, theirs);
        let figures = numbers(theirs);
        let figure = self.numbers.iter().any(|number| figures.contains(number));
        let has = |event: &Word| theirs.iter().any(|word| same(word, event));
        vec![
            told.shared.weight.min(6.0),
            told.shared.share.min(1.0),
            overlap.weight.min(10.0),
            overlap.of_a,
            overlap.of_b,
            (Overlap::new(&self.names, &names(theirs)).count() as f64).min(3.0),
            is(self.aim.events.iter().any(|event| has(event))),
            is(told.shared.weight > 0.0 && told.shared.weight >= self.most_shared),
            is(self.words.iter().any(|word| theirs.iter().any(|other| opposite(word, other)))),
            is(!self.numbers.is_empty() && !figures.is_empty() && !figure),
            is(figure),
        ]
    }

    /// "denier named" to "other holder".
    fn who(&self, told: &Told) -> Vec<f64> {
        let reading = &told.analysis.reading;
        let role = words(told.analysis.claim.role.as_deref().unwrap_or_default());
        let holders: Vec<&Word> = reading.speaker.iter().chain(&reading.body).chain(&role).collect();
        let held = self.aim.is_held_by(&holders);
        vec![
            is(told.named),
            is(told.named_around),
            is(told.says_he),
            is(told.accuses && told.named_around),
            is(held),
            is(!self.aim.holder.is_empty() && !held),
        ]
    }

    /// "turn before" to "near".
    fn place(&self, told: &Told) -> Vec<f64> {
        let (theirs, mine) = (&told.analysis.claim, &self.denial.claim);
        vec![
            is(told.before && told.turns == 1),
            is(told.before && told.turns == 2),
            is(told.before && (3..=4).contains(&told.turns)),
            is(told.before && told.turns > 4),
            is(!told.before),
            is(told.at + 1 == self.at),
            is(theirs.place[0] < mine.place[1] && mine.place[0] < theirs.place[1]),
            is(told.before && told.gap <= NEXT),
            is(told.before && told.gap <= NEAR),
        ]
    }

    /// "points, turn before" to "nearest accusation of the denier".
    fn pointing(&self, told: &Told) -> Vec<f64> {
        vec![
            is(self.points && told.before && told.turns == 1),
            is(self.points && told.before && told.turns == 2),
            is(self.points && told.accuses),
            is(self.points && told.before && told.gap <= NEAR),
            is(self.account && told.is_by(&[SpeakerType::Document])),
            is(self.account && told.accuses),
            is(self.account && told.is_by(&[SpeakerType::Person, SpeakerType::UnnamedPerson])),
            is(self.nearest == Some(told.at)),
        ]
    }

    /// "by document" to "points, most accusing of the turn before".
    fn source_and_words(&self, told: &Told) -> Vec<f64> {
        let turn_before = told.before && told.turns == 1;
        let bare = told.shared.weight == 0.0 && !self.points;
        let mut units = told.analysis.reading.units.iter();
        vec![
            is(told.is_by(&[SpeakerType::Document])),
            is(told.is_by(&[SpeakerType::Organization])),
            is(told.analysis.claim.speaker_type.is_none() || told.is_by(&[SpeakerType::Anonymous])),
            (told.content.len() as f64 / 10.0).min(2.0),
            is(units.any(|unit| unit.own_negations().next().is_some())),
            is(bare),
            is(bare && turn_before),
            is(self.plain && turn_before),
            is(told.before && told.ends_turn),
            told.echo.min(5.0),
            is(told.echo > 0.0 && told.echo >= self.most_echoed),
            is(self.points && self.most_accusing == Some(told.at)),
        ]
    }

    /// What is known of the denial if it denies nothing that is told here, in the order of [`NOTHING`](super::denied::NOTHING).
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
            is(self.turn == 0),
            (1.0 + self.at as f64).ln(),
            is(self.nearest.is_some()),
            self.most_shared.min(6.0),
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

impl<'a> Told<'a> {
    /// What stands at `at`, beside a denial with its aim and its place. `next`: telling words of what the side of the denial says next.
    fn new(scene: &Scene<'a>, (denial, denied_at): (&Analysis, usize), at: usize, aim: &Aim, next: &[&Word]) -> Self {
        let analysis = scene.article[at];
        let content = analysis.reading.all_content();
        let turn = scene.turn(at);
        let he = |word: &Word| matches!(&*word.lower, "he" | "she" | "his" | "her" | "they");
        Told {
            at,
            analysis,
            shared: aim.shared(denial, &content),
            echo: Overlap::new(next, &content).weight,
            before: at < denied_at,
            turns: scene.turn(denied_at).saturating_sub(turn),
            gap: scene.distance(at, denied_at),
            ends_turn: scene.turns[turn].end == at + 1,
            named: is_named(denial, content.iter().copied()),
            named_around: is_named(denial, analysis.reading.sentence().iter()),
            says_he: analysis.reading.words.iter().any(he),
            accuses: analysis.claim.act == Some(Act::Accuse),
            content,
        }
    }

    /// How much it accuses who denies.
    fn accusing(&self) -> usize {
        4 * usize::from(self.accuses) + 3 * usize::from(self.named) + usize::from(self.says_he)
    }

    /// "accuses" to "off record".
    fn what(&self) -> Vec<f64> {
        let claim = &self.analysis.claim;
        let act = |acts: &[Act]| is(claim.act.is_some_and(|act| acts.contains(&act)));
        vec![
            is(self.accuses),
            act(&[Act::Find]),
            act(&[Act::Ask, Act::Demand]),
            act(&[Act::Promise, Act::Decide]),
            act(&[Act::Deny]),
            act(&[Act::Support, Act::Oppose]),
            is(!claim.on_record),
        ]
    }

    fn is_by(&self, kinds: &[SpeakerType]) -> bool {
        self.analysis.claim.speaker_type.is_some_and(|kind| kinds.contains(&kind))
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
