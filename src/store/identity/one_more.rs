//! One more voice of somebody who is printed just as thousands of times before joins them without all of them being read again.
//!
//! Only where that comes to the same: the matcher says so of the voices, and here it is seen that no person ruled anything of them and
//! that what the speaker's row says stays the most frequent.

use rusqlite::{Connection, params};

use super::candidate::{Candidate, load};
use super::looks::Around;
use super::matcher::Identity;
use super::named::Named;
use super::speaker_type;
use crate::store::{Result, totals};

/// So many new voices are tried one by one. More of them are decided at once: those of one speaker are read together.
pub(super) const FEW: usize = 64;

/// Lets a new voice join its like; false where it has to be decided together with others.
pub(super) fn join(db: &Connection, identity: &dyn Identity, named: &Named, voice: i64) -> Result<bool> {
    let Some(new) = load(db, [voice])?.pop().filter(|new| !new.by_hand) else { return Ok(false) };
    if is_changing(db, new.speaker)? || is_ruled(db, named, &new)? || meets_in_its_article(db, identity, &new)? {
        return Ok(false);
    }
    let Some(Around { like, others }) = Around::of(db, identity, &new.profile)? else { return Ok(false) };
    if like.is_empty() || like.iter().any(|other| other.speaker != new.speaker) || !is_usual(db, &new)? {
        return Ok(false);
    }
    let profiles: Vec<_> = like.iter().map(|voice| voice.profile.clone()).collect();
    if !identity.is_one_more(&new.profile, &profiles, &others) {
        return Ok(false);
    }
    // a speaker's id is that of its first voice
    db.prepare_cached("UPDATE speakers SET uid = ?2 WHERE id = ?1 AND uid > ?2")?
        .execute(params![new.speaker, new.profile.key])?;
    totals::count_in(db, voice, new.speaker, &like.iter().map(|voice| voice.id).collect::<Vec<_>>())?;
    Ok(true)
}

/// A voice of the speaker is to be decided again, or something else changed that is not gathered yet.
fn is_changing(db: &Connection, speaker: i64) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM speakers_changed WHERE speaker_id = ?1)")?;
    Ok(query.query_row([speaker], |r| r.get(0))?)
}

/// A person ruled something of its speaker or its name.
fn is_ruled(db: &Connection, named: &Named, new: &Candidate) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM decision_voices AS o JOIN voices AS v ON v.uid = o.voice
                 JOIN decisions AS d ON d.id = o.decision_id
             WHERE v.speaker_id = ?1 AND d.undone_at IS NULL AND d.waiting = 0)
         OR EXISTS (SELECT 1 FROM decisions
             WHERE action = 'alias' AND undone_at IS NULL AND waiting = 0 AND folded(value) = ?2)",
    )?;
    let ruled: bool = query.query_row(params![new.speaker, new.key], |r| r.get(0))?;
    Ok(ruled || named.is_borne(db, new)?)
}

/// Another voice of its article may be the same speaker, or is known not to be.
fn meets_in_its_article(db: &Connection, identity: &dyn Identity, new: &Candidate) -> Result<bool> {
    let own = identity.blocks(new.profile.speaker_type, &new.profile.name);
    let mut query = db.prepare_cached(
        "SELECT o.type, o.name, o.speaker_id FROM voices AS v JOIN voices AS o ON o.article_id = v.article_id
         WHERE v.id = ?1 AND o.id <> v.id",
    )?;
    let mut rows = query.query([new.id])?;
    while let Some(row) = rows.next()? {
        let blocks = identity.blocks(speaker_type(&row.get::<_, String>(0)?), &row.get::<_, String>(1)?);
        if row.get::<_, i64>(2)? == new.speaker || blocks.iter().any(|block| own.contains(block)) {
            return Ok(true);
        }
    }
    Ok(own.is_empty())
}

/// The speaker's row says what it says, also with one more who is printed as this voice.
fn is_usual(db: &Connection, new: &Candidate) -> Result<bool> {
    let row = "SELECT name, role, organization, country, type FROM speakers WHERE id = ?1";
    let shown = db.prepare_cached(row)?.query_row([new.speaker], |r| {
        let fields: [Option<String>; 4] = [r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?];
        Ok((fields, r.get::<_, String>(4)?))
    });
    let (shown, shown_type) = shown?;
    let profile = &new.profile;
    let printed = [Some(&profile.name), profile.role.as_ref(), profile.organization.as_ref(), profile.country.as_ref()];
    for (field, (shown, printed)) in ["name", "role", "organization", "country"].iter().zip(shown.iter().zip(printed)) {
        let Some(printed) = printed.filter(|printed| shown.as_ref() != Some(printed)) else { continue };
        // the voice is among its speaker's already
        let count = format!(
            "SELECT coalesce(sum({field} = ?2), 0) < coalesce(sum({field} = ?3), 0) FROM voices WHERE speaker_id = ?1"
        );
        let fewer: bool = db.prepare_cached(&count)?.query_row(params![new.speaker, printed, shown], |r| r.get(0))?;
        if !fewer {
            return Ok(false);
        }
    }
    Ok(shown_type == profile.speaker_type.as_str())
}
