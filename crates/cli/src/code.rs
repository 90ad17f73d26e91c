//! `casus code`: what casus knows under a word, an id or a rule, as it stands in its data.

use std::fmt::Write as _;
use std::process::ExitCode;

use casus::Lexicon;
use casus::export::{COLUMNS, CONDITIONS, Holds};
use casus::lexicon::{Row, embedded_files, rows};
use owo_colors::OwoColorize;

use crate::table::folded;
use crate::{Outcome, Problem, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A word ("warplane"), an id ("one-way-attack-drone", "ASSAULT", "houthis"), a rule ("attack/launch"),
    /// a note of a reading ("W012"), or `columns` for the columns of the CSV.
    #[arg(required = true)]
    term: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let term = arguments.term.join(" ");
    let found = if term == "columns" { columns() } else { entries(&term)? };
    if found.is_empty() {
        anstream::eprintln!(
            "nothing is called {term:?}: try a verb, a weapon, an actor, a rule, or `columns`"
        );
        return Ok(ExitCode::from(1));
    }
    print(&folded(&found))?;
    Ok(ExitCode::SUCCESS)
}

/// The columns of the CSV, a line each.
fn columns() -> String {
    let holds = |holds: Holds| match holds {
        Holds::Text => "text",
        Holds::Number => "number",
        Holds::Date => "date",
    };
    let width = COLUMNS.iter().map(|column| column.name.len()).max().unwrap_or(0);
    let line = |column: &casus::export::Column| {
        format!("{:width$}  {:6}  {}\n", column.name.bold(), holds(column.holds), column.meaning)
    };
    COLUMNS.iter().map(line).collect()
}

/// Every entry of the data that has the term for its name, or for one of its words.
fn entries(term: &str) -> Result<String, Problem> {
    let lexicon = Lexicon::embedded().map_err(Problem::new)?;
    let mut out = String::new();
    for (file, text) in embedded_files() {
        if file.ends_with(".tsv") {
            out += &table_rows(file, text, term)?;
        } else if file.ends_with(".frames") {
            let named: Vec<&str> = lexicon
                .frames
                .all()
                .iter()
                .filter(|frame| is_of(frame, term))
                .map(|f| f.name.as_str())
                .collect();
            out += &frames(file, text, &named);
        } else if let Some(id) = file.strip_prefix("actors/").and_then(|name| name.strip_suffix(".toml")) {
            let actor = lexicon.names.actors.get(id);
            let called = |name: &String| name.eq_ignore_ascii_case(term);
            if id.eq_ignore_ascii_case(term)
                || actor.is_some_and(|actor| called(&actor.name) || actor.aliases.iter().any(called))
            {
                entry(&mut out, file, text.trim());
            }
        }
    }
    Ok(out)
}

/// Rows with the term in a cell, or as one of a cell's alternatives; remarks are not looked at.
fn table_rows(file: &str, text: &str, term: &str) -> Result<String, Problem> {
    let is_remark = |column: &str| matches!(column, "note" | "why" | "definition" | "example" | "listed");
    let holds = |(column, cell): (&str, &str)| {
        !is_remark(column) && cell.split('|').any(|word| word.trim().eq_ignore_ascii_case(term))
    };
    let rows = rows(file, text).map_err(Problem::new)?;
    let found: Vec<&Row> = rows.iter().filter(|row| row.cells().any(holds)).collect();
    let mut out = String::new();
    if is_codebook(file) && !found.is_empty() {
        let lines: Vec<String> = found.iter().map(|row| crosswalk_line(row)).collect();
        entry(&mut out, file, &lines.join("\n"));
        return Ok(out);
    }
    for row in found {
        let filled = row.cells().filter(|(_, cell)| !cell.is_empty() && *cell != "-");
        let cells: Vec<String> =
            filled.map(|(column, cell)| format!("{column:12} {}", shortened(cell, term))).collect();
        entry(&mut out, &format!("{file}:{}", row.line), &cells.join("\n"));
    }
    Ok(out)
}

/// Alternatives of a cell that are shown in full.
const SHOWN: usize = 60;

/// A cell, or of a long list of words the one that was asked for.
fn shortened(cell: &str, term: &str) -> String {
    let words = cell.split('|').count();
    let own = cell.split('|').find(|word| word.trim().eq_ignore_ascii_case(term));
    match own {
        Some(word) if words > SHOWN => format!("{word} and {} more", words - 1),
        _ => cell.to_owned(),
    }
}

/// A codebook has many rows for a type, and their order is the rule: they are shown together, a line each.
fn is_codebook(file: &str) -> bool {
    file.starts_with("crosswalks/") && !file.ends_with("/groups.tsv")
}

/// `line 12  ASSAULT, modes suicide-attack → root 18, code 1831`: the conditions, and the codes they give.
fn crosswalk_line(row: &Row) -> String {
    let filled = row.cells().filter(|(column, cell)| *column != "why" && !cell.is_empty());
    let (conditions, codes): (Vec<_>, Vec<_>) = filled.partition(|(column, _)| CONDITIONS.contains(column));
    let words = |cells: Vec<(&str, &str)>| -> Vec<String> {
        let word = |(column, cell): (&str, &str)| match column {
            "type" => cell.to_owned(),
            _ => format!("{column} {cell}"),
        };
        cells.into_iter().map(word).collect()
    };
    format!("line {:<3} {} → {}", row.line, words(conditions).join(", "), words(codes).join(", "))
}

fn is_of(frame: &casus::lexicon::Frame, term: &str) -> bool {
    let verb = |(verb, particle): &(String, Option<String>)| match particle {
        Some(particle) => format!("{verb} {particle}") == term || verb == term,
        None => verb == term,
    };
    frame.name == term
        || frame.verbs.iter().any(verb)
        || frame.nouns.iter().any(|noun| noun.join(" ") == term)
}

/// The lines of these frames, as they stand in their file.
pub(crate) fn frames(file: &str, text: &str, names: &[&str]) -> String {
    let mut out = String::new();
    for block in text.split("\n\n") {
        let name = block.lines().find_map(|line| line.strip_prefix("frame")).map(str::trim);
        if name.is_some_and(|name| names.contains(&name)) {
            let lines: Vec<&str> = block.lines().filter(|line| !line.starts_with('#')).collect();
            entry(&mut out, file, lines.join("\n").trim());
        }
    }
    out
}

fn entry(out: &mut String, place: &str, text: &str) {
    let _ = writeln!(out, "{}", format!("data/{place}").dimmed());
    for line in text.lines() {
        let _ = writeln!(out, "  {line}");
    }
    out.push('\n');
}
