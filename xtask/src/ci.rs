//! `cargo xtask ci`: everything that must hold. The list is the Makefile's, so that there is one.

use std::path::Path;
use std::process::Command;

use crate::{Result, ready};

/// `cargo xtask ready`, then `make test`.
pub fn ci(root: &Path) -> Result<()> {
    ready::ready(root)?;
    ready::run(Command::new("make").arg("test").current_dir(root))
}
