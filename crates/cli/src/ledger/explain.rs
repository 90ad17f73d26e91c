//! `casus explain i17`: what joined the reports of an incident, and the nearest incident that it did not join.

use std::fmt::Write as _;
use std::process::ExitCode;

use casus::keep::{Explanation, JoinView};
use owo_colors::OwoColorize;

use super::{Where, Who, held_back, incident};
use crate::table::{clean, folded};
use crate::{Outcome, Problem, open, print};

/// Explains an incident.
pub(crate) fn run(id: &str, place: &Where, who: &Who) -> Outcome {
    let casus = open()?;
    let keeper = place.look(&casus)?;
    let looker = who.looker(&place.ledger)?;
    match keeper.explain(id, &looker).map_err(Problem::new)? {
        Ok(explanation) => {
            print(&folded(&text(&explanation)))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(held) => {
            anstream::eprintln!("{}", held_back(id, &held));
            Ok(ExitCode::from(1))
        }
    }
}

fn text(explanation: &Explanation) -> String {
    let mut out = incident::line(&explanation.view.incident) + "\n";
    let _ = writeln!(out, "\n{}", "Joined because".bold());
    if explanation.joins.is_empty() {
        let _ = writeln!(out, "  one report tells it; nothing was joined");
    }
    for join in &explanation.joins {
        out += &lines(explanation, join);
    }
    let _ = writeln!(out, "\n{}", "Nearest, and not joined".bold());
    if explanation.near.is_empty() {
        let _ = writeln!(out, "  no other report comes near in time, place or words");
    }
    for near in explanation.near.iter().take(3) {
        out += &lines(explanation, near);
    }
    let undo = "a person can decide otherwise: `casus merge`, `casus split`";
    let _ = writeln!(out, "\n{}", undo.dimmed());
    out
}

fn lines(explanation: &Explanation, join: &JoinView) -> String {
    let name = |key: &str| {
        let claim = explanation.view.claims.iter().find(|claim| claim.claim == key);
        claim.map_or_else(
            || key.to_owned(),
            |claim| {
                let outlet = claim.outlet.as_deref().unwrap_or("a report");
                let day = claim.published.map_or(String::new(), |day| format!(" {day}"));
                format!("{outlet}{day} “{}”", claim.words)
            },
        )
    };
    let other = match &join.incident {
        Some(incident) => format!("{incident} ({})", name(&join.other)),
        None => name(&join.other),
    };
    let verdict = match (&join.cannot, join.decided) {
        (_, true) => "a person decided".to_owned(),
        (Some(why), false) => format!("cannot be: {why}"),
        (None, false) => format!("{:+.2}", f64::from(join.weight) / 100.0),
    };
    let mut out = format!("  {}\n", clean(&format!("{} and {other}: {verdict}", name(&join.one))));
    for (field, weight, why) in &join.parts {
        let line = format!("{:+6.2}  {field}: {why}", f64::from(*weight) / 100.0);
        let _ = writeln!(out, "    {}", clean(&line).dimmed());
    }
    out
}
