//! Chores of the workspace: `cargo xtask VERB`.

mod bench;
mod bless;
mod ci;
mod data;
mod docs;
mod house;
mod parity;
mod ready;

use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
usage: cargo xtask VERB

  ready         layout, lints, the house and stale pages; under a minute when warm
  house         what ARCHITECTURE.md promises, checked
  ci            ready, then everything that `make test` does
  data          counts what is in data/
  known FILE    says how many organisations and locations of a corpus data/ and the gazetteer know
  train-case    trains or measures what chooses case; data/models/case/README.md has the recipe
  docs          rewrites the generated pages
  bless         docs, and the floors of the evaluation gate (`cargo bless`)
  parity        the engine beside spaCy
  bench         measures, and writes docs/performance.md
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let root = house::root();
    let outcome = match arguments.next().as_deref() {
        Some("ready") => ready::ready(&root),
        Some("house") => ready::house(&root),
        Some("ci") => ci::ci(&root),
        Some("data") => data::page(&root).map(|page| print!("{page}")),
        Some("known") => data::known(&root, arguments),
        Some("train-case") => data::train_case(&root, arguments),
        Some("docs") => docs::write(&root),
        Some("bless") => bless::bless(&root),
        Some("parity") => return parity::run(arguments),
        Some("bench") => bench::run(&root, arguments),
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
