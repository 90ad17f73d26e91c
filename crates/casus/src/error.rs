//! What can stop casus from opening: packs and knowledge. Text never does.

use std::fmt::Display;
use std::path::Path;

/// Something that reading needs cannot be opened: what, why, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {why}\n{remedy}")]
pub struct Error {
    /// What cannot be opened.
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
}
