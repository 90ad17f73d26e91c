//! Why bytes could not become a document, told so that the reader knows what to do next.

use crate::Format;

/// What kind of refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The reader that was handed in failed.
    Read,
    /// There is nothing but white space.
    Empty,
    /// More text than casus reads at once.
    TooLarge,
    /// A known format that is not plain text.
    Format(Format),
    /// Control bytes where letters should be.
    Binary,
    /// Text, but in a character set that is not UTF-8 or UTF-16.
    Encoding,
    /// Text in a language other than English.
    Language,
}

/// A refusal: what is wrong, why, and what to do about it. Displayed as three lines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}\n  why: {why}\n  do:  {remedy}")]
pub struct Error {
    /// Kind of refusal.
    pub kind: ErrorKind,
    /// What is wrong, in a fragment.
    pub what: String,
    /// Why casus refuses it.
    pub why: String,
    /// What the user can do.
    pub remedy: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, what: &str, why: impl Into<String>, remedy: &str) -> Error {
        Error { kind, what: what.to_owned(), why: why.into(), remedy: remedy.to_owned() }
    }

    /// True when casus was called wrongly or could not read at all (exit code 2), false when the
    /// document itself was refused and others may go on (exit code 3, quarantined).
    pub fn is_usage(&self) -> bool {
        match self.kind {
            ErrorKind::Read => true,
            ErrorKind::Empty
            | ErrorKind::TooLarge
            | ErrorKind::Format(_)
            | ErrorKind::Binary
            | ErrorKind::Encoding
            | ErrorKind::Language => false,
        }
    }
}
