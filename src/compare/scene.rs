//! The statements of one article as a scene: who speaks in turn, and how far from each other. Consecutive statements of one side are a
//! turn ("The ministry denied this. 'No order was given,' said its spokesman").

use std::ops::Range;

use super::aim::Aim;
use super::analysis::Analysis;
use super::claim::Claim;
use super::sides::one_side;
use crate::statement::{Act, SpeakerType};

/// Code points between two sentences that follow each other.
pub(super) const NEXT: usize = 4;

/// Consecutive statements of one side.
pub(super) fn turns(article: &[&Analysis]) -> Vec<Range<usize>> {
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

/// The statements of an article in the order of the text, and its turns.
pub(super) struct Scene<'a> {
    pub(super) article: &'a [&'a Analysis],
    pub(super) turns: &'a [Range<usize>],
}

impl<'a> Scene<'a> {
    pub(super) fn claim(&self, at: usize) -> &'a Claim {
        &self.article[at].claim
    }

    pub(super) fn turn(&self, at: usize) -> usize {
        self.turns.iter().position(|turn| turn.contains(&at)).unwrap_or_default()
    }

    /// Where a reply only points, what its side says next tells more: "The army rejected this. 'No soldier was there'".
    pub(super) fn voice_of(&self, at: usize, aim: &Aim) -> usize {
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

    pub(super) fn distance(&self, a: usize, b: usize) -> usize {
        let (a, b) = (self.claim(a.min(b)), self.claim(a.max(b)));
        b.place[0].saturating_sub(a.place[1])
    }
}
