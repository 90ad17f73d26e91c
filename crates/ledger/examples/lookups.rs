//! How fast rivals of an account are found by its block keys, when the pages are in memory.
//!
//! `cargo run --release -p casus-ledger --example lookups`

use std::time::Instant;

use casus_ledger::{Ledger, NewClaim, NewDocument, Stamp};
use casus_model::{Document, DocumentId, PublishedBasis};

const DOCUMENTS: u64 = 400;
const ACCOUNTS: u64 = 50;
const KEYS: u64 = 8;
/// So that four accounts have a key on average.
const DISTINCT: u64 = DOCUMENTS * ACCOUNTS * KEYS / 4;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = std::env::current_dir()?.join(format!("target/lookups-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder.join("ledger.casus"));
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(path: &std::path::Path) -> Result<(), Failure> {
    let stamp = Stamp { at: "2023-11-01T08:00:00Z".parse()?, who: "casus".to_owned() };
    let mut ledger = Ledger::create(path, &stamp)?;
    let mut group = ledger.group(stamp.clone())?;
    let layer = group.new_layer(&serde_json::json!({}))?;
    group.activate(layer)?;
    for number in 0..DOCUMENTS {
        let document = document(&format!("Report {number}."));
        group.add_document(NewDocument {
            raw: document.text.as_bytes(),
            document: &document,
            given: None,
        })?;
        let keys: Vec<String> =
            (0..ACCOUNTS).map(|at| format!("k_{:016x}", mixed(number << 32 | at))).collect();
        let claims: Vec<NewClaim> = keys.iter().map(|key| claim(key)).collect();
        group.put_reading(layer, &document.id, "{}", &claims)?;
        for (at, key) in (0..).zip(&keys) {
            let blocks: Vec<u64> = (0..KEYS).map(|block| of(number * ACCOUNTS + at, block)).collect();
            group.put_account(layer, key, &[0; 300], &blocks)?;
        }
    }
    group.commit()?;
    // As when reports are linked: inside a group.
    let group = ledger.group(stamp)?;
    for round in 0..2 {
        let (start, cpu, mut found) = (Instant::now(), cpu_micros(), 0);
        let accounts = DOCUMENTS * ACCOUNTS;
        for account in 0..accounts {
            let blocks: Vec<u64> = (0..KEYS).map(|block| of(account, block)).collect();
            found += group.candidates(layer, &blocks)?.len();
        }
        let keys = (accounts * KEYS) as f64;
        println!(
            "round {round}: {:.1} µs a key ({:.1} µs of processor), {:.1} rivals an account, {accounts} accounts",
            start.elapsed().as_secs_f64() * 1e6 / keys,
            (cpu_micros() - cpu) / keys,
            found as f64 / accounts as f64,
        );
    }
    Ok(())
}

/// Time on a processor so far; other programs do not count. Zero where the system does not tell.
fn cpu_micros() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) / 1e3
}

/// A block key of an account.
fn of(account: u64, block: u64) -> u64 {
    mixed(mixed(account << 8 | block) % DISTINCT)
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ number >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ number >> 31
}

fn claim(key: &str) -> NewClaim<'_> {
    NewClaim {
        key,
        kind: "event",
        event_type: Some("ASSAULT"),
        modality: "actual",
        occurrence: None,
        body: "{}",
    }
}

fn document(text: &str) -> Document {
    Document {
        id: DocumentId::of(text.as_bytes()),
        title: None,
        title_span: None,
        language: None,
        words: 2,
        published: None,
        published_basis: PublishedBasis::None,
        told_until: None,
        url: None,
        outlet: None,
        byline: None,
        retrieved: None,
        dateline: None,
        paragraphs: Vec::new(),
        text: text.to_owned(),
    }
}
