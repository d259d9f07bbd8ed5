//! Does a paraphrase say what its source says? Polarity, opposite words, numbers, names, times and "may" laid side by side.

use super::analysis::Analysis;
use super::answering::is_of_one_name;
use super::lists::CLAUSES;
use super::numbers::Quantity;
use super::overlap::same;
use super::parts::{contrary, is_hard, is_predicate, is_verb};
use super::reading::Reading;
use super::turns::{Difference, DifferenceKind, against, chance, denial, is_denied, is_emptied};
use super::unit::Unit;
use super::word::Word;
use super::words::is_year;
use crate::text::fold::fold;

/// Weight of what two statements must share to be on one thing, and how many words.
const LEAST_WEIGHT: f64 = 2.0;
const LEAST_WORDS: usize = 2;
/// Share of all but the names from which another name is a name exchanged.
const ELSE_EQUAL: f64 = 0.7;

/// A paraphrase beside a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Retold {
    /// share of what it tells that the statement tells too, whichever way
    pub share: f64,
    /// words that both tell
    pub words: usize,
    /// what it tells otherwise, the worst first
    pub differences: Vec<Difference>,
}

impl Analysis {
    /// This, a paraphrase, beside a statement; none where they are on different things. `article`: the text of the statement's.
    pub fn retold(&self, source: &Analysis, article: &str) -> Option<Retold> {
        let mut whole = Laid::default();
        for d in &self.reading.units {
            let laid = source.reading.units.iter().map(|s| Sides { draft: self, d, source, s }.laid(article));
            let best = laid.max_by(|a, b| a.share().total_cmp(&b.share()))?;
            whole.told += best.told;
            whole.all += best.all;
            whole.words += best.words;
            whole.differences.extend(best.differences);
        }
        let enough =
            whole.told >= LEAST_WEIGHT && whole.words >= LEAST_WORDS || whole.words > 0 && around(self, source);
        whole.differences.sort();
        whole.differences.dedup();
        enough.then(|| Retold { share: whole.share(), words: whole.words, differences: whole.differences })
    }
}

/// Of a word or two: the sentences around them are on one thing.
fn around(draft: &Analysis, source: &Analysis) -> bool {
    let told = |analysis: &Analysis, word: &Word| {
        let (reading, voices) = (&analysis.reading, analysis.reading.speaker.iter().chain(&analysis.reading.body));
        reading.all_content().into_iter().chain(voices).any(|other| same(word, other))
    };
    let theirs: Vec<&Word> = source.reading.around().filter(|word| !told(source, word)).collect();
    let mut ours = draft.reading.around().filter(|word| !told(draft, word));
    ours.any(|word| !word.name && theirs.iter().any(|other| same(word, other)))
}

/// What came of laying one sentence along another.
#[derive(Default)]
struct Laid {
    /// weight of what is told in both, and of all that the paraphrase tells
    told: f64,
    all: f64,
    /// words told in both
    words: usize,
    differences: Vec<Difference>,
}

impl Laid {
    fn share(&self) -> f64 {
        self.told / self.all.max(0.1)
    }
}

/// A word of the paraphrase and one of the source that stands for it, or says the contrary.
struct Met {
    ours: usize,
    theirs: usize,
    turned: bool,
}

/// A sentence of a paraphrase beside one of a statement.
struct Sides<'a> {
    draft: &'a Analysis,
    d: &'a Unit,
    source: &'a Analysis,
    s: &'a Unit,
}

impl<'a> Sides<'a> {
    fn laid(&self, article: &str) -> Laid {
        let (ours, theirs) = (places(&self.draft.reading, self.d), places(&self.source.reading, self.s));
        let met = self.met(&ours, &theirs);
        let mut differences = self.contraries(&met);
        // small words count as one where they are all that is otherwise
        let by_small_words = !differences.is_empty() && !met.iter().any(|met| met.turned);
        differences.extend(self.negation(&met));
        differences.extend(self.modal(&met));
        let numbers = self.numbers();
        let times = self.times();
        let exchanged = |at: usize| {
            let is = |(place, found): &(usize, Difference)| *place == at && !found.source.is_empty();
            numbers.iter().chain(&times).any(is)
        };
        let small = f64::from(u8::from(by_small_words));
        let mut laid = Laid { told: small, all: small, words: usize::from(by_small_words), ..Laid::default() };
        let mut plain = [0.0, 0.0];
        for &at in &ours {
            let word = self.ours(at);
            let told = met.iter().any(|met| met.ours == at) || exchanged(at) || self.is_around(word);
            // a name too many makes it no other thing
            laid.all += if told || !is_name(word) { word.weight } else { word.weight.min(1.0) };
            laid.told += if told { word.weight } else { 0.0 };
            laid.words += usize::from(told);
            if !is_name(word) {
                plain[0] += if told { word.weight } else { 0.0 };
                plain[1] += word.weight;
            }
        }
        if plain[0] >= ELSE_EQUAL * plain[1].max(0.1) {
            differences.extend(self.name(&met, &ours, &theirs, article));
        }
        differences.extend(numbers.into_iter().chain(times).map(|(_, difference)| difference));
        laid.differences = differences;
        laid
    }

    fn ours(&self, at: usize) -> &'a Word {
        &self.draft.reading.words[at]
    }

    fn theirs(&self, at: usize) -> &'a Word {
        &self.source.reading.words[at]
    }

    fn met(&self, ours: &[usize], theirs: &[usize]) -> Vec<Met> {
        let find = |at: usize| {
            let word = self.ours(at);
            let equal = theirs.iter().find(|j| same(word, self.theirs(**j)));
            let is_taken = |other: &Word| ours.iter().any(|i| same(self.ours(*i), other));
            let contrary = || {
                let mut others = theirs.iter().filter(|j| !is_taken(self.theirs(**j)));
                others.find(|j| contrary(word, self.theirs(**j)) || is_emptied(word, self.theirs(**j)))
            };
            let met = |theirs: &usize, turned| Met { ours: at, theirs: *theirs, turned };
            equal.map(|j| met(j, false)).or_else(|| contrary().map(|j| met(j, true)))
        };
        ours.iter().filter_map(|at| find(*at)).collect()
    }

    /// The source names it in its sentence, or speaks of itself.
    fn is_around(&self, word: &Word) -> bool {
        let reading = &self.source.reading;
        let voices = reading.speaker.iter().chain(&reading.body);
        reading.around().chain(voices).any(|other| same(word, other) && (is_name(word) || word.number.is_some()))
    }

    /// Words that say the contrary, where no negation turns one of them round.
    fn contraries(&self, met: &[Met]) -> Vec<Difference> {
        let turned = met.iter().filter(|met| met.turned && !self.is_negated(met));
        let of = |ours: &Word, theirs: &Word| Difference {
            kind: DifferenceKind::Opposite,
            draft: ours.lower.clone(),
            source: theirs.lower.clone(),
        };
        let mut out: Vec<Difference> = turned.map(|met| of(self.ours(met.ours), self.theirs(met.theirs))).collect();
        let (ours, theirs) = (&self.draft.reading.words[self.d.range.clone()], self.their_words());
        if let Some((one, other)) = against(ours, theirs).filter(|_| out.is_empty()) {
            out.push(of(one, other));
        }
        out
    }

    fn their_words(&self) -> &'a [Word] {
        &self.source.reading.words[self.s.range.clone()]
    }

    /// True where one of the two stands under a denial and the other does not.
    fn is_negated(&self, met: &Met) -> bool {
        is_denied(self.draft, self.d, met.ours) != is_denied(self.source, self.s, met.theirs)
    }

    /// What the one denies and the other does not: by its verbs, and by what else says something where it has none.
    fn negation(&self, met: &[Met]) -> Option<Difference> {
        let verb = |met: &&Met| {
            is_verb(&self.draft.reading.words, met.ours) && is_verb(&self.source.reading.words, met.theirs)
        };
        let says = |met: &&Met| is_predicate(self.ours(met.ours));
        // who denies that it was closed may say that it was open
        if met.iter().any(|met| met.turned && self.is_negated(met) && says(&met)) {
            return None;
        }
        let by_verb = met.iter().any(|met| verb(&met) && says(&met));
        let telling: Vec<&Met> = met.iter().filter(|met| says(met) && (!by_verb || verb(met))).collect();
        let weight = |turned: bool| {
            let of = telling.iter().filter(|met| (self.is_negated(met) != met.turned) == turned);
            of.map(|met| self.ours(met.ours).weight).sum::<f64>()
        };
        let first = telling.iter().find(|met| self.is_negated(met) && !met.turned)?;
        (weight(true) > weight(false)).then(|| Difference {
            kind: DifferenceKind::Negation,
            draft: denial(self.draft, self.d, first.ours),
            source: denial(self.source, self.s, first.theirs),
        })
    }

    /// "may close" against "closed".
    fn modal(&self, met: &[Met]) -> Option<Difference> {
        let verb = |met: &&Met| {
            is_verb(&self.draft.reading.words, met.ours) && is_verb(&self.source.reading.words, met.theirs)
        };
        let met = met.iter().find(verb)?;
        let (draft, source) =
            (chance(&self.draft.reading, self.d, met.ours), chance(&self.source.reading, self.s, met.theirs));
        (draft.is_empty() != source.is_empty()).then_some(Difference { kind: DifferenceKind::Modal, draft, source })
    }

    /// Numbers of the paraphrase that the source does not have, with those that it has for them.
    fn numbers(&self) -> Vec<(usize, Difference)> {
        let counts = |word: &Word| word.number.is_some() && word.is_content() && !is_date(word);
        let (ours, theirs) = (&self.draft.reading, &self.source.reading);
        let known = |word: &Word| theirs.words.iter().chain(theirs.sentence()).any(|other| other.number == word.number);
        let all = |reading: &Reading, unit: &Unit| -> Vec<usize> {
            unit.range.clone().filter(|&at| counts(&reading.words[at])).collect()
        };
        let (here, there) = (all(ours, self.d), all(theirs, self.s));
        let of = |at: usize| {
            let unit = |reading: &Reading, unit: &Unit, at: usize| {
                Quantity::at(&reading.words, at, unit.range.end).map(|q| q.unit)
            };
            let counted = unit(ours, self.d, at);
            let alike = there.iter().find(|j| counted.is_some() && unit(theirs, self.s, **j) == counted);
            let only = there.first().filter(|_| here.len() == 1 && there.len() == 1);
            let source = alike.or(only).map(|j| self.theirs(*j).lower.clone()).unwrap_or_default();
            (at, Difference { kind: DifferenceKind::Number, draft: self.ours(at).lower.clone(), source })
        };
        here.iter().copied().filter(|at| !known(self.ours(*at))).map(of).collect()
    }

    /// Another month, weekday, year or hour where the source has one.
    fn times(&self) -> Vec<(usize, Difference)> {
        let kinds: [&dyn Fn(&Word) -> bool; 4] = [
            &|word| word.capital && CLAUSES.months.has(&word.lower),
            &|word| word.capital && CLAUSES.days.has(&word.lower),
            &is_date,
            &|word| CLAUSES.hours.has(&word.lower),
        ];
        let theirs = &self.source.reading;
        let other = |at: usize| {
            let word = self.ours(at);
            let is = kinds.iter().find(|is| is(word))?;
            let known = || theirs.words.iter().chain(theirs.sentence()).any(|other| other.lower == word.lower);
            let source = self.their_words().iter().find(|other| is(other)).filter(|_| !known())?;
            let (draft, source) = (word.lower.clone(), source.lower.clone());
            Some((at, Difference { kind: DifferenceKind::Time, draft, source }))
        };
        self.d.range.clone().filter_map(other).collect()
    }

    /// A name for which the source has another one, on the same side of the verb; or one that its article does not have.
    fn name(&self, met: &[Met], ours: &[usize], theirs: &[usize], article: &str) -> Option<Difference> {
        let draft = &self.draft.reading;
        let named = |word: &Word, all: &[&Word]| all.iter().any(|other| is_of_one_name(word, other));
        let all: Vec<&Word> = theirs.iter().map(|at| self.theirs(*at)).collect();
        let known = |at: &usize| {
            let word = self.ours(*at);
            self.is_around(word) || named(word, &all)
        };
        let at = ours.iter().copied().find(|at| is_name(self.ours(*at)) && !known(at))?;
        let verb = met.iter().find(|met| is_verb(&draft.words, met.ours));
        let on_one_side = |j: usize| verb.is_none_or(|verb| (at < verb.ours) == (j < verb.theirs));
        let voices: Vec<&Word> = draft.speaker.iter().chain(&draft.body).chain(draft.around()).collect();
        let replaced = theirs.iter().copied().filter(|j| on_one_side(*j) && is_name(self.theirs(*j)));
        let replaced = replaced.map(|j| self.theirs(j)).find(|word| !named(word, &voices));
        let word = self.ours(at);
        if replaced.is_none() {
            let article = fold(article);
            if article.contains(&word.lower) || article.contains(&word.lemma) {
                return None;
            }
        }
        let source = replaced.map(|word| word.lower.clone()).unwrap_or_default();
        Some(Difference { kind: DifferenceKind::Name, draft: word.lower.clone(), source })
    }
}

/// The places of a sentence's content words, each concept once.
fn places(reading: &Reading, unit: &Unit) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for at in unit.range.clone().filter(|at| reading.words[*at].is_content()) {
        if !out.iter().any(|known| reading.words[*known].has_concept_of(&reading.words[at])) {
            out.push(at);
        }
    }
    out
}

/// A year, or the number of a day beside its month, is a time.
fn is_date(word: &Word) -> bool {
    word.lower.len() == 4 && word.number.is_some_and(is_year)
}

fn is_name(word: &Word) -> bool {
    let time = CLAUSES.months.has(&word.lower) || CLAUSES.days.has(&word.lower);
    word.number.is_none() && word.capital && !time && (word.name || is_hard(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Claim, Comparer};
    use crate::statement::{Act, Kind};

    fn told(cue: &str, act: Act, text: &str) -> Analysis {
        let claim = Claim {
            text: text.to_owned(),
            sentence: format!("Ada Quist {cue} {text}."),
            cue: cue.to_owned(),
            speaker: Some("Ada Quist".to_owned()),
            act: Some(act),
            negated: cue.starts_with("never") || cue.starts_with("did not"),
            on_record: true,
            kind: Some(Kind::Indirect),
            ..Claim::default()
        };
        Comparer::new(Vec::new()).read_again(claim)
    }

    fn differences(draft: (&str, Act, &str), source: (&str, Act, &str)) -> Option<Vec<(&'static str, String, String)>> {
        let (draft, source) = (told(draft.0, draft.1, draft.2), told(source.0, source.1, source.2));
        let article = source.claim.sentence.clone();
        let found = draft.retold(&source, &article).filter(|retold| retold.share >= 0.6)?;
        Some(found.differences.into_iter().map(|d| (d.kind.as_str(), d.draft, d.source)).collect())
    }

    #[test]
    fn what_a_paraphrase_alters_is_told() {
        use Act::{Deny, Say};
        let source = ("said", Say, "that the old bridge had been closed to 14 buses in March");
        let one = |kind, draft: &str, source: &str| Some(vec![(kind, draft.to_owned(), source.to_owned())]);
        for (draft, expected) in [
            (("said", Say, "the bridge was closed to buses"), Some(vec![])),
            (("said", Say, "that the bridge had been shut to 14 buses"), Some(vec![])),
            (("said", Say, "the bridge had not been closed to buses"), one("negation", "not", "")),
            (("denied", Deny, "that the bridge had been closed to buses"), one("negation", "denied", "")),
            (("never said", Say, "that the bridge had been closed to buses"), one("negation", "never said", "")),
            (("said", Say, "the bridge had been opened to buses"), one("opposite", "opened", "closed")),
            (("said", Say, "the bridge was closed to 40 buses"), one("number", "40", "14")),
            (("said", Say, "that the bridge had been closed to buses in June"), one("time", "june", "march")),
            (("said", Say, "that the bridge at Tolvik had been closed to buses"), one("name", "tolvik", "")),
            (("said", Say, "that the bridge might be closed to buses"), one("modal", "might", "")),
            (("said", Say, "the ferry was late"), None),
        ] {
            assert_eq!(differences(draft, source), expected, "{draft:?}");
        }
    }

    #[test]
    fn two_turns_are_none() {
        use Act::{Deny, Say};
        let denied = ("denied", Deny, "that the bridge had been closed to buses");
        assert_eq!(differences(("said", Say, "the bridge had not been closed to buses"), denied), Some(vec![]));
        assert_eq!(differences(("said", Say, "the bridge had been open to buses"), denied), Some(vec![]));
        let other = differences(("denied", Deny, "that the bridge had been opened to buses"), denied);
        assert_eq!(other, Some(vec![("opposite", "opened".to_owned(), "closed".to_owned())]));
    }
}
