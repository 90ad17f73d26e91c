//! Runs a package client: without input, within a time limit, its words kept for the message.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running client is looked at.
const POLL: Duration = Duration::from_millis(25);

/// How many of a client's last lines are shown.
const LINES_SHOWN: usize = 12;

/// A program, what is put before its arguments, and where programs are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub name: &'static str,
    pub before: &'static [&'static str],
    /// Replaces the search path of the caller.
    pub path: Option<OsString>,
}

/// Why a client did not do its work.
#[derive(Debug)]
pub(crate) enum ChildError {
    /// There is no such program.
    Absent,
    /// It could not be started or watched.
    Broken(io::Error),
    /// It ended with an error; these were its last words.
    Failed(String),
    /// It was ended after the time limit; these were its last words.
    TimedOut(String),
}

impl Program {
    /// Python's package client, in the order of preference.
    pub(crate) fn pip(path: Option<&OsString>) -> Vec<Program> {
        let pips: [(&str, &[&str]); 4] =
            [("python3", &["-m", "pip"]), ("python", &["-m", "pip"]), ("pip3", &[]), ("pip", &[])];
        pips.map(|(name, before)| Program { name, before, path: path.cloned() }).into()
    }

    /// Node's package client.
    pub(crate) fn npm(path: Option<&OsString>) -> Vec<Program> {
        let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
        vec![Program { name, before: &[], path: path.cloned() }]
    }

    /// What a user would type.
    pub(crate) fn shown(&self) -> String {
        [&[self.name], self.before].concat().join(" ")
    }

    /// Runs it in `folder`, where its words are kept in a file so that no pipe can fill up.
    pub(crate) fn run(
        &self,
        arguments: &[&str],
        folder: &Path,
        limit: Duration,
    ) -> Result<String, ChildError> {
        let log = folder.join("client.log");
        let output = File::create(&log).map_err(ChildError::Broken)?;
        let errors = output.try_clone().map_err(ChildError::Broken)?;
        let mut command = Command::new(self.name);
        command.args(self.before).args(arguments).current_dir(folder);
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        command.env("PIP_DISABLE_PIP_VERSION_CHECK", "1").env("PIP_NO_INPUT", "1");
        command.env("PIP_REQUIRE_VIRTUALENV", "0");
        command.env("NPM_CONFIG_UPDATE_NOTIFIER", "false").env("NO_COLOR", "1");
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        let mut child = command.spawn().map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => ChildError::Absent,
            _ => ChildError::Broken(cause),
        })?;
        let deadline = Instant::now() + limit;
        loop {
            match child.try_wait().map_err(ChildError::Broken)? {
                Some(status) if status.success() => return Ok(words(&log)),
                Some(_) => return Err(ChildError::Failed(last_words(&log))),
                None if Instant::now() >= deadline => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(ChildError::TimedOut(last_words(&log)));
                }
                None => thread::sleep(POLL),
            }
        }
    }
}

fn words(log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let start = bytes.len().saturating_sub(16 << 10);
    String::from_utf8_lossy(&bytes[start..]).into_owned()
}

/// The last lines, without control characters: they go to a terminal.
fn last_words(log: &Path) -> String {
    let words = words(log);
    let lines: Vec<&str> = words.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let shown = lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n       ");
    shown.chars().filter(|character| *character == '\n' || !character.is_control()).take(4000).collect()
}
