//! The tables of a ledger, how a file says that it is one, and how an older file becomes a newer one.

use rusqlite::Connection;

use crate::Result;

/// "casu": what stands in the header of every ledger.
pub(crate) const APPLICATION: u32 = 0x6361_7375;

/// The schema that this casus writes.
pub const SCHEMA: u32 = 3;

/// A step from one schema to the next.
pub(crate) struct Migration {
    /// The schema that it leads to.
    pub to: u32,
    /// What it does, inside a transaction.
    pub run: fn(&Connection) -> Result<()>,
}

/// Every step there ever was, in order. What a step does is written down once and does not change.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { to: 2, run: |connection| Ok(connection.execute_batch(include_str!("schema-2.sql"))?) },
    Migration { to: 3, run: |connection| Ok(connection.execute_batch(include_str!("schema-3.sql"))?) },
];

/// Makes the tables of an empty file.
pub(crate) fn lay(connection: &Connection) -> Result<()> {
    connection.execute_batch(include_str!("schema.sql"))?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", SCHEMA)?;
    Ok(())
}

/// The schema of a file.
pub(crate) fn found(connection: &Connection) -> Result<u32> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}
