//! Who and what an article names: the names that the encoder finds, brought together.
//!
//! Names of one person are one entity, shorter ones ("Reyes", "De Santis", "Ana") tied to the fullest; a body is one with
//! its acronym; what is described without a name ("the report") is one wherever the same words stand.

use rustc_hash::FxHashMap as HashMap;

use super::{
    abbreviations::{self, Abbreviation},
    edges::is_firm,
    lexicon::{Flags, Gender, LEXICON, fold},
    names::{Likeness, given_likeness},
    tokens::{Shape, Tokens},
};
use crate::clues::NameSpan;
use crate::text::{Span, one_line};

/// Someone or something that can speak.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// a person by name; else a body, a document, a group, or somebody described
    pub person: bool,
    /// fullest name
    pub name: String,
    /// where the fullest name stands
    pub span: Span,
    /// words of the fullest name, folded
    pub words: Vec<String>,
    /// of a person, if anything tells
    pub gender: Option<Gender>,
    /// an age stands behind a name of theirs
    pub aged: bool,
    /// indexes of its names among the clues, in the order of the text
    pub mentions: Vec<usize>,
}

/// All entities of an article.
pub(crate) struct Entities {
    /// in the order of their fullest names
    pub list: Vec<Entity>,
    /// the entity of each name
    pub of_name: Vec<usize>,
}

/// How many entities of one name are looked at: keeps hostile texts linear.
const BUCKET: usize = 48;

/// A name on its way to its entity.
struct Named {
    span: Span,
    person: bool,
    words: Vec<String>,
    gender: Option<Gender>,
    /// up to three words before it, folded: its title may be among them
    before: Vec<String>,
    /// begins some word with a capital
    capital: bool,
    /// the title right before it, folded
    title: Option<String>,
    /// the last name that it shares with the name behind it
    shared: Option<String>,
}

impl Entities {
    /// Brings the names together: the longest first, so that shorter ones find them.
    pub(crate) fn new(
        tokens: &Tokens,
        names: &[NameSpan],
        places: &[(usize, usize)],
        abbreviations: &[Abbreviation],
    ) -> Self {
        let person = |n: usize| {
            let (first, last) = places[n];
            names[n].person && !is_firm(tokens, first, last) || is_aged(tokens, first, last)
        };
        let mut named: Vec<Named> =
            places.iter().enumerate().map(|(n, place)| Named::new(tokens, *place, person(n))).collect();
        share_last_names(tokens, places, &mut named);
        let mut order: Vec<usize> = (0..named.len()).collect();
        order.sort_by_key(|&n| (std::cmp::Reverse(named[n].words.len().min(4)), n));
        let mut gathering = Gathering {
            list: Vec::new(),
            by_word: HashMap::default(),
            acronyms: HashMap::default(),
            before: Vec::new(),
        };
        let mut of_name = vec![0; named.len()];
        let mut placed: Vec<Option<usize>> = vec![None; named.len()];
        for n in order {
            let entity =
                gathering.find(&named, n, &placed).unwrap_or_else(|| gathering.add(tokens, &named[n], abbreviations));
            gathering.print_in_small_letters(tokens, entity, &named[n]);
            placed[n] = Some(entity);
            of_name[n] = entity;
            if named[n].gender.is_some() {
                gathering.list[entity].gender = named[n].gender;
            }
            gathering.list[entity].aged |= is_aged(tokens, places[n].0, places[n].1);
        }
        let mut list = gathering.list;
        for (n, &entity) in of_name.iter().enumerate() {
            list[entity].mentions.push(n);
        }
        Entities { list, of_name }
    }
}

/// "Ida Havel, 34,": an age behind a name of two or three capitalised words is a person's.
fn is_aged(tokens: &Tokens, first: usize, last: usize) -> bool {
    let capitals =
        (2..=3).contains(&(last.saturating_sub(first))) && (first..last).all(|i| tokens.list[i].is_capital());
    let age = |i: usize| {
        tokens.shape(i) == Shape::Number && tokens.word(i).parse::<u8>().is_ok_and(|n| (1..116).contains(&n))
    };
    capitals
        && last + 2 < tokens.len()
        && tokens.is_mark(last, &[','])
        && age(last + 1)
        && tokens.is_mark(last + 2, &[','])
}

/// "Ida and Ruth Havel": a first name alone has the last name of the one it is joined to.
fn share_last_names(tokens: &Tokens, places: &[(usize, usize)], named: &mut [Named]) {
    for n in 1..named.len() {
        let ((_, end), (next, last)) = (places[n - 1], places[n]);
        let joined = next == end + 1 && matches!(tokens.lower(end).as_str(), "and" | "&");
        let (first, full) = (&named[n - 1], &named[n]);
        if !joined || !first.person || !full.person || first.words.len() != 1 || full.words.len() != 2 {
            continue;
        }
        let given = LEXICON.flags(&first.words[0]).is_given();
        // "Trump and Mike Pence": who is called by a last name has a fuller name elsewhere
        let known = named.iter().any(|o| {
            o.person
                && o.words.len() > 1
                && (o.words.last() == first.words.first() || o.words.first() == first.words.first())
        });
        if given && !known {
            named[n - 1].shared = Some(tokens.word(last - 1).to_owned());
            let shared = named[n].words[1].clone();
            named[n - 1].words.push(shared);
        }
    }
}

impl Named {
    fn new(tokens: &Tokens, (first, last): (usize, usize), person: bool) -> Self {
        let kept = |&i: &usize| !matches!(tokens.shape(i), Shape::Mark | Shape::Possessive);
        let words: Vec<String> =
            (first..last).filter(kept).map(|i| fold(tokens.word(i)).trim_end_matches('.').to_owned()).collect();
        let words: Vec<String> = words.into_iter().filter(|w| w != "the").collect();
        let gender = if person { gender_before(tokens, first) } else { None };
        let before = (first.saturating_sub(3)..first).map(|i| fold(tokens.word(i))).filter(|w| w.len() > 3).collect();
        let span = if first < last { tokens.span(first, last) } else { Span::new(0, 0) };
        let capital = (first..last).any(|i| tokens.list[i].is_capital());
        let title = (first.saturating_sub(2)..first).rev().find(|&i| tokens.shape(i) != Shape::Mark);
        let title =
            title.filter(|&i| tokens.list[i].is_capital() && tokens.flags(i).any(Flags::HONORIFIC | Flags::OFFICE));
        let title = title.map(|i| fold(tokens.word(i)).trim_end_matches('.').to_owned());
        Named { span, person, words, gender, before, capital, title, shared: None }
    }
}

/// "Mrs. Reyes", "his brother Tom Reyes": what stands before a name tells.
fn gender_before(tokens: &Tokens, name: usize) -> Option<Gender> {
    let before = (name.saturating_sub(2)..name).rev().find(|&i| tokens.shape(i) != Shape::Mark)?;
    let flags = tokens.flags(before);
    if flags.any(Flags::HONORIFIC | Flags::KIN | Flags::OFFICE | Flags::PERSON) { gender_of(flags) } else { None }
}

/// The gender that a word tells.
pub(crate) fn gender_of(flags: Flags) -> Option<Gender> {
    match (flags.any(Flags::MALE), flags.any(Flags::FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

struct Gathering {
    list: Vec<Entity>,
    by_word: HashMap<String, Vec<usize>>,
    acronyms: HashMap<String, usize>,
    /// by entity: the words before its fullest name
    before: Vec<Vec<String>>,
}

impl Gathering {
    fn find(&self, named: &[Named], n: usize, placed: &[Option<usize>]) -> Option<usize> {
        let name = &named[n];
        let last = name.words.last()?;
        let equal = self.bucket(last).find(|&e| self.list[e].words == name.words);
        if equal.is_some() {
            return equal;
        }
        if name.words.len() == 1
            && let Some(&body) = self.acronyms.get(last)
        {
            return Some(body);
        }
        if !name.person {
            return self.longer_body(name);
        }
        if name.words.len() == 2
            && let Some(titled) = self.bucket(last).find(|&e| self.is_titled(e, &name.words[0]))
        {
            return Some(titled);
        }
        if name.words.len() > 1
            && let Some(same) =
                self.bucket(last).find(|&e| self.list[e].person && same_person(&name.words, &self.list[e].words))
        {
            return Some(same);
        }
        self.bearer(named, n, placed)
    }

    /// "INGA HOLT" is shown as "Inga Holt" where the text has that too.
    fn print_in_small_letters(&mut self, tokens: &Tokens, entity: usize, name: &Named) {
        let known = &mut self.list[entity];
        let printed = plain(name.span.of(tokens.text));
        let small = |words: &str| words.contains(char::is_lowercase);
        if known.person && known.words == name.words && !small(&known.name) && small(&printed) {
            (known.name, known.span) = (printed, name.span);
        }
    }

    /// "Air Force" of "Norland’s Air Force": a body's name that another one ends with.
    fn longer_body(&self, name: &Named) -> Option<usize> {
        let ends = |e: &usize| {
            let other = &self.list[*e];
            // "experts who reviewed the TNO report" are not the TNO report
            let named = other.name.split(' ').take(other.words.len() - name.words.len().min(other.words.len()));
            let mut named = named.map(|w| w.starts_with(char::is_uppercase) || w == "of" || w == "for");
            !other.person
                && other.words.len() > name.words.len()
                && other.words.ends_with(&name.words)
                && named.all(|capital| capital)
        };
        let last = name.words.last()?;
        if !name.capital || name.words.len() < 2 {
            return None;
        }
        let mut found = self.bucket(last).filter(ends);
        found.next().filter(|_| found.next().is_none())
    }

    /// "Adv Reyes" where "Advocate Lina Reyes" is named: the short word is the title cut short, not a given name.
    fn is_titled(&self, e: usize, short: &str) -> bool {
        let entity = &self.list[e];
        let cut = |title: &String| title.len() > short.len() && title.starts_with(short);
        entity.person
            && entity.words.len() > 1
            && entity.words[0] != short
            && short.len() > 1
            && self.before[e].iter().any(cut)
    }

    /// The person whose name ends, or begins, with these words: the one named last before here, else the first after.
    fn bearer(&self, named: &[Named], n: usize, placed: &[Option<usize>]) -> Option<usize> {
        let words = &named[n].words;
        let longer = |e: usize| self.list[e].person && self.list[e].words.len() > words.len();
        let ends = |e: usize| without_suffix(&self.list[e].words).ends_with(words);
        let begins = |e: usize| self.list[e].words.starts_with(words);
        let nearest = |fits: &dyn Fn(usize) -> bool| -> Option<usize> {
            let mut bearers: Vec<usize> = self.bucket(words.last()?).filter(|&e| longer(e) && fits(e)).collect();
            if bearers.len() < 2 {
                return bearers.first().copied();
            }
            // "Adv Reyes", "Ms Reyes": a title or gender that one of them has
            let titled = |e: &usize| {
                named[n].title.as_ref().is_some_and(|t| self.before[*e].iter().any(|w| w.starts_with(&**t)))
            };
            let gender = |e: &usize| named[n].gender.is_some() && self.list[*e].gender == named[n].gender;
            for told in [&titled as &dyn Fn(&usize) -> bool, &gender] {
                if bearers.iter().any(told) {
                    bearers.retain(told);
                }
            }
            if bearers.len() < 2 {
                return bearers.first().copied();
            }
            let before = (0..n).rev().filter_map(|m| placed[m]).find(|e| bearers.contains(e));
            before.or_else(|| bearers.first().copied())
        };
        nearest(&ends).or_else(|| nearest(&begins))
    }

    fn add(&mut self, tokens: &Tokens, name: &Named, abbreviations: &[Abbreviation]) -> usize {
        let entity = self.list.len();
        let given = |word: &String| {
            let flags = LEXICON.flags(word);
            match (flags.any(Flags::GIVEN_MALE), flags.any(Flags::GIVEN_FEMALE)) {
                (true, false) => Some(Gender::Male),
                (false, true) => Some(Gender::Female),
                _ => None,
            }
        };
        let gender = (name.person && name.words.len() > 1).then(|| name.words.first().and_then(given)).flatten();
        let mut words = name.words.clone();
        words.sort_unstable();
        words.dedup();
        for word in words {
            self.by_word.entry(word).or_default().push(entity);
        }
        if !name.person && name.words.len() > 1 {
            for letters in initials(tokens, name) {
                self.acronyms.entry(letters).or_insert(entity);
            }
        }
        self.before.push(name.before.clone());
        let whole = abbreviations::written_out(tokens, tokens.range(name.span), abbreviations);
        let span = whole.map_or(name.span, |(first, last)| tokens.span(first, last));
        let mut shown = plain(span.of(tokens.text));
        if let Some(last) = &name.shared {
            shown = format!("{shown} {last}");
        }
        self.list.push(Entity {
            person: name.person,
            name: shown,
            span,
            words: name.words.clone(),
            gender,
            aged: false,
            mentions: Vec::new(),
        });
        entity
    }

    fn bucket(&self, word: &str) -> impl Iterator<Item = usize> + '_ {
        self.by_word.get(word).into_iter().flatten().copied().take(BUCKET)
    }
}

/// Words on one line, without the characters that nobody sees.
pub(crate) fn plain(words: &str) -> String {
    let seen = |c: &char| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    let words: String = words.chars().filter(seen).collect();
    one_line(&words).trim_matches([',', ';', ':']).to_owned()
}

/// "ICC": in brackets behind the name, and the initials of its capitalised words, with and without small ones.
fn initials(tokens: &Tokens, name: &Named) -> Vec<String> {
    let (first, last) = tokens.range(name.span);
    let letters = |small: bool| -> String {
        let kept = |&i: &usize| tokens.list[i].is_capital() || small && tokens.shape(i) == Shape::Lower;
        (first..last).filter(kept).filter_map(|i| fold(tokens.word(i)).chars().next()).collect()
    };
    let mut out: Vec<String> = [letters(false), letters(true)].into_iter().filter(|l| l.chars().count() > 1).collect();
    if tokens.is_mark(last, &['(']) && tokens.is_mark(last + 2, &[')']) && tokens.shape(last + 1) == Shape::Caps {
        out.push(fold(tokens.word(last + 1)));
    }
    out
}

pub(super) fn without_suffix(words: &[String]) -> &[String] {
    match words.last() {
        Some(last) if words.len() > 1 && LEXICON.flags(last).any(Flags::SUFFIX) => &words[..words.len() - 1],
        _ => words,
    }
}

/// "Robert J. Reyes" and "Bob Reyes": one last name, given names alike, no other generation.
fn same_person(a: &[String], b: &[String]) -> bool {
    let generation = |w: &[String]| w.iter().find(|w| LEXICON.flags(w).any(Flags::SUFFIX)).cloned();
    if let (Some(x), Some(y)) = (generation(a), generation(b))
        && x != y
    {
        return false;
    }
    let (a, b) = (without_suffix(a), without_suffix(b));
    if a.last() != b.last() || a.len() < 2 || b.len() < 2 {
        return false;
    }
    let (x, y) = (&a[0], &b[0]);
    let middle = |w: &[String]| (w.len() > 2).then(|| w[1].chars().next()).flatten();
    let initial = |w: &str| w.chars().count() == 1;
    x == y && (middle(a).is_none() || middle(b).is_none() || middle(a) == middle(b))
        || (initial(x) || initial(y)) && x.chars().next() == y.chars().next()
        || !matches!(given_likeness(x, y), Likeness::Different | Likeness::Initial)
}
