//! Tab-separated tables: a header line, `#` comments, `|` between alternatives.

use std::rc::Rc;

use crate::Error;

/// One row, its cells by column name.
pub struct Row<'a> {
    /// Line in the file, from 1.
    pub line: usize,
    header: Rc<[&'a str]>,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cell of this column; none when the table has no such column or the row ends before it.
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let index = self.header.iter().position(|name| *name == column)?;
        self.cells.get(index).copied()
    }

    /// Column and cell, from the left; a row may end before its table does.
    pub fn cells(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.header.iter().copied().zip(self.cells.iter().copied())
    }

    /// The cell of this column, or an error that names it.
    pub fn need(&self, file: &str, column: &str) -> Result<&'a str, Error> {
        self.get(column)
            .filter(|cell| !cell.is_empty())
            .ok_or_else(|| Error::new(file, self.line, format!("no value in column `{column}`")))
    }

    /// The alternatives of a cell.
    pub fn alternatives(&self, column: &str) -> Vec<String> {
        let cell = self.get(column).unwrap_or("");
        cell.split('|')
            .map(str::trim)
            .filter(|word| !word.is_empty() && *word != "-")
            .map(str::to_owned)
            .collect()
    }
}

/// The rows of a table.
pub fn rows<'a>(file: &str, text: &'a str) -> Result<Vec<Row<'a>>, Error> {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_end()))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((_, header)) = lines.next() else { return Err(Error::new(file, 0, "no header line")) };
    let header: Rc<[&str]> = header.split('\t').map(str::trim).collect();
    let row = |(line, text): (usize, &'a str)| {
        let cells = text.split('\t').map(str::trim).collect();
        Row { line, header: Rc::clone(&header), cells }
    };
    Ok(lines.map(row).collect())
}
