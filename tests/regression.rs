//! Regression tests of the library: each bears the name of the fault that it holds.

use onrecord::article::Article;
use onrecord::compare::{Claim, Comparer};
use onrecord::document::Document;
use onrecord::encoder::Encoder;
use onrecord::engine::Engine;
use onrecord::speakers::resolve;
use onrecord::statement::{Attribution, Voice};
use onrecord::text::Span;

/// Who is meant by words of a text that are a source.
fn voice(text: &str, source: &str) -> Option<Voice> {
    let start = text.rfind(source).expect("the source is in the text");
    let source = Span::new(start, start + source.len());
    let content = Span::new(source.end, text.len());
    let attribution = Attribution { source: vec![source], cue: Vec::new(), content: vec![content], confidence: 0.9 };
    let attributions = [attribution];
    let document = Document::new(text);
    let clues = Encoder::new().read(&document).clues(&attributions);
    resolve(&document, &attributions, &clues).remove(0).into_iter().next()
}

#[test]
fn the_role_was_looked_for_in_another_sentence_at_the_head_of_a_text() {
    for before in ["", "It rained. ", "The talks in the old fish hall at the quay of Tolvik went on into the night. "] {
        let text = format!(
            "Museum director Ana Reyes arrived on Monday. {before}Energy Minister Ana Reyes said that the pier was safe."
        );
        let voice = voice(&text, "Energy Minister Ana Reyes").expect("a speaker");
        assert_eq!(voice.role.as_deref(), Some("Energy Minister"), "{text}");
    }
}

/// The names of those who say something on record, in the order of the text; joint speakers apart.
fn names(text: &str) -> Vec<String> {
    let found = Engine::new().extract(&Article { text: text.to_owned(), ..Article::default() }).expect("an extraction");
    let on_record = found.statements.iter().filter(|s| s.on_record);
    on_record.flat_map(|s| s.voice.iter().chain(&s.others)).map(|voice| voice.name.clone()).collect()
}

#[test]
fn a_spokesman_s_he_was_who_he_speaks_for() {
    let text =
        "Duke Oskar Vell's spokesman said the duke was resting. He added: “The duke is grateful for the flowers.”";
    assert_eq!(names(text), ["Duke Oskar Vell's spokesman", "Duke Oskar Vell's spokesman"]);
}

#[test]
fn the_press_secretary_was_whose_secretary_it_is() {
    let text = "Senator Ana Reyes’s press secretary denied that the flat had been let to her brother. “She has paid every \
        tax,” the press secretary added.";
    assert!(!names(text).contains(&"Ana Reyes".to_owned()), "{:?}", names(text));
}

#[test]
fn a_form_of_address_before_a_last_name_that_is_a_word_named_nobody() {
    let text =
        "Grace Baker argued that the choir needed new robes. Miss Baker also complained that the organ was flat.";
    assert_eq!(names(text), ["Grace Baker", "Grace Baker"]);
}

#[test]
fn of_bodies_in_a_row_one_spoke() {
    let text = "Oduya Brands, Malt Ltd. and Lakeshore Plc said on Wednesday that sales had fallen by a tenth.";
    assert_eq!(names(text), ["Oduya Brands", "Malt Ltd.", "Lakeshore Plc"]);
}

#[test]
fn a_body_at_the_head_of_a_title_was_none() {
    let text = "Tea Board secretary Ana Reyes announced that the auction was cancelled.";
    let voice = voice(text, "Tea Board secretary Ana Reyes").expect("a voice");
    assert_eq!(voice.organization.as_deref(), Some("Tea Board"));
}

#[test]
fn a_doubtful_reading_kept_words_from_who_led_them_in() {
    let text = "Goran Petrik shook his head. “Nobody asked the people of this street whether they wanted a casino.”";
    assert_eq!(names(text), ["Goran Petrik"]);
}

#[test]
fn teasers_that_were_cut_were_statements() {
    let text =
        "The envoy, Sun Li, said talks would resume in May.\n\nLatest Articles\n\nMayor Says Trams Will Run in Ma...\n";
    assert_eq!(names(text), ["Sun Li"]);
}

#[test]
fn what_was_at_no_point_admitted_was_on_record() {
    assert!(names("At no point did Commissioner Ana Reyes admit that the bridge was unsafe.").is_empty());
}

#[test]
fn imprisoned_was_an_office() {
    let text = "The imprisoned said that the food was bad.";
    let voice = voice(text, "The imprisoned");
    assert_eq!(voice.expect("a voice").role, None);
    let text = "Ana Reyes, imprisoned since May, said that the food was bad.";
    assert_eq!(self::voice(text, "Ana Reyes").and_then(|v| v.role), None);
}

#[test]
fn letters_with_a_stroke_never_met_their_plain_form() {
    let comparer = Comparer::new(Vec::new());
    let claim = |text: &str, outlet: &str| Claim {
        text: text.to_owned(),
        sentence: text.to_owned(),
        outlet: Some(outlet.to_owned()),
        on_record: true,
        ..Claim::default()
    };
    for (printed, plain) in
        [("Søbjørk", "Sobjork"), ("Łukaszów", "Lukaszow"), ("Đurovac", "Durovac"), ("Weißdorf", "Weissdorf")]
    {
        let keys = |name: &str| comparer.analyse(claim(&format!("{name} sold the ferry"), "Ledger Brief")).keys;
        assert_eq!(keys(printed), keys(plain), "{printed}");
        let sold = comparer.analyse(claim(&format!("{printed} sold the ferry to Velora"), "Ledger Brief"));
        let denied = comparer.analyse(claim(&format!("{plain} did not sell the ferry to Velora"), "Tolvik Herald"));
        assert!(comparer.judge(&sold, &denied).is_some_and(|found| found.firm), "{printed}");
    }
}

#[test]
fn sixty_four_member_states_of_the_united_nations_were_missing() {
    const MEMBERS: &str = "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG \
        CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW \
        GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA \
        MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO \
        RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ \
        VC VE VN VU WS YE ZA ZM ZW";
    let file: toml::Value = toml::from_str(include_str!("../data/lexicons/places.toml")).expect("the lexicon");
    let states = file["state"].as_array().expect("a list");
    assert_eq!(MEMBERS.split_whitespace().count(), 193);
    for code in MEMBERS.split_whitespace() {
        let known: Vec<_> = states.iter().filter(|state| state["code"].as_str() == Some(code)).collect();
        assert_eq!(known.len(), 1, "{code}");
        let named = ["names", "people", "capital"]
            .iter()
            .any(|field| known[0][*field].as_str().is_some_and(|names| !names.is_empty()));
        assert!(named, "{code} has no name");
    }
}

/// Who says what, as the engine reads an article.
fn said(text: &str) -> Vec<(String, String)> {
    let article = onrecord::article::Article { text: text.to_owned(), ..Default::default() };
    let statements = onrecord::engine::Engine::new().extract(&article).expect("statements").statements;
    statements.iter().map(|s| (s.voice.as_ref().map(|v| v.name.clone()).unwrap_or_default(), s.text(text))).collect()
}

#[test]
fn an_open_paragraph_of_a_quotation_was_given_to_who_spoke_before() {
    let text = "“The contractor called the cables good in its last letter,” transport minister Inga Holt said. “We believed it.”\n\n\
        “We have waited for ten years for this bridge.\n\n\
        “We will not wait for another ten,” said Mayor Ada Quill of Sella.\n\nA meeting will be held on Monday.\n";
    let said = said(text);
    let of = |words: &str| said.iter().find(|(_, text)| text.contains(words)).map(|(name, _)| name.as_str());
    assert_eq!(of("We have waited for ten years"), Some("Ada Quill"), "{said:?}");
    assert_eq!(of("We believed it"), Some("Inga Holt"), "{said:?}");
}

#[test]
fn who_is_named_in_the_source_alone_was_taken_for_who_spoke_before() {
    let text = "title: Union wants answers\noutlet: Kestrel Times\ndate: 2031-05-15\n\nUnion wants answers\n\n\
        \"The workers have a right to know who signed the papers,\" Bo Ferrant, head of the builders' union, said on Wednesday. \"We demand that Holt resigns.\"\n\n\
        Holt said in a statement on Wednesday: \"I will not resign. The safety of the people of Sella comes first.\"\n\n\
        \"It is a scandal,\" Ferrant added.\n";
    let said = said(text);
    assert!(said.iter().any(|(name, text)| name == "Holt" && text.contains("I will not resign")), "{said:?}");
}

#[test]
fn a_name_in_a_link_to_another_article_was_taken_for_the_speakers() {
    let text = "President Donal Varga and Vice President Ina Sol spoke about the harbour on Monday.\n\n\
        Related: Interview with Mia Varga\n\n\
        Varga has claimed that the pier is rotten. He said the town must close it.\n";
    let said = said(text);
    assert!(said.len() > 1 && said.iter().all(|(name, _)| name == "Donal Varga"), "{said:?}");
}

/// What is said, with the name and the role of who says it.
fn voiced(text: &str) -> Vec<(String, String, Option<String>)> {
    let found = Engine::new().extract(&Article { text: text.to_owned(), ..Article::default() }).expect("an extraction");
    let voice =
        |s: &onrecord::statement::Statement| s.voice.clone().map(|voice| (voice.name, voice.role)).unwrap_or_default();
    let statements = found.statements.iter().map(|s| (s.text(text), voice(s)));
    statements.map(|(words, (name, role))| (words, name, role)).collect()
}

#[test]
fn who_is_asked_had_the_label_of_who_asks_for_a_title() {
    let text = "HOST: Is the ferry safe, Ms Quist?\n\nQUIST: It was tested in May.\n\nLUND: It was not.\n\n\
        HOST: Who paid for it, Mr Lund?\n\nLUND: The city did.\n\nQUIST: I agree.";
    let voiced = voiced(text);
    let names: Vec<&str> = voiced.iter().map(|(_, name, _)| name.as_str()).collect();
    assert_eq!(names, ["HOST", "Quist", "Lund", "HOST", "Lund", "Quist"]);
    assert!(voiced.iter().all(|(_, name, role)| name == "HOST" || role.is_none()), "{voiced:?}");
}

#[test]
fn quotations_of_three_people_were_one_statement() {
    let text = "What they said\n\n“It is a disgrace for the town.”\nIda Strand, engineer\n\n“We were never asked.”\nBo Lund, shop owner\n\n\
        “I am glad that somebody acted.”\nVera Holm, mayor";
    let role = |role: &str| Some(role.to_owned());
    let people = [("Ida Strand", role("engineer")), ("Bo Lund", role("shop owner")), ("Vera Holm", role("mayor"))];
    let found = voiced(text).into_iter().map(|(_, name, role)| (name, role));
    assert_eq!(found.collect::<Vec<_>>(), people.map(|(name, role)| (name.to_owned(), role)));
}

#[test]
fn the_zone_of_a_post_s_time_was_part_of_a_title() {
    let text = "14:05 BST Mayor Vera Holm said the school was closed until the storm had passed.\n\n\
        13:10 BST She said the port would stay shut until the wind went down.";
    let found = voiced(text);
    assert_eq!((found[0].1.as_str(), found[0].2.as_deref()), ("Vera Holm", Some("Mayor")));
    assert_eq!(found[1].1, "");
}

#[test]
fn a_statement_ended_with_its_line() {
    let text = "Pier shut for months\n\nHarbour master Owen Brill said the survey had found forty damaged\ncolumns below the deck of the pier.\n";
    assert!(voiced(text)[0].0.ends_with("below the deck of the pier"), "{:?}", voiced(text));
}

#[test]
fn a_question_lost_its_last_word() {
    let text = "HOST: It sails again.\n\nQUIST: It does.\n\nHOST: Since when?\n\nQUIST: Since Monday.";
    assert_eq!(voiced(text)[2].0, "Since when?");
}

#[test]
fn a_turn_ended_at_the_number_of_its_next_line() {
    let text = "1    Q.  Did you see the vessel\n2    that night?\n3    A.  I did. It had\n4    no lights.\n5    Q.  And then?\n6    A.  It sank.";
    let said: Vec<String> = voiced(text).into_iter().map(|(words, ..)| words).collect();
    assert_eq!(said[..2], ["Did you see the vessel … that night?", "I did. It had … no lights"]);
}

#[test]
fn who_examines_gave_the_answers() {
    let text =
        "BY MS. KAHN:\n\nQ. Mr. Brill, did you see the pier?\n\nA. I did. On Monday.\n\nQ. And?\n\nA. It was broken.";
    let names: Vec<String> = voiced(text).into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(names, ["KAHN", "Brill", "KAHN", "Brill"]);
}
