//! Whether the limits of a worker hold on this machine: tried in a worker, not assumed.

use std::env;
use std::fs::{self, File};
use std::io;
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use casus::packs::{Check, Health};
use serde::{Deserialize, Serialize};

use super::limits;
use crate::{Outcome, Problem};

/// What a worker tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Trial {
    /// To take memory, and to open a socket, a file and a program, before and after its limits are set.
    Doors,
    /// To work for ever, with a second of processor time.
    Time,
}

/// Seconds of processor time of the worker that works for ever, and how long its end is waited for.
const SECONDS: u64 = 1;
const PATIENCE: Duration = Duration::from_secs(15);

/// What came of one thing that a worker tried.
#[derive(Debug, Serialize, Deserialize)]
struct Tried {
    protection: Protection,
    /// It could be done without the limits.
    before: bool,
    /// It could be done with them.
    after: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Protection {
    Memory,
    Time,
    Network,
    Files,
    Programs,
}

/// The trial, inside a worker: tells what could be done on standard output.
pub(super) fn run(trial: Trial) -> Outcome {
    match trial {
        Trial::Doors => {
            let program = env::current_exe().map_err(Problem::new)?;
            let before = doors(&program);
            limits::set(limits::SECONDS);
            let tried = before
                .into_iter()
                .zip(doors(&program))
                .map(|((protection, before), (_, after))| Tried { protection, before, after });
            let tried: Vec<Tried> = tried.collect();
            serde_json::to_writer(io::stdout().lock(), &tried).map_err(Problem::new)?;
            Ok(ExitCode::SUCCESS)
        }
        Trial::Time => {
            limits::set(SECONDS);
            loop {
                std::hint::spin_loop();
            }
        }
    }
}

/// What can be done in this process, right now.
fn doors(program: &Path) -> Vec<(Protection, bool)> {
    let mut memory = Vec::<u8>::new();
    vec![
        (Protection::Memory, memory.try_reserve_exact(limits::MEMORY as usize).is_ok()),
        (Protection::Network, UdpSocket::bind(("127.0.0.1", 0)).is_ok()),
        (Protection::Files, File::open(program).is_ok() || makes_folder()),
        (Protection::Programs, starts(program)),
    ]
}

/// Making a folder changes the disk without opening anything.
fn makes_folder() -> bool {
    let folder = env::temp_dir().join(format!("casus-trial-{}", std::process::id()));
    fs::create_dir(&folder).is_ok_and(|()| fs::remove_dir(&folder).is_ok())
}

fn starts(program: &Path) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

/// What this machine gives a worker, one check each.
pub(crate) fn checks() -> Vec<Check> {
    // Both run at once: the second takes a second of processor time.
    let timed = super::start(Some(Trial::Time));
    let tried = super::start(Some(Trial::Doors)).and_then(answer).unwrap_or_default();
    let time = timed.and_then(ends).map_or_else(
        |_| Vec::new(),
        |ended| vec![Tried { protection: Protection::Time, before: true, after: !ended }],
    );
    let tried: Vec<Tried> = tried.into_iter().chain(time).collect();
    let all =
        [Protection::Memory, Protection::Time, Protection::Network, Protection::Files, Protection::Programs];
    all.into_iter().map(|one| check(one, tried.iter().find(|tried| tried.protection == one))).collect()
}

fn answer(child: Child) -> io::Result<Vec<Tried>> {
    let output = child.wait_with_output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Whether a process ends by itself before patience does.
fn ends(mut child: Child) -> io::Result<bool> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

fn check(protection: Protection, tried: Option<&Tried>) -> Check {
    let (name, held, open) = match protection {
        Protection::Memory => (
            "page worker, memory",
            format!("a page gets {} MiB and no more", limits::MEMORY >> 20),
            "a page may take all there is",
        ),
        Protection::Time => (
            "page worker, processor time",
            format!("a page gets {} s and no more", limits::SECONDS),
            "a page may take for ever",
        ),
        Protection::Network => ("page worker, network", "closed".to_owned(), "open"),
        Protection::Files => ("page worker, files", "closed".to_owned(), "open"),
        Protection::Programs => ("page worker, other programs", "closed".to_owned(), "may be started"),
    };
    let (health, found) = match tried {
        Some(Tried { after: false, before: true, .. }) => (Health::Ok, format!("{held} (tried)")),
        Some(Tried { after: false, before: false, .. }) => {
            (Health::Ok, "not to be had here, with or without limits (tried)".to_owned())
        }
        Some(Tried { after: true, .. }) => {
            (Health::Warn, format!("{open} (tried): this system has no such limit, or refused it"))
        }
        None => (Health::Warn, "could not be tried: no worker could be started".to_owned()),
    };
    let remedy = (health == Health::Warn).then(|| REMEDY.to_owned());
    Check { name, health, found, remedy }
}

const REMEDY: &str =
    "casus works; give web pages from strangers as plain text, or read them on Linux 3.17 or newer";

#[cfg(test)]
mod tests {
    use super::*;

    fn found(before: bool, after: bool) -> Check {
        check(Protection::Network, Some(&Tried { protection: Protection::Network, before, after }))
    }

    #[test]
    fn only_a_door_that_was_tried_and_did_not_open_is_called_closed() {
        assert_eq!(
            (found(true, false).health, found(true, false).found.as_str()),
            (Health::Ok, "closed (tried)")
        );
        for open in [found(true, true), check(Protection::Network, None)] {
            assert_eq!(open.health, Health::Warn);
            assert!(!open.found.contains("closed") && open.remedy.is_some(), "{open:?}");
        }
        assert!(!found(false, false).found.contains("closed"));
    }

    #[test]
    fn without_limits_every_door_opens() {
        let program = env::current_exe().expect("a path");
        assert!(doors(&program).into_iter().all(|(_, opens)| opens));
    }
}
