//! Tab-separated tables: `#` comments, a header line, rows of known width.

use crate::grammar::Error;

/// One row and where it stands.
pub(crate) struct Row<'a> {
    file: &'a str,
    line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cell of this column; empty where the row ends before it.
    pub fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or("")
    }

    /// The cell read as a number.
    pub fn number<T: std::str::FromStr>(&self, column: usize) -> Result<T, Error> {
        self.cell(column).parse().map_err(|_| self.error("not a number here", column))
    }

    /// The cell read by `parse`, which knows the words that may stand there.
    pub fn one_of<T>(&self, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
        parse(self.cell(column)).ok_or_else(|| self.error("unknown word", column))
    }

    fn error(&self, problem: &str, column: usize) -> Error {
        Error {
            file: self.file.to_owned(),
            line: self.line,
            problem: format!("{problem}: `{}`", self.cell(column)),
        }
    }
}

/// The rows of a table after its header.
pub(crate) fn rows<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = Row<'a>> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_end_matches(['\r', ' '])))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(move |(line, text)| Row { file, line, cells: text.split('\t').map(str::trim).collect() })
}
