//! Who is named in a source only as the one whose somebody speaks: "the mayor's brother" is not the mayor, and "friends of Ada Lorn and
//! Tor Lorn" are neither of them.

use super::lexicon::Flags;
use super::ranking::Form;
use super::resolve::Resolver;
use super::scene::Scene;
use super::tokens::Shape;

/// Nouns for people, who speak for themselves.
const PEOPLE: Flags = Flags::OFFICE.union(Flags::KIN).union(Flags::PERSON);
/// Words between a possessor and the noun that says who it is.
const REACH: usize = 6;
/// Names that are joined to one behind "of" at most: a list of more has no owner.
const JOINED: usize = 8;

impl Resolver<'_, '_> {
    /// True for a person whom the words of the source name only as somebody's owner.
    pub(super) fn is_only_owner(&self, e: usize, scene: &Scene) -> bool {
        let (first, last) = scene.source;
        if !self.entities.list[e].person || !matches!(scene.form, Form::Named | Form::Noun) {
            return false;
        }
        let mentions = self.entities.list[e].mentions.iter().copied();
        let mut inside = mentions.filter(|&n| first <= self.places[n].0 && self.places[n].1 <= last).peekable();
        inside.peek().is_some() && inside.all(|n| self.owns_person(n, last) || self.is_behind_of(n, first))
    }

    /// "Ada Lorn's spokesman": name `n` is a possessor, and a noun for people follows before `last`.
    fn owns_person(&self, n: usize, last: usize) -> bool {
        let t = &self.tokens;
        let (_, end) = self.places[n];
        if end >= last || t.shape(end) != Shape::Possessive {
            return false;
        }
        (end + 1..last.min(end + 1 + REACH))
            .take_while(|&i| t.shape(i) != Shape::Mark && !t.flags(i).any(Flags::PREPOSITION | Flags::RELATIVE))
            .any(|i| t.flags(i).any(PEOPLE))
    }

    /// "friends of Ada Lorn", "lawyers for Mr. Lorn and Tor Lorn": name `n` stands behind a noun for people and "of" or "for", or is joined
    /// to a person's name that does.
    fn is_behind_of(&self, n: usize, first: usize) -> bool {
        let t = &self.tokens;
        let mut name = n;
        for _ in 0..JOINED {
            let mut at = self.places[name].0;
            while at > first && (t.is_mark(at - 1, &['.']) || t.flags(at - 1).any(Flags::HONORIFIC)) {
                at -= 1;
            }
            if at < first + 2 {
                return false;
            }
            match t.lower(at - 1).as_str() {
                "of" | "for" => {
                    // no capitalised office: "Secretary of State Ada Lorn"
                    let noun = &t.list[at - 2];
                    return (noun.opens || !noun.is_capital()) && t.flags(at - 2).any(PEOPLE);
                }
                "and" => match (0..name).rev().take(JOINED).find(|&other| self.places[other].1 == at - 1) {
                    Some(joined) if self.entities.list[self.entities.of_name[joined]].person => name = joined,
                    // "friends of Ada Lorn", all of which was taken for a name
                    Some(joined) => {
                        let (from, to) = self.places[joined];
                        return t.flags(from).any(PEOPLE) && (from..to).any(|i| matches!(&*t.lower(i), "of" | "for"));
                    }
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }
}
