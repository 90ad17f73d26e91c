//! What can stop casus: packs and knowledge that cannot be opened, ledgers that cannot be used. Text never does.

use std::fmt::Display;
use std::path::Path;

use casus_ledger::ErrorKind;

/// Something cannot be opened or done: what, why, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {why}\n{remedy}")]
pub struct Error {
    /// What cannot be opened or done.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do.
    pub remedy: String,
}

impl Error {
    pub(crate) fn pack(path: &Path, cause: &dyn Display) -> Error {
        Error {
            what: format!("cannot open the pack {}", path.display()),
            why: cause.to_string(),
            remedy: "run `casus setup` to bring it, or `casus doctor` to see what is wrong".to_owned(),
        }
    }

    pub(crate) fn knowledge(cause: &dyn Display) -> Error {
        Error {
            what: "cannot use the knowledge in data/".to_owned(),
            why: cause.to_string(),
            remedy: "this is a fault in the build: mend the file and build again".to_owned(),
        }
    }

    /// What was asked cannot be done.
    pub(crate) fn refused(what: &str, why: &str, remedy: &str) -> Error {
        Error { what: what.to_owned(), why: why.to_owned(), remedy: remedy.to_owned() }
    }

    /// Something in a ledger cannot be understood.
    pub(crate) fn stored(what: &str, cause: &dyn Display) -> Error {
        Error {
            what: format!("cannot understand what the ledger keeps of {what}"),
            why: cause.to_string(),
            remedy: "run `casus verify`, and `casus reread` if that finds nothing".to_owned(),
        }
    }
}

impl From<casus_ledger::Error> for Error {
    fn from(error: casus_ledger::Error) -> Error {
        let remedy = match &error.kind {
            ErrorKind::Permissions if error.path.is_dir() => {
                "name a ledger in a folder that you may write to, or ask whoever keeps the folder for the right to"
            }
            kind => remedy(kind),
        };
        let remedy = remedy.to_owned();
        let what = match &error.kind {
            ErrorKind::Unknown(what) => format!("there is no {what}"),
            _ => "cannot use the ledger".to_owned(),
        };
        Error { what, why: error.to_string(), remedy }
    }
}

/// What a user can do about a ledger that cannot be used.
fn remedy(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "make one with `casus init`, or name another with --ledger",
        ErrorKind::Exists => "choose another name; nothing was overwritten",
        ErrorKind::Foreign => "name a ledger with --ledger; the file was left as it is",
        ErrorKind::Damaged => "restore a backup with `casus restore`; the file was left as it is",
        ErrorKind::NewerSchema { .. } => {
            "use the casus that wrote it, or a newer one; the file was left as it is"
        }
        ErrorKind::OlderSchema { .. } => {
            "bring it up to date with `casus migrate`, which keeps a backup; the file was left as it is"
        }
        ErrorKind::Permissions => "give it to yourself alone: `chmod 600` the file",
        ErrorKind::Busy => "wait until the other casus is done, and run this again",
        ErrorKind::Full => "make room on the disk and run this again; what was acknowledged is safe",
        ErrorKind::Io => "check the disk; what was acknowledged is safe",
        ErrorKind::Replaced => "see what moved the file, and run this again",
        ErrorKind::Undone => "see the first failure, mend it and run this again",
        ErrorKind::Unknown(_) => "check the name; `casus find` lists incidents",
        ErrorKind::Malformed => "run `casus verify`",
        ErrorKind::OldSqlite | ErrorKind::Internal => "this is a fault of casus: please report it",
        _ => "run `casus doctor`",
    }
}
