//! Who judges a thing otherwise than the one before, inside one article.

use super::aim::Aim;
use super::discourse::{NEAR, Reply};
use super::finding::ConflictKind;
use super::lexicon::LEXICON;
use super::lists::REPLIES;
use super::overlap::same;
use super::parts::judged;
use super::rule::Rule;
use super::scene::Scene;
use super::sides::{has_cue, one_side};
use super::unit::Unit;
use super::word::Word;
use crate::statement::{Act, Kind};

impl<'a> Scene<'a> {
    /// "The union condemned it": the opposite judgement of the same thing, just before.
    pub(super) fn opposition(&self, at: usize) -> Option<Reply> {
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
}

/// One head, and no kinds that differ: "the research", "stem cell research", not "biomedical research".
fn is_one(a: &[&Word], b: &[&Word]) -> bool {
    let (Some((x, of_a)), Some((y, of_b))) = (a.split_last(), b.split_last()) else { return false };
    let kinds = of_a.is_empty() || of_b.is_empty() || of_a.iter().any(|word| of_b.iter().any(|o| same(word, o)));
    same(x, y) && kinds
}
