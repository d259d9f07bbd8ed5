//! The denials of a database with what each may deny in its article, for fitting the weights of that choice: `denial_rows DB > ROWS.jsonl`
//! (`training/denials.py`).

use std::collections::BTreeMap;

use onrecord::compare::{Analysis, Claim, Comparer, article_matter};
use onrecord::pipeline::claim;
use onrecord::store::{AttributionRow, Filter, Store};

fn main() {
    let path = std::env::args().nth(1).expect("a database");
    let store = Store::open(path.as_ref()).expect("a database of onrecord");
    let mut articles: BTreeMap<String, Vec<AttributionRow>> = BTreeMap::new();
    for row in store.statements(&Filter::default()).expect("statements") {
        articles.entry(row.article.clone()).or_default().push(row);
    }
    let comparer = Comparer::new(Vec::new());
    for (id, mut rows) in articles {
        rows.sort_by_key(|row| (row.content.first().copied(), row.key));
        let matter = article_matter(&store.article(&id).expect("an article").1);
        let read = |row| Claim { rare: matter.names.clone(), ..claim(row, matter.clone()) };
        let analyses: Vec<Analysis> = rows.iter().map(|row| comparer.analyse(read(row))).collect();
        let told = |i: usize| {
            let row = &rows[i];
            serde_json::json!({"id": row.id, "title": row.title, "content": row.content, "text": row.text, "speaker": row.speaker, "cue": row.cue, "act": row.act})
        };
        for offer in comparer.denials(&analyses.iter().collect::<Vec<_>>()) {
            let statements: Vec<_> = offer.told.iter().map(|&i| told(i)).collect();
            let row = serde_json::json!({"denial": told(offer.denial), "told": statements, "rows": offer.rows, "nothing": offer.nothing});
            println!("{row}");
        }
    }
}
