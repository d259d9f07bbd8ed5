//! The columns of the flat formats.

use std::borrow::Cow;

use crate::store::AttributionRow;

/// The names of the columns, in their order. New ones are appended.
pub(super) const NAMES: [&str; 36] = [
    "id",
    "speaker",
    "type",
    "role",
    "organization",
    "country",
    "kind",
    "act",
    "negated",
    "on_record",
    "text",
    "outlet",
    "published",
    "title",
    "url",
    "sentence",
    "source",
    "cue",
    "via",
    "how",
    "confidence",
    "name",
    "speaker_id",
    "article",
    "document",
    "appearances",
    "ref",
    "content",
    "context",
    "others",
    "speaker_confidence",
    "checked",
    "finding",
    "finding_source",
    "note",
    "assigned",
];

/// A row's cells, in the order of [`NAMES`]. Spans are `120-181`, several with a semicolon between.
pub(super) fn cells(row: &AttributionRow) -> [Cow<'_, str>; 36] {
    let some = |text: &'_ Option<String>| -> Cow<'_, str> { text.clone().unwrap_or_default().into() };
    let yes = |value: bool| Cow::Borrowed(if value { "1" } else { "0" });
    let span = |[start, stop]: &[usize; 2]| format!("{start}-{stop}");
    [
        row.id.as_str().into(),
        some(&row.speaker),
        row.speaker_type.map_or("", |t| t.as_str()).into(),
        some(&row.role),
        some(&row.organization),
        some(&row.country),
        row.kind.as_str().into(),
        row.act.as_str().into(),
        yes(row.negated),
        yes(row.on_record),
        row.text.as_str().into(),
        some(&row.outlet),
        some(&row.published),
        some(&row.title),
        some(&row.url),
        row.sentence.as_str().into(),
        row.source.as_str().into(),
        row.cue.as_str().into(),
        some(&row.via),
        some(&row.how),
        format!("{:.2}", row.confidence).into(),
        some(&row.name),
        some(&row.speaker_id),
        row.article.as_str().into(),
        row.document.as_str().into(),
        row.appearances.to_string().into(),
        some(&row.reference),
        row.content.iter().map(span).collect::<Vec<_>>().join(";").into(),
        span(&row.context).into(),
        some(&row.others),
        row.speaker_confidence.map(|share| format!("{share:.2}")).unwrap_or_default().into(),
        some(&row.review.checked),
        some(&row.review.finding),
        some(&row.review.finding_source),
        some(&row.review.note),
        some(&row.review.assigned),
    ]
}

/// The columns that people read first, for Markdown; the id leads to the rest (`onrecord show ID`).
pub(super) const FOR_PEOPLE: [&str; 9] =
    ["Speaker", "Role", "Statement", "Kind", "Act", "Outlet", "Date", "Checked", "ID"];

/// A row's cells, in the order of [`FOR_PEOPLE`].
pub(super) fn cells_for_people(row: &AttributionRow) -> [String; 9] {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        match &row.others {
            Some(others) => format!("{}; {others}", some(&row.speaker)),
            None => some(&row.speaker),
        },
        some(&row.role),
        row.text.clone(),
        row.kind.to_string(),
        if row.negated { format!("not {}", row.act) } else { row.act.to_string() },
        some(&row.outlet),
        some(&row.published),
        row.review.in_words(),
        row.id.clone(),
    ]
}
