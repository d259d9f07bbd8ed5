//! Speech and lists: transcripts, interviews, lists of quotations, liveblogs, wrapped mails. Who says what in `texts.toml`?

use std::fmt::Write as _;

use onrecord::engine::Engine;
use onrecord::read::{Input, ReadOptions, read};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    text: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    /// what kind of text it is
    name: String,
    /// the name of its file's format
    #[serde(default = "txt")]
    format: String,
    text: String,
    /// words that one statement has, and who says them: "" for nobody; "-" where no statement may have them
    said: Vec<[String; 2]>,
}

fn txt() -> String {
    "txt".into()
}

#[test]
fn each_says_their_own() {
    let file: File = toml::from_str(include_str!("texts.toml")).expect("the texts");
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Engine::new();
    let mut wrong = String::new();
    for text in &file.text {
        let path = folder.path().join(format!("text.{}", text.format));
        std::fs::write(&path, &text.text).expect("a file");
        let article =
            read(&[Input::new(path)], &ReadOptions::default()).next().expect("an article").expect("a text").article;
        let statements = engine.extract(&article).expect("statements").statements;
        let said: Vec<(String, String)> = statements
            .iter()
            .map(|s| (s.text(&article.text), s.voice.as_ref().map(|v| v.name.clone()).unwrap_or_default()))
            .collect();
        for [words, speaker] in &text.said {
            let found = said.iter().find(|(content, _)| content.replace('\n', " ").contains(&**words));
            let name = found.map_or("-", |(_, name)| name);
            if name != speaker {
                let _ = writeln!(wrong, "{}: {words:?} is {name:?}'s, must be {speaker:?}'s\n    {said:?}", text.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
