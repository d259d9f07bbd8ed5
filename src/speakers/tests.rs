//! Speakers of small articles of our own, with the encoder's clues made by hand: what the rules around the learned parts do.

use super::resolve;
use crate::{
    clues::{Clues, NameSpan, Pointer, RoleSpan},
    document::Document,
    statement::{Attribution, SpeakerType, Voice},
    text::Span,
};

/// A text and the clues about it, built up word by word.
struct Article {
    text: &'static str,
    clues: Clues,
    attributions: Vec<Attribution>,
}

impl Article {
    fn new(text: &'static str) -> Self {
        Article { text, clues: Clues::default(), attributions: Vec::new() }
    }

    #[track_caller]
    fn span(&self, words: &str, nth: usize) -> Span {
        let (start, _) =
            self.text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words:?} is not in the text"));
        Span::new(start, start + words.len())
    }

    fn name(mut self, words: &str, nth: usize, person: bool) -> Self {
        let span = self.span(words, nth);
        self.clues.names.push(NameSpan { span, person, probability: 0.9 });
        self
    }

    fn person(self, words: &str, nth: usize) -> Self {
        self.name(words, nth, true)
    }

    fn other(self, words: &str, nth: usize) -> Self {
        self.name(words, nth, false)
    }

    /// A title of the name with this number.
    fn title(mut self, words: &str, holder: usize) -> Self {
        let span = self.span(words, 0);
        self.clues.roles.push(RoleSpan { span, organization: false, holder: Some((holder, 0.9)), probability: 0.9 });
        self
    }

    fn body(mut self, words: &str, holder: usize) -> Self {
        let span = self.span(words, 0);
        self.clues.roles.push(RoleSpan { span, organization: true, holder: Some((holder, 0.9)), probability: 0.9 });
        self
    }

    /// An attribution with this source (the nth of these words), pointing at names.
    fn says(mut self, source: &str, nth: usize, names: &[(usize, f32)], kind: SpeakerType) -> Self {
        let span = self.span(source, nth);
        self.attributions.push(Attribution { source: vec![span], cue: vec![], content: vec![], confidence: 1.0 });
        let kinds = SpeakerType::ALL.iter().map(|k| if *k == kind { 0.95 } else { 0.01 }).collect();
        let nobody = 1.0 - names.iter().map(|n| n.1).sum::<f32>();
        self.clues.pointers.push(Pointer { names: names.to_vec(), nobody, kinds, ..Pointer::default() });
        self
    }

    /// The last attribution points at a body that stands nowhere near the name.
    fn points_at_body(mut self, words: &str, share: f32) -> Self {
        let span = self.span(words, 0);
        let capacity = &mut self.clues.pointers.last_mut().expect("an attribution").capacity;
        capacity.bodies.push((span, share));
        capacity.bodiless = 1.0 - share;
        self
    }

    fn voices(mut self) -> Vec<Vec<Voice>> {
        self.clues.names.sort_by_key(|n| n.span.start);
        self.clues.roles.sort_by_key(|r| r.span.start);
        resolve(&Document::new(self.text), &self.attributions, &self.clues)
    }

    fn names(self) -> Vec<String> {
        self.voices().into_iter().map(|v| v.into_iter().map(|v| v.name).collect::<Vec<_>>().join("; ")).collect()
    }
}

use SpeakerType::{Anonymous, Group, Organization, Person, UnnamedPerson};

#[test]
fn last_names_and_pronouns_find_the_full_name() {
    let article =
        Article::new("Teodora Brandvold opened the bridge. Brandvold said it was late. She said it was cold.")
            .person("Teodora Brandvold", 0)
            .person("Brandvold", 1)
            .says("Brandvold", 1, &[(0, 0.5), (1, 0.4)], Person)
            .says("She", 0, &[(0, 0.3), (1, 0.6)], Person);
    assert_eq!(article.names(), ["Teodora Brandvold", "Teodora Brandvold"]);
}

#[test]
fn a_title_cut_short_is_no_given_name() {
    let article = Article::new("Advocate Lina Sorvik spoke. Her cousin Tor Sorvik listened. Adv Sorvik said no.")
        .person("Lina Sorvik", 0)
        .person("Tor Sorvik", 0)
        .person("Adv Sorvik", 0)
        .says("Adv Sorvik", 0, &[(2, 0.9)], Person);
    assert_eq!(article.names(), ["Lina Sorvik"]);
}

#[test]
fn an_acronym_is_written_out() {
    let article = Article::new("He works for the Rural Lamps Network (RLN). The RLN said the lamps were safe.")
        .other("RLN", 1)
        .says("The RLN", 0, &[(0, 0.9)], Organization);
    assert_eq!(article.names(), ["Rural Lamps Network"]);
}

#[test]
fn letters_that_the_encoder_took_for_no_name_are_written_out() {
    let article = Article::new("He works for the Rural Lamps Network (RLN). RLN said the lamps were safe.")
        .other("Rural Lamps Network", 0)
        .says("RLN", 1, &[], Organization);
    assert_eq!(article.names(), ["Rural Lamps Network"]);
}

#[test]
fn who_has_an_age_is_a_person() {
    let article = Article::new("According to Amina Sorvik, 34, the traders left.").other("Amina Sorvik", 0).says(
        "Amina Sorvik",
        0,
        &[(0, 0.9)],
        Organization,
    );
    let voices = article.voices();
    assert_eq!(voices[0][0].speaker_type, Person);
}

#[test]
fn what_a_state_owns_is_named_with_its_owner() {
    let article = Article::new("Norland’s Air Force struck. The Air Force said so.")
        .other("Air Force", 0)
        .other("Air Force", 1)
        .says("The Air Force", 0, &[(1, 0.9)], Organization);
    assert_eq!(article.names(), ["Norland’s Air Force"]);
}

#[test]
fn characters_that_nobody_sees_are_no_part_of_a_name() {
    let article = Article::new("Mina Dra\u{AD}vik said so.").person("Mina Dra\u{AD}vik", 0).says(
        "Mina Dra\u{AD}vik",
        0,
        &[(0, 0.9)],
        Person,
    );
    assert_eq!(article.names(), ["Mina Dravik"]);
}

#[test]
fn joint_speakers_are_several() {
    let article = Article::new("Mara Telvik and Bo Lund said the dam was safe.")
        .person("Mara Telvik", 0)
        .person("Bo Lund", 0)
        .says("Mara Telvik and Bo Lund", 0, &[(0, 0.5), (1, 0.45)], Person);
    assert_eq!(article.names(), ["Mara Telvik; Bo Lund"]);
}

#[test]
fn who_asks_for_cover_has_no_name() {
    let article = Article::new("A person familiar with the talks said they had failed.")
        .other("person familiar with the talks", 0)
        .says("A person familiar with the talks", 0, &[(0, 0.8)], UnnamedPerson);
    let voice = article.voices().remove(0).remove(0);
    assert_eq!((voice.name.as_str(), voice.speaker_type), ("", Anonymous));
}

#[test]
fn titles_bodies_and_states_make_a_role() {
    let article = Article::new(
        "Kestrian President Ana Orwick met Ole Tamm, professor at Lund Polytechnic, and chair and founder Pia Holt.",
    )
    .person("Ana Orwick", 0)
    .person("Ole Tamm", 0)
    .person("Pia Holt", 0)
    .title("President", 0)
    .title("professor", 1)
    .body("Lund Polytechnic", 1)
    .title("chair", 2)
    .title("founder", 2)
    .says("Ana Orwick", 0, &[(0, 0.9)], Person)
    .says("Ole Tamm", 0, &[(1, 0.9)], Person)
    .says("Pia Holt", 0, &[(2, 0.9)], Person);
    let roles: Vec<(String, Option<String>)> = article
        .voices()
        .into_iter()
        .map(|v| (v[0].role.clone().unwrap_or_default(), v[0].organization.clone()))
        .collect();
    assert_eq!(roles[0].0, "President");
    assert_eq!(roles[1], ("professor at Lund Polytechnic".to_owned(), Some("Lund Polytechnic".to_owned())));
    assert_eq!(roles[2].0, "chair and founder");
}

#[test]
fn a_state_keeps_its_printed_name_and_is_known_as_one() {
    let article =
        Article::new("Moscow said it would answer.").other("Moscow", 0).says("Moscow", 0, &[(0, 0.9)], Organization);
    let voice = article.voices().remove(0).remove(0);
    assert_eq!(
        (voice.name.as_str(), voice.organization.as_deref(), voice.country.as_deref()),
        ("Moscow", Some("Russia"), Some("RU"))
    );
}

#[test]
fn a_group_is_named_by_its_words() {
    let article = Article::new("Two residents of the lane said the pumps were old.")
        .other("residents of the lane", 0)
        .says("Two residents of the lane", 0, &[(0, 0.8)], Group);
    assert_eq!(article.voices()[0][0].speaker_type, Group);
}

#[test]
fn no_clues_give_no_panic() {
    let article = Article::new("Nobody is named here.").says("Nobody", 0, &[], Person);
    assert_eq!(article.voices().len(), 1);
    assert!(resolve(&Document::new(""), &[], &Clues::default()).is_empty());
}

#[test]
fn a_body_named_elsewhere_is_found_by_its_pointer() {
    let article = |share: f32| {
        Article::new("Gullwing Ferries lost money. Chief executive Mara Telvik said it would not close.")
            .person("Mara Telvik", 0)
            .title("Chief executive", 0)
            .says("Mara Telvik", 0, &[(0, 0.9)], Person)
            .points_at_body("Gullwing", share)
    };
    let body = |share: f32| article(share).voices().remove(0).remove(0).organization;
    assert_eq!(body(0.95).as_deref(), Some("Gullwing Ferries"));
    assert_eq!(body(0.05), None);
}

#[test]
fn a_first_name_shares_the_last_name_behind_it() {
    let article = |text| {
        let first = Article::new(text).person("Ruth", 0).person("Jane Havel", 0);
        first.says("Ruth and Jane Havel", 0, &[(0, 0.5), (1, 0.45)], Person).names()
    };
    assert_eq!(article("Ruth and Jane Havel sold the boat."), ["Ruth Havel; Jane Havel"]);
}

#[test]
fn a_firm_with_a_persons_name_is_no_person() {
    let article = Article::new("Pelham & Sons said the shop was sold.").person("Pelham", 0).says(
        "Pelham & Sons",
        0,
        &[(0, 0.9)],
        Organization,
    );
    let voice = article.voices().remove(0).remove(0);
    assert_eq!((voice.name.as_str(), voice.speaker_type), ("Pelham & Sons", Organization));
}

#[test]
fn the_latter_is_the_person_named_last() {
    let article = Article::new("Ken Mori met Nobu Bando. The former said yes, the latter said no.")
        .person("Ken Mori", 0)
        .person("Nobu Bando", 0)
        .says("The former", 0, &[(1, 0.9)], Person)
        .says("the latter", 0, &[(0, 0.9)], Person);
    assert_eq!(article.names(), ["Ken Mori", "Nobu Bando"]);
}

#[test]
fn initials_of_an_interview_are_persons() {
    let article = Article::new("Rosa Delgado met Martin Pike.\n\nMP: Where were the keys?")
        .person("Rosa Delgado", 0)
        .person("Martin Pike", 0)
        .says("MP", 0, &[(0, 0.6)], Person);
    assert_eq!(article.names(), ["Martin Pike"]);
}

#[test]
fn a_name_within_another_phrase_is_not_that_phrase() {
    let article = Article::new("Experts who read the Tarn Report met. The Tarn Report said the dam leaked.")
        .other("Experts who read the Tarn Report", 0)
        .other("Tarn Report", 1)
        .says("The Tarn Report", 0, &[(1, 0.9)], SpeakerType::Document);
    assert_eq!(article.names(), ["Tarn Report"]);
}

#[test]
fn a_long_name_is_what_its_letters_say() {
    let text = "Lamps, Roads and Bridges Norland (LRBN) met. LRBN said the lamps were safe.";
    let article = Article::new(text).other("Bridges Norland (LRBN", 0).other("LRBN", 1).says(
        "LRBN",
        1,
        &[(1, 0.9)],
        Organization,
    );
    assert_eq!(article.names(), ["Lamps, Roads and Bridges Norland"]);
}

#[test]
fn somebody_described_is_named_with_how_many_and_of_what() {
    let text = "Several residents of the pier said no. A memo from the board which leaked said yes. Her agent agreed.";
    let article = Article::new(text)
        .other("residents", 0)
        .other("memo", 0)
        .other("Her", 0)
        .says("Several residents of the pier", 0, &[(0, 0.9)], Group)
        .says("A memo from the board which leaked", 0, &[(1, 0.9)], SpeakerType::Document)
        .says("Her agent", 0, &[(2, 0.9)], UnnamedPerson);
    assert_eq!(article.names(), ["Several residents of the pier", "memo from the board", "Her agent"]);
}

#[test]
fn a_noun_means_the_body_that_it_introduced() {
    let article = Article::new("Olsen Foods met the charity Safe Plate. The charity said glass had been found.")
        .other("Olsen Foods", 0)
        .other("Safe Plate", 0)
        .says("The charity", 0, &[(0, 0.9)], Organization);
    assert_eq!(article.names(), ["Safe Plate"]);
}

#[test]
fn honours_behind_a_name_are_no_part_of_it() {
    let article = Article::new("Ida Havel ONZM said yes.").person("Ida Havel ONZM", 0).says(
        "Ida Havel ONZM",
        0,
        &[(0, 0.9)],
        Person,
    );
    assert_eq!(article.names(), ["Ida Havel"]);
}

#[test]
fn a_line_of_a_transcript_is_not_the_other_partys() {
    let text = "PROF. REYES: My client was never asked.\n\nMR. HALE: He was asked twice.\n\nPROF. REYES: By whom?\n\nPros: It is near.";
    let article = Article::new(text)
        .person("HALE", 0)
        .says("PROF. REYES", 0, &[(0, 0.9)], Person)
        .says("MR. HALE", 0, &[(0, 0.9)], Person)
        .says("PROF. REYES", 1, &[(0, 0.9)], Person)
        .says("Pros", 0, &[(0, 0.9)], Group);
    assert_eq!(article.names(), ["REYES", "HALE", "REYES", "Pros"]);
}

#[test]
fn a_party_behind_a_person_is_no_short_form() {
    let text = "The Norland Foreign Minister Ruth Ovel (NLP) said no. Norland said it would pay. The NLP agreed.";
    let article = Article::new(text)
        .other("Norland", 0)
        .person("Ruth Ovel", 0)
        .other("Norland", 1)
        .other("NLP", 1)
        .says("Norland", 1, &[(2, 0.9)], Organization)
        .says("The NLP", 0, &[(3, 0.9)], Organization);
    assert_eq!(article.names(), ["Norland", "NLP"]);
}

#[test]
fn whose_somebody_speaks_does_not_speak() {
    let article = Article::new("Mayor Tor Sorvik's spokesman said the gate was shut.")
        .person("Tor Sorvik", 0)
        .title("Mayor Tor Sorvik's spokesman", 0)
        .says("Mayor Tor Sorvik's spokesman", 0, &[(0, 0.9)], UnnamedPerson);
    assert_eq!(article.names(), ["Mayor Tor Sorvik's spokesman"]);
    let article = Article::new("Friends of Lina Sorvik and Tor Havel said the pair had left.")
        .person("Lina Sorvik", 0)
        .person("Tor Havel", 0)
        .says("Friends of Lina Sorvik and Tor Havel", 0, &[(0, 0.5), (1, 0.4)], Group);
    assert_eq!(article.names(), ["Friends of Lina Sorvik and Tor Havel"]);
    let article = Article::new("Lina Sorvik's lawyer Tor Havel said the pair had left.")
        .person("Lina Sorvik", 0)
        .person("Tor Havel", 0)
        .says("Lina Sorvik's lawyer Tor Havel", 0, &[(0, 0.6), (1, 0.3)], Person);
    assert_eq!(article.names(), ["Tor Havel"]);
    let article = Article::new("Secretary of State Lina Sorvik said the gate was shut.").person("Lina Sorvik", 0).says(
        "Secretary of State Lina Sorvik",
        0,
        &[(0, 0.9)],
        Person,
    );
    assert_eq!(article.names(), ["Lina Sorvik"]);
}

#[test]
fn a_last_name_that_was_taken_for_a_common_word_finds_its_only_bearer() {
    let article = |text| Article::new(text).person("Lina March", 0).says("March", 1, &[(0, 0.4)], Person);
    assert_eq!(article("Lina March is a lawyer. March said the sale was off.").names(), ["Lina March"]);
    let two = article("Lina March is a lawyer. March said no. Tor March left.").person("Tor March", 0);
    assert_eq!(two.names().len(), 1);
}

#[test]
fn titles_and_bodies_of_relatives_and_of_works_are_nobodys() {
    let article = Article::new("Noor Havel, whose sister is the head of Kelm Hospital, said no one was sent away.")
        .person("Noor Havel", 0)
        .title("head of Kelm Hospital", 0)
        .body("Kelm Hospital", 0)
        .says("Noor Havel", 0, &[(0, 0.9)], Person);
    let voices = article.voices();
    assert_eq!((&voices[0][0].role, &voices[0][0].organization), (&None, &None));
    let article = Article::new("Dana Havel, author of The Long Field, said the ministry was slow.")
        .person("Dana Havel", 0)
        .title("author of The Long Field", 0)
        .body("The Long Field", 0)
        .says("Dana Havel", 0, &[(0, 0.9)], Person);
    let voices = article.voices();
    assert_eq!((voices[0][0].role.as_deref(), &voices[0][0].organization), (Some("author of The Long Field"), &None));
}

#[test]
fn an_office_is_no_part_of_its_body() {
    let article = Article::new("The Leader of Hill Council, Ali Sorvik, said the police were told.")
        .person("Ali Sorvik", 0)
        .body("Leader of Hill Council", 0)
        .says("The Leader of Hill Council, Ali Sorvik", 0, &[(0, 0.9)], Person);
    assert_eq!(article.voices()[0][0].organization.as_deref(), Some("Hill Council"));
}

#[test]
fn who_refers_to_the_name_before() {
    let mut article = Article::new("Tor Sorvik, 70, who denies it, lived near the mill.").person("Tor Sorvik", 0);
    let (cue, content) = (vec![article.span("denies", 0)], vec![article.span("it", 0)]);
    article.attributions.push(Attribution { source: vec![], cue, content, confidence: 1.0 });
    article.clues.pointers.push(Pointer { nobody: 0.9, ..Pointer::default() });
    assert_eq!(article.names(), ["Tor Sorvik"]);
}

#[test]
fn the_office_means_its_only_holder_where_no_person_was_chosen() {
    let one = Article::new("City Attorney Lena Brandt sued. The city attorney said no.")
        .person("Lena Brandt", 0)
        .title("City Attorney", 0)
        .other("city attorney", 0)
        .says("The city attorney", 0, &[(1, 0.9)], UnnamedPerson);
    assert_eq!(one.names(), ["Lena Brandt"]);
    let two = Article::new("City Attorney Lena Brandt sued, City attorney Bo Lind did not. The city attorney said no.")
        .person("Lena Brandt", 0)
        .person("Bo Lind", 0)
        .title("City Attorney", 0)
        .title("City attorney", 1)
        .other("city attorney", 0)
        .says("The city attorney", 0, &[(2, 0.9)], UnnamedPerson);
    assert_eq!(two.names(), ["city attorney"]);
}

#[test]
fn a_title_ends_in_its_office() {
    let role = |text, title: &str| {
        let article =
            Article::new(text).person("Otto Lind", 0).title(title, 0).says("Otto Lind", 0, &[(0, 0.9)], Person);
        article.voices()[0][0].role.clone()
    };
    let whole = role("The town sleeps, said veteran Reform strategist Otto Lind.", "veteran");
    assert_eq!(whole.as_deref(), Some("veteran Reform strategist"));
    let whole = role("Otto Lind, the Kern Principal Chief, said no.", "Principal");
    assert_eq!(whole.as_deref(), Some("Principal Chief"));
    let alone = role("The town sleeps, said Mayor Otto Lind.", "Mayor");
    assert_eq!(alone.as_deref(), Some("Mayor"));
}

#[test]
fn another_persons_office_is_no_body() {
    let article = Article::new("Mara Vint, an adviser to Norland Sen. Piet Dunn, said no.")
        .person("Mara Vint", 0)
        .person("Piet Dunn", 0)
        .title("adviser", 0)
        .body("Norland Sen.", 0)
        .says("Mara Vint", 0, &[(0, 0.9)], Person);
    assert_eq!(article.voices()[0][0].organization, None);
}

#[test]
fn only_offices_of_states_are_theirs() {
    let body = |text, title: &str| {
        let article =
            Article::new(text).person("Otto Lind", 0).title(title, 0).says("Otto Lind", 0, &[(0, 0.9)], Person);
        article.voices()[0][0].organization.clone()
    };
    let barrister = body("His lawyer, Belgian barrister Otto Lind, said no.", "Belgian barrister");
    assert_eq!(barrister, None);
    let minister = body("The guest, Belgian minister Otto Lind, said no.", "Belgian minister");
    assert_eq!(minister.as_deref(), Some("Belgium"));
}
