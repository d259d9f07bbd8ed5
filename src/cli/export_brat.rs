//! `export --format brat`: a folder of texts and annotations, never over what people annotated.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::exit::{Exit, Failure};
use super::import_brat::GIVEN_OUT;
use super::output;
use crate::export::brat;
use crate::store::{Filter, Store};

/// One text and one file of annotations for each article that has a statement chosen.
pub fn to_folder(store: &Store, filter: &Filter, folder: &Path) -> Result<u64, Failure> {
    let rows = store.statements(filter)?;
    let mut articles: Vec<&str> = rows.iter().map(|row| row.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let mut files = vec![("annotation.conf".to_owned(), brat::CONFIGURATION.to_owned())];
    for article in articles.iter().copied() {
        let of_article = rows.iter().filter(|row| row.article == article);
        let details = of_article.map(|row| store.statement_by_key(row.key)).collect::<Result<Vec<_>, _>>()?;
        let Some(text) = details.first().map(|detail| detail.text.clone()) else { continue };
        files.push((format!("{article}.txt"), text));
        files.push((format!("{article}.ann"), brat::annotations(&details)));
    }
    let list = fs::read_to_string(folder.join(GIVEN_OUT)).unwrap_or_default();
    refuse_changed(folder, &list, &files)?;
    // what was given out: what is missing when it comes back was deleted, and what has another hash was changed
    let mut given = given_before(folder, &list, &files, &articles);
    given.extend(rows.iter().map(|row| format!("{} {}\n", row.article, row.id)));
    given.extend(files.iter().map(|(name, content)| format!("# {name} {}\n", blake3::hash(content.as_bytes()))));
    files.push((GIVEN_OUT.to_owned(), given));
    for (name, content) in &files {
        let path = output::in_folder(folder, name)?;
        output::to(&path, store.path(), |out| {
            out.write_all(content.as_bytes()).map_err(|error| Failure::writing(path.display(), error))
        })?;
    }
    Ok(rows.len() as u64)
}

/// What an earlier export gave out that lies there still and is not written now: it can come back, too.
fn given_before(folder: &Path, list: &str, files: &[(String, String)], articles: &[&str]) -> String {
    let lies_there = |line: &&str| match line.strip_prefix("# ").and_then(|line| line.rsplit_once(' ')) {
        Some((name, _)) => files.iter().all(|(new, _)| new != name) && folder.join(name).exists(),
        None => line
            .split_once(' ')
            .is_some_and(|(article, _)| !articles.contains(&article) && folder.join(format!("{article}.ann")).exists()),
    };
    list.lines().filter(lies_there).map(|line| format!("{line}\n")).collect()
}

/// Refuses a folder in which a file is another than the one that was written there. Files that are left from before count too.
fn refuse_changed(folder: &Path, list: &str, files: &[(String, String)]) -> Result<(), Failure> {
    let written = list.lines().filter_map(|line| line.strip_prefix("# ")?.rsplit_once(' '));
    let new = files.iter().map(|(name, content)| (name.clone(), blake3::hash(content.as_bytes()).to_string()));
    let mut known: BTreeMap<String, String> = new.collect();
    known.extend(written.map(|(name, hash)| (name.to_owned(), hash.to_owned())));
    let is_other = |(name, hash): (String, String)| {
        let there = fs::read(folder.join(&name)).ok()?;
        (blake3::hash(&there).to_string() != hash).then_some(name)
    };
    let changed: Vec<String> = known.into_iter().filter_map(is_other).collect();
    if changed.is_empty() {
        return Ok(());
    }
    const SHOWN: usize = 5;
    let more = if changed.len() > SHOWN { format!(" and {} more", changed.len() - SHOWN) } else { String::new() };
    let names = changed.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    let told = format!("{}: changed since it was written, left untouched: {names}{more}", folder.display());
    Err(Failure::new(Exit::Output, told)
        .hint("`onrecord import --brat DIR` takes what was changed; then export to another folder"))
}
