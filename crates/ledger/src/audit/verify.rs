//! Verification: reads the whole log and the tables, and says what is not as it was written.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use rusqlite::Connection;
use serde::Deserialize;

use super::derived;
use super::finding::Finding;
use super::key::{PublicKey, SigningKey};
use super::note::Checkpoint;
use super::outer::{self, Outside};
use super::tables;
use super::told::{Thing, Told, document_of};
use super::tree::Hash;
use super::walk::Walk;
use crate::entry::{ENTRY, Entry, ledger_id, stored, unhex};
use crate::error::At as _;
use crate::{Access, Ledger, Result};

/// What a ledger is held against: what whoever could change its file could not reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Against {
    /// A checkpoint that was kept elsewhere. Without one nobody can say whether the end of the log is missing.
    pub checkpoint: Option<Checkpoint>,
    /// The key that the ledger's checkpoints must be signed with.
    pub key: Option<PublicKey>,
}

impl Against {
    /// The newest checkpoint and the key that are kept outside a ledger, as far as they are there.
    pub fn outside(outside: &Outside, ledger: &str) -> io::Result<Against> {
        let key = match SigningKey::read(&outside.key(ledger)) {
            Ok(key) => Some(key.public()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Against { checkpoint: outer::read(&outside.checkpoint(ledger))?, key })
    }
}

/// What a verification saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Entries in the log.
    pub entries: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// Entries whose particulars a retraction has erased.
    pub erased: u64,
    /// Checkpoints in the ledger that were held against the log.
    pub checkpoints: u64,
    /// Documents, readings, versions, decisions and layers that were held against the log.
    pub rows: u64,
    /// How many entries the checkpoint kept outside has; none where there was none.
    pub checked_to: Option<u64>,
    /// What is not as it was written; empty for a ledger that nobody tampered with.
    pub findings: Vec<Finding>,
}

impl Report {
    /// True where everything is as it was written, as far as that could be seen.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        writeln!(
            to,
            "{} entries, {} rows and {} checkpoints were read",
            self.entries, self.rows, self.checkpoints
        )?;
        if self.erased > 0 {
            writeln!(to, "what {} entries told was erased by retractions; their hashes hold", self.erased)?;
        }
        for finding in &self.findings {
            writeln!(to, "{finding}")?;
        }
        match (self.checked_to, self.is_clean()) {
            (None, _) => writeln!(
                to,
                "truncation not checkable: without a checkpoint kept outside nobody can say whether the end of the log \
                 is missing or the file was put back to an earlier day"
            ),
            (Some(size), true) => {
                writeln!(to, "the log goes on from the checkpoint of {size} entries that was kept outside")
            }
            (Some(_), false) => Ok(()),
        }
    }
}

/// Reads a ledger from the first entry to the last and every row that an entry wrote, and holds all that against
/// what was kept outside.
pub fn verify(ledger: &Ledger, against: &Against) -> Result<Report> {
    let connection = &ledger.connection;
    // What a group wrote is seen by no other connection.
    let path = connection.is_autocommit().then(|| ledger.path.clone());
    let (report, derived) = std::thread::scope(|scope| {
        let beside = path.map(|path| scope.spawn(move || derived_beside(&path)));
        let report = in_one_moment(connection, || examined(connection, against));
        let derived = beside.and_then(|beside| beside.join().ok().flatten());
        (report, derived)
    });
    let mut report = report.at(&ledger.path)?;
    report.findings.extend(derived.unwrap_or_else(|| derived::found(connection)));
    report.findings.sort();
    Ok(report)
}

/// Looks at what is made from the rest on a connection of its own, while the log is read: it is held against nothing but
/// the file as it is at that moment.
fn derived_beside(path: &Path) -> Option<Vec<Finding>> {
    let ledger = Ledger::open(path, Access::Read).ok()?;
    in_one_moment(&ledger.connection, || Ok(derived::found(&ledger.connection))).ok()
}

/// Reads while others write, and sees nothing of that.
fn in_one_moment<T>(connection: &Connection, read: impl FnOnce() -> Result<T>) -> Result<T> {
    let snapshot = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    let answer = read();
    drop(snapshot);
    answer
}

fn examined(connection: &Connection, against: &Against) -> Result<Report> {
    let ledger = ledger_id(connection)?;
    let (inside, mut findings) = checkpoints(connection)?;
    let sizes = inside.keys().copied().chain(against.checkpoint.as_ref().map(|outside| outside.size));
    let mut walk = Walk::new(&ledger, sizes);
    let mut reader = Reader::default();
    let mut statement = connection.prepare(&[ENTRY, "ORDER BY seq"].concat())?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match stored(row) {
            Ok(entry) => {
                walk.step(&entry);
                reader.read(&entry);
            }
            Err(error) => {
                let entry = row.get::<_, i64>(0)?.cast_unsigned();
                findings.push(Finding::Unreadable { entry, why: error.to_string() });
            }
        }
    }
    let (told, erased, keys) = reader.end(&mut findings);
    let key_at = |size: u64| keys.iter().rev().find(|(seq, _)| *seq <= size).map(|(_, key)| key);
    for (size, checkpoint) in &inside {
        hold(&walk, *size, checkpoint, key_at(*size), false, &mut findings);
    }
    if against.key.as_ref().is_some_and(|known| keys.last().is_none_or(|(_, key)| key != known)) {
        findings.push(Finding::OtherKey);
    }
    if let Some(checkpoint) = &against.checkpoint {
        let key = key_at(checkpoint.size);
        match key.is_some_and(|key| key.name() != checkpoint.origin) {
            true => findings.push(Finding::OtherLog { origin: checkpoint.origin.clone() }),
            false => hold(&walk, checkpoint.size, checkpoint, key, true, &mut findings),
        }
    }
    let rows = tables::compare(connection, told, &mut findings)?;
    let (entries, root) = (walk.size(), walk.root());
    findings.extend(walk.into_findings());
    findings.sort();
    Ok(Report {
        entries,
        root,
        erased,
        checkpoints: inside.len() as u64,
        rows,
        checked_to: against.checkpoint.as_ref().map(|checkpoint| checkpoint.size),
        findings,
    })
}

/// The checkpoints in the ledger by size.
fn checkpoints(connection: &Connection) -> Result<(BTreeMap<u64, Checkpoint>, Vec<Finding>)> {
    let (mut checkpoints, mut findings) = (BTreeMap::new(), Vec::new());
    let mut statement = connection.prepare("SELECT size, note FROM checkpoint")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (size, note): (i64, String) = (row.get(0)?, row.get(1).unwrap_or_default());
        let size = size.cast_unsigned();
        match note.parse::<Checkpoint>() {
            Ok(checkpoint) if checkpoint.size == size => {
                checkpoints.insert(size, checkpoint);
            }
            _ => findings.push(Finding::BadCheckpoint { size }),
        }
    }
    Ok((checkpoints, findings))
}

/// Holds the log against one checkpoint.
fn hold(
    walk: &Walk,
    size: u64,
    checkpoint: &Checkpoint,
    key: Option<&PublicKey>,
    outside: bool,
    findings: &mut Vec<Finding>,
) {
    if !key.is_some_and(|key| checkpoint.is_signed_by(key)) {
        findings.push(Finding::NotSigned { size, outside });
    }
    match walk.root_at(size) {
        None => findings.push(Finding::Shorter { entries: walk.size(), size, outside }),
        Some(root) if root != checkpoint.root => findings.push(Finding::OtherRoot { size, outside }),
        Some(_) => {}
    }
}

/// What a verification reads in the particulars of an entry.
#[derive(Deserialize)]
struct Detail<'a> {
    layer: Option<i64>,
    #[serde(borrow)]
    wrote: Option<&'a str>,
    into: Option<&'a str>,
    key: Option<&'a str>,
    erased: Option<Vec<u64>>,
}

/// Gathers what the entries tell.
#[derive(Default)]
struct Reader {
    told: Told,
    blank: Vec<u64>,
    erased: Vec<u64>,
    keys: Vec<(u64, PublicKey)>,
    findings: Vec<Finding>,
}

impl Reader {
    fn read(&mut self, entry: &Entry) {
        let Some(about) = &entry.about else {
            self.blank.push(entry.seq);
            return;
        };
        let detail = match serde_json::from_str::<Detail>(&about.detail) {
            Ok(detail) => detail,
            Err(error) => {
                self.findings.push(Finding::Unreadable { entry: entry.seq, why: error.to_string() });
                return;
            }
        };
        self.tell(entry, &about.object, &detail);
    }

    fn tell(&mut self, entry: &Entry, object: &str, detail: &Detail) {
        let (seq, told) = (entry.seq, &mut self.told);
        let document = || document_of(object);
        let incident = || Some((detail.layer?, object.strip_prefix('i')?.parse().ok()?));
        let thing = match entry.verb.as_str() {
            "init" => None,
            "key" => {
                self.keys.extend(detail.key.and_then(PublicKey::parse).map(|key| (seq, key)));
                None
            }
            "add" | "tell" => document().map(Thing::Document),
            "read" => document().zip(detail.layer).map(|(document, layer)| Thing::Reading(layer, document)),
            "layer" => object.parse().ok().map(Thing::Layer),
            "activate" => {
                told.active = object.parse().ok().map(|layer| (layer, seq));
                None
            }
            "retracted-by-outlet" => {
                told.taken_back.extend(document().map(|document| (document, seq)));
                None
            }
            "incident" => {
                if let Some(incident) = incident() {
                    told.last_versions.insert(incident, Some(seq));
                    told.redirects.remove(&incident);
                }
                Some(Thing::Version(seq))
            }
            "end" => {
                if let Some(incident) = incident() {
                    told.last_versions.insert(incident, None);
                    let into = detail.into.and_then(|into| into.strip_prefix('i')?.parse().ok());
                    told.redirects.extend(into.map(|into| (incident, (into, seq))));
                }
                Some(Thing::Version(seq))
            }
            "erase" => {
                self.erased.extend(detail.erased.iter().flatten());
                None
            }
            verb => {
                let undone = if verb == "undo" { object.parse().ok() } else { None };
                told.undone.extend(undone.map(|undone: u64| (undone, seq)));
                Some(Thing::Decision(seq))
            }
        };
        if let (Some(thing), Some(digest)) = (thing, detail.wrote.and_then(unhex)) {
            told.things.insert(thing, (seq, digest));
        }
    }

    /// What was told, how many entries were erased, and the ledger's keys, each with its entry.
    fn end(mut self, findings: &mut Vec<Finding>) -> (Told, u64, Vec<(u64, PublicKey)>) {
        self.erased.sort_unstable();
        let blanked = self.blank.iter().filter(|entry| self.erased.binary_search(entry).is_err());
        findings.extend(blanked.map(|entry| Finding::Blanked { entry: *entry }));
        findings.append(&mut self.findings);
        (self.told, self.blank.len() as u64, self.keys)
    }
}
