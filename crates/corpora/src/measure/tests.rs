//! Figures and mistakes of invented gold beside invented predictions.

use serde_json::json;

use super::*;
use crate::SETS;

fn judged(gold: Value, predicted: Value) -> Judged {
    let lines = |value: Value| value.as_array().cloned().unwrap_or_default();
    Judged { gold: lines(gold), predicted: lines(predicted), beside: Vec::new() }
}

fn figure(measure: &Measure, judged: &Judged, metric: &str) -> (usize, f64) {
    let rows = (measure.rows)(judged).unwrap();
    let row = rows.iter().find(|row| row.metric == metric).unwrap_or_else(|| panic!("{metric} in {rows:?}"));
    (row.n, row.figure)
}

fn kinds(measure: &Measure, judged: &Judged) -> Vec<String> {
    (measure.mistakes)(judged).into_iter().map(|mistake| mistake.kind).collect()
}

#[test]
fn every_set_measures_nothing_and_names_its_figures_once() {
    for set in SETS {
        let rows = (set.measure.rows)(&Judged::default()).unwrap();
        let names: std::collections::BTreeSet<&String> = rows.iter().map(|row| &row.metric).collect();
        assert_eq!(names.len(), rows.len(), "{}", set.name);
        assert!((set.measure.mistakes)(&Judged::default()).is_empty(), "{}", set.name);
    }
}

#[test]
fn types_of_re3d_are_pooled_by_their_counts() {
    let text = "Aragorn rode to Bree with an axe.";
    let gold = json!([{ "doc_id": "a", "text": text, "relations": [], "entities": [
        { "start": 0, "end": 7, "type": "Person" }, { "start": 16, "end": 20, "type": "Location" },
        { "start": 26, "end": 32, "type": "Weapon" }] }]);
    let ours = json!([{ "doc_id": "a", "relations": [], "entities": [
        { "start": 0, "end": 7, "type": "Person" }, { "start": 16, "end": 20, "type": "Person" },
        { "start": 29, "end": 32, "type": "Weapon" }] }]);
    let judged = judged(gold, ours);
    assert_eq!(figure(&RE3D, &judged, "people, organisations, places"), (2, 50.0));
    assert_eq!(figure(&RE3D, &judged, "weapons, platforms"), (1, 0.0));
    assert_eq!(kinds(&RE3D, &judged), ["Person for Location", "other words of Weapon"]);
}

#[test]
fn corpora_of_places_have_a_row_each() {
    let name =
        |start: usize, end: usize, lat: f64| json!({ "start": start, "end": end, "lat": lat, "lon": 0.0 });
    let gold = json!([{ "doc_id": "LGL-1", "text": "Bree and Rohan", "toponyms": [name(0, 4, 50.0), name(9, 14, 40.0)] },
        { "doc_id": "GeoVirus-1", "text": "Bree", "toponyms": [name(0, 4, 50.0)] }]);
    let ours = json!([{ "doc_id": "LGL-1", "toponyms": [name(0, 4, 50.1), name(9, 14, 50.0)] }, null]);
    let judged = judged(gold, ours);
    assert_eq!(figure(&GIVEN, &judged, "LGL Acc@161 km"), (2, 50.0));
    assert_eq!(figure(&GIVEN, &judged, "GeoVirus Acc@161 km"), (1, 0.0));
    assert_eq!(figure(&FOUND, &judged, "LGL recognition"), (2, 100.0));
    assert_eq!(kinds(&GIVEN, &judged), ["farther than 1,000 km", "not placed"]);
}

#[test]
fn a_page_is_right_when_dead_and_injured_are_told_and_right() {
    let page = |id: &str| json!({ "doc_id": id, "text": "Orcs came." });
    let gold: Vec<Value> = ["a", "b", "c", "d"].map(page).to_vec();
    let told = |id: &str, killed: Value, injured: Value| json!({ "docs": [id], "killed": killed, "injured": injured });
    let predicted = vec![
        told("a", json!(2), json!(0)),
        told("b", json!(2), Value::Null),
        told("c", json!(1), json!(3)),
        told("d", json!(2), json!(0)),
    ];
    let incident = |id: &str, docs: Value, known: bool| json!({ "incident_id": id, "docs": docs, "has_facts": known, "killed": 2, "injured": 0 });
    let beside = vec![incident("1", json!(["a", "b", "c"]), true), incident("2", json!(["d"]), false)];
    let judged = Judged { gold, predicted, beside };
    assert_eq!(figure(&GVA, &judged, "killed and injured"), (3, 33.33));
    assert_eq!(kinds(&GVA, &judged), ["injured: not told", "killed: too few", "injured: too many"]);
}

#[test]
fn labels_taken_for_each_other_are_told_so() {
    let gold = json!([{ "id": "a", "text": "Orcs came.", "event": "FIGHT" }, { "id": "b", "text": "", "event": "AID" }]);
    let ours = json!([{ "id": "a", "event": ["ASSAULT"] }, { "id": "b", "event": ["AID", "AGREE"] }]);
    let judged = judged(gold, ours);
    assert_eq!(figure(&PLOVER, &judged, "types, micro"), (2, 40.0));
    assert_eq!(kinds(&PLOVER, &judged), ["FIGHT → ASSAULT", "invented AGREE"]);
}

#[test]
fn fillers_are_told_by_slot_and_found_in_the_text() {
    let slots = |name: &str| json!([{ "slots": { "incident_type": [{ "values": ["ATTACK"] }], "hum_tgt_name": [{ "values": [name] }] } }]);
    let gold = json!([{ "doc_id": "a", "text": "ORCS KILLED BOROMIR.", "templates": slots("BOROMIR") }]);
    let ours = json!([{ "doc_id": "a", "templates": slots("ORCS") }]);
    let judged = judged(gold, ours);
    assert_eq!(figure(&TEMPLATES, &judged, "templates aligned").0, 1);
    let mistakes = (TEMPLATES.mistakes)(&judged);
    assert_eq!(
        mistakes.iter().map(|mistake| mistake.span).collect::<Vec<_>>(),
        [Some([12, 19]), Some([0, 4])]
    );
}

#[test]
fn errors_of_factuality_are_better_when_less() {
    let line = |factuality: f64| json!([{ "id": "uw-1", "text": "Orcs may come", "targets": [{ "span": [2, 3], "factuality": factuality }] }]);
    let judged = judged(line(0.5), line(3.0));
    assert_eq!(figure(&FACTUALITY, &judged, "uw MAE"), (1, 2.5));
    let rows = (FACTUALITY.rows)(&judged).unwrap();
    assert_eq!((rows[0].better, rows[1].better), (Better::Less, Better::More));
    let mistakes = (FACTUALITY.mistakes)(&judged);
    assert_eq!((mistakes[0].kind.as_str(), mistakes[0].span), ("open → happened", Some([9, 13])));
}

#[test]
fn a_line_of_another_layout_is_an_error() {
    let judged = judged(json!([{ "text": "Orcs came." }]), json!([null]));
    assert!((TEMPEVAL3.rows)(&judged).is_err());
}
