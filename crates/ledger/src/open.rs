//! Making and opening ledgers. Whatever is refused is left as it is, byte for byte, with nothing put beside it.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::audit::{self, Outside};
use crate::entry::{NewEntry, append_entry};
use crate::error::At;
use crate::file::{self, Draft, Identity};
use crate::schema::{self, APPLICATION, SCHEMA};
use crate::{Access, Error, ErrorKind, Ledger, Result, Stamp};

/// The oldest SQLite whose write-ahead log is known to lose nothing (3.53.0).
const OLDEST_SQLITE: i32 = 3_053_000;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// Pages of the write-ahead log after which it is copied into the file.
const WAL_PAGES: u32 = 4_000;

/// Memory for pages, in KiB.
const CACHE: i32 = 64 << 10;

impl Ledger {
    /// Makes a ledger under a name that is free, without a key: its log is not signed. It appears whole or not
    /// at all.
    pub fn create(path: &Path, stamp: &Stamp) -> Result<Ledger> {
        Ledger::make(path, stamp, None)
    }

    /// Makes a ledger and a key that signs its log, which is kept outside.
    pub fn create_with_key(path: &Path, stamp: &Stamp, outside: &Outside) -> Result<Ledger> {
        let mut ledger = Ledger::make(path, stamp, Some(outside))?;
        ledger.keep_outside(outside)?;
        Ok(ledger)
    }

    fn make(path: &Path, stamp: &Stamp, outside: Option<&Outside>) -> Result<Ledger> {
        check_sqlite(path)?;
        file::check_free(path)?;
        let draft = Draft::beside(path)?;
        fill(&draft.0, stamp, outside).at(path)?;
        file::publish(&draft.0, path).at(path)?;
        Ledger::open(path, Access::Write)
    }

    /// Opens a ledger. A file that is not one, is damaged, comes from a newer casus or may be read by others
    /// is refused and left as it is.
    pub fn open(path: &Path, access: Access) -> Result<Ledger> {
        check_sqlite(path)?;
        check_header(path).at(path)?;
        file::check_private(path).at(path)?;
        let connection = connect(path, access).at(path)?;
        let identity = Identity::of(path).at(path)?;
        Ok(Ledger { connection, path: path.to_owned(), access, identity, keeper: None })
    }
}

fn check_sqlite(path: &Path) -> Result<()> {
    if rusqlite::version_number() >= OLDEST_SQLITE {
        return Ok(());
    }
    let cause = format!("SQLite {} is built in; 3.53.0 is the oldest allowed", rusqlite::version());
    Err(Error::new(ErrorKind::OldSqlite, path).because(cause))
}

/// Lays out the tables and writes the first entry, and that of the key.
fn fill(path: &Path, stamp: &Stamp, outside: Option<&Outside>) -> Result<()> {
    let connection = connect(path, Access::Write)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    schema::lay(&connection)?;
    let name = crate::entry::random_name()?;
    connection
        .execute("INSERT INTO meta (name, value) VALUES ('ledger', ?1), ('next_incident', 1)", [&name])?;
    append_entry(
        &connection,
        stamp,
        &NewEntry { verb: "init", object: &name, detail: Value::Null, wrote: None },
    )?;
    if let Some(outside) = outside {
        audit::new_key(&connection, stamp, &name, outside)?;
    }
    connection.execute_batch("COMMIT")?;
    connection.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// What the first hundred bytes say, read without SQLite.
fn check_header(path: &Path) -> Result<()> {
    let mut header = [0; 100];
    let file = File::open(path)?;
    let read = read_up_to(file, &mut header)?;
    if read < 100 || !header.starts_with(b"SQLite format 3\0") || number(&header, 68) != APPLICATION {
        return Err(Error::of(ErrorKind::Foreign));
    }
    let found = number(&header, 60);
    if found > SCHEMA {
        return Err(Error::of(ErrorKind::NewerSchema { found, known: SCHEMA }));
    }
    Ok(())
}

fn read_up_to(mut file: File, to: &mut [u8]) -> Result<usize> {
    let mut read = 0;
    while read < to.len() {
        match file.read(&mut to[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

fn number(header: &[u8; 100], at: usize) -> u32 {
    u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
}

/// A connection with everything set that a ledger relies on.
pub(crate) fn connect(path: &Path, access: Access) -> Result<Connection> {
    let mode = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    if access == Access::Write {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES)?;
    }
    Ok(connection)
}
