//! Things to put into ledgers, for tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use casus_model::*;
use jiff::civil::date;
use tempfile::TempDir;

use crate::*;

/// A folder with a ledger in it.
pub struct Fixture {
    pub folder: TempDir,
    pub ledger: Ledger,
}

pub fn stamp() -> Stamp {
    Stamp { at: "2023-11-01T08:00:00Z".parse().unwrap(), who: "frodo".to_owned() }
}

pub fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::create(&folder.path().join("shire.casus"), &stamp()).unwrap();
    Fixture { folder, ledger }
}

/// A plain text from some outlet.
pub fn document(text: &str) -> Document {
    Document {
        id: DocumentId::of(text.as_bytes()),
        title: Some("Raid on Bree".to_owned()),
        title_span: None,
        language: Some("en".to_owned()),
        words: text.split_whitespace().count(),
        published: Some(date(2023, 10, 27)),
        published_basis: PublishedBasis::Given,
        told_until: None,
        url: None,
        outlet: Some("The Prancing Pony".to_owned()),
        byline: None,
        retrieved: None,
        dateline: None,
        paragraphs: Vec::new(),
        text: text.to_owned(),
    }
}

/// A ledger with a layer, three documents and an incident, closed.
pub fn filled() -> (TempDir, PathBuf) {
    let Fixture { folder, mut ledger } = fixture();
    let mut group = ledger.group(stamp()).unwrap();
    let layer = group.new_layer(&serde_json::json!({})).unwrap();
    group.activate(layer).unwrap();
    for (key, text) in
        [("k_1", "Orcs raided Bree."), ("k_2", "Wargs came to Archet."), ("k_3", "Staddle burnt.")]
    {
        let report = document(&text.repeat(50));
        add(&mut group, &report);
        group.put_reading(layer, &report.id, "{}", &[claim(key)]).unwrap();
        group.put_account(layer, key, b"account", &[7, 8]).unwrap();
        let id = group.mint().unwrap();
        group.put_incident(layer, &incident(id, &[key], &[&report.id]), text).unwrap();
    }
    group.commit().unwrap();
    let path = ledger.path().to_owned();
    (folder, path)
}

/// Adds one document in a group of its own.
pub fn add_one(ledger: &mut Ledger, text: &str) -> Result<DocumentId> {
    let document = document(text);
    let mut group = ledger.group(stamp())?;
    group.add_document(NewDocument { raw: text.as_bytes(), document: &document, given: None })?;
    group.commit()?;
    Ok(document.id)
}

/// Name and digest of every file in a folder.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let digest =
        |path: &Path| std::fs::read(path).map_or_else(|_| String::new(), |bytes| DocumentId::of(&bytes).0);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), digest(&entry.path()))).collect()
}

pub fn add(group: &mut Group, document: &Document) -> Added {
    let new = NewDocument { raw: document.text.as_bytes(), document, given: None };
    group.add_document(new).unwrap()
}

pub fn claim(key: &str) -> NewClaim<'_> {
    NewClaim {
        key,
        kind: "event",
        event_type: Some("ASSAULT"),
        modality: "actual",
        occurrence: Some("o1"),
        body: r#"{"kind":"event"}"#,
    }
}

pub fn field<T: Clone>(values: Vec<T>) -> Field<T> {
    Field {
        preferred: values.first().cloned(),
        rule: Some("only".to_owned()),
        disputed: false,
        all: values.into_iter().map(|value| ToldValue { value, told: Vec::new(), origins: 1 }).collect(),
    }
}

pub fn when(start: &str, end: &str) -> When {
    When {
        start: Some(start.to_owned()),
        end: Some(end.to_owned()),
        granularity: None,
        part_of_day: None,
        approximate: false,
        duration: None,
        partial: None,
        basis: Basis::Stated,
        text: String::new(),
        span: None,
    }
}

pub fn party(name: &str, actor: Option<&str>) -> KnownParty {
    KnownParty { actor: actor.map(str::to_owned), name: name.to_owned(), tied_to: Vec::new() }
}

/// A raid on Bree by orcs, told by these claims of these documents.
pub fn incident(id: IncidentId, claims: &[&str], documents: &[&DocumentId]) -> LedgerIncident {
    LedgerIncident {
        schema: INCIDENT_SCHEMA.to_owned(),
        id: id.to_string(),
        review: Review::New,
        event_type: EventType::Assault,
        modes: vec!["drone".to_owned()],
        certainty: Certainty::Certain,
        when: field(vec![when("2023-10-26", "2023-10-26")]),
        places: field(vec![KnownPlace {
            place: "site:bree".to_owned(),
            name: "Bree".to_owned(),
            country: Some("XA".to_owned()),
            admin1: None,
            lat: Some(36.2),
            lon: Some(44.0),
            precision: 1,
        }]),
        actors: field(vec![party("Orcs of Mordor", Some("orcs"))]),
        recipients: field(vec![party("Gondor", Some("country:XG"))]),
        targets: field(vec![KnownTarget { kind: "barracks".to_owned(), name: "the barracks".to_owned() }]),
        weapons: field(vec![KnownWeapon { class: "drone".to_owned(), count: None }]),
        outcomes: field(vec![KnownOutcome { value: OutcomeValue::Hit, count: None, penetrated: false }]),
        casualties: Vec::new(),
        damage: Field::default(),
        responsibility: Field::default(),
        interceptors: Field::default(),
        decided: Vec::new(),
        claims: claims.iter().map(|claim| (*claim).to_owned()).collect(),
        documents: documents.iter().map(|document| (*document).clone()).collect(),
        origins: 1,
    }
}
