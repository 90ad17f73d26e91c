//! Readings of a layer, and their claims.
//!
//! A claim has the number of its reading and its place in it, so the claims of a document lie side by side and
//! need no index of their own. Their JSON is kept together, once a reading.

use casus_model::DocumentId;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use serde_json::json;

use crate::audit::{told, tree::Hash};
use crate::document::{blob, id_of, number_of, text};
use crate::entry::{NewEntry, append_entry};
use crate::error::At;
use crate::ledger::all;
use crate::pack::{packed, unpacked, unpacked_text};
use crate::{Error, ErrorKind, Group, IncidentId, LayerId, Ledger, Result};

/// Claims that one reading may have.
const MOST_CLAIMS: usize = 1 << 16;

/// A claim on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim<'a> {
    /// Its key (`k_…`).
    pub key: &'a str,
    /// `event`, `tally`, `posture`, `relation`, `assessment`.
    pub kind: &'a str,
    /// Event type (`ASSAULT`), of an event.
    pub event_type: Option<&'a str>,
    /// Modality (`actual`).
    pub modality: &'a str,
    /// Which occurrence of its document it tells (`o1`).
    pub occurrence: Option<&'a str>,
    /// The claim as JSON.
    pub body: &'a str,
}

/// A reading and the JSON of its claims, packed: what can be done on any thread before the ledger is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedReading {
    body: Vec<u8>,
    claims: Vec<u8>,
}

impl PackedReading {
    /// Packs.
    pub fn of(reading: &str, claims: &[NewClaim]) -> PackedReading {
        PackedReading { body: packed(reading.as_bytes()), claims: packed(&side_by_side(claims)) }
    }
}

/// A claim as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredClaim {
    /// Its key (`k_…`).
    pub key: String,
    /// The document that makes it.
    pub document: DocumentId,
    /// `event`, `tally`, `posture`, `relation`, `assessment`.
    pub kind: String,
    /// Event type (`ASSAULT`), of an event.
    pub event_type: Option<String>,
    /// Modality (`actual`).
    pub modality: String,
    /// Which occurrence of its document it tells (`o1`).
    pub occurrence: Option<String>,
    /// The incident it stands behind.
    pub incident: Option<IncidentId>,
    /// The claim as JSON.
    pub body: String,
}

impl Group<'_> {
    /// Keeps what one layer reads in a document, in place of an earlier reading in that layer, whose claims
    /// and accounts go with it. Keys of claims are unique in a layer.
    pub fn put_reading(
        &mut self,
        layer: LayerId,
        document: &DocumentId,
        reading: &str,
        claims: &[NewClaim],
    ) -> Result<()> {
        self.put_packed(layer, document, &PackedReading::of(reading, claims), claims)
    }

    /// Keeps a reading that was packed before with these claims; their JSON is not looked at again.
    pub fn put_packed(
        &mut self,
        layer: LayerId,
        document: &DocumentId,
        reading: &PackedReading,
        claims: &[NewClaim],
    ) -> Result<()> {
        self.write(|connection| {
            let num = number_of(connection, document)?;
            forget_reading(connection, layer, num)?;
            let wrote = insert(connection, layer, num, reading, claims)?;
            let entry = NewEntry {
                verb: "read",
                object: &document.0,
                detail: json!({ "layer": layer.0, "claims": claims.len() }),
                wrote: Some(wrote),
            };
            append_entry(connection, self.stamp(), &entry).map(drop)
        })
    }
}

/// Removes what a document said in a layer: its reading, claims and accounts.
pub(crate) fn forget_reading(connection: &Connection, layer: LayerId, document: i64) -> Result<()> {
    let reading: Option<i64> = connection
        .prepare_cached("SELECT num FROM reading WHERE document = ?1 AND layer = ?2")?
        .query_row([document, layer.0], |row| row.get(0))
        .optional()?;
    let Some(reading) = reading else { return Ok(()) };
    let (first, last) = claims_in(reading);
    crate::account::forget_accounts(connection, first, last)?;
    connection.prepare_cached("DELETE FROM claim WHERE num BETWEEN ?1 AND ?2")?.execute([first, last])?;
    connection.prepare_cached("DELETE FROM reading WHERE num = ?1")?.execute([reading])?;
    Ok(())
}

/// The numbers that the claims of a reading may have.
pub(crate) fn claims_in(reading: i64) -> (i64, i64) {
    (reading << 16, (reading << 16) + 0xffff)
}

fn insert(
    connection: &Connection,
    layer: LayerId,
    document: i64,
    reading: &PackedReading,
    claims: &[NewClaim],
) -> Result<Hash> {
    if claims.len() > MOST_CLAIMS {
        let cause = format!("{} claims in one reading; {MOST_CLAIMS} at most", claims.len());
        return Err(Error::of(ErrorKind::Malformed).because(cause));
    }
    connection
        .prepare_cached("INSERT INTO reading (document, layer, body, claims) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![document, layer.0, reading.body, reading.claims])?;
    let (first, _) = claims_in(connection.last_insert_rowid());
    let mut insert = connection.prepare_cached(
        "INSERT INTO claim (num, layer, key, kind, type, modality, occurrence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut written = vec![ValueRef::Blob(&reading.body), ValueRef::Blob(&reading.claims)];
    for (num, claim) in (first..).zip(claims) {
        let columns = [
            ValueRef::Integer(layer.0),
            text(Some(claim.key)),
            text(Some(claim.kind)),
            text(claim.event_type),
            text(Some(claim.modality)),
            text(claim.occurrence),
        ];
        let values = std::iter::once(ValueRef::Integer(num)).chain(columns).map(ToSqlOutput::Borrowed);
        insert.execute(params_from_iter(values))?;
        written.extend(columns);
    }
    Ok(told::of_values(written))
}

/// The JSON of claims, each behind its length.
fn side_by_side(claims: &[NewClaim]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for claim in claims {
        bytes.extend((claim.body.len() as u64).to_le_bytes());
        bytes.extend(claim.body.as_bytes());
    }
    bytes
}

/// The JSON of the claims of one reading.
fn bodies(packed: &[u8]) -> Result<Vec<String>> {
    let bytes = unpacked(packed)?;
    let mut rest = bytes.as_slice();
    let mut bodies = Vec::new();
    while let Some((length, behind)) = rest.split_first_chunk::<8>() {
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let body = behind.get(..length).ok_or_else(|| Error::of(ErrorKind::Damaged))?;
        bodies.push(
            String::from_utf8(body.to_vec()).map_err(|cause| Error::of(ErrorKind::Damaged).because(cause))?,
        );
        rest = &behind[length..];
    }
    Ok(bodies)
}

const CLAIM: &str =
    "SELECT claim.key, document.digest, claim.kind, claim.type, claim.modality, claim.occurrence,
     claim.incident, claim.num FROM claim JOIN reading ON reading.num = claim.num >> 16
     JOIN document ON document.num = reading.document ";

impl Ledger {
    /// What a layer reads in a document, as JSON.
    pub fn reading(&self, layer: LayerId, document: &DocumentId) -> Result<Option<String>> {
        let Some(num) = self.find_number(document)? else { return Ok(None) };
        let sql = "SELECT body FROM reading WHERE document = ?1 AND layer = ?2";
        self.first(sql, [num, layer.0], |row| unpacked_text(blob(row, 0)?))
    }

    /// Whether a layer has read a document.
    pub fn is_read(&self, layer: LayerId, document: &DocumentId) -> Result<bool> {
        let Some(num) = self.find_number(document)? else { return Ok(false) };
        let sql = "SELECT 1 FROM reading WHERE document = ?1 AND layer = ?2";
        Ok(self.first(sql, [num, layer.0], |_| Ok(()))?.is_some())
    }

    /// How many documents a layer has not read.
    pub fn unread(&self, layer: LayerId) -> Result<u64> {
        let sql = "SELECT count(*) FROM document WHERE NOT EXISTS
                   (SELECT 1 FROM reading WHERE reading.document = document.num AND reading.layer = ?1)";
        Ok(self.first(sql, [layer.0], |row| Ok(row.get::<_, i64>(0)?))?.unwrap_or(0).cast_unsigned())
    }

    /// The claims of a document in the order they were put.
    pub fn claims_of(&self, layer: LayerId, document: &DocumentId) -> Result<Vec<StoredClaim>> {
        let Some(num) = self.find_number(document)? else { return Ok(Vec::new()) };
        let sql = "SELECT num FROM reading WHERE document = ?1 AND layer = ?2";
        let Some(reading) = self.first(sql, [num, layer.0], |row| Ok(row.get::<_, i64>(0)?))? else {
            return Ok(Vec::new());
        };
        let (first, last) = claims_in(reading);
        self.claims("WHERE claim.num BETWEEN ?1 AND ?2 ORDER BY claim.num", [first, last])
    }

    /// The document that a claim is read in.
    pub fn document_of(&self, layer: LayerId, claim: &str) -> Result<Option<DocumentId>> {
        let sql = "SELECT document.digest FROM claim JOIN reading ON reading.num = claim.num >> 16
                   JOIN document ON document.num = reading.document WHERE claim.key = ?1 AND claim.layer = ?2";
        self.first(sql, params![claim, layer.0], |row| Ok(id_of(&row.get(0)?)))
    }

    /// All claims of a kind other than `event`, in the order their documents were read.
    pub fn claims_of_kind(&self, layer: LayerId, kind: &str) -> Result<Vec<StoredClaim>> {
        let tail = "WHERE claim.layer = ?1 AND claim.kind = ?2 AND claim.kind <> 'event' ORDER BY claim.num";
        self.claims(tail, params![layer.0, kind])
    }

    /// The incident that a claim stands behind.
    pub fn incident_of(&self, layer: LayerId, claim: &str) -> Result<Option<IncidentId>> {
        let sql = "SELECT incident FROM claim WHERE key = ?1 AND layer = ?2 AND incident IS NOT NULL";
        self.first(sql, params![claim, layer.0], |row| Ok(IncidentId(row.get(0)?)))
    }

    /// Claims with their JSON; those of one reading, side by side, are unpacked once.
    fn claims(&self, tail: &str, params: impl rusqlite::Params) -> Result<Vec<StoredClaim>> {
        let read = || -> Result<Vec<StoredClaim>> {
            let found = all(&self.connection, &[CLAIM, tail].concat(), params, claim_of)?;
            let mut open: (i64, Vec<String>) = (0, Vec::new());
            let mut claims = Vec::with_capacity(found.len());
            for (num, mut claim) in found {
                let (reading, place) = (num >> 16, (num & 0xffff) as usize);
                if open.0 != reading {
                    open = (reading, self.bodies_of(reading)?);
                }
                let body = open.1.get_mut(place).ok_or_else(|| Error::of(ErrorKind::Damaged))?;
                claim.body = std::mem::take(body);
                claims.push(claim);
            }
            Ok(claims)
        };
        read().at(&self.path)
    }

    fn bodies_of(&self, reading: i64) -> Result<Vec<String>> {
        let sql = "SELECT claims FROM reading WHERE num = ?1";
        Ok(self.first(sql, [reading], |row| bodies(blob(row, 0)?))?.unwrap_or_default())
    }
}

/// A claim and its number, still without its JSON.
fn claim_of(row: &Row) -> Result<(i64, StoredClaim)> {
    let claim = StoredClaim {
        key: row.get(0)?,
        document: id_of(&row.get(1)?),
        kind: row.get(2)?,
        event_type: row.get(3)?,
        modality: row.get(4)?,
        occurrence: row.get(5)?,
        incident: row.get::<_, Option<i64>>(6)?.map(IncidentId),
        body: String::new(),
    };
    Ok((row.get(7)?, claim))
}
