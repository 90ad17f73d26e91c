//! Patterns that a shell left alone, as `reports/**/*.html`: the files and folders that they name, sorted.
//!
//! As in a shell, a star stays inside one folder, `**` goes down any number of them, and names that begin with
//! a dot must be asked for. Links to folders are not followed, so that none is entered twice.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::super::Refused;
use super::DEPTH;

const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Whether an argument is a pattern: it has the signs of one, and no file has that name.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.contains(SIGNS)) && fs::symlink_metadata(path).is_err()
}

const SIGNS: [char; 3] = ['*', '?', '['];

/// What a pattern names: files and folders, or files alone where it goes down into folders by itself.
pub(super) fn matches(path: &Path) -> Result<Vec<PathBuf>, Refused> {
    let text = path.to_string_lossy();
    let pattern = Pattern::new(&text).map_err(|cause| {
        let why = format!("as a pattern for names it is not well formed: {cause}");
        Refused::new("there is no such file", &why, "check the name, or write [[] for a bracket in it")
    })?;
    let (folder, rest) = split(path);
    let goes_down = rest.iter().any(|part| part == "**");
    let depth = if goes_down { DEPTH } else { rest.len() };
    let mut found = Vec::new();
    let is_wanted = |path: &Path| (!goes_down || path.is_file()) && pattern.matches_path_with(path, OPTIONS);
    walk(&folder, depth, &is_wanted, &mut found).map_err(|cause| Refused::unopened(&cause))?;
    if found.is_empty() {
        let why = "no file or folder has a name that fits this pattern";
        return Err(Refused::new("nothing to read", why, "check the folder and the pattern with `ls`"));
    }
    found.sort();
    Ok(found)
}

/// The folder above the first part with a sign, and the parts below it.
fn split(path: &Path) -> (PathBuf, Vec<String>) {
    let parts: Vec<_> =
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let signs = parts.iter().position(|part| part.contains(SIGNS)).unwrap_or(parts.len());
    (parts[..signs].iter().collect(), parts[signs..].to_vec())
}

/// Everything wanted at most so many folders down.
fn walk(
    folder: &Path,
    depth: usize,
    is_wanted: &dyn Fn(&Path) -> bool,
    found: &mut Vec<PathBuf>,
) -> io::Result<()> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = match fs::read_dir(here) {
        // A pattern in a folder that is not there names nothing.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if is_wanted(&path) {
            found.push(path.clone());
        }
        if depth > 1 && entry.file_type()?.is_dir() {
            walk(&path, depth - 1, is_wanted, found)?;
        }
    }
    Ok(())
}
