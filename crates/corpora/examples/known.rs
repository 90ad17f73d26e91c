//! How many of the organisations and locations that a corpus names are known: what `cargo xtask known` runs.
//!
//! `known FILE...` reads `.jsonl` files in the layout of re3d.

use std::collections::BTreeMap;

use casus::Casus;
use casus_corpora::known::{KINDS, Known, Told, known, told};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How many unknown names are printed.
const SHOWN: usize = 120;

fn main() -> Result<()> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        return Err("usage: known FILE...".into());
    }
    let mut lines: Vec<Value> = Vec::new();
    for file in &files {
        for line in std::fs::read_to_string(file)?.lines() {
            lines.push(serde_json::from_str(line)?);
        }
    }
    let casus = Casus::open(&casus::packs::locate()?)?;
    for kind in KINDS {
        report(kind, &told(&lines, kind), |text| known(&casus, kind, text));
    }
    Ok(())
}

fn report(what: &str, all: &BTreeMap<String, Told>, known: impl Fn(&str) -> Known) {
    let judged: Vec<(&String, &Told, Known)> =
        all.iter().map(|(text, told)| (text, told, known(text))).collect();
    println!("{what}: distinct strings, without the article in front\n");
    println!("              strings        in the list     or a country     name within   common nouns too");
    line("names", judged.iter().filter(|(_, told, _)| told.name));
    line("all", judged.iter());
    let mut unknown: Vec<_> = judged.iter().filter(|(_, told, known)| told.name && !known.whole).collect();
    unknown.sort_by_key(|(text, told, _)| (usize::MAX - told.mentions, *text));
    println!("\nnames not in the list, the most frequent first:");
    for (text, told, _) in unknown.iter().take(SHOWN) {
        println!("{:6}  {text}", told.mentions);
    }
    println!();
}

fn line<'a>(label: &str, judged: impl Iterator<Item = &'a (&'a String, &'a Told, Known)>) {
    let known: Vec<Known> = judged.map(|(_, _, known)| *known).collect();
    let share = |holds: fn(&Known) -> bool| {
        let n = known.iter().filter(|known| holds(known)).count();
        format!("{n:5} {:5.1} %", 100.0 * n as f64 / known.len().max(1) as f64)
    };
    let shares = [
        share(|known| known.listed),
        share(|known| known.whole),
        share(|known| known.within),
        share(|known| known.with_nouns),
    ];
    println!("  {label:10} {:7}      {}", known.len(), shares.join("    "));
}
