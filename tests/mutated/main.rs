//! Mutated text: whatever is written, comparing it and asking who says it ends, and ends without a fault.
//!
//! The corpus is the project's own. `cargo test` takes a few thousand mutations; as many as one likes are taken by
//!
//!     ONRECORD_MUTATIONS=100000 cargo test --release --test mutated
//!
//! The same number gives the same mutations.

mod articles;
mod pairs;

/// Lines that end or begin where nobody expects it.
const HARMFUL: &[&str] = &[
    "Skarn Says Kestria Must Leave",
    "Skarn Must Quit",
    "Won't Leave",
    "We Recognise",
    "Not",
    "No",
    "never",
    "Kestria",
    "our",
    "Is it? No",
    "5",
    "$",
    "$ 5",
    "in",
    "for our",
    "under",
    "more than",
    "at least",
    "X is a",
    "ﬁ ß İ ŉ ǆ",
    "n't",
    "'s",
    "May",
    "U.S.",
    "-",
    "“",
    "…",
    "e\u{301}\u{301}",
    "1e999 million billion",
    "White House White House",
];

/// A small generator, so that a number tells the whole run (G. Marsaglia's xorshift, 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, sides: usize) -> usize {
        (self.roll() % sides.max(1) as u64) as usize
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A sentence with some of its words changed.
fn mutated(corpus: &[String], dice: &mut Dice) -> String {
    let mut words: Vec<String> = dice.one_of(corpus).split_whitespace().map(str::to_owned).collect();
    for _ in 0..dice.below(4) {
        let at = dice.below(words.len());
        match dice.below(9) {
            0 => words.truncate(at + 1),
            1 => drop(words.drain(..at)),
            2 if words.len() > 1 => drop(words.remove(at)),
            3 => words.insert(at, (*dice.one_of(HARMFUL)).to_owned()),
            4 => words = words.iter().map(|word| capital(word)).collect(),
            5 => {
                words =
                    words.iter().map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()).collect()
            }
            6 => {
                let other: Vec<&str> = dice.one_of(corpus).split_whitespace().collect();
                let from = dice.below(other.len());
                words.truncate(at);
                words.extend(other[from..].iter().map(|word| (*word).to_owned()));
            }
            7 => {
                let other = dice.below(words.len());
                if let (true, true) = (at < words.len(), other < words.len()) {
                    words.swap(at, other);
                }
            }
            _ => words.push((*dice.one_of(&[".", ",", "?", "not", "No", "’s", "—", "Must", "Leave"])).to_owned()),
        }
    }
    words.join(" ")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// How many mutations: those asked for, or a few.
fn number(few: usize) -> usize {
    std::env::var("ONRECORD_MUTATIONS").ok().map_or(few, |n| n.parse().expect("ONRECORD_MUTATIONS is a number"))
}
