//! Incidents of a ledger as tables and maps: one row, or one feature, an incident.
//!
//! Comes in: incidents as a profile may see them. Goes out: CSV that a spreadsheet opens without taking text for a
//! formula, and GeoJSON (RFC 7946) at the preferred place. What is disputed is named in a column of its own, so that a
//! preferred value is not taken for an agreed one.

use casus_model::{Count, Effect, Field, LedgerIncident, ToldValue, printed};
use serde_json::{Value, json};

use crate::CREDIT;
use crate::csv::{Text, sheet};

/// The columns of [`csv`], each with what it holds.
pub const INCIDENT_COLUMNS: &[(&str, &str)] = &[
    ("incident", "Id of the incident."),
    ("review", "`new`, `accepted` or `rejected`."),
    ("type", "PLOVER type."),
    ("modes", "PLOVER modes, `|` between them."),
    ("start", "First moment, local time, no finer than told."),
    ("end", "Last moment."),
    ("place", "Id of the preferred place."),
    ("place_name", "Its name."),
    ("country", "ISO 3166-1 code."),
    ("admin1", "First-order division."),
    ("lat", "Degrees north."),
    ("lon", "Degrees east."),
    ("precision", "1 the place itself to 5 unknown."),
    ("actor", "Who did it, preferred."),
    ("recipient", "To whom, preferred."),
    ("target", "Kind of the thing hit or aimed at, preferred."),
    ("weapon", "Weapon class, preferred."),
    ("outcome", "What became of what was launched, preferred."),
    ("killed", "Dead, preferred; `3+` is at least three, `-5` at most five, `2-4` between."),
    ("injured", "Injured, in the same form."),
    ("disputed", "Fields of which values are told that cannot both hold, `|` between them."),
    ("claims", "How many claims stand behind it."),
    ("documents", "How many documents."),
    ("origins", "How many independent origins: copies of one text are one."),
];

/// A table of incidents with its header.
pub fn csv<'a>(incidents: impl IntoIterator<Item = &'a LedgerIncident>) -> String {
    let header = INCIDENT_COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    sheet(std::iter::once(header).chain(incidents.into_iter().map(row)), Text::Safe, &TYPED)
}

/// Columns that hold numbers and days of our own writing: left as they are.
const TYPED: [usize; 10] = [4, 5, 10, 11, 12, 18, 19, 21, 22, 23];

fn row(incident: &LedgerIncident) -> Vec<String> {
    let place = incident.places.preferred.as_ref();
    let when = incident.when.preferred.as_ref();
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let some = |text: Option<&String>| text.cloned().unwrap_or_default();
    vec![
        incident.id.clone(),
        printed(&incident.review),
        printed(&incident.event_type),
        incident.modes.join("|"),
        some(when.and_then(|when| when.start.as_ref())),
        some(when.and_then(|when| when.end.as_ref())),
        some(place.map(|place| &place.place)),
        some(place.map(|place| &place.name)),
        some(place.and_then(|place| place.country.as_ref())),
        some(place.and_then(|place| place.admin1.as_ref()).map(|admin1| &admin1.name)),
        number(place.and_then(|place| place.lat)),
        number(place.and_then(|place| place.lon)),
        place.map(|place| place.precision.to_string()).unwrap_or_default(),
        some(incident.actors.preferred.as_ref().map(|party| &party.name)),
        some(incident.recipients.preferred.as_ref().map(|party| &party.name)),
        some(incident.targets.preferred.as_ref().map(|target| &target.kind)),
        some(incident.weapons.preferred.as_ref().map(|weapon| &weapon.class)),
        incident.outcomes.preferred.as_ref().map(|outcome| printed(&outcome.value)).unwrap_or_default(),
        toll(incident, Effect::Killed),
        toll(incident, Effect::Injured),
        disputed(incident).join("|"),
        incident.claims.len().to_string(),
        incident.documents.len().to_string(),
        incident.origins.to_string(),
    ]
}

fn toll(incident: &LedgerIncident, effect: Effect) -> String {
    let toll = incident.casualties.iter().find(|toll| toll.effect == effect);
    toll.and_then(|toll| toll.count.preferred.as_ref()).map(figure).unwrap_or_default()
}

/// `3`, `3+`, `-5`, `2-4`.
fn figure(count: &Count) -> String {
    match (count.low, count.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}-{high}"),
        (Some(low), None) => format!("{low}+"),
        (None, Some(high)) => format!("-{high}"),
        (None, None) => String::new(),
    }
}

/// Names of the fields of which values are told that cannot both hold.
pub fn disputed(incident: &LedgerIncident) -> Vec<&'static str> {
    let tolls = incident.casualties.iter().any(|toll| toll.count.disputed);
    let fields = [
        ("when", incident.when.disputed),
        ("where", incident.places.disputed),
        ("actors", incident.actors.disputed),
        ("recipients", incident.recipients.disputed),
        ("targets", incident.targets.disputed),
        ("weapons", incident.weapons.disputed),
        ("outcomes", incident.outcomes.disputed),
        ("casualties", tolls),
        ("damage", incident.damage.disputed),
        ("responsibility", incident.responsibility.disputed),
        ("interceptors", incident.interceptors.disputed),
    ];
    fields.into_iter().filter(|(_, disputed)| *disputed).map(|(name, _)| name).collect()
}

/// A collection of features with the credit of its places.
pub fn geojson<'a>(incidents: impl IntoIterator<Item = &'a LedgerIncident>) -> Value {
    let features: Vec<Value> = incidents.into_iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "credit": CREDIT, "features": features })
}

fn feature(incident: &LedgerIncident) -> Value {
    let place = incident.places.preferred.as_ref();
    let geometry = match place.and_then(|place| place.lon.zip(place.lat)) {
        Some((lon, lat)) => json!({ "type": "Point", "coordinates": [lon, lat] }),
        None => Value::Null,
    };
    json!({
        "type": "Feature",
        "id": incident.id,
        "geometry": geometry,
        "properties": {
            "type": incident.event_type,
            "review": incident.review,
            "when": incident.when.preferred,
            "where": place.map(|place| &place.name),
            "country": place.and_then(|place| place.country.as_ref()),
            "precision": place.map(|place| place.precision),
            "actors": values(&incident.actors, |party| party.name.clone()),
            "recipients": values(&incident.recipients, |party| party.name.clone()),
            "targets": values(&incident.targets, |target| target.name.clone()),
            "weapons": values(&incident.weapons, |weapon| weapon.class.clone()),
            "killed": toll(incident, Effect::Killed),
            "injured": toll(incident, Effect::Injured),
            "disputed": disputed(incident),
            "documents": incident.documents,
            "origins": incident.origins,
        },
    })
}

fn values<T>(field: &Field<T>, name: impl Fn(&T) -> String) -> Vec<String> {
    field.all.iter().map(|ToldValue { value, .. }| name(value)).collect()
}
