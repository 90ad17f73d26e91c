//! What a setup is doing, one line at a time.

use std::fmt;
use std::path::PathBuf;

/// A step of a setup. Displayed as one line without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Everything is there already.
    Present(PathBuf),
    /// Another setup is at work in this folder.
    Waiting(PathBuf),
    /// A package is being brought.
    Fetching {
        /// Its name and version.
        package: String,
        /// Its size in bytes.
        bytes: u64,
        /// Which one of how many.
        nth: (usize, usize),
    },
    /// A package that was brought before is used.
    Kept(String),
    /// A package was taken out of the folder given.
    Taken(PathBuf),
    /// A pack is being made.
    Converting(&'static str),
    /// A pack was put in place.
    Wrote {
        /// Where.
        file: PathBuf,
        /// Its size in bytes.
        bytes: u64,
    },
}

impl fmt::Display for Progress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Progress::Present(folder) => write!(formatter, "packs are already in {}", folder.display()),
            Progress::Waiting(folder) => {
                write!(formatter, "another setup is at work in {}, waiting for it", folder.display())
            }
            Progress::Fetching { package, bytes, nth: (nth, of) } => {
                write!(formatter, "[{nth}/{of}] bringing {package} ({})", megabytes(*bytes))
            }
            Progress::Kept(package) => write!(formatter, "using {package}, brought before"),
            Progress::Taken(file) => write!(formatter, "taking {}", file.display()),
            Progress::Converting(pack) => write!(formatter, "making {pack}"),
            Progress::Wrote { file, bytes } => {
                write!(formatter, "wrote {} ({})", file.display(), megabytes(*bytes))
            }
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
