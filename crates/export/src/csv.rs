//! CSV: one row a claim, one header for many reports.
//!
//! Text comes from outside, and a spreadsheet takes a cell that begins with `=` for a formula. So text
//! columns are made safe unless the caller wants them raw; numbers and dates are what they are.

use std::collections::BTreeMap;

use casus_model::Incident;

use crate::Report;
use crate::columns::{COLUMNS, Column, Holds, Row};

/// How text from outside is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// For spreadsheets: what could be a formula begins with an apostrophe, control characters and line
    /// breaks are spaces.
    Safe,
    /// As it stands in the report.
    Raw,
}

/// The header line.
pub fn header() -> String {
    written([COLUMNS.iter().map(|column| column.name.to_owned()).collect()])
}

/// A row for each claim of the report.
pub fn rows(report: &Report, text: Text) -> String {
    let mut incidents: BTreeMap<&str, &Incident> = BTreeMap::new();
    for incident in &report.reading.incidents {
        for claim in &incident.claims {
            incidents.entry(claim).or_insert(incident);
        }
    }
    written(report.reading.claims.iter().map(|claim| {
        let row = Row { report, claim, incident: incidents.get(claim.id.as_str()).copied() };
        COLUMNS.iter().map(|column| cell(column, &row, text)).collect()
    }))
}

fn cell(column: &Column, row: &Row, text: Text) -> String {
    let cell = (column.cell)(row);
    match (column.holds, text) {
        (Holds::Text, Text::Safe) => safe(&cell),
        (Holds::Text, Text::Raw) | (Holds::Number | Holds::Date, _) => cell,
    }
}

/// A cell that no spreadsheet takes for a formula.
fn safe(cell: &str) -> String {
    let breaks = cell.starts_with(['\t', '\r', '\n']);
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if breaks || plain.trim_start().starts_with(begins_a_formula) { format!("'{plain}") } else { plain }
}

/// The characters that begin a formula, and their full-width forms, which some spreadsheets fold.
fn begins_a_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Rows as CSV: cells of text are made safe, those of the columns named are left as they are.
pub(crate) fn sheet(rows: impl IntoIterator<Item = Vec<String>>, text: Text, typed: &[usize]) -> String {
    written(rows.into_iter().map(|row| {
        let cells = row.into_iter().enumerate();
        cells
            .map(|(at, cell)| if typed.contains(&at) || text == Text::Raw { cell } else { safe(&cell) })
            .collect()
    }))
}

fn written(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Rows are equally long and a vector takes every byte: nothing can fail.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn what_begins_a_formula_gets_an_apostrophe() {
        for cell in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\tword", " =1", "＝1", "＋1", "－1", "＠x"]
        {
            assert!(safe(cell).starts_with('\''), "{cell:?} became {:?}", safe(cell));
        }
    }

    #[test]
    fn other_text_is_left_alone_but_for_control_characters() {
        assert_eq!(safe("the army – 3 = 4"), "the army – 3 = 4");
        assert_eq!(safe("two\nlines\u{0}\u{1b}[31m"), "two lines  [31m");
        assert_eq!(safe(""), "");
    }
}
