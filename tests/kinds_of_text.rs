//! Articles that are no prose: liveblogs, transcripts of courts, all-caps wires, press releases. Who speaks in them?

use onrecord::article::Article;
use onrecord::engine::Engine;

/// What is said, and by whom; nobody is "".
fn said(text: &str) -> Vec<(String, String)> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let statements = Engine::new().extract(&article).expect("statements").statements;
    let name = |s: &onrecord::statement::Statement| s.voice.as_ref().map(|v| v.name.clone()).unwrap_or_default();
    statements.iter().map(|s| (s.text(text), name(s))).collect()
}

/// Who says what holds these words.
fn speaker(text: &str, words: &str) -> String {
    let said = said(text);
    let found = said.iter().find(|(content, _)| content.contains(words));
    found.unwrap_or_else(|| panic!("{words} is in none of {said:?}")).1.clone()
}

#[test]
fn posts_of_a_liveblog_do_not_inherit_speakers() {
    let text = "Storm live: latest updates from the Varnes coast\n\n\
        14:05\nHarbour master Ilka Dorn said the ferry would not sail today. “We will not risk lives,” she said.\n\n\
        13:40\nThe port is closed, police said.\n\n\
        12:55\n“We heard a bang and ran,” a woman told reporters.\n\n\
        12:10\nShe said that the school would stay closed until Monday.\n\n\
        11:30\nMayor Osk Brandt has arrived at the quay. “The wall held,” he said.";
    assert_eq!(speaker(text, "not risk lives"), "Ilka Dorn");
    assert_eq!(speaker(text, "The wall held"), "Osk Brandt");
    // "she" of a post that names no woman is nobody of another post
    assert_eq!(speaker(text, "the school would stay closed"), "");
    // the same sentences in one report
    let report = text
        .replace("12:55\n", "")
        .replace("12:10\n", "")
        .replace("14:05\n", "")
        .replace("13:40\n", "")
        .replace("11:30\n", "");
    assert_ne!(speaker(&report, "the school would stay closed"), "");
}

#[test]
fn a_transcript_gives_questions_to_nobody_and_answers_to_who_is_asked() {
    let text = "IN THE COUNTY COURT OF VARNES\n\n\
        Q. Mr. Brandt, did you see the vessel that night?\n\nA. I did. It had no lights.\n\n\
        Q. And you told no one?\n\nA. I told the harbour master, and she wrote it down.\n\n\
        THE COURT: We will stop here. Counsel, are you ready for tomorrow?\n\n\
        MR. HALE: We are, Your Honor.\n\nTHE WITNESS: May I leave?\n\nTHE COURT: You may.";
    assert_eq!(speaker(text, "did you see the vessel"), "");
    assert_eq!(speaker(text, "It had no lights"), "Brandt");
    assert_eq!(speaker(text, "told no one"), "");
    assert_eq!(speaker(text, "she wrote it down"), "Brandt");
    assert_eq!(speaker(text, "We will stop here"), "COURT");
    assert_eq!(speaker(text, "We are, Your Honor"), "HALE");
}

#[test]
fn a_wire_in_capitals_names_its_speakers() {
    let text = "VARNES, MARCH 3 - HARBOUR MASTER ILKA DORN SAYS FERRY WILL NOT SAIL ON MONDAY\n\n\
        MAYOR OSK BRANDT: “THE WALL HELD ALL NIGHT”\n\n\
        TRANSPORT MINISTRY SPOKESWOMAN LENA ORTIZ SAYS NO SHIP IS MISSING\n\n\
        “WE WILL NOT RISK LIVES,” SAID DORN.";
    assert_eq!(speaker(text, "FERRY WILL NOT SAIL"), "ILKA DORN");
    assert_eq!(speaker(text, "THE WALL HELD"), "OSK BRANDT");
    assert_eq!(speaker(text, "NO SHIP IS MISSING"), "LENA ORTIZ");
    assert_eq!(speaker(text, "NOT RISK LIVES"), "ILKA DORN");
}

#[test]
fn a_press_release_speaks_for_its_sender_and_its_foot_says_nothing() {
    let text = "FOR IMMEDIATE RELEASE\n\nNordflot opens new terminal in Varnes\n\n\
        VARNES, 3 March 2031 - Nordflot Holdings today announced the opening of its new terminal.\n\n\
        “This terminal will change how people travel,” said Ilka Dorn, chief executive of Nordflot. “We are proud of it.”\n\n\
        Dorn added that the terminal had cost 40 million crowns.\n\n\
        Media contact: Owen Brill, press@nordflot.example, +00 555 1234\n###";
    assert_eq!(speaker(text, "opening of its new terminal"), "Nordflot Holdings");
    assert_eq!(speaker(text, "change how people travel"), "Ilka Dorn");
    assert_eq!(speaker(text, "40 million crowns"), "Ilka Dorn");
    assert!(said(text).iter().all(|(_, name)| name != "Owen Brill"), "{:?}", said(text));
}

#[test]
fn who_reported_and_edited_a_story_says_nothing_in_it() {
    for credit in [
        "(Reporting by Nell Ashworth in Varnes; Editing by Owen Brill)",
        "(Additional reporting by Nell Ashworth, editing by Owen Brill)",
        "Reporting by Nell Ashworth and Owen Brill",
        "Nell Ashworth and Owen Brill contributed to this report.",
    ] {
        let text = format!(
            "The ferry will not sail on Monday, harbour master Ilka Dorn said. “The wall held,” she added.\n\n{credit}"
        );
        let said = said(&text);
        assert_eq!(said.len(), 2, "{credit}: {said:?}");
        assert!(said.iter().all(|(_, name)| name == "Ilka Dorn"), "{credit}: {said:?}");
    }
}

/// Each line of a dialogue with its speaker, in order.
fn speakers(text: &str) -> Vec<String> {
    said(text).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn labels_of_a_dialogue_are_whom_the_text_names_in_full() {
    let lines = [
        "The bridge will not open in May.",
        "Who told the ministry?",
        "I told the ministry on Monday.",
        "And the contractor?",
    ];
    let dialogue = |labels: [&str; 4]| {
        labels.iter().zip(lines).map(|(label, line)| format!("{label} {line}")).collect::<Vec<_>>().join("\n\n")
    };
    let who = "Inga Holt, the transport minister, was questioned by Piet Dunn of the opposition.";
    let guests = "Present: Inga Holt, transport minister; Piet Dunn, chief engineer.";
    for (habit, text) in [
        ("parliament", format!("{}\n\n{who}", dialogue(["MS HOLT:", "MR DUNN:", "MS HOLT:", "MR DUNN:"]))),
        ("press conference", format!("{guests}\n\n{}", dialogue(["HOLT:", "DUNN:", "HOLT:", "DUNN:"]))),
        ("podcast", format!("{who}\n\n{}", dialogue(["Inga Holt:", "Piet Dunn:", "Holt:", "Dunn:"]))),
        ("first names", format!("{who}\n\n{}", dialogue(["Inga:", "Piet:", "Inga:", "Piet:"]))),
        ("capitals", format!("{}\n\n{who}", dialogue(["INGA HOLT:", "PIET DUNN:", "HOLT:", "DUNN:"]))),
        ("initials", format!("{who}\n\n{}", dialogue(["IH:", "PD:", "IH:", "PD:"]))),
        ("bold initials", format!("{who}\n\n{}", dialogue(["**IH:**", "**PD:**", "**IH:**", "**PD:**"]))),
        ("initial and name", format!("{who}\n\n{}", dialogue(["I. HOLT:", "P. DUNN:", "I. HOLT:", "P. DUNN:"]))),
        (
            "recording",
            format!(
                "{who}\n\n{}",
                dialogue(["[00:01:02] Holt:", "[00:01:09] Dunn:", "[00:02:10] Holt:", "[00:02:15] Dunn:"])
            ),
        ),
        (
            "labels above the words",
            format!(
                "{who}\n\n{}",
                dialogue(["Holt (00:12):\n", "Dunn (00:15):\n", "Holt (00:20):\n", "Dunn (00:31):\n"])
            ),
        ),
        (
            "official report",
            dialogue(["Inga Holt (Sella East) (Blue):", "Piet Dunn (Sella West) (Green):", "Ms Holt:", "Mr Dunn:"]),
        ),
    ] {
        assert_eq!(speakers(&text), ["Inga Holt", "Piet Dunn", "Inga Holt", "Piet Dunn"], "{habit}: {text}");
    }
}

#[test]
fn one_label_is_not_who_has_another() {
    let text = "Minister Inga Holt and her deputy, Tor Holt, answered questions on Monday.\n\n\
        I. HOLT: The bridge will not open in May.\n\nT. HOLT: We found rust in the cables.\n\n\
        I. HOLT: The contractor knew nothing.\n\nT. HOLT: The contractor was told in June.";
    assert_eq!(speakers(text), ["Inga Holt", "Tor Holt", "Inga Holt", "Tor Holt"]);
    let text = "Speaker 1: When does the bridge open?\n\nSpeaker 2: The bridge will not open in May.\n\n\
        Speaker 1: Why is that?\n\nSpeaker 2: We found rust in the cables.";
    assert_eq!(speakers(text), ["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2"]);
    let text = "THE CHAIRMAN: We will hear Dr. Holt.\n\nDR. HOLT: The bridge was not safe in May.\n\n\
        SENATOR DUNN: When did you write that down?\n\nDR. HOLT: I wrote it down on Monday.\n\n\
        SENATOR DUNN: Did the ministry read it?\n\nTHE CHAIRMAN: Thank you.";
    assert_eq!(speaker(text, "Thank you"), "CHAIRMAN");
}

#[test]
fn a_host_has_not_the_title_of_the_guest() {
    let text = "In this episode Mara Quill talks to Inga Holt, transport minister of Sella.\n\n\
        Mara: When does the bridge open?\n\nHolt: The bridge will not open in May.\n\n\
        Mara: Why is that?\n\nHolt: We found rust in the cables.";
    let article = Article { text: text.to_owned(), ..Article::default() };
    let statements = Engine::new().extract(&article).expect("statements").statements;
    let voices: Vec<_> = statements.iter().filter_map(|s| s.voice.as_ref()).collect();
    assert_eq!((voices[0].name.as_str(), voices[0].role.as_deref()), ("Mara Quill", None));
    assert_eq!(
        (voices[1].name.as_str(), voices[1].role.as_deref()),
        ("Inga Holt", Some("transport minister of Sella"))
    );
}

#[test]
fn a_speech_in_several_paragraphs_is_one_statement() {
    let text = "MS HOLT: The bridge will not open in May.\n\nThe cables have rust in them. We have told the contractor.\n\n\
        MR DUNN: Who told the ministry?\n\nMS HOLT: I told the ministry on Monday.\n\nMR DUNN: And the contractor?";
    let said = said(text);
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(said[0].0.contains("We have told the contractor"), "{said:?}");
}
