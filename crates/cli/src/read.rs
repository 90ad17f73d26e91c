//! `casus read`: what reports claim, as a table or as JSON.

use std::io::Write;
use std::process::ExitCode;

use casus::Reading;

use crate::{Outcome, Problem, input, open, print_json, table};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: input::Source,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    output_format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table of claims.
    Table,
    /// One JSON object a report (`casus schema read`).
    Json,
    /// One line of JSON a report.
    Jsonl,
}

/// Reads every report; one that cannot be read is told and does not stop the others.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let mut reader = casus.reader();
    let given = arguments.source.given();
    let (mut read, mut refused, mut found) = (0, 0, false);
    for path in &arguments.source.files {
        match input::read(&mut reader, path, &given) {
            Ok(reading) => {
                read += 1;
                found |= !reading.claims.is_empty();
                print(&reading, &input::name(path), arguments.output_format)?;
            }
            Err(problem) => {
                refused += 1;
                anstream::eprintln!("{problem}");
            }
        }
    }
    Ok(match (read, refused) {
        (0, _) => ExitCode::from(2),
        (_, 0) if found => ExitCode::SUCCESS,
        (_, 0) => ExitCode::from(1),
        _ => ExitCode::from(3),
    })
}

fn print(reading: &Reading, name: &str, format: Format) -> Result<(), Problem> {
    match format {
        Format::Table => {
            let _ = write!(anstream::stdout().lock(), "{}", table::table(reading, name));
        }
        Format::Json => print_json(reading)?,
        Format::Jsonl => {
            let line = serde_json::to_string(reading).map_err(Problem::new)?;
            let _ = writeln!(std::io::stdout().lock(), "{line}");
        }
    }
    Ok(())
}
