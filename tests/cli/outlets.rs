//! `outlets`: one name for an outlet that articles print in several ways.

use crate::support::Place;

/// A place in which one outlet is printed in three ways, with a version of a quotation in two of them.
fn stored() -> Place {
    let place = Place::new();
    let story = |number: &str, end: &str| {
        format!("“The pier has {number} loose columns,” Mayor Ada Quist said on Monday. {end}\n")
    };
    for (name, outlet, number, end) in [
        ("1.txt", "The Kestrel Times", "14", "Rain fell in the afternoon."),
        ("2.txt", "kestreltimes.example", "40", "The harbour was shut at noon."),
        ("3.txt", "KESTREL TIMES", "14", "The storm broke two windows in the town."),
    ] {
        place.write(name, story(number, end));
        place.args(["add", name, "--outlet", outlet, "--published", "2024-05-13"]).ok();
    }
    place
}

fn listed(place: &Place) -> Vec<String> {
    place.onrecord("outlets --format csv").ok().stdout().lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn an_outlet_that_is_printed_in_several_ways_goes_by_one_name() {
    let place = stored();
    let before = listed(&place);
    assert_eq!(before, ["KESTREL TIMES,1,", "The Kestrel Times,1,", "kestreltimes.example,1,"]);
    let alias = ["outlets", "alias", "The Kestrel Times", "kestrel times", "kestreltimes.example"];
    place.args(alias).ok().tells("2 places renamed");
    assert_eq!(listed(&place), ["The Kestrel Times,3,kestrel times; kestreltimes.example"]);
    // every way to call it finds all, and so does a count
    for outlet in ["the kestrel times", "Kestrel Times", "kestreltimes.example"] {
        let found = place.args(["quotes", "--outlet", outlet, "--format", "jsonl"]).ok().json_lines();
        assert_eq!(found.len(), 3, "{outlet}");
        assert!(found.iter().all(|row| row["outlet"] == "The Kestrel Times"));
    }
    place.onrecord("count --by outlet --format csv").ok().prints("The Kestrel Times,3,3,1");
    // one to come goes by the same name, and the same one twice is one
    place.write("4.txt", "“The ferry is late again,” harbour master Bo Ferrant said on Tuesday.\n");
    for _ in 0..2 {
        place.args(["add", "4.txt", "--outlet", "Kestrel Times", "--published", "2024-05-14"]).ok();
    }
    assert_eq!(listed(&place), ["The Kestrel Times,4,kestrel times; kestreltimes.example"]);
    place.onrecord("verify").ok();
    // what is printed is not lost
    place.onrecord("outlets forget kestreltimes.example").ok().tells("1 place named again as printed");
    assert_eq!(listed(&place)[1..], ["kestreltimes.example,1,"]);
    place.args(["outlets", "forget", "The Kestrel Times"]).ok();
    assert_eq!(listed(&place).len(), 4);
    place.onrecord("outlets forget nobody").code(1);
    place.args(["outlets", "alias", "The Kestrel Times", "…"]).code(2);
    place.onrecord("verify").ok();
}

#[test]
fn a_merge_takes_names_of_outlets_over_and_guesses_none() {
    let place = stored();
    place.args(["outlets", "alias", "The Kestrel Times", "Kestrel Times", "kestreltimes.example"]).ok();
    // nothing named here: all of it is taken over, also for what is stored here, and what is printed is kept
    place.write("4.txt", "“The ferry is late again,” harbour master Bo Ferrant said on Tuesday.\n");
    place.args(["--db", "b.db", "add", "4.txt", "--outlet", "Kestrel Times"]).ok();
    let merge = place.onrecord("--db b.db merge onrecord.db").ok();
    merge.tells("2 names of outlets taken over");
    let of_b = |format: &str| place.onrecord(&format!("--db b.db {format}")).ok();
    of_b("outlets --format csv").prints("The Kestrel Times,4,Kestrel Times; kestreltimes.example");
    assert!(!of_b("merge onrecord.db").stderr().contains("of outlets taken over"));
    of_b("outlets forget kestreltimes.example").tells("1 place named again as printed");
    of_b("verify");
    // another name here: told, and ours stays
    place.args(["--db", "c.db", "add", "2.txt", "--outlet", "kestreltimes.example"]).ok();
    place.args(["--db", "c.db", "outlets", "alias", "Kestrel Online", "kestreltimes.example"]).ok();
    let merge = place.onrecord("--db c.db merge onrecord.db").ok();
    merge.tells("outlet \"kestreltimes.example\" goes by \"Kestrel Online\" here and by \"The Kestrel Times\" there");
    let listed = place.onrecord("--db c.db outlets --format csv").ok();
    let listed: Vec<String> = listed.stdout().lines().map(str::to_owned).collect();
    for line in ["Kestrel Online,2,kestreltimes.example", "The Kestrel Times,1,", "KESTREL TIMES,1,"] {
        assert!(listed.iter().any(|l| l == line), "{line}: {listed:?}");
    }
    place.onrecord("--db c.db verify").ok();
}
