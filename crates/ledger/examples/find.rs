//! How long finding takes in a large ledger.
//!
//! ```sh
//! cargo run --release -p casus-ledger --example find -- 1000000 [FOLDER] [--json]
//! ```
//!
//! Makes a ledger of so many incidents, each told by one claim, two claims to a document, with an old layer of a
//! tenth of them beside the one that is shown; then asks each question five times for the latest hundred that answer,
//! and prints the median and the slowest. With a folder the ledger is kept there, and taken where it is there already.

use std::path::{Path, PathBuf};
use std::time::Instant;

use casus_ledger::{Access, Filter, Group, LayerId, Ledger, Near, NewClaim, NewDocument, Stamp};
use casus_model::*;
use jiff::civil::{Date, date};
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

/// Incidents of a document.
const OF_DOCUMENT: u64 = 2;
/// Documents of a group.
const GROUP: u64 = 500;
const TIMES: usize = 5;
const LIMIT: usize = 100;
/// Days of the ledger, from 2019 on.
const DAYS: u64 = 6 * 365;
const TOWNS: u64 = 3000;
const WORDS: u64 = 20_000;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let as_json = words.iter().any(|word| word == "--json");
    let mut words = words.iter().filter(|word| *word != "--json");
    let incidents: u64 = words.next().map_or(Ok(100_000), |number| number.parse())?;
    let temporary = tempfile::tempdir()?;
    let folder = words.next().map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let path = folder.join("find.casus");
    if !path.exists() {
        let begun = Instant::now();
        make(&path, incidents)?;
        eprintln!("made in {:.0} s", begun.elapsed().as_secs_f64());
    }
    let ledger = Ledger::open(&path, Access::Read)?;
    let bytes = std::fs::metadata(&path)?.len();
    let mut answers = Vec::new();
    for (name, filter) in questions() {
        let (mut took, mut found) = (Vec::new(), 0);
        for _ in 0..TIMES {
            let begun = Instant::now();
            found = ledger.find(&filter)?.len();
            took.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        answers.push((name, found, took[TIMES / 2], took[TIMES - 1]));
    }
    if as_json {
        let rows: Vec<_> = answers
            .iter()
            .map(|(name, found, median, slowest)| {
                json!({ "question": name, "found": found, "median": median, "slowest": slowest })
            })
            .collect();
        println!("{}", json!({ "incidents": incidents, "megabytes": bytes / 1_000_000, "questions": rows }));
        return Ok(());
    }
    println!("{incidents} incidents, {} MB", bytes / 1_000_000);
    println!("{:<58} {:>6} {:>10} {:>10}", "question", "found", "median ms", "slowest");
    for (name, found, median, slowest) in answers {
        println!("{name:<58} {found:>6} {median:>10.1} {slowest:>10.1}");
    }
    Ok(())
}

/// What is asked, from the plain to the odd.
fn questions() -> Vec<(&'static str, Filter)> {
    let all = || Filter { limit: Some(LIMIT), but_rejected: true, ..Filter::default() };
    let some = |text: &str| Some(text.to_owned());
    let (town, other) = (place(3), place(TOWNS - 5));
    let near = |km: f64| Some(Near { lat: town.lat.unwrap_or(0.0), lon: town.lon.unwrap_or(0.0), km });
    let week = (Some(date(2021, 3, 1)), Some(date(2021, 3, 7)));
    vec![
        ("the latest", all()),
        ("a week of long ago", Filter { from: week.0, to: week.1, ..all() }),
        ("the first month", Filter { to: Some(date(2019, 1, 31)), ..all() }),
        ("an actor of every sixth", Filter { actor: some("actor-0"), ..all() }),
        ("an actor of few", Filter { actor: some("actor-390"), ..all() }),
        (
            "an actor of every sixth, a week",
            Filter { actor: some("actor-0"), from: week.0, to: week.1, ..all() },
        ),
        (
            "actor, weapon and type",
            Filter { actor: some("actor-1"), weapon: some("weapon-2"), event_type: some("ASSAULT"), ..all() },
        ),
        (
            "two that never meet: a place, another's country",
            Filter { place: Some(town.place.clone()), country: other.country, ..all() },
        ),
        ("5 km around a town", Filter { near: near(5.0), ..all() }),
        ("50 km around a town", Filter { near: near(50.0), ..all() }),
        ("500 km around a town", Filter { near: near(500.0), ..all() }),
        ("50 km around a town, a week", Filter { near: near(50.0), from: week.0, to: week.1, ..all() }),
        (
            "500 km around a town, an actor of every sixth",
            Filter { near: near(500.0), actor: some("actor-0"), ..all() },
        ),
        ("a word of every third report", Filter { words: some("aword0"), ..all() }),
        ("a word of few reports", Filter { words: some("aword19990"), ..all() }),
        ("two words of many", Filter { words: some("aword3 aword5"), ..all() }),
        ("two words side by side", Filter { words: some("\"aword0 aword1\""), ..all() }),
        (
            "a word of every third report, a week",
            Filter { words: some("aword0"), from: week.0, to: week.1, ..all() },
        ),
        (
            "a word of every third report, an actor of every sixth",
            Filter { words: some("aword0"), actor: some("actor-0"), ..all() },
        ),
        (
            "a word of every third report, an actor of few",
            Filter { words: some("aword0"), actor: some("actor-390"), ..all() },
        ),
        (
            "a word of many, 500 km around a town",
            Filter { words: some("aword2"), near: near(500.0), ..all() },
        ),
    ]
}

fn make(path: &Path, incidents: u64) -> Result<(), Failure> {
    let stamp = Stamp { at: "2025-01-01T08:00:00Z".parse()?, who: "casus".to_owned() };
    let mut ledger = Ledger::create(path, &stamp)?;
    for (name, share) in [("old", 10), ("shown", 1)] {
        let mut group = ledger.group(stamp.clone())?;
        let layer = group.new_layer(&json!({ "casus": name }))?;
        group.activate(layer)?;
        group.commit()?;
        let documents = incidents / OF_DOCUMENT / share;
        for first in (0..documents).step_by(GROUP as usize) {
            let mut group = ledger.group(stamp.clone())?;
            for number in first..documents.min(first + GROUP) {
                add(&mut group, layer, number)?;
            }
            group.commit()?;
        }
    }
    ledger.close()?;
    Ok(())
}

/// A document with its incidents, which have the same ids in every layer.
fn add(group: &mut Group, layer: LayerId, number: u64) -> Result<(), Failure> {
    let document = document(number);
    group.add_document(NewDocument { raw: document.text.as_bytes(), document: &document, given: None })?;
    let keys: Vec<String> =
        (0..OF_DOCUMENT).map(|at| format!("k_{:016x}", mixed(number * OF_DOCUMENT + at))).collect();
    let claims: Vec<NewClaim> = keys
        .iter()
        .map(|key| NewClaim {
            key,
            kind: "event",
            event_type: Some("ASSAULT"),
            modality: "actual",
            occurrence: Some("o1"),
            body: "{}",
        })
        .collect();
    group.put_reading(layer, &document.id, "{}", &claims)?;
    for (at, key) in (0..).zip(&keys) {
        let id = number * OF_DOCUMENT + at + 1;
        let incident = incident(id, key, &document.id);
        let summary = format!(
            "assault {} {} {}",
            incident.weapons.all[0].value.class,
            incident.actors.all[0].value.name,
            incident.places.all[0].value.name
        );
        group.put_incident(layer, &incident, &summary)?;
    }
    Ok(())
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ number >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ number >> 31
}

/// A number below another; the small ones often, the great ones seldom.
fn often(seed: u64, below: u64) -> u64 {
    let unit = (mixed(seed) >> 11) as f64 / (1u64 << 53) as f64;
    (((below as f64 + 1.0).powf(unit) - 1.0) as u64).min(below - 1)
}

fn document(number: u64) -> Document {
    let word = |at: u64| format!("aword{}", often(number << 8 | at, WORDS));
    let text = (0..60).map(word).collect::<Vec<_>>().join(" ") + &format!(" report {number}.");
    Document {
        id: DocumentId::of(text.as_bytes()),
        title: Some(word(70)),
        title_span: None,
        language: Some("en".to_owned()),
        words: 60,
        published: Some(day(number * OF_DOCUMENT)),
        published_basis: PublishedBasis::Given,
        told_until: None,
        url: Some(format!("https://pony.example/{number}")),
        outlet: Some(format!("Outlet {}", often(number, 200))),
        byline: None,
        retrieved: None,
        dateline: None,
        paragraphs: Vec::new(),
        text,
    }
}

fn day(seed: u64) -> Date {
    date(2019, 1, 1).saturating_add(jiff::Span::new().days((mixed(seed ^ 0xdead) % DAYS) as i64))
}

fn place(town: u64) -> KnownPlace {
    let degrees =
        |seed: u64, from: f64, to: f64| from + (to - from) * (mixed(seed) >> 11) as f64 / (1u64 << 53) as f64;
    let country = town % 40;
    let (lat, lon) = (degrees(country, -30.0, 55.0), degrees(country + 100, -70.0, 110.0));
    KnownPlace {
        place: format!("geonames:{town}"),
        name: format!("Town{town}"),
        country: Some(format!("X{}", char::from(b'A' + (country % 26) as u8))),
        admin1: None,
        lat: Some(lat + degrees(town + 1000, -4.0, 4.0)),
        lon: Some(lon + degrees(town + 9000, -4.0, 4.0)),
        precision: 1,
    }
}

fn field<T: Clone>(value: T) -> Field<T> {
    Field {
        preferred: Some(value.clone()),
        rule: Some("only".to_owned()),
        disputed: false,
        all: vec![ToldValue { value, told: Vec::new(), origins: 1 }],
    }
}

fn incident(id: u64, key: &str, document: &DocumentId) -> LedgerIncident {
    let party = |name: String| KnownParty { actor: Some(name.clone()), name, tied_to: Vec::new() };
    let when = day(id).to_string();
    LedgerIncident {
        schema: INCIDENT_SCHEMA.to_owned(),
        id: format!("i{id}"),
        review: if id.is_multiple_of(50) { Review::Rejected } else { Review::New },
        event_type: if id.is_multiple_of(4) { EventType::Coerce } else { EventType::Assault },
        modes: Vec::new(),
        certainty: Certainty::Certain,
        when: field(When {
            start: Some(when.clone()),
            end: Some(when.clone()),
            granularity: None,
            part_of_day: None,
            approximate: false,
            duration: None,
            partial: None,
            basis: Basis::Stated,
            text: when,
            span: None,
        }),
        places: field(place(often(id ^ 0x51, TOWNS))),
        actors: field(party(format!("actor-{}", often(id ^ 0xac, 400)))),
        recipients: field(party(format!("people-{}", often(id ^ 0x4e, 50)))),
        targets: field(KnownTarget {
            kind: format!("target-{}", often(id ^ 0x7a, 20)),
            name: "it".to_owned(),
        }),
        weapons: field(KnownWeapon { class: format!("weapon-{}", often(id ^ 0x3e, 20)), count: None }),
        outcomes: field(KnownOutcome { value: OutcomeValue::Hit, count: None, penetrated: false }),
        casualties: Vec::new(),
        damage: Field::default(),
        responsibility: Field::default(),
        interceptors: Field::default(),
        decided: Vec::new(),
        claims: vec![key.to_owned()],
        documents: vec![document.clone()],
        origins: 1,
    }
}
