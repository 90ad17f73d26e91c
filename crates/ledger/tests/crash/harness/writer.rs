//! The program that is killed: adds reports to a ledger in groups, and says of each that it is safe once it is.
//!
//! A line on standard output is one acknowledgement: `safe NUMBER`. It is written after the group was
//! committed, never before.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use casus_ledger::audit::Outside;
use casus_ledger::{Access, Ledger, Stamp};

use super::report::report;

/// What is written where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The folder of the ledger, its keys and its checkpoints.
    pub folder: PathBuf,
    /// The number of the first report.
    pub first: u64,
    /// How many reports.
    pub reports: u64,
    /// How many to a group.
    pub group: u64,
    /// How SQLite syncs: `full`, or `normal`, which must be caught losing something.
    pub synchronous: String,
}

impl Job {
    /// The job as words of a command line.
    pub fn words(&self) -> Vec<String> {
        let folder = self.folder.to_str().expect("folders of tests are UTF-8").to_owned();
        let numbers = [self.first, self.reports, self.group].map(|number| number.to_string());
        [folder].into_iter().chain(numbers).chain([self.synchronous.clone()]).collect()
    }

    /// The job that [`Job::words`] made.
    pub fn parse(words: &[String]) -> Option<Job> {
        let [folder, first, reports, group, synchronous] = words else { return None };
        Some(Job {
            folder: PathBuf::from(folder),
            first: first.parse().ok()?,
            reports: reports.parse().ok()?,
            group: group.parse().ok()?,
            synchronous: synchronous.clone(),
        })
    }
}

/// The ledger in a folder.
pub fn ledger_in(folder: &Path) -> PathBuf {
    folder.join("bree.casus")
}

/// Keys and checkpoints of the ledger in a folder.
pub fn outside(folder: &Path) -> Outside {
    Outside { keys: folder.join("keys"), checkpoints: folder.join("checkpoints") }
}

/// A time that does not depend on the clock.
pub fn stamp() -> Stamp {
    Stamp { at: "2023-10-26T12:00:00Z".parse().expect("a time"), who: "frodo".into() }
}

/// Makes the ledger where there is none, adds what is not in it, and acknowledges.
fn write(job: &Job) -> casus_ledger::Result<()> {
    let path = ledger_in(&job.folder);
    let mut ledger = match path.exists() {
        true => Ledger::open(&path, Access::Write)?,
        false => Ledger::create_with_key(&path, &stamp(), &outside(&job.folder))?,
    };
    ledger.keep_outside(&outside(&job.folder))?;
    if job.synchronous == "normal" {
        ledger.give_up_safety()?;
    }
    let end = job.first + job.reports;
    let mut next = job.first;
    while next < end {
        let numbers = next..end.min(next + job.group);
        add(&mut ledger, numbers.clone())?;
        numbers.clone().for_each(acknowledge);
        next = numbers.end;
    }
    ledger.close()
}

/// Does the job as a program of its own: what goes wrong is told on standard error.
pub fn main(job: &Job) -> ! {
    if let Err(error) = write(job) {
        eprintln!("{error}");
        std::process::exit(1);
    }
    std::process::exit(0)
}

fn add(ledger: &mut Ledger, numbers: std::ops::Range<u64>) -> casus_ledger::Result<()> {
    let mut group = ledger.group(stamp())?;
    let layer = match group.active_layer()? {
        Some(layer) => layer,
        None => {
            let layer = group.new_layer(&serde_json::json!({ "casus": "0.0.0" }))?;
            group.activate(layer)?;
            layer
        }
    };
    for number in numbers {
        let report = report(number);
        let added = group.add_document(report.to_add())?;
        if added.outcome == casus_ledger::Outcome::New {
            group.put_reading(layer, &added.id, &report.reading, &report.new_claims())?;
        }
    }
    group.commit()
}

/// One line, at once: nothing of it is kept in a buffer.
fn acknowledge(number: u64) {
    let mut out = io::stdout().lock();
    let said = writeln!(out, "safe {number}").and_then(|()| out.flush());
    said.expect("somebody listens");
}

/// The numbers that were acknowledged. A line that is cut off does not count.
pub fn acknowledged(said: &[u8]) -> Vec<u64> {
    let whole = said.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let said = String::from_utf8_lossy(&said[..whole]);
    said.lines().filter_map(|line| line.strip_prefix("safe ")?.parse().ok()).collect()
}
