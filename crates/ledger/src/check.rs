//! How a ledger is: whether it is whole, and how much is in it.

use casus_model::DocumentId;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::document::{blob, id_of};
use crate::error::At;
use crate::file::beside;
use crate::pack::unpacked;
use crate::{Ledger, Result, schema};

/// How much is in a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Documents.
    pub documents: u64,
    /// Of these: with a later version of their page.
    pub superseded: u64,
    /// Of these: taken back by their outlet.
    pub retracted: u64,
    /// Documents that were removed for good and may not come back.
    pub suppressed: u64,
    /// Groups of near-copies.
    pub origins: u64,
    /// Layers.
    pub layers: u64,
    /// Claims of the active layer.
    pub claims: u64,
    /// Accounts of the active layer.
    pub accounts: u64,
    /// Incidents of the active layer.
    pub incidents: u64,
    /// Decisions that hold.
    pub decisions: u64,
    /// Entries of the audit log.
    pub entries: u64,
}

/// What a look through a ledger found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checkup {
    /// Its schema.
    pub schema: u32,
    /// The SQLite of this program.
    pub sqlite: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Of these: not in use.
    pub free_bytes: u64,
    /// Bytes of the write-ahead log.
    pub log_bytes: u64,
    /// What is wrong with the file; empty where nothing is.
    pub problems: Vec<String>,
    /// Rows that lost what they belong to.
    pub orphans: u64,
    /// Documents whose bytes are not those that came in.
    pub changed: Vec<DocumentId>,
}

impl Checkup {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.orphans == 0 && self.changed.is_empty()
    }
}

impl Ledger {
    /// How much is in it.
    pub fn stats(&self) -> Result<Stats> {
        let count = |sql: &str| -> Result<u64> {
            Ok(self.first(sql, [], |row| Ok(row.get::<_, i64>(0)?))?.unwrap_or(0).cast_unsigned())
        };
        Ok(Stats {
            documents: count("SELECT count(*) FROM document")?,
            superseded: count("SELECT count(*) FROM document WHERE state = 1")?,
            retracted: count("SELECT count(*) FROM document WHERE state = 2")?,
            suppressed: count("SELECT count(DISTINCT entry) FROM tombstone")?,
            origins: count("SELECT count(DISTINCT root) FROM origin")?,
            layers: count("SELECT count(*) FROM layer")?,
            claims: count(
                "SELECT count(*) FROM claim WHERE layer = (SELECT num FROM layer WHERE state = 'active')",
            )?,
            accounts: count(
                "SELECT count(*) FROM account WHERE layer = (SELECT num FROM layer WHERE state = 'active')",
            )?,
            incidents: count(
                "SELECT count(*) FROM incident WHERE layer = (SELECT num FROM layer WHERE state = 'active')",
            )?,
            decisions: count("SELECT count(*) FROM decision WHERE undone_by IS NULL AND verb <> 'undo'")?,
            entries: count("SELECT count(*) FROM entry")?,
        })
    }

    /// Looks through the whole file, and hashes the bytes of every document.
    pub fn check(&self) -> Result<Checkup> {
        let number = |sql: &str| -> Result<u64> {
            Ok(self.first(sql, [], |row| Ok(row.get::<_, i64>(0)?))?.unwrap_or(0).cast_unsigned())
        };
        let page = number("PRAGMA page_size")?;
        let mut problems = self.all("PRAGMA integrity_check", [], |row| Ok(row.get::<_, String>(0)?))?;
        problems.retain(|problem| problem != "ok");
        Ok(Checkup {
            schema: schema::found(&self.connection).at(&self.path)?,
            sqlite: rusqlite::version().to_owned(),
            bytes: number("PRAGMA page_count")? * page,
            free_bytes: number("PRAGMA freelist_count")? * page,
            log_bytes: std::fs::metadata(beside(&self.path, "-wal")).map_or(0, |log| log.len()),
            problems,
            orphans: number("SELECT count(*) FROM pragma_foreign_key_check")?,
            changed: self.changed_documents()?,
        })
    }

    fn changed_documents(&self) -> Result<Vec<DocumentId>> {
        let sql = "SELECT document.digest, payload.raw FROM document
                   LEFT JOIN payload ON payload.document = document.num ORDER BY document.num";
        let checked = self.all(sql, [], |row| {
            let digest: [u8; 32] = row.get(0)?;
            let same = blob(row, 1).and_then(unpacked).is_ok_and(|raw| Sha256::digest(raw) == digest.into());
            Ok((!same).then(|| id_of(&digest)))
        })?;
        Ok(checked.into_iter().flatten().collect())
    }
}
