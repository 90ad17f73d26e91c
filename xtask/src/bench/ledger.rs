//! The ledger: what safety costs, what linking, verifying, finding and reading again cost.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::{Bench, figures, number, thousands};
use crate::Result;

const MILLION: &str = "1000000";

pub fn commits(bench: &Bench) -> Result<String> {
    let rounds = bench.rounds.to_string();
    let figures = bench.example("casus-ledger", "commits", &[rounds, "--json".to_owned()])?;
    let mut out = format!(
        "## Durable commits\n\n\
         Documents of 4 KiB with three claims made durable in a second, beside a bare loop of SQLite with \
         `synchronous=FULL` that writes as many rows and bytes (medians of {} rounds of {}, interleaved).\n\n\
         | | bare loop | ledger | ratio | ledger, packing on the same thread | ratio |\n|---|---:|---:|---:|---:|---:|\n",
        number(&figures, "rounds")?,
        number(&figures, "documents")?
    );
    for row in figures["rows"].as_array().ok_or("no rows")? {
        let (bare, ledger, alone) = (number(row, "bare")?, number(row, "ledger")?, number(row, "alone")?);
        out += &format!(
            "| {} | {} | {} | {:.2} | {} | {:.2} |\n",
            row["name"].as_str().unwrap_or(""),
            thousands(bare),
            thousands(ledger),
            ledger / bare,
            thousands(alone),
            alone / bare
        );
    }
    Ok(out + "\n`cargo run --release -p casus-ledger --example commits` repeats it.")
}

pub fn linking(bench: &Bench) -> Result<String> {
    let figures = bench.example("casus-link", "synthetic", &[MILLION.to_owned(), "--json".to_owned()])?;
    let rows = figures["rows"].as_array().ok_or("no rows")?;
    let mut out = String::from(
        "## Linking\n\n\
         Linking invented claims one document after another, in memory.\n\n\
         | claims | CPU µs a claim | of the last | resident MB |\n|---:|---:|---:|---:|\n",
    );
    for row in rows {
        out += &format!(
            "| {} | {:.0} | {:.0} | {} |\n",
            thousands(number(row, "claims")?),
            number(row, "all")?,
            number(row, "recent")?,
            thousands(number(row, "resident")?)
        );
    }
    Ok(out
        + &format!(
            "\nThe process peaks at {} MB, of which {} MB are the truth and the clusters that the example holds beside.\n\
             `cargo run --release -p casus-link --example synthetic -- {MILLION}` repeats it.",
            thousands(number(&figures, "peak")?),
            thousands(number(&figures, "beside")?)
        ))
}

pub fn verifying(bench: &Bench) -> Result<String> {
    let figures = bench.example("casus-ledger", "verify", &[MILLION.to_owned(), "--json".to_owned()])?;
    Ok(format!(
        "## Verifying the log\n\n\
         `casus verify` of {} entries takes {:.1} s, {:.1} of them on the processor.\n\
         `cargo run --release -p casus-ledger --example verify -- {MILLION}` repeats it.",
        thousands(number(&figures, "entries")?),
        number(&figures, "seconds")?,
        number(&figures, "processor")?
    ))
}

pub fn finding(bench: &Bench) -> Result<String> {
    let figures = bench.example("casus-ledger", "find", &[MILLION.to_owned(), "--json".to_owned()])?;
    let mut out = format!(
        "## Finding\n\n\
         Finding the latest hundred that answer, of {} incidents told by half as many documents ({} MB), median and slowest \
         of five.\n\n| question | found | median ms | slowest ms |\n|---|---:|---:|---:|\n",
        thousands(number(&figures, "incidents")?),
        thousands(number(&figures, "megabytes")?)
    );
    for row in figures["questions"].as_array().ok_or("no questions")? {
        out += &format!(
            "| {} | {} | {:.1} | {:.1} |\n",
            row["question"].as_str().unwrap_or(""),
            number(row, "found")?,
            number(row, "median")?,
            number(row, "slowest")?
        );
    }
    Ok(out + &format!("\n`cargo run --release -p casus-ledger --example find -- {MILLION}` repeats it."))
}

/// The reports of the corpora, added and read again.
pub fn rereading(bench: &Bench) -> Result<String> {
    bench.build(&["--package", "casus-cli"])?;
    let folder = tempfile::tempdir()?;
    let mut lines = String::new();
    for corpus in bench.corpora()? {
        for line in fs::read_to_string(corpus)?.lines() {
            let record: Value = serde_json::from_str(line)?;
            let Some(text) = record["text"].as_str() else { continue };
            lines += &(serde_json::json!({ "text": text }).to_string() + "\n");
        }
    }
    let reports = folder.path().join("reports.jsonl");
    fs::write(&reports, &lines)?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/process.py");
    let run = |words: &[&str]| {
        let mut command = Command::new("python3");
        command.arg(script).arg(bench.target().join("release/casus")).args(words);
        for (name, place) in [("LEDGER", "reports.casus"), ("KEYS", "keys"), ("CHECKPOINTS", "checkpoints")] {
            command.env(format!("CASUS_{name}"), folder.path().join(place));
        }
        figures(&mut command)
    };
    run(&["init"])?;
    let added = run(&["add", &reports.display().to_string()])?;
    let again = run(&["reread"])?;
    if again["code"] != 0 {
        return Err(format!("casus reread ends with {}", again["code"]).into());
    }
    let (reports, megabytes) =
        (lines.lines().count(), |run: &Value| number(run, "kilobytes").map(|kb| kb / 1024.0));
    Ok(format!(
        "## Reading again\n\n\
         The {} texts of the whole line above are added in {:.1} CPU seconds, with {:.0} MiB at the peak, and read again \
         with `casus reread` in {:.1}, with {:.0} MiB.",
        thousands(reports as f64),
        number(&added, "seconds")?,
        megabytes(&added)?,
        number(&again, "seconds")?,
        megabytes(&again)?
    ))
}
