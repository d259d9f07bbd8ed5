//! What the readers of office documents, sheets and books ask of an element.

use quick_xml::events::BytesStart;

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
    found.map(|attribute| attribute.value.into_owned())
}
