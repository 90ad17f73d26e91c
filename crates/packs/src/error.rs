//! Why a pack is not there, told so that the reader knows what to do next.

use std::fmt::Display;
use std::path::Path;

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// No folder could be chosen for the packs.
    Folder,
    /// The packs are not there, or were made from something else.
    Missing,
    /// A package client is not on this machine.
    Client,
    /// A package client failed or took too long.
    Download,
    /// A package is not in the folder given with `--from`.
    From,
    /// A package is not the one that was pinned.
    Checksum,
    /// A package could not be converted.
    Convert,
    /// A file could not be written or read.
    File,
    /// Another setup has been at work for too long.
    Busy,
}

/// A failure: what went wrong, why, and what to do about it. Displayed as three lines or more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}\n  why: {why}\n  do:  {remedy}")]
pub struct Error {
    /// Kind of failure.
    pub kind: ErrorKind,
    /// What went wrong, in a fragment.
    pub what: String,
    /// Why.
    pub why: String,
    /// What the user can do.
    pub remedy: String,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        what: impl Into<String>,
        why: impl Display,
        remedy: impl Into<String>,
    ) -> Error {
        Error { kind, what: what.into(), why: why.to_string(), remedy: remedy.into() }
    }

    pub(crate) fn file(action: &str, path: &Path, cause: impl Display) -> Error {
        Error::new(
            ErrorKind::File,
            format!("cannot {action} {}", path.display()),
            cause,
            "check that the folder exists, that you may write to it and that the disk is not full, then run \
             `casus setup` again; set CASUS_DATA to use another folder",
        )
    }
}
