//! Files that appear all at once: written aside, brought to disk, then renamed into place.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Error;

/// Prefix of the folder a setup works in. It stays only when a setup is killed, and the next removes it.
const WORKSHOP: &str = ".casus-setup-";

/// A folder to work in and the files in it that wait to be put in place.
pub(crate) struct Stage {
    folder: PathBuf,
    workshop: TempDir,
    files: Vec<(PathBuf, PathBuf)>,
}

impl Stage {
    /// Opens a workshop inside `folder`, so that a rename never crosses a file system.
    pub(crate) fn open(folder: &Path) -> Result<Stage, Error> {
        let workshop = tempfile::Builder::new().prefix(WORKSHOP).tempdir_in(folder);
        let workshop = workshop.map_err(|cause| Error::file("write in", folder, cause))?;
        Ok(Stage { folder: folder.to_owned(), workshop, files: Vec::new() })
    }

    /// Where to put what is not meant to last.
    pub(crate) fn workshop(&self) -> &Path {
        self.workshop.path()
    }

    /// Writes a file aside and waits until the disk has it.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let place = self.folder.join(name);
        let aside = self.workshop().join(format!("{}.part", self.files.len()));
        let written = File::create(&aside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|cause| Error::file("write", &place, cause))?;
        self.files.push((aside, place));
        Ok(())
    }

    /// Renames all files into place, in the order they were written.
    pub(crate) fn commit(self) -> Result<(), Error> {
        for (_, place) in &self.files {
            let parent = place.parent().unwrap_or(&self.folder);
            fs::create_dir_all(parent).map_err(|cause| Error::file("make", parent, cause))?;
        }
        for (aside, place) in &self.files {
            fs::rename(aside, place).map_err(|cause| Error::file("write", place, cause))?;
        }
        sync_folder(&self.folder);
        Ok(())
    }
}

/// A rename is safe from a power cut once its folder is on disk. Where folders cannot be synced the files
/// are still whole, and a lock that does not fit them is noticed.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Removes the workshops of setups that were killed. Only the holder of the lock may do so.
pub(crate) fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(WORKSHOP) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
