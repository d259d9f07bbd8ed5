//! Statements whose source was not marked: beside the cue, carried over, before a colon, in the next sentence.

use super::{
    inventory::Kind,
    lexicon::Flags,
    phrase,
    resolve::{Referent, Resolver, is_being},
    tokens::Shape,
};
use crate::text::Span;

impl Resolver<'_, '_> {
    /// A source that was not marked but stands right beside an active cue: "she said", "said Reyes", "according to …".
    pub(super) fn beside_cue(&mut self, i: usize) -> Option<(Referent, String)> {
        let t = &self.inventory.tokens;
        let cue = self.attributions[i].cue.first()?;
        let first = t.at(cue.start);
        let last = self.end_token(self.attributions[i].cue.last()?.end);
        let sentence = t.list.get(first)?.sentence;
        let content = Span::hull(&self.attributions[i].content)?;
        let outside = |k: usize| {
            t.list.get(k).is_some_and(|x| {
                x.sentence == sentence && !self.attributions[i].content.iter().any(|c| c.contains(x.span()))
            })
        };
        if matches!(t.lower(last.saturating_sub(1)).as_str(), "to" | "by") && t.lower(first) == "according" {
            let end =
                (last..(last + 20).min(t.len())).find(|&k| !outside(k) || t.shape(k) == Shape::Mark).unwrap_or(last);
            let reading = phrase::read(&self.inventory, last, end);
            return self.reading(&reading, i);
        }
        if !t.flags(first).any(Flags::VERB) || is_being(&t.lower(first)) {
            return None;
        }
        let mut before = first;
        while before > 0
            && outside(before - 1)
            && (t.flags(before - 1).any(Flags::ADVERB)
                || matches!(t.lower(before - 1).as_str(), "has" | "have" | "had" | "will" | "would"))
        {
            before -= 1;
        }
        if before > 0 && outside(before - 1) {
            let k = before - 1;
            let word = t.lower(k);
            let passive = word == "who"
                && (k + 1..last)
                    .any(|j| is_being(&t.lower(j)) || t.lower(j) == "been" || t.lower(j).starts_with("seem"));
            if matches!(word.as_str(), "and" | "but" | "who") && !passive {
                return self.antecedent(k + usize::from(word == "who")).and_then(|(first, last)| {
                    let reading = phrase::read(&self.inventory, first, last);
                    self.reading(&reading, i)
                        .map(|(referent, _)| (referent, "named before the relative clause".to_owned()))
                });
            }
            let expletive = word == "it"
                && matches!(
                    t.lower(first).as_str(),
                    "appears" | "appeared" | "seems" | "seemed" | "remains" | "turned" | "turns"
                );
            if matches!(word.as_str(), "he" | "she" | "they" | "it") && !expletive {
                return self.pronoun(&word, k, i);
            }
            if let Some(m) =
                self.inventory.mentions_in(k, before).last().copied().filter(|m| m.last == before && m.subject)
            {
                return Some(self.named(m));
            }
        }
        if content.end <= t.list[first].span().start
            && outside(last)
            && let Some(m) = phrase::mention_at(&self.inventory, last)
            && !m.possessive
        {
            return Some(self.named(m));
        }
        None
    }

    /// "… disappointed the landowners, who were not heard but vowed …": the tokens before the "who" to whose clause the
    /// conjunction at `token` adds.
    fn antecedent(&self, token: usize) -> Option<(usize, usize)> {
        let t = &self.inventory.tokens;
        let sentence = t.list.get(token)?.sentence;
        let start = t.list.partition_point(|x| x.sentence < sentence).max(token.saturating_sub(40));
        let who = (start + 1..token).rev().find(|&k| t.lower(k) == "who")?;
        let last = if t.is_mark(who - 1, &[',']) { who - 1 } else { who };
        // another subject between would be the one who speaks
        let other = |m: &super::inventory::Mention| m.subject && !m.possessive;
        if self.inventory.mentions_in(who, token).iter().any(other) {
            return None;
        }
        if let Some(m) = self.inventory.mentions_in(start, last).iter().rev().find(|m| m.last == last) {
            return Some((m.first, last));
        }
        let determiner = (start.max(last.saturating_sub(6))..last).rev().find(|&k| t.flags(k).any(Flags::DETERMINER));
        determiner.map(|first| (first, last))
    }

    /// A quotation that names no one: the speaker before, in the same or the paragraph before, or the one whom the
    /// words before a colon name.
    pub(super) fn carried(&mut self, i: usize) -> Option<(Referent, String)> {
        let hull = Span::hull(&self.attributions[i].content)?;
        let t = &self.inventory.tokens;
        let token = t.at(hull.start);
        let (sentence, paragraph) = self.place_of(token);
        let quoted = self.is_quoted(i);
        let how = || "carried over".to_owned();
        let said = self.history.iter().rev().find(|s| s.at <= hull.start);
        if let Some(said) = said
            && said.paragraph == paragraph
            && (quoted || sentence.saturating_sub(said.sentence) <= 1 && self.has_no_cue(i))
        {
            return Some((said.referent.clone(), how()));
        }
        if !quoted {
            return None;
        }
        // a line that ends in a colon introduces the quotation
        let mut before = token;
        while before > 0 && (t.list[before - 1].quoted || t.is_mark(before - 1, &['“', '"', '‘', '«', '„', '\'']))
        {
            before -= 1;
        }
        if before > 0 && t.is_mark(before - 1, &[':']) {
            let line = t.list[before - 1].sentence;
            let from = t.list.partition_point(|x| x.sentence < line);
            let named = self
                .inventory
                .mentions_in(from, before)
                .iter()
                .find(|m| m.subject && self.can_be(&Referent::Entity(m.entity), None));
            if let Some(m) = named {
                return Some((Referent::Entity(m.entity), "named before the colon".to_owned()));
            }
        }
        if let Some(referent) = self.named_behind(i) {
            return Some((referent, "named in the next sentence".to_owned()));
        }
        // an open quotation that goes on in the next paragraph waits for the name there
        if self.runs_on(i) {
            return None;
        }
        let said = said?;
        (paragraph.saturating_sub(said.paragraph) <= 1).then(|| (said.referent.clone(), how()))
    }

    pub(super) fn has_no_cue(&self, i: usize) -> bool {
        self.attributions[i].cue.is_empty()
    }

    pub(super) fn is_quoted(&self, i: usize) -> bool {
        let t = &self.inventory.tokens;
        self.attributions[i].content.first().is_some_and(|c| {
            let first = t.at(c.start);
            t.list.get(first).is_some_and(|x| x.quoted) || t.list.get(first + 1).is_some_and(|x| x.quoted)
        })
    }

    /// The quotation is the whole rest of its paragraph and has no closing mark.
    pub(super) fn runs_on(&self, i: usize) -> bool {
        let t = &self.inventory.tokens;
        let Some(hull) = Span::hull(&self.attributions[i].content) else { return false };
        let last = self.end_token(hull.end);
        let Some(token) = last.checked_sub(1).and_then(|l| t.list.get(l)) else { return false };
        let closed = t.is_mark(last - 1, &['”', '"', '’', '»', '\'']) || t.is_mark(last, &['”', '"', '’', '»', '\'']);
        let ends = t.list.get(last).is_none_or(|n| n.paragraph != token.paragraph);
        ends && !closed
    }

    /// The person with whom the sentence right behind the quotation begins.
    pub(super) fn named_behind(&self, i: usize) -> Option<Referent> {
        let t = &self.inventory.tokens;
        let hull = Span::hull(&self.attributions[i].content)?;
        let last = self.end_token(hull.end);
        let paragraph = t.list.get(last.checked_sub(1)?)?.paragraph;
        let next = (last..(last + 4).min(t.len())).find(|&k| t.list[k].opens)?;
        if t.list[next].paragraph != paragraph || t.list[next].quoted {
            return None;
        }
        let m = phrase::mention_at(&self.inventory, next)?;
        (m.subject && self.inventory.entities[m.entity].kind == Kind::Person).then_some(Referent::Entity(m.entity))
    }

    /// What stayed open takes the next speaker when its quotation runs on into theirs.
    pub(super) fn carried_back(&self, i: usize) -> Option<(Referent, String)> {
        if !self.is_quoted(i) {
            return None;
        }
        let hull = Span::hull(&self.attributions[i].content)?;
        let t = &self.inventory.tokens;
        let (_, paragraph) = self.place_of(t.at(hull.start));
        let from = self.history.partition_point(|s| s.at <= hull.start);
        let next = self.history.get(from)?;
        (next.paragraph.saturating_sub(paragraph) <= 1)
            .then(|| (next.referent.clone(), "named after the quotation".to_owned()))
    }
}
