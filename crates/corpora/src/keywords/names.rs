//! Capitalised words, and what the gazetteer holds under them.

use casus::model::Place;
use casus::{Casus, geo};
use serde_json::{Value, json};

use super::words::{Word, label_of, words};
use crate::set::string;

/// Runs of up to three capitalised words that are the name of a country or a town, the longest first.
pub(crate) fn found(casus: &Casus, line: &Value) -> Value {
    let told = runs(casus, string(line, "text")).into_iter().filter_map(|run| {
        let place = run.place?;
        Some(json!({ "start": run.start, "end": run.end, "lat": place.lat, "lon": place.lon }))
    });
    json!({ "doc_id": string(line, "doc_id"), "toponyms": told.collect::<Vec<_>>() })
}

/// A given name is the country, or else the greatest town of the name.
pub(crate) fn given(casus: &Casus, line: &Value) -> Value {
    let text: Vec<char> = string(line, "text").chars().collect();
    let told = line["toponyms"].as_array().into_iter().flatten().filter_map(|toponym| {
        let [start, end] = ["start", "end"].map(|key| toponym[key].as_u64().unwrap_or(0) as usize);
        let name: String = text.get(start..end)?.iter().collect();
        let place = largest(casus, &name)?;
        Some(json!({ "start": start, "end": end, "lat": place.lat, "lon": place.lon }))
    });
    json!({ "doc_id": string(line, "doc_id"), "toponyms": told.collect::<Vec<_>>() })
}

/// Capitalised runs: places the gazetteer knows, organisations in capitals, other names of two words
/// for people; and listed words for weapons.
pub(crate) fn re3d(casus: &Casus, line: &Value) -> Value {
    let text = string(line, "text");
    let mut entities: Vec<Value> = runs(casus, text)
        .into_iter()
        .filter_map(|run| {
            let kind = match () {
                () if run.place.is_some() => "Location",
                () if run.capitals => "Organisation",
                () if run.n_words > 1 => "Person",
                () => return None,
            };
            Some(json!({ "start": run.start, "end": run.end, "type": kind }))
        })
        .collect();
    let listed = words(text).into_iter().filter_map(|word| {
        Some(json!({ "start": word.start, "end": word.end, "type": label_of("re3d", &word.small)? }))
    });
    entities.extend(listed);
    json!({ "doc_id": string(line, "doc_id"), "entities": entities, "relations": [] })
}

struct Run {
    start: usize,
    end: usize,
    n_words: usize,
    capitals: bool,
    place: Option<Place>,
}

fn runs(casus: &Casus, text: &str) -> Vec<Run> {
    let words = words(text);
    let mut runs = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let longest = words[place..].iter().take(3).take_while(|word| word.is_capitalised()).count();
        let run = (1..=longest).rev().map(|n_words| run(casus, &words[place..place + n_words]));
        let (known, mut rest): (Vec<Run>, Vec<Run>) = run.partition(|run| run.place.is_some());
        rest.truncate(1);
        let taken = known.into_iter().chain(rest).next();
        place += taken.as_ref().map_or(1, |run| run.n_words);
        runs.extend(taken);
    }
    runs
}

fn run(casus: &Casus, words: &[Word]) -> Run {
    let name: Vec<&str> = words.iter().map(|word| word.written.as_str()).collect();
    Run {
        start: words[0].start,
        end: words[words.len() - 1].end,
        n_words: words.len(),
        capitals: name.iter().all(|word| word.len() > 1 && !word.contains(char::is_lowercase)),
        place: largest(casus, &name.join(" ")),
    }
}

fn largest(casus: &Casus, name: &str) -> Option<Place> {
    let country = geo::lookup(casus.gazetteer(), name, &geo::Context::default());
    let country = country.filter(|place| place.place.starts_with("country:"));
    country.or_else(|| casus.gazetteer().towns(name).into_iter().next())
}
