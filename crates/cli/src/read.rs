//! `casus read`: what reports claim, in one of several formats.

use std::num::NonZeroUsize;

use casus::model::Span;
use casus::{FullReading, Report};

use crate::format::Format;
use crate::input::{Item, Tally};
use crate::table::{clean, explained};
use crate::{Outcome, Problem, explain, input, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: input::Source,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    output_format: Format,
    /// Print the sentences that hold a word of violence and gave no claim, instead of the claims.
    #[arg(long, conflicts_with = "output_format")]
    unread: bool,
    /// Print under each claim the words and rules that each of its values comes from; with the table only.
    #[arg(long, conflicts_with = "unread")]
    explain: bool,
    /// Threads to read on; the output does not depend on it.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// Reads every report; one that cannot be read is told and does not stop the others.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    if arguments.explain && arguments.output_format != Format::Table {
        return Err(Problem::new(
            "--explain goes with the table; the other formats hold the spans of each value",
        ));
    }
    let casus = open()?;
    let given = arguments.source.about.given();
    let format = arguments.output_format;
    let body = |name: &str, full: &FullReading| {
        format.body(&Report { file: name, reading: &full.reading, sentences: &full.sentences })
    };
    let work = |reader: &mut casus::Reader, mut item: Item| {
        reader.explain(arguments.explain);
        let read = input::read(reader, &mut item, &given).map(|full| {
            let text = match arguments {
                Arguments { unread: true, .. } => unread(&item.name, &full),
                Arguments { explain: true, .. } => {
                    explained(&full.reading, &item.name, &|claim| explain::whole(&full, claim))
                }
                _ => body(&item.name, &full),
            };
            (full.reading, text)
        });
        (item.name, read)
    };
    let mut problem: Option<Problem> = None;
    let mut print = |text: &str| {
        if problem.is_none() {
            problem = crate::print(text).err();
        }
    };
    let mut tally = Tally::new();
    let mut separator = "";
    print(&format.opening(arguments.many()));
    casus.each(input::items(&arguments.source.files), arguments.threads(), work, |(name, read)| match read {
        Ok((reading, text)) => tally.read(&reading, || {
            if !text.is_empty() {
                print(&[separator, &text].concat());
                separator = format.between();
            }
        }),
        Err(refused) => tally.refused(&name, &refused),
    });
    print(&format.closing(arguments.many()));
    if let Some(problem) = problem {
        return Err(problem);
    }
    Ok(tally.exit_code())
}

impl Arguments {
    /// Whether more than one report may come, however many do.
    fn many(&self) -> bool {
        !matches!(self.source.files.as_slice(), [file] if !input::holds_many(file))
    }

    fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        if self.many() { self.threads.map_or_else(cores, usize::from) } else { 1 }
    }
}

/// `report.txt:1180: The sentence.`, a line each.
fn unread(name: &str, full: &FullReading) -> String {
    let text = &full.reading.document.text;
    let line = |span: &Span| format!("{}:{}: {}\n", clean(name), span.start, clean(&span.name(text)));
    full.unread.iter().map(line).collect()
}
