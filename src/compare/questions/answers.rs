//! What a statement answers to a question, and whether the question's examples come to what they must.

use std::collections::BTreeMap;
use std::ops::Range;

use super::question::{Expected, Miss, Question};
use super::{fillers, matching};
use crate::compare::claim::{Claim, Stance};
use crate::compare::reading::Reading;
use crate::statement::Act;

impl Question {
    /// What a statement answers to it.
    pub(in crate::compare) fn positions(&self, claim: &Claim, reading: &Reading) -> Vec<Stance> {
        if !self.may_be_answered_by(claim) {
            return Vec::new();
        }
        let mut found: BTreeMap<String, Vec<Stance>> = BTreeMap::new();
        for unit in reading.units.iter().filter(|unit| !unit.asked && !unit.reported) {
            for stance in matching::stances(self, claim, &reading.words, unit) {
                found.entry(stance.about.clone()).or_default().push(stance);
            }
        }
        // a statement that says both yes and no takes no position that could be flagged
        found.retain(|_, stances| stances.iter().all(|stance| stance.affirms == stances[0].affirms));
        let firsts: Vec<Stance> = found.into_values().filter_map(united).collect();
        // "the harbour levy is lawful" is no answer about a levy
        let within = |inner: &Stance, outer: &Stance| match (&inner.span, &outer.span) {
            (Some(i), Some(o)) => i != o && o.start <= i.start && i.end <= o.end,
            _ => false,
        };
        firsts.iter().filter(|stance| !firsts.iter().any(|other| within(stance, other))).cloned().collect()
    }

    fn may_be_answered_by(&self, claim: &Claim) -> bool {
        let asserts = match claim.act {
            Some(act) => matches!(act, Act::Say | Act::Deny | Act::Accuse | Act::Find | Act::Promise | Act::Decide),
            None => true,
        };
        let [from, to] = &self.valid;
        let day = claim.published.as_deref();
        let in_time = day.is_none_or(|day| {
            from.as_deref().is_none_or(|from| day >= from) && to.as_deref().is_none_or(|to| day <= to)
        });
        asserts && claim.on_record && !claim.negated && in_time && self.is_named_in(claim)
    }

    /// True when the claim or its sentence holds a name of the subject.
    pub(super) fn is_named_in(&self, claim: &Claim) -> bool {
        self.subject.is_empty()
            || [&claim.text, &claim.sentence]
                .into_iter()
                .any(|text| self.subject.iter().any(|name| fillers::holds_name(text, name)))
    }

    /// The examples that come to something else than they must.
    pub fn test(&self) -> Vec<Miss> {
        let mut misses = Vec::new();
        for (example, expected) in &self.examples {
            let claim = example.claim();
            let found = self.positions(&claim, &Reading::new(&claim));
            let is = match found.as_slice() {
                [] => Some(Expected::Neither),
                [one] if one.affirms => Some(Expected::Affirms),
                [_] => Some(Expected::Denies),
                _ => None,
            };
            let filled = example.about().is_none_or(|about| found.iter().all(|stance| stance.about == about));
            if is != Some(*expected) || !filled {
                let example = example.text().to_owned();
                misses.push(Miss { question: self.id.clone(), example, expected: *expected, found });
            }
        }
        misses
    }
}

/// The first of several stances that agree, with the passages of the others beside it.
fn united(stances: Vec<Stance>) -> Option<Stance> {
    let mut stances = stances.into_iter();
    let mut first = stances.next()?;
    for span in stances.filter_map(|stance| stance.span) {
        let apart = |known: &Range<usize>| span.end <= known.start || known.end <= span.start;
        if first.span.iter().chain(&first.also).all(apart) {
            first.also.push(span);
        }
    }
    Some(first)
}
