//! The audit log for those who read it.

use crate::entry::{ENTRY, Entry, stored};
use crate::{Ledger, Result};

impl Ledger {
    /// The last entries of the log, the last first, at most so many.
    pub fn entries(&self, limit: usize) -> Result<Vec<Entry>> {
        let sql = [ENTRY, "ORDER BY seq DESC LIMIT ?1"].concat();
        self.all(&sql, [i64::try_from(limit).unwrap_or(i64::MAX)], stored)
    }
}
