//! A report in one case is read with likely case and quoted as it stands.

use casus::model::{Body, Reading};
use casus::{Casus, Given};

const REPORT: &str = "SAN SALVADOR, 3 JAN 90 (HORN) -- [TEXT] TWO SOLDIERS WERE KILLED ON SUNDAY WHEN A CAR BOMB \
EXPLODED NEAR THE BARRACKS IN SAN MIGUEL, THE DEFENSE MINISTRY SAID.\n\nGUNMEN ATTACKED A POLICE STATION IN \
BOGOTA AND WOUNDED THREE POLICEMEN. \"THEY CAME FROM COLOMBIA,\" A WITNESS SAID ON MONDAY.\n";

fn read(casus: &Casus, text: &str) -> Reading {
    let given = Given { published: Some(jiff::civil::date(1990, 1, 3)), ..Given::default() };
    casus.reader().read(text.as_bytes(), &given).expect("a report")
}

#[test]
fn what_is_quoted_is_the_documents() {
    let casus = Casus::open(&casus::packs::locate().expect("packs")).expect("packs open");
    for (text, code) in [(REPORT.to_owned(), "W002"), (REPORT.to_lowercase(), "W007")] {
        let reading = read(&casus, &text);
        assert_eq!(reading.document.text, text);
        assert!(reading.diagnostics.iter().any(|note| note.code == code), "{:?}", reading.diagnostics);
        let printed = serde_json::to_value(&reading).expect("printed");
        assert!(words(&printed, &text) > 10);
        check_strings(&printed["claims"], &text);
        check_strings(&printed["incidents"], &text);
    }
}

#[test]
fn the_deeds_and_places_are_found() {
    let casus = Casus::open(&casus::packs::locate().expect("packs")).expect("packs open");
    let reading = read(&casus, REPORT);
    let places = reading.claims.iter().filter_map(|claim| match &claim.body {
        Body::Event(event) => Some(event.places.iter().map(|place| place.name.as_str())),
        _ => None,
    });
    let places: Vec<&str> = places.flatten().collect();
    assert!(places.contains(&"SAN MIGUEL") && places.contains(&"BOGOTA"), "{places:?}");
    assert_eq!(reading.claims[0].trigger.span().of(&reading.document.text), reading.claims[0].trigger.text);
}

/// Checks that each object of `start`, `end` and `text` has the words that stand there, and counts them.
fn words(value: &serde_json::Value, text: &str) -> usize {
    let children: usize = match value {
        serde_json::Value::Object(fields) => fields.values().map(|field| words(field, text)).sum(),
        serde_json::Value::Array(values) => values.iter().map(|value| words(value, text)).sum(),
        _ => 0,
    };
    let (start, end) = (value["start"].as_u64(), value["end"].as_u64());
    let (Some(start), Some(end), Some(quoted)) = (start, end, value["text"].as_str()) else {
        return children;
    };
    assert_eq!(&text[start as usize..end as usize], quoted);
    children + 1
}

/// Names and words that are told without a span are the document's own too.
fn check_strings(value: &serde_json::Value, text: &str) {
    let in_one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| *name != "admin1") {
                let quoted = ["text", "cue", "standing", "words", "what", "name"].contains(&name.as_str());
                if let Some(words) = field.as_str().filter(|_| quoted) {
                    assert!(in_one_line.contains(&words.replace('\n', " ")), "{name}: {words}");
                }
                check_strings(field, text);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| check_strings(value, text)),
        _ => {}
    }
}
