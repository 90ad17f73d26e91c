//! What the entries say of the tables: for each thing that an entry wrote, the digest of its rows.
//!
//! The digest of a thing is SHA-256 over the columns of its rows as one question gives them, each behind its
//! type and its length. The same question is asked when it is written and when it is verified.
//! Deflated columns are hashed as they are stored.
//!
//! Covered are documents (bytes, text, and all that is known of them), readings with their claims, versions of
//! incidents, decisions, layers, redirections. Not covered is what is made from these again: accounts, edges,
//! origins, and everything that only helps to find; [`derived`](super::derived) holds that against these.

use std::collections::HashMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use sha2::{Digest as _, Sha256};

use super::tree::Hash;
use crate::Result;
use crate::entry::unhex;
use crate::ledger::all;

/// A thing that an entry wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Thing {
    /// A document, by its digest.
    Document(Hash),
    /// A reading of a document in a layer, with its claims.
    Reading(i64, Hash),
    /// The version of an incident that this entry made.
    Version(u64),
    /// The decision that this entry is.
    Decision(u64),
    /// A layer.
    Layer(i64),
}

/// What is to be found in the tables: the entry that wrote a thing last, and its digest.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Things and digests.
    pub things: HashMap<Thing, (u64, Hash)>,
    /// Decisions that were taken back, and by which.
    pub undone: HashMap<u64, u64>,
    /// The layer that is shown, and the entry that says so.
    pub active: Option<(i64, u64)>,
    /// Documents that their outlet took back, and the entry that says so.
    pub taken_back: HashMap<Hash, u64>,
    /// The entry of the last version of an incident of a layer; none once it has ended.
    pub last_versions: HashMap<(i64, i64), Option<u64>>,
    /// Where an ended incident of a layer leads, and the entry that says so.
    pub redirects: HashMap<(i64, i64), (i64, u64)>,
}

/// The rows of a document: `WHERE document.num = ?1`.
pub(crate) const DOCUMENT: &str =
    "SELECT document.digest, page, url, outlet, title, byline, published, basis,
     retrieved, language, given, added_at, entry, size, raw, text
     FROM document LEFT JOIN payload ON payload.document = document.num ";
/// Readings: `WHERE reading.num = ?1`. The first [`OF_READING`] columns are hashed.
pub(crate) const READING: &str =
    "SELECT body, claims, reading.num, reading.layer, document.digest FROM reading
     LEFT JOIN document ON document.num = reading.document ";
/// Columns of a reading that are hashed.
pub(crate) const OF_READING: usize = 2;
/// Claims: `WHERE num BETWEEN ?1 AND ?2`, in order of their numbers. The first [`OF_CLAIM`] columns are hashed.
pub(crate) const CLAIM: &str = "SELECT layer, key, kind, type, modality, occurrence, num FROM claim ";
/// Columns of a claim that are hashed.
pub(crate) const OF_CLAIM: usize = 6;
/// Versions: `WHERE entry = ?1`.
pub(crate) const VERSION: &str = "SELECT entry, incident, layer, body FROM version ";
/// Decisions: `WHERE seq = ?1`.
pub(crate) const DECISION: &str = "SELECT seq, at, who, verb, body FROM decision ";
/// Layers: `WHERE num = ?1`.
pub(crate) const LAYER: &str = "SELECT num, made_at, versions, entry FROM layer ";

/// Hashes rows, column by column.
#[derive(Default)]
pub(crate) struct Rows(Vec<u8>);

impl Rows {
    /// Takes all columns of a row.
    pub(crate) fn add(&mut self, row: &Row) -> Result<()> {
        self.add_first(row, row.as_ref().column_count())
    }

    /// Takes the first columns of a row.
    pub(crate) fn add_first(&mut self, row: &Row, columns: usize) -> Result<()> {
        for column in 0..columns {
            self.value(row.get_ref(column)?);
        }
        Ok(())
    }

    /// The digest. What is taken after it makes another.
    pub(crate) fn digest(&mut self) -> Hash {
        let digest = Sha256::digest(&self.0).into();
        self.0.clear();
        digest
    }

    fn value(&mut self, value: ValueRef) {
        let (kind, bytes): (u8, &[u8]) = match &value {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(number) => (1, &number.to_be_bytes()),
            ValueRef::Real(number) => (2, &number.to_bits().to_be_bytes()),
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(bytes) => (4, bytes),
        };
        self.0.push(kind);
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
    }
}

/// The digest of values that are being written, in the order in which the question gives them: what the question
/// would give, without asking it.
pub(crate) fn of_values<'a>(values: impl IntoIterator<Item = ValueRef<'a>>) -> Hash {
    let mut rows = Rows::default();
    values.into_iter().for_each(|value| rows.value(value));
    rows.digest()
}

/// The digest of a version that was just written.
pub(crate) fn version(connection: &Connection, entry: i64) -> Result<Hash> {
    one(connection, &[VERSION, "WHERE num = ?1"].concat(), entry)
}

/// The digest of a decision that was just written.
pub(crate) fn decision(connection: &Connection, seq: i64) -> Result<Hash> {
    one(connection, &[DECISION, "WHERE seq = ?1"].concat(), seq)
}

/// The digest of a layer that was just written.
pub(crate) fn layer(connection: &Connection, num: i64) -> Result<Hash> {
    one(connection, &[LAYER, "WHERE num = ?1"].concat(), num)
}

fn one(connection: &Connection, sql: &str, key: i64) -> Result<Hash> {
    let mut rows = Rows::default();
    all(connection, sql, [key], |row| rows.add(row))?;
    Ok(rows.digest())
}

/// The digest in the id of a document.
pub(crate) fn document_of(id: &str) -> Option<Hash> {
    unhex(id.strip_prefix("sha256:")?)
}
