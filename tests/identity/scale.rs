//! How long identity takes on many voices. The large run is for measuring:
//! `CARGO_PROFILE_TEST_OPT_LEVEL=3 cargo test --test identity -- --ignored --nocapture hundred`

use std::time::Instant;

use onrecord::speakers::identity::{Constraints, VoiceProfile, Voices, block_keys, identify, identify_around};
use onrecord::statement::SpeakerType;

/// Numbers that look random and are the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

/// Voices as a large collection has them: few people very often, most once or twice, many namesakes.
fn many(count: usize) -> Vec<VoiceProfile> {
    const GIVEN: [&str; 24] = [
        "Joseph",
        "William",
        "Anna",
        "Maria",
        "Piotr",
        "Sergei",
        "Mohammed",
        "Katherine",
        "Michael",
        "David",
        "Elena",
        "Omar",
        "Thomas",
        "Susan",
        "Viktor",
        "Ines",
        "Tarek",
        "Helen",
        "James",
        "Olga",
        "Dmitry",
        "Robert",
        "Ilse",
        "Pedro",
    ];
    const SYLLABLES: [&str; 20] = [
        "har", "lan", "kel", "ler", "dor", "ens", "ky", "wis", "nia", "mal", "ov", "tar", "quil", "pel", "ru", "an",
        "bel", "os", "gro", "ve",
    ];
    const ROLES: [&str; 12] = [
        "mayor",
        "deputy mayor",
        "finance minister",
        "spokesman for the ministry",
        "chief executive",
        "professor of law",
        "surgeon",
        "national coach",
        "senator",
        "head of the union",
        "police chief",
        "adviser",
    ];
    let mut dice = Dice(7);
    let mut voices = Vec::with_capacity(count);
    for n in 0..count {
        // squared, so that low numbers are frequent
        let person = dice.roll(1000) * dice.roll(1000) / 40;
        let mut own = Dice(person as u64 * 7919 + 1);
        for _ in 0..4 {
            own.roll(2);
        }
        let given = GIVEN[own.roll(24)];
        let last: String = (0..2 + own.roll(2)).map(|_| SYLLABLES[own.roll(20)]).collect();
        let last = format!("{}{}", last[..1].to_uppercase(), &last[1..]);
        let role = format!("{}{}", ["", "former ", "acting "][dice.roll(3)], ROLES[(own.roll(12) + dice.roll(2)) % 12]);
        let name = match dice.roll(12) {
            0 => last.clone(),
            1 => format!("{}. {last}", &given[..1]),
            2 => format!("Mr {given} {last}"),
            _ => format!("{given} {last}"),
        };
        let country = ["US", "DE", "RU", "GB", "PL", "EG"][own.roll(6)];
        voices.push(VoiceProfile {
            key: format!("article {}/{n}", n / 5),
            article: format!("article {}", n / 5),
            published: Some(format!("20{:02}-0{}-11", 10 + n % 14, 1 + n % 9)),
            outlet: Some(format!("outlet {}", dice.roll(50))),
            name,
            speaker_type: SpeakerType::Person,
            role: (dice.roll(4) > 0).then_some(role),
            organization: (dice.roll(3) == 0).then(|| format!("Institute {}", own.roll(400))),
            country: (dice.roll(2) == 0).then(|| country.to_string()),
            beside: Vec::new(),
            statements: 1,
        });
    }
    voices
}

fn measure(count: usize) {
    let voices = many(count);
    let start = Instant::now();
    let identities = identify(&voices, &Constraints::default());
    let whole = start.elapsed();
    println!(
        "{count} voices: {} speakers, {} proposals in {whole:.2?}",
        identities.clusters.len(),
        identities.doubtful.len()
    );
    let placed: usize = identities.clusters.iter().map(|c| c.voices.len()).sum();
    assert_eq!(placed, count);
    let mut store = Blocks::of(voices.clone());
    let start = Instant::now();
    for seed in voices.iter().step_by(count / 20) {
        identify_around(std::slice::from_ref(seed), &Constraints::default(), &mut store);
    }
    println!("  one more voice: {:.2?} on average", start.elapsed() / 20);
}

/// A store with an index, as a database has.
struct Blocks {
    voices: Vec<VoiceProfile>,
    index: std::collections::HashMap<String, Vec<usize>>,
}

impl Blocks {
    fn of(voices: Vec<VoiceProfile>) -> Self {
        let mut index: std::collections::HashMap<String, Vec<usize>> = std::collections::HashMap::new();
        for (n, v) in voices.iter().enumerate() {
            for block in block_keys(v.speaker_type, &v.name) {
                index.entry(block).or_default().push(n);
            }
        }
        Blocks { voices, index }
    }
}

impl Voices for Blocks {
    fn of_blocks(&mut self, blocks: &[String]) -> Vec<VoiceProfile> {
        let found: std::collections::BTreeSet<usize> =
            blocks.iter().filter_map(|b| self.index.get(b)).flatten().copied().collect();
        found.into_iter().map(|n| self.voices[n].clone()).collect()
    }

    fn of_keys(&mut self, keys: &[String]) -> Vec<VoiceProfile> {
        self.voices.iter().filter(|v| keys.contains(&v.key)).cloned().collect()
    }
}

#[test]
fn two_thousand_voices() {
    measure(2_000);
}

#[test]
#[ignore = "for measuring, with optimisation"]
fn hundred_thousand_voices() {
    measure(100_000);
}
