//! Who answers whom inside one article: what is denied or judged stands just before, and rarely in the same words.
//!
//! Consecutive statements of one side are a turn ("The ministry denied this. 'No order was given,' said its spokesman"). A
//! denial answers a statement of another side: the one whose holder it names ("the baker's story") or, where it only points
//! ("this", "the allegations", "any payment"), the turn before. A judgement of "it" answers the opposed one just before.

use std::ops::Range;

use super::accused::is_named;
use super::aim::Aim;
use super::analysis::Analysis;
use super::claim::Claim;
use super::finding::{ConflictKind, Match};
use super::lexicon::LEXICON;
use super::lists::{CLAUSES, REPLIES};
use super::overlap::Overlap;
use super::rule::Rule;
use super::sides::{has_cue, one_side};
use super::word::Word;
use super::words::words;
use crate::statement::{Act, SpeakerType};

/// Code points between two sentences that follow each other.
const NEXT: usize = 4;
/// Code points between a reply that only points and what it points at.
pub(super) const NEAR: usize = 700;
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
        let pointed = (points || denies && aim.of_self) && own > 0;
        let pointed = if pointed { self.pointed_at(at, &aim, points) } else { None };
        let accused = || Some((self.accusation(at).filter(|_| denies && !aim.of_pronoun)?, self.voice_of(at, &aim)));
        let (told, reply) = pointed.or_else(accused)?;
        Some(self.reply(told, reply, Rule::DeniedJustAfter, 0.7))
    }

    /// What a denial answers that points at it or begins with who denies, and where the denial is told best.
    fn pointed_at(&self, at: usize, aim: &Aim, points: bool) -> Option<(usize, usize)> {
        let own = self.turn(at);
        let reply = self.voice_of(at, aim);
        let (told, about) =
            self.echo(own, reply).map_or_else(|| self.teller(self.turns[own - 1].clone(), at), |i| Some((i, true)))?;
        (self.distance(told, at) <= NEAR && (points || about)).then_some((told, reply))
    }

    /// The nearest accusation before a denial that names who denies.
    fn accusation(&self, at: usize) -> Option<usize> {
        let accuses = |&i: &usize| {
            let claim = self.claim(i);
            claim.act == Some(Act::Accuse)
                && !claim.negated
                && !one_side(claim, self.claim(at))
                && is_named(self.article[at], self.article[i].reading.words.iter())
        };
        (0..at).rev().take_while(|&i| self.distance(i, at) <= NEAR).find(accuses)
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

    pub(super) fn distance(&self, a: usize, b: usize) -> usize {
        let (a, b) = (self.claim(a.min(b)), self.claim(a.max(b)));
        b.place[0].saturating_sub(a.place[1])
    }

    pub(super) fn reply(&self, told: usize, reply: usize, rule: Rule, score: f64) -> Reply {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Comparer;
    use crate::statement::Kind;

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
    fn the_accused_answers_the_accusation_also_behind_what_others_say() {
        let told = "the guild of having sold the bell for scrap";
        let between = (CLERK, Act::Say, "said", "the shed had stood open for a week");
        let denial = "taking anything out of the shed";
        let found = answers(&[(SKARN, Act::Accuse, "accused", told), between, (GUILD, Act::Deny, "denied", denial)]);
        assert_eq!(found, [(told.to_owned(), denial.to_owned(), ConflictKind::Denial)]);
        for (cue, last) in
            [("contradicted", "its earlier statement on the shed"), ("said", "nobody had asked for the key")]
        {
            let found = answers(&[(SKARN, Act::Accuse, "accused", told), between, (GUILD, Act::Deny, cue, last)]);
            assert!(found.is_empty(), "{cue}: {found:?}");
        }
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
