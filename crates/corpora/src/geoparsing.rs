//! LGL, TR-News, GeoWebNews and GeoVirus: names of places and where they are (Gritta et al. 2018, 2020).

use casus::model::{Place, Span};
use casus::{Inside, geo};
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Offsets, Set, measure};

const FILES: &[&str] = &[
    "geoparsing/lgl_dev.jsonl",
    "geoparsing/trnews_dev.jsonl",
    "geoparsing/geowebnews_dev.jsonl",
    "geoparsing/geovirus_dev.jsonl",
];

pub(crate) const FOUND: Set = Set {
    name: "geoparsing",
    files: FILES,
    about: "every name of a place or demonym that was found, with the place it is taken for",
    reads: Reads::Text { asked: |line| Asked::of(line, "date"), predict: found },
    join: None,
    measure: measure::FOUND,
};

pub(crate) const GIVEN: Set = Set {
    name: "geoparsing-given",
    files: FILES,
    about: "the located names of the gold, placed: finding them is not measured",
    reads: Reads::Text { asked: |line| Asked::of(line, "date"), predict: given },
    join: None,
    measure: measure::GIVEN,
};

fn found(inside: &Inside, line: &Value) -> Value {
    let offsets = Offsets::new(inside.annotation.text);
    let names = inside.toponyms.iter().filter(|toponym| toponym.kind != geo::ToponymKind::Unnamed);
    let toponyms = names.map(|toponym| {
        let [start, end] = offsets.points(toponym.span);
        told(start, end, Some(&toponym.place))
    });
    json!({ "doc_id": string(line, "doc_id"), "toponyms": toponyms.collect::<Vec<_>>() })
}

/// Demonyms and names without coordinates are left out: only what the gold places is asked.
fn given(inside: &Inside, line: &Value) -> Value {
    let text = inside.annotation.text;
    let offsets = Offsets::new(text);
    let gold = line["toponyms"].as_array().map(Vec::as_slice).unwrap_or_default();
    let located = gold.iter().filter(|toponym| !toponym["lat"].is_null());
    let at = |toponym: &Value, key: &str| toponym[key].as_u64().unwrap_or(0) as usize;
    let mut spans: Vec<(usize, usize)> =
        located.map(|toponym| (at(toponym, "start"), at(toponym, "end"))).collect();
    spans.sort_unstable();
    let names: Vec<(&str, Span)> = spans
        .iter()
        .map(|(start, end)| offsets.bytes(*start, *end))
        .map(|span| (span.of(text), span))
        .collect();
    let places = geo::locate(inside.casus.gazetteer(), &names, text, &geo::Context::default());
    let toponyms = spans.iter().zip(&places).zip(&names).map(|(((start, end), place), (name, _))| {
        let mut told = told(*start, *end, place.as_ref());
        let right = gold.iter().find(|toponym| at(toponym, "start") == *start && at(toponym, "end") == *end);
        told["held"] = right.is_some_and(|right| is_held(inside, name, right)).into();
        told
    });
    json!({ "doc_id": string(line, "doc_id"), "toponyms": toponyms.collect::<Vec<_>>() })
}

/// Whether the gazetteer holds any place of a name where gold has it: what the best choice could reach.
fn is_held(inside: &Inside, name: &str, right: &Value) -> bool {
    let point = |toponym: &Value| toponym["lat"].as_f64().zip(toponym["lon"].as_f64());
    let held = geo::points(inside.casus.gazetteer(), name);
    point(right).is_some_and(|right| held.iter().any(|held| casus_score::geoparse::is_near(right, *held)))
}

fn told(start: usize, end: usize, place: Option<&Place>) -> Value {
    let place_id = place.map(|place| place.place.as_str());
    let geonameid = place_id.and_then(|id| id.strip_prefix("geonames:"));
    json!({ "start": start, "end": end, "lat": place.and_then(|place| place.lat),
        "lon": place.and_then(|place| place.lon), "geonameid": geonameid, "place": place_id })
}
