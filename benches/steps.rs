//! How fast each step is, in words a second on one thread: `cargo bench`. Texts are the sample articles.
//!
//! For whole processes on articles of the world, with peak memory, see docs/performance.md.

use divan::{Bencher, counter::ItemsCount};
use onrecord::{
    article::Article, document::Document, encoder::Encoder, engine::Engine, extract, speakers, statement::Attribution,
};

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the first pool of this process");
    divan::main();
}

const ARTICLES: [&str; 4] = [
    include_str!("../data/samples/01-meridian-wire-ruling.txt"),
    include_str!("../data/samples/04-gazette-deux-rives.txt"),
    include_str!("../data/samples/08-ledger-brief.txt"),
    include_str!("../data/samples/10-meridian-wire-talks.txt"),
];

fn words() -> ItemsCount {
    ItemsCount::new(ARTICLES.iter().map(|text| text.split_whitespace().count()).sum::<usize>())
}

#[divan::bench]
fn encoder(bencher: Bencher) {
    let encoder = Encoder::new();
    bencher.counter(words()).bench(|| ARTICLES.map(|text| encoder.read(&Document::new(text)).attributions()));
}

#[divan::bench]
fn extraction(bencher: Bencher) {
    let encoder = Encoder::new();
    let attributions = ARTICLES.map(|text| encoder.read(&Document::new(text)).attributions());
    bencher.counter(words()).bench(|| {
        for (text, attributions) in ARTICLES.iter().zip(&attributions) {
            divan::black_box(extract::statements(&Document::new(text), attributions.clone()));
        }
    });
}

#[divan::bench]
fn speakers_of_an_article(bencher: Bencher) {
    let encoder = Encoder::new();
    let read = ARTICLES.map(|text| {
        let document = Document::new(text);
        let reading = encoder.read(&document);
        let of = |s: onrecord::statement::Statement| Attribution {
            source: s.source,
            cue: s.cue,
            content: s.content,
            confidence: s.confidence,
        };
        let statements = extract::statements(&document, reading.attributions()).statements;
        let attributions: Vec<Attribution> = statements.into_iter().map(of).collect();
        let clues = reading.clues(&attributions);
        (attributions, clues)
    });
    bencher.counter(words()).bench(|| {
        for (text, (attributions, clues)) in ARTICLES.iter().zip(&read) {
            divan::black_box(speakers::resolve(&Document::new(text), attributions, clues));
        }
    });
}

#[divan::bench]
fn whole_engine(bencher: Bencher) {
    let engine = Engine::new();
    let articles = ARTICLES.map(|text| Article { text: text.to_owned(), ..Article::default() });
    bencher.counter(words()).bench(|| articles.each_ref().map(|article| engine.extract(article)));
}
