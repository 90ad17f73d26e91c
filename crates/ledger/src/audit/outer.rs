//! The checkpoint that is kept outside the ledger: a second path, best on another disk or another machine.
//!
//! The newest checkpoint takes the place of the one before, whole or not at all. But a checkpoint that says
//! something else than the ledger does is evidence, and is never replaced.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::key::{SigningKey, make_private_folder};
use super::note::Checkpoint;
use super::tree::Hash;
use crate::file::{beside, folder, new_private, sync_folder};

/// The folders for what must not lie beside the ledger. The caller chooses them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// For signing keys, one file a ledger: `<ledger id>.key`.
    pub keys: PathBuf,
    /// For the newest checkpoint, one file a ledger: `<ledger id>.checkpoint`.
    pub checkpoints: PathBuf,
}

impl Outside {
    /// Where the signing key of a ledger is.
    pub fn key(&self, ledger: &str) -> PathBuf {
        SigningKey::path(&self.keys, ledger)
    }

    /// Where the newest checkpoint of a ledger is.
    pub fn checkpoint(&self, ledger: &str) -> PathBuf {
        self.checkpoints.join(format!("{ledger}.checkpoint"))
    }
}

/// What became of a checkpoint that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is there.
    Written,
    /// What is there says something else than the ledger does, and was left.
    Contradicted,
}

/// The checkpoint in a file; none where there is no file.
pub fn read(path: &Path) -> io::Result<Option<Checkpoint>> {
    match fs::read_to_string(path) {
        Ok(note) => note.parse().map(Some).map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a checkpoint in the place of an earlier one of the same log, and makes it last.
/// `root_at` gives the root that the ledger had at a size, where it knows.
pub fn keep(path: &Path, checkpoint: &Checkpoint, root_at: impl Fn(u64) -> Option<Hash>) -> io::Result<Kept> {
    let is_earlier =
        |was: &Checkpoint| was.origin == checkpoint.origin && root_at(was.size) == Some(was.root);
    match read(path) {
        Ok(None) => {}
        Ok(Some(was)) if is_earlier(&was) => {}
        Ok(Some(_)) => return Ok(Kept::Contradicted),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(Kept::Contradicted),
        Err(error) => return Err(error),
    }
    make_private_folder(folder(path))?;
    let draft = beside(path, ".new");
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = new_private(&draft)?;
    file.write_all(checkpoint.to_string().as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    sync_folder(path).map_err(io::Error::other)?;
    Ok(Kept::Written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_checkpoint_is_replaced_and_another_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outside").join("bree.checkpoint");
        let key = SigningKey::generate("casus/bree").unwrap();
        let roots = |size: u64| Some([size as u8; 32]);
        let of = |size: u64| Checkpoint::sign(size, [size as u8; 32], &key);
        assert_eq!(read(&path).unwrap(), None);
        for size in [3, 3, 5] {
            assert_eq!(keep(&path, &of(size), roots).unwrap(), Kept::Written);
            assert_eq!(read(&path).unwrap(), Some(of(size)));
        }
        let rolled_back = |size: u64| if size < 5 { roots(size) } else { None };
        assert_eq!(keep(&path, &of(4), rolled_back).unwrap(), Kept::Contradicted);
        assert_eq!(read(&path).unwrap(), Some(of(5)));
        fs::write(&path, "something else").unwrap();
        assert_eq!(keep(&path, &of(6), roots).unwrap(), Kept::Contradicted);
    }
}
