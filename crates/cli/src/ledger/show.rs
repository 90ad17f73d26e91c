//! `casus show i17`: an incident with every value, who told it, and the sentences.

use std::path::Path;
use std::process::ExitCode;

use super::{Where, Who, held_back, incident};
use crate::table::folded;
use crate::{Outcome, Problem, json_text, open, print};

/// Whether a target is an incident of the ledger rather than a file: an existing path wins.
pub(crate) fn is_incident(target: &Path) -> bool {
    let id = target.to_string_lossy();
    let digits = id.strip_prefix('i').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && !target.exists()
}

/// Shows an incident.
pub(crate) fn run(id: &str, place: &Where, who: &Who, as_json: bool) -> Outcome {
    let casus = open()?;
    let keeper = place.look(&casus)?;
    let looker = who.looker(&place.ledger)?;
    match keeper.show(id, &looker).map_err(Problem::new)? {
        Ok(view) => {
            if view.incident.id != id {
                anstream::eprintln!("{id} went into {}", view.incident.id);
            }
            let text = if as_json { json_text(&view) + "\n" } else { folded(&incident::page(&view)) };
            print(&text)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(held) => {
            anstream::eprintln!("{}", held_back(id, &held));
            Ok(ExitCode::from(1))
        }
    }
}
