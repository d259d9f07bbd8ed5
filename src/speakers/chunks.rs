//! Runs of capitalised words, cut into titles and names.
//!
//! What is a name is told by its words (given names, titles, nouns that head bodies, places), by where it stands, and by
//! how the rest of the article writes the same words.

use std::collections::HashSet;

use super::{
    inventory::{Kind, gender_of},
    lexicon::{Flags, Gender, LEXICON, fold},
    places::{By, PLACES},
    tokens::{Shape, Tokens},
};

/// A capitalised run, cut into title and name.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) first: usize,
    pub(super) name: usize,
    pub(super) last: usize,
    pub(super) kind: Kind,
    pub(super) gender: Option<Gender>,
    /// an honorific or title stands before the name
    pub(super) titled: bool,
    pub(super) entity: Option<usize>,
}

/// The capitalised runs of the article, each cut into what stands before the name and the name.
pub(super) fn chunks(tokens: &Tokens) -> Vec<Chunk> {
    let seen = Seen::new(tokens);
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if !begins_name(tokens, i, &seen) || seen.headlines.contains(&tokens.list[i].sentence) {
            i += 1;
            continue;
        }
        let end = run_end(tokens, i);
        cut(tokens, i, end, &seen, &mut out);
        i = end.max(i + 1);
    }
    out
}

/// What a first look at the article's capitals tells.
struct Seen {
    /// words written with a capital where no sentence begins
    inside: HashSet<String>,
    /// words that close a name with a given name or title before them
    surnames: HashSet<String>,
    /// sentences written Like Headlines
    headlines: HashSet<u32>,
}

impl Seen {
    fn new(tokens: &Tokens) -> Seen {
        let headlines = headlines(tokens);
        let mut seen = Seen { inside: HashSet::new(), surnames: HashSet::new(), headlines };
        for i in 0..tokens.len() {
            let token = &tokens.list[i];
            if !token.is_capital() || token.opens || seen.headlines.contains(&token.sentence) {
                continue;
            }
            let word = fold(tokens.word(i));
            let before = i.checked_sub(1).map(|b| (b, tokens.list[b]));
            if let Some((b, before)) = before
                && before.is_capital()
                && (before.flags.is_given() || before.flags.any(Flags::HONORIFIC) || tokens.word(b).ends_with('.'))
                && token.shape == Shape::Capital
                && !tokens.list.get(i + 1).is_some_and(super::tokens::Token::is_capital)
                && !PLACES.is_place(&tokens.words(b, i + 1))
            {
                seen.surnames.insert(word.clone());
            }
            seen.inside.insert(word);
        }
        seen
    }

    fn is_surname(&self, tokens: &Tokens, i: usize) -> bool {
        tokens.shape(i) == Shape::Capital && self.surnames.contains(&fold(tokens.word(i)))
    }
}

/// Sentences written Like Headlines, where a capital says nothing.
pub(super) fn headlines(tokens: &Tokens) -> HashSet<u32> {
    let mut out = HashSet::new();
    let mut from = 0;
    while from < tokens.len() {
        let sentence = tokens.list[from].sentence;
        let to = from + tokens.list[from..].partition_point(|t| t.sentence == sentence);
        let words: Vec<_> = tokens.list[from..to]
            .iter()
            .filter(|t| !matches!(t.shape, Shape::Mark | Shape::Possessive | Shape::Number))
            .collect();
        let long = words.iter().filter(|t| t.span().len() > 3).count();
        let capital = words.iter().filter(|t| t.span().len() > 3 && t.is_capital()).count();
        let ends = to > from && tokens.is_mark(to - 1, &['.', '!', '?', '”', '"', '’']);
        // with a full stop only the first line may be one, and only when its verbs have capitals too
        let no_lower_verb = words.iter().all(|t| {
            t.shape != Shape::Lower
                || t.flags.any(Flags::PREPOSITION | Flags::DETERMINER | Flags::CONJUNCTION | Flags::PARTICLE)
        });
        let first = tokens.list[from].paragraph == 0 && no_lower_verb;
        if long >= 4 && capital * 10 >= long * 8 && (!ends || first) {
            out.insert(sentence);
        }
        from = to;
    }
    out
}

fn begins_name(tokens: &Tokens, i: usize, seen: &Seen) -> bool {
    let token = &tokens.list[i];
    let inside = &seen.inside;
    if !token.is_capital() || token.flags.any(Flags::CALENDAR) && !tokens.flags(i).is_given() {
        return false;
    }
    let next_capital = tokens.list.get(i + 1).is_some_and(|n| n.is_capital() && n.sentence == token.sentence);
    if token.flags.any(Flags::CALENDAR) && !next_capital {
        return false;
    }
    let word = tokens.word(i);
    if word.chars().count() == 1 && matches!(word, "I" | "A") || matches!(word, "X") && !next_capital {
        return false;
    }
    // handles and tags are no names
    if i > 0 && tokens.is_mark(i - 1, &['@', '#']) {
        return false;
    }
    // "PACs", "NGOs": several of a kind
    if word.len() > 3 && word.ends_with('s') && word[..word.len() - 1].chars().all(char::is_uppercase) {
        return false;
    }
    // "Velora-backed", "Republican-led"
    if word.rsplit_once('-').is_some_and(|(_, back)| back.len() > 2 && back.starts_with(char::is_lowercase)) {
        return false;
    }
    if token.flags.any(Flags::ADJECTIVE) && !next_capital {
        return false;
    }
    if seen.is_surname(tokens, i) && !token.flags.is_small() {
        return true;
    }
    // "D-Dunmore", "R-Ohio"
    if word.len() > 2 && matches!(&word.as_bytes()[..2], b"D-" | b"R-") && word.as_bytes()[2].is_ascii_uppercase() {
        return false;
    }
    if token.opens && next_capital && PLACES.is_place(&tokens.words(i, i + 2)) {
        return true;
    }
    if token.opens {
        if token.flags.any(Flags::OPENER) && !token.flags.any(Flags::MODIFIER) {
            return token.flags.is_given() && next_capital && !token.flags.is_small() && inside.contains(&fold(word));
        }
        if token.flags.is_small() && !token.flags.is_given() && !token.flags.any(Flags::PARTICLE | Flags::OFFICE) {
            return false;
        }
        // "Representing Dunmore", "Asked Reyes": a participle before a name
        let lower = fold(word);
        if next_capital
            && token.shape == Shape::Capital
            && (lower.len() > 4 && lower.ends_with("ing") || lower.len() > 4 && lower.ends_with("ed"))
            && !inside.contains(&lower)
            && !token.flags.is_given()
            && !token.flags.any(Flags::BODY | Flags::OFFICE)
            && !PLACES.is_place(word)
        {
            return false;
        }
        // "NordGas said": no common noun looks like that
        if looks_coined(word) {
            return true;
        }
        let lower_follows = !next_capital;
        if lower_follows && !token.flags.is_given() && token.shape == Shape::Capital {
            let role = token.flags.any(Flags::OFFICE) || token.flags.any(Flags::MODIFIER);
            return inside.contains(&fold(word)) && !role || tokens.shape(i + 1) == Shape::Possessive && !token.flags.any(Flags::OFFICE | Flags::PERSON | Flags::STAND_IN)
                || PLACES.is_place(word) || token.flags.any(Flags::BODY)
                // a lone capitalised word before a verb of saying is a name
                || tokens.flags(i + 1).any(Flags::VERB) && !token.flags.any(Flags::PLURAL | Flags::GROUP | Flags::PERSON | Flags::OFFICE | Flags::DOCUMENT | Flags::STAND_IN | Flags::KIN | Flags::ANONYMOUS) && !word.ends_with('s');
        }
        return true;
    }
    !token.flags.is_small()
        || token.flags.any(Flags::OFFICE | Flags::MODIFIER | Flags::PARTICLE)
        || token.flags.is_given()
        || token.shape == Shape::Caps
}

/// Where the capitalised run that begins at `first` ends.
fn run_end(tokens: &Tokens, first: usize) -> usize {
    let sentence = tokens.list[first].sentence;
    let same = |i: usize| tokens.list.get(i).is_some_and(|t| t.sentence == sentence);
    let capital = |i: usize| {
        same(i) && tokens.list[i].is_capital() && !tokens.flags(i).any(Flags::CALENDAR) && !tokens.list[i].opens
    };
    let mut end = first + 1;
    let mut headed = tokens.flags(first).any(Flags::HEAD);
    let mut office = tokens.flags(first).any(Flags::OFFICE);
    while end < first + 16 && same(end) {
        if capital(end) {
            headed |= tokens.flags(end).any(Flags::HEAD);
            office = tokens.flags(end).any(Flags::OFFICE);
            end += 1;
            continue;
        }
        let lower = tokens.lower(end);
        let next = end + 1;
        // nicknames: Dan “Red” Ito, Daniel (Dan) Ito
        if tokens.is_mark(end, &['“', '"', '‘', '(', '\''])
            && capital_or_quoted(tokens, next)
            && tokens.is_mark(next + 1, &['”', '"', '’', ')', '\''])
            && capital(next + 2)
            && !headed
            && (tokens.flags(end - 1).is_given() || tokens.flags(first).is_given())
        {
            end = next + 3;
            continue;
        }
        // "Jr." behind a comma
        if tokens.is_mark(end, &[',']) && tokens.flags(next).any(Flags::SUFFIX) && capital(next) {
            end = next + 1;
            continue;
        }
        if tokens.flags(end).any(Flags::PARTICLE) && tokens.shape(end) == Shape::Lower {
            let mut after = next;
            while tokens.flags(after).any(Flags::PARTICLE) && tokens.shape(after) == Shape::Lower && after < next + 2 {
                after += 1;
            }
            if capital(after) && lower != "al" || capital(after) {
                end = after + 1;
                continue;
            }
        }
        let article = if tokens.lower(next) == "the" { next + 1 } else { next };
        let of = lower == "of" && (headed || office);
        let for_ = matches!(lower.as_str(), "for" | "on" | "against") && headed;
        // "president of the Velora Bank" is an office, not a name, unless a body's noun follows at once
        let joins = !office || headed || article == next || tokens.flags(article).any(Flags::HEAD);
        if (of || for_) && capital(article) && joins {
            end = article + 1;
            headed |= tokens.flags(article).any(Flags::HEAD);
            office = false;
            continue;
        }
        let of_inside = (first..end).any(|i| matches!(tokens.lower(i).as_str(), "of" | "for"));
        if (lower == "and" || tokens.is_mark(end, &['&']))
            && capital(next)
            && (tokens.is_mark(end, &['&'])
                || headed
                    && of_inside
                    && !tokens.flags(next).is_given()
                    && !tokens.flags(next).any(Flags::OFFICE | Flags::HONORIFIC))
        {
            end = next + 1;
            continue;
        }
        // "Harbour People's Union": a possessive inside a body's name
        if tokens.shape(end) == Shape::Possessive
            && capital(next)
            && matches!(
                tokens.lower(end - 1).as_str(),
                "people"
                    | "children"
                    | "women"
                    | "men"
                    | "veterans"
                    | "teachers"
                    | "workers"
                    | "nurses"
                    | "citizens"
                    | "drivers"
                    | "farmers"
                    | "parents"
                    | "officers"
                    | "firefighters"
            )
        {
            end = next + 1;
            headed = true;
            continue;
        }
        break;
    }
    end
}

fn capital_or_quoted(tokens: &Tokens, i: usize) -> bool {
    tokens.list.get(i).is_some_and(super::tokens::Token::is_capital)
}

/// Cuts a capitalised run into title and name and says what it names.
fn cut(tokens: &Tokens, mut first: usize, last: usize, seen: &Seen, out: &mut Vec<Chunk>) {
    // "Former", "The" and the like at the head belong to no name
    while first < last && tokens.flags(first).any(Flags::DETERMINER) {
        first += 1;
    }
    // "Senior Velora executives": an adjective that only opens its sentence
    if first + 1 < last
        && tokens.list[first].opens
        && matches!(
            tokens.lower(first).as_str(),
            "senior"
                | "former"
                | "longtime"
                | "top"
                | "current"
                | "retired"
                | "veteran"
                | "outgoing"
                | "incoming"
                | "late"
                | "then"
                | "lead"
        )
        && !(first + 1..last).any(|i| tokens.flags(i).any(Flags::OFFICE))
    {
        first += 1;
    }
    if first >= last {
        return;
    }
    if first + 1 == last && seen.is_surname(tokens, first) {
        out.push(Chunk { first, name: first, last, kind: Kind::Person, gender: None, titled: false, entity: None });
        return;
    }
    let flags = |i: usize| tokens.flags(i);
    let word = |i: usize| tokens.word(i);
    let is_head = |i: usize| flags(i).any(Flags::HEAD);
    // the last title with a name behind it
    let mut name = first;
    let mut gender = None;
    let mut titled = false;
    let title = |i: usize| {
        let f = flags(i);
        f.any(Flags::HONORIFIC)
            && (word(i).ends_with('.') || f.any(Flags::MALE | Flags::FEMALE) || fold(word(i)) == "dr")
            || f.any(Flags::OFFICE) && !f.any(Flags::PLURAL)
            || f.any(Flags::PARTY) && !f.any(Flags::PLURAL)
    };
    for i in (first..last.saturating_sub(1)).rev() {
        // "Dan “Coach” Ito": a nickname is no title
        let nickname = i > first && tokens.is_mark(i - 1, &['“', '"', '‘', '(', '\'']);
        if !title(i) || nickname {
            continue;
        }
        let behind = i + 1..last;
        // "Attorney General's Office", "General Motors Corporation": a body behind the title is no person
        if behind.clone().any(is_head) && !flags(i + 1).is_given() {
            continue;
        }
        // "Speaker of the House Ana Reyes"
        if tokens.lower(i + 1) == "of" {
            let given = (i + 3..last.saturating_sub(1)).find(|&g| flags(g).is_given() && !PLACES.is_place(word(g)));
            let guessed = (last >= i + 5).then(|| last - 2).filter(|&g| {
                !is_head(last - 1)
                    && !PLACES.is_place(&tokens.words(g, last))
                    && tokens.lower(g - 1) != "of"
                    && tokens.lower(g - 1) != "the"
            });
            if let Some(at) = given.or(guessed) {
                name = at;
                titled = true;
                break;
            }
            continue;
        }
        if flags(i).any(Flags::GIVEN_MALE | Flags::GIVEN_FEMALE)
            && i == first
            && !word(i).ends_with('.')
            && behind.len() == 1
            && !flags(i).any(Flags::HONORIFIC)
        {
            continue;
        }
        name = i + 1;
        titled = true;
        break;
    }
    if titled {
        for i in first..name {
            gender = gender.or(gender_of(flags(i)));
        }
    }
    // "Rival Ana Reyes"
    if !titled
        && last - first >= 3
        && !flags(first).is_given()
        && flags(first).any(Flags::KIN | Flags::PERSON | Flags::PARTY | Flags::ADJECTIVE | Flags::MODIFIER)
        && flags(first + 1).is_given()
    {
        name = first + 1;
    }
    // a nationality or place before a given name: "Texan Ana Reyes"
    if !titled
        && last - first >= 3
        && flags(first + 1).is_given()
        && !flags(first).is_given()
        && PLACES.state(word(first)).is_some_and(|s| s.by == By::People)
    {
        name = first + 1;
    }
    // an office without a name is a role, not a name; the body behind "of" is one
    if !titled {
        let office = (first..last)
            .rev()
            .find(|&i| flags(i).any(Flags::OFFICE) && !flags(i).any(Flags::HEAD) && !flags(i).is_given());
        if let Some(office) = office
            && (tokens.lower(office + 1) == "of" && office + 2 < last || office + 1 == last)
            && !(first..office).any(is_head)
        {
            if office + 1 == last {
                if office > first {
                    push(tokens, first, first, office, None, false, out);
                }
                return;
            }
            let mut rest = office + 2;
            if tokens.lower(rest) == "the" {
                rest += 1;
            }
            push(tokens, rest, rest, last, None, false, out);
            return;
        }
    }
    // the body before the title is named too: "Velora University President Ana Reyes"
    if titled {
        let mut end = name;
        while end > first && (flags(end - 1).any(Flags::OFFICE | Flags::HONORIFIC | Flags::MODIFIER | Flags::PARTY)) {
            end -= 1;
        }
        if end > first && end < name {
            push(tokens, first, first, end, None, false, out);
        }
    }
    push(tokens, first, name, last, gender, titled, out);
}

/// Adds the run as a name, unless it is a document's, a headline or an adjective.
fn push(
    tokens: &Tokens,
    first: usize,
    name: usize,
    last: usize,
    gender: Option<Gender>,
    titled: bool,
    out: &mut Vec<Chunk>,
) {
    if name >= last {
        return;
    }
    let flags = |i: usize| tokens.flags(i);
    let count = last - name;
    let given = flags(name).is_given();
    // "a Dunmore Valley Poll": a document by name
    if count > 1
        && !given
        && !titled
        && flags(last - 1).any(Flags::DOCUMENT)
        && !(name..last).any(|i| flags(i).any(Flags::HEAD))
    {
        return;
    }
    // A Run Of Words Like This in the midst of a text is a headline
    let long = count > 5
        && (name..last).all(|i| tokens.list[i].is_capital())
        && !flags(last - 1).any(Flags::HEAD | Flags::SUFFIX);
    if long && !titled {
        return;
    }
    let Some(kind) = (if titled { Some(Kind::Person) } else { kind_of(tokens, name, last) }) else { return };
    if count == 1
        && kind == Kind::Unknown
        && flags(name).any(Flags::DOCUMENT | Flags::STAND_IN | Flags::KIN | Flags::GROUP | Flags::OFFICE)
    {
        return;
    }
    out.push(Chunk { first, name, last, kind, gender, titled, entity: None });
}

/// What the words of a name without title tell of its kind; none when they are no name ("Russian", "Democrats").
fn kind_of(tokens: &Tokens, name: usize, last: usize) -> Option<Kind> {
    let flags = |i: usize| tokens.flags(i);
    let lower = |i: usize| tokens.lower(i);
    let words = tokens.words(name, last);
    let count = last - name;
    let given = flags(name).is_given();
    let article_before = name > 0 && lower(name - 1) == "the";

    let saint = matches!(tokens.word(name), "St." | "Saint" | "Fort" | "Mount" | "Lake" | "Port");
    if count == 2 && saint && !article_before && !given {
        return Some(Kind::Place);
    }
    if PLACES.is_place(&words) {
        return Some(Kind::Place);
    }
    let people = Flags::PARTY | Flags::PERSON | Flags::ADJECTIVE;
    if PLACES.state(&words).is_some() || count == 1 && flags(name).any(people) && !given {
        return None;
    }

    let headed = (name..last).any(|i| flags(i).any(Flags::HEAD));
    let closing_head =
        flags(last - 1).any(Flags::HEAD) || headed && (name..last).any(|i| matches!(lower(i).as_str(), "of" | "for"));
    let surname = given
        && count == 2
        && !article_before
        && !PLACES.is_place(tokens.word(name))
        && tokens.shape(last - 1) == Shape::Capital
        && rarely_a_body(&lower(last - 1));
    let known =
        count == 1 && flags(name).any(Flags::BODY | Flags::OUTLET) && (tokens.shape(name) == Shape::Caps || !given);
    let joined = (name..last).any(|i| {
        lower(i) == "&" || flags(i).any(Flags::DETERMINER | Flags::CONJUNCTION) && tokens.shape(i) == Shape::Lower
    });
    if LEXICON.is_outlet_name(&fold(&words)) || closing_head && !surname || known || joined {
        return Some(Kind::Body);
    }

    let suffixed = flags(last - 1).any(Flags::SUFFIX);
    if count >= 2 && (given || has_initial(tokens, name, last) || suffixed) {
        return Some(Kind::Person);
    }

    let acronym = count == 1 && tokens.shape(name) == Shape::Caps;
    let outlet = count > 1 && flags(last - 1).any(Flags::OUTLET_HEAD) && article_before;
    let coined = (name..last).any(|i| looks_coined(tokens.word(i)));
    let lettered = count > 1 && tokens.word(last - 1).chars().count() == 1;
    let adjective = count > 1
        && (flags(name).any(Flags::ADJECTIVE) || PLACES.state(tokens.word(name)).is_some_and(|s| s.by == By::People));
    let placed = count > 2 && begins_with_a_place(tokens, name, last);
    if acronym || outlet || headed && count > 1 || coined || lettered || adjective && !given || placed && !given {
        return Some(Kind::Body);
    }
    Some(if given && !flags(name).is_small() { Kind::Person } else { Kind::Unknown })
}

/// What stands before an inner capital in surnames.
const SURNAME_FRONTS: &[&str] = &[
    "Mc", "Mac", "De", "Di", "Da", "Du", "La", "Le", "Van", "Von", "Fitz", "St", "Del", "Des", "El", "Al", "Ben",
    "Vander", "Den", "Ten", "Ter", "Dos", "San", "Bar", "Lo", "Li", "Ni", "Pre",
];

/// Names that are made up: a capital inside ("SunGrid") or a digit.
pub(crate) fn looks_coined(word: &str) -> bool {
    if word.chars().any(|c| c.is_ascii_digit()) && word.starts_with(char::is_uppercase) {
        return true;
    }
    let Some(inner) =
        word.char_indices().skip(1).find(|(i, c)| c.is_uppercase() && word[..*i].ends_with(char::is_lowercase))
    else {
        return false;
    };
    let front = &word[..inner.0];
    !SURNAME_FRONTS.contains(&front)
}

/// "Northern Dunmore Gas": a region's or state's name with more behind it.
fn begins_with_a_place(tokens: &Tokens, name: usize, last: usize) -> bool {
    (name + 1..last).any(|cut| PLACES.is_place(&tokens.words(name, cut)))
        || matches!(tokens.lower(name).as_str(), "northern" | "southern" | "eastern" | "western" | "central")
            && PLACES.is_place(&tokens.words(name + 1, name + 2))
}

/// Surnames that are also nouns heading bodies.
fn rarely_a_body(word: &str) -> bool {
    matches!(
        word,
        "church"
            | "hall"
            | "house"
            | "temple"
            | "post"
            | "center"
            | "board"
            | "banks"
            | "bank"
            | "law"
            | "mission"
            | "park"
            | "parks"
            | "shop"
            | "school"
            | "force"
            | "store"
            | "fellowship"
            | "panel"
            | "forum"
            | "bench"
            | "league"
            | "guild"
            | "lobby"
            | "order"
            | "monitor"
    )
}

fn has_initial(tokens: &Tokens, name: usize, last: usize) -> bool {
    (name..last).any(|i| {
        let word = tokens.word(i);
        let letters = word.trim_end_matches('.');
        word.ends_with('.') && letters.chars().count() == 1
            || letters.len() == 3 && letters.as_bytes()[1] == b'.' && i == name
    }) && tokens.shape(last - 1) == Shape::Capital
        && tokens.word(last - 1).len() > 2
}
