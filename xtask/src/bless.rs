//! `cargo bless`: takes what the program says now as what it should say: generated pages, the floors under
//! the scores, and the page of scores. The diff is to be read like code.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Result, docs};

const HEAD: &str = "\
# Accuracy

Written by `cargo bless` from `casus eval --markdown`; change the program, not this page.
Precision, recall and F1 on our own reports in `corpus/gold`, with the 95 % interval of F1 over claims drawn anew.
The rules were written with these reports at hand: the figures say that nothing got worse, not how casus does on text it has never seen.
What a facet compares stands in `crates/eval/src/facet.rs`; the floors stand in `corpus/baseline.toml`.

";

/// Rewrites the generated pages, `docs/eval.md` and `corpus/baseline.toml`. Floors of one corpus only rise.
pub fn bless(root: &Path) -> Result<()> {
    docs::write(root)?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--package", "casus-cli", "--", "eval", "--bless", "--markdown"])
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        return Err(format!("casus eval failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    fs::write(root.join("docs/eval.md"), HEAD.to_owned() + &String::from_utf8(output.stdout)?)?;
    println!("wrote docs/eval.md and corpus/baseline.toml");
    Ok(())
}
