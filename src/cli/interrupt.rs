//! Ctrl-C and its like: a wish to stop, which long work grants where nothing is half done.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::Exit;

static ASKED: AtomicBool = AtomicBool::new(false);
static WATCHED: Once = Once::new();

/// From now on SIGINT, SIGTERM and SIGHUP (Ctrl-C, Ctrl-Break) only leave word; the second one ends the program at once,
/// which loses what is at hand but harms nothing stored. Commands that do not call this end at the first one.
pub fn watch() {
    WATCHED.call_once(|| {
        let handler = || {
            if ASKED.swap(true, Ordering::SeqCst) {
                std::process::exit(Exit::Interrupted as i32);
            }
        };
        // Fails only where a handler stands already or the system has none: then a signal ends the program, as ever.
        let _ = ctrlc::set_handler(handler);
    });
}

/// True when the person wants to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
