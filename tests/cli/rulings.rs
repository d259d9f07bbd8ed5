//! What people rule about speakers, through the binary: recorded, undoable, kept when more is added.

use crate::support::Place;

const FIRST: &str = "Mayor Ada Quist said on Monday that the bridge was sound. “It will hold,” Quist said.\n";
const SECOND: &str = "Harbour master Ada Quist-Lund said on Tuesday that the bridge would close.\n";

fn added() -> Place {
    let place = Place::new();
    place.write("1.txt", FIRST);
    place.write("2.txt", SECOND);
    place.onrecord("add 1.txt --published 2024-05-13 --outlet Herald").code(0);
    place.onrecord("add 2.txt --published 2024-05-14 --outlet Herald").code(0);
    place
}

fn names(place: &Place) -> Vec<String> {
    let listed = place.onrecord("speakers --format json").code(0).json();
    let speakers = listed["speakers"].as_array().expect("a list");
    speakers.iter().map(|s| s["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn merged_speakers_are_one_until_it_is_taken_back() {
    let place = added();
    assert_eq!(names(&place).len(), 2);
    place.args(["speakers", "merge", "Ada Quist", "Ada Quist-Lund", "--reason", "she married"]).code(0);
    assert_eq!(names(&place), ["Ada Quist"]);
    // more of the same person comes in, and the ruling holds
    place.write("3.txt", "Harbour master Ada Quist-Lund said that the quay would close too.\n");
    place.onrecord("add 3.txt --published 2024-05-15").code(0);
    assert_eq!(names(&place), ["Ada Quist"]);
    let decisions = place.onrecord("decisions --format json").code(0).json();
    assert_eq!(decisions["decisions"][0]["reason"], "she married");
    place.onrecord("undo 1").code(0);
    assert_eq!(names(&place).len(), 2);
}

#[test]
fn a_name_that_another_speaker_has_is_refused_with_a_way_out() {
    let place = added();
    let refused = place.args(["speakers", "rename", "Ada Quist-Lund", "ada quist"]).code(2);
    refused.tells("another speaker is called").tells("onrecord speakers merge 'ada quist' 'Ada Quist-Lund'");
    place.args(["decide", "Ada Quist-Lund", "fix", "--speaker", "Ada Quist"]).code(2);
    assert_eq!(names(&place), ["Ada Quist", "Ada Quist-Lund"]);
    place.args(["speakers", "rename", "Ada Quist", "ADA QUIST"]).code(0);
}

#[test]
fn a_speaker_can_be_renamed_found_by_another_name_and_left_out() {
    let place = added();
    place.args(["speakers", "rename", "Ada Quist", "Ada M. Quist"]).code(0);
    assert!(names(&place).contains(&"Ada M. Quist".to_owned()));
    place.args(["speakers", "alias", "Ada M. Quist", "the bridge mayor"]).code(0);
    place.args(["quotes", "the bridge mayor"]).code(0);
    place.args(["speakers", "forget", "Ada Quist-Lund"]).code(0);
    assert_eq!(names(&place), ["Ada M. Quist"]);
    place.args(["speakers", "merge", "Ada M. Quist", "Nobody Known"]).code(1);
}

#[test]
fn a_list_of_ones_own_wins_over_guesses() {
    let place = added();
    place.write("people.csv", "name,aliases,role\nAda Quist-Lund,Ada Quist,harbour master\n");
    place.onrecord("speakers load people.csv").code(0);
    assert_eq!(names(&place), ["Ada Quist-Lund"]);
    place.write("people.txt", "Ada");
    let refused = place.onrecord("speakers load people.txt").code(3);
    assert!(refused.stderr().contains("people.txt: neither .csv nor .toml"), "{}", refused.stderr());
}

#[test]
fn doubtful_pairs_are_proposals() {
    let place = Place::new();
    // one name in two organisations may be two people
    place.write("a.txt", "Kestria Today\n\nJan Holm, chief executive of Sorn Hydro, said that the dam was safe.\n");
    place.write(
        "b.txt",
        "Meridian Wire\n\nJan Holm, a professor at the Belgora Polytechnic, said that the dam would leak.\n",
    );
    place.onrecord("add a.txt b.txt").code(0);
    let found = place.onrecord("speakers doubtful --format json").code(0).json();
    assert_eq!(found["doubtful"].as_array().map(Vec::len), Some(1), "{found}");
    place.onrecord("speakers --doubtful").code(0);
    let ids = [&found["doubtful"][0]["a"]["id"], &found["doubtful"][0]["b"]["id"]]
        .map(|id| id.as_str().expect("an id").to_owned());
    place.onrecord(&format!("speakers split {} --from {}", ids[0], ids[1])).code(0);
    place.onrecord("speakers doubtful").code(1);
}
