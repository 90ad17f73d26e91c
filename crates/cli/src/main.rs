//! The command line: verbs only.
//!
//! Data goes to stdout; progress, hints and errors go to stderr. Exit codes: 0 done, 1 nothing found or
//! a check failed, 2 usage or internal error, 3 done but some input could not be read.

mod eval;
mod format;
mod input;
mod read;
mod setup;
mod show;
mod table;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads news of political violence and writes down what each source says, with its exact words.
#[derive(Debug, Parser)]
#[command(name = "casus", version, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read reports and print what they claim. Nothing is stored, no network is used.
    Read(read::Arguments),
    /// Print a report with the words that claims came from underlined.
    Show(show::Arguments),
    /// Bring the language model and the gazetteer. The one verb that uses the network.
    Setup(setup::Arguments),
    /// Check that everything casus needs is in place and sound.
    Doctor,
    /// Measure casus against gold annotation.
    Eval(eval::Arguments),
    /// Print the JSON Schema of an output.
    Schema {
        /// Which output: `read`.
        #[arg(value_parser = ["read"])]
        output: String,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().verb {
        Verb::Read(arguments) => read::run(&arguments),
        Verb::Show(arguments) => show::run(&arguments),
        Verb::Setup(arguments) => setup::run(&arguments),
        Verb::Doctor => setup::doctor(),
        Verb::Eval(arguments) => eval::run(&arguments),
        Verb::Schema { .. } => print_json(&casus::schema()).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|problem| {
        anstream::eprintln!("{problem}");
        ExitCode::from(problem.code)
    })
}

/// What stopped a verb: printed on stderr, with its exit code.
#[derive(Debug)]
struct Problem {
    message: String,
    code: u8,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "error: {}", self.message)
    }
}

impl Problem {
    /// A usage or internal error: exit code 2.
    fn new(message: impl std::fmt::Display) -> Problem {
        Problem { message: message.to_string(), code: 2 }
    }
}

type Outcome = Result<ExitCode, Problem>;

/// Opens the packs, or says the one command that brings them.
fn open() -> Result<casus::Casus, Problem> {
    let packs = casus::packs::locate().map_err(Problem::new)?;
    casus::Casus::open(&packs).map_err(Problem::new)
}

fn print_json(value: &impl serde::Serialize) -> Result<(), Problem> {
    use std::io::Write;
    let text = serde_json::to_string_pretty(value).map_err(Problem::new)?;
    // A reader that has seen enough (`| head`) is no error.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
    Ok(())
}
