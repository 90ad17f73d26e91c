//! Takes backups of a ledger while it is written to.

use std::io::{BufRead as _, BufReader};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use casus_ledger::{Access, Ledger};

use super::check::check;
use super::run::Program;
use super::writer::{Job, ledger_in};

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Backups {
    /// Backups taken while the writer wrote.
    pub backups: usize,
    /// Reports that were acknowledged before the last of them.
    pub acknowledged: usize,
    /// Backups that did not open, did not verify or had not all, with what it was.
    pub broken: Vec<String>,
}

/// Takes so many backups during one run of the writer.
pub fn backups(program: &Program, backups: usize) -> Result<Backups, String> {
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
        lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("safe ")?.parse::<u64>().ok())
            .for_each(|number| {
                let _ = say.send(number);
            })
    });
    let mut seen = Backups::default();
    let mut safe = vec![heard.recv_timeout(Duration::from_secs(30)).map_err(|_| "the writer says nothing")?];
    while seen.backups < backups {
        // The writer is at work: something new was acknowledged since the last backup began.
        safe.push(heard.recv_timeout(Duration::from_secs(30)).map_err(|_| "the writer has stopped")?);
        safe.extend(heard.try_iter());
        let begun = Instant::now();
        let copy = folder.path().join(format!("copy{}", seen.backups));
        if let Err(what) = one(&job, &copy, &safe) {
            seen.broken.push(format!("backup {} ({:?}): {what}", seen.backups, begun.elapsed()));
        }
        let _ = std::fs::remove_dir_all(&copy);
        seen.backups += 1;
    }
    seen.acknowledged = safe.len();
    child.kill().map_err(text)?;
    child.wait().map_err(text)?;
    listener.join().map_err(|_| "the listener failed")?;
    Ok(seen)
}

fn one(job: &Job, copy: &std::path::Path, safe: &[u64]) -> Result<(), String> {
    let ledger = Ledger::open(&ledger_in(&job.folder), Access::Read).map_err(|error| error.to_string())?;
    std::fs::create_dir(copy).map_err(|error| error.to_string())?;
    ledger.backup(&ledger_in(copy)).map_err(|error| error.to_string())?;
    check(copy, safe).map(drop)
}
