//! Gun Violence Archive: incidents with dead and injured, and the pages that tell of them (Vossen et al. 2018).

use std::cmp::Reverse;

use casus::Inside;
use casus::model::{Casualty, Effect, Incident};
use serde_json::{Value, json};

use crate::set::string;
use crate::{Asked, Set, measure};

pub(crate) const SET: Set = Set {
    name: "gva",
    files: &["gva/docs_dev.jsonl"],
    about: "of each page the incident with most evidence, and the greatest figure told of its dead and of its injured; where only \
            one of the two is told the other is none, since the archive counts both of every incident",
    asked: |line| Asked::of(line, "date"),
    predict,
    measure: measure::GVA,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let mut fact = json!({ "docs": [string(line, "doc_id")] });
    let Some(incident) = inside.reading.incidents.iter().max_by_key(evidence) else { return fact };
    let (killed, injured) = (harmed(incident, Effect::Killed), harmed(incident, Effect::Injured));
    if killed.or(injured).is_some() {
        fact["killed"] = killed.unwrap_or(0).into();
        fact["injured"] = injured.unwrap_or(0).into();
    }
    let start = incident.when.preferred.as_ref().and_then(|when| when.start.as_ref());
    fact["date"] = start.map(|start| start.to_string().chars().take(10).collect::<String>()).into();
    if let Some(place) = &incident.places.preferred {
        fact["city"] = place.name.clone().into();
        fact["state"] = place.admin1.as_ref().map(|admin1| admin1.name.clone()).into();
        fact["lat"] = place.lat.into();
        fact["lon"] = place.lon.into();
    }
    fact
}

/// How much of the page is about an incident: claims, and figures of its dead and injured; the first of equals.
fn evidence(incident: &&Incident) -> (usize, Reverse<u32>) {
    let figures = incident.casualties.all.iter().map(|told| told.claims.len());
    let number = incident.id.trim_start_matches('i').parse().unwrap_or(u32::MAX);
    (incident.claims.len() + figures.sum::<usize>(), Reverse(number))
}

/// How many suffered this: the greatest figure told, since the parts of a toll are told beside it. People told one
/// by one of one deed ("his mother, stepfather and grandmother") count together.
fn harmed(incident: &Incident, effect: Effect) -> Option<u64> {
    let of_effect: Vec<&Casualty> =
        incident.casualties.all.iter().map(|told| &told.value).filter(|harm| harm.effect == effect).collect();
    let of_one_deed = |first: &Casualty| {
        let at = first.span.span();
        let same = of_effect.iter().filter(|harm| {
            let other = harm.span.span();
            other == at || other.start < at.end && at.start < other.end
        });
        same.filter_map(|harm| harm.count.low).sum()
    };
    of_effect.iter().filter(|harm| harm.count.low.is_some()).map(|harm| of_one_deed(harm)).max()
}
