//! The audit log: one entry for each change of state, each hashed over its predecessor.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Error, ErrorKind, Result};

/// When a change is made and who makes it. The clock is the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Who: a person, or the program and its version.
    pub who: String,
}

/// What an entry says.
pub(crate) struct NewEntry<'a> {
    /// What was done.
    pub verb: &'a str,
    /// To what: an id.
    pub object: &'a str,
    /// More of it, or null.
    pub detail: Value,
    /// Sha256 of the payload that came in with it.
    pub digest: Option<[u8; 32]>,
}

/// Appends one entry and gives its number. Numbers start at 1 and have no gaps.
pub(crate) fn append_entry(connection: &Connection, stamp: &Stamp, entry: &NewEntry) -> Result<i64> {
    let last: Option<(i64, [u8; 32])> = connection
        .prepare_cached("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, prev) = last.map_or((1, [0; 32]), |(seq, hash)| (seq + 1, hash));
    let at = stamp.at.to_string();
    let detail = (!entry.detail.is_null()).then(|| entry.detail.to_string());
    let salt = salt()?;
    let hash = chained(
        &prev,
        seq,
        [&at, &stamp.who, entry.verb, entry.object],
        detail.as_deref(),
        entry.digest,
        &salt,
    );
    connection
        .prepare_cached(
            "INSERT INTO entry (seq, at, who, verb, object, detail, digest, prev, hash, salt)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            seq,
            at,
            stamp.who,
            entry.verb,
            entry.object,
            detail,
            entry.digest,
            prev,
            hash,
            salt
        ])?;
    Ok(seq)
}

fn salt() -> Result<[u8; 16]> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|cause| Error::of(ErrorKind::Io).because(cause.to_string()))?;
    Ok(salt)
}

/// Sha256 over the predecessor's hash and each field behind its length, so that no two entries have the same bytes.
fn chained(
    prev: &[u8; 32],
    seq: i64,
    fields: [&str; 4],
    detail: Option<&str>,
    digest: Option<[u8; 32]>,
    salt: &[u8; 16],
) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(prev);
    hash.update(seq.to_be_bytes());
    for field in fields.into_iter().chain([detail.unwrap_or("")]) {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.update(digest.unwrap_or_default());
    hash.update(salt);
    hash.finalize().into()
}

/// 16 random bytes as a word: the name of a ledger, which its backups keep.
pub(crate) fn random_name() -> Result<String> {
    Ok(salt()?.iter().map(|byte| format!("{byte:02x}")).collect())
}
