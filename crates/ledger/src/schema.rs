//! The tables of a ledger, and how a file says that it is one.

use rusqlite::Connection;

use crate::Result;

/// "casu": what stands in the header of every ledger.
pub(crate) const APPLICATION: u32 = 0x6361_7375;

/// The schema that this casus writes.
pub const SCHEMA: u32 = 1;

/// Makes the tables of an empty file.
pub(crate) fn lay(connection: &Connection) -> Result<()> {
    connection.execute_batch(include_str!("schema.sql"))?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", SCHEMA)?;
    Ok(())
}
