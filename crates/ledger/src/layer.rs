//! Layers: one reading of all documents by one version of casus, and the claims of it.

use casus_model::DocumentId;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use serde_json::{Value, json};

use crate::audit::told;
use crate::document::{id_of, number_of};
use crate::entry::{NewEntry, append_entry, next_entry};
use crate::error::At;
use crate::pack::{packed, unpacked_text};
use crate::{Error, ErrorKind, Group, IncidentId, Ledger, Result};

/// A layer: 1, 2, 3 … in the order they were begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(pub i64);

/// What a layer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerState {
    /// Documents are being read into it.
    Building,
    /// The one that is shown; at most one.
    Active,
    /// It was shown once.
    Old,
}

/// One reading of all documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Its number.
    pub id: LayerId,
    /// When it was begun.
    pub made_at: Timestamp,
    /// Versions of code, data and models, as JSON.
    pub versions: Value,
    /// What it is for.
    pub state: LayerState,
}

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
    /// Begins a layer, in state `building`.
    pub fn new_layer(&mut self, versions: &Value) -> Result<LayerId> {
        let connection = self.connection()?;
        let write = || -> Result<LayerId> {
            let num: i64 =
                connection.query_row("SELECT coalesce(max(num), 0) + 1 FROM layer", [], |row| row.get(0))?;
            let seq = next_entry(connection)?;
            connection.execute(
                "INSERT INTO layer (num, made_at, versions, state, entry) VALUES (?1, ?2, ?3, 'building', ?4)",
                params![num, self.stamp().at.to_string(), versions.to_string(), seq],
            )?;
            let entry = NewEntry {
                verb: "layer",
                object: &num.to_string(),
                detail: json!({ "versions": versions }),
                wrote: Some(told::layer(connection, num)?),
            };
            append_entry(connection, self.stamp(), &entry)?;
            Ok(LayerId(num))
        };
        write().at(self.path())
    }

    /// Makes a layer the one that is shown; the one shown until now becomes old.
    pub fn activate(&mut self, layer: LayerId) -> Result<()> {
        let connection = self.connection()?;
        let write = || -> Result<()> {
            connection.execute("UPDATE layer SET state = 'old' WHERE state = 'active'", [])?;
            let changed =
                connection.execute("UPDATE layer SET state = 'active' WHERE num = ?1", [layer.0])?;
            if changed == 0 {
                return Err(Error::of(ErrorKind::Unknown(format!("layer {}", layer.0))));
            }
            let object = layer.0.to_string();
            let entry = NewEntry { verb: "activate", object: &object, detail: Value::Null, wrote: None };
            append_entry(connection, self.stamp(), &entry).map(drop)
        };
        write().at(self.path())
    }

    /// Keeps what one layer reads in a document, in place of an earlier reading in that layer, whose claims
    /// and accounts go with it.
    pub fn put_reading(
        &mut self,
        layer: LayerId,
        document: &DocumentId,
        reading: &str,
        claims: &[NewClaim],
    ) -> Result<()> {
        self.attempt(|group| {
            let connection = group.connection()?;
            let write = || -> Result<()> {
                let num = number_of(connection, document)?;
                clear(connection, layer, num)?;
                connection
                    .prepare_cached("INSERT INTO reading (document, layer, body) VALUES (?1, ?2, ?3)")?
                    .execute(params![num, layer.0, packed(reading.as_bytes())])?;
                claims.iter().try_for_each(|claim| insert(connection, layer, num, claim))?;
                let entry = NewEntry {
                    verb: "read",
                    object: &document.0,
                    detail: json!({ "layer": layer.0, "claims": claims.len() }),
                    wrote: Some(told::reading(connection, num, layer)?),
                };
                append_entry(connection, group.stamp(), &entry).map(drop)
            };
            write().at(group.path())
        })
    }
}

/// Removes what an earlier reading left.
fn clear(connection: &Connection, layer: LayerId, document: i64) -> Result<()> {
    let was = connection
        .prepare_cached("DELETE FROM reading WHERE document = ?1 AND layer = ?2")?
        .execute(params![document, layer.0])?;
    if was == 0 {
        return Ok(());
    }
    crate::account::clear(connection, layer, document)?;
    connection
        .prepare_cached("DELETE FROM claim WHERE document = ?1 AND layer = ?2")?
        .execute(params![document, layer.0])?;
    Ok(())
}

fn insert(connection: &Connection, layer: LayerId, document: i64, claim: &NewClaim) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO claim (layer, key, document, kind, type, modality, occurrence, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            layer.0,
            claim.key,
            document,
            claim.kind,
            claim.event_type,
            claim.modality,
            claim.occurrence,
            packed(claim.body.as_bytes())
        ])?;
    Ok(())
}

const CLAIM: &str =
    "SELECT claim.key, document.digest, claim.kind, claim.type, claim.modality, claim.occurrence,
     claim.incident, claim.body FROM claim JOIN document ON document.num = claim.document ";

fn of_claims(tail: &str) -> String {
    [CLAIM, tail].concat()
}

impl Ledger {
    /// All layers, in the order they were begun.
    pub fn layers(&self) -> Result<Vec<Layer>> {
        self.all("SELECT num, made_at, versions, state FROM layer ORDER BY num", [], layer_of)
    }

    /// The layer that is shown, once there is one.
    pub fn active_layer(&self) -> Result<Option<LayerId>> {
        self.first("SELECT num FROM layer WHERE state = 'active'", [], |row| Ok(LayerId(row.get(0)?)))
    }

    /// What a layer reads in a document, as JSON.
    pub fn reading(&self, layer: LayerId, document: &DocumentId) -> Result<Option<String>> {
        let Some(num) = self.find_number(document)? else { return Ok(None) };
        self.first(
            "SELECT body FROM reading WHERE document = ?1 AND layer = ?2",
            params![num, layer.0],
            |row| unpacked_text(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?),
        )
    }

    /// The claims of a document in the order they were put.
    pub fn claims_of(&self, layer: LayerId, document: &DocumentId) -> Result<Vec<StoredClaim>> {
        let Some(num) = self.find_number(document)? else { return Ok(Vec::new()) };
        let sql = of_claims("WHERE claim.document = ?1 AND claim.layer = ?2 ORDER BY claim.num");
        self.all(&sql, params![num, layer.0], claim_of)
    }

    /// The claim with a key.
    pub fn claim(&self, layer: LayerId, key: &str) -> Result<Option<StoredClaim>> {
        let sql = of_claims("WHERE claim.key = ?1 AND claim.layer = ?2");
        self.first(&sql, params![key, layer.0], claim_of)
    }

    /// All claims of a kind other than `event`, in the order they were put.
    pub fn claims_of_kind(&self, layer: LayerId, kind: &str) -> Result<Vec<StoredClaim>> {
        let sql = of_claims(
            "WHERE claim.layer = ?1 AND claim.kind = ?2 AND claim.kind <> 'event' ORDER BY claim.num",
        );
        self.all(&sql, params![layer.0, kind], claim_of)
    }

    /// The incident that a claim stands behind.
    pub fn incident_of(&self, layer: LayerId, claim: &str) -> Result<Option<IncidentId>> {
        let incident = self.first(
            "SELECT incident FROM claim WHERE key = ?1 AND layer = ?2",
            params![claim, layer.0],
            |row| Ok(row.get::<_, Option<i64>>(0)?.map(IncidentId)),
        );
        incident.map(Option::flatten)
    }
}

fn layer_of(row: &Row) -> Result<Layer> {
    let state: String = row.get(3)?;
    Ok(Layer {
        id: LayerId(row.get(0)?),
        made_at: crate::document::time(&row.get::<_, String>(1)?)?,
        versions: serde_json::from_str(&row.get::<_, String>(2)?)?,
        state: match state.as_str() {
            "building" => LayerState::Building,
            "active" => LayerState::Active,
            _ => LayerState::Old,
        },
    })
}

fn claim_of(row: &Row) -> Result<StoredClaim> {
    Ok(StoredClaim {
        key: row.get(0)?,
        document: id_of(&row.get(1)?),
        kind: row.get(2)?,
        event_type: row.get(3)?,
        modality: row.get(4)?,
        occurrence: row.get(5)?,
        incident: row.get::<_, Option<i64>>(6)?.map(IncidentId),
        body: unpacked_text(&row.get::<_, Vec<u8>>(7)?)?,
    })
}
