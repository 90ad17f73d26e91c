//! Tab-separated tables of `data/places`: a header row, `#` comments, cells without quoting.

use thiserror::Error;

/// A table that cannot be read: which file, which line, why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file} line {line}: {reason}")]
pub struct TableError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub reason: String,
}

pub(crate) struct Table<'a> {
    file: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<(usize, Vec<&'a str>)>,
}

/// One row of a table, which knows where it stands.
pub(crate) struct Row<'a> {
    table: &'a Table<'a>,
    line: usize,
    cells: &'a [&'a str],
}

impl<'a> Table<'a> {
    pub(crate) fn read(file: &'a str, text: &'a str) -> Result<Table<'a>, TableError> {
        let mut table = Table { file, columns: Vec::new(), rows: Vec::new() };
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if table.columns.is_empty() {
                table.columns = cells;
                continue;
            }
            if cells.len() > table.columns.len() {
                return Err(error(file, at + 1, "more cells than columns"));
            }
            table.rows.push((at + 1, cells));
        }
        Ok(table)
    }

    pub(crate) fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl<'a> Row<'a> {
    /// The cell of a column; empty where the row ends before it.
    pub(crate) fn get(&self, column: &str) -> Result<&'a str, TableError> {
        let at = self.table.columns.iter().position(|name| *name == column);
        let at = at.ok_or_else(|| self.error(&format!("no column {column}")))?;
        Ok(self.cells.get(at).copied().unwrap_or(""))
    }

    /// The parts of a cell that `|` separates.
    pub(crate) fn list(&self, column: &str) -> Result<Vec<&'a str>, TableError> {
        let parts = self.get(column)?.split('|').map(str::trim);
        Ok(parts.filter(|part| !part.is_empty()).collect())
    }

    /// A finite number, or none for an empty cell.
    pub(crate) fn number(&self, column: &str) -> Result<Option<f64>, TableError> {
        let text = self.get(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.map(Some).ok_or_else(|| self.error(&format!("{column} is no number")))
    }

    pub(crate) fn error(&self, reason: &str) -> TableError {
        error(self.table.file, self.line, reason)
    }
}

fn error(file: &str, line: usize, reason: &str) -> TableError {
    TableError { file: file.to_owned(), line, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_short_rows_are_fine() {
        let table = Table::read("t.tsv", "# why\nname\tlat\tnote\nArnor\t1.5\n\nGondor\t\tx|y| \n").unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].get("name").unwrap(), "Arnor");
        assert_eq!(rows[0].number("lat").unwrap(), Some(1.5));
        assert_eq!(rows[0].get("note").unwrap(), "");
        assert_eq!(rows[1].list("note").unwrap(), ["x", "y"]);
    }

    #[test]
    fn errors_name_the_line() {
        assert_eq!(Table::read("t.tsv", "a\tb\n1\t2\t3").err().unwrap().line, 2);
        let table = Table::read("t.tsv", "a\nx").unwrap();
        assert!(table.rows().next().unwrap().number("a").is_err());
        assert!(table.rows().next().unwrap().get("b").is_err());
    }
}
