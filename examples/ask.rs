//! The library as a program uses it: adds articles to a database and asks who said what.
//!
//!     cargo run --release --example ask -- affair.db Dragulić data/samples/*.txt

use std::path::Path;

use onrecord::engine::Engine;
use onrecord::read::{Input, ReadOptions, read};
use onrecord::store::{Filter, Lookup};
use onrecord::{compare, pipeline};

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let (Some(database), Some(name)) = (words.next(), words.next()) else {
        anyhow::bail!("usage: ask DB NAME FILE…")
    };
    let mut store = pipeline::open(Path::new(&database))?;

    let files: Vec<Input> = words.map(Input::new).collect();
    let articles = read(&files, &ReadOptions::default());
    let totals =
        pipeline::add(&mut store, &Engine::new(), articles, compare::shipped(), pipeline::never, &mut |event| {
            eprintln!("{event:?}");
        })?;
    println!("{}", totals.summary());

    let (Lookup::Found(speaker) | Lookup::Likely(speaker)) = store.find_speaker(&name)? else {
        anyhow::bail!("no speaker is called {name}")
    };
    for said in store.statements(&Filter { speakers: vec![speaker.key], ..Filter::default() })? {
        println!("{}  {}", said.published.unwrap_or_default(), said.text);
    }
    Ok(())
}
