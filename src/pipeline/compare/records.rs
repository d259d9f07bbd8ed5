//! From rows of the store to what the comparison reads, and from what it finds to rows.

use std::ops::Range;

use serde_json::json;

use crate::compare::{Analysis, Claim, Finding, Matter, Proposition};
use crate::statement::SpeakerType;
use crate::store::{AttributionRow, Claims, NewConflict, Position, PropositionRow};

/// A stored statement as the comparison sees it; with what its article is about.
pub fn claim(row: &AttributionRow, matter: Matter) -> Claim {
    let named =
        matches!(row.speaker_type, Some(SpeakerType::Person | SpeakerType::Organization | SpeakerType::Document));
    Claim {
        text: row.text.clone(),
        sentence: row.sentence.clone(),
        speaker: row.speaker.clone().or_else(|| row.name.clone()),
        speaker_key: row.speaker_id.clone().filter(|_| named),
        speaker_type: row.speaker_type,
        role: row.role.clone(),
        organization: row.organization.clone(),
        country: row.country.clone(),
        outlet: row.outlet.clone(),
        published: row.published.clone(),
        article: row.article.clone(),
        place: row.context,
        kind: Some(row.kind),
        act: Some(row.act),
        negated: row.negated,
        on_record: row.on_record,
        cue: row.cue.clone(),
        rare: Vec::new(),
        names: matter.names,
        topics: matter.topics,
    }
}

pub(super) fn kept(row: &AttributionRow, analysis: &Analysis) -> Claims {
    let positions = analysis.positions.iter().map(|stance| Position {
        question: stance.question.clone(),
        about: stance.about.clone(),
        affirms: stance.affirms,
        span: stance.span.as_ref().and_then(|span| in_article(row, span)),
    });
    Claims {
        statement: row.key,
        propositions: analysis.propositions.iter().map(|p| proposition(row, p)).collect(),
        positions: positions.collect(),
        keys: analysis.keys.clone(),
    }
}

fn proposition(row: &AttributionRow, p: &Proposition) -> PropositionRow {
    PropositionRow {
        subject: p.subject.clone(),
        relation: p.relation.clone(),
        predicate: p.predicate.clone(),
        object: p.object.clone(),
        positive: p.positive,
        modality: Some(p.modality.to_string()),
        assertion: Some(p.assertion.to_string()),
        scope: p.scope.clone(),
        time: p.time.clone(),
        quantity: p.quantity.clone(),
        span: p.span.as_ref().and_then(|span| in_article(row, span)),
        more: (!p.polarity_words.is_empty()).then(|| json!({"polarity_words": p.polarity_words}).to_string()),
    }
}

/// Bytes of a statement of one piece as code points of its article; a statement of several pieces is not one passage.
fn in_article(row: &AttributionRow, span: &Range<usize>) -> Option<[usize; 2]> {
    let [[start, _]] = row.content[..] else { return None };
    let points = |to: usize| row.text.get(..to).map(|before| start + before.chars().count());
    Some([points(span.start)?, points(span.end)?])
}

pub(super) fn conflict(a: i64, b: i64, finding: Finding) -> NewConflict {
    NewConflict {
        kind: finding.kind.as_str().to_owned(),
        score: finding.score,
        firm: finding.firm,
        rule: finding.rule,
        question: finding.question,
        why: finding.why,
        a,
        b,
        more: Some(
            json!({"words": finding.words, "both_true_if": finding.both_true_if, "firm": finding.firm}).to_string(),
        ),
    }
}
