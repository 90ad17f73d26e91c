//! Origins: groups of near-copies of documents. Signatures, band keys and what makes two documents kin are
//! the caller's; kept here, and found by band.

use std::collections::BTreeSet;

use casus_model::DocumentId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::document::{blob, id_of, number_of};
use crate::error::At;
use crate::ledger::{all, first};
use crate::pack::{keys_of_bytes, keys_to_bytes};
use crate::{Group, Ledger, Result};

impl Group<'_> {
    /// Keeps the signature of a document and the keys that near-copies share with it, in place of earlier ones.
    /// The document is an origin of its own until [`Group::set_origin`] says otherwise.
    pub fn put_signature(&mut self, document: &DocumentId, signature: &[u8], bands: &[u64]) -> Result<()> {
        self.write(|connection| {
            let num = number_of(connection, document)?;
            forget_bands(connection, num)?;
            connection
                .prepare_cached(
                    "INSERT INTO origin (document, root, signature, bands) VALUES (?1, ?1, ?2, ?3)
                     ON CONFLICT (document) DO UPDATE SET signature = excluded.signature, bands = excluded.bands",
                )?
                .execute(params![num, signature, keys_to_bytes(bands)])?;
            let mut insert =
                connection.prepare_cached("INSERT OR IGNORE INTO band (key, document) VALUES (?1, ?2)")?;
            for key in bands {
                insert.execute([key.cast_signed(), num])?;
            }
            Ok(())
        })
    }

    /// Puts a document that has a signature into the origin of another.
    pub fn set_origin(&mut self, document: &DocumentId, origin: &DocumentId) -> Result<()> {
        self.write(|connection| {
            let (num, root) = (number_of(connection, document)?, number_of(connection, origin)?);
            connection
                .prepare_cached("UPDATE origin SET root = ?2 WHERE document = ?1 AND root <> ?2")?
                .execute([num, root])?;
            Ok(())
        })
    }

    /// Notes that two documents are near-copies, and why.
    pub fn put_kin(&mut self, a: &DocumentId, b: &DocumentId, why: &[u8]) -> Result<()> {
        self.write(|connection| {
            let (a, b) = (number_of(connection, a)?, number_of(connection, b)?);
            let mut insert =
                connection.prepare_cached("INSERT OR REPLACE INTO kin (a, b, body) VALUES (?1, ?2, ?3)")?;
            insert.execute(params![a, b, why])?;
            insert.execute(params![b, a, why])?;
            Ok(())
        })
    }
}

pub(crate) fn forget_bands(connection: &Connection, document: i64) -> Result<()> {
    let bands: Option<Vec<u8>> = connection
        .prepare_cached("SELECT bands FROM origin WHERE document = ?1")?
        .query_row([document], |row| row.get(0))
        .optional()?;
    let mut delete = connection.prepare_cached("DELETE FROM band WHERE key = ?1 AND document = ?2")?;
    for key in keys_of_bytes(&bands.unwrap_or_default()) {
        delete.execute([key.cast_signed(), document])?;
    }
    Ok(())
}

impl Ledger {
    /// The signature of a document.
    pub fn signature(&self, document: &DocumentId) -> Result<Option<Vec<u8>>> {
        let Some(num) = self.find_number(document)? else { return Ok(None) };
        self.first(
            "SELECT signature FROM origin WHERE document = ?1",
            [num],
            |row| Ok(blob(row, 0)?.to_vec()),
        )
    }

    /// The origin of a document; none while it has no signature.
    pub fn origin(&self, document: &DocumentId) -> Result<Option<DocumentId>> {
        let Some(num) = self.find_number(document)? else { return Ok(None) };
        let sql = "SELECT document.digest FROM origin JOIN document ON document.num = origin.root
                   WHERE origin.document = ?1";
        self.first(sql, [num], |row| Ok(id_of(&row.get(0)?)))
    }

    /// The documents of an origin, by id.
    pub fn origin_members(&self, origin: &DocumentId) -> Result<Vec<DocumentId>> {
        let Some(num) = self.find_number(origin)? else { return Ok(Vec::new()) };
        let sql = "SELECT document.digest FROM origin JOIN document ON document.num = origin.document
                   WHERE origin.root = ?1 ORDER BY document.digest";
        self.all(sql, [num], |row| Ok(id_of(&row.get(0)?)))
    }

    /// Documents that share a band key, with their signatures, by id.
    pub fn band_mates(&self, bands: &[u64]) -> Result<Vec<(DocumentId, Vec<u8>)>> {
        let read = || -> Result<Vec<(DocumentId, Vec<u8>)>> {
            let mut documents: BTreeSet<i64> = BTreeSet::new();
            for key in bands {
                let sql = "SELECT document FROM band WHERE key = ?1";
                documents.extend(all(&self.connection, sql, [key.cast_signed()], |row| {
                    Ok(row.get::<_, i64>(0)?)
                })?);
            }
            let sql = "SELECT document.digest, origin.signature FROM origin
                       JOIN document ON document.num = origin.document WHERE origin.document = ?1";
            let mut mates = Vec::with_capacity(documents.len());
            for document in documents {
                mates.extend(first(&self.connection, sql, [document], |row| {
                    Ok((id_of(&row.get(0)?), blob(row, 1)?.to_vec()))
                })?);
            }
            mates.sort();
            Ok(mates)
        };
        read().at(&self.path)
    }

    /// The near-copies of a document, with why, by id.
    pub fn kin(&self, document: &DocumentId) -> Result<Vec<(DocumentId, Vec<u8>)>> {
        let Some(num) = self.find_number(document)? else { return Ok(Vec::new()) };
        let sql = "SELECT document.digest, kin.body FROM kin JOIN document ON document.num = kin.b
                   WHERE kin.a = ?1 ORDER BY document.digest";
        self.all(sql, [num], |row| Ok((id_of(&row.get(0)?), blob(row, 1)?.to_vec())))
    }
}
