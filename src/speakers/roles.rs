//! In which role somebody speaks: the titles and bodies that the encoder ties to a name, put together over the article.

use super::{
    entities::{Entities, Entity},
    lexicon::{Flags, LEXICON},
    places::PLACES,
    tokens::{Shape, Tokens},
};
use crate::{
    clues::{Clues, RoleSpan},
    text::{Span, one_line},
    thresholds::THRESHOLDS,
};

/// A role as printed in one place.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    /// title, with the body where they stand together, for display
    pub text: String,
    /// words of the title, in lower case
    pub words: Vec<String>,
    /// where title and body stand
    pub span: Span,
    /// where the title stands; empty when there is none
    pub title: Span,
    /// the body that it belongs to, as printed
    pub organization: Option<String>,
    /// "former", "the late"
    pub past: bool,
    /// kin: a role only with its possessor
    pub kin: bool,
    /// taken from words that describe ("the vice president said"), not printed with the name
    pub described: bool,
    /// none, but the body alone ("Lara Neel from Green Law")
    pub untitled: bool,
}

/// Farthest that a body stands from the title that it belongs to, in bytes.
const REACH: usize = 160;

/// The roles of each entity, and all with a title, whoever's they are; both in the order of the text.
pub(crate) fn roles(
    tokens: &Tokens,
    clues: &Clues,
    entities: &Entities,
    places: &[(usize, usize)],
) -> (Vec<Vec<Role>>, Vec<Role>) {
    let mut out: Vec<Vec<Role>> = vec![Vec::new(); entities.list.len()];
    let mut all: Vec<Role> = Vec::new();
    let holder = |r: &RoleSpan| r.holder.map(|(name, _)| entities.of_name[name]);
    let owned: Vec<Vec<String>> = entities.list.iter().map(|e| owned_by(tokens, e, places)).collect();
    let mut bodies: Vec<(&RoleSpan, bool)> =
        clues.roles.iter().filter(|r| r.organization).map(|r| (r, false)).collect();
    for title in titles(tokens, clues) {
        if PLACES.is_place(title.span.of(tokens.text)) || is_of_relative(tokens, title.span) {
            continue;
        }
        // "Ada Lorn's spokesman" is a title of his
        let owns = |e: &usize| {
            let inside = |&n: &usize| {
                let (first, last) = tokens.range(title.span);
                first <= places[n].0 && places[n].1 < last && tokens.shape(places[n].1) == Shape::Possessive
            };
            entities.list[*e].person && entities.list[*e].mentions.iter().any(inside)
        };
        let entity = holder(&title).filter(|e| !owns(e) && !owned[*e].contains(&last_word(tokens, title.span)));
        let from = bodies.partition_point(|(b, _)| b.span.end + REACH < title.span.start);
        let near = bodies[from..].iter_mut().take_while(|(b, _)| b.span.start <= title.span.end + REACH);
        // "a lecturer from Milbury"
        let from = |b: &RoleSpan| {
            let (first, _) = tokens.range(b.span);
            first > 0 && tokens.lower(first - 1) == "from"
        };
        let own = near.filter(|(b, used)| !used && holder(b) == entity && !b.span.overlaps(title.span) && !from(b));
        let body = own.min_by_key(|(b, _)| gap(b.span, title.span)).map(|body| {
            body.1 = true;
            body.0.span
        });
        let role = role(tokens, Some(title.span), body);
        if let Some(entity) = entity {
            out[entity].push(role.clone());
        }
        all.push(role);
    }
    for (body, used) in bodies {
        let place = PLACES.is_place(body.span.of(tokens.text)) || PLACES.state(body.span.of(tokens.text)).is_some();
        if let Some(entity) = holder(body).filter(|_| !used && !place && body.probability >= THRESHOLDS.label) {
            out[entity].push(role(tokens, None, Some(body.span)));
        }
    }
    for (roles, entity) in out.iter_mut().zip(&entities.list) {
        if entity.person && roles.iter().all(|r| r.untitled) {
            let printed = entity.mentions.iter().find_map(|&n| printed_with(tokens, places[n]));
            roles.extend(printed.map(|title| role(tokens, Some(title), None)));
        }
        roles.sort_by_key(|r| r.span.start);
    }
    (out, all)
}

/// The nouns that say who is somebody's: "Ada Lorn's press secretary" is not Ada Lorn, nor is "the press secretary".
fn owned_by(tokens: &Tokens, entity: &Entity, places: &[(usize, usize)]) -> Vec<String> {
    let noun = |n: &usize| {
        let (_, end) = places[*n];
        let people = |i: &usize| tokens.flags(*i).any(Flags::OFFICE | Flags::KIN | Flags::PERSON);
        let inside = |i: &usize| tokens.shape(*i) == Shape::Lower && !tokens.flags(*i).is_small();
        let owns = entity.person && tokens.shape(end) == Shape::Possessive;
        (end + 1..end + 5).filter(|_| owns).take_while(inside).filter(people).last().map(|i| tokens.lower(i))
    };
    entity.mentions.iter().filter_map(noun).collect()
}

fn last_word(tokens: &Tokens, span: Span) -> String {
    let (first, last) = tokens.range(span);
    if first < last { tokens.lower(last - 1) } else { String::new() }
}

/// The titles that the encoder is sure of: those joined by "and" as one, those that break off before their noun whole.
fn titles(tokens: &Tokens, clues: &Clues) -> Vec<RoleSpan> {
    let mut out: Vec<RoleSpan> = Vec::new();
    for title in clues.roles.iter().filter(|r| !r.organization && r.probability >= THRESHOLDS.label) {
        let mut title = RoleSpan { span: whole_title(tokens, title.span), ..title.clone() };
        if let Some(last) = out.last_mut()
            && last.span.end < title.span.start
            && last.holder.map(|h| h.0) == title.holder.map(|h| h.0)
        {
            let (first, end) = tokens.range(Span::new(last.span.end, title.span.start));
            if end == first + 1 && matches!(tokens.lower(first).as_str(), "and" | "&") {
                last.span.end = title.span.end;
                continue;
            }
        }
        if out.last().is_some_and(|last| last.span.overlaps(title.span)) {
            title.span.start = title.span.start.max(out.last().map_or(0, |l| l.span.end));
        }
        if !title.span.is_empty() && title.span.start < title.span.end {
            out.push(title);
        }
    }
    out
}

/// "top" of "top academic officer": a title goes on to the noun that says what somebody is.
fn whole_title(tokens: &Tokens, span: Span) -> Span {
    let (first, last) = tokens.range(span);
    let noun = Flags::OFFICE | Flags::KIN | Flags::PERSON | Flags::PARTY;
    if first >= last {
        return span;
    }
    if (first..last).any(|i| tokens.flags(i).any(noun)) && !tokens.flags(last - 1).is_small() {
        return with_head(tokens, (first, last)).unwrap_or(span);
    }
    let words = (last..last + 4).take_while(|&i| {
        matches!(tokens.shape(i), Shape::Lower | Shape::Capital) && !tokens.flags(i).any(Flags::VERB | Flags::RELATIVE)
    });
    let end = words.filter(|&i| tokens.flags(i).any(noun) || tokens.flags(last - 1).is_small() && i == last).last();
    end.map_or(span, |end| Span::new(span.start, tokens.list[end].span().end))
}

/// "veteran" of "veteran Reform strategist Ana Reyes", "Principal" of "the Kern Principal Chief,": what reads as an office may stand
/// before one.
fn with_head(tokens: &Tokens, (first, last): (usize, usize)) -> Option<Span> {
    let word = |i: usize| {
        matches!(tokens.shape(i), Shape::Lower | Shape::Capital)
            && !tokens.flags(i).is_small()
            && !tokens.flags(i).any(Flags::VERB | Flags::RELATIVE | Flags::HONORIFIC)
            && !tokens.flags(i).is_given()
    };
    let end = (last..last + 3).take_while(|&i| word(i)).find(|&i| tokens.flags(i).any(Flags::OFFICE))?;
    let small = tokens.shape(end) == Shape::Lower;
    let ends = match tokens.shape(end + 1) {
        Shape::Mark => true,
        Shape::Capital => small,
        _ => false,
    };
    (ends && small == (tokens.shape(last - 1) == Shape::Lower)).then(|| tokens.span(first, end + 1))
}

/// "City Attorney Ana Reyes", "Ana Reyes, the city attorney,": an office printed with a name, where the encoder saw none.
fn printed_with(tokens: &Tokens, (first, last): (usize, usize)) -> Option<Span> {
    let capital = |i: &usize| {
        tokens.list[*i].is_capital()
            && !tokens.list[*i].opens
            && !tokens.flags(*i).any(Flags::CALENDAR | Flags::DETERMINER)
            || tokens.is_mark(*i, &['.']) && *i > 0 && LEXICON.is_abbreviation(&tokens.lower(*i - 1))
    };
    let opens = |i: usize| tokens.list[i].is_capital() && tokens.list[i].opens && tokens.flags(i).any(Flags::OFFICE);
    let mut from = (0..first).rev().take(6).take_while(capital).last().unwrap_or(first);
    if from > 0 && opens(from - 1) {
        from -= 1;
    }
    let head = (from..first).rev().find(|&i| tokens.shape(i) != Shape::Mark);
    if head.is_some_and(|h| tokens.flags(h).any(Flags::OFFICE)) {
        return Some(tokens.span(from, first));
    }
    if first > 2 && tokens.is_mark(first - 1, &[',']) {
        // "The bishop of Ostra, Matteo Lunardi,"
        let sentence = tokens.list[first].sentence;
        let inside = |i: &usize| tokens.list[*i].sentence == sentence && tokens.shape(*i) != Shape::Mark;
        // "the board of the trust, Ada Lorn said" is no apposition, "a letter to the harbour master, Ada Lorn, which …" is one
        let apart = |i: usize| {
            !tokens.flags(i).any(Flags::PREPOSITION)
                || matches!(&*tokens.lower(i), "by" | "from" | "to" | "with") && tokens.is_mark(last, &[','])
        };
        let article = (0..first - 1)
            .rev()
            .take(8)
            .take_while(inside)
            .find(|&i| tokens.flags(i).any(Flags::DETERMINER) && (i == 0 || apart(i - 1)));
        if let Some(from) = article.map(|a| a + 1)
            && from + 1 < first
        {
            let head = (from..first - 1)
                .find(|&i| tokens.flags(i).any(Flags::PREPOSITION | Flags::VERB | Flags::RELATIVE))
                .unwrap_or(first - 1);
            if head > from
                && tokens.flags(head - 1).any(Flags::OFFICE)
                && !(head..first - 1).any(|i| tokens.flags(i).any(Flags::VERB | Flags::RELATIVE))
            {
                return Some(tokens.span(from, first - 1));
            }
        }
    }
    if !tokens.is_mark(last, &[',']) {
        return None;
    }
    let begin = last + 1 + usize::from(tokens.flags(last + 1).any(Flags::DETERMINER));
    let end = (begin..begin + 7).find(|&i| {
        tokens.shape(i) == Shape::Mark || tokens.flags(i).any(Flags::PREPOSITION | Flags::VERB | Flags::RELATIVE)
    })?;
    (begin < end && tokens.flags(end - 1).any(Flags::OFFICE)).then(|| tokens.span(begin, end))
}

/// "whose sister is the head of the clinic": the title and the body of somebody else.
pub(crate) fn is_of_relative(tokens: &Tokens, span: Span) -> bool {
    let (first, _) = tokens.range(span);
    let before = || (0..first).rev().take(8).take_while(|&i| tokens.shape(i) != Shape::Mark).map(|i| tokens.lower(i));
    before().any(|word| word == "whose") && before().any(|word| matches!(&*word, "is" | "was"))
}

/// "author of The Long Field": what somebody made is no body that they speak for.
pub(crate) fn is_work(tokens: &Tokens, span: Span) -> bool {
    let (mut first, _) = tokens.range(span);
    while first > 0 && tokens.flags(first - 1).any(Flags::DETERMINER) {
        first -= 1;
    }
    first > 1 && tokens.lower(first - 1) == "of" && LEXICON.makes_works(&tokens.lower(first - 2))
}

/// "an adviser to Norland Sen. Ana Reyes": another's office with its state is no body.
fn is_office_of_another(tokens: &Tokens, body: Span) -> bool {
    let (first, last) = tokens.range(body);
    let office = |i: usize| tokens.flags(i).any(Flags::OFFICE) && !tokens.flags(i).any(Flags::HEAD);
    let end = if last > first && tokens.is_mark(last - 1, &['.']) { last - 1 } else { last };
    end > first + 1 && office(end - 1) && tokens.list.get(last).is_some_and(|t| t.is_capital())
}

/// "Leader of Hill Council": the office before its body, where both were taken for the body's name.
pub(crate) fn without_office(tokens: &Tokens, span: Span) -> Span {
    let (first, last) = tokens.range(span);
    let office = last > first + 3
        && tokens.flags(first).any(Flags::OFFICE)
        && matches!(&*tokens.lower(first + 1), "of" | "for")
        && tokens.flags(last - 1).any(Flags::HEAD);
    if office { without_possessor(tokens, tokens.span(first + 2, last)) } else { span }
}

fn gap(a: Span, b: Span) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// A role of a title, a body or both.
pub(crate) fn role(tokens: &Tokens, title: Option<Span>, body: Option<Span>) -> Role {
    let words = |span: Span| one_line(span.of(tokens.text));
    let title = title.map(|t| without_possessor(tokens, t));
    let body = body.map(|b| without_office(tokens, without_possessor(tokens, b)));
    let together = title.zip(body).map(|(t, b)| Span::new(t.start.min(b.start), t.end.max(b.end)));
    let joined = together.filter(|_| stand_together(tokens, title, body));
    let printed = title.map(words).unwrap_or_default();
    let title_words: Vec<String> = printed.split(' ').filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let head = title_words.last().map(|w| LEXICON.flags(w)).unwrap_or_default();
    let past = title_words.first().is_some_and(|w| LEXICON.is_past(w) || w.starts_with("ex-"));
    let span = together.or(title).or(body).unwrap_or(Span::new(0, 0));
    Role {
        text: joined.or(title).map(words).unwrap_or_default(),
        past: past || preceded_by_past(tokens, span),
        kin: head.any(Flags::KIN) && !head.any(Flags::OFFICE),
        described: false,
        untitled: title.is_none(),
        organization: body
            .filter(|b| !is_work(tokens, *b) && !is_office_of_another(tokens, *b))
            .map(words)
            .filter(|b| b.contains(char::is_alphanumeric) && !is_party(b))
            .or_else(|| state_in(&printed))
            .or_else(|| body_before(tokens, title?)),
        words: title_words,
        span,
        title: title.unwrap_or(Span::new(0, 0)),
    }
}

/// "Republican pollster": a leaning, no body.
fn is_party(body: &str) -> bool {
    !body.contains(' ') && LEXICON.flags(&body.to_lowercase()).any(Flags::PARTY | Flags::ADJECTIVE)
}

/// "Brackwater Mayor Ana Reyes": the capitalised words right before a title are what it is an office of.
fn body_before(tokens: &Tokens, title: Span) -> Option<String> {
    let (first, _) = tokens.range(title);
    let small = Flags::HONORIFIC
        | Flags::OFFICE
        | Flags::MODIFIER
        | Flags::CALENDAR
        | Flags::DETERMINER
        | Flags::PREPOSITION
        | Flags::ADJECTIVE
        | Flags::CONJUNCTION;
    let named = |i: &usize| {
        tokens.list[*i].is_capital()
            && !tokens.flags(*i).any(small)
            && !(tokens.list[*i].opens && tokens.flags(*i).is_small())
    };
    let from = (0..first).rev().take(6).take_while(named).last()?;
    let words = tokens.words(from, first);
    // before a capitalised title the run may be a part of the title
    (tokens.shape(first) == Shape::Lower || PLACES.is_place(&words)).then_some(words)
}

/// "Ukrainian President": the state whose office it is.
fn state_in(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split(' ').collect();
    // "Norlandish ambassador to Kestria", "Norlandish barrister"
    if !words.iter().any(|word| LEXICON.is_of_state(&word.to_lowercase())) {
        return None;
    }
    let state = |n: usize| words.get(..n).filter(|_| n < words.len()).and_then(|w| PLACES.state(&w.join(" ")));
    let found = state(2).or_else(|| state(1))?;
    Some(found.name.to_owned()).filter(|n| !n.is_empty())
}

/// "her advocate": the advocate; "the Foreign Ministry’s": the Foreign Ministry.
pub(crate) fn without_possessor(tokens: &Tokens, span: Span) -> Span {
    let (mut first, mut last) = tokens.range(span);
    while first < last && tokens.flags(first).any(Flags::DETERMINER) {
        first += 1;
    }
    while last > first && tokens.shape(last - 1) == Shape::Possessive {
        last -= 1;
    }
    if first < last { tokens.span(first, last) } else { Span::new(span.end, span.end) }
}

fn preceded_by_past(tokens: &Tokens, span: Span) -> bool {
    let (first, _) = tokens.range(span);
    first > 0 && LEXICON.is_past(&tokens.lower(first - 1))
}

/// "Foreign Ministry spokeswoman", "professor at the university": one phrase, printed as one.
fn stand_together(tokens: &Tokens, title: Option<Span>, body: Option<Span>) -> bool {
    let (Some(title), Some(body)) = (title, body) else { return false };
    if body.is_empty() || title.is_empty() || title.overlaps(body) {
        return false;
    }
    let between = Span::new(title.end.min(body.end), title.start.max(body.start));
    let (first, last) = tokens.range(between);
    let small =
        |i: usize| tokens.flags(i).any(Flags::PREPOSITION | Flags::DETERMINER) && tokens.shape(i) == Shape::Lower;
    if title.start < body.start { last - first <= 3 && (first..last).all(small) } else { first == last }
}
