//! Words per second of processor time, the engine and spaCy in turn, one thread each.
//!
//! "Fewer" is spaCy without its attribute ruler and lemmatizer, whose work the engine does in all rows.

use std::fs;
use std::process::Command;

use super::{Bench, figures, median, number, thousands};
use crate::Result;
use crate::parity::{Spacy, pack_path, texts};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench_engine.py");

/// One text of so many of the corpora is read: spaCy takes its time.
const EVERY: usize = 5;

/// One process's figures.
struct Run {
    words: f64,
    cold: f64,
    warm: f64,
    load: Option<f64>,
    kilobytes: Option<f64>,
}

pub fn section(bench: &Bench) -> Result<String> {
    let spacy = Spacy::new(bench.venv.as_deref())?;
    let pack = pack_path(None)?.display().to_string();
    let folder = tempfile::tempdir()?;
    let mut files: Vec<String> = Vec::new();
    for corpus in bench.corpora()? {
        for text in texts(&corpus)?.iter().step_by(EVERY) {
            let file = folder.path().join(format!("{}.txt", files.len()));
            fs::write(&file, text)?;
            files.push(file.display().to_string());
        }
    }
    let engine =
        || run(bench.example("casus-nlp", "throughput", &[std::slice::from_ref(&pack), &files].concat())?);
    let peer = |components: &str| {
        let mut command = Command::new(&spacy.python);
        command.arg(SCRIPT).arg(components).args(&files).env("OMP_NUM_THREADS", "1");
        run(figures(command.env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE"))?)
    };
    let (mut ours, mut full, mut fewer) = (Vec::new(), Vec::new(), Vec::new());
    // The first run of each warms the disk's cache and is not counted.
    for round in 0..=bench.rounds {
        let runs = (engine()?, peer("full")?, peer("fewer")?);
        if round > 0 {
            ours.push(runs.0);
            full.push(runs.1);
            fewer.push(runs.2);
        }
    }
    Ok(table(&ours, &full, &fewer))
}

fn run(figures: serde_json::Value) -> Result<Run> {
    Ok(Run {
        words: number(&figures, "words")?,
        cold: number(&figures, "cold")?,
        warm: number(&figures, "warm")?,
        load: figures["load"].as_f64(),
        kilobytes: figures["kilobytes"].as_f64(),
    })
}

fn table(ours: &[Run], full: &[Run], fewer: &[Run]) -> String {
    let cold = |runs: &[Run]| median(runs.iter().map(|run| run.words / run.cold));
    let warm = |runs: &[Run]| median(runs.iter().map(|run| run.words / run.warm));
    let mut table = format!(
        "## Engine beside spaCy\n\n\
         One text in {EVERY} of the corpora, {} words, one thread each.\n\n\
         | words per CPU-second | cold | warm | engine, cold | engine, warm |\n|---|---:|---:|---:|---:|\n",
        thousands(ours[0].words)
    );
    for (name, runs) in
        [("engine", ours), ("spaCy, whole pipeline", full), ("spaCy, without UPOS and lemma", fewer)]
    {
        table += &format!(
            "| {name} | {} | {} | {:.1}x | {:.1}x |\n",
            thousands(cold(runs)),
            thousands(warm(runs)),
            cold(ours) / cold(runs),
            warm(ours) / warm(runs)
        );
    }
    let load = median(ours.iter().filter_map(|run| run.load));
    let memory = median(ours.iter().filter_map(|run| run.kilobytes)) / 1024.0;
    table
        + &format!(
            "\nMedians of {} interleaved runs; the engine loads in {load:.2} s and peaks at {memory:.0} MiB.\n\
             The whole pipeline has the same components as the engine.\n",
            ours.len()
        )
}
