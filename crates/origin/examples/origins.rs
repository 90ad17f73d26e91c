//! How fast documents are signed, and which of them are copies: `origins < FILE` with one JSON object a line,
//! each with a `text`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::time::Instant;

use casus_origin::{Kin, Signature, band_keys, near_copy};

fn main() -> io::Result<()> {
    let mut texts = Vec::new();
    for line in io::stdin().lock().lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        texts.extend(value["text"].as_str().map(str::to_owned));
    }
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let started = Instant::now();
    let signed: Vec<(Signature, Vec<u64>)> = texts.iter().map(|text| signed(text)).collect();
    let per_thousand = started.elapsed().as_secs_f64() * 1e6 / words.max(1) as f64;
    println!("{} documents, {words} words: {per_thousand:.3} ms a thousand words", texts.len());
    let keys: usize = signed.iter().map(|(_, keys)| keys.len()).sum();
    let bytes: usize = signed.iter().map(|(signature, _)| signature.to_bytes().len()).sum();
    let documents = texts.len().max(1);
    println!("{} keys and {} bytes a document", keys / documents, bytes / documents);
    let candidates = candidates(&signed);
    let every_pair = (0..signed.len()).flat_map(|a| (a + 1..signed.len()).map(move |b| (a, b)));
    let kin: Vec<((usize, usize), Kin)> = every_pair
        .filter_map(|(a, b)| near_copy(&signed[a].0, &signed[b].0).map(|kinship| ((a, b), kinship.kind)))
        .collect();
    let found = kin.iter().filter(|(pair, _)| candidates.contains(pair)).count();
    let copies = kin.iter().filter(|(_, kind)| *kind == Kin::Copy).count();
    println!(
        "{} candidates; {} pairs are kin ({copies} copies), {found} of them candidates",
        candidates.len(),
        kin.len()
    );
    Ok(())
}

fn signed(text: &str) -> (Signature, Vec<u64>) {
    let signature = Signature::of(text);
    let keys = band_keys(&signature);
    (signature, keys)
}

fn candidates(signed: &[(Signature, Vec<u64>)]) -> BTreeSet<(usize, usize)> {
    let mut shelves: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, (_, keys)) in signed.iter().enumerate() {
        keys.iter().for_each(|key| shelves.entry(*key).or_default().push(at));
    }
    let pairs = |shelf: &Vec<usize>| {
        let shelf = shelf.clone();
        (0..shelf.len()).flat_map(move |a| {
            let rest: Vec<(usize, usize)> = shelf[a + 1..].iter().map(|b| (shelf[a], *b)).collect();
            rest
        })
    };
    shelves.values().flat_map(pairs).collect()
}
