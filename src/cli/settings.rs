//! What a person wants every time, from files: the project's, then the person's own.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize;

use super::exit::{Exit, Failure};

/// The project's file, in the folder at hand or one above it.
const PROJECT: &str = "onrecord.toml";

/// A file of settings. Paths are from the folder of the file.
#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields)]
struct Settings {
    db: Option<PathBuf>,
    questions: Option<PathBuf>,
    by: Option<String>,
}

/// A setting and the file that it comes from.
#[derive(Clone)]
pub struct Setting<T> {
    /// the value, paths from the folder of the file
    pub value: T,
    /// the file
    pub from: PathBuf,
}

/// What the files say.
#[derive(Default)]
pub struct Files {
    pub db: Option<Setting<PathBuf>>,
    pub questions: Option<Setting<PathBuf>>,
    pub by: Option<Setting<String>>,
}

/// Reads the files; one that makes no sense stops the program rather than being passed over.
fn read() -> Result<Files, Failure> {
    let mut files = Files::default();
    for path in [project(), user()].into_iter().flatten().filter(|path| path.is_file()) {
        let told = |reason: &dyn std::fmt::Display| {
            Failure::new(Exit::Usage, format_args!("{}: {reason}", path.display()))
                .hint("it may hold db, questions and by; `onrecord config --help` says more")
        };
        let text = std::fs::read_to_string(&path).map_err(|error| told(&error))?;
        let settings: Settings = toml::from_str(&text).map_err(|error| told(&error.message()))?;
        let folder = path.parent().unwrap_or(Path::new(".")).to_path_buf();
        let from = || path.clone();
        // the first file wins
        files.db = files.db.or(settings.db.map(|db| Setting { value: folder.join(db), from: from() }));
        files.questions =
            files.questions.or(settings.questions.map(|q| Setting { value: folder.join(q), from: from() }));
        files.by = files.by.or(settings.by.map(|by| Setting { value: by, from: from() }));
    }
    Ok(files)
}

fn project() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(PROJECT)).find(|path| path.is_file())
}

fn user() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
    Some(folder.join("onrecord").join("config.toml"))
}

static FILES: OnceLock<Files> = OnceLock::new();

/// Reads the files before anything else is done.
pub fn load() -> Result<(), Failure> {
    let files = read()?;
    // read once: a process that runs several commands keeps the first
    let _ = FILES.set(files);
    Ok(())
}

static BROKEN: OnceLock<String> = OnceLock::new();

/// Keeps why no file could be read, for who goes on without.
pub fn remember(broken: Failure) {
    if let Failure::Told { message, .. } = broken {
        let _ = BROKEN.set(message);
    }
}

/// Why no file could be read.
pub fn broken() -> Option<&'static str> {
    BROKEN.get().map(String::as_str)
}

/// What the files say.
pub fn files() -> &'static Files {
    FILES.get_or_init(Files::default)
}

/// The database that the files name.
pub fn db() -> Option<&'static Path> {
    files().db.as_ref().map(|setting| setting.value.as_path())
}

/// The folder of questions that the files name.
pub fn questions() -> Option<&'static Path> {
    files().questions.as_ref().map(|setting| setting.value.as_path())
}

/// Who decides, as the files say.
pub fn by() -> Option<&'static str> {
    files().by.as_ref().map(|setting| setting.value.as_str())
}
