//! What the words of a source are: a pronoun, a name, several names, or a noun phrase with its head and possessor.

use super::{
    inventory::{Inventory, Kind, Mention},
    lexicon::Flags,
    roles,
    tokens::{Shape, Tokens},
};

/// A source phrase taken apart.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// no word that could name anyone
    Nothing,
    /// he, who, they …; the word in lower case and its token
    Pronoun(String, usize),
    /// a name in the inventory
    Named(Mention),
    /// "X and Y"
    Several(Vec<Reading>),
    /// "the court's president", "two residents of …"
    Noun(NounPhrase),
}

/// To whom something belongs.
#[derive(Clone, Debug)]
pub(crate) enum Possessor {
    /// "Reyes's", "Velora's"
    Named(Mention),
    /// his, her, its, their: the token
    Pronoun(usize),
    /// "the court's": the noun's token
    Noun(usize),
}

/// A noun phrase without a name as its head.
#[derive(Clone, Debug)]
pub(crate) struct NounPhrase {
    /// first token behind the article
    pub first: usize,
    /// one past the last token that describes ("of …" included, clauses not)
    pub last: usize,
    /// its noun
    pub head: usize,
    /// "the", "this", "his" …
    pub definite: bool,
    /// "a", "one of", "some", a number
    pub indefinite: bool,
    /// whose
    pub possessor: Option<Possessor>,
    /// names among the words before the head ("Velora officials")
    pub modifier: Option<Mention>,
    /// a name behind the head ("officials of Velora", "a spokesman for Velora")
    pub object: Option<Mention>,
}

/// Takes the source phrase in tokens `first..last` apart.
pub(crate) fn read(inventory: &Inventory, first: usize, last: usize) -> Reading {
    let t = &inventory.tokens;
    let (mut first, mut last) = (first, last.min(t.len()));
    let start = first;
    while first < last && skippable(t, first, last) {
        first += 1;
    }
    while last > first && t.shape(last - 1) == Shape::Mark && !t.is_mark(last - 1, &['%']) {
        last -= 1;
    }
    if first >= last {
        return Reading::Nothing;
    }
    // the article alone: the rest of the phrase was lost
    if first + 1 == last && matches!(t.lower(first).as_str(), "the" | "a" | "an") {
        let end = (first + 1..(first + 8).min(t.len())).find(|&i| {
            t.flags(i).any(Flags::VERB | Flags::DETERMINER) && !t.flags(i).any(Flags::OFFICE)
                || t.shape(i) == Shape::Mark
                || t.lower(i).ends_with("ed")
        });
        return end.map_or(Reading::Nothing, |end| conjuncts(inventory, first, end, 0));
    }
    // "…, particularly young people, Rep. Ana Reyes": a plural and one person with a title are not the same, the plural is
    // an end of the content
    if let Some(named) = titled_behind_plural(inventory, first, last) {
        return Reading::Named(named);
    }
    // "Representing the valley, Rep. Ana Reyes": a clause before the name
    if t.lower(first).ends_with("ing")
        && t.list[first].opens
        && mention_at(inventory, first).is_none()
        && let Some(comma) = (first + 1..(last + 1).min(t.len())).find(|&i| t.is_mark(i, &[',']))
        && let Some(m) = mention_at(inventory, comma + 1)
    {
        return Reading::Named(m);
    }
    let first = behind_place(inventory, start, first, last).unwrap_or(first);
    conjuncts(inventory, first, last, 0)
}

/// "at the Press Club the Dockers Union": the first token of the body behind the place, when the source begins with one.
fn behind_place(inventory: &Inventory, start: usize, first: usize, last: usize) -> Option<usize> {
    let t = &inventory.tokens;
    if start >= first || !matches!(t.lower(start).as_str(), "at" | "in" | "on" | "from") {
        return None;
    }
    let from = first + usize::from(t.lower(first) == "the");
    let place = mention_at(inventory, from).filter(|m| !m.possessive)?;
    let mut next = place.last;
    next += usize::from(t.is_mark(next, &[',']));
    let article = t.lower(next) == "the";
    (next + 1 < last && article && mention_at(inventory, next + 1).is_some()).then_some(next)
}

/// Marks, "according to", "even" and verbs of saying at the head of a source.
fn skippable(t: &Tokens, i: usize, last: usize) -> bool {
    let flags = t.flags(i);
    if matches!(t.shape(i), Shape::Mark | Shape::Possessive) {
        return true;
    }
    let lower = t.lower(i);
    let alone = i + 1 >= last;
    if alone && flags.any(Flags::PRONOUN | Flags::DETERMINER | Flags::RELATIVE) {
        return false;
    }
    let opening = flags.any(Flags::STRIP | Flags::PREPOSITION | Flags::CONJUNCTION)
        && !(lower == "that" || lower == "no" || t.shape(i) == Shape::Caps && lower.len() > 1);
    opening && t.list[i].shape != Shape::Number
        || flags.any(Flags::ADVERB)
            && !flags.any(Flags::PRONOUN | Flags::DETERMINER | Flags::GROUP)
            && (t.shape(i) == Shape::Lower
                || t.list[i].opens && (t.flags(i + 1).any(Flags::DETERMINER) || t.shape(i + 1) == Shape::Number))
        || flags.any(Flags::VERB) && t.shape(i) == Shape::Lower && !flags.any(Flags::OFFICE | Flags::PERSON)
}

fn conjuncts(inventory: &Inventory, first: usize, last: usize, depth: usize) -> Reading {
    let t = &inventory.tokens;
    let (one, end) = single(inventory, first, last);
    if depth >= 6 || end >= last || !matches!(one, Reading::Named(_) | Reading::Noun(_)) {
        return one;
    }
    let joined_by_and = matches!(t.lower(end).as_str(), "and" | "&");
    let comma = t.is_mark(end, &[',']);
    if !joined_by_and && !comma {
        return one;
    }
    let mut next = end + 1;
    if comma && t.lower(next) == "and" {
        next += 1;
    }
    while next < last && t.flags(next).any(Flags::ADVERB) {
        next += 1;
    }
    if next >= last {
        return one;
    }
    // a name behind a comma joins a name only; anything may follow "and"
    let starts_name = mention_at(inventory, next).is_some_and(|m| inventory.entities[m.entity].kind != Kind::Place);
    let named_here = matches!(one, Reading::Named(_));
    if comma
        && t.lower(end + 1) != "and"
        && !(starts_name && named_here && !inventory.tokens.flags(end + 1).any(Flags::MODIFIER))
    {
        // "parents, students and staff": nouns in a row
        let nouns = matches!(one, Reading::Noun(_))
            && t.shape(next) == Shape::Lower
            && t.flags(next).any(Flags::PLURAL | Flags::GROUP);
        if !nouns {
            return one;
        }
    }
    let rest = conjuncts(inventory, next, last, depth + 1);
    // "the delegate and activist": one person with two nouns
    if let (Reading::Noun(a), Reading::Noun(b)) = (&one, &rest) {
        let animate = |n: &NounPhrase| {
            t.flags(n.head).any(Flags::OFFICE | Flags::PERSON | Flags::KIN) && !t.flags(n.head).any(Flags::PLURAL)
        };
        if animate(a) && animate(b) && !b.definite && !b.indefinite {
            return one;
        }
    }
    let mut all = vec![one];
    match rest {
        Reading::Several(more) => all.extend(more),
        Reading::Noun(noun) if t.flags(noun.head).is_small() => {}
        Reading::Named(_) | Reading::Noun(_) => all.push(rest),
        _ => {}
    }
    if all.len() == 1 {
        return all.remove(0);
    }
    Reading::Several(all)
}

/// A verb that is none.
fn is_think_tank(t: &Tokens, at: usize) -> bool {
    t.lower(at) == "think" && matches!(t.lower(at + 1).as_str(), "tank" | "tanks")
}

fn titled_behind_plural(inventory: &Inventory, first: usize, last: usize) -> Option<Mention> {
    let t = &inventory.tokens;
    (first + 2..last).find_map(|i| {
        let behind_plural =
            t.is_mark(i - 1, &[',']) && t.shape(i - 2) == Shape::Lower && t.flags(i - 2).any(Flags::PLURAL);
        let titled = |m: &Mention| m.first == i && m.name > i && inventory.entities[m.entity].kind == Kind::Person;
        behind_plural.then(|| mention_at(inventory, i).filter(titled)).flatten()
    })
}

/// The mention that begins at token `i`, with or without its title.
pub(crate) fn mention_at(inventory: &Inventory, i: usize) -> Option<Mention> {
    let mut best: Option<Mention> = None;
    for m in inventory.mentions_in(i, i + 1) {
        if m.name <= i || m.first == i {
            // the person behind the title counts, not the body that is part of the title
            if best.is_none_or(|b| m.last > b.last) {
                best = Some(*m);
            }
        }
    }
    best
}

/// One noun phrase, and the token behind it.
fn single(inventory: &Inventory, first: usize, last: usize) -> (Reading, usize) {
    let t = &inventory.tokens;
    let lower = t.lower(first);
    let next_is_noun = first + 1 < last
        && !matches!(t.shape(first + 1), Shape::Mark | Shape::Possessive)
        && !t
            .flags(first + 1)
            .any(Flags::VERB | Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE | Flags::ADVERB);
    // "some say": a quantity alone stands for people just spoken of
    let quantity =
        matches!(lower.as_str(), "some" | "many" | "others" | "most" | "several" | "few" | "all" | "both" | "two");
    if quantity && first + 1 >= last {
        return (Reading::Pronoun(lower, first), first + 1);
    }
    let pronoun = t.flags(first).any(Flags::PRONOUN | Flags::RELATIVE)
        && !matches!(
            lower.as_str(),
            "one"
                | "someone"
                | "everyone"
                | "anyone"
                | "nobody"
                | "everybody"
                | "somebody"
                | "anybody"
                | "something"
                | "nothing"
                | "everything"
        )
        && t.shape(first) != Shape::Caps;
    if pronoun && !(next_is_noun && t.flags(first).any(Flags::DETERMINER)) {
        return (Reading::Pronoun(lower, first), first + 1);
    }
    let mut at = first;
    let mut definite = false;
    let mut indefinite = false;
    let mut possessor = None;
    while at < last
        && (t.flags(at).any(Flags::DETERMINER) || t.flags(at).any(Flags::ADVERB) && at > first)
        && t.shape(at) != Shape::Mark
        && mention_at(inventory, at).is_none()
    {
        match t.lower(at).as_str() {
            "the" | "this" | "that" | "these" | "those" => definite = true,
            "his" | "her" | "its" | "their" | "my" | "our" | "your" => {
                definite = true;
                possessor = Some(Possessor::Pronoun(at));
            }
            "whose" => possessor = Some(Possessor::Pronoun(at)),
            _ => indefinite = true,
        }
        at += 1;
    }
    // "both she and …"
    if at > first && at < last && matches!(t.lower(at).as_str(), "he" | "she" | "they" | "it") {
        return (Reading::Pronoun(t.lower(at), at), at + 1);
    }
    // "one of the bill's sponsors", "a number of residents"
    let of = (at..(at + 3).min(last)).find(|&i| t.lower(i) == "of");
    if let Some(of) = of
        && (at == of && of > first
            || (at..of).all(|i| {
                t.flags(i).any(Flags::GROUP | Flags::DETERMINER)
                    || t.shape(i) == Shape::Number
                    || t.is_mark(i, &['%'])
                    || matches!(t.lower(i).as_str(), "number" | "group" | "handful" | "couple" | "pair" | "one")
            }))
        && of + 1 < last
        && (at < of || indefinite)
    {
        let (inner, end) = single(inventory, of + 1, last);
        if let Reading::Noun(mut noun) = inner {
            // "one of the bill's sponsors, Rep. Ana Reyes"
            if t.lower(of - 1) == "one"
                && let Some(m) = apposition(inventory, noun.head, noun.head + 1, last)
            {
                return (Reading::Named(m), end_of_named(inventory, m, last));
            }
            noun.indefinite = true;
            noun.definite = false;
            if (first..of).any(|i| t.shape(i) == Shape::Number || t.lower(i) == "percent") && noun.possessor.is_none() {
                noun.first = first;
            }
            return (Reading::Noun(noun), end);
        }
        return (inner, end);
    }
    let start = at;
    let mut core = at;
    let mut modifier = None;
    let mut ended_by: Option<Mention> = None;
    while at < last {
        if let Some(m) = mention_at(inventory, at).filter(|m| m.last > at) {
            // "Columbia University researcher Ana Reyes": the body is only the beginning
            if ended_by.is_some() && ended_by.is_some_and(|e| e.last == at) {
                modifier = ended_by;
            }
            at = m.last;
            ended_by = Some(m);
            if t.shape(at) == Shape::Possessive && at + 1 < last.max(at + 1) && at < last {
                at += 1;
                if at >= last || t.shape(at) == Shape::Mark {
                    // "Reyes's" alone, before a noun cue
                    return (Reading::Named(m), at);
                }
                possessor = Some(Possessor::Named(m));
                definite = true;
                core = at;
                ended_by = None;
            }
            continue;
        }
        let flags = t.flags(at);
        match t.shape(at) {
            Shape::Possessive => {
                if at + 1 >= last {
                    break;
                }
                possessor = Some(Possessor::Noun(at - 1));
                definite = true;
                at += 1;
                core = at;
                ended_by = None;
                continue;
            }
            Shape::Mark if t.is_mark(at, &['&', '%', '$', '/']) => {}
            Shape::Mark => break,
            _ => {}
        }
        let noun = Flags::OFFICE | Flags::PERSON | Flags::DOCUMENT | Flags::STAND_IN | Flags::HEAD | Flags::KIN;
        let stops = flags.any(Flags::PREPOSITION | Flags::RELATIVE | Flags::CONJUNCTION | Flags::VERB | Flags::PRONOUN)
            && !flags.any(noun)
            && (at > start || flags.any(Flags::RELATIVE | Flags::PREPOSITION))
            && t.shape(at) != Shape::Caps
            && !is_think_tank(t, at)
            || flags.any(Flags::DETERMINER) && at > core;
        if stops {
            break;
        }
        // "people familiar with …"
        if at > core && matches!(t.lower(at).as_str(), "familiar" | "close" | "privy" | "aware" | "knowledgeable") {
            break;
        }
        // "a resident living nearby", "people involved in …"
        if at > core
            && t.shape(at) == Shape::Lower
            && (t.lower(at).ends_with("ing") || t.lower(at).ends_with("ed"))
            && t.flags(at - 1).any(
                Flags::PLURAL
                    | Flags::OFFICE
                    | Flags::PERSON
                    | Flags::KIN
                    | Flags::DOCUMENT
                    | Flags::STAND_IN
                    | Flags::GROUP,
            )
            && !flags.any(Flags::OFFICE | Flags::DOCUMENT)
        {
            break;
        }
        if let Some(m) = ended_by {
            modifier = Some(m);
        }
        ended_by = None;
        at += 1;
    }
    let end = at;
    if let Some(m) = ended_by {
        return (Reading::Named(m), end_of_named(inventory, m, last));
    }
    // "those around him", "many in the valley"
    if end <= core
        && at > first
        && possessor.is_none()
        && end < last
        && matches!(t.lower(at - 1).as_str(), "those" | "many" | "some" | "others" | "few" | "several" | "most")
    {
        let display = description_end(t, end, last);
        let noun = NounPhrase {
            first: at - 1,
            last: display.max(at),
            head: at - 1,
            definite: false,
            indefinite: true,
            possessor: None,
            modifier: None,
            object: None,
        };
        return (Reading::Noun(noun), display.max(end));
    }
    if end <= core {
        return (Reading::Nothing, (end + 1).max(first + 1));
    }
    let mut head = end - 1;
    while head > core && matches!(t.shape(head), Shape::Mark) {
        head -= 1;
    }
    // the name in apposition: "an agency spokeswoman, Ana Reyes", "the mayor – Ana Reyes –"
    if !t.flags(head).any(Flags::PLURAL)
        && let Some(m) = apposition(inventory, head, end, last)
    {
        return (Reading::Named(m), end_of_named(inventory, m, last));
    }
    let object = object_behind(inventory, end, last);
    let display = description_end(t, end, last);
    let noun = NounPhrase { first: start, last: display, head, definite, indefinite, possessor, modifier, object };
    (Reading::Noun(noun), display.max(end))
}

/// Behind a name and what stands beside it: nicknames, ages, party tags and roles between commas.
fn end_of_named(inventory: &Inventory, m: Mention, last: usize) -> usize {
    let t = &inventory.tokens;
    let mut end = m.last;
    if let Some((_, behind)) = roles::party_behind(t, end) {
        end = behind;
    }
    if let Some(role) = roles::role_behind(t, m.last) {
        end = end.max(role.last);
        if t.is_mark(end, &[',', ')', '—', '–']) && end + 1 < last {
            // "X, mayor of Y, and Z"
            if t.lower(end + 1) == "and" {
                end += 1;
            }
        }
    }
    end.min(last.max(m.last))
}

/// A person named right behind a role phrase that ends its noun phrase before `end`.
fn apposition(inventory: &Inventory, head: usize, end: usize, last: usize) -> Option<Mention> {
    let t = &inventory.tokens;
    let person = Flags::OFFICE | Flags::KIN | Flags::PERSON | Flags::PARTY;
    if !t.flags(head).any(person) {
        return None;
    }
    let limit = (end + 28).min(t.len());
    let sentence = t.list.get(head)?.sentence;
    let mut at = end;
    while at < limit && t.list[at].sentence == sentence {
        let opener = t.is_mark(at, &[',', '—', '–', '-', '(', ':']);
        if opener {
            if let Some(m) = mention_at(inventory, at + 1)
                && matches!(inventory.entities[m.entity].kind, Kind::Person | Kind::Unknown)
                && m.first == at + 1
                && !m.possessive
                && (m.first < last
                    || t.is_mark(m.last, &[',', '—', '–', ')'])
                    || roles::party_behind(t, m.last).is_some())
            {
                return Some(m);
            }
            // a role word between: ", Rep. Ana Reyes" is part of the mention; ", nurse Ana Reyes" is not
            if t.shape(at + 1) == Shape::Lower
                && t.flags(at + 1).any(Flags::OFFICE)
                && let Some(m) = mention_at(inventory, at + 2)
                && inventory.entities[m.entity].kind == Kind::Person
            {
                return Some(m);
            }
            return None;
        }
        if t.flags(at).any(Flags::RELATIVE | Flags::VERB)
            || t.shape(at) == Shape::Mark && !t.is_mark(at, &['&', '’', '\''])
        {
            return None;
        }
        if matches!(t.lower(at).as_str(), "named" | "called") {
            return mention_at(inventory, at + 1);
        }
        at += 1;
    }
    None
}

/// The first name behind "of", "for", "at" … right behind the noun.
fn object_behind(inventory: &Inventory, end: usize, last: usize) -> Option<Mention> {
    let t = &inventory.tokens;
    if !t.flags(end).any(Flags::PREPOSITION) {
        return None;
    }
    let to = (end + 8).min(last.max(end + 4)).min(t.len());
    let stop = (end + 1..to)
        .find(|&i| t.flags(i).any(Flags::RELATIVE | Flags::VERB) || t.shape(i) == Shape::Mark)
        .unwrap_or(to);
    inventory.mentions_in(end + 1, stop).first().copied()
}

/// Where the words end that describe an unnamed source: "of …" belongs to them, a clause does not.
fn description_end(t: &Tokens, end: usize, last: usize) -> usize {
    let mut at = end;
    while at < last {
        let flags = t.flags(at);
        if t.shape(at) == Shape::Mark && !t.is_mark(at, &['&', '$', '%', '-', '’', '\'']) {
            break;
        }
        let lower = t.lower(at);
        let clause = flags.any(Flags::RELATIVE)
            || flags.any(Flags::VERB) && t.shape(at) == Shape::Lower && !flags.any(Flags::PLURAL)
            || matches!(t.lower(at).as_str(), "he" | "she" | "they" | "it" | "we" | "i" | "you");
        if clause || lower == "and" && at == end {
            break;
        }
        at += 1;
    }
    while at > end && t.flags(at - 1).any(Flags::PREPOSITION | Flags::CONJUNCTION | Flags::DETERMINER) {
        at -= 1;
    }
    at
}
