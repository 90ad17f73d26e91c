//! Takes backups of a ledger while it is written to.

use std::io::{BufRead as _, BufReader};
use std::sync::mpsc;
use std::time::Duration;

use casus_ledger::{Access, Ledger};

use super::check::check;
use super::run::Program;
use super::writer::{Job, ledger_in};

/// How long a writer may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Backups {
    /// Backups taken while the writer wrote.
    pub backups: usize,
    /// Reports that were acknowledged before the last backup of each run.
    pub acknowledged: usize,
    /// Backups that did not open, did not verify or had not all, with what it was.
    pub broken: Vec<String>,
}

/// Backups before there is a new ledger, so that checking stays short.
const BACKUPS_A_LEDGER: usize = 10;

/// Takes so many backups while writers write.
pub fn backups(program: &Program, backups: usize) -> Result<Backups, String> {
    let mut seen = Backups::default();
    while seen.backups < backups {
        during_one_run(program, BACKUPS_A_LEDGER.min(backups - seen.backups), &mut seen)?;
    }
    Ok(seen)
}

/// Takes so many backups during one run of the writer.
fn during_one_run(program: &Program, backups: usize, seen: &mut Backups) -> Result<(), String> {
    let text = |error: std::io::Error| error.to_string();
    let folder = tempfile::tempdir().map_err(text)?;
    let job = Job {
        folder: folder.path().to_owned(),
        first: 0,
        reports: 1_000_000,
        group: 5,
        synchronous: "full".into(),
    };
    let mut child = program.command(&job).spawn().map_err(text)?;
    let lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
    let (say, heard) = mpsc::channel();
    let listener = std::thread::spawn(move || {
        let numbers =
            lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("safe ")?.parse::<u64>().ok());
        numbers.take_while(|number| say.send(*number).is_ok()).for_each(drop);
    });
    let hear = || heard.recv_timeout(PATIENCE).map_err(|_| "the writer says nothing".to_owned());
    let mut safe = vec![hear()?];
    for backup in 0..backups {
        // The writer is at work: something new was acknowledged since the last backup began.
        safe.push(hear()?);
        safe.extend(heard.try_iter());
        let copy = folder.path().join(format!("copy{backup}"));
        if let Err(what) = one(&job, &copy, &safe) {
            seen.broken.push(format!("backup {}: {what}", seen.backups));
        }
        let _ = std::fs::remove_dir_all(&copy);
        seen.backups += 1;
    }
    seen.acknowledged += safe.len();
    child.kill().map_err(text)?;
    child.wait().map_err(text)?;
    drop(heard);
    listener.join().map_err(|_| "the listener failed".to_owned())
}

fn one(job: &Job, copy: &std::path::Path, safe: &[u64]) -> Result<(), String> {
    let ledger = Ledger::open(&ledger_in(&job.folder), Access::Read).map_err(|error| error.to_string())?;
    std::fs::create_dir(copy).map_err(|error| error.to_string())?;
    ledger.backup(&ledger_in(copy)).map_err(|error| error.to_string())?;
    check(copy, safe).map(drop)
}
