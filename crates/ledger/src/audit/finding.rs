//! What an examination of a ledger can find.

use std::fmt;

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Finding {
    /// Numbers of entries are missing or come twice.
    Gap {
        /// The number that is there.
        before: u64,
        /// The number that should be there.
        expected: u64,
    },
    /// An entry does not name the hash of the one before.
    Unchained {
        /// Its number.
        entry: u64,
    },
    /// An entry does not have the hash it bears.
    Edited {
        /// Its number.
        entry: u64,
    },
    /// An entry is blank, and no retraction says that it should be.
    Blanked {
        /// Its number.
        entry: u64,
    },
    /// An entry cannot be understood.
    Unreadable {
        /// Its number.
        entry: u64,
        /// Why.
        why: String,
    },
    /// The log is shorter than a checkpoint says.
    Shorter {
        /// How many entries there are.
        entries: u64,
        /// How many there were.
        size: u64,
        /// True for a checkpoint kept outside.
        outside: bool,
    },
    /// The log has another root than a checkpoint says, at its size.
    OtherRoot {
        /// How many entries there were.
        size: u64,
        /// True for a checkpoint kept outside.
        outside: bool,
    },
    /// A checkpoint is not signed by the ledger's key.
    NotSigned {
        /// How many entries there were.
        size: u64,
        /// True for a checkpoint kept outside.
        outside: bool,
    },
    /// A checkpoint is of another log.
    OtherLog {
        /// The log it names.
        origin: String,
    },
    /// A checkpoint in the ledger cannot be read.
    BadCheckpoint {
        /// The size it is kept under.
        size: u64,
    },
    /// The ledger names another key than the one that was handed in.
    OtherKey,
    /// A row of a table is not what its entry says.
    Row {
        /// Which: `document sha256:…`, `decision 12` …
        what: String,
        /// How it differs.
        how: Difference,
        /// The entry that wrote it, where known.
        entry: Option<u64>,
    },
    /// What is made from the rest, and can be made again, is not as the rest says.
    Derived {
        /// Of what.
        of: Of,
        /// How many.
        count: u64,
        /// The first of them.
        first: Vec<String>,
    },
}

/// What is made from versions and readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// The days, points and words by which incidents are found.
    Incidents,
    /// The documents behind incidents.
    Documents,
    /// The claims behind incidents.
    Claims,
    /// The keys and edges by which accounts are found.
    Accounts,
    /// The keys by which near-copies are found.
    Copies,
    /// Which version of a page is the last.
    Pages,
    /// The full text.
    Words,
    /// The ids that incidents were given.
    Ids,
    /// Rows that are no rows of casus at all.
    Rows,
}

impl Of {
    /// All of them.
    pub(crate) const ALL: [Of; 8] =
        [Of::Incidents, Of::Documents, Of::Claims, Of::Accounts, Of::Copies, Of::Pages, Of::Words, Of::Ids];

    fn remedy(self) -> &'static str {
        match self {
            Of::Accounts => {
                "`casus verify --rebuild` makes their keys anew, and `casus reread` the accounts themselves"
            }
            _ => "`casus verify --rebuild` makes this anew",
        }
    }

    fn told(self) -> &'static str {
        match self {
            Of::Incidents => "incidents are not found by what they say",
            Of::Documents => "incidents have other documents behind them than they say",
            Of::Claims => "claims do not stand behind the incident that has them",
            Of::Accounts => "accounts are not compared as they should be",
            Of::Copies => "documents are not compared with their copies as they should be",
            Of::Pages => "versions of a page are taken for the last, or for replaced, and are not",
            Of::Rows => "tables that help to find have rows that casus did not write",
            Of::Ids => "ids of incidents would be given once more",
            Of::Words => "texts are not in the index of words, or are no more and still in it",
        }
    }
}

/// How a row differs from what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// It was changed.
    Changed,
    /// It is gone.
    Missing,
    /// No entry tells of it.
    Unknown,
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let which =
            |outside: &bool| if *outside { "the checkpoint kept outside" } else { "a checkpoint in it" };
        match self {
            Finding::Gap { before, expected } => {
                write!(
                    to,
                    "entry {expected} should come next, but entry {before} does: entries were removed, added or moved"
                )
            }
            Finding::Unchained { entry } => {
                write!(to, "entry {entry} does not follow the one before it: one of them was replaced")
            }
            Finding::Edited { entry } => write!(to, "entry {entry} was changed after it was written"),
            Finding::Blanked { entry } => {
                write!(to, "what entry {entry} told was removed, and no retraction says so")
            }
            Finding::Unreadable { entry, why } => write!(to, "entry {entry} cannot be understood: {why}"),
            Finding::Shorter { entries, size, outside } => write!(
                to,
                "the log has {entries} entries, but {} says {size}: its end was cut off, or the file was put back to an earlier day",
                which(outside)
            ),
            Finding::OtherRoot { size, outside } => {
                write!(to, "the first {size} entries are not those that {} was made of", which(outside))
            }
            Finding::NotSigned { size, outside } => {
                write!(to, "{} (of {size} entries) is not signed by the key of this ledger", which(outside))
            }
            Finding::OtherLog { origin } => write!(to, "the checkpoint is of another ledger ({origin})"),
            Finding::BadCheckpoint { size } => write!(to, "the checkpoint of {size} entries cannot be read"),
            Finding::OtherKey => to.write_str("the ledger names another signing key than yours"),
            Finding::Derived { of, count, first } => {
                let more = if *count > first.len() as u64 { " …" } else { "" };
                write!(to, "{count} {} ({}{more}): {}", of.told(), first.join(", "), of.remedy())
            }
            Finding::Row { what, how, entry } => {
                let how = match how {
                    Difference::Changed => "was changed",
                    Difference::Missing => "is gone",
                    Difference::Unknown => "was added, and no entry tells of it",
                };
                write!(to, "{what} {how}")?;
                entry.map_or(Ok(()), |entry| write!(to, " (entry {entry} wrote it)"))
            }
        }
    }
}
