//! A first draft of a question, made of two statements that seem to answer it.

use super::Question;
use super::pattern::spellings;
use crate::compare::lists::ANSWERS;
use crate::compare::word::Word;
use crate::compare::words::words;

/// Names that a draft turns into placeholders.
const PLACEHOLDERS: [char; 2] = ['X', 'Y'];

/// Content words of a drafted pattern at most.
const LONGEST: usize = 5;

/// A file with one question.
pub struct Drafted {
    /// in TOML
    pub text: String,
    /// its own examples come to what they must
    pub holds: bool,
}

/// A file with one question that the first statement affirms and the second denies (or the other way round, when only
/// the first one holds a negation), for a person to finish. Of several ways to write its patterns, the first by which its own
/// examples come to what they must; where there is none, the first.
pub fn template(first: &str, second: &str) -> Drafted {
    let (a, b) = (words(first), words(second));
    let pair = if negated(&a) && !negated(&b) {
        Pair { affirms: second, denies: first, yes: b, no: a }
    } else {
        Pair { affirms: first, denies: second, yes: a, no: b }
    };
    let drafts: Vec<String> = pair.patterns().iter().map(|[affirm, deny]| pair.draft(affirm, deny)).collect();
    let holds = |draft: &&String| Question::parse(draft).is_ok_and(|read| read.iter().all(|q| q.test().is_empty()));
    match drafts.iter().find(holds) {
        Some(draft) => Drafted { text: draft.clone(), holds: true },
        None => Drafted { text: drafts.into_iter().next().unwrap_or_default(), holds: false },
    }
}

/// The two statements and their words.
struct Pair<'t> {
    affirms: &'t str,
    denies: &'t str,
    yes: Vec<Word>,
    no: Vec<Word>,
}

impl Pair<'_> {
    /// Patterns that affirm and patterns that deny, from the loosest to those that keep every word. A denial with a negation is
    /// read from what it negates; one in words of its own needs a pattern of its own.
    fn patterns(&self) -> Vec<[Vec<String>; 2]> {
        let shared: Vec<&str> = self.shared().iter().map(|word| word.concept.as_str()).collect();
        let (yes, no) = (self.loose(&self.yes, |_| true), self.loose(&self.no, |_| true));
        let common = self.loose(&self.yes, |word| shared.contains(&word.concept.as_str()));
        let (all_yes, all_no) = (vec![self.tight(&self.yes)], vec![self.tight(&self.no)]);
        let both = |a: &[String], b: &[String]| {
            let mut all = a.to_vec();
            all.extend(b.iter().filter(|pattern| !a.contains(pattern)).cloned());
            all
        };
        let own = vec![
            [yes.clone(), no.clone()],
            [yes.clone(), all_no.clone()],
            [all_yes.clone(), no.clone()],
            [all_yes.clone(), all_no.clone()],
        ];
        if !negated(&self.no) {
            return own;
        }
        let negating = vec![
            [yes.clone(), Vec::new()],
            [both(&yes, &no), Vec::new()],
            [common, Vec::new()],
            [both(&all_yes, &all_no), Vec::new()],
            [both(&all_yes, &no), Vec::new()],
        ];
        [negating, own].concat()
    }

    fn draft(&self, affirm: &[String], deny: &[String]) -> String {
        let listed = |patterns: &[String]| patterns.iter().map(|p| quoted(p)).collect::<Vec<_>>().join(", ");
        let shared: Vec<&str> = self.shared().iter().map(|word| word.lemma.as_str()).collect();
        let id: String = shared.join("-").chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
        let asked = |text: &str| format!("Is it so that {}?", text.trim().trim_end_matches(['.', '!', '?']).trim_end());
        format!(
            "# A draft: put the question in words, loosen or tighten the patterns, add examples, then run\n\
             #     onrecord questions test FILE\n\
             [[question]]\n\
             id = {}\n\
             text = {}\n\
             affirm = [{}]\n\
             deny = [{}]\n\
             affirms = [{}]\n\
             denies = [{}]\n\
             neither = [{}]\n",
            quoted(if id.is_empty() { "my-question" } else { &id }),
            quoted(&asked(&self.opened(&[affirm, deny].concat()))),
            listed(affirm),
            listed(deny),
            quoted(self.affirms),
            quoted(self.denies),
            quoted(&asked(self.affirms))
        )
    }

    /// What affirms, with placeholders that some pattern holds in place of the names.
    fn opened(&self, patterns: &[String]) -> String {
        let mut text = self.affirms.to_owned();
        for i in (0..self.yes.len()).rev().filter(|&i| !self.goes_on(&self.yes, i)) {
            let Some(place) = self.name_of(&self.yes[i]).map(placeholder) else { continue };
            let last = (i + 1..self.yes.len()).take_while(|&next| self.goes_on(&self.yes, next)).last().unwrap_or(i);
            if patterns.iter().any(|pattern| pattern.contains(&place)) {
                text.replace_range(self.yes[i].span.start..self.yes[last].span.end, &place);
            }
        }
        match self.yes.first() {
            // a capital only because it stands first
            Some(word) if !is_name(word) && word.lower != "i" && text.starts_with(&self.affirms[word.span.clone()]) => {
                text.replace_range(word.span.clone(), &self.affirms[word.span.clone()].to_lowercase());
                text
            }
            _ => text,
        }
    }

    /// Content words of what affirms that the other has too, in their order.
    fn shared(&self) -> Vec<&Word> {
        let known = |word: &Word| self.no.iter().any(|other| other.concept == word.concept);
        let mut out: Vec<&Word> = Vec::new();
        for word in self.yes.iter().filter(|word| word.is_content() && known(word)) {
            if !out.iter().any(|seen| seen.concept == word.concept) {
                out.push(word);
            }
        }
        out.truncate(LONGEST);
        out
    }

    /// The names that both hold, as many as there are placeholders: words with capitals that stand side by side are one.
    fn names(&self) -> Vec<Vec<&str>> {
        let also = |word: &Word| self.no.iter().any(|other| other.capital && other.concept == word.concept);
        let mut names: Vec<Vec<&str>> = Vec::new();
        for run in self.yes.chunk_by(|a, b| is_name(a) && is_name(b)).filter(|run| is_name(&run[0])) {
            let name: Vec<&str> = run.iter().filter(|word| also(word)).map(|word| word.concept.as_str()).collect();
            if !name.iter().all(|word| names.iter().any(|known| known.contains(word))) {
                names.push(name);
            }
        }
        names.truncate(PLACEHOLDERS.len());
        // a pattern of placeholders alone would match everything
        let other = |word: &&Word| !names.iter().any(|name| name.contains(&word.concept.as_str()));
        if self.shared().iter().any(other) { names } else { Vec::new() }
    }

    /// Which of the names a word belongs to.
    fn name_of(&self, word: &Word) -> Option<usize> {
        self.names().iter().position(|name| word.capital && name.contains(&word.concept.as_str()))
    }

    /// True where a word goes on with the name of the word before it.
    fn goes_on(&self, words: &[Word], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.name_of(&words[before]));
        before.is_some() && before == self.name_of(&words[at])
    }

    /// How a word stands in a pattern: a name that both hold as a placeholder, others in both spellings.
    fn place(&self, word: &Word) -> String {
        self.name_of(word).map_or_else(|| spellings(&word.lemma), placeholder)
    }

    /// The content words with gaps between them; also the other way round what "of" joins: "the court's jurisdiction".
    fn loose(&self, words: &[Word], keep: impl Fn(&Word) -> bool) -> Vec<String> {
        let stands = |&i: &usize| words[i].is_content() && keep(&words[i]) && !self.goes_on(words, i);
        let content: Vec<usize> = (0..words.len()).filter(stands).collect();
        let content = &content[..content.len().min(LONGEST)];
        let written = |order: &[usize]| order.iter().map(|&i| self.place(&words[i])).collect::<Vec<_>>().join(" * ");
        if content.is_empty() {
            return vec!["words that answer it".to_owned()];
        }
        let mut out = vec![written(content)];
        for n in 1..content.len() {
            let between = &words[content[n - 1] + 1..content[n]];
            if between.iter().any(|word| matches!(word.lower.as_str(), "of" | "'s" | "’s" | "'" | "’")) {
                let mut turned = content.to_vec();
                turned.swap(n - 1, n);
                out.push(written(&turned));
            }
        }
        out
    }

    /// All words but articles and those over which patterns look.
    fn tight(&self, words: &[Word]) -> String {
        let mut out: Vec<String> = Vec::new();
        for (i, word) in words.iter().enumerate() {
            if word.is_punctuation || is_negation(word) || self.goes_on(words, i) {
                continue;
            }
            let article = matches!(word.lower.as_str(), "the" | "a" | "an" | "'s" | "’s");
            match article {
                true if out.last().is_none_or(|last| last == "*") => {}
                true => out.push("*".to_owned()),
                false if matches!(word.lemma.as_str(), "do" | "have") && !word.is_content() => {}
                false => out.push(self.place(word)),
            }
        }
        out.join(" ")
    }
}

fn placeholder(name: usize) -> String {
    format!("{{{}}}", PLACEHOLDERS[name])
}

/// True for a word with a capital, which is no name where it only stands first.
fn is_name(word: &Word) -> bool {
    word.capital && word.span.start > 0 || word.is_known_name()
}

fn negated(words: &[Word]) -> bool {
    words.iter().any(is_negation)
}

fn is_negation(word: &Word) -> bool {
    ANSWERS.negations.has(&word.lower)
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_holds_its_own_examples() {
        for (first, second) in [
            ("Norland will not sell the harbour at Tarn.", "Norland will sell the harbour at Tarn."),
            ("The bridge is safe.", "The bridge is not safe, “never” was."),
            ("The levy is lawful", "The levy breaks the law"),
            ("Norland recognises the jurisdiction of the court", "Norland does not recognise the court's jurisdiction"),
            ("The court has jurisdiction over Norland", "The court has no jurisdiction over Norland"),
            ("The gates were closed in August", "The gates were never closed"),
            ("The minister will resign", "The minister rules out resigning"),
            ("The deal was signed", "There is no deal"),
            ("We have seen no evidence of fraud", "There is evidence of fraud"),
            ("The vote was free and fair", "The vote was a sham"),
            ("Velora failed to warn the villages", "Velora warned the villages"),
            ("Ada Quist knew of the leak", "Ada Quist did not know of the leak"),
            ("Taxes should rise", "Taxes should fall"),
            ("Nuclear power is needed", "We do not need nuclear power"),
        ] {
            let Drafted { text: draft, holds } = template(first, second);
            assert!(holds, "{draft}");
            let questions = Question::parse(&draft).unwrap_or_else(|e| panic!("{e}\n{draft}"));
            assert_eq!(questions.len(), 1, "{draft}");
            assert_eq!(questions[0].test(), [], "{draft}");
        }
        // of what answers nothing, or is called false in words that tell of rumours, there is a draft all the same
        for (first, second) in
            [("Yes.", "No."), ("I did it", "I didn't do it"), ("Climate change is real", "Climate change is a hoax")]
        {
            let draft = template(first, second);
            assert!(!draft.holds, "{first}");
            assert_eq!(Question::parse(&draft.text).map(|read| read.len()).ok(), Some(1));
        }
    }

    #[test]
    fn what_affirms_is_told_by_its_negation() {
        let draft =
            template("Norland will not sell the harbour at Tarn.", "Norland will sell the harbour at Tarn.").text;
        assert!(draft.contains("affirms = [\"Norland will sell the harbour at Tarn.\"]"), "{draft}");
        assert!(draft.contains("text = \"Is it so that {X} will sell the harbour at {Y}?\""), "{draft}");
    }

    #[test]
    fn a_full_name_is_one_placeholder_and_a_first_word_none() {
        let draft = template("Ada Quist knew of the leak", "Ada Quist did not know of the leak").text;
        assert!(draft.contains("text = \"Is it so that {X} knew of the leak?\"") && !draft.contains("{Y}"), "{draft}");
        let more = draft.replace(
            "denies = [",
            "denies = [{ text = \"Bo Ferrant never knew of the leak\", about = \"bo ferrant\" }, ",
        );
        assert_eq!(Question::parse(&more).expect("a question")[0].test(), [], "{more}");
        let draft = template("Climate change is real", "Climate change is a hoax").text;
        assert!(draft.contains("text = \"Is it so that climate change is real?\"") && !draft.contains('{'), "{draft}");
        let draft = template("I did it", "I didn't do it").text;
        assert!(draft.contains("text = \"Is it so that I did it?\""), "{draft}");
    }

    #[test]
    fn spelling_articles_number_and_the_genitive_are_one() {
        let draft = template(
            "Norland recognises the jurisdiction of the court",
            "Norland does not recognise the jurisdiction of the court",
        )
        .text;
        let more = draft.replace(
            "denies = [",
            "denies = [\"Velora doesn't recognize the court's jurisdiction\", \"Velora never recognised jurisdictions of courts\", ",
        );
        assert_eq!(Question::parse(&more).expect("a question")[0].test(), [], "{more}");
    }
}
