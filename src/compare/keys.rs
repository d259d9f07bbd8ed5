//! Under which keys statements are found that may conflict with one.

use super::claim::Stance;
use super::reading::Reading;
use super::word::Word;

/// Keys of a statement by its own words.
pub(super) fn keys(reading: &Reading, positions: &[Stance]) -> Vec<String> {
    let mut out: Vec<String> = positions.iter().map(|p| format!("question:{}:{}", p.question, p.about)).collect();
    for unit in &reading.units {
        let content = reading.content(unit);
        let rare: Vec<&&Word> = content.iter().filter(|word| word.is_rare()).collect();
        out.extend(rare.iter().map(|word| format!("word:{}", word.concept)));
        out.extend(pairs(&content));
    }
    out.extend(shingles(reading));
    out
}

/// Two telling words together.
fn pairs(content: &[&Word]) -> Vec<String> {
    let mut telling: Vec<&&Word> = content.iter().filter(|word| word.weight >= 1.2).collect();
    telling.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.concept.cmp(&b.concept)));
    telling.truncate(6);
    let mut names: Vec<&str> = telling.iter().map(|word| word.concept.as_str()).collect();
    names.sort_unstable();
    let mut out = Vec::new();
    for (i, a) in names.iter().enumerate() {
        out.extend(names[i + 1..].iter().map(|b| format!("pair:{a}:{b}")));
    }
    out
}

/// Runs of words, by which versions of one quotation are found whatever their rare words.
fn shingles(reading: &Reading) -> Vec<String> {
    let spoken: Vec<&str> =
        reading.words.iter().filter(|word| !word.is_punctuation).map(|word| word.lemma.as_str()).collect();
    if spoken.len() < 2 * SHINGLE {
        return Vec::new();
    }
    let runs = spoken.windows(SHINGLE).step_by(1).take(MOST_SHINGLES);
    runs.filter(|run| run.iter().map(|word| word.len()).sum::<usize>() >= LEAST_LETTERS)
        .map(|run| format!("run:{}", run.join(" ")))
        .collect()
}

/// Words in a run.
const SHINGLE: usize = 4;
/// Runs kept of a statement.
const MOST_SHINGLES: usize = 40;
/// Letters of a run that is worth a key: "it is to be" is in everything.
const LEAST_LETTERS: usize = 18;
