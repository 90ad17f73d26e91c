//! Words per second of processor time, cold and warm: `throughput PACK FILE...`.
//!
//! Each blank-line separated paragraph is a piece. Prints one JSON object: words, tokens, and seconds of
//! processor time for a first and for a second reading by the same reader.

use std::time::Instant;

use casus_model::Span;
use casus_nlp::{Engine, Reader};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let pack = std::fs::read(arguments.next().ok_or("usage: throughput PACK FILE...")?)?;
    let started = Instant::now();
    let engine = Engine::load(&pack)?;
    let load = started.elapsed().as_secs_f64();
    drop(pack);
    let texts: Result<Vec<String>, _> = arguments.map(std::fs::read_to_string).collect();
    let texts = texts?;
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let mut reader = Reader::new(&engine);
    let (tokens, cold) = pass(&mut reader, &texts);
    let (_, warm) = pass(&mut reader, &texts);
    println!(
        "{{\"words\":{words},\"tokens\":{tokens},\"cold\":{cold:.3},\"warm\":{warm:.3},\"load\":{load:.3},\"kilobytes\":{}}}",
        peak_memory()
    );
    Ok(())
}

/// Tokens found and seconds taken.
fn pass(reader: &mut Reader<'_>, texts: &[String]) -> (usize, f64) {
    let started = processor_time();
    let mut tokens = 0;
    for text in texts {
        let sentences = reader.read(text, &paragraphs(text));
        tokens += sentences.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
    }
    (tokens, processor_time() - started)
}

fn paragraphs(text: &str) -> Vec<Span> {
    let mut start = 0;
    let pieces = text.split("\n\n").map(|piece| {
        let span = Span::new(start, start + piece.len());
        start += piece.len() + 2;
        span
    });
    pieces.collect()
}

/// Seconds of processor time of this process so far; on systems without `/proc`, of the clock.
fn processor_time() -> f64 {
    let Ok(schedule) = std::fs::read_to_string("/proc/self/schedstat") else {
        return std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0.0, |time| time.as_secs_f64());
    };
    schedule.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok()).unwrap_or(0.0) / 1e9
}

fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next())
        .and_then(|kilobytes| kilobytes.parse().ok())
        .unwrap_or(0)
}
