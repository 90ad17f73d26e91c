//! Incidents of a layer: as they are now, and every version they had.
//!
//! Ids are minted once for the whole ledger and never given to another incident. An incident that was merged
//! leads to the one it went into. Each change is an entry of the audit log and a version that stays.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use casus_model::{DocumentId, LedgerIncident};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::audit::told;
use crate::document::{blob, digest_of, find_document_number};
use crate::entry::{NewEntry, append_entry, next_entry};
use crate::error::At;
use crate::index::{Index, word};
use crate::layer::is_found;
use crate::ledger::{all, first};
use crate::pack::{keys_of_bytes, keys_to_bytes, packed, unpacked};
use crate::words::note_summary;
use crate::{Error, ErrorKind, Group, LayerId, Ledger, Result};

/// Steps of redirection that are followed; a longer chain is a ring.
const LONGEST_CHAIN: usize = 1000;

/// `i17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncidentId(pub i64);

impl fmt::Display for IncidentId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "i{}", self.0)
    }
}

impl FromStr for IncidentId {
    type Err = Error;

    fn from_str(text: &str) -> Result<IncidentId> {
        let number =
            text.strip_prefix('i').and_then(|digits| digits.parse().ok()).filter(|number| *number > 0);
        number.map(IncidentId).ok_or_else(|| Error::of(ErrorKind::Unknown(format!("incident {text}"))))
    }
}

/// One version of an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The entry of the audit log that made it.
    pub entry: i64,
    /// The incident; none where it ended here.
    pub incident: Option<LedgerIncident>,
}

impl Group<'_> {
    /// An id that no incident had before.
    pub fn mint(&mut self) -> Result<IncidentId> {
        self.write(|connection| {
            let mut update = connection.prepare_cached(
                "UPDATE meta SET value = value + 1 WHERE name = 'next_incident' RETURNING value - 1",
            )?;
            Ok(IncidentId(update.query_row([], |row| row.get(0))?))
        })
    }

    /// Keeps an incident as it is now. Its claims stand behind it from here on, and behind no other.
    /// `summary` is what full text finds it by, beside the words of its documents.
    /// Gives false, and changes nothing, where it is the same as before.
    pub fn put_incident(&mut self, layer: LayerId, incident: &LedgerIncident, summary: &str) -> Result<bool> {
        self.write(|connection| put(connection, self, layer, incident, summary))
    }

    /// Ends an incident; with `into`, its id leads to that one.
    pub fn end_incident(&mut self, layer: LayerId, id: IncidentId, into: Option<IncidentId>) -> Result<()> {
        self.write(|connection| {
            let now = now(connection, layer, id)?
                .ok_or_else(|| Error::of(ErrorKind::Unknown(format!("incident {id}"))))?;
            let old: Behind = serde_json::from_slice(&stored_body(connection, now.version)?)?;
            let detail = json!({ "layer": layer.0, "into": into.map(|into| into.to_string()) });
            let seq = next_entry(connection)?;
            let version = add_version(connection, layer, id, seq, None)?;
            log(connection, self, "end", id, detail, version)?;
            take_out(connection, layer, id, &now, &old)?;
            into.map_or(Ok(()), |into| redirect(connection, layer, id, into, seq))
        })
    }
}

fn redirect(
    connection: &Connection,
    layer: LayerId,
    old: IncidentId,
    new: IncidentId,
    entry: i64,
) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO redirect (layer, old, new, entry) VALUES (?1, ?2, ?3, ?4)")?
        .execute([layer.0, old.0, new.0, entry])?;
    Ok(())
}

fn put(
    connection: &Connection,
    group: &Group,
    layer: LayerId,
    incident: &LedgerIncident,
    summary: &str,
) -> Result<bool> {
    let id: IncidentId = incident.id.parse()?;
    let body = serde_json::to_vec(incident)?;
    let now = now(connection, layer, id)?;
    let old = now.as_ref().map(|now| stored_body(connection, now.version)).transpose()?;
    if old.as_deref() == Some(&body) && now.as_ref().is_some_and(|now| now.summary == summary) {
        return Ok(false);
    }
    let old: Behind = old.map(|old| serde_json::from_slice(&old)).transpose()?.unwrap_or_default();
    let version = add_version(connection, layer, id, next_entry(connection)?, Some(&packed(&body)))?;
    log(connection, group, "incident", id, json!({ "layer": layer.0 }), version)?;
    let mut found_by = Index::of(incident);
    found_by.words.extend(outlets(connection, &incident.documents)?);
    let num = index(connection, layer, id, version, now.as_ref(), &found_by, summary)?;
    let left: Vec<&String> = old.claims.iter().filter(|claim| !incident.claims.contains(claim)).collect();
    leave(connection, layer, id, &left)?;
    join(connection, layer, id, &incident.claims)?;
    stand_behind(connection, num, &old.documents, &incident.documents)?;
    connection
        .prepare_cached("DELETE FROM redirect WHERE layer = ?1 AND old = ?2")?
        .execute([layer.0, id.0])?;
    Ok(true)
}

/// Appends the entry of a version that was just written.
fn log(
    connection: &Connection,
    group: &Group,
    verb: &str,
    id: IncidentId,
    detail: Value,
    version: i64,
) -> Result<i64> {
    let wrote = Some(told::version(connection, version)?);
    append_entry(connection, group.stamp(), &NewEntry { verb, object: &id.to_string(), detail, wrote })
}

fn add_version(
    connection: &Connection,
    layer: LayerId,
    id: IncidentId,
    entry: i64,
    body: Option<&[u8]>,
) -> Result<i64> {
    connection
        .prepare_cached("INSERT INTO version (incident, layer, entry, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id.0, layer.0, entry, body])?;
    Ok(connection.last_insert_rowid())
}

/// Takes an incident out of everything that shows it as it is now, without a version that ends it.
/// Gives the claims that stood behind it.
pub(crate) fn withdraw(connection: &Connection, layer: LayerId, id: IncidentId) -> Result<Vec<String>> {
    let Some(now) = now(connection, layer, id)? else { return Ok(Vec::new()) };
    let old: Behind = serde_json::from_slice(&stored_body(connection, now.version)?)?;
    take_out(connection, layer, id, &now, &old)?;
    Ok(old.claims)
}

fn take_out(connection: &Connection, layer: LayerId, id: IncidentId, now: &Now, old: &Behind) -> Result<()> {
    leave(connection, layer, id, &old.claims)?;
    unindex(connection, layer, now)?;
    stand_behind(connection, now.num, &old.documents, &[])?;
    connection.prepare_cached("DELETE FROM incident WHERE num = ?1")?.execute([now.num])?;
    Ok(())
}

/// The row of an incident.
struct Now {
    num: i64,
    version: i64,
    summary: String,
    facets: Vec<u64>,
    days: Option<(i64, i64)>,
    point: Option<(f64, f64)>,
}

fn now(connection: &Connection, layer: LayerId, id: IncidentId) -> Result<Option<Now>> {
    first(
        connection,
        "SELECT num, version, summary, facets, first, last, lat, lon FROM incident WHERE id = ?1 AND layer = ?2",
        [id.0, layer.0],
        |row| {
            let days: (Option<i64>, Option<i64>) = (row.get(4)?, row.get(5)?);
            let point: (Option<f64>, Option<f64>) = (row.get(6)?, row.get(7)?);
            Ok(Now {
                num: row.get(0)?,
                version: row.get(1)?,
                summary: row.get(2)?,
                facets: keys_of_bytes(blob(row, 3)?),
                days: days.0.zip(days.1),
                point: point.0.zip(point.1),
            })
        },
    )
}

/// What stands behind an incident, of all that its JSON says.
#[derive(Default, Deserialize)]
struct Behind {
    claims: Vec<String>,
    documents: Vec<DocumentId>,
}

pub(crate) fn stored_body(connection: &Connection, version: i64) -> Result<Vec<u8>> {
    let body: Vec<u8> = connection
        .prepare_cached("SELECT body FROM version WHERE num = ?1")?
        .query_row([version], |row| row.get(0))?;
    unpacked(&body)
}

fn leave(connection: &Connection, layer: LayerId, id: IncidentId, claims: &[impl AsRef<str>]) -> Result<()> {
    let mut update = connection
        .prepare_cached("UPDATE claim SET incident = NULL WHERE key = ?1 AND layer = ?2 AND incident = ?3")?;
    for claim in claims {
        update.execute(params![claim.as_ref(), layer.0, id.0])?;
    }
    Ok(())
}

pub(crate) fn join(connection: &Connection, layer: LayerId, id: IncidentId, claims: &[String]) -> Result<()> {
    let mut update = connection.prepare_cached(
        "UPDATE claim SET incident = ?3 WHERE key = ?1 AND layer = ?2 AND incident IS NOT ?3",
    )?;
    for claim in claims {
        update.execute(params![claim, layer.0, id.0])?;
    }
    Ok(())
}

pub(crate) fn stand_behind(
    connection: &Connection,
    num: i64,
    old: &[DocumentId],
    new: &[DocumentId],
) -> Result<()> {
    for (sql, documents, others) in [
        ("INSERT OR IGNORE INTO behind (document, incident) VALUES (?1, ?2)", new, old),
        ("DELETE FROM behind WHERE document = ?1 AND incident = ?2", old, new),
    ] {
        for document in documents.iter().filter(|document| !others.contains(document)) {
            if let Some(document) = find_document_number(connection, document)? {
                connection.prepare_cached(sql)?.execute([document, num])?;
            }
        }
    }
    Ok(())
}

/// The outlets of documents, as words.
pub(crate) fn outlets(connection: &Connection, documents: &[DocumentId]) -> Result<BTreeSet<String>> {
    let mut outlets = BTreeSet::new();
    for digest in documents.iter().filter_map(digest_of) {
        let sql = "SELECT outlet FROM document WHERE digest = ?1 AND outlet IS NOT NULL";
        outlets
            .extend(first(connection, sql, [digest], |row| Ok(word("outlet", &row.get::<_, String>(0)?)))?);
    }
    Ok(outlets)
}

/// Writes the columns and tables that an incident is found by, as far as they changed.
fn index(
    connection: &Connection,
    layer: LayerId,
    id: IncidentId,
    version: i64,
    old: Option<&Now>,
    new: &Index,
    summary: &str,
) -> Result<i64> {
    let facets = new.words.iter().map(|word| intern(connection, word)).collect::<Result<Vec<u64>>>()?;
    let num: i64 = connection
        .prepare_cached(
            "INSERT INTO incident (layer, id, version, first, last, lat, lon, summary, facets)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id, layer) DO UPDATE SET version = excluded.version, first = excluded.first,
             last = excluded.last, lat = excluded.lat, lon = excluded.lon, summary = excluded.summary,
             facets = excluded.facets
             RETURNING num",
        )?
        .query_row(
            params![
                layer.0,
                id.0,
                version,
                new.days.map(|days| days.0),
                new.days.map(|days| days.1),
                new.point.map(|point| point.0),
                new.point.map(|point| point.1),
                summary,
                keys_to_bytes(&facets)
            ],
            |row| row.get(0),
        )?;
    if !is_found(connection, layer)? {
        return Ok(num);
    }
    let old_facets = old.map_or(&[][..], |old| &old.facets);
    set_facets(connection, num, old_facets, &facets)?;
    if old.is_none_or(|old| (old.days, old.point) != (new.days, new.point)) {
        place(connection, num, new.days, new.point)?;
    }
    if old.is_none_or(|old| old.summary != summary) {
        note_summary(connection, num, old.map(|old| old.summary.as_str()))?;
    }
    Ok(num)
}

/// Puts the incidents of a layer that was old into the tables that help to find.
pub(crate) fn index_layer(connection: &Connection, layer: LayerId) -> Result<()> {
    let sql = "SELECT num, version, first, last, lat, lon FROM incident WHERE layer = ?1 ORDER BY num";
    let mut select = connection.prepare(sql)?;
    let mut rows = select.query([layer.0])?;
    while let Some(row) = rows.next()? {
        let num: i64 = row.get(0)?;
        let days: (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
        let point: (Option<f64>, Option<f64>) = (row.get(4)?, row.get(5)?);
        let incident: LedgerIncident = serde_json::from_slice(&stored_body(connection, row.get(1)?)?)?;
        let mut words = Index::of(&incident).words;
        words.extend(outlets(connection, &incident.documents)?);
        let facets = words.iter().map(|word| intern(connection, word)).collect::<Result<Vec<u64>>>()?;
        connection
            .prepare_cached("UPDATE incident SET facets = ?2 WHERE num = ?1")?
            .execute(params![num, keys_to_bytes(&facets)])?;
        set_facets(connection, num, &[], &facets)?;
        place(connection, num, days.0.zip(days.1), point.0.zip(point.1))?;
        note_summary(connection, num, None)?;
    }
    Ok(())
}

fn unindex(connection: &Connection, layer: LayerId, now: &Now) -> Result<()> {
    if !is_found(connection, layer)? {
        return Ok(());
    }
    set_facets(connection, now.num, &now.facets, &[])?;
    place(connection, now.num, None, None)?;
    note_summary(connection, now.num, Some(&now.summary))
}

pub(crate) fn set_facets(connection: &Connection, num: i64, old: &[u64], new: &[u64]) -> Result<()> {
    for (sql, facets, others) in [
        ("DELETE FROM facet WHERE word = ?1 AND incident = ?2", old, new),
        ("INSERT INTO facet (word, incident) VALUES (?1, ?2)", new, old),
    ] {
        for facet in facets.iter().filter(|facet| !others.contains(facet)) {
            connection.prepare_cached(sql)?.execute([facet.cast_signed(), num])?;
        }
    }
    Ok(())
}

/// Days of an incident of which none is told, in the search around a point.
pub(crate) const ANY_DAY: (i64, i64) = (-1_000_000, 1_000_000);

/// Where and when, for the search around a point; incidents without either are not in it.
pub(crate) fn place(
    connection: &Connection,
    num: i64,
    days: Option<(i64, i64)>,
    point: Option<(f64, f64)>,
) -> Result<()> {
    connection.prepare_cached("DELETE FROM incident_space WHERE incident = ?1")?.execute([num])?;
    let Some((lat, lon)) = point else { return Ok(()) };
    let (first, last) = days.unwrap_or(ANY_DAY);
    connection
        .prepare_cached(
            "INSERT INTO incident_space (incident, south, north, west, east, first, last)
             VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?5)",
        )?
        .execute(params![num, lat, lon, first, last])?;
    Ok(())
}

pub(crate) fn intern(connection: &Connection, word: &str) -> Result<u64> {
    let known: Option<i64> = connection
        .prepare_cached("SELECT num FROM word WHERE text = ?1")?
        .query_row([word], |row| row.get(0))
        .optional()?;
    if let Some(num) = known {
        return Ok(num.cast_unsigned());
    }
    connection.prepare_cached("INSERT INTO word (text) VALUES (?1)")?.execute([word])?;
    Ok(connection.last_insert_rowid().cast_unsigned())
}

impl Ledger {
    /// The incident with an id, as it is now.
    pub fn incident(&self, layer: LayerId, id: IncidentId) -> Result<Option<LedgerIncident>> {
        let sql = "SELECT version.body FROM incident JOIN version ON version.num = incident.version
                   WHERE incident.id = ?1 AND incident.layer = ?2";
        self.first(sql, [id.0, layer.0], |row| Ok(serde_json::from_slice(&unpacked(blob(row, 0)?)?)?))
    }

    /// The ids of all incidents of a layer, in the order they were minted.
    pub fn incidents(&self, layer: LayerId) -> Result<Vec<IncidentId>> {
        let sql = "SELECT id FROM incident WHERE layer = ?1 ORDER BY id";
        self.all(sql, [layer.0], |row| Ok(IncidentId(row.get(0)?)))
    }

    /// The incidents that a document stands behind.
    pub fn incidents_of(&self, layer: LayerId, document: &DocumentId) -> Result<Vec<IncidentId>> {
        let Some(num) = self.find_number(document)? else { return Ok(Vec::new()) };
        let sql = "SELECT incident.id FROM behind JOIN incident ON incident.num = behind.incident
                   WHERE behind.document = ?1 AND incident.layer = ?2 ORDER BY incident.id";
        self.all(sql, [num, layer.0], |row| Ok(IncidentId(row.get(0)?)))
    }

    /// Every version of an incident, the first first.
    pub fn history(&self, layer: LayerId, id: IncidentId) -> Result<Vec<Version>> {
        let sql = "SELECT entry, body FROM version WHERE incident = ?1 AND layer = ?2 ORDER BY num";
        self.all(sql, [id.0, layer.0], |row| {
            let body: Option<Vec<u8>> = row.get(1)?;
            let incident =
                body.map(|body| -> Result<LedgerIncident> { Ok(serde_json::from_slice(&unpacked(&body)?)?) });
            Ok(Version { entry: row.get(0)?, incident: incident.transpose()? })
        })
    }

    /// Where an id leads: to itself, or over one merge or more to the incident that it went into.
    pub fn follow(&self, layer: LayerId, id: IncidentId) -> Result<IncidentId> {
        let mut at = id;
        for _ in 0..LONGEST_CHAIN {
            let sql = "SELECT new FROM redirect WHERE layer = ?1 AND old = ?2";
            match self.first(sql, [layer.0, at.0], |row| Ok(IncidentId(row.get(0)?)))? {
                Some(next) => at = next,
                None => return Ok(at),
            }
        }
        Err(Error::new(ErrorKind::Damaged, &self.path).because(format!("{id} leads round in a ring")))
    }

    /// All redirections of a layer, the oldest id first: an id and the one it went into.
    pub fn redirects(&self, layer: LayerId) -> Result<Vec<(IncidentId, IncidentId)>> {
        let read = || {
            all(
                &self.connection,
                "SELECT old, new FROM redirect WHERE layer = ?1 ORDER BY old",
                [layer.0],
                |row| Ok((IncidentId(row.get(0)?), IncidentId(row.get(1)?))),
            )
        };
        read().at(&self.path)
    }
}
