//! Learns how likely a word of violence is to tell a deed from the words around it: what `data/models/violence` holds.
//!
//! `likelihood FILE.case...` reads texts that are marked as telling violence or none, and prints the weights. On
//! standard error it prints what ten-fold cross-validation over texts makes of them: how many quiet texts keep a
//! reading of violence, and how many violent ones, at several thresholds. `likelihood --dump FILE.case...` prints the
//! features instead, one reading a line.

use std::collections::{BTreeMap, BTreeSet};

use casus::{Casus, Given};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A feature of fewer texts than this is not learned.
const FEWEST: usize = 3;
/// How little weights are drawn to nothing: what the loss counts beside half the sum of their squares.
const LOOSENESS: f64 = 0.1;
/// How much a sentence without a reading counts beside a text with readings.
const SENTENCE: f32 = 0.5;
/// Of the violent texts with a reading so many may lose it.
const LOSS: f32 = 0.035;
const FOLDS: usize = 10;
/// Rounds over all weights; after these the second decimal of none moves.
const ROUNDS: usize = 300;
/// Smaller weights are left out.
const SMALLEST: f32 = 0.02;

/// A text, and whether it tells violence.
struct Text {
    text: String,
    published: Option<String>,
    violent: bool,
}

/// A reading, or a sentence without one, of a text.
struct Instance {
    of_text: usize,
    reading: bool,
    features: Vec<String>,
    share: f32,
}

#[derive(Clone, Default)]
struct Weights {
    bias: f32,
    of: BTreeMap<String, f32>,
}

impl Weights {
    fn sum(&self, features: &[String]) -> f32 {
        self.bias + features.iter().filter_map(|feature| self.of.get(feature)).sum::<f32>()
    }
}

fn main() -> Result<()> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let dumps = files.first().is_some_and(|first| first == "--dump");
    if dumps {
        files.remove(0);
    }
    if files.is_empty() {
        return Err("usage: likelihood [--dump] FILE.case...".into());
    }
    let mut texts = Vec::new();
    for file in &files {
        texts.extend(parse(&std::fs::read_to_string(file)?));
    }
    let instances = instances(&texts)?;
    if dumps {
        for one in &instances {
            let kind = if one.reading { "FEATURES" } else { "SENT" };
            println!("{kind}\t{}\t-\t-\t{}", texts[one.of_text].text, one.features.join("\t"));
        }
        return Ok(());
    }
    let threshold = validate(&texts, &instances);
    let all: Vec<usize> = (0..instances.len()).collect();
    let mut weights = learn(&texts, &instances, &all);
    weights.bias -= threshold;
    print(&weights);
    Ok(())
}

fn parse(file: &str) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for line in file.lines() {
        let (key, value) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        match (key, texts.last_mut()) {
            ("case", _) => texts.push(Text { text: String::new(), published: None, violent: false }),
            ("text", Some(text)) => text.text = value.trim().to_owned(),
            ("published", Some(text)) => text.published = Some(value.trim().to_owned()),
            ("expect", Some(text)) => text.violent = true,
            _ => {}
        }
    }
    texts
}

fn instances(texts: &[Text]) -> Result<Vec<Instance>> {
    let casus = Casus::open(&casus::packs::locate()?)?;
    let mut reader = casus.reader();
    let mut instances = Vec::new();
    for (of_text, text) in texts.iter().enumerate() {
        let published = text.published.as_ref().and_then(|day| day.parse().ok());
        let given = Given { published, ..Given::default() };
        let (readings, sentences) = reader.look(text.text.as_bytes(), &given, casus::weighable)?;
        let share = 1.0 / readings.len().max(1) as f32;
        let reading = |features| Instance { of_text, reading: true, features, share };
        instances.extend(readings.into_iter().map(reading));
        let sentence = |features| Instance { of_text, reading: false, features, share: SENTENCE };
        instances.extend(sentences.into_iter().map(sentence));
    }
    let mut seen: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for one in &instances {
        for feature in &one.features {
            seen.entry(feature.clone()).or_default().insert(one.of_text);
        }
    }
    for one in &mut instances {
        one.features.retain(|feature| seen[feature].len() >= FEWEST);
    }
    Ok(instances)
}

/// Logistic regression with weights drawn to nothing (L2), by descent along one weight after another in the order of
/// their names: each step goes as far as the steepest curve that the loss can have allows, so that every step lowers it.
/// Nothing is drawn by lot, and the same texts give the same weights.
fn learn(texts: &[Text], instances: &[Instance], taken: &[usize]) -> Weights {
    let mut columns: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, at) in taken.iter().enumerate() {
        for feature in &instances[*at].features {
            columns.entry(feature).or_default().push(row);
        }
    }
    let share: Vec<f64> = taken.iter().map(|at| f64::from(instances[*at].share)).collect();
    let wanted: Vec<f64> =
        taken.iter().map(|at| if texts[instances[*at].of_text].violent { 1.0 } else { 0.0 }).collect();
    let every: Vec<usize> = (0..taken.len()).collect();
    let mut sums = vec![0.0_f64; taken.len()];
    let mut bias = 0.0_f64;
    let mut weights = vec![0.0_f64; columns.len()];
    for _ in 0..ROUNDS {
        bias += step(&every, &share, &wanted, &mut sums, bias, 0.0);
        for (weight, rows) in weights.iter_mut().zip(columns.values()) {
            *weight += step(rows, &share, &wanted, &mut sums, *weight, 1.0);
        }
    }
    let of = columns.keys().zip(&weights).map(|(name, weight)| ((*name).to_owned(), *weight as f32));
    Weights { bias: bias as f32, of: of.collect() }
}

/// Moves one weight, and the sums of the rows that have its feature; gives by how much.
fn step(rows: &[usize], share: &[f64], wanted: &[f64], sums: &mut [f64], weight: f64, pull: f64) -> f64 {
    let (mut slope, mut curve) = (pull * weight, pull);
    for row in rows {
        let told = 1.0 / (1.0 + (-sums[*row]).exp());
        slope += LOOSENESS * share[*row] * (told - wanted[*row]);
        curve += LOOSENESS * share[*row] * 0.25;
    }
    let moved = -slope / curve;
    for row in rows {
        sums[*row] += moved;
    }
    moved
}

/// Prints what is kept at several thresholds, and gives the one at which as many violent texts are lost as may be.
fn validate(texts: &[Text], instances: &[Instance]) -> f32 {
    let mut best: BTreeMap<usize, f32> = BTreeMap::new();
    for fold in 0..FOLDS {
        let (taken, left): (Vec<usize>, Vec<usize>) =
            (0..instances.len()).partition(|at| instances[*at].of_text % FOLDS != fold);
        let weights = learn(texts, instances, &taken);
        for at in left.into_iter().filter(|at| instances[*at].reading) {
            let sum = weights.sum(&instances[at].features);
            let known = best.entry(instances[at].of_text).or_insert(f32::MIN);
            *known = known.max(sum);
        }
    }
    let of = |violent: bool| {
        let mut sums: Vec<f32> =
            best.iter().filter(|(text, _)| texts[**text].violent == violent).map(|(_, sum)| *sum).collect();
        sums.sort_by(f32::total_cmp);
        sums
    };
    let (quiet, violent) = (of(false), of(true));
    let texts_of = |wanted: bool| texts.iter().filter(|text| text.violent == wanted).count().max(1) as f32;
    let share = |sums: &[f32], threshold: f32, all: f32| {
        100.0 * sums.iter().filter(|sum| **sum >= threshold).count() as f32 / all
    };
    let at = |loss: f32| violent.get((loss * violent.len() as f32) as usize).copied().unwrap_or(0.0);
    for loss in [0.0, 0.01, LOSS, 0.05, 0.1] {
        let threshold = if loss > 0.0 { at(loss) } else { f32::MIN };
        eprintln!(
            "of violent readings {loss:.3} lost: false violence {:.1} %, recall {:.1} %",
            share(&quiet, threshold, texts_of(false)),
            share(&violent, threshold, texts_of(true)),
        );
    }
    at(LOSS)
}

fn print(weights: &Weights) {
    println!(
        "# What each feature adds to the sum that a reading of violence must keep at 0 or more; README.md says how."
    );
    println!("feature\tweight");
    println!("bias\t{:.2}", weights.bias);
    for (feature, weight) in weights.of.iter().filter(|(_, weight)| weight.abs() >= SMALLEST) {
        println!("{feature}\t{weight:.2}");
    }
}
