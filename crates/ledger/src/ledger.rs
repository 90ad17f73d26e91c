//! A ledger that is open.

use std::cell::Cell;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Params, Row};

use crate::audit::{EVERY, Keeper};
use crate::error::At;
use crate::file::Identity;
use crate::open::Tidy;
use crate::{Error, ErrorKind, Result, Stamp, words};

/// What a ledger is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading only: the file is not changed, and no writer is waited for.
    Read,
    /// Reading and writing. Many may have the file open so; one group of changes at a time is made.
    Write,
}

/// An open ledger. What it reads is what was last committed; inside a [`Group`] also what the group has changed.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) access: Access,
    pub(crate) identity: Identity,
    /// Documents noted to be indexed since the last time that all were.
    pub(crate) noted: Cell<usize>,
    /// What signs the log and keeps checkpoints outside.
    pub(crate) keeper: Option<Keeper>,
    /// Where nothing lay beside the file before it was opened for reading. Dropped after the connection.
    pub(crate) _tidy: Option<Tidy>,
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if self.noted.get() > 0 && self.connection.busy_timeout(Duration::ZERO).is_ok() {
            // Where another is writing, that one will do it.
            let _ = self.settle();
        }
    }
}

impl Ledger {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it was opened for.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Begins a group of changes, waiting for another writer to finish its own. Nothing of it is seen by
    /// others, and nothing is kept, until [`Group::commit`] returns.
    pub fn group(&mut self, stamp: Stamp) -> Result<Group<'_>> {
        if self.access == Access::Read {
            return Err(Error::new(ErrorKind::Internal, &self.path).because("opened for reading only"));
        }
        self.run("BEGIN IMMEDIATE")?;
        let group = Group { ledger: self, stamp, open: true, failed: Cell::new(false) };
        group.ledger.identity.check(&group.ledger.path)?;
        Ok(group)
    }

    /// Every row of a question.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        all(&self.connection, sql, params, read).at(&self.path)
    }

    /// The first row of a question.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        first(&self.connection, sql, params, read).at(&self.path)
    }

    /// One statement without parameters.
    pub(crate) fn run(&self, sql: &'static str) -> Result<()> {
        let done = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(drop).map_err(|error| Error::from(error).at(&self.path))
    }
}

/// Every row of a question.
pub(crate) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// The first row of a question.
pub(crate) fn first<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(read).transpose()
}

/// Changes that are kept together or not at all. Dropped without [`Group::commit`], none is kept.
///
/// A change that fails may have been made by half, so a group in which one failed cannot be committed, unless it
/// failed inside [`Group::attempt`], which undoes it.
#[derive(Debug)]
pub struct Group<'l> {
    ledger: &'l mut Ledger,
    stamp: Stamp,
    open: bool,
    failed: Cell<bool>,
}

/// Whatever a ledger can be asked, a group can be asked; it sees its own changes.
impl Deref for Group<'_> {
    type Target = Ledger;

    fn deref(&self) -> &Ledger {
        self.ledger
    }
}

impl Group<'_> {
    /// Makes the group durable: once this returns, neither a crash nor a power loss takes it back.
    ///
    /// Where enough entries came since, a signed checkpoint is kept with it, and outside. What goes wrong
    /// outside does not undo the group; [`Ledger::trouble_outside`] tells of it.
    pub fn commit(mut self) -> Result<()> {
        if self.failed.get() {
            return Err(Error::new(ErrorKind::Undone, &self.ledger.path));
        }
        self.connection()?;
        let sealed = self.ledger.sealed_if_due(EVERY)?;
        self.ledger.run("COMMIT")?;
        self.open = false;
        self.ledger.keep_checkpoint(sealed);
        if self.ledger.noted.get() >= words::MANY {
            // The group is safe by now, whatever comes of this.
            let _ = self.ledger.settle();
        }
        Ok(())
    }

    /// When and by whom the changes are made.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Does some work of which all or nothing is kept, while the rest of the group stays as it is: one document
    /// with all that was read in it.
    ///
    /// A full disk or a failing one undoes the whole group; then this and all later work fails.
    pub fn attempt<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.connection()?;
        self.ledger.run("SAVEPOINT attempt")?;
        let failed_before = self.failed.get();
        let done = work(self);
        self.connection()?;
        if done.is_err() {
            self.ledger.run("ROLLBACK TO attempt")?;
            self.failed.set(failed_before);
        }
        self.ledger.run("RELEASE attempt")?;
        done
    }

    /// Changes something.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        change(self.connection()?).map_err(|error| {
            self.failed.set(true);
            error.at(&self.ledger.path)
        })
    }

    /// The connection to write with. SQLite undoes a transaction by itself when the disk fails; what was
    /// written after that would be kept although the group was not.
    fn connection(&self) -> Result<&Connection> {
        if self.ledger.connection.is_autocommit() {
            return Err(Error::new(ErrorKind::Undone, &self.ledger.path));
        }
        Ok(&self.ledger.connection)
    }
}

impl Drop for Group<'_> {
    fn drop(&mut self) {
        if self.open && !self.ledger.connection.is_autocommit() {
            // Where even this fails, closing the connection undoes the group.
            let _ = self.ledger.run("ROLLBACK");
        }
    }
}
