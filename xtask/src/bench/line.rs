//! The whole line, text to claims: words a second, on one thread and on two.

use serde_json::Value;

use super::{Bench, CORPORA, median, number, thousands};
use crate::Result;

pub fn section(bench: &Bench) -> Result<String> {
    let files: Vec<String> = bench.corpora()?.iter().map(|file| file.display().to_string()).collect();
    let run = |threads: usize| {
        bench.measure(&[&[String::from("line"), threads.to_string()], files.as_slice()].concat())
    };
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for _ in 0..bench.rounds.min(3) {
        one.push(run(1)?);
        two.push(run(2)?);
    }
    let rate = |runs: &[Value], name: &str| -> Result<f64> {
        let rates: Result<Vec<f64>> =
            runs.iter().map(|run| Ok(number(run, "words")? / number(run, name)?)).collect();
        Ok(median(rates?.into_iter()))
    };
    let speedup = rate(&two, "wall")? / rate(&one, "wall")?;
    let digests: std::collections::BTreeSet<&str> =
        one.iter().chain(&two).map(|run| run["digest"].as_str().unwrap_or_default()).collect();
    let same = digests.len() == 1 && one.iter().chain(&two).all(|run| run["same"] == true);
    let memory = median(one.iter().filter_map(|run| run["kilobytes"].as_f64())) / 1024.0;
    let claims = number(&one[0], "claims")?;
    Ok(format!(
        "## Text to claims\n\n\
         {} texts, {} words ({}); {} claims.\n\n\
         | words per CPU-second | cold | warm |\n|---|---:|---:|\n| one thread | {} | {} |\n| two threads, both together | {} | {} |\n\n\
         Two threads read {speedup:.2} times as many words a second of the clock as one.\n\
         Printed readings of all {} passes, on one thread and on two, are {}.\n\
         The process peaks at {memory:.0} MiB on one thread, texts and readings included.\n\
         Medians of {} runs each; cold is the first pass of a process after its packs are loaded.\n",
        thousands(number(&one[0], "texts")?),
        thousands(number(&one[0], "words")?),
        CORPORA.join(", "),
        thousands(claims),
        thousands(rate(&one, "cold")?),
        thousands(rate(&one, "warm")?),
        thousands(rate(&two, "cold")?),
        thousands(rate(&two, "warm")?),
        2 * (one.len() + two.len()),
        if same { "the same, byte for byte" } else { "**not the same**" },
        one.len(),
    ))
}
