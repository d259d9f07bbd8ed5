//! A builder for command-line tests: a folder of its own, files in it, one run, what must come of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder in which commands are run.
pub struct Place {
    folder: TempDir,
    /// where the binary lies for a user other than root, when commands are run as such
    nobody: Option<TempDir>,
}

/// The user "nobody" of most systems.
#[cfg(unix)]
const NOBODY: u32 = 65534;

impl Place {
    pub fn new() -> Self {
        Place { folder: tempfile::tempdir().expect("a temporary folder"), nobody: None }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a text file")
    }

    /// `onrecord WORDS…`, words parted by blanks.
    pub fn onrecord(&self, words: &str) -> Run {
        self.args(words.split_whitespace())
    }

    /// The same with arguments that hold blanks.
    pub fn args<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Run {
        let mut command = match &self.nobody {
            Some(folder) => Command::new(folder.path().join("onrecord")),
            None => Command::new(env!("CARGO_BIN_EXE_onrecord")),
        };
        command.args(args);
        #[cfg(unix)]
        if self.nobody.is_some() {
            std::os::unix::process::CommandExt::uid(&mut command, NOBODY);
            std::os::unix::process::CommandExt::gid(&mut command, NOBODY);
        }
        self.run(command)
    }

    /// A line for the shell, in which `onrecord` is our binary.
    pub fn shell(&self, line: &str) -> Run {
        let binary = Path::new(env!("CARGO_BIN_EXE_onrecord"));
        let mut folders = vec![binary.parent().expect("a folder").to_path_buf()];
        folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
        let mut command = Command::new("sh");
        command.args(["-c", line]).env("PATH", std::env::join_paths(folders).expect("a path"));
        self.run(command)
    }

    fn run(&self, mut command: Command) -> Run {
        command.current_dir(self.folder.path());
        command.env("XDG_CONFIG_HOME", self.folder.path().join("config")).env_remove("ONRECORD_BY");
        command.env_remove("ONRECORD_DB").env_remove("COLUMNS").env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
        Run { command, input: None }
    }

    /// A command that is started and left running, its output unread.
    pub fn started(&self, words: &str) -> std::process::Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(words.split_whitespace());
        let mut command = self.run(command).command;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the binary starts")
    }

    /// Lets commands run as a user who is held to permissions, as root is not: [`Run::code`] then drops that right. The
    /// folder becomes that user's own. Whoever is no root is held to them anyway.
    #[cfg(unix)]
    pub fn as_an_ordinary_user(&mut self) {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        if std::fs::metadata(self.folder()).expect("the folder").uid() != 0 {
            return;
        }
        let binary = tempfile::tempdir().expect("a temporary folder");
        std::fs::copy(env!("CARGO_BIN_EXE_onrecord"), binary.path().join("onrecord")).expect("a copy of the binary");
        std::fs::set_permissions(binary.path(), std::fs::Permissions::from_mode(0o755)).expect("permissions");
        let mut open = vec![self.folder().to_path_buf()];
        while let Some(path) = open.pop() {
            chown(&path, Some(NOBODY), Some(NOBODY)).expect("root may give files away");
            if path.is_dir() {
                open.extend(std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
            }
        }
        self.nobody = Some(binary);
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A command about to be run.
pub struct Run {
    command: Command,
    input: Option<Vec<u8>>,
}

impl Run {
    pub fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = Some(bytes.into());
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it; the exit code must be this one.
    pub fn code(mut self, code: i32) -> Done {
        let described = format!("{:?}", self.command);
        self.command.stdin(if self.input.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
        let feeder = self.input.map(|bytes| {
            let mut stdin = child.stdin.take().expect("piped");
            // A command that stops reading early is its own affair.
            std::thread::spawn(move || std::io::Write::write_all(&mut stdin, &bytes))
        });
        let output = child.wait_with_output().expect("the binary ends");
        if let Some(feeder) = feeder {
            let _ = feeder.join();
        }
        let done = Done { output };
        assert_eq!(
            done.output.status.code(),
            Some(code),
            "{described}\nstdout: {}\nstderr: {}",
            done.lossy_stdout(),
            done.stderr()
        );
        done
    }

    pub fn ok(self) -> Done {
        self.code(0)
    }
}

/// What came of a run.
pub struct Done {
    output: Output,
}

impl Done {
    pub fn stdout(&self) -> &str {
        std::str::from_utf8(&self.output.stdout).expect("UTF-8 on standard output")
    }

    fn lossy_stdout(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    pub fn stderr(&self) -> &str {
        std::str::from_utf8(&self.output.stderr).expect("UTF-8 on standard error")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.stdout()).unwrap_or_else(|error| panic!("{error}: {}", self.stdout()))
    }

    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout().lines().map(|line| serde_json::from_str(line).expect("JSON on every line")).collect()
    }

    #[track_caller]
    pub fn prints(self, words: &str) -> Self {
        assert!(self.stdout().contains(words), "no {words:?} in standard output:\n{}", self.stdout());
        self
    }

    #[track_caller]
    pub fn prints_nothing(self) -> Self {
        assert_eq!(self.stdout(), "");
        self
    }

    #[track_caller]
    pub fn tells(self, words: &str) -> Self {
        assert!(self.stderr().contains(words), "no {words:?} in standard error:\n{}", self.stderr());
        self
    }
}
