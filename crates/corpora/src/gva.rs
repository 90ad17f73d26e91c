//! Gun Violence Archive: incidents with dead and injured, and the pages that tell of them (Vossen et al. 2018).

use casus::Inside;
use casus::model::{Effect, Incident};
use serde_json::{Value, json};

use crate::set::string;
use crate::{Asked, Set};

pub(crate) const SET: Set = Set {
    name: "gva",
    files: &["gva/docs_dev.jsonl"],
    about: "of each page the incident that most claims tell, with its dead and injured where they are told",
    asked: |line| Asked::of(line, "date"),
    predict,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let mut fact = json!({ "docs": [string(line, "doc_id")] });
    let told = |incident: &&Incident| (incident.claims.len(), std::cmp::Reverse(incident.id.clone()));
    let Some(incident) = inside.reading.incidents.iter().max_by_key(told) else { return fact };
    fact["killed"] = harmed(incident, Effect::Killed).into();
    fact["injured"] = harmed(incident, Effect::Injured).into();
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

/// How many suffered this: of several figures the one that most claims tell, of those the greatest.
fn harmed(incident: &Incident, effect: Effect) -> Option<u64> {
    let of_effect = incident.casualties.all.iter().filter(|told| told.value.effect == effect);
    let figures = of_effect.filter_map(|told| Some((told.claims.len(), told.value.count.low?)));
    figures.max().map(|(_, count)| count)
}
