//! Times the whole line, text to claims, in a process of its own: what `cargo xtask bench` runs.
//!
//! `measure line THREADS FILE...` reads `.jsonl` files, whose records have a `text` and perhaps a `title`,
//! twice. `measure scaling` reads ever longer texts, `measure hostile` texts that were written to be slow.
//! Prints one JSON object. Seconds are those of the processor unless the name says `wall`.

#[path = "measure/texts.rs"]
mod texts;

use std::time::Instant;

use casus::model::DocumentId;
use casus::{Casus, Given};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let casus = Casus::open(&casus::packs::locate()?)?;
    let figures = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["line", threads, files @ ..] => line(&casus, threads.parse()?, files)?,
        ["scaling"] => json!({
            "repeated": scaling(&casus, texts::repeated),
            "different": scaling(&casus, texts::different),
        }),
        ["hostile"] => hostile(&casus),
        _ => return Err("usage: measure line THREADS FILE... | measure scaling | measure hostile".into()),
    };
    println!("{figures}");
    Ok(())
}

/// Words, and what a first and a second pass over them cost.
fn line(casus: &Casus, threads: usize, files: &[&str]) -> Result<Value> {
    let mut texts = Vec::new();
    for file in files {
        texts.extend(texts::records(&std::fs::read_to_string(file)?));
    }
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let [cold, warm] = passes(casus, threads, &texts);
    Ok(json!({
        "texts": texts.len(),
        "words": words,
        "cold": cold.processor,
        "warm": warm.processor,
        "wall": warm.wall,
        "claims": warm.claims,
        "digest": warm.digest,
        "same": cold.digest == warm.digest,
        "kilobytes": peak_memory(),
    }))
}

#[derive(Default)]
struct Pass {
    processor: f64,
    wall: f64,
    claims: usize,
    /// Of everything that was printed, in order.
    digest: String,
}

/// Two passes by the same readers. Where several threads read, they are some texts ahead at the border.
fn passes(casus: &Casus, threads: usize, texts: &[String]) -> [Pass; 2] {
    let work =
        |reader: &mut casus::Reader, text: &String| match reader.read(text.as_bytes(), &Given::default()) {
            Ok(reading) => (reading.claims.len(), serde_json::to_string(&reading).unwrap_or_default()),
            Err(error) => (0, error.to_string()),
        };
    let (mut processor, mut wall) = (processor_time(), Instant::now());
    let (mut passes, mut printed, mut count) = ([Pass::default(), Pass::default()], String::new(), 0);
    casus.each(texts.iter().chain(texts), threads, work, |(claims, text)| {
        let pass = &mut passes[count / texts.len()];
        pass.claims += claims;
        printed.push_str(&text);
        count += 1;
        if count % texts.len() == 0 {
            pass.processor = processor_time() - processor;
            pass.wall = wall.elapsed().as_secs_f64();
            pass.digest = DocumentId::of(printed.as_bytes()).0;
            printed.clear();
            (processor, wall) = (processor_time(), Instant::now());
        }
    });
    passes
}

/// Bytes and seconds from 64 KiB to 4 MiB, doubling: the least of three rounds, since what else the machine
/// does only ever adds.
fn scaling(casus: &Casus, text: impl Fn(usize) -> String) -> Vec<(usize, f64)> {
    let mut points: Vec<(usize, f64)> =
        (0..7).map(|doubling| ((64 << 10) << doubling, f64::INFINITY)).collect();
    for _ in 0..3 {
        for (bytes, least) in &mut points {
            *least = least.min(seconds(casus, &text(*bytes)).0);
        }
    }
    points
}

/// Seconds for each text written to be slow, and what became of it.
fn hostile(casus: &Casus) -> Value {
    let figures = texts::hostile().into_iter().map(|(name, text)| {
        let (seconds, outcome) = seconds(casus, &text);
        json!({"name": name, "bytes": text.len(), "seconds": seconds, "outcome": outcome})
    });
    figures.collect()
}

/// The time of a reading by a new reader, and what came out.
fn seconds(casus: &Casus, text: &str) -> (f64, String) {
    let started = processor_time();
    let read = casus.reader().read(text.as_bytes(), &Given::default());
    let taken = processor_time() - started;
    match read {
        Ok(reading) => (taken, format!("{} claims", reading.claims.len())),
        Err(error) => (taken, format!("refused: {}", error.to_string().lines().next().unwrap_or_default())),
    }
}

/// Seconds of processor time of all threads so far, in steps of 10 ms; without `/proc`, of the clock.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Vec<f64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
    match ticks.as_slice() {
        [user, system] => (user + system) / 100.0,
        _ => std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0.0, |time| time.as_secs_f64()),
    }
}

fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
