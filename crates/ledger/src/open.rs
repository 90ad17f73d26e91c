//! Making and opening ledgers. Whatever is refused is left as it is, byte for byte, with nothing put beside it.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::audit::{self, Outside};
use crate::entry::{NewEntry, append_entry, random_name};
use crate::error::At;
use crate::file::{self, Draft, Identity, beside};
use crate::probe;
use crate::schema::{self, APPLICATION, SCHEMA};
use crate::{Access, Error, ErrorKind, Ledger, Result, Stamp};

/// The oldest SQLite whose write-ahead log is known to lose nothing (3.53.0).
const OLDEST_SQLITE: i32 = 3_053_000;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// Memory for pages, in KiB.
const CACHE: i32 = 64 << 10;

impl Ledger {
    /// Makes a ledger and a key that signs its log, which is kept outside.
    pub fn create_with_key(path: &Path, stamp: &Stamp, outside: &Outside) -> Result<Ledger> {
        let mut ledger = Ledger::make(path, stamp, Some(outside))?;
        ledger.keep_outside(outside)?;
        Ok(ledger)
    }

    /// Makes a ledger under a name that is free, without a key: its log is not signed. It appears whole or not
    /// at all.
    pub fn create(path: &Path, stamp: &Stamp) -> Result<Ledger> {
        Ledger::make(path, stamp, None)
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
    /// is refused and left as it is; so is one of an older casus, until [`Ledger::upgrade`] was called.
    pub fn open(path: &Path, access: Access) -> Result<Ledger> {
        let ledger = Ledger::open_any_schema(path, access)?;
        let found = schema::found(&ledger.connection).at(path)?;
        if found < SCHEMA {
            return Err(Error::new(ErrorKind::OlderSchema { found, known: SCHEMA }, path));
        }
        Ok(ledger)
    }

    /// Opens a ledger of this schema or an older one.
    pub(crate) fn open_any_schema(path: &Path, access: Access) -> Result<Ledger> {
        check_sqlite(path)?;
        check_header(path).at(path)?;
        file::check_private(path).at(path)?;
        let alone = !has_neighbours(path);
        let identity = Identity::of(path).at(path)?;
        probe::probe(path, access).at(path)?;
        let connection = match connect(path, access) {
            // A folder that nothing can be written into. No log lies there, so the file alone is all there is.
            Err(error) if access == Access::Read && alone && error.kind == ErrorKind::Io => {
                connect_alone(path).at(path)?
            }
            connected => connected.at(path)?,
        };
        Ok(Ledger {
            connection,
            path: path.to_owned(),
            access,
            identity,
            _tidy: (alone && access == Access::Read).then(|| Tidy(path.to_owned())),
            noted: Cell::default(),
            keeper: None,
        })
    }
}

fn has_neighbours(path: &Path) -> bool {
    file::NEIGHBOURS.iter().any(|suffix| beside(path, suffix).symlink_metadata().is_ok())
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
    let name = random_name()?;
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
    checkpoint(&connection)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Copies the whole write-ahead log into the file.
pub(crate) fn checkpoint(connection: &Connection) -> Result<()> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 { Ok(()) } else { Err(Error::of(ErrorKind::Busy)) }
}

/// What the first hundred bytes say, read without SQLite.
fn check_header(path: &Path) -> Result<()> {
    if !fs::metadata(path)?.is_file() {
        return Err(Error::of(ErrorKind::Foreign));
    }
    let mut header = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut header)?;
    let number = |at: usize| header[at..at + 4].iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION {
        return Err(Error::of(ErrorKind::Foreign));
    }
    let found = number(60);
    if found > SCHEMA {
        return Err(Error::of(ErrorKind::NewerSchema { found, known: SCHEMA }));
    }
    Ok(())
}

/// A connection with everything set that a ledger relies on.
pub(crate) fn connect(path: &Path, access: Access) -> Result<Connection> {
    let mode = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    set(&connection)?;
    if access == Access::Write {
        if connection.is_readonly(rusqlite::MAIN_DB)? {
            return Err(Error::of(ErrorKind::Permissions).because("it may not be written to"));
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
    }
    // Whatever is wrong shows now, not at the first question.
    schema::found(&connection)?;
    Ok(connection)
}

/// A connection to a file that nobody changes; nothing is written beside it.
pub(crate) fn connect_alone(path: &Path) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags([&uri(path)?, "?immutable=1"].concat(), flags)?;
    set(&connection)?;
    Ok(connection)
}

/// A connection that leaves the write-ahead log as it is when it is closed. Where nobody else has the file open,
/// it does not make or change the shared memory beside it either.
pub(crate) fn connect_to_look(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if !beside(path, "-shm").exists() {
        // Before anything is read; after that it would be too late.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    }
    set(&connection)?;
    Ok(connection)
}

fn set(connection: &Connection) -> Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(256);
    // A statement keeps the plan it was prepared with; without this, SQLite plans some anew for each value they are given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(())
}

/// `file:` and the path, with every byte that could mean something else written as a number.
fn uri(path: &Path) -> Result<String> {
    let path = std::path::absolute(path)?;
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                uri.push(char::from(*byte))
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(uri)
}

/// Takes away the empty log and the shared memory that reading put beside a ledger, once that is closed.
#[derive(Debug)]
pub(crate) struct Tidy(PathBuf);

impl Drop for Tidy {
    fn drop(&mut self) {
        let log = fs::metadata(beside(&self.0, "-wal")).map_or(0, |log| log.len());
        if log == 0 && beside(&self.0, "-shm").exists() {
            // SQLite does so when the last connection that may write is closed. Left behind, they are untidy, not wrong.
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let _ = Connection::open_with_flags(&self.0, flags).map(|connection| schema::found(&connection));
        }
    }
}
