//! `count`: how many statements, articles and speakers, by whatever groups them.

use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use super::selection::{Selection, why_nothing};
use super::{output, quotes, screen, words};
use crate::export::table::{Shape, TableWriter};
use crate::export::{bitmap, chart};
use crate::pipeline::{self, By, Count, counted};

/// Count statements by month, outlet, class of role, gender as the articles show it, and the like
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord count --by month
  onrecord count --by outlet --by gender --type person --format csv
  onrecord count --by class --chart
  onrecord count --by month --type person --measure speakers --chart-file months.svg

A chart by month or year leaves none out between the first and the last; what has none stands there with 0.
Classes of roles are those of data/lexicons/role_classes.toml. Gender is what an article's own pronouns and forms of address
show; “not stated” where they show nothing.")]
pub struct CountArgs {
    /// What groups them; may be given several times
    #[arg(long, required = true, value_parser = words::by())]
    by: Vec<By>,
    /// What bars and --limit go by
    #[arg(long, value_enum, default_value_t = Measure::Statements)]
    measure: Measure,
    /// At most so many rows, those with most of --measure; 0 is all [default: all, in the order of the groups]
    #[arg(long, short = 'n', value_name = "N", default_value_t = 0, hide_default_value = true)]
    limit: usize,
    /// Draw bars instead of a table
    #[arg(long)]
    chart: bool,
    /// Write the bars as a picture, SVG or PNG by the name of the file
    #[arg(long, value_name = "FILE")]
    chart_file: Option<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    #[command(flatten)]
    selection: Selection,
}

/// What is counted of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Measure {
    Statements,
    Articles,
    Speakers,
}

impl Measure {
    fn of(self, count: &Count) -> usize {
        match self {
            Measure::Statements => count.statements,
            Measure::Articles => count.articles,
            Measure::Speakers => count.speakers,
        }
    }
}

/// Runs `count`.
pub fn run(args: &CountArgs, global: &Global) -> Outcome {
    if args.chart && args.format != ListFormat::Table {
        return Err(Failure::new(
            Exit::Usage,
            "--chart takes the place of the table: there is no other --format of it",
        )
        .hint("--chart-file FILE draws beside any format"));
    }
    let picture = args.chart_file.as_deref().map(picture).transpose()?;
    let store = global.open_to_read()?;
    let filter = args.selection.filter(&store, None)?;
    let mut counts = pipeline::count(&store, &filter, &args.by)?;
    if args.limit > 0 {
        counts.sort_by_key(|count| std::cmp::Reverse(args.measure.of(count)));
        counts.truncate(args.limit);
    }
    let bars = bars(args, &counts);
    if let (Some(file), Some(picture)) = (&args.chart_file, picture) {
        output::to(file, store.path(), |out| {
            let drawn = match picture {
                Picture::Png => bitmap::png(out, &title(args), &bars),
                Picture::Svg => out.write_all(chart::svg(&title(args), &bars).as_bytes()),
            };
            drawn.map_err(|error| Failure::writing(file.display(), error))
        })?;
        global.tell(format_args!("{} in {}", counted(bars.len() as u64, "bar"), file.display()));
    }
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        _ if counts.is_empty() => {}
        ListFormat::Table if args.chart => {
            out.write_all(chart::text(&bars, usize::from(screen::width())).as_bytes())?;
        }
        ListFormat::Table => out.write_all(table(args, &counts).as_bytes())?,
        ListFormat::Json => listing::json(&mut out, "counts", &records(args, &counts))?,
        ListFormat::Jsonl => {
            for record in records(args, &counts) {
                writeln!(out, "{record}")?;
            }
        }
        ListFormat::Csv => flat(args, &counts, Shape::Csv, &mut out)?,
        ListFormat::Tsv => flat(args, &counts, Shape::Tsv, &mut out)?,
        ListFormat::Md => flat(args, &counts, Shape::Md, &mut out)?,
    }
    out.flush()?;
    quotes::tell_undated(&store, &filter, global)?;
    if counts.is_empty() {
        global.tell(why_nothing(&store, &filter)?);
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

/// The bars: of time that goes on, none is left out.
fn bars(args: &CountArgs, counts: &[Count]) -> Vec<(String, usize)> {
    let bars: Vec<(String, usize)> = counts.iter().map(|count| (label(count), args.measure.of(count))).collect();
    let next: fn(&str) -> Option<String> = match args.by.as_slice() {
        [By::Month] if args.limit == 0 => month_after,
        [By::Year] if args.limit == 0 => |year| Some(format!("{:04}", year.parse::<u32>().ok()? + 1)),
        _ => return bars,
    };
    let mut whole: Vec<(String, usize)> = Vec::new();
    for (label, n) in bars {
        while let Some(skipped) = whole.last().and_then(|(last, _)| next(last)).filter(|skipped| *skipped < label) {
            whole.push((skipped, 0));
        }
        whole.push((label, n));
    }
    whole
}

/// `2024-01` behind `2023-12`; none behind what is no month.
fn month_after(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    Some(if month >= 12 { format!("{:04}-01", year + 1) } else { format!("{year:04}-{:02}", month + 1) })
}

enum Picture {
    Svg,
    Png,
}

fn picture(file: &Path) -> Result<Picture, Failure> {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "png" => Ok(Picture::Png),
        "svg" => Ok(Picture::Svg),
        "" if file == Path::new("-") => Ok(Picture::Svg),
        _ => {
            let told = format_args!("{} is neither an SVG nor a PNG by its name", file.display()).to_string();
            Err(Failure::new(Exit::Usage, told).hint("--chart-file bars.svg or --chart-file bars.png"))
        }
    }
}

const COUNTS: [&str; 3] = ["statements", "articles", "speakers"];

fn names(args: &CountArgs) -> Vec<&'static str> {
    args.by.iter().map(|by| by.as_str()).chain(COUNTS).collect()
}

fn title(args: &CountArgs) -> String {
    let by: Vec<&str> = args.by.iter().map(|by| by.as_str()).collect();
    let measure = format!("{:?}", args.measure);
    format!("{measure} by {}", by.join(" and "))
}

fn label(count: &Count) -> String {
    known(count).join(", ")
}

/// What people are shown of a group.
fn known(count: &Count) -> Vec<String> {
    let known = |words: &String| if words.is_empty() { "(not known)".to_owned() } else { words.clone() };
    count.group.iter().map(known).collect()
}

fn cells(count: &Count) -> Vec<String> {
    let numbers = [count.statements, count.articles, count.speakers].map(|n| n.to_string());
    count.group.iter().cloned().chain(numbers).collect()
}

fn table(args: &CountArgs, counts: &[Count]) -> String {
    let groups = args.by.iter().map(|by| Column::rest(by.as_str()));
    let columns: Vec<Column> = groups.chain(COUNTS.map(Column::whole)).collect();
    listing::table(&columns, counts.iter().map(|count| cells(&Count { group: known(count), ..count.clone() })))
}

fn flat(args: &CountArgs, counts: &[Count], shape: Shape, out: &mut impl Write) -> Result<(), Failure> {
    let mut table = TableWriter::new(screen::seen(out), shape, &names(args))?;
    for count in counts {
        table.row(cells(count))?;
    }
    Ok(table.finish()?)
}

fn records(args: &CountArgs, counts: &[Count]) -> Vec<serde_json::Value> {
    let record = |count: &Count| {
        let mut record = serde_json::Map::new();
        for (by, value) in args.by.iter().zip(&count.group) {
            let value = if value.is_empty() { serde_json::Value::Null } else { value.as_str().into() };
            record.insert(by.as_str().to_owned(), value);
        }
        for (name, number) in COUNTS.into_iter().zip([count.statements, count.articles, count.speakers]) {
            record.insert(name.to_owned(), number.into());
        }
        serde_json::Value::Object(record)
    };
    counts.iter().map(record).collect()
}
