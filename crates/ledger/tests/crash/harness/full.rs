//! Fills the disk at each write in turn, and lets syncing fail at each sync: the writer must say so, nothing
//! that was acknowledged may be lost, and it must go on once there is room.

use std::path::Path;

use super::check::check;
use super::run::{Ended, Program, ended};
use super::writer::{Job, acknowledged};

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// Runs in which a call failed.
    pub failures: u64,
    /// What a writer said then, each message once.
    pub messages: Vec<String>,
    /// Runs after which something was wrong, with what it was.
    pub broken: Vec<String>,
}

/// A call of the system that fails, and how.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Calls as `strace` names them.
    pub calls: &'static str,
    /// The error.
    pub error: &'static str,
    /// True where every later call fails too.
    pub stays: bool,
    /// What the writer must say.
    pub words: &'static str,
}

/// The disk is full from some write on.
pub const FULL: Fault =
    Fault { calls: "pwrite64,write,ftruncate", error: "ENOSPC", stays: true, words: "no space is left" };

/// One sync fails.
pub const SYNC: Fault = Fault { calls: "fsync,fdatasync", error: "EIO", stays: false, words: "cannot" };

/// Lets the first such call fail, then the second … until the writer gets through or there were enough.
pub fn failures(program: &Program, fault: Fault, most: u64, stride: u64) -> Result<Failures, String> {
    let mut seen = Failures::default();
    for call in (1..).step_by(stride as usize).take(most as usize) {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let job = Job {
            folder: folder.path().to_owned(),
            first: 0,
            reports: 12,
            group: 3,
            synchronous: "full".into(),
        };
        let when = if fault.stays { format!("{call}+") } else { call.to_string() };
        let inject = format!("inject={}:error={}:when={when}", fault.calls, fault.error);
        let trace = format!("trace={}", fault.calls);
        // Faults are for files below the folder alone; standard output is a pipe and never full.
        let wrapper = ["strace", "-f", "-qq", "-e", &trace, "-e", &inject, "-o", "/dev/null"];
        let below = paths(folder.path());
        let wrapper: Vec<String> = wrapper.iter().map(|word| (*word).to_owned()).chain(below).collect();
        let child = program.wrapped(&wrapper, &job).spawn().map_err(|error| error.to_string())?;
        let ended = ended(child)?;
        if ended.well && !fault.stays {
            // The call may have been one whose failure does no harm; all must be there.
            seen.broken.extend(trouble(program, &job, &ended).err());
            if acknowledged(&ended.said).len() == 12 && call > 1 {
                break;
            }
            continue;
        }
        if ended.well {
            break;
        }
        seen.failures += 1;
        let message = ended
            .complained
            .lines()
            .last()
            .unwrap_or_default()
            .replace(&job.folder.display().to_string(), "…");
        if !message.contains(fault.words) || ended.complained.contains("panicked") {
            seen.broken.push(format!("call {call}: the writer said: {}", ended.complained));
        }
        if !seen.messages.contains(&message) {
            seen.messages.push(message);
        }
        seen.broken.extend(trouble(program, &job, &ended).err().map(|what| format!("call {call}: {what}")));
    }
    Ok(seen)
}

/// Every file that the writer may touch.
fn paths(folder: &Path) -> Vec<String> {
    let names = ["bree.casus", "bree.casus-wal", "bree.casus-shm", "bree.casus-journal"];
    names.iter().flat_map(|name| ["-P".to_owned(), folder.join(name).display().to_string()]).collect()
}

/// Checks what is left, and that the writer goes on with it.
fn trouble(program: &Program, job: &Job, was: &Ended) -> Result<(), String> {
    let safe = acknowledged(&was.said);
    check(&job.folder, &safe)?;
    let child = program.command(job).spawn().map_err(|error| error.to_string())?;
    let again = ended(child)?;
    if !again.well {
        return Err(format!("it does not go on: {}", again.complained));
    }
    check(&job.folder, &acknowledged(&again.said)).map(drop)
}
