//! Many reports in a ledger, from their bytes to incidents and back.

use std::collections::{BTreeMap, BTreeSet};

use casus::keep::{Decide, Keeper, Looker, Prepared, Receipt};
use casus::ledger::{LayerId, LayerState, Ledger, Stamp};
use casus::model::{DocumentId, LedgerIncident, Review};
use casus::{Casus, Given};
use jiff::Timestamp;

/// Address, day of publication, text.
type Report = (&'static str, &'static str, &'static str);

const WIRE: Report = (
    "https://horn.example/a",
    "2031-05-08",
    "Rockets hit an air base near Erbil, hurting two soldiers\n\nERBIL, May 8 (Horn) - Two rockets hit the air base near \
     Erbil in northern Iraq on Wednesday evening and injured two soldiers, the army said. A farmer who lives beside the \
     runway, Dilshad Rawanduzi, said that windows in his house had been broken by the blasts.",
);
const COPY: Report = (
    "https://courier.example/b",
    "2031-05-08",
    "Two soldiers hurt as rockets hit base\n\nTwo rockets hit the air base near Erbil in northern Iraq on Wednesday \
     evening and injured two soldiers, the army said. A farmer who lives beside the runway, Dilshad Rawanduzi, said that \
     windows in his house had been broken by the blasts.",
);
const OTHER: Report = (
    "https://lantern.example/c",
    "2031-05-09",
    "Base at Erbil under rocket fire\n\nThe air base at Erbil was hit by two rockets on Wednesday evening, Kurdish police \
     said on Friday. Three soldiers were injured, according to a hospital in the city.",
);
const ELSEWHERE: Report = (
    "https://lantern.example/d",
    "2031-05-09",
    "Bomb kills five in Mosul market\n\nA car bomb exploded in a market in Mosul on Thursday morning and killed five \
     people, police said.",
);

fn casus() -> Casus {
    Casus::open(&casus::packs::locate().expect("packs: run `casus setup`")).expect("casus opens")
}

fn stamp() -> Stamp {
    Stamp { at: "2031-06-01T12:00:00Z".parse().expect("a time"), who: "tester".to_owned() }
}

fn keeper<'c>(casus: &'c Casus, folder: &tempfile::TempDir) -> Keeper<'c> {
    let ledger = Ledger::create(&folder.path().join("test.casus"), &stamp()).expect("a ledger");
    Keeper::new(casus, ledger).expect("a keeper")
}

fn prepared(casus: &Casus, (url, published, text): Report) -> Prepared {
    let given = Given {
        url: Some(url.to_owned()),
        outlet: Some(url.split('/').nth(2).unwrap_or_default().to_owned()),
        published: published.parse().ok(),
        ..Given::default()
    };
    Prepared::read(&mut casus.reader(), text.as_bytes().to_vec(), &given, text.as_bytes(), &given)
        .expect("it reads")
}

fn add(casus: &Casus, keeper: &mut Keeper, reports: &[Report]) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for report in reports {
        let mut filing = keeper.filing(stamp()).expect("a group");
        receipts.push(filing.add(&prepared(casus, *report)).expect("it is filed"));
        filing.commit().expect("it is safe");
    }
    receipts
}

fn incidents(keeper: &Keeper) -> Vec<LedgerIncident> {
    let layer = keeper.layer().expect("a layer");
    let ids = keeper.ledger().incidents(layer).expect("ids");
    ids.into_iter().filter_map(|id| keeper.ledger().incident(layer, id).expect("an incident")).collect()
}

fn ids_and_claims(keeper: &Keeper) -> BTreeMap<String, Vec<String>> {
    incidents(keeper).into_iter().map(|incident| (incident.id, incident.claims)).collect()
}

/// The incident that most documents tell.
fn most_told(keeper: &Keeper) -> LedgerIncident {
    incidents(keeper).into_iter().max_by_key(|incident| incident.documents.len()).expect("an incident")
}

fn looker(profile: &str) -> Looker {
    Looker::new(profile, Timestamp::UNIX_EPOCH).expect("a reader")
}

fn decide(keeper: &mut Keeper, decision: Decide) -> i64 {
    let mut filing = keeper.filing(stamp()).expect("a group");
    let decided = filing.decide(decision).expect("it is decided");
    filing.commit().expect("it is safe");
    decided.decision
}

#[test]
fn reports_of_one_attack_are_one_incident_and_copies_one_voice() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    let receipts = add(&casus, &mut keeper, &[WIRE, COPY, OTHER, ELSEWHERE, WIRE]);
    assert_eq!(receipts[4].outcome, "known");
    assert_eq!(receipts[1].copies, 1);
    let incident = most_told(&keeper);
    assert_eq!((incident.documents.len(), incident.origins), (3, 2));
    assert!(incidents(&keeper).iter().any(|other| other.documents.len() == 1 && other.id != incident.id));
}

#[test]
fn the_order_of_arrival_changes_nothing_but_ids() {
    let casus = casus();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for order in
        [[WIRE, COPY, OTHER, ELSEWHERE], [ELSEWHERE, OTHER, COPY, WIRE], [COPY, ELSEWHERE, WIRE, OTHER]]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let mut keeper = keeper(&casus, &folder);
        add(&casus, &mut keeper, &order);
        let by_claims: BTreeMap<Vec<String>, String> = incidents(&keeper)
            .into_iter()
            .map(|mut incident| {
                incident.id.clear();
                (incident.claims.clone(), serde_json::to_string(&incident).expect("JSON"))
            })
            .collect();
        seen.insert(format!("{by_claims:?}"));
    }
    assert_eq!(seen.len(), 1, "three orders make one ledger");
}

#[test]
fn a_merge_is_decided_and_undone_and_what_rests_on_it_is_undone_first() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    add(&casus, &mut keeper, &[WIRE, ELSEWHERE]);
    let before = ids_and_claims(&keeper);
    let ids: Vec<String> = incidents(&keeper).into_iter().map(|incident| incident.id).collect();
    let merge =
        decide(&mut keeper, Decide::Merge { incidents: [ids[0].clone(), ids[1].clone()], note: None });
    let merged = most_told(&keeper);
    assert_eq!((merged.documents.len(), &merged.id), (2, &ids[0]));
    let looker = Looker::new("internal", Timestamp::UNIX_EPOCH).expect("a reader");
    let shown = keeper.show(&ids[1], &looker).expect("it leads on").expect("it is shown");
    assert_eq!(shown.incident.id, ids[0]);

    let accept =
        decide(&mut keeper, Decide::Accept { incident: ids[0].clone(), note: Some("seen".to_owned()) });
    assert_eq!(most_told(&keeper).review, Review::Accepted);
    let mut filing = keeper.filing(stamp()).expect("a group");
    let refused = filing.undo(merge).expect_err("an acceptance rests on it");
    assert!(refused.to_string().contains(&accept.to_string()), "{refused}");
    filing.undo(accept).expect("the last goes first");
    filing.undo(merge).expect("then the one below it");
    filing.commit().expect("it is safe");
    assert_eq!(before, ids_and_claims(&keeper), "each is under the id that it had");
}

#[test]
fn a_split_holds_against_later_reports() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    let receipts = add(&casus, &mut keeper, &[WIRE, OTHER]);
    let incident = most_told(&keeper);
    let layer = keeper.layer().expect("a layer");
    let of_other = keeper.ledger().claims_of(layer, &receipts[1].document).expect("claims");
    let claims: Vec<String> =
        of_other.into_iter().map(|claim| claim.key).filter(|key| incident.claims.contains(key)).collect();
    assert!(!claims.is_empty() && claims.len() < incident.claims.len());
    decide(&mut keeper, Decide::Split { incident: incident.id, claims: claims.clone(), note: None });
    let apart = |keeper: &Keeper| {
        let incident = keeper.ledger().incident_of(layer, &claims[0]).expect("an incident");
        incidents(keeper)
            .into_iter()
            .find(|known| Some(&known.id) == incident.map(|id| id.to_string()).as_ref())
    };
    assert_eq!(apart(&keeper).expect("it is an incident").documents, [receipts[1].document.clone()]);
    add(&casus, &mut keeper, &[COPY]);
    assert!(!apart(&keeper).expect("it still is").documents.contains(&receipts[0].document));
}

#[test]
fn reading_again_keeps_ids_and_decisions() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    let reports = [WIRE, OTHER, ELSEWHERE];
    let receipts = add(&casus, &mut keeper, &reports);
    let accepted = most_told(&keeper).id;
    decide(&mut keeper, Decide::Accept { incident: accepted.clone(), note: None });
    let before = keeper.layer().expect("a layer");
    let mut filing = keeper.rereading(stamp()).expect("a layer");
    for (receipt, report) in receipts.iter().zip(reports) {
        filing.read_again(&receipt.document, &prepared(&casus, report)).expect("it is read");
    }
    filing.show_layer().expect("it is shown");
    filing.commit().expect("it is safe");
    let after = keeper.layer().expect("a layer");
    assert_ne!(before, after);
    let difference = keeper.diff(before, after, &looker("internal")).expect("a difference");
    assert!(difference.changes.is_empty(), "{:?}", difference.changes);
    let incident = most_told(&keeper);
    assert_eq!((incident.id, incident.review), (accepted, Review::Accepted));
}

#[test]
fn a_reading_that_was_stopped_goes_on_and_takes_in_what_came_meanwhile() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    let mut receipts = add(&casus, &mut keeper, &[WIRE, OTHER]);
    let before = keeper.layer().expect("a layer");
    let mut group = keeper.ledger_mut().group(stamp()).expect("a group");
    let of_another = group.new_layer(&serde_json::json!({ "casus": "of another time" })).expect("a layer");
    group.commit().expect("it is safe");

    let mut filing = keeper.rereading(stamp()).expect("a group");
    let layer = filing.layer();
    filing.read_again(&receipts[0].document, &prepared(&casus, WIRE)).expect("it is read");
    filing.commit().expect("it is safe");
    let mut stopped = keeper.rereading(stamp()).expect("a group");
    stopped.read_again(&receipts[1].document, &prepared(&casus, OTHER)).expect("it is read");
    drop(stopped);
    assert_eq!(keeper.layer().expect("a layer"), before, "the old one is shown until the new one is whole");
    let state = |keeper: &Keeper, id: LayerId| {
        let layers = keeper.ledger().layers().expect("layers");
        layers.into_iter().find(|layer| layer.id == id).map(|layer| layer.state)
    };
    assert_eq!(state(&keeper, of_another), Some(LayerState::Old));

    receipts.extend(add(&casus, &mut keeper, &[COPY, ELSEWHERE]));
    let accepted = most_told(&keeper).id;
    decide(&mut keeper, Decide::Accept { incident: accepted.clone(), note: None });
    let mut filing = keeper.rereading(stamp()).expect("a group");
    assert_eq!(filing.layer(), layer, "it goes on");
    for (receipt, report) in receipts.iter().zip([WIRE, OTHER, COPY, ELSEWHERE]) {
        let is_read = filing.is_read(&receipt.document).expect("it is known");
        assert_eq!(is_read, receipt.document == receipts[0].document);
        if !is_read {
            filing.read_again(&receipt.document, &prepared(&casus, report)).expect("it is read");
        }
    }
    filing.show_layer().expect("it is shown");
    filing.commit().expect("it is safe");
    assert_eq!(keeper.layer().expect("a layer"), layer);
    let difference = keeper.diff(before, layer, &looker("internal")).expect("a difference");
    assert!(difference.changes.is_empty(), "{:?}", difference.changes);
    let incident = most_told(&keeper);
    assert_eq!((incident.id, incident.review, incident.origins), (accepted, Review::Accepted, 2));
    let report = casus::ledger::audit::verify(keeper.ledger(), &Default::default()).expect("it is read");
    assert!(report.is_clean(), "{report}");
    let next = keeper.rereading(stamp()).expect("a group").layer();
    assert_ne!(next, layer, "what is shown is not read into again");
}

#[test]
fn a_report_that_is_retracted_takes_its_words_with_it() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    let receipts = add(&casus, &mut keeper, &[WIRE, OTHER]);
    let id = most_told(&keeper).id;
    let mut filing = keeper.filing(stamp()).expect("a group");
    filing.retract(&receipts[0].document, "asked to").expect("it goes");
    filing.commit().expect("it is safe");
    assert!(incidents(&keeper).iter().any(|incident| incident.id == id), "what others tell keeps its id");
    let report = casus::ledger::audit::verify(keeper.ledger(), &Default::default()).expect("it is read");
    assert!(report.is_clean(), "{report}");
    keeper.ledger_mut().scrub().expect("it is cleared");
    let left: Vec<DocumentId> =
        incidents(&keeper).into_iter().flat_map(|incident| incident.documents).collect();
    assert!(left.iter().all(|document| *document == receipts[1].document) && !left.is_empty());
    assert_eq!(add(&casus, &mut keeper, &[WIRE])[0].outcome, "suppressed");
}

#[test]
fn what_a_retracted_report_held_together_stays_told_by_each_of_the_others() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    let early = "Bamako, 10 June 2025 (Sahel) - Gunmen on motorcycles attacked the village of Dangol in central Mali on \
                 Monday, killing at least nine people, two local officials said. The attackers burned \
                 granaries and stole cattle.";
    let mended = "Bamako, 10 June 2025 (Sahel) - Gunmen on motorcycles attacked the village of Dangol in central Mali on \
                  Sunday, killing 12 people, two local officials said, correcting an earlier toll. The attackers burned granaries and stole cattle. \
                  The jihadist group JNIM claimed the attack.";
    let other = "Ouagadougou, 11 June 2025 (River). At least 15 villagers died when jihadists raided Dangol, a farming \
                 village in Mali's Mopti region, on Sunday, residents and an aid worker said. JNIM said it carried out the raid.";
    let reports = [
        ("https://sahel.example/a", "2025-06-10", early),
        ("https://sahel.example/a", "2025-06-10", mended),
        ("https://river.example/b", "2025-06-11", other),
    ];
    let receipts = add(&casus, &mut keeper, &reports);
    assert_eq!(most_told(&keeper).documents.len(), 3, "the correction holds the three together");
    let mut filing = keeper.filing(stamp()).expect("a group");
    filing.retract(&receipts[1].document, "asked to").expect("it goes");
    filing.commit().expect("it is safe");
    let told: BTreeSet<DocumentId> =
        incidents(&keeper).into_iter().flat_map(|incident| incident.documents).collect();
    assert_eq!(told, BTreeSet::from([receipts[0].document.clone(), receipts[2].document.clone()]));
}

#[test]
fn the_public_sees_no_private_name_no_exact_point_and_nothing_of_today() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    add(&casus, &mut keeper, &[WIRE, OTHER]);
    let id = most_told(&keeper).id;
    let at = |time: &str| time.parse::<Timestamp>().expect("a time");
    let later = Looker::new("public", at("2031-06-01T00:00:00Z")).expect("a reader");
    let seen = keeper.show(&id, &later).expect("it is found").expect("it is shown");
    let text = serde_json::to_string(&seen).expect("JSON");
    assert!(!text.contains("Rawanduzi"), "{text}");
    for place in seen.incident.places.all {
        let cell = place.value.lat.expect("a point") / 0.1 - 0.5;
        assert!((cell - cell.round()).abs() < 1e-6, "the middle of a cell");
    }
    let internal = Looker::new("internal", at("2031-05-09T12:00:00Z")).expect("a reader");
    assert!(keeper.show(&id, &internal).expect("it is found").is_ok());
    let today = Looker::new("public", at("2031-05-09T12:00:00Z")).expect("a reader");
    assert!(keeper.show(&id, &today).expect("it is found").is_err(), "held back");
}

#[test]
fn an_incident_says_why_it_is_one() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    add(&casus, &mut keeper, &[WIRE, OTHER, ELSEWHERE]);
    let explained = keeper
        .explain(&most_told(&keeper).id, &looker("internal"))
        .expect("it is found")
        .expect("it is shown");
    assert_eq!(explained.joins.len(), 1);
    let fields: Vec<&str> = explained.joins[0].parts.iter().map(|(field, ..)| field.as_str()).collect();
    assert!(fields.contains(&"time") && fields.contains(&"place"), "{fields:?}");
}

#[test]
fn what_is_told_of_a_report_later_is_kept_and_it_is_read_with_that() {
    let (casus, folder) = (casus(), tempfile::tempdir().expect("a folder"));
    let mut keeper = keeper(&casus, &folder);
    let undated = prepared(&casus, (OTHER.0, "", OTHER.2));
    let mut filing = keeper.filing(stamp()).expect("a group");
    assert_eq!(filing.add(&undated).expect("it is filed").published, None);
    filing.commit().expect("it is safe");
    let before = most_told(&keeper);
    assert!(before.when.preferred.is_none_or(|when| when.start.is_none()), "no weekday without a day");

    let dated = prepared(&casus, OTHER);
    let mut filing = keeper.filing(stamp()).expect("a group");
    let (raw, told) = filing.told_more(&dated).expect("it is looked up").expect("a day is new");
    assert_eq!((raw.as_slice(), told.published), (OTHER.2.as_bytes(), OTHER.1.parse().ok()));
    assert_eq!(filing.tell(&dated).expect("it is told").outcome, "told");
    assert!(filing.told_more(&dated).expect("it is looked up").is_none(), "it is told once");
    filing.commit().expect("it is safe");
    let after = most_told(&keeper);
    assert_eq!((&after.id, after.claims), (&before.id, before.claims), "the incident stays");
    assert_eq!(incidents(&keeper).len(), 1);
    assert!(after.when.preferred.is_some_and(|when| when.start.is_some()));
    let report = casus::ledger::audit::verify(keeper.ledger(), &Default::default()).expect("it is read");
    assert!(report.is_clean(), "{report}");
    add(&casus, &mut keeper, &[WIRE]);
    assert_eq!(most_told(&keeper).documents.len(), 2, "and it is linked by it");
}
