//! Who answers whom inside one article: what is denied or judged stands just before, and rarely in the same words.
//!
//! Consecutive statements of one side are a turn ("The ministry denied this. 'No order was given,' said its spokesman"). A
//! denial answers a statement of another side: the one whose holder it names ("the baker's story") or, where it only points
//! ("this", "the allegations", "any payment"), the turn before. A judgement of "it" answers the opposed one just before.

use std::ops::Range;

use super::aim::Aim;
use super::analysis::Analysis;
use super::claim::Claim;
use super::finding::{ConflictKind, Match};
use super::lexicon::LEXICON;
use super::lists::{CLAUSES, REPLIES};
use super::overlap::{Overlap, same};
use super::parts::judged;
use super::rule::Rule;
use super::sides::{has_cue, one_side};
use super::unit::Unit;
use super::word::Word;
use super::words::words;
use crate::statement::{Act, Kind, SpeakerType};

/// Code points between two sentences that follow each other.
const NEXT: usize = 4;
/// Code points between a reply that only points and what it points at.
const NEAR: usize = 700;
/// Weight of the words that a reply shares with what it answers.
const SHARED: f64 = 1.7;

/// Two statements of one article, one of which answers the other.
#[derive(Debug)]
pub(super) struct Reply {
    /// place of what is answered
    pub told: usize,
    /// place of the answer
    pub reply: usize,
    pub found: Match,
}

/// All replies among the statements of an article, which come in the order of the text.
pub(super) fn replies(article: &[&Analysis]) -> Vec<Reply> {
    let turns = turns(article);
    let scene = Scene { article, turns: &turns };
    let mut out: Vec<Reply> = Vec::new();
    for at in 0..article.len() {
        let found = scene.denial(at).or_else(|| scene.opposition(at));
        if let Some(found) = found
            && !out.iter().any(|known| (known.told, known.reply) == (found.told, found.reply))
        {
            out.push(found);
        }
    }
    out
}

/// Consecutive statements of one side.
fn turns(article: &[&Analysis]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in 0..article.len() {
        match out.last_mut() {
            Some(turn) if turn.clone().any(|i| one_side(&article[i].claim, &article[at].claim)) => turn.end = at + 1,
            Some(turn) if is_official_of(&article[at - 1].claim, &article[at].claim) => turn.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

/// "The union condemned it. 'An outrage,' said its secretary": an official without a body who follows one at once is its own.
fn is_official_of(body: &Claim, person: &Claim) -> bool {
    let is_body =
        body.role.is_none() && !matches!(body.speaker_type, Some(SpeakerType::Person | SpeakerType::UnnamedPerson));
    let is_person = matches!(person.speaker_type, Some(SpeakerType::Person | SpeakerType::UnnamedPerson));
    is_body
        && is_person
        && person.role.is_some()
        && person.organization.is_none()
        && person.place[0].saturating_sub(body.place[1]) <= NEXT
}

struct Scene<'a> {
    article: &'a [&'a Analysis],
    turns: &'a [Range<usize>],
}

impl<'a> Scene<'a> {
    fn claim(&self, at: usize) -> &'a Claim {
        &self.article[at].claim
    }

    fn turn(&self, at: usize) -> usize {
        self.turns.iter().position(|turn| turn.contains(&at)).unwrap_or_default()
    }

    /// A denial, with what it answers.
    fn denial(&self, at: usize) -> Option<Reply> {
        let claim = self.claim(at);
        let denies = claim.on_record && !claim.negated && has_cue(claim, |word| REPLIES.denying.has(word));
        let negates = claim.on_record && claim.act == Some(Act::Deny) && !claim.negated;
        if !denies && !negates {
            return None;
        }
        let aim = Aim::new(&self.article[at].reading);
        let own = self.turn(at);
        if !aim.holder.is_empty() {
            return self.of_holder(at, &aim);
        }
        if aim.demand {
            return None;
        }
        let points = aim.such || denies && aim.points;
        if !(points || denies && aim.of_self) || own == 0 {
            return None;
        }
        let reply = self.voice_of(at, &aim);
        let (told, about) =
            self.echo(own, reply).map_or_else(|| self.teller(self.turns[own - 1].clone(), at), |i| Some((i, true)))?;
        let fits = self.distance(told, at) <= NEAR && (points || about);
        fits.then(|| self.reply(told, reply, Rule::DeniedJustAfter, 0.7))
    }

    /// The statement of one of the three turns before that shares most with what the denying side says, where that is enough.
    fn echo(&self, own: usize, reply: usize) -> Option<usize> {
        let words = self.article[reply].reading.all_content();
        let dated = |word: &Word| LEXICON.times.contains(&word.lemma) || word.number.is_some();
        let telling =
            |word: &&Word| !self.claim(reply).names.contains(&word.concept) && word.weight >= 0.7 && !dated(word);
        let words: Vec<&Word> = words.into_iter().filter(telling).collect();
        let before = self.turns[own.saturating_sub(3)..own].iter().flat_map(Clone::clone);
        before
            .filter(|&i| self.tells(i, reply))
            .map(|i| (Overlap::new(&words, &self.article[i].reading.all_content()).weight, i))
            .filter(|(weight, _)| *weight >= SHARED)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, i)| i)
    }

    /// "rejected the baker's story": what the baker says here.
    fn of_holder(&self, at: usize, aim: &Aim) -> Option<Reply> {
        let own = self.turn(at);
        let is_holder = |i: &usize| {
            let other = self.claim(*i);
            let role = words(other.role.as_deref().unwrap_or_default());
            let reading = &self.article[*i].reading;
            let named: Vec<&Word> = reading.speaker.iter().chain(&reading.body).chain(&role).collect();
            aim.is_held_by(&named)
        };
        let told = (0..self.article.len())
            .filter(|&i| self.turn(i) != own && self.tells(i, at))
            .filter(is_holder)
            .filter(|&i| !aim.demand || self.claim(i).act == Some(Act::Demand))
            .map(|i| (aim.shared(self.article[at], &self.article[i].reading.all_content()).weight, i))
            .filter(|(weight, _)| aim.telling.is_empty() || *weight > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(at.abs_diff(b.1).cmp(&at.abs_diff(a.1))))?
            .1;
        let reply = self.voice_of(at, aim);
        let mut found = self.reply(told, reply, Rule::AccountOfHolderRejected, 0.8);
        if aim.demand {
            found.found.kind = ConflictKind::Opposition;
        }
        Some(found)
    }

    /// The statement can be what another answers: it tells something, and is nobody's denial, question or plan.
    fn tells(&self, i: usize, at: usize) -> bool {
        let (claim, reply) = (self.claim(i), self.claim(at));
        let voiced = claim.on_record && !claim.negated || claim.act == Some(Act::Accuse);
        let tells = matches!(claim.act, None | Some(Act::Say | Act::Accuse | Act::Find | Act::Decide))
            || claim.act == Some(Act::Demand) && Aim::new(&self.article[at].reading).demand;
        let content = self.article[i].reading.all_content().len();
        let tells = tells && claim.speaker.is_some();
        voiced && tells && content >= 2 && !one_side(claim, reply)
    }

    /// The statement of a turn that a reply which only points is most likely to answer: an accusation, one that names the
    /// replying side, the nearest; and whether it tells something of that side.
    fn teller(&self, turn: Range<usize>, at: usize) -> Option<(usize, bool)> {
        let reading = &self.article[at].reading;
        let rank = |i: usize| {
            let other = &self.article[i];
            let names = reading.speaker.iter().chain(&reading.body);
            let named =
                names.into_iter().any(|name| other.reading.words.iter().any(|word| word.concept == name.concept));
            let he = other.reading.words.iter().any(|word| CLAUSES.he.has(&word.lower));
            let accuses = other.claim.act == Some(Act::Accuse);
            (4 * usize::from(accuses) + 3 * usize::from(named) + usize::from(he), named || he || accuses)
        };
        let best = turn.filter(|&i| self.tells(i, at)).max_by_key(|&i| (rank(i).0, i))?;
        Some((best, rank(best).1))
    }

    /// Where a reply only points, what its side says next tells more: "The army rejected this. 'No soldier was there'".
    fn voice_of(&self, at: usize, aim: &Aim) -> usize {
        if aim.telling.len() > 1 || !aim.points {
            return at;
        }
        let turn = &self.turns[self.turn(at)];
        let says = |i: &usize| {
            let claim = self.claim(*i);
            let content = self.article[*i].reading.all_content().len();
            claim.on_record && content >= 2 && matches!(claim.act, Some(Act::Say | Act::Deny))
        };
        (at + 1..turn.end).take(2).find(says).unwrap_or(at)
    }

    /// "The union condemned it": the opposite judgement of the same thing, just before.
    fn opposition(&self, at: usize) -> Option<Reply> {
        let own = self.turn(at);
        let (sign, object) = self.attitude(at)?;
        for turn in self.turns[..own].iter().rev().take(2) {
            for i in turn.clone().rev() {
                if one_side(self.claim(i), self.claim(at)) {
                    continue;
                }
                let Some((other, thing)) = self.attitude(i) else { continue };
                let defends = has_cue(self.claim(at), |word| REPLIES.defending.has(word));
                let points = (object.is_empty() || defends) && turn.end == self.turns[own].start;
                let decision = |words: &[&Word]| words.last().is_some_and(|word| REPLIES.decisions.has(&word.lemma));
                let beside = turn.end == self.turns[own].start && decision(&object) && decision(&thing);
                let one_thing = beside || is_one(&object, &thing);
                if other == -sign && (points || one_thing) && self.distance(i, at) <= NEAR {
                    let (told, reply) = (self.plain_voice(i), self.plain_voice(at));
                    let mut found = self.reply(told, reply, Rule::JudgedJustAfter, 0.7);
                    found.found.kind = ConflictKind::Opposition;
                    return Some(found);
                }
            }
        }
        None
    }

    /// For or against, and the thing; no thing where it is only pointed at.
    fn attitude(&self, at: usize) -> Option<(i8, Vec<&'a Word>)> {
        let claim = self.claim(at);
        if !claim.on_record || claim.negated {
            return None;
        }
        let reading = &self.article[at].reading;
        let judgement = || {
            let short = reading.units.len() <= 2;
            let calls = short && matches!(claim.act, Some(Act::Say | Act::Accuse));
            let told =
                reading.judging.iter().find(|&&i| reading.units.iter().any(|u| u.range.contains(&i) && u.asserts()))?;
            let own = |unit: &Unit| unit.clause(*told).is_none_or(|clause| !clause.of_others && !clause.supposed);
            if !reading.units.iter().filter(|unit| unit.range.contains(told)).all(own) {
                return None;
            }
            let (_, high) = judged(&reading.words[*told])?;
            let negated = reading.units.iter().any(|unit| unit.negates(*told));
            calls.then_some(if high != negated { 1 } else { -1 })
        };
        let sign = match claim.act {
            Some(Act::Support) => 1,
            Some(Act::Oppose) => -1,
            _ if has_cue(claim, |word| REPLIES.denying.has(word)) && Aim::new(&self.article[at].reading).demand => -1,
            _ => judgement()?,
        };
        // "criticised the ministry for the delay": the deed, not the ministry
        if matches!(claim.act, Some(Act::Oppose | Act::Support)) && reading.words.iter().any(|word| word.lower == "for")
        {
            return None;
        }
        let judging = |word: &Word| judged(word).is_some();
        // "the settlement", "the new deal with the city": the first thing, its head last
        let telling = |word: &&Word| word.weight >= 0.4 && !judging(word) && !LEXICON.light.contains(&word.lemma);
        let start = reading.words.iter().position(|word| telling(&word)).unwrap_or(reading.words.len());
        let thing: Vec<&Word> = reading.words[start..].iter().take_while(telling).collect();
        let person = thing.last().is_some_and(|word| word.name || word.capital || word.concept.starts_with("state:"));
        let pointed = reading.words.iter().take(2).any(|word| REPLIES.pronouns.has(&word.lower));
        (!person && (pointed || !thing.is_empty())).then_some((sign, thing))
    }

    /// What a side says of a thing next, where it only names it: "welcomed the ban. 'At last,' she said".
    fn plain_voice(&self, at: usize) -> usize {
        let content = self.article[at].reading.all_content().len();
        let turn = &self.turns[self.turn(at)];
        let quoted = |i: &usize| self.claim(*i).kind != Some(Kind::Indirect) && self.claim(*i).on_record;
        if content > 2 || !self.article[at].reading.judging.is_empty() {
            at
        } else {
            (at + 1..turn.end).take(1).find(quoted).unwrap_or(at)
        }
    }

    fn distance(&self, a: usize, b: usize) -> usize {
        let (a, b) = (self.claim(a.min(b)), self.claim(a.max(b)));
        b.place[0].saturating_sub(a.place[1])
    }

    fn reply(&self, told: usize, reply: usize, rule: Rule, score: f64) -> Reply {
        let claim = self.claim(reply);
        let by = self.claim(told).speaker.as_deref().unwrap_or("another");
        let found = Match {
            kind: ConflictKind::Denial,
            rule,
            score,
            firm: self.article[reply].reading.all_content().len() > 1,
            why: format!("It answers what {by} says in the same article."),
            words: [Vec::new(), vec![claim.cue.clone()]],
            both_true_if: "the answer is to something else",
        };
        Reply { told, reply, found }
    }
}

/// One head, and no kinds that differ: "the research", "stem cell research", not "biomedical research".
fn is_one(a: &[&Word], b: &[&Word]) -> bool {
    let (Some((x, of_a)), Some((y, of_b))) = (a.split_last(), b.split_last()) else { return false };
    let kinds = of_a.is_empty() || of_b.is_empty() || of_a.iter().any(|word| of_b.iter().any(|o| same(word, o)));
    same(x, y) && kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Comparer;

    /// Statements of one article: who, what kind of speaker, in which role; act, cue, content.
    type Told<'a> = (Who<'a>, Act, &'a str, &'a str);
    type Who<'a> = (&'a str, SpeakerType, Option<&'a str>);

    const GUILD: Who = ("Divers' Guild", SpeakerType::Organization, None);
    const SKARN: Who = ("Oda Skarn", SpeakerType::Person, Some("diver"));
    const CLERK: Who = ("Pell Tarrick", SpeakerType::Person, Some("clerk"));

    /// What is told and what answers it, as contents, with the kind of conflict.
    fn answers(article: &[Told]) -> Vec<(String, String, ConflictKind)> {
        let comparer = Comparer::new(Vec::new());
        let claim = |(n, &((speaker, kind, role), act, cue, text)): (usize, &Told)| Claim {
            text: text.to_owned(),
            sentence: text.to_owned(),
            speaker: Some(speaker.to_owned()),
            speaker_key: Some(speaker.to_owned()),
            speaker_type: Some(kind),
            role: role.map(str::to_owned),
            article: "1".to_owned(),
            place: [n * 100, n * 100 + 99],
            act: Some(act),
            kind: Some(if text.contains('“') { Kind::Direct } else { Kind::Indirect }),
            cue: cue.to_owned(),
            on_record: true,
            ..Claim::default()
        };
        let analyses: Vec<Analysis> = article.iter().enumerate().map(|told| comparer.analyse(claim(told))).collect();
        let all: Vec<&Analysis> = analyses.iter().collect();
        let text = |at: usize| analyses[at].claim.text.clone();
        replies(&all).into_iter().map(|r| (text(r.told), text(r.reply), r.found.kind)).collect()
    }

    #[test]
    fn a_denial_that_only_points_answers_the_turn_before_in_the_words_of_its_spokesman() {
        let told = "the guild of having sold the bell for scrap";
        let voice = "“Nobody sold as much as a screw.”";
        let found = answers(&[
            (SKARN, Act::Accuse, "accused", told),
            (GUILD, Act::Deny, "rejected", "the allegations"),
            (CLERK, Act::Say, "said", voice),
        ]);
        assert_eq!(found, [(told.to_owned(), voice.to_owned(), ConflictKind::Denial)]);
    }

    #[test]
    fn whose_account_is_rejected_is_found_by_name() {
        let told = "the bell was carried off every evening";
        let found = answers(&[
            (SKARN, Act::Say, "said", told),
            (CLERK, Act::Say, "said", "he had slept through the night"),
            (GUILD, Act::Deny, "rejected", "the diver's story"),
        ]);
        assert_eq!(found.iter().map(|found| found.0.as_str()).collect::<Vec<_>>(), [told]);
    }

    #[test]
    fn a_judgement_of_it_answers_the_opposite_one_before() {
        let found = answers(&[
            (SKARN, Act::Support, "welcomed", "the suspension of the licence"),
            (GUILD, Act::Oppose, "condemned", "it as an outrage"),
        ]);
        assert_eq!(found.iter().map(|found| found.2).collect::<Vec<_>>(), [ConflictKind::Opposition]);
    }

    #[test]
    fn who_declines_or_speaks_of_something_else_answers_nobody() {
        let told = (SKARN, Act::Say, "said", "the bell was carried off every evening");
        let plain = answers(&[
            told,
            (GUILD, Act::Deny, "declined", "to name the buyers"),
            (GUILD, Act::Deny, "said", "that it had no room for more divers"),
        ]);
        assert!(plain.is_empty(), "{plain:?}");
        let one_side = answers(&[told, (SKARN, Act::Deny, "rejected", "the allegations")]);
        assert!(one_side.is_empty(), "{one_side:?}");
    }
}
