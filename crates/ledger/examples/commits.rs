//! How fast a ledger makes documents durable, beside a bare loop of SQLite in the same run.
//!
//! `cargo run --release -p casus-ledger --example commits [ROUNDS]`
//!
//! The bare loop keeps one blob and three rows a document, of the sizes that the ledger is given, with
//! `synchronous=FULL`. The ledger keeps the document with its text, full text, a reading with three claims, and
//! the entries of its audit log. Rounds alternate, so that a busy machine slows both; the ratio is of the medians.

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use casus_ledger::{LayerId, Ledger, NewClaim, NewDocument, PackedDocument, PackedReading, Stamp};
use casus_model::{Document, DocumentId, PublishedBasis};
use rusqlite::{Connection, params};
use serde_json::json;

const DOCUMENT: usize = 4096;
const ROW: usize = 400;
const DOCUMENTS: usize = 600;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let as_json = words.iter().any(|word| word == "--json");
    let rounds: usize = words.iter().find(|word| *word != "--json").map_or(Ok(5), |rounds| rounds.parse())?;
    let mut rows = Vec::new();
    for (name, group) in [("one a commit", 1), ("50 a commit", 50)] {
        let (mut bare, mut ledger, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..rounds {
            let texts: Vec<Document> = (0..DOCUMENTS).map(|at| document(round * DOCUMENTS + at)).collect();
            let folder = Folder::new(round)?;
            bare.push(rate(|| bare_loop(&folder.0.join("bare.db"), &texts, group))?);
            ledger.push(rate(|| ledger_loop(&folder.0.join("ledger.casus"), &texts, group))?);
            alone.push(rate(|| one_thread(&folder.0.join("alone.casus"), &texts, group))?);
        }
        rows.push((name, median(bare), median(ledger), median(alone)));
    }
    if as_json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(name, bare, ledger, alone)| json!({ "name": name, "bare": bare, "ledger": ledger, "alone": alone }))
            .collect();
        println!("{}", json!({ "rounds": rounds, "documents": DOCUMENTS, "rows": rows }));
        return Ok(());
    }
    println!("{DOCUMENTS} documents of {DOCUMENT} bytes with 3 rows of {ROW} bytes, {rounds} rounds each");
    println!(
        "{:<22} {:>12} {:>12} {:>7} {:>18} {:>7}",
        "", "bare /s", "ledger /s", "ratio", "on one thread /s", "ratio"
    );
    for (name, bare, ledger, alone) in rows {
        println!(
            "{name:<22} {bare:>12.0} {ledger:>12.0} {:>7.2} {alone:>18.0} {:>7.2}",
            ledger / bare,
            alone / bare
        );
    }
    Ok(())
}

/// Documents a second.
fn rate(work: impl FnOnce() -> Result<f64, Failure>) -> Result<f64, Failure> {
    Ok(DOCUMENTS as f64 / work()?)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Seconds of the bare loop.
fn bare_loop(path: &Path, documents: &[Document], group: usize) -> Result<f64, Failure> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE document (num INTEGER PRIMARY KEY, id TEXT UNIQUE, body BLOB);
         CREATE TABLE line (num INTEGER PRIMARY KEY, document INTEGER, body TEXT);",
    )?;
    let row = filler(ROW);
    let start = Instant::now();
    for documents in documents.chunks(group) {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for document in documents {
            connection
                .prepare_cached("INSERT INTO document (id, body) VALUES (?1, ?2)")?
                .execute(params![document.id.0, document.text.as_bytes()])?;
            let num = connection.last_insert_rowid();
            for _ in 0..3 {
                connection
                    .prepare_cached("INSERT INTO line (document, body) VALUES (?1, ?2)")?
                    .execute(params![num, row])?;
            }
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
    }
    Ok(start.elapsed().as_secs_f64())
}

/// Seconds of the ledger as `casus add` uses it: another thread hashes and packs what this one writes.
fn ledger_loop(path: &Path, documents: &[Document], group: usize) -> Result<f64, Failure> {
    let (mut ledger, layer, stamp) = fresh(path)?;
    let body = filler(ROW);
    let start = Instant::now();
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(64);
        let body = &body;
        scope.spawn(move || {
            for document in documents {
                let keys = keys(document);
                let claims = keys.each_ref().map(|key| claim(key, body));
                let packed = PackedDocument::of(document.text.as_bytes(), &document.text);
                if sender.send((packed, PackedReading::of("{}", &claims), keys)).is_err() {
                    break;
                }
            }
        });
        for documents in documents.chunks(group) {
            let mut group = ledger.group(stamp.clone())?;
            for document in documents {
                let (packed, reading, keys) = receiver.recv()?;
                group.add_packed(&packed, document, None)?;
                let claims = keys.each_ref().map(|key| claim(key, ""));
                group.put_packed(layer, &document.id, &reading, &claims)?;
            }
            group.commit()?;
        }
        Ok(start.elapsed().as_secs_f64())
    })
}

/// Seconds of the ledger where one thread does everything.
fn one_thread(path: &Path, documents: &[Document], group: usize) -> Result<f64, Failure> {
    let (mut ledger, layer, stamp) = fresh(path)?;
    let body = filler(ROW);
    let start = Instant::now();
    for documents in documents.chunks(group) {
        let mut group = ledger.group(stamp.clone())?;
        for document in documents {
            let new = NewDocument { raw: document.text.as_bytes(), document, given: None };
            group.add_document(new)?;
            let keys = keys(document);
            let claims = keys.each_ref().map(|key| claim(key, &body));
            group.put_reading(layer, &document.id, "{}", &claims)?;
        }
        group.commit()?;
    }
    Ok(start.elapsed().as_secs_f64())
}

fn fresh(path: &Path) -> Result<(Ledger, LayerId, Stamp), Failure> {
    let stamp = Stamp { at: "2023-11-01T08:00:00Z".parse()?, who: "casus".to_owned() };
    let mut ledger = Ledger::create(path, &stamp)?;
    let mut first = ledger.group(stamp.clone())?;
    let layer = first.new_layer(&json!({}))?;
    first.activate(layer)?;
    first.commit()?;
    Ok((ledger, layer, stamp))
}

fn keys(document: &Document) -> [String; 3] {
    [1, 2, 3].map(|at| format!("k_{}{at}", &document.id.0[7..22]))
}

fn claim<'a>(key: &'a str, body: &'a str) -> NewClaim<'a> {
    NewClaim {
        key,
        kind: "event",
        event_type: Some("ASSAULT"),
        modality: "actual",
        occurrence: Some("o1"),
        body,
    }
}

/// Prose-like text: common words often, rare ones seldom, each document another.
fn document(seed: usize) -> Document {
    let mut state = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut text = String::with_capacity(DOCUMENT + 16);
    while text.len() < DOCUMENT {
        let rare = next() % 8;
        let word = next() % (10 << (rare * 3 / 2));
        text.push_str(&syllables(word));
        text.push(if next() % 12 == 0 { '.' } else { ' ' });
    }
    text.truncate(DOCUMENT);
    Document {
        id: DocumentId::of(text.as_bytes()),
        title: Some("Orcs raid the barracks at Bree".to_owned()),
        title_span: None,
        language: Some("en".to_owned()),
        words: 0,
        published: None,
        published_basis: PublishedBasis::None,
        told_until: None,
        url: Some(format!("https://pony.example/{seed}")),
        outlet: Some("The Prancing Pony".to_owned()),
        byline: None,
        retrieved: None,
        dateline: None,
        paragraphs: Vec::new(),
        text,
    }
}

fn syllables(mut word: u64) -> String {
    const SYLLABLES: [&str; 10] = ["ra", "do", "men", "thi", "lo", "war", "est", "gon", "ba", "el"];
    let mut text = String::new();
    loop {
        text.push_str(SYLLABLES[(word % 10) as usize]);
        word /= 10;
        if word == 0 {
            return text;
        }
    }
}

fn filler(size: usize) -> String {
    let json =
        r#"{"kind":"event","trigger":{"text":"raided"},"attribution":[{"kind":"outlet"}],"evidence":["#;
    json.chars().cycle().take(size).collect()
}

/// A folder on the disk that the program stands on, removed at the end.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(round: usize) -> Result<Folder, Failure> {
        let folder = std::env::current_dir()?.join(format!("target/commits-{}-{round}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
