//! `casus log`: every change of a ledger, the last first.

use std::io::Write;
use std::process::ExitCode;

use casus::export::WITHHELD;
use casus::ledger::Access;
use owo_colors::OwoColorize;

use super::{Where, Who};
use crate::table::{clean, folded};
use crate::{Outcome, Problem};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    who: Who,
    /// Only what people decided, with the numbers by which it is undone.
    #[arg(long)]
    decisions: bool,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let ledger = super::open(&arguments.place.ledger, Access::Read)?;
    let failed = |cause| Problem::new(casus::Error::from(cause));
    let shows_names = arguments.who.looker(&arguments.place.ledger)?.profile().names;
    let by = |who: &str| if shows_names { who.to_owned() } else { WITHHELD.to_owned() };
    let mut lines: Vec<String> = Vec::new();
    if arguments.decisions {
        for decision in ledger.decisions().map_err(failed)?.into_iter().rev().take(arguments.limit) {
            let object = decision.body["incident"].as_str().map(str::to_owned);
            let object = object.or_else(|| {
                let both = decision.body["incidents"].as_array()?;
                Some(both.iter().filter_map(|id| id.as_str()).collect::<Vec<_>>().join(" "))
            });
            let object = object.or_else(|| decision.body["undoes"].as_i64().map(|undone| undone.to_string()));
            let note = decision.body["note"].as_str().filter(|_| shows_names);
            let note = note.map_or(String::new(), |note| format!(": {note}"));
            let undone = decision.undone_by.map_or(String::new(), |by| format!(" (undone by {by})"));
            let text = format!(
                "{} {} {} {}{note}{undone}",
                decision.at.strftime("%Y-%m-%d %H:%M"),
                by(&decision.who),
                decision.verb,
                object.unwrap_or_default()
            );
            lines.push(format!("{:>6}  {}", decision.seq.bold(), clean(&text)));
        }
    } else {
        for entry in ledger.entries(arguments.limit).map_err(failed)? {
            let object = entry.about.as_ref().map_or("(erased)", |about| &about.object);
            let minute = entry.at.get(..16).unwrap_or(&entry.at).replace('T', " ");
            let text = format!("{minute} {} {} {object}", by(&entry.who), entry.verb);
            lines.push(format!("{:>6}  {}", entry.seq.bold(), clean(&text)));
        }
    }
    for line in &lines {
        // A reader that has seen enough (`| head`) is no error.
        let _ = writeln!(anstream::stdout().lock(), "{}", folded(line));
    }
    Ok(if lines.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
