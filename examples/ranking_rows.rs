//! Prints every choice of a speaker in annotated articles with the features of its candidates, for `training/ranking.py`: so
//! that training and program cannot differ.
//!
//!     cargo run --release --example ranking_rows -- WEIGHTS < ARTICLES.jsonl > ROWS.jsonl
//!
//! In: `{"id", "text", "attributions": [{"source", "cue", "content", "speaker", "type"}]}` a line, spans in code points;
//! `type` is null where the speaker is not known. Out: `{"id", "k", "form", "type", "names", "rows", "right",
//! "own", "capacities"}` an attribution; `own`: of an invented article; `capacities`: titles and bodies likewise.

use std::io::{BufRead, Write};

use onrecord::{document::Document, encoder::Encoder, speakers, statement::Attribution, text::Span};
use serde_json::Value;

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("usage: ranking_rows WEIGHTS"))?;
    let encoder = Encoder::with_weights(std::fs::read(path)?)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        let document = Document::new(text);
        let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let spans = |v: &Value| -> Vec<Span> {
            let pair =
                |p: &Value| Some(Span::new(*bytes.get(p[0].as_u64()? as usize)?, *bytes.get(p[1].as_u64()? as usize)?));
            v.as_array().into_iter().flatten().filter_map(pair).collect()
        };
        let gold: Vec<&Value> = article["attributions"].as_array().into_iter().flatten().collect();
        let attributions: Vec<Attribution> = gold
            .iter()
            .map(|a| Attribution {
                source: spans(&a["source"]),
                cue: spans(&a["cue"]),
                content: spans(&a["content"]),
                confidence: 1.0,
            })
            .collect();
        let clues = encoder.read(&document).clues(&attributions);
        let right = |i: usize, names: &[String]| right_one(gold[i], names);
        for (k, offer) in speakers::offers(&document, &attributions, &clues, &right).into_iter().enumerate() {
            let row = serde_json::json!({"id": article["id"], "k": k, "form": offer.form as u8, "type": gold[k]["type"],
                "speaker": gold[k]["speaker"], "names": offer.names, "rows": offer.rows, "right": right(k, &offer.names),
                "own": gold[k]["role"].is_string(), "capacities": capacities(gold[k], offer.capacities)});
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}

/// The titles and bodies offered, and which are right: none where the annotation does not tell, or tells what was not offered.
fn capacities(gold: &Value, [titles, bodies]: [(Vec<String>, Vec<Vec<f32>>); 2]) -> Value {
    let told = |keys: &[&str]| keys.iter().find_map(|k| gold[*k].as_str()).map(str::to_owned);
    let right = |names: &[String], wanted: Option<String>| {
        let wanted = words(&wanted?);
        if wanted.is_empty() {
            return names.iter().position(String::is_empty);
        }
        let own: Vec<Vec<String>> = names.iter().map(|n| words(n)).collect();
        let within = |o: &Vec<String>| {
            !o.is_empty() && (o.iter().all(|w| wanted.contains(w)) || wanted.iter().all(|w| o.contains(w)))
        };
        own.iter().position(|o| *o == wanted).or_else(|| own.iter().position(within))
    };
    let of = |(names, rows): (Vec<String>, Vec<Vec<f32>>), keys: &[&str]| {
        let right = right(&names, told(keys));
        serde_json::json!({"names": names, "rows": rows, "right": right})
    };
    serde_json::json!([of(titles, &["role", "title"]), of(bodies, &["org"])])
}

/// The candidate that the annotation means: a person by the full name, else by the last name; anything else by its words; nobody
/// where nobody is meant. The candidate before the last is nobody, where there are words of the source these come last.
fn right_one(gold: &Value, names: &[String]) -> Option<usize> {
    let kind = gold["type"].as_str()?;
    let speaker = gold["speaker"].as_str().unwrap_or_default();
    if speaker.is_empty() || matches!(kind, "nobody" | "anonymous") {
        return names.iter().position(String::is_empty);
    }
    let wanted: Vec<Vec<String>> = speaker.split("; ").map(words).collect();
    let exact = names.iter().position(|n| !n.is_empty() && wanted.contains(&words(n)));
    exact.or_else(|| {
        names.iter().position(|n| {
            let own = words(n);
            !own.is_empty()
                && wanted.iter().any(|w| match kind {
                    "person" => w.last() == own.last(),
                    _ => own.iter().filter(|x| w.contains(x)).count() * 2 > w.len().max(own.len()),
                })
        })
    })
}

fn words(name: &str) -> Vec<String> {
    let plain = name.to_lowercase().replace('’', "'").replace("'s", "");
    let kept = |w: &&str| !w.is_empty() && !matches!(*w, "the" | "a" | "an" | "of" | "for" | "and");
    plain.split(|c: char| !c.is_alphanumeric()).filter(kept).map(str::to_owned).collect()
}
