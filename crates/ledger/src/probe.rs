//! Whether a file that says it is a ledger is a whole one, found out without changing it.
//!
//! Looked at: its size against its header, the list of its tables, the root and the first leaf of each, and all
//! of a file that is small and going to be written to. Damage deeper in a large file is found by
//! [`Ledger::check`](crate::Ledger::check), or when it is met; then the group is undone.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use rusqlite::Connection;

use crate::file::beside;
use crate::ledger::all;
use crate::open::{connect_alone, connect_to_look};
use crate::schema::{self, APPLICATION, SCHEMA};
use crate::{Access, Error, ErrorKind, Result};

/// Files up to so many bytes are looked through whole before they are written to; that takes some 20 ms.
const SMALL: u64 = 16 << 20;

/// Refuses a file that is damaged, foreign or of a newer schema.
pub(crate) fn probe(path: &Path, access: Access) -> Result<()> {
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len());
    let size = fs::metadata(path)?.len();
    // A log may hold pages that the file lacks, so the file is no whole without it.
    let connection = if log > 0 || beside(path, "-journal").exists() {
        connect_to_look(path)?
    } else {
        let connection = connect_alone(path)?;
        check_size(&connection, size)?;
        connection
    };
    let whole = access == Access::Write && size + log <= SMALL;
    look(&connection, whole).map_err(|error| match error.kind {
        // What SQLite cannot make sense of, in a file with our header, is damage.
        ErrorKind::Foreign | ErrorKind::Internal | ErrorKind::Malformed => {
            Error { kind: ErrorKind::Damaged, ..error }
        }
        _ => error,
    })
}

fn check_size(connection: &Connection, size: u64) -> Result<()> {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    let wanted = pages.cast_unsigned().saturating_mul(page.cast_unsigned());
    if size == wanted {
        return Ok(());
    }
    Err(damaged(format!("it has {size} bytes and should have {wanted}")))
}

fn look(connection: &Connection, whole: bool) -> Result<()> {
    let application: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != i64::from(APPLICATION) {
        return Err(damaged("its header and its log do not belong together"));
    }
    let found = schema::found(connection)?;
    if found > SCHEMA {
        return Err(Error::of(ErrorKind::NewerSchema { found, known: SCHEMA }));
    }
    let objects = objects(connection)?;
    if found == SCHEMA && objects != *expected()? {
        return Err(damaged("its tables are not those of a ledger"));
    }
    for (kind, name) in objects {
        match kind.as_str() {
            "table" => touch(connection, &name)?,
            "index" => {}
            _ => return Err(damaged(format!("it has a {kind}, `{name}`, that no ledger has"))),
        }
    }
    if whole {
        quick_check(connection)?;
    }
    Ok(())
}

/// Reads the root and the first leaf of a table.
fn touch(connection: &Connection, table: &str) -> Result<()> {
    let sql = ["SELECT 1 FROM \"", &table.replace('"', "\"\""), "\" LIMIT 1"].concat();
    let mut statement = connection.prepare(&sql)?;
    statement.query([])?.next()?;
    Ok(())
}

/// Refuses a file in which SQLite finds anything wrong.
pub(crate) fn quick_check(connection: &Connection) -> Result<()> {
    let found = all(connection, "PRAGMA quick_check(1)", [], |row| Ok(row.get::<_, String>(0)?))?;
    match found.first().map(String::as_str) {
        Some("ok") => Ok(()),
        found => Err(damaged(found.unwrap_or("it cannot be checked").to_owned())),
    }
}

fn damaged(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::of(ErrorKind::Damaged).because(cause)
}

/// Kind and name of everything in a schema.
fn objects(connection: &Connection) -> Result<Vec<(String, String)>> {
    let sql = "SELECT type, name FROM sqlite_schema ORDER BY type, name";
    all(connection, sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What the schema of this casus has.
fn expected() -> Result<&'static Vec<(String, String)>> {
    static EXPECTED: OnceLock<Vec<(String, String)>> = OnceLock::new();
    if let Some(expected) = EXPECTED.get() {
        return Ok(expected);
    }
    let memory = Connection::open_in_memory()?;
    schema::lay(&memory)?;
    Ok(EXPECTED.get_or_init(|| objects(&memory).unwrap_or_default()))
}
