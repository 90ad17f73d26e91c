//! One small reading in every format.

use casus_model::{Reading, Span};
use serde_json::{Value, json};

use crate::csv::{Text, header, rows};
use crate::{COLUMNS, Report, geojson, markdown};

const TEXT: &str = "A drone hit the mill at Bree, =Gondor said. Arnor | <b> counts 40 raids.";

/// An attack with a place, an attack without, and a total.
fn reading() -> Reading {
    let document = json!({
        "id": "sha256:00", "title": "=1+1 <i>", "title_span": null, "language": "en", "words": 14,
        "published": "2023-11-10", "published_basis": "given", "url": null, "outlet": null, "byline": null,
        "retrieved": null, "dateline": null, "text": TEXT,
    });
    let claims = [
        event("c1", json!([place(Some(-33.31))]), 8),
        event("c2", json!([]), 8),
        claim(
            "c3",
            json!({
                "kind": "tally", "of": {"type": "ASSAULT", "modes": []}, "measure": "events",
                "count": {"low": 40, "high": null, "qualifier": "at_least", "text": "40"}, "window": null,
                "where": [], "actors": [], "recipients": [], "contains": ["c1"],
            }),
            58,
        ),
    ];
    let incidents = [incident("i1", "c1", json!([place(Some(-33.31))])), incident("i2", "c2", json!([]))];
    let value = json!({
        "schema": "casus.read/1", "document": document, "claims": claims, "incidents": incidents,
        "actors": [], "mentions": [], "diagnostics": [],
        "versions": {"casus": "0", "data": "0", "model": "0"},
    });
    serde_json::from_value(value).unwrap()
}

fn event(id: &str, places: Value, trigger: usize) -> Value {
    let casualty = |class: &str, low: u64| {
        json!({
            "effect": "injured", "count": {"low": low, "high": low, "qualifier": "exact", "text": "so many"},
            "side": null, "class": class, "words": "hurt", "span": {"start": 0, "end": 0, "text": ""},
        })
    };
    let body = json!({
        "kind": "event", "type": "ASSAULT", "modes": ["drone"],
        "codes": {"acled": {"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}},
        "actors": [], "recipients": [], "targets": [], "weapons": [], "outcomes": [],
        "casualties": [casualty("miller", 3), casualty("child", 1)],
        "damage": [], "responsibility": [], "interceptors": [], "when": null, "where": places, "part_of": null,
    });
    claim(id, body, trigger)
}

fn claim(id: &str, mut body: Value, trigger: usize) -> Value {
    let shared = json!({
        "id": id, "key": format!("k_{id}"), "occurrence": null,
        "trigger": Span::new(trigger, trigger + 3).words(TEXT),
        "modality": {"value": "actual", "certainty": "certain"},
        "attribution": [{
            "name": "=Gondor", "kind": "institution", "number": null, "standing": null, "via": null,
            "cue": "said", "span": null, "cue_span": null, "content": [],
        }],
        "evidence": [{"start": trigger, "end": trigger + 3, "rule": "attack/strike"}],
        "confidence": {"extraction": 0.9},
    });
    body.as_object_mut().unwrap().extend(shared.as_object().unwrap().clone());
    body
}

fn place(lat: Option<f64>) -> Value {
    json!({
        "place": "site:bree", "name": "Bree", "country": "XA", "admin1": null, "lat": lat, "lon": 12.5,
        "precision": 1, "span": {"start": 24, "end": 28},
    })
}

fn incident(id: &str, claim: &str, places: Value) -> Value {
    let nothing = json!({"preferred": null, "rule": null, "all": []});
    let told: Vec<Value> =
        places.as_array().unwrap().iter().map(|place| json!({"value": place, "claims": [claim]})).collect();
    json!({
        "id": id, "occurrence": "o1", "claims": [claim], "type": "ASSAULT", "modes": ["drone"],
        "actors": nothing, "recipients": nothing, "targets": nothing, "weapons": nothing,
        "outcomes": nothing, "casualties": nothing, "damage": nothing, "responsibility": nothing,
        "interceptors": nothing, "when": nothing, "attribution": nothing,
        "where": {"preferred": places.get(0), "rule": "only", "all": told},
    })
}

const SENTENCES: [(usize, usize); 2] = [(0, 43), (44, 72)];

fn with_report<T>(check: impl Fn(&Report) -> T) -> T {
    let reading = reading();
    let sentences = SENTENCES.map(|(start, end)| Span::new(start, end));
    check(&Report { file: "a.txt", reading: &reading, sentences: &sentences })
}

/// The cells of this column, read back from the CSV.
fn column(name: &str, text: Text) -> Vec<String> {
    let csv = header() + &with_report(|report| rows(report, text));
    let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap()[at].to_owned()).collect()
}

#[test]
fn every_claim_is_a_row_under_one_header() {
    assert_eq!(column("claim", Text::Safe), ["c1", "c2", "c3"]);
    assert_eq!(column("incident", Text::Safe), ["i1", "i2", ""]);
    assert_eq!(column("kind", Text::Safe), ["event", "event", "tally"]);
    assert_eq!(column("count_low", Text::Safe), ["", "", "40"]);
    assert_eq!(column("acled_sub_event_type", Text::Safe)[0], "Air/drone strike");
    assert_eq!(column("quote", Text::Safe)[0], "A drone hit the mill at Bree, =Gondor said.");
}

#[test]
fn text_is_made_safe_and_numbers_stay_numbers() {
    assert_eq!(column("sources", Text::Safe)[0], "'=Gondor");
    assert_eq!(column("title", Text::Safe)[0], "'=1+1 <i>");
    assert_eq!(column("latitude", Text::Safe), ["-33.31", "", ""]);
    assert_eq!(column("published", Text::Safe)[0], "2023-11-10");
}

#[test]
fn raw_text_is_what_the_report_says() {
    assert_eq!(column("sources", Text::Raw)[0], "=Gondor");
    assert_eq!(column("title", Text::Raw)[0], "=1+1 <i>");
}

#[test]
fn figures_are_never_added() {
    assert_eq!(column("casualties", Text::Safe)[0], "injured 3 miller; injured 1 child");
    assert_eq!(column("injured_low", Text::Safe)[0], "");
}

#[test]
fn columns_have_names_of_their_own_and_a_meaning() {
    let names: std::collections::BTreeSet<&str> = COLUMNS.iter().map(|column| column.name).collect();
    assert_eq!(names.len(), COLUMNS.len());
    for column in &COLUMNS {
        assert!(column.meaning.ends_with('.'), "{} has no sentence", column.name);
        assert!(column.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    }
}

#[test]
fn incidents_are_features_and_totals_are_none() {
    let text = with_report(|report| [&geojson::open(), &geojson::features(report), geojson::CLOSE].concat());
    let collection: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(collection["type"], "FeatureCollection");
    assert!(collection.get("crs").is_none());
    let features = collection["features"].as_array().unwrap();
    assert_eq!(features.len(), 2);
    assert_eq!(features[0]["id"], "sha256:00#i1");
    assert_eq!(features[0]["geometry"], json!({"type": "Point", "coordinates": [12.5, -33.31]}));
    assert_eq!(features[0]["properties"]["precision"], 1);
    assert_eq!(features[0]["properties"]["claims"], json!(["c1"]));
    assert_eq!(features[0]["properties"]["quotes"], json!(["A drone hit the mill at Bree, =Gondor said."]));
    assert_eq!(features[1]["geometry"], Value::Null);
    assert_eq!(features[1]["properties"]["place"], Value::Null);
}

#[test]
fn geojson_can_stand_in_a_page() {
    let text = with_report(geojson::features);
    assert!(!text.contains(['<', '>', '&']), "{text}");
    let feature: Value = serde_json::from_str(text.lines().next().unwrap().trim_end_matches(',')).unwrap();
    assert_eq!(feature["properties"]["title"], "=1+1 <i>");
}

#[test]
fn a_collection_without_features_is_one_too() {
    let empty: Value = serde_json::from_str(&[&geojson::open(), geojson::CLOSE].concat()).unwrap();
    assert_eq!(empty["features"], json!([]));
    assert_eq!(empty["credit"], crate::CREDIT);
}

#[test]
fn markdown_has_a_row_a_claim_and_no_cell_too_many() {
    let text = with_report(markdown);
    let table: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(table.len(), 2 + 3);
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(table.iter().all(|line| bars(line) == 11), "{text}");
    assert!(text.starts_with("## =1+1 &lt;i&gt;\n"), "{text}");
    assert!(text.contains("Arnor \\| &lt;b&gt; counts"), "{text}");
    assert!(table[4].contains("ASSAULT\\: 40.. events"), "{text}");
}

#[test]
fn a_text_without_sentences_is_quoted_in_part() {
    let long = "word ".repeat(2_000);
    let mut reading = reading();
    reading.document.text = long.clone();
    let whole = [Span::new(0, long.len())];
    let report = Report { file: "a.txt", reading: &reading, sentences: &whole };
    let quote = report.quote(Span::new(5_000, 5_004));
    assert!(quote.starts_with('…') && quote.ends_with('…') && quote.len() < 2_000, "{quote}");
    assert_eq!(report.quote(Span::new(0, 4)).chars().next(), Some('w'));
}
