//! A ledger through its public door.

mod copies;
mod disk;
mod old;
mod refuse;
mod together;

use casus_model::{DocumentId, Review};
use serde_json::json;

use crate::fixture::*;
use crate::*;

#[test]
fn the_best_edge_of_an_account_is_the_best_that_it_has_left() {
    let Fixture { folder: _folder, mut ledger } = fixture();
    let mut group = ledger.group(stamp()).unwrap();
    let layer = group.new_layer(&json!({})).unwrap();
    let report = document("Orcs raided the barracks at Bree on 26 October.");
    add(&mut group, &report);
    let claims = ["k_1", "k_2", "k_3"].map(claim);
    group.put_reading(layer, &report.id, "{}", &claims).unwrap();
    let [one, two, three] = ["k_1", "k_2", "k_3"].map(|key| group.put_account(layer, key, b"", &[]).unwrap());
    let best = |group: &Group| [one, two, three].map(|account| group.best_edge(account).unwrap());
    group.put_edge(one, two, 1.0, b"").unwrap();
    group.put_edge(three, one, 3.0, b"").unwrap();
    assert_eq!(best(&group), [Some(3.0), Some(1.0), Some(3.0)]);
    group.put_edge(one, three, 0.5, b"in place of the one they had").unwrap();
    assert_eq!(best(&group), [Some(1.0), Some(1.0), Some(0.5)]);
    group.remove_edge(two, one).unwrap();
    assert_eq!(best(&group), [Some(0.5), None, Some(0.5)]);
    group.remove_account(three).unwrap();
    assert_eq!(best(&group), [None, None, None]);
}

#[test]
fn what_is_put_in_comes_out_again_after_it_was_closed() {
    let Fixture { folder, mut ledger } = fixture();
    let report = document("Orcs raided the barracks at Bree on 26 October.");
    let mut group = ledger.group(stamp()).unwrap();
    let added = add(&mut group, &report);
    assert_eq!(added, Added { id: report.id.clone(), outcome: Outcome::New, changed: vec![] });
    let layer = group.new_layer(&json!({ "casus": "0.1.0" })).unwrap();
    group.activate(layer).unwrap();
    group.put_reading(layer, &report.id, r#"{"claims":[]}"#, &[claim("k_1"), claim("k_2")]).unwrap();
    let one = group.put_account(layer, "k_1", b"one", &[7, u64::MAX]).unwrap();
    let two = group.put_account(layer, "k_2", b"two", &[7]).unwrap();
    group.put_edge(two, one, 4.5, b"same night").unwrap();
    let id = group.mint().unwrap();
    assert!(
        group.put_incident(layer, &incident(id, &["k_1", "k_2"], &[&report.id]), "raid on Bree").unwrap()
    );
    let decision = group.decide("accept", "i1", &json!({ "incident": "i1" })).unwrap();
    group.put_signature(&report.id, b"signature", &[3, 4]).unwrap();
    assert_eq!(group.candidates(layer, &[u64::MAX]).unwrap(), [one], "a group sees its own changes");
    group.commit().unwrap();
    drop(ledger);

    let ledger = Ledger::open(&folder.path().join("shire.casus"), Access::Read).unwrap();
    assert_eq!(ledger.raw(&report.id).unwrap().unwrap(), report.text.as_bytes());
    assert_eq!(ledger.text(&report.id).unwrap().unwrap(), report.text);
    let stored = ledger.document(&report.id).unwrap().unwrap();
    assert_eq!((stored.published, stored.outlet), (report.published, report.outlet));
    assert_eq!(ledger.active_layer().unwrap(), Some(layer));
    assert_eq!(ledger.reading(layer, &report.id).unwrap().unwrap(), r#"{"claims":[]}"#);
    let claims = ledger.claims_of(layer, &report.id).unwrap();
    assert_eq!(claims.iter().map(|claim| claim.key.as_str()).collect::<Vec<_>>(), ["k_1", "k_2"]);
    assert_eq!(claims[0].incident, Some(id));
    assert_eq!(ledger.candidates(layer, &[7, u64::MAX]).unwrap(), [one, two]);
    assert_eq!(ledger.account(two).unwrap().unwrap().body, b"two");
    assert_eq!(
        ledger.edges(one).unwrap(),
        [Edge { other: two, key: "k_2".to_owned(), weight: 4.5, best: 4.5 }]
    );
    assert_eq!((ledger.best_edge(two).unwrap(), ledger.best_edge(AccountId(99)).unwrap()), (Some(4.5), None));
    assert_eq!(ledger.account_key(two).unwrap(), ledger.account(two).unwrap().map(|account| account.key));
    assert_eq!(ledger.edge_body(one, two).unwrap().unwrap(), b"same night");
    assert_eq!(ledger.incident(layer, id).unwrap().unwrap(), incident(id, &["k_1", "k_2"], &[&report.id]));
    assert_eq!(ledger.incidents_of(layer, &report.id).unwrap(), [id]);
    assert_eq!(ledger.live_decisions().unwrap()[0].seq, decision);
    assert_eq!(ledger.band_mates(&[4]).unwrap(), [(report.id.clone(), b"signature".to_vec())]);
}

#[test]
fn the_same_bytes_again_change_nothing() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let report = document("Orcs raided Bree.");
    let mut group = ledger.group(stamp()).unwrap();
    assert_eq!(add(&mut group, &report).outcome, Outcome::New);
    assert_eq!(add(&mut group, &report).outcome, Outcome::AlreadyKnown);
    group.commit().unwrap();
    let mut group = ledger.group(stamp()).unwrap();
    assert_eq!(add(&mut group, &report).outcome, Outcome::AlreadyKnown);
    assert_eq!(group.documents(None, 10).unwrap().len(), 1);
}

#[test]
fn the_last_version_of_a_page_is_current_whatever_came_first() {
    let version = |text: &str, day: i8| {
        let mut document = document(text);
        document.url = Some("https://www.pony.example/bree".to_owned());
        document.published = Some(jiff::civil::date(2023, 10, day));
        document
    };
    let versions = [version("One.", 26), version("Two.", 27), version("Three.", 28)];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let Fixture { mut ledger, folder: _folder } = fixture();
        let mut group = ledger.group(stamp()).unwrap();
        let mut now = std::collections::BTreeMap::new();
        for at in order {
            now.insert(versions[at].id.clone(), State::Current);
            now.extend(add(&mut group, &versions[at]).changed);
        }
        let chain = group.versions(&versions[1].id).unwrap();
        let states = chain.iter().map(|stored| stored.state).collect::<Vec<_>>();
        assert_eq!(states, [State::Superseded, State::Superseded, State::Current], "{order:?}");
        assert!(chain.iter().zip(&versions).all(|(stored, version)| stored.id == version.id), "{order:?}");
        assert!(chain.iter().all(|stored| now[&stored.id] == stored.state), "each change is told: {order:?}");
    }
}

#[test]
fn a_page_taken_back_by_its_outlet_stays_taken_back() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let report = document("Orcs raided Bree.");
    let mut group = ledger.group(stamp()).unwrap();
    add(&mut group, &report);
    let changed = group.retract_page(&report.id, "wrong town").unwrap();
    assert_eq!(changed, [(report.id.clone(), State::Retracted)]);
    assert!(group.retract_page(&report.id, "wrong town").unwrap().is_empty());
    assert_eq!(group.document(&report.id).unwrap().unwrap().state, State::Retracted);
}

#[test]
fn a_document_that_fails_is_undone_alone() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let (good, bad) = (document("Orcs raided Bree."), document("Orcs raided Archet."));
    let mut group = ledger.group(stamp()).unwrap();
    let layer = group.new_layer(&json!({})).unwrap();
    add(&mut group, &good);
    let done = group.attempt(|group| {
        add(group, &bad);
        group.put_reading(layer, &bad.id, "{}", &[claim("k_1"), claim("k_1")])
    });
    assert_eq!(done.unwrap_err().kind, ErrorKind::Internal);
    group.put_reading(layer, &good.id, "{}", &[claim("k_1")]).unwrap();
    group.commit().unwrap();
    assert!(ledger.document(&good.id).unwrap().is_some());
    assert!(ledger.document(&bad.id).unwrap().is_none());
}

#[test]
fn a_group_that_is_dropped_leaves_nothing() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let report = document("Orcs raided Bree.");
    let mut group = ledger.group(stamp()).unwrap();
    add(&mut group, &report);
    drop(group);
    assert!(ledger.document(&report.id).unwrap().is_none());
}

#[test]
fn incidents_keep_every_version_and_lead_to_where_they_went() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let report = document("Orcs raided Bree.");
    let mut group = ledger.group(stamp()).unwrap();
    let layer = group.new_layer(&json!({})).unwrap();
    add(&mut group, &report);
    group.put_reading(layer, &report.id, "{}", &[claim("k_1"), claim("k_2")]).unwrap();
    let (one, two) = (group.mint().unwrap(), group.mint().unwrap());
    group.put_incident(layer, &incident(one, &["k_1"], &[&report.id]), "raid").unwrap();
    group.put_incident(layer, &incident(two, &["k_2"], &[&report.id]), "raid").unwrap();
    assert!(!group.put_incident(layer, &incident(two, &["k_2"], &[&report.id]), "raid").unwrap());
    let mut merged = incident(one, &["k_1", "k_2"], &[&report.id]);
    merged.review = Review::Accepted;
    group.put_incident(layer, &merged, "raid").unwrap();
    group.end_incident(layer, two, Some(one)).unwrap();
    assert_eq!(
        group.incident_of(layer, "k_2").unwrap(),
        Some(one),
        "the claim went before its incident ended"
    );
    assert_eq!(group.follow(layer, two).unwrap(), one);
    assert_eq!(group.incident(layer, two).unwrap(), None);
    let history = group.history(layer, one).unwrap();
    assert_eq!(history.last().unwrap().incident.as_ref(), Some(&merged));
    assert_eq!(history.len(), 2);
    assert_eq!(group.history(layer, two).unwrap().last().unwrap().incident, None);
    assert_eq!(group.mint().unwrap(), IncidentId(3), "ids of incidents that ended are not minted again");

    group.put_incident(layer, &incident(two, &["k_2"], &[&report.id]), "raid").unwrap();
    assert_eq!(group.follow(layer, two).unwrap(), two, "it came back");
    assert_eq!(group.incident_of(layer, "k_2").unwrap(), Some(two));
    group.put_incident(layer, &incident(one, &["k_1"], &[&report.id]), "raid").unwrap();
    assert_eq!(group.incident_of(layer, "k_2").unwrap(), Some(two), "it is not taken from its new incident");
}

#[test]
fn decisions_are_undone_once() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let mut group = ledger.group(stamp()).unwrap();
    let first = group.decide("merge", "i1", &json!({ "with": "i2" })).unwrap();
    let second = group.decide("accept", "i1", &json!({})).unwrap();
    let undoing = group.undo(first).unwrap();
    assert_eq!(
        group.undo(first).unwrap_err().kind,
        ErrorKind::Unknown(format!("decision {first} that could be undone"))
    );
    let live: Vec<i64> = group.live_decisions().unwrap().iter().map(|decision| decision.seq).collect();
    assert_eq!(live, [second]);
    assert_eq!(group.decision(first).unwrap().unwrap().undone_by, Some(undoing));
    assert_eq!(group.decisions().unwrap().len(), 3);
}

#[test]
fn reading_a_document_again_takes_the_place_of_what_was_read() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let report = document("Orcs raided Bree.");
    let mut group = ledger.group(stamp()).unwrap();
    let layer = group.new_layer(&json!({})).unwrap();
    add(&mut group, &report);
    group.put_reading(layer, &report.id, "1", &[claim("k_1"), claim("k_2")]).unwrap();
    let one = group.put_account(layer, "k_1", b"one", &[7]).unwrap();
    let two = group.put_account(layer, "k_2", b"two", &[7]).unwrap();
    group.put_edge(one, two, 1.0, b"").unwrap();
    group.put_reading(layer, &report.id, "2", &[claim("k_1")]).unwrap();
    assert_eq!(group.reading(layer, &report.id).unwrap().as_deref(), Some("2"));
    assert_eq!(group.candidates(layer, &[7]).unwrap(), []);
    assert_eq!(group.accounts_of(layer, &report.id).unwrap(), []);
    assert_eq!(group.claims_of(layer, &report.id).unwrap().len(), 1);
    let next = group.new_layer(&json!({})).unwrap();
    group.put_reading(next, &report.id, "3", &[claim("k_1")]).unwrap();
    assert_eq!(group.reading(layer, &report.id).unwrap().as_deref(), Some("2"), "layers stand side by side");
}

#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let Fixture { mut ledger, folder: _folder } = fixture();
    let nobody = DocumentId::of(b"nobody");
    assert_eq!(ledger.raw(&nobody).unwrap(), None);
    assert_eq!(ledger.document(&DocumentId("odd".to_owned())).unwrap(), None);
    let mut group = ledger.group(stamp()).unwrap();
    let layer = group.new_layer(&json!({})).unwrap();
    let error = group.put_reading(layer, &nobody, "{}", &[]).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unknown(format!("document {}", nobody.0)));
    assert!(error.to_string().contains("shire.casus"), "{error}");
}
