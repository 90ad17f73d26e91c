//! `casus setup` and `casus doctor`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casus::ledger::{Access, Ledger};
use casus::packs::{self, Check, Health, Options};

use crate::ledger::Where;
use crate::{Outcome, Problem, worker};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Take the packages from this folder and use no network.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Keep the downloaded packages beside the packs.
    #[arg(long)]
    keep: bool,
    /// Do it again even where everything is in place.
    #[arg(long)]
    force: bool,
}

/// Brings the packs.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let folder = packs::data_folder().map_err(Problem::new)?;
    let options = Options {
        from: arguments.from.clone(),
        keep: arguments.keep,
        force: arguments.force,
        ..Options::new(folder)
    };
    packs::setup(&options, &mut |progress| anstream::eprintln!("{progress}")).map_err(Problem::new)?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    place: Where,
}

/// Prints each check with what to do; exit code 1 when one failed. A ledger is looked at where there is one.
pub(crate) fn doctor(arguments: &Doctor) -> Outcome {
    let path = &arguments.place.ledger;
    let ledger = path.exists().then(|| of_ledger(path));
    let checks = [packs::doctor(), worker::checks(), ledger.into_iter().collect()].concat();
    let mut sound = true;
    for check in &checks {
        sound &= check.health != Health::Fail;
        let word = match check.health {
            Health::Ok => "ok  ",
            Health::Warn => "warn",
            Health::Fail => "FAIL",
        };
        anstream::println!("{word}  {}: {}", check.name, check.found);
        if let Some(remedy) = &check.remedy {
            anstream::println!("      do: {remedy}");
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Whether a ledger is whole.
fn of_ledger(path: &Path) -> Check {
    let name = "ledger";
    let looked = Ledger::open(path, Access::Read).and_then(|ledger| ledger.check());
    let checkup = match looked {
        Ok(checkup) => checkup,
        Err(cause) => {
            let error = casus::Error::from(cause);
            return Check { name, health: Health::Fail, found: error.why, remedy: Some(error.remedy) };
        }
    };
    let size = format!(
        "{}: {} bytes, {} of them free, {} in its log, schema {}, SQLite {}",
        path.display(),
        checkup.bytes,
        checkup.free_bytes,
        checkup.log_bytes,
        checkup.schema,
        checkup.sqlite
    );
    if checkup.is_sound() {
        return Check { name, health: Health::Ok, found: size, remedy: None };
    }
    let mut wrong = checkup.problems.clone();
    wrong.extend((checkup.orphans > 0).then(|| format!("{} rows lost what they belong to", checkup.orphans)));
    wrong
        .extend(checkup.changed.iter().map(|id| format!("the bytes of {} are not those that came in", id.0)));
    let remedy = "restore a backup with `casus restore`; `casus verify` says what was changed".to_owned();
    Check { name, health: Health::Fail, found: wrong.join("; "), remedy: Some(remedy) }
}
