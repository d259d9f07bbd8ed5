//! Who and what an article names: the names that the encoder finds, brought together.
//!
//! Names of one person are one entity, shorter ones ("Reyes", "De Santis", "Ana") tied to the fullest; a body is one with
//! its acronym; what is described without a name ("the report") is one wherever the same words stand.

use std::collections::HashMap;

use super::{
    lexicon::{Flags, Gender, LEXICON, fold},
    names::{Likeness, given_likeness},
    tokens::{Shape, Tokens},
};
use crate::{
    clues::{Clues, NameSpan},
    text::Span,
};

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
}

impl Entities {
    /// Brings the names together: the longest first, so that shorter ones find them.
    pub(crate) fn new(tokens: &Tokens, clues: &Clues) -> Self {
        let named: Vec<Named> = clues.names.iter().map(|n| Named::new(tokens, n, clues)).collect();
        let mut order: Vec<usize> = (0..named.len()).collect();
        order.sort_by_key(|&n| (std::cmp::Reverse(named[n].words.len().min(4)), n));
        let mut gathering = Gathering { list: Vec::new(), by_word: HashMap::new(), acronyms: HashMap::new() };
        let mut of_name = vec![0; named.len()];
        let mut placed: Vec<Option<usize>> = vec![None; named.len()];
        for n in order {
            let entity = gathering.find(&named, n, &placed).unwrap_or_else(|| gathering.add(tokens, &named[n]));
            placed[n] = Some(entity);
            of_name[n] = entity;
            if named[n].gender.is_some() {
                gathering.list[entity].gender = named[n].gender;
            }
        }
        let mut list = gathering.list;
        for (n, &entity) in of_name.iter().enumerate() {
            list[entity].mentions.push(n);
        }
        Entities { list, of_name }
    }
}

impl Named {
    fn new(tokens: &Tokens, name: &NameSpan, clues: &Clues) -> Self {
        let (mut first, mut last) = tokens.range(name.span);
        if name.person {
            first = after_title(tokens, clues, first, last);
        }
        while last > first + 1 && tokens.shape(last - 1) == Shape::Possessive {
            last -= 1;
        }
        let kept = |&i: &usize| !matches!(tokens.shape(i), Shape::Mark | Shape::Possessive);
        let words: Vec<String> =
            (first..last).filter(kept).map(|i| fold(tokens.word(i)).trim_end_matches('.').to_owned()).collect();
        let words: Vec<String> = words.into_iter().filter(|w| w != "the").collect();
        let gender = if name.person { gender_before(tokens, first) } else { None };
        let span = if first < last { tokens.span(first, last) } else { name.span };
        Named { span, person: name.person, words, gender }
    }
}

/// The first token of a person's name behind a title or dash that was taken for a part of it ("Adv Reyes").
fn after_title(tokens: &Tokens, clues: &Clues, first: usize, last: usize) -> usize {
    let titled = |i: usize| {
        let span = tokens.list[i].span();
        let near = clues.roles.partition_point(|r| r.span.end <= span.start);
        tokens.flags(i).any(Flags::HONORIFIC)
            || clues.roles.get(near).is_some_and(|r| !r.organization && r.span.overlaps(span))
    };
    let mut from = first;
    while from + 1 < last && titled(from) {
        from += 1 + usize::from(tokens.is_mark(from + 1, &['.']));
    }
    let dash = (from..last).rev().find(|&i| tokens.is_mark(i, &['—', '–', ':', ';', '/', ',']) || tokens.is_mark(i, &['-']) && tokens.is_mark(i + 1, &['-']));
    match dash {
        Some(dash) if dash + 2 < last && tokens.is_mark(dash + 1, &['-']) => dash + 2,
        Some(dash) if dash + 1 < last && tokens.list[dash + 1].is_capital() => dash + 1,
        _ if from < last => from,
        _ => first,
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
            return None;
        }
        if name.words.len() > 1
            && let Some(same) = self.bucket(last).find(|&e| self.list[e].person && same_person(&name.words, &self.list[e].words))
        {
            return Some(same);
        }
        self.bearer(named, n, placed)
    }

    /// The person whose name ends, or begins, with these words: the one named last before here, else the first after.
    fn bearer(&self, named: &[Named], n: usize, placed: &[Option<usize>]) -> Option<usize> {
        let words = &named[n].words;
        let longer = |e: usize| self.list[e].person && self.list[e].words.len() > words.len();
        let ends = |e: usize| without_suffix(&self.list[e].words).ends_with(words);
        let begins = |e: usize| self.list[e].words.starts_with(words);
        let nearest = |fits: &dyn Fn(usize) -> bool| -> Option<usize> {
            let bearers: Vec<usize> = self.bucket(words.last()?).filter(|&e| longer(e) && fits(e)).collect();
            if bearers.len() < 2 {
                return bearers.first().copied();
            }
            let before = (0..n).rev().filter_map(|m| placed[m]).find(|e| bearers.contains(e));
            before.or_else(|| bearers.first().copied())
        };
        nearest(&ends).or_else(|| nearest(&begins))
    }

    fn add(&mut self, tokens: &Tokens, name: &Named) -> usize {
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
        self.list.push(Entity {
            person: name.person,
            name: name.span.of(tokens.text).split_whitespace().collect::<Vec<_>>().join(" "),
            span: name.span,
            words: name.words.clone(),
            gender,
            mentions: Vec::new(),
        });
        entity
    }

    fn bucket(&self, word: &str) -> impl Iterator<Item = usize> + '_ {
        self.by_word.get(word).into_iter().flatten().copied().take(BUCKET)
    }
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

fn without_suffix(words: &[String]) -> &[String] {
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
