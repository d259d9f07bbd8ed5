//! Roles as printed beside a name: before it ("Kremlin spokesman …"), behind it ("…, chief of the staff,"), or both.
//!
//! Works on tokens alone. A role phrase has a head, the noun that says what the person is; what stands before the
//! head and behind it in "of …", "for …" belongs to it.

use super::{
    lexicon::{Flags, LEXICON},
    tokens::{Shape, Tokens},
};

/// A role phrase: tokens `first..last`, its head noun at `head`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RolePhrase {
    /// first token, articles left out
    pub first: usize,
    /// one past the last token
    pub last: usize,
    /// the noun that says what the person is
    pub head: usize,
    /// the head is kin, party or office
    pub kind: Flags,
}

const DASHES: &[char] = &['—', '–', '-'];

/// The role phrase that begins at token `at`, after "who is", "also", "one of" and articles. None when the noun phrase
/// there has no role noun as its head.
pub(crate) fn role_at(tokens: &Tokens, mut at: usize) -> Option<RolePhrase> {
    let begin = at;
    while at < begin + 8 {
        let lower = tokens.lower(at);
        let skip = tokens.flags(at).any(Flags::DETERMINER)
            && !matches!(lower.as_str(), "their" | "our" | "my" | "your")
            || tokens.flags(at).any(Flags::ADVERB)
            || matches!(
                lower.as_str(),
                "who" | "is" | "was" | "serves" | "served" | "as" | "of" | "now" | "also" | "one"
            );
        if !skip || tokens.shape(at) == Shape::Mark {
            break;
        }
        at += 1;
    }
    let first = at;
    let end = (first + 12).min(tokens.len());
    let mut core_end = first;
    while core_end < end {
        let flags = tokens.flags(core_end);
        let lower = tokens.lower(core_end);
        if tokens.shape(core_end) == Shape::Mark && !tokens.is_mark(core_end, &['&']) {
            break;
        }
        let small = flags.any(Flags::PREPOSITION | Flags::RELATIVE | Flags::VERB | Flags::PRONOUN | Flags::DETERMINER)
            && !flags.any(Flags::OFFICE | Flags::KIN)
            && !(flags.any(Flags::PREPOSITION) && core_end > first && lower == "than");
        if small || (flags.any(Flags::CONJUNCTION) && lower != "and" && lower != "&") {
            break;
        }
        // "a spokeswoman living in …": a participle behind the noun ends it
        if core_end > first
            && tokens.flags(core_end - 1).any(Flags::OFFICE | Flags::KIN)
            && (lower.ends_with("ing") || lower.ends_with("ed"))
            && !flags.any(Flags::OFFICE)
            && tokens.shape(core_end) == Shape::Lower
        {
            break;
        }
        core_end += 1;
    }
    while core_end > first && tokens.flags(core_end - 1).any(Flags::CONJUNCTION) {
        core_end -= 1;
    }
    let head = head_of(tokens, first, core_end)?;
    let kind = tokens.flags(head);
    let last = extent(tokens, core_end);
    let role = RolePhrase { first, last, head, kind };
    match second_role(tokens, last) {
        // "a parent at the school and an organizer with Velora": kin alone is no role
        Some(second) if !kind.any(Flags::OFFICE) && second.kind.any(Flags::OFFICE) => Some(second),
        Some(second) => Some(RolePhrase { last: second.last, ..role }),
        None => Some(role),
    }
}

/// The role noun that closes the noun phrase `first..end`: its last word, or the one before "general", "emeritus" …
fn head_of(tokens: &Tokens, first: usize, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|&l| l >= first)?;
    let named = Flags::OFFICE | Flags::KIN | Flags::PARTY;
    if tokens.flags(last).any(Flags::OFFICE | Flags::KIN) && !(tokens.flags(last).any(Flags::KIN) && last == first) {
        return Some(last);
    }
    let lower = tokens.lower(last);
    if matches!(
        lower.as_str(),
        "emeritus" | "emerita" | "general" | "elect" | "designate" | "tempore" | "tem" | "here" | "there" | "1"
    ) && last > first
        && tokens.flags(last - 1).any(Flags::OFFICE)
    {
        return Some(last - 1);
    }
    (tokens.flags(last).any(named) && !tokens.flags(last).any(Flags::KIN)).then_some(last)
}

/// Where a role phrase ends whose noun phrase ends before `at`: "of …", "for …" and a body behind a comma belong to it.
fn extent(tokens: &Tokens, mut at: usize) -> usize {
    let end = (at + 26).min(tokens.len());
    if !tokens.flags(at).any(Flags::PREPOSITION) {
        // "spokesman and deputy director of …" was inside the core already; "…, Velora University" follows a comma
        return behind_comma(tokens, at);
    }
    let from = at;
    while at < end {
        let flags = tokens.flags(at);
        let lower = tokens.lower(at);
        if tokens.shape(at) == Shape::Mark {
            let inner =
                tokens.is_mark(at, &['&', '/']) || tokens.is_mark(at, &['(']) && acronym_in_brackets(tokens, at);
            if inner {
                at += if tokens.is_mark(at, &['(']) { 3 } else { 1 };
                continue;
            }
            break;
        }
        if flags.any(Flags::RELATIVE) {
            break;
        }
        if flags.any(Flags::VERB | Flags::PRONOUN)
            && !flags.any(Flags::DETERMINER)
            && tokens.shape(at) == Shape::Lower
            && at > from + 1
        {
            break;
        }
        if flags.any(Flags::CONJUNCTION) && !matches!(lower.as_str(), "and" | "&") {
            break;
        }
        if lower == "and"
            && (tokens.flags(at + 1).any(Flags::VERB | Flags::PRONOUN) && !tokens.flags(at + 1).any(Flags::DETERMINER)
                || second_role(tokens, at).is_some())
        {
            break;
        }
        // "in New York on Monday", "since 2012", "during the …": when, not what
        if flags.any(Flags::PREPOSITION)
            && matches!(
                lower.as_str(),
                "since"
                    | "during"
                    | "until"
                    | "after"
                    | "before"
                    | "by"
                    | "as"
                    | "according"
                    | "while"
                    | "than"
                    | "up"
                    | "out"
            )
        {
            break;
        }
        if flags.any(Flags::CALENDAR) && tokens.shape(at) != Shape::Lower {
            if tokens.flags(at - 1).any(Flags::PREPOSITION) {
                at -= 1;
            }
            break;
        }
        // "director of the group working with …"
        if tokens.shape(at) == Shape::Lower
            && (lower.ends_with("ing") || lower.ends_with("ed"))
            && at > from + 1
            && !tokens.flags(at - 1).any(Flags::PREPOSITION | Flags::DETERMINER | Flags::CONJUNCTION)
            && tokens.flags(at + 1).is_small()
            && lower != "united"
        {
            break;
        }
        at += 1;
    }
    while at > from
        && (tokens.flags(at - 1).any(Flags::PREPOSITION | Flags::CONJUNCTION | Flags::DETERMINER | Flags::ADVERB))
    {
        at -= 1;
    }
    behind_comma(tokens, at)
}

/// "… and an organizer with Velora": the role behind the "and" at token `at`.
fn second_role(tokens: &Tokens, at: usize) -> Option<RolePhrase> {
    let article = matches!(tokens.lower(at + 1).as_str(), "a" | "an" | "the");
    (tokens.lower(at) == "and" && article)
        .then(|| role_at(tokens, at + 1))?
        .filter(|r| r.kind.any(Flags::OFFICE | Flags::PARTY))
}

/// "(ACT)" right behind a body's name.
fn acronym_in_brackets(tokens: &Tokens, at: usize) -> bool {
    tokens.shape(at + 1) == Shape::Caps && tokens.is_mark(at + 2, &[')'])
}

/// "director of immigration policy, Velora Coalition, said": a body between commas belongs to the role before it.
fn behind_comma(tokens: &Tokens, at: usize) -> usize {
    if !tokens.is_mark(at, &[',']) {
        return at;
    }
    let mut end = at + 1;
    if tokens.flags(end).any(Flags::DETERMINER) {
        end += 1;
    }
    let name = end;
    while end < name + 9 && end < tokens.len() {
        let joins = end > name && matches!(tokens.lower(end).as_str(), "of" | "for" | "and" | "the" | "in");
        if !tokens.list[end].is_capital() && !joins {
            break;
        }
        end += 1;
    }
    let heads = (name..end).any(|i| tokens.flags(i).any(Flags::HEAD | Flags::BODY));
    if end > name + 1 && heads && tokens.is_mark(end, &[',', '.', ')', '—', '–']) { end } else { at }
}

/// "a professor who teaches history at Velora University": the body of the clause right behind a role, as tokens.
pub(crate) fn body_in_clause(tokens: &Tokens, role: RolePhrase) -> Option<(usize, usize)> {
    if tokens.lower(role.last) != "who" || (role.head + 1..role.last).any(|i| tokens.flags(i).any(Flags::PREPOSITION)) {
        return None;
    }
    let to = (role.last + 14).min(tokens.len());
    let at = (role.last + 2..to)
        .take_while(|&i| tokens.shape(i) != Shape::Mark)
        .find(|&i| matches!(tokens.lower(i).as_str(), "at" | "for" | "with"))?;
    let first = if tokens.flags(at + 1).any(Flags::DETERMINER) { at + 2 } else { at + 1 };
    let last = (first..to).take_while(|&i| tokens.list[i].is_capital() || tokens.lower(i) == "of").last()? + 1;
    (first..last).any(|i| tokens.flags(i).any(Flags::HEAD | Flags::BODY)).then_some((first, last))
}

/// The role right behind a name that ends before token `at`: in commas, dashes or brackets, or after "who is".
pub(crate) fn role_behind(tokens: &Tokens, mut at: usize) -> Option<RolePhrase> {
    // an age, then the role: "Ana Reyes, 31, a nurse,"
    if tokens.is_mark(at, &[',']) && tokens.shape(at + 1) == Shape::Number && tokens.is_mark(at + 2, &[',']) {
        at += 2;
    }
    if let Some((_, end)) = party_behind(tokens, at) {
        at = end;
    }
    if tokens.flags(at).any(Flags::RELATIVE) && tokens.lower(at) == "who" {
        return matches!(tokens.lower(at + 1).as_str(), "is" | "was" | "serves" | "served")
            .then(|| role_at(tokens, at))?;
    }
    if matches!(tokens.lower(at).as_str(), "is" | "was") && tokens.flags(at + 1).any(Flags::DETERMINER) {
        return role_at(tokens, at + 1);
    }
    if !(tokens.is_mark(at, &[',', '(']) || tokens.is_mark(at, DASHES)) {
        return None;
    }
    let begin = at + 1;
    // a list of names or a clause is no apposition
    let flags = tokens.flags(begin);
    let lower = tokens.lower(begin);
    if tokens.shape(begin) == Shape::Mark && !tokens.is_mark(begin, &['“', '"']) {
        return None;
    }
    if lower == "who" && !matches!(tokens.lower(begin + 1).as_str(), "is" | "was" | "serves" | "served" | "also") {
        return None;
    }
    if flags.any(Flags::PREPOSITION | Flags::CONJUNCTION | Flags::VERB) && lower != "as" {
        return None;
    }
    if lower == "as" {
        return None;
    }
    let role = role_at(tokens, begin)?;
    // ", spokesman Dan Ito said": the role of the next name, not of this one
    if role.last < tokens.len()
        && tokens.list[role.last].is_capital()
        && !tokens.flags(role.last).any(Flags::CALENDAR)
        && !tokens.is_mark(role.last, &[','])
    {
        return None;
    }
    Some(role)
}

/// "(R-Dunmore)", ", D-Dunmore,", "(D)": the party tag behind a name, and the token behind it.
pub(crate) fn party_behind(tokens: &Tokens, at: usize) -> Option<(usize, usize)> {
    if !tokens.is_mark(at, &[',', '(']) {
        return None;
    }
    let tag = tokens.word(at + 1);
    let party = tag.split_once(['-', '‑', '–']).map_or(tag, |(party, _)| party);
    let is_tag = matches!(party, "R" | "D" | "I" | "R." | "D." | "I." | "Dem" | "Rep" | "DFL")
        && tokens.list.get(at + 1)?.is_capital();
    let bare = tag == party && !tokens.is_mark(at, &['(']);
    if !is_tag || bare {
        return None;
    }
    let mut end = at + 2;
    // "D-Los Angeles"
    while end < at + 5 && tokens.list.get(end).is_some_and(super::tokens::Token::is_capital) {
        end += 1;
    }
    // "(D-Calif.)"
    if tokens.is_mark(end, &['.']) && tokens.is_mark(end + 1, &[')', ',']) {
        end += 1;
    }
    let last = end;
    if tokens.is_mark(end, &[')']) {
        end += 1;
    }
    Some((last, end))
}

/// The role before a name whose first token is `name`: "Foreign Ministry spokeswoman", "former mayor", "chief systems
/// and services officer"; the noun must stand right before the name.
pub(crate) fn role_before(tokens: &Tokens, name: usize) -> Option<RolePhrase> {
    let head = name.checked_sub(1)?;
    let flags = tokens.flags(head);
    if !flags.any(Flags::OFFICE | Flags::KIN) || flags.any(Flags::PLURAL) || tokens.shape(head) != Shape::Lower {
        return None;
    }
    let first = left_edge(tokens, head, name);
    if flags.any(Flags::KIN) && !(first..head).any(|i| tokens.shape(i) == Shape::Possessive) {
        return None;
    }
    Some(RolePhrase { first, last: name, head, kind: flags })
}

/// How far left the noun phrase reaches whose head is at `head`.
pub(crate) fn left_edge(tokens: &Tokens, head: usize, name: usize) -> usize {
    let mut first = head;
    let sentence = tokens.list[head].sentence;
    let mut determined = false;
    while first > 0 && name - first < 12 {
        let i = first - 1;
        let token = &tokens.list[i];
        if token.sentence != sentence {
            break;
        }
        let lower = tokens.lower(i);
        match token.shape {
            Shape::Mark => break,
            Shape::Possessive => {
                // the possessor: a name, or a noun with its article left out
                first = i;
                continue;
            }
            Shape::Number => break,
            Shape::Capital | Shape::Caps => {
                if token.opens
                    && token.flags.any(Flags::OPENER | Flags::PREPOSITION | Flags::CONJUNCTION)
                    && !token.flags.any(Flags::MODIFIER)
                {
                    break;
                }
                first = i;
            }
            Shape::Lower => {
                if lower == "and" {
                    // "chief systems and services officer", not "teachers and officer Dan Ito"
                    let modifier = first < head
                        && first + 4 > head
                        && i > 0
                        && tokens.shape(i - 1) == Shape::Lower
                        && !tokens.flags(i - 1).is_small()
                        && !tokens.flags(i - 1).any(Flags::OFFICE | Flags::PERSON);
                    if !modifier {
                        break;
                    }
                    first = i;
                    continue;
                }
                if token.flags.is_small() && !token.flags.any(Flags::OFFICE | Flags::MODIFIER) || lower.ends_with("ly")
                {
                    determined = token.flags.any(Flags::DETERMINER);
                    break;
                }
                first = i;
                // "former" begins its phrase
                if matches!(lower.as_str(), "former" | "then" | "ex" | "late") {
                    break;
                }
            }
        }
    }
    // "voters favor Democratic candidate …": without an article a verb may have slipped in before the capitals
    if !determined {
        let capital = (first..head).find(|&i| tokens.list[i].is_capital());
        while let Some(capital) = capital
            && first < capital
            && tokens.shape(first) == Shape::Lower
            && !tokens.flags(first).any(Flags::MODIFIER | Flags::OFFICE)
        {
            first += 1;
        }
    }
    while first < head && (tokens.flags(first).any(Flags::CONJUNCTION) || tokens.shape(first) == Shape::Possessive) {
        first += 1;
    }
    first
}

/// "The court's president, Piotr …": the role that stands before the comma before a name at `name`.
pub(crate) fn role_before_comma(tokens: &Tokens, name: usize) -> Option<RolePhrase> {
    let comma = name.checked_sub(1)?;
    if !(tokens.is_mark(comma, &[',']) || tokens.is_mark(comma, DASHES)) {
        return None;
    }
    let sentence = tokens.list[comma].sentence;
    // back to where the phrase can begin
    let mut begin = comma;
    while begin > 0 && comma - begin < 24 {
        let i = begin - 1;
        let token = &tokens.list[i];
        if token.sentence != sentence || token.shape == Shape::Mark && !tokens.is_mark(i, &['&']) {
            break;
        }
        if token.shape == Shape::Lower && token.flags.any(Flags::VERB) && !token.flags.any(Flags::OFFICE) {
            break;
        }
        if token.shape == Shape::Lower && token.flags.any(Flags::CONJUNCTION) && tokens.lower(i) != "and" {
            break;
        }
        begin = i;
    }
    // "according to the group's president, …": small words before the phrase
    let mut at = begin;
    while at < comma
        && tokens.flags(at).any(Flags::PREPOSITION | Flags::CONJUNCTION | Flags::ADVERB)
        && !tokens.flags(at).any(Flags::DETERMINER)
    {
        at += 1;
    }
    if at >= comma {
        return None;
    }
    let determined = tokens.flags(at).any(Flags::DETERMINER) || tokens.lower(at) == "one";
    let possessed = (at..comma).any(|i| tokens.shape(i) == Shape::Possessive);
    let role = role_at(tokens, at)?;
    let reaches = role.last == comma;
    (reaches && (determined || possessed)).then_some(role)
}

/// A role phrase as people write it: no article, one space, abbreviated titles written out.
pub(crate) fn display(tokens: &Tokens, first: usize, last: usize) -> String {
    let raw = tokens.words(first, last);
    if first + 1 == last || tokens.word(first).ends_with('.') || tokens.word(last - 1).ends_with('.') {
        let words: Vec<String> = raw
            .split(' ')
            .map(|w| LEXICON.written_out(&w.to_lowercase()).map_or_else(|| w.to_owned(), str::to_owned))
            .collect();
        return words.join(" ");
    }
    raw
}
