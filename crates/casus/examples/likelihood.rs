//! Learns how likely a sentence is to tell a deed of violence: what `data/models/violence` holds.
//!
//! `likelihood FILE.case... [--easy FILE.case...]` reads texts that are marked as telling violence or none, and prints
//! the weights; easy ones count less. On standard error it prints what ten-fold cross-validation over texts makes of
//! them, at several thresholds. `likelihood --dump FILE.case...` prints what each sentence is known by instead.

use std::collections::{BTreeMap, BTreeSet};

use casus::{Casus, Given};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A feature of fewer texts than this is not learned.
const FEWEST: usize = 3;
/// How little weights are drawn to nothing: what the loss counts beside half the sum of their squares.
const LOOSENESS: f64 = 0.3;
/// How much an easy text counts.
const EASY: f32 = 0.2;
/// Of the violent texts with a reading so many may lose it.
const LOSS: f32 = 0.1;
/// Of the quiet texts so many may be read as violence where no frame reads any.
const INVENTED: f32 = 0.015;
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
    easy: bool,
    /// A frame reads violence in it.
    read: bool,
}

/// A sentence of a text.
struct Instance {
    of_text: usize,
    features: Vec<String>,
    /// What is forgiven for its being short where something is read in it.
    mild: f32,
    share: f32,
}

#[derive(Clone, Default)]
struct Weights {
    bias: f32,
    of: BTreeMap<String, f32>,
}

impl Weights {
    fn sum(&self, one: &Instance) -> f32 {
        let weights = one.features.iter().filter_map(|feature| self.of.get(feature));
        self.bias + weights.sum::<f32>()
    }
}

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let dumps = arguments.first().is_some_and(|first| first == "--dump");
    if dumps {
        arguments.remove(0);
    }
    let (mut easy, mut texts) = (false, Vec::new());
    for argument in &arguments {
        match argument.as_str() {
            "--easy" => easy = true,
            file => texts.extend(parse(&std::fs::read_to_string(file)?, easy)),
        }
    }
    if texts.is_empty() {
        return Err("usage: likelihood [--dump] FILE.case... [--easy FILE.case...]".into());
    }
    let instances = instances(&mut texts)?;
    if dumps {
        dump(&texts, &instances);
        return Ok(());
    }
    let (threshold, bar) = validate(&texts, &instances);
    let all: Vec<usize> = (0..instances.len()).collect();
    let mut weights = learn(&texts, &instances, &all);
    weights.bias -= threshold;
    print(&weights, bar - threshold);
    Ok(())
}

fn dump(texts: &[Text], instances: &[Instance]) {
    for one in instances {
        let Text { text, violent, read, .. } = &texts[one.of_text];
        let kinds = (if *violent { "violent" } else { "quiet" }, if *read { "read" } else { "unread" });
        println!("{}\t{}\t{text}\t{}", kinds.0, kinds.1, one.features.join("\t"));
    }
}

fn parse(file: &str, easy: bool) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for line in file.lines() {
        let (key, value) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        match (key, texts.last_mut()) {
            ("case", _) => {
                let text = String::new();
                texts.push(Text { text, published: None, violent: false, easy, read: false });
            }
            ("text", Some(text)) => text.text = value.trim().to_owned(),
            ("published", Some(text)) => text.published = Some(value.trim().to_owned()),
            ("expect", Some(text)) => text.violent = true,
            _ => {}
        }
    }
    texts
}

fn instances(texts: &mut [Text]) -> Result<Vec<Instance>> {
    let casus = Casus::open(&casus::packs::locate()?)?;
    let mut reader = casus.reader();
    let mut instances = Vec::new();
    for (of_text, text) in texts.iter_mut().enumerate() {
        let published = text.published.as_ref().and_then(|day| day.parse().ok());
        let given = Given { published, ..Given::default() };
        let weighable = reader.look(text.text.as_bytes(), &given, casus::weighable)?;
        text.read = weighable.readings > 0;
        let share = if text.easy { EASY } else { 1.0 } / weighable.sentences.len().max(1) as f32;
        let instance = |(features, mild)| Instance { of_text, features, mild, share };
        instances.extend(weighable.sentences.into_iter().map(instance));
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

/// Prints what is read at several thresholds, and gives two: the one at which as many violent texts with a reading are
/// lost as may be, and the one which as many quiet texts without a reading pass as may.
fn validate(texts: &[Text], instances: &[Instance]) -> (f32, f32) {
    let sums = likeliest(texts, instances);
    let of = |violent: bool, read: bool| {
        let asked = |(text, _): &(usize, f32)| {
            let text: &Text = &texts[*text];
            !text.easy && text.violent == violent && text.read == read
        };
        let mut sums: Vec<f32> = sums.iter().copied().filter(asked).map(|(_, sum)| sum).collect();
        sums.sort_by(f32::total_cmp);
        sums
    };
    let (read, unread, quiet) = (of(true, true), of(true, false), (of(false, true), of(false, false)));
    let all_quiet = quiet.0.len() + quiet.1.len();
    let threshold = |loss: f32| read[(loss * read.len() as f32) as usize];
    let bar = |invented: f32| quiet.1[quiet.1.len() - 1 - (invented * all_quiet as f32) as usize];
    let passing = |sums: &[f32], bar: f32| sums.iter().filter(|sum| **sum >= bar).count();
    let of_hundred = |part: usize, whole: usize| 100.0 * part as f32 / whole.max(1) as f32;
    for loss in [0.02, 0.035, 0.05, 0.07, LOSS] {
        for invented in [0.0, 0.005, 0.01, INVENTED, 0.02] {
            let (threshold, bar) = (threshold(loss), bar(invented));
            let false_violence = passing(&quiet.0, threshold) + passing(&quiet.1, bar);
            let recalled = passing(&read, threshold) + passing(&unread, bar);
            eprintln!(
                "{loss:.3} lost, {invented:.3} invented: false violence {:.1} %, recall {:.1} %",
                of_hundred(false_violence, all_quiet),
                of_hundred(recalled, read.len() + unread.len()),
            );
        }
    }
    eprintln!(
        "without weights: false violence {:.1} %, recall {:.1} %",
        of_hundred(quiet.0.len(), all_quiet),
        of_hundred(read.len(), read.len() + unread.len()),
    );
    (threshold(LOSS), bar(INVENTED))
}

/// The sum of the likeliest sentence of each text, from weights that were learned without it.
fn likeliest(texts: &[Text], instances: &[Instance]) -> Vec<(usize, f32)> {
    let mut best: BTreeMap<usize, f32> = BTreeMap::new();
    for fold in 0..FOLDS {
        let (taken, left): (Vec<usize>, Vec<usize>) =
            (0..instances.len()).partition(|at| instances[*at].of_text % FOLDS != fold);
        let weights = learn(texts, instances, &taken);
        for at in left {
            let one = &instances[at];
            let sum = weights.sum(one) + if texts[one.of_text].read { one.mild } else { 0.0 };
            let known = best.entry(instances[at].of_text).or_insert(f32::MIN);
            *known = known.max(sum);
        }
    }
    best.into_iter().collect()
}

fn print(weights: &Weights, bar: f32) {
    println!(
        "# What each feature adds to the sum that a sentence must keep at 0 or more; README.md says how."
    );
    println!("feature\tweight");
    println!("bias\t{:.2}", weights.bias);
    println!("bar\t{bar:.2}");
    for (feature, weight) in weights.of.iter().filter(|(_, weight)| weight.abs() >= SMALLEST) {
        println!("{feature}\t{weight:.2}");
    }
}
