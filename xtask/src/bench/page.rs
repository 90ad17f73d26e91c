//! docs/performance.md: sections between marks, each written by its measurement.

use std::fs;
use std::path::Path;

use crate::Result;

const HEAD: &str = "\
# Performance

Written by `cargo xtask bench --corpora DIR`; change the program, not this page.
`cargo xtask bench SECTION` measures one section anew; the sections are `parity`, `engine`, `line`, `article`, `scaling`, `hostile`, `commits`, `linking`, `verify`, `find`, `reread`.
Seconds are those of the processor, in a process of its own.
Absolute figures belong to the machine they were taken on; ratios taken in one run carry over.
";

/// Puts a section in the place of its old text, or at the end.
pub fn put(root: &Path, name: &str, text: &str) -> Result<()> {
    let path = root.join("docs/performance.md");
    let page = fs::read_to_string(&path).unwrap_or_default();
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->\n"));
    let sections = page.find("<!-- ").map_or("", |start| &page[start..]);
    let section = format!("{open}\n{}\n{close}", text.trim());
    let place = sections.find(&open).zip(sections.find(&close));
    let sections = match place {
        Some((start, end)) => {
            format!("{}{section}\n{}", &sections[..start], sections[end + close.len()..].trim_start())
        }
        None => format!("{}{section}\n", sections),
    };
    fs::write(path, format!("{HEAD}\n{}\n", sections.trim_end()))?;
    Ok(())
}
