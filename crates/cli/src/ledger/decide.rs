//! `casus accept`, `reject`, `edit`, `merge`, `split`, `undo`: what people decide about incidents.

use std::process::ExitCode;

use casus::keep::{Decide, DecisionView, Filed};

use super::{Where, Writer, decisions, field};
use crate::table::clean;
use crate::{Outcome, Problem, open};

/// What every decision is told.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Common {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    writer: Writer,
    /// Why, for the log.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
    /// Show what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct One {
    /// The incident, as `i17`.
    incident: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Edit {
    /// The incident, as `i17`.
    incident: String,
    /// Which field, and what it is: `when=2023-10-26`, `place=Mosul` or `place=geonames:99072` (`casus place NAME`
    /// lists ids), `actor=hezbollah`, `weapon=drone`, `target=barracks`, `outcome=intercepted`, `killed=3`,
    /// `injured=0`, `responsibility=hezbollah:claimed`.
    #[arg(value_name = "FIELD=VALUE")]
    value: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Merge {
    /// One incident; its id stays if it is the older.
    one: String,
    /// The other.
    other: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Split {
    /// The incident, as `i17`.
    incident: String,
    /// Keys of the claims that tell another one; `casus show` prints them.
    #[arg(required = true, value_name = "CLAIM")]
    claims: Vec<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Undo {
    /// Number of the decision; the last one that holds without it. `casus log --decisions` lists them.
    decision: Option<i64>,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn accept(arguments: &One) -> Outcome {
    let note = arguments.common.note.clone();
    decide(&arguments.common, Decide::Accept { incident: arguments.incident.clone(), note })
}

pub(crate) fn reject(arguments: &One) -> Outcome {
    let note = arguments.common.note.clone();
    decide(&arguments.common, Decide::Reject { incident: arguments.incident.clone(), note })
}

pub(crate) fn merge(arguments: &Merge) -> Outcome {
    let incidents = [arguments.one.clone(), arguments.other.clone()];
    decide(&arguments.common, Decide::Merge { incidents, note: arguments.common.note.clone() })
}

pub(crate) fn split(arguments: &Split) -> Outcome {
    let Split { incident, claims, common } = arguments;
    let note = common.note.clone();
    decide(common, Decide::Split { incident: incident.clone(), claims: claims.clone(), note })
}

pub(crate) fn edit(arguments: &Edit) -> Outcome {
    let Edit { incident, value, common } = arguments;
    let casus = open()?;
    let keeper = common.place.look(&casus)?;
    let places = || {
        let told = keeper.incident(incident).map_err(Problem::new)?.places;
        Ok(told.all.into_iter().map(|told| told.value).collect())
    };
    let field = field::of(&casus, places, value)?;
    let note = common.note.clone();
    decide(common, Decide::Edit { incident: incident.clone(), field, note })
}

fn decide(common: &Common, decide: Decide) -> Outcome {
    let casus = open()?;
    let mut keeper = common.place.write(&casus)?;
    let mut filing = keeper.filing(common.writer.stamp()).map_err(Problem::new)?;
    let decided = filing.decide(decide).map_err(Problem::new)?;
    match common.dry_run {
        true => drop(filing),
        false => filing.commit().map_err(Problem::new)?,
    }
    let what = format!("decision {}, {}", decided.decision, clean(&decisions::what(&decided.told)));
    told(common, &what, &decided.incidents);
    for earlier in &decided.against {
        let number = earlier.decision;
        anstream::eprintln!("against decision {number}: {}", clean(&decisions::line(earlier)));
        anstream::eprintln!("  {}", what_holds(&decided.told, earlier));
    }
    keeper.close().map_err(Problem::new)?;
    if !common.dry_run {
        anstream::eprintln!("take it back with `casus undo {}`", decided.decision);
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn undo(arguments: &Undo) -> Outcome {
    let common = &arguments.common;
    let casus = open()?;
    let mut keeper = common.place.write(&casus)?;
    let last = keeper.ledger().live_decisions().map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    let Some(number) = arguments.decision.or(last.last().map(|decision| decision.seq)) else {
        anstream::eprintln!("nothing was decided in this ledger");
        return Ok(ExitCode::from(1));
    };
    let mut filing = keeper.filing(common.writer.stamp()).map_err(Problem::new)?;
    let undone = filing.undo(number).map_err(Problem::new)?;
    match common.dry_run {
        true => drop(filing),
        false => filing.commit().map_err(Problem::new)?,
    }
    told(common, &format!("decision {} undone", undone.decision), &undone.incidents);
    keeper.close().map_err(Problem::new)?;
    Ok(ExitCode::SUCCESS)
}

/// What still holds of an earlier decision beside one that goes against it.
fn what_holds(decided: &DecisionView, earlier: &DecisionView) -> &'static str {
    match (decided.verb.as_str(), earlier.verb.as_str()) {
        ("split", "merge") => "it holds on for the claims that stay together",
        ("merge", "split") => "the later holds: what was split stands together again",
        _ => "the later holds",
    }
}

fn told(common: &Common, what: &str, incidents: &[Filed]) {
    let would = if common.dry_run { "would be: " } else { "" };
    let changes = incidents.iter().map(|filed| match &filed.into {
        Some(into) => format!("{} {} into {into}", filed.incident, filed.change),
        None => format!("{} {}", filed.incident, filed.change),
    });
    let changes: Vec<String> = changes.collect();
    let changes = if changes.is_empty() { "nothing changed".to_owned() } else { changes.join(", ") };
    anstream::println!("{would}{what}: {changes}");
}
