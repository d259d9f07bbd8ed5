//! Questions in plain words and drafts on invented articles, as tables: `tests/desk/`.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::support::Place;

#[derive(Deserialize)]
struct Articles {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    name: String,
    published: String,
    outlet: String,
    text: String,
}

#[derive(Deserialize)]
struct Questions {
    question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    ask: String,
    #[serde(default)]
    yes: BTreeSet<String>,
    #[serde(default)]
    no: BTreeSet<String>,
    #[serde(default)]
    avoids: BTreeSet<String>,
    /// why it does not come out yet
    open: Option<String>,
}

#[derive(Deserialize)]
struct Drafts {
    draft: Vec<Draft>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    text: String,
    #[serde(default)]
    quotations: Vec<String>,
    #[serde(default)]
    attributions: Vec<String>,
    /// why it does not come out yet
    open: Option<String>,
}

fn stored() -> Place {
    let articles: Articles = toml::from_str(include_str!("../desk/articles.toml")).expect("articles");
    let place = Place::new();
    for article in articles.article {
        place.write(&article.name, article.text);
        let (name, published) = (article.name.as_str(), article.published.as_str());
        place.args(["add", name, "--published", published, "--outlet", article.outlet.as_str()]).ok();
    }
    place
}

/// What does not come out as the table says, and what does although it is called open.
fn told(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn questions_get_the_answers_that_the_articles_give() {
    let place = stored();
    let table: Questions = toml::from_str(include_str!("../desk/questions.toml")).expect("questions");
    let mut faults = Vec::new();
    for question in table.question {
        place.write("asked.txt", &question.ask);
        let run = place.shell("onrecord ask \"$(cat asked.txt)\" --format json || true").ok().json();
        let with = |stance: &str| -> BTreeSet<String> {
            let positions = run["positions"].as_array().expect("a list");
            let taken = positions.iter().filter(|position| position["stance"] == stance);
            taken.map(|position| position["speaker"].as_str().unwrap_or("nobody").to_owned()).collect()
        };
        let found = [with("yes"), with("no"), with("avoids")];
        let holds = found == [question.yes, question.no, question.avoids];
        if holds == question.open.is_some() {
            faults.push(format!("{} {found:?}", question.ask));
        }
    }
    told(&faults);
}

#[test]
fn drafts_are_told_for_what_they_are() {
    let place = stored();
    let table: Drafts = toml::from_str(include_str!("../desk/drafts.toml")).expect("drafts");
    let mut faults = Vec::new();
    for draft in table.draft {
        place.write("draft.txt", format!("{}\n", draft.text));
        let run = place.shell("onrecord check draft.txt --format json || true").ok().json();
        let verdicts = |list: &str, differences: &str| -> Vec<String> {
            let verdict = |one: &serde_json::Value| {
                let kinds: Vec<&str> =
                    one[differences].as_array().expect("a list").iter().filter_map(|d| d["kind"].as_str()).collect();
                let verdict = one["verdict"].as_str().expect("a word");
                if kinds.is_empty() { verdict.to_owned() } else { format!("{verdict}: {}", kinds.join(", ")) }
            };
            run[list].as_array().expect("a list").iter().map(verdict).collect()
        };
        let found = (verdicts("quotations", "changes"), verdicts("attributions", "differences"));
        let holds = found == (draft.quotations, draft.attributions);
        if holds == draft.open.is_some() {
            faults.push(format!("{} {found:?}", draft.text));
        }
    }
    told(&faults);
}
