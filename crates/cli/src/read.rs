//! `casus read`: what reports claim, as a table or as JSON.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use casus::Reading;

use crate::{Outcome, Problem, input, open, table};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: input::Source,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    output_format: Format,
    /// Threads to read on; the output does not depend on it.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
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
    let given = arguments.source.given();
    let (mut read, mut refused, mut found) = (0, 0, false);
    let work = |reader: &mut casus::Reader, path: &PathBuf| {
        let reading = input::read(reader, path, &given)?;
        Ok((!reading.claims.is_empty(), printed(&reading, &input::name(path), arguments.output_format)?))
    };
    casus.each(
        &arguments.source.files,
        arguments.threads(),
        work,
        |outcome: Result<(bool, String), Problem>| match outcome {
            Ok((claims, text)) => {
                read += 1;
                found |= claims;
                // A reader that has seen enough (`| head`) is no error.
                let _ = write!(anstream::stdout().lock(), "{text}");
            }
            Err(problem) => {
                refused += 1;
                anstream::eprintln!("{problem}");
            }
        },
    );
    if arguments.source.files.len() > 1 && refused > 0 {
        anstream::eprintln!("{read} read, {refused} could not be read");
    }
    Ok(match (read, refused) {
        (0, _) => ExitCode::from(2),
        (_, 0) if found => ExitCode::SUCCESS,
        (_, 0) => ExitCode::from(1),
        _ => ExitCode::from(3),
    })
}

impl Arguments {
    fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(cores, usize::from)
    }
}

fn printed(reading: &Reading, name: &str, format: Format) -> Result<String, Problem> {
    Ok(match format {
        Format::Table => table::table(reading, name),
        Format::Json => serde_json::to_string_pretty(reading).map_err(Problem::new)? + "\n",
        Format::Jsonl => serde_json::to_string(reading).map_err(Problem::new)? + "\n",
    })
}
