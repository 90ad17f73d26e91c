//! Grows the tree by what was appended, and signs its root: every [`EVERY`] entries, and when a ledger is closed.
//!
//! A checkpoint is a row of the ledger before it is a file outside, so that the file never runs ahead of the
//! ledger, whatever crashes.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::key::SigningKey;
use super::note::Checkpoint;
use super::tree::{Frontier, Hash};
use crate::{Error, ErrorKind, Result};

/// How many entries may come before there is another checkpoint.
pub const EVERY: u64 = 100;

/// True where so many entries came after the last checkpoint.
pub(crate) fn is_due(connection: &Connection, after: u64) -> Result<bool> {
    let entries = count(connection, "SELECT coalesce(max(seq), 0) FROM entry")?;
    let sealed = count(connection, "SELECT coalesce(max(size), 0) FROM checkpoint")?;
    Ok(entries >= sealed + after)
}

/// Signs the log as it is. To be called inside a transaction.
pub(crate) fn seal(connection: &Connection, key: &SigningKey) -> Result<Checkpoint> {
    let frontier = grown(connection)?;
    let checkpoint = Checkpoint::sign(frontier.size(), frontier.root(), key);
    connection
        .prepare_cached("INSERT OR REPLACE INTO checkpoint (size, note) VALUES (?1, ?2)")?
        .execute(params![frontier.size().cast_signed(), checkpoint.to_string()])?;
    Ok(checkpoint)
}

/// The root that a checkpoint of this size has, where the ledger keeps one.
pub(crate) fn root_at(connection: &Connection, size: u64) -> Option<Hash> {
    let note: String = connection
        .query_row("SELECT note FROM checkpoint WHERE size = ?1", [size.cast_signed()], |row| row.get(0))
        .ok()?;
    note.parse::<Checkpoint>().ok().map(|checkpoint| checkpoint.root)
}

/// The tree over all entries: that of last time, and what was appended since.
fn grown(connection: &Connection) -> Result<Frontier> {
    let mut frontier = kept(connection)?;
    let mut select = connection.prepare_cached("SELECT hash FROM entry WHERE seq > ?1 ORDER BY seq")?;
    let mut rows = select.query([frontier.size().cast_signed()])?;
    while let Some(row) = rows.next()? {
        frontier.push(row.get(0)?);
    }
    let peaks = frontier.peaks().concat();
    connection
        .prepare_cached("INSERT OR REPLACE INTO tree (one, size, peaks) VALUES (1, ?1, ?2)")?
        .execute(params![frontier.size().cast_signed(), peaks])?;
    Ok(frontier)
}

fn kept(connection: &Connection) -> Result<Frontier> {
    let row = connection
        .prepare_cached("SELECT size, peaks FROM tree")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    let Some((size, peaks)) = row else { return Ok(Frontier::default()) };
    let (peaks, rest) = peaks.as_chunks::<32>();
    Frontier::new(size.cast_unsigned(), peaks.to_vec()).filter(|_| rest.is_empty()).ok_or_else(|| {
        Error::of(ErrorKind::Damaged).because("the tree over the audit log does not fit its size")
    })
}

fn count(connection: &Connection, sql: &str) -> Result<u64> {
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
}
