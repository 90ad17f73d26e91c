//! Sets of typed spans: re3d and WikiEvents.

use std::collections::{BTreeMap, BTreeSet};

use casus_score::rate::Counts;
use casus_score::{layout, spans};
use serde_json::Value;

use super::{Judged, Measure, Row};
use crate::{keywords, mistakes};

/// Entities and relations of re3d.
pub const RE3D: Measure = Measure {
    scorer: "spans, equal spans of equal type; types are pooled by adding their counts: Person, Organisation and Location, \
             Weapon and MilitaryPlatform; both ends of a relation overlap; and of the distinct names that gold marks, \
             the share that the actor list, the outlets or the gazetteer hold",
    beside: None,
    keywords: keywords::re3d,
    keywords_join: None,
    mistakes: mistakes::re3d,
    rows: re3d,
};

/// Triggers and entities of WikiEvents.
pub const DOCEVENTS: Measure = Measure {
    scorer: "spans, of events by their trigger and of entities; equal spans of equal type, equal spans, and overlapping \
             spans of equal type",
    beside: None,
    keywords: keywords::docevents,
    keywords_join: None,
    mistakes: mistakes::docevents,
    rows: docevents,
};

fn re3d(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let tallies = tallies("entities", judged)?;
    let pooled = |metric: &str, types: &[&str]| {
        let counts = |tally: &spans::Tally| {
            let of_types = types.iter().filter_map(|kind| tally.per_type.get(*kind).copied());
            of_types.sum()
        };
        Row::of_counts(metric, &tallies.iter().map(counts).collect::<Vec<Counts>>())
    };
    let mut rows = vec![
        pooled("people, organisations, places", &["Person", "Organisation", "Location"]),
        pooled("weapons, platforms", &["Weapon", "MilitaryPlatform"]),
        Row::of_counts("entities, all", &tallies.iter().map(|tally| tally.exact).collect::<Vec<_>>()),
        Row::of_counts("entities, overlap", &tallies.iter().map(|tally| tally.overlap).collect::<Vec<_>>()),
        Row::of_counts(
            "relations",
            &tallies.iter().map(|tally| tally.relations.unwrap_or_default()).collect::<Vec<_>>(),
        ),
    ];
    rows.extend(known(judged, "Organisation", "organisations known"));
    rows.extend(known(judged, "Location", "locations known"));
    let kinds: BTreeSet<&str> =
        tallies.iter().flat_map(|tally| tally.per_type.keys()).map(String::as_str).collect();
    rows.extend(kinds.into_iter().map(|kind| pooled(kind, &[kind])));
    Ok(rows)
}

/// The share of the distinct names of a type that data and gazetteer know; none where nobody looked them up.
fn known(judged: &Judged, kind: &str, metric: &str) -> Option<Row> {
    let of_document = |predicted: &Value| -> Vec<(String, bool)> {
        let names = predicted["names"].as_array().into_iter().flatten().filter(|name| name["type"] == kind);
        names.filter_map(|name| Some((name["text"].as_str()?.to_owned(), name["known"].as_bool()?))).collect()
    };
    let documents: Vec<Vec<(String, bool)>> = judged.predicted.iter().map(of_document).collect();
    let distinct = |drawn: &[&Vec<(String, bool)>]| -> BTreeMap<String, bool> {
        drawn.iter().flat_map(|names| names.iter().cloned()).collect()
    };
    let n = distinct(&documents.iter().collect::<Vec<_>>()).len();
    let share = |drawn: &[&Vec<(String, bool)>]| {
        let names = distinct(drawn);
        let known = names.values().filter(|known| **known).count();
        (!names.is_empty()).then(|| super::hundredths(known as f64 / names.len() as f64))
    };
    (n > 0).then(|| Row::of(metric, n, &documents, share))
}

fn docevents(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let mut rows = Vec::new();
    for (key, name) in [("events", "triggers"), ("entities", "entities")] {
        let tallies = tallies(key, judged)?;
        let mut row = |how: &str, part: fn(&spans::Tally) -> Counts| {
            rows.push(Row::of_counts(format!("{name}{how}"), &tallies.iter().map(part).collect::<Vec<_>>()));
        };
        row("", |tally| tally.exact);
        row(", any type", |tally| tally.untyped);
        row(", overlap", |tally| tally.overlap);
    }
    Ok(rows)
}

fn tallies(key: &str, judged: &Judged) -> Result<Vec<spans::Tally>, layout::Error> {
    let [_, predicted] = judged.lines();
    let gold = super::jsonl(&judged.gold.iter().map(|line| with_ends(line, key)).collect::<Vec<_>>());
    Ok(spans::tallies(&spans::read(key, &gold)?, &spans::read(key, &predicted)?))
}

/// WikiEvents tells the ends of an event's word as `trigger: [start, end]`; the scorer reads `start` and `end`.
fn with_ends(line: &Value, key: &str) -> Value {
    let mut line = line.clone();
    for span in line[key].as_array_mut().into_iter().flatten() {
        if let Some([start, end]) = span["trigger"].as_array().map(Vec::as_slice) {
            let (start, end) = (start.clone(), end.clone());
            span["start"] = start;
            span["end"] = end;
        }
    }
    line
}
