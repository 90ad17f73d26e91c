//! `casus init`: a new ledger.

use std::process::ExitCode;

use casus::ledger::Ledger;

use super::{Where, Writer};
use crate::{Outcome, Problem};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    writer: Writer,
}

/// Makes an empty ledger.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let path = &arguments.place.ledger;
    Ledger::create(path, &arguments.writer.stamp())
        .map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    anstream::println!("{} is ready. Add reports with `casus add FILE…`", path.display());
    Ok(ExitCode::SUCCESS)
}
