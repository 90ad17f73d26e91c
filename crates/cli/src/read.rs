//! `casus read`: what reports claim, in one of several formats.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use casus::{Reading, Report};

use crate::format::Format;
use crate::{Outcome, Problem, input, open};

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

/// Reads every report; one that cannot be read is told and does not stop the others.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let given = arguments.source.given();
    let format = arguments.output_format;
    let mut tally = input::Tally::default();
    let work = |reader: &mut casus::Reader, path: &PathBuf| {
        let (reading, sentences) = input::read(reader, path, &given)?;
        let report = Report { file: &input::name(path), reading: &reading, sentences: &sentences };
        let text = format.body(&report)?;
        Ok((reading, text))
    };
    // A reader that has seen enough (`| head`) is no error.
    let print = |text: &str| drop(write!(anstream::stdout().lock(), "{text}"));
    print(&format.opening());
    let mut separator = "";
    let then = |outcome: Result<(Reading, String), Problem>| match outcome {
        Ok((reading, text)) => {
            tally.read(&reading);
            if !text.is_empty() {
                print(&[separator, &text].concat());
                separator = format.between();
            }
        }
        Err(problem) => tally.refused(&problem),
    };
    casus.each(&arguments.source.files, arguments.threads(), work, then);
    print(format.closing());
    Ok(tally.exit_code())
}

impl Arguments {
    fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(cores, usize::from)
    }
}
