//! How precise the furniture rules are on real articles: almost no paragraph that holds an annotated content may be
//! called furniture or a caption. Run with `--nocapture` to see the figures and the paragraphs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use onrecord::document::furniture::{Part, parts};
use onrecord::document::paragraphs::paragraphs;
use onrecord::text::Span;

fn shared(path: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.ancestors().skip(1).take(2).map(|up| up.join("shared").join(path)).find(|p| p.exists());
    if found.is_none() {
        // past the test's own capture, so that nobody takes it for a pass
        let _ = writeln!(std::io::stderr(), "SKIPPED: ../shared/{path} is absent; nothing was measured");
    }
    found
}

#[test]
fn paragraphs_with_attributions_are_body_text() {
    let Some(path) = shared("eval/polnear/polnear-train.jsonl") else { return };
    let (mut all, mut furniture, mut captions, mut with_content, mut taken) = (0, 0, 0, 0, 0);
    for line in fs::read_to_string(path).unwrap().lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = article["text"].as_str().unwrap();
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let offset = |v: &serde_json::Value| bytes[v.as_u64().unwrap() as usize];
        let contents: Vec<Span> = article["attributions"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|a| a["content"].as_array().unwrap())
            .map(|c| Span::new(offset(&c[0]), offset(&c[1])))
            .collect();
        let found = paragraphs(text);
        for (paragraph, part) in found.iter().zip(parts(text, &found)) {
            all += 1;
            let holds = contents.iter().any(|c| paragraph.overlaps(*c));
            with_content += usize::from(holds);
            furniture += usize::from(part.is_furniture());
            captions += usize::from(matches!(part, Part::Caption(_)));
            if let Part::Furniture(_) | Part::Caption(_) = part {
                taken += usize::from(holds);
                println!("{}\t{part:?}\t{}", if holds { "HOLDS CONTENT" } else { "" }, paragraph.of(text));
            }
        }
    }
    println!(
        "{all} paragraphs, {furniture} furniture, {captions} captions; {taken} of the {with_content} that hold content"
    );
    assert!(taken * 200 <= with_content, "{taken} of {with_content} paragraphs with content are taken");
}

#[test]
fn the_founding_article_has_one_box_and_three_captions() {
    let Some(path) = shared("articles/icc-warrant-2023-03-17.txt") else { return };
    let text = fs::read_to_string(path).unwrap();
    let found = paragraphs(&text);
    let parts = parts(&text, &found);
    assert!(parts[0].is_furniture());
    assert_eq!(parts.iter().filter(|p| p.is_furniture()).count(), 1);
    assert_eq!(parts.iter().filter(|p| matches!(p, Part::Caption(_))).count(), 3);
}
