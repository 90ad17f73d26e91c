//! `casus setup` and `casus doctor`.

use std::path::PathBuf;
use std::process::ExitCode;

use casus::packs::{self, Health, Options};

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

/// Prints each check with what to do; exit code 1 when one failed.
pub(crate) fn doctor() -> Outcome {
    let checks = [packs::doctor(), worker::checks()].concat();
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
