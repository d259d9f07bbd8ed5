//! Reads spoiled copies of `tests/fixtures`, as many as it is told, and fails when a reader takes too long; a panic or a
//! crash ends it by itself. `cargo run --release --example mutate_readers -- 100000 [SEED] [NAME]`
//!
//! Every find becomes a named test in `tests/read_formats.rs`.

use std::path::Path;
use std::time::{Duration, Instant};

use onrecord::read::{ReadOptions, Source};

const SLOWEST: Duration = Duration::from_secs(10);

/// A small generator (xorshift), so that a run can be repeated from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let runs: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let seed: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let only = args.next();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "py"))
        .map(|path| {
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), std::fs::read(path).expect("a file"))
        })
        .filter(|(name, _)| only.as_ref().is_none_or(|only| name == only))
        .collect();
    files.sort();
    let mut dice = Dice(seed.max(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (mut read, mut refused) = (0_u64, 0_u64);
    // library panics are caught by the readers; their messages would drown the result
    std::panic::set_hook(Box::new(|_| {}));
    for run in 0..runs {
        let (name, bytes) = &files[dice.roll(files.len())];
        let other = &files[dice.roll(files.len())].1;
        let spoiled = spoiled(bytes, other, &mut dice);
        let begun = Instant::now();
        for result in Source::of_bytes(name, spoiled.clone()).articles(&ReadOptions::default()) {
            *if result.is_ok() { &mut read } else { &mut refused } += 1;
        }
        if begun.elapsed() > SLOWEST {
            let path = std::env::temp_dir().join(format!("slow-{seed}-{run}-{name}"));
            let _ = std::fs::write(&path, &spoiled);
            eprintln!("run {run}: {name} took {:?}; kept as {}", begun.elapsed(), path.display());
            std::process::exit(1);
        }
    }
    println!("{runs} runs from seed {seed}: {read} articles, {refused} problems, no crash");
}

/// A few changes: bytes turned, pieces doubled, dropped, cut off, taken from another file.
fn spoiled(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(out.len());
        let length = dice.roll(40).min(out.len() - at.min(out.len()));
        match dice.roll(7) {
            0 if !out.is_empty() => out[at] ^= 1 << dice.roll(8),
            1 if !out.is_empty() => out[at] = [0, 0xFF, b'<', b'"', b'&', b'{', b'\n', 0x80][dice.roll(8)],
            2 => out.truncate(at),
            3 => drop(out.drain(at..at + length)),
            4 => {
                let piece = out[at..at + length].to_vec();
                let times = 1 + dice.roll(50);
                out.splice(at..at, piece.repeat(times));
            }
            5 => {
                let from = dice.roll(other.len());
                let until = (from + dice.roll(200)).min(other.len());
                out.splice(at..at, other[from..until].iter().copied());
            }
            _ => {
                let digits = [&b"0"[..], b"-1", b"4294967295", b"99999999999999999999", b"ffffffff"];
                out.splice(at..at, digits[dice.roll(digits.len())].iter().copied());
            }
        }
    }
    out
}
