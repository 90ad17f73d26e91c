//! Layers: one reading of all documents by one version of casus. At most one is shown.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use serde_json::{Value, json};

use crate::audit::told;
use crate::entry::{NewEntry, append_entry, next_entry};
use crate::incident::index_layer;
use crate::ledger::{all, first};
use crate::words::index_noted;
use crate::{Error, ErrorKind, Group, Ledger, Result};

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
    /// The entry of the audit log that began it.
    pub entry: i64,
}

impl Group<'_> {
    /// Begins a layer, in state `building`.
    pub fn new_layer(&mut self, versions: &Value) -> Result<LayerId> {
        self.write(|connection| {
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
        })
    }

    /// Gives a layer up that was begun and never shown: it becomes old, and nothing is found in it.
    pub fn set_aside(&mut self, layer: LayerId) -> Result<()> {
        self.write(|connection| {
            if state(connection, layer)? != Some(LayerState::Building) {
                return Err(Error::of(ErrorKind::Unknown(format!("unfinished layer {}", layer.0))));
            }
            leave(connection, layer)?;
            connection.execute("UPDATE layer SET state = 'old' WHERE num = ?1", [layer.0])?;
            let object = layer.0.to_string();
            let entry = NewEntry { verb: "set-aside", object: &object, detail: Value::Null, wrote: None };
            append_entry(connection, self.stamp(), &entry).map(drop)
        })
    }

    /// Makes a layer the one that is shown; the one shown until now becomes old, and its incidents leave the
    /// tables that help to find.
    pub fn activate(&mut self, layer: LayerId) -> Result<()> {
        self.write(|connection| {
            let Some(state) = state(connection, layer)? else {
                return Err(Error::of(ErrorKind::Unknown(format!("layer {}", layer.0))));
            };
            let shown = all(connection, "SELECT num FROM layer WHERE state = 'active'", [], |row| {
                Ok(LayerId(row.get(0)?))
            })?;
            for shown in shown.into_iter().filter(|shown| *shown != layer) {
                connection.execute("UPDATE layer SET state = 'old' WHERE num = ?1", [shown.0])?;
                leave(connection, shown)?;
            }
            connection.execute("UPDATE layer SET state = 'active' WHERE num = ?1", [layer.0])?;
            if state == LayerState::Old {
                index_layer(connection, layer)?;
            }
            let object = layer.0.to_string();
            let entry = NewEntry { verb: "activate", object: &object, detail: Value::Null, wrote: None };
            append_entry(connection, self.stamp(), &entry).map(drop)
        })
    }
}

/// What a layer is for; none where there is no such layer.
fn state(connection: &Connection, layer: LayerId) -> Result<Option<LayerState>> {
    first(connection, "SELECT state FROM layer WHERE num = ?1", [layer.0], |row| {
        Ok(state_of(&row.get::<_, String>(0)?))
    })
}

/// Whether incidents of a layer stand in the tables that help to find.
pub(crate) fn is_found(connection: &Connection, layer: LayerId) -> Result<bool> {
    Ok(state(connection, layer)?.is_some_and(|state| state != LayerState::Old))
}

/// Takes all incidents of a layer out of the tables that help to find.
fn leave(connection: &Connection, layer: LayerId) -> Result<()> {
    // What is taken out of the index of words has to be in it.
    index_noted(connection)?;
    for sql in [
        "INSERT INTO incident_words (incident_words, rowid, summary)
         SELECT 'delete', num, summary FROM incident WHERE layer = ?1",
        "DELETE FROM facet WHERE incident IN (SELECT num FROM incident WHERE layer = ?1)",
        "DELETE FROM incident_space WHERE incident IN (SELECT num FROM incident WHERE layer = ?1)",
    ] {
        connection.execute(sql, [layer.0])?;
    }
    Ok(())
}

impl Ledger {
    /// All layers, in the order they were begun.
    pub fn layers(&self) -> Result<Vec<Layer>> {
        self.all("SELECT num, made_at, versions, state, entry FROM layer ORDER BY num", [], layer_of)
    }

    /// The layer that is shown, once there is one.
    pub fn active_layer(&self) -> Result<Option<LayerId>> {
        self.first("SELECT num FROM layer WHERE state = 'active'", [], |row| Ok(LayerId(row.get(0)?)))
    }
}

fn layer_of(row: &Row) -> Result<Layer> {
    let state: String = row.get(3)?;
    Ok(Layer {
        id: LayerId(row.get(0)?),
        made_at: crate::document::time(&row.get::<_, String>(1)?)?,
        versions: serde_json::from_str(&row.get::<_, String>(2)?)?,
        state: state_of(&state),
        entry: row.get(4)?,
    })
}

fn state_of(state: &str) -> LayerState {
    match state {
        "building" => LayerState::Building,
        "active" => LayerState::Active,
        _ => LayerState::Old,
    }
}
