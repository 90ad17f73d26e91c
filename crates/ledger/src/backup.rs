//! Backups taken while others write, and bringing one back.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;

use crate::error::At;
use crate::file::{self, Draft, beside};
use crate::open::{checkpoint, connect};
use crate::probe::quick_check;
use crate::{Access, Error, ErrorKind, Ledger, Result};

/// Pages that are copied at a time.
const PORTION: i32 = 4096;

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Bytes of the copy.
    pub bytes: u64,
    /// Where the ledger that stood in its place is now.
    pub kept: Option<PathBuf>,
}

impl Ledger {
    /// Copies the ledger as it is at this moment, while others go on writing. Everything that was acknowledged
    /// before the call is in the copy. A name that is taken is refused. The copy appears whole or not at all.
    pub fn backup(&self, to: &Path) -> Result<Copied> {
        let connection = connect(&self.path, Access::Read).at(&self.path)?;
        let bytes = copy(&connection, to)?;
        Ok(Copied { bytes, kept: None })
    }

    /// Brings a backup back under a name, after looking through all of it. Where a ledger has the name, `replace`
    /// has to be set; that ledger is kept beside (`NAME.casus.1.old`), and nobody may have it open.
    pub fn restore(backup: &Path, to: &Path, replace: bool) -> Result<Copied> {
        let source = Ledger::open_any_schema(backup, Access::Read)?;
        quick_check(&source.connection).at(backup)?;
        if to.symlink_metadata().is_err() {
            let bytes = copy(&source.connection, to)?;
            return Ok(Copied { bytes, kept: None });
        }
        if !replace {
            return Err(Error::new(ErrorKind::Exists, to));
        }
        if file::Identity::of(backup).at(backup)? == file::Identity::of(to).at(to)? {
            return Err(Error::new(ErrorKind::Exists, to).because("it is the backup itself"));
        }
        let draft = Draft::beside(to)?;
        fill(&source.connection, &draft.0).at(&draft.0)?;
        let bytes = fs::metadata(&draft.0).at(&draft.0)?.len();
        let kept = swap(&draft.0, to)?;
        Ok(Copied { bytes, kept: Some(kept) })
    }
}

/// Copies what a connection sees into a new file.
pub(crate) fn copy(from: &Connection, to: &Path) -> Result<u64> {
    file::check_free(to)?;
    let draft = Draft::beside(to)?;
    fill(from, &draft.0).at(to)?;
    let bytes = fs::metadata(&draft.0).at(to)?.len();
    file::publish(&draft.0, to).at(to)?;
    Ok(bytes)
}

/// All portions are of one moment: the connection reads from one snapshot until the copy is done.
fn fill(from: &Connection, draft: &Path) -> Result<()> {
    let mut to = Connection::open(draft)?;
    // The draft is thrown away when anything fails, and made durable when it is whole.
    to.pragma_update(None, "synchronous", "OFF")?;
    from.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
    let copied = portions(from, &mut to);
    from.execute_batch("COMMIT")?;
    copied?;
    to.close().map_err(|(_, error)| error)?;
    fs::File::open(draft)?.sync_all()?;
    Ok(())
}

fn portions(from: &Connection, to: &mut Connection) -> Result<()> {
    let backup = Backup::new(from, to)?;
    loop {
        match backup.step(PORTION)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(Error::of(ErrorKind::Busy)),
        }
    }
}

/// Puts a finished file in the place of a ledger, which gets another name. At no moment is there none.
fn swap(finished: &Path, name: &Path) -> Result<PathBuf> {
    let kept = free_name(name)?;
    let guard = guard(name)?;
    fs::hard_link(name, &kept).at(&kept)?;
    for suffix in file::NEIGHBOURS {
        let log = beside(name, suffix);
        if guard.is_none() && log.symlink_metadata().is_ok() {
            fs::rename(&log, beside(&kept, suffix)).at(&log)?;
        }
    }
    fs::rename(finished, name).at(name)?;
    drop(guard);
    file::sync_folder(name).at(name)?;
    Ok(kept)
}

/// Keeps everybody from opening the ledger that is replaced, with nothing left in its log; closing it leaves the
/// log of its successor alone. None where it cannot be opened: then it is moved with its log.
fn guard(path: &Path) -> Result<Option<Connection>> {
    if let Err(error) = Ledger::open_any_schema(path, Access::Write) {
        return match error.kind {
            ErrorKind::Busy | ErrorKind::Io | ErrorKind::Full => Err(error),
            _ => Ok(None),
        };
    }
    let connection = connect(path, Access::Write).at(path)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).at(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(1)).at(path)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE").at(path)?;
    connection.execute_batch("BEGIN IMMEDIATE; COMMIT").at(path)?;
    checkpoint(&connection).at(path)?;
    Ok(Some(connection))
}

/// `NAME.casus.1.old`, 2, 3 …
fn free_name(path: &Path) -> Result<PathBuf> {
    let mut names = (1..1000).map(|number| beside(path, &format!(".{number}.old")));
    names
        .find(|name| file::check_free(name).is_ok())
        .ok_or_else(|| Error::new(ErrorKind::Exists, &beside(path, ".1.old")))
}
