//! `casus verify`, `backup`, `restore`, `migrate`, `retract`: that nothing is lost, changed unseen, or kept that must go.

use std::path::PathBuf;
use std::process::ExitCode;

use casus::ledger::audit::{Against, read_checkpoint, verify as verified};
use casus::ledger::{Access, Ledger, SCHEMA};
use casus::model::DocumentId;

use super::{Where, Writer, outside};
use crate::{Outcome, Problem, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Where,
    /// A checkpoint that was kept elsewhere. Without it, the one in the folder of checkpoints.
    #[arg(long, value_name = "CHECKPOINT")]
    against: Option<PathBuf>,
    /// First make anew what is made from the rest: all that helps to find. Reports, claims, incidents, decisions and
    /// the log stay as they are.
    #[arg(long)]
    rebuild: bool,
    #[command(flatten)]
    writer: Writer,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The copy that is made.
    to: PathBuf,
    #[command(flatten)]
    place: Where,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup.
    from: PathBuf,
    #[command(flatten)]
    place: Where,
    /// Only say whether the backup can be brought back.
    #[arg(long)]
    check: bool,
    /// Put it in the place of a ledger that is there; that one is kept beside.
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    writer: Writer,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Retract {
    /// Id of the document, as `casus show` prints it.
    document: String,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    writer: Writer,
    /// Why: kept in the log when everything else of it is gone.
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: String,
}

/// Words that say something.
fn filled(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("say why: it is what the log keeps when everything else is gone".to_owned()),
        words => Ok(words.to_owned()),
    }
}

fn failed(cause: casus::ledger::Error) -> Problem {
    Problem::new(casus::Error::from(cause))
}

/// Holds the log against itself, the tables against the log, and the log against what was kept outside.
pub(crate) fn verify(arguments: &Verify) -> Outcome {
    if arguments.rebuild {
        rebuild(arguments)?;
    }
    let ledger = super::open(&arguments.place.ledger, Access::Read)?;
    let outside = outside()?;
    let id = ledger.id().map_err(failed)?;
    let mut against = Against::outside(&outside, &id)
        .map_err(|cause| Problem::new(format!("cannot read what was kept outside: {cause}")))?;
    if let Some(path) = &arguments.against {
        let kept = read_checkpoint(path);
        let kept = kept.map_err(|cause| Problem::new(format!("cannot read {}: {cause}", path.display())))?;
        let missing = || Problem::new(format!("there is no checkpoint {}", path.display()));
        against.checkpoint = Some(kept.ok_or_else(missing)?);
    }
    let report = verified(&ledger, &against).map_err(failed)?;
    anstream::print!("{report}");
    if ledger.is_unscrubbed().map_err(failed)? {
        anstream::println!(
            "something was retracted and its bytes are not cleared yet: run `casus retract` again"
        );
    }
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Makes anew what helps to find.
fn rebuild(arguments: &Verify) -> Result<(), Problem> {
    let casus = open()?;
    let mut keeper = arguments.place.write(&casus)?;
    let mut filing = keeper.filing(arguments.writer.stamp()).map_err(Problem::new)?;
    let made = filing.rebuild().map_err(Problem::new)?;
    filing.commit().map_err(Problem::new)?;
    keeper.close().map_err(Problem::new)?;
    anstream::println!("made anew what {made} incidents are found by");
    Ok(())
}

/// Copies a ledger while others may go on writing to it.
pub(crate) fn backup(arguments: &Backup) -> Outcome {
    let ledger = super::open(&arguments.place.ledger, Access::Read)?;
    super::in_folder(&arguments.to)?;
    let copied = ledger.backup(&arguments.to).map_err(failed)?;
    anstream::println!(
        "{} holds everything acknowledged until now: {} bytes",
        arguments.to.display(),
        copied.bytes
    );
    Ok(ExitCode::SUCCESS)
}

/// Brings a backup back.
pub(crate) fn restore(arguments: &Restore) -> Outcome {
    if arguments.check {
        let ledger = super::open(&arguments.from, Access::Read)?;
        let report = verified(&ledger, &Against::default()).map_err(failed)?;
        anstream::print!("{report}");
        return Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(1) });
    }
    super::in_folder(&arguments.place.ledger)?;
    let copied =
        Ledger::restore(&arguments.from, &arguments.place.ledger, arguments.replace).map_err(|cause| {
            let exists = cause.kind == casus::ledger::ErrorKind::Exists;
            let hint = if exists {
                "\n  do: give --replace to put it there; the ledger that is there is kept beside"
            } else {
                ""
            };
            Problem::new(format!("{cause}{hint}"))
        })?;
    anstream::println!("{} is as it was: {} bytes", arguments.place.ledger.display(), copied.bytes);
    if let Some(kept) = copied.kept {
        anstream::println!("the ledger that was there is {}", kept.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Brings a ledger of an older casus to the present schema.
pub(crate) fn migrate(arguments: &Migrate) -> Outcome {
    let path = &arguments.place.ledger;
    match Ledger::upgrade(path, &arguments.writer.stamp()).map_err(failed)? {
        Some(upgrade) => {
            anstream::println!("{}: schema {}, was {}", path.display(), upgrade.to, upgrade.from);
            anstream::println!("the ledger as it was: {}", upgrade.backup.display());
            anstream::eprintln!("take it back with `casus restore --replace {}`", upgrade.backup.display());
        }
        None => anstream::println!("{}: schema {SCHEMA} already, nothing to do", path.display()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Removes a report for good.
pub(crate) fn retract(arguments: &Retract) -> Outcome {
    let casus = open()?;
    let mut keeper = arguments.place.write(&casus)?;
    let document = DocumentId(arguments.document.clone());
    let is_there = keeper.ledger().document(&document).map_err(failed)?.is_some();
    if !is_there && !keeper.ledger().is_unscrubbed().map_err(failed)? {
        anstream::eprintln!(
            "there is no document {}: `casus show INCIDENT` lists documents",
            arguments.document
        );
        return Ok(ExitCode::from(1));
    }
    if is_there {
        let mut filing = keeper.filing(arguments.writer.stamp()).map_err(Problem::new)?;
        let retracted = filing.retract(&document, &arguments.reason).map_err(Problem::new)?;
        filing.commit().map_err(Problem::new)?;
        let changes: Vec<String> =
            retracted.incidents.iter().map(|filed| format!("{} {}", filed.incident, filed.change)).collect();
        let changes = if changes.is_empty() { "no incident changed".to_owned() } else { changes.join(", ") };
        anstream::println!("removed for good: {changes}");
        if !retracted.decisions.is_empty() {
            let numbers: Vec<String> = retracted.decisions.iter().map(i64::to_string).collect();
            anstream::eprintln!("decisions that mention it stay: {}", numbers.join(", "));
        }
    }
    keeper.ledger_mut().scrub().map_err(failed)?;
    keeper.close().map_err(Problem::new)?;
    anstream::eprintln!("backups made before still have it: make new ones, and delete those");
    Ok(ExitCode::SUCCESS)
}
