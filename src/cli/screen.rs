//! What the screen can do: its width, its colours, and progress on it.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use unicode_width::UnicodeWidthChar;

use crate::export::guard;

/// Columns assumed when output goes to a file or a pipe and `COLUMNS` does not say.
const WIDTH_WITHOUT_TERMINAL: u16 = 120;
/// Below this no table can be read; it is drawn at this width and left to the terminal to break.
const NARROWEST: u16 = 40;

/// Columns to draw for: `COLUMNS` when set, else the terminal's, else a fixed number.
pub fn width() -> u16 {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked.or_else(terminal_width).unwrap_or(WIDTH_WITHOUT_TERMINAL).max(NARROWEST)
}

fn terminal_width() -> Option<u16> {
    comfy_table::Table::new().width()
}

/// A message on standard error; a reader that has left is no failure there either.
pub fn say(message: impl Display) {
    let _ = writeln!(stderr(), "{}", guard::terminal_lines(&message.to_string()));
}

static WIDE: AtomicBool = AtomicBool::new(false);

/// Asks for cells in full, however long.
pub fn set_wide(wide: bool) {
    WIDE.store(wide, Ordering::Relaxed);
}

/// True when cells are wanted in full.
pub fn is_wide() -> bool {
    WIDE.load(Ordering::Relaxed)
}

/// True when data may be coloured: standard output is a terminal and `NO_COLOR` is not set.
pub fn colours() -> bool {
    stdout().is_terminal() && no_color_unset() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// In front of standard output for rows of what others wrote: a terminal is commanded by none of it, all else gets it as it is.
pub fn seen<'w>(out: impl Write + 'w) -> Box<dyn Write + 'w> {
    if stdout().is_terminal() { Box::new(guard::OnTerminal::new(out)) } else { Box::new(out) }
}

fn no_color_unset() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Progress over files on standard error, drawn only when that is a terminal.
pub fn progress(files: usize, quiet: bool) -> ProgressBar {
    let shown = stderr().is_terminal() && !quiet;
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {elapsed}  {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(files as u64), target).with_style(style);
    if shown {
        bar.enable_steady_tick(Duration::from_millis(200));
    }
    bar
}

/// As much of a line as fits, with a sign where it is cut.
pub fn cut(line: &str, width: usize) -> String {
    let mut used = 0;
    let mut out = String::new();
    for c in line.chars() {
        used += c.width().unwrap_or(0);
        if used >= width {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}
