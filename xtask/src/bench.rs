//! `cargo xtask bench`: measures casus and writes the figures into docs/performance.md.
//!
//! bench [SECTION...] --corpora DIR [--spacy-venv DIR] [--rounds N]
//!
//! A section is measured anew and put in the place of its old text; without a name, all are. Every figure
//! is of processor time in a process of its own. Only ratios mean anything on another machine.

#[path = "bench/article.rs"]
mod article;
#[path = "bench/engine.rs"]
mod engine;
#[path = "bench/ledger.rs"]
mod ledger;
#[path = "bench/line.rs"]
mod line;
#[path = "bench/page.rs"]
mod page;
#[path = "bench/parity.rs"]
mod parity;
#[path = "bench/scaling.rs"]
mod scaling;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;

/// Development halves that the whole line is timed on.
const CORPORA: [&str; 4] =
    ["muc4/dev.jsonl", "polnear/dev.jsonl", "geoparsing/lgl_dev.jsonl", "re3d/dev.jsonl"];

/// A part of the page: what it is called, and what measures it.
type Section = (&'static str, fn(&Bench) -> Result<String>);

const SECTIONS: [Section; 11] = [
    ("parity", parity::section),
    ("engine", engine::section),
    ("line", line::section),
    ("article", article::section),
    ("scaling", scaling::growth),
    ("hostile", scaling::hostile),
    ("commits", ledger::commits),
    ("linking", ledger::linking),
    ("verify", ledger::verifying),
    ("find", ledger::finding),
    ("reread", ledger::rereading),
];

/// What a measurement may use.
struct Bench {
    root: PathBuf,
    corpora: Option<PathBuf>,
    venv: Option<PathBuf>,
    rounds: usize,
    /// What has been built in this run: once, so that a change to the sources meanwhile cannot slip in.
    built: RefCell<BTreeSet<String>>,
}

/// Runs the verb.
pub fn run(root: &Path, mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let corpora = std::env::var_os("CASUS_CORPORA").map(PathBuf::from);
    let mut bench =
        Bench { root: root.to_owned(), corpora, venv: None, rounds: 5, built: RefCell::default() };
    let mut names: Vec<String> = Vec::new();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match &*argument {
            "--corpora" => bench.corpora = Some(value()?.into()),
            "--spacy-venv" => bench.venv = Some(value()?.into()),
            "--rounds" => bench.rounds = value()?.parse()?,
            name if SECTIONS.iter().any(|(known, _)| *known == name) => names.push(argument),
            other => return Err(format!("no section or option `{other}`").into()),
        }
    }
    for (name, section) in SECTIONS {
        if names.is_empty() || names.iter().any(|asked| asked == name) {
            eprintln!("measuring: {name}");
            page::put(root, name, &section(&bench)?)?;
        }
    }
    Ok(())
}

impl Bench {
    /// The files of the corpora, which must be given.
    fn corpora(&self) -> Result<Vec<PathBuf>> {
        let folder = self.corpora.as_ref().ok_or("name the folder of the corpora: --corpora DIR")?;
        Ok(CORPORA.iter().map(|file| folder.join(file)).collect())
    }

    /// Runs the example that measures the line, and takes the figures it prints.
    fn measure(&self, arguments: &[String]) -> Result<Value> {
        self.example("casus", "measure", arguments)
    }

    /// Builds an example, so that nothing is built while it is timed, and runs it.
    fn example(&self, package: &str, example: &str, arguments: &[String]) -> Result<Value> {
        self.build(&["--package", package, "--example", example])?;
        let binary = self.target().join("release/examples").join(example);
        figures(Command::new(binary).args(arguments).current_dir(&self.root))
    }

    fn build(&self, what: &[&str]) -> Result<()> {
        if !self.built.borrow_mut().insert(what.join(" ")) {
            return Ok(());
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--release", "--quiet"]).args(what).current_dir(&self.root);
        if command.status()?.success() { Ok(()) } else { Err(format!("{what:?} does not build").into()) }
    }

    /// Where cargo puts what it builds.
    fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), Into::into)
    }
}

/// The JSON that a command prints.
fn figures(command: &mut Command) -> Result<Value> {
    let output = command.output()?;
    if !output.status.success() {
        let program = command.get_program().to_string_lossy();
        return Err(format!("{program} failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// A figure that must be there.
fn number(figures: &Value, name: &str) -> Result<f64> {
    figures[name].as_f64().ok_or_else(|| format!("no {name} among the figures").into())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// `12,345`
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
