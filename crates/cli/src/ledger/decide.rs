//! `casus accept`, `reject`, `edit`, `merge`, `split`, `undo`: what people decide about incidents.

use std::process::ExitCode;

use casus::keep::{Decide, Filed};
use casus::model::{
    Basis, Count, Effect, Granularity, KnownPlace, KnownTarget, KnownWeapon, Qualifier, When,
};
use casus::model::{Decided as DecidedField, KnownOutcome};

use super::{Where, Writer, ids};
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
    /// Which field, and what it is: `when=2023-10-26`, `place=geonames:95446`, `actor=hezbollah`, `weapon=drone`,
    /// `target=barracks`, `outcome=intercepted`, `killed=3`, `injured=0`.
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

fn decide(common: &Common, decide: Decide) -> Outcome {
    let casus = open()?;
    let mut keeper = common.place.write(&casus)?;
    let mut filing = keeper.filing(common.writer.stamp()).map_err(Problem::new)?;
    let decided = filing.decide(decide).map_err(Problem::new)?;
    match common.dry_run {
        true => drop(filing),
        false => filing.commit().map_err(Problem::new)?,
    }
    told(common, &format!("decision {}", decided.decision), &decided.incidents);
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

pub(crate) fn edit(arguments: &Edit) -> Outcome {
    let casus = open()?;
    let field = field(&casus, &arguments.value)?;
    let note = arguments.common.note.clone();
    decide(&arguments.common, Decide::Edit { incident: arguments.incident.clone(), field, note })
}

/// `killed=3` as a field and its value.
fn field(casus: &casus::Casus, text: &str) -> Result<DecidedField, Problem> {
    let unknown = |why: &str| {
        Problem::new(format!(
            "cannot understand {text:?}: {why}\n  do: write FIELD=VALUE, the field one of when place actor recipient \
             target weapon outcome killed injured missing captured displaced"
        ))
    };
    let (field, value) = text.split_once('=').ok_or_else(|| unknown("there is no `=`"))?;
    let (field, value) = (field.trim(), value.trim());
    if value.is_empty() {
        return Err(unknown("there is nothing behind the `=`"));
    }
    let lexicon = casus.lexicon();
    let effect: Option<Effect> = serde_json::from_value(field.into()).ok();
    Ok(match (field, effect) {
        (_, Some(effect)) => {
            DecidedField::Casualties { effect, count: count(value).ok_or_else(|| unknown("no number"))? }
        }
        ("when", _) => DecidedField::When(day(value).ok_or_else(|| unknown("write a day as 2023-10-26"))?),
        ("place", _) => DecidedField::Where(place(casus, value).ok_or_else(|| unknown("no such place"))?),
        ("actor", _) => DecidedField::Actors(ids::party(lexicon, value)?),
        ("recipient", _) => DecidedField::Recipients(ids::party(lexicon, value)?),
        ("target", _) => {
            let kind = ids::known(lexicon, "targets", value)?;
            DecidedField::Targets(KnownTarget { name: kind.replace('-', " "), kind })
        }
        ("weapon", _) => {
            DecidedField::Weapons(KnownWeapon { class: ids::known(lexicon, "weapons", value)?, count: None })
        }
        ("outcome", _) => {
            let id = ids::known(lexicon, "outcomes", value)?;
            let value = serde_json::from_value(id.into()).map_err(|_| unknown("no such outcome"))?;
            DecidedField::Outcomes(KnownOutcome { value, count: None, penetrated: false })
        }
        _ => return Err(unknown("there is no such field")),
    })
}

/// `3`, `3+`, `2-4`.
fn count(text: &str) -> Option<Count> {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (low, high) = match (text.strip_suffix('+'), text.split_once('-')) {
        (Some(low), _) => (Some(number(low)?), None),
        (None, Some((low, high))) => (Some(number(low)?), Some(number(high)?)),
        (None, None) => (Some(number(text)?), Some(number(text)?)),
    };
    let qualifier = if high.is_none() { Qualifier::AtLeast } else { Qualifier::Exact };
    let in_order = high.is_none_or(|high| low.is_none_or(|low| low <= high));
    in_order.then(|| Count { low, high, qualifier, text: text.to_owned() })
}

fn day(text: &str) -> Option<When> {
    let day: jiff::civil::Date = text.parse().ok()?;
    Some(When {
        start: Some(day.to_string()),
        end: Some(day.to_string()),
        granularity: Some(Granularity::Day),
        part_of_day: None,
        approximate: false,
        duration: None,
        partial: None,
        basis: Basis::Stated,
        text: text.to_owned(),
        span: None,
    })
}

/// A place of the gazetteer by its name.
fn place(casus: &casus::Casus, text: &str) -> Option<KnownPlace> {
    let found = casus::geo::lookup(casus.gazetteer(), text, &casus::geo::Context::default())?;
    Some(KnownPlace {
        place: found.place,
        name: found.name,
        country: found.country,
        admin1: found.admin1,
        lat: found.lat,
        lon: found.lon,
        precision: found.precision,
    })
}
