//! What a ledger that is written to knows of the outside: its key, and where its newest checkpoint goes.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::json;

use super::key::SigningKey;
use super::note::Checkpoint;
use super::outer::{self, Kept, Outside};
use super::seal;
use crate::entry::{NewEntry, append_entry, ledger_id};
use crate::error::At as _;
use crate::{Access, Error, ErrorKind, Ledger, Result, Stamp};

/// The key and the place of checkpoints.
pub(crate) struct Keeper {
    key: SigningKey,
    checkpoint: PathBuf,
    /// A checkpoint could not be kept outside: why.
    trouble: Option<Error>,
}

impl std::fmt::Debug for Keeper {
    /// The secret is not shown.
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        to.debug_struct("Keeper").field("checkpoint", &self.checkpoint).finish_non_exhaustive()
    }
}

/// The name of a ledger's log.
fn origin(ledger: &str) -> String {
    format!("casus/{ledger}")
}

impl Ledger {
    /// The id of the ledger: what its key and its checkpoints outside are called after.
    pub fn id(&self) -> Result<String> {
        ledger_id(&self.connection).at(&self.path)
    }

    /// Signs with a new key from here on, where the ledger had none or its key was lost.
    pub fn new_key(&mut self, stamp: Stamp, outside: &Outside) -> Result<()> {
        let group = self.group(stamp)?;
        let ledger = group.id()?;
        group.write(|connection| new_key(connection, group.stamp(), &ledger, outside))?;
        group.commit()?;
        self.keep_outside(outside)
    }

    /// From here on checkpoints are signed with the ledger's key, which is in one folder, and the newest is
    /// kept in another. Without this none are made, and the next who has the key signs what was written
    /// meanwhile too.
    pub fn keep_outside(&mut self, outside: &Outside) -> Result<()> {
        let ledger = self.id()?;
        let path = outside.key(&ledger);
        let key = SigningKey::read(&path).map_err(Error::from).at(&path)?;
        let noted: Option<String> =
            self.first("SELECT value FROM meta WHERE name = 'key'", [], |row| Ok(row.get(0)?))?;
        if noted != Some(key.public().to_string()) {
            return Err(
                Error::new(ErrorKind::Malformed, &path).because("this is not the key that the ledger notes")
            );
        }
        self.keeper = Some(Keeper { key, checkpoint: outside.checkpoint(&ledger), trouble: None });
        Ok(())
    }

    /// Why the last checkpoint could not be kept outside, where it could not. The ledger itself is safe.
    pub fn trouble_outside(&self) -> Option<&Error> {
        self.keeper.as_ref()?.trouble.as_ref()
    }

    /// Ends the work with a ledger: signs what was not signed yet, and keeps the checkpoint outside.
    /// A ledger that is dropped instead loses nothing; the next who closes it signs.
    pub fn close(mut self) -> Result<()> {
        if self.access == Access::Write && self.keeper.is_some() {
            self.run("BEGIN IMMEDIATE")?;
            let sealed = self.sealed_if_due(1);
            self.run(if sealed.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
            self.keep_checkpoint(sealed?);
            if let Some(trouble) = self.keeper.take().and_then(|keeper| keeper.trouble) {
                return Err(trouble);
            }
        }
        if self.access == Access::Write { self.settle() } else { Ok(()) }
    }

    /// Inside a transaction: a checkpoint, where so many entries came after the last.
    pub(crate) fn sealed_if_due(&self, after: u64) -> Result<Option<Checkpoint>> {
        let Some(keeper) = &self.keeper else { return Ok(None) };
        let seal = || match seal::is_due(&self.connection, after)? {
            true => seal::seal(&self.connection, &keeper.key).map(Some),
            false => Ok(None),
        };
        seal().at(&self.path)
    }

    /// After the transaction: keeps it outside.
    pub(crate) fn keep_checkpoint(&mut self, sealed: Option<Checkpoint>) {
        let (Some(keeper), Some(checkpoint)) = (&mut self.keeper, sealed) else { return };
        let root_at = |size| seal::root_at(&self.connection, size);
        keeper.trouble = match outer::keep(&keeper.checkpoint, &checkpoint, root_at) {
            Ok(Kept::Written) => None,
            Ok(Kept::Contradicted) => Some(contradicted(&keeper.checkpoint)),
            Err(error) => Some(Error::from(error).at(&keeper.checkpoint)),
        };
    }
}

/// Makes a signing key from the randomness of the system, keeps it in its folder, and notes it in the log.
/// A key file that is there is never replaced: one that was left when this failed the last time is taken.
pub(crate) fn new_key(connection: &Connection, stamp: &Stamp, ledger: &str, outside: &Outside) -> Result<()> {
    let path = outside.key(ledger);
    let key = match SigningKey::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => SigningKey::generate(&origin(ledger))
            .and_then(|key| key.write_new(&path).map(|()| key))
            .map_err(Error::from)
            .at(&path)?,
        read => read.map_err(Error::from).at(&path)?,
    };
    let key = key.public().to_string();
    let detail = json!({ "key": key });
    append_entry(connection, stamp, &NewEntry { verb: "key", object: ledger, detail, wrote: None })?;
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('key', ?1)", [&key])?;
    Ok(())
}

fn contradicted(path: &Path) -> Error {
    let why = "the checkpoint kept outside is not one that this ledger has made: the ledger may have been put back \
               to an earlier day or changed. Run casus verify; if all is well, move the checkpoint away";
    Error::new(ErrorKind::Damaged, path).because(io::Error::other(why))
}
