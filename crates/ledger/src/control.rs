//! The control of the crash harness: a ledger that must be caught losing what it acknowledged.

use crate::error::At as _;
use crate::{Ledger, Result};

impl Ledger {
    /// Gives up safety from power loss (`synchronous = NORMAL`). For the crash harness alone, which must see
    /// that something is lost then; nobody else has a reason to call this.
    #[doc(hidden)]
    pub fn give_up_safety(&self) -> Result<()> {
        self.connection.pragma_update(None, "synchronous", "NORMAL").at(&self.path)
    }
}
