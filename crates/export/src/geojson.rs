//! GeoJSON (RFC 7946): one Feature an incident, at its preferred place.
//!
//! Incidents are what can be mapped: one thing that happened, once. Claims stay behind them by id and by
//! quotation, and claims that make no incident (totals, threats, ties) are no points on a map. An incident
//! without a known place is a Feature with null geometry, so that nothing is lost and nothing is guessed.
//! A point says nothing of how precise it is: that is in `precision`, 1 the place itself to 4 the country.

use std::collections::BTreeMap;

use casus_model::{Body, Claim, Incident, Place, Told, Valued, When, printed};
use serde_json::{Value, json};

use crate::cells;
use crate::{CREDIT, Report, json_line};

/// What stands before the first Feature: the collection with the credit of its places (a foreign member).
pub fn open() -> String {
    format!("{{\"type\":\"FeatureCollection\",\"credit\":{},\"features\":[\n", json_line(&CREDIT))
}

/// What stands between two Features.
pub const BETWEEN: &str = ",\n";

/// What stands behind the last Feature.
pub const CLOSE: &str = "\n]}\n";

/// The Features of one report, each one line; to be joined by [`BETWEEN`], empty without incidents.
pub fn features(report: &Report) -> String {
    let claims: BTreeMap<&str, &Claim> =
        report.reading.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
    let lines: Vec<String> = report
        .reading
        .incidents
        .iter()
        .map(|incident| {
            let told: Vec<&Claim> =
                incident.claims.iter().filter_map(|claim| claims.get(claim.as_str()).copied()).collect();
            // `</script>` in a name must not end the page that this is pasted into.
            escaped(&json_line(&feature(report, incident, &told)))
        })
        .collect();
    lines.join(BETWEEN)
}

fn feature(report: &Report, incident: &Incident, claims: &[&Claim]) -> Value {
    let place = incident.places.preferred.as_ref();
    json!({
        "type": "Feature",
        "id": format!("{}#{}", report.reading.document.id.0, incident.id),
        "geometry": place.map_or(Value::Null, geometry),
        "properties": properties(report, incident, claims),
    })
}

/// Longitude first.
fn geometry(place: &Place) -> Value {
    match (place.lon, place.lat) {
        (Some(lon), Some(lat)) => json!({"type": "Point", "coordinates": [lon, lat]}),
        _ => Value::Null,
    }
}

fn properties(report: &Report, incident: &Incident, claims: &[&Claim]) -> Value {
    let document = &report.reading.document;
    let place = incident.places.preferred.as_ref();
    let when = incident.when.preferred.as_ref();
    json!({
        "incident": incident.id,
        "file": report.file,
        "document": document.id.0,
        "title": document.title,
        "outlet": document.outlet,
        "url": document.url,
        "published": document.published.map(|day| day.to_string()),
        "type": printed(&incident.event_type),
        "modes": incident.modes,
        "codes": codes(claims),
        "when_start": when.and_then(|when| when.start.clone()),
        "when_end": when.and_then(|when| when.end.clone()),
        "when_granularity": when.and_then(|when| when.granularity.as_ref().map(printed)),
        "when_partial": when.and_then(|when| when.partial.clone()),
        "when_basis": when.map(|when| printed(&when.basis)),
        "when_words": all(&incident.when, |when: &When| when.text.clone()),
        "place": place.map(|place| place.place.clone()),
        "place_name": place.map(|place| place.name.clone()),
        "country": place.and_then(|place| place.country.clone()),
        "admin1": place.and_then(|place| place.admin1.as_ref().map(|admin1| admin1.name.clone())),
        "precision": place.map(|place| place.precision),
        "places": all(&incident.places, cells::place),
        "actors": all(&incident.actors, |party| party.name.clone()),
        "recipients": all(&incident.recipients, |party| party.name.clone()),
        "targets": all(&incident.targets, |target| target.name.clone()),
        "weapons": all(&incident.weapons, cells::weapon),
        "outcomes": all(&incident.outcomes, cells::outcome),
        "casualties": incident.casualties.all.iter().map(casualty).collect::<Vec<_>>(),
        "interceptors": all(&incident.interceptors, |party| party.name.clone()),
        "damage": all(&incident.damage, |damage| format!("{} {}", damage.what, damage.degree)),
        "claims": incident.claims,
        "sources": once(claims.iter().flat_map(|claim| claim.attribution.iter().map(cells::voice))),
        "quotes": once(claims.iter().map(|claim| report.quote(claim.trigger.span()).into_owned())),
    })
}

/// Harm keeps its bounds and who tells it: disagreement is shown.
fn casualty(told: &Told<casus_model::Casualty>) -> Value {
    let casualty = &told.value;
    json!({
        "effect": printed(&casualty.effect),
        "low": casualty.count.low,
        "high": casualty.count.high,
        "class": casualty.class,
        "words": casualty.span.text,
        "claims": told.claims,
    })
}

/// Foreign codes of the first claim that has any.
fn codes(claims: &[&Claim]) -> Value {
    let codes = claims.iter().find_map(|claim| match &claim.body {
        Body::Event(event) if !event.codes.is_empty() => Some(&event.codes),
        _ => None,
    });
    json!(codes.cloned().unwrap_or_default())
}

/// Every value told, each once, in order of first telling.
fn all<T>(values: &Valued<T>, text: impl Fn(&T) -> String) -> Vec<String> {
    once(values.all.iter().map(|told| text(&told.value)))
}

fn once(values: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// In JSON these stand only inside strings, where their escaped form means the same.
fn escaped(line: &str) -> String {
    line.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
