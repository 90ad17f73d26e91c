//! What the arguments hold, one report after another: files, folders of files, lines of JSON.
//!
//! Files are opened and lines are read only when their turn comes, so that a hundred thousand articles
//! need no more memory than a few.

#[path = "pattern.rs"]
mod pattern;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use casus::ingest::MAX_BYTES;

use super::Refused;
use crate::table::clean;

/// Folders inside folders that are looked into.
const DEPTH: usize = 32;

/// Ends of the names of files that hold an article a line, and of texts and pages.
const RECORDS: &[&str] = &["jsonl", "ndjson"];
const TEXTS: &[&str] = &["txt", "text", "html", "htm", "xhtml"];

/// One report to be read.
pub(crate) struct Item {
    /// Its name as the user knows it: a path, or a path and a line.
    pub name: String,
    pub content: Content,
}

pub(crate) enum Content {
    File(PathBuf),
    StandardInput,
    /// A line of a `.jsonl` file.
    Record(Vec<u8>),
    Refused(Refused),
}

type Items = Box<dyn Iterator<Item = Item> + Send>;

/// The reports of these arguments, in order; folders in order of name.
pub(crate) fn items(paths: &[PathBuf]) -> impl Iterator<Item = Item> + Send {
    paths.iter().flat_map(|path| of_path(path))
}

/// Whether an argument may hold more than one report.
pub(crate) fn holds_many(path: &Path) -> bool {
    path.is_dir() || has_end(path, RECORDS) || pattern::is_pattern(path)
}

fn of_path(path: &Path) -> Items {
    if path == Path::new("-") {
        return one("standard input".to_owned(), Content::StandardInput);
    }
    if !pattern::is_pattern(path) {
        return of_name(path);
    }
    match pattern::matches(path) {
        Ok(paths) => Box::new(paths.into_iter().flat_map(|path| of_name(&path))),
        Err(refused) => one(path.display().to_string(), Content::Refused(refused)),
    }
}

fn of_name(path: &Path) -> Items {
    if path.is_dir() {
        let (mut files, mut skipped) = (Vec::new(), Vec::new());
        if let Err(cause) = walk(path, DEPTH, &mut files, &mut skipped) {
            return refused(path, &cause);
        }
        if !skipped.is_empty() {
            anstream::eprintln!("{}", told_skipped(path, &skipped));
        }
        if files.is_empty() {
            let name = path.display().to_string();
            let hint = "give a folder with such files in it";
            let refused =
                Refused::new("nothing to read", "the folder holds no .txt, .html or .jsonl file", hint);
            return one(name, Content::Refused(refused));
        }
        return Box::new(files.into_iter().flat_map(|file| of_file(&file)));
    }
    of_file(path)
}

fn of_file(path: &Path) -> Items {
    if !has_end(path, RECORDS) {
        return one(path.display().to_string(), Content::File(path.to_owned()));
    }
    match File::open(path) {
        Ok(file) => {
            let reader = BufReader::new(file);
            Box::new(Records { name: path.display().to_string(), reader, line: 0, ended: false })
        }
        Err(cause) => refused(path, &cause),
    }
}

fn one(name: String, content: Content) -> Items {
    Box::new(std::iter::once(Item { name, content }))
}

fn refused(path: &Path, cause: &io::Error) -> Items {
    one(path.display().to_string(), Content::Refused(Refused::unopened(cause)))
}

/// Skipped files that are named.
const NAMED: usize = 5;

/// `reports: 2 files are no .txt, .html or .jsonl and were skipped: mail.eml, notes.docx`.
fn told_skipped(folder: &Path, skipped: &[PathBuf]) -> String {
    let names: Vec<String> = skipped
        .iter()
        .take(NAMED)
        .map(|file| clean(&file.strip_prefix(folder).unwrap_or(file).display().to_string()))
        .collect();
    let more = match skipped.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (files, are) = if skipped.len() == 1 { ("file", "is") } else { ("files", "are") };
    format!(
        "note: {}: {} {files} {are} no .txt, .html or .jsonl and skipped: {}{more}; give one by its name to read it",
        clean(&folder.display().to_string()),
        skipped.len(),
        names.join(", ")
    )
}

/// The reports under a folder, and what is none by its name. Links are not followed, so that no folder is entered twice.
fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, skipped: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() && depth > 0 {
            walk(&path, depth - 1, files, skipped)?;
        } else if kind.is_file() && (has_end(&path, RECORDS) || has_end(&path, TEXTS)) {
            files.push(path);
        } else {
            skipped.push(path);
        }
    }
    Ok(())
}

fn has_end(path: &Path, ends: &[&str]) -> bool {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    end.is_some_and(|end| ends.contains(&end.as_str()))
}

/// The lines of a `.jsonl` file that are not empty.
struct Records {
    name: String,
    reader: BufReader<File>,
    line: usize,
    ended: bool,
}

impl Iterator for Records {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            self.line += 1;
            let content = match self.read_line() {
                Ok(bytes) if bytes.is_empty() => {
                    self.ended = true;
                    break;
                }
                Ok(bytes) if bytes.len() > MAX_RECORD => {
                    Content::Refused(Refused::new("too much text", TOO_LONG, "split it into its articles"))
                }
                Ok(bytes) if without_mark(self.line, &bytes).trim_ascii().is_empty() => continue,
                Ok(bytes) => Content::Record(without_mark(self.line, &bytes).to_vec()),
                Err(cause) => {
                    self.ended = true;
                    Content::Refused(Refused::unopened(&cause))
                }
            };
            return Some(Item { name: format!("{}:{}", self.name, self.line), content });
        }
        None
    }
}

/// A line without the byte-order mark that some programs write before the first.
fn without_mark(line: usize, bytes: &[u8]) -> &[u8] {
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| line == 1);
    rest.unwrap_or(bytes)
}

/// The longest line that is taken in: JSON may write each byte of a text as six.
const MAX_RECORD: usize = 6 * MAX_BYTES;
const TOO_LONG: &str = "the line is longer than any article that casus reads";

impl Records {
    /// A line with its end, or one byte more than can be taken; the rest of that is passed over.
    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self.reader).take(MAX_RECORD as u64 + 1).read_until(b'\n', &mut bytes)?;
        if bytes.len() > MAX_RECORD && !bytes.ends_with(b"\n") {
            self.pass_over_line()?;
        }
        Ok(bytes)
    }

    fn pass_over_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}
