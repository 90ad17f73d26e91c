//! Makes anew what is made from versions and readings: all that helps to find, and which claims and documents stand
//! behind which incident. Documents, readings, versions, decisions and the log are not touched.

use std::collections::HashMap;

use casus_model::LedgerIncident;
use rusqlite::{Connection, params};
use serde_json::Value;

use crate::document::{blob, order};
use crate::entry::{NewEntry, append_entry};
use crate::incident::{intern, join, outlets, place, set_facets, stand_behind};
use crate::index::Index;
use crate::layer::is_found;
use crate::ledger::all;
use crate::pack::{keys_of_bytes, keys_to_bytes, unpacked};
use crate::words::note_summary;
use crate::{Group, IncidentId, LayerId, Result};

/// What is thrown away before it is made again.
const EMPTY: &str = "
    DELETE FROM facet; DELETE FROM word; DELETE FROM incident_space; DELETE FROM behind;
    DELETE FROM block; DELETE FROM band; DELETE FROM best;
    INSERT INTO best (account, weight) SELECT a, max(weight) FROM edge GROUP BY a;
    DELETE FROM unindexed_document; DELETE FROM unindexed_summary;
    INSERT INTO document_words (document_words) VALUES ('delete-all');
    INSERT INTO incident_words (incident_words) VALUES ('delete-all');
    UPDATE claim SET incident = NULL WHERE incident IS NOT NULL;
    UPDATE document SET state = 0 WHERE state = 1;
    INSERT INTO unindexed_document (num) SELECT num FROM document;";

impl Group<'_> {
    /// Makes everything that helps to find anew, and says how many incidents it was made of. `summary` is what full
    /// text finds an incident by.
    pub fn rebuild(&mut self, summary: impl Fn(&LedgerIncident) -> String) -> Result<u64> {
        self.write(|connection| {
            connection.execute_batch(EMPTY)?;
            let sql = "SELECT incident.num, incident.layer, incident.id, version.body FROM incident
                       JOIN version ON version.num = incident.version WHERE version.body IS NOT NULL
                       ORDER BY version.num";
            let mut select = connection.prepare(sql)?;
            let mut rows = select.query([])?;
            let mut made = 0;
            while let Some(row) = rows.next()? {
                let (num, layer, id) = (row.get(0)?, LayerId(row.get(1)?), IncidentId(row.get(2)?));
                let incident: LedgerIncident = serde_json::from_slice(&unpacked(blob(row, 3)?)?)?;
                again(connection, num, layer, id, &incident, &summary(&incident))?;
                made += 1;
            }
            keys(connection)?;
            roots(connection)?;
            let pages = "SELECT DISTINCT page FROM document WHERE page IS NOT NULL";
            for page in all(connection, pages, [], |row| Ok(row.get::<_, String>(0)?))? {
                order(connection, &page)?;
            }
            let next =
                "UPDATE meta SET value = 1 + (SELECT max(incident) FROM version) WHERE name = 'next_incident'
                        AND value <= (SELECT max(incident) FROM version)";
            connection.execute(next, [])?;
            let entry = NewEntry { verb: "rebuild", object: "", detail: Value::Null, wrote: None };
            append_entry(connection, self.stamp(), &entry)?;
            Ok(made)
        })
    }
}

fn again(
    connection: &Connection,
    num: i64,
    layer: LayerId,
    id: IncidentId,
    incident: &LedgerIncident,
    summary: &str,
) -> Result<()> {
    let mut index = Index::of(incident);
    index.words.extend(outlets(connection, &incident.documents)?);
    let facets = index.words.iter().map(|word| intern(connection, word)).collect::<Result<Vec<u64>>>()?;
    connection
        .prepare_cached(
            "UPDATE incident SET first = ?2, last = ?3, lat = ?4, lon = ?5, summary = ?6, facets = ?7 WHERE num = ?1",
        )?
        .execute(params![
            num,
            index.days.map(|days| days.0),
            index.days.map(|days| days.1),
            index.point.map(|point| point.0),
            index.point.map(|point| point.1),
            summary,
            keys_to_bytes(&facets)
        ])?;
    join(connection, layer, id, &incident.claims)?;
    stand_behind(connection, num, &[], &incident.documents)?;
    if is_found(connection, layer)? {
        set_facets(connection, num, &[], &facets)?;
        place(connection, num, index.days, index.point)?;
        note_summary(connection, num, None)?;
    }
    Ok(())
}

/// The keys that accounts and near-copies are found by.
fn keys(connection: &Connection) -> Result<()> {
    for (owners, insert) in [
        (
            "SELECT layer, claim, blocks FROM account",
            "INSERT OR IGNORE INTO block (layer, account, key) VALUES (?1, ?2, ?3)",
        ),
        (
            "SELECT 0, document, bands FROM origin",
            "INSERT OR IGNORE INTO band (document, key) SELECT ?2, ?3 WHERE ?1 = 0",
        ),
    ] {
        let owners = all(connection, owners, [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, keys_of_bytes(blob(row, 2)?)))
        })?;
        let mut insert = connection.prepare(insert)?;
        for (layer, owner, keys) in owners {
            for key in keys {
                insert.execute([layer, owner, key.cast_signed()])?;
            }
        }
    }
    Ok(())
}

/// The origin of each document: of all that are kin to one another, the least by digest.
fn roots(connection: &Connection) -> Result<()> {
    let sql = "SELECT origin.document FROM origin JOIN document ON document.num = origin.document
               ORDER BY document.digest";
    let documents: Vec<i64> = all(connection, sql, [], |row| Ok(row.get(0)?))?;
    let mut root_of: HashMap<i64, i64> = HashMap::new();
    for root in documents {
        let mut open = vec![root];
        while let Some(document) = open.pop() {
            if root_of.contains_key(&document) {
                continue;
            }
            root_of.insert(document, root);
            let sql = "SELECT b FROM kin WHERE a = ?1";
            open.extend(all(connection, sql, [document], |row| Ok(row.get::<_, i64>(0)?))?);
        }
    }
    let mut update = connection.prepare("UPDATE origin SET root = ?2 WHERE document = ?1 AND root <> ?2")?;
    for (document, root) in root_of {
        update.execute([document, root])?;
    }
    Ok(())
}
