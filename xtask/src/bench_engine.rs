//! `cargo xtask bench-engine`: words per second of processor time, the engine and spaCy in turn.
//!
//! bench-engine FILE... [--spacy-venv DIR] [--pack FILE] [--rounds N]
//!
//! One thread each. Prints a Markdown table of medians and of ratios; only the ratios mean anything on
//! another machine. "Fewer" is spaCy without its attribute ruler and lemmatizer, whose work the engine does
//! in all rows.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde_json::Value;

use crate::parity::{Spacy, pack_path};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench_engine.py");

#[derive(Default)]
struct Options {
    files: Vec<String>,
    venv: Option<PathBuf>,
    pack: Option<PathBuf>,
    rounds: Option<usize>,
}

/// One process's figures.
struct Run {
    words: f64,
    cold: f64,
    warm: f64,
    load: Option<f64>,
    kilobytes: Option<f64>,
}

/// Runs the verb.
pub fn run(arguments: impl Iterator<Item = String>) -> ExitCode {
    match options(arguments).and_then(|options| bench(&options)) {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("bench-engine: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match &*argument {
            "--spacy-venv" => options.venv = Some(value()?.into()),
            "--pack" => options.pack = Some(value()?.into()),
            "--rounds" => options.rounds = Some(value()?.parse()?),
            other if other.starts_with('-') => return Err(format!("unknown option {other}").into()),
            _ => options.files.push(argument),
        }
    }
    if options.files.is_empty() { Err("name some .txt files".into()) } else { Ok(options) }
}

fn bench(options: &Options) -> Result<String> {
    let spacy = Spacy::new(options.venv.as_deref())?;
    let pack = pack_path(options.pack.as_deref())?;
    let (mut ours, mut full, mut fewer) = (Vec::new(), Vec::new(), Vec::new());
    // The first run of each warms the disk's cache and is not counted.
    for round in 0..=options.rounds.unwrap_or(5) {
        let runs = [
            engine_run(&pack, options)?,
            spacy_run(&spacy, "full", options)?,
            spacy_run(&spacy, "fewer", options)?,
        ];
        if round > 0 {
            let [engine, whole, parts] = runs;
            ours.push(engine);
            full.push(whole);
            fewer.push(parts);
        }
    }
    Ok(table(&ours, &full, &fewer))
}

fn engine_run(pack: &Path, options: &Options) -> Result<Run> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["run", "--release", "--quiet", "--package", "casus-nlp", "--example", "throughput", "--"]);
    figures(command.arg(pack).args(&options.files))
}

fn spacy_run(spacy: &Spacy, components: &str, options: &Options) -> Result<Run> {
    let mut command = Command::new(&spacy.python);
    command.arg(SCRIPT).arg(components).args(&options.files).env("OMP_NUM_THREADS", "1");
    figures(command.env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE"))
}

fn figures(command: &mut Command) -> Result<Run> {
    let output = command.output()?;
    if !output.status.success() {
        let program = command.get_program().to_string_lossy();
        return Err(format!("{program} failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let figures: Value = serde_json::from_slice(&output.stdout)?;
    let figure = |name: &str| figures[name].as_f64();
    let needed = |name: &str| figure(name).ok_or(format!("no {name} in the output"));
    Ok(Run {
        words: needed("words")?,
        cold: needed("cold")?,
        warm: needed("warm")?,
        load: figure("load"),
        kilobytes: figure("kilobytes"),
    })
}

fn table(ours: &[Run], full: &[Run], fewer: &[Run]) -> String {
    let cold = |runs: &[Run]| median(runs.iter().map(|run| run.words / run.cold));
    let warm = |runs: &[Run]| median(runs.iter().map(|run| run.words / run.warm));
    let mut table = String::from(
        "| words per CPU-second, one thread | cold | warm | engine, cold | engine, warm |\n|---|---:|---:|---:|---:|\n",
    );
    for (name, runs) in
        [("engine", ours), ("spaCy, whole pipeline", full), ("spaCy, without UPOS and lemma", fewer)]
    {
        table += &format!(
            "| {name} | {:.0} | {:.0} | {:.1}x | {:.1}x |\n",
            cold(runs),
            warm(runs),
            cold(ours) / cold(runs),
            warm(ours) / warm(runs)
        );
    }
    let load = median(ours.iter().filter_map(|run| run.load));
    let memory = median(ours.iter().filter_map(|run| run.kilobytes)) / 1024.0;
    table
        + &format!(
            "\nMedians of {} interleaved runs; the engine loads in {load:.2} s and peaks at {memory:.0} MiB.\n",
            ours.len()
        )
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
