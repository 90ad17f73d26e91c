//! Why a ledger could not do what was asked: what kind of failure, which file, and the cause.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// What this crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of failure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no file of that name.
    NotFound,
    /// There is a file of that name already, or the leftovers of one.
    Exists,
    /// The file is something else than a ledger.
    Foreign,
    /// The file was a ledger, but parts of it are missing or changed.
    Damaged,
    /// A later casus wrote it.
    NewerSchema {
        /// The schema of the file.
        found: u32,
        /// The newest schema known here.
        known: u32,
    },
    /// An earlier casus wrote it, and it was opened for reading only.
    OlderSchema {
        /// The schema of the file.
        found: u32,
        /// The schema it has to be brought to.
        known: u32,
    },
    /// Others may read the file, or we may not.
    Permissions,
    /// Another process is writing, or has the file open when it has to be left alone.
    Busy,
    /// The disk is full.
    Full,
    /// The disk or the file system failed.
    Io,
    /// Another file stands where this ledger was opened.
    Replaced,
    /// The group was undone by an earlier failure; nothing of it was kept.
    Undone,
    /// A thing that was named is not in this ledger.
    Unknown(String),
    /// What was stored or handed in cannot be understood.
    Malformed,
    /// The SQLite in this program is older than the oldest that is safe.
    OldSqlite,
    /// The program itself is wrong.
    Internal,
}

/// A failure: its kind, the file, and the cause where there is one.
#[derive(Debug)]
pub struct Error {
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// The file.
    pub path: PathBuf,
    /// What lies behind it.
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, path: &Path) -> Error {
        Error { kind, path: path.to_owned(), cause: None }
    }

    /// A kind of failure whose file is filled in by [`Error::at`].
    pub(crate) fn of(kind: ErrorKind) -> Error {
        Error::new(kind, Path::new(""))
    }

    pub(crate) fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.cause = Some(cause.into());
        self
    }

    /// Says which file, unless that is known already.
    pub(crate) fn at(mut self, path: &Path) -> Error {
        if self.path.as_os_str().is_empty() {
            self.path = path.to_owned();
        }
        self
    }
}

/// Adds the file to an error on its way up.
pub(crate) trait At<T> {
    fn at(self, path: &Path) -> Result<T>;
}

impl<T, E: Into<Error>> At<T> for std::result::Result<T, E> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|error| error.into().at(path))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            ErrorKind::NotFound => write!(to, "there is no ledger {path}")?,
            ErrorKind::Exists => write!(to, "{path} exists already")?,
            ErrorKind::Foreign => write!(to, "{path} is not a ledger of casus")?,
            ErrorKind::Damaged => write!(to, "the ledger {path} is damaged")?,
            ErrorKind::NewerSchema { found, known } => write!(
                to,
                "the ledger {path} was written by a newer casus (its schema is {found}, this casus knows {known})"
            )?,
            ErrorKind::OlderSchema { found, known } => write!(
                to,
                "the ledger {path} was written by an older casus (its schema is {found}, this casus writes {known})"
            )?,
            ErrorKind::Permissions => write!(to, "the permissions of {path} are wrong")?,
            ErrorKind::Busy => write!(to, "another casus is at work on {path}")?,
            ErrorKind::Full => write!(to, "no space is left for {path}")?,
            ErrorKind::Io => write!(to, "cannot read or write {path}")?,
            ErrorKind::Replaced => write!(to, "another file took the place of {path}")?,
            ErrorKind::Undone => {
                write!(to, "this group of changes to {path} was undone by an earlier failure")?
            }
            ErrorKind::Unknown(what) => write!(to, "the ledger {path} has no {what}")?,
            ErrorKind::Malformed => write!(to, "cannot understand what is stored in {path}")?,
            ErrorKind::OldSqlite => write!(to, "the SQLite in this casus is too old to write {path} safely")?,
            ErrorKind::Internal => write!(to, "casus used the ledger {path} wrongly")?,
        }
        match &self.cause {
            Some(cause) => write!(to, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        Error::of(kind_of(&error)).because(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            io::ErrorKind::AlreadyExists => ErrorKind::Exists,
            io::ErrorKind::PermissionDenied => ErrorKind::Permissions,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::Full,
            _ => ErrorKind::Io,
        };
        Error::of(kind).because(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::of(ErrorKind::Malformed).because(error)
    }
}

fn kind_of(error: &rusqlite::Error) -> ErrorKind {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ErrorKind::Busy,
            ErrorCode::DiskFull => ErrorKind::Full,
            // No room for the memory that SQLite shares between processes.
            ErrorCode::SystemIoFailure
                if [ffi::SQLITE_IOERR_SHMOPEN, ffi::SQLITE_IOERR_SHMSIZE]
                    .contains(&failure.extended_code) =>
            {
                ErrorKind::Full
            }
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => ErrorKind::Io,
            ErrorCode::DatabaseCorrupt => ErrorKind::Damaged,
            ErrorCode::NotADatabase => ErrorKind::Foreign,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => ErrorKind::Permissions,
            _ => ErrorKind::Internal,
        },
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => ErrorKind::Malformed,
        _ => ErrorKind::Internal,
    }
}
