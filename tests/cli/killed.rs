//! Killed at random moments and run again, every command that writes leaves what it would have left at once, conflicts and
//! doubts included. `ONRECORD_KILLS=200` makes it long.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::support::Place;

/// What a database holds, without row numbers and moments.
fn content(place: &Place, database: &str) -> BTreeSet<String> {
    let db = rusqlite::Connection::open(place.path(database)).unwrap();
    let mut out = BTreeSet::new();
    for sql in [
        "SELECT 'article', uid, document, version, superseded_by IS NULL, text FROM articles",
        "SELECT 'place', a.uid, p.address, p.outlet, p.title, p.published, p.uid, p.text, p.superseded_by IS NULL
             FROM appearances AS p JOIN articles AS a ON a.id = p.article_id",
        "SELECT 'shingle', a.uid, s.hash FROM shingles AS s JOIN articles AS a ON a.id = s.article_id",
        "SELECT 'statement', id, article, kind, act, text, speaker, role, organization, source, cue, content, others, current,
             checked, finding FROM attribution_history",
        "SELECT 'compared', uid, compared, comparison_fault FROM statements",
        "SELECT 'speaker', uid, name, type, role, organization, country, hidden, statements, articles, roles, first, last
             FROM speakers AS w LEFT JOIN speaker_totals AS t ON t.speaker_id = w.id",
        "SELECT 'name', key, uid FROM speaker_names AS n JOIN speakers AS w ON w.id = n.speaker_id",
        "SELECT 'voice', v.uid, v.name, v.role, w.uid, settled FROM voices AS v JOIN speakers AS w ON w.id = v.speaker_id",
        "SELECT 'doubt', min(a.uid, b.uid), max(a.uid, b.uid), why FROM doubts AS d
             JOIN voices AS a ON a.id = d.a_voice JOIN voices AS b ON b.id = d.b_voice",
        "SELECT 'conflict', c.uid, kind, score, firm, rule, question, why FROM conflicts AS c",
        "SELECT 'decision', uid, action, summary, undone_at IS NULL, waiting FROM decisions",
    ] {
        let mut query = db.prepare(sql).unwrap();
        let columns = query.column_count();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = (0..columns).map(|i| format!("{:?}", row.get::<_, rusqlite::types::Value>(i).unwrap()));
            out.insert(cells.collect::<Vec<_>>().join(" | "));
        }
    }
    out
}

fn claims() -> String {
    let places = ["Estrand", "Borvik", "Kalhaven", "Lundmouth", "Norstad", "Ostby"];
    let line = |n: usize| {
        let place = places[n % places.len()];
        let (speaker, text) = match n % 3 {
            0 => ("Maria Vogt", format!("The harbour of {place} was closed in 2031 after storm {}", n / 6)),
            1 => ("Daniel Okoro", format!("The harbour of {place} was not closed in 2031 after storm {}", n / 6)),
            _ => ("M. Vogt", format!("The ferry to {place} costs {} crowns", 100 + n)),
        };
        serde_json::json!({"id": format!("c{n}"), "text": text, "speaker": speaker, "published": "2031-03-02"})
            .to_string()
    };
    (0..60).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn killed_at_random_moments_nothing_is_lost_or_doubled() {
    let kills: usize = std::env::var("ONRECORD_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8);
    let place = Place::new();
    place.write("claims.jsonl", claims());
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");
    for name in ["01-meridian-wire-ruling.txt", "08-ledger-brief.txt", "10-meridian-wire-talks.txt"] {
        place.write(&format!("articles/{name}"), std::fs::read(format!("{samples}/{name}")).unwrap());
    }
    place.onrecord("--db other.db -q add articles/10-meridian-wire-talks.txt").ok();
    let id = place.onrecord("--db other.db quotes --format jsonl --limit 1").ok().json_lines()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    place.onrecord(&format!("--db other.db -q decide {id} accept --by desk")).ok();
    let commands = [
        "add articles/08-ledger-brief.txt articles/01-meridian-wire-ruling.txt",
        "import claims.jsonl",
        "merge other.db",
        "conflicts renew",
    ];
    let mut took = Vec::new();
    for command in commands {
        let start = Instant::now();
        place.onrecord(&format!("--db whole.db -q {command}")).ok();
        took.push(start.elapsed());
    }
    let expected = content(&place, "whole.db");
    assert!(expected.iter().any(|row| row.contains("conflict")) && expected.iter().any(|row| row.contains("decision")));
    let mut seed = 7u32;
    let mut random = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(seed >> 8) / f64::from(1 << 24)
    };
    let rounds = kills.div_ceil(commands.len() * 2);
    let (mut killed, mut missed) = (0, 0);
    for round in 0..rounds {
        let database = format!("killed-{round}.db");
        for (command, took) in commands.iter().zip(&took) {
            for _ in 0..2 {
                let mut child = place.started(&format!("--db {database} -q {command}"));
                std::thread::sleep(Duration::from_secs_f64(took.as_secs_f64() * random()));
                let ended = child.try_wait().unwrap().is_some();
                let _ = child.kill();
                let _ = child.wait();
                *(if ended { &mut missed } else { &mut killed }) += 1;
            }
            place.onrecord(&format!("--db {database} -q {command}")).ok();
        }
        let found = content(&place, &database);
        let (lost, more): (Vec<_>, Vec<_>) =
            (expected.difference(&found).collect(), found.difference(&expected).collect());
        assert!(lost.is_empty() && more.is_empty(), "round {round}: lost {lost:#?}, more {more:#?}");
        place.onrecord(&format!("--db {database} -q verify")).ok();
    }
    assert!(killed > missed, "{killed} killed, {missed} too late");
}
