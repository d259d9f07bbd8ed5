//! Which paragraphs are the article's text, and which are page furniture: sign-up boxes, cookie notes, links, credits,
//! captions. The rules are data (`data/lexicons/furniture.toml`), each with examples that one test walks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::bytes::{RegexSet, RegexSetBuilder};
use serde::Deserialize;

use crate::text::Span;
use crate::text::header::header;

/// The reason of lines like "title: …" above a text.
const HEADER_LINE: &str = "header line";

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// the article's text
    Body,
    /// the headline, printed as the first paragraph
    Headline,
    /// words under a picture, which may quote someone; with the rule that says so
    Caption(&'static str),
    /// not the article's text; with the rule that says so
    Furniture(&'static str),
}

impl Part {
    /// Why the paragraph is not body text, in words.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Part::Body => None,
            Part::Headline => Some("headline"),
            Part::Caption(rule) | Part::Furniture(rule) => Some(rule),
        }
    }

    /// True for page furniture that tells nothing of the article: all but the lines of its header.
    pub fn is_foreign(self) -> bool {
        matches!(self, Part::Furniture(rule) if rule != HEADER_LINE)
    }

    /// True for page furniture, which yields no statements.
    pub fn is_furniture(self) -> bool {
        matches!(self, Part::Furniture(_))
    }
}

/// What each of the text's paragraphs is. `paragraphs` are those of [`super::paragraphs::paragraphs`].
pub fn parts(text: &str, paragraphs: &[Span]) -> Vec<Part> {
    let header = header(text);
    let is_header =
        |paragraph: &Span| paragraph.end <= header.end && !header.others.iter().any(|line| line.contains(*paragraph));
    let rules: Vec<Option<&'static Rule>> = paragraphs
        .iter()
        .map(|paragraph| if is_header(paragraph) { None } else { RULES.find(paragraph.of(text)) })
        .collect();
    let foot = foot(text, paragraphs, &rules);
    let mut in_list = false;
    let mut parts: Vec<Part> = paragraphs
        .iter()
        .zip(rules)
        .enumerate()
        .map(|(i, (paragraph, rule))| {
            if is_header(paragraph) {
                return Part::Furniture(HEADER_LINE);
            }
            let words = paragraph.of(text);
            match rule {
                Some(rule) => {
                    in_list = rule.opens_list;
                    rule.part.with(&rule.name)
                }
                None if i > foot && !is_quoting(words) => Part::Furniture("foot of a press release"),
                None if in_list && looks_like_link(words) => Part::Furniture("links to other articles"),
                None => {
                    in_list = false;
                    Part::Body
                }
            }
        })
        .collect();
    let above = header.others.first().and_then(|line| paragraphs.iter().position(|p| line.contains(*p)));
    let above = above.filter(|&first| parts[first] == Part::Body);
    if let Some(first) = above.or_else(|| headline(text, paragraphs, &parts)) {
        parts[first] = Part::Headline;
    }
    parts
}

/// The paragraph that opens the foot of a press release, or the number of all. What is said stands before it, and is not much
/// shorter than what follows.
fn foot(text: &str, paragraphs: &[Span], rules: &[Option<&Rule>]) -> usize {
    let words = |of: &[Span]| of.iter().map(|p| p.of(text).split_whitespace().count()).sum::<usize>();
    let opens = |i: &usize| {
        let Some(rule) = rules[*i].filter(|rule| rule.opens_foot) else { return false };
        let (before, behind) = (&paragraphs[..*i], &paragraphs[i + 1..]);
        let is_named = !rule.names_next || {
            let next = behind.first().map_or("", |next| next.of(text));
            names_next(paragraphs[*i].of(text), next) && !behind.iter().any(|p| is_quoting(p.of(text)))
        };
        is_named && before.iter().any(|p| is_prose(p.of(text))) && 2 * words(before) > words(behind)
    };
    // of the few that may, the first that does
    (0..paragraphs.len())
        .filter(|i| rules[*i].is_some_and(|rule| rule.opens_foot))
        .take(20)
        .find(opens)
        .unwrap_or(paragraphs.len())
}

/// "About Tern Bay Ferries", and the next paragraph tells of Tern Bay Ferries.
fn names_next(heading: &str, next: &str) -> bool {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let opening: Vec<String> = next.split_whitespace().take(12).map(plain).collect();
    let named = heading.split_whitespace().skip(1).filter(|word| word.starts_with(char::is_uppercase));
    named.map(plain).any(|word| opening.contains(&word))
}

/// Words in quotation marks, and more of them than a title or a term has.
fn is_quoting(words: &str) -> bool {
    const LEAST: usize = 6;
    let mut pieces = words.split(['“', '”', '"']).skip(1).step_by(2);
    pieces.any(|quoted| quoted.split_whitespace().nth(LEAST - 1).is_some())
}

/// The first paragraph that is no furniture, if it is short, without a full stop, and prose follows.
fn headline(text: &str, paragraphs: &[Span], parts: &[Part]) -> Option<usize> {
    let first = parts.iter().position(|p| *p == Part::Body)?;
    let words = paragraphs[first].of(text);
    let follows = parts[first + 1..].iter().zip(&paragraphs[first + 1..]);
    let prose = follows.filter(|(part, _)| **part == Part::Body).any(|(_, p)| is_prose(p.of(text)));
    (looks_like_link(words) && words.split_whitespace().count() >= 3 && prose).then_some(first)
}

/// A headline's form: a short line without a stop at its end, or one that was cut.
fn looks_like_link(words: &str) -> bool {
    let cut = words.ends_with("...") || words.ends_with('…');
    let stops = !cut && words.ends_with(['.', '!', '?', '"', '”', '’', '\'', ':', ';', ',', ')', '»']);
    words.len() <= 200 && !stops && words.split_whitespace().count() <= 25
}

/// At least eight words that end as a sentence does.
pub fn is_prose(words: &str) -> bool {
    let end = words.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']', ' ']);
    end.ends_with(['.', '!', '?', '…', ':']) && words.split_whitespace().nth(7).is_some()
}

/// Paragraphs of more bytes are prose and not looked at, so that a paragraph of any length costs nothing.
const LONGEST: usize = 2_000;

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RulePart {
    Furniture,
    Caption,
}

impl RulePart {
    fn with(self, rule: &'static str) -> Part {
        match self {
            RulePart::Furniture => Part::Furniture(rule),
            RulePart::Caption => Part::Caption(rule),
        }
    }
}

#[derive(Deserialize)]
#[cfg_attr(test, serde(deny_unknown_fields))]
struct Rule {
    name: String,
    part: RulePart,
    #[serde(default = "forty")]
    max_words: usize,
    #[serde(default = "one")]
    at_least: usize,
    #[serde(default)]
    opens_list: bool,
    #[serde(default)]
    opens_foot: bool,
    #[serde(default)]
    names_next: bool,
    patterns: Vec<String>,
    #[cfg(test)]
    must: Vec<String>,
    #[cfg(test)]
    #[serde(rename = "must_not")]
    _must_not: Vec<String>,
}

fn forty() -> usize {
    40
}

fn one() -> usize {
    1
}

#[derive(Deserialize)]
struct Lexicon {
    macros: BTreeMap<String, String>,
    rule: Vec<Rule>,
}

/// All rules, with their patterns in one automaton.
struct Rules {
    rules: Vec<Rule>,
    /// the patterns of all rules, one after the other
    patterns: RegexSet,
    /// the rule of each pattern
    rule_of: Vec<usize>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let lexicon: Lexicon = toml::from_str(include_str!("../../data/lexicons/furniture.toml"))
        .expect("the furniture lexicon is well formed");
    let mut patterns = Vec::new();
    let mut rule_of = Vec::new();
    for (i, rule) in lexicon.rule.iter().enumerate() {
        for pattern in &rule.patterns {
            // in alphabetical order, so that a macro may use later ones ({date} uses {month})
            patterns.push(
                lexicon
                    .macros
                    .iter()
                    .fold(pattern.clone(), |p, (name, words)| p.replace(&format!("{{{name}}}"), words)),
            );
            rule_of.push(i);
        }
    }
    let patterns = RegexSetBuilder::new(patterns)
        .unicode(false)
        .case_insensitive(true)
        // the default throws states away all the time, which is four times slower
        .dfa_size_limit(8 << 20)
        .build()
        .expect("the furniture patterns are valid");
    Rules { rules: lexicon.rule, patterns, rule_of }
});

impl Rules {
    /// The first rule that a paragraph meets.
    fn find(&self, paragraph: &str) -> Option<&Rule> {
        if paragraph.len() > LONGEST {
            return None;
        }
        let plain = plain(paragraph);
        let mut found = vec![0; self.rules.len()];
        for pattern in self.patterns.matches(plain.as_bytes()) {
            found[self.rule_of[pattern]] += 1;
        }
        let words = plain.split(' ').count();
        let rules = self.rules.iter().zip(found);
        rules.into_iter().find(|(rule, n)| *n >= rule.at_least && words <= rule.max_words).map(|(rule, _)| rule)
    }
}

/// The paragraph in the letters that the patterns are written in.
fn plain(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len());
    for word in paragraph.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            out.push_str(&match c {
                '’' | '‘' => Cow::Borrowed("'"),
                '“' | '”' => Cow::Borrowed("\""),
                '–' | '—' | '‑' => Cow::Borrowed("-"),
                '…' => Cow::Borrowed("..."),
                '©' => Cow::Borrowed("(c)"),
                '»' | '›' => Cow::Borrowed(">"),
                '\u{200B}' | '\u{FEFF}' | '\u{00AD}' => Cow::Borrowed(""),
                c => Cow::Owned(c.to_string()),
            });
        }
    }
    out.trim_matches(['*', '_', '#', '|', '•', '·', '>', ' ', '►', '▶']).to_owned()
}

/// True when a rule is the first that a paragraph meets; of what must not be met, when any is.
#[cfg(test)]
pub(crate) fn meets(rule: Option<&str>, example: &str) -> bool {
    let found = RULES.find(example).map(|found| found.name.as_str());
    rule.map_or(found.is_some(), |rule| found == Some(rule))
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<Part> {
        parts(text, &paragraphs(text))
    }

    #[test]
    fn every_pattern_serves_an_example_of_its_rule() {
        let mut serving = vec![false; RULES.rule_of.len()];
        for (i, rule) in RULES.rules.iter().enumerate() {
            for example in &rule.must {
                for pattern in RULES.patterns.matches(plain(example).as_bytes()) {
                    serving[pattern] |= RULES.rule_of[pattern] == i;
                }
            }
        }
        let idle: Vec<_> = RULES.patterns.patterns().iter().zip(serving).filter(|(_, s)| !s).map(|(p, _)| p).collect();
        assert!(idle.is_empty(), "no example for\n{idle:#?}");
    }

    #[test]
    fn an_article_with_its_furniture() {
        let text = "date: 2024-05-03\n\nHarbour board refuses to reopen pier\n\nBy Nell Ashworth\n\n\
                    The harbour board has refused to reopen the old pier, the chair said on Friday.\n\n\
                    The pier has been shut since February (Owen Brill/Tern Bay Courier)\n\n\
                    Read more\n\nFerry strike called off\n\nLifeboat crew honoured\n\n\
                    “We cannot put a single visitor at risk,” said Ruth Calloway.\n\nNo.";
        use Part::*;
        let links = Furniture("links to other articles");
        assert_eq!(
            of(text),
            [
                Furniture("header line"),
                Headline,
                Furniture("byline or credit"),
                Body,
                Caption("caption with a credit"),
                links,
                links,
                links,
                Body,
                Body
            ]
        );
    }

    #[test]
    fn a_press_release_ends_before_its_text_does() {
        use Part::Furniture;
        let said =
            "“They will halve our fuel bill,” said Ilse Kahn, who leads Tern Bay Ferries. The first sails in June.";
        let foot = Furniture("foot of a press release");
        for (opens, rule, rest) in [
            ("-ENDS-", "end of a press release", "The firm says it carries two million people."),
            ("Notes to editors:", "end of a press release", "1. The ministry says that its aim is safety."),
            ("Media contact:", "end of a press release", "Nell Ashworth, head of press"),
            ("About Tern Bay Ferries", "about a body", "Tern Bay Ferries believes that the sea is everyone’s."),
        ] {
            let found = of(&format!("Ferries to be electric\n\n{said}\n\n{opens}\n\n{rest}"));
            assert_eq!(found, [Part::Headline, Part::Body, Furniture(rule), foot], "{opens}");
        }
        let after = "“We have waited ten years for a boat like this one,” Kahn said.";
        for text in [
            // a heading of the article, words that are more than those before, and what somebody is quoted with
            format!("Ferries to be electric\n\n{said}\n\nAbout the strike\n\nThe union says it will go on."),
            format!("Ferries to be electric\n\n{said}\n\nAbout Tern Bay Ferries\n\nThe union says it will go on."),
            format!("Ferries to be electric\n\n{said}\n\n-ENDS-\n\n{}", "The union says it will go on. ".repeat(9)),
            format!("Ferries to be electric\n\n{said}\n\n-ENDS-\n\n{after}"),
        ] {
            assert_eq!(of(&text).last(), Some(&Part::Body), "{text}");
        }
    }

    #[test]
    fn a_short_text_is_not_all_headline() {
        assert_eq!(of("Nobody came to the vote"), [Part::Body]);
    }

    proptest! {
        #[test]
        fn one_part_a_paragraph(text in "\\PC{0,200}(\n\\PC{0,60}){0,5}") {
            let paragraphs = paragraphs(&text);
            prop_assert_eq!(parts(&text, &paragraphs).len(), paragraphs.len());
        }
    }
}
