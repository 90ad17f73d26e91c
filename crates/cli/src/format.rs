//! The formats that `casus read` prints in: what stands before, between and behind reports.

use casus::Report;
use casus::export::{CREDIT, csv, geojson, json_line, markdown};

use crate::{json_text, table};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// A table of claims.
    Table,
    /// JSON (`casus schema read`): an object for one file; a list of them for several, a folder, a pattern or `.jsonl`.
    Json,
    /// One line of JSON a report.
    Jsonl,
    /// One row a claim, safe to open in a spreadsheet; text that could be a formula gets an apostrophe.
    Csv,
    /// One feature an incident, for maps.
    Geojson,
    /// A heading and a table a report.
    Md,
}

impl Format {
    /// What stands before the first report; `many` where more than one may come.
    pub fn opening(self, many: bool) -> String {
        match self {
            Format::Csv => csv::header(),
            Format::Geojson => geojson::open(),
            Format::Json if many => "[\n".to_owned(),
            Format::Table | Format::Json | Format::Jsonl | Format::Md => String::new(),
        }
    }

    /// One report; empty where it has nothing for this format.
    pub fn body(self, report: &Report) -> String {
        match self {
            Format::Table => table::table(report.reading, report.file),
            Format::Json => json_text(report.reading) + "\n",
            Format::Jsonl => json_line(report.reading) + "\n",
            Format::Csv => csv::rows(report, csv::Text::Safe),
            Format::Geojson => geojson::features(report),
            Format::Md => markdown(report),
        }
    }

    /// What stands between two reports.
    pub fn between(self) -> &'static str {
        match self {
            Format::Geojson => geojson::BETWEEN,
            Format::Json => ",\n",
            Format::Table | Format::Jsonl | Format::Csv | Format::Md => "",
        }
    }

    /// What stands behind the last report.
    pub fn closing(self, many: bool) -> String {
        match self {
            Format::Geojson => geojson::CLOSE.to_owned(),
            Format::Json if many => "]\n".to_owned(),
            Format::Md => format!("{CREDIT}\n"),
            Format::Table | Format::Json | Format::Jsonl | Format::Csv => String::new(),
        }
    }
}
