//! The tables of `data/`: `#` comments, a header line, one row a line, cells between tabs and never quoted,
//! `|` between the parts of a cell that may hold several.

use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

/// A file of `data/` that cannot be used: which, where, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// File, relative to `data/`.
    pub file: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl DataError {
    /// What is wrong at a line of a file.
    pub fn new(file: &str, line: usize, problem: impl Into<String>) -> DataError {
        DataError { file: file.to_owned(), line, problem: problem.into() }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "data/{} line {}: {}", self.file, self.line, self.problem)
    }
}

impl std::error::Error for DataError {}

/// One row, its cells by column name. It may end before its table does.
#[derive(Debug)]
pub struct Row<'a> {
    /// Line in the file, from 1.
    pub line: usize,
    table: Rc<Table<'a>>,
    cells: Vec<&'a str>,
}

#[derive(Debug)]
struct Table<'a> {
    file: String,
    columns: Vec<&'a str>,
}

/// The rows of a table. A row with more cells than the table has columns is refused.
///
/// ```
/// let rows = casus_model::rows("lexicon/boats.tsv", "# Boats.\nword\tcrew\nferry\t3\nraft\n").unwrap();
/// assert_eq!(rows[0].need("word").unwrap(), "ferry");
/// assert_eq!(rows[1].number::<u8>("crew").unwrap(), None);
/// let error = casus_model::rows("lexicon/boats.tsv", "word\nferry\t3\n").unwrap_err();
/// assert_eq!(error.to_string(), "data/lexicon/boats.tsv line 2: 2 cells, but the table has 1 column");
/// ```
pub fn rows<'a>(file: &str, text: &'a str) -> Result<Vec<Row<'a>>, DataError> {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_end()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let Some((_, header)) = lines.next() else { return Err(DataError::new(file, 0, "no header line")) };
    let table = Rc::new(Table { file: file.to_owned(), columns: cells(header) });
    let row = |(line, text): (usize, &'a str)| {
        let row = Row { line, table: Rc::clone(&table), cells: cells(text) };
        let (found, columns) = (row.cells.len(), table.columns.len());
        if found > columns {
            let s = if columns == 1 { "" } else { "s" };
            return Err(row.error(format!("{found} cells, but the table has {columns} column{s}")));
        }
        Ok(row)
    };
    lines.map(row).collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.split('\t').map(str::trim).collect()
}

impl<'a> Row<'a> {
    /// The cell of this column; none when the table has no such column or the row ends before it.
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let index = self.table.columns.iter().position(|name| *name == column)?;
        self.cells.get(index).copied()
    }

    /// The cell of a column that the table must have; empty where the row ends before it.
    pub fn cell(&self, column: &str) -> Result<&'a str, DataError> {
        if !self.table.columns.contains(&column) {
            return Err(self.error(format!("the table has no column `{column}`")));
        }
        Ok(self.get(column).unwrap_or(""))
    }

    /// The cell of a column that must be filled.
    pub fn need(&self, column: &str) -> Result<&'a str, DataError> {
        let filled = self.get(column).filter(|cell| !cell.is_empty());
        filled.ok_or_else(|| self.error(format!("no value in column `{column}`")))
    }

    /// The cell of a column that the table must have, as a number; none where it is empty.
    pub fn number<T: FromStr>(&self, column: &str) -> Result<Option<T>, DataError> {
        let cell = self.cell(column)?;
        if cell.is_empty() {
            return Ok(None);
        }
        // `nan` and `inf` are numbers to the parser and none in a table.
        let digits = cell.bytes().any(|byte| byte.is_ascii_digit());
        let number = digits.then(|| cell.parse().ok()).flatten();
        number.map(Some).ok_or_else(|| self.error(format!("`{cell}` in column `{column}` is no such number")))
    }

    /// The cell of a column that the table must have, read by `parse`, which knows the words that may stand
    /// there.
    pub fn one_of<T>(&self, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, DataError> {
        let cell = self.cell(column)?;
        parse(cell).ok_or_else(|| self.error(format!("unknown word in column `{column}`: `{cell}`")))
    }

    /// The parts of the cell of a column that the table must have.
    pub fn list(&self, column: &str) -> Result<Vec<&'a str>, DataError> {
        let parts = self.cell(column)?.split('|').map(str::trim);
        Ok(parts.filter(|part| !part.is_empty()).collect())
    }

    /// The parts of a cell, where `-` means none; none where the table has no such column.
    pub fn alternatives(&self, column: &str) -> Vec<String> {
        let parts = self.get(column).unwrap_or("").split('|').map(str::trim);
        parts.filter(|part| !part.is_empty() && *part != "-").map(str::to_owned).collect()
    }

    /// Column and cell, from the left.
    pub fn cells(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.table.columns.iter().copied().zip(self.cells.iter().copied())
    }

    /// What is wrong with this row.
    pub fn error(&self, problem: impl Into<String>) -> DataError {
        DataError::new(&self.table.file, self.line, problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# why\nname\tlat\tnote\nArnor\t1.5\n\nGondor\tnan\tx|-|y| \nRohan\t\t-\t\n";

    #[test]
    fn comments_short_rows_and_tabs_at_the_end_are_fine() {
        let rows = rows("t.tsv", TABLE).unwrap();
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5, 6]);
        assert_eq!((rows[0].get("note"), rows[0].cell("note").unwrap()), (None, ""));
        assert_eq!(rows[0].number("lat").unwrap(), Some(1.5));
        assert_eq!(rows[1].list("note").unwrap(), ["x", "-", "y"]);
        assert_eq!(rows[1].alternatives("note"), ["x", "y"]);
        assert_eq!(rows[2].cells().collect::<Vec<_>>(), [("name", "Rohan"), ("lat", ""), ("note", "-")]);
    }

    #[test]
    fn errors_name_file_and_line() {
        let rows = rows("t.tsv", TABLE).unwrap();
        let lines = [
            rows[1].number::<f64>("lat").unwrap_err(),
            rows[1].cell("height").unwrap_err(),
            rows[1].list("height").unwrap_err(),
            rows[1].one_of("name", |_| None::<u8>).unwrap_err(),
            rows[1].need("height").unwrap_err(),
        ];
        for error in lines {
            assert_eq!((error.file.as_str(), error.line), ("t.tsv", 5), "{error}");
        }
        assert!(rows[2].need("lat").is_err());
    }

    #[test]
    fn surplus_cells_and_no_header_are_refused() {
        assert_eq!(super::rows("t.tsv", "a\tb\n1\t2\t3\n").unwrap_err().line, 2);
        assert_eq!(super::rows("t.tsv", "# a\n").unwrap_err().line, 0);
    }
}
