//! `casus add`: reports into a ledger, each acknowledged once it is safe.

use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use casus::Casus;
use casus::keep::{self, Filing, Keeper, Prepared, Receipt};
use casus::ledger::{Access, Ledger};
use serde::Serialize;

use super::{Where, Writer};
use crate::input::{self, Got, Item, Refused, Tally};
use crate::table::clean;
use crate::{Outcome, Problem, json_text, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: input::Source,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    writer: Writer,
    /// How to print what became of each report.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    output_format: Format,
    /// Reports that are made durable together; each is acknowledged after that.
    #[arg(long, value_name = "N", default_value = "50")]
    group: NonZeroUsize,
    /// Show what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Threads to read on; the ledger does not depend on it.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A line a report.
    Table,
    /// One JSON object a report.
    Json,
    /// One line of JSON a report.
    Jsonl,
}

/// What is printed of one report.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    receipt: &'a Receipt,
}

/// A group is made durable after this time even if it is not full.
const LONGEST: Duration = Duration::from_millis(500);

/// Adds every report; one that cannot be read is told and does not stop the others.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let mut keeper = arguments.place.write(&casus)?;
    let outcome = add(arguments, &casus, &mut keeper);
    keeper.close().map_err(Problem::new)?;
    outcome
}

fn add(arguments: &Arguments, casus: &Casus, keeper: &mut Keeper) -> Outcome {
    let given = arguments.source.about.given();
    let before = Mutex::new(super::open(&arguments.place.ledger, Access::Read)?);
    let work = |reader: &mut casus::Reader, mut item: Item| {
        let read = input::got(&mut item, &given).and_then(|got| read(reader, got, &before));
        (item.name, read)
    };
    let mut tally = Tally::new();
    let mut group = OpenGroup::new(arguments, casus, keeper);
    let mut problem: Option<Problem> = None;
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = arguments.threads.map_or_else(cores, usize::from);
    casus.each(input::items(&arguments.source.files), threads, work, |(name, read)| match read {
        Ok(_) if problem.is_some() => {}
        Ok(report) => {
            match &report {
                Report::Known(_) => tally.known(),
                Report::Read(prepared) => tally.read(&prepared.full().reading, || {}),
            }
            problem = group.add(name, report).err();
            group.tell_failed(&mut tally);
        }
        Err(refused) => tally.refused(&name, &refused),
    });
    if problem.is_none() {
        problem = group.close().err();
        group.tell_failed(&mut tally);
    }
    match problem {
        Some(problem) => Err(problem),
        None => Ok(tally.exit_code()),
    }
}

/// A report on its way into the ledger.
enum Report {
    /// It was there before, with all that is told of it.
    Known(Receipt),
    /// It was read.
    Read(Box<Prepared>),
}

/// Reads a report, unless it was in the ledger before.
fn read(reader: &mut casus::Reader, got: Got, before: &Mutex<Ledger>) -> Result<Report, Refused> {
    let known = keep::known(&before.lock().unwrap_or_else(PoisonError::into_inner), &got.raw, &got.told)?;
    if let Some(receipt) = known {
        return Ok(Report::Known(receipt));
    }
    let material = got.material()?;
    let (text, given) = material.text();
    let prepared = Prepared::read(reader, material.raw.clone(), &material.told, text, given)?;
    Ok(Report::Read(Box::new(prepared)))
}

/// Files a report. Bytes that are known, but of which more is told now, are read with all that was told.
fn file(casus: &Casus, filing: &mut Filing, report: &Report) -> Result<Receipt, Refused> {
    let prepared = match report {
        Report::Known(receipt) => return Ok(receipt.clone()),
        Report::Read(prepared) => prepared,
    };
    let Some((raw, told)) = filing.told_more(prepared)? else { return Ok(filing.add(prepared)?) };
    let again = super::reread::again(&mut casus.reader(), raw, told)?;
    Ok(filing.tell(&again)?)
}

/// Reports that wait for one durable commit.
struct OpenGroup<'a, 'c> {
    arguments: &'a Arguments,
    casus: &'a Casus,
    keeper: &'a mut Keeper<'c>,
    waiting: Vec<(String, Report)>,
    failed: Vec<(String, Refused)>,
    since: Instant,
}

impl<'a, 'c> OpenGroup<'a, 'c> {
    fn new(arguments: &'a Arguments, casus: &'a Casus, keeper: &'a mut Keeper<'c>) -> OpenGroup<'a, 'c> {
        OpenGroup { arguments, casus, keeper, waiting: Vec::new(), failed: Vec::new(), since: Instant::now() }
    }

    /// Takes a report, and makes the group durable when it is full or has waited long. A dry run is one group, so
    /// that it sees what it would have changed before.
    fn add(&mut self, name: String, report: Report) -> Result<(), Problem> {
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.waiting.push((name, report));
        let is_due = self.waiting.len() >= self.arguments.group.get() || self.since.elapsed() > LONGEST;
        if is_due && !self.arguments.dry_run { self.close() } else { Ok(()) }
    }

    /// Files what waits, makes it durable, and only then says so. A report that cannot be filed is left out of the group;
    /// where that is because nothing can be written any more, the whole group is undone.
    fn close(&mut self) -> Result<(), Problem> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let mut filing = self.keeper.filing(self.arguments.writer.stamp()).map_err(Problem::new)?;
        let mut receipts = Vec::new();
        for (name, report) in &waiting {
            match file(self.casus, &mut filing, report) {
                Ok(receipt) => receipts.push((name, receipt)),
                Err(refused) => self.failed.push((name.clone(), refused)),
            }
        }
        match self.arguments.dry_run {
            true => drop(filing),
            false => filing.commit().map_err(Problem::new)?,
        }
        for (name, receipt) in &receipts {
            self.acknowledge(name, receipt);
        }
        Ok(())
    }

    fn tell_failed(&mut self, tally: &mut Tally) {
        for (name, refused) in self.failed.drain(..) {
            tally.refused(&name, &refused);
        }
    }

    fn acknowledge(&self, name: &str, receipt: &Receipt) {
        let line = Line { file: name, receipt };
        let text = match self.arguments.output_format {
            Format::Table => told(name, receipt, self.arguments.dry_run),
            Format::Json => json_text(&line),
            Format::Jsonl => serde_json::to_string(&line).unwrap_or_default(),
        };
        // A reader that has seen enough (`| head`) is no error; whoever waits for a line must get it at once.
        let mut out = anstream::stdout().lock();
        let _ = writeln!(out, "{text}").and_then(|()| out.flush());
    }
}

/// `report.txt: 4 claims, new i7, changed i3`.
fn told(name: &str, receipt: &Receipt, dry_run: bool) -> String {
    let mut parts = match receipt.outcome {
        "known" => vec!["known already, nothing changed".to_owned()],
        "told" => {
            vec![format!("known already, read again with what is told of it now: {} claims", receipt.claims)]
        }
        "suppressed" => vec!["removed for good before, and kept out".to_owned()],
        _ => vec![format!("{} claims", receipt.claims)],
    };
    match receipt.copies {
        0 => {}
        1 => parts.push("a copy of another report".to_owned()),
        copies => parts.push(format!("a copy of {copies} other reports")),
    }
    for change in ["new", "changed", "merged", "ended"] {
        let of_change = receipt.incidents.iter().filter(|filed| filed.change == change);
        let ids: Vec<String> = of_change
            .map(|filed| match &filed.into {
                Some(into) => format!("{} into {into}", filed.incident),
                None => filed.incident.clone(),
            })
            .collect();
        if !ids.is_empty() {
            parts.push(format!("{change} {}", ids.join(" ")));
        }
    }
    if receipt.published.is_none() && receipt.outcome != "suppressed" {
        parts.push("no day of publication (add it again with --published DATE)".to_owned());
    }
    let would = if dry_run { "would be: " } else { "" };
    format!("{}: {would}{}", clean(name), parts.join(", "))
}
