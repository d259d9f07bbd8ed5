//! Who answers whom inside one article: what is denied or judged stands just before, and rarely in the same words.
//!
//! A denial that names whose account or demand it rejects ("the baker's story") answers that one; any other one a statement of another
//! side, or nothing that the article tells ([`denied`] chooses); a judgement of "it" the opposed one just before.

use super::aim::Aim;
use super::analysis::Analysis;
use super::denied;
use super::finding::{ConflictKind, Match};
use super::rule::Rule;
use super::scene::{Scene, turns};
use super::sides::one_side;
use super::signs;
use super::word::Word;
use super::words::words;
use crate::statement::Act;

/// Code points between a judgement and the opposite one that it answers.
pub(super) const NEAR: usize = 700;

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

/// The denials of an article with what each may deny.
pub(super) fn offers(article: &[&Analysis]) -> Vec<denied::Offer> {
    let turns = turns(article);
    let scene = Scene { article, turns: &turns };
    (0..article.len()).filter_map(|at| denied::offer(&scene, at)).collect()
}

impl<'a> Scene<'a> {
    /// A denial, with what it answers.
    fn denial(&self, at: usize) -> Option<Reply> {
        if !signs::denies(self.claim(at)) {
            return None;
        }
        let aim = Aim::new(&self.article[at].reading);
        if aim.demand || !aim.holder.is_empty() {
            return self.of_holder(at, &aim);
        }
        let (told, share) = denied::choose(self, at)?;
        let mut reply = self.reply(told, self.voice_of(at, &aim), Rule::DeniedInArticle, share);
        reply.found.firm &= share >= denied::FIRM;
        Some(reply)
    }

    /// "rejected the baker's story", "the baker's demand": what the baker says, or demands, here.
    fn of_holder(&self, at: usize, aim: &Aim) -> Option<Reply> {
        let is_holder = |i: &usize| {
            let other = self.claim(*i);
            let role = words(other.role.as_deref().unwrap_or_default());
            let reading = &self.article[*i].reading;
            let named: Vec<&Word> = reading.speaker.iter().chain(&reading.body).chain(&role).collect();
            aim.is_held_by(&named)
        };
        let tells = |i: &usize| {
            let claim = self.claim(*i);
            let act = match claim.act {
                Some(Act::Demand) => aim.demand,
                act => !aim.demand && matches!(act, None | Some(Act::Say | Act::Accuse | Act::Find | Act::Decide)),
            };
            let voiced = claim.on_record && !claim.negated || claim.act == Some(Act::Accuse);
            act && voiced && !one_side(claim, self.claim(at)) && self.article[*i].reading.all_content().len() > 1
        };
        let told = (0..self.article.len())
            .filter(|i| tells(i) && is_holder(i))
            .map(|i| (aim.shared(self.article[at], &self.article[i].reading.all_content()).weight, i))
            .filter(|(weight, _)| aim.telling.is_empty() || *weight > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(at.abs_diff(b.1).cmp(&at.abs_diff(a.1))))?
            .1;
        let reply = self.voice_of(at, aim);
        let rule = if aim.demand { Rule::DemandOfHolderRefused } else { Rule::AccountOfHolderRejected };
        let mut found = self.reply(told, reply, rule, 0.8);
        if aim.demand {
            found.found.kind = ConflictKind::Opposition;
        }
        Some(found)
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
    use crate::compare::{Claim, Comparer};
    use crate::statement::{Kind, SpeakerType};

    /// Statements of one article: who, what kind of speaker, in which role; act, cue, content.
    type Told<'a> = (Who<'a>, Act, &'a str, &'a str);
    type Who<'a> = (&'a str, SpeakerType, Option<&'a str>);

    const GUILD: Who = ("Divers' Guild", SpeakerType::Organization, None);
    const SKARN: Who = ("Oda Skarn", SpeakerType::Person, Some("diver"));
    const CLERK: Who = ("Pell Tarrick", SpeakerType::Person, Some("clerk"));

    /// What is told and what surely answers it, as contents, with the kind of conflict.
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
        let sure = |r: &Reply| r.found.firm || r.found.rule != Rule::DeniedInArticle;
        replies(&all).into_iter().filter(sure).map(|r| (text(r.told), text(r.reply), r.found.kind)).collect()
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
        let between = (CLERK, Act::Say, "said", "the tower had stood open for a week");
        let denial = "having sold the bell";
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
