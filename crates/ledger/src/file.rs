//! The file of a ledger among other files: its name, its permissions, its neighbours, and whether it is still
//! the one that was opened.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::{Error, ErrorKind, Result};

/// What SQLite may put beside a ledger while it is open.
pub(crate) const NEIGHBOURS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The file with something behind its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The folder that a file is in.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// An empty new file that only its owner may read. Fails where there is one.
pub(crate) fn new_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Refuses a file that others than its owner may open.
#[cfg(unix)]
pub(crate) fn check_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let cause = format!("others than its owner may open it (mode {mode:o}, should be 600)");
    Err(Error::new(ErrorKind::Permissions, path).because(cause))
}

#[cfg(not(unix))]
pub(crate) fn check_private(_path: &Path) -> Result<()> {
    Ok(())
}

/// Refuses a name that is taken, or beside which leftovers lie: SQLite would replay them into a new file.
pub(crate) fn check_free(path: &Path) -> Result<()> {
    let taken = [""].iter().chain(&NEIGHBOURS).map(|suffix| beside(path, suffix));
    match taken.into_iter().find(|path| path.symlink_metadata().is_ok()) {
        Some(taken) => Err(Error::new(ErrorKind::Exists, &taken)),
        None => Ok(()),
    }
}

/// Gives a finished file its name, never in place of another, and makes the name durable.
pub(crate) fn publish(finished: &Path, name: &Path) -> Result<()> {
    File::open(finished)?.sync_all()?;
    match fs::hard_link(finished, name) {
        Ok(()) => fs::remove_file(finished)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Error::new(ErrorKind::Exists, name));
        }
        // A file system without links.
        Err(_) if name.symlink_metadata().is_err() => fs::rename(finished, name)?,
        Err(error) => return Err(Error::from(error).at(name)),
    }
    sync_folder(name)
}

/// Makes the names in the folder of a file durable.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder(path))?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// A file that is removed again unless it was published under another name.
pub(crate) struct Draft(pub PathBuf);

impl Draft {
    /// A new private file beside the one that it will become.
    pub fn beside(path: &Path) -> Result<Draft> {
        for attempt in 0..100 {
            let draft = beside(path, &format!(".{}.{attempt}.new", std::process::id()));
            match new_private(&draft) {
                Ok(_) => return Ok(Draft(draft)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(Error::from(error).at(folder(path))),
            }
        }
        Err(Error::new(ErrorKind::Exists, &beside(path, ".new")))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        for suffix in [""].iter().chain(&NEIGHBOURS) {
            let _ = fs::remove_file(beside(&self.0, suffix));
        }
    }
}

/// Which file it is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity(u64, u64);

impl Identity {
    #[cfg(unix)]
    pub fn of(path: &Path) -> Result<Identity> {
        use std::os::unix::fs::MetadataExt;
        let file = fs::metadata(path)?;
        Ok(Identity(file.dev(), file.ino()))
    }

    #[cfg(not(unix))]
    pub fn of(path: &Path) -> Result<Identity> {
        fs::metadata(path)?;
        Ok(Identity(0, 0))
    }

    /// Refuses to go on where another file has the name now.
    pub fn check(self, path: &Path) -> Result<()> {
        match Identity::of(path) {
            Ok(now) if now == self => Ok(()),
            _ => Err(Error::new(ErrorKind::Replaced, path)),
        }
    }
}
