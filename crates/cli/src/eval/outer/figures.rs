//! Figures of corpora as a table.

use casus_corpora::{Row, goal};

use super::Measured;

const HEADER: [&str; 10] =
    ["set", "figure", "n", "P", "R", "F1 or %", "95 %", "keywords", "asked", "best published"];

/// One row a figure.
pub(super) fn table(all: &[Measured], markdown: bool) -> String {
    let rows: Vec<[String; HEADER.len()]> =
        all.iter().flat_map(|measured| measured.rows.iter().map(|row| cells(measured, row))).collect();
    if markdown { casus_eval::piped(HEADER, &rows) } else { casus_eval::plain(HEADER, &rows) }
}

/// How claims become predictions, and how these are scored, in Markdown.
pub(super) fn translations(all: &[Measured]) -> String {
    let row = |measured: &Measured| {
        let set = measured.set;
        let files: Vec<String> = set.files.iter().map(|file| format!("`{file}`")).collect();
        [set.name.to_owned(), files.join(", "), set.about.to_owned(), set.measure.scorer.to_owned()]
    };
    let rows: Vec<[String; 4]> = all.iter().map(row).collect();
    let header = ["set", "layout as in", "how claims become predictions", "scorer, and what is pooled"];
    casus_eval::piped(header, &rows).replacen("|---|---:|---:|---:|", "|---|---|---|---|", 1)
}

fn cells(measured: &Measured, row: &Row) -> [String; HEADER.len()] {
    let goal = goal(measured.set.name, &row.metric);
    let keywords = measured.keywords.iter().find(|other| other.metric == row.metric);
    let part = |place: usize| row.parts.map_or_else(nothing, |parts| figure(parts[place]));
    [
        measured.set.name.to_owned(),
        row.metric.clone(),
        row.n.to_string(),
        part(0),
        part(1),
        figure(row.figure),
        row.interval.map_or_else(nothing, |ends| format!("{}–{}", figure(ends.low), figure(ends.high))),
        keywords.map_or_else(nothing, |row| figure(row.figure)),
        goal.map_or_else(nothing, |goal| goal.asked.to_owned()),
        goal.map_or_else(nothing, |goal| goal.published.to_owned()),
    ]
}

fn figure(value: f64) -> String {
    format!("{value:.2}")
}

fn nothing() -> String {
    "–".to_owned()
}
