//! `cargo xtask ready`: the checks that take seconds, before a change is handed in.

use std::path::Path;
use std::process::Command;

use crate::{Result, docs, house};

/// Layout, lints, the house, and pages that are out of date. The first that fails ends it.
pub fn ready(root: &Path) -> Result<()> {
    cargo(root, &["fmt", "--all", "--check"])?;
    house(root)?;
    docs::check(root)?;
    cargo(root, &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])
}

/// Prints what is not as ARCHITECTURE.md promises.
pub fn house(root: &Path) -> Result<()> {
    let problems = house::problems(root);
    problems.iter().for_each(|problem| eprintln!("{problem}"));
    if problems.is_empty() { Ok(()) } else { Err(format!("{} broken promises", problems.len()).into()) }
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    // Cargo says which cargo runs this; a shell alias or another toolchain would be somebody else's.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo).args(arguments).current_dir(root))
}

/// Runs a command to its end, with its output where ours goes.
pub fn run(command: &mut Command) -> Result<()> {
    eprintln!("{}", format!("{command:?}").replace('"', ""));
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("failed: {status}").into()) }
}
