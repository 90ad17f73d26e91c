//! Learns the weights of `tables/ecbplus_weights.tsv` from the training half of ECB+.
//!
//! `cargo run --release -p casus-corpora --example learn_ecbplus -- TRAIN.jsonl > crates/corpora/tables/ecbplus_weights.tsv`
//!
//! Prints on standard error, for each average probability at which groups may be joined, the CoNLL F1 over the
//! training half where the topics of each fifth are grouped by weights of the other four; the best is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use casus::Casus;
use casus_corpora::ecbplus::{self, Weights};
use casus_corpora::{Reads, set};
use serde_json::Value;

const FIFTHS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("which file is the training half?")?;
    let lines: Result<Vec<Value>, _> =
        std::fs::read_to_string(file)?.lines().map(serde_json::from_str).collect();
    let gold = lines?;
    let read = read(&gold)?;
    let examples = ecbplus::examples(&gold, &read);
    let topics: BTreeSet<&str> = examples.iter().map(|(topic, ..)| topic.as_str()).collect();
    let fifth: BTreeMap<&str, usize> =
        topics.into_iter().enumerate().map(|(place, topic)| (topic, place % FIFTHS)).collect();
    let all = examples.iter().map(|(topic, says, is_one)| (fifth[topic.as_str()], says.as_slice(), *is_one));
    let all: Vec<(usize, &[f64], bool)> = all.collect();
    let without = |left_out: Option<usize>| -> Weights {
        let kept = all.iter().filter(|(fifth, ..)| Some(*fifth) != left_out);
        Weights::of(&kept.map(|(_, says, is_one)| (*says, *is_one)).collect::<Vec<_>>(), 0.0)
    };
    let of_fifths: Vec<Weights> = (0..FIFTHS).map(|left_out| without(Some(left_out))).collect();
    let of_topic = |topic: &str| &of_fifths[fifth.get(topic).copied().unwrap_or_default()];
    let mut best = (0.0, 0.0);
    for hundredths in (24..=50).step_by(2) {
        let least = f64::from(hundredths) / 100.0;
        let conll = ecbplus::conll(&gold, &read, least, of_topic);
        eprintln!("{least:.2} {conll:.2}");
        if conll > best.1 {
            best = (least, conll);
        }
    }
    let weights = without(None).joining_at(best.0);
    print!("{}", ecbplus::table(&weights));
    Ok(())
}

fn read(gold: &[Value]) -> Result<Vec<Value>, Box<dyn Error>> {
    let casus = Casus::open(&casus::packs::locate()?)?;
    let Some(Reads::Text { asked, predict }) = set("ecbplus").map(|set| set.reads) else {
        return Err("the set reads text".into());
    };
    let mut reader = casus.reader();
    let mut read = Vec::new();
    for line in gold {
        let asked = asked(line);
        let sketch = reader.look(asked.text.as_bytes(), &asked.given, |inside| predict(inside, line));
        read.push(sketch.unwrap_or_default());
    }
    Ok(read)
}
