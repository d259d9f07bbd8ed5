//! `articles`: what is stored of articles, and how each was read.

use std::io::{Write, stdout};

use clap::{Args, Subcommand};
use serde_json::json;

use super::exit::{Exit, Failure, Outcome};
use super::listing::{self, Column, ListFormat, ShowFormat};
use super::words;
use super::{Global, article};
use crate::article::Article;
use crate::export::guard;
use crate::read::ReadArticle;
use crate::store::ArticleRow;

/// List the articles, or show one as it was read
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord articles
  onrecord articles --limit 0 --format csv
  onrecord articles show 2be78bc7
  onrecord articles set 2be78bc7 --published 2024-05-13
  onrecord articles remove 2be78bc7

A newer text at the same address is a new version; the older one is kept and not listed.")]
pub struct ArticlesArgs {
    #[command(subcommand)]
    command: Option<ArticlesCommand>,
    /// Most rows; 0 for all
    #[arg(long, short = 'n', default_value_t = 50, value_name = "N")]
    limit: u64,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Subcommand, Debug)]
enum ArticlesCommand {
    Show(ShowArgs),
    Remove(RemoveArgs),
    Restore(RestoreArgs),
    Set(SetArgs),
}

/// Show an article's text, what is known of it, and where that was taken from
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord articles show 2be78bc7
  onrecord articles show https://skerry.example/story --format json")]
pub struct ShowArgs {
    /// Id of the article or its first digits, its address, or the name of its file
    #[arg(value_name = "ID")]
    id: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// Take articles out of every listing; what people decided of them is kept
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord articles remove 2be78bc7")]
pub struct RemoveArgs {
    /// Ids of the articles or their first digits
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

/// Bring articles back that were taken out
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord articles restore 2be78bc7")]
pub struct RestoreArgs {
    /// Ids of the articles or their first digits
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

/// Repair what is known of an article
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord articles set 2be78bc7 --published 2024-05-13 --outlet 'Meridian Wire'")]
pub struct SetArgs {
    /// Id of the article or its first digits, its address, or the name of its file
    #[arg(value_name = "ID")]
    id: String,
    /// Headline
    #[arg(long)]
    title: Option<String>,
    /// Newspaper, agency or site
    #[arg(long)]
    outlet: Option<String>,
    /// Writers
    #[arg(long)]
    byline: Option<String>,
    /// Day of publication
    #[arg(long, value_name = "DATE", value_parser = words::day)]
    published: Option<String>,
    /// Address
    #[arg(long)]
    url: Option<String>,
}

/// Runs `articles`.
pub fn run(args: &ArticlesArgs, global: &Global) -> Outcome {
    match &args.command {
        Some(ArticlesCommand::Show(show)) => show_one(show, global),
        Some(ArticlesCommand::Remove(args)) => take_out(&args.ids, true, global),
        Some(ArticlesCommand::Restore(args)) => take_out(&args.ids, false, global),
        Some(ArticlesCommand::Set(args)) => set(args, global),
        None => list(args, global),
    }
}

fn take_out(ids: &[String], out: bool, global: &Global) -> Outcome {
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let found = ids.iter().map(|id| Ok(article::meant(&store, id)?.0)).collect::<Result<Vec<_>, Failure>>()?;
    for row in &found {
        let later = store.take_out_article(row.key, out)?;
        let title = row.title.as_ref().unwrap_or(&row.document);
        let id: String = row.id.chars().take(8).collect();
        let done = match (out, later) {
            (true, _) => format!("is taken out (`onrecord articles restore {id}` brings it back)"),
            (false, None) => "is back".to_owned(),
            (false, Some(later)) => {
                format!("is back as an earlier version of {later}, which came to its address since")
            }
        };
        global.tell(format_args!("{} {title} {done}", row.id));
    }
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

fn set(args: &SetArgs, global: &Global) -> Outcome {
    let given = [&args.title, &args.outlet, &args.byline, &args.published, &args.url];
    if given.iter().all(|value| value.is_none()) {
        return Err(Failure::new(Exit::Usage, "say what is to be set").hint("`onrecord articles set --help` lists it"));
    }
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let (row, _) = article::meant(&store, &args.id)?;
    let new = Article {
        title: args.title.clone(),
        outlet: args.outlet.clone(),
        byline: args.byline.clone(),
        published: args.published.clone(),
        url: args.url.clone(),
        ..Article::default()
    };
    store.describe_article(row.key, &new)?;
    global.tell(format_args!("{} is described anew", row.id));
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

fn list(args: &ArticlesArgs, global: &Global) -> Outcome {
    let rows = global.open_to_read()?.articles((args.limit > 0).then_some(args.limit))?;
    const NAMES: [&str; 9] =
        ["id", "published", "outlet", "title", "byline", "url", "document", "version", "statements"];
    let words = |field: &Option<String>| field.clone().unwrap_or_default();
    let cells = |row: &ArticleRow| {
        let (version, statements) = (row.version.to_string(), row.statements.to_string());
        let [published, outlet, title, byline, url] =
            [&row.published, &row.outlet, &row.title, &row.byline, &row.url].map(words);
        [row.id.clone(), published, outlet, title, byline, url, row.document.clone(), version, statements]
    };
    listing::print(&mut stdout().lock(), args.format, "articles", &rows, (NAMES, cells), table)?;
    if rows.is_empty() {
        global.tell("no article is stored");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

fn table(rows: &[ArticleRow]) -> String {
    let columns = [
        Column::whole("published"),
        Column::percent("outlet", 25),
        Column::rest("title"),
        Column::whole("statements"),
        Column::whole("article"),
    ];
    let words = |field: &Option<String>| field.clone().unwrap_or_default();
    let cells = rows.iter().map(|row| {
        let title = row.title.clone().unwrap_or_else(|| row.document.clone());
        let id = row.id.chars().take(8).collect();
        vec![words(&row.published), words(&row.outlet), title, row.statements.to_string(), id]
    });
    listing::table(&columns, cells)
}

fn show_one(args: &ShowArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let (row, text) = article::meant(&store, &args.id)?;
    let notes = store.notes(row.key)?;
    let mut out = stdout().lock();
    match args.format {
        ShowFormat::Text => {
            let fields = [
                ("title", row.title.clone()),
                ("outlet", row.outlet.clone()),
                ("byline", row.byline.clone()),
                ("published", row.published.clone()),
                ("address", row.url.clone()),
                ("file", Some(row.document.clone())),
                ("added", Some(format!("{}, version {}, {} statements", row.added, row.version, row.statements))),
            ];
            let mut shown = format!("article {}\n", row.id);
            shown.push_str(&lines(&fields, &notes));
            out.write_all(shown.as_bytes())?;
            writeln!(out, "\n{}", guard::terminal_lines(text.trim_end()))?;
        }
        ShowFormat::Json => {
            let mut value = serde_json::to_value(&row).unwrap_or_default();
            value["text"] = json!(text);
            value["notes"] = json!(notes);
            listing::json(&mut out, "article", &value)?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// An article that was read and not stored, for people.
pub fn shown(reading: &ReadArticle) -> String {
    let article = &reading.article;
    let words = article.text.split_whitespace().count();
    let first: String =
        article.text.split_whitespace().take(12).collect::<Vec<_>>().join(" ").chars().take(90).collect();
    let fields = [
        ("title", article.title.clone()),
        ("outlet", article.outlet.clone()),
        ("byline", article.byline.clone()),
        ("published", article.published.clone()),
        ("address", article.url.clone()),
        ("text", Some(format!("{words} words: {first} …"))),
    ];
    format!("{}\n{}\n", guard::terminal(&reading.place.to_string()), lines(&fields, &reading.how_it_was_read()))
}

/// Fields and notes, a line each; what is not known is left out.
fn lines(fields: &[(&str, Option<String>)], notes: &[String]) -> String {
    let known = fields.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
    let notes = notes.iter().map(|note| ("note", note.as_str()));
    known.chain(notes).map(|(name, value)| format!("  {name:10} {}\n", guard::terminal(value))).collect()
}
