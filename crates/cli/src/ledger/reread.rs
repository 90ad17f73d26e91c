//! `casus reread` and `casus diff`: every report read again by this casus, and what that changed.

use std::io::Write;
use std::process::ExitCode;

use casus::keep::{Difference, Prepared, Told};
use casus::ledger::LayerId;
use casus::{Given, Reader};
use owo_colors::OwoColorize;

use super::{Where, Writer};
use crate::input::Material;
use crate::table::clean;
use crate::{Outcome, Problem, json_text, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    writer: Writer,
    /// Keep the new reading beside the one that is shown, without showing it.
    #[arg(long)]
    keep_old: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DiffArguments {
    /// Number of the earlier layer.
    earlier: i64,
    /// Number of the later layer.
    later: i64,
    #[command(flatten)]
    place: Where,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Documents that are loaded at a time.
const PORTION: usize = 100;

/// Reads every document again into a new layer, and shows that one.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let mut keeper = arguments.place.write(&casus)?;
    let before = keeper.layer().map_err(Problem::new)?;
    let failed = |cause| Problem::new(casus::Error::from(cause));
    let mut reader = casus.reader();
    let mut filing = keeper.rereading(arguments.writer.stamp()).map_err(Problem::new)?;
    let layer = filing.layer();
    let (mut after, mut read, mut refused) = (None, 0, 0);
    loop {
        let portion = filing.ledger().documents(after.as_ref(), PORTION).map_err(failed)?;
        let Some(last) = portion.last() else { break };
        after = Some(last.id.clone());
        for document in &portion {
            let Some(raw) = filing.ledger().raw(&document.id).map_err(failed)? else { continue };
            let told: Told =
                serde_json::from_str(document.given.as_deref().unwrap_or("{}")).unwrap_or_default();
            match again(&mut reader, raw, told.into()) {
                Ok(prepared) => {
                    filing.read_again(&document.id, prepared.full()).map_err(Problem::new)?;
                    read += 1;
                }
                Err(why) => {
                    refused += 1;
                    anstream::eprintln!("error: {}: {why}", clean(&document.id.0));
                }
            }
        }
    }
    if !arguments.keep_old {
        filing.show_layer().map_err(Problem::new)?;
    }
    filing.commit().map_err(Problem::new)?;
    let shown = if arguments.keep_old { "kept beside the one shown" } else { "shown now" };
    anstream::println!("layer {}: {read} reports read again, {shown}", layer.0);
    anstream::print!("{}", told(&keeper.diff(before, layer).map_err(Problem::new)?));
    keeper.close().map_err(Problem::new)?;
    Ok(if refused > 0 { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

fn again(reader: &mut Reader, raw: Vec<u8>, told: Given) -> Result<Prepared, String> {
    let material = Material::of(raw, told).map_err(|refused| refused.told("the report"))?;
    let (text, given) = material.text();
    Prepared::read(reader, material.raw.clone(), &material.told, text, given)
        .map_err(|cause| cause.to_string())
}

/// Lists the incidents that differ between two layers.
pub(crate) fn diff(arguments: &DiffArguments) -> Outcome {
    let casus = open()?;
    let keeper = arguments.place.look(&casus)?;
    let layers = keeper.ledger().layers().map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    for asked in [arguments.earlier, arguments.later] {
        if !layers.iter().any(|layer| layer.id.0 == asked) {
            let known: Vec<String> = layers.iter().map(|layer| layer.id.0.to_string()).collect();
            return Err(Problem::new(format!("there is no layer {asked}: there are {}", known.join(", "))));
        }
    }
    let difference =
        keeper.diff(LayerId(arguments.earlier), LayerId(arguments.later)).map_err(Problem::new)?;
    let text = if arguments.json { json_text(&difference) + "\n" } else { told(&difference) };
    // A reader that has seen enough (`| head`) is no error.
    let _ = write!(anstream::stdout().lock(), "{text}");
    Ok(if difference.changes.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn told(difference: &Difference) -> String {
    let mut out =
        format!("{} incidents are the same, {} are not\n", difference.same, difference.changes.len());
    for change in &difference.changes {
        let mut why: Vec<String> = Vec::new();
        if !change.gained.is_empty() {
            why.push(format!("{} claims more", change.gained.len()));
        }
        if !change.lost.is_empty() {
            let to = match change.went_to.is_empty() {
                true => "not read any more, or in no incident".to_owned(),
                false => format!("now in {}", change.went_to.join(", ")),
            };
            why.push(format!("{} claims fewer ({to})", change.lost.len()));
        }
        why.extend(change.fields.iter().map(|(name, ..)| format!("{name} differs")));
        out += &format!("{:<6} {}: {}\n", change.incident.bold(), change.change, why.join(", "));
    }
    out
}
