//! The command line: verbs only.
//!
//! Data goes to stdout; progress, hints and errors go to stderr. Exit codes: 0 done, 1 nothing found or
//! a check failed, 2 usage or internal error, 3 done but some input could not be read.

mod code;
mod eval;
mod explain;
mod format;
mod input;
mod ledger;
mod place;
mod read;
mod setup;
mod show;
mod table;
mod worker;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use ledger::{add, decide, demo, find, init, log, reread, safe, tallies};

/// Reads news of political violence and writes down what each source says, with its exact words.
#[derive(Debug, Parser)]
#[command(name = "casus", version, max_term_width = 100, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

/// What a script can tell an outcome by.
const EXIT_CODES: &str = "Exit codes:
  0  done
  1  done, and nothing was found (no claim, no incident, no difference), or a check failed
  2  casus was called wrongly, could not read anything, or failed
  3  done, but some of the input could not be read";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read reports and print what they claim. Nothing is stored, no network is used.
    Read(read::Arguments),
    /// Print a report with the words that claims came from underlined, or an incident of a ledger with all that stands
    /// behind it.
    Show(show::Arguments),
    /// Trace a claim, or one of its fields, back to the words and rules it rests on, or an incident to what joined its
    /// reports.
    Explain(explain::Arguments),
    /// Say what casus knows under a word, an id or a rule.
    Code(code::Arguments),
    /// List the places that a name may mean, with their ids.
    Place(place::Arguments),
    /// Fill a ledger with the reports of a bundled story and print what it learned.
    Demo(demo::Arguments),
    /// Make a ledger: one file that keeps reports, claims, incidents, decisions and every change.
    Init(init::Arguments),
    /// Add reports to a ledger. What tells the same occurrence becomes one incident; each report is acknowledged once it
    /// is safe.
    Add(add::Arguments),
    /// List the incidents of a ledger.
    Find(find::Arguments),
    /// Sign an incident.
    Accept(decide::One),
    /// Say that an incident is none.
    Reject(decide::One),
    /// Say what a field of an incident is. What was told stays.
    Edit(decide::Edit),
    /// Say that two incidents are one.
    Merge(decide::Merge),
    /// Say that some claims of an incident tell another one.
    Split(decide::Split),
    /// Take a decision back.
    Undo(decide::Undo),
    /// List every change of a ledger, the last first.
    Log(log::Arguments),
    /// List running totals, the incidents of the ledger inside each, and what it leaves unexplained.
    Tallies(tallies::Arguments),
    /// Say whether a ledger is as it was written.
    Verify(safe::Verify),
    /// Copy a ledger while others go on writing to it.
    Backup(safe::Backup),
    /// Bring a backup back.
    Restore(safe::Restore),
    /// Bring a ledger of an older casus up to date, after a backup beside it.
    Migrate(safe::Migrate),
    /// Remove a report for good: its bytes, its words, and its way back.
    Retract(safe::Retract),
    /// Read all reports of a ledger again with this casus, as a new layer.
    Reread(reread::Arguments),
    /// List the incidents that differ between two layers, and why.
    Diff(reread::DiffArguments),
    /// Bring the language models and the gazetteer. The one verb that uses the network.
    Setup(setup::Arguments),
    /// Check that everything casus needs is in place and sound.
    Doctor(setup::Doctor),
    /// Measure casus against gold annotation.
    Eval(eval::Arguments),
    /// Print completions for a shell, to be put where it looks for them.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in roff.
    Man,
    /// Take the article out of the page on standard input.
    #[command(name = worker::VERB, hide = true)]
    PageWorker {
        /// Try the limits of a worker instead.
        trial: Option<worker::Trial>,
    },
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
        Verb::Explain(arguments) => explain::run(&arguments),
        Verb::Code(arguments) => code::run(&arguments),
        Verb::Place(arguments) => place::run(&arguments),
        Verb::Demo(arguments) => demo::run(&arguments),
        Verb::Init(arguments) => init::run(&arguments),
        Verb::Add(arguments) => add::run(&arguments),
        Verb::Find(arguments) => find::run(&arguments),
        Verb::Accept(arguments) => decide::accept(&arguments),
        Verb::Reject(arguments) => decide::reject(&arguments),
        Verb::Edit(arguments) => decide::edit(&arguments),
        Verb::Merge(arguments) => decide::merge(&arguments),
        Verb::Split(arguments) => decide::split(&arguments),
        Verb::Undo(arguments) => decide::undo(&arguments),
        Verb::Log(arguments) => log::run(&arguments),
        Verb::Tallies(arguments) => tallies::run(&arguments),
        Verb::Verify(arguments) => safe::verify(&arguments),
        Verb::Backup(arguments) => safe::backup(&arguments),
        Verb::Restore(arguments) => safe::restore(&arguments),
        Verb::Migrate(arguments) => safe::migrate(&arguments),
        Verb::Retract(arguments) => safe::retract(&arguments),
        Verb::Reread(arguments) => reread::run(&arguments),
        Verb::Diff(arguments) => reread::diff(&arguments),
        Verb::Setup(arguments) => setup::run(&arguments),
        Verb::Doctor(arguments) => setup::doctor(&arguments),
        Verb::Eval(arguments) => eval::run(&arguments),
        Verb::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "casus", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
        Verb::Man => man(),
        Verb::PageWorker { trial } => worker::run(trial),
        Verb::Schema { .. } => print(&(json_text(&casus::schema()) + "\n")).map(|()| ExitCode::SUCCESS),
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

/// The manual page: the program, then each of its verbs.
fn man() -> Outcome {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(Problem::new)?;
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help" && !verb.is_hide_set()) {
        let man = clap_mangen::Man::new(verb.clone());
        page.extend(format!(".SH \"casus {}\"\n", verb.get_name()).bytes());
        man.render_description_section(&mut page).map_err(Problem::new)?;
        man.render_options_section(&mut page).map_err(Problem::new)?;
    }
    let _ = std::io::Write::write_all(&mut std::io::stdout(), &page);
    Ok(ExitCode::SUCCESS)
}

/// JSON for people. Every type that is printed has strings for keys, so that it always can be.
fn json_text(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Prints, or says why that failed: what goes to a full disk is not all there. A reader that has seen enough (`| head`)
/// is no error.
fn print(text: &str) -> Result<(), Problem> {
    use std::io::{ErrorKind, Write};
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => Err(Problem::new(format!(
            "cannot write the output\n  why: {cause}\n  do:  make room where it goes, and do it again"
        ))),
        _ => Ok(()),
    }
}
