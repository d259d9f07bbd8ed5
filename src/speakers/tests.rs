//! Sources resolved on small articles of our own, one behaviour a test.

use crate::{
    statement::{Attribution, SpeakerType, Voice},
    text::Span,
};

fn resolve(text: &str, attributions: &[Attribution]) -> Vec<Option<Voice>> {
    super::resolve(&crate::document::Document::new(text), attributions)
}

/// Attributions by their words: (source, cue, content); what is empty is absent.
fn voices(text: &str, parts: &[(&str, &str, &str)]) -> Vec<Option<Voice>> {
    let find = |words: &str| -> Vec<Span> {
        let at = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
        if words.is_empty() { Vec::new() } else { vec![Span::new(at, at + words.len())] }
    };
    let attributions: Vec<Attribution> = parts
        .iter()
        .map(|(source, cue, content)| Attribution {
            source: find(source),
            cue: find(cue),
            content: find(content),
            confidence: 1.0,
        })
        .collect();
    resolve(text, &attributions)
}

/// Sources only, each behind the one before.
fn sources(text: &str, words: &[&str]) -> Vec<Voice> {
    let mut from = 0;
    let mut attributions = Vec::new();
    for source in words {
        let at = text[from..].find(source).unwrap_or_else(|| panic!("{source:?} not in the text behind {from}")) + from;
        let span = Span::new(at, at + source.len());
        attributions.push(Attribution { source: vec![span], cue: vec![], content: vec![], confidence: 1.0 });
        from = at + source.len();
    }
    resolve(text, &attributions).into_iter().map(|v| v.expect("a voice")).collect()
}

fn names(text: &str, words: &[&str]) -> Vec<String> {
    sources(text, words).into_iter().map(|v| v.name).collect()
}

#[track_caller]
fn one(text: &str, source: &str, name: &str, speaker_type: SpeakerType, role: &str, organization: &str) {
    let voice = sources(text, &[source]).remove(0);
    assert_eq!(
        (
            voice.name.as_str(),
            voice.speaker_type,
            voice.role.as_deref().unwrap_or(""),
            voice.organization.as_deref().unwrap_or("")
        ),
        (name, speaker_type, role, organization),
        "{voice:?}"
    );
}

use SpeakerType::{Anonymous, Document, Group, Organization, Person, UnnamedPerson};

#[test]
fn last_names_first_names_and_nicknames_find_the_full_name() {
    let text = "Mayor Teodora Brandvold opened the bridge. Brandvold said it was late. “About time,” Teodora said.\n\
                Robert “Sparky” Lindqvist, a welder, agreed. Bob Lindqvist said so twice. Lindqvist said it again.";
    assert_eq!(
        names(text, &["Brandvold said", "Teodora said", "Bob Lindqvist", "Lindqvist said it"]),
        ["Teodora Brandvold", "Teodora Brandvold", "Robert “Sparky” Lindqvist", "Robert “Sparky” Lindqvist"]
    );
}

#[test]
fn pronouns_follow_gender_and_nearness() {
    let text = "Ingrid Solberg met Marcus Oyelaran on Friday. She said the talks went well. He said they did not.";
    assert_eq!(names(text, &["She", "He"]), ["Ingrid Solberg", "Marcus Oyelaran"]);
}

#[test]
fn one_person_of_unknown_gender_may_be_they() {
    let text = "Quinn Abernethy-Voss, a clerk at the Harbour Library, watched. “It was fine,” they said.";
    assert_eq!(names(text, &["they"]), ["Quinn Abernethy-Voss"]);
}

#[test]
fn possessives_name_another() {
    let text = "Petra Halvorsen was charged on Monday. Her lawyer said she would appeal. Halvorsen's spokesman, \
                Dirk Amundsen, said nothing. Her lawyer, Ebba Quist, said more.";
    let found = sources(text, &["Her lawyer", "Halvorsen's spokesman, Dirk Amundsen", "Her lawyer, Ebba Quist"]);
    assert_ne!(found[0].name, "Petra Halvorsen");
    assert_eq!(found[1].name, "Dirk Amundsen");
    assert_eq!(found[1].role.as_deref(), Some("Halvorsen's spokesman"));
    assert_eq!(found[2].name, "Ebba Quist");
}

#[test]
fn an_unnamed_lawyer_is_described_by_whose_lawyer() {
    let text = "Petra Halvorsen was charged on Monday. Her lawyer said she would appeal.";
    one(text, "Her lawyer", "Petra Halvorsen’s lawyer", UnnamedPerson, "", "");
}

#[test]
fn role_nouns_find_their_holder() {
    let text = "A spokeswoman for Norland's interior ministry said the border was shut.\n\
                Interior Ministry spokeswoman Katja Reinholt said it would stay so. The spokeswoman said no more.\n\
                The Court of Trade (COT) met. The court's president, Olaf Drennan, said it would rule. \
                The president of the court said when.";
    let found = names(
        text,
        &[
            "A spokeswoman for Norland's interior ministry",
            "The spokeswoman",
            "The court's president",
            "The president of the court",
        ],
    );
    assert_eq!(found, ["Katja Reinholt", "Katja Reinholt", "Olaf Drennan", "Olaf Drennan"]);
}

#[test]
fn roles_before_and_behind_are_read() {
    one(
        "Norland Rail spokesman Ulf Tandberg said so.",
        "Norland Rail spokesman Ulf Tandberg",
        "Ulf Tandberg",
        Person,
        "Norland Rail spokesman",
        "Norland Rail",
    );
    one(
        "Birgit Aanonsen, deputy director of the Fjord Institute, said so.",
        "Birgit Aanonsen",
        "Birgit Aanonsen",
        Person,
        "deputy director of the Fjord Institute",
        "Fjord Institute",
    );
    one(
        "“Yes,” said Tomas Varga – a professor at Velden State University – on Monday.",
        "Tomas Varga",
        "Tomas Varga",
        Person,
        "professor at Velden State University",
        "Velden State University",
    );
    one(
        "“Yes,” former acting mayor Lena Okafor said.",
        "former acting mayor Lena Okafor",
        "Lena Okafor",
        Person,
        "former acting mayor",
        "",
    );
    one("Gov. Dale Irwin (R) said so.", "Gov. Dale Irwin", "Dale Irwin", Person, "Governor (R)", "");
    one(
        "Rep. Ann Sutter, D-Millbrook, said so.",
        "Rep. Ann Sutter",
        "Ann Sutter",
        Person,
        "Representative (D-Millbrook)",
        "",
    );
    one(
        "“Yes,” said Carla Nunes of the Dockers Union.",
        "Carla Nunes of the Dockers Union",
        "Carla Nunes",
        Person,
        "",
        "Dockers Union",
    );
    one(
        "Jonas Pell, who is head of the Norland Bird Society, said so.",
        "Jonas Pell, who is head of the Norland Bird Society,",
        "Jonas Pell",
        Person,
        "head of the Norland Bird Society",
        "Norland Bird Society",
    );
}

#[test]
fn relative_clauses_mean_the_name_before() {
    let text = "Jonas Pell, who has studied gulls for years, said so.";
    assert_eq!(names(text, &["who"]), ["Jonas Pell"]);
    assert_eq!(names(text, &["Jonas Pell, who has studied gulls for years,"]), ["Jonas Pell"]);
    let text = "Mira Tolland, a nurse who said she was tired, left.";
    assert_eq!(names(text, &["who"]), ["Mira Tolland"]);
}

#[test]
fn headlines_and_dialogue_lines_name_their_speaker() {
    let text = "Brandvold: Bridge Is Safe\n\nMayor Teodora Brandvold defended the bridge.\n\nMayor: It is safe.\n\n\
                “It will stand” – Commissioner Iven Strand\n";
    assert_eq!(
        names(text, &["Brandvold", "Mayor Teodora Brandvold", "Mayor", "Commissioner Iven Strand"]),
        ["Teodora Brandvold", "Teodora Brandvold", "Teodora Brandvold", "Iven Strand"]
    );
}

#[test]
fn several_speakers_are_one_voice_with_both_names() {
    let text = "Ana Reyes and Ben Ortega own the mill. Reyes and Ortega said it would reopen.";
    one(text, "Reyes and Ortega", "Ana Reyes and Ben Ortega", Person, "", "");
}

#[test]
fn quotations_without_a_source_carry_over() {
    let text = "“We are ready,” Ana Reyes said.\n\n“The mill will open in May. We have hired forty people.”";
    let found = voices(
        text,
        &[
            ("Ana Reyes", "said", "“We are ready,”"),
            ("", "", "“The mill will open in May. We have hired forty people.”"),
        ],
    );
    let second = found[1].as_ref().expect("carried over");
    assert_eq!((second.name.as_str(), second.how.as_str()), ("Ana Reyes", "carried over"));
}

#[test]
fn a_colon_or_the_next_sentence_may_name_the_speaker() {
    let text = "Ana Reyes issued a short statement:\n\n“The mill will open in May and we are glad.”";
    let found = voices(text, &[("", "", "“The mill will open in May and we are glad.”")]);
    assert_eq!(found[0].as_ref().map(|v| v.name.as_str()), Some("Ana Reyes"));
    let text = "“I have never been so tired in my life.” Mira Tolland has worked at the hospital for nine years.";
    let found = voices(text, &[("", "", "“I have never been so tired in my life.”")]);
    assert_eq!(found[0].as_ref().map(|v| v.name.as_str()), Some("Mira Tolland"));
}

#[test]
fn bodies_are_called_by_acronyms_and_common_nouns() {
    let text = "The Northern Water Authority (NWA) raised its prices. The NWA said pipes were old. The authority said more. \
                Velora Airlines cut flights. The airline said fuel was dear.";
    assert_eq!(
        names(text, &["The NWA", "The authority", "The airline"]),
        ["Northern Water Authority", "Northern Water Authority", "Velora Airlines"]
    );
}

#[test]
fn an_unnamed_spokesperson_is_the_body_speaking() {
    let text = "Velora Airlines cut flights. A Velora Airlines spokesperson said fuel was dear. The spokesperson declined to say more.";
    let found = sources(text, &["A Velora Airlines spokesperson", "The spokesperson"]);
    for voice in found {
        assert_eq!((voice.name.as_str(), voice.speaker_type), ("Velora Airlines", Organization));
    }
}

#[test]
fn types_of_sources() {
    one("A new report said so.", "A new report", "new report", Document, "", "");
    one("According to court filings, it was so.", "court filings", "court filings", Document, "", "");
    one("Some angry residents said so.", "Some angry residents", "angry residents", Group, "", "");
    one(
        "A doctor at the hospital said so.",
        "A doctor at the hospital",
        "doctor at the hospital",
        UnnamedPerson,
        "",
        "",
    );
    one(
        "A senior official who asked not to be named said so.",
        "A senior official",
        "",
        Anonymous,
        "senior official",
        "",
    );
    one(
        "Two people familiar with the talks said so.",
        "Two people familiar with the talks",
        "",
        Anonymous,
        "two people familiar with the talks",
        "",
    );
}

#[test]
fn states_speak_through_cities_and_buildings() {
    for (source, name, country) in [
        ("Moscow", "Russia", "RU"),
        ("The Kremlin", "Kremlin", "RU"),
        ("Downing Street", "Downing Street", "GB"),
        ("Beijing", "China", "CN"),
        ("The White House", "White House", "US"),
        ("Britain", "United Kingdom", "GB"),
    ] {
        let text = format!("{source} said on Friday that talks had begun.");
        let voice = sources(&text, &[source]).remove(0);
        assert_eq!(
            (voice.name.as_str(), voice.speaker_type, voice.country.as_deref()),
            (name, Organization, Some(country)),
            "{source}"
        );
    }
}

#[test]
fn outlets_that_carry_a_statement_are_no_speakers() {
    let text = "Ana Reyes told Reuters that the mill would open. Ben Ortega said in an interview with the Dunmore Times that it would not.";
    let found =
        voices(text, &[("Ana Reyes", "told", "that the mill would open"), ("Ben Ortega", "said", "that it would not")]);
    let via: Vec<Option<String>> = found.into_iter().map(|v| v.expect("a voice").via).collect();
    assert_eq!(via, [Some("Reuters".to_owned()), Some("Dunmore Times".to_owned())]);
}

#[test]
fn two_people_of_one_last_name_stay_two() {
    let text = "Ana Reyes and her father, Daniel Reyes, own the mill. Mr. Reyes said it was old. Ms. Reyes said it would do.\n\
                D. Reyes, Daniel’s father, founded it.";
    assert_eq!(names(text, &["Mr. Reyes", "Ms. Reyes", "D. Reyes"]), ["Daniel Reyes", "Ana Reyes", "D. Reyes"]);
}

#[test]
fn first_persons_inside_a_quotation_mean_its_speaker() {
    let text = "“I think we said too little,” Ana Reyes said.";
    let found = voices(text, &[("Ana Reyes", "said", "“I think we said too little,”")]);
    assert_eq!(found[0].as_ref().map(|v| v.name.as_str()), Some("Ana Reyes"));
    let at = |words: &str| {
        let at = text.find(words).expect("words");
        Span::new(at, at + words.len())
    };
    let attributions = [
        Attribution {
            source: vec![at("I")],
            cue: vec![at("think")],
            content: vec![at("we said too little")],
            confidence: 1.0,
        },
        Attribution {
            source: vec![at("Ana Reyes")],
            cue: vec![at("said.")],
            content: vec![at("“I think we said too little,”")],
            confidence: 1.0,
        },
    ];
    let found = resolve(text, &attributions);
    assert_eq!(found[0].as_ref().map(|v| v.name.as_str()), Some("Ana Reyes"));
}

/// The examples in `data/lexicons/` hold.
mod lexicons {
    use serde::Deserialize;

    use super::{
        super::lexicon::{Flags, LEXICON},
        Document, Organization, SpeakerType, sources,
    };

    #[derive(Deserialize)]
    struct Roles {
        set: Vec<Set>,
    }

    #[derive(Deserialize)]
    struct Set {
        kind: String,
        yes: Vec<String>,
        no: Vec<String>,
    }

    #[derive(Deserialize)]
    struct YesNo {
        yes: Vec<String>,
        no: Vec<String>,
    }

    #[derive(Deserialize)]
    struct Sources {
        documents: YesNo,
        anonymous: YesNo,
        groups: YesNo,
        epithets: YesNo,
    }

    #[derive(Deserialize)]
    struct Places {
        example: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        text: String,
        code: Option<String>,
        name: Option<String>,
    }

    fn last_word(phrase: &str) -> Flags {
        LEXICON.flags(&phrase.rsplit(' ').next().unwrap_or_default().to_lowercase())
    }

    fn type_of(phrase: &str) -> SpeakerType {
        sources(&format!("{phrase} said so on Friday, it was learned."), &[phrase]).remove(0).speaker_type
    }

    #[test]
    fn roles() {
        let file: Roles = toml::from_str(include_str!("../../data/lexicons/roles.toml")).expect("roles.toml");
        for set in file.set {
            let flag = match set.kind.as_str() {
                "office" => Flags::OFFICE,
                "kin" => Flags::KIN,
                "person" => Flags::PERSON,
                "party" => Flags::PARTY,
                "stance" => Flags::STANCE,
                other => panic!("roles.toml: unknown kind {other}"),
            };
            for (list, expected) in [(&set.yes, true), (&set.no, false)] {
                for phrase in list {
                    assert_eq!(last_word(phrase).any(flag), expected, "{}: {phrase}", set.kind);
                }
            }
        }
    }

    #[test]
    fn bodies() {
        let file: YesNo = toml::from_str(include_str!("../../data/lexicons/bodies.toml")).expect("bodies.toml");
        for (list, expected) in [(&file.yes, true), (&file.no, false)] {
            for phrase in list {
                assert_eq!(type_of(phrase) == Organization, expected, "{phrase}");
            }
        }
    }

    #[test]
    fn kinds_of_sources() {
        let file: Sources = toml::from_str(include_str!("../../data/lexicons/sources.toml")).expect("sources.toml");
        let sets = [
            (&file.documents, Document),
            (&file.anonymous, SpeakerType::Anonymous),
            (&file.groups, SpeakerType::Group),
        ];
        for (set, speaker_type) in sets {
            for (list, expected) in [(&set.yes, true), (&set.no, false)] {
                for phrase in list {
                    assert_eq!(type_of(phrase) == speaker_type, expected, "{speaker_type}: {phrase}");
                }
            }
        }
        for (list, expected) in [(&file.epithets.yes, true), (&file.epithets.no, false)] {
            for phrase in list {
                assert_eq!(last_word(phrase).any(Flags::EPITHET), expected, "{phrase}");
            }
        }
    }

    #[test]
    fn given_names() {
        let file: YesNo =
            toml::from_str(include_str!("../../data/lexicons/given_names.toml")).expect("given_names.toml");
        for (list, expected) in [(&file.yes, true), (&file.no, false)] {
            for name in list {
                assert_eq!(LEXICON.flags(name).is_given(), expected, "{name}");
            }
        }
    }

    #[test]
    fn small_words() {
        let file: YesNo =
            toml::from_str(include_str!("../../data/lexicons/small_words.toml")).expect("small_words.toml");
        for (list, expected) in [(&file.yes, true), (&file.no, false)] {
            for line in list {
                let (class, word) = line.split_once(": ").expect("class: word");
                let flag = match class {
                    "determiner" => Flags::DETERMINER,
                    "preposition" => Flags::PREPOSITION,
                    "verb" => Flags::VERB,
                    "calendar" => Flags::CALENDAR,
                    "relative" => Flags::RELATIVE,
                    other => panic!("small_words.toml: unknown class {other}"),
                };
                assert_eq!(LEXICON.flags(word).any(flag), expected, "{line}");
            }
        }
    }

    #[test]
    fn places() {
        let file: Places = toml::from_str(include_str!("../../data/lexicons/places.toml")).expect("places.toml");
        for example in file.example {
            let voice =
                sources(&format!("{} said on Friday that talks had begun.", example.text), &[&example.text]).remove(0);
            assert_eq!(voice.country, example.code, "{}", example.text);
            if let Some(name) = example.name {
                assert_eq!((voice.name, voice.speaker_type), (name, Organization), "{}", example.text);
            }
        }
    }
}

#[test]
fn no_text_and_no_span_makes_it_panic() {
    for text in [
        "",
        "“",
        "A",
        "said said said",
        "’s ’s ’s",
        "Mr. Mr. Mr.",
        "of the of the",
        "X “Y” Z (A) B, C-D",
        "— — —",
        "ﬁ Ǆ ß İ",
    ] {
        let spans: Vec<Span> = text
            .char_indices()
            .flat_map(|(i, _)| {
                text.char_indices().filter(move |(j, _)| *j >= i).map(move |(j, c)| Span::new(i, j + c.len_utf8()))
            })
            .collect();
        for span in spans {
            for attribution in [
                Attribution { source: vec![span], cue: vec![span], content: vec![span], confidence: 1.0 },
                Attribution { source: vec![], cue: vec![span], content: vec![span], confidence: 1.0 },
                Attribution { source: vec![span], cue: vec![], content: vec![], confidence: 1.0 },
                Attribution { source: vec![], cue: vec![], content: vec![], confidence: 1.0 },
            ] {
                assert_eq!(resolve(text, &[attribution]).len(), 1);
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn resolving_never_panics(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "Ana", "Reyes", "Mr.", "said", "the", "The", "mayor", "of", "Velora", "University", "he", "she", "they", "who", ",", "—", "“", "”",
            "’s", "and", "\n", "(ICC)", "a", "spokesman", "for", "told", "Reuters", "U.S.", "one", "Jr.", "D-Ohio", "is", "report", "42", "His", ":",
        ]), 0..40), cut in 0usize..40, length in 1usize..6) {
        let text = words.join(" ");
        let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let a = starts[cut.min(starts.len() - 1)];
        let b = starts[(cut + length * 3).min(starts.len() - 1)];
        let span = vec![Span::new(a, b)];
        let all = [
            Attribution { source: span.clone(), cue: vec![], content: span.clone(), confidence: 1.0 },
            Attribution { source: vec![], cue: span.clone(), content: span, confidence: 1.0 },
        ];
        let found = resolve(&text, &all);
        proptest::prop_assert_eq!(found.len(), 2);
        for voice in found.into_iter().flatten() {
            for span in [voice.name_span, voice.role_span].into_iter().flatten() {
                proptest::prop_assert!(text.get(span.start..span.end).is_some());
            }
        }
    }
}

#[test]
fn a_noun_cut_off_the_source_is_read_with_it() {
    let text = "Teacher Ada Quist said so. The harbour's safe drinking water policy states that every tap is tested.";
    let voice = sources(text, &["The harbour's safe drinking water"]).remove(0);
    assert_eq!(voice.speaker_type, SpeakerType::Document);
    assert_eq!(voice.name, "harbour's safe drinking water policy");
}

#[test]
fn a_person_with_a_title_is_no_part_of_the_plural_before() {
    let text = "The bill protects everyone, particularly old people, Sen. Ada Quist said.";
    assert_eq!(names(text, &["particularly old people, Sen. Ada Quist"]), ["Ada Quist"]);
}

#[test]
fn the_clause_about_someone_goes_on_behind_and_or_but() {
    let text = "The ruling hit the fishermen, who were not heard but vowed to sail on.";
    let voice = voices(text, &[("", "vowed", "to sail on")]).remove(0).expect("a voice");
    assert_eq!((voice.name.as_str(), voice.speaker_type), ("fishermen", SpeakerType::Group));
}

#[test]
fn a_think_tank_is_a_body() {
    let voice = sources("A liberal think tank in Tern Bay said so.", &["A liberal think tank in Tern Bay"]).remove(0);
    assert_eq!(voice.speaker_type, SpeakerType::Organization);
    assert!(voice.name.starts_with("liberal think tank"), "{}", voice.name);
}

#[test]
fn a_document_is_heard_as_the_body_that_made_it() {
    let text = "Nine ports are shut, according to a tally by the Harbour Research Institute (HRI), which counts ports. \
                The report says more will follow. A study by the Dockers Union found the same. \
                Harbour Research Institute’s analysis says it is cheap.";
    let found = names(
        text,
        &["a tally by the Harbour Research Institute (HRI), which counts ports", "A study by the Dockers Union"],
    );
    assert_eq!(found, ["Harbour Research Institute", "Dockers Union"]);
    one(
        text,
        "Harbour Research Institute’s analysis",
        "Harbour Research Institute",
        Organization,
        "",
        "Harbour Research Institute",
    );
}

#[test]
fn the_same_document_keeps_its_voice() {
    let text = "Ports are shut, a report by the Dockers Union found. Few are open. The report adds that ferries sank.";
    assert_eq!(names(text, &["a report by the Dockers Union", "The report"]), ["Dockers Union", "Dockers Union"]);
    let text = "A federal lawsuit filed against the Harbour Council alleged neglect. The lawsuit says pumps failed.";
    assert_eq!(
        names(text, &["A federal lawsuit filed against the Harbour Council", "The lawsuit"]),
        ["federal lawsuit filed against the Harbour Council", "federal lawsuit filed against the Harbour Council"]
    );
}

#[test]
fn a_document_about_a_body_is_not_by_it() {
    let text = "A report on the Dockers Union says ports are shut. A report from a Dockers Union meeting says so too.";
    for source in ["A report on the Dockers Union", "A report from a Dockers Union meeting"] {
        assert_eq!(sources(text, &[source]).remove(0).speaker_type, Document, "{source}");
    }
}

#[test]
fn a_part_is_named_with_its_seat() {
    let text = "The Tolvik Institute at the University of Calder counted boats. The Tolvik Institute said so.";
    let text_end = "The Tolvik Institute said so.";
    let at = text.find(text_end).expect("stands there");
    let voice = sources(text, &["Tolvik Institute at the University of Calder", &text[at..at + 20]]).remove(1);
    assert_eq!(voice.name, "Tolvik Institute at the University of Calder");
}

#[test]
fn a_nickname_that_is_an_office_stays_a_nickname() {
    let voice = sources("Rep. Kevin “Coach” Quist, a farmer, agreed.", &["Rep. Kevin “Coach” Quist"]).remove(0);
    assert_eq!((voice.name.as_str(), voice.speaker_type), ("Kevin “Coach” Quist", Person));
}

#[test]
fn who_was_told_did_not_say_it() {
    let text = "The Harbour Council received complaints that the pumps leak. The mayor received letters of support.";
    let voice = voices(text, &[("The Harbour Council", "received complaints", "that the pumps leak")]).remove(0);
    assert_eq!(voice.map(|v| (v.name, v.speaker_type)), Some(("complaints".to_owned(), Document)));
}

#[test]
fn the_body_behind_a_place() {
    let text = "On Friday at the Harbour Press Club the Dockers Union announced a strike.";
    assert_eq!(names(text, &["at the Harbour Press Club the Dockers Union"]), ["Dockers Union"]);
}

#[test]
fn nearly_all_of_a_body_is_a_group() {
    let text = "Nearly all of Calder’s 800 employees said they would go.";
    one(text, "Nearly all of Calder’s 800 employees", "Calder’s 800 employees", Group, "", "");
}

#[test]
fn the_company_is_the_one_that_spoke_last() {
    let text = "Harlan Freight Inc. owns nine ships. Harlan Freight Inc. is large. NordGas announced a cut on Monday. \
                The cut is final, the utility added.";
    assert_eq!(names(text, &["NordGas", "the utility"]), ["NordGas", "NordGas"]);
}
