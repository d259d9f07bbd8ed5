//! Whom a noun phrase without a name means: the holder of an office, someone brought in before, or no more than it says.

use super::{
    inventory::{Kind, Role, gender_of},
    lexicon::{Flags, Gender, LEXICON, fold},
    phrase::{self, NounPhrase, Possessor},
    places::PLACES,
    resolve::{Described, Referent, Resolver, is_being},
    tokens::Shape,
};
use crate::statement::SpeakerType;

impl Resolver<'_, '_> {
    pub(super) fn country(&self, first: usize, last: usize) -> Option<String> {
        let t = &self.inventory.tokens;
        PLACES.country((first..last).filter(|&k| t.list[k].is_capital()).map(|k| t.word(k))).map(str::to_owned)
    }

    pub(super) fn noun(&mut self, noun: &NounPhrase) -> Option<(Referent, String)> {
        let head = self.inventory.tokens.lower(noun.head);
        let flags = self.inventory.tokens.flags(noun.head);
        let plural = flags.any(Flags::PLURAL) || matches!(head.as_str(), "people" | "men" | "women" | "children");
        let animate = flags.any(Flags::OFFICE | Flags::KIN | Flags::PERSON | Flags::PARTY);
        let stand_in = flags.any(Flags::STAND_IN | Flags::HEAD);
        if flags.any(Flags::ANONYMOUS) || (animate || flags.any(Flags::GROUP)) && self.asks_for_cover(noun) {
            return Some((self.described(noun, SpeakerType::Anonymous), "not named by the article".to_owned()));
        }
        if flags.any(Flags::DETERMINER) {
            return Some((self.described(noun, SpeakerType::Group), "described, not named".to_owned()));
        }
        if let Some(found) = self.possessed_body(noun, &head, flags) {
            return Some(found);
        }
        if animate && !plural {
            return Some(self.person_noun(noun, &head, flags));
        }
        let speaks_for = plural
            && matches!(
                LEXICON.lemma(&head).as_str(),
                "official"
                    | "leader"
                    | "executive"
                    | "representative"
                    | "spokesperson"
                    | "administrator"
                    | "manager"
                    | "boss"
            )
            || matches!(head.as_str(), "leadership" | "management" | "officials");
        if speaks_for && let Some(body) = self.body_of(noun) {
            return Some((body, "people who speak for the body".to_owned()));
        }
        let t = &self.inventory.tokens;
        // "a panel of reporters", "a chorus of critics"
        let of_people = t.lower(noun.head + 1) == "of"
            && (noun.head + 2..noun.head + 7).take_while(|&k| t.shape(k) != Shape::Mark).any(|k| {
                t.flags(k).any(Flags::PLURAL)
                    && t.flags(k).any(Flags::OFFICE | Flags::PERSON | Flags::PARTY | Flags::KIN)
            });
        if !animate && of_people && !flags.any(Flags::DOCUMENT) {
            return Some((self.described(noun, SpeakerType::Group), "described, not named".to_owned()));
        }
        if (animate && plural) || flags.any(Flags::GROUP) && !stand_in {
            return Some((self.described(noun, SpeakerType::Group), "described, not named".to_owned()));
        }
        let narrowed = noun.head > noun.first;
        if flags.any(Flags::DOCUMENT) && !(stand_in && noun.definite && !narrowed) {
            let (referent, how) = self.document(noun, &head);
            self.remember_document(noun, &head, &referent);
            return Some((referent, how));
        }
        if stand_in && !plural {
            let narrowed = self.modifiers(noun).next().is_some() && !noun.indefinite;
            if (noun.definite || narrowed)
                && let Some(body) = self.body_called(noun, &head)
            {
                if let Referent::Entity(e) = body
                    && self.inventory.entities[e].kind == Kind::Unknown
                {
                    self.inventory.entities[e].kind = Kind::Body;
                }
                return Some((body, "body, by its common noun".to_owned()));
            }
            if noun.definite
                && noun.possessor.is_none()
                && let Some(owned) = self.owned_before(noun.head, &head)
            {
                return Some((owned, "body, by its common noun".to_owned()));
            }
            return Some((self.described(noun, SpeakerType::Organization), "described, not named".to_owned()));
        }
        if head.chars().count() == 1 {
            // "Q:" before a question names no one
            return None;
        }
        let capital =
            self.inventory.tokens.list[noun.head].is_capital() && !self.inventory.tokens.list[noun.head].opens;
        let speaker_type = if capital && !plural {
            SpeakerType::Organization
        } else if head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("us") && !head.ends_with("is")
            || plural
        {
            SpeakerType::Group
        } else if looks_animate(&head) || self.inventory.tokens.shape(noun.head) == Shape::Number {
            if noun.definite
                && noun.possessor.is_none()
                && let Some(referent) = self.he_or_she(noun.head, None, 0.6)
            {
                return Some((referent, "by description".to_owned()));
            }
            SpeakerType::UnnamedPerson
        } else {
            SpeakerType::Document
        };
        Some((self.described(noun, speaker_type), "described, not named".to_owned()))
    }

    /// The source, or its sentence, says that it asked for cover.
    pub(super) fn asks_for_cover(&self, noun: &NounPhrase) -> bool {
        if noun.definite && noun.possessor.is_some() {
            return false;
        }
        let t = &self.inventory.tokens;
        let sentence = t.list[noun.head].sentence;
        let mut to = noun.head;
        while to < t.len() && t.list[to].sentence == sentence && to < noun.head + 40 {
            to += 1;
        }
        let mut end = noun.last;
        while end < to && t.shape(end) != Shape::Mark {
            end += 1;
        }
        let introduced = !noun.definite || t.flags(noun.head).any(Flags::PLURAL);
        let sentence = if introduced { t.words(noun.first, to).to_lowercase() } else { String::new() };
        LEXICON.tells_anonymity(&t.words(noun.first, end).to_lowercase(), &sentence)
    }

    /// Words that may begin a sentence, as they would be written inside one.
    pub(super) fn inner_case(&self, first: usize, last: usize) -> String {
        let t = &self.inventory.tokens;
        let words = t.words(first, last);
        let opens = t.list.get(first).is_some_and(|x| x.opens && x.shape == Shape::Capital);
        if !opens
            || phrase::mention_at(&self.inventory, first).is_some()
            || PLACES.state(t.word(first)).is_some()
            || t.flags(first).any(Flags::PARTY | Flags::ADJECTIVE) && !t.flags(first).any(Flags::STANCE)
        {
            return words;
        }
        let mut chars = words.chars();
        chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
    }

    pub(super) fn described(&self, noun: &NounPhrase, speaker_type: SpeakerType) -> Referent {
        let t = &self.inventory.tokens;
        let words = self.inner_case(noun.first, noun.last);
        let name = match &noun.possessor {
            Some(Possessor::Pronoun(token)) => match self.possessor_name(*token) {
                Some(owner) => format!("{owner}’s {words}"),
                None => words,
            },
            _ => words,
        };
        let head = t.lower(noun.head);
        Referent::Described(Described {
            name,
            speaker_type,
            lemma: LEXICON.lemma(&head),
            gender: gender_of(t.flags(noun.head)),
            country: self.country(noun.first, noun.last),
        })
    }

    /// The one whom "his", "her", "its", "their" means, for the names of those who have none themselves.
    pub(super) fn possessor_name(&self, token: usize) -> Option<String> {
        let owner = self.possessor(token)?;
        Some(self.inventory.entities[owner].name.clone())
    }

    pub(super) fn possessor(&self, token: usize) -> Option<usize> {
        let t = &self.inventory.tokens;
        let gender = match t.lower(token).as_str() {
            "his" => Some(Gender::Male),
            "her" => Some(Gender::Female),
            "its" => {
                return self
                    .inventory
                    .mentions_before(token)
                    .take(8)
                    .find(|m| self.inventory.entities[m.entity].kind == Kind::Body)
                    .map(|m| m.entity);
            }
            _ => return None,
        };
        let sentence = t.list[token].sentence;
        self.inventory
            .mentions_before(token)
            .take(20)
            .filter(|m| sentence - t.list[m.name].sentence <= 2 && !t.list[m.name].quoted)
            .filter(|m| self.can_be(&Referent::Entity(m.entity), gender))
            .max_by_key(|m| (t.list[m.name].sentence, m.subject, m.last))
            .map(|m| m.entity)
            .or_else(|| {
                self.history.iter().rev().take(3).find_map(|s| match s.referent {
                    Referent::Entity(e) if self.can_be(&s.referent, gender) => Some(e),
                    _ => None,
                })
            })
    }

    /// Lower-case words of a noun phrase that narrow it down.
    pub(super) fn modifiers<'n>(&'n self, noun: &'n NounPhrase) -> impl Iterator<Item = String> + 'n {
        let t = &self.inventory.tokens;
        (noun.first..noun.head)
            .filter(move |&k| {
                !matches!(t.shape(k), Shape::Mark | Shape::Possessive | Shape::Number) && !t.flags(k).is_small()
            })
            .map(move |k| fold(t.word(k)).trim_end_matches('.').to_owned())
    }

    /// "the spokeswoman", "the court's president", "a resident", "the 43-year-old".
    pub(super) fn person_noun(&mut self, noun: &NounPhrase, head: &str, flags: Flags) -> (Referent, String) {
        let lemma = LEXICON.lemma(head);
        let gender = gender_of(flags);
        let introduced =
            if noun.definite && noun.possessor.is_none() && noun.object.is_none() && lemma != "spokesperson" {
                self.introduced(noun.head, head)
            } else {
                None
            };
        if let Some((_, referent)) =
            introduced.clone().filter(|(at, _)| !self.holder_named_since(&lemma, *at, noun.head))
        {
            return (referent, "described before".to_owned());
        }
        if let Some(entity) = self.holder(noun, &lemma, gender) {
            let t = &self.inventory.tokens;
            let how = if self.inventory.entities[entity].span.start < t.list[noun.head].span().start {
                "by role, named earlier"
            } else {
                "by role, named later"
            };
            return (Referent::Entity(entity), how.to_owned());
        }
        let body = if lemma == "spokesperson" { self.body_of(noun) } else { None };
        if let Some(Referent::Entity(e)) = body
            && self.inventory.entities[e].kind == Kind::Unknown
        {
            self.inventory.entities[e].kind = Kind::Body;
        }
        if let Some(body) = body {
            return (body, "its unnamed spokesperson".to_owned());
        }
        if noun.definite && noun.possessor.is_none() {
            // "the spokesperson" again
            let again = self.history.iter().rev().take(12).find(|s| match &s.referent {
                Referent::Described(d) => d.lemma == lemma,
                _ => false,
            });
            if let Some(said) = again {
                return (said.referent.clone(), "described before".to_owned());
            }
            if lemma == "spokesperson"
                && let Some(said) = self.history.iter().rev().take(3).find(|s| self.is_thing(&s.referent))
            {
                return (said.referent.clone(), "its unnamed spokesperson".to_owned());
            }
            // "the woman", "the 43-year-old", "the Republican": whoever was spoken of
            let anyone = flags.any(Flags::PERSON | Flags::PARTY)
                && self.inventory.tokens.shape(noun.head) != Shape::Capital
                || self.inventory.tokens.shape(noun.head) == Shape::Number
                || flags.any(Flags::PARTY | Flags::EPITHET);
            if anyone
                && noun.object.is_none()
                && let Some(referent) = self.he_or_she(noun.first, gender, 0.6)
            {
                return (referent, "by description".to_owned());
            }
        }
        (self.described(noun, SpeakerType::UnnamedPerson), "described, not named".to_owned())
    }

    /// "A student filed suit. The student said …": the one brought in without a name shortly before.
    pub(super) fn introduced(&self, token: usize, head: &str) -> Option<(usize, Referent)> {
        let t = &self.inventory.tokens;
        let sentence = t.list.get(token)?.sentence;
        let from = token.saturating_sub(110);
        let at = (from..token).rev().find(|&k| {
            t.lower(k) == head && sentence - t.list[k].sentence <= 3 && t.list[k].quoted == t.list[token].quoted
        })?;
        let mut first = at;
        while first > from
            && at - first < 5
            && !t.flags(first - 1).is_small()
            && !matches!(t.shape(first - 1), Shape::Mark | Shape::Possessive)
        {
            first -= 1;
        }
        let article = t.lower(first.checked_sub(1)?);
        if !matches!(article.as_str(), "a" | "an" | "another") {
            return None;
        }
        // beside a name it was that person's role
        let named_before = first > 2
            && t.is_mark(first - 2, &[',', '—', '–', '('])
            && self.inventory.mentions_in(first - 3, first - 2).iter().any(|m| m.last == first - 2);
        let named_behind = phrase::mention_at(&self.inventory, at + 1).is_some()
            || t.is_mark(at + 1, &[',', '—', '–']) && phrase::mention_at(&self.inventory, at + 2).is_some();
        let before = first.checked_sub(2).map(|k| t.lower(k)).unwrap_or_default();
        let copula = is_being(&before) || before == "as";
        if named_before || named_behind || copula {
            return None;
        }
        let referent = Referent::Described(Described {
            name: self.inner_case(first, at + 1),
            speaker_type: SpeakerType::UnnamedPerson,
            lemma: LEXICON.lemma(head),
            gender: gender_of(t.flags(at)),
            country: self.country(first, at + 1),
        });
        Some((at, referent))
    }

    /// A holder of the office is named between the tokens.
    pub(super) fn holder_named_since(&self, lemma: &str, from: usize, to: usize) -> bool {
        self.inventory
            .mentions_in(from, to)
            .iter()
            .any(|m| self.inventory.entities[m.entity].roles.iter().any(|r| r.lemma == lemma))
    }

    /// The named person of the article who holds the office that the phrase names.
    pub(super) fn holder(&self, noun: &NounPhrase, lemma: &str, gender: Option<Gender>) -> Option<usize> {
        let t = &self.inventory.tokens;
        let here = t.list[noun.head].span().start;
        let mut narrowing: Vec<String> = self
            .modifiers(noun)
            .filter(|m| !LEXICON.flags(m).any(Flags::MODIFIER) || m == "vice" || m == "deputy")
            .collect();
        let mut owners: Vec<usize> = Vec::new();
        match &noun.possessor {
            Some(Possessor::Named(m)) => owners.push(m.entity),
            Some(Possessor::Pronoun(token)) => owners.extend(self.possessor(*token)),
            Some(Possessor::Noun(token)) => narrowing.push(fold(t.word(*token))),
            None => {}
        }
        let mut state = None;
        if let Some(object) = noun.object {
            let entity = &self.inventory.entities[object.entity];
            if object.possessive && matches!(entity.kind, Kind::Place | Kind::Unknown) {
                // "a spokesman for Russia's foreign ministry": the ministry must fit, the state may go unsaid
                state = PLACES.state(&entity.name).map(|s| s.code);
                narrowing
                    .extend((object.last + 1..noun.last).filter(|&k| !t.flags(k).is_small()).map(|k| fold(t.word(k))));
            } else {
                owners.push(object.entity);
            }
        }
        if noun.indefinite && owners.is_empty() && narrowing.is_empty() {
            return None;
        }
        if noun.indefinite && lemma != "spokesperson" {
            return None;
        }
        let mut best: Option<(i64, usize)> = None;
        for &(entity, role) in self.by_lemma.get(lemma).into_iter().flatten().take(64) {
            let known = &self.inventory.entities[entity];
            let role = &known.roles[role];
            if known.kind != Kind::Person || gender.is_some() && known.gender.is_some() && gender != known.gender {
                continue;
            }
            if state.is_some() && role.country.as_deref().is_some_and(|c| Some(c) != state) {
                continue;
            }
            let mut words: Vec<String> = role.words.iter().map(|w| fold(w.trim_end_matches("'s"))).collect();
            if let Some(organization) = &role.organization {
                words.extend(organization.split_whitespace().map(fold));
            }
            let past = |words: &[String]| words.first().is_some_and(|w| w == "former");
            if past(&words) && t.lower(noun.first) != "former" {
                continue;
            }
            let matched = narrowing.iter().filter(|n| words.contains(n)).count();
            let mut score = 6 * matched as i64;
            let mut clash = noun.indefinite && matched < narrowing.len();
            if matched < narrowing.len() && words.len() > 1 {
                clash |= matched == 0 && words.len() > 2;
                score -= 4 * (narrowing.len() - matched) as i64;
            }
            for &owner in &owners {
                let owner = &self.inventory.entities[owner];
                let named = owner.words.iter().any(|w| w.len() > 1 && words.contains(w))
                    || owner.acronym.as_ref().is_some_and(|a| words.contains(&fold(a)))
                    || self.same_state(owner.name.as_str(), role);
                if named {
                    score += 8;
                } else {
                    clash = true;
                }
            }
            if clash {
                continue;
            }
            let before = role.span.start < here;
            score += if before { 4 } else { 0 };
            score += known.count.min(4) as i64;
            // the one who spoke last holds the office still
            if self.history.last().is_some_and(|s| s.referent == Referent::Entity(entity)) {
                score += 3;
            }
            if !before && owners.is_empty() && narrowing.is_empty() {
                score -= 4;
            }
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, entity));
            }
        }
        best.filter(|(s, _)| *s >= 0).map(|(_, e)| e)
    }

    pub(super) fn same_state(&self, name: &str, role: &Role) -> bool {
        PLACES.state(name).is_some_and(|s| role.country.as_deref() == Some(s.code))
    }
}

/// Words that end like nouns for people.
fn looks_animate(word: &str) -> bool {
    word.len() > 4
        && ["er", "or", "ist", "ian", "ant", "ee", "eer", "man", "woman", "person", "aire"]
            .iter()
            .any(|e| word.ends_with(e))
}
