//! What are the parts of a personal name?

use unicode_normalization::char::is_combining_mark;

use super::parts::{HONORIFICS, PARTS, is_family_name_first, is_patronymic, is_post_nominal, particles_at, suffix_of};
use super::spelling::{fold, is_dash, is_initial};

/// A personal name taken apart, every part as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// "Dr", "Mrs", "President": what stands before the name
    pub honorifics: Vec<String>,
    /// first name or its initial; none in a bare last name
    pub given: Option<String>,
    /// further given names, initials, or a first of two last names
    pub middle: Vec<String>,
    /// what stands in quotation marks or brackets inside the name
    pub nickname: Option<String>,
    /// Slavic name after the father ("Alekseyevna")
    pub patronymic: Option<String>,
    /// "van der", "al-": written before the last name
    pub particles: Vec<String>,
    /// last name without particles; in a name of one word that word
    pub last: String,
    /// last name before marriage ("née Keller")
    pub birth_name: Option<String>,
    /// generation: "Jr.", "III"
    pub suffix: Option<String>,
}

impl PersonName {
    /// Takes a name apart. Never fails: of words that are no name it makes what it can.
    pub fn parse(text: &str) -> Self {
        let mut name = PersonName::default();
        let text = name.take_asides(text);
        let mut parts = text.split(',').map(str::trim).filter(|p| !p.is_empty());
        let mut words: Vec<String> = parts.next().map(words_of).unwrap_or_default();
        for part in parts {
            let more = words_of(part);
            let suffix = more.first().and_then(|w| suffix_of(w));
            if more.len() == 1 && suffix.is_some() {
                name.suffix = suffix;
            } else if words.len() - particles_at(&words, true).min(words.len()) == 1
                && more.len() <= 3
                && more.iter().all(|w| is_capitalised(w) && !is_post_nominal(w))
            {
                words = more.into_iter().chain(words).collect();
            }
        }
        name.take_honorifics(&mut words);
        name.take_suffixes(&mut words);
        words = words.iter().flat_map(|w| split_initials(w, words.len())).collect();
        if words.len() >= 2 && is_family_name_first(&words) {
            name.last = words.remove(0);
            name.given = Some(words.join(" "));
            return name;
        }
        let capitals_first = words.len() >= 2 && is_shouted(&words[0]) && words[1..].iter().all(|w| !is_shouted(w));
        if capitals_first {
            words.rotate_left(1);
        }
        name.take_patronymic(&mut words);
        let Some(last) = words.pop() else { return name };
        name.take_article(last);
        let from = words.len() - particles_at(&words, false);
        name.particles.splice(0..0, words.split_off(from));
        if words.len() > 1 && PARTS.given_prefixes.iter().any(|p| p.word == fold(&words[0])) {
            let second = words.remove(1);
            words[0] = format!("{} {second}", words[0]);
        }
        let mut words = words.into_iter();
        name.given = words.next();
        name.middle = words.collect();
        name
    }

    /// Last name with its particles, as printed ("van der Leek", "al-Naji").
    pub fn full_last(&self) -> String {
        let mut out = String::new();
        for particle in &self.particles {
            out.push_str(particle);
            if !particle.ends_with('-') {
                out.push(' ');
            }
        }
        out + &self.last
    }

    /// The name without honorifics, as printed otherwise, parts in Western order.
    pub fn bare(&self) -> String {
        let nickname = self.nickname.as_ref().map(|n| format!("“{n}”"));
        let words = self.given.iter().chain(&self.middle).chain(&nickname).chain(&self.patronymic);
        let mut out: Vec<String> = words.cloned().collect();
        out.push(self.full_last());
        out.extend(self.suffix.clone());
        out.join(" ")
    }

    /// True when only one name is known, most often the last.
    pub fn is_bare(&self) -> bool {
        self.given.is_none()
    }

    /// Words that may stand alone for the last name: the last name, its hyphenated halves, the first of two last
    /// names, the name before marriage.
    pub fn last_forms(&self) -> Vec<&str> {
        let mut forms = vec![self.last.as_str()];
        let halves: Vec<&str> = self.last.split(is_dash).filter(|h| h.chars().count() > 2).collect();
        if halves.len() > 1 {
            forms.extend(halves);
        }
        if let Some(word) = self.middle.last().filter(|w| !is_initial(w)) {
            forms.push(word);
        }
        forms.extend(self.birth_name.as_deref());
        forms
    }

    /// Nickname and "née" in quotation marks or brackets; what is left is returned.
    fn take_asides(&mut self, text: &str) -> String {
        let mut left = String::with_capacity(text.len());
        let mut aside: Option<(char, String)> = None;
        for c in text.chars() {
            match (&mut aside, c) {
                (None, '"' | '“' | '„' | '«') => aside = Some(('"', String::new())),
                (None, '‘' | '\'') if left.ends_with(' ') => aside = Some(('\'', String::new())),
                (None, '(' | '[') => aside = Some(('(', String::new())),
                (Some(('"', _)), '"' | '”' | '“' | '»')
                | (Some(('\'', _)), '’' | '\'')
                | (Some(('(', _)), ')' | ']') => {
                    let (_, words) = aside.take().unwrap_or_default();
                    self.note_aside(words.trim());
                }
                (Some((_, words)), c) => words.push(c),
                (None, c) => left.push(c),
            }
        }
        // a mark that never closes encloses nothing
        if let Some((_, words)) = aside {
            left.push_str(&words);
        }
        for marker in [" née ", " nee ", " born ", " formerly "] {
            if let Some(at) = left.find(marker) {
                self.birth_name = words_of(&left[at + marker.len()..]).pop();
                left.truncate(at);
            }
        }
        left
    }

    fn note_aside(&mut self, words: &str) {
        let lower = words.to_lowercase();
        let birth = ["née ", "nee ", "born ", "formerly "].iter().find(|m| lower.starts_with(*m));
        if birth.is_some() {
            self.birth_name = words_of(words).pop();
        } else if is_capitalised(words) && words.split_whitespace().count() <= 2 && !is_shouted(words) {
            self.nickname = Some(words.to_string());
        }
    }

    fn take_honorifics(&mut self, words: &mut Vec<String>) {
        'again: while words.len() > 1 {
            if !is_capitalised(&words[0]) && fold(&words[0]) != "the" {
                return;
            }
            for (honorific, _) in HONORIFICS.iter() {
                let n = honorific.len();
                if n < words.len() && honorific.iter().zip(&words[..]).all(|(h, w)| *h == fold(w)) {
                    self.honorifics.push(words.drain(..n).collect::<Vec<_>>().join(" "));
                    continue 'again;
                }
            }
            return;
        }
    }

    fn take_suffixes(&mut self, words: &mut Vec<String>) {
        while words.len() > 1 {
            let word = &words[words.len() - 1];
            if let Some(suffix) = suffix_of(word).filter(|s| words.len() > 2 || s.len() < 6) {
                self.suffix = Some(suffix);
            } else if !is_post_nominal(word) {
                return;
            }
            words.pop();
        }
    }

    /// Only with three words: "Ivan Petrovich" alone may as well be a last name.
    fn take_patronymic(&mut self, words: &mut Vec<String>) {
        if words.len() < 3 {
            return;
        }
        let is_one = |w: &String| is_patronymic(&fold(w));
        if let Some(at) = words[1..].iter().position(is_one).map(|at| at + 1) {
            let at_end = at + 1 == words.len();
            self.patronymic = Some(words.remove(at));
            if at_end {
                words.rotate_left(1);
            }
        }
    }

    fn take_article(&mut self, last: String) {
        let cut = last.find(is_dash).map(|at| (at, last[at..].chars().next().map_or(1, char::len_utf8)));
        if let Some((at, dash)) = cut {
            let article = fold(&last[..at]);
            if PARTS.articles.iter().any(|a| a.word == article) && last.len() > at + dash {
                self.particles.push(format!("{}-", &last[..at]));
                self.last = last[at + dash..].to_string();
                return;
            }
        }
        self.last = last;
    }
}

/// Words without possessive and punctuation at the edges; the dots of initials and abbreviations stay.
fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && !is_combining_mark(c)))
        .map(|w| w.trim_start_matches('.'))
        .map(|w| w.strip_suffix("'s").or_else(|| w.strip_suffix("’s")).unwrap_or(w))
        .filter(|w| !w.is_empty())
        .map(str::to_string)
        .collect()
}

pub(super) fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
}

/// Three or more letters, all capitals: how some agencies print last names.
fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 2 && word.chars().all(|c| !c.is_lowercase())
}

/// "J.R." as "J." and "R."; "JD" before other words likewise.
fn split_initials(word: &str, words: usize) -> Vec<String> {
    let letters: Vec<char> = word.chars().filter(|c| *c != '.' && !is_dash(*c)).collect();
    let dotted = word.contains('.') && word.split('.').all(|p| p.trim_start_matches(is_dash).chars().count() <= 1);
    let bare_pair = letters.len() == 2 && word.len() == 2 && words > 1 && letters.iter().all(|c| c.is_uppercase());
    if letters.len() > 1 && (dotted || bare_pair) && letters.iter().all(|c| c.is_alphabetic()) {
        return letters.iter().map(|c| format!("{c}.")).collect();
    }
    vec![word.to_string()]
}
