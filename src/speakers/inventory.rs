//! Everyone and everything an article names: people with their roles, bodies with their acronyms, places.
//!
//! Runs of capitalised words are cut into titles and names; names of one person are brought together, shorter ones
//! ("Reyes", "Mr. Reyes", "Ana") tied to the fullest. Every mention keeps its place, so that reference can be
//! resolved by nearness.

use std::collections::{HashMap, HashSet};

use super::{
    chunks::{Chunk, chunks, headlines},
    lexicon::{Flags, Gender, LEXICON, fold},
    names::{Likeness, given_likeness},
    places::PLACES,
    roles,
    tokens::{Shape, Tokens},
};
use crate::document::Document;
use crate::text::Span;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// a person by name
    Person,
    /// a body by name
    Body,
    /// a state, city or region
    Place,
    /// a capitalised name that nothing tells more about
    Unknown,
}

/// A role that the article gives to a person.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    /// as people write it
    pub text: String,
    /// where it stands
    pub span: Span,
    /// the noun that says what the person is, in its plain form
    pub lemma: String,
    /// its words in lower case
    pub words: Vec<String>,
    /// the body that it belongs to, as printed
    pub organization: Option<String>,
    /// code of the state that it belongs to
    pub country: Option<String>,
    /// office, kin or party
    pub kind: Flags,
}

/// Someone or something named.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// what it is
    pub kind: Kind,
    /// fullest name
    pub name: String,
    /// where the fullest name stands
    pub span: Span,
    /// words of the fullest name, folded
    pub words: Vec<String>,
    /// of a person, if anything tells
    pub gender: Option<Gender>,
    /// in the order of the text
    pub roles: Vec<Role>,
    /// how often it is named
    pub count: usize,
    /// "ICC", in brackets behind the name or made of its initials
    pub acronym: Option<String>,
    /// the body that a person is said to be of ("Nunes of the Dockers Union")
    pub affiliation: Option<String>,
    /// common noun that the article calls a body by ("Velora, a start-up")
    pub class: Option<String>,
}

/// One place where an entity is named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// index into [`Inventory::entities`]
    pub entity: usize,
    /// first token with titles
    pub first: usize,
    /// first token of the name
    pub name: usize,
    /// one past the last token
    pub last: usize,
    /// "Reyes's"
    pub possessive: bool,
    /// likely the subject of its clause
    pub subject: bool,
}

/// All entities and mentions of an article.
pub(crate) struct Inventory<'t> {
    /// the words
    pub tokens: Tokens<'t>,
    /// in the order of their first mention
    pub entities: Vec<Entity>,
    /// in the order of the text
    pub mentions: Vec<Mention>,
    by_word: HashMap<String, Vec<usize>>,
}

/// How many entities of one name are looked at: keeps hostile texts linear.
const BUCKET: usize = 48;

impl<'t> Inventory<'t> {
    /// Reads the article.
    pub(crate) fn new(document: &Document<'t>) -> Self {
        let tokens = Tokens::new(document);
        let mut chunks = chunks(&tokens);
        let mut inventory = Inventory { tokens, entities: Vec::new(), mentions: Vec::new(), by_word: HashMap::new() };
        inventory.tie_long_names(&mut chunks);
        inventory.tie_acronyms(&mut chunks);
        inventory.tie_short_names(&mut chunks);
        inventory.tie_headlines(&mut chunks);
        inventory.place(&chunks);
        inventory.read_roles();
        inventory
    }

    /// Names of two and more words, and titled ones: the longest first, so that shorter ones find them.
    fn tie_long_names(&mut self, chunks: &mut [Chunk]) {
        let mut order: Vec<usize> = (0..chunks.len()).filter(|&c| chunks[c].last - chunks[c].name > 1).collect();
        order.sort_by_key(|&c| (std::cmp::Reverse((chunks[c].last - chunks[c].name).min(4)), c));
        for c in order {
            let chunk = &chunks[c];
            let words = self.name_words(chunk.name, chunk.last);
            if words.is_empty() {
                continue;
            }
            let found = match chunk.kind {
                Kind::Person | Kind::Unknown => self.same_person(&words, chunk).or_else(|| self.same_body(&words)),
                Kind::Body | Kind::Place => self.same_body(&words),
            };
            let entity = match found {
                Some(entity) => {
                    let known = &mut self.entities[entity];
                    if known.kind == Kind::Unknown {
                        known.kind = chunk.kind;
                    }
                    entity
                }
                None => self.add(chunk, words),
            };
            self.settle_gender(entity, chunk.gender);
            chunks[c].entity = Some(entity);
        }
    }

    /// Tokens of a name, folded, without nicknames' marks, initials' stops and articles.
    fn name_words(&self, first: usize, last: usize) -> Vec<String> {
        (first..last)
            .filter(|&i| !matches!(self.tokens.shape(i), Shape::Mark | Shape::Possessive))
            .map(|i| fold(self.tokens.word(i)).trim_end_matches('.').to_owned())
            .filter(|w| w != "the")
            .collect()
    }

    fn add(&mut self, chunk: &Chunk, words: Vec<String>) -> usize {
        let entity = self.entities.len();
        let mut gender = chunk.gender;
        if gender.is_none() && matches!(chunk.kind, Kind::Person | Kind::Unknown) && chunk.last - chunk.name > 1 {
            gender = given_gender(self.tokens.flags(chunk.name)).or_else(|| {
                // "J. Maria Keller"
                let initial = self.tokens.word(chunk.name).trim_end_matches('.').chars().count() == 1;
                initial.then(|| given_gender(self.tokens.flags(chunk.name + 1))).flatten()
            });
        }
        for word in words.iter().filter(|w| w.len() > 1).collect::<HashSet<_>>() {
            self.by_word.entry(word.clone()).or_default().push(entity);
        }
        // set iteration order does not matter: each word has its own list
        self.entities.push(Entity {
            kind: chunk.kind,
            name: self.tokens.words(chunk.name, chunk.last),
            span: self.tokens.span(chunk.name, chunk.last),
            words,
            gender,
            roles: Vec::new(),
            count: 0,
            acronym: None,
            affiliation: None,
            class: None,
        });
        entity
    }

    fn settle_gender(&mut self, entity: usize, gender: Option<Gender>) {
        if gender.is_some() {
            self.entities[entity].gender = gender;
        }
    }

    fn bucket(&self, word: &str) -> impl Iterator<Item = usize> + '_ {
        self.by_word.get(word).into_iter().flatten().copied().take(BUCKET)
    }

    /// Entities whose name holds the folded `word`, oldest first.
    pub(crate) fn holding(&self, word: &str) -> impl Iterator<Item = usize> + '_ {
        self.bucket(word)
    }

    fn same_person(&self, words: &[String], chunk: &Chunk) -> Option<usize> {
        let strip = |w: &[String]| -> Vec<String> {
            w.iter().filter(|w| !LEXICON.flags(w).any(Flags::SUFFIX)).cloned().collect()
        };
        let mine = strip(words);
        let last = mine.last()?;
        let equal = self.bucket(last).find(|&e| {
            self.entities[e].words == words && matches!(self.entities[e].kind, Kind::Person | Kind::Unknown)
        });
        if equal.is_some() {
            return equal;
        }
        // "D. Reyes, Daniel's father": the father of a namesake is another person
        let kin = roles::role_behind(&self.tokens, chunk.last).filter(|r| r.kind.any(Flags::KIN));
        let kin_words = kin.map(|r| self.name_words(r.first, r.last)).unwrap_or_default();
        self.bucket(last).find(|&e| {
            let other = &self.entities[e];
            if !matches!(other.kind, Kind::Person | Kind::Unknown) {
                return false;
            }
            if other.words.first().is_some_and(|first| kin_words.contains(first)) {
                return false;
            }
            let generations = |w: &[String]| w.iter().find(|w| LEXICON.flags(w).any(Flags::SUFFIX)).cloned();
            if let (Some(a), Some(b)) = (generations(words), generations(&other.words))
                && a != b
            {
                return false;
            }
            let theirs = strip(&other.words);
            if theirs.last() != Some(last) || theirs.len() < 2 {
                return false;
            }
            // "Wasserman Schultz" of "Debbie Wasserman Schultz"
            if mine.len() < theirs.len() && theirs.ends_with(&mine) && !self.tokens.flags(chunk.name).is_given() {
                return true;
            }
            let (a, b) = (&mine[0], &theirs[0]);
            a == b && (mine.len() < 3 || theirs.len() < 3 || mine[1].starts_with(&theirs[1][..first_len(&theirs[1])]))
                || (a.chars().count() == 1 || b.chars().count() == 1) && a.chars().next() == b.chars().next()
                || theirs.contains(a) && mine.len() == 2
                || !matches!(given_likeness(a, b), Likeness::Different | Likeness::Initial)
        })
    }

    fn same_body(&self, words: &[String]) -> Option<usize> {
        let last = words.last()?;
        self.bucket(last).find(|&e| self.entities[e].words == *words)
    }

    /// "International Criminal Court (ICC)", and acronyms that are the initials of a body in the article.
    fn tie_acronyms(&mut self, chunks: &mut [Chunk]) {
        let mut initials: HashMap<String, usize> = HashMap::new();
        for (e, entity) in self.entities.iter().enumerate() {
            if matches!(entity.kind, Kind::Body | Kind::Unknown | Kind::Place) && entity.words.len() > 1 {
                for letters in initials_of(&entity.words) {
                    initials.entry(letters).or_insert(e);
                }
            }
        }
        for c in 0..chunks.len() {
            let chunk = &chunks[c];
            if chunk.last - chunk.name != 1 || chunk.entity.is_some() || self.tokens.shape(chunk.name) != Shape::Caps {
                continue;
            }
            let letters: String = fold(self.tokens.word(chunk.name)).chars().filter(|c| c.is_alphanumeric()).collect();
            if letters.len() < 2 || letters.len() > 8 {
                continue;
            }
            // "… Court (ICC)": the body right before the bracket
            let bracketed = chunk.name > 0
                && self.tokens.is_mark(chunk.name - 1, &['('])
                && self.tokens.is_mark(chunk.last, &[')']);
            if bracketed
                && let Some(before) = c.checked_sub(1).filter(|&b| chunks[b].last + 1 == chunk.name)
                && let Some(entity) = chunks[before].entity
                && self.entities[entity].kind != Kind::Place
                && self.entities[entity]
                    .words
                    .first()
                    .is_some_and(|_| initials_fit(&self.entities[entity].words, &letters))
            {
                initials.insert(letters.clone(), entity);
            }
            if let Some(&entity) = initials.get(&letters) {
                let known = &mut self.entities[entity];
                if known.kind == Kind::Unknown || known.kind == Kind::Person && known.count == 0 {
                    known.kind = Kind::Body;
                }
                known.acronym.get_or_insert_with(|| self.tokens.word(chunk.name).to_owned());
                chunks[c].entity = Some(entity);
            }
        }
    }

    /// Single names: the person or body of the article that bears them, the one named last where several do.
    fn tie_short_names(&mut self, chunks: &mut [Chunk]) {
        let mut latest: HashMap<usize, usize> = HashMap::new();
        let mut chosen: HashMap<String, usize> = HashMap::new();
        for chunk in chunks {
            if let Some(entity) = chunk.entity {
                self.entities[entity].count += 1;
                latest.insert(entity, chunk.name);
                continue;
            }
            let words = self.name_words(chunk.name, chunk.last);
            let Some(word) = words.first() else { continue };
            let entity = self.bearer(word, chunk, &latest, &chosen);
            let entity = match entity {
                Some(entity) => entity,
                None => match self.same_body(&words) {
                    Some(entity) => entity,
                    None => self.add(chunk, words.clone()),
                },
            };
            if chunk.kind != Kind::Unknown && self.entities[entity].kind == Kind::Unknown {
                self.entities[entity].kind = chunk.kind;
            }
            if self.entities[entity].kind == Kind::Person {
                self.settle_gender(entity, chunk.gender);
                chosen.insert(word.clone(), entity);
            }
            self.entities[entity].count += 1;
            latest.insert(entity, chunk.name);
            chunk.entity = Some(entity);
        }
    }

    /// The person with this last or first name, or the body that it abbreviates.
    fn bearer(
        &self,
        word: &str,
        chunk: &Chunk,
        latest: &HashMap<usize, usize>,
        chosen: &HashMap<String, usize>,
    ) -> Option<usize> {
        let here = chunk.name;
        let paragraph = |at: usize| self.tokens.list[at].paragraph;
        let mut best: Option<(i64, usize)> = None;
        let given = self.tokens.flags(here).is_given();
        let in_place =
            here > 0 && matches!(self.tokens.lower(here - 1).as_str(), "in" | "near" | "from" | "across" | "at");
        for entity in self.bucket(word) {
            let known = &self.entities[entity];
            let mut score = match known.kind {
                Kind::Person | Kind::Unknown if known.words.len() > 1 => {
                    let surname = known.words.iter().rev().find(|w| !LEXICON.flags(w).any(Flags::SUFFIX))
                        == Some(&word.to_owned());
                    let first = known.words[0] == *word;
                    if chunk.kind == Kind::Place && (in_place || !latest.contains_key(&entity)) {
                        continue;
                    }
                    if surname {
                        100
                    } else if first
                        && (!chunk.titled || self.by_first_name(chunk))
                        && (given || known.kind == Kind::Person)
                    {
                        60
                    } else {
                        continue;
                    }
                }
                Kind::Person if known.words.len() == 1 => 20,
                Kind::Body if !chunk.titled && chunk.kind != Kind::Place && known.words.len() > 1 => {
                    let edge = known.words[0] == *word || known.words.last().map(String::as_str) == Some(word);
                    let common = LEXICON.flags(word).any(Flags::HEAD | Flags::OFFICE);
                    if !edge
                        || given && known.words[0] != *word
                        || common && known.words[0] == *word
                        || PLACES.state(word).is_some()
                    {
                        continue;
                    }
                    40
                }
                _ => continue,
            };
            if let (Some(a), Some(b)) = (chunk.gender, known.gender)
                && a != b
            {
                continue;
            }
            match latest.get(&entity) {
                Some(&at) => {
                    score += 20;
                    if paragraph(at) == paragraph(here) {
                        score += 10;
                    }
                    if chosen.get(word) == Some(&entity) {
                        score += 8;
                    }
                    score += (known.count.min(6)) as i64;
                }
                None => score -= 5,
            }
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, entity));
            }
        }
        best.map(|(_, e)| e)
    }

    /// Names in headlines, where capitals say nothing: only those that the article names elsewhere.
    fn tie_headlines(&mut self, chunks: &mut Vec<Chunk>) {
        let headlines = headlines(&self.tokens);
        if headlines.is_empty() {
            return;
        }
        let mut found = Vec::new();
        let mut i = 0;
        while i < self.tokens.len() {
            let token = &self.tokens.list[i];
            if !token.is_capital() || !headlines.contains(&token.sentence) || token.flags.is_small() {
                i += 1;
                continue;
            }
            let known = (1..=4).rev().find_map(|length| {
                let last = i + length;
                if last > self.tokens.len() || self.tokens.list[last - 1].sentence != token.sentence {
                    return None;
                }
                let words = self.name_words(i, last);
                let end = words.last()?;
                self.bucket(end)
                    .find(|&e| {
                        let entity = &self.entities[e];
                        let surname = length == 1 && entity.kind == Kind::Person && entity.words.last() == Some(end);
                        entity.words == words || surname && !LEXICON.flags(end).any(Flags::OFFICE | Flags::HEAD)
                    })
                    .map(|entity| (last, entity))
            });
            let Some((last, entity)) = known else {
                i += 1;
                continue;
            };
            let kind = self.entities[entity].kind;
            found.push(Chunk { first: i, name: i, last, kind, gender: None, titled: false, entity: Some(entity) });
            i = last;
        }
        chunks.extend(found);
        chunks.sort_by_key(|c| c.first);
    }

    /// "Prince Karim", "Sister Ana": titles that go before first names.
    fn by_first_name(&self, chunk: &Chunk) -> bool {
        let title = self.tokens.lower(chunk.name.saturating_sub(1));
        matches!(
            title.as_str(),
            "prince"
                | "princess"
                | "king"
                | "queen"
                | "pope"
                | "sheikh"
                | "sir"
                | "dame"
                | "lady"
                | "lord"
                | "sister"
                | "brother"
                | "father"
                | "sultan"
                | "emir"
                | "saint"
        )
    }

    fn place(&mut self, chunks: &[Chunk]) {
        for chunk in chunks {
            let Some(entity) = chunk.entity else { continue };
            let possessive = self.tokens.shape(chunk.last) == Shape::Possessive;
            let before = chunk.first.checked_sub(1);
            let governed = before.is_some_and(|b| {
                let flags = self.tokens.flags(b);
                flags.any(Flags::PREPOSITION)
                    || flags.any(Flags::DETERMINER) && b > 0 && self.tokens.flags(b - 1).any(Flags::PREPOSITION)
            });
            let object =
                before.is_some_and(|b| self.tokens.flags(b).any(Flags::VERB) && self.tokens.shape(b) == Shape::Lower);
            let speech = object
                && before.is_some_and(|b| matches!(self.tokens.lower(b).as_str(), "said" | "says" | "added" | "wrote"));
            self.mentions.push(Mention {
                entity,
                first: chunk.first,
                name: chunk.name,
                last: chunk.last,
                possessive,
                subject: !possessive && !governed && (!object || speech),
            });
        }
        // the fullest name of a body is its own first; of a person the longest that is not a misprint of another
        for m in &self.mentions {
            let entity = &mut self.entities[m.entity];
            if entity.kind == Kind::Unknown && entity.count > 0 && m.first < m.name {
                entity.kind = Kind::Person;
            }
        }
    }

    /// The mentions that share a token with `first..last`.
    pub(crate) fn mentions_in(&self, first: usize, last: usize) -> &[Mention] {
        let from = self.mentions.partition_point(|m| m.last <= first);
        let to = self.mentions.partition_point(|m| m.first < last);
        &self.mentions[from.min(to)..to]
    }

    /// The mentions that end before token `at`, nearest first.
    pub(crate) fn mentions_before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let to = self.mentions.partition_point(|m| m.last <= at);
        self.mentions[..to].iter().rev()
    }
}

fn first_len(word: &str) -> usize {
    word.chars().next().map_or(0, char::len_utf8)
}

/// What the lexicon says of gender.
pub(crate) fn gender_of(flags: Flags) -> Option<Gender> {
    match (flags.any(Flags::MALE), flags.any(Flags::FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

fn given_gender(flags: Flags) -> Option<Gender> {
    if flags.any(Flags::GIVEN) {
        return None;
    }
    match (flags.any(Flags::GIVEN_MALE), flags.any(Flags::GIVEN_FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// Initials with and without the small words ("DOJ" and "DJ").
fn initials_of(words: &[String]) -> Vec<String> {
    let all: String = words.iter().filter_map(|w| w.chars().next()).collect();
    let main: String = words
        .iter()
        .filter(|w| !matches!(w.as_str(), "of" | "the" | "and" | "for" | "in" | "on" | "de" | "at"))
        .filter_map(|w| w.chars().next())
        .collect();
    if all == main { vec![all] } else { vec![main, all] }
}

/// The acronym's letters are found in order among the words' letters, the first at the head of the first word.
fn initials_fit(words: &[String], letters: &str) -> bool {
    let joined: String = words.concat();
    let mut chars = joined.chars();
    joined.chars().next() == letters.chars().next() && letters.chars().all(|l| chars.any(|c| c == l))
}
