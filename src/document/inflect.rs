//! The forms of a word: what [`lemma`](super::lemma) undoes.

use crate::lexicon::english::VERB_FORMS;

/// All forms of a verb: irregular ones from the lexicon, the others by rule.
pub fn verb_forms(lemma: &str) -> Vec<String> {
    if let Some(forms) = VERB_FORMS.get(lemma) {
        return std::iter::once(lemma).chain(forms.split(' ')).map(str::to_owned).collect();
    }
    let (past, ing) = if let Some(stem) = consonant_y(lemma) {
        (format!("{stem}ied"), format!("{lemma}ing"))
    } else if let Some(stem) = lemma.strip_suffix('e') {
        let ing = if stem.ends_with(['e', 'o', 'y']) { format!("{lemma}ing") } else { format!("{stem}ing") };
        (format!("{lemma}d"), ing)
    } else {
        (format!("{lemma}ed"), format!("{lemma}ing"))
    };
    vec![lemma.to_owned(), plural(lemma), past, ing]
}

/// The -s form of a noun or verb.
pub fn plural(lemma: &str) -> String {
    if let Some(stem) = consonant_y(lemma) {
        format!("{stem}ies")
    } else if lemma.ends_with(['s', 'x', 'z', 'o']) || lemma.ends_with("ch") || lemma.ends_with("sh") {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

fn consonant_y(lemma: &str) -> Option<&str> {
    lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

/// The word that a noun in the plural would be of ("spokesmen", "deputies"); none for what cannot be one.
pub fn singular(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("men") {
        return Some(format!("{stem}man"));
    }
    if let Some(stem) = word.strip_suffix("people") {
        return Some(format!("{stem}person"));
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("wives") {
        return Some(format!("{stem}wife"));
    }
    let stem = word.strip_suffix('s')?;
    (stem.len() > 2 && !stem.ends_with('s')).then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lemma::lemma;

    #[test]
    fn forms_lead_back_to_their_verb() {
        for verb in ["deny", "accuse", "urge", "commit", "write", "say", "tell", "slam", "publish"] {
            assert!(verb_forms(verb).iter().all(|form| lemma(form) == *verb), "{:?}", verb_forms(verb));
        }
    }

    #[test]
    fn plurals_lead_back_to_their_noun() {
        for noun in ["mayor", "spokesman", "deputy", "analyst"] {
            let many = if noun == "spokesman" { "spokesmen".to_owned() } else { plural(noun) };
            assert_eq!(singular(&many).as_deref(), Some(noun));
        }
        assert_eq!(singular("boss"), None);
    }
}
