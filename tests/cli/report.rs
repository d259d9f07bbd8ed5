//! The report: one page, harmless whatever the articles hold, and complete without script.

use crate::support::Place;

const HOSTILE: &str = "Mayor Ada <script>alert(1)</script> Quist said on Monday that the bridge was \u{202e}sound\u{202c}.\n\n\
    \u{201c}It will <img src=x onerror=alert(2)> hold,\u{201d} Quist said.\n";

#[test]
fn a_report_shows_what_was_found_and_lets_nothing_act() {
    let place = Place::new();
    place.write("1.txt", HOSTILE);
    place.args(["add", "1.txt", "--published", "2024-05-13", "--outlet", "<b>Herald</b>"]).code(0);
    let claims = [
        r#"{"id":"c1","text":"The council did not sell the fish hall to Velora","speaker":"Bo Ferrant","published":"2024-05-14","outlet":"Post","url":"javascript:alert(3)"}"#,
        r#"{"id":"c2","text":"The council sold the fish hall to Velora","speaker":"Cy Tarn","published":"2024-05-15","outlet":"Herald"}"#,
    ];
    place.write("claims.jsonl", claims.join("\n"));
    place.onrecord("import claims.jsonl").code(0);
    place.args(["decide", "c1", "false", "--source", "https://pier.example/log", "--by", "Mira"]).code(0);
    place.onrecord("report -o report.html").code(0).prints_nothing().tells("report in report.html");
    let page = place.read("report.html");
    assert_eq!(page.matches("<script").count(), 1, "only the page's own script");
    for bad in ["<img", "onerror=alert(2)>", "javascript:", "\u{202e}", "<b>Herald", "@import"] {
        assert!(!page.contains(bad), "{bad:?} stands in the page");
    }
    assert!(page.contains("&lt;b&gt;Herald&lt;/b&gt;") && page.contains("⟨U+202E⟩sound"));
    assert!(page.contains("Bo Ferrant and Cy Tarn"), "conflicts are told in plain sentences");
    assert!(page.contains("https://pier.example/log") && page.contains("Mira"), "decisions are shown");
    // every link inside the page leads somewhere
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&target), "#{target} leads nowhere");
    }
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "no two elements have one id");
    // also where an article is left out, and where only one side of a conflict is chosen
    for words in ["report -o part.html --limit 1", "report -o part.html --speaker Tarn"] {
        place.onrecord(words).code(0);
        let page = place.read("part.html");
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!(" id=\"{target}\"")), "#{target} leads nowhere in {words}");
        }
    }
    place.onrecord("report -o none.html --words zeppelin").code(1);
    place.onrecord("report -o onrecord.db").code(7);
}

#[test]
fn a_report_marks_the_words_that_the_listing_marks() {
    let place = Place::new();
    place.onrecord("demo --db onrecord.db --report demo.html").ok();
    place
        .onrecord("conflicts --wide")
        .ok()
        .prints("Kestria will [not] [appeal] against")
        .prints("Kestria will [appeal] against");
    let page = place.read("demo.html");
    for marked in ["will <mark>not</mark> <mark>appeal</mark> against", "will <mark>appeal</mark> against"] {
        assert!(page.contains(marked), "{marked}");
    }
}
