//! `casus log`: every change of a ledger, the last first.

use std::collections::BTreeMap;
use std::process::ExitCode;

use casus::export::WITHHELD;
use casus::keep::DecisionView;
use casus::ledger::Access;
use casus::ledger::audit::Entry;
use owo_colors::OwoColorize;
use serde::Serialize;

use super::{Where, Who, decisions};
use crate::table::{clean, folded};
use crate::{Outcome, Problem, json_text, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    who: Who,
    /// Only what people decided, with the numbers by which it is undone.
    #[arg(long)]
    decisions: bool,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A change of the ledger.
#[derive(Serialize)]
struct Change {
    /// Its number.
    seq: u64,
    at: String,
    who: String,
    verb: String,
    /// What it is about; none where a retraction has erased it.
    object: Option<String>,
    /// What was decided, where it is a decision.
    decision: Option<DecisionView>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let ledger = super::open(&arguments.place.ledger, Access::Read)?;
    let failed = |cause| Problem::new(casus::Error::from(cause));
    let sees_names = arguments.who.looker(&arguments.place.ledger)?.profile().names;
    let seen = |view: DecisionView| if sees_names { view } else { without_words(view) };
    let told = casus::keep::decisions(&ledger).map_err(Problem::new)?;
    let decided: Vec<DecisionView> = told.into_iter().map(seen).collect();
    let changes: Vec<Change> = if arguments.decisions {
        decided.into_iter().rev().take(arguments.limit).map(Change::of).collect()
    } else {
        let mut decided: BTreeMap<u64, DecisionView> =
            decided.into_iter().map(|view| (view.decision.unsigned_abs(), view)).collect();
        let entries = ledger.entries(arguments.limit).map_err(failed)?;
        let change = |entry: Entry| Change {
            decision: decided.remove(&entry.seq),
            seq: entry.seq,
            who: if sees_names { entry.who } else { WITHHELD.to_owned() },
            at: entry.at,
            verb: entry.verb,
            object: entry.about.map(|about| about.object),
        };
        entries.into_iter().map(change).collect()
    };
    print(&match arguments.json {
        true => json_text(&changes) + "\n",
        false => changes.iter().map(|change| folded(&line(change)) + "\n").collect(),
    })?;
    Ok(if changes.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

impl Change {
    fn of(decision: DecisionView) -> Change {
        let undone = || decision.undoes.map(|undone| undone.to_string());
        let object = Some(decision.incidents.join(" ")).filter(|object| !object.is_empty()).or_else(undone);
        Change {
            seq: decision.decision.unsigned_abs(),
            at: decision.at.to_string(),
            who: decision.who.clone(),
            verb: decision.verb.clone(),
            object,
            decision: Some(decision),
        }
    }
}

fn line(change: &Change) -> String {
    let text = match &change.decision {
        Some(decision) => decisions::line(decision),
        None => {
            let minute = change.at.get(..16).unwrap_or(&change.at).replace('T', " ");
            let object = change.object.as_deref().unwrap_or("(erased)");
            format!("{minute} {} {} {object}", change.who, change.verb)
        }
    };
    format!("{:>6}  {}", change.seq.bold(), clean(&text))
}

/// A decision for readers who see no names: who made it, why and what it says stay in the house.
fn without_words(view: DecisionView) -> DecisionView {
    let note = view.note.map(|_| WITHHELD.to_owned());
    DecisionView { who: WITHHELD.to_owned(), note, from: None, to: None, ..view }
}
