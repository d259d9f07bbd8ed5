//! Which paragraph styles of an office document are those of block quotations: Word's "Quote" and "Intense Quote", whatever the
//! program's language calls them, Writer's "Quotations", and all that are based on one of them.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::read::xml::attribute;

/// Ids of styles.
pub type Styles = BTreeSet<String>;

/// A style as a document declares it.
#[derive(Default)]
struct Style {
    id: String,
    name: String,
    based_on: String,
}

/// The styles of block quotations that these parts of a document declare.
pub fn styles(parts: &[&[u8]]) -> Styles {
    let declared: Vec<Style> = parts.iter().flat_map(|xml| declared(xml)).collect();
    // where a document does not declare what it uses
    let mut found: Styles = ["Quote", "IntenseQuote", "BlockText", "Quotations"].map(str::to_owned).into();
    found.extend(declared.iter().filter(|style| is_quotation(style)).map(|style| style.id.clone()));
    loop {
        let before = found.len();
        let based: Vec<&Style> = declared.iter().filter(|style| found.contains(&style.based_on)).collect();
        found.extend(based.into_iter().map(|style| style.id.clone()));
        if found.len() == before {
            return found;
        }
    }
}

fn is_quotation(style: &Style) -> bool {
    let named = |name: &str| {
        let name = name.to_lowercase();
        name.contains("quot") || name == "block text"
    };
    named(&style.id) || named(&style.name)
}

fn declared(xml: &[u8]) -> Vec<Style> {
    let source = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&source);
    let mut out: Vec<Style> = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => match element.local_name().as_ref() {
                "style" => {
                    inside = true;
                    let of = |key: &str| attribute(&element, key).unwrap_or_default();
                    out.push(Style {
                        id: attribute(&element, "styleId").unwrap_or_else(|| of("name")),
                        name: of("display-name"),
                        based_on: of("parent-style-name"),
                    });
                }
                field @ ("name" | "basedOn") if inside => {
                    let value = attribute(&element, "val").unwrap_or_default();
                    if let Some(style) = out.last_mut() {
                        *(if field == "name" { &mut style.name } else { &mut style.based_on }) = value;
                    }
                }
                _ => {}
            },
            Ok(Event::End(element)) if element.local_name().as_ref() == "style" => inside = false,
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

/// The style of a paragraph: of `.odt` in its own element, of `.docx` in one inside it.
pub fn style_of(element: &BytesStart) -> Option<String> {
    match element.local_name().as_ref() {
        "pStyle" => attribute(element, "val"),
        _ => attribute(element, "style-name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_of_quotations_are_known_by_name_and_by_what_they_are_based_on() {
        let word = "<w:styles><w:style w:type='paragraph' w:styleId='Zitat'><w:name w:val='Quote'/></w:style>\
            <w:style w:styleId='Hausstil'><w:name w:val='Haus'/><w:basedOn w:val='Zitat'/></w:style>\
            <w:style w:styleId='Normal'><w:name w:val='Normal'/></w:style></w:styles>";
        let found = styles(&[word.as_bytes()]);
        assert!(found.contains("Zitat") && found.contains("Hausstil") && !found.contains("Normal"));
        let writer =
            "<x><style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'/></x>";
        assert!(styles(&[writer.as_bytes()]).contains("P1"));
    }
}
