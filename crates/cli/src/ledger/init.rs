//! `casus init`: a new ledger.

use std::path::Path;
use std::process::ExitCode;

use casus::ledger::Ledger;
use casus::ledger::audit::Outside;

use super::{Where, Writer, outside};
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
    super::in_folder(path)?;
    make(path, &arguments.writer, &outside()?).map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    anstream::println!("{} is ready. Add reports with `casus add FILE…`", path.display());
    Ok(ExitCode::SUCCESS)
}

/// Makes an empty ledger with a key, which is kept apart from it.
pub(super) fn make(path: &Path, writer: &Writer, outside: &Outside) -> Result<(), casus::ledger::Error> {
    let mut ledger = Ledger::create(path, &writer.stamp())?;
    ledger.new_key(writer.stamp(), outside)?;
    let id = ledger.id()?;
    ledger.close()?;
    anstream::eprintln!(
        "its changes are signed with {}\nthe last signature is kept in {}\ncopy both to where nobody who can change the \
         ledger can reach them",
        outside.key(&id).display(),
        outside.checkpoint(&id).display()
    );
    Ok(())
}
