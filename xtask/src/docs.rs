//! `cargo xtask docs`: pages that are printed from the program, and whether they are up to date.

use std::fs;
use std::path::Path;

use crate::{Result, data};

/// Every generated page: its path, and what it should say.
fn pages(root: &Path) -> Result<Vec<(&'static str, String)>> {
    Ok(vec![("docs/data.md", data::page(root)?)])
}

/// Writes the pages that changed and says which.
pub fn write(root: &Path) -> Result<()> {
    for (path, page) in stale(root)? {
        fs::write(root.join(path), page)?;
        println!("wrote {path}");
    }
    Ok(())
}

/// Fails when a page is not what the program would print now.
pub fn check(root: &Path) -> Result<()> {
    let stale: Vec<&str> = stale(root)?.into_iter().map(|(path, _)| path).collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("out of date: {}; run `cargo xtask docs`", stale.join(", ")).into())
}

fn stale(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let mut pages = pages(root)?;
    pages.retain(|(path, page)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(page));
    Ok(pages)
}
