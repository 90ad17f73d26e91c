//! How long it takes to verify a long log.
//!
//! ```sh
//! cargo run --release -p casus-ledger --example verify -- 1000000
//! ```
//!
//! Given a folder in place of a number, verifies the ledger `bree.casus` in it against `keys` and `checkpoints`.
//!
//! Makes a ledger of so many entries: a quarter of them documents, as many readings with a claim, incidents and
//! decisions. Then verifies it against the checkpoint kept outside, and once more after one letter was changed.
//! Fails where that takes more than 10 seconds for a million entries, or the letter is not seen.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use casus_ledger::audit::{Against, Outside, verify};
use casus_ledger::{Access, Ledger, NewClaim, NewDocument, Stamp};
use casus_model::{Document, DocumentId, LedgerIncident, PublishedBasis};
use serde_json::json;

/// What a million entries may take.
const A_MILLION: Duration = Duration::from_secs(10);

/// Documents to a group.
const GROUP: u64 = 500;

fn main() -> ExitCode {
    let word = std::env::args().nth(1).unwrap_or_else(|| "1000000".into());
    let done = match word.parse() {
        Ok(entries) => made_and_verified(entries),
        Err(_) => verified(Path::new(&word)),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn made_and_verified(entries: u64) -> Result<bool, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let mut ledger = Ledger::create_with_key(&ledger_in(folder.path()), &stamp(), &outside(folder.path()))?;
    fill(&mut ledger, entries / 4)?;
    ledger.close()?;
    let megabytes = std::fs::metadata(ledger_in(folder.path()))?.len() / 1_000_000;
    eprintln!("made in {:.1} s, {megabytes} MB", begun.elapsed().as_secs_f64());
    verified(folder.path())
}

fn ledger_in(folder: &Path) -> PathBuf {
    folder.join("bree.casus")
}

fn outside(folder: &Path) -> Outside {
    Outside { keys: folder.join("keys"), checkpoints: folder.join("checkpoints") }
}

fn verified(folder: &Path) -> Result<bool, Box<dyn std::error::Error>> {
    let path = ledger_in(folder);
    let id = Ledger::open(&path, Access::Read)?.id()?;
    let against = Against::outside(&outside(folder), &id)?;
    let (begun, before) = (Instant::now(), processor_time());
    let report = verify(&Ledger::open(&path, Access::Read)?, &against)?;
    let took = begun.elapsed();
    let worked = processor_time().saturating_sub(before);
    if std::env::args().any(|word| word == "--json") {
        let (seconds, worked) = (took.as_secs_f64(), worked.as_secs_f64());
        println!("{}", json!({ "entries": report.entries, "seconds": seconds, "processor": worked }));
        return Ok(report.is_clean());
    }
    println!(
        "{report}verified in {:.2} s, {:.2} s of them on the processor",
        took.as_secs_f64(),
        worked.as_secs_f64()
    );

    let file = rusqlite::Connection::open(&path)?;
    file.execute("UPDATE claim SET modality = 'denied' WHERE num = (SELECT num FROM claim WHERE num >= (SELECT max(num) / 2 FROM claim) LIMIT 1)", [])?;
    let seen = verify(&Ledger::open(&path, Access::Read)?, &against)?;
    println!("after one claim was changed: {} finding(s): {:?}", seen.findings.len(), seen.findings.first());

    let limit = A_MILLION.mul_f64(report.entries as f64 / 1e6);
    Ok(report.is_clean() && !seen.is_clean() && took <= limit.max(Duration::from_secs(1)))
}

/// Time on the processor so far, where the system tells (Linux).
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or_default())
}

fn stamp() -> Stamp {
    Stamp { at: "2023-10-26T12:00:00Z".parse().expect("a time"), who: "frodo".into() }
}

fn fill(ledger: &mut Ledger, documents: u64) -> Result<(), Box<dyn std::error::Error>> {
    let mut group = ledger.group(stamp())?;
    let layer = group.new_layer(&json!({ "casus": "0.1.0" }))?;
    group.activate(layer)?;
    group.commit()?;
    for first in (0..documents).step_by(GROUP as usize) {
        let mut group = ledger.group(stamp())?;
        for number in first..documents.min(first + GROUP) {
            let document = document(number);
            group.add_document(NewDocument {
                raw: document.text.as_bytes(),
                document: &document,
                given: None,
            })?;
            let key = format!("k_{number:012x}");
            let claims = [NewClaim {
                key: &key,
                kind: "event",
                event_type: Some("ASSAULT"),
                modality: "actual",
                occurrence: Some("o1"),
                body: r#"{"kind":"event","trigger":"raid"}"#,
            }];
            group.put_reading(
                layer,
                &document.id,
                r#"{"schema":"casus.read/1","claims":["raid"]}"#,
                &claims,
            )?;
            let id = group.mint()?;
            group.put_incident(layer, &incident(&id.to_string(), &key, &document.id)?, "raid on Bree")?;
            group.decide("accept", &id.to_string(), &json!({ "incident": id.to_string() }))?;
        }
        group.commit()?;
    }
    Ok(())
}

fn document(number: u64) -> Document {
    let words = ["Orcs", "raided", "the", "barracks", "at", "Bree", "on", "the", "night", "of"];
    let body: Vec<&str> = (0..60).map(|place| words[((number >> (place % 13)) % 10) as usize]).collect();
    let text = format!("Report {number}.\n\n{}.", body.join(" "));
    Document {
        id: DocumentId::of(text.as_bytes()),
        title: Some(format!("Report {number}")),
        title_span: None,
        language: Some("en".into()),
        words: 62,
        published: Some(jiff::civil::date(2023, 10, 26)),
        published_basis: PublishedBasis::Given,
        told_until: None,
        url: Some(format!("https://bree.example/{number}")),
        outlet: Some("The Bree Herald".into()),
        byline: None,
        retrieved: None,
        dateline: None,
        paragraphs: Vec::new(),
        text,
    }
}

/// An incident of which little is known.
fn incident(id: &str, claim: &str, document: &DocumentId) -> Result<LedgerIncident, serde_json::Error> {
    let nothing = json!({ "preferred": null, "rule": null, "disputed": false, "all": [] });
    let fields = [
        "when",
        "where",
        "actors",
        "recipients",
        "targets",
        "weapons",
        "outcomes",
        "damage",
        "responsibility",
        "interceptors",
    ];
    let mut incident = json!({
        "schema": casus_model::INCIDENT_SCHEMA, "id": id, "review": "new", "type": "ASSAULT", "modes": [],
        "certainty": casus_model::Certainty::Certain, "casualties": [], "decided": [], "claims": [claim], "documents": [document],
        "origins": 1,
    });
    for field in fields {
        incident[field] = nothing.clone();
    }
    serde_json::from_value(incident)
}
